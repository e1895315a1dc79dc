// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/sql/CipherSupport.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <vector>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// A text to look for that is itself in memory only with each byte inverted.
class Marker {
public:
    Marker()
    {
        for (int place = 0; place < kBytes; ++place)
            m_inverted.push_back(
                static_cast<unsigned char>(~('a' + QRandomGenerator::system()->bounded(26))));
    }

    /// Between `around` on both sides, in a new text that nobody shares.
    QString wrapped(char16_t around) const
    {
        QString text(kBytes + 2 * kAround, QChar(around));
        for (int place = 0; place < kBytes; ++place)
            text[kAround + place] = QChar(char16_t(uchar(~m_inverted[std::size_t(place)])));
        return text;
    }

    QByteArray wrappedBytes() const
    {
        QByteArray bytes(kBytes + 2 * kAround, '.');
        for (int place = 0; place < kBytes; ++place)
            bytes[kAround + place] = char(~m_inverted[std::size_t(place)]);
        return bytes;
    }

    /// How often it stands in the memory of this process that can be written, one or two bytes a letter.
    int count() const { return countWith(1) + countWith(2); }

private:
    static constexpr int kBytes = 24;
    static constexpr int kAround = 20;

    int countWith(std::ptrdiff_t width) const
    {
        QFile maps(u"/proc/self/maps"_s);
        if (!maps.open(QIODevice::ReadOnly))
            return -1;
        int found = 0;
        for (const QByteArray& line : maps.readAll().split('\n')) {
            const auto parts = line.simplified().split(' ');
            if (parts.size() < 2 || !parts[1].startsWith("rw"))
                continue;
            const auto borders = parts[0].split('-');
            found +=
                countIn(reinterpret_cast<const unsigned char*>(borders[0].toULongLong(nullptr, 16)),
                        reinterpret_cast<const unsigned char*>(borders[1].toULongLong(nullptr, 16)), width);
        }
        return found;
    }

    int countIn(const unsigned char* at, const unsigned char* end, std::ptrdiff_t width) const
    {
        int found = 0;
        const auto first = static_cast<unsigned char>(~m_inverted[0]);
        for (const std::ptrdiff_t size = kBytes * width; end - at >= size; ++at) {
            at = static_cast<const unsigned char*>(std::memchr(at, first, std::size_t(end - at - size + 1)));
            if (!at)
                break;
            bool equal = true;
            for (std::ptrdiff_t place = 0; equal && place < kBytes; ++place)
                equal = at[place * width] == static_cast<unsigned char>(~m_inverted[std::size_t(place)])
                     && (width == 1 || at[place * width + 1] == 0);
            found += equal ? 1 : 0;
        }
        return found;
    }

    std::vector<unsigned char> m_inverted;
};

/// Overwrites in place what a value owns alone.
template <typename Buffer>
void wipe(Buffer& buffer)
{
    if (!buffer.isEmpty())
        std::memset(const_cast<void*>(static_cast<const void*>(buffer.constData())), 0,
                    std::size_t(buffer.size()) * sizeof(*buffer.constData()));
    buffer.clear();
}

}  // namespace

class SqlMemoryTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    // SEC-30
    void afterClosingNothingOfTheRowsStays()
    {
        const Marker text, blob, kept;
        const QString path = m_folder.filePath(u"store.db"_s);
        {
            auto file = mustOpen(path);
            QVERIFY(file.run(u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b BLOB) STRICT"));
            QVERIFY(file.run(u"CREATE INDEX by_text ON t (a)"));
            QVERIFY(file.run(u"CREATE VIRTUAL TABLE words USING fts5 (a)"));
            QVERIFY(file.inTransaction([&]() -> Result<> {
                for (int row = 0; row < 300; ++row) {
                    QString words = text.wrapped(char16_t(u'A' + row % 20));
                    QByteArray bytes = blob.wrappedBytes();
                    auto put = file.run(u"INSERT INTO t (a, b) VALUES (?, ?)", {words, bytes});
                    if (put)
                        put = file.run(u"INSERT INTO words (a) VALUES (?)", {words});
                    wipe(words);
                    wipe(bytes);
                    if (!put)
                        return put;
                }
                return {};
            }));
            int rows = 0;
            QVERIFY(file.each(u"SELECT upper(a), a, b FROM t ORDER BY substr(a, 3) || id DESC", {},
                              [&](const Row& row) {
                                  QString words = row.text(1);
                                  QByteArray bytes = row.bytes(2);
                                  rows += words.size() == bytes.size() ? 1 : 0;
                                  wipe(words);
                                  wipe(bytes);
                                  return Result<>();
                              }));
            QCOMPARE(rows, 300);
            QVERIFY(text.count() > 0);  // the cache of pages holds them: the search finds what is there
            QVERIFY(blob.count() > 0);
            // Kept statements let go of what was bound to them.
            QString words = kept.wrapped(u'K');
            QCOMPARE(*file.integer(u"SELECT count(*) FROM t WHERE a = ?", {words}), 0);
            wipe(words);
            QCOMPARE(kept.count(), 0);
        }
        QCOMPARE(text.count(), 0);
        QCOMPARE(blob.count(), 0);
        // And again from the file, as after the next start.
        {
            auto file = mustOpen(path, {});
            QCOMPARE(*file.integer(u"SELECT count(*) FROM t WHERE a GLOB '*x*' OR length(b) > 5"), 300);
            QVERIFY(blob.count() > 0);
        }
        QCOMPARE(text.count(), 0);
        QCOMPARE(blob.count(), 0);
    }
};

QTEST_GUILESS_MAIN(SqlMemoryTest)
#include "SqlMemoryTest.moc"
