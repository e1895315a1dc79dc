// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/XlsxArchive.h"

#include "forms/definition/XmlGuard.h"

#include <minizip/unzip.h>

#include <QIODevice>
#include <QXmlStreamReader>

#include <algorithm>
#include <cstring>

namespace prohori {

using namespace Qt::StringLiterals;

/// What minizip asks of a file, answered from memory.
struct XlsxMemory {
    static voidpf ZCALLBACK open(voidpf opaque, const void* /*name*/, int /*mode*/) { return opaque; }
    static uLong ZCALLBACK read(voidpf /*opaque*/, voidpf stream, void* to, uLong size)
    {
        auto* archive = static_cast<XlsxArchive*>(stream);
        const qint64 left = archive->m_bytes.size() - archive->m_at;
        const qint64 count = std::clamp<qint64>(static_cast<qint64>(size), 0, std::max<qint64>(left, 0));
        if (count > 0)
            std::memcpy(to, archive->m_bytes.constData() + archive->m_at, static_cast<size_t>(count));
        archive->m_at += count;
        return static_cast<uLong>(count);
    }
    static ZPOS64_T ZCALLBACK tell(voidpf /*opaque*/, voidpf stream)
    {
        return static_cast<ZPOS64_T>(static_cast<XlsxArchive*>(stream)->m_at);
    }
    static long ZCALLBACK seek(voidpf /*opaque*/, voidpf stream, ZPOS64_T offset, int origin)
    {
        auto* archive = static_cast<XlsxArchive*>(stream);
        const auto size = static_cast<ZPOS64_T>(archive->m_bytes.size());
        ZPOS64_T base = 0;
        if (origin == ZLIB_FILEFUNC_SEEK_CUR)
            base = static_cast<ZPOS64_T>(archive->m_at);
        else if (origin == ZLIB_FILEFUNC_SEEK_END)
            base = size;
        if (offset > size || base > size - offset)
            return -1;
        archive->m_at = static_cast<qint64>(base + offset);
        return 0;
    }
    static int ZCALLBACK close(voidpf /*opaque*/, voidpf /*stream*/) { return 0; }
    static int ZCALLBACK error(voidpf /*opaque*/, voidpf /*stream*/) { return 0; }
};

namespace {

constexpr qint64 RatioCountsFrom = 256 * 1024;
constexpr uLong MaxNameBytes = 256;
constexpr uLong EncryptedFlags = 0x1 | 0x40 | 0x2000;
constexpr uLong UnixHost = 3;
constexpr uLong UnixTypeMask = 0170000;
constexpr uLong UnixLink = 0120000;

bool isOutside(const QString& name)
{
    QString plain = name;
    plain.replace(u'\\', u'/');
    const QStringList steps = plain.split(u'/');
    return plain.startsWith(u'/') || (plain.size() > 1 && plain.at(1) == u':') || steps.contains(u".."_s)
        || plain.contains(QChar(u'\0'));
}

}  // namespace

/// One part while it is unpacked: counts what comes out and stops when a rule is broken.
class XlsxArchive::Part : public QIODevice {
public:
    Part(XlsxArchive& archive, qint64 packed) : m_archive(archive), m_packed(packed)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    bool isSequential() const override { return true; }
    const QString& fault() const { return m_fault; }

    /// Reads over what is left. The check sum is compared when the part is closed.
    void drain()
    {
        char buffer[16 * 1024];
        while (readData(buffer, sizeof(buffer)) > 0) {
        }
    }

protected:
    qint64 readData(char* to, qint64 size) override
    {
        if (!m_fault.isEmpty())
            return -1;
        const auto wanted = static_cast<unsigned>(std::min<qint64>(size, 64 * 1024));
        const int count = unzReadCurrentFile(m_archive.m_zip, to, wanted);
        if (count < 0)
            return refuse(u"its packed bytes are damaged"_s);
        m_archive.m_unpacked += count;
        m_unpacked += count;
        if (m_archive.m_unpacked > MaxUnpacked)
            return refuse(u"more than 64 MiB come out of the file"_s);
        if (m_unpacked > RatioCountsFrom && m_unpacked / MaxRatio > m_packed)
            return refuse(u"it is packed more than 100 to 1"_s);
        if (!m_guard.feed(QByteArrayView(to, count)))
            return refuse(m_guard.fault());
        return count;
    }
    qint64 writeData(const char* /*from*/, qint64 /*size*/) override { return -1; }

private:
    qint64 refuse(const QString& fault)
    {
        m_fault = fault;
        return -1;
    }

    XlsxArchive& m_archive;
    XmlGuard m_guard;
    QString m_fault;
    qint64 m_packed;
    qint64 m_unpacked = 0;
};

XlsxArchive::XlsxArchive(const QByteArray& bytes, const QString& fileName)
    : m_bytes(bytes),
      m_fileName(fileName)
{}

XlsxArchive::~XlsxArchive()
{
    if (m_zip)
        unzClose(m_zip);
}

Result<std::unique_ptr<XlsxArchive>> XlsxArchive::open(const QByteArray& bytes, const QString& fileName)
{
    std::unique_ptr<XlsxArchive> archive(new XlsxArchive(bytes, fileName));
    zlib_filefunc64_def functions = {};
    functions.zopen64_file = XlsxMemory::open;
    functions.zread_file = XlsxMemory::read;
    functions.ztell64_file = XlsxMemory::tell;
    functions.zseek64_file = XlsxMemory::seek;
    functions.zclose_file = XlsxMemory::close;
    functions.zerror_file = XlsxMemory::error;
    functions.opaque = archive.get();
    archive->m_zip = unzOpen2_64("memory", &functions);
    if (!archive->m_zip)
        return archive->problem(u"it is no workbook: the directory of its parts is missing or damaged"_s);
    if (Result<> read = archive->readDirectory(); !read)
        return read.error();
    return archive;
}

Result<> XlsxArchive::readDirectory()
{
    unz_global_info64 info = {};
    if (unzGetGlobalInfo64(m_zip, &info) != UNZ_OK)
        return problem(u"the directory of its parts is damaged"_s);
    if (info.number_entry > MaxEntries)
        return problem(u"it has more than 200 parts"_s);
    int state = info.number_entry == 0 ? UNZ_END_OF_LIST_OF_FILE : unzGoToFirstFile(m_zip);
    while (state == UNZ_OK) {
        if (Result<> read = readEntry(); !read)
            return read;
        state = unzGoToNextFile(m_zip);
    }
    if (state != UNZ_END_OF_LIST_OF_FILE || m_entries.size() != static_cast<qsizetype>(info.number_entry))
        return problem(u"the directory of its parts is damaged"_s);
    return {};
}

Result<> XlsxArchive::readEntry()
{
    unz_file_info64 info = {};
    char buffer[MaxNameBytes + 1] = {};
    if (unzGetCurrentFileInfo64(m_zip, &info, buffer, MaxNameBytes, nullptr, 0, nullptr, 0) != UNZ_OK)
        return problem(u"the directory of its parts is damaged"_s);
    if (info.size_filename == 0 || info.size_filename > MaxNameBytes)
        return problem(u"a part has no name, or one of more than 256 bytes"_s);
    const QString name = QString::fromUtf8(buffer, static_cast<qsizetype>(info.size_filename));
    if (isOutside(name))
        return problem(u"the name of a part leads out of the file"_s);
    if (info.flag & EncryptedFlags)
        return problem(u"the part %1 is encrypted"_s.arg(name));
    if ((info.version >> 8) == UnixHost && ((info.external_fa >> 16) & UnixTypeMask) == UnixLink)
        return problem(u"the part %1 is a link"_s.arg(name));
    if (info.compression_method != 0 && info.compression_method != Z_DEFLATED)
        return problem(u"the part %1 is packed in an unknown manner"_s.arg(name));
    constexpr ZPOS64_T limit = MaxSaid;
    if (info.uncompressed_size > limit || info.compressed_size > limit)
        return problem(u"the part %1 is larger than 200 MiB"_s.arg(name));
    const auto size = static_cast<qint64>(info.uncompressed_size);
    const auto packed = static_cast<qint64>(info.compressed_size);
    m_said += size;
    if (m_said > MaxSaid)
        return problem(u"its parts are larger than 200 MiB together"_s);
    if (size > RatioCountsFrom && size / MaxRatio > packed)
        return problem(u"the part %1 is packed more than 100 to 1"_s.arg(name));
    unz64_file_pos place = {};
    if (unzGetFilePos64(m_zip, &place) != UNZ_OK)
        return problem(u"the directory of its parts is damaged"_s);
    const QString key = name.toLower();
    if (m_entries.contains(key))
        return problem(u"the part %1 occurs twice"_s.arg(name));
    m_entries.insert(key, {place.pos_in_zip_directory, place.num_of_file, packed});
    return {};
}

bool XlsxArchive::has(const QString& part) const
{
    return m_entries.contains(part.toLower());
}

Result<> XlsxArchive::readXml(const QString& part, const std::function<Result<>(QXmlStreamReader&)>& read)
{
    const auto found = m_entries.constFind(part.toLower());
    if (found == m_entries.cend())
        return problem(u"the part %1 is missing"_s.arg(part));
    const unz64_file_pos place = {found->offset, found->number};
    if (unzGoToFilePos64(m_zip, &place) != UNZ_OK || unzOpenCurrentFile(m_zip) != UNZ_OK)
        return problem(u"the part %1 is damaged"_s.arg(part));
    Part device(*this, found->packed);
    QXmlStreamReader xml(&device);
    Result<> result = read(xml);
    while (result && !xml.atEnd())
        xml.readNext();
    if (result && !xml.hasError())
        device.drain();
    const bool sound = unzCloseCurrentFile(m_zip) == UNZ_OK;
    if (!device.fault().isEmpty())
        return problem(u"the part %1 is refused: %2"_s.arg(part, device.fault()));
    if (!result)
        return result;
    if (xml.hasError()) {
        return problem(u"the part %1 cannot be read as XML in line %2: %3"_s.arg(part)
                           .arg(xml.lineNumber())
                           .arg(xml.errorString()));
    }
    if (!sound)
        return problem(u"the part %1 is damaged: its check sum is wrong"_s.arg(part));
    return {};
}

Error XlsxArchive::problem(const QString& cause) const
{
    return {ErrorCode::Invalid, u"%1: %2."_s.arg(m_fileName, cause)};
}

}  // namespace prohori
