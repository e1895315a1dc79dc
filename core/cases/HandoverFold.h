// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"
#include "core/cases/FoldView.h"

namespace prohori {

/** Who holds the record, and what is proposed (RecordState::holders, handovers). Inside core/cases only.

    Each step is judged in its own past: a proposal counts where its `from` holds the record there and its author is that holder or a
    district reviewer; an answer where the proposal is there and nobody has answered it; an acceptance where `from` still holds it. What
    does not count is as if it had not been.

    An acceptance takes the record from the holder whom it knew and gives it to its author. Acceptances that did not know of each other
    all stand, so the record has several holders. An acceptance beside a decline or withdrawal of the same proposal that did not know
    of it, nor it of them, gives without taking: both hold it. No clock decides. O(k³) for k such steps, which are few.
*/
void foldHandovers(const FoldView& view, RecordState& state);

}  // namespace prohori
