// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScriptedSync.h"

#include <QTest>
#include <QTimer>

using namespace prohori;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// On a quick line the next upload leaves before the verdicts on the last one are written down (REL-24).
class SyncEarlyUploadTest : public QObject, private ScriptedSync {
    Q_OBJECT
private slots:
    /// The reply to it is there before they are written down, or long after.
    void initTestCase_data()
    {
        QTest::addColumn<int>("turns");
        QTest::addColumn<bool>("lingers");
        QTest::newRow("soon") << 0 << false;
        QTest::newRow("soon, with a window") << 0 << true;
        QTest::newRow("late") << 20 << false;
    }
    void initTestCase() { QVERIFY(startSecrets()); }
    void init()
    {
        QFETCH_GLOBAL(const int, turns);
        QFETCH_GLOBAL(const bool, lingers);
        begin();
        m_lingers = lingers;
        m_hub->replyTurns = turns;
        m_hub->news.clear();  // news would have the outbox read anew
        setBudget(kFirstBytes);
        m_made.clear();
        while (m_made.size() < kCases)
            save();
        m_early = m_through = 0;
        m_sent.clear();
        m_hub->alter = [this](SyncAnswer&, const SyncRequest& request) { note(request); };
    }

    void allGoesInItsOrderAndOnce()
    {
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QCOMPARE(m_hub->uploaded, m_made);
        QCOMPARE(done->sent, kCases);
        QCOMPARE(done->records.size(), kCases);
        QVERIFY(m_desk->queue().isEmpty());
        // All but the first, which tells that the line is quick.
        QVERIFY(m_hub->asked.size() > 2);
        QCOMPARE(m_early, int(m_hub->asked.size()) - 1);
        quint64 counter = 0, sent = 0;
        for (const SyncRequest::Decoded& asked : m_hub->asked) {
            QCOMPARE(asked.request.requestCounter, ++counter);
            QCOMPARE(asked.request.headCounter, sent);
            QCOMPARE(asked.request.head, sent == 0 ? ChangeId() : m_made[qsizetype(sent) - 1]);
            sent += quint64(changesOf(asked.request));
        }
        for (const ChangeId& change : m_made)
            QCOMPARE(m_desk->store->delivery(change), Delivery::Custody);
    }

    void onASlowerLineEachHasItsTurn()
    {
        m_hub->beforeReply = [this](const Transport::Progress&) { m_desk->clock.advance(1400ms); };
        QVERIFY(sync());
        QCOMPARE(m_early, 0);
        QCOMPARE(m_hub->uploaded, m_made);
    }

    // What the hub said of the first is kept, what it may have taken of the second goes again.
    void aCutLosesTheNextOneOnly()
    {
        m_hub->deliver = [this](const Transport::Reply& reply) -> Result<Transport::Reply> {
            if (m_hub->asked.size() == 2)
                return Error{ErrorCode::Offline, u"cut"_s};
            return reply;
        };
        const auto done = sync();
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Offline);
        QCOMPARE(m_early, 1);
        QCOMPARE(m_desk->queue(), m_made.mid(m_sent[0]));
        m_hub->deliver = {};
        m_hub->alter = {};
        m_hub->uploaded.clear();
        QVERIFY(sync());
        QCOMPARE(m_hub->uploaded, m_made.mid(m_sent[0]));
        QVERIFY(m_desk->queue().isEmpty());
    }

    // With verdicts in hand that are not written down.
    void aCancelKeepsWhatTheHubSaid()
    {
        SyncClient client(*m_desk->store, *m_hub, identity(), m_desk->clock);
        client.setLingering(m_lingers);
        std::optional<Result<SyncSummary>> outcome;
        QObject::connect(&client, &SyncClient::finished, &client,
                         [&](const Result<SyncSummary>& result) { outcome = result; });
        bool wasHeld = false;
        m_hub->alter = [&](SyncAnswer&, const SyncRequest& request) {
            note(request);
            if (m_early != 1 || outcome)
                return;
            QTimer::singleShot(0, &client, [&] {
                wasHeld = m_desk->queue() == m_made;
                client.cancel();
            });
        };
        m_hub->replyTurns = std::max(m_hub->replyTurns, 3);
        client.start();
        QTRY_VERIFY(outcome.has_value());
        QVERIFY(wasHeld);
        QCOMPARE(outcome->error().code, ErrorCode::Cancelled);
        QCOMPARE(client.summary().sent, m_sent[0]);
        QCOMPARE(m_desk->queue(), m_made.mid(m_sent[0]));
    }

    void aBusyHubIsHeard()
    {
        m_hub->deliver = [this](const Transport::Reply& reply) -> Result<Transport::Reply> {
            return m_hub->asked.size() == 2 ? Transport::Reply{503, {}, 30} : reply;
        };
        const auto done = sync();
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Busy);
        QCOMPARE(m_early, 1);
        QCOMPARE(m_desk->queue(), m_made.mid(m_sent[0]));
    }

    // Whoever listens may cancel at any word: the end is told once, and what the hub has said until then is known.
    void aCancelAtAnyWordIsTheEnd()
    {
        for (int word = 1; word < 12; ++word) {
            SyncClient client(*m_desk->store, *m_hub, identity(), m_desk->clock);
            client.setLingering(m_lingers);
            int words = 0, ends = 0;
            QObject::connect(&client, &SyncClient::progressed, &client, [&] {
                if (++words == word)
                    client.cancel();
            });
            QObject::connect(&client, &SyncClient::finished, &client, [&] { ++ends; });
            client.start();
            QTRY_VERIFY(ends > 0);
            QCOMPARE(ends, 1);
            QCOMPARE(client.phase() == SyncPhase::Cancelled, words == word);
            const QList<ChangeId> waits = m_desk->queue();
            QCOMPARE(waits, m_made.last(waits.size()));
        }
        m_hub->alter = {};
        QVERIFY(sync());
        QVERIFY(m_desk->queue().isEmpty());
    }

    void aRefusedChangeIsNamed()
    {
        m_hub->alter = [this](SyncAnswer& answer, const SyncRequest& request) {
            note(request);
            if (m_hub->asked.size() > 2 || answer.verdicts.isEmpty())
                return;
            answer.verdicts[0] = {quint8(Delivery::Quarantined), quint8(Refusal::BadContent)};
            QList<ChangeId> ids = m_hub->uploaded.last(changesOf(request));
            answer.receipt = makeReceipt(m_hub->key, answer.hubTime, ids, answer.verdicts);
        };
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QVERIFY(m_early > 1);
        QCOMPARE(done->quarantined, QStringList({m_made[0].toString(), m_made[m_sent[0]].toString()}));
        QCOMPARE(done->sent, kCases - 2);
        QCOMPARE(m_desk->store->delivery(m_made[0]), Delivery::Quarantined);
        QCOMPARE(m_desk->store->delivery(m_made[m_sent[0]]), Delivery::Quarantined);
    }

    // A receipt that covers something else: nothing of it is written down, and nothing else leaves.
    void aBadReceiptStopsIt()
    {
        m_hub->alter = [this](SyncAnswer& answer, const SyncRequest& request) {
            note(request);
            if (m_hub->asked.size() == 2)
                answer.receipt = makeReceipt(m_hub->key, answer.hubTime, {}, {});
        };
        const auto done = sync();
        QVERIFY(!done);
        QCOMPARE(done.error().hint, u"bad-receipt"_s);
        QCOMPARE(m_hub->asked.size(), 2);
        QCOMPARE(m_desk->queue(), m_made.mid(m_sent[0]));
    }

    void whatIsSavedMeanwhileGoesBehind()
    {
        m_hub->beforeReply = [this](const Transport::Progress&) {
            if (m_hub->asked.size() == 2 && m_made.size() == kCases)
                save();
        };
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QCOMPARE(m_made.size(), kCases + 1);
        QCOMPARE(m_hub->uploaded, m_made);
        QVERIFY(m_desk->queue().isEmpty());
    }

    // The hub asks for a new replica: what waits goes up once more in the old one's name, behind what it has.
    void aNewReplicaIsMadeInItsTurn()
    {
        m_hub->alter = [this](SyncAnswer& answer, const SyncRequest& request) {
            note(request);
            answer.remint = m_hub->asked.size() == 2;
        };
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QVERIFY(done->reminted);
        QCOMPARE(m_remints, 1);
        QCOMPARE(m_hub->uploaded, m_made);
        QVERIFY(m_desk->queue().isEmpty());
    }

private:
    static constexpr qint64 kFirstBytes = 128 * 1024;  // so many are eight times as many in the next request
    static constexpr int kCases = 170;

    void save()
    {
        m_made.append(m_desk->newCase(QString::fromLatin1(SodiumRandom().bytes(8000).toHex()))->id());
    }

    void note(const SyncRequest& request)
    {
        const QList<ChangeId> queue = m_desk->queue();
        const bool waitsFromBefore =
            !m_sent.isEmpty() && !queue.isEmpty() && queue.first() == m_made[m_through];
        m_early += waitsFromBefore ? 1 : 0;
        m_through += m_sent.isEmpty() ? 0 : m_sent.last();
        m_sent.append(changesOf(request));
    }
    static int changesOf(const SyncRequest& request)
    {
        int count = 0;
        for (const Frame& frame : request.frames)
            count += int(unpackFrame(frame, request.writer())->size());
        return count;
    }

    QList<ChangeId> m_made;
    QList<int> m_sent;  ///< changes of each request
    int m_through = 0;  ///< changes of all requests but the last one
    int m_early =
        0;  ///< requests that were made while the store did not know what the hub had said of the one before
};

QTEST_GUILESS_MAIN(SyncEarlyUploadTest)
#include "SyncEarlyUploadTest.moc"
