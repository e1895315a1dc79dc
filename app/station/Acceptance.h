// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"

namespace prohori {

/** Checklist B, acceptance at the Ministry: the points of the form, with what the program knows besides the answers.

    Whether the statistical questions that must be answered are answered is what the form finds missing; whether the type of case was changed
    is told by the history, not by what the officer says. What is left (`holds` empty) only a person can tell.
*/
Result<QList<ChecklistItem>> acceptanceChecklist(const Station& station, const CaseView& view);

}  // namespace prohori
