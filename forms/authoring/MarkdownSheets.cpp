// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/MarkdownSheets.h"

#include "forms/authoring/SheetCleaning.h"
#include "forms/authoring/Workbook.h"

#include <QCryptographicHash>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// The characters that a cell of one line, trimmed by every reader, cannot hold by themselves.
constexpr char16_t Referenced[] = {u'\t', u'\n', u' ', u'&', u'-'};

bool isPipe(QStringView line, qsizetype at)
{
    return line.at(at) == u'|' && (at == 0 || line.at(at - 1) != u'\\');
}

QString reference(QChar c)
{
    return u"&#%1;"_s.arg(c.unicode());
}

QString unescape(QString cell)
{
    cell.replace(u"\\|"_s, u"|"_s);
    if (!cell.contains(u"&#"_s))
        return cell;
    QString result;
    for (qsizetype at = 0; at < cell.size(); ++at) {
        const auto found = std::find_if(std::begin(Referenced), std::end(Referenced), [&](char16_t c) {
            return QStringView(cell).mid(at).startsWith(reference(c));
        });
        if (found == std::end(Referenced)) {
            result += cell.at(at);
        } else {
            result += QChar(*found);
            at += reference(*found).size() - 1;
        }
    }
    return result;
}

bool isSeparator(const QStringList& cells)
{
    const auto isRule = [](const QString& cell) {
        return cell.size() >= 3 && cell.contains(u'-')
            && std::all_of(cell.begin(), cell.end(), [](QChar c) { return c == u'-' || c == u':'; });
    };
    const qsizetype from = cells.constFirst().isEmpty() ? 1 : 0;
    return cells.size() > from && std::all_of(cells.cbegin() + from, cells.cend(), isRule);
}

bool isPipesAndDashes(QStringView line)
{
    return std::all_of(line.begin(), line.end(), [](QChar c) { return c == u'|' || c == u'-'; });
}

void writeRow(QString& text, const QStringList& cells, qsizetype columns)
{
    text += u"| |"_s;
    for (qsizetype at = 0; at < columns; ++at) {
        const QString cell = markdownCell(cells.value(at));
        text += cell.isEmpty() ? u" |"_s : u' ' + cell + u" |"_s;
    }
    text += u'\n';
}

}  // namespace

std::optional<QStringList> markdownCells(QStringView line)
{
    line = line.trimmed();
    if (!line.startsWith(u'|'))
        return std::nullopt;
    qsizetype last = line.size() - 1;
    while (last > 0 && !isPipe(line, last))
        last -= 1;
    if (last == 0 || isPipesAndDashes(line.left(last + 1)))
        return std::nullopt;
    QStringList raw;
    qsizetype from = 1;
    for (qsizetype at = 1; at <= last; ++at) {
        if (!isPipe(line, at))
            continue;
        raw.append(line.mid(from, at - from).trimmed().toString());
        from = at + 1;
    }
    if (isSeparator(raw))
        return std::nullopt;
    std::transform(raw.begin(), raw.end(), raw.begin(), unescape);
    return raw;
}

QString markdownCell(const QString& text)
{
    const bool dashes = !text.isEmpty()
                     && std::all_of(text.begin(), text.end(), [](QChar c) { return c == u'-' || c == u':'; });
    QString cell;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar c = text.at(at);
        const bool edge = at == 0 || at == text.size() - 1;
        const bool begins = c == u'&' && at + 1 < text.size() && text.at(at + 1) == u'#';
        if (c == u'\n' || c == u'\t' || begins || (c == u' ' && edge) || (c == u'-' && dashes))
            cell += reference(c);
        else if (c == u'|')
            cell += u"\\|"_s;
        else
            cell += c;
    }
    return cell;
}

Result<Workbook> readMarkdown(const QString& text, const QString& fileName)
{
    Workbook workbook;
    workbook.fileName = fileName;
    workbook.hash = QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256);
    SheetCollector collector(workbook);
    int row = 0;
    const auto endSheet = [&]() { return workbook.sheets.isEmpty() ? std::nullopt : collector.end(); };
    for (const QStringView line : QStringView(text).split(u'\n')) {
        std::optional<QStringList> cells = markdownCells(line);
        if (!cells)
            continue;
        const QString name = cells->takeFirst();
        const bool empty = std::all_of(cells->cbegin(), cells->cend(),
                                       [](const QString& cell) { return cleanCell(cell).isEmpty(); });
        if (!name.isEmpty()) {
            if (const std::optional<QString> cause = endSheet())
                return workbookProblem(fileName, *cause);
            if (workbook.sheets.size() == 64)
                return workbookProblem(fileName, u"it has more than 64 sheets"_s);
            collector.begin(name);
            row = 0;
        }
        if (workbook.sheets.isEmpty() || (empty && row == 0))
            continue;
        row += 1;
        if (const std::optional<QString> cause = collector.add(row, std::move(*cells)))
            return workbookProblem(fileName, *cause);
    }
    if (const std::optional<QString> cause = endSheet())
        return workbookProblem(fileName, *cause);
    finishWorkbook(workbook);
    return workbook;
}

QString writeMarkdown(const Workbook& workbook)
{
    QString text;
    for (const Sheet& sheet : workbook.sheets) {
        qsizetype columns = sheet.header.cells.size();
        for (const SheetRow& row : sheet.rows)
            columns = std::max(columns, row.cells.size());
        if (!text.isEmpty())
            text += u'\n';
        text += u"| "_s + markdownCell(sheet.name) + u" |\n"_s;
        if (columns == 0)
            continue;
        writeRow(text, sheet.header.cells, columns);
        int next = 2;
        for (const SheetRow& row : sheet.rows) {
            for (; next < row.row; ++next)
                text += u"| | |\n"_s;
            writeRow(text, row.cells, columns);
            next = row.row + 1;
        }
    }
    return text;
}

}  // namespace prohori
