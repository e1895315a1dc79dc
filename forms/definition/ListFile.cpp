// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/ListFile.h"

#include "forms/definition/ListTable.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostListBytes = 16 * 1024 * 1024;
constexpr qsizetype kMostRows = 200'000;
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
        const auto bytes = file.read(kMostListBytes + 1);
        if (bytes.size() > kMostListBytes)
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

/// By the ending of its name; another file gives nothing.
Result<ListTable> readTable(const FormList& list, const QByteArray& bytes)
{
    const auto endsWith = [&list](const QString& ending) {
        return list.file.endsWith(ending, Qt::CaseInsensitive);
    };
    return endsWith(u".csv"_s)     ? readCsvTable(bytes)
         : endsWith(u".xml"_s)     ? readXmlTable(bytes)
         : endsWith(u".geojson"_s) ? readGeoJsonTable(bytes)
                                   : ListTable();
}

QString sizeFault(const ListTable& table)
{
    const auto tooLarge = [](const QString& cell) { return cell.size() > kMostCell; };
    QList<QStringList> rows = table.rows;
    rows.prepend(table.header);
    for (const QStringList& cells : rows) {
        if (cells.size() > kMostListColumns)
            return u"has more than 4,096 columns"_s;
        if (std::any_of(cells.cbegin(), cells.cend(), tooLarge))
            return u"has a cell of more than 32 KiB"_s;
    }
    return {};
}

}  // namespace

Result<QStringList> loadListFile(FormList& list, const QString& folder)
{
    const auto bytes = readFile(list, folder);
    if (!bytes)
        return bytes.error();
    list.choices.clear();
    list.fileHash = QCryptographicHash::hash(*bytes, QCryptographicHash::Sha256);
    const auto table = readTable(list, *bytes);
    if (!table)
        return invalid(list, table.error().detail);
    if (table->rows.size() > kMostRows)
        return invalid(list, u"has more than 200,000 rows"_s);
    if (const QString fault = sizeFault(*table); !fault.isEmpty())
        return invalid(list, fault);
    static const QRegularExpression number(u"^[0-9]+$"_s);
    for (const QStringList& cells : table->rows) {
        list.choices.append(choiceOf(list, table->header, cells));
        FormChoice& choice = list.choices.last();
        choice.key =
            number.match(choice.name).hasMatch() ? choice.name : QString::number(list.choices.size());
    }
    return table->header;
}

}  // namespace prohori
