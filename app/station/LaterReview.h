// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/ReviewDesk.h"
#include "core/cases/LaterFacts.h"

namespace prohori {

/// One row of a case, or the case itself (row empty), with the later facts in it that nobody has looked at.
struct LaterEntry {
    AnswerPath path;  ///< field 0
    bool added = false, removed = false;
    QStringList who;                  ///< names of those who wrote them
    QList<AnswerDifference> answers;  ///< of an added row all that it holds, in entry order
};

/// What a short review is about: these rows alone, not the rest of the case.
struct LaterReview {
    CaseView view;
    Answers before;  ///< as it was reviewed last
    QList<LaterEntry> entries;
};

/// The later facts of a case that wait for their short review; no entries where none do. Identities stay sealed. Costs two folds.
Result<LaterReview> laterReviewOf(Station& station, const RecordId& record);

}  // namespace prohori
