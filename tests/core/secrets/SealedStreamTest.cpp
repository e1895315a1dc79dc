// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/SealedStream.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

#include <algorithm>

using namespace prohori;

namespace {

/// A stream as it would lie in a file.
struct Stream {
    SecretBytes key = SecretBytes::random(std::size_t(kKeyBytes));
    QByteArray header;
    QList<QByteArray> pieces;
};

Stream sealed(const QList<QByteArray>& texts, const QByteArray& associated = {}, bool isEnded = true)
{
    Stream made;
    StreamSealer sealer(made.key, Context::Bundle);
    made.header = sealer.header();
    for (qsizetype at = 0; at < texts.size(); ++at)
        made.pieces.append(sealer.seal(texts[at], isEnded && at + 1 == texts.size(), associated));
    return made;
}

/// What a reader gets before the first piece that is refused, and whether the end came.
struct Opened {
    QList<QByteArray> texts;
    bool hasEnded = false, wasRefused = false;
};

Opened opened(const Stream& stream, const QByteArray& associated = {}, Context context = Context::Bundle)
{
    Opened all;
    StreamOpener opener(stream.key, context, stream.header);
    for (const QByteArray& piece : stream.pieces) {
        const auto text = opener.open(piece, associated);
        if (!text) {
            all.wasRefused = text.error().code == ErrorCode::Refused;
            break;
        }
        all.texts.append(*text);
    }
    all.hasEnded = opener.hasEnded();
    return all;
}

const QList<QByteArray> kTexts{"first", QByteArray(), QByteArray(70'000, 'x'), "last"};

/// Whatever was done to it: nothing but a beginning of the true texts is shown, and no end is told.
void verifyRefused(const Stream& spoiled, const QList<QByteArray>& texts, qsizetype good)
{
    const Opened read = opened(spoiled);
    QVERIFY(read.wasRefused);
    QVERIFY(!read.hasEnded);
    QCOMPARE(read.texts, texts.first(good));
}

}  // namespace

/// SEC-76: what a stream of sealed pieces promises.
class SealedStreamTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void whatWasSealedIsOpened()
    {
        for (qsizetype count = 1; count <= kTexts.size(); ++count) {
            const Stream stream = sealed(kTexts.first(count));
            const Opened read = opened(stream);
            QCOMPARE(read.texts, kTexts.first(count));
            QVERIFY(read.hasEnded);
            for (qsizetype at = 0; at < count; ++at)
                QCOMPARE(stream.pieces[at].size(), kTexts[at].size() + kStreamOverhead);
        }
        QCOMPARE(sealed(kTexts).header.size(), kStreamHeaderBytes);
    }

    void equalTextsLookDifferent()
    {
        const Stream stream = sealed({"same", "same"});
        QVERIFY(stream.pieces[0] != stream.pieces[1]);
        QVERIFY(sealed({"same"}).header != sealed({"same"}).header);
    }

    void everyFlippedBitIsRefused()
    {
        const QList<QByteArray> texts{"a short piece", "another", "the last"};
        const Stream stream = sealed(texts);
        SeededRandom random(testSeed());
        for (qsizetype piece = 0; piece < texts.size(); ++piece) {
            for (qsizetype at = 0; at < stream.pieces[piece].size(); ++at) {
                Stream spoiled = stream;
                char& byte = spoiled.pieces[piece][at];
                byte = char(byte ^ (1 << random.below(8)));
                verifyRefused(spoiled, texts, piece);
            }
        }
        for (qsizetype at = 0; at < kStreamHeaderBytes; ++at) {
            Stream spoiled = stream;
            spoiled.header[at] = char(spoiled.header[at] ^ (1 << random.below(8)));
            verifyRefused(spoiled, texts, 0);
        }
    }

    void everyShorterOrLongerPieceIsRefused()
    {
        const QList<QByteArray> texts{"one", "two"};
        const Stream stream = sealed(texts);
        for (qsizetype left = 0; left < stream.pieces[1].size(); ++left) {
            Stream spoiled = stream;
            spoiled.pieces[1].truncate(left);
            verifyRefused(spoiled, texts, 1);
        }
        Stream spoiled = stream;
        spoiled.pieces[0].append('\0');
        verifyRefused(spoiled, texts, 0);
    }

    void piecesOutOfTheirOrderAreRefused()
    {
        const QList<QByteArray> texts{"one", "two", "six", "ten"};
        const Stream stream = sealed(texts);
        for (qsizetype one = 0; one < texts.size(); ++one) {
            for (qsizetype other = one + 1; other < texts.size(); ++other) {
                Stream swapped = stream;
                swapped.pieces.swapItemsAt(one, other);
                verifyRefused(swapped, texts, one);
            }
            Stream doubled = stream;
            doubled.pieces.insert(one, stream.pieces[one]);
            if (one + 1 < texts.size())
                verifyRefused(doubled, texts, one + 1);
            if (one + 1 < texts.size()) {
                Stream shortened = stream;
                shortened.pieces.removeAt(one);
                verifyRefused(shortened, texts, one);
            }
        }
    }

    /// The last piece left out shows only in that no end came: who reads must ask.
    void withoutTheFinalPieceThereIsNoEnd()
    {
        Stream stream = sealed(kTexts);
        stream.pieces.removeLast();
        const Opened read = opened(stream);
        QCOMPARE(read.texts, kTexts.first(kTexts.size() - 1));
        QVERIFY(!read.hasEnded);
        QVERIFY(!opened(sealed(kTexts, {}, false)).hasEnded);
        Stream nothing = stream;
        nothing.pieces.clear();
        QVERIFY(!opened(nothing).hasEnded);
    }

    void nothingIsOpenedAfterTheEnd()
    {
        Stream stream = sealed({"one", "end"});
        stream.pieces.append(stream.pieces.last());
        const Opened read = opened(stream);
        QCOMPARE(read.texts, QList<QByteArray>({"one", "end"}));
        QVERIFY(read.wasRefused && read.hasEnded);

        // Also not what the writer himself sealed after it.
        Stream longer;
        StreamSealer sealer(longer.key, Context::Bundle);
        longer.header = sealer.header();
        longer.pieces = {sealer.seal("end", true), sealer.seal("more", true)};
        QCOMPARE(opened(longer).texts, QList<QByteArray>{"end"});
    }

    /// Once refused, the true piece does not help either: the reader cannot be kept trying.
    void afterARefusalNothingIsOpened()
    {
        const Stream stream = sealed({"one", "two"});
        StreamOpener opener(stream.key, Context::Bundle, stream.header);
        QVERIFY(!opener.open(stream.pieces[1]));
        QVERIFY(!opener.open(stream.pieces[0]));
        QVERIFY(!opener.hasEnded());
    }

    void piecesOfAnotherStreamAreRefused()
    {
        const QList<QByteArray> texts{"one", "two"};
        const Stream stream = sealed(texts);
        Stream other = sealed({"ONE", "TWO"});
        other.key = stream.key;
        {
            // The same key, another header.
            StreamSealer sealer(stream.key, Context::Bundle);
            other.header = sealer.header();
            other.pieces = {sealer.seal("ONE", false), sealer.seal("TWO", true)};
        }
        for (qsizetype at = 0; at < texts.size(); ++at) {
            Stream spliced = stream;
            spliced.pieces[at] = other.pieces[at];
            verifyRefused(spliced, texts, at);
        }
        Stream exchanged = stream;
        exchanged.header = other.header;
        verifyRefused(exchanged, texts, 0);
    }

    void anotherKeyOpensNothing()
    {
        Stream stream = sealed({"one"});
        stream.key = SecretBytes::random(std::size_t(kKeyBytes));
        verifyRefused(stream, {}, 0);
        stream = sealed({"one"});
        stream.key = SecretBytes::random(std::size_t(kKeyBytes) - 1);
        verifyRefused(stream, {}, 0);
        stream = sealed({"one"});
        stream.header.chop(1);
        verifyRefused(stream, {}, 0);
    }

    // SEC-01
    void itOpensUnderItsContextAndWithWhatIsBoundToItOnly()
    {
        const Stream stream = sealed({"one"}, "outside");
        for (int context = 0; context < kContextCount; ++context) {
            const auto tried = Context(context);
            QCOMPARE(opened(stream, "outside", tried).hasEnded, tried == Context::Bundle);
        }
        for (const QByteArray& other :
             {QByteArray(), QByteArray("outside").chopped(1), QByteArray("outside ")})
            QVERIFY(opened(stream, other).wasRefused);
        QVERIFY(opened(sealed({"one"}), "outside").wasRefused);
    }

    void aHashOfPiecesIsThatOfTheWhole()
    {
        SeededRandom random(testSeed());
        const QByteArray text = random.bytes(10'000);
        HashStream hash;
        for (qsizetype at = 0; at < text.size();) {
            const qsizetype step = std::min<qsizetype>(random.below(700), text.size() - at);
            hash.add(QByteArrayView(text).sliced(at, step));
            at += step;
        }
        QCOMPARE(hash.finish(), blake2b(text));
        QCOMPARE(HashStream().finish(), blake2b({}));
    }
};

QTEST_GUILESS_MAIN(SealedStreamTest)
#include "SealedStreamTest.moc"
