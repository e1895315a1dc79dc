// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of the case list, and how they are asked for.
#pragma once

#include "core/base/Clock.h"
#include "core/cases/Change.h"
#include "core/cases/Workflow.h"

#include <QDate>
#include <QList>
#include <QString>

#include <optional>

namespace prohori {

/// One line of the case list. Nothing in it identifies anybody.
struct CaseRow {
    RecordId record;
    QString localRef;
    QString nationalRef;
    QString caseClass;  ///< code
    QString districtCode, upazilaGeo, policeStation;
    QString reportedOn;
    QString riskLevel;  ///< empty when sealed to the reader
    int victims = 0, suspects = 0;
    RecordPhase phase = RecordPhase::Draft;
    bool phaseConflict = false, changedSinceApproval = false, hasApproval = false;
    int conflicts = 0, openQueries = 0, quarantined = 0;
    PersonId creator = 0, lastSubmitter = 0;
    Instant created, updated, phaseSince;
    int unsent = 0;  ///< changes of this record that are not in custody
    qint64 key = 0;  ///< local order
    /// Errors that the form found for submission in exactly this state; nothing where nobody has counted them.
    std::optional<int> openProblems;
    int laterRows = 0;          ///< rows with later facts that wait for their short review
    QList<PersonId> holders;    ///< who has the case in hand; several where handovers met. Sorted
    QList<PersonId> offeredTo;  ///< to whom it is to be handed over, when they accept. Sorted
    Scope home;                 ///< the district that has the case
    Scope movingTo;             ///< the district that it is proposed to; empty: none
    Scope declinedBy;    ///< the district that did not want it (RecordState::declinedMove); empty: none
    QString declinedIn;  ///< id of the change that says so
    QDate dueOn;         ///< the earliest of its dates (CaseDue) but reminders, as far as they are worked out
};

/// A case that is on its way from the hub, as an index tells of it: for people to look at. It counts nowhere, and is no record.
struct ComingCase {
    RecordId record;
    QString localRef, nationalRef;
    RecordPhase phase = RecordPhase::Draft;
    Instant received;  ///< when the hub took in the last of it
    bool operator==(const ComingCase&) const = default;
};

/// A date that the law or a clock sets for a case, as worked out from what is in it. Of each kind the earliest.
struct CaseDue {
    QString what;  ///< a code: inquiry, investigation, trial …
    QDate day;
    bool reminds = false;  ///< past its day it asks for nothing: never overdue
    bool operator==(const CaseDue&) const = default;
};

/// Which dates are asked for: those up to `until`, earliest first.
struct DueFilter {
    std::optional<PersonId> holder;
    QStringList kinds;  ///< empty: all
    QDate until;
    int limit = 100;
};

/// Where the next page begins: (updated, key) of the last row shown.
struct PageKey {
    qint64 updatedMs = 0;
    qint64 key = 0;
};

struct CaseFilter {
    QString search;                    ///< words; folded as the index is
    QString phrase;                    ///< whole words of the index that follow each other, as in a number
    std::optional<RecordPhase> phase;  ///< HqReceived: approved and received by headquarters
    bool onlyConflicts = false, onlyUnsent = false, onlyChangedSinceApproval = false, onlyQueries = false;
    /// What a supervisor has to look at: submitted, or approved and changed since, or with later facts that wait.
    bool toDecide = false;
    std::optional<PersonId> creator;
    std::optional<PersonId> holder;     ///< who has it in hand
    std::optional<PersonId> offeredTo;  ///< to whom it is to be handed over
    bool onlyOffered = false;           ///< that are to be handed over to anybody
    std::optional<Scope> home;          ///< the district that has it
    bool onlyMoving = false;            ///< that are proposed to another district
    std::optional<Scope> movingTo;      ///< to which they are proposed
    bool onlyDeclined = false;          ///< that another district declined to take
    /// What stands longest in its state comes first; goes with `limit`, not with `after`.
    bool longestWaiting = false;
    std::optional<PageKey> after;
    int limit = 100;
};

}  // namespace prohori
