// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ChangeDictionary.h"
#include "ScriptedSync.h"

#include "sync/client/UploadQueue.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What waits in the outbox goes up in several requests, the next of which is packed while the hub works on one.
class SyncUploadTest : public QObject, private ScriptedSync {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }
    void init() { begin(); }

    // While the hub works on one request the next one is packed: all goes in its order and once, with what is saved meanwhile.
    void aLongQueueGoesInItsOrderAndOnce()
    {
        constexpr int kCases = UploadQueue::kRead + 40;
        m_hub->news.clear();  // news would have the outbox read anew
        QList<ChangeId> made;
        const auto save = [&] {
            made.append(m_desk->newCase(QString::fromLatin1(SodiumRandom().bytes(3000).toHex()))->id());
        };
        for (int i = 0; i < kCases; ++i)
            save();
        m_hub->beforeReply = [&](const Transport::Progress&) {
            if (m_hub->asked.size() <= 2)
                save();
            turnTheLoop();
        };
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QCOMPARE(m_hub->uploaded, made);
        QCOMPARE(made.size(), kCases + 2);
        QVERIFY(m_desk->queue().isEmpty());
        QVERIFY(m_hub->asked.size() > 2);
        quint64 sent = 0;
        for (const SyncRequest::Decoded& asked : m_hub->asked) {
            QCOMPARE(asked.request.headCounter, sent);
            QCOMPARE(asked.request.head, sent == 0 ? ChangeId() : made[qsizetype(sent) - 1]);
            for (const Frame& frame : asked.request.frames)
                sent += quint64(unpackFrame(frame, asked.request.writer())->size());
        }
        QCOMPARE(sent, quint64(made.size()));
    }

    // Frames that were made ready with a dictionary are of no use to a hub that lost it: they are packed anew, and nothing is sent twice or left out.
    void aRefusedDictionaryThrowsAwayWhatWasPackedAhead()
    {
        const quint32 ours = changeDictionaries().first();
        m_hub->news.clear();
        m_hub->alter = [&](SyncAnswer& answer, const SyncRequest&) { answer.dictionaries = {ours}; };
        QVERIFY(sync());
        QCOMPARE(uploadDictionary(*m_desk->store), ours);
        const QList<ChangeId> made = saveMany();
        m_hub->beforeReply = [](const Transport::Progress&) { turnTheLoop(); };
        m_hub->asked.clear();
        m_hub->uploaded.clear();
        int refused = 0;
        m_hub->alter = [&](SyncAnswer& answer, const SyncRequest& request) {
            const bool isLost = m_hub->asked.size() > 1;
            if (!isLost)
                answer.dictionaries = {ours};
            if (!isLost || request.frames.isEmpty() || request.frames[0].dictionary == 0)
                return;
            for (const Frame& frame : request.frames)
                m_hub->uploaded.resize(m_hub->uploaded.size() - unpackFrame(frame, request.writer())->size());
            const QByteArray hash = answer.requestHash;
            answer = SyncAnswer{};
            answer.hub = m_hub->id();
            answer.requestHash = hash;
            answer.hubTime = testStart();
            answer.error = u"bad-frame"_s;
            ++refused;
        };
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QCOMPARE(refused, 1);
        QCOMPARE(m_hub->uploaded, made);
        QVERIFY(m_desk->queue().isEmpty());
        QVERIFY(m_hub->asked.size() >= 3);
        QCOMPARE(m_hub->asked.last().request.frames[0].dictionary, 0u);
    }

    // What an earlier incarnation left waits before the first change of this one, and is more than is read at once.
    void theHeadIsKnownBehindALongQueue()
    {
        m_hub->news.clear();
        for (int i = 0; i <= UploadQueue::kRead; ++i)
            m_desk->newCase();
        QVERIFY(identity().remint());
        m_desk->person.replica = m_desk->store->replica();
        m_desk->person.counter = 0;
        m_desk->person.head = {};
        const ChangeId first = m_desk->newCase()->id();
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QVERIFY(m_hub->asked.size() > 1);
        QCOMPARE(m_hub->asked.first().request.headCounter, quint64(0));
        QVERIFY(m_hub->asked.first().request.head.isNull());
        QCOMPARE(m_hub->uploaded.size(), UploadQueue::kRead + 2);
        QCOMPARE(m_hub->uploaded.last(), first);
    }

    // Cancelled while frames are ready for the next request: they go with the next sync, all of them, in their order.
    void whatWasPackedAheadOfACancelGoesNextTime()
    {
        m_hub->news.clear();
        const QList<ChangeId> made = saveMany();
        SyncClient client(*m_desk->store, *m_hub, identity(), m_desk->clock);
        std::optional<Result<SyncSummary>> outcome;
        QObject::connect(&client, &SyncClient::finished, &client,
                         [&](const Result<SyncSummary>& result) { outcome = result; });
        m_hub->beforeReply = [&](const Transport::Progress&) {
            turnTheLoop();
            if (m_hub->asked.size() == 2)
                client.cancel();
        };
        client.start();
        QTRY_VERIFY(outcome.has_value());
        QVERIFY(!*outcome);
        QCOMPARE(outcome->error().code, ErrorCode::Cancelled);
        QCOMPARE(m_hub->asked.size(), 2);
        const QList<ChangeId> waits = m_desk->queue();
        QVERIFY(!waits.isEmpty() && waits.size() < made.size());
        QCOMPARE(made.last(waits.size()), waits);
        // What the hub took before the cancel comes once more, which it takes for the same.
        m_hub->beforeReply = {};
        m_hub->uploaded.clear();
        QVERIFY(sync());
        QCOMPARE(m_hub->uploaded, waits);
        QVERIFY(m_desk->queue().isEmpty());
    }

private:
    /// So many cases that they need several requests, in their order.
    QList<ChangeId> saveMany()
    {
        QList<ChangeId> made;
        while (made.size() < 100)
            made.append(m_desk->newCase(QString::fromLatin1(SodiumRandom().bytes(3000).toHex()))->id());
        return made;
    }

    /// As often as the loop turns a frame is packed ahead: more often than there are any.
    static void turnTheLoop()
    {
        for (int i = 0; i < 20; ++i) {
            QEventLoop turn;
            QTimer::singleShot(0, &turn, &QEventLoop::quit);
            turn.exec();
        }
    }
};

QTEST_GUILESS_MAIN(SyncUploadTest)
#include "SyncUploadTest.moc"
