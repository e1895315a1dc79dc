// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/cases/Change.h"

#include <QList>
#include <QString>

#include <optional>

namespace prohori {

/// Where a record stands. The words are those of code list `workflow_state`. HqReceived is shown, not folded: it is what the hub
/// adds to DistrictApproved.
enum class RecordPhase : quint8 {
    Draft = 1,
    Submitted,
    Returned,
    DistrictApproved,
    HqReceived,
    HqQuery,
    HqAccepted,
    Frozen,
    Reopened,
    Merged,
    Void,
};
QString phaseName(RecordPhase phase);
std::optional<RecordPhase> phaseFromName(const QString& name);

/// What a person may want to do; acts, and the plain ones beside them.
enum class Permission : quint8 {
    Create,
    Edit,
    Submit,
    Recall,
    Return,
    Approve,
    Reopen,
    HqQuery,
    Accept,
    Freeze,
    Void,
    Merge,
    ReviewLater,
    Settle,
    OpenQuery,
    AnswerQuery,
    Remark,
    ReadIdentity,
    ReadSensitive,
    HandOver,  ///< propose to give a case to another officer, and take the proposal back
    TakeOver,  ///< accept or decline what was proposed to oneself
};

/** May this role do this in this phase, in a record of its scope? One table for client and hub alike; what it does not name is
    denied. Fails with Refused and a sentence that says who may and when.

    `inScope`: the record's home scope is the person's, or the role is national where the table says so.
*/
Result<> permitted(Role role, Permission permission, RecordPhase phase, bool inScope);
Permission permissionFor(ActKind act);

/// Every phase, permission and act there is, in the order of their numbers: for tables and tests.
QList<RecordPhase> allPhases();
QList<Permission> allPermissions();
QList<ActKind> allActs();
/// "return", "read_identity" …: the word of a permission in JSON and logs.
QString permissionName(Permission permission);
/// DistrictApproved, HqReceived, HqAccepted or Frozen: the content was approved by the district and stands so.
bool isApprovedPhase(RecordPhase phase);

/// The phase an act leads to from `phase`; nothing where the transition does not exist. `changedSinceApproval` opens Submit
/// from an approved record that is not frozen. HqReceived stands for DistrictApproved.
std::optional<RecordPhase> phaseAfter(RecordPhase phase, ActKind act, bool changedSinceApproval = false);

/** What two concurrent acts mean together. Symmetric; written out for every pair and tested cell by cell.
    Agree: both lead to `phase`. NeedsReview: back to `phase` (Submitted) and to be looked at again. Conflict: people must
    decide; such a record is never approved and stands as Submitted until the next act.

    ReviewLater never decides a phase: beside another act the phase is that act's, beside itself it is the one it mostly
    stands in. Two merges into different records, and acceptances of different approvals, disagree all the same: the
    fold sees to that.
*/
struct ActPairing {
    enum class Kind { Agree, NeedsReview, Conflict } kind = Kind::Conflict;
    RecordPhase phase = RecordPhase::Draft;
};
ActPairing concurrentActs(ActKind one, ActKind other);

}  // namespace prohori
