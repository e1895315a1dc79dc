// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/Workbook.h"
#include "forms/definition/FormPackage.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace prohori {

/// One message to the author of a form (forms.md 13): where, which, and the sentence. F and X stop
/// compiling, W does not.
struct AuthorMessage {
    QString sheet;   ///< survey, choices, settings; for an XForm: `xform`
    int row = 0;     ///< 1 is the header; 0 = the sheet as a whole
    QString column;  ///< header of the column, or empty
    QString code;    ///< F01 … W13
    QString text;

    bool isError() const { return !code.startsWith(u'W'); }
    /// `survey:12:relevant X02 There is no function 'fo'. Did you mean 'floor'?`
    QString toString() const;
    QJsonObject toJson() const;
};

struct CompiledForm {
    FormPackagePtr package;         ///< only without errors
    QList<AuthorMessage> messages;  ///< all of them, in the order of sheets, rows and columns
};

/** Compiles the tables of an XLSForm (forms.md 2 to 7). All messages at once; deterministic: the same
    tables give the same bytes.

    Resolves `${name}` (6.4), checks every path, function, list and file, finds cycles (7.9), and warns (W01
    to W13). No state.
*/
CompiledForm compileWorkbook(const Workbook& workbook);

/// Compiles whatever `path` is: workbook, Markdown, folder of CSV, or an ODK XForm (`.xml`). Errors of
/// reading become messages too (F01 …).
CompiledForm compileForm(const QString& path);

/// The XForm reader and writer (12.4): reading covers what the section lists; the rest is kept as far as it
/// fits, and warned about.
CompiledForm compileXForm(const QByteArray& xml, const QString& fileName, const QString& folder);
QByteArray writeXForm(const FormPackage& package);

}  // namespace prohori
