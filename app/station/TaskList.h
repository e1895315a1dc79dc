// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/CaseDues.h"
#include "app/station/Station.h"

#include <QDate>
#include <QList>

#include <optional>

namespace prohori {

/// What somebody has to do. The words are those of JSON.
enum class TaskKind {
    Handover,    ///< decide whether to take over a case
    Move,        ///< decide whether the district takes a case that another one proposes to it
    Declined,    ///< another district does not take a case: see why, and decide what becomes of it
    Returned,    ///< answer the remarks, and submit again
    HqQuery,     ///< answer the Ministry's question
    Question,    ///< answer a question on a field
    Conflict,    ///< settle what two wrote differently
    Correct,     ///< correct a reopened case, and submit it
    Submit,      ///< submit a draft
    Review,      ///< approve or return
    Again,       ///< approved and changed since: look again
    LaterFacts,  ///< the short review of later facts
    Ministry,    ///< accept or query
    Date,        ///< a date of the law or a clock: `what` (CaseDues)
};
QString taskName(TaskKind kind);

struct Task {
    TaskKind kind = TaskKind::Date;
    QString what;  ///< Date: the kind of CaseDue; else empty
    CaseRow row;
    QDate due;                ///< invalid where no clock runs
    QDate since;              ///< from when on it waits
    std::optional<int> left;  ///< days until it is due; below 0 when it is overdue
};

/** What waits for the person of a station, by urgency: by the day on which it is due; what has no such day stands by the day from which on it
    waits.

    Who holds a case (CaseRow::holders) gets its returns, questions, conflicts, drafts and dates; a district reviewer what is to be reviewed,
    conflicts and overdue dates of the district; investigators, victim and court officers the dates of their work in the district;
    and the cases that other districts propose to his or do not take from it; headquarters what is to be checked; the monitoring cell what is overdue. Everybody gets the cases that are offered to him.

    Reads columns and tables of the store only, never a fold, and of each sort the most urgent ones: a few milliseconds at 50,000 cases.
    Dates come as far as workOutDues() has come.
*/
class TaskList {
public:
    /// `station` and `deadlines` outlive it. The clock is the station's.
    TaskList(const Station& station, const Deadlines& deadlines);

    Result<QList<Task>> tasks(int limit = 200) const;

private:
    class Collector;
    const Station& m_station;
    const Deadlines& m_deadlines;
};

}  // namespace prohori
