// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds.
#include "sync/hub/SqliteHubStorage.h"
#include "sync/hub/SqliteLease.h"
#include "sync/hub/StoredForm.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Of rows with position, id, is_packed, bytes, signature, received_ms and again.
Result<QList<FeedEntry>> feedEntries(Connection& file, QStringView sql, const QVariantList& values,
                                     qsizetype maxBytes)
{
    QList<FeedEntry> entries;
    qsizetype bytes = 0;
    const auto done = file.each(sql, values, [&](const Row& row) -> Result<> {
        if (!entries.isEmpty() && bytes >= maxBytes)
            return {};
        const StoredBytes stored{row.bytes(3), row.bytes(4), row.integer(2) != 0};
        const auto change = stored.toCarry(row.bytes(1));
        if (!change)
            return change.error();
        bytes += (*change)->signedBytes().size();
        entries.append({static_cast<quint64>(row.integer(0)), *change, Instant::fromMs(row.integer(5)),
                        row.integer(6) == 1});
        return {};
    });
    if (!done)
        return done.error();
    return entries;
}

constexpr QStringView kEntryColumns =
    u"f.position, c.id, c.is_packed, c.bytes, c.signature, c.received_ms, f.again";

}  // namespace

Result<quint64> SqliteHubStorage::feedPosition(const Scope& feed, const ChangeId& change)
{
    const auto file = connection();
    if (!file)
        return file.error();
    const auto at = (*file)->integer(
        u"SELECT max(coalesce((SELECT position FROM feed WHERE feed = ?1 AND change = ?2 AND again = 0), 0), "
        u"coalesce((SELECT max(position) FROM feed WHERE feed = ?1 AND change = ?2 AND again = 1), 0))",
        {feed, change.toBytes()});
    if (!at)
        return at.error();
    return static_cast<quint64>(*at);
}

Result<quint64> SqliteHubStorage::appendToFeed(const Scope& feed, const ChangeId& change)
{
    const auto known = feedPosition(feed, change);
    if (!known || *known > 0)
        return known;
    return appendEntry(feed, change, false);
}

Result<quint64> SqliteHubStorage::appendAgain(const Scope& feed, const ChangeId& change)
{
    const auto known = feedPosition(feed, change);
    if (!known)
        return known;
    return appendEntry(feed, change, *known > 0);
}

Result<quint64> SqliteHubStorage::appendEntry(const Scope& feed, const ChangeId& change, bool again)
{
    const auto file = writer();
    if (!file)
        return file.error();
    const auto received =
        (*file)->integer(u"SELECT received_ms FROM change WHERE id = ?", {change.toBytes()});
    if (!received)
        return received.error();
    quint64 last = 0;
    QByteArray chain;
    const auto read =
        (*file)->each(u"SELECT position, chain FROM feed WHERE feed = ? ORDER BY position DESC LIMIT 1",
                      {feed}, [&](const Row& row) -> Result<> {
                          last = static_cast<quint64>(row.integer(0));
                          chain = row.bytes(1);
                          return {};
                      });
    if (!read)
        return read.error();
    const auto added =
        (*file)->run(u"INSERT INTO feed (feed, position, change, chain, again) VALUES (?, ?, ?, ?, ?)",
                     {feed, last + 1, change.toBytes(),
                      feedChain(chain, last + 1, change, Instant::fromMs(*received)), again ? 1 : 0});
    if (!added)
        return added.error();
    return last + 1;
}

Result<QList<FeedEntry>> SqliteHubStorage::feed(const Scope& feed, quint64 after, quint64 through, int limit,
                                                qsizetype maxBytes)
{
    const auto file = connection();
    if (!file)
        return file.error();
    return feedEntries(
        **file,
        u"SELECT %1 FROM feed f JOIN change c ON c.id = f.change "
        u"WHERE f.feed = ? AND f.position > ? AND f.position <= ? ORDER BY f.position LIMIT ?"_s.arg(
            kEntryColumns),
        {feed, after, through, limit}, maxBytes);
}

// Each half has an index of its own. What is left of CROSS JOIN is read first.
Result<QList<FeedEntry>> SqliteHubStorage::feedOfRecord(const Scope& feed, const RecordId& record,
                                                        quint64 through, int limit, qsizetype maxBytes)
{
    const auto file = connection();
    if (!file)
        return file.error();
    return feedEntries(
        **file,
        u"SELECT %1 FROM change c CROSS JOIN feed f ON f.feed = ?1 AND f.change = c.id AND f.again = 0 "
        u"WHERE c.record = ?2 AND f.position <= ?3 UNION ALL "
        u"SELECT %1 FROM change c CROSS JOIN feed f ON f.feed = ?1 AND f.change = c.id AND f.again = 1 "
        u"WHERE c.record = ?2 AND f.position <= ?3 ORDER BY 1 LIMIT ?4"_s.arg(kEntryColumns),
        {feed, record.toBytes(), through, limit}, maxBytes);
}

Result<QList<HubStorage::FeedRecord>> SqliteHubStorage::feedRecordsOf(const Scope& feed,
                                                                      const ReplicaId& replica, quint64 after,
                                                                      quint64 through, int limit)
{
    const auto file = connection();
    if (!file)
        return file.error();
    QList<FeedRecord> found;
    const auto done = (*file)->each(
        u"WITH mine (record) AS ("
        u"SELECT record FROM change WHERE replica = ?2 AND link = 1 AND refusal = 0 UNION "
        u"SELECT record FROM change WHERE replica = ?2 AND link = 2 AND refusal = 0), "
        u"entry (record, position) AS ("
        u"SELECT c.record, f.position FROM mine CROSS JOIN change c ON c.record = mine.record "
        u"CROSS JOIN feed f ON f.feed = ?1 AND f.change = c.id AND f.again = 0 UNION ALL "
        u"SELECT c.record, f.position FROM mine CROSS JOIN change c ON c.record = mine.record "
        u"CROSS JOIN feed f ON f.feed = ?1 AND f.change = c.id AND f.again = 1) "
        u"SELECT record, max(position) FROM entry WHERE position > ?3 AND position <= ?4 "
        u"GROUP BY record ORDER BY 2 DESC LIMIT ?5",
        {feed, replica.toBytes(), after, through, limit}, [&](const Row& row) -> Result<> {
            found.append({RecordId::fromBytes(row.bytes(0)), static_cast<quint64>(row.integer(1))});
            return {};
        });
    if (!done)
        return done.error();
    return found;
}

Result<quint64> SqliteHubStorage::feedEnd(const Scope& feed)
{
    const auto file = connection();
    if (!file)
        return file.error();
    const auto end = (*file)->integer(u"SELECT coalesce(max(position), 0) FROM feed WHERE feed = ?", {feed});
    if (!end)
        return end.error();
    return static_cast<quint64>(*end);
}

Result<> SqliteHubStorage::eachFeedEntry(const std::function<Result<>(const StoredFeedEntry&)>& visit)
{
    const auto file = connection();
    if (!file)
        return file.error();
    return (*file)->each(u"SELECT feed, position, change, chain FROM feed ORDER BY feed, position", {},
                         [&](const Row& row) {
                             return visit({row.text(0), static_cast<quint64>(row.integer(1)),
                                           ChangeId::fromBytes(row.bytes(2)), row.bytes(3)});
                         });
}

}  // namespace prohori
