// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormDefinition.h"
#include "forms/definition/FormPackage.h"

#include <QStringList>

namespace prohori {

/// The form as the record sees it, and everything that keeps a form from being one for records (`survey:12: …`).
struct CaseFormReading {
    FormPtr form;  ///< only without faults
    QStringList faults;
};

/** Reads the record's view of a compiled form from its columns `bind::ht:…` and `body::ht:code`.

    id, group, merge, tier, stored, type, ref, required (draft, submit, cond, auto), least and most (of a number, or of the length of a
    text), kind, section, summary; min and max count the rows of a repeat. Rows of type calculate and note without an id are worked out
    while the form is open and belong to no record. The list `section` gives the cards of long groups: name `GROUP.CARD`. A choice filter
    that compares `parent` with a field of the same group becomes the field's cascade. Choices have the columns parent and reported_as.

    All faults at once: ids missing, used twice or outside their group's hundred, words that are none, references to nothing. O(rows).
*/
CaseFormReading readCaseForm(const FormPackagePtr& package);

}  // namespace prohori
