// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace prohori {

/** Which content an approval covers. Rows that only report later facts (arrest, charge sheet, judgment, service, follow-up,
    compensation) are outside and get a short review of their own. Lists are kept for ever: an approval names the one it used.
*/
struct ApprovalScope {
    QString id;
    QList<quint32> laterGroups;  ///< groups whose rows are outside
    QList<quint32> laterFields;  ///< single fields outside (date of arrest, case stage …)

    /// Whether a field is inside; field 0 asks for the rows of the group.
    bool covers(quint32 group, quint32 field) const;
};

/// The list under `id`, nothing for an unknown one (such an approval does not count).
const ApprovalScope* approvalScope(const QString& id);
/// Every list there ever was, oldest first.
QList<const ApprovalScope*> allApprovalScopes();
/// The list that new approvals use.
const ApprovalScope& currentApprovalScope();

}  // namespace prohori
