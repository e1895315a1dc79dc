// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/Evaluation.h"

namespace prohori {

/** The calculations of the TIP/SOM form, by field id. A form without these fields gets none.

    case: initial_class (today's class until another is known), victims_recorded, elements_met. victim: person_seq, majority,
    majority_at_offence, age_group, exploitation_group (by the lists' `reported_as`), exploitation_months. suspect: majority.
    investigation.due_on under the Ordinance of 2026, trial.appeal_due_on, service.six_month_report_due. Deadlines in working days wait for the
    calendar of holidays and are left blank.
*/
QHash<quint32, Calculator> caseCalculations(const FormDefinition& form);

}  // namespace prohori
