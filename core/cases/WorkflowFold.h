// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/ContentFold.h"

namespace prohori {

/** Folds the acts of a view into the state of its content: phase, approval and what follows from them. Inside core/cases only.

    Each act is judged in its own past: the phase there, the role, and for approvals the content there. An act that fails is listed
    with its reason and is otherwise as if it had not been. Those that count and are not in the past of another that counts decide; several
    of them by concurrentActs(), pair by pair.
*/
void foldWorkflow(const FoldView& view, FoldedContent& content);

}  // namespace prohori
