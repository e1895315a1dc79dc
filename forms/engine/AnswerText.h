// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormDefinition.h"

#include <QDate>
#include <QString>

#include <optional>

namespace prohori {

/// Bangla digits become ASCII digits; all else stays.
QString asciiDigits(const QString& text);
/// ASCII digits become Bangla digits, for Bangla sentences.
QString banglaDigits(const QString& text);
/// NFC, trimmed; in a one-line text line breaks become spaces, and control characters go.
QString cleanText(const QString& text, bool lines);

/// What labels are compared by: without case, spaces at the ends and forms of composition.
QString foldedLabel(const QString& text);

inline constexpr int kIntegerDigits = 9;  ///< a whole number has no more

/// The days that a full or partial date (`2024`, `2024-03`, `2024-03-05`) may mean.
struct DateSpan {
    QDate first, last;
};
/// Nothing for text of another shape.
std::optional<DateSpan> dateSpan(const QString& text);

/** Each reads what a person types and gives the stored text; nothing when it is not of that type.

    Dates: `5/3/24`, `05-03-2024`, `5.3.2024`, `2024-03-05`: day first; years of two digits are the last hundred years up to
    `today`. Partial dates also `3/2024`, `2024-03` and `2024`. Whole numbers have at most 9 digits; money up to 15 and any
    commas. Phone numbers become E.164; a number of 11 digits that begins with 0 is Bangladeshi.
*/
std::optional<QString> readDate(const QString& typed, QDate today);
std::optional<QString> readPartialDate(const QString& typed, QDate today);
std::optional<QString> readDateTime(const QString& typed);
std::optional<QString> readInteger(const QString& typed);
std::optional<QString> readMoney(const QString& typed);
std::optional<QString> readPhone(const QString& typed);
std::optional<QString> readUuid(const QString& typed);

/// The code meant by `typed`: a code, a key, or a label in any language, in this order; nothing when none or several fit.
std::optional<QString> readCode(const QList<Choice>& choices, const QString& typed);
/// Several, in the order of the list. Codes and keys are parted by spaces, labels by commas or semicolons.
std::optional<QString> readCodes(const QList<Choice>& choices, const QString& typed);

}  // namespace prohori
