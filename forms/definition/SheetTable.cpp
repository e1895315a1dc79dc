// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/SheetTable.h"

#include <QDir>
#include <QFile>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString canonicalHeader(const QString& header)
{
    static const QHash<QString, QString> kAliases{
        {u"relevance"_s, u"relevant"_s}, {u"calculate"_s, u"calculation"_s},
        {u"read_only"_s, u"readonly"_s}, {u"caption"_s, u"label"_s},
        {u"count"_s, u"repeat_count"_s}, {u"jr:count"_s, u"repeat_count"_s},
        {u"value"_s, u"name"_s},         {u"tag"_s, u"name"_s},
        {u"command"_s, u"type"_s},       {u"constraining_message"_s, u"constraint_message"_s}};
    QString key = header.trimmed().toLower();
    key.replace(u' ', u'_');
    return kAliases.value(key, key);
}

/// "bn" of "Bangla (bn)"; a name without a code in brackets is its own code.
QString languageCode(const QString& language)
{
    const auto open = language.lastIndexOf(u'(');
    const auto close = language.lastIndexOf(u')');
    return open >= 0 && close > open ? language.mid(open + 1, close - open - 1).trimmed().toLower()
                                     : language.trimmed().toLower();
}

bool isTranslatable(const QString& column)
{
    return column == u"label" || column == u"hint" || column == u"form_title"
        || column == u"constraint_message" || column == u"required_message";
}

}  // namespace

std::optional<SheetTable> SheetTable::load(const QString& folder, const QString& sheet,
                                           QList<FormMessage>& messages)
{
    QFile file(QDir(folder).filePath(sheet + u".csv"_s));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    CsvFile csv = readCsv(file.readAll());
    for (const CsvProblem& problem : csv.problems)
        messages.append({sheet, problem.row, QString::number(problem.column), u"F30"_s, problem.text});
    SheetTable table;
    table.m_name = sheet;
    if (!csv.rows.isEmpty())
        table.readHeader(csv.rows.takeFirst(), messages);
    table.m_rows = std::move(csv.rows);
    return table;
}

void SheetTable::readHeader(const CsvRow& header, QList<FormMessage>& messages)
{
    QHash<QString, QString> seen;
    for (qsizetype at = 0; at < header.cells.size(); ++at) {
        const QString& written = header.cells.at(at);
        const auto cut = written.indexOf(u"::");
        const QString column = canonicalHeader(cut < 0 ? written : written.left(cut));
        const bool translated = isTranslatable(column);
        const QString language = cut < 0 ? u"en"_s : languageCode(written.mid(cut + 2));
        const QString key = translated ? column + u"::"_s + language : canonicalHeader(written);
        if (key.isEmpty()) {
            messages.append(
                {m_name, header.row, QString::number(at + 1), u"F04"_s, u"A column header is empty."_s});
            continue;
        }
        if (seen.contains(key)) {
            messages.append(
                {m_name, header.row, written, u"F05"_s,
                 u"The headers '%1' and '%2' mean the same column."_s.arg(seen.value(key), written)});
            continue;
        }
        seen.insert(key, written);
        if (translated)
            m_translated[column].append({language, at});
        m_columns.insert(translated ? column : key, at);
    }
}

QString SheetTable::cell(qsizetype at, const QString& column) const
{
    const auto place = m_columns.constFind(column);
    return place == m_columns.constEnd() ? QString() : m_rows.at(at).cells.value(*place).trimmed();
}

Texts SheetTable::texts(qsizetype at, const QString& column) const
{
    Texts out;
    const auto places = m_translated.constFind(column);
    if (places == m_translated.constEnd())
        return out;
    for (const auto& [language, place] : *places) {
        const QString text = m_rows.at(at).cells.value(place).trimmed();
        if (!text.isEmpty())
            out.set(language, text.normalized(QString::NormalizationForm_C));
    }
    return out;
}

QStringList SheetTable::languages(const QString& column) const
{
    QStringList out;
    for (const auto& [language, place] : m_translated.value(column))
        out.append(language);
    return out;
}

FormMessage SheetTable::message(qsizetype at, const QString& column, const QString& code,
                                const QString& text) const
{
    return {m_name, at < 0 ? 0 : rowNumber(at), column, code, text};
}

}  // namespace prohori
