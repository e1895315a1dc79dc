// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/SheetTable.h"

namespace prohori {

/// The groups and fields of a form, in entry order.
struct Survey {
    QList<GroupDefinition> groups;
    QList<FieldDefinition> fields;
};

/** Reads the survey sheet, with the cards of sections.csv, against the choice lists. Used by FormReader only.

    Checks: types, names, nesting, ids (present, unique, group id in front), tiers, merge kinds, levels, lists, references, cascades
    and sections. Every message goes to `messages`; what can be read is read.
*/
class SurveyReader {
public:
    SurveyReader(const SheetTable& survey, const SheetTable* sections,
                 const QHash<QString, ChoiceList>& lists, QList<FormMessage>& messages);

    Survey read();

private:
    void readRow(qsizetype at);
    void begin(qsizetype at, bool repeat);
    void end(qsizetype at, const QString& word);
    void readField(qsizetype at, const QString& type, const QString& list);
    void readType(qsizetype at, const QString& type, const QString& list, FieldDefinition& field);
    void readMarks(qsizetype at, FieldDefinition& field);
    void place(qsizetype at, const FieldDefinition& field);
    void addSections(const QString& group, GroupDefinition& definition) const;
    void checkTargets();
    quint32 readId(qsizetype at);
    QString readName(qsizetype at, const QString& what);
    int readNumber(qsizetype at, const QString& column);
    void complain(qsizetype at, const QString& column, const QString& code, const QString& text);

    const SheetTable& m_sheet;
    const SheetTable* m_sections;
    const QHash<QString, ChoiceList>& m_lists;
    QList<FormMessage>& m_messages;
    Survey m_survey;
    QList<qsizetype> m_open;  ///< places in m_survey.groups
    QHash<quint32, int> m_ids;
    QHash<QString, int> m_paths;
};

}  // namespace prohori
