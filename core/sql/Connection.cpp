// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/Connection.h"

#include "core/sql/CipherLibrary.h"

#include <QFile>
#include <QHash>
#include <QScopeGuard>

#include <cstring>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kBusyTimeoutMs = 5000;
constexpr qsizetype kMaxPrepared = 128;
constexpr qsizetype kHeaderBytes = 16;
constexpr int kExtensionOff = 0;

const char* const kSettings[] = {
    "PRAGMA temp_store=MEMORY",  "PRAGMA secure_delete=ON",   "PRAGMA foreign_keys=ON",       "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON", "PRAGMA mmap_size=0",        "PRAGMA journal_size_limit=67108864",
};

/// What a connection may not do outside maintenance.
int authorise(void* maintenance, int action, const char* first, const char* second, const char*, const char*)
{
    if (*static_cast<const int*>(maintenance) > 0)
        return SQLITE_OK;
    if (action == SQLITE_ATTACH || action == SQLITE_DETACH)
        return SQLITE_DENY;
    if (action != SQLITE_PRAGMA || !second)
        return SQLITE_OK;
    // Pragmas with an argument that only ask.
    static const char* const kAsking[] = {"table_info", "table_xinfo", "index_list", "index_info", "wal_checkpoint",
                                          "quick_check", "integrity_check"};
    for (const char* name : kAsking) {
        if (qstricmp(first, name) == 0)
            return SQLITE_OK;
    }
    return SQLITE_DENY;
}

}  // namespace

struct Connection::Private {
    sqlite3* handle = nullptr;
    QString path;
    int maintenance = 0;
    int failCountdown = 0;
    bool broken = false;
    QHash<QString, sqlite3_stmt*> prepared;

    ~Private()
    {
        for (sqlite3_stmt* statement : std::as_const(prepared))
            sqlite3_finalize(statement);
        sqlite3_close_v2(handle);
    }

    Error fault(int code, QStringView sql = {}) const;
    Result<> plain(const char* sql);
    Result<sqlite3_stmt*> prepare(QStringView sql);
    Result<> bind(sqlite3_stmt* statement, const QVariantList& values) const;
    Result<> applySettings(const Options& options);
    bool plannedFailure(sqlite3_stmt* statement);
};

qint64 Row::integer(int column) const { return sqlite3_column_int64(m_statement, column); }
bool Row::isNull(int column) const { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }

QString Row::text(int column) const
{
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
    return QString::fromUtf8(bytes, sqlite3_column_bytes(m_statement, column));
}

QByteArray Row::bytes(int column) const
{
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(m_statement, column));
    return QByteArray(bytes, sqlite3_column_bytes(m_statement, column));
}

Error Connection::Private::fault(int code, QStringView sql) const
{
    const QString message = QString::fromUtf8(sqlite3_errmsg(handle));
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Locked, u"another program is writing to %1: try again when it has ended"_s.arg(path), u"store-busy"_s};
    case SQLITE_NOTADB: return {ErrorCode::Locked, u"%1 does not open with this key"_s.arg(path), u"wrong-key"_s};
    case SQLITE_CORRUPT: return {ErrorCode::Damaged, u"%1 is damaged (%2): restore a backup, or ask for recovery"_s.arg(path, message)};
    case SQLITE_FULL:
        return {ErrorCode::Storage, u"the disk is full: not confirmed; free some space and save again"_s, u"disk-full"_s};
    case SQLITE_READONLY:
        return {ErrorCode::Storage, u"%1 cannot be written (read-only): check the folder's owner and rights"_s.arg(path), u"read-only"_s};
    case SQLITE_IOERR:
        return {ErrorCode::Storage, u"the disk failed (code %1): not confirmed; close the program and check the disk"_s.arg(code), u"io"_s};
    case SQLITE_CANTOPEN: return {ErrorCode::Storage, u"%1 cannot be opened (%2)"_s.arg(path, message)};
    case SQLITE_NOMEM: return {ErrorCode::NoMemory, u"not enough memory for the database"_s};
    case SQLITE_AUTH: return {ErrorCode::Refused, u"the database does not allow this statement (%1)"_s.arg(message)};
    default: break;
    }
    return {ErrorCode::Invalid, u"SQL error %1: %2 (%3)"_s.arg(code).arg(message, sql.left(60).toString())};
}

Result<> Connection::Private::plain(const char* sql)
{
    const int code = sqlite3_exec(handle, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return fault(sqlite3_extended_errcode(handle), QString::fromLatin1(sql));
    return {};
}

Result<sqlite3_stmt*> Connection::Private::prepare(QStringView sql)
{
    const QString text = sql.toString();
    if (sqlite3_stmt* known = prepared.value(text)) {
        sqlite3_reset(known);
        return known;
    }
    sqlite3_stmt* statement = nullptr;
    const QByteArray utf8 = text.toUtf8();
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(handle, utf8.constData(), static_cast<int>(utf8.size()), SQLITE_PREPARE_PERSISTENT,
                                        &statement, &tail);
    if (code != SQLITE_OK)
        return fault(sqlite3_extended_errcode(handle), sql);
    if (tail && QByteArray(tail).trimmed().size() > 0) {
        sqlite3_finalize(statement);
        return Error{ErrorCode::Invalid, u"more than one SQL statement in one call"_s};
    }
    if (prepared.size() >= kMaxPrepared) {
        for (sqlite3_stmt* old : std::as_const(prepared))
            sqlite3_finalize(old);
        prepared.clear();
    }
    prepared.insert(text, statement);
    return statement;
}

Result<> Connection::Private::bind(sqlite3_stmt* statement, const QVariantList& values) const
{
    if (sqlite3_bind_parameter_count(statement) != values.size())
        return Error{ErrorCode::Invalid, u"%1 values for %2 places"_s.arg(values.size()).arg(sqlite3_bind_parameter_count(statement))};
    for (int i = 0; i < values.size(); ++i) {
        const QVariant& value = values[i];
        int code = SQLITE_OK;
        switch (value.typeId()) {
        case QMetaType::UnknownType:
        case QMetaType::Nullptr: code = sqlite3_bind_null(statement, i + 1); break;
        case QMetaType::Bool:
        case QMetaType::Int:
        case QMetaType::UInt:
        case QMetaType::LongLong:
        case QMetaType::ULongLong: code = sqlite3_bind_int64(statement, i + 1, value.toLongLong()); break;
        case QMetaType::QByteArray: {
            // The buffer belongs to `values`, which outlives the step.
            const auto* bytes = static_cast<const QByteArray*>(value.constData());
            code = sqlite3_bind_blob(statement, i + 1, bytes->isNull() ? "" : bytes->constData(), static_cast<int>(bytes->size()),
                                     SQLITE_STATIC);
            break;
        }
        case QMetaType::QString: {
            const auto* text = static_cast<const QString*>(value.constData());
            code = sqlite3_bind_text16(statement, i + 1, text->isNull() ? reinterpret_cast<const ushort*>(u"") : text->utf16(),
                                       static_cast<int>(text->size() * qsizetype(sizeof(char16_t))), SQLITE_STATIC);
            break;
        }
        default: return Error{ErrorCode::Invalid, u"a value of type %1 cannot be bound"_s.arg(QString::fromLatin1(value.typeName()))};
        }
        if (code != SQLITE_OK)
            return fault(code);
    }
    return {};
}

/// For failure sweeps: true when this write is the one that is to fail.
bool Connection::Private::plannedFailure(sqlite3_stmt* statement)
{
    if (failCountdown <= 0 || sqlite3_stmt_readonly(statement))
        return false;
    return --failCountdown == 0;
}

Result<> Connection::Private::applySettings(const Options& options)
{
    sqlite3_busy_timeout(handle, kBusyTimeoutMs);
    sqlite3_extended_result_codes(handle, 1);
    // A wrong key shows at the first read, and must show before any pragma writes.
    if (auto readable = plain("SELECT count(*) FROM sqlite_schema"); !readable)
        return readable;
    for (const char* setting : kSettings) {
        if (auto set = plain(setting); !set)
            return set;
    }
    if (auto wal = plain("PRAGMA journal_mode=WAL"); !wal)
        return wal;
    if (auto sync = plain(options.durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=OFF"); !sync)
        return sync;
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, kExtensionOff, nullptr);
    sqlite3_set_authorizer(handle, &authorise, &maintenance);
    return {};
}

namespace {

Result<> refusePlainFile(const QString& path, bool create)
{
    QFile file(path);
    if (!file.exists()) {
        if (create)
            return {};
        return Error{ErrorCode::Damaged, u"%1 is missing: restore a backup; a new store is not made in its place"_s.arg(path)};
    }
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Storage, u"%1 cannot be read: %2"_s.arg(path, file.errorString())};
    if (file.size() < kHeaderBytes && !(create && file.size() == 0))
        return Error{ErrorCode::Damaged, u"%1 is emptied or cut off: restore a backup"_s.arg(path)};
    if (file.read(kHeaderBytes).startsWith("SQLite format 3"))
        return Error{ErrorCode::Damaged, u"%1 is not encrypted: it is refused"_s.arg(path)};
    return {};
}

}  // namespace

Connection::Connection(std::unique_ptr<Private> own) : d(std::move(own)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Result<Connection> Connection::open(const QString& path, const KeyProvider& key, const Options& options)
{
    if (auto library = startCipherLibrary(); !library)
        return library.error();
    if (auto fine = refusePlainFile(path, options.create); !fine)
        return fine.error();
    auto own = std::make_unique<Private>();
    own->path = path;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW
        | (options.create ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(QFile::encodeName(path).constData(), &own->handle, flags, nullptr);
    if (code != SQLITE_OK)
        return own->fault(code);
    if (auto keyed = giveKey(own->handle, key()); !keyed)
        return keyed.error();
    if (auto set = own->applySettings(options); !set)
        return set.error();
    Connection connection(std::move(own));
    const MaintenanceScope scope(connection);
    if (auto sized = connection.run(QString::asprintf("PRAGMA cache_size=-%d", options.cacheKiB)); !sized)
        return sized.error();
    return connection;
}

Result<> Connection::each(QStringView sql, const QVariantList& values, const std::function<Result<>(const Row&)>& visit)
{
    const auto statement = d->prepare(sql);
    if (!statement)
        return statement.error();
    const auto reset = qScopeGuard([&] {
        sqlite3_reset(*statement);
        sqlite3_clear_bindings(*statement);
    });
    if (d->broken && !sqlite3_stmt_readonly(*statement))
        return Error{ErrorCode::Storage, u"the disk failed before: nothing more is written until the program was started again"_s, u"io"_s};
    if (d->plannedFailure(*statement))
        return Error{ErrorCode::Storage, u"a planned failure"_s, u"planned"_s};
    if (auto bound = d->bind(*statement, values); !bound)
        return bound;
    for (;;) {
        const int code = sqlite3_step(*statement);
        if (code == SQLITE_DONE)
            return {};
        if (code != SQLITE_ROW) {
            if ((code & 0xff) == SQLITE_IOERR)
                d->broken = true;
            return d->fault(code, sql);
        }
        if (auto visited = visit(Row(*statement)); !visited)
            return visited;
    }
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

qint64 Connection::changes() const { return sqlite3_changes64(d->handle); }
qint64 Connection::lastRowId() const { return sqlite3_last_insert_rowid(d->handle); }
bool Connection::isInTransaction() const { return sqlite3_get_autocommit(d->handle) == 0; }

Result<> Connection::inTransaction(const std::function<Result<>()>& work)
{
    Q_ASSERT_X(!isInTransaction(), "Connection::inTransaction", "transactions are not nested");
    if (auto begun = run(u"BEGIN IMMEDIATE"); !begun)
        return begun;
    auto outcome = work();
    if (outcome)
        outcome = run(u"COMMIT");
    if (!outcome && isInTransaction()) {
        const bool wasBroken = std::exchange(d->broken, false);
        d->failCountdown = 0;
        (void)run(u"ROLLBACK");
        d->broken = d->broken || wasBroken;
    }
    return outcome;
}

Result<> Connection::checkpoint(Checkpoint kind)
{
    return run(kind == Checkpoint::Truncate ? u"PRAGMA wal_checkpoint(TRUNCATE)" : u"PRAGMA wal_checkpoint(PASSIVE)");
}

Result<> Connection::vacuumInto(const QString& path)
{
    const MaintenanceScope scope(*this);
    return run(u"VACUUM INTO ?", {path});
}

Result<QStringList> Connection::integrityFaults(bool full)
{
    const MaintenanceScope scope(*this);
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
    ++m_connection.d->maintenance;
}

Connection::MaintenanceScope::~MaintenanceScope()
{
    --m_connection.d->maintenance;
}

void Connection::failAfter(int statements)
{
    d->failCountdown = statements;
}

}  // namespace prohori
