// SPDX-License-Identifier: GPL-3.0-or-later
#include "Deployment.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// Cases change hands by `prohorictl handover`, between stations that are without a line and meet at the hub.
class HandoverTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(m_d.makeAuthority() && m_d.makeHub() && m_d.startHub());
        QVERIFY(m_d.addStation(u"anika"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_d.addStation(u"babul"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_d.addStation(u"chand"_s, u"investigator"_s, u"41"_s));
        QVERIFY(m_d.addStation(u"dalia"_s, u"district_reviewer"_s, u"41"_s));
        syncAll();
        for (const QString& who : kWho)
            QVERIFY(m_d.confirm(who));
        const Ran filled = m_d.ctl({u"practice"_s, u"fill"_s, m_d.store(u"anika"_s), u"--cases"_s, u"6"_s,
                                    u"--seed"_s, u"31"_s, u"--json"_s},
                                   u"anika"_s);
        QCOMPARE(filled.exit, 0);
        for (const QJsonValue& one : filled.array())
            m_ids.append(one[u"id"_s].toString());
        syncAll();
    }

    void aProposalMadeWithoutALineIsAcceptedElsewhere()
    {
        propose(u"anika"_s, 0, u"babul"_s, u"On leave from Sunday"_s);
        QCOMPARE(offers(u"anika"_s, 0).size(), 1);
        QVERIFY(offers(u"babul"_s, 0).isEmpty());  // it has not come yet
        syncAll();
        const QJsonArray open = offers(u"babul"_s, 0);
        QCOMPARE(open.size(), 1);
        QCOMPARE(open[0][u"from"_s][u"login"_s].toString(), u"anika"_s);
        QCOMPARE(open[0][u"to"_s][u"login"_s].toString(), u"babul"_s);
        QCOMPARE(open[0][u"note"_s].toString(), u"On leave from Sunday"_s);
        QVERIFY(hasTask(u"babul"_s, 0, u"handover"_s));
        QVERIFY(hasTask(u"anika"_s, 0, u"submit"_s));
        QCOMPARE(answer(u"accept"_s, u"babul"_s, 0).exit, 0);
        syncAll();
        for (const QString& who : kWho)
            QVERIFY(offers(who, 0).isEmpty());
        QVERIFY(hasTask(u"babul"_s, 0, u"submit"_s));
        QVERIFY(!hasTask(u"anika"_s, 0, u"submit"_s));
        sameEverywhere();
    }

    void aDeclinedAndAWithdrawnOneChangeNothing()
    {
        propose(u"anika"_s, 1, u"babul"_s);
        propose(u"anika"_s, 2, u"babul"_s);
        syncAll();
        QCOMPARE(answer(u"decline"_s, u"babul"_s, 1).exit, 0);
        QCOMPARE(answer(u"withdraw"_s, u"anika"_s, 2).exit, 0);
        syncAll();
        for (const int which : {1, 2}) {
            QVERIFY(offers(u"babul"_s, which).isEmpty());
            QVERIFY(hasTask(u"anika"_s, which, u"submit"_s));
            QVERIFY(answer(u"accept"_s, u"babul"_s, which).exit != 0);
        }
        sameEverywhere();
    }

    /// He offers it to two, and both take it without knowing of each other: both hold it, and one hands it on to the other.
    void twoWhoAcceptedHoldItUntilOneHandsItOn()
    {
        propose(u"anika"_s, 3, u"babul"_s);
        propose(u"anika"_s, 3, u"chand"_s);
        syncAll();
        QCOMPARE(answer(u"accept"_s, u"babul"_s, 3).exit, 0);
        QCOMPARE(answer(u"accept"_s, u"chand"_s, 3).exit, 0);
        syncAll();
        QVERIFY(hasTask(u"babul"_s, 3, u"submit"_s) && hasTask(u"chand"_s, 3, u"submit"_s));
        QVERIFY(!hasTask(u"anika"_s, 3, u"submit"_s));
        sameEverywhere();
        propose(u"chand"_s, 3, u"babul"_s);
        syncAll();
        QCOMPARE(answer(u"accept"_s, u"babul"_s, 3).exit, 0);
        syncAll();
        QVERIFY(hasTask(u"babul"_s, 3, u"submit"_s) && !hasTask(u"chand"_s, 3, u"submit"_s));
        sameEverywhere();
    }

    void whoMayNotIsRefusedWithASentence()
    {
        const Ran foreign = m_d.ctl({u"handover"_s, u"propose"_s, m_d.store(u"babul"_s), u"--case"_s,
                                     m_ids[4], u"--to"_s, u"chand"_s},
                                    u"babul"_s);
        QVERIFY(foreign.exit != 0);
        QVERIFY2(foreign.err.contains("Test anika"), foreign.err);
        const Ran nobody = m_d.ctl({u"handover"_s, u"propose"_s, m_d.store(u"anika"_s), u"--case"_s, m_ids[4],
                                    u"--to"_s, u"zahir"_s},
                                   u"anika"_s);
        QVERIFY(nobody.exit != 0 && nobody.err.contains("zahir"));
        QCOMPARE(m_d.ctl({u"handover"_s, u"propose"_s, m_d.store(u"anika"_s), u"--to"_s, u"babul"_s},
                         u"anika"_s)
                     .exit,
                 2);
    }

    /// The officer is revoked: the reviewer gives all that she still holds to one colleague, one change a case, and the history stays whole.
    void allCasesOfOneWhoHasLeft()
    {
        const QJsonObject info = m_d.info(u"anika"_s);
        const QString last = u"%1:%2"_s.arg(info[u"replica"_s].toString()).arg(info[u"counter"_s].toInt());
        const Ran revoked = m_d.ctl({u"authority"_s, u"revoke"_s, m_d.path(u"authority"_s), u"--login"_s,
                                     u"anika"_s, u"--after"_s, last},
                                    u"authority"_s);
        QVERIFY2(revoked.exit == 0, revoked.err);
        const Ran published =
            m_d.ctl({u"authority"_s, u"publish"_s, m_d.path(u"authority"_s), u"--hub"_s, m_d.hubUrl()},
                    u"authority"_s);
        QVERIFY2(published.exit == 0, published.err);
        for (const QString& who : {u"babul"_s, u"chand"_s, u"dalia"_s})
            QCOMPARE(m_d.sync(who).exit, 0);
        const Ran given = m_d.ctl({u"handover"_s, u"propose"_s, m_d.store(u"dalia"_s), u"--all-of"_s,
                                   u"anika"_s, u"--to"_s, u"chand"_s, u"--json"_s},
                                  u"dalia"_s);
        QVERIFY2(given.exit == 0, given.err);
        QCOMPARE(given.object()[u"cases"_s].toArray().size(), 4);
        for (int round = 0; round < 2; ++round) {
            for (const QString& who : {u"dalia"_s, u"chand"_s})
                QCOMPARE(m_d.sync(who).exit, 0);
        }
        const Ran taken =
            m_d.ctl({u"handover"_s, u"accept"_s, m_d.store(u"chand"_s), u"--all"_s, u"--json"_s}, u"chand"_s);
        QVERIFY2(taken.exit == 0, taken.err);
        QCOMPARE(taken.object()[u"cases"_s].toArray().size(), 4);
        for (const QString& who : {u"chand"_s, u"dalia"_s, u"babul"_s})
            QCOMPARE(m_d.sync(who).exit, 0);
        QVERIFY(hasTask(u"chand"_s, 4, u"submit"_s));
        const Ran history =
            m_d.ctl({u"case"_s, u"history"_s, m_d.store(u"chand"_s), m_ids[4], u"--json"_s}, u"chand"_s);
        QCOMPARE(history.exit, 0);
        QVERIFY(history.out.contains("Test anika") && history.out.contains("handover"));
    }

    /// `case move`, `case accept-move` and `case moves`: to a district that joins only now. The old one lets go of it, and knows where it went.
    void aCaseMovesToAnotherDistrict()
    {
        const auto move = [&](const QString& who, const QString& to) {
            return m_d.ctl({u"case"_s, u"move"_s, m_d.store(who), m_ids[4], u"--to"_s, to, u"--note"_s,
                            u"She lives there"_s, u"--json"_s},
                           who);
        };
        const auto moves = [&](const QString& who) {
            return m_d.ctl({u"case"_s, u"moves"_s, m_d.store(who), u"--json"_s}, who).array();
        };
        const auto accept = [&](const QString& who) {
            return m_d.ctl({u"case"_s, u"accept-move"_s, m_d.store(who), m_ids[4], u"--json"_s}, who);
        };
        const Ran unknown = move(u"dalia"_s, u"47"_s);
        QVERIFY(unknown.exit == 1);
        QVERIFY2(unknown.err.contains("nobody in district 47"), unknown.err);
        QVERIFY(m_d.addStation(u"omar"_s, u"district_reviewer"_s, u"47"_s));
        QCOMPARE(m_d.sync(u"omar"_s).exit, 0);
        QVERIFY(m_d.confirm(u"omar"_s));
        for (const QString& who : {u"omar"_s, u"dalia"_s})
            QCOMPARE(m_d.sync(who).exit, 0);
        QCOMPARE(move(u"chand"_s, u"47"_s).exit, 1);
        const Ran proposed = move(u"dalia"_s, u"47"_s);
        QVERIFY2(proposed.exit == 0, proposed.err);
        QCOMPARE(moves(u"dalia"_s).size(), 1);
        for (const QString& who : {u"dalia"_s, u"omar"_s})
            QCOMPARE(m_d.sync(who).exit, 0);
        const QJsonArray open = moves(u"omar"_s);
        QCOMPARE(open.size(), 1);
        QCOMPARE(open[0][u"from"_s].toString(), u"41"_s);
        QCOMPARE(open[0][u"to"_s].toString(), u"47"_s);
        QCOMPARE(open[0][u"note"_s].toString(), u"She lives there"_s);
        QCOMPARE(open[0][u"by"_s][u"login"_s].toString(), u"dalia"_s);
        QVERIFY(hasTask(u"omar"_s, 4, u"move"_s));
        declinedAndTakenBack();
        QVERIFY(move(u"dalia"_s, u"47"_s).exit == 0);
        for (const QString& who : {u"dalia"_s, u"omar"_s})
            QCOMPARE(m_d.sync(who).exit, 0);
        const Ran taken = accept(u"omar"_s);
        QVERIFY2(taken.exit == 0, taken.err);
        QCOMPARE(taken.object()[u"local_ref"_s], proposed.object()[u"local_ref"_s]);
        QCOMPARE(accept(u"omar"_s).exit, 1);
        QVERIFY(moves(u"omar"_s).isEmpty());
        QCOMPARE(m_d.sync(u"omar"_s).exit, 0);
        m_movedRef = proposed.object()[u"local_ref"_s].toString();
    }

    /// `case gone`: the station that lets go of it knows where it went, and says nothing else of it.
    void theOldDistrictIsToldWhereItWent()
    {
        const auto gone = [&](const QString& who, const QStringList& more = {}) {
            return m_d.ctl(QStringList{u"case"_s, u"gone"_s, m_d.store(who)} + more, who);
        };
        QCOMPARE(gone(u"dalia"_s).exit, 0);
        QCOMPARE(gone(u"dalia"_s).out.trimmed(), QByteArray("every case that was ever here still is"));
        QVERIFY(gone(u"dalia"_s, {u"--json"_s}).array().isEmpty());

        // The sync that lets go of it says so, with its number.
        const Ran synced = m_d.sync(u"dalia"_s);
        QCOMPARE(synced.exit, 0);
        const QJsonArray told = synced.object()[u"gone"_s].toArray();
        QCOMPARE(told.size(), 1);
        QCOMPARE(told[0][u"id"_s].toString(), m_ids[4]);
        const QJsonArray all = gone(u"dalia"_s, {u"--json"_s}).array();
        QCOMPARE(all.size(), 1);
        QCOMPARE(all[0][u"id"_s].toString(), m_ids[4]);
        QCOMPARE(all[0][u"ref"_s].toString(), m_movedRef);
        QCOMPARE(all[0][u"why"_s].toString(), u"moved-away"_s);
        QCOMPARE(all[0][u"district"_s].toString(), u"47"_s);
        QVERIFY(QDateTime::fromString(all[0][u"since"_s].toString(), Qt::ISODate).isValid());
        const QByteArray line = gone(u"dalia"_s).out;
        QVERIFY2(line.contains(m_ids[4].toUtf8()) && line.contains(m_movedRef.toUtf8())
                     && line.contains("moved to another district (Khulna)")
                     && line.contains("no longer on this computer since"),
                 line);
        // Who asks for it by its id hears the same, and nothing of the case.
        const Ran shown = m_d.ctl({u"case"_s, u"show"_s, m_d.store(u"dalia"_s), m_ids[4]}, u"dalia"_s);
        QCOMPARE(shown.exit, 1);
        QVERIFY2(shown.out.isEmpty() && shown.err.contains("moved"), shown.err);
        QCOMPARE(gone(u"dalia"_s, {u"--nonsense"_s}).exit, 2);
        // It is not gone where it went to.
        QVERIFY(gone(u"omar"_s, {u"--json"_s}).array().isEmpty());
    }

private:
    /// `case decline-move`, `case moves --declined` and `case move --take-back`, of case 4 that is proposed to omar's district.
    void declinedAndTakenBack()
    {
        const auto run = [&](const QString& who, const QStringList& words) {
            QStringList all{u"case"_s, words.first(), m_d.store(who)};
            return m_d.ctl(all + words.mid(1) + QStringList{u"--json"_s}, who);
        };
        const auto syncBoth = [&] {
            for (int round = 0; round < 2; ++round) {
                QCOMPARE(m_d.sync(u"omar"_s).exit, 0);
                QCOMPARE(m_d.sync(u"dalia"_s).exit, 0);
            }
        };
        QCOMPARE(run(u"omar"_s, {u"decline-move"_s, m_ids[4]}).exit, 2);
        QCOMPARE(run(u"dalia"_s, {u"decline-move"_s, m_ids[4], u"--reason"_s, u"No"_s}).exit, 1);
        QVERIFY(run(u"dalia"_s, {u"moves"_s, u"--declined"_s}).array().isEmpty());
        const Ran no = run(u"omar"_s, {u"decline-move"_s, m_ids[4], u"--reason"_s, u"She went back"_s});
        QVERIFY2(no.exit == 0, no.err);
        syncBoth();
        const QJsonArray declined = run(u"dalia"_s, {u"moves"_s, u"--declined"_s}).array();
        QCOMPARE(declined.size(), 1);
        QCOMPARE(declined[0][u"id"_s].toString(), m_ids[4]);
        QCOMPARE(declined[0][u"district"_s].toString(), u"47"_s);
        QCOMPARE(declined[0][u"by"_s][u"login"_s].toString(), u"omar"_s);
        QCOMPARE(declined[0][u"reason"_s].toString(), u"She went back"_s);
        QVERIFY(hasTask(u"dalia"_s, 4, u"move_declined"_s));
        QVERIFY(run(u"omar"_s, {u"moves"_s}).array().isEmpty());

        QCOMPARE(run(u"dalia"_s, {u"move"_s, m_ids[4], u"--take-back"_s}).exit, 1);
        QCOMPARE(run(u"dalia"_s, {u"move"_s, m_ids[4]}).exit, 2);
        QCOMPARE(run(u"dalia"_s, {u"move"_s, m_ids[4], u"--to"_s, u"47"_s, u"--take-back"_s}).exit, 2);
        QCOMPARE(run(u"dalia"_s, {u"move"_s, m_ids[4], u"--to"_s, u"47"_s}).exit, 0);
        syncBoth();
        const Ran back = run(u"dalia"_s, {u"move"_s, m_ids[4], u"--take-back"_s});
        QVERIFY2(back.exit == 0, back.err);
        QVERIFY(run(u"dalia"_s, {u"moves"_s}).array().isEmpty());
        syncBoth();
        QVERIFY(run(u"omar"_s, {u"moves"_s}).array().isEmpty());
    }

    static inline const QStringList kWho{u"anika"_s, u"babul"_s, u"chand"_s, u"dalia"_s};

    void syncAll()
    {
        for (int round = 0; round < 2; ++round) {
            for (const QString& who : kWho) {
                const Ran ran = m_d.sync(who);
                QVERIFY2(ran.exit == 0, ran.err);
            }
        }
    }
    void propose(const QString& who, int which, const QString& to, const QString& note = {})
    {
        QStringList words{
            u"handover"_s, u"propose"_s, m_d.store(who), u"--case"_s, m_ids[which], u"--to"_s, to};
        if (!note.isEmpty())
            words << u"--note"_s << note;
        const Ran ran = m_d.ctl(words, who);
        QVERIFY2(ran.exit == 0, ran.err);
    }
    Ran answer(const QString& step, const QString& who, int which)
    {
        return m_d.ctl({u"handover"_s, step, m_d.store(who), u"--case"_s, m_ids[which]}, who);
    }
    QJsonArray offers(const QString& who, int which)
    {
        return m_d.ctl({u"handover"_s, u"list"_s, m_d.store(who), m_ids[which], u"--json"_s}, who).array();
    }
    bool hasTask(const QString& who, int which, const QString& task)
    {
        const QJsonArray all = m_d.ctl({u"task"_s, u"list"_s, m_d.store(who), u"--json"_s}, who).array();
        for (const QJsonValue& one : all) {
            if (one[u"id"_s].toString() == m_ids[which] && one[u"task"_s].toString() == task)
                return true;
        }
        return false;
    }
    /// Equal histories, equal folds.
    void sameEverywhere()
    {
        const QString digest = m_d.info(u"anika"_s)[u"fold_digest"_s].toString();
        QVERIFY(!digest.isEmpty());
        for (const QString& who : kWho)
            QCOMPARE(m_d.info(who)[u"fold_digest"_s].toString(), digest);
    }

    Deployment m_d;
    QStringList m_ids;
    QString m_movedRef;
};

QTEST_GUILESS_MAIN(HandoverTest)
#include "HandoverTest.moc"
