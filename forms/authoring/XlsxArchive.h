// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <functional>
#include <memory>

class QXmlStreamReader;

namespace prohori {

/** The parts of an .xlsx, unpacked one at a time from memory (SEC-83).

    Opening refuses what no office program writes: more than 200 entries, 200 MiB said to be inside, a ratio of more than 100 to one (for
    parts over 256 KiB), encrypted entries, links, names that are absolute, climb with `..`, are longer than 256 bytes or occur twice
    without regard to case, and packing methods other than stored and deflated. What entries say of their size is not believed while
    unpacking: over all parts no more than 64 MiB come out, in buffers of 64 KiB at most.
*/
class XlsxArchive {
public:
    static constexpr qint64 MaxUnpacked = qint64(64) << 20;
    static constexpr qint64 MaxSaid = qint64(200) << 20;
    static constexpr int MaxEntries = 200;
    static constexpr qint64 MaxRatio = 100;

    /// `bytes` are shared, not copied. `fileName` stands in the sentences of errors. Fails with Invalid.
    static Result<std::unique_ptr<XlsxArchive>> open(const QByteArray& bytes, const QString& fileName);
    ~XlsxArchive();
    XlsxArchive(const XlsxArchive&) = delete;
    XlsxArchive& operator=(const XlsxArchive&) = delete;

    bool has(const QString& part) const;

    /** Unpacks one part as XML. `read` is called once and may stop where it likes; the rest is then read over, so that the check sum and
        the end of the document count.

        Fails with Invalid where the part is missing, no XML, refused by XmlGuard, damaged or too large, and with what `read` fails with.
    */
    Result<> readXml(const QString& part, const std::function<Result<>(QXmlStreamReader&)>& read);

    /// Bytes that came out so far, over all parts.
    qint64 unpackedBytes() const { return m_unpacked; }

private:
    class Part;
    struct Place {
        quint64 offset = 0, number = 0;
        qint64 packed = 0;
    };
    XlsxArchive(const QByteArray& bytes, const QString& fileName);

    Result<> readDirectory();
    Result<> readEntry();
    Error problem(const QString& cause) const;

    QByteArray m_bytes;
    qint64 m_at = 0;        ///< where the unpacker reads next
    void* m_zip = nullptr;  ///< of minizip
    QString m_fileName;
    QHash<QString, Place> m_entries;  ///< by name in lower case
    qint64 m_said = 0;
    qint64 m_unpacked = 0;

    friend struct XlsxMemory;
};

}  // namespace prohori
