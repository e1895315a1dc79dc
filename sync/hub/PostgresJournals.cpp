// SPDX-License-Identifier: GPL-3.0-or-later
// The journals of the stations.
#include "sync/hub/PostgresHubStorage.h"
#include "sync/hub/PostgresLease.h"
#include "sync/hub/StoredForm.h"

namespace prohori {

namespace {

/// From the columns no, replica, fit, bytes, received_ms.
Result<HeldJournal> journalFrom(const PgRows& rows, int row)
{
    return StoredJournal{static_cast<quint64>(rows.integer(row, 0)), rows.bytes(row, 1), rows.bytes(row, 3),
                         static_cast<int>(rows.integer(row, 2)), Instant::fromMs(rows.integer(row, 4))}
        .held();
}

}  // namespace

Result<quint64> PostgresHubStorage::keepJournal(const JournalBatch& batch, Instant received, JournalFit fit)
{
    const auto database = writer();
    if (!database)
        return database.error();
    const auto kept = (*database)->integer(
        "INSERT INTO journal (no, replica, first, last, fit, bytes, signature, received_ms) "
        "SELECT coalesce(max(no), 0) + 1, $1, $2, $3, $4, $5, $6, $7 FROM journal "
        "ON CONFLICT (replica, first, signature) DO NOTHING RETURNING no",
        {batch.replica.toBytes(), batch.first(), batch.last(), int(fit), batch.toCbor().encode(),
         batch.signature, received.msSinceEpoch});
    return kept ? Result<quint64>(static_cast<quint64>(*kept)) : kept.error();
}

Result<quint64> PostgresHubStorage::journalLast(const ReplicaId& replica)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto last =
        (*database)->integer("SELECT coalesce(max(last), 0) FROM journal WHERE replica = $1 AND fit = 0",
                             {replica.toBytes()});
    return last ? Result<quint64>(static_cast<quint64>(*last)) : last.error();
}

Result<QByteArray> PostgresHubStorage::journalLink(const ReplicaId& replica, quint64 no)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows = (*database)->ask(
        "SELECT no, replica, fit, bytes, received_ms FROM journal WHERE replica = $1 AND fit = 0 "
        "AND last >= $2 AND first <= $2 + 1 ORDER BY last LIMIT 1",
        {replica.toBytes(), no});
    if (!rows)
        return rows.error();
    if (rows->size() == 0)
        return QByteArray();
    const auto held = journalFrom(*rows, 0);
    return held ? Result<QByteArray>(held->batch.linkAt(no)) : held.error();
}

Result<int> PostgresHubStorage::journalEvidence(const ReplicaId& replica)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto count = (*database)->integer("SELECT count(*) FROM journal WHERE replica = $1 AND fit <> 0",
                                            {replica.toBytes()});
    return count ? Result<int>(static_cast<int>(*count)) : count.error();
}

Result<QList<HeldJournal>> PostgresHubStorage::journals(quint64 after, quint64 through, int limit)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows =
        (*database)->ask("SELECT no, replica, fit, bytes, received_ms FROM journal WHERE no > $1 "
                         "AND no <= $2 ORDER BY no LIMIT $3",
                         {after, through, limit});
    if (!rows)
        return rows.error();
    QList<HeldJournal> found;
    for (int row = 0; row < rows->size(); ++row) {
        auto held = journalFrom(*rows, row);
        if (!held)
            return held.error();
        found.append(std::move(*held));
    }
    return found;
}

Result<quint64> PostgresHubStorage::journalsEnd()
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto end = (*database)->integer("SELECT coalesce(max(no), 0) FROM journal");
    return end ? Result<quint64>(static_cast<quint64>(*end)) : end.error();
}

Result<QList<HubStorage::JournalStats>> PostgresHubStorage::journalStats()
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows = (*database)->ask(
        "SELECT replica, coalesce(max(last) FILTER (WHERE fit = 0), 0), count(*) FILTER (WHERE fit <> 0) "
        "FROM journal GROUP BY replica ORDER BY replica");
    if (!rows)
        return rows.error();
    QList<JournalStats> found;
    for (int row = 0; row < rows->size(); ++row)
        found.append({ReplicaId::fromBytes(rows->bytes(row, 0)), static_cast<quint64>(rows->integer(row, 1)),
                      static_cast<int>(rows->integer(row, 2))});
    return found;
}

}  // namespace prohori
