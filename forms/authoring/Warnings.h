// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/RuleCheck.h"

namespace prohori {

struct WarningInput {
    const Workbook& workbook;
    const SurveyTable& survey;
    const ChoicesTable& choices;
    const FormSettings& settings;
    const RuleCheck& rules;
};

/** What an author should look at though the form compiles: W01, W03, W05 to W10, W12, W13 (forms.md 13).

    W02, W04 and W11 are told where sheets are read.
*/
void warn(const WarningInput& input, MessageList& messages);

/// W05 to W10: the part that looks at one expression after the other.
void warnOfRules(const RuleCheck& rules, MessageList& messages);

}  // namespace prohori
