// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/Warnings.h"

#include "forms/authoring/SurveyItem.h"

#include <QHash>
#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

struct Language {
    QString code;
    QString name;  ///< as the first header writes it
};

/// The languages that headers name, in their order. One alone has nothing to be compared with.
QList<Language> languagesOf(const WarningInput& input)
{
    QList<Language> languages;
    const auto add = [&](const SheetColumns& columns) {
        for (const auto& column : columns.columns()) {
            if (!column.known || (column.language.isEmpty() && column.key != u"label"))
                continue;
            const auto code = column.language.isEmpty() ? input.settings.defaultLanguage : column.language;
            const bool there = std::any_of(languages.begin(), languages.end(),
                                           [&](const auto& language) { return language.code == code; });
            if (!there)
                languages.append({code, column.language.isEmpty() ? code : column.languageName});
        }
    };
    add(*input.survey.columns);
    if (input.choices.columns)
        add(*input.choices.columns);
    return languages;
}

QString listed(const QList<int>& rows)
{
    constexpr qsizetype kMost = 20;
    QStringList words;
    for (const int row : rows.mid(0, kMost))
        words.append(QString::number(row));
    return words.join(u", "_s) + (rows.size() > kMost ? u", …"_s : QString());
}

/// W01 for one sheet: rows that have a text in one language and none in another.
void warnOfLanguages(const Sheet& sheet, const SheetColumns& columns, const QList<Language>& languages,
                     const FormSettings& settings, MessageList& messages)
{
    static const QStringList keys{u"label"_s,
                                  u"hint"_s,
                                  u"guidance_hint"_s,
                                  u"constraint_message"_s,
                                  u"required_message"_s,
                                  u"bind::ht:checkMsg"_s};
    for (const auto& key : keys) {
        if (!columns.has(key))
            continue;
        QHash<QString, QList<int>> missing;
        for (const auto& row : sheet.rows) {
            const auto texts = columns.texts(row, key, settings.defaultLanguage);
            for (const auto& language : languages) {
                if (!texts.isEmpty() && !texts.all().contains(language.code))
                    missing[language.code].append(row.row);
            }
        }
        for (const auto& language : languages) {
            const auto rows = missing.value(language.code);
            const auto header = columns.header(key, language.code);
            if (!rows.isEmpty())
                messages.add(columns.sheet(), 1, header, u"W01"_s,
                             u"A %1 text is missing in column %2 for %3 rows: %4."_s.arg(
                                 language.name, header, QString::number(rows.size()), listed(rows)));
        }
    }
}

bool looksLikeNumber(const FormItem& item)
{
    static const QRegularExpression words(
        u"(?:^|[^\\p{L}])nid(?:$|[^\\p{L}])|phone|mobile|passport|birth[ _.-]*registration"_s,
        QRegularExpression::CaseInsensitiveOption);
    if (item.type != u"integer")
        return false;
    if (words.match(item.name).hasMatch())
        return true;
    for (const auto& label : item.label.all()) {
        if (words.match(label).hasMatch())
            return true;
    }
    return false;
}

/// An expression with an operator, or a path of more than one step, that 7.5 takes as text.
bool looksLikeExpression(const FormItem& item)
{
    static const QRegularExpression moment(u"^[0-9]{4}(?:-[0-9]{1,2}){0,2}(?:T.*)?$|^[0-9]{1,2}:.*$"_s);
    if (item.defaultValue.isEmpty() || !item.defaultExpression.isEmpty()
        || moment.match(item.defaultValue).hasMatch())
        return false;
    const auto parsed = parseExpression(item.defaultValue);
    if (!parsed.expression)
        return false;
    const auto& root = parsed.expression->root();
    if (root.kind == ExpressionKind::Path)
        return root.absolute || root.steps.size() > 1 || root.steps.front().kind != StepKind::Child;
    return root.kind != ExpressionKind::Number && root.kind != ExpressionKind::Negate
        && root.kind != ExpressionKind::Literal;
}

void warnOfItems(const WarningInput& input, MessageList& messages)
{
    const auto& tree = input.rules.tree();
    const auto& columns = *input.survey.columns;
    QHash<QString, QString> names;  // lower case → as written first
    for (int row = 1; row < tree.size(); ++row) {
        const auto& item = tree.item(row);
        const auto say = [&](const QString& key, const QString& code, const QString& text) {
            messages.add(u"survey"_s, item.row, columns.header(key), code, text);
        };
        const auto lower = item.name.toLower();
        if (names.value(lower, item.name) != item.name)
            say(u"name"_s, u"W03"_s, u"The name differs from another only in capitals."_s);
        if (!names.contains(lower))
            names.insert(lower, item.name);
        if (looksLikeNumber(item))
            say(u"type"_s, u"W12"_s, u"This looks like an identity or telephone number; use type text."_s);
        if (looksLikeExpression(item))
            say(u"default"_s, u"W13"_s, u"The default looks like an expression but is taken literally."_s);
    }
}

/// W08 for texts: `${name}` of a question that stands in a repeat elsewhere.
void warnOfTexts(const WarningInput& input, MessageList& messages)
{
    const auto& tree = input.rules.tree();
    for (int row = 1; row < tree.size(); ++row) {
        const auto& item = tree.item(row);
        for (const auto& path : item.resolvedTexts) {
            if (path.startsWith(u'/') && tree.find(path) >= 0 && tree.repeatOf(tree.find(path)) >= 0)
                messages.add(
                    u"survey"_s, item.row, input.survey.columns->header(u"label"_s), u"W08"_s,
                    u"A repeated question is used as a single value; the first instance will be taken."_s);
        }
    }
}

}  // namespace

void warn(const WarningInput& input, MessageList& messages)
{
    const auto languages = languagesOf(input);
    if (const auto* survey = input.workbook.sheet(u"survey"_s); survey && languages.size() > 1)
        warnOfLanguages(*survey, *input.survey.columns, languages, input.settings, messages);
    if (const auto* choices = input.workbook.sheet(u"choices"_s);
        choices && input.choices.columns && languages.size() > 1)
        warnOfLanguages(*choices, *input.choices.columns, languages, input.settings, messages);
    warnOfItems(input, messages);
    warnOfTexts(input, messages);
    warnOfRules(input.rules, messages);
}

}  // namespace prohori
