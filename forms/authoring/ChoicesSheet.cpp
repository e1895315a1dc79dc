// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/ChoicesSheet.h"

#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kChoicesSheet = u"choices"_s;

/// Headers of further columns are names in expressions. One without any cell below is no column at all.
void checkHeaders(const Sheet& sheet, const SheetColumns& columns, MessageList& messages)
{
    for (const auto& column : columns.columns()) {
        if (!column.known && column.header.contains(u' '))
            messages.add(kChoicesSheet, 1, column.header, u"F04"_s,
                         u"A column header is empty or contains spaces: '%1'."_s.arg(column.header));
    }
    QSet<qsizetype> empty;
    for (const auto& row : sheet.rows) {
        for (qsizetype at = 0; at < row.cells.size(); ++at) {
            if (!row.cells.at(at).trimmed().isEmpty() && sheet.header.cells.value(at).trimmed().isEmpty())
                empty.insert(at);
        }
    }
    for (qsizetype at = 0; at < empty.size(); ++at)
        messages.add(kChoicesSheet, 1, QString(), u"F04"_s,
                     u"A column header is empty or contains spaces: ''."_s);
}

QString keyOf(const QString& name, qsizetype place)
{
    static const QRegularExpression number(u"^[0-9]+$"_s);
    return number.match(name).hasMatch() ? name : QString::number(place);
}

class ChoicesReader {
public:
    ChoicesReader(const SheetColumns& columns, const FormSettings& settings, ChoicesTable& table,
                  MessageList& messages)
        : m_columns(columns),
          m_settings(settings),
          m_table(table),
          m_messages(messages)
    {}

    void read(const SheetRow& row)
    {
        const auto list = m_columns.cell(row, u"list_name"_s);
        const auto name = m_columns.cell(row, u"name"_s);
        if (list.isEmpty()) {
            say(row, QString(), u"W04"_s, u"A comment row was skipped."_s);
            return;
        }
        auto& target = m_table.lists[list];
        target.name = list;
        if (name.isEmpty()) {
            say(row, u"name"_s, u"F16"_s, u"This choice has no name."_s);
            return;
        }
        if (m_names[list].contains(name) && !m_settings.allowChoiceDuplicates) {
            say(row, u"name"_s, u"F17"_s, u"The choice '%1' occurs twice in list '%2'."_s.arg(name, list));
            return;
        }
        m_names[list].insert(name);
        target.choices.append(choice(row, name, target.choices.size() + 1));
        m_table.rows[list].append(row.row);
        if (target.choices.constLast().label.isEmpty() && target.choices.constLast().media.isEmpty())
            say(row, u"label"_s, u"W02"_s, u"A choice has no label."_s);
    }

private:
    FormChoice choice(const SheetRow& row, const QString& name, qsizetype place) const
    {
        FormChoice choice;
        choice.name = name;
        choice.label = m_columns.texts(row, u"label"_s, m_settings.defaultLanguage);
        for (const auto& kind : {u"image"_s, u"audio"_s, u"video"_s}) {
            if (const auto files = m_columns.texts(row, kind, m_settings.defaultLanguage); !files.isEmpty())
                choice.media.insert(kind, files);
        }
        choice.key = m_columns.cell(row, u"key"_s);
        if (choice.key.isEmpty())
            choice.key = keyOf(name, place);
        choice.retired = saysYes(m_columns.cell(row, u"retired"_s));
        choice.replacedBy = m_columns.cell(row, u"replaced_by"_s);
        static const QSet<QString> ours{u"retired"_s, u"replaced_by"_s, u"key"_s};
        for (const auto& column : m_columns.columns()) {
            if (!column.known || ours.contains(column.key))
                choice.cells.insert(column.key, row.cells.value(column.place).trimmed());
        }
        return choice;
    }

    void say(const SheetRow& row, const QString& key, const QString& code, const QString& text)
    {
        m_messages.add(kChoicesSheet, row.row, key.isEmpty() ? QString() : m_columns.header(key), code, text);
    }

    const SheetColumns& m_columns;
    const FormSettings& m_settings;
    ChoicesTable& m_table;
    MessageList& m_messages;
    QHash<QString, QSet<QString>> m_names;
};

}  // namespace

void ChoicesTable::checkNamesForMultiple(const QString& list, MessageList& messages)
{
    if (m_checked.contains(list) || !columns)
        return;
    m_checked.insert(list);
    const auto& choices = lists.value(list).choices;
    for (qsizetype at = 0; at < choices.size(); ++at) {
        if (choices.at(at).name.contains(u' '))
            messages.add(kChoicesSheet, rows.value(list).value(at), columns->header(u"name"_s), u"F18"_s,
                         u"The choice name '%1' contains a space; a select_multiple cannot use it."_s.arg(
                             choices.at(at).name));
    }
}

ChoicesTable readChoices(const Sheet* sheet, const FormSettings& settings, MessageList& messages)
{
    ChoicesTable table;
    if (!sheet)
        return table;
    table.columns.emplace(kChoicesSheet, sheet->header, messages);
    checkHeaders(*sheet, *table.columns, messages);
    if (!table.columns->has(u"list_name"_s) || !table.columns->has(u"name"_s)) {
        if (!sheet->rows.isEmpty())
            messages.add(kChoicesSheet, 1, QString(), u"F03"_s,
                         u"The choices sheet needs the columns list_name and name."_s);
        return table;
    }
    ChoicesReader reader(*table.columns, settings, table, messages);
    for (const auto& row : sheet->rows)
        reader.read(row);
    return table;
}

}  // namespace prohori
