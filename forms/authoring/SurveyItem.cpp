// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/SurveyItem.h"

#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// `required` and `readonly`: no says the same as nothing.
FormRule flagRule(const QString& cell)
{
    return saysNo(cell) ? FormRule() : writtenRule(cell);
}

/// Columns of the four prefixes that no member of FormItem holds.
bool isExtra(const SheetColumn& column)
{
    static const QStringList prefixes{u"bind::"_s, u"body::"_s, u"instance::"_s, u"control::"_s};
    static const QStringList members{u"bind::ht:check"_s, u"bind::ht:checkMsg"_s, u"body::ht:code"_s};
    for (const auto& prefix : prefixes) {
        if (column.key.startsWith(prefix))
            return !members.contains(column.key);
    }
    return false;
}

/// Numbers and operators, and more than a number with its sign.
bool isCalculation(const Expression& expression)
{
    bool calculates = false;
    for (const auto& node : expression.nodes) {
        if (node.kind == ExpressionKind::Literal || node.kind == ExpressionKind::Path
            || node.kind == ExpressionKind::Call)
            return false;
        calculates =
            calculates || (node.kind != ExpressionKind::Number && node.kind != ExpressionKind::Negate);
    }
    return calculates;
}

void readRules(FormItem& item, const SheetRow& row, const SheetColumns& columns)
{
    const auto cell = [&](const QString& key) { return columns.cell(row, key); };
    item.relevant = writtenRule(cell(u"relevant"_s));
    item.readonly = flagRule(cell(u"readonly"_s));
    if (item.kind == ItemKind::Repeat)
        item.repeatCount = writtenRule(cell(u"repeat_count"_s));
    if (item.isContainer())
        return;
    item.required = flagRule(cell(u"required"_s));
    item.constraint = writtenRule(cell(u"constraint"_s));
    item.calculate = writtenRule(cell(u"calculation"_s));
    item.check = writtenRule(cell(u"bind::ht:check"_s));
    item.choiceFilter = writtenRule(cell(u"choice_filter"_s));
}

}  // namespace

FormItem readItem(const SheetRow& row, const SheetColumns& columns, const RowType& type,
                  const FormSettings& settings)
{
    const auto texts = [&](const QString& key) { return columns.texts(row, key, settings.defaultLanguage); };
    FormItem item;
    item.row = row.row;
    item.type = type.type;
    item.kind = type.kind;
    item.label = texts(u"label"_s);
    item.hint = texts(u"hint"_s);
    item.guidance = texts(u"guidance_hint"_s);
    item.constraintMessage = texts(u"constraint_message"_s);
    item.requiredMessage = texts(u"required_message"_s);
    item.checkMessage = texts(u"bind::ht:checkMsg"_s);
    for (const auto& kind : {u"image"_s, u"audio"_s, u"video"_s}) {
        if (const auto files = texts(kind); !files.isEmpty())
            item.media.insert(kind, files);
    }
    item.appearance = columns.cell(row, u"appearance"_s).simplified().split(u' ', Qt::SkipEmptyParts);
    item.saveTo = columns.cell(row, u"save_to"_s);
    item.code = columns.cell(row, u"body::ht:code"_s);
    for (const auto& column : columns.columns()) {
        const auto value = row.cells.value(column.place).trimmed();
        if (!value.isEmpty() && isExtra(column))
            item.extra.insert(column.language.isEmpty() ? column.key : column.key + u"::"_s + column.language,
                              value);
    }
    if (item.type == u"text" && item.ht("type") == u"partial_date")
        item.type = u"partial_date"_s;
    readRules(item, row, columns);
    if (item.isContainer())
        return item;
    item.defaultValue = columns.cell(row, u"default"_s);
    if (isDefaultExpression(item.defaultValue, item.type))
        item.defaultExpression = {item.defaultValue, {}};
    return item;
}

bool isDefaultExpression(const QString& text, const QString& type)
{
    static const QRegularExpression name(u"\\$\\{[^}]*\\}"_s);
    static const QRegularExpression call(u"[\\p{L}_][\\p{L}\\p{M}\\p{N}_.:-]*\\(.*\\)"_s,
                                         QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression date(u"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"_s);
    if (name.match(text).hasMatch() || call.match(text).hasMatch())
        return true;
    // A date is no subtraction, whatever the type.
    if (date.match(text).hasMatch() || (isDateType(type) && text.contains(u'-')))
        return false;
    const auto parsed = parseExpression(text);
    return parsed.expression && isCalculation(*parsed.expression);
}

FormRule writtenRule(const QString& cell)
{
    if (saysYes(cell))
        return {cell, u"true()"_s};
    if (saysNo(cell))
        return {cell, u"false()"_s};
    return {cell, {}};
}

}  // namespace prohori
