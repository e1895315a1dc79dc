// SPDX-License-Identifier: GPL-3.0-or-later
// What the hub has in a verified backup, and what is done when it was set back to one (REL-34).
#include "core/storage/Packing.h"
#include "core/storage/StoreParts.h"

#include <algorithm>
#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kMarkedAtOnce = 1000;  ///< changes in one transaction
}

/// Those up to `through` that wait for it, of a chain without a second branch.
Result<QList<ChangeId>> Store::Private::notSafe(const ReplicaId& replica, quint64 through)
{
    QList<ChangeId> next;
    const auto listed =
        file.each(u"SELECT id FROM log WHERE replica = ? AND counter <= ? AND own = 1 AND "
                  u"delivery = 1 AND dictionary <> ? ORDER BY counter LIMIT ?",
                  {replica.toBytes(), qint64(through), kContentRemoved, kMarkedAtOnce}, [&](const Row& row) {
                      next.append(ChangeId::fromBytes(row.bytes(0)));
                      return Result<>();
                  });
    if (!listed)
        return listed.error();
    return next;
}

/// The same where a copy of this store went on as the same replica: what leads to `head`, one change after the other, as far as it is here.
Result<QList<ChangeId>> Store::Private::notSafeBefore(const ChangeId& head, quint64 through)
{
    QList<ChangeId> next;
    for (ChangeId id = head; !id.isNull();) {
        const auto found = log.find(id);
        if (!found)
            return found.error();
        if (!*found)
            break;
        const ChangeHead& change = (*found)->change->head();
        if (change.counter <= through && (*found)->notes.own && (*found)->notes.delivery == Delivery::Custody)
            next.append(id);
        id = change.prev;
    }
    return next;
}

Result<> Store::Private::markSafe(const QList<ChangeId>& changes)
{
    return transaction([&]() -> Result<> {
        for (const ChangeId& id : changes) {
            auto found = log.findNotes(id);
            if (!found)
                return found.error();
            if (!*found)
                return Error{ErrorCode::Damaged,
                             u"change %1 of the queue is missing: check the store"_s.arg(id.toString())};
            (*found)->notes.delivery = Delivery::Safe;
            if (auto noted = log.annotate(**found); !noted)
                return noted;
            cache.remove((*found)->record);
        }
        return {};
    });
}

Result<int> Store::noteSafeThrough(const ReplicaId& replica, quint64 counter, quint64 headCounter,
                                   const ChangeId& head)
{
    // Only a chain that is ours up to there says anything of our changes: a copy of this store may have gone on as the same replica.
    const auto isOurs =
        d->file.integer(u"SELECT count(*) FROM log WHERE id = ? AND replica = ? AND counter = ? AND own = 1",
                        {head.toBytes(), replica.toBytes(), qint64(headCounter)});
    if (!isOurs)
        return isOurs.error();
    if (*isOurs == 0 || counter > headCounter)
        return 0;
    const auto rows = d->file.integer(u"SELECT count(*) = ?2 AND count(DISTINCT counter) = ?2 FROM log WHERE "
                                      u"replica = ?1 AND counter <= ?2",
                                      {replica.toBytes(), qint64(headCounter)});
    if (!rows)
        return rows.error();
    const bool isSingle = *rows == 1;
    int marked = 0;
    for (;;) {
        const auto next = isSingle ? d->notSafe(replica, counter) : d->notSafeBefore(head, counter);
        if (!next)
            return next.error();
        if (next->isEmpty())
            return marked;
        if (auto done = d->markSafe(*next); !done)
            return done.error();
        marked += int(next->size());
    }
}

Result<QList<ReplicaId>> Store::earlierNotSafe(int limit) const
{
    QList<ReplicaId> earlier;
    const auto done =
        d->file.each(u"SELECT replica FROM past_replica p WHERE EXISTS (SELECT 1 FROM log WHERE "
                     u"log.replica = p.replica AND own = 1 AND delivery = 1 AND dictionary <> ?) LIMIT ?",
                     {kContentRemoved, limit}, [&](const Row& row) {
                         earlier.append(ReplicaId::fromBytes(row.bytes(0)));
                         return Result<>();
                     });
    return done ? Result<QList<ReplicaId>>(earlier) : Result<QList<ReplicaId>>(done.error());
}

/// What earlier incarnations of this store gave to the hub, and it may not have any more: not safe, or taken in behind the place that it was set back
/// to. Nobody tells how far the hub knows them.
Result<QList<LogEntry>> Store::Private::lostOfEarlier(quint64 through)
{
    QList<ChangeId> ids;
    const auto listed = file.each(u"SELECT l.id FROM log l JOIN past_replica p ON p.replica = l.replica "
                                  u"WHERE l.own = 1 AND l.dictionary <> ?1 "
                                  u"AND (l.delivery = 1 OR l.delivery = 2 AND coalesce(l.feed_position, 0) "
                                  u"NOT BETWEEN 1 AND ?2) ORDER BY l.no",
                                  {kContentRemoved, qint64(through)}, [&](const Row& row) {
                                      ids.append(ChangeId::fromBytes(row.bytes(0)));
                                      return Result<>();
                                  });
    if (!listed)
        return listed.error();
    QList<LogEntry> lost;
    for (const ChangeId& id : std::as_const(ids)) {
        const auto found = log.find(id);
        if (!found)
            return found.error();
        if (*found)
            lost.append(**found);
    }
    return lost;
}

Result<> Store::setBack(const QList<FeedCursor>& cursors)
{
    quint64 through = std::numeric_limits<qint64>::max();
    for (const FeedCursor& cursor : cursors)
        through = std::min(through, cursor.position);
    const auto lost = d->lostOfEarlier(through);
    if (!lost)
        return lost.error();
    if (auto offered = lost->isEmpty() ? Result<>() : d->offerAgain(*lost); !offered)
        return offered;
    return d->transaction([&]() -> Result<> {
        for (const FeedCursor& cursor : cursors) {
            if (auto moved = d->file.run(u"UPDATE cursor SET position = min(position, ?) WHERE feed = ?",
                                         {qint64(cursor.position), cursor.feed});
                !moved)
                return moved;
        }
        // What an index of then told may be another story, too.
        if (auto dropped = d->file.run(u"DELETE FROM coming"); !dropped)
            return dropped;
        return d->file.run(u"UPDATE attachment SET at_hub = 0, sent = 0 WHERE at_hub = 1 OR sent > 0");
    });
}

Result<> Store::offerStatementsAgain(const QList<CertificateId>& statements)
{
    return d->transaction([&]() -> Result<> {
        for (const CertificateId& id : statements) {
            if (auto offered = d->file.run(u"UPDATE statement SET sent = 0 WHERE id = ?", {id.toBytes()});
                !offered)
                return offered;
        }
        return {};
    });
}

}  // namespace prohori
