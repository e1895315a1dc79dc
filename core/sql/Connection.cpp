// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/Connection.h"

#include "core/sql/CipherResult.h"
#include "core/sql/SqlFault.h"

#include <QHash>
#include <QScopeGuard>
#include <QSqlQuery>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMaxPrepared = 128;

}  // namespace

struct Connection::Private {
    /// A prepared statement.
    struct Statement {
        explicit Statement(CipherResult* its) : result(its), query(its) { query.setForwardOnly(true); }

        CipherResult* result;  ///< of the query, which owns it
        QSqlQuery query;
        bool isRunning = false;
    };
    using StatementPtr = std::shared_ptr<Statement>;

    Private(const KeyProvider& key, const CipherOptions& options)
        : driver(std::make_unique<CipherDriver>(key, options))
    {}

    Error fault(const QSqlError& error, QStringView sql) const
    {
        return sqlFault(error.nativeErrorCode().toInt(), error.databaseText(), path, sql);
    }
    Result<StatementPtr> prepare(QStringView sql);
    bool plannedFailure(bool writes);

    QString path;
    int failCountdown = 0;
    std::unique_ptr<CipherDriver> driver;
    QHash<QString, StatementPtr> prepared;
};

qint64 Row::integer(int column) const
{
    return m_query.value(column).toLongLong();
}
QString Row::text(int column) const
{
    return m_query.value(column).toString();
}
QByteArray Row::bytes(int column) const
{
    return m_query.value(column).toByteArray();
}
bool Row::isNull(int column) const
{
    return m_query.isNull(column);
}

/// The kept statement of this text, or a new one. While one runs, its text gets another that is not kept.
Result<Connection::Private::StatementPtr> Connection::Private::prepare(QStringView sql)
{
    const StatementPtr known = prepared.value(QString::fromRawData(sql.data(), sql.size()));
    if (known && !known->isRunning)
        return known;
    const QString text = sql.toString();
    const auto made = std::make_shared<Statement>(new CipherResult(driver.get()));
    if (!made->query.prepare(text))
        return fault(made->query.lastError(), sql);
    if (known)
        return made;
    if (prepared.size() >= kMaxPrepared)
        prepared.clear();  // those that run are held by whoever runs them
    prepared.insert(text, made);
    return made;
}

static Error plannedError()
{
    return {ErrorCode::Storage, u"a planned failure"_s, u"planned"_s};
}

/// For failure sweeps: true when this write, or COMMIT, is the one that is to fail.
bool Connection::Private::plannedFailure(bool writes)
{
    if (failCountdown <= 0 || !writes)
        return false;
    return --failCountdown == 0;
}

Connection::Connection(std::unique_ptr<Private> own) : d(std::move(own)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Result<Connection> Connection::open(const QString& path, const KeyProvider& key, const Options& options)
{
    auto own = std::make_unique<Private>(key, CipherOptions{.create = options.create,
                                                            .durable = options.durable,
                                                            .cacheKiB = options.cacheKiB});
    own->path = path;
    if (auto opened = own->driver->openFile(path); !opened)
        return opened.error();
    own->driver->forgetKey();
    // It belongs to no thread: whoever holds the connection uses it.
    own->driver->moveToThread(nullptr);
    return Connection(std::move(own));
}

Result<> Connection::each(QStringView sql, const QVariantList& values,
                          const std::function<Result<>(const Row&)>& visit)
{
    const auto prepared = d->prepare(sql);
    if (!prepared)
        return prepared.error();
    const Private::StatementPtr statement = *prepared;
    if (d->driver->hasFailedDisk() && statement->result->writes())
        return diskFailedBefore();
    if (d->plannedFailure(statement->result->writes()))
        return plannedError();
    statement->isRunning = true;
    const auto released = qScopeGuard([&] {
        statement->result->release();
        statement->isRunning = false;
    });
    QSqlQuery& query = statement->query;
    statement->result->bindAll(values);
    if (!query.exec())
        return d->fault(query.lastError(), sql);
    const Row row(query);
    while (query.next()) {
        if (auto visited = visit(row); !visited)
            return visited;
    }
    if (statement->result->hasFailed())
        return d->fault(query.lastError(), sql);
    return {};
}

Result<> Connection::run(QStringView sql, const QVariantList& values)
{
    return each(sql, values, [](const Row&) { return Result<>(); });
}

Result<qint64> Connection::integer(QStringView sql, const QVariantList& values)
{
    std::optional<qint64> found;
    const auto done = each(sql, values, [&](const Row& row) {
        if (!found)
            found = row.integer(0);
        return Result<>();
    });
    if (!done)
        return done.error();
    if (!found)
        return Error{ErrorCode::NotFound, u"no such row"_s};
    return *found;
}

Result<std::optional<QByteArray>> Connection::blob(QStringView sql, const QVariantList& values)
{
    std::optional<QByteArray> found;
    const auto done = each(sql, values, [&](const Row& row) {
        if (!found && !row.isNull(0))
            found = row.bytes(0);
        return Result<>();
    });
    if (!done)
        return done.error();
    return found;
}

Result<std::optional<QString>> Connection::text(QStringView sql, const QVariantList& values)
{
    std::optional<QString> found;
    const auto done = each(sql, values, [&](const Row& row) {
        if (!found && !row.isNull(0))
            found = row.text(0);
        return Result<>();
    });
    if (!done)
        return done.error();
    return found;
}

qint64 Connection::changes() const
{
    return d->driver->changes();
}
qint64 Connection::lastRowId() const
{
    return d->driver->lastRowId();
}
bool Connection::isInTransaction() const
{
    return d->driver->isInTransaction();
}

Result<> Connection::inTransaction(const std::function<Result<>()>& work)
{
    Q_ASSERT_X(!isInTransaction(), "Connection::inTransaction", "transactions are not nested");
    if (auto begun = run(u"BEGIN IMMEDIATE"); !begun)
        return begun;
    // What is thrown goes on to who asked, and leaves no transaction open.
    auto undo = qScopeGuard([this] {
        d->failCountdown = 0;
        (void)run(u"ROLLBACK");
    });
    auto outcome = work();
    undo.dismiss();
    if (outcome && d->driver->hasFailedDisk())
        outcome = diskFailedBefore();
    if (outcome)
        outcome = d->plannedFailure(true) ? plannedError() : run(u"COMMIT");
    if (!outcome && isInTransaction()) {
        d->failCountdown = 0;
        (void)run(u"ROLLBACK");
    }
    return outcome;
}

Result<> Connection::checkpoint(Checkpoint kind)
{
    return run(kind == Checkpoint::Truncate ? u"PRAGMA wal_checkpoint(TRUNCATE)"
                                            : u"PRAGMA wal_checkpoint(PASSIVE)");
}

Result<> Connection::vacuumInto(const QString& path)
{
    const MaintenanceScope scope(*this);
    return run(u"VACUUM INTO ?", {path});
}

Result<QStringList> Connection::integrityFaults(bool full)
{
    const MaintenanceScope scope(*this);
    // The check of the cipher reads the file alone. Where a power cut tore a copy out of the log, the log still has the whole page.
    // What keeps it from being copied the checks themselves tell.
    (void)checkpoint(Checkpoint::Passive);
    QStringList faults;
    const auto collect = [&](const Row& row) {
        if (row.text(0) != u"ok"_s)
            faults.append(row.text(0));
        return Result<>();
    };
    if (auto done = each(u"PRAGMA cipher_integrity_check", {}, collect); !done)
        return done.error();
    if (auto done = each(full ? u"PRAGMA integrity_check" : u"PRAGMA quick_check", {}, collect); !done)
        return done.error();
    const auto tables = integer(u"SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return tables.error();
    if (*tables == 0)
        faults.append(u"the file is empty"_s);
    return faults;
}

Connection::MaintenanceScope::MaintenanceScope(Connection& connection) : m_connection(connection)
{
    m_connection.d->driver->setMaintenance(true);
}

Connection::MaintenanceScope::~MaintenanceScope()
{
    m_connection.d->driver->setMaintenance(false);
}

void Connection::failAfter(int statements)
{
    d->failCountdown = statements;
}

}  // namespace prohori
