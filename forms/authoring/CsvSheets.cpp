// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/SheetCleaning.h"
#include "forms/authoring/Workbook.h"
#include "forms/definition/CsvReader.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// The place of a sheet in a workbook as its readers expect it; unknown ones come last.
qsizetype rank(const QString& name)
{
    static const QStringList order = {u"survey"_s, u"choices"_s, u"external_choices"_s, u"entities"_s,
                                      u"settings"_s};
    const qsizetype place = order.indexOf(name.toLower());
    return place < 0 ? order.size() : place;
}

QStringList sheetNames(const QString& folder)
{
    QStringList names;
    for (const QString& file : QDir(folder).entryList({u"*.csv"_s}, QDir::Files, QDir::Name))
        names.append(file.chopped(4));
    std::stable_sort(names.begin(), names.end(),
                     [](const QString& a, const QString& b) { return rank(a) < rank(b); });
    return names;
}

Result<QByteArray> readBytes(const QString& path, qint64& left)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, u"%1 cannot be opened."_s.arg(path)};
    const QByteArray bytes = file.read(left + 1);
    left -= bytes.size();
    if (left < 0)
        return workbookProblem(file.fileName(),
                               u"the sheets of its folder are larger than 64 MiB together"_s);
    return bytes;
}

Result<> readSheet(SheetCollector& collector, const QString& name, const QByteArray& bytes)
{
    const QString fileName = name + u".csv"_s;
    const CsvFile csv = readCsv(bytes);
    collector.begin(name);
    if (!csv.problems.isEmpty()) {
        const CsvProblem& first = csv.problems.constFirst();
        return workbookProblem(fileName,
                               u"row %1, column %2: %3"_s.arg(first.row).arg(first.column).arg(first.text));
    }
    for (const CsvRow& row : csv.rows) {
        if (const std::optional<QString> cause = collector.add(row.row, row.cells))
            return workbookProblem(fileName, *cause);
    }
    if (const std::optional<QString> cause = collector.end())
        return workbookProblem(fileName, *cause);
    return {};
}

QByteArray csvCell(const QString& text)
{
    static const QString special = u",\"\r\n"_s;
    const bool quoted = std::any_of(text.begin(), text.end(), [](QChar c) { return special.contains(c); });
    if (!quoted && text == text.trimmed())
        return text.toUtf8();
    QString doubled = text;
    doubled.replace(u'"', u"\"\""_s);
    return '"' + doubled.toUtf8() + '"';
}

QByteArray csvRow(const QStringList& cells)
{
    QByteArray line;
    for (qsizetype at = 0; at < cells.size(); ++at)
        line += (at == 0 ? QByteArray() : QByteArray(",")) + csvCell(cells.at(at));
    return line + "\n";
}

QByteArray csvSheet(const Sheet& sheet)
{
    QByteArray bytes = csvRow(sheet.header.cells);
    int next = 2;
    for (const SheetRow& row : sheet.rows) {
        for (; next < row.row; ++next)
            bytes += "\n";
        bytes += csvRow(row.cells);
        next = row.row + 1;
    }
    return bytes;
}

}  // namespace

Result<Workbook> readCsvFolder(const QString& folder)
{
    if (!QDir(folder).exists())
        return Error{ErrorCode::NotFound, u"There is no folder %1."_s.arg(folder)};
    Workbook workbook;
    workbook.fileName = QDir(QDir(folder).absolutePath()).dirName();
    workbook.folder = folder;
    SheetCollector collector(workbook);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    qint64 left = kMostWorkbookBytes;
    for (const QString& name : sheetNames(folder)) {
        const Result<QByteArray> bytes = readBytes(QDir(folder).filePath(name + u".csv"_s), left);
        if (!bytes)
            return bytes.error();
        const QByteArray title = name.toUtf8();
        hash.addData(QByteArray::number(title.size()) + ' ' + title + QByteArray::number(bytes->size())
                     + ' ');
        hash.addData(*bytes);
        if (Result<> sheet = readSheet(collector, name, *bytes); !sheet)
            return sheet.error();
    }
    workbook.hash = hash.result();
    finishWorkbook(workbook);
    return workbook;
}

Result<> writeCsvFolder(const Workbook& workbook, const QString& folder)
{
    if (!QDir().mkpath(folder))
        return Error{ErrorCode::Storage, u"The folder %1 cannot be made."_s.arg(folder)};
    for (const Sheet& sheet : workbook.sheets) {
        if (sheet.name.isEmpty() || sheet.name.contains(u'/') || sheet.name.contains(u'\\')
            || sheet.name.startsWith(u'.'))
            return workbookProblem(workbook.fileName, u"a sheet has a name that no file can have"_s);
        QSaveFile file(QDir(folder).filePath(sheet.name + u".csv"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(csvSheet(sheet)) < 0 || !file.commit())
            return Error{ErrorCode::Storage, u"%1 cannot be written."_s.arg(file.fileName())};
    }
    return {};
}

}  // namespace prohori
