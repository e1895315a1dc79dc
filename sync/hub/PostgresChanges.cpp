// SPDX-License-Identifier: GPL-3.0-or-later
// Changes, and what waits.
#include "sync/hub/PostgresHubStorage.h"
#include "sync/hub/PostgresLease.h"
#include "sync/hub/PostgresPages.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// The columns id, no, scope, received_ms, refusal, link.
Result<QList<HeldChange>> heldChanges(PostgresConnection& database, const PgRows& rows)
{
    QList<std::pair<Scope, qint64>> places;
    for (int row = 0; row < rows.size(); ++row)
        places.append({rows.text(row, 2), rows.integer(row, 1)});
    const auto stored = storedBytes(database, places);
    if (!stored)
        return stored.error();
    QList<HeldChange> found;
    for (int row = 0; row < rows.size(); ++row) {
        const auto change = stored->value(rows.integer(row, 1)).change(rows.bytes(row, 0));
        if (!change)
            return change.error();
        found.append({*change, Instant::fromMs(rows.integer(row, 3)),
                      static_cast<Refusal>(rows.integer(row, 4)),
                      static_cast<ChainLink>(rows.integer(row, 5)), rows.text(row, 2)});
    }
    return found;
}

/// The columns record, replica, counter, refusal, link, from `first` on.
Judged judgedFrom(const PgRows& rows, int row, int first)
{
    return {RecordId::fromBytes(rows.bytes(row, first)), ReplicaId::fromBytes(rows.bytes(row, first + 1)),
            static_cast<quint64>(rows.integer(row, first + 2)),
            static_cast<Refusal>(rows.integer(row, first + 3)),
            static_cast<ChainLink>(rows.integer(row, first + 4))};
}

}  // namespace

Result<QHash<qint64, StoredBytes>> storedBytes(PostgresConnection& database,
                                               const QList<std::pair<Scope, qint64>>& places)
{
    QMap<Scope, QList<qint64>> numbers;
    for (const auto& [scope, no] : places)
        numbers[scope].append(no);
    QHash<qint64, StoredBytes> found;
    for (auto at = numbers.constBegin(); at != numbers.constEnd(); ++at) {
        const auto rows = database.ask(
            "SELECT no, is_packed, bytes, signature FROM change WHERE scope = $1 AND no = ANY ($2)",
            {at.key(), at.value()});
        if (!rows)
            return rows.error();
        for (int row = 0; row < rows->size(); ++row)
            found.insert(rows->integer(row, 0),
                         {rows->bytes(row, 2), rows->bytes(row, 3), rows->integer(row, 1) != 0});
    }
    return found;
}

/// Else each would be asked for on its own, and every question waits for what was sent before it.
Result<> PostgresHubStorage::expect(const QList<ChangePtr>& changes)
{
    const auto database = writer();
    if (!database)
        return database.error();
    QSet<ChangeId> ids;
    QSet<RecordId> records;
    for (const ChangePtr& change : changes) {
        const ChangeBody& body = change->cover();
        ids.insert(change->id());
        ids.insert(body.prev);
        for (const ChangeId& parent : body.parents)
            ids.insert(parent);
        if (!d->known.homes.contains(body.record))
            records.insert(body.record);
    }
    QList<QByteArray> asked;
    for (const ChangeId& id : std::as_const(ids)) {
        if (!id.isNull() && !d->known.kept.contains(id))
            asked.append(id.toBytes());
    }
    const auto held = (*database)->ask("SELECT id, record, replica, counter, refusal, link FROM known_change "
                                       "WHERE id = ANY ($1)",
                                       {asked});
    if (!held)
        return held.error();
    for (const QByteArray& id : std::as_const(asked))
        d->known.absent.insert(ChangeId::fromBytes(id));
    for (int row = 0; row < held->size(); ++row) {
        const ChangeId id = ChangeId::fromBytes(held->bytes(row, 0));
        d->known.absent.remove(id);
        d->known.judged.insert(id, judgedFrom(*held, row, 1));
    }
    return expectHomes(records);
}

Result<> PostgresHubStorage::expectHomes(const QSet<RecordId>& records)
{
    const auto database = writer();
    if (!database)
        return database.error();
    QList<QByteArray> asked;
    for (const RecordId& record : records)
        asked.append(record.toBytes());
    const auto homes = (*database)->ask("SELECT record, scope FROM record WHERE record = ANY ($1)", {asked});
    if (!homes)
        return homes.error();
    for (const RecordId& record : records)
        d->known.homes[record].reset();  // asked, and not here
    for (int row = 0; row < homes->size(); ++row)
        d->known.homes.insert(RecordId::fromBytes(homes->bytes(row, 0)), homes->text(row, 1));
    return {};
}

Result<std::optional<Judged>> PostgresHubStorage::judgement(const ChangeId& change)
{
    if (d->isWriting()) {
        const auto known = d->known.judged.constFind(change);
        if (known != d->known.judged.constEnd())
            return std::optional(*known);
        if (d->known.absent.contains(change))
            return std::optional<Judged>();
    }
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows =
        (*database)->ask("SELECT record, replica, counter, refusal, link FROM known_change WHERE id = $1",
                         {change.toBytes()});
    if (!rows)
        return rows.error();
    if (rows->size() == 0) {
        if (d->isWriting())
            d->known.absent.insert(change);
        return std::optional<Judged>();
    }
    return std::optional(judgedFrom(*rows, 0, 0));
}

Result<std::optional<ChangeId>> PostgresHubStorage::changeAt(const ReplicaId& replica, quint64 counter)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows =
        (*database)->ask("SELECT id FROM known_change WHERE replica = $1 AND counter = $2 AND link = 1",
                         {replica.toBytes(), counter});
    if (!rows)
        return rows.error();
    return rows->size() == 0 ? std::optional<ChangeId>()
                             : std::optional(ChangeId::fromBytes(rows->bytes(0, 0)));
}

Result<> PostgresHubStorage::keep(const HeldChange& held)
{
    if (auto writes = mayWrite(); !writes)
        return writes;
    const Change& change = *held.change;
    const ChangeId id = change.id();
    // An insertion that fails would end the transaction: so what is held is asked for, unless that was done.
    if (!d->known.absent.contains(id)) {
        const auto known = judgement(id);
        if (!known)
            return known.error();
        if (*known)
            return Error{ErrorCode::Conflict, u"change %1 is held already"_s.arg(id.toString())};
    }
    if (d->lastNo < 0) {
        const auto database = writer();
        if (!database)
            return database.error();
        const auto last = (*database)->integer("SELECT coalesce(max(no), 0) FROM known_change");
        if (!last)
            return last.error();
        d->lastNo = *last;
    }
    d->batch.addChange(++d->lastNo, held, StoredBytes::of(change));
    d->known.absent.remove(id);
    d->known.kept.insert(id, held.received);
    const auto sent = sendFullBatch();
    return sent ? nameAttachments(change) : sent;
}

Result<> PostgresHubStorage::judge(const ChangeId& change, Refusal refusal, ChainLink link)
{
    const auto database = writer();
    if (!database)
        return database.error();
    d->known.judged.remove(change);
    return (*database)->later("UPDATE known_change SET refusal = $1, link = $2 WHERE id = $3",
                              {int(refusal), int(link), change.toBytes()});
}

Result<> PostgresHubStorage::setSignature(const ChangeId& change, const QByteArray& signature)
{
    const auto database = writer();
    if (!database)
        return database.error();
    const auto place =
        (*database)->ask("SELECT scope, no FROM known_change WHERE id = $1", {change.toBytes()});
    if (!place)
        return place.error();
    if (place->size() == 0)
        return {};
    return (*database)->later("UPDATE change SET signature = $1 WHERE scope = $2 AND no = $3",
                              {signature, place->text(0, 0), place->integer(0, 1)});
}

Result<QList<HeldChange>> PostgresHubStorage::recordChanges(const RecordId& record)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows = (*database)->ask(
        "SELECT id, no, scope, received_ms, refusal, link FROM known_change WHERE record = $1 ORDER BY no",
        {record.toBytes()});
    return rows ? heldChanges(**database, *rows) : rows.error();
}

Result<QList<ChangeId>> PostgresHubStorage::idsOfRecord(const RecordId& record, const QByteArray& start)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows = (*database)->ask(
        // By the ids, whatever the server thinks of its tables.
        "SELECT id FROM (SELECT id, no, record FROM known_change WHERE id BETWEEN $1 AND $2 OFFSET 0) AS "
        "begins WHERE record = $3 ORDER BY no",
        {start.leftJustified(ChangeId::kSize, '\0'), start.leftJustified(ChangeId::kSize, '\xff'),
         record.toBytes()});
    if (!rows)
        return rows.error();
    QList<ChangeId> found;
    for (int row = 0; row < rows->size(); ++row)
        found.append(ChangeId::fromBytes(rows->bytes(row, 0)));
    return found;
}

Result<QList<RecordId>> PostgresHubStorage::recordsOf(const ReplicaId& replica, quint64 after)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows = (*database)->ask("SELECT DISTINCT record FROM known_change WHERE replica = $1 AND "
                                       "counter > $2 AND refusal = 0 ORDER BY 1",
                                       {replica.toBytes(), after});
    if (!rows)
        return rows.error();
    QList<RecordId> found;
    for (int row = 0; row < rows->size(); ++row)
        found.append(RecordId::fromBytes(rows->bytes(row, 0)));
    return found;
}

Result<> PostgresHubStorage::waitFor(const ChangeId& change, const QByteArray& what)
{
    const auto database = writer();
    if (!database)
        return database.error();
    return (*database)->later("INSERT INTO wait (what, change) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                              {what, change.toBytes()});
}

Result<QList<HeldChange>> PostgresHubStorage::waitingFor(const QByteArray& what)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows =
        (*database)->ask("SELECT k.id, k.no, k.scope, k.received_ms, k.refusal, k.link FROM wait w "
                         "JOIN known_change k ON k.id = w.change WHERE w.what = $1 ORDER BY k.no",
                         {what});
    return rows ? heldChanges(**database, *rows) : rows.error();
}

Result<> PostgresHubStorage::stopWaiting(const ChangeId& change)
{
    const auto database = writer();
    if (!database)
        return database.error();
    return (*database)->later("DELETE FROM wait WHERE change = $1", {change.toBytes()});
}

Result<bool> PostgresHubStorage::isAnythingWaiting()
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto found = (*database)->integer("SELECT EXISTS (SELECT 1 FROM wait)");
    return found ? Result<bool>(*found != 0) : found.error();
}

Result<> PostgresHubStorage::eachChange(const std::function<Result<>(const StoredChange&)>& visit)
{
    qint64 after = 0;
    return eachPage([&]() -> Result<int> {
        QList<StoredChange> page;
        {
            const auto database = connection();
            if (!database)
                return database.error();
            const auto rows =
                (*database)->ask("SELECT id, record, replica, counter, refusal, link, scope, received_ms, no "
                                 "FROM known_change WHERE no > $1 ORDER BY no LIMIT 100",
                                 {after});
            if (!rows)
                return rows.error();
            QList<std::pair<Scope, qint64>> places;
            for (int row = 0; row < rows->size(); ++row)
                places.append({rows->text(row, 6), rows->integer(row, 8)});
            const auto stored = storedBytes(**database, places);
            if (!stored)
                return stored.error();
            for (int row = 0; row < rows->size(); ++row) {
                after = rows->integer(row, 8);
                const StoredBytes bytes = stored->value(after);
                page.append(
                    {bytes.plain(), bytes.signature, ChangeId::fromBytes(rows->bytes(row, 0)),
                     RecordId::fromBytes(rows->bytes(row, 1)), ReplicaId::fromBytes(rows->bytes(row, 2)),
                     static_cast<quint64>(rows->integer(row, 3)), static_cast<Refusal>(rows->integer(row, 4)),
                     static_cast<ChainLink>(rows->integer(row, 5)), rows->text(row, 6),
                     Instant::fromMs(rows->integer(row, 7))});
            }
        }
        return visitAll(page, visit);
    });
}

}  // namespace prohori
