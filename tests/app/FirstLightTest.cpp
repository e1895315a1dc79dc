// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreContent.h"

#include "core/base/Ids.h"

#include <QJsonArray>
#include <QSet>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr int kCases = 200;
constexpr int kSubmitted = 180;
constexpr int kApproved = 150;
constexpr int kEdited = 20;

/// Planted in a readable field: in an approved case, in returned ones, in drafts, and in approved ones after their approval.
const QString kApprovedMark = u"ZQAPPROVEDMARK"_s;
const QString kReturnedMark = u"ZQRETURNEDMARK"_s;
const QString kDraftMark = u"ZQDRAFTMARK"_s;
const QString kLaterMark = u"ZQEDITEDAFTERAPPROVAL"_s;

QStringList idsOf(const QJsonArray& rows)
{
    QStringList ids;
    for (const QJsonValue& row : rows)
        ids.append(row[u"id"_s].toString());
    return ids;
}

}  // namespace

/// Authority, hub and three stations as separate processes over real TLS: two hundred cases entered without a line travel to headquarters.
class FirstLightTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        QVERIFY(m_deployment.makeAuthority());
        QVERIFY(m_deployment.makeHub());
        QVERIFY(m_deployment.addStation(u"officer"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_deployment.addStation(u"supervisor"_s, u"district_reviewer"_s, u"41"_s));
        QVERIFY(m_deployment.addStation(u"ministry"_s, u"hq_approver"_s, u"national"_s));
    }

    void entersTwoHundredCasesWithTheHubOff()
    {
        const Ran filled =
            m_deployment.ctl({u"practice"_s, u"fill"_s, m_deployment.store(u"officer"_s), u"--cases"_s,
                              QString::number(kCases), u"--seed"_s, u"1"_s, u"--json"_s},
                             u"officer"_s);
        QVERIFY2(filled.exit == 0, filled.err);
        m_ids = idsOf(filled.array());
        for (const QJsonValue& row : filled.array())
            m_refs.append(row[u"local_ref"_s].toString());
        QCOMPARE(m_ids.size(), kCases);
        QCOMPARE(QSet<QString>(m_ids.begin(), m_ids.end()).size(), kCases);
        plant({kApproved - 1}, kApprovedMark);
        plant({kApproved, kSubmitted - 1}, kReturnedMark);
        plant({kSubmitted, kCases - 1}, kDraftMark);
        QCOMPARE(act(u"officer"_s, u"submit"_s, m_ids.mid(0, kSubmitted)), kSubmitted);
        constexpr int kPlanted = 5;
        QCOMPARE(m_deployment.info(u"officer"_s)[u"counts"_s][u"unsent"_s].toInt(),
                 kCases + kPlanted + kSubmitted);
        const Ran off = m_deployment.sync(u"officer"_s);
        QCOMPARE(off.exit, 4);
    }

    void carriesThemToTheSupervisorWhoDecides()
    {
        QVERIFY(m_deployment.startHub());
        for (const QString& login : {u"officer"_s, u"supervisor"_s, u"ministry"_s})
            QVERIFY2(m_deployment.sync(login).exit == 0, qPrintable(login));
        for (const QString& login : {u"officer"_s, u"supervisor"_s, u"ministry"_s})
            QVERIFY(m_deployment.confirm(login));
        const Ran fetched = m_deployment.sync(u"supervisor"_s);
        QVERIFY2(fetched.exit == 0, fetched.err);
        QCOMPARE(m_deployment.cases(u"supervisor"_s, u"submitted"_s).size(), kSubmitted);

        QCOMPARE(act(u"supervisor"_s, u"approve"_s, m_ids.mid(0, kApproved)), kApproved);
        QCOMPARE(act(u"supervisor"_s, u"return"_s, m_ids.mid(kApproved, kSubmitted - kApproved),
                     {u"--reason"_s, firstReturnReason(), u"--note"_s, u"Please check the dates."_s}),
                 kSubmitted - kApproved);
        QVERIFY(m_deployment.sync(u"supervisor"_s).exit == 0);
        QVERIFY(m_deployment.sync(u"officer"_s).exit == 0);
        QCOMPARE(m_deployment.cases(u"officer"_s, u"returned"_s).size(), kSubmitted - kApproved);
    }

    void editsTwentyOfTheApprovedAfterwards()
    {
        QList<int> places;
        for (int i = 0; i < kEdited; ++i)
            places.append(i);
        plant(places, kLaterMark);
        const Ran shown =
            m_deployment.ctl({u"case"_s, u"show"_s, m_deployment.store(u"officer"_s), m_ids[0], u"--json"_s},
                             u"officer"_s);
        QVERIFY(shown.object()[u"changed_since_approval"_s].toBool());
        for (int round = 0; round < 2; ++round) {
            for (const QString& login : {u"officer"_s, u"supervisor"_s, u"ministry"_s})
                QVERIFY2(m_deployment.sync(login).exit == 0, qPrintable(login));
        }
    }

    void bothDistrictStationsFoldToTheSameDigest()
    {
        const QString officer = m_deployment.info(u"officer"_s)[u"fold_digest"_s].toString();
        QVERIFY(!officer.isEmpty());
        QCOMPARE(m_deployment.info(u"supervisor"_s)[u"fold_digest"_s].toString(), officer);
    }

    void headquartersHoldsTheApprovedVersionsAndNothingElse()
    {
        const QJsonArray held = m_deployment.cases(u"ministry"_s);
        const QStringList ids = idsOf(held);
        QCOMPARE(QSet<QString>(ids.begin(), ids.end()),
                 QSet<QString>(m_ids.begin(), m_ids.begin() + kApproved));
        for (const QJsonValue& shown : showAll(u"ministry"_s, m_ids.mid(0, kApproved))) {
            QVERIFY(shown[u"data"_s][u"case"_s][u"police_station"_s].toString() != kLaterMark);
            QCOMPARE(shown[u"state"_s].toString(), u"hq_received"_s);
            QVERIFY(!shown[u"national_ref"_s].toString().isEmpty());
        }
        const Ran unknown = m_deployment.ctl({u"case"_s, u"show"_s, m_deployment.store(u"ministry"_s),
                                              m_ids.last(), u"--json"_s},
                                             u"ministry"_s);
        QCOMPARE(unknown.exit, 1);
    }

    void noByteOfTheOthersIsAtHeadquarters()
    {
        const QByteArray content = storeContent(m_deployment, u"ministry"_s);
        QVERIFY(content.contains(kApprovedMark.toUtf8()));
        for (const QString& mark : {kReturnedMark, kDraftMark, kLaterMark})
            QVERIFY2(!content.contains(mark.toUtf8()), qPrintable(mark));
        int found = 0;
        for (int i = 0; i < kCases; ++i) {
            const RecordId id = *RecordId::fromString(m_ids[i]);
            const bool there = content.contains(id.toBytes()) || content.contains(id.toBytes().toHex())
                            || content.contains(m_ids[i].toUtf8()) || content.contains(m_refs[i].toUtf8());
            QVERIFY2(there == (i < kApproved), qPrintable(m_ids[i]));
            found += there ? 1 : 0;
        }
        QCOMPARE(found, kApproved);
        // The same look at the supervisor's store finds all of it.
        const QByteArray district = storeContent(m_deployment, u"supervisor"_s);
        for (const QString& mark : {kApprovedMark, kReturnedMark, kDraftMark, kLaterMark})
            QVERIFY2(district.contains(mark.toUtf8()), qPrintable(mark));
    }

    void headquartersReadsWhatTheDistrictApproved()
    {
        const QString id = m_ids[kEdited];
        const QJsonObject here = show(u"ministry"_s, id)[u"data"_s].toObject();
        const QJsonObject there = show(u"supervisor"_s, id)[u"data"_s].toObject();
        QCOMPARE(here[u"case"_s][u"case_class"_s], there[u"case"_s][u"case_class"_s]);
        QCOMPARE(here[u"victim"_s].toArray().size(), there[u"victim"_s].toArray().size());
    }

    void everyStationAndTheHubAreSound()
    {
        for (const QString& login : {u"officer"_s, u"supervisor"_s, u"ministry"_s}) {
            const Ran checked =
                m_deployment.ctl({u"station"_s, u"check"_s, m_deployment.store(login)}, login);
            QVERIFY2(checked.exit == 0, checked.err);
        }
        const Ran stats = m_deployment.hubTool({u"stats"_s, m_deployment.path(u"hub"_s), u"--json"_s});
        QVERIFY2(stats.exit == 0, stats.err);
        m_deployment.stopHub();
        const Ran checked = m_deployment.hubTool({u"check"_s, m_deployment.path(u"hub"_s)});
        QVERIFY2(checked.exit == 0, checked.err);
    }

private:
    /// Writes a mark into the readable field police_station of some cases, as the officer.
    void plant(const QList<int>& places, const QString& mark)
    {
        for (const int place : places) {
            const Ran edited = m_deployment.ctl({u"case"_s, u"edit"_s, m_deployment.store(u"officer"_s),
                                                 m_ids[place], u"--set"_s, u"case.police_station="_s + mark},
                                                u"officer"_s);
            QVERIFY2(edited.exit == 0, edited.err);
        }
    }

    QJsonArray showAll(const QString& login, const QStringList& ids)
    {
        const Ran ran =
            m_deployment.ctl(QStringList{u"case"_s, u"show"_s, m_deployment.store(login), u"--json"_s} + ids,
                             login);
        if (ran.exit != 0)
            qWarning("%s", ran.err.constData());
        return ran.array();
    }

    /// How many of `ids` the act succeeded on.
    int act(const QString& login, const QString& what, const QStringList& ids, const QStringList& more = {})
    {
        const Ran ran = m_deployment.ctl(QStringList{u"case"_s, what, m_deployment.store(login), u"--json"_s}
                                             + more + ids,
                                         login);
        if (ran.exit != 0)
            qWarning("%s", ran.err.constData());
        int done = 0;
        for (const QJsonValue& one : ran.array())
            done += one.toObject().contains(u"error"_s) ? 0 : 1;
        return done;
    }

    QJsonObject show(const QString& login, const QString& id)
    {
        const Ran ran =
            m_deployment.ctl({u"case"_s, u"show"_s, m_deployment.store(login), id, u"--json"_s}, login);
        if (ran.exit != 0)
            qWarning("%s", ran.err.constData());
        return ran.object();
    }

    static QString firstReturnReason() { return u"inconsistent"_s; }

    Deployment m_deployment;
    QStringList m_ids, m_refs;
};

QTEST_GUILESS_MAIN(FirstLightTest)
#include "FirstLightTest.moc"
