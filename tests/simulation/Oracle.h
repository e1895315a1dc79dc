// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "OraclePasts.h"

#include "core/cases/Fold.h"

#include <QStringList>

namespace prohori {

/** What the rules of core/cases/RECORD.md say of a set of changes, worked out a second time and in another way than the fold does: straight from the items,
    by sets of bits, for at most 64 changes of one record. Compares a fold with it.

    @return one sentence for each value that is neither visible, nor in an open conflict, nor superseded by a change that may supersede it, and for each
    thing shown that nobody wrote (invariants 1, 6 and 10); empty for a right fold.
*/
QStringList faultsOfFold(const History& history, const RecordState& state);

/// Its parts. Values, options, rows, remarks and the conflicts about them.
QStringList faultsOfRegisters(const Pasts& pasts, const RecordState& state);
/// Invariant 6: what shows as approved is what was approved, by somebody who wrote none of it, and nothing in it was open.
QStringList faultsOfApproval(const History& history, const RecordState& state);
/// Phase and open disagreement about it, from the acts. Which acts the content forbade is taken from the fold; phase, role and target are not.
QStringList faultsOfWorkflow(const Pasts& pasts, const RecordState& state);
/// Who holds the case, and what is offered.
QStringList faultsOfHandovers(const Pasts& pasts, const RecordState& state);
/// Which district has the case, which is asked for it, and whose refusal stands.
QStringList faultsOfMoves(const Pasts& pasts, const RecordState& state);

}  // namespace prohori
