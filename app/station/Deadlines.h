// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/Store.h"
#include "forms/definition/FormPackage.h"

#include <QDate>
#include <QSet>

#include <optional>

namespace prohori {

/** How long a case may stand where it stands. The clocks and the calendar are data of the form: lists `work_clock` (name, days, days_kind)
    and `holiday` (name: a date).

    Clocks: `submit` runs from the report until the case is submitted, `review` from the submission until the district decides, `ministry`
    from the district's approval until headquarters does. A clock that the form does not have gives no date. Working days are all but Fridays,
    Saturdays and holidays. O(days).
*/
class Deadlines {
public:
    explicit Deadlines(const FormPackage& package);

    /// The last day of the clock that runs for this case; nothing where none does.
    std::optional<QDate> dueOf(const CaseRow& row) const;
    /// The `days`th working day after `start`.
    QDate workingDaysAfter(QDate start, int days) const;
    bool isWorkingDay(QDate day) const;

private:
    struct WorkClock {
        int days = 0;
        bool working = false;
    };
    std::optional<QDate> dueAfter(const QString& clock, QDate start) const;

    QHash<QString, WorkClock> m_clocks;
    QSet<QDate> m_holidays;
};

}  // namespace prohori
