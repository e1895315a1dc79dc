// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/MessageList.h"
#include "forms/authoring/SheetColumns.h"
#include "forms/definition/FormPackage.h"

#include <QMap>
#include <QString>

namespace prohori {

/// What the settings sheet says (forms.md section 5). Everything in it has a default, so a form needs none.
struct FormSettings {
    QMap<QString, QString> all;  ///< every setting that has a value, by canonical name
    QString formId, version, title, style;
    Texts titles;
    /// code; "default" where none is set: texts without a language then stand under that word
    QString defaultLanguage;
    QString instanceName;  ///< as written
    int row = 0;           ///< of the one row
    QString instanceNameHeader;
    bool allowChoiceDuplicates = false;
};

/// `sheet` may be nullptr. `fileName` gives the form_id where the sheet names none.
FormSettings readSettings(const Sheet* sheet, const QString& fileName, MessageList& messages);

}  // namespace prohori
