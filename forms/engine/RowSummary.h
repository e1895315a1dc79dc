// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormEngine.h"

namespace prohori {

/** One line that tells a row from the others without naming anybody: `V-2 · girl · 15`, `S-1 · Person · man`.

    Letter of the group, position among the rows beside it, and its summary fields, of which none is sensitive or identifying. Majority and
    sex become one word (girl, boy, woman, man). Empty for a row that is not there.
*/
Texts rowSummary(const FormEngine& engine, const Answers& answers, const QString& row);

/// The code alone: `V-2`; of a row inside another one both: `V-2 / R-1`.
QString rowCode(const FormDefinition& form, const Answers& answers, const QString& row);

/// The rows a reference may name, as choices: code = row id, label = summary, key = position. A reference to other cases offers none.
QList<Choice> rowChoices(const FormEngine& engine, const Answers& answers, const FieldDefinition& reference);

}  // namespace prohori
