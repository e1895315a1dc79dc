// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDesk.h"

namespace prohori {

/// One answer, or one row as a whole (field 0), that differs between two states of a case.
struct AnswerDifference {
    enum Kind { Changed, RowAdded, RowRemoved };
    Kind kind = Changed;
    AnswerPath path;
    Answer from, to;
};

/// What two states of a case differ in, in entry order. Answers of rows that came or went are told by the row alone.
QList<AnswerDifference> differencesOf(const FormDefinition& form, const Answers& before,
                                      const Answers& after);

/// What was changed since somebody last decided about a case.
struct SinceDecision {
    std::optional<ActKind> decision;  ///< nothing: nobody has decided yet, everything is new
    QString who;
    Instant claimed;
    Answers before;  ///< as it was decided about
    QList<AnswerDifference> differences;
};

/// What others changed since this person last had the case open.
struct SinceLook {
    std::optional<Instant> looked;
    Answers before;
    QList<AnswerDifference> differences;
};

/// Why a case is not approved together with others: it has to be opened.
enum class AloneReason {
    None,
    NotAllowed,  ///< role, phase or four eyes: the detail says it
    Conflict,    ///< people disagree
    Query,       ///< a question is open
    Problem,     ///< errors or warnings of the form
    Checklist,   ///< a point of checklist A does not hold
    HeldBack,    ///< changes in quarantine
    Duplicate,   ///< another case may be the same: `duplicates` names it
};

struct AloneVerdict {
    AloneReason reason = AloneReason::None;
    Error error;  ///< with NotAllowed
    /// Points of checklist A that only a person can tell: to be affirmed before the case is approved.
    QList<ChecklistItem> toAffirm;
    QList<CaseRow> duplicates;  ///< with Duplicate
};

/** What a supervisor needs to decide about cases that wait. Offline; on top of CaseDesk.

    Each call reads and folds one case: some milliseconds.
*/
class ReviewDesk {
public:
    explicit ReviewDesk(Station& station) : m_station(station) {}

    /// Compares the case as it is with what the last return, query, approval or reopening was about. Identities stay sealed.
    Result<SinceDecision> sinceLastDecision(const RecordId& record) const;
    /// Compares it with what this person last saw of it; nothing where he never looked, or nothing came since.
    Result<SinceLook> sinceLastLook(const RecordId& record) const;
    /// The case as it is now was looked at.
    Result<> noteLook(const CaseView& view);
    /// The code of the safety risk; empty where nobody has told it, or this person cannot read it.
    QString riskOf(const RecordId& record) const;
    /// Whether nothing at all is open: then it may be approved with others in one step, once somebody has affirmed what only a person can
    /// tell.
    Result<AloneVerdict> mayApproveTogether(const RecordId& record) const;
    /// Approves each that may be; those that may not are left as they are. The ids of those approved.
    Result<QList<RecordId>> approveTogether(const QList<RecordId>& records);

private:
    Station& m_station;
};

}  // namespace prohori
