// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/NumberText.h"

#include <QVarLengthArray>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace prohori {

namespace {

/// Copies `text` as ASCII if it has the shape of a number; false when not.
bool copyDecimal(QStringView text, QVarLengthArray<char, 64>& copy)
{
    qsizetype at = 0;
    if (text.startsWith(u'-')) {
        copy.append('-');
        ++at;
    }
    bool digits = false;
    bool point = false;
    for (; at < text.size(); ++at) {
        const char16_t unit = text[at].unicode();
        if (unit >= u'0' && unit <= u'9')
            digits = true;
        else if (unit == u'.' && !point)
            point = true;
        else
            return false;
        copy.append(static_cast<char>(unit));
    }
    return digits;
}

/// A number with so many digits that no double comes near: without whole part it is nothing, else beyond all.
double outOfRange(const QVarLengthArray<char, 64>& text)
{
    const bool negative = text[0] == '-';
    for (const char letter : text) {
        if (letter == '.')
            break;
        if (letter > '0' && letter <= '9')
            return negative ? -std::numeric_limits<double>::infinity()
                            : std::numeric_limits<double>::infinity();
    }
    return 0;
}

}  // namespace

std::optional<double> readDecimal(QStringView text)
{
    QVarLengthArray<char, 64> copy;
    if (!copyDecimal(text, copy))
        return std::nullopt;
    double number = 0;
    const auto [end, error] = std::from_chars(copy.cbegin(), copy.cend(), number, std::chars_format::fixed);
    return error == std::errc::result_out_of_range ? outOfRange(copy) : number;
}

ShortestDecimal shortestDecimal(double number)
{
    ShortestDecimal shortest;
    shortest.negative = std::signbit(number);
    std::array<char, 40> buffer{};
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(number),
                                       std::chars_format::scientific);
    const QByteArrayView text(buffer.data(), written.ptr - buffer.data());
    const qsizetype mark = text.indexOf('e');
    for (const char letter : text.first(mark)) {
        if (letter != '.')
            shortest.digits.append(letter);
    }
    while (shortest.digits.endsWith('0'))
        shortest.digits.chop(1);
    shortest.point = shortest.digits.isEmpty() ? 0 : text.sliced(mark + 1).toByteArray().toInt() + 1;
    return shortest;
}

double roundDecimal(double number, double places)
{
    if (std::isnan(places))
        return places;
    if (!std::isfinite(number) || places > 400)
        return number;
    if (places < -400)
        return 0;
    ShortestDecimal decimal = shortestDecimal(number);
    const qsizetype kept = decimal.point + static_cast<int>(std::trunc(places));
    if (kept >= decimal.digits.size())
        return number;
    if (kept < 0)
        return 0;
    const QByteArray rest = decimal.digits.mid(kept);
    const bool half = rest == "5";
    const bool up = half ? !decimal.negative : rest[0] >= '5';
    QByteArray digits = "0" + decimal.digits.left(kept);
    if (up) {
        qsizetype at = digits.size() - 1;
        for (; digits[at] == '9'; --at)
            digits[at] = '0';
        digits[at] = static_cast<char>(digits[at] + 1);
    }
    const QByteArray text =
        (decimal.negative ? "-" : "") + digits + "e" + QByteArray::number(decimal.point - kept);
    double rounded = 0;
    std::from_chars(text.cbegin(), text.cend(), rounded);
    return rounded + 0.0;  // no negative zero
}

}  // namespace prohori
