// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/ContentFold.h"

namespace prohori {

/** Folds the acts of a view into the state of its content: phase, approval and what follows from them. Inside core/cases only.

    Each act is judged in its own past: the phase there, the role, and for approvals the content there. An act that fails is listed
    with its reason and is otherwise as if it had not been. Those that count and are not in the past of another that counts decide; several
    of them by concurrentActs(), pair by pair. One pair that people have to decide makes all of them a conflict, else one that is to be looked
    at again all of them that. Where all pairs agree, but not on one phase, the one that is further on holds: two recalls and a return are
    returned, for the points of the return have to be answered. Nothing of this depends on ids or on the order of arrival.
*/
void foldWorkflow(const FoldView& view, FoldedContent& content);

}  // namespace prohori
