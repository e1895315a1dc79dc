// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/Store.h"

namespace prohori {

/// Cases without content (Store::removeWhatIsDue) whose local or national number holds what was typed, the newest
/// first; small letters and Bangla digits are fine. Nothing for less than kLeastTyped characters.
Result<QList<GoneRecord>> goneByNumber(const Store& store, const QString& typed);
inline constexpr qsizetype kLeastTyped = 4;
/// Likewise of the cases that are on their way (Store::takeComing): at most kMostComingShown, the latest first.
Result<QList<ComingCase>> comingByNumber(const Store& store, const QString& typed);
inline constexpr int kMostComingShown = 20;

}  // namespace prohori
