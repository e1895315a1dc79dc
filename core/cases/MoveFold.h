// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"
#include "core/cases/FoldView.h"

namespace prohori {

/** Which district has the record, and what is proposed (RecordState::homeScope, pendingMove, declinedMove). `state.homeScope` comes in as the
    district that made the record. Inside core/cases only.

    A proposal stands until it is followed by another proposal, by an acceptance, or by a refusal or taking back of the same move. An
    acceptance counts where a proposal of the same move stood in its past. Acts that did not know of each other, pair by pair:

    | | accepted, same move | accepted, to another district | declined or taken back, same move | proposed |
    | --- | --- | --- | --- | --- |
    | accepted | one acceptance | both count for nothing: the record stays where both knew it | accepted: two districts had agreed | accepted |
    | declined or taken back | accepted | each for itself | ended | the new proposal stands |
    | proposed | accepted | accepted | the new proposal stands | both stand, the first in the order of the history is shown |

    No clock decides. O(k³) for k such items, which are few.
*/
void foldMoves(const FoldView& view, RecordState& state);

/// Whether a change proposes a move or answers a proposal. For every layer.
bool speaksOfMove(const Change& change);

}  // namespace prohori
