// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/SeededRandom.h"

#include <QByteArray>

namespace prohori {

inline constexpr qsizetype kDamagedPage = 4096;

/// What a disk, a power cut or a person with a file manager does to a file.
enum class DamageKind {
    Bit,
    Byte,
    SectorZeroed,
    SectorOfOthers,
    PageZeroed,
    PageOther,
    PagesSwapped,
    Truncated,
    Emptied,
    Replaced,  ///< by as many bytes of nothing known
    PageOld,
    RolledBack,
};

DamageKind anyDamage(SeededRandom& random);
const char* damageName(DamageKind kind);

/// `bytes` with damage of this kind, or something smaller where they are too short for it. `older` is what the file held once.
QByteArray damaged(QByteArray bytes, const QByteArray& older, DamageKind kind, SeededRandom& random);

}  // namespace prohori
