// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "forms/definition/FormDefinition.h"

#include <QDate>

namespace prohori {

/** What was typed into a field of a record, as the text that is stored: Bangla digits become ASCII, `5/3/24` becomes `2024-03-05`, codes
    are taken by code, key or label. Fails with Invalid when it is not of the field's type, list or limits; `hint` is the kind of Problem and
    `detail` an English sentence.
*/
Result<QString> readTyped(const FormDefinition& form, const FieldDefinition& field, const QString& typed,
                          QDate today);

}  // namespace prohori
