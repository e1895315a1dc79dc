// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace prohori {

/// The functions of forms.md 6.3, in the order of that table.
struct FunctionSignature {
    const char* name;
    int least = 0;                ///< arguments
    int most = 0;                 ///< -1 = any number
    bool volatileResult = false;  ///< today, now, random, uuid: nothing in the form makes its result change
    bool boolean = false;         ///< gives true or false
};

/// Place in the table, or -1. O(1).
int findFunction(const QString& name);
const FunctionSignature& functionAt(int place);
int functionCount();
/// Names that are known and not supported yet (area, distance …).
bool isReservedFunction(const QString& name);

/// The candidate nearest to `word` within edit distance 2 (case does not count), or empty. The first of
/// equals.
QString nearestWord(const QString& word, const QStringList& candidates);

}  // namespace prohori
