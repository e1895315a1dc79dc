// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormProgram.h"
#include "forms/expression/Evaluator.h"

#include <QString>

namespace prohori {

/** What a person types for a question, as the text that is stored (forms.md 4).

    Bangla digits become ASCII where a number, a date or a code is meant; dates are read day first; a choice is named by its name, its
    key or its label. What is not of the question's type comes back as typed (NFC, trimmed): it is stored all the same, and
    answerProblem() tells. `world` gives the day, the zone and the language. Never fails.
*/
QString storedAnswer(const ProgramItem& item, const QString& typed, const EvaluationWorld& world);

/** Why a stored answer is not one of its question's type: `type`, `range` or `choice`; empty when it is.

    Filters and retired choices do not matter here. A blank answer has no problem.
*/
QString answerProblem(const ProgramItem& item, const QString& answer);

/// The lowest and highest number of a range question, and its step.
struct RangeLimits {
    double least = 1, most = 10, step = 1, start = 1;
};
RangeLimits rangeLimits(const FormItem& item);

}  // namespace prohori
