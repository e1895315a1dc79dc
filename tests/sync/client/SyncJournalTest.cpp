// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScriptedHub.h"

#include <QEventLoop>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The journal's part of a sync, on a real store and a hub that answers from a script (SEC-68).
class SyncJournalTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }
    void init()
    {
        m_authority = std::make_unique<TestAuthority>();
        m_desk = std::make_unique<Desk>(*m_authority, 1, u"anika"_s);
        m_hub = std::make_unique<ScriptedHub>();
        m_hub->alter = [this](SyncAnswer& answer, const SyncRequest& request) {
            if (request.journal) {
                m_held = request.journal->last();
                answer.journal = JournalVerdict{m_held, JournalFit::Continues};
            }
        };
        m_held = 0;
        m_remints = 0;
    }

    void linesGoOnceAndInPieces()
    {
        write(450);
        const auto outcome = sync();
        QVERIFY(outcome);
        QCOMPARE(outcome->journalSent, 450);
        QCOMPARE(m_hub->asked.size(), 3);
        QCOMPARE(m_hub->asked[1].request.journal->first(), quint64(201));
        for (const auto& asked : std::as_const(m_hub->asked))
            QVERIFY(asked.request.journal->isSignedBy(m_desk->person.replicaKey.publicKey()));
        QVERIFY(sync());
        QCOMPARE(m_hub->asked.size(), 4);
        QVERIFY(!m_hub->asked[3].request.journal);
    }

    void aHubOfBeforeLeavesThemHere()
    {
        // It passes over what it does not know, and says nothing of it.
        m_hub->alter = {};
        write(450);
        m_desk->newCase();
        QVERIFY(sync());
        QCOMPARE(m_hub->asked.size(), 1);
        QCOMPARE(m_hub->uploaded.size(), 1);
        QCOMPARE((*m_desk->store->unsentJournal())->first(), quint64(1));
    }

    void aHubThatWasSetBackGetsThemAgain()
    {
        write(30);
        QVERIFY(sync());
        write(1);
        m_hub->alter = [](SyncAnswer& answer, const SyncRequest& request) {
            if (request.journal)
                answer.journal = request.journal->first() == 31
                                   ? JournalVerdict{10, JournalFit::Gap}
                                   : JournalVerdict{request.journal->last(), JournalFit::Continues};
        };
        const auto outcome = sync();
        QVERIFY(outcome && outcome->journalRefused.isEmpty());
        QCOMPARE(m_hub->asked.last().request.journal->first(), quint64(11));
        QVERIFY(!*m_desk->store->unsentJournal());
    }

    void aHubThatNeverTakesThemEndsTheSync()
    {
        for (const JournalFit fit : {JournalFit::Gap, JournalFit::Fork, JournalFit::BadSignature}) {
            init();
            write(30);
            m_hub->alter = [fit](SyncAnswer& answer, const SyncRequest& request) {
                if (request.journal)
                    answer.journal = JournalVerdict{0, fit};
            };
            m_desk->newCase();
            const auto outcome = sync();
            QVERIFY(outcome);
            QCOMPARE(outcome->journalRefused, journalFitName(fit));
            QCOMPARE(outcome->sent, 1);
            QVERIFY(m_hub->asked.size() <= 2);
            QCOMPARE((*m_desk->store->unsentJournal())->first(), quint64(1));
        }
    }

    void afterAForkTheNewReplicaTellsItAnew()
    {
        write(5);
        QVERIFY(sync());
        write(1);
        const ReplicaId old = m_desk->store->replica();
        m_hub->alter = [old](SyncAnswer& answer, const SyncRequest& request) {
            if (!request.journal)
                return;
            const bool isOld = request.replica == old;
            answer.remint = isOld;
            answer.journal = isOld ? JournalVerdict{5, JournalFit::Fork}
                           : request.journal->first() != 1
                               ? JournalVerdict{0, JournalFit::Gap}
                               : JournalVerdict{request.journal->last(), JournalFit::Continues};
        };
        const auto outcome = sync();
        QVERIFY(outcome && outcome->reminted);
        QVERIFY(outcome->journalRefused.isEmpty());
        QCOMPARE(m_hub->asked.last().request.journal->first(), quint64(1));
        QCOMPARE(m_hub->asked.last().request.journal->replica, m_desk->store->replica());
        QVERIFY(!*m_desk->store->unsentJournal());
    }

    void aCutLineLosesNothing()
    {
        write(30);
        m_hub->deliver = [](const Transport::Reply&) {
            return Result<Transport::Reply>(Error{ErrorCode::Offline, u"the line is cut"_s});
        };
        QVERIFY(!sync());
        QCOMPARE((*m_desk->store->unsentJournal())->first(), quint64(1));
        m_hub->deliver = {};
        QVERIFY(sync());
        QVERIFY(!*m_desk->store->unsentJournal());
    }

private:
    void write(int count)
    {
        for (int i = 0; i < count; ++i) {
            if (!m_desk->store->journal({m_desk->clock.now(), 1, JournalEvent::Unlock, {}, {}}))
                qFatal("no journal");
        }
    }
    Result<SyncSummary> sync()
    {
        SyncClient::Identity identity{m_hub->id(), m_desk->person.certificate.id(), [this] {
                                          ++m_remints;
                                          const ReplicaId next =
                                              ReplicaId::fromBytes(SodiumRandom().bytes(ReplicaId::kSize));
                                          return m_desk->store->remint(next, SigningKey::make());
                                      }};
        SyncClient client(*m_desk->store, *m_hub, identity, m_desk->clock);
        Result<SyncSummary> outcome = Error{ErrorCode::Offline, {}};
        QEventLoop loop;
        connect(
            &client, &SyncClient::finished, &loop,
            [&](const Result<SyncSummary>& result) {
                outcome = result;
                loop.quit();
            },
            Qt::QueuedConnection);
        client.start();
        loop.exec();
        return outcome;
    }

    std::unique_ptr<TestAuthority> m_authority;
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<ScriptedHub> m_hub;
    quint64 m_held = 0;
    int m_remints = 0;
};

QTEST_GUILESS_MAIN(SyncJournalTest)
#include "SyncJournalTest.moc"
