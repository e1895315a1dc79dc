// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desktop/DesktopFixture.h"
#include "tests/app/desktop/Journey.h"

using namespace prohori;
using namespace Qt::StringLiterals;

/// A case by key events only, against a real hub: two victims, one suspect, one leg; submitted, returned, corrected, approved, at headquarters.
class EntryJourneyTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        Deployment& d = m_fixture.deployment;
        QVERIFY(d.makeAuthority() && d.makeHub() && d.startHub());
        QVERIFY(d.addStation(u"officer"_s, u"recorder"_s, u"41"_s));
        QVERIFY(d.addStation(u"supervisor"_s, u"district_reviewer"_s, u"41"_s));
        QVERIFY(d.addStation(u"headquarters"_s, u"hq_approver"_s, u"national"_s));
        for (const QString& who : {u"officer"_s, u"supervisor"_s, u"headquarters"_s}) {
            QVERIFY(d.sync(who).exit == 0);
            QVERIFY(d.confirm(who));
        }
        for (const QString& who : {u"officer"_s, u"supervisor"_s, u"headquarters"_s})
            QVERIFY(d.sync(who).exit == 0);
        QVERIFY(QDir().mkpath(d.path(u"pictures"_s)));
    }

    void aCaseTravelsByKeysAlone()
    {
        QVERIFY(play(u"en"_s));
        checkWhatCameOfIt();
    }

    /// On the same deployment, in the other language: no step depends on what an earlier case left.
    void andOnceMoreInBangla()
    {
        QVERIFY(play(u"bn"_s));
        checkWhatCameOfIt();
    }

private:
    bool play(const QString& language)
    {
        LookSettings look;
        look.language = language;
        Journey journey(*qApp, m_fixture.deployment.path({}), m_fixture.deployment.path(u"pictures"_s), look);
        const bool so = journey.play();
        m_reference = journey.reference();
        return so;
    }

    /// The same case as the command line tells it, at both ends of the journey.
    void checkWhatCameOfIt()
    {
        Deployment& d = m_fixture.deployment;
        const QJsonObject kept = shown(u"officer"_s);
        const QJsonObject data = kept[u"data"_s].toObject();
        QCOMPARE(data[u"victim"_s].toArray().size(), 2);
        QCOMPARE(data[u"suspect"_s].toArray().size(), 1);
        QCOMPARE(data[u"journey_leg"_s].toArray().size(), 1);
        QCOMPARE(data[u"journey_leg"_s][0][u"victim_uuids"_s].toArray().size(), 2);
        QCOMPARE(data[u"case"_s][u"gd_no"_s].toString(), u"GD-771"_s);
        const QJsonObject received = shown(u"headquarters"_s);
        QCOMPARE(received[u"state"_s].toString(), u"hq_received"_s);
        QVERIFY(!received[u"national_ref"_s].toString().isEmpty());
        QCOMPARE(received[u"data"_s][u"case"_s][u"gd_no"_s].toString(), u"GD-771"_s);
        QCOMPARE(d.info(u"officer"_s)[u"counts"_s][u"unsent"_s].toInt(), 0);
    }

    QJsonObject shown(const QString& who)
    {
        Deployment& d = m_fixture.deployment;
        return d.ctl({u"case"_s, u"show"_s, d.store(who), m_reference, u"--json"_s}, who).object();
    }

    DesktopFixture m_fixture;
    QString m_reference;
};

QTEST_MAIN(EntryJourneyTest)
#include "EntryJourneyTest.moc"
