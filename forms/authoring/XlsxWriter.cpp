// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/Workbook.h"
#include "forms/authoring/XlsxCells.h"

#include <minizip/zip.h>

#include <QHash>
#include <QSet>
#include <QXmlStreamWriter>

#include <algorithm>
#include <cstring>
#include <functional>
#include <optional>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr uLong FirstOfJanuary1980 =
    0x00210000;  // the format's own zero: the bytes depend on the cells alone
constexpr auto Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"_L1;
constexpr auto Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"_L1;
constexpr auto Package = "http://schemas.openxmlformats.org/package/2006/relationships"_L1;
constexpr auto Types = "http://schemas.openxmlformats.org/package/2006/content-types"_L1;
constexpr auto Spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml."_L1;

/// What minizip asks of a file to write, answered by memory that grows.
struct ZipMemory {
    QByteArray bytes;
    qsizetype at = 0;

    static ZipMemory& of(voidpf stream) { return *static_cast<ZipMemory*>(stream); }
    static voidpf ZCALLBACK open(voidpf opaque, const void* /*name*/, int /*mode*/) { return opaque; }
    static uLong ZCALLBACK read(voidpf /*opaque*/, voidpf stream, void* to, uLong size)
    {
        ZipMemory& memory = of(stream);
        const qsizetype count = std::min(static_cast<qsizetype>(size), memory.bytes.size() - memory.at);
        std::memcpy(to, memory.bytes.constData() + memory.at, static_cast<size_t>(count));
        memory.at += count;
        return static_cast<uLong>(count);
    }
    static uLong ZCALLBACK write(voidpf /*opaque*/, voidpf stream, const void* from, uLong size)
    {
        ZipMemory& memory = of(stream);
        const auto count = static_cast<qsizetype>(size);
        if (memory.at + count > memory.bytes.size())
            memory.bytes.resize(memory.at + count);
        std::memcpy(memory.bytes.data() + memory.at, from, size);
        memory.at += count;
        return size;
    }
    static ZPOS64_T ZCALLBACK tell(voidpf /*opaque*/, voidpf stream)
    {
        return static_cast<ZPOS64_T>(of(stream).at);
    }
    static long ZCALLBACK seek(voidpf /*opaque*/, voidpf stream, ZPOS64_T offset, int origin)
    {
        ZipMemory& memory = of(stream);
        qsizetype base = 0;
        if (origin == ZLIB_FILEFUNC_SEEK_CUR)
            base = memory.at;
        else if (origin == ZLIB_FILEFUNC_SEEK_END)
            base = memory.bytes.size();
        const qsizetype to = base + static_cast<qsizetype>(offset);
        if (to < 0 || to > memory.bytes.size())
            return -1;
        memory.at = to;
        return 0;
    }
    static int ZCALLBACK close(voidpf /*opaque*/, voidpf /*stream*/) { return 0; }
    static int ZCALLBACK error(voidpf /*opaque*/, voidpf /*stream*/) { return 0; }
};

/// Writes the parts of one workbook.
class XlsxWriter {
public:
    explicit XlsxWriter(const Workbook& workbook) : m_workbook(workbook) {}

    Result<QByteArray> write();

private:
    std::optional<QString> checkNames() const;
    bool addPart(const QString& name, const std::function<void(QXmlStreamWriter&)>& body);
    void writeTypes(QXmlStreamWriter& xml) const;
    void writeTopRelations(QXmlStreamWriter& xml) const;
    void writeRelations(QXmlStreamWriter& xml) const;
    void writeBook(QXmlStreamWriter& xml) const;
    void writeStyles(QXmlStreamWriter& xml) const;
    void writeSheet(QXmlStreamWriter& xml, const Sheet& sheet);
    void writeRow(QXmlStreamWriter& xml, const SheetRow& row, int style);
    void writeShared(QXmlStreamWriter& xml) const;

    const Workbook& m_workbook;
    zipFile m_zip = nullptr;
    QStringList m_shared;
    QHash<QString, qsizetype> m_places;
};

void relation(QXmlStreamWriter& xml, const QString& id, const QString& type, const QString& target)
{
    xml.writeEmptyElement(u"Relationship"_s);
    xml.writeAttribute(u"Id"_s, id);
    xml.writeAttribute(u"Type"_s, Office + u'/' + type);
    xml.writeAttribute(u"Target"_s, target);
}

QString sheetFile(qsizetype at)
{
    return u"worksheets/sheet%1.xml"_s.arg(at + 1);
}

std::optional<QString> XlsxWriter::checkNames() const
{
    static const QString forbidden = u"[]:*?/\\"_s;
    QSet<QString> names;
    for (const Sheet& sheet : m_workbook.sheets) {
        const QString name = sheet.name.toLower();
        const bool odd = std::any_of(name.begin(), name.end(), [](QChar c) { return forbidden.contains(c); });
        if (name.isEmpty() || name.size() > 31 || odd || names.contains(name))
            return u"a sheet has no name that the format allows: up to 31 characters without []:*?/\\, once"_s;
        names.insert(name);
    }
    if (m_workbook.sheets.isEmpty())
        return u"a workbook needs a sheet"_s;
    return std::nullopt;
}

Result<QByteArray> XlsxWriter::write()
{
    if (const std::optional<QString> cause = checkNames())
        return Error{ErrorCode::Invalid, u"%1: %2."_s.arg(m_workbook.fileName, *cause)};
    ZipMemory memory;
    zlib_filefunc64_def functions = {};
    functions.zopen64_file = ZipMemory::open;
    functions.zread_file = ZipMemory::read;
    functions.zwrite_file = ZipMemory::write;
    functions.ztell64_file = ZipMemory::tell;
    functions.zseek64_file = ZipMemory::seek;
    functions.zclose_file = ZipMemory::close;
    functions.zerror_file = ZipMemory::error;
    functions.opaque = &memory;
    m_zip = zipOpen2_64("memory", APPEND_STATUS_CREATE, nullptr, &functions);
    if (!m_zip)
        return Error{ErrorCode::NoMemory, u"The workbook could not be begun."_s};
    bool good = addPart(u"[Content_Types].xml"_s, [&](QXmlStreamWriter& xml) { writeTypes(xml); })
             && addPart(u"_rels/.rels"_s, [&](QXmlStreamWriter& xml) { writeTopRelations(xml); })
             && addPart(u"xl/workbook.xml"_s, [&](QXmlStreamWriter& xml) { writeBook(xml); })
             && addPart(u"xl/_rels/workbook.xml.rels"_s, [&](QXmlStreamWriter& xml) { writeRelations(xml); })
             && addPart(u"xl/styles.xml"_s, [&](QXmlStreamWriter& xml) { writeStyles(xml); });
    for (qsizetype at = 0; good && at < m_workbook.sheets.size(); ++at) {
        good = addPart(u"xl/"_s + sheetFile(at),
                       [&](QXmlStreamWriter& xml) { writeSheet(xml, m_workbook.sheets.at(at)); });
    }
    good = good && addPart(u"xl/sharedStrings.xml"_s, [&](QXmlStreamWriter& xml) { writeShared(xml); });
    if (zipClose(m_zip, nullptr) != ZIP_OK || !good)
        return Error{ErrorCode::NoMemory, u"The workbook could not be packed."_s};
    return memory.bytes;
}

bool XlsxWriter::addPart(const QString& name, const std::function<void(QXmlStreamWriter&)>& body)
{
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.writeStartDocument(u"1.0"_s, true);
    body(xml);
    xml.writeEndDocument();
    zip_fileinfo info = {};
    info.dosDate = FirstOfJanuary1980;
    if (zipOpenNewFileInZip64(m_zip, name.toUtf8().constData(), &info, nullptr, 0, nullptr, 0, nullptr,
                              Z_DEFLATED, Z_DEFAULT_COMPRESSION, 0)
        != ZIP_OK)
        return false;
    const bool written =
        zipWriteInFileInZip(m_zip, bytes.constData(), static_cast<unsigned>(bytes.size())) == ZIP_OK;
    return zipCloseFileInZip(m_zip) == ZIP_OK && written;
}

void XlsxWriter::writeTypes(QXmlStreamWriter& xml) const
{
    const auto part = [&](const QString& name, const QString& type) {
        xml.writeEmptyElement(u"Override"_s);
        xml.writeAttribute(u"PartName"_s, u"/xl/"_s + name);
        xml.writeAttribute(u"ContentType"_s, Spreadsheet + type + u"+xml"_s);
    };
    const auto extension = [&](const QString& name, const QString& type) {
        xml.writeEmptyElement(u"Default"_s);
        xml.writeAttribute(u"Extension"_s, name);
        xml.writeAttribute(u"ContentType"_s, type);
    };
    xml.writeStartElement(u"Types"_s);
    xml.writeDefaultNamespace(Types);
    extension(u"rels"_s, u"application/vnd.openxmlformats-package.relationships+xml"_s);
    extension(u"xml"_s, u"application/xml"_s);
    part(u"workbook.xml"_s, u"sheet.main"_s);
    part(u"styles.xml"_s, u"styles"_s);
    part(u"sharedStrings.xml"_s, u"sharedStrings"_s);
    for (qsizetype at = 0; at < m_workbook.sheets.size(); ++at)
        part(sheetFile(at), u"worksheet"_s);
    xml.writeEndElement();
}

void XlsxWriter::writeTopRelations(QXmlStreamWriter& xml) const
{
    xml.writeStartElement(u"Relationships"_s);
    xml.writeDefaultNamespace(Package);
    relation(xml, u"rId1"_s, u"officeDocument"_s, u"xl/workbook.xml"_s);
    xml.writeEndElement();
}

void XlsxWriter::writeRelations(QXmlStreamWriter& xml) const
{
    const qsizetype count = m_workbook.sheets.size();
    xml.writeStartElement(u"Relationships"_s);
    xml.writeDefaultNamespace(Package);
    for (qsizetype at = 0; at < count; ++at)
        relation(xml, u"rId%1"_s.arg(at + 1), u"worksheet"_s, sheetFile(at));
    relation(xml, u"rId%1"_s.arg(count + 1), u"styles"_s, u"styles.xml"_s);
    relation(xml, u"rId%1"_s.arg(count + 2), u"sharedStrings"_s, u"sharedStrings.xml"_s);
    xml.writeEndElement();
}

void XlsxWriter::writeBook(QXmlStreamWriter& xml) const
{
    xml.writeStartElement(u"workbook"_s);
    xml.writeDefaultNamespace(Main);
    xml.writeNamespace(Office, u"r"_s);
    xml.writeStartElement(u"sheets"_s);
    for (qsizetype at = 0; at < m_workbook.sheets.size(); ++at) {
        xml.writeEmptyElement(u"sheet"_s);
        xml.writeAttribute(u"name"_s, m_workbook.sheets.at(at).name);
        xml.writeAttribute(u"sheetId"_s, QString::number(at + 1));
        xml.writeAttribute(Office, u"id"_s, u"rId%1"_s.arg(at + 1));
    }
    xml.writeEndElement();
    xml.writeEndElement();
}

/// Style 1 is text, so that what the author types stays as typed; style 2 the same in bold, for the header.
void XlsxWriter::writeStyles(QXmlStreamWriter& xml) const
{
    const auto font = [&](bool bold) {
        xml.writeStartElement(u"font"_s);
        if (bold)
            xml.writeEmptyElement(u"b"_s);
        xml.writeEmptyElement(u"sz"_s);
        xml.writeAttribute(u"val"_s, u"11"_s);
        xml.writeEmptyElement(u"name"_s);
        xml.writeAttribute(u"val"_s, u"Calibri"_s);
        xml.writeEndElement();
    };
    const auto format = [&](const QString& number, const QString& fontId) {
        xml.writeEmptyElement(u"xf"_s);
        xml.writeAttribute(u"numFmtId"_s, number);
        xml.writeAttribute(u"fontId"_s, fontId);
        xml.writeAttribute(u"fillId"_s, u"0"_s);
        xml.writeAttribute(u"borderId"_s, u"0"_s);
    };
    const auto list = [&](const QString& name, int count) {
        xml.writeStartElement(name);
        xml.writeAttribute(u"count"_s, QString::number(count));
    };
    xml.writeStartElement(u"styleSheet"_s);
    xml.writeDefaultNamespace(Main);
    list(u"fonts"_s, 2);
    font(false);
    font(true);
    xml.writeEndElement();
    list(u"fills"_s, 1);
    xml.writeStartElement(u"fill"_s);
    xml.writeEmptyElement(u"patternFill"_s);
    xml.writeAttribute(u"patternType"_s, u"none"_s);
    xml.writeEndElement();
    xml.writeEndElement();
    list(u"borders"_s, 1);
    xml.writeEmptyElement(u"border"_s);
    xml.writeEndElement();
    list(u"cellStyleXfs"_s, 1);
    format(u"0"_s, u"0"_s);
    xml.writeEndElement();
    list(u"cellXfs"_s, 3);
    format(u"0"_s, u"0"_s);
    format(u"49"_s, u"0"_s);
    format(u"49"_s, u"1"_s);
    xml.writeEndElement();
    xml.writeEndElement();
}

void XlsxWriter::writeSheet(QXmlStreamWriter& xml, const Sheet& sheet)
{
    xml.writeStartElement(u"worksheet"_s);
    xml.writeDefaultNamespace(Main);
    xml.writeStartElement(u"sheetViews"_s);
    xml.writeStartElement(u"sheetView"_s);
    xml.writeAttribute(u"workbookViewId"_s, u"0"_s);
    xml.writeEmptyElement(u"pane"_s);
    xml.writeAttribute(u"ySplit"_s, u"1"_s);
    xml.writeAttribute(u"topLeftCell"_s, u"A2"_s);
    xml.writeAttribute(u"activePane"_s, u"bottomLeft"_s);
    xml.writeAttribute(u"state"_s, u"frozen"_s);
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeStartElement(u"sheetData"_s);
    writeRow(xml, sheet.header, 2);
    for (const SheetRow& row : sheet.rows)
        writeRow(xml, row, 1);
    xml.writeEndElement();
    xml.writeEndElement();
}

void XlsxWriter::writeRow(QXmlStreamWriter& xml, const SheetRow& row, int style)
{
    xml.writeStartElement(u"row"_s);
    xml.writeAttribute(u"r"_s, QString::number(row.row));
    for (int column = 0; column < static_cast<int>(row.cells.size()); ++column) {
        const QString& cell = row.cells.at(column);
        if (cell.isEmpty())
            continue;
        auto place = m_places.constFind(cell);
        if (place == m_places.cend()) {
            place = m_places.insert(cell, m_shared.size());
            m_shared.append(cell);
        }
        xml.writeStartElement(u"c"_s);
        xml.writeAttribute(u"r"_s, xlsxColumnName(column) + QString::number(row.row));
        xml.writeAttribute(u"s"_s, QString::number(style));
        xml.writeAttribute(u"t"_s, u"s"_s);
        xml.writeTextElement(u"v"_s, QString::number(*place));
        xml.writeEndElement();
    }
    xml.writeEndElement();
}

void XlsxWriter::writeShared(QXmlStreamWriter& xml) const
{
    xml.writeStartElement(u"sst"_s);
    xml.writeDefaultNamespace(Main);
    xml.writeAttribute(u"uniqueCount"_s, QString::number(m_shared.size()));
    for (const QString& text : m_shared) {
        xml.writeStartElement(u"si"_s);
        xml.writeStartElement(u"t"_s);
        xml.writeAttribute(u"xml:space"_s, u"preserve"_s);
        xml.writeCharacters(encodeXlsxText(text));
        xml.writeEndElement();
        xml.writeEndElement();
    }
    xml.writeEndElement();
}

}  // namespace

Result<QByteArray> writeXlsx(const Workbook& workbook)
{
    return XlsxWriter(workbook).write();
}

}  // namespace prohori
