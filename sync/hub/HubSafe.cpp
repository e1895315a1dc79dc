// SPDX-License-Identifier: GPL-3.0-or-later
// What a station is told of backups of the hub.
#include "core/base/PlantedFault.h"
#include "sync/hub/HubPrivate.h"

#include <algorithm>

namespace prohori {

namespace {
constexpr int kMostIncarnations = 1000;
}

/// Only of a chain that the station and the hub agree on, and of what the station went on from.
Result<> Hub::Private::planSafe(const SyncRequest& request, const Directory& known, AnswerPlan& plan)
{
    if (auto planned = planSetBack(request, plan); !planned)
        return planned;
    if (auto looked = lookAtBackups(); !looked)
        return looked;
    if (!plan.remint) {
        const auto safe = storage.safeCounter(request.replica);
        if (!safe)
            return safe.error();
        plan.safeCounter = plantedFault(33) ? plan.knownCounter : std::min(*safe, plan.knownCounter);
    }
    if (request.earlier.isEmpty())
        return {};
    const ReplicaInfo* replica = known.replica(request.replica);
    for (int i = 0; replica && !replica->replaces.isNull() && i < kMostIncarnations; ++i) {
        const ReplicaId before = replica->replaces;
        replica = known.replica(before);
        if (!request.earlier.contains(before))
            continue;
        const auto safe = storage.safeCounter(before);
        const auto head = safe && *safe > 0 ? storage.changeAt(before, *safe)
                                            : Result<std::optional<ChangeId>>(std::optional<ChangeId>());
        if (!safe || !head)
            return safe ? head.error() : safe.error();
        if (*head)
            plan.earlier.append({before, *safe, **head});
    }
    return {};
}

/// A station that was elsewhere when the hub was set back reads on from where both still agree.
Result<> Hub::Private::planSetBack(const SyncRequest& request, AnswerPlan& plan)
{
    const auto all = storage.setBacks();
    if (!all)
        return all.error();
    if (all->isEmpty() || all->last().id == request.setBack)
        return {};
    const auto seen =
        std::find_if(all->begin(), all->end(), [&](const SetBack& one) { return one.id == request.setBack; });
    WireSetBack told{all->last().id, request.cursors, request.statementCursor};
    for (auto at = seen == all->end() ? all->begin() : seen + 1; at != all->end(); ++at) {
        told.statements = std::min(told.statements, at->statements);
        for (WireCursor& cursor : told.cursors)
            cursor.position = std::min(cursor.position, at->feeds.value(cursor.feed));
    }
    plan.statementsAfter = std::min(told.statements, plan.statementEnd);
    for (const WireCursor& cursor : std::as_const(told.cursors)) {
        if (cursor.feed == plan.feed)
            plan.feedAfter = std::min(cursor.position, plan.feedEnd);
        if (cursor.feed == kJournalFeed)
            plan.journalsAfter = std::min(cursor.position, plan.journalsEnd);
    }
    plan.setBack = told;
    return {};
}

}  // namespace prohori
