// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/Roles.h"

#include <array>
#include <utility>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<std::pair<Role, QLatin1StringView>, 12> kRoles{{
    {Role::Recorder, "recorder"_L1},
    {Role::Investigator, "investigator"_L1},
    {Role::VictimOfficer, "victim_officer"_L1},
    {Role::CourtOfficer, "court_officer"_L1},
    {Role::DistrictReviewer, "district_reviewer"_L1},
    {Role::CtcSecretary, "ctc_secretary"_L1},
    {Role::PhqMonitor, "phq_monitor"_L1},
    {Role::HqAnalyst, "hq_analyst"_L1},
    {Role::HqApprover, "hq_approver"_L1},
    {Role::NgoPartner, "ngo_partner"_L1},
    {Role::Auditor, "auditor"_L1},
    {Role::Admin, "admin"_L1},
}};

}  // namespace

QString roleName(Role role)
{
    for (const auto& [known, name] : kRoles) {
        if (known == role)
            return name;
    }
    return role == Role::None ? u"none"_s : u"role-%1"_s.arg(int(role));
}

std::optional<Role> roleFromName(const QString& name)
{
    for (const auto& [role, known] : kRoles) {
        if (known == name)
            return role;
    }
    return std::nullopt;
}

QList<Role> allRoles()
{
    QList<Role> roles;
    for (const auto& [role, name] : kRoles)
        roles.append(role);
    return roles;
}

bool isNationalRole(Role role)
{
    switch (role) {
    case Role::PhqMonitor:
    case Role::HqAnalyst:
    case Role::HqApprover:
    case Role::Auditor:
    case Role::Admin: return true;
    default: return false;
    }
}

}  // namespace prohori
