// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/FormCompiler.h"
#include "forms/definition/FormShelf.h"
#include "forms/definition/UpgradeRules.h"

#include <QList>
#include <QString>

namespace prohori {

/// What a change between two versions asks for (forms.md 12.2).
enum class ChangeClass {
    Safe,     ///< nothing
    Review,   ///< a look: values are parked, or stored records may newly fail
    Blocked,  ///< a rule in upgrade.json, or `--force` with a reason
};

struct FormChange {
    ChangeClass grade = ChangeClass::Safe;
    QString path;    ///< in the new version; of what is gone, in the old one
    QString text;    ///< English, one phrase: `choice 'b' of 'kind' removed`
    QString column;  ///< canonical column of the survey, for messages
    int row = 0;     ///< in the new survey; 0 for what is gone
};

struct FormComparison {
    bool otherForm = false;     ///< form_id differs: a new form, nothing to compare
    QList<FormChange> changes;  ///< by rows of the old version, then what is new by rows of the new one

    bool isBlocked() const;
};

/** Compares a form with its published version. A question is known by its name, so moving it between groups
    that do not repeat is no change of identity; `bind::ht:was` names earlier ones. What `rules` say how to
    do is Review instead of Blocked.

    Deterministic; O(rows + choices).
*/
FormComparison compareForms(const FormPackage& before, const FormPackage& after,
                            const UpgradeRules* rules = nullptr);

/// F28 when the version did not grow, and F29 for each blocked change.
QList<AuthorMessage> comparisonMessages(const FormPackage& before, const FormPackage& after,
                                        const UpgradeRules* rules = nullptr);

}  // namespace prohori
