// SPDX-License-Identifier: GPL-3.0-or-later
#include "Damage.h"

#include "tests/core/directory/People.h"

#include <algorithm>
#include <array>

namespace prohori {

namespace {

constexpr qsizetype kSector = 512;
constexpr std::array kNames = {"bit",         "byte",       "sector zeroed", "sector of others",
                               "page zeroed", "page other", "pages swapped", "truncated",
                               "emptied",     "replaced",   "page old",      "rolled back"};

}  // namespace

DamageKind anyDamage(SeededRandom& random)
{
    return DamageKind(random.below(int(kNames.size())));
}

const char* damageName(DamageKind kind)
{
    return kNames[std::size_t(kind)];
}

QByteArray damaged(QByteArray bytes, const QByteArray& older, DamageKind kind, SeededRandom& random)
{
    if (bytes.isEmpty())
        return bytes;
    const int at = random.below(int(bytes.size()));
    const int pages = int(bytes.size() / kDamagedPage);
    const auto page = [&bytes](qsizetype number) { return bytes.mid(number * kDamagedPage, kDamagedPage); };
    const auto put = [&bytes](qsizetype where, const QByteArray& with) {
        bytes.replace(where, std::min(with.size(), bytes.size() - where), with.left(bytes.size() - where));
    };
    switch (kind) {
    case DamageKind::Byte: bytes[at] = char(bytes[at] + 1 + random.below(255)); return bytes;
    case DamageKind::SectorZeroed: put(at / kSector * kSector, QByteArray(kSector, '\0')); return bytes;
    case DamageKind::SectorOfOthers: put(at / kSector * kSector, random.bytes(kSector)); return bytes;
    case DamageKind::PageZeroed:
        put(at / kDamagedPage * kDamagedPage, QByteArray(kDamagedPage, '\0'));
        return bytes;
    case DamageKind::PageOther:
    case DamageKind::PagesSwapped: {
        if (pages < 2)
            break;
        const int one = random.below(pages), other = (one + 1 + random.below(pages - 1)) % pages;
        const QByteArray first = page(one), second = page(other);
        put(one * kDamagedPage, second);
        if (kind == DamageKind::PagesSwapped)
            put(other * kDamagedPage, first);
        return bytes;
    }
    case DamageKind::Truncated: return bytes.left(at);
    case DamageKind::Emptied: return {};
    case DamageKind::Replaced: return random.bytes(bytes.size());
    case DamageKind::PageOld: {
        const qsizetype where = at / kDamagedPage * kDamagedPage;
        if (older.size() < where + kDamagedPage)
            break;
        put(where, older.mid(where, kDamagedPage));
        return bytes;
    }
    case DamageKind::RolledBack: return older.isEmpty() ? bytes : older;
    default: break;
    }
    return withFlippedBit(bytes, at, random.below(8));
}

}  // namespace prohori
