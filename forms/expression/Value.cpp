// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/Value.h"

#include "forms/expression/ExpressionLexer.h"
#include "forms/expression/NumberText.h"
#include "forms/expression/TimeZone.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

QString numberText(double number)
{
    if (std::isnan(number))
        return u"NaN"_s;
    if (std::isinf(number))
        return number < 0 ? u"-Infinity"_s : u"Infinity"_s;
    if (std::abs(number) < 1e15 && std::trunc(number) == number)
        return QString::number(static_cast<qint64>(number));
    const ShortestDecimal decimal = shortestDecimal(number);
    QByteArray text = decimal.digits;
    if (decimal.point <= 0)
        text = "0." + QByteArray(-decimal.point, '0') + text;
    else if (decimal.point < text.size())
        text.insert(decimal.point, '.');
    else
        text += QByteArray(decimal.point - text.size(), '0');
    return QString::fromLatin1(decimal.negative ? "-" + text : text);
}

double numberOf(const QString& text, const TimeZone& zone)
{
    QStringView view(text);
    while (!view.isEmpty() && isBlankCharacter(view.front()))
        view = view.mid(1);
    while (!view.isEmpty() && isBlankCharacter(view.back()))
        view.chop(1);
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    if (view.isEmpty())
        return none;
    if (const std::optional<double> number = readDecimal(view))
        return *number;
    const QString trimmed = view.size() == text.size() ? text : view.toString();
    if (view.size() == 10) {
        const std::optional<qint64> day = TimeZone::dayNumber(trimmed);
        return day ? static_cast<double>(*day) : none;
    }
    return zone.localDays(trimmed).value_or(none);
}

QString Value::toText() const
{
    if (const auto* text = std::get_if<QString>(&m_state))
        return *text;
    if (const auto* number = std::get_if<double>(&m_state))
        return numberText(*number);
    if (const auto* boolean = std::get_if<bool>(&m_state))
        return *boolean ? u"true"_s : u"false"_s;
    return nodes().empty() ? QString() : nodes().front()->text;
}

double Value::toNumber(const TimeZone& zone) const
{
    if (const auto* number = std::get_if<double>(&m_state))
        return *number;
    if (const auto* boolean = std::get_if<bool>(&m_state))
        return *boolean ? 1 : 0;
    return numberOf(toText(), zone);
}

bool Value::toBoolean() const
{
    if (const auto* boolean = std::get_if<bool>(&m_state))
        return *boolean;
    if (const auto* number = std::get_if<double>(&m_state))
        return *number != 0 && !std::isnan(*number);
    if (const auto* text = std::get_if<QString>(&m_state))
        return !text->isEmpty();
    return std::any_of(nodes().begin(), nodes().end(),
                       [](const FormNode* node) { return !node->text.isEmpty(); });
}

}  // namespace prohori
