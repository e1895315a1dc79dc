// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <zlib.h>

namespace prohori {

/// One entry as it shall stand in the archive; what is odd about it is said here, nothing is checked.
struct ZipEntry {
    QByteArray name;
    QByteArray content;
    quint16 flags = 0;
    quint16 method = 8;
    quint32 external = 0;       ///< Unix mode << 16
    qint64 saidSize = -1;       ///< what the headers claim instead of the truth
    quint32 checksumError = 0;  ///< added to the right check sum
};

/// Writes archives byte by byte, the impossible ones too.
class ZipBuilder {
public:
    ZipBuilder& add(const ZipEntry& entry)
    {
        const QByteArray packed = entry.method == 8 ? deflated(entry.content) : entry.content;
        const auto size = static_cast<quint32>(entry.saidSize < 0 ? entry.content.size() : entry.saidSize);
        const auto sum =
            static_cast<quint32>(crc32(0, reinterpret_cast<const Bytef*>(entry.content.constData()),
                                       static_cast<uInt>(entry.content.size())))
            + entry.checksumError;
        QByteArray common;
        put(common, 20, 2);
        put(common, entry.flags, 2);
        put(common, entry.method, 2);
        put(common, 0x00210000, 4);
        put(common, sum, 4);
        put(common, static_cast<quint32>(packed.size()), 4);
        put(common, size, 4);
        put(common, static_cast<quint32>(entry.name.size()), 2);
        put(common, 0, 2);
        const auto offset = static_cast<quint32>(m_bytes.size());
        m_bytes += "PK\x03\x04" + common + entry.name + packed;
        m_directory += QByteArray("PK\x01\x02");
        put(m_directory, (3 << 8) | 20, 2);
        m_directory += common;
        put(m_directory, 0, 2);  // comment
        put(m_directory, 0, 2);  // disk
        put(m_directory, 0, 2);  // internal attributes
        put(m_directory, entry.external, 4);
        put(m_directory, offset, 4);
        m_directory += entry.name;
        m_count += 1;
        return *this;
    }
    ZipBuilder& add(const QByteArray& name, const QByteArray& content)
    {
        return add(ZipEntry{.name = name, .content = content});
    }

    QByteArray bytes() const
    {
        QByteArray result = m_bytes + m_directory + "PK\x05\x06";
        put(result, 0, 4);
        put(result, m_count, 2);
        put(result, m_count, 2);
        put(result, static_cast<quint32>(m_directory.size()), 4);
        put(result, static_cast<quint32>(m_bytes.size()), 4);
        put(result, 0, 2);
        return result;
    }

private:
    static void put(QByteArray& to, quint32 value, int bytes)
    {
        for (int at = 0; at < bytes; ++at)
            to += static_cast<char>((value >> (8 * at)) & 0xff);
    }

    static QByteArray deflated(const QByteArray& content)
    {
        z_stream stream = {};
        deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
        QByteArray out(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(content.size()))),
                       '\0');
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.constData()));
        stream.avail_in = static_cast<uInt>(content.size());
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        deflate(&stream, Z_FINISH);
        out.resize(static_cast<qsizetype>(stream.total_out));
        deflateEnd(&stream);
        return out;
    }

    QByteArray m_bytes;
    QByteArray m_directory;
    quint32 m_count = 0;
};

/// A workbook with one sheet `survey` around `sheetData`, and `shared` as the content of its table of texts.
inline ZipBuilder plainXlsx(const QByteArray& sheetData, const QByteArray& shared = {})
{
    const QByteArray main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const QByteArray office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const QByteArray relations =
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    ZipBuilder zip;
    zip.add("_rels/.rels", relations + "<Relationship Id=\"a\" Type=\"" + office
                               + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
    zip.add("xl/workbook.xml",
            "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + office
                + "\"><sheets><sheet name=\"survey\" sheetId=\"1\" r:id=\"s\"/></sheets></workbook>");
    zip.add("xl/_rels/workbook.xml.rels",
            relations + "<Relationship Id=\"s\" Type=\"" + office
                + "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"t\" Type=\"" + office
                + "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
    zip.add("xl/sharedStrings.xml", "<sst xmlns=\"" + main + "\">" + shared + "</sst>");
    zip.add("xl/worksheets/sheet1.xml",
            "<worksheet xmlns=\"" + main + "\"><sheetData>" + sheetData + "</sheetData></worksheet>");
    return zip;
}

}  // namespace prohori
