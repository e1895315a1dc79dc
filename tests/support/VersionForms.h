// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/CaseForm.h"
#include "forms/definition/FormShelf.h"

namespace prohori {

/** Three versions of one small form for cases, made in the test: what may change between versions changes here.

    Version 2 names `station` anew and moves it to another card, retires kind `b` for `c`, knows kind `d` no more, gives `acts` a choice, limits
    `count`, asks `means` as several, has no `old` and no `closing`, asks `added` and, with the names that fold as one, for the guardian.
    Version 3 only has another version. upgrade.json of version 2 maps act `x` to `y`.
*/
inline const QString kVersion1 = QStringLiteral("2026010101");
inline const QString kVersion2 = QStringLiteral("2027010101");
inline const QString kVersion3 = QStringLiteral("2027060101");

/// What does not compile stops the test.
FormPtr formOfMarkdown(const QString& text);

/// 1, 2 or 3.
FormPtr versionForm(int version);

FormShelfPtr versionShelf(const QList<int>& versions);
/// All three. `reads`, which must outlive it, gets each version that is read; the hash of one is "hash of " and its name.
FormShelfPtr countingShelf(QStringList& reads);

}  // namespace prohori
