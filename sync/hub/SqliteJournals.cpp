// SPDX-License-Identifier: GPL-3.0-or-later
// The journals of the stations.
#include "sync/hub/SqliteHubStorage.h"
#include "sync/hub/SqliteLease.h"
#include "sync/hub/StoredForm.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// From the columns no, replica, fit, bytes, received_ms.
Result<HeldJournal> journalFrom(const Row& row)
{
    return StoredJournal{static_cast<quint64>(row.integer(0)), row.bytes(1), row.bytes(3),
                         static_cast<int>(row.integer(2)), Instant::fromMs(row.integer(4))}
        .held();
}

}  // namespace

Result<quint64> SqliteHubStorage::keepJournal(const JournalBatch& batch, Instant received, JournalFit fit)
{
    const auto file = writer();
    if (!file)
        return file.error();
    const auto kept =
        (*file)->run(u"INSERT OR IGNORE INTO journal (no, replica, first, last, fit, bytes, "
                     u"signature, received_ms) SELECT coalesce(max(no), 0) + 1, ?, ?, ?, ?, ?, ?, ? "
                     u"FROM journal",
                     {batch.replica.toBytes(), batch.first(), batch.last(), int(fit), batch.toCbor().encode(),
                      batch.signature, received.msSinceEpoch});
    if (!kept)
        return kept.error();
    return (*file)->changes() == 0 ? quint64(0) : static_cast<quint64>((*file)->lastRowId());
}

Result<quint64> SqliteHubStorage::journalLast(const ReplicaId& replica)
{
    const auto file = connection();
    if (!file)
        return file.error();
    const auto last =
        (*file)->integer(u"SELECT coalesce(max(last), 0) FROM journal WHERE replica = ? AND fit = 0",
                         {replica.toBytes()});
    return last ? Result<quint64>(static_cast<quint64>(*last)) : last.error();
}

Result<QByteArray> SqliteHubStorage::journalLink(const ReplicaId& replica, quint64 no)
{
    const auto file = connection();
    if (!file)
        return file.error();
    QByteArray link;
    const auto done = (*file)->each(u"SELECT no, replica, fit, bytes, received_ms FROM journal WHERE replica "
                                    u"= ?1 AND fit = 0 AND last >= ?2 "
                                    u"AND first <= ?2 + 1 ORDER BY last LIMIT 1",
                                    {replica.toBytes(), no}, [&](const Row& row) -> Result<> {
                                        const auto held = journalFrom(row);
                                        if (!held)
                                            return held.error();
                                        link = held->batch.linkAt(no);
                                        return {};
                                    });
    if (!done)
        return done.error();
    return link;
}

Result<int> SqliteHubStorage::journalEvidence(const ReplicaId& replica)
{
    const auto file = connection();
    if (!file)
        return file.error();
    const auto count =
        (*file)->integer(u"SELECT count(*) FROM journal WHERE replica = ? AND fit <> 0", {replica.toBytes()});
    return count ? Result<int>(static_cast<int>(*count)) : count.error();
}

Result<QList<HeldJournal>> SqliteHubStorage::journals(quint64 after, quint64 through, int limit)
{
    const auto file = connection();
    if (!file)
        return file.error();
    QList<HeldJournal> found;
    const auto done =
        (*file)->each(u"SELECT no, replica, fit, bytes, received_ms FROM journal WHERE no > ? AND no <= ? "
                      u"ORDER BY no LIMIT ?",
                      {after, through, limit}, [&](const Row& row) -> Result<> {
                          auto held = journalFrom(row);
                          if (!held)
                              return held.error();
                          found.append(std::move(*held));
                          return {};
                      });
    if (!done)
        return done.error();
    return found;
}

Result<quint64> SqliteHubStorage::journalsEnd()
{
    const auto file = connection();
    if (!file)
        return file.error();
    const auto end = (*file)->integer(u"SELECT coalesce(max(no), 0) FROM journal");
    return end ? Result<quint64>(static_cast<quint64>(*end)) : end.error();
}

Result<QList<HubStorage::JournalStats>> SqliteHubStorage::journalStats()
{
    const auto file = connection();
    if (!file)
        return file.error();
    QList<JournalStats> found;
    const auto done = (*file)->each(
        u"SELECT replica, coalesce(max(CASE fit WHEN 0 THEN last END), 0), sum(fit <> 0) FROM journal "
        u"GROUP BY replica ORDER BY replica",
        {}, [&](const Row& row) -> Result<> {
            found.append({ReplicaId::fromBytes(row.bytes(0)), static_cast<quint64>(row.integer(1)),
                          static_cast<int>(row.integer(2))});
            return {};
        });
    if (!done)
        return done.error();
    return found;
}

}  // namespace prohori
