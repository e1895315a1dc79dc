// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/Store.h"
#include "forms/definition/FormPackage.h"

#include <QDate>
#include <QSet>

#include <optional>

namespace prohori {

/** How long a case may stand where it stands. The clocks, the limits of the law and the calendar are data of the form: lists `work_clock`
    (name, days, days_kind), `time_limit` (step, law, days, days_kind), `calendar_year` (the years whose holidays are known) and `holiday`
    (name: a date). A kind is `calendar`, `working` or `month`.

    Clocks: `submit` runs from the report until the case is submitted, `review` from the submission until the district decides, `ministry`
    from the district's approval until headquarters does; CaseDues knows the others. A clock that the form does not have gives no date.
    Working days are all but Fridays, Saturdays and holidays. O(days).
*/
class Deadlines {
public:
    explicit Deadlines(const FormPackage& package);

    /// The last day of the clock that runs for this case; nothing where none does.
    std::optional<QDate> dueOf(const CaseRow& row) const;
    /// The nearer of dueOf() and what the law sets for the case (CaseRow::dueOn).
    std::optional<QDate> nearestOf(const CaseRow& row) const;
    /// The last day of a clock that began on `start`.
    std::optional<QDate> dueAfter(const QString& clock, QDate start) const;
    /// The same for a limit of the law; `law` is empty for one that all laws have. Nothing where working days run into a year without calendar.
    std::optional<QDate> lawDueAfter(const QString& step, const QString& law, QDate start) const;
    /// The `days`th working day after `start`.
    QDate workingDaysAfter(QDate start, int days) const;
    /// The `days`th working day before `end`.
    QDate workingDaysBefore(QDate end, int days) const;
    bool isWorkingDay(QDate day) const;

private:
    struct Span {
        int days = 0;
        QString kind;
    };
    static std::optional<Span> spanOf(const FormChoice& choice);
    QDate after(QDate start, const Span& span) const;

    QHash<QString, Span> m_clocks;
    QHash<QString, Span> m_limits;  ///< "step law"
    QSet<QDate> m_holidays;
    QSet<int> m_years;
};

}  // namespace prohori
