// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"
#include "core/cases/History.h"

#include <QStringList>

namespace prohori {

/** What the rules of core/cases/RECORD.md say of a set of changes, worked out a second time and in another way than the fold does: straight from the items,
    by sets of bits, for at most 64 changes of one record. Compares a fold with it.

    @return one sentence for each value that is neither visible, nor in an open conflict, nor superseded by a change that may supersede it, and for each
    thing shown that nobody wrote (invariants 1, 6 and 10); empty for a right fold.
*/
QStringList faultsOfFold(const History& history, const RecordState& state);

}  // namespace prohori
