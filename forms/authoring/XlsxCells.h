// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

#include <optional>

class QXmlStreamReader;

namespace prohori {

/// `AB12` → 27 (columns count from 0); nothing for what is no cell reference within the 16,384 columns of the format.
std::optional<int> xlsxColumn(QStringView reference);
/// 27 → `AB`.
QString xlsxColumnName(int column);

/// A stored number as forms.md 2.1 wants it: whole numbers without a point, others in their shortest decimal form, never an exponent.
/// What is no finite number stays as it is.
QString xlsxNumber(const QString& stored);

/// Undoes and does `_xHHHH_`, the format's own way to write characters that XML does not allow.
QString decodeXlsxText(const QString& text);
QString encodeXlsxText(const QString& text);

/** The text of the element that was just entered, up to its end: of `si` and `is` every `t` in order, with the phonetic runs left out; of any
    other the characters in it. Nothing once it is longer than `limit` characters.
*/
std::optional<QString> readXlsxText(QXmlStreamReader& xml, qsizetype limit);

}  // namespace prohori
