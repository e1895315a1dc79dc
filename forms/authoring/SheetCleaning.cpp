// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/SheetCleaning.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxRows = 20'000;
constexpr qsizetype MaxChoiceRows = 200'000;
constexpr qsizetype MaxCells = qsizetype(4) << 20;
constexpr qsizetype MaxCharacters = qsizetype(32) << 20;

bool isPlain(QChar c)
{
    return c.unicode() >= 0x20 && (c.unicode() < 0x7f || c.unicode() > 0xa0)
        && (c.unicode() < 0x2018 || c.unicode() > 0x201d);
}

/// Trims and makes one space of many; line breaks and tabs stay.
QString collapse(const QString& text)
{
    const QString trimmed = text.trimmed();
    if (!trimmed.contains(u"  "_s))
        return trimmed;
    QString result;
    result.reserve(trimmed.size());
    for (const QChar c : trimmed) {
        if (c != u' ' || !result.endsWith(u' '))
            result += c;
    }
    return result;
}

void dropTrailingEmpty(QStringList& cells)
{
    while (!cells.isEmpty() && cells.constLast().isEmpty())
        cells.removeLast();
}

bool wantsCleanText(const Workbook& workbook)
{
    const Sheet* settings = workbook.sheet(u"settings"_s);
    if (!settings || settings->rows.isEmpty())
        return true;
    for (qsizetype at = 0; at < settings->header.cells.size(); ++at) {
        const QString name = settings->header.cells.at(at).trimmed().toLower().replace(u' ', u'_');
        if (name == u"clean_text_values"_s)
            return settings->rows.first().cells.value(at).trimmed().compare(u"no"_s, Qt::CaseInsensitive)
                != 0;
    }
    return true;
}

}  // namespace

QString cleanCell(const QString& text)
{
    if (std::all_of(text.begin(), text.end(), isPlain))
        return text.trimmed().isEmpty() ? QString() : text;
    QString result;
    result.reserve(text.size());
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text.at(at);
        if (c == u'\r') {
            if (at + 1 == text.size() || text.at(at + 1) != u'\n')
                result += u'\n';
        } else if (c == u'\u00a0') {
            result += u' ';
        } else if (c == u'\u2018' || c == u'\u2019') {
            result += u'\'';
        } else if (c == u'\u201c' || c == u'\u201d') {
            result += u'"';
        } else if (c == u'\n' || c == u'\t' || c.category() != QChar::Other_Control) {
            result += c;
        }
    }
    return result.trimmed().isEmpty() ? QString() : result;
}

bool isKnownSheet(const QString& name)
{
    const QString plain = name.trimmed().toLower();
    return plain == u"survey"_s || plain == u"choices"_s || plain == u"settings"_s
        || plain == u"external_choices"_s || plain == u"entities"_s;
}

void SheetCollector::begin(const QString& name)
{
    m_workbook.sheets.append({.name = name, .header = {.row = 1, .cells = {}}, .rows = {}});
    m_known = isKnownSheet(name);
    m_dropped = false;
    m_maxRows = name.trimmed().endsWith(u"choices"_s, Qt::CaseInsensitive) ? MaxChoiceRows : MaxRows;
}

std::optional<QString> SheetCollector::add(int row, QStringList cells)
{
    for (QString& cell : cells)
        cell = cleanCell(cell);
    dropTrailingEmpty(cells);
    if (cells.isEmpty() || m_dropped)
        return std::nullopt;
    if (const std::optional<QString> problem = checkLimits(cells)) {
        if (m_known)
            return problem;
        m_dropped = true;
        m_workbook.sheets.last().header.cells.clear();
        m_workbook.sheets.last().rows.clear();
        return std::nullopt;
    }
    Sheet& sheet = m_workbook.sheets.last();
    if (row == 1 && sheet.header.cells.isEmpty())
        sheet.header.cells = std::move(cells);
    else
        sheet.rows.append({.row = row, .cells = std::move(cells)});
    return std::nullopt;
}

std::optional<QString> SheetCollector::checkLimits(const QStringList& cells)
{
    const QString name = m_workbook.sheets.constLast().name;
    if (m_workbook.sheets.constLast().rows.size() >= m_maxRows)
        return u"the sheet %1 has more than %2 rows"_s.arg(name).arg(m_maxRows);
    if (cells.size() > MaxSheetColumns)
        return u"the sheet %1 has more than %2 columns"_s.arg(name).arg(MaxSheetColumns);
    for (const QString& cell : cells) {
        m_characters += cell.size();
        if (cell.size() > MaxCellCharacters)
            return u"a cell of the sheet %1 has more than %2 characters"_s.arg(name).arg(MaxCellCharacters);
    }
    m_cells += cells.size();
    if (m_cells > MaxCells || m_characters > MaxCharacters)
        return u"the sheets hold more than %1 cells or %2 characters"_s.arg(MaxCells).arg(MaxCharacters);
    return std::nullopt;
}

std::optional<QString> SheetCollector::end()
{
    QList<SheetRow>& rows = m_workbook.sheets.last().rows;
    const auto before = [](const SheetRow& a, const SheetRow& b) { return a.row < b.row; };
    if (!std::is_sorted(rows.cbegin(), rows.cend(), before))
        std::stable_sort(rows.begin(), rows.end(), before);
    const auto same = [](const SheetRow& a, const SheetRow& b) { return a.row == b.row; };
    const auto twice = std::adjacent_find(rows.cbegin(), rows.cend(), same);
    const bool header = !rows.isEmpty() && rows.constFirst().row <= 1;
    if (twice == rows.cend() && !header)
        return std::nullopt;
    return u"row %1 of the sheet %2 occurs twice"_s.arg(header ? 1 : twice->row)
        .arg(m_workbook.sheets.constLast().name);
}

void finishWorkbook(Workbook& workbook)
{
    const bool clean = wantsCleanText(workbook);
    for (Sheet& sheet : workbook.sheets) {
        const bool survey = sheet.name.trimmed().compare(u"survey"_s, Qt::CaseInsensitive) == 0;
        for (QString& cell : sheet.header.cells)
            cell = collapse(cell);
        dropTrailingEmpty(sheet.header.cells);
        if (!survey || !clean)
            continue;
        for (SheetRow& row : sheet.rows) {
            for (QString& cell : row.cells)
                cell = collapse(cell);
        }
    }
}

}  // namespace prohori
