// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"

namespace prohori {

/** Whether the file of a paper may leave the district. The Ministry knows of papers only what they are; it gets the file itself where a row that
    names it says "may leave the district", both in what the district's reviewer last approved and now, without a conflict about it.

    The hub asks this before it gives, the station before it wants: so it is pure, and needs no key, for that answer is a statistical one.
    Cost: two folds.
*/
bool mayLeaveDistrict(const History& history, const AttachmentId& file);

}  // namespace prohori
