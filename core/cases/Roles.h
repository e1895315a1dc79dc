// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace prohori {

/// What a person is. The numbers are part of the record format; the words are those of code list `user_role`.
enum class Role : quint8 {
    None = 0,
    Recorder = 1,
    Investigator = 2,
    VictimOfficer = 3,
    CourtOfficer = 4,
    DistrictReviewer = 5,
    CtcSecretary = 6,
    PhqMonitor = 7,
    HqAnalyst = 8,
    HqApprover = 9,
    NgoPartner = 10,
    Auditor = 11,
    Admin = 12,
};

/// "district_reviewer" and back; nothing for an unknown word.
QString roleName(Role role);
std::optional<Role> roleFromName(const QString& name);
QList<Role> allRoles();

/// A part of the country: a BBS district code ("41"), or "national".
using Scope = QString;
inline const QString kNationalScope = QStringLiteral("national");

/// District roles work for one district, national ones (hq_*, phq_monitor, auditor, admin) for the nation.
bool isNationalRole(Role role);

}  // namespace prohori
