// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/RecordUpgrade.h"
#include "forms/engine/FormEngine.h"

#include <QHash>
#include <QJsonObject>

namespace prohori {

// A case as the steps of upgrade.json see it: by names and ways through repeats instead of ids. Inside of app/station only.

/// The answers as the `data` of a record of that form, values as text. What the form works out and no record stores is not in it.
QJsonObject caseData(const FormDefinition& form, const Answers& answers);
/// Text, `{"missing": …}` or `{"sealed": true}`; and back.
QJsonValue dataValue(const Answer& answer);
Answer dataAnswer(const QJsonValue& value);

/// The way to every row that the form knows, by row id.
QHash<QString, UpgradeWay> waysOf(const FormDefinition& form, const Answers& answers);

/// The row of the compiled form that the field is made of.
const FormItem* itemOf(const FormDefinition& form, const FieldDefinition& field);
/// The repeat that the group is or stands in; 0 for none.
quint32 repeatOf(const FormDefinition& form, quint32 group);
/// The repeat of that name, or else of that earlier name, within the repeat `around` (0: outermost); nullptr when there is none.
const GroupDefinition* repeatNamed(const FormDefinition& form, const QString& name, quint32 around);
/// The questions of that name, or else of that earlier name, in entry order.
QList<const FieldDefinition*> fieldsNamed(const FormDefinition& form, const QString& name);

}  // namespace prohori
