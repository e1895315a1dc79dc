// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/Messages.h"
#include "tests/support/Places.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

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

SyncRequest sampleRequest()
{
    SyncRequest request;
    request.hub = HubId::fromBytes(keyOf(1).publicKey());
    request.replica = idOf<ReplicaId>(2);
    request.person = idOf<CertificateId>(3);
    request.requestCounter = 41;
    return request;
}

/// A sign-in, and an identity that was opened 90 seconds later.
JournalBatch sampleJournal()
{
    JournalBatch batch;
    batch.replica = idOf<ReplicaId>(2);
    batch.before = firstJournalLink();
    const Instant at = Instant::fromMs(1'795'406'400'000);
    batch.lines = {{1, at, 12, qint64(JournalEvent::Unlock), {}, {}},
                   {2, at.plus(std::chrono::seconds(90)), 12, qint64(JournalEvent::IdentityOpened),
                    idOf<RecordId>(9), u"court"_s}};
    batch.sign(keyOf(2));
    return batch;
}

SyncAnswer sampleAnswer(const QByteArray& requestHash)
{
    SyncAnswer answer;
    answer.hub = HubId::fromBytes(keyOf(1).publicKey());
    answer.requestHash = requestHash;
    answer.hubTime = Instant::fromMs(1'795'406'400'123);
    return answer;
}

}  // namespace

/// The journal's parts of request and answer (SEC-68).
class JournalWireTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void linesComeBackInARequest()
    {
        SyncRequest request = sampleRequest();
        const qsizetype plain = request.encode(keyOf(2)).size();
        request.journal = sampleJournal();
        const QByteArray bytes = request.encode(keyOf(2));
        const auto decoded = SyncRequest::decode(bytes);
        QVERIFY(decoded && decoded->request.journal);
        QVERIFY(decoded->isSignedBy(keyOf(2).publicKey()));
        QCOMPARE(decoded->request.journal->lines, request.journal->lines);
        QVERIFY(decoded->request.journal->isSignedBy(keyOf(2).publicKey()));
        QCOMPARE(decoded->request.encode(keyOf(2)), bytes);
        QVERIFY2(bytes.size() - plain < 180, qPrintable(QString::number(bytes.size() - plain)));
        // Without lines there is not one byte of it.
        request.journal.reset();
        QCOMPARE(request.encode(keyOf(2)).size(), plain);
    }

    void verdictsAndJournalsComeBackInAnAnswer()
    {
        for (const JournalFit fit :
             {JournalFit::Continues, JournalFit::Gap, JournalFit::Fork, JournalFit::BadSignature}) {
            SyncAnswer answer = sampleAnswer(blake2b("request"));
            answer.journal = JournalVerdict{17, fit};
            answer.journals = {{Instant::fromMs(1'795'406'400'100), sampleJournal()}};
            answer.journalsThrough = 5;
            const auto back = SyncAnswer::decode(answer.encode(keyOf(1)), answer.hub, answer.requestHash);
            QVERIFY(back && back->journal);
            QCOMPARE(back->journal->last, quint64(17));
            QCOMPARE(back->journal->fit, fit);
            QCOMPARE(back->journals.size(), 1);
            QCOMPARE(back->journals[0].batch.lines, sampleJournal().lines);
            QCOMPARE(back->journals[0].received, Instant::fromMs(1'795'406'400'100));
            QVERIFY(back->journals[0].batch.isSignedBy(keyOf(2).publicKey()));
            QCOMPARE(back->journalsThrough, quint64(5));
        }
        const SyncAnswer plain = sampleAnswer(blake2b("request"));
        const auto back = SyncAnswer::decode(plain.encode(keyOf(1)), plain.hub, plain.requestHash);
        QVERIFY(back && !back->journal && back->journals.isEmpty() && back->journalsThrough == 0);
    }

    void mutatedRequestsAreRefusedOrUnsigned()
    {
        SeededRandom random(testSeed());
        SyncRequest request = sampleRequest();
        request.journal = sampleJournal();
        const QByteArray bytes = request.encode(keyOf(2));
        for (int round = 0; round < 3'000; ++round) {
            QByteArray bad = bytes;
            for (int i = random.below(3); i >= 0; --i) {
                const int at = random.below(int(bad.size()));
                bad[at] = char(bad[at] ^ (1 << random.below(8)));
            }
            if (random.chance(20))
                bad.truncate(random.below(int(bad.size())));
            const auto decoded = SyncRequest::decode(bad);
            QVERIFY(bad == bytes || !decoded || !decoded->isSignedBy(keyOf(2).publicKey()));
        }
    }

    void vectorsHold()
    {
        SyncRequest request = sampleRequest();
        request.journal = sampleJournal();
        const QByteArray asked = request.encode(keyOf(2));
        SyncAnswer answer = sampleAnswer(blake2b(asked));
        answer.journal = JournalVerdict{2, JournalFit::Continues};
        SyncAnswer handed = sampleAnswer(blake2b(asked));
        handed.journals = {{Instant::fromMs(1'795'406'400'123), sampleJournal()}};
        handed.journalsThrough = 1;
        const QMap<QString, QByteArray> vectors{{u"journal lines"_s, sampleJournal().toCbor().encode()},
                                                {u"journal link"_s, sampleJournal().after()},
                                                {u"journal request"_s, asked},
                                                {u"journal answer"_s, answer.encode(keyOf(1))},
                                                {u"auditor's answer"_s, handed.encode(keyOf(1))}};
        QFile page(inSource(u"sync/PROTOCOL.md"_s));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(page.readAll());
        QStringList wrong;
        for (auto at = vectors.begin(); at != vectors.end(); ++at) {
            const QRegularExpression line(u"`%1`\\s+```\\s+([0-9a-f\\s]+)```"_s.arg(at.key()));
            const QString written = line.match(text).captured(1).remove(QRegularExpression(u"\\s"_s));
            if (written == QString::fromLatin1(at->toHex()))
                continue;
            wrong.append(at.key());
            qWarning("%s is now %s", qPrintable(at.key()), at->toHex().constData());
        }
        QCOMPARE(wrong, QStringList());
    }
};

QTEST_GUILESS_MAIN(JournalWireTest)
#include "JournalWireTest.moc"
