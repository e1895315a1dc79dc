// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QString>

#include <memory>

namespace prohori {

/** The patterns of regex(): what PCRE and ECMAScript have in common, and the **whole** text must match.

    Groups are `(…)`, `(?:…)`, `(?=…)`, `(?!…)`, `(?<…)` and flags `(?i)`. A match gives up after 100,000
    tries (SEC-85); that is an error, not "does not match". A pattern of more than 4096 characters is refused.
*/
struct Pattern {
    std::shared_ptr<const QRegularExpression> compiled;  ///< nullptr: not valid
    QString why;                                         ///< what is wrong with it
};

/// Costs some 10 µs.
Pattern compilePattern(const QString& pattern);

enum class PatternMatch { No, Yes, TooHard };
PatternMatch matchPattern(const QRegularExpression& compiled, const QString& text);

}  // namespace prohori
