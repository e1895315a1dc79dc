// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"

namespace prohori {

/// Why this person may not approve a record that stands like this: a code of IneffectiveAct, empty when he may. Looks at state
/// conflicts, authorship, conflicts, questions and attachments, not at role and phase. Inside core/cases only.
QString approvalObstacle(const RecordState& state, PersonId person, const ApprovalScope& scope);

}  // namespace prohori
