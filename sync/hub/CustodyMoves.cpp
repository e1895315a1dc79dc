// SPDX-License-Identifier: GPL-3.0-or-later
// Which district has a record, and what the feeds get when that changes.
#include "sync/hub/Custody.h"

#include <algorithm>

namespace prohori {

/// What counts for nothing moves nothing.
Result<> Custody::moveRecord(const Change& change)
{
    const auto known = history(change.cover().record);
    if (!known)
        return known.error();
    const History accepted = **known;
    const History counting = whatCounts(accepted, m_directory);
    if (!counting.numberOf(change.id()))
        return {};
    History before(accepted.record());
    for (const ChangePtr& each : counting.changes()) {
        if (each->id() != change.id())
            (void)before.add(each);
    }
    return follow(accepted, whereIs(before, accepted), whereIs(counting, accepted),
                  accepted.upTo({change.id()}));
}

/// A district to which the record is proposed gets what there is of it, and so does the new home. The old one is told by the change that ended
/// the record there, and who is no longer asked by that which ended the proposal: their stations let go of what they have
/// (Store::removeWhatIsDue).
/// @param told what those get who lose the record
Result<> Custody::follow(const History& record, const Whereabouts& was, const Whereabouts& is,
                         const History& told)
{
    const auto stored = m_storage.homeScope(record.record());
    if (!stored)
        return stored.error();
    const Scope had = stored->value_or(Scope());
    const auto stillHas = [&](const Scope& district) {
        return district == was.asked || district == had ? Stands::Still : Stands::LetGo;
    };
    if (!was.asked.isEmpty() && was.asked != is.asked && was.asked != is.home) {
        if (auto entered = enterFeed(was.asked, told, Stands::Still); !entered)
            return entered;
    }
    if (!is.asked.isEmpty()) {
        if (auto entered = enterFeed(is.asked, record, stillHas(is.asked)); !entered)
            return entered;
    }
    if (had == is.home)
        return {};
    if (auto set = m_storage.setHomeScope(record.record(), is.home); !set)
        return set;
    if (auto entered = enterFeed(had, told, Stands::Still); !entered)
        return entered;
    return enterFeed(is.home, record, stillHas(is.home));
}

Result<> Custody::followRevocations(const QList<PersonId>& people, const Directory& before)
{
    QSet<RecordId> records;
    for (const ReplicaInfo& replica : m_directory.replicas()) {
        for (const PersonId person : people) {
            const bool isHis = std::any_of(replica.people.begin(), replica.people.end(),
                                           [&](const CertificateId& certificate) {
                                               const PersonInfo* info = m_directory.person(certificate);
                                               return info && info->person == person;
                                           });
            if (!isHis)
                continue;
            // An earlier revocation may have said another number.
            const auto now = m_directory.revocation(person);
            const auto then = before.revocation(person);
            quint64 after = now ? now->lastAccepted.value(replica.replica, 0) : 0;
            if (then)
                after = std::min(after, then->lastAccepted.value(replica.replica, 0));
            const auto found = m_storage.recordsOf(replica.replica, after);
            if (!found)
                return found.error();
            records.unite(QSet<RecordId>(found->begin(), found->end()));
        }
    }
    for (const RecordId& record : std::as_const(records)) {
        if (auto followed = followRevocation(record, before); !followed)
            return followed;
    }
    return {};
}

/// The revocation itself tells who loses the record: everybody gets it.
Result<> Custody::followRevocation(const RecordId& record, const Directory& before)
{
    const auto known = history(record);
    if (!known)
        return known.error();
    const History accepted = **known;
    const History counted = whatCounts(accepted, before);
    const History counting = whatCounts(accepted, m_directory);
    const bool isSame = counted.heads() == counting.heads() && counted.size() == counting.size();
    if (isSame)
        return {};
    return follow(accepted, whereIs(counted, accepted), whereIs(counting, accepted), History(record));
}

/// What its readers may have let go of since it stood there comes once more.
Result<> Custody::enterFeed(const Scope& feed, const History& record, Stands stands)
{
    for (const ChangePtr& each : record.changes()) {
        if (stands == Stands::LetGo) {
            if (auto added = appendAgain(feed, *each); !added)
                return added;
        } else if (const auto added = m_storage.appendToFeed(feed, each->id()); !added) {
            return added.error();
        }
    }
    return {};
}

/// A station is not sent its own change when that enters a feed. What somebody of the district wrote while the record was elsewhere has never
/// stood here, and he has let go of it, too: so it enters twice.
Result<> Custody::appendAgain(const Scope& feed, const Change& change)
{
    const PersonInfo* author = m_directory.person(change.cover().author);
    if (author && author->scope == feed) {
        if (const auto added = m_storage.appendToFeed(feed, change.id()); !added)
            return added.error();
    }
    const auto added = m_storage.appendAgain(feed, change.id());
    return added ? Result<>() : Result<>(added.error());
}

}  // namespace prohori
