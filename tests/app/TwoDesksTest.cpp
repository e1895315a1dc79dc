// SPDX-License-Identifier: GPL-3.0-or-later
#include "Deployment.h"

#include <QJsonArray>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// Two stations of one district change the same cases without a line and meet at the hub.
class TwoDesksTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(m_deployment.makeAuthority());
        QVERIFY(m_deployment.makeHub());
        QVERIFY(m_deployment.addStation(u"anika"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_deployment.addStation(u"babul"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_deployment.addStation(u"chand"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_deployment.startHub());
        for (const QString& login : {u"anika"_s, u"babul"_s, u"chand"_s})
            QVERIFY(m_deployment.sync(login).exit == 0);
        // Chand stays unconfirmed: he carries what he cannot read.
        QVERIFY(m_deployment.confirm(u"anika"_s));
        QVERIFY(m_deployment.confirm(u"babul"_s));
        const Ran filled = m_deployment.ctl({u"practice"_s, u"fill"_s, m_deployment.store(u"anika"_s),
                                             u"--cases"_s, u"3"_s, u"--seed"_s, u"7"_s, u"--json"_s},
                                            u"anika"_s);
        QVERIFY2(filled.exit == 0, filled.err);
        for (const QJsonValue& one : filled.array())
            m_ids.append(one[u"id"_s].toString());
        syncAll();
        QCOMPARE(m_deployment.cases(u"babul"_s).size(), 3);
    }

    void differentFieldsOfOneCaseMerge()
    {
        set(u"anika"_s, 0, u"case.police_station=From Anika"_s);
        set(u"babul"_s, 0, u"case.victims_reported=7"_s);
        syncAll();
        for (const QString& login : {u"anika"_s, u"babul"_s}) {
            const QJsonObject shown = show(login, 0);
            QCOMPARE(shown[u"data"_s][u"case"_s][u"police_station"_s].toString(), u"From Anika"_s);
            QCOMPARE(shown[u"data"_s][u"case"_s][u"victims_reported"_s].toInt(), 7);
            QVERIFY(shown[u"conflicts"_s].toArray().isEmpty());
        }
    }

    void theSameFieldIsAConflictWithBothValuesAndTheOriginal()
    {
        const QString original = show(u"anika"_s, 1)[u"data"_s][u"case"_s][u"police_station"_s].toString();
        set(u"anika"_s, 1, u"case.police_station=North Thana"_s);
        set(u"babul"_s, 1, u"case.police_station=South Thana"_s);
        syncAll();
        for (const QString& login : {u"anika"_s, u"babul"_s, u"chand"_s}) {
            const QJsonArray conflicts = conflictsOf(login, 1);
            QCOMPARE(conflicts.size(), 1);
            QStringList values;
            for (const QJsonValue& side : conflicts[0][u"sides"_s].toArray())
                values.append(side[u"value"_s].toString());
            values.sort();
            QCOMPARE(values, (QStringList{u"North Thana"_s, u"South Thana"_s}));
            QCOMPARE(conflicts[0][u"original"_s][u"value"_s].toString(), original);
            QCOMPARE(conflicts[0][u"field"_s].toString(), u"case.police_station"_s);
        }
        QCOMPARE(conflictsOf(u"anika"_s, 1)[0][u"mine"_s][u"value"_s].toString(), u"North Thana"_s);
        QCOMPARE(conflictsOf(u"anika"_s, 1)[0][u"theirs"_s][u"value"_s].toString(), u"South Thana"_s);
    }

    void aSealedFieldIsAConflictAlsoWhereItCannotBeRead()
    {
        set(u"anika"_s, 2,
            u"case.incident_summary=The first telling of what happened, long enough to be accepted by the form."_s);
        set(u"babul"_s, 2,
            u"case.incident_summary=Another telling of what happened, long enough to be accepted by the form too."_s);
        syncAll();
        const QJsonArray readable = conflictsOf(u"babul"_s, 2);
        QCOMPARE(readable.size(), 1);
        QVERIFY(readable[0][u"mine"_s][u"value"_s].toString().startsWith(u"Another telling"_s));
        QVERIFY(readable[0][u"theirs"_s][u"value"_s].toString().startsWith(u"The first telling"_s));
        const QJsonArray carried = conflictsOf(u"chand"_s, 2);
        QCOMPARE(carried.size(), 1);
        QCOMPARE(carried[0][u"sides"_s].toArray().size(), 2);
        for (const QJsonValue& side : carried[0][u"sides"_s].toArray())
            QVERIFY(side[u"value"_s][u"sealed"_s].toBool());
        const QString digest = m_deployment.info(u"anika"_s)[u"fold_digest"_s].toString();
        QCOMPARE(m_deployment.info(u"chand"_s)[u"fold_digest"_s].toString(), digest);
    }

    void aDecisionEndsTheConflictEverywhere()
    {
        const Ran settled = m_deployment.ctl({u"conflict"_s, u"settle"_s, m_deployment.store(u"babul"_s),
                                              m_ids[1], u"--field"_s, u"case.police_station"_s, u"--take"_s,
                                              u"theirs"_s, u"--reason"_s, u"The register says so"_s},
                                             u"babul"_s);
        QVERIFY2(settled.exit == 0, settled.err);
        syncAll();
        for (const QString& login : {u"anika"_s, u"babul"_s, u"chand"_s}) {
            QVERIFY(conflictsOf(login, 1).isEmpty());
            QCOMPARE(show(login, 1)[u"data"_s][u"case"_s][u"police_station"_s].toString(), u"North Thana"_s);
        }
    }

private:
    void syncAll()
    {
        for (int round = 0; round < 2; ++round) {
            for (const QString& login : {u"anika"_s, u"babul"_s, u"chand"_s}) {
                const Ran ran = m_deployment.sync(login);
                QVERIFY2(ran.exit == 0, ran.err);
            }
        }
    }

    void set(const QString& login, int which, const QString& assignment)
    {
        const Ran ran = m_deployment.ctl({u"case"_s, u"edit"_s, m_deployment.store(login), m_ids[which],
                                          u"--set"_s, assignment},
                                         login);
        QVERIFY2(ran.exit == 0, ran.err);
    }

    QJsonObject show(const QString& login, int which)
    {
        return m_deployment
            .ctl({u"case"_s, u"show"_s, m_deployment.store(login), m_ids[which], u"--json"_s}, login)
            .object();
    }

    QJsonArray conflictsOf(const QString& login, int which)
    {
        QJsonArray mine;
        for (const QJsonValue& one :
             m_deployment.ctl({u"conflict"_s, u"list"_s, m_deployment.store(login), u"--json"_s}, login)
                 .array()) {
            if (one[u"id"_s].toString() == m_ids[which])
                mine.append(one);
        }
        return mine;
    }

    Deployment m_deployment;
    QStringList m_ids;
};

QTEST_GUILESS_MAIN(TwoDesksTest)
#include "TwoDesksTest.moc"
