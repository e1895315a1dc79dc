// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <array>

namespace prohori {

/** The few fields that the store itself reads, by their stable ids.

    A group has the number of its place in the data dictionary (case 1, victim 2 … monthly_return 18); a field
    is group * 100 plus its place within the group, counted from 1. Ids are never reused. Only statistical
    fields stand here: what identifies somebody is sealed before it reaches the store, and is never asked for
    by it.
*/
namespace field {

inline constexpr quint32 kCaseGroup = 1;
inline constexpr quint32 kVictimGroup = 2;
inline constexpr quint32 kSuspectGroup = 4;

inline constexpr quint32 kNationalRef = 103;
inline constexpr quint32 kDistrictCode = 104;
inline constexpr quint32 kUpazilaGeo = 105;
inline constexpr quint32 kPoliceStation = 106;
inline constexpr quint32 kCaseClass = 107;
inline constexpr quint32 kReportedOn = 114;
inline constexpr quint32 kGdNo = 118;
inline constexpr quint32 kTribunalComplaintNo = 120;
inline constexpr quint32 kFirNo = 123;
inline constexpr quint32 kFirDate = 124;
inline constexpr quint32 kRiskLevel = 147;
inline constexpr quint32 kPlaceName = 610;
inline constexpr quint32 kReportNo = 717;
inline constexpr quint32 kCourtCaseNo = 905;

/// What full-text search covers, besides the local and the national reference. An allow-list: a field that is
/// not named here is not searched, whatever stands in it.
inline constexpr std::array kSearched{kDistrictCode, kUpazilaGeo,          kPoliceStation, kCaseClass,
                                      kGdNo,         kTribunalComplaintNo, kFirNo,         kPlaceName,
                                      kReportNo,     kCourtCaseNo};

}  // namespace field

}  // namespace prohori
