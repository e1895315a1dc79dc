// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/Compression.h"
#include "core/cases/ChangeDictionary.h"

#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

using namespace prohori;

namespace {

/// A frame that tells its size and lies in one piece, but asks its reader to hold more than he needs.
QByteArray withWindow(const QByteArray& plain, int windowLog)
{
    constexpr char kIsInOnePiece = 0x20;
    QByteArray packed = compress(plain);
    packed[4] = char(packed[4] & ~kIsInOnePiece);
    return packed.insert(5, char((windowLog - 10) << 3));
}

}  // namespace

/// Frames that somebody else made: whole, within their bounds, and what they say they are (SEC-77).
class CompressionTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m_random = SeededRandom(testSeed()); }

    void whatWasPackedComesBack()
    {
        for (const int size : {0, 1, 1000, 65'536, 65'537, 100'000, 1 << 20}) {
            const QByteArray plain = m_random.bytes(size);
            const auto read = decompress(compress(plain), size);
            QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
            QCOMPARE(*read, plain);
        }
    }

    // Words as of cases: what is packed quickly is larger, and reads as well.
    void quickIsLargerAndReadsTheSame()
    {
        QByteArray plain;
        while (plain.size() < 60'000)
            plain += "witness " + QByteArray::number(m_random.below(500)) + " of the case, ";
        for (const quint32 dictionary : changeDictionaries()) {
            const QByteArray usual = compress(plain, dictionary);
            const QByteArray quick = compress(plain, dictionary, Effort::Quick);
            QVERIFY2(usual.size() < quick.size() && quick.size() < usual.size() * 5 / 4,
                     qPrintable(QStringLiteral("%1 and %2").arg(usual.size()).arg(quick.size())));
            QCOMPARE(*decompress(quick, plain.size(), dictionary), plain);
        }
        QCOMPARE(compress(plain, 0, Effort::Quick), compress(plain));
    }

    void itEndsAtItsLimit()
    {
        const QByteArray plain = m_random.bytes(100'000);
        QCOMPARE(*decompress(compress(plain), 100'000), plain);
        QVERIFY(!decompress(compress(plain), 99'999));
        QCOMPARE(*decompress(compress({}), 10), QByteArray());
    }

    // What a frame says of its size stands behind its magic and one byte.
    void whoHoldsMoreThanHeSaysIsDamaged()
    {
        for (const int bit : {1, 2, 0x40}) {
            QByteArray lies = compress(QByteArray(1000, 'x'));
            lies[5] = char(lies[5] ^ bit);
            const auto read = decompress(lies, 100'000);
            QVERIFY(!read);
            QCOMPARE(read.error().code, ErrorCode::Invalid);
        }
    }

    // Also where all of it would find room at once, and no window were needed.
    void aWindowThatIsTooLargeIsRefused()
    {
        for (const int size : {2000, 100'000, 1'000'000}) {
            const QByteArray plain = m_random.bytes(size);
            const auto read = decompress(withWindow(plain, kMaxWindowLog), size);
            QVERIFY2(read, read ? "" : qPrintable(read.error().detail));
            QCOMPARE(*read, plain);
            for (const int windowLog : {kMaxWindowLog + 1, 27})
                QVERIFY(!decompress(withWindow(plain, windowLog), size));
        }
    }

private:
    SeededRandom m_random{0};
};

QTEST_GUILESS_MAIN(CompressionTest)
#include "CompressionTest.moc"
