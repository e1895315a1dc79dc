// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScriptedSync.h"

#include "sync/client/SyncBudget.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

using namespace prohori;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// On a line that is quick, or carries the largest answers, the next one is asked for while one is being taken.
class SyncEarlyTest : public QObject, private ScriptedSync {
    Q_OBJECT
private slots:
    /// The reply is there before the first frames are taken, between them, or behind them.
    void initTestCase_data()
    {
        QTest::addColumn<int>("turns");
        QTest::addColumn<bool>("lingers");
        QTest::newRow("soon") << 0 << false;
        QTest::newRow("soon, with a window") << 0 << true;
        QTest::newRow("late") << 20 << false;
        QTest::newRow("late, with a window") << 20 << true;
    }
    void initTestCase() { QVERIFY(startSecrets()); }
    void init() { beginWith(0, SyncBudget::kMost); }

    void theNextAnswerIsMadeWhileOneIsTaken()
    {
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QCOMPARE(done->received, kCases);
        QCOMPARE(done->requests, kAnswers);
        QCOMPARE(m_desk->cursor(), quint64(kCases));
        // All but the first, and the last but one says that there is one more.
        QCOMPARE(m_early, kAnswers - 1);
        quint64 counter = 0, cursor = 0;
        for (const SyncRequest::Decoded& asked : m_hub->asked) {
            QCOMPARE(asked.request.requestCounter, ++counter);
            QCOMPARE(cursorOf(asked.request), cursor);
            cursor += kAnswer;
        }
        QCOMPARE(sync()->received, 0);
    }

    void onAThinLineEachHasItsTurn()
    {
        setBudget(SyncBudget::kMostDown / 8 - 1);
        QCOMPARE(sync()->received, kCases);
        QCOMPARE(m_early, 0);
    }

    // Whatever it carried before: by the first answer that is large enough to tell.
    void whatIsSeenToBeQuickIsEnough()
    {
        for (const auto& [took, early] : {std::pair{0ms, kAnswers - 1}, std::pair{1400ms, 0}}) {
            beginWith(1000, SyncBudget::kLeast);
            m_hub->beforeReply = [this, took = took](const Transport::Progress&) {
                m_desk->clock.advance(took);
            };
            QCOMPARE(sync()->received, kCases);
            QCOMPARE(m_early, early);
        }
    }

    // A frame that is no frame: what stood before it is here, the answer behind it is not, and comes again.
    void whatCannotBeTakenDropsTheNextOne()
    {
        const auto count = m_hub->alter;
        m_hub->alter = [&](SyncAnswer& answer, const SyncRequest& request) {
            count(answer, request);
            if (m_hubCalls == 2)
                answer.frames.last().packed = "no frame";
        };
        const auto done = sync();
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Invalid);
        const auto here = int(m_desk->cursor());
        QVERIFY(here > kAnswer && here < 2 * kAnswer && here % m_hub->perFrame == 0);
        QCOMPARE(m_early, 2);
        QFETCH_GLOBAL(const int, turns);
        QCOMPARE(m_hub->cancelled, turns > 0 ? 2 : 1);  // once when the client goes
        m_hub->alter = count;
        QCOMPARE(sync()->received, kCases - here);
        QCOMPARE(m_desk->cursor(), quint64(kCases));
    }

    void aCutLosesTheNextOneOnly()
    {
        m_hub->deliver = [&](const Transport::Reply& reply) -> Result<Transport::Reply> {
            if (m_hubCalls == 2)
                return Error{ErrorCode::Offline, u"cut"_s};
            return reply;
        };
        const auto done = sync();
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Offline);
        QCOMPARE(m_early, 1);
        QCOMPARE(m_desk->cursor(), quint64(kAnswer));
        m_hub->deliver = {};
        QCOMPARE(sync()->received, kCases - kAnswer);
    }

    void aCancelKeepsWhatIsHere()
    {
        SyncClient client(*m_desk->store, *m_hub, identity(), m_desk->clock);
        std::optional<Result<SyncSummary>> outcome;
        QObject::connect(&client, &SyncClient::finished, &client,
                         [&](const Result<SyncSummary>& result) { outcome = result; });
        m_hub->beforeReply = [&](const Transport::Progress&) {
            if (m_early == 2)
                client.cancel();
        };
        client.start();
        QTRY_VERIFY(outcome.has_value());
        QCOMPARE(outcome->error().code, ErrorCode::Cancelled);
        QVERIFY(m_desk->cursor() < quint64(kCases) && m_desk->cursor() >= quint64(kAnswer));
        QCOMPARE(m_desk->cursor() % quint64(m_hub->perFrame), quint64(0));
        const auto here = int(m_desk->cursor());
        m_hub->beforeReply = {};
        QCOMPARE(sync()->received, kCases - here);
    }

    // Whoever listens may cancel at any word: nothing is taken after that, and the end is told once.
    void aCancelAtAnyWordIsTheEnd()
    {
        for (int word = 1; word < 40; word += 3) {
            SyncClient client(*m_desk->store, *m_hub, identity(), m_desk->clock);
            client.setLingering(m_lingers);
            int words = 0, ends = 0;
            quint64 cursor = 0;
            QObject::connect(&client, &SyncClient::progressed, &client, [&] {
                if (++words == word) {
                    client.cancel();
                    cursor = m_desk->cursor();
                }
            });
            QObject::connect(&client, &SyncClient::finished, &client, [&] { ++ends; });
            client.start();
            QTRY_VERIFY(ends > 0);
            turnTheLoop();
            QCOMPARE(ends, 1);
            if (client.phase() == SyncPhase::Cancelled)
                QCOMPARE(m_desk->cursor(), cursor);
        }
        QVERIFY(sync());
        QCOMPARE(m_desk->cursor(), quint64(kCases));
    }

    // A station that is asked to wait, or is told something else than changes, does so in its turn.
    void aBusyHubIsHeard()
    {
        m_hub->deliver = [&](const Transport::Reply& reply) -> Result<Transport::Reply> {
            return m_hubCalls == 2 ? Transport::Reply{503, {}, 30} : reply;
        };
        const auto done = sync();
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Busy);
        QCOMPARE(m_desk->cursor(), quint64(kAnswer));
    }

    // What a copy of this store made shows in the first answer: the new replica asks anew.
    void aNewReplicaDropsTheNextOne()
    {
        ChangeBody body;
        body.record = RecordId::fromBytes(SodiumRandom().bytes(RecordId::kSize));
        body.creation = Creation{u"tip-case"_s, u"41"_s, u"41-2026-1-77"_s, Cbor(Cbor::Array{})};
        m_hub->feed.clear();
        m_desk->newCase();
        m_hub->alter = {};
        QVERIFY(sync());
        m_desk->person.counter = 0;
        m_desk->person.head = {};
        // Behind what is taken first, when the next answer is asked for already.
        putCases(kAnswer - 1);
        m_hub->put(m_desk->person.save(body));
        putCases(kCases - kAnswer);
        const ReplicaId before = m_desk->store->replica();
        m_hub->asked.clear();
        QList<ReplicaId> askedBy;
        m_hub->alter = [&](SyncAnswer&, const SyncRequest& request) {
            askedBy.append(request.replica);
            m_early += cursorOf(request) > m_desk->cursor() ? 1 : 0;
        };
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QVERIFY(done->reminted);
        QCOMPARE(m_remints, 1);
        QCOMPARE(m_desk->cursor(), quint64(kCases));
        QCOMPARE(askedBy.value(0), before);
        QCOMPARE(askedBy.value(1), before);
        QVERIFY(askedBy.value(2) != before && askedBy.value(2) == m_desk->store->replica());
        QCOMPARE(cursorOf(m_hub->asked[2].request), quint64(kAnswer));
        QFETCH_GLOBAL(const int, turns);
        QCOMPARE(m_hub->cancelled, turns > 0 ? 3 : 2);  // twice when a client goes
    }

    void whatIsSavedMeanwhileGoesUp()
    {
        const auto count = m_hub->alter;
        ChangePtr made;
        m_hub->beforeReply = [&](const Transport::Progress&) {
            if (m_early == 2 && !made)
                made = m_desk->newCase();
        };
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QVERIFY(made);
        QCOMPARE(m_hub->uploaded, QList<ChangeId>{made->id()});
        QVERIFY(m_desk->queue().isEmpty());
        QCOMPARE(done->received, kCases);
    }

private:
    // So many that an answer is taken in two steps at least.
    static constexpr int kAnswer = 128, kFrames = 8, kAnswers = 5, kCases = kAnswers * kAnswer;

    /// All anew: a hub with cases of so many bytes, and a line that carried so much.
    void beginWith(qsizetype bytesOfCase, qint64 budget)
    {
        QFETCH_GLOBAL(const int, turns);
        QFETCH_GLOBAL(const bool, lingers);
        begin();
        m_lingers = lingers;
        m_hub->replyTurns = turns;
        m_hub->framesAnAnswer = kFrames;
        m_hub->perFrame = kAnswer / kFrames;
        putCases(kCases, bytesOfCase);
        setBudget(budget);
        m_early = m_hubCalls = 0;
        m_hub->alter = [this](SyncAnswer&, const SyncRequest& request) {
            ++m_hubCalls;
            m_early += cursorOf(request) > m_desk->cursor() ? 1 : 0;
        };
    }

    void putCases(int count, qsizetype bytes = 0)
    {
        for (int i = 0; i < count; ++i) {
            ChangeBody body;
            body.record = RecordId::fromBytes(SodiumRandom().bytes(RecordId::kSize));
            body.creation =
                Creation{u"tip-case"_s, u"41"_s, u"41-2026-2-%1"_s.arg(i + 1), Cbor(Cbor::Array{})};
            if (bytes > 0)
                body.items.append(
                    SetItem{{1, {}, 104},
                            FieldValue::plain(QString::fromLatin1(SodiumRandom().bytes(bytes).toHex())),
                            {}});
            m_hub->put(m_colleague->person.save(body));
        }
    }

    quint64 cursorOf(const SyncRequest& request) const
    {
        for (const WireCursor& cursor : request.cursors) {
            if (cursor.feed == m_hub->feedName)
                return cursor.position;
        }
        return 0;
    }

    void turnTheLoop()
    {
        for (int i = 0; i < 60; ++i) {
            QEventLoop turn;
            QTimer::singleShot(0, &turn, &QEventLoop::quit);
            turn.exec();
        }
    }

    int m_early = 0;  ///< requests that told of a cursor where the store did not stand yet
    int m_hubCalls = 0;
};

QTEST_GUILESS_MAIN(SyncEarlyTest)
#include "SyncEarlyTest.moc"
