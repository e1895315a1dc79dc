// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/SurveySheet.h"

#include "forms/authoring/ListUse.h"
#include "forms/authoring/Parameters.h"
#include "forms/authoring/SurveyItem.h"

#include <QRegularExpression>
#include <QSet>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kSurveySheet = u"survey"_s;
/// Groups inside each other; the reader of form.json holds to the same figure.
constexpr size_t kMostLevels = 24;

/// A group or repeat that is not ended yet.
struct OpenContainer {
    FormItem item;
    QHash<QString, int> names;  ///< of its children, with their rows
};

class SurveyReader {
public:
    SurveyReader(const FormSettings& settings, ListUse& lists, SurveyTable& table, MessageList& messages)
        : m_settings(settings),
          m_lists(lists),
          m_table(table),
          m_messages(messages)
    {
        OpenContainer root;
        root.item.name = u"data"_s;
        root.item.path = u"/data"_s;
        root.item.kind = ItemKind::Group;
        root.item.type = u"group"_s;
        m_open.push_back(std::move(root));
        m_table.rows.push_back({});
    }

    void read(const SheetRow& row)
    {
        const auto cell = m_table.columns->cell(row, u"type"_s);
        const auto type = readRowType(cell);
        if (m_disabledLevels > 0) {
            m_disabledLevels += !type                       ? 0
                              : type->row == RowKind::Begin ? 1
                              : type->row == RowKind::End   ? -1
                                                            : 0;
            return;
        }
        if (saysYes(m_table.columns->cell(row, u"disabled"_s))) {
            say(row.row, u"disabled"_s, u"W04"_s, u"A comment row was skipped."_s);
            m_disabledLevels = type && type->row == RowKind::Begin ? 1 : 0;
            return;
        }
        if (cell.isEmpty())
            return readWithoutType(row);
        if (!type) {
            say(row.row, u"type"_s, u"F06"_s,
                u"'%1' is not a question type.%2"_s.arg(cell, didYouMean(nearestType(cell))));
            if (!m_table.columns->cell(row, u"name"_s).isEmpty())
                addQuestion(row, *readRowType(u"text"_s));
            return;
        }
        if (type->row == RowKind::Begin) {
            begin(row, *type);
        } else if (type->row == RowKind::End) {
            end(row.row, *type);
        } else {
            addQuestion(row, *type);
        }
    }

    FormItem finish()
    {
        while (m_open.size() > 1) {
            neverEnded();
            close();
        }
        return std::move(m_open.front().item);
    }

private:
    void say(int row, const QString& key, const QString& code, const QString& text)
    {
        m_messages.add(kSurveySheet, row, m_table.columns->header(key), code, text);
    }

    void readWithoutType(const SheetRow& row)
    {
        const bool named = !m_table.columns->cell(row, u"name"_s).isEmpty();
        if (!named && m_table.columns->texts(row, u"label"_s, m_settings.defaultLanguage).isEmpty()) {
            m_messages.add(kSurveySheet, row.row, QString(), u"W04"_s, u"A comment row was skipped."_s);
            return;
        }
        say(row.row, u"type"_s, u"F07"_s, u"This row has no type."_s);
        if (named)
            addQuestion(row, *readRowType(u"text"_s));
    }

    void begin(const SheetRow& row, const RowType& type)
    {
        OpenContainer container;
        container.item = readItem(row, *m_table.columns, type, m_settings);
        nameItem(container.item, row, type);
        if (m_open.size() == kMostLevels + 1)
            say(row.row, u"type"_s, u"X06"_s,
                u"'more than 24 groups inside each other' is not supported here."_s);
        m_table.rows.push_back({row.row, {}, {}, false});
        m_open.push_back(std::move(container));
    }

    void end(int row, const RowType& type)
    {
        size_t level = m_open.size();
        while (level > 1 && m_open[level - 1].item.kind != type.kind)
            --level;
        if (level <= 1) {
            say(row, u"type"_s, u"F13"_s, u"end %1 without a begin."_s.arg(type.type));
            return;
        }
        while (m_open.size() > level) {
            neverEnded();
            close();
        }
        close();
    }

    void neverEnded()
    {
        const auto& item = m_open.back().item;
        say(item.row, u"type"_s, u"F14"_s, u"begin %1 '%2' is never ended."_s.arg(item.type, item.name));
    }

    void close()
    {
        auto closed = std::move(m_open.back().item);
        m_open.pop_back();
        m_open.back().item.children.push_back(std::move(closed));
    }

    void addQuestion(const SheetRow& row, const RowType& type)
    {
        auto item = readItem(row, *m_table.columns, type, m_settings);
        nameItem(item, row, type);
        SurveyRow further{row.row, m_table.columns->cell(row, u"trigger"_s), {}, false};
        readParametersOf(item, row);
        m_lists.use(item, further, type);
        if (type.type == u"calculate" && item.calculate.isEmpty() && item.defaultValue.isEmpty())
            say(row.row, u"calculation"_s, u"F20"_s, u"The calculation is missing."_s);
        m_open.back().item.children.push_back(item);
        m_table.rows.push_back(further);
        if (type.orOther && !type.fromFile())
            addOther(item, row.row);
    }

    void readParametersOf(FormItem& item, const SheetRow& row)
    {
        const auto read = readParameters(item.type, m_table.columns->cell(row, u"parameters"_s));
        for (const auto& fault : read.faults)
            say(row.row, u"parameters"_s, u"F25"_s, fault);
        item.parameters = read.values;
        if (item.type != u"range")
            return;
        if (const auto fault = rangeFault(item.parameters); !fault.isEmpty())
            say(row.row, u"parameters"_s, u"F26"_s, fault);
    }

    /// The text question that `or_other` adds. Its condition names the select as a neighbour, which cannot
    /// be ambiguous.
    void addOther(const FormItem& select, int row)
    {
        FormItem other;
        other.row = row;
        other.kind = ItemKind::Question;
        other.type = u"text"_s;
        other.name = select.name + u"_other"_s;
        other.path = m_open.back().item.path + u'/' + other.name;
        other.label = otherTexts(m_lists.languages(), u"Specify other."_s, u"অন্য হলে লিখুন।"_s);
        const auto condition = u"selected(../%1, 'other')"_s.arg(select.name);
        other.relevant = {condition, condition};
        useName(other, row);
        m_open.back().item.children.push_back(other);
        m_table.rows.push_back({row, {}, {}, true});
    }

    void nameItem(FormItem& item, const SheetRow& row, const RowType& type)
    {
        static const QRegularExpression allowed(u"^[\\p{L}_][\\p{L}\\p{M}\\p{N}_.-]*$"_s);
        item.name = m_table.columns->cell(row, u"name"_s);
        if (item.name.isEmpty() && (type.type == u"note" || type.type == u"audit"))
            item.name = type.type == u"audit" ? u"audit"_s : u"generated_note_name_%1"_s.arg(row.row);
        const auto what = type.row == RowKind::Begin ? type.type : u"question"_s;
        if (item.name.isEmpty()) {
            say(row.row, u"name"_s, u"F08"_s, u"This %1 has no name."_s.arg(what));
            item.name = u"_row_%1"_s.arg(row.row);
        } else if (!allowed.match(item.name).hasMatch()) {
            say(row.row, u"name"_s, u"F09"_s,
                u"The name '%1' is not allowed: begin with a letter or _, go on with letters, digits, _ - ."_s
                    .arg(item.name));
        } else if (item.name == u"meta" || (item.name == u"data" && type.kind == ItemKind::Repeat)) {
            say(row.row, u"name"_s, u"F12"_s, u"The name '%1' is reserved."_s.arg(item.name));
        }
        item.path = m_open.back().item.path + u'/' + item.name;
        useName(item, row.row);
    }

    void useName(const FormItem& item, int row)
    {
        auto& names = m_open.back().names;
        if (item.kind == ItemKind::Repeat && m_repeats.contains(item.name)) {
            say(row, u"name"_s, u"F11"_s, u"The repeat name '%1' is already used."_s.arg(item.name));
        } else if (names.contains(item.name)) {
            say(row, u"name"_s, u"F10"_s, u"The name '%1' is already used in this group."_s.arg(item.name));
        }
        if (item.kind == ItemKind::Repeat)
            m_repeats.insert(item.name);
        names.insert(item.name, row);
    }

    const FormSettings& m_settings;
    ListUse& m_lists;
    SurveyTable& m_table;
    MessageList& m_messages;
    std::vector<OpenContainer> m_open;
    QSet<QString> m_repeats;
    int m_disabledLevels = 0;
};

void tellUnknownColumns(const SheetColumns& columns, MessageList& messages)
{
    for (const auto& column : columns.columns()) {
        if (!column.known)
            messages.add(kSurveySheet, 1, column.header, u"W11"_s,
                         u"An unknown column '%1' was ignored."_s.arg(column.header));
    }
}

}  // namespace

SurveyTable readSurvey(const Sheet& sheet, const FormSettings& settings, ChoicesTable& choices,
                       const QString& folder, MessageList& messages)
{
    SurveyTable table;
    table.columns.emplace(kSurveySheet, sheet.header, messages);
    table.data.name = u"data"_s;
    table.data.path = u"/data"_s;
    table.data.kind = ItemKind::Group;
    table.data.type = u"group"_s;
    tellUnknownColumns(*table.columns, messages);
    if (!table.columns->has(u"type"_s)) {
        messages.add(kSurveySheet, 1, QString(), u"F02"_s, u"The survey sheet has no type column."_s);
        table.rows.push_back({});
        return table;
    }
    ListUse lists(choices, settings, folder, table, messages);
    SurveyReader reader(settings, lists, table, messages);
    for (const auto& row : sheet.rows)
        reader.read(row);
    table.data = reader.finish();
    return table;
}

}  // namespace prohori
