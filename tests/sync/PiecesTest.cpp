// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/Pieces.h"
#include "tests/support/Places.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QFile>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

template <typename Id>
Id filled(char byte)
{
    return Id::fromBytes(QByteArray(Id::kSize, byte));
}

SigningKey keyOf(unsigned char seed)
{
    QByteArray bytes(kKeyBytes, char(seed));
    return *SigningKey::fromSeed(SecretBytes::takeFrom(bytes));
}

}  // namespace

/// Requests and answers about files, to bytes and back.
class PiecesTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void aRequestComesBackAsItWas()
    {
        const QByteArray bytes = request().encode(m_station);
        const auto read = PiecesRequest::decode(bytes);
        QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
        QVERIFY(read->isSignedBy(m_station.publicKey()));
        QVERIFY(!read->isSignedBy(m_hub.publicKey()));
        QCOMPARE(read->hash, blake2b(bytes));
        QCOMPARE(read->request.requestCounter, 41);
        QCOMPARE(read->request.asked, request().asked);
        QCOMPARE(read->request.parts.size(), 1);
        QCOMPARE(read->request.parts[0].offset, 131072);
        QCOMPARE(read->request.parts[0].bytes, QByteArray("part"));
        QCOMPARE(read->request.wanted.size(), 1);
        QCOMPARE(read->request.wanted[0].length, 2048);
        QCOMPARE(read->request.encode(m_station), bytes);
    }

    void anAnswerFitsOneRequestOnly()  // SEC-57
    {
        const QByteArray bytes = answer().encode(m_hub);
        const auto read = PiecesAnswer::decode(bytes, hubId(), answer().requestHash);
        QVERIFY(read);
        QCOMPARE(read->standings.size(), 2);
        QCOMPARE(read->standings[1].state, PieceState::Partly);
        QCOMPARE(read->standings[1].held, 131076);
        QCOMPARE(read->parts[0].bytes, QByteArray("down"));
        QVERIFY(!PiecesAnswer::decode(bytes, hubId(), QByteArray(32, 'x')));
        QVERIFY(!PiecesAnswer::decode(bytes, HubId::fromBytes(m_station.publicKey()), answer().requestHash));
    }

    /// SEC-56: bytes that were signed for one path are no request on the other.
    void aRequestForFilesIsNoSyncRequest()
    {
        PiecesRequest made = request();
        made.parts.clear();
        made.wanted.clear();
        made.asked.clear();
        const auto other = SyncRequest::decode(made.encode(m_station));
        QVERIFY(!other || !other->isSignedBy(m_station.publicKey()));
    }

    void boundsHold_data()
    {
        QTest::addColumn<int>("part");
        QTest::addColumn<int>("asked");
        QTest::addColumn<bool>("good");
        QTest::newRow("as much as may be") << int(kMaxPartBytes) << 255 << true;
        QTest::newRow("a byte more") << int(kMaxPartBytes) + 1 << 1 << false;
        QTest::newRow("no byte") << 0 << 1 << false;
        QTest::newRow("too many files") << 10 << 256 << false;
    }
    void boundsHold()
    {
        QFETCH(int, part);
        QFETCH(int, asked);
        QFETCH(bool, good);
        PiecesRequest made = request();
        made.asked.clear();
        made.wanted.clear();
        made.parts[0].bytes = QByteArray(part, 'p');
        for (int i = 0; i < asked; ++i)
            made.asked.append(AttachmentId::fromBytes(blake2b(QByteArray::number(i))));
        QCOMPARE(PiecesRequest::decode(made.encode(m_station)).has_value(), good);
    }

    /// H-NET: a flipped bit, or a cut, is never taken for what was sent.
    void noFlippedBitPasses()
    {
        SeededRandom random(testSeed());
        const QByteArray asked = request().encode(m_station);
        const QByteArray said = answer().encode(m_hub);
        for (int i = 0; i < 2000; ++i) {
            QByteArray bytes = i % 2 == 0 ? asked : said;
            const int at = random.below(int(bytes.size()));
            bytes[at] = char(bytes[at] ^ (1 << random.below(8)));
            if (i % 2 == 1) {
                QVERIFY(!PiecesAnswer::decode(bytes, hubId(), answer().requestHash));
                continue;
            }
            const auto read = PiecesRequest::decode(bytes);
            QVERIFY(!read || !read->isSignedBy(m_station.publicKey()));
            QVERIFY(!PiecesRequest::decode(asked.left(at)));
        }
    }

    void thePublishedVectorsHold()
    {
        QCOMPARE(vector("file request"), request().encode(m_station).toHex());
        QCOMPARE(vector("file answer"), answer().encode(m_hub).toHex());
    }

    void everyStateHasItsName()
    {
        QStringList names;
        for (int state = 0; state <= kLastPieceState; ++state)
            names.append(pieceStateName(static_cast<PieceState>(state)));
        QCOMPARE(names, (QStringList{u"whole"_s, u"partly"_s, u"not-named"_s, u"not-here"_s, u"wrong-piece"_s,
                                     u"beyond"_s, u"quota"_s, u"no-room"_s, u"damaged"_s}));
    }

private:
    HubId hubId() const { return HubId::fromBytes(m_hub.publicKey()); }
    PiecesRequest request() const
    {
        PiecesRequest made;
        made.hub = hubId();
        made.replica = filled<ReplicaId>(2);
        made.person = filled<CertificateId>(3);
        made.requestCounter = 41;
        made.asked = {filled<AttachmentId>(10)};
        made.parts = {{filled<AttachmentId>(11), 131072, "part"}};
        made.wanted = {{filled<AttachmentId>(12), 4096, 2048}};
        return made;
    }
    PiecesAnswer answer() const
    {
        PiecesAnswer made;
        made.hub = hubId();
        made.requestHash = blake2b(request().encode(m_station));
        made.hubTime = Instant::fromMs(1'795'406'400'123);
        made.standings = {{filled<AttachmentId>(10), PieceState::NotNamed, 0},
                          {filled<AttachmentId>(11), PieceState::Partly, 131076}};
        made.parts = {{filled<AttachmentId>(12), 4096, "down"}};
        return made;
    }
    /// The hexadecimal lines under a name in PROTOCOL.md.
    static QByteArray vector(const QByteArray& name)
    {
        QFile page(inSource(u"sync/PROTOCOL.md"_s));
        if (!page.open(QIODevice::ReadOnly))
            return "no page";
        const QByteArray all = page.readAll();
        const qsizetype from = all.indexOf("```\n", all.indexOf('`' + name + "`\n")) + 4;
        return all.mid(from, all.indexOf("```", from) - from).replace('\n', QByteArray());
    }

    SigningKey m_hub = keyOf(1), m_station = keyOf(2);
};

QTEST_GUILESS_MAIN(PiecesTest)
#include "PiecesTest.moc"
