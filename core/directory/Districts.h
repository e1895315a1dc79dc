// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Roles.h"

namespace prohori {

/// One of the 64 districts of Bangladesh by its two-digit BBS code.
bool isDistrictCode(const Scope& scope);
/// All 64, sorted.
QList<Scope> districtCodes();

}  // namespace prohori
