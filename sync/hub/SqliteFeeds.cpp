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

/// Of rows with record and position.
Result<QList<HubStorage::FeedRecord>> feedRecordsIn(Connection& file, QStringView sql,
                                                    const QVariantList& values)
{
    QList<HubStorage::FeedRecord> found;
    const auto done = file.each(sql, values, [&](const Row& row) -> Result<> {
        found.append({RecordId::fromBytes(row.bytes(0)), static_cast<quint64>(row.integer(1))});
        return {};
    });
    if (!done)
        return done.error();
    return found;
}

constexpr QStringView kEntryColumns =
    u"f.position, c.id, c.is_packed, c.bytes, c.signature, c.received_ms, f.again";

/// The change that stands at a place. Damaged when it is not here.
Result<> readEntry(Connection& file, const QByteArray& id, FeedEntry& entry)
{
    const auto done = file.each(u"SELECT is_packed, bytes, signature, received_ms FROM change WHERE id = ?",
                                {id}, [&](const Row& row) -> Result<> {
                                    const StoredBytes stored{row.bytes(1), row.bytes(2), row.integer(0) != 0};
                                    auto change = stored.toCarry(id);
                                    if (!change)
                                        return change.error();
                                    entry.change = std::move(*change);
                                    entry.received = Instant::fromMs(row.integer(3));
                                    return {};
                                });
    if (done && !entry.change)
        return Error{ErrorCode::Damaged, u"change %1 of a feed is not held: run prohori-hub check"_s.arg(
                                             QString::fromLatin1(id.toHex()))};
    return done;
}

}  // namespace

Result<quint64> SqliteHubStorage::feedPosition(const Scope& feed, const ChangeId& change)
{
    if (d->isWriting() && d->known.kept.contains(change))
        return d->known.places.value({feed, change});
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
    auto received = d->known.kept.value(change);
    if (!d->known.kept.contains(change)) {
        const auto stored =
            (*file)->integer(u"SELECT received_ms FROM change WHERE id = ?", {change.toBytes()});
        if (!stored)
            return stored.error();
        received = Instant::fromMs(*stored);
    }
    if (!d->known.feeds.contains(feed)) {
        WritingMemory::Tail tail;
        const auto read =
            (*file)->each(u"SELECT position, chain FROM feed WHERE feed = ? ORDER BY position DESC LIMIT 1",
                          {feed}, [&](const Row& row) -> Result<> {
                              tail = {static_cast<quint64>(row.integer(0)), row.bytes(1)};
                              return {};
                          });
        if (!read)
            return read.error();
        d->known.feeds.insert(feed, tail);
    }
    const WritingMemory::Tail& place = d->known.next(feed, change, received);
    const auto added =
        (*file)->run(u"INSERT INTO feed (feed, position, change, chain, again) VALUES (?, ?, ?, ?, ?)",
                     {feed, place.position, change.toBytes(), place.chain, again ? 1 : 0});
    return added ? Result<quint64>(place.position) : added.error();
}

/// Not joined: of what is passed over, or comes behind what is wanted, only the place is read.
Result<QList<FeedEntry>> SqliteHubStorage::feed(const Scope& feed, quint64 after, quint64 through, int limit,
                                                qsizetype maxBytes, const QSet<ChangeId>& passOver)
{
    const auto file = connection();
    if (!file)
        return file.error();
    QList<FeedEntry> entries;
    qsizetype bytes = 0;
    const auto done = (*file)->each(
        u"SELECT position, again, change FROM feed WHERE feed = ? AND position > ? AND position <= ? "
        u"ORDER BY position LIMIT ?",
        {feed, after, through, limit}, [&](const Row& row) -> Result<> {
            if (!entries.isEmpty() && bytes >= maxBytes)
                return {};
            const QByteArray id = row.bytes(2);
            entries.append({static_cast<quint64>(row.integer(0)), nullptr, {}, row.integer(1) == 1});
            if (!entries.last().again && passOver.contains(ChangeId::fromBytes(id)))
                return {};
            const auto read = readEntry(**file, id, entries.last());
            bytes += read ? entries.last().change->signedBytes().size() : 0;
            return read;
        });
    if (!done)
        return done.error();
    return entries;
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
                                                                      const ReplicaId& replica,
                                                                      const FeedWalk& walk)
{
    const auto file = connection();
    if (!file)
        return file.error();
    return feedRecordsIn(
        **file,
        u"WITH mine (record) AS ("
        u"SELECT record FROM change WHERE replica = ?2 AND link = 1 AND refusal = 0 UNION "
        u"SELECT record FROM change WHERE replica = ?2 AND link = 2 AND refusal = 0), "
        u"entry (record, position) AS ("
        u"SELECT c.record, f.position FROM mine CROSS JOIN change c ON c.record = mine.record "
        u"CROSS JOIN feed f ON f.feed = ?1 AND f.change = c.id AND f.again = 0 UNION ALL "
        u"SELECT c.record, f.position FROM mine CROSS JOIN change c ON c.record = mine.record "
        u"CROSS JOIN feed f ON f.feed = ?1 AND f.change = c.id AND f.again = 1) "
        u"SELECT record, max(position) FROM entry WHERE position > ?3 AND position <= ?4 "
        u"GROUP BY record HAVING max(position) <= ?5 ORDER BY 2 DESC LIMIT ?6",
        {feed, replica.toBytes(), walk.after, walk.through, walk.from, walk.limit});
}

// Each entry of the run is looked at once: whoever looks from an entry for later ones of its record walks a long record again and again.
Result<QList<HubStorage::FeedRecord>> SqliteHubStorage::feedRecords(const Scope& feed, const FeedWalk& walk)
{
    const auto file = connection();
    if (!file)
        return file.error();
    return feedRecordsIn(
        **file,
        u"SELECT c.record, max(f.position) FROM feed f CROSS JOIN change c ON c.id = f.change "
        u"WHERE f.feed = ?1 AND f.position > ?2 AND f.position <= ?3 "
        u"GROUP BY c.record HAVING max(f.position) <= ?4 ORDER BY 2 DESC LIMIT ?5",
        {feed, walk.after, walk.through, walk.from, walk.limit});
}

Result<QList<HubStorage::FeedRecord>> SqliteHubStorage::feedRecordsAt(const Scope& feed,
                                                                      const QList<quint64>& places)
{
    if (places.isEmpty())
        return QList<FeedRecord>();
    const auto file = connection();
    if (!file)
        return file.error();
    QStringList numbers;
    for (const quint64 place : places)
        numbers.append(QString::number(place));
    return feedRecordsIn(**file,
                         u"SELECT c.record, f.position FROM json_each(?2) wanted "
                         u"CROSS JOIN feed f ON f.feed = ?1 AND f.position = wanted.value "
                         u"CROSS JOIN change c ON c.id = f.change",
                         {feed, u'[' + numbers.join(u',') + u']'});
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

Result<quint64> SqliteHubStorage::feedOfOthers(const Scope& feed, quint64 after, quint64 through,
                                               const OwnChain& own, quint64 most)
{
    const auto file = connection();
    if (!file)
        return file.error();
    const auto count = (*file)->integer(
        u"SELECT count(*) FROM (SELECT 1 FROM feed f CROSS JOIN change c ON c.id = f.change "
        u"WHERE f.feed = ? AND f.position > ? AND f.position <= ? "
        u"AND NOT (f.again = 0 AND c.replica = ? AND c.link = 1 AND c.counter <= ?) LIMIT ?)",
        {feed, after, through, own.replica.toBytes(), own.through, most});
    return count ? Result<quint64>(static_cast<quint64>(*count)) : count.error();
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
