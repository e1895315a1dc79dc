// SPDX-License-Identifier: GPL-3.0-or-later
#include "RawRequest.h"
#include "StoreContent.h"

#include "app/station/Station.h"

#include <QFile>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

const QString kName = u"ZQ Rahima Khatun"_s;
const QString kStory =
    u"ZQ a telling of what happened, long enough for the form to take it without asking again."_s;

}  // namespace

/** Who may write, read, join and stay, with real programs over real TLS: names (SEC-46, SEC-71), four answers at the door (SEC-08),
    a second person, forged authors (SEC-13), second joins and revocation at station and hub (SEC-45, SEC-46, SEC-48).
*/
class PeopleTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        QVERIFY(m_d.makeAuthority());
        QVERIFY(m_d.makeHub());
        for (const QString& login : {u"officer"_s, u"colleague"_s, u"leaver"_s})
            QVERIFY(m_d.addStation(login, u"recorder"_s, u"41"_s));
        QVERIFY(m_d.addStation(u"reviewer"_s, u"district_reviewer"_s, u"41"_s));
        QVERIFY(m_d.addStation(u"neighbour"_s, u"district_reviewer"_s, u"26"_s));
        QVERIFY(m_d.addStation(u"approver"_s, u"hq_approver"_s, u"national"_s));
        QVERIFY(m_d.addStation(u"analyst"_s, u"hq_analyst"_s, u"national"_s));
    }

    void whoJoinedWithoutALineWritesNamesAtOnceAndReadsHisOwn()
    {
        m_id = fill(u"officer"_s, 1);
        const Ran edited = m_d.ctl({u"case"_s, u"edit"_s, m_d.store(u"officer"_s), m_id, u"--set"_s,
                                    u"victim[1].full_name="_s + kName, u"case.incident_summary="_s + kStory},
                                   u"officer"_s);
        QVERIFY2(edited.exit == 0, edited.err);
        QVERIFY(!m_d.info(u"officer"_s)[u"people"_s][0][u"confirmed"_s].toBool());
        QCOMPARE(nameSeenBy(u"officer"_s), kName);
        QVERIFY(sealedFor(u"officer"_s, u"full_name"_s));
        const Ran unasked = show(u"officer"_s, {u"--identities"_s});
        QCOMPARE(unasked.exit, 1);
        QVERIFY2(unasked.err.contains("reason"), unasked.err);
    }

    void nobodyElseReadsThemBeforeHeIsConfirmed()
    {
        QVERIFY(m_d.startHub());
        syncAll();
        for (const QString& login : {u"colleague"_s, u"reviewer"_s}) {
            QVERIFY(sealedFor(login, u"full_name"_s));
            QVERIFY(summarySeenBy(login)[u"sealed"_s].toBool());
            const Ran refused = show(login, {u"--identities"_s, u"--reason"_s, u"review"_s});
            QCOMPARE(refused.exit, 1);
            QVERIFY2(refused.err.contains("confirm"), refused.err);
        }
    }

    void aConfirmedReviewerOfTheDistrictReadsThem()
    {
        for (const QString& login : {u"reviewer"_s, u"neighbour"_s, u"approver"_s, u"analyst"_s})
            QVERIFY(m_d.confirm(login));
        syncAll();
        QCOMPARE(nameSeenBy(u"reviewer"_s), kName);
        QVERIFY(sealedFor(u"reviewer"_s, u"full_name"_s));
        QVERIFY(sealedFor(u"colleague"_s, u"full_name"_s));
        QCOMPARE(show(u"neighbour"_s, {}).exit, 1);
        QVERIFY(m_d.cases(u"neighbour"_s).isEmpty());
    }

    void everyOpeningOfAnIdentityIsInTheJournalWithItsReason()
    {
        const UnlockedKeys keys = unlockedKeys(m_d, m_d.store(u"reviewer"_s), u"reviewer"_s);
        const auto station = Station::open(m_d.store(u"reviewer"_s), keys, m_clock);
        QVERIFY(station);
        QList<JournalRow> openings;
        for (const JournalRow& entry : (*station)->store().journalEntries(1000)) {
            if (entry.event == qint64(JournalEvent::IdentityOpened))
                openings.append(entry);
        }
        // One good opening; the refused one before he was confirmed opened nothing.
        QCOMPARE(openings.size(), 1);
        QCOMPARE(openings[0].reason, u"review"_s);
        QCOMPARE(openings[0].record.toString(), m_id);
        QCOMPARE(openings[0].person, (*station)->me().person);
    }

    void headquartersReadsWhatItsRoleSays()
    {
        const Ran submitted = m_d.ctl({u"case"_s, u"submit"_s, m_d.store(u"officer"_s), m_id}, u"officer"_s);
        QVERIFY2(submitted.exit == 0, submitted.err);
        syncAll();
        const Ran own = m_d.ctl({u"case"_s, u"approve"_s, m_d.store(u"officer"_s), m_id}, u"officer"_s);
        QCOMPARE(own.exit, 1);
        const Ran approved =
            m_d.ctl({u"case"_s, u"approve"_s, m_d.store(u"reviewer"_s), m_id}, u"reviewer"_s);
        QVERIFY2(approved.exit == 0, approved.err);
        syncAll();
        // Sensitive texts: the approver. Names: nobody there, whatever he asks.
        QCOMPARE(summarySeenBy(u"approver"_s).toString(), kStory);
        QVERIFY(summarySeenBy(u"analyst"_s)[u"sealed"_s].toBool());
        for (const QString& login : {u"approver"_s, u"analyst"_s}) {
            QVERIFY(sealedFor(login, u"full_name"_s));
            const Ran refused = show(login, {u"--identities"_s, u"--reason"_s, u"review"_s});
            QCOMPARE(refused.exit, 1);
            QVERIFY2(!refused.err.contains("Rahima") && !refused.out.contains("Rahima"), refused.err);
        }
        const Ran wrongRole = m_d.ctl({u"case"_s, u"accept"_s, m_d.store(u"analyst"_s), m_id}, u"analyst"_s);
        QCOMPARE(wrongRole.exit, 1);
        const Ran accepted = m_d.ctl({u"case"_s, u"accept"_s, m_d.store(u"approver"_s), m_id}, u"approver"_s);
        QVERIFY2(accepted.exit == 0, accepted.err);
        syncAll();
        QCOMPARE(show(u"officer"_s, {}).object()[u"state"_s].toString(), u"hq_accepted"_s);
    }

    void aConfirmationTravelsWithoutALine()
    {
        const Ran asked = m_d.ctl({u"station"_s, u"request"_s, m_d.store(u"colleague"_s), u"--out"_s,
                                   m_d.path(u"c.request"_s)},
                                  u"colleague"_s);
        QVERIFY2(asked.exit == 0, asked.err);
        const Ran given =
            m_d.ctl({u"authority"_s, u"confirm"_s, m_d.path(u"authority"_s), u"--login"_s, u"colleague"_s,
                     u"--request"_s, m_d.path(u"c.request"_s), u"--out"_s, m_d.path(u"c.confirmation"_s)},
                    u"authority"_s);
        QVERIFY2(given.exit == 0, given.err);
        const Ran wrong = m_d.ctl({u"station"_s, u"confirm"_s, m_d.store(u"leaver"_s), u"--confirmation"_s,
                                   m_d.path(u"c.confirmation"_s)},
                                  u"leaver"_s);
        QCOMPARE(wrong.exit, 1);
        const Ran taken = m_d.ctl({u"station"_s, u"confirm"_s, m_d.store(u"colleague"_s), u"--confirmation"_s,
                                   m_d.path(u"c.confirmation"_s)},
                                  u"colleague"_s);
        QVERIFY2(taken.exit == 0, taken.err);
        QCOMPARE(nameSeenBy(u"colleague"_s), kName);
    }

    // --- a second person

    void aSecondPersonWorksOnTheSameStationUnderHisOwnName()
    {
        QVERIFY(invite(u"second"_s, u"recorder"_s, u"41"_s));
        const QString store = m_d.store(u"officer"_s);
        const QStringList join{u"station"_s,
                               u"join"_s,
                               store,
                               u"--add-person"_s,
                               u"--invitation"_s,
                               m_d.path(u"second.invitation"_s),
                               u"--new-password-file"_s,
                               m_d.passwordFile(u"second"_s)};
        const Ran locked = m_d.ctl(
            join
            + QStringList{u"--as"_s, u"officer"_s, u"--password-file"_s, m_d.passwordFile(u"stranger"_s)});
        QCOMPARE(locked.exit, 3);
        const Ran joined = m_d.ctl(
            join
            + QStringList{u"--as"_s, u"officer"_s, u"--password-file"_s, m_d.passwordFile(u"officer"_s)});
        QVERIFY2(joined.exit == 0, joined.err);
        QCOMPARE(m_d.info(u"officer"_s)[u"people"_s].toArray().size(), 2);
        const Ran whoever =
            m_d.ctl({u"station"_s, u"info"_s, store, u"--password-file"_s, m_d.passwordFile(u"second"_s)});
        QCOMPARE(whoever.exit, 1);
        QVERIFY2(whoever.err.contains("--as"), whoever.err);
        const Ran crossed = m_d.ctl({u"station"_s, u"info"_s, store, u"--as"_s, u"officer"_s,
                                     u"--password-file"_s, m_d.passwordFile(u"second"_s)});
        QCOMPARE(crossed.exit, 3);

        const Ran filled = m_d.ctl({u"practice"_s, u"fill"_s, store, u"--cases"_s, u"1"_s, u"--seed"_s,
                                    u"22"_s, u"--json"_s},
                                   u"second"_s);
        QVERIFY2(filled.exit == 0, filled.err);
        m_second = filled.array()[0][u"id"_s].toString();
        const Ran history = m_d.ctl({u"case"_s, u"history"_s, store, m_second, u"--json"_s}, u"officer"_s);
        QCOMPARE(history.array()[0][u"who"_s].toString(), u"Test second"_s);
        // The first person does not read the names of the second's case; the second does.
        QVERIFY(m_d.ctl({u"case"_s, u"show"_s, store, m_second, u"--identities"_s, u"--reason"_s, u"x"_s},
                        u"officer"_s)
                    .exit
                == 1);
        QVERIFY(m_d.ctl({u"case"_s, u"show"_s, store, m_second, u"--identities"_s, u"--reason"_s, u"x"_s},
                        u"second"_s)
                    .exit
                == 0);
        const Ran synced = m_d.ctl({u"sync"_s, store, u"--json"_s}, u"second"_s);
        QVERIFY2(synced.exit == 0, synced.err);
    }

    void nobodySignsInAnothersName()
    {
        // SEC-13: everything but the person's own slot is known: data key, replica key, a colleague's keys on the same store.
        const QString store = m_d.store(u"officer"_s);
        const UnlockedKeys thief = unlockedKeys(m_d, store, u"second"_s);
        auto opened = Store::open(store, thief.slot.dataKey, m_clock);
        QVERIFY(opened);
        Store& theirs = **opened;
        const PersonInfo victim = *theirs.directory().personByLogin(u"officer"_s);
        ChangeBody body;
        body.replica = theirs.replica();
        body.counter = theirs.lastCounter() + 1;
        body.prev = theirs.lastChange();
        body.author = victim.certificate;
        body.person = victim.person;
        body.role = victim.role;
        body.record = *RecordId::fromString(m_second);
        body.parents = theirs.state(body.record)->heads;
        body.claimed = m_clock.now();
        body.formVersion = u"1"_s;
        body.items.append(SetItem{{1, {}, 104}, FieldValue::plain(u"forged"_s), {}});
        const Change forged =
            Change::make(body, thief.slot.person.signing.sign(Context::Change, body.encode()));
        const auto saved = theirs.save(forged);
        QVERIFY(!saved);
        QCOMPARE(saved.error().hint, refusalName(Refusal::BadSignature));

        // At another station, whoever brings it: in quarantine, never in the fold.
        const UnlockedKeys reader = unlockedKeys(m_d, m_d.store(u"reviewer"_s), u"reviewer"_s);
        QVERIFY(m_d.sync(u"reviewer"_s).exit == 0);
        auto other = Store::open(m_d.store(u"reviewer"_s), reader.slot.dataKey, m_clock);
        QVERIFY(other);
        const QByteArray before = (*other)->state(body.record)->digest();
        const auto taken =
            (*other)->applyFrame({{std::make_shared<const Change>(forged), m_clock.now(), 0}}, {});
        QVERIFY2(taken, taken ? "" : qPrintable(taken.error().detail));
        QCOMPARE((*other)->state(body.record)->digest(), before);
        QCOMPARE((*other)->quarantined().size(), 1);
        QCOMPARE((*other)->quarantined()[0].refusal, Refusal::BadSignature);

        // And at the hub, in a request that the replica signed itself.
        const auto verdict =
            uploadRaw(QUrl(m_d.hubUrl()), theirs, theirs.directory().personByLogin(u"second"_s)->certificate,
                      forged, 1'000'000);
        QVERIFY2(verdict, verdict ? "" : qPrintable(verdict.error().detail));
        QCOMPARE(int(verdict->delivery), int(Delivery::Quarantined));
        QCOMPARE(static_cast<Refusal>(verdict->refusal), Refusal::BadSignature);
    }

    // --- joining and leaving

    void aSecondJoinFromOneInvitationCountsNowhere()
    {
        QVERIFY(
            m_d.ctl({u"station"_s, u"join"_s, m_d.store(u"copycat"_s), u"--invitation"_s,
                     m_d.path(u"officer.invitation"_s), u"--password-file"_s, m_d.passwordFile(u"copycat"_s)})
                .exit
            == 0);
        const QStringList own{u"--as"_s, u"officer"_s, u"--password-file"_s, m_d.passwordFile(u"copycat"_s)};
        const Ran made = m_d.ctl(QStringList{u"practice"_s, u"fill"_s, m_d.store(u"copycat"_s), u"--cases"_s,
                                             u"1"_s, u"--seed"_s, u"5"_s, u"--json"_s}
                                 + own);
        QVERIFY2(made.exit == 0, made.err);
        const Ran synced = m_d.ctl(QStringList{u"sync"_s, m_d.store(u"copycat"_s)} + own);
        QCOMPARE(synced.exit, 1);
        const Ran told = m_d.ctl({u"authority"_s, u"pending"_s, m_d.path(u"authority"_s), u"--hub"_s,
                                  m_d.hubUrl(), u"--json"_s},
                                 u"authority"_s);
        QVERIFY2(told.exit == 0, told.err);
        QVERIFY2(told.err.contains("invitation"), told.err);
        syncAll();
        const QString id = made.array()[0][u"id"_s].toString();
        QCOMPARE(m_d.ctl({u"case"_s, u"show"_s, m_d.store(u"reviewer"_s), id}, u"reviewer"_s).exit, 1);
    }

    void aRevokedPersonsLaterWorkIsHeldBackAtStationAndHub()
    {
        const QString kept = fill(u"leaver"_s, 31);
        const QString late = fill(u"leaver"_s, 32);
        syncAll();
        QCOMPARE(m_d.ctl({u"case"_s, u"show"_s, m_d.store(u"reviewer"_s), late}, u"reviewer"_s).exit, 0);
        const QString replica = m_d.info(u"leaver"_s)[u"replica"_s].toString();
        const Ran revoked = m_d.ctl({u"authority"_s, u"revoke"_s, m_d.path(u"authority"_s), u"--login"_s,
                                     u"leaver"_s, u"--after"_s, replica + u":1"_s},
                                    u"authority"_s);
        QVERIFY2(revoked.exit == 0, revoked.err);
        const Ran published =
            m_d.ctl({u"authority"_s, u"publish"_s, m_d.path(u"authority"_s), u"--hub"_s, m_d.hubUrl()},
                    u"authority"_s);
        QVERIFY2(published.exit == 0, published.err);

        // At the station, with the next news: what was there already goes into quarantine too.
        QVERIFY(m_d.sync(u"reviewer"_s).exit == 0);
        QCOMPARE(m_d.ctl({u"case"_s, u"show"_s, m_d.store(u"reviewer"_s), kept}, u"reviewer"_s).exit, 0);
        QCOMPARE(m_d.ctl({u"case"_s, u"show"_s, m_d.store(u"reviewer"_s), late}, u"reviewer"_s).exit, 1);
        const int held = quarantinedAtTheHub();
        // At the hub: what he makes afterwards is kept, and goes to nobody.
        const QString after = fill(u"leaver"_s, 33);
        const Ran sent = m_d.sync(u"leaver"_s);
        QCOMPARE(sent.exit, 1);
        QVERIFY(quarantinedAtTheHub() > held);
        QVERIFY(m_d.sync(u"reviewer"_s).exit == 0);
        QCOMPARE(m_d.ctl({u"case"_s, u"show"_s, m_d.store(u"reviewer"_s), after}, u"reviewer"_s).exit, 1);
        // Nothing was thrown away.
        QCOMPARE(m_d.info(u"leaver"_s)[u"counter"_s].toInt(), 3);
        QCOMPARE(m_d.info(u"leaver"_s)[u"counts"_s][u"quarantined"_s].toInt(), 2);
        QVERIFY(m_d.info(u"leaver"_s)[u"people"_s][0][u"revoked"_s].toBool());
    }

    // --- SEC-08

    void theDoorHasFourAnswers()
    {
        const QString store = m_d.store(u"analyst"_s);
        const QStringList info{u"station"_s, u"info"_s, store};
        const Ran wrong = m_d.ctl(info + QStringList{u"--password-file"_s, m_d.passwordFile(u"stranger"_s)});
        QCOMPARE(wrong.exit, 3);
        const QString secret = m_d.path(u"state/prohori"_s);
        QVERIFY(QFile::rename(secret, secret + u".away"_s));
        const Ran missing = m_d.ctl(info, u"analyst"_s);
        QVERIFY(QFile::rename(secret + u".away"_s, secret));
        QCOMPARE(missing.exit, 3);
        QVERIFY2(missing.err.contains("recovery"), missing.err);
        QFile header(store + u"/keys.header"_s);
        QVERIFY(header.open(QIODevice::ReadWrite));
        const QByteArray whole = header.readAll();
        header.resize(whole.size() / 8);
        const Ran damaged = m_d.ctl(info, u"analyst"_s);
        header.seek(0);
        header.write(whole);
        header.close();
        QCOMPARE(damaged.exit, 5);
        QVERIFY(m_d.ctl(info, u"analyst"_s).exit == 0);
        // The fourth, too little memory, needs a machine of its own: KeyHeaderTest.
        QVERIFY(wrong.err != missing.err && missing.err != damaged.err && wrong.err != damaged.err);
    }

private:
    bool invite(const QString& login, const QString& role, const QString& scope)
    {
        return m_d.ctl({u"authority"_s, u"invite"_s, m_d.path(u"authority"_s), u"--role"_s, role,
                        u"--scope"_s, scope, u"--name"_s, u"Test "_s + login, u"--login"_s, login, u"--out"_s,
                        m_d.path(login + u".invitation"_s)},
                       u"authority"_s)
                   .exit
            == 0;
    }

    QString fill(const QString& login, int seed)
    {
        const Ran filled = m_d.ctl({u"practice"_s, u"fill"_s, m_d.store(login), u"--cases"_s, u"1"_s,
                                    u"--seed"_s, QString::number(seed), u"--json"_s},
                                   login);
        if (filled.exit != 0)
            qFatal("%s", filled.err.constData());
        return filled.array()[0][u"id"_s].toString();
    }

    void syncAll()
    {
        for (int round = 0; round < 2; ++round) {
            for (const QString& login : {u"officer"_s, u"colleague"_s, u"leaver"_s, u"reviewer"_s,
                                         u"neighbour"_s, u"approver"_s, u"analyst"_s}) {
                const Ran ran = m_d.sync(login);
                QVERIFY2(ran.exit == 0, ran.err);
            }
        }
    }

    Ran show(const QString& login, const QStringList& more)
    {
        return m_d.ctl(QStringList{u"case"_s, u"show"_s, m_d.store(login), m_id, u"--json"_s} + more, login);
    }
    bool sealedFor(const QString& login, const QString& field)
    {
        return show(login, {}).object()[u"data"_s][u"victim"_s][0][field][u"sealed"_s].toBool();
    }
    QString nameSeenBy(const QString& login)
    {
        const Ran ran = show(login, {u"--identities"_s, u"--reason"_s, u"review"_s});
        if (ran.exit != 0)
            qWarning("%s", ran.err.constData());
        return ran.object()[u"data"_s][u"victim"_s][0][u"full_name"_s].toString();
    }
    QJsonValue summarySeenBy(const QString& login)
    {
        return show(login, {}).object()[u"data"_s][u"case"_s][u"incident_summary"_s];
    }

    int quarantinedAtTheHub()
    {
        const Ran stats = m_d.hubTool({u"stats"_s, m_d.path(u"hub"_s), u"--json"_s});
        return stats.object()[u"quarantined"_s].toInt();
    }

    SystemClock m_clock;
    Deployment m_d;
    QString m_id, m_second;
};

QTEST_GUILESS_MAIN(PeopleTest)
#include "PeopleTest.moc"
