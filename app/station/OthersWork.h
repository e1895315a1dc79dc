// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/ReviewDesk.h"

namespace prohori {

/// One answer or row that came in, and by whom.
struct IncomingAnswer {
    AnswerDifference difference;
    QStringList who;
    bool inConflict = false;  ///< mine says something else: people have to decide
};

/// What others did to a case while somebody was typing in it.
struct OthersWork {
    Answers before, after;  ///< what his editing began with; what the others made of it
    QList<IncomingAnswer> answers;
    QStringList
        acts;  ///< who did what to the case as a whole: names of acts (actName) with persons, "approve\tName"
    /// What the form finds in both together and found neither in his version nor in theirs; warnings, however grave: nobody meant it.
    QList<Problem> problems;
    CaseView now;
};

/** What came into a case beside a save that was made on an older state.

    @param base what the editing began with. @param edited what it was saved as. @param mine the change that the save made; null when it
    made none. Identities stay sealed. Costs four folds.
*/
Result<OthersWork> othersWorkOf(Station& station, const CaseView& base, const Answers& edited,
                                const ChangeId& mine);

}  // namespace prohori
