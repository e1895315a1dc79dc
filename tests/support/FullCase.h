// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormEngine.h"

#include <QHash>

namespace prohori {

/// One case in which every entity stands once and every field that a person types has a valid value.
struct FullCase {
    Answers answers;
    QHash<quint32, AnswerPath> paths;  ///< where each field stands, by field id
};

/// Fields that a person does not type in this version: set by the program, of the review log or another record, files, and references to other records.
bool isNotTyped(const FormDefinition& form, const FieldDefinition& field);

/// @param distinct true: texts, numbers and dates that stand nowhere else ("ZQ1004MARK"), to be searched for.
FullCase makeFullCase(const FormEngine& engine, const QString& district, bool distinct);

}  // namespace prohori
