// SPDX-License-Identifier: GPL-3.0-or-later
// Whether something goes before its turn.
#include "sync/hub/HubPrivate.h"

#include <algorithm>

namespace prohori {

namespace {

constexpr qsizetype kMostReplicas = 64;

QList<ReplicaId> replicasOf(const Directory& known, PersonId person)
{
    QList<ReplicaId> found;
    for (const ReplicaInfo& replica : known.replicas()) {
        const bool isHis =
            std::any_of(replica.people.begin(), replica.people.end(), [&](const CertificateId& certificate) {
                const PersonInfo* info = known.person(certificate);
                return info && info->person == person;
            });
        if (isHis && found.size() < kMostReplicas)
            found.append(replica.replica);
    }
    return found;
}

const WireAhead* namedFor(const SyncRequest& request, const Scope& feed)
{
    if (!request.ahead)
        return nullptr;
    const auto named = std::find_if(request.ahead->begin(), request.ahead->end(),
                                    [&](const WireAhead& one) { return one.feed == feed; });
    return named == request.ahead->end() ? nullptr : &*named;
}

}  // namespace

void Hub::sendAheadBeyond(quint64 changes)
{
    d->largeBacklog = changes;
}

/// What a station brings itself is no backlog: whoever brings a year of cases would be looked for what goes before them, in vain.
Result<bool> Hub::Private::lacksMuch(const SyncRequest& request, const AnswerPlan& plan)
{
    if (plan.feedEnd - plan.feedAfter <= largeBacklog)
        return false;
    const auto others = storage.feedOfOthers(plan.feed, plan.feedAfter, plan.feedEnd,
                                             {request.replica, plan.knownCounter}, largeBacklog + 1);
    return others ? Result<bool>(*others > largeBacklog) : others.error();
}

/// A station that may be a copy, or has read what is another story since the hub was set back, gets everything in its turn. So does headquarters: what
/// it reads is approved, and nobody's open case.
Result<> Hub::Private::planAhead(const SyncRequest& request, const Directory& known, AnswerPlan& plan)
{
    if (!request.ahead || plan.feed.isEmpty() || plan.feed == kNationalScope || plan.remint || plan.setBack)
        return {};
    const WireAhead* named = namedFor(request, plan.feed);
    if (named && named->through > plan.feedAfter && named->through <= plan.feedEnd) {
        plan.aheadThrough = named->through;
        plan.isAheadLast = named->isLast;
    } else {
        const auto much = lacksMuch(request, plan);
        if (!much)
            return much.error();
        plan.aheadThrough = *much ? plan.feedEnd : 0;
    }
    if (plan.aheadThrough == 0 || plan.isAheadLast)
        return {};
    plan.person = known.person(request.person)->person;
    plan.replicas = replicasOf(known, plan.person);
    return {};
}

WireAhead aheadIn(const SyncRequest& request, const AnswerPlan& plan)
{
    WireAhead had;
    if (plan.aheadThrough == 0)
        return had;
    const WireAhead* named = namedFor(request, plan.feed);
    if (named && named->through == plan.aheadThrough)
        had = *named;
    if (!request.takesOrder) {
        had.order.reset();
        return had;
    }
    const quint64 begin = plan.aheadThrough;
    WireOrder order{begin, begin, begin, {}};
    if (had.order)
        order = *had.order;
    // Two words for one thing: who wants no more of his own says so in the older one, too.
    order.own = plan.isAheadLast ? 0 : order.own > 0 ? order.own : begin;
    had.order = order;
    return had;
}

}  // namespace prohori
