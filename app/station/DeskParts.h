// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/Station.h"
#include "core/cases/Fold.h"
#include "forms/engine/FormEngine.h"

namespace prohori {

/// What the sealed texts that belong to a record as a whole (comments, reasons) are bound to.
inline const FieldKey kWholeRecord{0, {}, 0};

/// Refused (hint "problems") when one of the problems is an error; the sentence says what `step` lacks. Inside of app/station only.
Result<> refuseProblems(const FormDefinition& form, const QList<Problem>& problems, const QString& step);

bool isIdentifying(const FieldValue& value);

/// Indexes the names of one record as far as they are readable. A save that is followed by this costs the same however many other records wait.
Result<> indexNamesOf(Station& station, const RecordId& record);

}  // namespace prohori
