// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormEngine.h"

#include <QJsonObject>

namespace prohori {

/** What "same as last case" takes from, beyond the end of the program: the statistical answers of a case, without narratives and files.

    Sensitive and identifying answers are neither written nor read, nor is anything that names a row or a case. Unknown fields are passed over.
*/
QJsonObject lastCaseToJson(const FormDefinition& form, const Answers& answers);
Answers lastCaseFromJson(const FormDefinition& form, const QJsonObject& saved);

}  // namespace prohori
