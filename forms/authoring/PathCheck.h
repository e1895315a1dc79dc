// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/SurveySheet.h"
#include "forms/definition/PathTrace.h"

#include <QHash>
#include <QList>
#include <QString>

namespace prohori {

/// What expressions may ask of the lists and tables of a form.
struct ListTables {
    ListColumns columns;            ///< by name; empty columns = unknown ones
    QHash<QString, QString> files;  ///< file of a list, by its name
};

ListTables listTables(const SurveyTable& survey, const ChoicesTable& choices);

/** Checks what a resolved expression names: paths (X04), lists (X05), the columns that pulldata() wants
    (F27), and the path in the text that jr:choice-name() takes. Offsets count in the resolved text.
*/
ExpressionTrace checkPaths(const Expression& expression, const FormTree& tree, const TraceContext& context,
                           const ListTables& tables);

}  // namespace prohori
