// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScriptedHub.h"

#include <QEventLoop>
#include <QTest>

#include <algorithm>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What is done with the frames of one answer: some of them together, and of those that are whole none is lost.
class TakingTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_authority = std::make_unique<TestAuthority>();
        m_colleague = std::make_unique<Desk>(*m_authority, 2, u"babul"_s);
        for (int i = 0; i < kFrames; ++i)
            m_cases.append(m_colleague->newCase());
    }
    void init()
    {
        m_desk = std::make_unique<Desk>(*m_authority, 1, u"anika"_s);
        m_lingers = false;
        m_hub = std::make_unique<ScriptedHub>();
        for (const Statement& statement : m_colleague->person.statements())
            m_hub->news.append(statement.bytes());
        m_hub->perFrame = 1;
        m_hub->framesAnAnswer = kFrames;
        for (const ChangePtr& each : std::as_const(m_cases))
            m_hub->put(each);
    }

    // One transaction for them all, but not more than a window can wait for.
    void framesAreTakenTogether_data()
    {
        QTest::addColumn<bool>("lingers");
        QTest::addColumn<int>("steps");
        QTest::newRow("alone") << false << 1;
        QTest::newRow("with a window open") << true << 2;
    }
    void framesAreTakenTogether()
    {
        QFETCH(const bool, lingers);
        QFETCH(const int, steps);
        m_lingers = lingers;
        const auto done = sync();
        QVERIFY(done);
        QCOMPARE(done->received, kFrames);
        QCOMPARE(m_desk->cursor(), quint64(kFrames));
        QCOMPARE(m_taken.size(), steps);
        QVERIFY(std::is_sorted(m_taken.begin(), m_taken.end()));
        QCOMPARE(m_taken.last(), kFrames);
    }

    // REL-25: the whole ones before it are here, with their cursor, and the next sync goes on behind them.
    void theFramesBeforeADamagedOneAreKept_data()
    {
        QTest::addColumn<int>("damaged");
        for (const int at : {0, 1, 5, kFrames - 1})
            QTest::addRow("frame %d", at) << at;
    }
    void theFramesBeforeADamagedOneAreKept()
    {
        QFETCH(const int, damaged);
        m_hub->alter = [damaged](SyncAnswer& answer, const SyncRequest&) {
            answer.frames[damaged].packed.chop(1);
        };
        const auto cut = sync();
        QVERIFY(!cut);
        QCOMPARE(cut.error().code, ErrorCode::Invalid);
        QCOMPARE(m_desk->cursor(), quint64(damaged));
        QCOMPARE(m_desk->store->counts().cases, damaged);
        m_hub->alter = {};
        const auto rest = sync();
        QVERIFY(rest);
        QCOMPARE(rest->received, kFrames - damaged);
        QCOMPARE(m_hub->asked.last().request.cursors.size(), damaged > 0 ? 1 : 0);
        QCOMPARE(m_desk->cursor(), quint64(kFrames));
    }

    // Each feed has its own cursor.
    void framesOfAnotherFeedAreNotMixedIn()
    {
        m_hub->alter = [](SyncAnswer& answer, const SyncRequest&) {
            for (qsizetype i = 0; i < answer.frames.size(); i += 2)
                answer.frames[i].feed = u"national"_s;
        };
        QVERIFY(sync());
        QMap<QString, quint64> places;
        for (const FeedCursor& cursor : m_desk->store->cursors())
            places.insert(cursor.feed, cursor.position);
        QCOMPARE(places, (QMap<QString, quint64>{{u"41"_s, quint64(kFrames)},
                                                 {u"national"_s, quint64(kFrames - 1)}}));
        QCOMPARE(m_desk->store->counts().cases, kFrames);
    }

    // All of it or nothing: what fails in the middle of them leaves neither changes nor a cursor.
    void aFailureInTheMiddleKeepsNothingOfThem()
    {
        for (const int statement : {15, 60, 110}) {
            init();
            m_hub->beforeReply = [&](const Transport::Progress&) { m_desk->store->failAfter(statement); };
            const auto failed = sync();
            m_desk->store->failAfter(0);
            m_hub->beforeReply = {};
            QVERIFY(!failed);
            QCOMPARE(m_desk->cursor(), quint64(0));
            QCOMPARE(quint64(m_desk->store->counts().cases), m_desk->cursor());
            QVERIFY(sync());
            QCOMPARE(m_desk->cursor(), quint64(kFrames));
        }
    }

private:
    static constexpr int kFrames = 30;

    Result<SyncSummary> sync()
    {
        SyncClient::Identity identity;
        identity.hub = m_hub->id();
        identity.person = m_desk->person.certificate.id();
        identity.remint = [] { return Result<>(); };
        SyncClient client(*m_desk->store, *m_hub, identity, m_desk->clock);
        client.setLingering(m_lingers);
        Result<SyncSummary> outcome = Error{ErrorCode::Cancelled, u"it did not end"_s};
        QEventLoop loop;
        connect(&client, &SyncClient::finished, &loop, [&](const Result<SyncSummary>& ended) {
            outcome = ended;
            loop.quit();
        });
        m_taken.clear();
        connect(&client, &SyncClient::progressed, &client, [&] {
            const int cases = int(m_desk->store->counts().cases);
            if (client.phase() == SyncPhase::Applying && cases > 0)
                m_taken.append(cases);
        });
        QMetaObject::invokeMethod(&client, &SyncClient::start, Qt::QueuedConnection);
        loop.exec();
        return outcome;
    }

    std::unique_ptr<TestAuthority> m_authority;
    std::unique_ptr<Desk> m_desk, m_colleague;
    std::unique_ptr<ScriptedHub> m_hub;
    QList<ChangePtr> m_cases;
    bool m_lingers = false;
    QList<int> m_taken;  ///< cases here after each step
};

QTEST_GUILESS_MAIN(TakingTest)
#include "TakingTest.moc"
