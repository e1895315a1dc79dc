// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ApprovalScope.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/** What reports later facts in the TIP/SOM form: append only, for an approval names the list it was given under.

    Groups are numbered 1 to 18 in the order of the dictionary; a field is its group times 100 plus its place in the group.
*/
const ApprovalScope kTipCaseLater1{
    u"tip-case-later-1"_s,
    {
        8,   // charge: charge sheet, verdict, sentence
        9,   // trial: hearings, judgment, appeal
        11,  // service
        12,  // followup
        13,  // compensation
    },
    {
        141,  // case.case_stage: follows charge sheet, trial, judgment
        148,  // case.closure_reason
        149,  // case.closed_on
        288,  // victim.last_update_given_on: told at least once a month
        426,  // suspect.process_status
        427,  // suspect.custody_status
        428,  // suspect.arrested_on
        429,  // suspect.arrest_district
        430,  // suspect.arrested_abroad
        431,  // suspect.bail_on
        715,  // investigation.outcome: charge sheet or final report
        716,  // investigation.outcome_on
        717,  // investigation.report_no
    },
};

const ApprovalScope* const kLists[] = {&kTipCaseLater1};

}  // namespace

bool ApprovalScope::covers(quint32 group, quint32 field) const
{
    return !laterGroups.contains(group) && !(field != 0 && laterFields.contains(field));
}

const ApprovalScope* approvalScope(const QString& id)
{
    for (const ApprovalScope* list : kLists) {
        if (list->id == id)
            return list;
    }
    return nullptr;
}

QList<const ApprovalScope*> allApprovalScopes()
{
    // Asked for with every value that is folded: shared, not made.
    static const QList<const ApprovalScope*> kAll(std::begin(kLists), std::end(kLists));
    return kAll;
}

const ApprovalScope& currentApprovalScope()
{
    return kTipCaseLater1;
}

}  // namespace prohori
