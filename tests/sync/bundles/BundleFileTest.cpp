// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sync/bundles/RawBundle.h"

#include "tests/support/Places.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kCoverBytes = 5 + 16 + 1;
constexpr qsizetype kKeyEntry = 8 + 96;
constexpr qsizetype kPiece = 64 * 1024 + kStreamOverhead;
constexpr qsizetype kPaperPiece = AttachmentManifest::kPieceBytes;

}  // namespace

class BundleFileTest : public QObject {
    Q_OBJECT

    const BoxKey m_reader = boxOf(21), m_other = boxOf(22);
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
    /// What is refused shows nothing of itself, says why, and gives one of the known hints.
    void verifyRefused(const QByteArray& bytes, const QStringList& hints = {})
    {
        static const QStringList kAll{u"not-a-bundle"_s, u"later-version"_s, u"not-for-you"_s,
                                      u"altered"_s,      u"cut"_s,           u"too-large"_s};
        const auto read = readAll(bytes, {m_reader});
        QVERIFY(!read);
        QVERIFY(!read.error().detail.isEmpty());
        QVERIFY2((hints.isEmpty() ? kAll : hints).contains(read.error().hint),
                 qPrintable(read.error().hint + u": "_s + read.error().detail));
    }

private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void everyPartComesBackAsItWas()
    {
        for (const BundleKind kind : {BundleKind::ToHub, BundleKind::FromHub, BundleKind::Between}) {
            const BundleHeader header = headerFor(kind);
            const auto read =
                readAll(write(header, everyPart(), m_writer, {m_reader.publicKey()}), {m_reader});
            QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
            QCOMPARE(read->parts, encoded(everyPart()));
            QCOMPARE(encodeHeader(read->opened.header), encodeHeader(header));
            QCOMPARE(read->opened.header.id, header.id);
            QVERIFY(read->opened.isSignedBy(m_writer.publicKey()));
            QVERIFY(!read->opened.isSignedBy(signerOf(24).publicKey()));
        }
    }

    void partsOfAnySizeComeBack()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < 20; ++round) {
            QList<BundlePart> parts = bigParts(random, random.below(8));
            // One that fills its piece to the last byte, and one of the largest size.
            parts.append(Frame{{}, 0, 0, random.bytes(64 * 1024 - random.below(400))});
            parts.append(Frame{{}, 0, 0, random.bytes(kMaxFramePacked)});
            const auto read =
                readAll(write(headerFor(BundleKind::ToHub), parts, m_writer, {m_reader.publicKey()}),
                        {m_reader});
            QVERIFY(read);
            QCOMPARE(read->parts, encoded(parts));
        }
    }

    /// The test's own assembly and the program's agree on the bytes.
    void itIsMadeAsThePageSays()
    {
        RawBundle made = raw();
        for (const BundlePart& part : everyPart())
            made.add(encodePart(part));
        const auto read = readAll(made.bytes(&m_writer), {m_reader});
        QVERIFY(read);
        QVERIFY(read->opened.isSignedBy(m_writer.publicKey()));
        QCOMPARE(small().size(), made.bytes(&m_writer).size());
    }

    void oneToSixteenReceivers()
    {
        QList<BoxKey> keys;
        QList<QByteArray> receivers;
        for (int count = 1; count <= 16; ++count) {
            keys.append(BoxKey::make());
            receivers.append(keys.last().publicKey());
            const QByteArray bytes = write(headerFor(BundleKind::FromHub), everyPart(), m_writer, receivers);
            for (const BoxKey& key : std::as_const(keys)) {
                const auto read = readAll(bytes, {m_other, key});
                QVERIFY(read);
                QCOMPARE(read->parts, encoded(everyPart()));
            }
            QCOMPARE(hintOf(readAll(bytes, {m_other})), u"not-for-you"_s);
            // A carrier finds no key in it that he knows.
            for (const QByteArray& receiver : std::as_const(receivers))
                QVERIFY(!bytes.contains(receiver) && !bytes.contains(receiver.first(8)));
        }
        QByteArray nothing;
        QBuffer out(&nothing);
        out.open(QIODevice::WriteOnly);
        QVERIFY(!BundleWriter(out).begin(headerFor(BundleKind::FromHub), {}));
        receivers.append(m_reader.publicKey());
        QVERIFY(!BundleWriter(out).begin(headerFor(BundleKind::FromHub), receivers));
        QVERIFY(!BundleWriter(out).begin(headerFor(BundleKind::FromHub), {"no key"}));
        QVERIFY(!BundleWriter(out).begin(headerFor(BundleKind::FromHub), {QByteArray(kKeyBytes, '\0')}));
        BundleHeader shortId = headerFor(BundleKind::FromHub);
        shortId.id.chop(1);
        QVERIFY(!BundleWriter(out).begin(shortId, {m_reader.publicKey()}));
        QVERIFY(nothing.isEmpty());
    }

    void whomItIsNotForLearnsNothing()
    {
        const QByteArray bytes = small();
        QCOMPARE(hintOf(readAll(bytes, {m_other})), u"not-for-you"_s);
        QCOMPARE(hintOf(readAll(bytes, {})), u"not-for-you"_s);
        // Neither sender nor station stands outside, and two bundles of the same content share nothing but the first bytes.
        for (const QByteArray& secret :
             {headerFor(BundleKind::ToHub).station.toBytes(), headerFor(BundleKind::ToHub).person.toBytes(),
              headerFor(BundleKind::ToHub).authority.toBytes(), m_writer.publicKey()})
            QVERIFY(!bytes.contains(secret));
        BundleHeader next = headerFor(BundleKind::ToHub);
        next.id = QByteArray(16, '\6');
        const QByteArray again = write(next, everyPart(), m_writer, {m_reader.publicKey()});
        QVERIFY(bytes.mid(kCoverBytes, 8) != again.mid(kCoverBytes, 8));
    }

    // SEC-76, REL-31: "ends without the final piece" is only noticed because we ask
    void everyTruncationIsRefused()
    {
        const QByteArray bytes = small();
        for (qsizetype left = 0; left < bytes.size(); ++left)
            verifyRefused(bytes.first(left),
                          left < kCoverBytes ? QStringList{u"not-a-bundle"_s} : QStringList{u"cut"_s});
    }

    // SEC-76
    void everyFlippedBitIsRefused()
    {
        const QByteArray bytes = small();
        SeededRandom random(testSeed());
        for (qsizetype at = 0; at < bytes.size(); ++at) {
            QByteArray spoiled = bytes;
            spoiled[at] = char(spoiled[at] ^ (1 << random.below(8)));
            verifyRefused(spoiled);
        }
    }

    // SEC-76
    void piecesCannotBeMoved()
    {
        SeededRandom random(testSeed());
        const QByteArray bytes =
            write(headerFor(BundleKind::ToHub), bigParts(random, 6), m_writer, {m_reader.publicKey()});
        const qsizetype start = kCoverBytes + kKeyEntry + kStreamHeaderBytes;
        const qsizetype pieces = (bytes.size() - start + kPiece - 1) / kPiece;
        QVERIFY(pieces >= 5);
        const auto piece = [&](qsizetype number) { return bytes.mid(start + number * kPiece, kPiece); };
        const auto build = [&](const QList<qsizetype>& order) {
            QByteArray made = bytes.first(start);
            for (const qsizetype number : order)
                made += piece(number);
            return made;
        };
        QList<qsizetype> order;
        for (qsizetype number = 0; number < pieces; ++number)
            order.append(number);
        QCOMPARE(build(order), bytes);
        for (qsizetype one = 0; one < pieces; ++one) {
            for (qsizetype other = one + 1; other < pieces; ++other) {
                auto swapped = order;
                swapped.swapItemsAt(one, other);
                verifyRefused(build(swapped), {u"altered"_s, u"cut"_s});
            }
            auto doubled = order;
            doubled.insert(one, one);
            verifyRefused(build(doubled), {u"altered"_s, u"cut"_s});
            auto shortened = order;
            shortened.removeAt(one);
            verifyRefused(build(shortened), {u"altered"_s, u"cut"_s});
            // Cut where a piece ends: everything that is left is in order.
            verifyRefused(build(order.first(one)), {u"cut"_s});
        }
        for (const QByteArray& more : {QByteArray(1, '\0'), piece(0), piece(pieces - 1), bytes})
            verifyRefused(bytes + more, {u"altered"_s, u"cut"_s});
    }

    // SEC-76: spliced and re-addressed
    void coversCannotBeExchanged()
    {
        const QList<QByteArray> two{m_reader.publicKey(), m_other.publicKey()};
        const QByteArray bytes = write(headerFor(BundleKind::FromHub), everyPart(), m_writer, two);
        const QByteArray again = write(headerFor(BundleKind::FromHub), everyPart(), m_writer, two);
        const qsizetype keys = kCoverBytes + 2 * kKeyEntry;
        const qsizetype start = keys + kStreamHeaderBytes;
        verifyRefused(again.first(start) + bytes.mid(start), {u"altered"_s, u"cut"_s});
        verifyRefused(again.first(keys) + bytes.mid(keys), {u"altered"_s, u"cut"_s});
        verifyRefused(bytes.first(keys) + again.mid(keys), {u"altered"_s, u"cut"_s});
        // The same receivers in another order, one taken out, one doubled.
        const QByteArray one = bytes.mid(kCoverBytes, kKeyEntry),
                         other = bytes.mid(kCoverBytes + kKeyEntry, kKeyEntry);
        const QByteArray begin = bytes.first(kCoverBytes - 1), rest = bytes.mid(keys);
        verifyRefused(begin + '\2' + other + one + rest, {u"altered"_s, u"cut"_s});
        verifyRefused(begin + '\1' + one + rest, {u"altered"_s, u"cut"_s});
        verifyRefused(begin + '\3' + one + other + one + rest, {u"altered"_s, u"cut"_s});
        QVERIFY(readAll(begin + '\2' + one + other + rest, {m_reader}));
    }

    /// A receiver knows the key of the file. He cannot hand it on as the sender's to somebody else, nor under another id.
    void aReceiverCannotAddressItAnew()
    {
        RawBundle made = raw();
        const QByteArray signature =
            encodeSignature(m_writer.sign(Context::Bundle, QByteArray(kKeyBytes, 'x')));
        for (const BundlePart& part : everyPart())
            made.add(encodePart(part));
        const auto honest = readAll(made.bytes(&m_writer), {m_reader});
        QVERIFY(honest && honest->opened.isSignedBy(m_writer.publicKey()));
        const QByteArray kept = RawBundle::withLength(encodeSignature(honest->opened.signature));

        RawBundle forOther = made;
        forOther.fileKey = honest->opened.fileKey;
        forOther.receivers = {m_other.publicKey()};
        forOther.plain += kept;
        const auto read = readAll(forOther.bytes(), {m_other});
        QVERIFY(read);
        QVERIFY(!read->opened.isSignedBy(m_writer.publicKey()));

        RawBundle otherId = made;
        otherId.id = QByteArray(16, 'i');
        otherId.plain += kept;
        const auto renamed = readAll(otherId.bytes(), {m_reader});
        QVERIFY(renamed);
        QVERIFY(!renamed->opened.isSignedBy(m_writer.publicKey()));

        RawBundle forged = made;
        forged.plain += RawBundle::withLength(signature);
        const auto unsignedOne = readAll(forged.bytes(), {m_reader});
        QVERIFY(unsignedOne);
        QVERIFY(!unsignedOne->opened.isSignedBy(m_writer.publicKey()));
    }

    void laterVersionsSaySo()
    {
        QByteArray later = small();
        later[4] = '\2';
        const auto read = readAll(later, {m_reader});
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::TooNew);
        QCOMPARE(read.error().hint, u"later-version"_s);

        // The same inside.
        QByteArray header = encodeHeader(headerFor(BundleKind::ToHub));
        const qsizetype version = header.indexOf(QByteArray("\x00\x01\x01\x01", 4));
        QVERIFY(version > 0);
        header[version + 1] = '\2';
        RawBundle made = raw();
        made.plain = RawBundle::withLength(header);
        const auto inside = readAll(made.bytes(&m_writer), {m_reader});
        QVERIFY(!inside);
        QCOMPARE(inside.error().code, ErrorCode::TooNew);
    }

    void partsOfLaterKindsArePassedOver()
    {
        RawBundle made = raw();
        made.add(Cbor(Cbor::Array{Cbor(9), Cbor(u"what a later version says"_s)}).encode());
        made.add(encodePart(everyPart()[0]));
        made.add(Cbor(Cbor::Array{Cbor(14), Cbor()}).encode());
        const auto read = readAll(made.bytes(&m_writer), {m_reader});
        QVERIFY(read);
        QCOMPARE(read->parts, QList<QByteArray>{encodePart(everyPart()[0])});
        QVERIFY(read->opened.isSignedBy(m_writer.publicKey()));
    }

    /// Whoever knows a public key can write a bundle to it: the form is held against him, too.
    void partsOutOfFormAreRefused()
    {
        const QByteArray status = encodePart(BundleStatus{});
        const QByteArray signature = encodeSignature(QByteArray(kSignatureBytes, 's'));
        const QByteArray header = encodeHeader(headerFor(BundleKind::ToHub));
        const auto paper = idOf<AttachmentId>(12);
        const auto plain = [&](const QList<QByteArray>& parts) {
            RawBundle made = raw();
            made.plain.clear();
            for (const QByteArray& part : parts)
                made.add(part);
            return made.bytes();
        };
        QVERIFY(readAll(plain({header, status, signature}), {m_reader}));
        verifyRefused(plain({}), {u"cut"_s});
        verifyRefused(plain({header}), {u"cut"_s});
        verifyRefused(plain({header, status}), {u"cut"_s});
        verifyRefused(plain({signature}), {u"not-a-bundle"_s});
        verifyRefused(plain({status, signature}), {u"not-a-bundle"_s});
        verifyRefused(plain({header, header, signature}), {u"not-a-bundle"_s});
        verifyRefused(plain({header, signature, status}), {u"altered"_s});
        verifyRefused(plain({header, signature, signature}), {u"altered"_s});
        verifyRefused(plain({header, encodeSignature({}), signature}), {u"not-a-bundle"_s});
        verifyRefused(plain({header, encodeSignature("short"), signature}), {u"not-a-bundle"_s});
        const QList<QByteArray> broken{
            "",
            "\x80",
            "\x82",
            "no cbor",
            Cbor(Cbor::Array{Cbor(16), Cbor()}).encode(),
            Cbor(Cbor::Array{Cbor(-1), Cbor()}).encode(),
            Cbor(Cbor::Array{Cbor(2), Cbor()}).encode(),
            Cbor(Cbor::Array{Cbor(1), Cbor(u"text"_s)}).encode(),
            Cbor(Cbor::Array{Cbor(5), Cbor(), Cbor()}).encode(),
            status + '\0',
            encodePart(FilePart{paper, 5, "not at its place"}),
            encodePart(FilePart{paper, 0, {}}),
            encodePart(FilePart{paper, 0, QByteArray(kPaperPiece + 1, 'p')}),
            encodePart(BundleWanted(kMaxBundleFiles + 1, paper)),
            encodePart(BundleStandings{{paper, PieceState(9), 1}}),
            Cbor(Cbor::Array{Cbor(7), Cbor(Cbor::Array{Cbor(QByteArray("short"))})}).encode(),
            Cbor(Cbor::Array{Cbor(8), Cbor()}).encode()};
        for (const QByteArray& part : broken)
            verifyRefused(plain({header, part, signature}), {u"not-a-bundle"_s, u"altered"_s});
        // More ids than verdicts.
        BundleReceipt receipt{{idOf<ChangeId>(1), idOf<ChangeId>(2)}, {{1, 0}}, "receipt", {}};
        verifyRefused(plain({header, encodePart(receipt), signature}), {u"not-a-bundle"_s});
    }

    void headersOutOfFormAreRefused()
    {
        const auto refused = [&](const std::function<void(BundleHeader&)>& spoil) {
            BundleHeader header = headerFor(BundleKind::ToHub);
            spoil(header);
            verifyRefused(write(header, {}, m_writer, {m_reader.publicKey()}), {u"not-a-bundle"_s});
        };
        refused([](BundleHeader& header) { header.kind = BundleKind(0); });
        refused([](BundleHeader& header) { header.kind = BundleKind(4); });
        refused([](BundleHeader& header) { header.kind = BundleKind::Between; });
        refused([](BundleHeader& header) { header.authority = {}; });
        refused([](BundleHeader& header) { header.station = {}; });
        refused([](BundleHeader& header) { header.hub = {}; });
        refused([](BundleHeader& header) { header.to = 9; });
        refused([](BundleHeader& header) { header.cursors = {{QString(33, u'4'), 1}}; });
    }

    /// The stick's owner exchanges the file after it was found whole. What is acted upon is what was read before, up to the first that is not.
    void exchangedBetweenTheReadings()
    {
        RawBundle made = raw();
        const QList<BundlePart> parts = everyPart();
        for (const BundlePart& part : parts)
            made.add(encodePart(part));
        QByteArray bytes = made.bytes(&m_writer);
        QBuffer in(&bytes);
        in.open(QIODevice::ReadOnly);
        QList<QByteArray> seen;
        const auto opened = inspectBundle(in, {m_reader}, collectInto(seen));
        QVERIFY(opened);
        const auto replay = [&](QByteArray other) {
            QBuffer again(&other);
            again.open(QIODevice::ReadOnly);
            seen.clear();
            return replayBundle(again, *opened, collectInto(seen));
        };
        for (qsizetype changed = 0; changed < parts.size(); ++changed) {
            // By somebody who knows the key of the file, another receiver.
            RawBundle other = raw();
            other.fileKey = made.fileKey;
            for (qsizetype at = 0; at < parts.size(); ++at)
                other.add(at == changed ? encodePart(BundleStatements{"not what was read"})
                                        : encodePart(parts[at]));
            QCOMPARE(hintOf(replay(other.bytes(&m_writer))), u"altered"_s);
            QCOMPARE(seen, encoded(parts).first(changed));
        }
        QVERIFY(replay(bytes));
        QCOMPARE(seen, encoded(parts));
        for (qsizetype left = 0; left < bytes.size(); left += 97) {
            const auto refused = replay(bytes.first(left));
            QVERIFY(!refused);
            QVERIFY(seen.isEmpty());
        }
        QVERIFY(!replay(small()));
        QVERIFY(seen.isEmpty());
        RawBundle otherHeader = raw();
        otherHeader.fileKey = made.fileKey;
        otherHeader.plain = RawBundle::withLength(encodeHeader(headerFor(BundleKind::FromHub)));
        QCOMPARE(hintOf(replay(otherHeader.bytes(&m_writer))), u"altered"_s);
        RawBundle shorter = raw();
        shorter.fileKey = made.fileKey;
        shorter.add(encodePart(parts[0]));
        QCOMPARE(hintOf(replay(shorter.bytes())), u"altered"_s);
    }

    /// The bundle of PROTOCOL.md, which other programs can try themselves on.
    void thePublishedBundleOpens()
    {
        QFile page(inSource(u"sync/PROTOCOL.md"_s));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(page.readAll());
        const QRegularExpression block(u"`bundle`\n```\n([0-9a-f\n]+)```"_s);
        const auto found = block.match(text);
        QVERIFY(found.hasMatch());
        const QByteArray bytes = QByteArray::fromHex(found.captured(1).remove(u'\n').toLatin1());
        const auto read = readAll(bytes, {m_reader});
        QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
        QVERIFY(read->opened.isSignedBy(m_writer.publicKey()));
        QCOMPARE(encodeHeader(read->opened.header), encodeHeader(headerFor(BundleKind::ToHub)));
        QCOMPARE(read->opened.header.id, QByteArray(16, '\7'));
        QCOMPARE(read->parts, QList<QByteArray>{encodePart(BundleStatements{"one"})});

        const QRegularExpression inside(u"`inside`\n```\n([0-9a-f\n]+)```"_s);
        const auto parts = inside.match(text);
        QVERIFY(parts.hasMatch());
        const QByteArray plain = QByteArray::fromHex(parts.captured(1).remove(u'\n').toLatin1());
        QCOMPARE(RawBundle::withLength(encodeHeader(headerFor(BundleKind::ToHub)))
                     + RawBundle::withLength(encodePart(BundleStatements{"one"}))
                     + RawBundle::withLength(encodeSignature(read->opened.signature)),
                 plain);
    }
};

QTEST_GUILESS_MAIN(BundleFileTest)
#include "BundleFileTest.moc"
