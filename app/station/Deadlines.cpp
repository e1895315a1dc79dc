// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/Deadlines.h"

#include <QDateTime>

namespace prohori {

using namespace Qt::StringLiterals;

static QString limitKey(const QString& step, const QString& law)
{
    return step + u' ' + law;
}

Deadlines::Deadlines(const FormPackage& package)
{
    for (const FormChoice& choice : package.lists.value(u"holiday"_s).choices)
        m_holidays.insert(QDate::fromString(choice.name, Qt::ISODate));
    for (const FormChoice& choice : package.lists.value(u"calendar_year"_s).choices)
        m_years.insert(choice.name.toInt());
    for (const FormChoice& choice : package.lists.value(u"work_clock"_s).choices) {
        if (const auto span = spanOf(choice))
            m_clocks.insert(choice.name, *span);
    }
    for (const FormChoice& choice : package.lists.value(u"time_limit"_s).choices) {
        if (const auto span = spanOf(choice))
            m_limits.insert(limitKey(choice.cells.value(u"step"_s), choice.cells.value(u"law"_s)), *span);
    }
}

std::optional<Deadlines::Span> Deadlines::spanOf(const FormChoice& choice)
{
    bool isNumber = false;
    const int days = choice.cells.value(u"days"_s).toInt(&isNumber);
    if (!isNumber || days < 0)
        return std::nullopt;
    return Span{days, choice.cells.value(u"days_kind"_s)};
}

bool Deadlines::isWorkingDay(QDate day) const
{
    return day.dayOfWeek() != Qt::Friday && day.dayOfWeek() != Qt::Saturday && !m_holidays.contains(day);
}

QDate Deadlines::workingDaysAfter(QDate start, int days) const
{
    QDate day = start;
    for (int left = days; left > 0;) {
        day = day.addDays(1);
        left -= isWorkingDay(day) ? 1 : 0;
    }
    return day;
}

QDate Deadlines::workingDaysBefore(QDate end, int days) const
{
    QDate day = end;
    for (int left = days; left > 0;) {
        day = day.addDays(-1);
        left -= isWorkingDay(day) ? 1 : 0;
    }
    return day;
}

QDate Deadlines::after(QDate start, const Span& span) const
{
    if (span.kind == u"working"_s)
        return workingDaysAfter(start, span.days);
    return span.kind == u"month"_s ? start.addMonths(span.days) : start.addDays(span.days);
}

std::optional<QDate> Deadlines::dueAfter(const QString& clock, QDate start) const
{
    const auto found = m_clocks.constFind(clock);
    if (found == m_clocks.constEnd() || !start.isValid())
        return std::nullopt;
    return after(start, *found);
}

std::optional<QDate> Deadlines::lawDueAfter(const QString& step, const QString& law, QDate start) const
{
    const auto found = m_limits.constFind(limitKey(step, law));
    if (found == m_limits.constEnd() || !start.isValid())
        return std::nullopt;
    const QDate due = after(start, *found);
    const bool known =
        found->kind != u"working"_s || (m_years.contains(start.year()) && m_years.contains(due.year()));
    return known ? std::optional(due) : std::nullopt;
}

std::optional<QDate> Deadlines::dueOf(const CaseRow& row) const
{
    const QDate since = QDateTime::fromMSecsSinceEpoch(row.phaseSince.msSinceEpoch).date();
    switch (row.phase) {
    case RecordPhase::Draft: return dueAfter(u"submit"_s, QDate::fromString(row.reportedOn, Qt::ISODate));
    case RecordPhase::Submitted: return dueAfter(u"review"_s, since);
    case RecordPhase::DistrictApproved:
    case RecordPhase::HqReceived: return dueAfter(u"ministry"_s, since);
    default: return std::nullopt;
    }
}

std::optional<QDate> Deadlines::nearestOf(const CaseRow& row) const
{
    const auto due = dueOf(row);
    if (!row.dueOn.isValid())
        return due;
    return due ? std::min(*due, row.dueOn) : row.dueOn;
}

}  // namespace prohori
