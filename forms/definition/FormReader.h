// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormDefinition.h"

#include <QList>
#include <QString>

namespace prohori {

/// One message to the author of a form: where it is, its code (F…: the form cannot be used; W…: it can), and a sentence.
struct FormMessage {
    QString sheet;   ///< survey, choices, settings, sections
    int row = 0;     ///< 1 is the header; 0 = the sheet as a whole
    QString column;  ///< header of the column, or empty
    QString code;
    QString text;

    bool isError() const { return !code.startsWith(u'W'); }
    /// `survey:12:type F06 'selectone' is not a question type.`
    QString toString() const;
};

/// What came of reading a form: all messages, in the order of sheets and rows, and the form if none of them is an error.
struct FormReading {
    FormPtr form;
    QList<FormMessage> messages;
};

/** Reads an XLSForm that is a folder of CSV files: survey.csv, choices.csv, settings.csv and, of ours, sections.csv.

    The folder may lie on disk or in the program's resources. The columns are those of XLSForm and, with the prefix
    `bind::ht:`, the ones that make a form fit for the record: id, group, merge, tier, stored, type, ref, required, relevance, rule,
    kind, section, summary, min, max; `body::ht:code` is the letter of a repeat's rows. Choices have the columns key, parent,
    reported_as, retired and replaced_by. A choice filter that names a field of the same group, such as
    `parent = current()/../home_district`, becomes the field's cascade. sections.csv (group, name, label) gives the cards of long groups.

    Everything wrong is told at once. Cost for the official form: about 20 ms. No state; may run in any thread.
*/
class FormReader {
public:
    FormReading read(const QString& folder) const;

private:
    static QHash<QString, ChoiceList> readChoices(const QString& folder, QList<FormMessage>& messages);
    static void index(FormDefinition& form);
};

}  // namespace prohori
