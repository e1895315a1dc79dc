// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/Districts.h"

#include <algorithm>
#include <array>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

// clang-format off
constexpr std::array<QLatin1StringView, 64> kDistricts{
    "01"_L1, "03"_L1, "04"_L1, "06"_L1, "09"_L1, "10"_L1, "12"_L1, "13"_L1, "15"_L1, "18"_L1, "19"_L1, "22"_L1,
    "26"_L1, "27"_L1, "29"_L1, "30"_L1, "32"_L1, "33"_L1, "35"_L1, "36"_L1, "38"_L1, "39"_L1, "41"_L1, "42"_L1,
    "44"_L1, "46"_L1, "47"_L1, "48"_L1, "49"_L1, "50"_L1, "51"_L1, "52"_L1, "54"_L1, "55"_L1, "56"_L1, "57"_L1,
    "58"_L1, "59"_L1, "61"_L1, "64"_L1, "65"_L1, "67"_L1, "68"_L1, "69"_L1, "70"_L1, "72"_L1, "73"_L1, "75"_L1,
    "76"_L1, "77"_L1, "78"_L1, "79"_L1, "81"_L1, "82"_L1, "84"_L1, "85"_L1, "86"_L1, "87"_L1, "88"_L1, "89"_L1,
    "90"_L1, "91"_L1, "93"_L1, "94"_L1};
// clang-format on

}  // namespace

bool isDistrictCode(const Scope& scope)
{
    return std::find(kDistricts.begin(), kDistricts.end(), scope) != kDistricts.end();
}

QList<Scope> districtCodes()
{
    return {kDistricts.begin(), kDistricts.end()};
}

}  // namespace prohori
