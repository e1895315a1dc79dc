// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/ChoicesSheet.h"
#include "forms/authoring/MessageList.h"
#include "forms/authoring/SettingsSheet.h"
#include "forms/authoring/SheetColumns.h"
#include "forms/definition/FormPackage.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace prohori {

/// What the survey says of a row and can be understood only when all rows are read.
struct SurveyRow {
    int row = 0;
    QString trigger;         ///< as written
    QString listQuestion;    ///< name in `select_one ${name}`
    bool generated = false;  ///< the text question that or_other adds
};

/// The survey sheet, read: the tree, and beside it one SurveyRow for each row of the tree in document order
/// (0 is the root).
struct SurveyTable {
    FormItem data;
    std::vector<SurveyRow> rows;
    std::optional<SheetColumns> columns;
    QMap<QString, FormList> lists;           ///< used ones: of the choices sheet, with `other`, from files
    QMap<QString, QStringList> fileColumns;  ///< by key of `lists`
};

/** Reads the survey (forms.md 3 and 4) as far as one row at a time allows: types, names, nesting, lists,
    parameters, texts.

    Rules hold what was written; `yes` and `no` are resolved already, `${…}` is not. Faults never stop it: a
    row that is wrong stays in the tree as far as it can, so that other rows that name it are not blamed.
    `folder` is where list files are looked for.
*/
SurveyTable readSurvey(const Sheet& sheet, const FormSettings& settings, ChoicesTable& choices,
                       const QString& folder, MessageList& messages);

}  // namespace prohori
