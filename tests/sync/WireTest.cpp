// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/Compression.h"
#include "sync/wire/Introduction.h"
#include "sync/wire/Messages.h"
#include "tests/support/Places.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <zstd.h>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

SigningKey keyOf(char seed)
{
    QByteArray bytes(kKeyBytes, seed);
    return *SigningKey::fromSeed(SecretBytes::takeFrom(bytes));
}

template <typename Id>
Id idOf(char byte)
{
    return Id::fromBytes(QByteArray(Id::kSize, byte));
}

/// Changes of a few replicas on a few records, chained and with one to three parents, as they come from stations.
class ChangeMaker {
public:
    explicit ChangeMaker(SeededRandom& random) : m_random(random)
    {
        for (int i = 0; i < 3; ++i)
            m_writers.append({ReplicaId::make(random), CertificateId::make(random), 0, {}});
        for (int i = 0; i < 5; ++i)
            m_records.append(RecordId::make(random));
    }

    ChangePtr next()
    {
        Writer& writer = m_writers[m_random.below(int(m_writers.size()))];
        QList<ChangeId>& known = m_known[m_random.oneOf(m_records)];
        ChangeBody body;
        body.replica = writer.replica;
        body.counter = ++writer.counter;
        body.prev = writer.last;
        body.author = writer.author;
        body.person = 7;
        body.role = Role::Recorder;
        body.record = m_known.key(known);
        body.claimed = Instant::fromMs(1'795'406'400'000 + m_random.below(100'000'000));
        body.formVersion = u"1"_s;
        if (known.isEmpty())
            body.creation = Creation{u"tip-case"_s, u"41"_s, u"41-7-%1"_s.arg(body.counter), Cbor()};
        for (int i = m_random.below(3); i >= 0 && !known.isEmpty(); --i)
            body.parents.append(m_random.chance(70) ? known.last() : m_random.oneOf(known));
        std::sort(body.parents.begin(), body.parents.end());
        body.parents.erase(std::unique(body.parents.begin(), body.parents.end()), body.parents.end());
        for (int i = m_random.below(40); i >= 0; --i)
            body.items.append(SetItem{{1, {}, 101 + quint32(i)},
                                      FieldValue::plain(u"value %1"_s.arg(m_random.below(9))),
                                      {}});
        if (m_random.chance(20))
            body.boxes.insert(2, m_random.bytes(40 + m_random.below(300)));
        if (m_random.chance(10))
            body.unknown = Cbor::map({{Cbor(100), Cbor(m_random.bytes(5))}});
        const auto change = std::make_shared<const Change>(Change::make(body, m_random.bytes(64)));
        known.append(change->id());
        writer.last = change->id();
        return change;
    }

    /// One text field set by the replica of `writer` whose last change was `prev`.
    static ChangePtr edit(const FrameWriter& writer, const QList<ChangeId>& parents, const QString& text)
    {
        ChangeBody body;
        body.format = 1;  // as it is published
        body.replica = writer.replica;
        body.counter = 500;
        body.prev = writer.head;
        body.author = writer.author;
        body.person = 12;
        body.role = Role::Recorder;
        body.record = idOf<RecordId>(9);
        body.claimed = Instant::fromMs(1'795'406'400'000);
        body.formVersion = u"2026.1"_s;
        body.parents = parents;
        body.items.append(SetItem{{1, {}, 104}, FieldValue::plain(text), {}});
        return std::make_shared<const Change>(Change::make(body, QByteArray(64, 's')));
    }

private:
    struct Writer {
        ReplicaId replica;
        CertificateId author;
        quint64 counter = 0;
        ChangeId last;
    };
    SeededRandom& m_random;
    QList<Writer> m_writers;
    QList<RecordId> m_records;
    QMap<RecordId, QList<ChangeId>> m_known;

public:
    FrameWriter firstWriter() const { return {m_writers[0].replica, m_writers[0].author, m_writers[0].last}; }
};

QList<FramedChange> someChanges(SeededRandom& random, int count)
{
    ChangeMaker maker(random);
    QList<FramedChange> changes;
    for (int i = 0; i < count; ++i)
        changes.append({maker.next(), quint64(i + 1 + i / 10), Instant::fromMs(1'795'406'400'000 + i * 31)});
    return changes;
}

SyncRequest sampleRequest()
{
    SyncRequest request;
    request.hub = HubId::fromBytes(keyOf(1).publicKey());
    request.replica = idOf<ReplicaId>(2);
    request.person = idOf<CertificateId>(3);
    request.requestCounter = 41;
    request.headCounter = 7;
    request.head = idOf<ChangeId>(4);
    request.cursors = {{u"41"_s, 1234}};
    request.statementCursor = 9;
    return request;
}

SyncAnswer sampleAnswer(const QByteArray& requestHash)
{
    SyncAnswer answer;
    answer.hub = HubId::fromBytes(keyOf(1).publicKey());
    answer.requestHash = requestHash;
    answer.hubTime = Instant::fromMs(1'795'406'400'123);
    answer.statementCursor = 9;
    answer.knownCounter = 7;
    answer.knownHead = idOf<ChangeId>(4);
    return answer;
}

Frame frameOf(int method, const QByteArray& aside, const QByteArray& content)
{
    return {{}, 0, 0, Cbor(Cbor::Array{Cbor(method), Cbor(aside), Cbor(content)}).encode()};
}

qint64 peakKiB()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    static const QRegularExpression peak(u"VmHWM:\\s+(\\d+)"_s);
    return peak.match(QString::fromLatin1(status.readAll())).captured(1).toLongLong();
}

}  // namespace

class WireTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void requestsComeBackWhole()
    {
        SeededRandom random(testSeed());
        SyncRequest request = sampleRequest();
        const auto changes = someChanges(random, 20);
        Frame frame;
        QCOMPARE(packFrame(changes, 0, {}, frame), 20);
        request.frames = {frame};
        request.statements = {"one", "two"};
        request.maxAnswerBytes = 100'000;
        const QByteArray bytes = request.encode(keyOf(2));

        const auto decoded = SyncRequest::decode(bytes);
        QVERIFY(decoded);
        QVERIFY(decoded->isSignedBy(keyOf(2).publicKey()));
        QVERIFY(!decoded->isSignedBy(keyOf(3).publicKey()));
        QCOMPARE(decoded->hash, blake2b(bytes));
        const SyncRequest& got = decoded->request;
        QCOMPARE(got.encode(keyOf(2)), bytes);
        QVERIFY(got.hub == request.hub && got.replica == request.replica && got.person == request.person);
        QCOMPARE(got.requestCounter, 41u);
        QCOMPARE(got.cursors.size(), 1);
        QCOMPARE(got.cursors[0].position, 1234u);
        QCOMPARE(got.maxAnswerBytes, 100'000);
        QCOMPARE(got.frames[0].packed, frame.packed);
        QCOMPARE(got.statements, request.statements);
    }

    void answersComeBackWhole()
    {
        SeededRandom random(testSeed());
        SyncAnswer answer = sampleAnswer(blake2b("request"));
        const auto changes = someChanges(random, 20);
        Frame frame;
        packFrame(changes, 0, u"41"_s, frame);
        answer.frames = {frame};
        answer.verdicts = {{1, 0}, {1, 0}, {3, 5}, {1, 0}};
        answer.receipt = "receipt";
        answer.statements = {"s"};
        answer.annotations = {
            {idOf<RecordId>(5), u"BD-2026-000001"_s, Instant::fromMs(5), idOf<ChangeId>(6)}};
        answer.remint = answer.more = true;
        answer.safeCounter = 3;
        answer.expectedRequestCounter = 8;
        answer.error = u"replayed"_s;
        const QByteArray bytes = answer.encode(keyOf(1));
        const auto got = SyncAnswer::decode(bytes, answer.hub, answer.requestHash);
        QVERIFY(got);
        QCOMPARE(got->encode(keyOf(1)), bytes);
        QCOMPARE(got->verdicts.size(), 4);
        QCOMPARE(int(got->verdicts[2].refusal), 5);
        QCOMPARE(got->frames[0].through, frame.through);
        QCOMPARE(got->annotations[0].nationalRef, u"BD-2026-000001"_s);
        QVERIFY(got->remint && got->more);
    }

    /// SEC-57: no middle box can mix answers, and no other hub can give one.
    void anAnswerFitsOneRequestOnly()
    {
        const SyncAnswer answer = sampleAnswer(blake2b("request"));
        const QByteArray bytes = answer.encode(keyOf(1));
        QVERIFY(SyncAnswer::decode(bytes, answer.hub, blake2b("request")));
        const auto other = SyncAnswer::decode(bytes, answer.hub, blake2b("another request"));
        QVERIFY(!other && other.error().code == ErrorCode::Refused);
        const HubId stranger = HubId::fromBytes(keyOf(9).publicKey());
        QVERIFY(!SyncAnswer::decode(bytes, stranger, blake2b("request")));
        QVERIFY(!SyncAnswer::decode(answer.encode(keyOf(9)), answer.hub, blake2b("request")));
    }

    void noBitOfAMessageCanBeChanged()
    {
        const QByteArray request = sampleRequest().encode(keyOf(2));
        const SyncAnswer sample = sampleAnswer(blake2b(request));
        const QByteArray answer = sample.encode(keyOf(1));
        for (int bit = 0; bit < int(request.size()) * 8; ++bit) {
            QByteArray bad = request;
            bad[bit / 8] = char(bad[bit / 8] ^ (1 << bit % 8));
            const auto decoded = SyncRequest::decode(bad);
            const bool accepted = decoded && decoded->isSignedBy(keyOf(2).publicKey());
            QVERIFY2(!accepted, qPrintable(u"bit %1 of a request"_s.arg(bit)));
        }
        for (int bit = 0; bit < int(answer.size()) * 8; ++bit) {
            QByteArray bad = answer;
            bad[bit / 8] = char(bad[bit / 8] ^ (1 << bit % 8));
            QVERIFY2(!SyncAnswer::decode(bad, sample.hub, blake2b(request)),
                     qPrintable(u"bit %1 of an answer"_s.arg(bit)));
        }
    }

    void everyPrefixIsRefused()
    {
        SeededRandom random(testSeed());
        const auto changes = someChanges(random, 6);
        SyncRequest request = sampleRequest();
        Frame frame;
        packFrame(changes, 0, {}, frame);
        request.frames = {frame};
        const QByteArray asked = request.encode(keyOf(2));
        const SyncAnswer sample = sampleAnswer(blake2b(asked));
        const QByteArray answer = sample.encode(keyOf(1));
        for (qsizetype size = 0; size < asked.size(); ++size)
            QVERIFY(!SyncRequest::decode(asked.left(size)));
        for (qsizetype size = 0; size < answer.size(); ++size)
            QVERIFY(!SyncAnswer::decode(answer.left(size), sample.hub, blake2b(asked)));
        for (qsizetype size = 0; size < frame.packed.size(); ++size)
            QVERIFY(!unpackFrame({{}, 0, 0, frame.packed.left(size)}));
        QVERIFY(!SyncRequest::decode(asked + 'x'));
        QVERIFY(!SyncAnswer::decode(answer + 'x', sample.hub, blake2b(asked)));
        QVERIFY(!unpackFrame({{}, 0, 0, frame.packed + 'x'}));
    }

    void aDamagedFrameHoldsNothingFalse()
    {
        // Under the signature of the message nobody changes a frame; still no bit may lead out of its bounds.
        SeededRandom random(testSeed());
        const auto changes = someChanges(random, 6);
        Frame frame;
        packFrame(changes, 0, u"41"_s, frame);
        int refused = 0;
        for (int bit = 0; bit < int(frame.packed.size()) * 8; ++bit) {
            Frame bad = frame;
            bad.packed[bit / 8] = char(bad.packed[bit / 8] ^ (1 << bit % 8));
            const auto got = unpackFrame(bad);
            refused += !got;
            if (!got)
                continue;
            QCOMPARE(got->size(), changes.size());
            for (const FramedChange& framed : *got)
                QCOMPARE(framed.change->id().toBytes(), blake2b(framed.change->signedBytes()));
        }
        QVERIFY(refused > 0);
    }

    void framesGiveTheSameBytesBack_data()
    {
        QTest::addColumn<QString>("feed");
        QTest::newRow("upload") << QString();
        QTest::newRow("feed") << u"41"_s;
    }

    void framesGiveTheSameBytesBack()
    {
        QFETCH(const QString, feed);
        SeededRandom random(testSeed());
        for (int round = 0; round < 6; ++round) {
            const auto changes = someChanges(random, 1 + random.below(200));
            qsizetype from = 0;
            while (from < changes.size()) {
                Frame frame;
                const qsizetype taken = packFrame(changes, from, feed, frame);
                QVERIFY(taken >= 1 && from + taken <= changes.size());
                QVERIFY(taken == 1 || frame.packed.size() <= kFrameTarget);
                const auto got = unpackFrame(frame);
                QVERIFY2(got, got ? "" : qPrintable(got.error().detail));
                QCOMPARE(got->size(), taken);
                for (qsizetype i = 0; i < taken; ++i) {
                    QCOMPARE((*got)[i].change->signedBytes(), changes[from + i].change->signedBytes());
                    QCOMPARE((*got)[i].change->signature(), changes[from + i].change->signature());
                    if (!feed.isEmpty()) {
                        QCOMPARE((*got)[i].position, changes[from + i].position);
                        QVERIFY((*got)[i].received == changes[from + i].received);
                    }
                }
                from += taken;
                QCOMPARE(frame.through, feed.isEmpty() ? 0 : changes[from - 1].position);
            }
        }
    }

    void whatCanBeRebuiltIsLeftOut()
    {
        // Fifty saves of one person on one record: of each only the signature and what is new travels.
        FrameWriter writer{idOf<ReplicaId>(1), idOf<CertificateId>(2), idOf<ChangeId>(3)};
        const FrameWriter begin = writer;
        QList<FramedChange> changes;
        QList<ChangeId> parents{idOf<ChangeId>(3)};
        for (int i = 0; i < 50; ++i) {
            changes.append({ChangeMaker::edit(writer, parents, QString::number(i)), 0, {}});
            writer.head = changes.last().change->id();
            parents = {writer.head};
        }
        Frame frame;
        QCOMPARE(packFrame(changes, 0, {}, frame, begin), 50);
        QVERIFY2(frame.packed.size() < 50 * (64 + 24), qPrintable(QString::number(frame.packed.size())));
        QVERIFY(unpackFrame(frame, begin));
        // With another beginning the first change is another one, and nothing else goes on from it.
        const auto other = unpackFrame(frame, {begin.replica, begin.author, idOf<ChangeId>(8)});
        QVERIFY(!other || (*other)[0].change->id() != changes[0].change->id());
    }

    void oneFieldTakesFewBytes()
    {
        const FrameWriter writer{idOf<ReplicaId>(1), idOf<CertificateId>(2), idOf<ChangeId>(3)};
        SeededRandom random(testSeed());
        const ChangeId other = ChangeId::make(random);
        Frame frame;
        packFrame({{ChangeMaker::edit(writer, {other}, u"1998"_s), 0, {}}}, 0, {}, frame, writer);
        qInfo("one-field edit: %lld bytes; no-op request %lld, answer %lld", qint64(frame.packed.size()),
              qint64(sampleRequest().encode(keyOf(2)).size()),
              qint64(sampleAnswer({}).encode(keyOf(1)).size()));
        QVERIFY(frame.packed.size() <= 180);
        packFrame({{ChangeMaker::edit(writer, {writer.head}, u"1998"_s), 0, {}}}, 0, {}, frame, writer);
        QVERIFY2(frame.packed.size() <= 160, qPrintable(QString::number(frame.packed.size())));
        QVERIFY(sampleRequest().encode(keyOf(2)).size() + sampleAnswer({}).encode(keyOf(1)).size() <= 500);
    }

    void aLargeChangeTravelsAlone()
    {
        SeededRandom random(testSeed());
        auto changes = someChanges(random, 3);
        ChangeBody body = changes[1].change->body();
        for (quint8 tier = 1; body.encode().size() + 60'100 < Change::kMaxBytes; ++tier)
            body.boxes.insert(tier, random.bytes(60'000));
        changes[1].change = std::make_shared<const Change>(Change::make(body, random.bytes(64)));
        Frame frame;
        QCOMPARE(packFrame(changes, 0, {}, frame), 1);
        QCOMPARE(packFrame(changes, 1, {}, frame), 1);
        QVERIFY(frame.packed.size() > kFrameTarget && frame.packed.size() <= kMaxFramePacked);
        const auto got = unpackFrame(frame);
        QVERIFY(got);
        QCOMPARE((*got)[0].change->id(), changes[1].change->id());
    }

    void aRepetitiveChangeIsNoBomb()
    {
        SeededRandom random(testSeed());
        auto changes = someChanges(random, 1);
        ChangeBody body = changes[0].change->body();
        body.items = {SetItem{{1, {}, 104}, FieldValue::plain(QString(60'000, u'a')), {}}};
        changes[0].change = std::make_shared<const Change>(Change::make(body, random.bytes(64)));
        Frame frame;
        packFrame(changes, 0, {}, frame);
        QVERIFY(unpackFrame(frame));
    }

    /// SEC-77: 1 GiB of zeros, a window of 128 MiB, an output over the limit, a ratio over 200.
    void bombsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
        const auto zeros = [&](qint64 bytes, int windowLog) {
            ZSTD_CCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
            ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, windowLog);
            const QByteArray piece(1024 * 1024, '\0');
            QByteArray packed(1024 * 1024, '\0');
            ZSTD_outBuffer out{packed.data(), std::size_t(packed.size()), 0};
            for (qint64 done = 0; done < bytes; done += piece.size()) {
                ZSTD_inBuffer in{piece.constData(), std::size_t(std::min<qint64>(piece.size(), bytes - done)),
                                 0};
                const bool last = done + piece.size() >= bytes;
                std::size_t left = 1;
                while (left != 0 && (last || in.pos < in.size))
                    left =
                        ZSTD_compressStream2(context.get(), &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
            }
            packed.truncate(qsizetype(out.pos));
            return packed;
        };
        QTest::newRow("1 GiB of zeros") << zeros(qint64(1) << 30, 20);
        QTest::newRow("a window of 128 MiB") << zeros(64 * 1024, 27);
        QTest::newRow("one window step too large") << zeros(64 * 1024, 21);
        QTest::newRow("ratio over 200") << zeros(512 * 1024, 20);
        SeededRandom random(testSeed());
        QByteArray noise = random.bytes(300'000);
        QTest::newRow("over 1 MiB unpacked") << compress(noise + noise + noise + noise);
        QTest::newRow("two frames") << compress(noise) + compress(noise);
        QTest::newRow("nothing") << QByteArray();
    }

    void bombsAreRefused()
    {
        QFETCH(const QByteArray, content);
        QVERIFY(!decompress(content, kMaxFrameRaw));
        const qint64 before = peakKiB();
        QVERIFY(!unpackFrame(frameOf(1, {}, content)));
        QVERIFY(peakKiB() - before < 64 * 1024);
    }

    /// SEC-58: each bound at the limit and one beyond.
    void boundsAreChecked()
    {
        SyncRequest request = sampleRequest();
        const qsizetype room = kMaxBodyBytes - request.encode(keyOf(2)).size();
        request.statements = {QByteArray(room - 10, 'x')};
        const QByteArray largest = request.encode(keyOf(2));
        QCOMPARE(largest.size(), kMaxBodyBytes);
        QVERIFY(SyncRequest::decode(largest));
        request.statements = {QByteArray(room - 9, 'x')};
        QVERIFY(!SyncRequest::decode(request.encode(keyOf(2))));

        request.statements.clear();
        request.frames = {{{}, 0, 0, QByteArray(kMaxFramePacked, 'x')}};
        QVERIFY(SyncRequest::decode(request.encode(keyOf(2))));
        request.frames = {{{}, 0, 0, QByteArray(kMaxFramePacked + 1, 'x')}};
        QVERIFY(!SyncRequest::decode(request.encode(keyOf(2))));
        QVERIFY(!unpackFrame(request.frames[0]));
    }

    void unknownEntriesArePassedOver()
    {
        // What a later version adds must not stop this one, and a wrong kind must.
        const QByteArray bytes = sampleRequest().encode(keyOf(2));
        const auto outer = Cbor::decode(bytes);
        auto body = Cbor::decode(outer->toArray()[0].toBytes());
        const auto wrap = [&] {
            return Cbor(Cbor::Array{Cbor(body->encode()), outer->toArray()[1]}).encode();
        };
        body->set(Cbor(200), Cbor(u"later"_s));
        QVERIFY(SyncRequest::decode(wrap()));
        body->set(Cbor(4), Cbor(u"41"_s));
        QVERIFY(!SyncRequest::decode(wrap()));
        // A version that is not spoken here is told so, whatever else stands in the request.
        body->set(Cbor(0), Cbor(2));
        const auto other = SyncRequest::decode(wrap());
        QVERIFY(other);
        QCOMPARE(other->request.protocol, 2);
    }

    void bytesThatAreNoChangeBreakAFrameOrAreNamed()
    {
        SeededRandom random(testSeed());
        const QByteArray body = Cbor::map({{Cbor(0), Cbor(1)}}).encode();
        const QByteArray content =
            Cbor(Cbor::Array{Cbor(Cbor::Array{Cbor(0), Cbor(body), Cbor(0)})}).encode();
        const Frame frame = frameOf(0, QByteArray(64, 's'), content);
        QVERIFY(!unpackFrame(frame));
        const auto kept = unpackFrame(frame, {}, Broken::Keep);
        QVERIFY(kept);
        QCOMPARE(kept->size(), 1);
        QVERIFY(!kept->first().change);
        QCOMPARE(kept->first().brokenId.toBytes(), blake2b(body));
    }

    void anUnknownDictionaryIsSaid()
    {
        const auto got = unpackFrame({{}, 3, 0, "x"});
        QVERIFY(!got);
        QCOMPARE(got.error().code, ErrorCode::NotFound);
    }

    void receiptsCoverExactlyTheirChanges()
    {
        const HubId hub = HubId::fromBytes(keyOf(1).publicKey());
        const QList<ChangeId> ids{idOf<ChangeId>(1), idOf<ChangeId>(2)};
        const QList<WireVerdict> verdicts{{1, 0}, {3, 5}};
        const QByteArray receipt = makeReceipt(keyOf(1), Instant::fromMs(5), ids, verdicts);
        QVERIFY(receiptCovers(receipt, hub, ids, verdicts));
        QVERIFY(!receiptCovers(receipt, HubId::fromBytes(keyOf(2).publicKey()), ids, verdicts));
        QVERIFY(!receiptCovers(receipt, hub, {ids[0]}, {verdicts[0]}));
        QVERIFY(!receiptCovers(receipt, hub, {ids[1], ids[0]}, verdicts));
        QVERIFY(!receiptCovers(receipt, hub, ids, {{1, 0}, {1, 0}}));
        QVERIFY(!receiptCovers(receipt, hub, ids, {{1, 0}}));
        QVERIFY(!receiptCovers(receipt.left(receipt.size() - 1), hub, ids, verdicts));
        QVERIFY(!receiptCovers({}, hub, ids, verdicts));
        // An answer is no receipt, although the same key signs both.
        const QByteArray answer = sampleAnswer(blake2b("x")).encode(keyOf(1));
        QVERIFY(!receiptCovers(answer, hub, {}, {}));
    }

    /// SEC-52: a TLS key is a hub's when the certified key says so, and no other.
    void anIntroductionNamesOneTlsKey()
    {
        const HubId hub = HubId::fromBytes(keyOf(1).publicKey());
        const QByteArray pin(32, 'p');
        const auto read = readIntroduction(makeIntroduction(keyOf(1), "certificate", pin));
        QVERIFY(read);
        QCOMPARE(read->certificate, QByteArray("certificate"));
        QCOMPARE(read->tlsPin, pin);
        QVERIFY(read->isSignedBy(hub));
        QVERIFY(!read->isSignedBy(HubId::fromBytes(keyOf(2).publicKey())));
        Introduction other = *read;
        other.tlsPin[0] = 'q';
        QVERIFY(!other.isSignedBy(hub));
        // Signed by somebody else for this hub.
        QVERIFY(!readIntroduction(makeIntroduction(keyOf(2), "certificate", pin))->isSignedBy(hub));
        for (const QByteArray& bytes :
             {QByteArray(), QByteArray("x"), QByteArray("\x80"), QByteArray("\x83\x01\x02\x03")})
            QVERIFY(!readIntroduction(bytes));
    }

    /// The vectors of PROTOCOL.md: seeds of 32 equal bytes, see there.
    void vectorsHold()
    {
        const FrameWriter writer{idOf<ReplicaId>(2), idOf<CertificateId>(3), idOf<ChangeId>(4)};
        const QByteArray noop = sampleRequest().encode(keyOf(2));
        SyncRequest upload = sampleRequest();
        Frame frame;
        packFrame({{ChangeMaker::edit(writer, {idOf<ChangeId>(5)}, u"1998"_s), 0, {}}}, 0, {}, frame, writer);
        upload.frames = {frame};
        const QMap<QString, QByteArray> vectors{
            {u"no-op request"_s, noop},
            {u"no-op answer"_s, sampleAnswer(blake2b(noop)).encode(keyOf(1))},
            {u"edit change"_s, ChangeMaker::edit(writer, {idOf<ChangeId>(5)}, u"1998"_s)->signedBytes()},
            {u"edit frame"_s, frame.packed},
            {u"edit request"_s, upload.encode(keyOf(2))},
            {u"receipt"_s,
             makeReceipt(keyOf(1), Instant::fromMs(1'795'406'400'123), {idOf<ChangeId>(6)}, {{1, 0}})},
        };
        QFile page(inSource(u"sync/PROTOCOL.md"_s));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(page.readAll());
        for (auto at = vectors.begin(); at != vectors.end(); ++at) {
            const QRegularExpression line(u"`%1`\\s+```\\s+([0-9a-f\\s]+)```"_s.arg(at.key()));
            const QString written = line.match(text).captured(1).remove(QRegularExpression(u"\\s"_s));
            QVERIFY2(written == QString::fromLatin1(at->toHex()),
                     qPrintable(u"%1 is now %2"_s.arg(at.key(), QString::fromLatin1(at->toHex()))));
        }
    }
};

QTEST_GUILESS_MAIN(WireTest)
#include "WireTest.moc"
