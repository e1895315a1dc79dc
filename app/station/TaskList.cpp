// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/TaskList.h"

#include "app/station/MoveDesk.h"

#include <QDateTime>
#include <QSet>

#include <algorithm>
#include <array>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// How many of one sort are read: more than anybody does in a day.
constexpr int kMostOfASort = 100;
/// How many days before its day a date begins to wait for who does it; who looks on sees it when it is over.
constexpr int kDaysAhead = 30;
constexpr int kDaysAheadOfDistrict = 14;

QDate dayOf(Instant moment)
{
    return QDateTime::fromMSecsSinceEpoch(moment.msSinceEpoch).date();
}

/// Whose work the dates of a district are, beside the holder's.
QStringList datesOf(Role role)
{
    switch (role) {
    case Role::Investigator:
        return {u"inquiry"_s,    u"investigation"_s, u"more_time"_s,          u"search_report"_s,
                u"travel_ban"_s, u"update_arrest"_s, u"update_charge_sheet"_s};
    case Role::VictimOfficer: return {u"victim_update"_s, u"referral"_s, u"shelter_report"_s};
    case Role::CourtOfficer:
        return {u"trial"_s,  u"explanation"_s,          u"notice"_s,
                u"appeal"_s, u"update_charge_framed"_s, u"update_judgment"_s};
    default: return {};
    }
}

}  // namespace

QString taskName(TaskKind kind)
{
    static constexpr std::array kNames{"handover"_L1, "move"_L1,     "move_declined"_L1, "returned"_L1,
                                       "hq_query"_L1, "question"_L1, "conflict"_L1,      "correct"_L1,
                                       "submit"_L1,   "review"_L1,   "again"_L1,         "later"_L1,
                                       "ministry"_L1, "date"_L1};
    return kNames.at(static_cast<std::size_t>(kind));
}

class TaskList::Collector {
public:
    Collector(const Station& station, const Deadlines& deadlines)
        : m_store(station.store()),
          m_me(station.me()),
          m_deadlines(deadlines),
          m_today(station.clock().today())
    {}

    Result<> collect();
    QList<Task> take() { return std::move(m_tasks); }

private:
    bool may(Permission permission, RecordPhase phase) const
    {
        return permitted(m_me.role, permission, phase, true).has_value();
    }
    void add(TaskKind kind, const CaseRow& row, QDate due, QDate since, const QString& what = {});
    Result<> addCases(TaskKind kind, CaseFilter filter);
    Result<> addInPhase(TaskKind kind, RecordPhase phase, bool mine);
    Result<> addHeld();
    Result<> addReview();
    Result<> addDates(const DueFilter& filter);
    Result<> addAllDates();

    const Store& m_store;
    const PersonInfo m_me;
    const Deadlines& m_deadlines;
    QDate m_today;
    QList<Task> m_tasks;
    QSet<std::pair<QByteArray, QString>> m_dates;  ///< those that are in the list
};

void TaskList::Collector::add(TaskKind kind, const CaseRow& row, QDate due, QDate since, const QString& what)
{
    // What another district has is nobody's work here before it is accepted.
    if (kind != TaskKind::Move && !isNationalRole(m_me.role) && row.home != m_me.scope)
        return;
    Task task{kind, what, row, due, since, {}};
    if (due.isValid())
        task.left = static_cast<int>(m_today.daysTo(due));
    m_tasks.append(task);
}

Result<> TaskList::Collector::addCases(TaskKind kind, CaseFilter filter)
{
    filter.longestWaiting = true;
    filter.limit = kMostOfASort;
    const auto rows = m_store.cases(filter);
    if (!rows)
        return rows.error();
    for (const CaseRow& row : *rows) {
        const bool settles = kind != TaskKind::Conflict || may(Permission::Settle, row.phase);
        const bool answers = kind != TaskKind::Question || may(Permission::AnswerQuery, row.phase);
        const bool hasClock =
            kind == TaskKind::Submit || kind == TaskKind::Review || kind == TaskKind::Ministry;
        const bool isNews = kind != TaskKind::Declined || !hasSeenDeclined(m_store, m_me.person, row);
        if (settles && answers && isNews)
            add(kind, row, hasClock ? m_deadlines.dueOf(row).value_or(QDate()) : QDate(),
                dayOf(row.phaseSince));
    }
    return {};
}

Result<> TaskList::Collector::addInPhase(TaskKind kind, RecordPhase phase, bool mine)
{
    CaseFilter filter;
    filter.phase = phase;
    if (mine)
        filter.holder = m_me.person;
    return addCases(kind, filter);
}

/// What the holder of a case does with it.
Result<> TaskList::Collector::addHeld()
{
    CaseFilter offered;
    offered.offeredTo = m_me.person;
    if (auto done = addCases(TaskKind::Handover, offered); !done)
        return done;
    if (m_me.role == Role::DistrictReviewer) {
        CaseFilter moves;
        moves.movingTo = m_me.scope;
        if (auto done = addCases(TaskKind::Move, moves); !done)
            return done;
        CaseFilter declined;
        declined.onlyDeclined = true;
        if (auto done = addCases(TaskKind::Declined, declined); !done)
            return done;
    }
    if (may(Permission::Submit, RecordPhase::Returned)) {
        for (const auto& [kind, phase] : {std::pair(TaskKind::Returned, RecordPhase::Returned),
                                          std::pair(TaskKind::HqQuery, RecordPhase::HqQuery),
                                          std::pair(TaskKind::Correct, RecordPhase::Reopened)}) {
            if (auto done = addInPhase(kind, phase, true); !done)
                return done;
        }
    }
    if (may(Permission::Submit, RecordPhase::Draft)) {
        if (auto done = addInPhase(TaskKind::Submit, RecordPhase::Draft, true); !done)
            return done;
    }
    CaseFilter questions;
    questions.onlyQueries = true;
    questions.holder = m_me.person;
    if (auto done = addCases(TaskKind::Question, questions); !done)
        return done;
    CaseFilter conflicts;
    conflicts.onlyConflicts = true;
    if (m_me.role != Role::DistrictReviewer)
        conflicts.holder = m_me.person;
    return addCases(TaskKind::Conflict, conflicts);
}

Result<> TaskList::Collector::addReview()
{
    if (may(Permission::Approve, RecordPhase::Submitted)) {
        CaseFilter filter;
        filter.toDecide = true;
        filter.longestWaiting = true;
        filter.limit = kMostOfASort;
        const auto rows = m_store.cases(filter);
        if (!rows)
            return rows.error();
        for (const CaseRow& row : *rows) {
            const bool isSubmitted = row.phase == RecordPhase::Submitted;
            const TaskKind kind = isSubmitted       ? TaskKind::Review
                                : row.laterRows > 0 ? TaskKind::LaterFacts
                                                    : TaskKind::Again;
            add(kind, row, isSubmitted ? m_deadlines.dueOf(row).value_or(QDate()) : QDate(),
                dayOf(isSubmitted ? row.phaseSince : row.updated));
        }
    }
    if (!may(Permission::HqQuery, RecordPhase::HqReceived))
        return {};
    for (const RecordPhase phase : {RecordPhase::HqReceived, RecordPhase::DistrictApproved}) {
        if (auto done = addInPhase(TaskKind::Ministry, phase, false); !done)
            return done;
    }
    return {};
}

Result<> TaskList::Collector::addDates(const DueFilter& filter)
{
    const auto dues = m_store.dues(filter);
    if (!dues)
        return dues.error();
    for (const auto& [row, due] : *dues) {
        const bool isOver = due.day < m_today;
        // The explanation is asked for when the time for the trial is over.
        const bool isEarly =
            due.what == u"explanation"_s
            && m_deadlines.lawDueAfter(u"explanation"_s, {}, m_today).value_or(m_today) <= due.day;
        const std::pair key(row.record.toBytes(), due.what);
        if ((isOver && due.reminds) || isEarly || m_dates.contains(key))
            continue;
        m_dates.insert(key);
        add(TaskKind::Date, row, due.day, due.day, due.what);
    }
    return {};
}

Result<> TaskList::Collector::addAllDates()
{
    if (may(Permission::Edit, RecordPhase::Draft)) {
        DueFilter mine;
        mine.holder = m_me.person;
        mine.until = m_today.addDays(kDaysAhead);
        mine.limit = kMostOfASort;
        if (auto done = addDates(mine); !done)
            return done;
    }
    const bool looksOn = m_me.role == Role::DistrictReviewer || m_me.role == Role::PhqMonitor;
    const QStringList kinds = datesOf(m_me.role);
    if (!looksOn && kinds.isEmpty())
        return {};
    DueFilter district;
    district.kinds = kinds;
    district.until = looksOn ? m_today.addDays(-1) : m_today.addDays(kDaysAheadOfDistrict);
    district.limit = kMostOfASort;
    return addDates(district);
}

Result<> TaskList::Collector::collect()
{
    if (auto done = addHeld(); !done)
        return done;
    if (auto done = addReview(); !done)
        return done;
    if (auto done = addAllDates(); !done)
        return done;
    const auto day = [](const Task& task) { return task.due.isValid() ? task.due : task.since; };
    std::stable_sort(m_tasks.begin(), m_tasks.end(), [&](const Task& one, const Task& other) {
        return day(one) != day(other) ? day(one) < day(other)
             : one.kind != other.kind ? one.kind < other.kind
                                      : one.row.localRef < other.row.localRef;
    });
    return {};
}

TaskList::TaskList(const Station& station, const Deadlines& deadlines)
    : m_station(station),
      m_deadlines(deadlines)
{}

Result<QList<Task>> TaskList::tasks(int limit) const
{
    Collector collector(m_station, m_deadlines);
    if (auto done = collector.collect(); !done)
        return done.error();
    return collector.take().mid(0, limit);
}

}  // namespace prohori
