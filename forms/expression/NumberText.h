// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace prohori {

/// The number that digits stand for: `-?(d+(.d*)?|.d+)` (V1), nothing else. Too large: Infinity. No
/// allocation up to 64 characters.
std::optional<double> readDecimal(QStringView text);

/// A number as sign, digits and the place of its point: 0.digits × 10^point. The fewest digits that read back
/// as the same number.
struct ShortestDecimal {
    bool negative = false;
    QByteArray digits;  ///< without zeros at either end; empty for zero
    int point = 0;
};
/// `number` must be finite.
ShortestDecimal shortestDecimal(double number);

/// Half goes up, towards +Infinity, on the shortest decimal form; `places` decimals, may be negative.
double roundDecimal(double number, double places);

}  // namespace prohori
