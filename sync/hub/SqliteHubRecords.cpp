// SPDX-License-Identifier: GPL-3.0-or-later
// The smaller tables of the hub: statements, replicas, records; and the loan of readers.
#include "sync/hub/SqliteHubStorage.h"
#include "sync/hub/SqliteLease.h"
#include "sync/hub/StoredForm.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kReaderCacheKiB = 2048;
}

SqliteHubStorage::Lease::~Lease()
{
    if (m_from && m_reader)
        m_from->takeBack(std::move(m_reader));
}

Result<SqliteHubStorage::Lease> SqliteHubStorage::Private::lendReader()
{
    {
        std::unique_lock lock(reading);
        readerCameBack.wait(lock, [this] { return !readers.empty() || readersMade < kReaders; });
        if (!readers.empty()) {
            auto reader = std::move(readers.back());
            readers.pop_back();
            return Lease(std::move(reader), this);
        }
        ++readersMade;
    }
    // A reader walks along a feed once: it has no use for more.
    auto opened = Connection::open(path, provider(), {.cacheKiB = kReaderCacheKiB});
    if (!opened) {
        const std::lock_guard lock(reading);
        --readersMade;
        return opened.error();
    }
    return Lease(std::make_unique<Connection>(std::move(*opened)), this);
}

void SqliteHubStorage::Private::takeBack(std::unique_ptr<Connection> reader)
{
    {
        const std::lock_guard lock(reading);
        readers.push_back(std::move(reader));
    }
    readerCameBack.notify_one();
}

Result<> SqliteHubStorage::keepStatement(const CertificateId& id, const QByteArray& statement)
{
    const auto file = writer();
    if (!file)
        return file.error();
    return (*file)->run(u"INSERT OR IGNORE INTO statement (id, bytes) VALUES (?, ?)",
                        {id.toBytes(), statement});
}

Result<QList<QByteArray>> SqliteHubStorage::statements(quint64 after, int limit)
{
    const auto file = connection();
    if (!file)
        return file.error();
    QList<QByteArray> found;
    const auto done = (*file)->each(u"SELECT bytes FROM statement WHERE no > ? ORDER BY no LIMIT ?",
                                    {after, limit}, [&](const Row& row) -> Result<> {
                                        found.append(row.bytes(0));
                                        return {};
                                    });
    if (!done)
        return done.error();
    return found;
}

Result<quint64> SqliteHubStorage::statementEnd()
{
    const auto file = connection();
    if (!file)
        return file.error();
    const auto end = (*file)->integer(u"SELECT coalesce(max(no), 0) FROM statement");
    if (!end)
        return end.error();
    return static_cast<quint64>(*end);
}

namespace {

constexpr QStringView kReplicaColumns =
    u"replica, counter, head, request_counter, request_hash, answer_plan, last_contact_ms";

ReplicaStatus statusFrom(const Row& row)
{
    return {ReplicaId::fromBytes(row.bytes(0)),
            static_cast<quint64>(row.integer(1)),
            ChangeId::fromBytes(row.bytes(2)),
            static_cast<quint64>(row.integer(3)),
            row.bytes(4),
            row.bytes(5),
            Instant::fromMs(row.integer(6))};
}

}  // namespace

Result<ReplicaStatus> SqliteHubStorage::replica(const ReplicaId& replica)
{
    const auto file = connection();
    if (!file)
        return file.error();
    ReplicaStatus status;
    status.replica = replica;
    const auto done = (*file)->each(u"SELECT %1 FROM replica WHERE replica = ?"_s.arg(kReplicaColumns),
                                    {replica.toBytes()}, [&](const Row& row) -> Result<> {
                                        status = statusFrom(row);
                                        return {};
                                    });
    if (!done)
        return done.error();
    return status;
}

Result<> SqliteHubStorage::setReplica(const ReplicaStatus& status)
{
    const auto file = writer();
    if (!file)
        return file.error();
    return (*file)->run(u"INSERT INTO replica (replica, counter, head, request_counter, request_hash, "
                        u"answer_plan, last_contact_ms) "
                        u"VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (replica) DO UPDATE SET counter = "
                        u"excluded.counter, head = excluded.head, "
                        u"request_counter = excluded.request_counter, request_hash = excluded.request_hash, "
                        u"answer_plan = excluded.answer_plan, last_contact_ms = excluded.last_contact_ms",
                        {status.replica.toBytes(), status.counter, status.head.toBytes(),
                         status.requestCounter, status.requestHash, status.answerPlan,
                         status.lastContact.msSinceEpoch});
}

Result<QList<ReplicaStatus>> SqliteHubStorage::replicas()
{
    const auto file = connection();
    if (!file)
        return file.error();
    QList<ReplicaStatus> found;
    const auto done = (*file)->each(u"SELECT %1 FROM replica ORDER BY replica"_s.arg(kReplicaColumns), {},
                                    [&](const Row& row) -> Result<> {
                                        found.append(statusFrom(row));
                                        return {};
                                    });
    if (!done)
        return done.error();
    return found;
}

Result<std::optional<Scope>> SqliteHubStorage::homeScope(const RecordId& record)
{
    if (d->isWriting()) {
        const auto known = d->known.homes.constFind(record);
        if (known != d->known.homes.constEnd())
            return *known;
    }
    const auto file = connection();
    if (!file)
        return file.error();
    auto home = (*file)->text(u"SELECT scope FROM record WHERE record = ?", {record.toBytes()});
    if (home && d->isWriting())
        d->known.homes.insert(record, *home);
    return home;
}

Result<> SqliteHubStorage::setHomeScope(const RecordId& record, const Scope& scope)
{
    const auto file = writer();
    if (!file)
        return file.error();
    d->known.homes.insert(record, scope);
    return (*file)->run(u"INSERT INTO record (record, scope) VALUES (?, ?) "
                        u"ON CONFLICT (record) DO UPDATE SET scope = excluded.scope",
                        {record.toBytes(), scope});
}

Result<QString> SqliteHubStorage::nationalRef(const RecordId& record)
{
    const auto file = connection();
    if (!file)
        return file.error();
    const auto found = (*file)->text(u"SELECT national_ref FROM record WHERE record = ?", {record.toBytes()});
    if (!found)
        return found.error();
    return found->value_or(QString());
}

Result<QString> SqliteHubStorage::giveNationalRef(const RecordId& record, int year)
{
    const auto file = writer();
    if (!file)
        return file.error();
    const auto known = nationalRef(record);
    if (!known || !known->isEmpty())
        return known;
    const auto number = (*file)->integer(u"INSERT INTO reference_year (year, last) VALUES (?, 1) "
                                         u"ON CONFLICT (year) DO UPDATE SET last = last + 1 RETURNING last",
                                         {year});
    if (!number)
        return number.error();
    const QString ref = nationalRefOf(year, *number);
    if (auto set =
            (*file)->run(u"UPDATE record SET national_ref = ? WHERE record = ?", {ref, record.toBytes()});
        !set)
        return set.error();
    if ((*file)->changes() != 1)
        return Error{ErrorCode::NotFound, u"record %1 is not known"_s.arg(record.toString())};
    return ref;
}

Result<QList<HubStorage::ScopeStats>> SqliteHubStorage::stats()
{
    const auto file = connection();
    if (!file)
        return file.error();
    QList<ScopeStats> found;
    const auto done = (*file)->each(
        u"SELECT scope, count(*), count(DISTINCT record), sum(refusal NOT IN (0, ?1, ?2)), sum(refusal IN "
        u"(?1, ?2)) "
        u"FROM change GROUP BY scope ORDER BY scope",
        {int(Refusal::UnknownAuthor), int(Refusal::MissingParent)}, [&](const Row& row) -> Result<> {
            found.append({row.text(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4)});
            return {};
        });
    if (!done)
        return done.error();
    return found;
}

}  // namespace prohori
