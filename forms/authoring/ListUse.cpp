// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/ListUse.h"

#include "forms/definition/ListFile.h"
#include "forms/expression/FunctionTable.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

ListUse::ListUse(ChoicesTable& choices, const FormSettings& settings, const QString& folder,
                 SurveyTable& table, MessageList& messages)
    : m_choices(choices),
      m_settings(settings),
      m_columns(*table.columns),
      m_folder(folder),
      m_table(table),
      m_messages(messages)
{
    m_table.lists = m_choices.lists;
}

void ListUse::say(const FormItem& item, const QString& key, const QString& code, const QString& text)
{
    m_messages.add(u"survey"_s, item.row, m_columns.header(key), code, text);
}

void ListUse::use(FormItem& item, SurveyRow& further, const RowType& type)
{
    static const QRegularExpression question(u"^\\$\\{\\s*([^}]*?)\\s*\\}$"_s);
    if (type.type == u"csv-external" || type.type == u"xml-external") {
        useFile(item, item.name + (type.type == u"csv-external" ? u".csv"_s : u".xml"_s), u"name"_s,
                u"label"_s);
        return;
    }
    if (!type.isSelect() || type.type == u"select_one_external")
        return;
    if (type.orOther && (!item.choiceFilter.isEmpty() || type.fromFile()))
        say(item, u"type"_s, u"F19"_s,
            u"or_other cannot be combined with a choice filter or a list from a file."_s);
    if (type.fromFile()) {
        const bool geo = type.list.endsWith(u".geojson"_s, Qt::CaseInsensitive);
        useFile(item, type.list, item.parameters.value(u"value"_s, geo ? u"id"_s : u"name"_s),
                item.parameters.value(u"label"_s, geo ? u"title"_s : u"label"_s));
    } else if (const auto match = question.match(type.list); match.hasMatch()) {
        item.listFromRepeat = true;
        further.listQuestion = match.captured(1);
    } else {
        useList(item, type);
    }
}

void ListUse::useList(FormItem& item, const RowType& type)
{
    item.list = type.list;
    if (!m_choices.lists.contains(type.list)) {
        const auto nearest = nearestWord(type.list, m_choices.lists.keys());
        say(item, u"type"_s, u"F15"_s,
            u"There is no choice list named '%1'.%2"_s.arg(type.list, didYouMean(nearest)));
        return;
    }
    if (type.takesSeveral())
        m_choices.checkNamesForMultiple(type.list, m_messages);
    if (!type.orOther)
        return;
    item.list = type.list + u" or_other"_s;
    if (m_table.lists.contains(item.list))
        return;
    auto list = m_choices.lists.value(type.list);
    list.name = item.list;
    for (const auto& choice : list.choices) {
        if (choice.name == u"other") {
            m_table.lists.insert(list.name, list);
            return;
        }
    }
    FormChoice other;
    other.name = u"other"_s;
    other.label = otherTexts(languages(), u"Other"_s, u"অন্যান্য"_s);
    other.key = QString::number(list.choices.size() + 1);
    list.choices.append(other);
    m_table.lists.insert(list.name, list);
}

void ListUse::useFile(FormItem& item, const QString& file, const QString& valueColumn,
                      const QString& labelColumn)
{
    item.listFromFile = true;
    FormList list;
    list.file = file;
    list.valueColumn = valueColumn;
    list.labelColumn = labelColumn;
    list.name = QFileInfo(file).completeBaseName();
    // One name for one file and one pair of columns; whoever comes first has the short name.
    if (const auto found = m_table.lists.constFind(list.name);
        found != m_table.lists.constEnd()
        && (found->file != file || found->valueColumn != valueColumn || found->labelColumn != labelColumn))
        list.name = u"%1 %2 %3"_s.arg(file, valueColumn, labelColumn);
    item.list = list.name;
    if (m_table.lists.contains(list.name))
        return;
    const auto columns = loadListFile(list, m_folder);
    const auto fault = [&](const QString& column) {
        say(item, u"type"_s, u"F27"_s,
            u"The file '%1' is missing, or has no column '%2'."_s.arg(file, column));
    };
    const bool table = item.kind == ItemKind::Meta;
    if (!columns) {
        fault(valueColumn);
    } else if (!table && !columns->isEmpty()) {
        for (const auto& column : {valueColumn, labelColumn}) {
            if (!columns->contains(column))
                fault(column);
        }
    }
    m_table.fileColumns.insert(list.name, columns ? *columns : QStringList());
    m_table.lists.insert(list.name, list);
}

QStringList ListUse::languages() const
{
    QStringList languages;
    for (const auto& column : m_columns.columns()) {
        const auto language = column.language.isEmpty() ? m_settings.defaultLanguage : column.language;
        if (column.key == u"label" && !languages.contains(language))
            languages.append(language);
    }
    return languages;
}

Texts otherTexts(const QStringList& languages, const QString& english, const QString& bangla)
{
    Texts texts;
    for (const auto& language : languages)
        texts.set(language, language == u"bn" ? bangla : english);
    return texts;
}

}  // namespace prohori
