// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"

namespace prohori {

/// One row, or the case itself, in which later facts (ApprovalScope) wait for their short review.
struct LaterRow {
    quint32 group = 0;
    RowId row;  ///< null for the fields of the case itself
    bool added = false, removed = false;
    QList<quint32> fields;  ///< outside the scope and written since, sorted; of an added row all that it has
    QList<PersonId> authors;  ///< who wrote what waits here; sorted
    bool operator==(const LaterRow&) const = default;
};

/** What state.laterFactsWaiting is about, row by row, in the order in which the rows stand: the case first, then its rows. Empty where no
    approval stands. Pure; O(items of the changes that nobody has reviewed).

    @param state fold(history).
*/
QList<LaterRow> laterRowsWaiting(const History& history, const RecordState& state);

/// What a short review given now covers: everything that the last approvals and short reviews have seen.
QList<ChangeId> reviewedHeads(const History& history, const RecordState& state);

/// May this person give the short review, with a sentence why not? Not by who wrote one of the facts that wait (four eyes), not over an open
/// conflict, and only where some wait. The same rules decide in the fold.
Result<> mayReviewLater(const History& history, const RecordState& state, PersonId person, Role role);

}  // namespace prohori
