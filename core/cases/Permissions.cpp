// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/Workflow.h"

#include <algorithm>
#include <array>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

using enum RecordPhase;
using Phases = quint32;  ///< a set: bit n is the phase with number n

template <typename... Some>
constexpr Phases set(Some... phases)
{
    return (Phases(0) | ... | (Phases(1) << int(phases)));
}

constexpr Phases kApproved = set(DistrictApproved, HqReceived, HqAccepted);
constexpr Phases kOpen = kApproved | set(Draft, Submitted, Returned, HqQuery, Reopened);
constexpr Phases kAll = kOpen | set(Frozen, Merged, Void);

struct Right {
    Permission what;
    Role who;
    Phases when;
};

// Who may do what in which phase. What stands nowhere here is denied.
constexpr Right kRights[] = {
    {Permission::Create, Role::Recorder, set(Draft)},

    // An edit after approval is possible and shows: the record is then "changed since approval".
    {Permission::Edit, Role::Recorder, kOpen},
    {Permission::Edit, Role::Investigator, kOpen},
    {Permission::Edit, Role::VictimOfficer, kOpen},
    {Permission::Edit, Role::CourtOfficer, kOpen},
    {Permission::Edit, Role::DistrictReviewer, kOpen},

    {Permission::Submit, Role::Recorder, kApproved | set(Draft, Returned, HqQuery, Reopened)},
    {Permission::Submit, Role::Investigator, set(Draft)},
    {Permission::Recall, Role::Recorder, set(Submitted)},
    {Permission::Recall, Role::Investigator, set(Submitted)},

    {Permission::Return, Role::DistrictReviewer, set(Submitted)},
    {Permission::Approve, Role::DistrictReviewer, set(Submitted)},
    {Permission::Reopen, Role::DistrictReviewer, kApproved},
    {Permission::Reopen, Role::HqApprover, set(Frozen)},
    {Permission::ReviewLater, Role::DistrictReviewer, kApproved | set(Frozen)},
    {Permission::Void, Role::DistrictReviewer, set(Draft, Submitted, Returned)},
    {Permission::Merge, Role::DistrictReviewer, kOpen},
    {Permission::Merge, Role::HqApprover, kOpen},

    {Permission::HqQuery, Role::HqAnalyst, set(DistrictApproved, HqReceived)},
    {Permission::HqQuery, Role::HqApprover, set(DistrictApproved, HqReceived)},
    {Permission::Accept, Role::HqApprover, set(DistrictApproved, HqReceived)},
    {Permission::Freeze, Role::HqApprover, set(HqAccepted)},

    // A draft is its officers' own affair; from the submission on the reviewer decides between two values.
    {Permission::Settle, Role::Recorder, set(Draft, Returned, HqQuery, Reopened)},
    {Permission::Settle, Role::Investigator, set(Draft, Returned, HqQuery, Reopened)},
    {Permission::Settle, Role::DistrictReviewer, kOpen},

    {Permission::OpenQuery, Role::DistrictReviewer, kOpen},
    {Permission::OpenQuery, Role::HqAnalyst, kApproved | set(HqQuery)},
    {Permission::OpenQuery, Role::HqApprover, kApproved | set(HqQuery)},
    {Permission::AnswerQuery, Role::Recorder, kOpen},
    {Permission::AnswerQuery, Role::Investigator, kOpen},
    {Permission::AnswerQuery, Role::VictimOfficer, kOpen},
    {Permission::AnswerQuery, Role::CourtOfficer, kOpen},
    {Permission::AnswerQuery, Role::DistrictReviewer, kOpen},

    {Permission::Remark, Role::Recorder, kOpen},
    {Permission::Remark, Role::Investigator, kOpen},
    {Permission::Remark, Role::VictimOfficer, kOpen},
    {Permission::Remark, Role::CourtOfficer, kOpen},
    {Permission::Remark, Role::DistrictReviewer, kOpen},

    // Who may edit may hold a case. A frozen one, too: it may be opened again long after its officer has left.
    {Permission::HandOver, Role::Recorder, kOpen | set(Frozen)},
    {Permission::HandOver, Role::Investigator, kOpen | set(Frozen)},
    {Permission::HandOver, Role::VictimOfficer, kOpen | set(Frozen)},
    {Permission::HandOver, Role::CourtOfficer, kOpen | set(Frozen)},
    {Permission::HandOver, Role::DistrictReviewer, kOpen | set(Frozen)},
    {Permission::TakeOver, Role::Recorder, kOpen | set(Frozen)},
    {Permission::TakeOver, Role::Investigator, kOpen | set(Frozen)},
    {Permission::TakeOver, Role::VictimOfficer, kOpen | set(Frozen)},
    {Permission::TakeOver, Role::CourtOfficer, kOpen | set(Frozen)},
    {Permission::TakeOver, Role::DistrictReviewer, kOpen | set(Frozen)},

    {Permission::ReadIdentity, Role::Recorder, kAll},
    {Permission::ReadIdentity, Role::Investigator, kAll},
    {Permission::ReadIdentity, Role::VictimOfficer, kAll},
    {Permission::ReadIdentity, Role::DistrictReviewer, kAll},
    {Permission::ReadSensitive, Role::Recorder, kAll},
    {Permission::ReadSensitive, Role::Investigator, kAll},
    {Permission::ReadSensitive, Role::VictimOfficer, kAll},
    {Permission::ReadSensitive, Role::DistrictReviewer, kAll},
    {Permission::ReadSensitive, Role::HqApprover, kAll},
    {Permission::ReadSensitive, Role::PhqMonitor, kAll},
};

struct Word {
    Permission permission;
    QLatin1StringView name;
    QLatin1StringView verb;  ///< "Only … may <verb> a record"
};

constexpr std::array<Word, 21> kWords{{
    {Permission::Create, "create"_L1, "create"_L1},
    {Permission::Edit, "edit"_L1, "edit"_L1},
    {Permission::Submit, "submit"_L1, "submit"_L1},
    {Permission::Recall, "recall"_L1, "take back"_L1},
    {Permission::Return, "return"_L1, "return"_L1},
    {Permission::Approve, "approve"_L1, "approve"_L1},
    {Permission::Reopen, "reopen"_L1, "reopen"_L1},
    {Permission::HqQuery, "query"_L1, "send a query about"_L1},
    {Permission::Accept, "accept"_L1, "accept"_L1},
    {Permission::Freeze, "freeze"_L1, "freeze"_L1},
    {Permission::Void, "void"_L1, "void"_L1},
    {Permission::Merge, "merge"_L1, "merge"_L1},
    {Permission::ReviewLater, "review_later"_L1, "review the later facts of"_L1},
    {Permission::Settle, "settle"_L1, "settle a conflict in"_L1},
    {Permission::OpenQuery, "open_query"_L1, "open a question in"_L1},
    {Permission::AnswerQuery, "answer_query"_L1, "answer a question in"_L1},
    {Permission::Remark, "remark"_L1, "add a remark to"_L1},
    {Permission::ReadIdentity, "read_identity"_L1, "read identities in"_L1},
    {Permission::ReadSensitive, "read_sensitive"_L1, "read sensitive fields in"_L1},
    {Permission::HandOver, "hand_over"_L1, "hand over"_L1},
    {Permission::TakeOver, "take_over"_L1, "take over"_L1},
}};

const Word& wordOf(Permission permission)
{
    return *std::find_if(kWords.begin(), kWords.end(),
                         [permission](const Word& word) { return word.permission == permission; });
}

bool has(Phases phases, RecordPhase phase)
{
    return (phases >> int(phase) & 1U) != 0;
}

QString phaseList(Phases phases)
{
    QStringList names;
    for (const RecordPhase phase : allPhases()) {
        if (has(phases, phase))
            names.append(phaseName(phase));
    }
    return names.join(u", "_s);
}

QString rolesWith(Permission permission)
{
    QStringList names;
    for (const Right& right : kRights) {
        if (right.what == permission && !names.contains(roleName(right.who)))
            names.append(roleName(right.who));
    }
    return names.join(u", "_s);
}

Error refusal(const QString& sentence, const QString& hint)
{
    return {ErrorCode::Refused, sentence, hint};
}

}  // namespace

QString permissionName(Permission permission)
{
    return wordOf(permission).name;
}

QList<Permission> allPermissions()
{
    QList<Permission> all;
    for (const Word& word : kWords)
        all.append(word.permission);
    return all;
}

Permission permissionFor(ActKind act)
{
    switch (act) {
    case ActKind::Submit: return Permission::Submit;
    case ActKind::Return: return Permission::Return;
    case ActKind::Approve: return Permission::Approve;
    case ActKind::Reopen: return Permission::Reopen;
    case ActKind::HqQuery: return Permission::HqQuery;
    case ActKind::Accept: return Permission::Accept;
    case ActKind::Freeze: return Permission::Freeze;
    case ActKind::Void: return Permission::Void;
    case ActKind::Merge: return Permission::Merge;
    case ActKind::Recall: return Permission::Recall;
    case ActKind::ReviewLater: return Permission::ReviewLater;
    }
    Q_UNREACHABLE();
}

Result<> permitted(Role role, Permission permission, RecordPhase phase, bool inScope)
{
    const auto right = std::find_if(std::begin(kRights), std::end(kRights), [&](const Right& row) {
        return row.what == permission && row.who == role;
    });
    const QString verb = wordOf(permission).verb;
    if (right == std::end(kRights)) {
        return refusal(u"Only these roles may %1 a record: %2. This person is %3."_s.arg(
                           verb, rolesWith(permission), roleName(role)),
                       u"wrong-role"_s);
    }
    if (!inScope && !isNationalRole(role))
        return refusal(u"The record belongs to another district, so this person may not %1 it."_s.arg(verb),
                       u"wrong-scope"_s);
    if (!has(right->when, phase)) {
        return refusal(u"A %1 may %2 a record while it is %3; this one is %4."_s.arg(roleName(role), verb,
                                                                                     phaseList(right->when),
                                                                                     phaseName(phase)),
                       u"wrong-phase"_s);
    }
    return {};
}

}  // namespace prohori
