// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"

namespace prohori {

/** Other cases on this station that may be the same event.

    The register of a police station numbers its FIRs, so number, date and station name one FIR (dictionary: `case.fir_no`). Two cases that agree
    in all three are candidates; where the station or the date is missing in one of them, or open between people, what is left has to agree. Text is
    compared as search compares it, without regard to case and to blanks around its parts: ১২/২০২৬ is 12 / 2026. Cases that were voided
    or merged into another one are none.

    Only what travels readable is read: names take no part here. Local order of the list, newest change first; at most kMaxDuplicates. Costs a
    search, and a fold for each case in which the number stands.
*/
inline constexpr int kMaxDuplicates = 20;
Result<QList<CaseRow>> duplicateCandidates(const Station& station, const RecordState& state);

}  // namespace prohori
