// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sync/bundles/RawBundle.h"

#include "tests/support/TestSeed.h"

#include <QTest>

#include <sys/resource.h>
#include <zstd.h>

using namespace prohori;

namespace {

constexpr qsizetype kPiece = 64 * 1024 + kStreamOverhead;

/// Counts what is written and keeps nothing, or stops at a limit as a full stick does.
class CountingDevice final : public QIODevice {
public:
    qint64 written = 0, limit = std::numeric_limits<qint64>::max();

protected:
    qint64 readData(char*, qint64) override { return -1; }
    qint64 writeData(const char*, qint64 size) override
    {
        const qint64 fits = std::min(size, limit - written);
        written += fits;
        return fits;
    }
};

/// A bundle without an end: each piece is sealed when it is asked for, and is in order.
class EndlessBundle final : public QIODevice {
public:
    explicit EndlessBundle(const QByteArray& receiver) : m_sealer(m_raw.fileKey, Context::Bundle)
    {
        m_raw.receivers = {receiver};
        m_outside = m_raw.outside();
        m_waiting = m_outside + m_sealer.header();
        m_plain = RawBundle::withLength(encodeHeader(headerFor(BundleKind::ToHub)));
        m_part =
            RawBundle::withLength(Cbor(Cbor::Array{Cbor(9), Cbor(QByteArray(1024 * 1024, 'e'))}).encode());
    }
    bool isSequential() const override { return true; }
    bool atEnd() const override { return false; }
    qint64 given = 0;

protected:
    qint64 readData(char* data, qint64 size) override
    {
        while (m_waiting.size() < size) {
            while (m_plain.size() < 64 * 1024)
                m_plain += m_part;
            m_waiting +=
                m_sealer.seal(QByteArrayView(m_plain).first(64 * 1024), false, std::exchange(m_outside, {}));
            m_plain.remove(0, 64 * 1024);
        }
        std::copy_n(m_waiting.constData(), size, data);
        m_waiting.remove(0, size);
        given += size;
        return size;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    RawBundle m_raw;
    StreamSealer m_sealer;
    QByteArray m_outside, m_waiting, m_plain, m_part;
};

qint64 peakMemory()
{
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return qint64(usage.ru_maxrss) * 1024;
}

}  // namespace

/// What a bundle may cost who reads it (SEC-77), and what becomes of altered ones in great numbers (REL-48).
class BundleLimitsTest : public QObject {
    Q_OBJECT

    const BoxKey m_reader = boxOf(21);
    const SigningKey m_writer = signerOf(23);

    QByteArray small() const
    {
        return write(headerFor(BundleKind::ToHub), everyPart(), m_writer, {m_reader.publicKey()});
    }
    RawBundle raw() const
    {
        RawBundle made;
        made.receivers = {m_reader.publicKey()};
        made.add(encodeHeader(headerFor(BundleKind::ToHub)));
        return made;
    }
    void verifyRefused(const QByteArray& bytes, const QString& hint)
    {
        QCOMPARE(hintOf(readAll(bytes, {m_reader})), hint);
    }

private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    // SEC-77
    void lengthsThatLieAreRefused()
    {
        for (const quint32 length :
             {quint32(0), quint32(kMaxBundlePartBytes + 1), quint32(0x7fffffff), quint32(0xffffffff)}) {
            RawBundle made = raw();
            QByteArray lie(4, Qt::Uninitialized);
            qToBigEndian(length, lie.data());
            made.plain += lie + QByteArray(3'000'000, 'x');
            verifyRefused(made.bytes(&m_writer), u"altered"_s);
        }
        // Longer than what is there, within the limit.
        RawBundle made = raw();
        made.plain += QByteArray("\0\0\1\0", 4) + QByteArray(20, 'x');
        verifyRefused(made.bytes(), u"altered"_s);
        made = raw();
        made.plain += QByteArray("\0\0\1", 3);
        verifyRefused(made.bytes(), u"altered"_s);

        CountingDevice out;
        out.open(QIODevice::WriteOnly | QIODevice::Unbuffered);
        BundleWriter writer(out);
        QVERIFY(writer.begin(headerFor(BundleKind::ToHub), {m_reader.publicKey()}));
        const auto tooLarge = writer.add(BundleStatements{QByteArray(kMaxBundlePartBytes, 's')});
        QVERIFY(!tooLarge);
        QCOMPARE(tooLarge.error().code, ErrorCode::Invalid);
    }

    // SEC-77: parts cost the reader more than the sender; that has an end
    void manySmallPartsAreRefused()
    {
        const QByteArray tiny = RawBundle::withLength(Cbor(Cbor::Array{Cbor(14), Cbor()}).encode());
        RawBundle made = raw();
        made.plain += tiny.repeated(kMaxBundleParts - 2);
        QVERIFY(readAll(made.bytes(&m_writer), {m_reader}));
        made.plain += tiny;
        verifyRefused(made.bytes(&m_writer), u"too-large"_s);

        // Statements before anybody knows who wrote them, and values in one part.
        CollectedStatements collected;
        Result<> added;
        for (int part = 0; part < 1000 && added; ++part)
            added = collected.add(BundleStatements(QList<QByteArray>(200, QByteArray("s"))));
        QCOMPARE(hintOf(added), u"too-large"_s);
        QVERIFY(collected.list.size() <= 50'200);
        collected = {};
        added = {};
        for (int part = 0; part < 1000 && added; ++part)
            added = collected.add(BundleStatements{QByteArray(1024 * 1024, 's')});
        QCOMPARE(hintOf(added), u"too-large"_s);
        QVERIFY(collected.bytes <= 25 * 1024 * 1024);
        made = raw();
        made.add(QByteArray::fromHex("82069a00100000") + QByteArray(1024 * 1024, '\xf6'));
        verifyRefused(made.bytes(&m_writer), u"not-a-bundle"_s);
    }

    // SEC-77: 1 GiB of zeros packs into some 30 KB
    void aBombInAFrameIsBounded()
    {
        const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
        ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, 20);
        const QByteArray zeros(1024 * 1024, '\0');
        QByteArray bomb(200'000, Qt::Uninitialized);
        ZSTD_outBuffer output{bomb.data(), std::size_t(bomb.size()), 0};
        for (int mebibyte = 0; mebibyte < 1024; ++mebibyte) {
            ZSTD_inBuffer input{zeros.constData(), std::size_t(zeros.size()), 0};
            QVERIFY(!ZSTD_isError(ZSTD_compressStream2(context.get(), &output, &input,
                                                       mebibyte == 1023 ? ZSTD_e_end : ZSTD_e_continue)));
        }
        bomb.truncate(qsizetype(output.pos));
        QVERIFY2(bomb.size() < 120'000, QByteArray::number(bomb.size()).constData());
        const QByteArray packed = Cbor(Cbor::Array{Cbor(1), Cbor(QByteArray()), Cbor(bomb)}).encode();
        const QByteArray bytes = write(headerFor(BundleKind::Between), {Frame{{}, 0, 0, packed}}, m_writer,
                                       {m_reader.publicKey()});
        const qint64 before = peakMemory();
        QByteArray copy = bytes;
        QBuffer in(&copy);
        in.open(QIODevice::ReadOnly);
        int refused = 0;
        const auto opened = inspectBundle(in, {m_reader}, [&refused](const BundlePart& part) -> Result<> {
            const auto changes = unpackFrame(std::get<Frame>(part));
            refused += !changes;
            return changes ? Result<>() : Result<>(changes.error());
        });
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Invalid);
        QCOMPARE(refused, 1);
        QVERIFY(peakMemory() - before < qint64(64) * 1024 * 1024);
    }

    // SEC-77: 2 GiB a bundle, both ways; memory of the reader
    void noBundleIsLargerThanTwoGibibytes()
    {
        EndlessBundle endless(m_reader.publicKey());
        QVERIFY(endless.open(QIODevice::ReadOnly | QIODevice::Unbuffered));
        const qint64 before = peakMemory();
        const auto opened = inspectBundle(endless, {m_reader}, [](const BundlePart&) { return Result<>(); });
        QCOMPARE(hintOf(opened), u"too-large"_s);
        QVERIFY(endless.given >= kMaxBundleBytes && endless.given < kMaxBundleBytes + 2 * kPiece);
        QVERIFY(peakMemory() - before < qint64(64) * 1024 * 1024);

        CountingDevice out;
        out.open(QIODevice::WriteOnly | QIODevice::Unbuffered);
        BundleWriter writer(out);
        QVERIFY(writer.begin(headerFor(BundleKind::ToHub), {m_reader.publicKey()}));
        const BundlePart part = Frame{{}, 0, 0, QByteArray(1024 * 1024, 'f')};
        Result<> added;
        for (int count = 0; count < 3000 && added; ++count)
            added = writer.add(part);
        QCOMPARE(hintOf(added), u"too-large"_s);
        QVERIFY(out.written > kMaxBundleBytes - 2 * kPiece && out.written <= kMaxBundleBytes);
    }

    /// Whatever is given to the writer is on the stick at once, but for a piece.
    void theWriterHoldsOnePiece()
    {
        CountingDevice out;
        out.open(QIODevice::WriteOnly | QIODevice::Unbuffered);
        BundleWriter writer(out);
        QVERIFY(writer.begin(headerFor(BundleKind::ToHub), {m_reader.publicKey()}));
        const qint64 before = peakMemory();
        qint64 given = 0;
        for (int part = 0; part < 200; ++part) {
            const QByteArray mebibyte(1024 * 1024, char(part));
            QVERIFY(writer.add(Frame{{}, 0, 0, mebibyte}));
            given += mebibyte.size();
            QVERIFY(given - out.written <= kPiece);
        }
        QVERIFY(writer.finish(m_writer));
        QVERIFY(peakMemory() - before < qint64(64) * 1024 * 1024);
    }

    void aFullStickIsToldAtOnce()
    {
        SeededRandom random(testSeed());
        const auto parts = bigParts(random, 4);
        for (const qint64 room : {0, 100, 200, 70'000, 200'000}) {
            CountingDevice out;
            out.limit = room;
            out.open(QIODevice::WriteOnly | QIODevice::Unbuffered);
            BundleWriter writer(out);
            auto done = writer.begin(headerFor(BundleKind::ToHub), {m_reader.publicKey()});
            for (const BundlePart& part : parts)
                done = done ? writer.add(part) : done;
            done = done ? writer.finish(m_writer) : done;
            QVERIFY(!done);
            QCOMPARE(done.error().code, ErrorCode::Storage);
        }
    }

    // REL-48
    void randomMutationsAreRefused()
    {
        SeededRandom random(testSeed());
        const QByteArray bytes = small(), other = small();
        const QList<QByteArray> parts = encoded(everyPart());
        int refused = 0;
        for (int round = 0; round < 10'000; ++round) {
            QByteArray spoiled = bytes;
            for (int steps = 1 + random.below(3); steps > 0; --steps) {
                const auto at = qsizetype(random.below(int(spoiled.size()) + 1));
                const auto length = qsizetype(random.below(60));
                switch (random.below(6)) {
                case 0: spoiled.remove(at, 1 + length); break;
                case 1: spoiled.insert(at, random.bytes(1 + length)); break;
                case 2:
                    spoiled.insert(at, spoiled.mid(random.below(int(spoiled.size()) + 1), 1 + length));
                    break;
                case 3: spoiled.replace(at, length, other.mid(at, length)); break;
                case 4: spoiled.truncate(at); break;
                default:
                    if (at < spoiled.size())
                        spoiled[at] = char(spoiled[at] ^ (1 << random.below(8)));
                }
            }
            const auto read = readAll(spoiled, {m_reader});
            refused += !read;
            if (!read)
                continue;
            // Two steps may undo each other; a copy of the other one is as good.
            QVERIFY2(spoiled == bytes || spoiled == other, "altered bytes are accepted");
            QCOMPARE(read->parts, parts);
        }
        QVERIFY(refused > 9'000);
    }

    // REL-48: with a fixed key, where the pieces are no hindrance
    void randomMutationsInsideAreRefused()
    {
        SeededRandom random(testSeed() + 1);
        RawBundle made = raw();
        for (const BundlePart& part : everyPart())
            made.add(encodePart(part));
        const auto honest = readAll(made.bytes(&m_writer), {m_reader});
        QVERIFY(honest);
        const QByteArray plain =
            made.plain + RawBundle::withLength(encodeSignature(honest->opened.signature));
        int opened = 0;
        for (int round = 0; round < 10'000; ++round) {
            RawBundle spoiled = made;
            spoiled.plain = plain;
            for (int steps = 1 + random.below(3); steps > 0; --steps) {
                const auto at = qsizetype(random.below(int(spoiled.plain.size())));
                if (random.chance(70))
                    spoiled.plain[at] = char(spoiled.plain[at] ^ (1 << random.below(8)));
                else if (random.chance(50))
                    spoiled.plain.remove(at, 1 + random.below(20));
                else
                    spoiled.plain.insert(at, random.bytes(1 + random.below(20)));
                if (spoiled.plain.isEmpty())
                    spoiled.plain = plain;
            }
            const auto read = readAll(spoiled.bytes(), {m_reader});
            opened += bool(read);
            // The signature is that of another cover: it fits nothing that is put together here.
            QVERIFY(!read || !read->opened.isSignedBy(m_writer.publicKey()));
        }
        QVERIFY(opened > 0);
    }
};

QTEST_GUILESS_MAIN(BundleLimitsTest)
#include "BundleLimitsTest.moc"
