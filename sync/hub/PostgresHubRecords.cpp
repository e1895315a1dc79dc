// SPDX-License-Identifier: GPL-3.0-or-later
// The smaller tables: statements, replicas, records.
#include "sync/hub/PostgresHubStorage.h"
#include "sync/hub/PostgresLease.h"
#include "sync/hub/StoredForm.h"

namespace prohori {

using namespace Qt::StringLiterals;

Result<> PostgresHubStorage::keepStatement(const CertificateId& id, const QByteArray& statement)
{
    const auto database = writer();
    if (!database)
        return database.error();
    return (*database)->later("INSERT INTO statement (no, id, bytes) SELECT coalesce(max(no), 0) + 1, $1, $2 "
                              "FROM statement ON CONFLICT (id) DO NOTHING",
                              {id.toBytes(), statement});
}

Result<QList<QByteArray>> PostgresHubStorage::statements(quint64 after, int limit)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows =
        (*database)->ask("SELECT bytes FROM statement WHERE no > $1 ORDER BY no LIMIT $2", {after, limit});
    if (!rows)
        return rows.error();
    QList<QByteArray> found;
    for (int row = 0; row < rows->size(); ++row)
        found.append(rows->bytes(row, 0));
    return found;
}

Result<quint64> PostgresHubStorage::statementEnd()
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto end = (*database)->integer("SELECT coalesce(max(no), 0) FROM statement");
    return end ? Result<quint64>(static_cast<quint64>(*end)) : end.error();
}

namespace {

ReplicaStatus statusFrom(const PgRows& rows, int row)
{
    return {ReplicaId::fromBytes(rows.bytes(row, 0)),
            static_cast<quint64>(rows.integer(row, 1)),
            ChangeId::fromBytes(rows.bytes(row, 2)),
            static_cast<quint64>(rows.integer(row, 3)),
            rows.bytes(row, 4),
            rows.bytes(row, 5),
            Instant::fromMs(rows.integer(row, 6))};
}

}  // namespace

Result<ReplicaStatus> PostgresHubStorage::replica(const ReplicaId& replica)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows =
        (*database)->ask("SELECT replica, counter, head, request_counter, request_hash, answer_plan, "
                         "last_contact_ms FROM replica WHERE replica = $1",
                         {replica.toBytes()});
    if (!rows)
        return rows.error();
    ReplicaStatus status;
    status.replica = replica;
    return rows->size() == 0 ? status : statusFrom(*rows, 0);
}

Result<> PostgresHubStorage::setReplica(const ReplicaStatus& status)
{
    const auto database = writer();
    if (!database)
        return database.error();
    return (*database)->later(
        "INSERT INTO replica (replica, counter, head, request_counter, request_hash, answer_plan, "
        "last_contact_ms) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (replica) DO UPDATE SET counter = excluded.counter, "
        "head = excluded.head, request_counter = excluded.request_counter, request_hash = "
        "excluded.request_hash, "
        "answer_plan = excluded.answer_plan, last_contact_ms = excluded.last_contact_ms",
        {status.replica.toBytes(), status.counter, status.head.toBytes(), status.requestCounter,
         status.requestHash, status.answerPlan, status.lastContact.msSinceEpoch});
}

Result<QList<ReplicaStatus>> PostgresHubStorage::replicas()
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows =
        (*database)->ask("SELECT replica, counter, head, request_counter, request_hash, answer_plan, "
                         "last_contact_ms FROM replica ORDER BY replica");
    if (!rows)
        return rows.error();
    QList<ReplicaStatus> found;
    for (int row = 0; row < rows->size(); ++row)
        found.append(statusFrom(*rows, row));
    return found;
}

Result<std::optional<Scope>> PostgresHubStorage::homeScope(const RecordId& record)
{
    if (d->isWriting()) {
        const auto known = d->known.homes.constFind(record);
        if (known != d->known.homes.constEnd())
            return *known;
    }
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows = (*database)->ask("SELECT scope FROM record WHERE record = $1", {record.toBytes()});
    if (!rows)
        return rows.error();
    const auto home = rows->size() == 0 ? std::optional<Scope>() : std::optional(rows->text(0, 0));
    if (d->isWriting())
        d->known.homes.insert(record, home);
    return home;
}

Result<> PostgresHubStorage::setHomeScope(const RecordId& record, const Scope& scope)
{
    if (auto writes = mayWrite(); !writes)
        return writes;
    d->known.homes.insert(record, scope);
    d->batch.addHome(record, scope);
    return {};
}

Result<QString> PostgresHubStorage::nationalRef(const RecordId& record)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows =
        (*database)->ask("SELECT national_ref FROM record WHERE record = $1", {record.toBytes()});
    if (!rows)
        return rows.error();
    return rows->size() == 0 ? QString() : rows->text(0, 0);
}

Result<QString> PostgresHubStorage::giveNationalRef(const RecordId& record, int year)
{
    const auto database = writer();
    if (!database)
        return database.error();
    const auto known = nationalRef(record);
    if (!known || !known->isEmpty())
        return known;
    const auto number =
        (*database)->integer("INSERT INTO reference_year AS y (year, last) VALUES ($1, 1) "
                             "ON CONFLICT (year) DO UPDATE SET last = y.last + 1 RETURNING last",
                             {year});
    if (!number)
        return number.error();
    const QString ref = nationalRefOf(year, *number);
    const auto set =
        (*database)->ask("UPDATE record SET national_ref = $1 WHERE record = $2", {ref, record.toBytes()});
    if (!set)
        return set.error();
    if (set->written() != 1)
        return Error{ErrorCode::NotFound, u"record %1 is not known"_s.arg(record.toString())};
    return ref;
}

Result<QList<HubStorage::ScopeStats>> PostgresHubStorage::stats()
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows = (*database)->ask(
        "SELECT scope, count(*), count(DISTINCT record), count(*) FILTER (WHERE refusal NOT IN (0, $1, $2)), "
        "count(*) FILTER (WHERE refusal IN ($1, $2)) FROM known_change GROUP BY scope ORDER BY scope",
        {int(Refusal::UnknownAuthor), int(Refusal::MissingParent)});
    if (!rows)
        return rows.error();
    QList<ScopeStats> found;
    for (int row = 0; row < rows->size(); ++row)
        found.append({rows->text(row, 0), rows->integer(row, 1), rows->integer(row, 2), rows->integer(row, 3),
                      rows->integer(row, 4)});
    return found;
}

}  // namespace prohori
