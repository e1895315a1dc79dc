// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/Functions.h"

#include "forms/expression/DateText.h"
#include "forms/expression/ExpressionFaults.h"

#include <array>
#include <cmath>
#include <limits>

namespace prohori {

namespace {

constexpr double dayMilliseconds = 86400000;
/// Days from 1970-01-01 to the first day of year 1 and to the last of year 9999.
constexpr double firstDay = -719162;
constexpr double lastDay = 2932896;

enum class MomentKind { Blank, Date, DateTime };

/// What the argument of a date function is. A number is the wall clock of this zone: whole days are a date.
struct Moment {
    MomentKind kind = MomentKind::Blank;
    qint64 day = 0;  ///< local
    QDateTime at;    ///< local; a date is its midnight
};

Moment localMoment(MomentKind kind, const TimeZone& zone, qint64 day, int milliseconds)
{
    const QDate date = QDate(1970, 1, 1).addDays(day);
    return {kind, day, zone.fromLocal(date, QTime::fromMSecsSinceStartOfDay(milliseconds))};
}

/// Blank text and NaN, which is what arithmetic makes of a blank, are Blank. Anything else that is no date is
/// a fault, and Blank.
Moment readMoment(FunctionCall& call, size_t place)
{
    const TimeZone& zone = call.work.world().zone();
    const Item value = call.item(place);
    const auto bad = [&call, place]() -> Moment {
        const ExpressionNode& argument = call.argument(place);
        call.work.fail(FaultOf::badDate(argument.offset, call.work.describe(argument)));
        return {};
    };
    if (std::holds_alternative<bool>(value))
        return bad();
    if (const auto* number = std::get_if<double>(&value)) {
        if (std::isnan(*number))
            return {};
        if (*number < firstDay || *number >= lastDay + 1)
            return bad();
        const double ticks = std::round(*number * dayMilliseconds);
        const double day = std::floor(ticks / dayMilliseconds);
        const auto rest = static_cast<int>(ticks - day * dayMilliseconds);
        const MomentKind kind = rest == 0 ? MomentKind::Date : MomentKind::DateTime;
        return localMoment(kind, zone, static_cast<qint64>(day), rest);
    }
    const QString text = call.work.toText(value).trimmed();
    if (text.isEmpty())
        return {};
    const std::optional<DateParts> parts = readDateParts(text);
    if (!parts)
        return bad();
    if (!parts->hasOffset)
        return localMoment(parts->hasTime ? MomentKind::DateTime : MomentKind::Date, zone, parts->day,
                           parts->milliseconds);
    const QDateTime local = zone.toLocal(zone.parse(text).value_or(QDateTime()));
    return {MomentKind::DateTime, QDate(1970, 1, 1).daysTo(local.date()), local};
}

Item today(FunctionCall& call)
{
    const EvaluationWorld& world = call.work.world();
    return world.zone().localDate(world.now()).toString(Qt::ISODate);
}

Item now(FunctionCall& call)
{
    const EvaluationWorld& world = call.work.world();
    return world.zone().text(world.now());
}

Item date(FunctionCall& call)
{
    const Moment moment = readMoment(call, 0);
    return moment.kind == MomentKind::Blank ? QString() : dateText(moment.day);
}

Item dateTime(FunctionCall& call)
{
    const Moment moment = readMoment(call, 0);
    return moment.kind == MomentKind::Blank ? QString() : call.work.world().zone().text(moment.at);
}

Item format(FunctionCall& call)
{
    const Moment moment = readMoment(call, 0);
    const QString pattern = call.text(1);
    if (const auto bad = badFormatCode(pattern)) {
        call.work.fail(FaultOf::badFormat(call.argument(1).offset, *bad));
        return QString();
    }
    return moment.kind == MomentKind::Blank ? QString()
                                            : formatDate(moment.at, pattern, call.work.world().language());
}

Item decimalDateTime(FunctionCall& call)
{
    const Moment moment = readMoment(call, 0);
    if (moment.kind == MomentKind::Blank)
        return notANumber;
    return static_cast<double>(moment.at.toMSecsSinceEpoch()) / dayMilliseconds;
}

Item decimalTime(FunctionCall& call)
{
    const TimeZone& zone = call.work.world().zone();
    const QString text = call.text(0).trimmed();
    if (text.isEmpty())
        return notANumber;
    if (const std::optional<double> days = zone.localDays(text))
        return *days - std::floor(*days);
    std::optional<DateParts> parts = readTimeParts(text);
    if (!parts) {
        call.work.fail(FaultOf::badDate(call.argument(0).offset, call.work.describe(call.argument(0))));
        return notANumber;
    }
    double milliseconds = parts->milliseconds;
    if (parts->hasOffset)
        milliseconds += (zone.toLocal(call.work.world().now()).offsetFromUtc() - parts->offset) * 1000.0;
    const double days = milliseconds / dayMilliseconds;
    return days - std::floor(days);
}

constexpr std::array dateEntries{
    FunctionEntry{"today", today},
    FunctionEntry{"now", now},
    FunctionEntry{"date", date},
    FunctionEntry{"date-time", dateTime},
    FunctionEntry{"format-date", format},
    FunctionEntry{"format-date-time", format},
    FunctionEntry{"decimal-date-time", decimalDateTime},
    FunctionEntry{"decimal-time", decimalTime},
};

}  // namespace

std::span<const FunctionEntry> dateFunctions()
{
    return dateEntries;
}

}  // namespace prohori
