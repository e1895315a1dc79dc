// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/Deadlines.h"
#include "forms/engine/FormEngine.h"

namespace prohori {

class Station;

/// In which state the case is whose dates are asked for.
struct DueState {
    RecordPhase phase = RecordPhase::Draft;
    QDate phaseSince;
    bool laterFactsWaiting = false;
};

/** The dates that the law and the clocks set for a case, from its answers; of each kind the earliest, in the order of the days. A pure
    function, and the day on which it is asked plays no part. Only what still waits: a trial with an outcome is none.

    inquiry, investigation, more_time (the request, 3 working days before), search_report, trial, explanation (after it), notice (to an
    accused who is absent), appeal, travel_ban, shelter_report, victim_update, referral, and update_arrest, update_charge_sheet,
    update_charge_framed, update_judgment: the facts after which the case is brought up to date and handed in.
    Costs the calculations of the form: a few milliseconds.
*/
QList<CaseDue> duesOf(const FormEngine& engine, const Answers& answers, const DueState& state,
                      const Deadlines& deadlines);

/// Works out and keeps the dates of up to `limit` cases that have none yet; how many it took, 0 when all have theirs. For idle time.
Result<int> workOutDues(Station& station, const Deadlines& deadlines, int limit);

}  // namespace prohori
