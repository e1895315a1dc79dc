// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QDateTime>
#include <QString>
#include <QTimeZone>

#include <optional>

namespace prohori {

/** The zone in which local dates and times are meant, and what forms.md section 4 and 6 say of dates as text.

    Named zones (IANA) come from the system. A date is `2024-03-05`, a dateTime
    `2024-03-05T14:30:00.000+06:00` (seconds, fraction and offset may be missing; without an offset it is
    local).
*/
class TimeZone {
public:
    /// An unknown name gives the zone of the device.
    explicit TimeZone(const QString& name = {});

    /// Days from 1970-01-01 to a valid `yyyy-mm-dd`.
    static std::optional<qint64> dayNumber(const QString& date);
    /// Days and fraction of the local wall clock, for the text of a dateTime.
    std::optional<double> localDays(const QString& dateTime) const;
    std::optional<QDateTime> parse(const QString& dateTime) const;
    QDate localDate(const QDateTime& at) const;
    QDateTime toLocal(const QDateTime& at) const;
    /// `2024-03-05T14:30:00.000+06:00` in this zone.
    QString text(const QDateTime& at) const;
    QDateTime fromLocal(const QDate& date, const QTime& time) const;

private:
    QTimeZone m_zone;
};

}  // namespace prohori
