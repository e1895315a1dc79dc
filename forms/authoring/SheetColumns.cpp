// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/SheetColumns.h"

#include <QRegularExpression>
#include <QSet>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

using Words = QHash<QString, QString>;

/// Headers that mean another one, after lower case and `_` for spaces.
const Words& aliases(const QString& sheet)
{
    static const Words survey{{u"relevance"_s, u"relevant"_s},
                              {u"skip_logic"_s, u"relevant"_s},
                              {u"calculate"_s, u"calculation"_s},
                              {u"read_only"_s, u"readonly"_s},
                              {u"caption"_s, u"label"_s},
                              {u"constraining_message"_s, u"constraint_message"_s},
                              {u"requiredmsg"_s, u"required_message"_s},
                              {u"count"_s, u"repeat_count"_s},
                              {u"jr:count"_s, u"repeat_count"_s},
                              {u"value"_s, u"name"_s},
                              {u"tag"_s, u"name"_s},
                              {u"command"_s, u"type"_s}};
    static const Words choices{{u"list"_s, u"list_name"_s},
                               {u"value"_s, u"name"_s},
                               {u"tag"_s, u"name"_s},
                               {u"caption"_s, u"label"_s}};
    static const Words settings{{u"id_string"_s, u"form_id"_s},
                                {u"set_form_id"_s, u"form_id"_s},
                                {u"title"_s, u"form_title"_s},
                                {u"set_form_title"_s, u"form_title"_s}};
    static const Words none;
    return sheet == u"survey"   ? survey
         : sheet == u"choices"  ? choices
         : sheet == u"settings" ? settings
                                : none;
}

const QSet<QString>& knownKeys(const QString& sheet)
{
    static const QSet<QString> survey{u"type"_s,       u"name"_s,          u"relevant"_s,     u"required"_s,
                                      u"constraint"_s, u"readonly"_s,      u"calculation"_s,  u"trigger"_s,
                                      u"default"_s,    u"choice_filter"_s, u"repeat_count"_s, u"appearance"_s,
                                      u"parameters"_s, u"save_to"_s,       u"disabled"_s};
    static const QSet<QString> choices{u"list_name"_s, u"name"_s, u"retired"_s, u"replaced_by"_s, u"key"_s};
    static const QSet<QString> settings{u"form_id"_s,
                                        u"version"_s,
                                        u"default_language"_s,
                                        u"instance_name"_s,
                                        u"allow_choice_duplicates"_s,
                                        u"clean_text_values"_s,
                                        u"namespaces"_s,
                                        u"style"_s};
    static const QSet<QString> none;
    return sheet == u"survey"   ? survey
         : sheet == u"choices"  ? choices
         : sheet == u"settings" ? settings
                                : none;
}

const QSet<QString>& translatedKeys(const QString& sheet)
{
    static const QSet<QString> survey{
        u"label"_s, u"hint"_s,  u"guidance_hint"_s, u"constraint_message"_s, u"required_message"_s,
        u"image"_s, u"audio"_s, u"video"_s};
    static const QSet<QString> choices{u"label"_s, u"image"_s, u"audio"_s, u"video"_s};
    static const QSet<QString> settings{u"form_title"_s};
    static const QSet<QString> none;
    return sheet == u"survey"   ? survey
         : sheet == u"choices"  ? choices
         : sheet == u"settings" ? settings
                                : none;
}

/// What `bind::…` and `body::…` columns mean where XLSForm has a name for it.
QString attributeKey(const QString& prefix, const QString& attribute)
{
    static const Words meanings{{u"bind::relevant"_s, u"relevant"_s},
                                {u"bind::required"_s, u"required"_s},
                                {u"bind::readonly"_s, u"readonly"_s},
                                {u"bind::constraint"_s, u"constraint"_s},
                                {u"bind::calculate"_s, u"calculation"_s},
                                {u"bind::jr:constraintmsg"_s, u"constraint_message"_s},
                                {u"bind::jr:requiredmsg"_s, u"required_message"_s},
                                {u"body::appearance"_s, u"appearance"_s},
                                {u"control::appearance"_s, u"appearance"_s},
                                {u"body::jr:count"_s, u"repeat_count"_s},
                                {u"control::jr:count"_s, u"repeat_count"_s},
                                {u"bind::ht:checkmsg"_s, u"bind::ht:checkMsg"_s},
                                {u"body::ht:code"_s, u"body::ht:code"_s}};
    const auto full = prefix + u"::"_s + attribute;
    if (const auto found = meanings.constFind(full.toLower()); found != meanings.constEnd())
        return *found;
    // Our own words are written in many ways; the rest is kept as it stands.
    return attribute.startsWith(u"ht:"_s, Qt::CaseInsensitive) ? full.toLower() : full;
}

QString canonicalWord(const QString& text)
{
    return text.trimmed().toLower().replace(u' ', u'_');
}

/// Reads `prefix::attribute::language`; with single colons the attribute may itself consist of two parts.
void readAttribute(SheetColumn& column, const QStringList& parts, bool doubled)
{
    const auto prefix = canonicalWord(parts.first());
    auto attribute = parts.value(1).trimmed();
    auto next = 2;
    if (!doubled && parts.size() > 2) {
        attribute += u':' + parts.at(2).trimmed();
        next = 3;
    }
    column.key = attributeKey(prefix, attribute);
    column.languageName = parts.mid(next).join(u"::"_s).trimmed();
    column.known = !attribute.isEmpty();
}

SheetColumn readHeader(const QString& sheet, const QString& header, bool doubled)
{
    static const QSet<QString> prefixes{u"bind"_s, u"body"_s, u"instance"_s, u"control"_s};
    SheetColumn column;
    column.header = header;
    const auto whole = canonicalWord(header);
    if (const auto alias = aliases(sheet).constFind(whole); alias != aliases(sheet).constEnd()) {
        column.key = *alias;
        column.known = true;
        return column;
    }
    auto parts = header.split(doubled ? u"::"_s : u":"_s);
    if (parts.size() > 1 && canonicalWord(parts.first()) == u"media")
        parts.removeFirst();
    const auto first = canonicalWord(parts.first());
    if (parts.size() > 1 && prefixes.contains(first)) {
        readAttribute(column, parts, doubled);
        return column;
    }
    column.key = aliases(sheet).value(first, first);
    if (translatedKeys(sheet).contains(column.key)) {
        column.languageName = parts.mid(1).join(u"::"_s).trimmed();
        column.known = true;
    } else if (parts.size() == 1 && knownKeys(sheet).contains(column.key)) {
        column.known = true;
    } else {
        column.key = sheet == u"settings" ? whole : header;
    }
    return column;
}

}  // namespace

SheetColumns::SheetColumns(const QString& sheet, const SheetRow& header, MessageList& messages)
    : m_sheet(sheet)
{
    bool doubled = false;
    QStringList headers;
    for (const auto& cell : header.cells) {
        headers.append(cell.trimmed());
        doubled = doubled || cell.contains(u"::"_s);
    }
    messages.setHeaders(sheet, headers);
    for (int place = 0; place < headers.size(); ++place) {
        if (headers.at(place).isEmpty())
            continue;
        auto column = readHeader(sheet, headers.at(place), doubled);
        column.place = place;
        column.language = languageCode(column.languageName);
        bool twice = false;
        for (const auto other : m_byKey.value(column.key)) {
            if (m_columns.at(other).language != column.language || twice)
                continue;
            twice = true;
            if (column.known || sheet == u"choices")
                messages.add(sheet, 1, column.header, u"F05"_s,
                             u"The headers '%1' and '%2' mean the same column."_s.arg(
                                 m_columns.at(other).header, column.header));
        }
        if (!twice)
            m_byKey[column.key].append(m_columns.size());
        m_columns.append(column);
    }
}

bool SheetColumns::has(const QString& key) const
{
    return m_byKey.contains(key);
}

QString SheetColumns::header(const QString& key) const
{
    const auto found = m_byKey.constFind(key);
    return found == m_byKey.constEnd() ? key : m_columns.at(found->first()).header;
}

QString SheetColumns::header(const QString& key, const QString& language) const
{
    for (const auto at : m_byKey.value(key)) {
        if (m_columns.at(at).language == language)
            return m_columns.at(at).header;
    }
    return header(key);
}

QString SheetColumns::cell(const SheetRow& row, const QString& key) const
{
    for (const auto at : m_byKey.value(key)) {
        if (m_columns.at(at).language.isEmpty())
            return row.cells.value(m_columns.at(at).place).trimmed();
    }
    return {};
}

Texts SheetColumns::texts(const SheetRow& row, const QString& key, const QString& defaultLanguage) const
{
    Texts texts;
    for (const auto pass : {true, false}) {
        for (const auto at : m_byKey.value(key)) {
            const auto& column = m_columns.at(at);
            const auto text = row.cells.value(column.place).trimmed();
            if (column.language.isEmpty() == pass && !text.isEmpty())
                texts.set(column.language.isEmpty() ? defaultLanguage : column.language, text);
        }
    }
    return texts;
}

QString languageCode(const QString& name)
{
    static const QRegularExpression code(u"\\(\\s*([A-Za-z]{2,8}(?:[-_][A-Za-z0-9]+)*)\\s*\\)\\s*$"_s);
    const auto match = code.match(name);
    return match.hasMatch() ? match.captured(1) : name.trimmed();
}

bool saysYes(const QString& cell)
{
    static const QSet<QString> words{u"yes"_s, u"true"_s, u"true()"_s};
    return words.contains(cell.trimmed().toLower());
}

bool saysNo(const QString& cell)
{
    static const QSet<QString> words{u"no"_s, u"false"_s, u"false()"_s};
    return words.contains(cell.trimmed().toLower());
}

}  // namespace prohori
