// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace prohori {

/// Invented names and sentences of practice cases.
struct PracticeWords {
    QStringList givenBn, familyBn, givenEn, familyEn, towns, openings, endings;
};
const PracticeWords& practiceWords();

}  // namespace prohori
