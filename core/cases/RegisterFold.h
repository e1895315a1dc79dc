// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"
#include "core/cases/FoldView.h"

#include <vector>

namespace prohori {

/// What one change did to one register. Inside core/cases only.
struct RegisterWrite {
    int place = 0;
    RegisterValue value;
    bool hasValue = false;  ///< false: a decision that takes over another change's value, or none
    const SettleItem* settle = nullptr;  ///< set when the change decides a conflict of this register
    quint8 tier = 0;                     ///< of an option
};

/// One value that stands, with the changes that stand for it.
struct StandingSide {
    RegisterValue value;
    std::vector<int> places;   ///< the changes whose write stands
    std::vector<int> origins;  ///< whose value it is: after a "take" the taken change
    quint8 tier = 0;
};

/// What is left of all writes to one register: no side, one value, or the sides of a conflict in the order of their values.
struct RegisterOutcome {
    std::vector<StandingSide> sides;
    std::optional<StandingSide> original;  ///< under a conflict: what stood before all sides
};

/** Folds one register. The rules:

    - A write supersedes the writes in its past. Where these disagree, a plain write leaves the disagreeing ones standing (it
      is one more side), and a settling one supersedes those of them that it names: nothing unseen goes with it.
    - Beyond its past a settling write supersedes whatever it names.
    - A settling write that takes the value of a change which is not in its past, or did not write this register, does nothing.
    - A write to a merge group that names some of its fields only keeps the others as they stood in its past.
    - Writes that stand and are equal in canonical form are one side.

    Cost: O(n²) bit questions for n writes.
    @param writes by place, one a change.
*/
RegisterOutcome foldRegister(const FoldView& view, const RegisterKey& key, std::vector<RegisterWrite> writes);

/// The bytes two values of a register are compared and ordered by: canonical, without blank fields.
QByteArray canonicalBytes(const RegisterValue& value);

}  // namespace prohori
