// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/TimeZone.h"

#include "forms/expression/DateText.h"

namespace prohori {

namespace {

constexpr qint64 millisecondsADay = 86400000;

}  // namespace

TimeZone::TimeZone(const QString& name) : m_zone(name.toUtf8())
{
    if (!m_zone.isValid())
        m_zone = QTimeZone::systemTimeZone();
}

std::optional<qint64> TimeZone::dayNumber(const QString& date)
{
    const std::optional<DateParts> parts = date.size() == 10 ? readDateParts(date) : std::nullopt;
    return parts ? std::optional(parts->day) : std::nullopt;
}

std::optional<double> TimeZone::localDays(const QString& dateTime) const
{
    const std::optional<DateParts> parts = readDateParts(dateTime);
    if (!parts || !parts->hasTime)
        return std::nullopt;
    qint64 local = parts->day * millisecondsADay + parts->milliseconds;
    if (parts->hasOffset) {
        const qint64 utc = local - qint64(parts->offset) * 1000;
        local = utc + qint64(m_zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(utc, Qt::UTC))) * 1000;
    }
    return static_cast<double>(local) / static_cast<double>(millisecondsADay);
}

std::optional<QDateTime> TimeZone::parse(const QString& dateTime) const
{
    const std::optional<DateParts> parts = readDateParts(dateTime);
    if (!parts || !parts->hasTime)
        return std::nullopt;
    if (!parts->hasOffset)
        return fromLocal(QDate(1970, 1, 1).addDays(parts->day),
                         QTime::fromMSecsSinceStartOfDay(parts->milliseconds));
    const qint64 utc = parts->day * millisecondsADay + parts->milliseconds - qint64(parts->offset) * 1000;
    return QDateTime::fromMSecsSinceEpoch(utc, Qt::UTC);
}

QDate TimeZone::localDate(const QDateTime& at) const
{
    return toLocal(at).date();
}

QDateTime TimeZone::toLocal(const QDateTime& at) const
{
    return at.toTimeZone(m_zone);
}

QString TimeZone::text(const QDateTime& at) const
{
    const QDateTime local = toLocal(at);
    return local.toOffsetFromUtc(local.offsetFromUtc())
        .toString(Qt::ISODateWithMs)
        .replace(QLatin1Char('Z'), QStringLiteral("+00:00"));
}

QDateTime TimeZone::fromLocal(const QDate& date, const QTime& time) const
{
    return QDateTime(date, time, m_zone);
}

}  // namespace prohori
