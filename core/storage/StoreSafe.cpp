// SPDX-License-Identifier: GPL-3.0-or-later
// What the hub has in a verified backup, and what is done when it was set back to one (REL-34).
#include "core/storage/Packing.h"
#include "core/storage/StoreParts.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kMarkedAtOnce = 1000;  ///< changes in one transaction
}

/// Marks the next of them. @return how many there were.
Result<int> Store::Private::markSafe(const ReplicaId& replica, quint64 through)
{
    QList<ChangeId> next;
    const auto listed =
        file.each(u"SELECT id FROM log WHERE replica = ? AND counter <= ? AND own = 1 AND "
                  u"delivery = 1 AND dictionary <> ? ORDER BY counter LIMIT ?",
                  {replica.toBytes(), qint64(through), kContentRemoved, kMarkedAtOnce}, [&](const Row& row) {
                      next.append(ChangeId::fromBytes(row.bytes(0)));
                      return Result<>();
                  });
    if (!listed || next.isEmpty())
        return listed ? Result<int>(0) : Result<int>(listed.error());
    const auto done = transaction([&]() -> Result<> {
        for (const ChangeId& id : std::as_const(next)) {
            const auto found = log.find(id);
            if (!found)
                return found.error();
            if (!*found)
                return Error{ErrorCode::Damaged,
                             u"change %1 of the queue is missing: check the store"_s.arg(id.toString())};
            LogEntry entry = **found;
            entry.notes.delivery = Delivery::Safe;
            if (auto noted = log.annotate(entry); !noted)
                return noted;
            cache.remove(entry.change->body().record);
        }
        return {};
    });
    return done ? Result<int>(int(next.size())) : Result<int>(done.error());
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
    int marked = 0;
    for (bool more = *isOurs > 0 && counter <= headCounter; more;) {
        const auto some = d->markSafe(replica, counter);
        if (!some)
            return some;
        marked += *some;
        more = *some > 0;
    }
    return marked;
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

Result<> Store::setBack(const QList<FeedCursor>& cursors)
{
    return d->transaction([&]() -> Result<> {
        for (const FeedCursor& cursor : cursors) {
            if (auto moved = d->file.run(u"UPDATE cursor SET position = min(position, ?) WHERE feed = ?",
                                         {qint64(cursor.position), cursor.feed});
                !moved)
                return moved;
        }
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
