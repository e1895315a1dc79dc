// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds, and what the storage finds broken in itself.
#include "core/directory/Districts.h"
#include "sync/hub/PostgresHubStorage.h"
#include "sync/hub/PostgresLease.h"
#include "sync/hub/PostgresPages.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// From rows of position, change, again, and scope, number, time of receipt and size of the change.
template <typename Rows>
Result<QList<FeedEntry>> feedEntries(PostgresConnection& database, const Rows& rows, qsizetype maxBytes,
                                     const QSet<ChangeId>& passOver = {})
{
    if (!rows)
        return rows.error();
    QList<std::pair<Scope, qint64>> places;
    QList<FeedEntry> entries;
    qint64 bytes = 0;
    const auto passes = [&](int row) {
        return rows->integer(row, 2) == 0 && passOver.contains(ChangeId::fromBytes(rows->bytes(row, 1)));
    };
    for (int row = 0; row < rows->size() && (row == 0 || bytes < maxBytes); ++row) {
        entries.append({static_cast<quint64>(rows->integer(row, 0)), nullptr,
                        Instant::fromMs(rows->integer(row, 5)), rows->integer(row, 2) != 0});
        if (passes(row))
            continue;
        places.append({rows->text(row, 3), rows->integer(row, 4)});
        bytes += rows->integer(row, 6);
    }
    const auto stored = storedBytes(database, places);
    if (!stored)
        return stored.error();
    for (int row = 0; row < entries.size(); ++row) {
        if (passes(row))
            continue;
        auto change = stored->value(rows->integer(row, 4)).toCarry(rows->bytes(row, 1));
        if (!change)
            return change.error();
        entries[row].change = std::move(*change);
    }
    return entries;
}

/// From rows of record and position.
template <typename Rows>
Result<QList<HubStorage::FeedRecord>> feedRecordsIn(const Rows& rows)
{
    if (!rows)
        return rows.error();
    QList<HubStorage::FeedRecord> found;
    for (int row = 0; row < rows->size(); ++row)
        found.append({RecordId::fromBytes(rows->bytes(row, 0)), static_cast<quint64>(rows->integer(row, 1))});
    return found;
}

}  // namespace

Result<quint64> PostgresHubStorage::feedPosition(const Scope& feed, const ChangeId& change)
{
    // What came with this transaction stands where this transaction put it.
    if (d->isWriting() && d->known.kept.contains(change))
        return d->known.places.value({feed, change});
    const auto database = connection();
    if (!database)
        return database.error();
    const auto at = (*database)->integer(
        "SELECT greatest((SELECT position FROM feed WHERE feed = $1 AND change = $2 AND NOT again), "
        "(SELECT max(position) FROM feed WHERE feed = $1 AND change = $2 AND again), 0)",
        {feed, change.toBytes()});
    return at ? Result<quint64>(static_cast<quint64>(*at)) : at.error();
}

Result<quint64> PostgresHubStorage::appendToFeed(const Scope& feed, const ChangeId& change)
{
    const auto known = feedPosition(feed, change);
    if (!known || *known > 0)
        return known;
    return appendEntry(feed, change, false);
}

Result<quint64> PostgresHubStorage::appendAgain(const Scope& feed, const ChangeId& change)
{
    const auto known = feedPosition(feed, change);
    if (!known)
        return known;
    return appendEntry(feed, change, *known > 0);
}

Result<quint64> PostgresHubStorage::appendEntry(const Scope& feed, const ChangeId& change, bool again)
{
    if (auto writes = mayWrite(); !writes)
        return writes.error();
    auto received = d->known.kept.value(change);
    if (!d->known.kept.contains(change)) {
        const auto database = writer();
        if (!database)
            return database.error();
        const auto rows =
            (*database)->ask("SELECT received_ms FROM known_change WHERE id = $1", {change.toBytes()});
        if (!rows)
            return rows.error();
        if (rows->size() == 0)
            return Error{ErrorCode::NotFound, u"change %1 is not held"_s.arg(change.toString())};
        received = Instant::fromMs(rows->integer(0, 0));
    }
    if (!d->known.feeds.contains(feed)) {
        const auto database = writer();
        if (!database)
            return database.error();
        const auto rows = (*database)->ask(
            "SELECT position, chain FROM feed WHERE feed = $1 ORDER BY position DESC LIMIT 1", {feed});
        if (!rows)
            return rows.error();
        d->known.feeds.insert(feed, rows->size() == 0
                                        ? WritingMemory::Tail()
                                        : WritingMemory::Tail{static_cast<quint64>(rows->integer(0, 0)),
                                                              rows->bytes(0, 1)});
    }
    const WritingMemory::Tail& place = d->known.next(feed, change, received);
    const quint64 position = place.position;
    d->batch.addEntry(feed, position, change, place.chain, again);
    const auto sent = sendFullBatch();
    return sent ? Result<quint64>(position) : sent.error();
}

Result<QList<FeedEntry>> PostgresHubStorage::feed(const Scope& feed, quint64 after, quint64 through,
                                                  int limit, qsizetype maxBytes,
                                                  const QSet<ChangeId>& passOver)
{
    const auto database = connection();
    if (!database)
        return database.error();
    return feedEntries(
        **database,
        (*database)->ask(
            "SELECT f.position, f.change, f.again, k.scope, k.no, k.received_ms, k.size FROM feed f "
            "JOIN known_change k ON k.id = f.change "
            "WHERE f.feed = $1 AND f.position > $2 AND f.position <= $3 ORDER BY f.position LIMIT $4",
            {feed, after, through, limit}),
        maxBytes, passOver);
}

/// A change after the other, however little the server knows of its tables: OFFSET 0 keeps it from going through the feed instead.
Result<QList<FeedEntry>> PostgresHubStorage::feedOfRecord(const Scope& feed, const RecordId& record,
                                                          quint64 through, int limit, qsizetype maxBytes)
{
    const auto database = connection();
    if (!database)
        return database.error();
    return feedEntries(
        **database,
        (*database)->ask(
            "SELECT f.position, k.id, f.again, k.scope, k.no, k.received_ms, k.size FROM known_change k "
            "CROSS JOIN LATERAL (SELECT * FROM "
            "(SELECT position, again FROM feed WHERE feed = $2 AND change = k.id AND NOT again UNION ALL "
            "SELECT position, again FROM feed WHERE feed = $2 AND change = k.id AND again) place OFFSET 0) f "
            "WHERE k.record = $1 AND f.position <= $3 ORDER BY f.position LIMIT $4",
            {record.toBytes(), feed, through, limit}),
        maxBytes);
}

Result<QList<HubStorage::FeedRecord>> PostgresHubStorage::feedRecordsOf(const Scope& feed,
                                                                        const ReplicaId& replica,
                                                                        const FeedWalk& walk)
{
    const auto database = connection();
    if (!database)
        return database.error();
    return feedRecordsIn(
        (*database)->ask("SELECT k.record, max(f.position) FROM known_change k JOIN feed f ON f.change = "
                         "k.id WHERE k.record IN "
                         "(SELECT record FROM known_change WHERE replica = $1 AND refusal = 0 AND link <> 0) "
                         "AND f.feed = $2 AND f.position > $3 AND f.position <= $4 "
                         "GROUP BY k.record HAVING max(f.position) <= $5 ORDER BY 2 DESC LIMIT $6",
                         {replica.toBytes(), feed, walk.after, walk.through, walk.from, walk.limit}));
}

Result<QList<HubStorage::FeedRecord>> PostgresHubStorage::feedRecords(const Scope& feed, const FeedWalk& walk)
{
    const auto database = connection();
    if (!database)
        return database.error();
    return feedRecordsIn((*database)->ask(
        "SELECT k.record, max(f.position) FROM feed f JOIN known_change k ON k.id = f.change "
        "WHERE f.feed = $1 AND f.position > $2 AND f.position <= $3 "
        "GROUP BY k.record HAVING max(f.position) <= $4 ORDER BY 2 DESC LIMIT $5",
        {feed, walk.after, walk.through, walk.from, walk.limit}));
}

Result<QList<HubStorage::FeedRecord>> PostgresHubStorage::feedRecordsAt(const Scope& feed,
                                                                        const QList<quint64>& places)
{
    if (places.isEmpty())
        return QList<FeedRecord>();
    const auto database = connection();
    if (!database)
        return database.error();
    const QList<qint64> wanted(places.begin(), places.end());
    return feedRecordsIn((*database)->ask("SELECT k.record, f.position FROM feed f JOIN known_change k ON "
                                          "k.id = f.change WHERE f.feed = $1 AND f.position = ANY ($2)",
                                          {feed, wanted}));
}

Result<quint64> PostgresHubStorage::feedEnd(const Scope& feed)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto end =
        (*database)->integer("SELECT coalesce(max(position), 0) FROM feed WHERE feed = $1", {feed});
    return end ? Result<quint64>(static_cast<quint64>(*end)) : end.error();
}

Result<quint64> PostgresHubStorage::feedOfOthers(const Scope& feed, quint64 after, quint64 through,
                                                 const OwnChain& own, quint64 most)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto count = (*database)->integer(
        "SELECT count(*) FROM (SELECT 1 FROM feed f JOIN known_change k ON k.id = f.change "
        "WHERE f.feed = $1 AND f.position > $2 AND f.position <= $3 "
        "AND NOT (NOT f.again AND k.replica = $4 AND k.link = 1 AND k.counter <= $5) LIMIT $6) others",
        {feed, after, through, own.replica.toBytes(), own.through, most});
    return count ? Result<quint64>(static_cast<quint64>(*count)) : count.error();
}

Result<> PostgresHubStorage::eachFeedEntry(const std::function<Result<>(const StoredFeedEntry&)>& visit)
{
    Scope feed;
    quint64 after = 0;
    return eachPage([&]() -> Result<int> {
        QList<StoredFeedEntry> page;
        {
            const auto database = connection();
            if (!database)
                return database.error();
            const auto rows =
                (*database)->ask("SELECT feed, position, change, chain FROM feed WHERE (feed, position) > "
                                 "($1::text COLLATE \"C\", $2) ORDER BY feed, position LIMIT 1000",
                                 {feed, after});
            if (!rows)
                return rows.error();
            for (int row = 0; row < rows->size(); ++row)
                page.append({rows->text(row, 0), static_cast<quint64>(rows->integer(row, 1)),
                             ChangeId::fromBytes(rows->bytes(row, 2)), rows->bytes(row, 3)});
        }
        if (!page.isEmpty()) {
            feed = page.last().feed;
            after = page.last().position;
        }
        return visitAll(page, visit);
    });
}

/// What the check of the hub cannot see from the rows that it is given.
Result<QStringList> PostgresHubStorage::faults()
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto bare =
        (*database)->integer("SELECT count(*) FROM known_change k WHERE NOT EXISTS "
                             "(SELECT 1 FROM change c WHERE c.scope = k.scope AND c.no = k.no)");
    const auto stray =
        (*database)->integer("SELECT count(*) FROM change c WHERE NOT EXISTS "
                             "(SELECT 1 FROM known_change k WHERE k.no = c.no AND k.scope = c.scope)");
    if (!bare || !stray)
        return bare ? stray.error() : bare.error();
    QStringList found;
    if (*bare > 0)
        found.append(u"%1 changes have no bytes"_s.arg(*bare));
    if (*stray > 0)
        found.append(u"the bytes of %1 changes belong to none"_s.arg(*stray));
    return found;
}

/// Districts that have come since the tables were made share the rest with what names none.
Result<QStringList> PostgresHubStorage::notes()
{
    const auto database = connection();
    if (!database)
        return database.error();
    const QString codes = QStringList(districtCodes()).join(u' ');
    const auto changes = (*database)->integer(
        "SELECT count(*) FROM change_other WHERE scope = ANY (string_to_array($1::text, ' '))", {codes});
    const auto entries = (*database)->integer(
        "SELECT count(*) FROM feed_other WHERE feed = ANY (string_to_array($1::text, ' '))", {codes});
    if (!changes || !entries)
        return changes ? entries.error() : changes.error();
    if (*changes + *entries == 0)
        return QStringList();
    return QStringList{
        u"%1 changes and %2 feed entries of districts lie in the rest of the tables, which is slow: run 'prohori-hub migrate'"_s
            .arg(*changes)
            .arg(*entries)};
}

}  // namespace prohori
