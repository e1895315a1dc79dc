// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QFile>
#include <QHash>
#include <QList>
#include <QString>

#include <array>
#include <functional>
#include <optional>
#include <span>

namespace prohori {

/// A value as a row holds it.
struct FoundValue {
    enum Kind { Null, Integer, Text, Bytes, Real } kind = Null;
    qint64 integer = 0;
    QByteArray bytes;  ///< of a text in UTF-8
};

/// A row that was found on a page, of whatever table or index it is.
struct FoundRow {
    bool isOfTable = false;  ///< false: of an index, or of a table WITHOUT ROWID
    bool isProven =
        false;  ///< the page is as it was written; false only where no page of the file can be proven
    qint64 rowId = 0;
    QList<FoundValue> values;

    bool is(qsizetype at, FoundValue::Kind kind, qsizetype bytes = -1) const
    {
        return at < values.size() && values[at].kind == kind
            && (bytes < 0 || values[at].bytes.size() == bytes);
    }
};

/** The pages of a SQLCipher 4 file and of its write-ahead log, read one by one without the database: for what is left of a damaged file.
    Each page is opened and tested by itself, so that what is broken elsewhere, also the first page or the tree above, does no harm. Reads only. No
    connection to the file may be open in this process: closing another descriptor drops its locks.
*/
class CipherPages {
public:
    static Result<CipherPages> open(const QString& path, std::span<const unsigned char> key);
    CipherPages(CipherPages&&) = default;
    ~CipherPages();

    qint64 count() const { return m_count; }
    /// Those that nobody can read any more, or prove to be as they were written; known after eachRow().
    qint64 bad() const { return m_bad; }
    /// Every row that stands whole on pages that can be read. A row that goes on over other pages needs all of them.
    Result<> eachRow(const std::function<Result<>(const FoundRow&)>& visit);

private:
    CipherPages() = default;
    void readLog(const QString& path);
    void findSalt();
    bool fitsSalt(const QByteArray& salt);
    void deriveMacKey(const QByteArray& salt);
    QList<QByteArray> versions(qint64 number) const;
    bool isProven(qint64 number, const QByteArray& raw) const;
    std::optional<QByteArray> decrypted(qint64 number, const QByteArray& raw) const;
    /// The newest version that can be read.
    std::optional<QByteArray> page(qint64 number) const;
    std::optional<QByteArray> payload(const QByteArray& page, qsizetype at, quint64 size,
                                      bool isOfTable) const;

    std::unique_ptr<QFile> m_file, m_log;
    QHash<qint64, QList<qint64>> m_inLog;  ///< where in the log the versions of a page lie, the newest last
    std::array<unsigned char, 32> m_key{}, m_macKey{};
    qint64 m_count = 0, m_bad = 0;
    bool m_canProve = false;
};

}  // namespace prohori
