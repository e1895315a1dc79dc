// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/Deadlines.h"

#include <QDateTime>

namespace prohori {

using namespace Qt::StringLiterals;

Deadlines::Deadlines(const FormPackage& package)
{
    for (const FormChoice& choice : package.lists.value(u"holiday"_s).choices)
        m_holidays.insert(QDate::fromString(choice.name, Qt::ISODate));
    for (const FormChoice& choice : package.lists.value(u"work_clock"_s).choices) {
        const int days = choice.cells.value(u"days"_s).toInt();
        if (days > 0)
            m_clocks.insert(choice.name, {days, choice.cells.value(u"days_kind"_s) == u"working"_s});
    }
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

std::optional<QDate> Deadlines::dueAfter(const QString& clock, QDate start) const
{
    const auto found = m_clocks.constFind(clock);
    if (found == m_clocks.constEnd() || !start.isValid())
        return std::nullopt;
    return found->working ? workingDaysAfter(start, found->days) : start.addDays(found->days);
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

}  // namespace prohori
