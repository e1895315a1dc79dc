// SPDX-License-Identifier: GPL-3.0-or-later
#include "BothStorages.h"
#include "sync/hub/HubCheck.h"
#include "sync/hub/JournalIntake.h"

#include <QTest>

using namespace prohori;

/// What a hub does with the journals of stations: keeps what goes on, refuses gaps and forks and keeps them as evidence, hands them to auditors and to
/// nobody else (SEC-66, SEC-68).
class HubJournalTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase_data() { BothStorages::addRows(); }
    void initTestCase() { QVERIFY(startSecrets()); }
    void init()
    {
        m_hub.reset();
        m_hub = m_storages.makeHub();
        m_officer = std::make_unique<Desk>(m_hub->desk(1, u"officer"_s, Role::Recorder, u"41"_s));
        m_other = std::make_unique<Desk>(m_hub->desk(2, u"other"_s, Role::Recorder, u"42"_s));
        m_auditor = std::make_unique<Desk>(m_hub->desk(3, u"auditor"_s, Role::Auditor, kNationalScope));
        m_hub->send(*m_officer);
        m_hub->send(*m_other);
    }

    void linesAreKeptAndGoOn()
    {
        const JournalBatch first = batch(*m_officer, 1, 3);
        QCOMPARE(give(*m_officer, first).last, quint64(3));
        const JournalBatch second = batch(*m_officer, 4, 2, first.after());
        QCOMPARE(give(*m_officer, second).last, quint64(5));
        m_hub->restart();
        QCOMPARE(*m_hub->storage->journalLast(m_officer->replica), quint64(5));
        QCOMPARE(*m_hub->storage->journalLink(m_officer->replica, 4), second.linkAt(4));
        QCOMPARE(*m_hub->storage->journalLink(m_officer->replica, 0), firstJournalLink());
        QVERIFY(m_hub->storage->journalLink(m_officer->replica, 6)->isEmpty());
        const HubFindings found = *checkHub(*m_hub->storage, m_hub->authority.info);
        QVERIFY2(found.faults.isEmpty() && found.stations.isEmpty(), qPrintable(found.faults.join(u'\n')));
        QCOMPARE(found.journalLines, qint64(5));
    }

    void theSameLinesAgainHaveNoEffect()
    {
        const JournalBatch first = batch(*m_officer, 1, 3);
        for (int i = 0; i < 3; ++i) {
            const JournalVerdict verdict = give(*m_officer, first);
            QCOMPARE(verdict.last, quint64(3));
            QCOMPARE(verdict.fit, JournalFit::Continues);
        }
        QCOMPARE(*m_hub->storage->journalsEnd(), quint64(1));
        // As part of more: the answer had been lost.
        JournalBatch more = first;
        more.lines += lines(4, 2);
        more.sign(m_officer->replicaKey);
        QCOMPARE(give(*m_officer, more).last, quint64(5));
        QCOMPARE(*m_hub->storage->journalsEnd(), quint64(2));
        QVERIFY(findings().isEmpty());
        // The same request again gets the same answer.
        SyncRequest request = m_hub->request(*m_officer);
        request.journal = batch(*m_officer, 6, 1, more.after());
        const QByteArray bytes = request.encode(m_officer->replicaKey);
        QCOMPARE(*m_hub->hub->handle(bytes), *m_hub->hub->handle(bytes));
        QCOMPARE(*m_hub->storage->journalsEnd(), quint64(3));
    }

    void aGapIsRefusedUntilItIsClosed()
    {
        const JournalBatch first = batch(*m_officer, 1, 3);
        const JournalBatch second = batch(*m_officer, 4, 2, first.after());
        const JournalVerdict refused = give(*m_officer, second);
        QCOMPARE(refused.fit, JournalFit::Gap);
        QCOMPARE(refused.last, quint64(0));
        QCOMPARE(findings().size(), 1);
        QVERIFY2(findings()[0].contains(u"gap"_s) && findings()[0].contains(m_officer->replica.toString()),
                 qPrintable(findings()[0]));
        QCOMPARE(m_hub->storage->journalStats()->first().evidence, 1);
        QCOMPARE(give(*m_officer, first).last, quint64(3));
        JournalBatch again = second;
        again.lines += lines(6, 1);
        again.sign(m_officer->replicaKey);
        QCOMPARE(give(*m_officer, again).last, quint64(6));
        QVERIFY(findings().isEmpty());
    }

    void aForkIsEvidenceAndMakesANewReplica()
    {
        const JournalBatch first = batch(*m_officer, 1, 3);
        give(*m_officer, first);
        JournalBatch forged = first;
        forged.lines[1].event = qint64(JournalEvent::Lock);
        forged.lines += lines(4, 1);
        forged.sign(m_officer->replicaKey);
        SyncRequest request = m_hub->request(*m_officer);
        request.journal = forged;
        const SyncAnswer answer = m_hub->answerTo(request.encode(m_officer->replicaKey));
        QCOMPARE(answer.journal->fit, JournalFit::Fork);
        QCOMPARE(answer.journal->last, quint64(3));
        QVERIFY(answer.remint);
        QCOMPARE(*m_hub->storage->journalLast(m_officer->replica), quint64(3));
        QCOMPARE(findings().size(), 1);
        QVERIFY(findings()[0].contains(u"fork"_s));
        // Evidence is kept once, and nobody fills the disk with it.
        QCOMPARE(give(*m_officer, forged).fit, JournalFit::Fork);
        QCOMPARE(m_hub->storage->journalStats()->first().evidence, 1);
        for (int i = 0; i < 2 * kMostEvidence; ++i) {
            forged.lines[1].person = PersonId(100 + i);
            forged.sign(m_officer->replicaKey);
            QCOMPARE(give(*m_officer, forged).fit, JournalFit::Fork);
        }
        QCOMPARE(m_hub->storage->journalStats()->first().evidence, kMostEvidence);
    }

    void whatTheStationDidNotSignIsRefusedAndNotKept()
    {
        JournalBatch wrong = batch(*m_officer, 1, 2);
        wrong.sign(SigningKey::make());
        QCOMPARE(give(*m_officer, wrong).fit, JournalFit::BadSignature);
        // Another station's lines are not his, with their signature or with his own.
        JournalBatch others = batch(*m_other, 1, 2);
        SyncRequest request = m_hub->request(*m_officer);
        request.journal = others;
        QCOMPARE(m_hub->answerTo(request.encode(m_officer->replicaKey)).journal->fit,
                 JournalFit::BadSignature);
        QCOMPARE(*m_hub->storage->journalsEnd(), quint64(0));
        QCOMPARE(*m_hub->storage->journalLast(m_other->replica), quint64(0));
        // Nothing else of the request is held back.
        request = m_hub->request(*m_officer, {m_officer->save(newCase(u"41"_s))});
        request.journal = wrong;
        const SyncAnswer answer = m_hub->answerTo(request.encode(m_officer->replicaKey));
        QCOMPARE(answer.verdicts.size(), 1);
        QCOMPARE(answer.verdicts[0].refusal, quint8(0));
    }

    void anAuditorReadsJournalsAndNoCase()
    {
        m_hub->send(*m_officer, {m_officer->save(newCase(u"41"_s))});
        JournalBatch one = batch(*m_officer, 1, 3);
        give(*m_officer, one);
        give(*m_other, batch(*m_other, 1, 2));
        SyncAnswer answer = m_hub->send(*m_auditor);
        QVERIFY(answer.frames.isEmpty());
        QCOMPARE(answer.journals.size(), 2);
        QCOMPARE(answer.journalsThrough, quint64(2));
        QCOMPARE(answer.journals[0].batch.replica, m_officer->replica);
        QCOMPARE(answer.journals[0].batch.lines, one.lines);
        QVERIFY(answer.journals[0].batch.isSignedBy(m_officer->replicaKey.publicKey()));
        m_auditor->cursors = {{kJournalFeed, 2}};
        answer = m_hub->send(*m_auditor);
        QVERIFY(answer.journals.isEmpty() && !answer.more);
        // A hub that was set back begins anew; and whoever asks for feeds of cases gets none.
        m_auditor->cursors = {{kJournalFeed, 99}, {u"41"_s, 0}, {kNationalScope, 0}};
        answer = m_hub->send(*m_auditor);
        QCOMPARE(answer.journals.size(), 2);
        QVERIFY(answer.frames.isEmpty() && answer.annotations.isEmpty());
        for (Desk* desk : {m_officer.get(), m_other.get()}) {
            desk->cursors = {{kJournalFeed, 0}};
            QVERIFY(m_hub->send(*desk).journals.isEmpty());
        }
    }

    void manyLinesComeInPieces()
    {
        QByteArray before = firstJournalLink();
        for (int i = 0; i < 60; ++i) {
            const JournalBatch next = batch(*m_officer, quint64(1 + i * 200), 200, before);
            QCOMPARE(give(*m_officer, next).fit, JournalFit::Continues);
            before = next.after();
        }
        quint64 through = 0;
        int answers = 0;
        for (bool more = true; more; ++answers) {
            SyncRequest request = m_hub->request(*m_auditor);
            request.cursors = {{kJournalFeed, through}};
            request.maxAnswerBytes = 100'000;
            const QByteArray bytes = request.encode(m_auditor->replicaKey);
            const SyncAnswer answer = m_hub->answerTo(bytes);
            QVERIFY(answer.encode(m_hub->key).size() < 130'000);
            QCOMPARE(answer.journalsThrough, through + quint64(answer.journals.size()));
            through = answer.journalsThrough;
            more = answer.more;
        }
        QCOMPARE(through, quint64(60));
        QVERIFY2(answers > 3, qPrintable(QString::number(answers)));
    }

    void whoEditsTheHubIsFound_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("a run taken out") << u"DELETE FROM journal WHERE no = 2"_s;
        QTest::newRow("bytes swapped")
            << u"UPDATE journal SET bytes = (SELECT bytes FROM journal WHERE no = 1) WHERE no = 2"_s;
        QTest::newRow("bytes cut") << u"UPDATE journal SET bytes = substr(bytes, 1, 40) WHERE no = 2"_s;
        QTest::newRow("given to another") << u"UPDATE journal SET replica = randomblob(16) WHERE no = 1"_s;
        QTest::newRow("taken for evidence") << u"UPDATE journal SET fit = 3 WHERE no = 2"_s;
        QTest::newRow("the last taken for evidence") << u"UPDATE journal SET fit = 3 WHERE no = 3"_s;
        QTest::newRow("moved") << u"UPDATE journal SET no = 9 WHERE no = 1"_s;
    }

    void whoEditsTheHubIsFound()
    {
        QFETCH(const QString, sql);
        const JournalBatch first = batch(*m_officer, 1, 3);
        give(*m_officer, first);
        const JournalBatch second = batch(*m_officer, 4, 3, first.after());
        give(*m_officer, second);
        give(*m_officer, batch(*m_officer, 7, 3, second.after()));
        if (BothStorages::isPostgres()) {
            const QString there = QString(sql).replace(u"randomblob(16)"_s, u"decode(md5('x'), 'hex')"_s);
            const QByteArray refused = m_storages.edit(there, false);
            QVERIFY2(refused.contains("is kept as it came"), refused);
            m_storages.edit(there, true);
        } else {
            auto file = Connection::open(m_hub->path(), [this] { return m_hub->storageKey().view(); });
            QVERIFY(file);
            QVERIFY(!file->run(sql));  // its guards
            for (const QString& guard : {u"journal_is_kept"_s, u"journal_is_not_changed"_s})
                QVERIFY(file->run(u"DROP TRIGGER "_s + guard));
            QVERIFY(file->run(sql));
        }
        m_hub->restart();
        const auto found = checkHub(*m_hub->storage, m_hub->authority.info);
        QVERIFY(found);
        QVERIFY(!found->faults.isEmpty());
    }

private:
    QList<JournalLine> lines(quint64 first, int count) const
    {
        QList<JournalLine> made;
        for (int i = 0; i < count; ++i)
            made.append({first + quint64(i), testStart().plus(std::chrono::seconds(i)), 1,
                         qint64(JournalEvent::IdentityOpened), RecordId::fromBytes(QByteArray(16, 'r')),
                         u"court"_s});
        return made;
    }
    JournalBatch batch(const Desk& desk, quint64 first, int count,
                       const QByteArray& before = firstJournalLink()) const
    {
        JournalBatch made{desk.replica, before, lines(first, count), {}};
        made.sign(desk.replicaKey);
        return made;
    }
    JournalVerdict give(Desk& desk, const JournalBatch& batch)
    {
        SyncRequest request = m_hub->request(desk);
        request.journal = batch;
        const SyncAnswer answer = m_hub->answerTo(request.encode(desk.replicaKey));
        if (!answer.journal)
            qFatal("no verdict: %s", qPrintable(answer.error));
        return *answer.journal;
    }
    QStringList findings() const
    {
        const HubFindings found = *checkHub(*m_hub->storage, m_hub->authority.info);
        if (!found.faults.isEmpty())
            qFatal("%s", qPrintable(found.faults.join(u'\n')));
        return found.stations;
    }

    BothStorages m_storages;
    std::unique_ptr<TestHub> m_hub;
    std::unique_ptr<Desk> m_officer, m_other, m_auditor;
};

QTEST_GUILESS_MAIN(HubJournalTest)
#include "HubJournalTest.moc"
