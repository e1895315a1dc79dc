// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/ListFile.h"

#include "forms/definition/CsvReader.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QRegularExpression>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostBytes = 16 * 1024 * 1024;
constexpr qsizetype kMostRows = 200'000;
constexpr qsizetype kMostColumns = 4096;
constexpr qsizetype kMostCell = 32 * 1024;

Error invalid(const FormList& list, const QString& cause)
{
    return {ErrorCode::Invalid, u"The list file '%1' %2."_s.arg(list.file, cause)};
}

Result<QByteArray> readFile(const FormList& list, const QString& folder)
{
    static const QRegularExpression outside(u"[/\\\\:\\x00-\\x1f]|^\\."_s);
    const Error missing{ErrorCode::NotFound, u"The list file '%1' is missing."_s.arg(list.file)};
    if (list.file.isEmpty() || folder.isEmpty() || outside.match(list.file).hasMatch())
        return missing;
    for (const auto& place : {folder + u"/lists/"_s + list.file, folder + u'/' + list.file}) {
        if (!QFileInfo(place).isFile())
            continue;
        QFile file(place);
        if (!file.open(QIODevice::ReadOnly))
            return Error{ErrorCode::Storage, u"The list file '%1' cannot be opened."_s.arg(list.file)};
        const auto bytes = file.read(kMostBytes + 1);
        if (bytes.size() > kMostBytes)
            return invalid(list, u"is larger than 16 MiB"_s);
        return bytes;
    }
    return missing;
}

/// Language of a header such as `label::Bangla (bn)`, or nothing when it is no label.
QString labelLanguage(const QString& header)
{
    static const QRegularExpression pattern(u"^label::?\\s*(?:.*\\((\\w[\\w-]*)\\)|(.*))\\s*$"_s);
    const auto match = pattern.match(header);
    return !match.hasMatch()           ? QString()
         : match.captured(1).isEmpty() ? match.captured(2)
                                       : match.captured(1);
}

FormChoice choiceOf(const FormList& list, const QStringList& header, const QStringList& cells)
{
    FormChoice choice;
    for (qsizetype at = 0; at < header.size(); ++at) {
        const auto cell = cells.value(at).trimmed();
        if (!header.at(at).isEmpty() && !choice.cells.contains(header.at(at)))
            choice.cells.insert(header.at(at), cell);
        if (const auto language = labelLanguage(header.at(at)); !language.isEmpty() && !cell.isEmpty())
            choice.label.set(language, cell);
    }
    choice.name = choice.cells.value(list.valueColumn);
    if (const auto label = choice.cells.value(list.labelColumn); !label.isEmpty() && choice.label.isEmpty())
        choice.label.set(u"default"_s, label);
    return choice;
}

}  // namespace

Result<QStringList> loadListFile(FormList& list, const QString& folder)
{
    const auto bytes = readFile(list, folder);
    if (!bytes)
        return bytes.error();
    list.choices.clear();
    list.fileHash = QCryptographicHash::hash(*bytes, QCryptographicHash::Sha256);
    if (!list.file.endsWith(u".csv"_s, Qt::CaseInsensitive))
        return QStringList{};
    const auto file = readCsv(*bytes);
    if (!file.problems.isEmpty())
        return invalid(
            list, u"is no CSV: row %1: %2"_s.arg(file.problems.first().row).arg(file.problems.first().text));
    if (file.rows.size() > kMostRows + 1)
        return invalid(list, u"has more than 200,000 rows"_s);
    if (file.rows.isEmpty())
        return QStringList{};
    static const QRegularExpression number(u"^[0-9]+$"_s);
    QStringList header;
    for (const auto& cell : file.rows.first().cells)
        header.append(cell.trimmed());
    for (qsizetype at = 0; at < file.rows.size(); ++at) {
        const auto& cells = file.rows.at(at).cells;
        if (cells.size() > kMostColumns)
            return invalid(list, u"has more than 4,096 columns"_s);
        for (const auto& cell : cells) {
            if (cell.size() > kMostCell)
                return invalid(list, u"has a cell of more than 32 KiB"_s);
        }
        if (at == 0)
            continue;
        list.choices.append(choiceOf(list, header, cells));
        auto& choice = list.choices.last();
        choice.key = number.match(choice.name).hasMatch() ? choice.name : QString::number(at);
    }
    return header;
}

}  // namespace prohori
