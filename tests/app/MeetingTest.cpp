// SPDX-License-Identifier: GPL-3.0-or-later
#include "Deployment.h"

#include <QJsonArray>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// How stations and hub come to know each other, and go on knowing each other when one of them has changed (SEC-52, REL-34).
class MeetingTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(m_d.makeAuthority());
        QVERIFY(m_d.makeHub());
        QVERIFY(m_d.addStation(u"officer"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_d.addStation(u"reviewer"_s, u"district_reviewer"_s, u"41"_s));
        QVERIFY(m_d.startHub());
        for (const QString& login : {u"officer"_s, u"reviewer"_s})
            QVERIFY(m_d.sync(login).exit == 0);
    }

    void aStationThatJoinedWithoutAHubMeetsItLater()
    {
        invite(u"lonely"_s);
        const Ran joined =
            m_d.ctl({u"station"_s, u"join"_s, m_d.store(u"lonely"_s), u"--invitation"_s,
                     m_d.path(u"lonely.invitation"_s), u"--password-file"_s, m_d.passwordFile(u"lonely"_s)});
        QVERIFY2(joined.exit == 0, joined.err);
        const QString id = fill(u"lonely"_s, 11);
        const Ran nowhere = m_d.sync(u"lonely"_s);
        QCOMPARE(nowhere.exit, 1);
        QVERIFY2(nowhere.err.contains("--hub"), nowhere.err);
        const Ran met =
            m_d.ctl({u"sync"_s, m_d.store(u"lonely"_s), u"--hub"_s, m_d.hubUrl(), u"--json"_s}, u"lonely"_s);
        QVERIFY2(met.exit == 0, met.err);
        QVERIFY(met.object()[u"sent"_s].toInt() > 0);
        // From then on it is known.
        const Ran again = m_d.sync(u"lonely"_s);
        QVERIFY2(again.exit == 0, again.err);
        QVERIFY(m_d.sync(u"reviewer"_s).exit == 0);
        QVERIFY(hasCase(u"reviewer"_s, id));
    }

    void aHubWithANewTlsKeyIsMetAgain()
    {
        fill(u"officer"_s, 12);
        m_d.stopHub();
        QVERIFY(m_d.startHub(m_d.makeCertificate()));
        const Ran ran = m_d.sync(u"officer"_s);
        QVERIFY2(ran.exit == 0, ran.err);
        QVERIFY(ran.object()[u"sent"_s].toInt() > 0);
        m_d.stopHub();
        QVERIFY(m_d.startHub());
        const Ran back = m_d.sync(u"officer"_s);
        QVERIFY2(back.exit == 0, back.err);
    }

    void anotherHubAtTheSamePlaceIsNotMet()
    {
        const QString id = fill(u"officer"_s, 13);
        m_d.stopHub();
        Deployment foreign;
        QVERIFY(foreign.makeAuthority() && foreign.makeHub());
        QVERIFY(foreign.startHub({}, m_d.hubPort()));
        const Ran refused = m_d.sync(u"officer"_s);
        QCOMPARE(refused.exit, 1);
        QVERIFY2(refused.err.contains("is not the hub"), refused.err);
        QCOMPARE(foreign.hubTool({u"stats"_s, foreign.path(u"hub"_s), u"--json"_s})
                     .object()[u"changes"_s]
                     .toInt(-1),
                 0);
        foreign.stopHub();
        QVERIFY(m_d.startHub());
        QVERIFY(m_d.sync(u"officer"_s).exit == 0);
        QVERIFY(m_d.sync(u"reviewer"_s).exit == 0);
        QVERIFY(hasCase(u"reviewer"_s, id));
    }

    void everyPersonOfARestoredStationGoesOnInItsNewIncarnation()
    {
        const QString store = m_d.store(u"officer"_s);
        invite(u"second"_s);
        const Ran added = m_d.ctl({u"station"_s, u"join"_s, store, u"--add-person"_s, u"--invitation"_s,
                                   m_d.path(u"second.invitation"_s), u"--new-password-file"_s,
                                   m_d.passwordFile(u"second"_s)},
                                  u"officer"_s);
        QVERIFY2(added.exit == 0, added.err);
        QVERIFY(m_d.ctl({u"sync"_s, store, u"--json"_s}, u"second"_s).exit == 0);
        const QString before = m_d.info(u"officer"_s)[u"replica"_s].toString();

        const QString backup = m_d.path(u"officer.backup"_s);
        const Ran saved = m_d.ctl({u"station"_s, u"backup"_s, store, u"--out"_s, backup}, u"officer"_s);
        QVERIFY2(saved.exit == 0, saved.err);
        const QString restored = m_d.store(u"restored"_s);
        const Ran put = m_d.ctl({u"station"_s, u"restore"_s, backup, u"--to"_s, restored}, u"officer"_s);
        QVERIFY2(put.exit == 0, put.err);

        // The first to open it makes the new incarnation; both then write in it, and the hub takes both.
        QStringList ids;
        for (const QString& login : {u"officer"_s, u"second"_s}) {
            const Ran filled = m_d.ctl({u"practice"_s, u"fill"_s, restored, u"--cases"_s, u"1"_s, u"--seed"_s,
                                        QString::number(20 + ids.size()), u"--json"_s},
                                       login);
            QVERIFY2(filled.exit == 0, filled.err);
            ids.append(filled.array()[0][u"id"_s].toString());
            const Ran sent = m_d.ctl({u"sync"_s, restored, u"--json"_s}, login);
            QVERIFY2(sent.exit == 0, sent.err);
            QVERIFY(sent.object()[u"sent"_s].toInt() > 0);
            QCOMPARE(sent.object()[u"quarantined"_s].toArray().size(), 0);
        }
        const QString after = m_d.ctl({u"station"_s, u"info"_s, restored, u"--json"_s}, u"second"_s)
                                  .object()[u"replica"_s]
                                  .toString();
        QVERIFY(!after.isEmpty() && after != before);
        QVERIFY(m_d.sync(u"reviewer"_s).exit == 0);
        for (const QString& id : std::as_const(ids))
            QVERIFY(hasCase(u"reviewer"_s, id));
    }

private:
    void invite(const QString& login)
    {
        const Ran ran = m_d.ctl({u"authority"_s, u"invite"_s, m_d.path(u"authority"_s), u"--role"_s,
                                 u"recorder"_s, u"--scope"_s, u"41"_s, u"--name"_s, u"Test "_s + login,
                                 u"--login"_s, login, u"--out"_s, m_d.path(login + u".invitation"_s)},
                                u"authority"_s);
        QVERIFY2(ran.exit == 0, ran.err);
    }

    QString fill(const QString& login, int seed)
    {
        const Ran ran = m_d.ctl({u"practice"_s, u"fill"_s, m_d.store(login), u"--cases"_s, u"1"_s,
                                 u"--seed"_s, QString::number(seed), u"--json"_s},
                                login);
        if (ran.exit != 0)
            qFatal("%s", ran.err.constData());
        return ran.array()[0][u"id"_s].toString();
    }

    bool hasCase(const QString& login, const QString& id)
    {
        return m_d.ctl({u"case"_s, u"show"_s, m_d.store(login), id, u"--json"_s}, login).exit == 0;
    }

    Deployment m_d;
};

QTEST_GUILESS_MAIN(MeetingTest)
#include "MeetingTest.moc"
