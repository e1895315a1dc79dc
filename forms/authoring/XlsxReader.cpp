// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/SheetCleaning.h"
#include "forms/authoring/Workbook.h"
#include "forms/authoring/XlsxArchive.h"
#include "forms/authoring/XlsxCells.h"

#include <QCryptographicHash>
#include <QDir>
#include <QUrl>
#include <QXmlStreamReader>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxShared = qsizetype(32) << 20;
// A cell is measured after cleaning; what is read raw may have line ends of two characters.
constexpr qsizetype MaxRawCell = 2 * MaxCellCharacters;

struct Relation {
    QString type;    ///< last word of the type: worksheet, sharedStrings
    QString target;  ///< name of the part
};

struct SheetEntry {
    QString name;
    QString relation;
};

/// Reads one workbook: its parts in the order in which they refer to each other.
class XlsxReader {
public:
    XlsxReader(XlsxArchive& archive, const QString& fileName) : m_archive(archive), m_collector(m_workbook)
    {
        m_workbook.fileName = fileName;
    }

    Result<Workbook> read();

private:
    Result<QMap<QString, Relation>> readRelations(const QString& part);
    Result<> readSheetList(const QString& part);
    Result<> readSharedStrings(const QString& part);
    Result<> readSheet(const SheetEntry& entry, const QString& part);
    Result<> readRows(QXmlStreamReader& xml);
    Result<> readRow(QXmlStreamReader& xml);
    Result<> readCell(QXmlStreamReader& xml, QStringList& cells, int& column);
    Result<QString> readValue(QXmlStreamReader& xml, const QString& type);
    Error problem(const QString& cause) const
    {
        return {ErrorCode::Invalid, u"%1: %2."_s.arg(m_workbook.fileName, cause)};
    }
    Error cellProblem(const QString& cause) const
    {
        return problem(u"row %1 of the sheet %2 %3"_s.arg(m_row).arg(m_sheet, cause));
    }

    XlsxArchive& m_archive;
    Workbook m_workbook;
    SheetCollector m_collector;
    QList<SheetEntry> m_sheets;
    QStringList m_shared;
    QString m_sheet;
    int m_row = 0;
};

/// Where a target leads, seen from the part that names it. Empty when it leads out of the file.
QString resolveTarget(const QString& part, const QString& target)
{
    QString path = QUrl::fromPercentEncoding(target.toUtf8());
    path.replace(u'\\', u'/');
    if (!path.startsWith(u'/'))
        path = part.left(part.lastIndexOf(u'/') + 1) + path;
    path = QDir::cleanPath(path);
    while (path.startsWith(u'/'))
        path.remove(0, 1);
    return path.startsWith(u".."_s) ? QString() : path;
}

QString relationsOf(const QString& part)
{
    const qsizetype slash = part.lastIndexOf(u'/') + 1;
    return part.left(slash) + u"_rels/"_s + part.mid(slash) + u".rels"_s;
}

Result<Workbook> XlsxReader::read()
{
    QString workbookPart = u"xl/workbook.xml"_s;
    if (m_archive.has(u"_rels/.rels"_s)) {
        const Result<QMap<QString, Relation>> top = readRelations(QString());
        if (!top)
            return top.error();
        for (const Relation& relation : *top) {
            if (relation.type == u"officeDocument"_s)
                workbookPart = relation.target;
        }
    }
    if (Result<> list = readSheetList(workbookPart); !list)
        return list.error();
    const Result<QMap<QString, Relation>> relations = readRelations(workbookPart);
    if (!relations)
        return relations.error();
    for (const Relation& relation : *relations) {
        if (relation.type != u"sharedStrings"_s || !m_archive.has(relation.target))
            continue;
        if (Result<> shared = readSharedStrings(relation.target); !shared)
            return shared.error();
    }
    for (const SheetEntry& entry : m_sheets) {
        const Relation relation = relations->value(entry.relation);
        if (relation.type != u"worksheet"_s)
            continue;  // a chart or a dialogue on a sheet of its own
        if (Result<> sheet = readSheet(entry, relation.target); !sheet)
            return sheet.error();
    }
    m_shared.clear();
    finishWorkbook(m_workbook);
    return std::move(m_workbook);
}

Result<QMap<QString, Relation>> XlsxReader::readRelations(const QString& part)
{
    QMap<QString, Relation> relations;
    const Result<> read = m_archive.readXml(relationsOf(part), [&](QXmlStreamReader& xml) -> Result<> {
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement || xml.name() != "Relationship"_L1)
                continue;
            const QXmlStreamAttributes attributes = xml.attributes();
            if (attributes.value("TargetMode"_L1) == "External"_L1)
                continue;
            const QString type = attributes.value("Type"_L1).toString().section(u'/', -1);
            const QString target = resolveTarget(part, attributes.value("Target"_L1).toString());
            if (target.isEmpty() && (type == u"worksheet"_s || type == u"sharedStrings"_s))
                return problem(u"a relation of %1 leads out of the file"_s.arg(part));
            relations.insert(attributes.value("Id"_L1).toString(), {type, target});
        }
        return {};
    });
    if (!read)
        return read.error();
    return relations;
}

Result<> XlsxReader::readSheetList(const QString& part)
{
    return m_archive.readXml(part, [&](QXmlStreamReader& xml) -> Result<> {
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement || xml.name() != "sheet"_L1)
                continue;
            SheetEntry entry;
            const QXmlStreamAttributes attributes = xml.attributes();
            for (const QXmlStreamAttribute& attribute : attributes) {
                if (attribute.name() == "name"_L1)
                    entry.name = attribute.value().toString();
                else if (attribute.name() == "id"_L1 && !attribute.namespaceUri().isEmpty())
                    entry.relation = attribute.value().toString();
            }
            m_sheets.append(entry);
        }
        return {};
    });
}

Result<> XlsxReader::readSharedStrings(const QString& part)
{
    return m_archive.readXml(part, [&](QXmlStreamReader& xml) -> Result<> {
        qsizetype total = 0;
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement || xml.name() != "si"_L1)
                continue;
            const std::optional<QString> text = readXlsxText(xml, MaxRawCell);
            if (!text)
                return problem(u"a text of the part %1 is longer than a cell may be"_s.arg(part));
            total += text->size() + 8;
            if (total > MaxShared)
                return problem(u"the part %1 holds too much text"_s.arg(part));
            m_shared.append(cleanCell(*text));
        }
        return {};
    });
}

Result<> XlsxReader::readSheet(const SheetEntry& entry, const QString& part)
{
    m_collector.begin(entry.name);
    m_sheet = entry.name;
    m_row = 0;
    const Result<> read =
        m_archive.readXml(part, [&](QXmlStreamReader& xml) -> Result<> { return readRows(xml); });
    if (!read)
        return read;
    if (const std::optional<QString> cause = m_collector.end())
        return problem(*cause);
    return {};
}

Result<> XlsxReader::readRows(QXmlStreamReader& xml)
{
    bool data = false;
    while (!xml.atEnd() && m_collector.wanted()) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        if (token != QXmlStreamReader::StartElement && token != QXmlStreamReader::EndElement)
            continue;
        if (xml.name() == "sheetData"_L1)
            data = token == QXmlStreamReader::StartElement;
        if (!data || token != QXmlStreamReader::StartElement || xml.name() != "row"_L1)
            continue;
        if (Result<> row = readRow(xml); !row)
            return row;
    }
    return {};
}

Result<> XlsxReader::readRow(QXmlStreamReader& xml)
{
    const QXmlStreamAttributes attributes = xml.attributes();
    m_row += 1;
    if (attributes.hasAttribute("r"_L1)) {
        bool valid = false;
        m_row = attributes.value("r"_L1).toInt(&valid);
        if (!valid || m_row < 1 || m_row > MaxSheetRow)
            return problem(u"a row of the sheet %1 has the number '%2'"_s.arg(
                m_sheet, attributes.value("r"_L1).left(20).toString()));
    }
    QStringList cells;
    int column = -1;
    while (!xml.atEnd()) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        if (token == QXmlStreamReader::EndElement && xml.name() == "row"_L1)
            break;
        if (token != QXmlStreamReader::StartElement || xml.name() != "c"_L1)
            continue;
        if (Result<> cell = readCell(xml, cells, column); !cell)
            return cell;
    }
    if (const std::optional<QString> cause = m_collector.add(m_row, std::move(cells)))
        return problem(*cause);
    return {};
}

Result<> XlsxReader::readCell(QXmlStreamReader& xml, QStringList& cells, int& column)
{
    const QXmlStreamAttributes attributes = xml.attributes();
    column += 1;
    if (attributes.hasAttribute("r"_L1)) {
        const std::optional<int> named = xlsxColumn(attributes.value("r"_L1));
        if (!named)
            return cellProblem(u"has a cell without a valid reference"_s);
        column = *named;
    }
    const Result<QString> value = readValue(xml, attributes.value("t"_L1).toString());
    if (!value)
        return value.error();
    if (value->isEmpty())
        return {};
    if (column >= MaxSheetColumns) {
        // Only beyond what any form needs; told by the collector, which knows whether the sheet matters.
        while (cells.size() <= MaxSheetColumns)
            cells.append(QString());
        cells[MaxSheetColumns] = *value;
        return {};
    }
    while (cells.size() <= column)
        cells.append(QString());
    cells[column] = *value;
    return {};
}

Result<QString> XlsxReader::readValue(QXmlStreamReader& xml, const QString& type)
{
    QString value;
    while (!xml.atEnd()) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        if (token == QXmlStreamReader::EndElement && xml.name() == "c"_L1)
            break;
        if (token != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() != "v"_L1 && xml.name() != "is"_L1) {
            xml.skipCurrentElement();  // the formula, and what later versions add
            continue;
        }
        const std::optional<QString> text = readXlsxText(xml, MaxRawCell);
        if (!text)
            return cellProblem(u"has a cell of more than %1 characters"_s.arg(MaxCellCharacters));
        value = *text;
    }
    if (value.isEmpty() || type == u"str"_s || type == u"inlineStr"_s || type == u"e"_s || type == u"d"_s)
        return value;
    if (type == u"s"_s) {
        bool valid = false;
        const qlonglong place = value.trimmed().toLongLong(&valid);
        if (!valid || place < 0 || place >= m_shared.size())
            return cellProblem(u"refers to a text that is not in the file"_s);
        return m_shared.at(place);
    }
    if (type == u"b"_s)
        return value.trimmed() == u"1"_s || value.trimmed() == u"true"_s ? u"TRUE"_s : u"FALSE"_s;
    return xlsxNumber(value);
}

}  // namespace

Result<Workbook> readXlsx(const QByteArray& bytes, const QString& fileName)
{
    const Result<std::unique_ptr<XlsxArchive>> archive = XlsxArchive::open(bytes, fileName);
    if (!archive)
        return archive.error();
    Result<Workbook> workbook = XlsxReader(**archive, fileName).read();
    if (workbook)
        workbook->hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    return workbook;
}

}  // namespace prohori
