// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/Whereabouts.h"

#include "core/cases/Fold.h"

#include <algorithm>

namespace prohori {

History whatCounts(const History& accepted, const Directory& people)
{
    History counting(accepted.record());
    // Parents come before what was built on them.
    for (const ChangePtr& change : accepted.changes()) {
        const ChangeBody& body = change->body();
        const bool stands =
            std::all_of(body.parents.begin(), body.parents.end(),
                        [&](const ChangeId& parent) { return counting.numberOf(parent).has_value(); });
        if (stands && !people.isRevoked(body.author, body.replica, body.counter))
            (void)counting.add(change);  // it was taken before, with more around it
    }
    return counting;
}

Whereabouts whereIs(const History& counting, const History& accepted)
{
    if (counting.isEmpty()) {
        const auto& changes = accepted.changes();
        const bool isMade = !changes.isEmpty() && changes.first()->body().creation;
        return {isMade ? changes.first()->body().creation->homeScope : Scope(), {}};
    }
    const RecordState state = fold(counting);
    return {state.homeScope, state.pendingMove ? state.pendingMove->to : Scope()};
}

}  // namespace prohori
