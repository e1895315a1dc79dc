// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/authoring/ChoicesSheet.h"
#include "forms/authoring/QuestionTypes.h"
#include "forms/authoring/SurveySheet.h"

#include <QString>
#include <QStringList>

namespace prohori {

/** Finds the list of each select, rank and table (forms.md section 4) and puts it into the survey table.

    Tells F15, F18, F19 and F27. With `or_other` a question gets a list of its own, named `LIST or_other`,
    so that the choice `other` is offered nowhere else.
*/
class ListUse {
public:
    ListUse(ChoicesTable& choices, const FormSettings& settings, const QString& folder, SurveyTable& table,
            MessageList& messages);

    void use(FormItem& item, SurveyRow& further, const RowType& type);
    /// Languages of the labels of the form, in the order of the headers.
    QStringList languages() const;

private:
    void useList(FormItem& item, const RowType& type);
    void useFile(FormItem& item, const QString& file, const QString& valueColumn, const QString& labelColumn);
    void say(const FormItem& item, const QString& key, const QString& code, const QString& text);

    ChoicesTable& m_choices;
    const FormSettings& m_settings;
    const SheetColumns& m_columns;
    QString m_folder;
    SurveyTable& m_table;
    MessageList& m_messages;
};

/// A built-in text in each of `languages`: Bangla where the language is `bn`, else English.
Texts otherTexts(const QStringList& languages, const QString& english, const QString& bangla);

}  // namespace prohori
