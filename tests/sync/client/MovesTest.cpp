// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/HubBackup.h"
#include "sync/hub/HubCheck.h"
#include "tests/sync/bundles/Sticks.h"

#include <QFile>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Scope kHome = u"41"_s, kAway = u"26"_s, kThird = u"50"_s;

/// Two of a district, and a supervisor each of two others.
struct Country {
    StickHub hub;
    StickStation officer{hub, 7, u"rahima"_s, Role::Recorder, kHome};
    StickStation supervisor{hub, 9, u"shirin"_s, Role::DistrictReviewer, kHome};
    StickStation deputy{hub, 11, u"tariq"_s, Role::DistrictReviewer, kHome};
    StickStation away{hub, 10, u"nasima"_s, Role::DistrictReviewer, kAway};
    StickStation third{hub, 12, u"omar"_s, Role::DistrictReviewer, kThird};
    RecordId record;
    QTemporaryDir folder;

    Country()
    {
        QList<Statement> all;
        for (StickStation* station : stations())
            all += station->who.statements();
        for (StickStation* station : stations())
            station->know(all);
        hub.know(all);
        record = officer.create(u"Kaliganj"_s)->body().record;
        officer.put(record, u"Belabo"_s);
        sync({&officer, &supervisor, &deputy});
    }
    QList<StickStation*> stations() { return {&officer, &supervisor, &deputy, &away, &third}; }
    void sync(const QList<StickStation*>& who)
    {
        for (StickStation* station : who) {
            if (const auto done = station->sync(); !done)
                qFatal("no sync: %s", qPrintable(done.error().detail));
        }
    }
    /// Until everybody has heard of everything.
    void syncAll()
    {
        sync(stations());
        sync(stations());
    }
    void propose(StickStation& by, const Scope& from, const Scope& to)
    {
        by.put(record, {MoveItem{from, to, false}});
    }
    void accept(StickStation& by, const Scope& from, const Scope& to)
    {
        by.put(record, {MoveItem{from, to, true}});
    }
    void moveToAway()
    {
        propose(supervisor, kHome, kAway);
        sync({&supervisor, &away});
        accept(away, kHome, kAway);
        sync({&away});
    }
    HubBackup backups() const
    {
        return HubBackup({hub.authority.info, hub.key, hub.storageKey(), folder.filePath(u"attachments"_s)});
    }
    void makeBackup()
    {
        if (const auto made =
                backups().make(dynamic_cast<SqliteHubStorage&>(*hub.storage), backup(), hub.clock);
            !made)
            qFatal("no backup: %s", qPrintable(made.error().detail));
    }
    void setHubBack()
    {
        hub.hub.reset();
        hub.storage.reset();
        for (const QString& end : {u""_s, u"-wal"_s, u"-shm"_s})
            QFile::remove(hub.path() + end);
        if (const auto back = backups().restore(backup(), hub.path(), hub.clock); !back)
            qFatal("not restored: %s", qPrintable(back.error().detail));
        startHub();
    }
    QString backup() const { return folder.filePath(u"backup"_s); }
    void startHub()
    {
        hub.restart();
        hub.line.setHub(hub.hub.get());
    }
    void revoke(const StickStation& station, quint64 lastAccepted)
    {
        hub.know({hub.authority.sign(RevocationStatement{station.who.person,
                                                         {{station.who.replica, lastAccepted}},
                                                         hub.clock.now().plus(std::chrono::hours(1)),
                                                         {}})});
    }
    bool reads(const StickStation& station) const { return station.store->state(record).has_value(); }
    /// A sentence for each store and for the hub that is not sound.
    QString faults()
    {
        QStringList all;
        for (StickStation* station : stations()) {
            const QString its = faultsIn(*station->store);
            if (!its.isEmpty())
                all.append(station->who.certificate.id().toString() + u": "_s + its);
            if (station->store->counts().waiting > 0 || station->store->counts().quarantined > 0)
                all.append(u"something waits or is held back"_s);
        }
        const auto found = checkHub(*hub.storage, hub.authority.info);
        if (!found)
            all.append(found.error().detail);
        else
            all += found->faults;
        return all.join(u'\n');
    }
};

#define SOUND(country) QCOMPARE((country).faults(), QString())

}  // namespace

/** A case that moves from district to district over the hub: who is asked, who gets it, who lets go of it (design 6, REL-35, invariant 8). */
class MovesTest : public QObject {
    Q_OBJECT
private slots:
    void theOtherDistrictIsAskedAndTakesIt()
    {
        Country country;
        country.propose(country.supervisor, kHome, kAway);
        country.syncAll();
        QVERIFY(country.reads(country.away));
        QCOMPARE(country.away.store->state(country.record)->pendingMove->to, kAway);
        QCOMPARE(country.away.store->state(country.record)->homeScope, kHome);
        QVERIFY(!country.reads(country.third));
        QVERIFY(country.reads(country.officer));
        SOUND(country);

        country.accept(country.away, kHome, kAway);
        country.sync({&country.away});
        const auto told = country.officer.sync();
        PROHORI_GOOD(told);
        QCOMPARE(told->gone.size(), 1);
        QCOMPARE(told->gone.first().home, kAway);
        QVERIFY(told->records.last().gone);
        country.syncAll();
        QVERIFY(!country.reads(country.officer));
        QVERIFY(!country.reads(country.supervisor));
        QVERIFY(!country.reads(country.deputy));
        QCOMPARE(country.away.store->state(country.record)->homeScope, kAway);
        QCOMPARE(country.away.store->history(country.record)->changes().size(), 4);
        SOUND(country);
    }

    /// Who had no line goes on working; his work goes up first, and stands where the case is now.
    void aLateContributionIsKept()
    {
        Country country;
        country.moveToAway();
        const ChangePtr late = country.officer.put(country.record, u"Monohardi"_s);
        const auto done = country.officer.sync();
        PROHORI_GOOD(done);
        QCOMPARE(done->sent, 1);
        QVERIFY(done->quarantined.isEmpty());
        QCOMPARE(done->gone.size(), 1);
        country.syncAll();
        QVERIFY(!country.reads(country.officer));
        const auto history = country.away.store->history(country.record);
        PROHORI_GOOD(history);
        QVERIFY(history->find(late->id()));
        QCOMPARE(country.officer.unsent(), 0);
        SOUND(country);
    }

    void whoIsNoLongerAskedLetsGo()
    {
        Country country;
        country.propose(country.supervisor, kHome, kAway);
        country.sync({&country.supervisor, &country.away});
        QVERIFY(country.reads(country.away));
        country.officer.put(country.record, u"Raipura"_s);
        country.sync({&country.officer, &country.supervisor});
        country.propose(country.supervisor, kHome, kThird);
        country.syncAll();
        QVERIFY(!country.reads(country.away));
        QVERIFY(country.reads(country.third));
        QVERIFY(country.reads(country.officer));
        SOUND(country);
        // And asked once more, he gets all of it.
        country.propose(country.supervisor, kHome, kAway);
        country.syncAll();
        QVERIFY(country.reads(country.away));
        QVERIFY(!country.reads(country.third));
        QCOMPARE(country.away.store->history(country.record)->changes().size(),
                 country.officer.store->history(country.record)->changes().size());
        SOUND(country);
    }

    void aCaseComesBack_data()
    {
        QTest::addColumn<int>("hours");
        QTest::newRow("at once") << 0;
        QTest::newRow("when nothing of it is left here") << 100;
    }
    void aCaseComesBack()
    {
        QFETCH(const int, hours);
        Country country;
        country.moveToAway();
        country.syncAll();
        country.hub.clock.advance(std::chrono::hours(hours));
        country.syncAll();
        country.away.put(country.record, u"Trishal"_s);
        country.propose(country.away, kAway, kHome);
        country.syncAll();
        QVERIFY(country.reads(country.supervisor));
        country.accept(country.supervisor, kAway, kHome);
        country.syncAll();
        QVERIFY(!country.reads(country.away));
        for (StickStation* station : {&country.officer, &country.supervisor, &country.deputy}) {
            QVERIFY(country.reads(*station));
            QCOMPARE(station->store->history(country.record)->changes().size(), 7);
            QCOMPARE(station->digest(), country.officer.digest());
        }
        SOUND(country);
        // It goes on as before.
        country.officer.put(country.record, u"Palash"_s);
        country.syncAll();
        QCOMPARE(country.deputy.digest(), country.officer.digest());
        SOUND(country);
    }

    /// Two districts accept what two supervisors proposed without knowing of each other: the case stays where it was, and nobody loses it.
    void twoAcceptancesCancelEachOther()
    {
        Country country;
        country.propose(country.supervisor, kHome, kAway);
        country.propose(country.deputy, kHome, kThird);
        country.sync({&country.supervisor, &country.away});
        country.accept(country.away, kHome, kAway);
        country.sync({&country.away, &country.officer});
        QVERIFY(!country.reads(country.officer));
        QByteArray stick = country.deputy.to(country.third, {country.record});
        PROHORI_GOOD(country.third.read(stick));
        country.accept(country.third, kHome, kThird);
        country.syncAll();
        country.syncAll();
        QCOMPARE(*country.hub.storage->homeScope(country.record), std::optional<Scope>(kHome));
        for (StickStation* station : {&country.officer, &country.supervisor, &country.deputy}) {
            QVERIFY(country.reads(*station));
            QCOMPARE(station->store->history(country.record)->changes().size(), 6);
        }
        SOUND(country);
    }

    void aRevocationUndoesAMove_data()
    {
        QTest::addColumn<int>("hours");
        QTest::addColumn<bool>("ofTheProposal");
        QTest::newRow("the acceptance, at once") << 0 << false;
        QTest::newRow("the acceptance, when nothing of it is left here") << 100 << false;
        QTest::newRow("the proposal, when nothing of it is left here") << 100 << true;
    }
    /// Design 5: what came after the last accepted counter never counted. So the case is where it was, with all that was written of it.
    void aRevocationUndoesAMove()
    {
        QFETCH(const int, hours);
        QFETCH(const bool, ofTheProposal);
        Country country;
        country.moveToAway();
        const ChangePtr late = country.officer.put(country.record, u"Monohardi"_s);
        country.syncAll();
        country.hub.clock.advance(std::chrono::hours(hours));
        country.syncAll();
        for (StickStation* station : {&country.officer, &country.supervisor, &country.deputy})
            QVERIFY(!country.reads(*station));
        country.revoke(ofTheProposal ? country.supervisor : country.away, 0);
        QCOMPARE(*country.hub.storage->homeScope(country.record), std::optional<Scope>(kHome));
        QList<StickStation*> others{&country.officer, &country.deputy, &country.third};
        others.append(ofTheProposal ? &country.away : &country.supervisor);
        country.sync(others);
        country.sync(others);
        QList<StickStation*> home{&country.officer, &country.deputy};
        if (!ofTheProposal)
            home.append(&country.supervisor);
        for (StickStation* station : std::as_const(home)) {
            QVERIFY(country.reads(*station));
            const auto history = station->store->history(country.record);
            PROHORI_GOOD(history);
            QCOMPARE(bool(history->find(late->id())), true);
            QCOMPARE(station->store->state(country.record)->homeScope, kHome);
            QCOMPARE(station->digest(), country.officer.digest());
            QCOMPARE(faultsIn(*station->store), QString());
            QCOMPARE(station->store->goneRecords()->size(), 0);
        }
        // The proposal that counts asks again; one that does not asks nobody.
        QVERIFY(!country.reads(country.third));
        if (ofTheProposal)
            QVERIFY(!country.reads(country.away));
        const auto found = checkHub(*country.hub.storage, country.hub.authority.info);
        PROHORI_GOOD(found);
        QCOMPARE(found->faults.join(u'\n'), QString());
        // It goes on as before.
        country.officer.put(country.record, u"Palash"_s);
        country.sync(others);
        country.sync(others);
        QCOMPARE(country.deputy.digest(), country.officer.digest());
    }

    /// The district that declines lets go of it, and the one that asked goes on with it.
    void whoDeclinesLetsGo()
    {
        Country country;
        country.propose(country.supervisor, kHome, kAway);
        country.syncAll();
        country.away.put(country.record, {MoveItem{kHome, kAway, false, MoveEnd::Declined}});
        country.syncAll();
        QVERIFY(!country.reads(country.away));
        const RecordState state = *country.officer.store->state(country.record);
        QCOMPARE(state.homeScope, kHome);
        QVERIFY(!state.pendingMove);
        QCOMPARE(state.declinedMove->to, kAway);
        QCOMPARE(country.supervisor.store->caseRow(country.record)->declinedBy, kAway);
        CaseFilter declined;
        declined.onlyDeclined = true;
        QCOMPARE(country.supervisor.store->cases(declined)->size(), 1);
        SOUND(country);
        country.propose(country.supervisor, kHome, kAway);
        country.syncAll();
        QVERIFY(country.reads(country.away));
        QCOMPARE(country.supervisor.store->cases(declined)->size(), 0);
        QCOMPARE(country.away.store->history(country.record)->changes().size(), 5);
        SOUND(country);
    }

    /// One had taken it back, the other had accepted, and neither knew: two districts had agreed, so it is there, whoever came first.
    void acceptedWhileItWasTakenBack_data()
    {
        QTest::addColumn<bool>("acceptanceFirst");
        QTest::newRow("the acceptance comes first") << true;
        QTest::newRow("the taking back comes first, and is heard of") << false;
    }
    void acceptedWhileItWasTakenBack()
    {
        QFETCH(const bool, acceptanceFirst);
        Country country;
        StickStation colleague(country.hub, 13, u"colleague"_s, Role::Recorder, kAway);
        QList<Statement> all = colleague.who.statements();
        for (StickStation* station : country.stations())
            all += station->who.statements();
        colleague.know(all);
        country.hub.know(all);
        country.propose(country.supervisor, kHome, kAway);
        country.syncAll();
        country.sync({&colleague});
        QVERIFY(country.reads(colleague));
        country.accept(country.away, kHome, kAway);
        country.supervisor.put(country.record, {MoveItem{kHome, kAway, false, MoveEnd::TakenBack}});
        if (acceptanceFirst) {
            country.sync({&country.away, &country.supervisor});
        } else {
            country.sync({&country.supervisor, &colleague, &country.officer});
            QVERIFY(!country.reads(colleague));
            QVERIFY(country.reads(country.officer));
            country.sync({&country.away});
        }
        country.syncAll();
        country.sync({&colleague});
        QCOMPARE(*country.hub.storage->homeScope(country.record), std::optional<Scope>(kAway));
        QVERIFY(country.reads(country.away));
        QVERIFY(country.reads(colleague));
        QCOMPARE(colleague.digest(), country.away.digest());
        for (StickStation* station : {&country.officer, &country.supervisor, &country.deputy})
            QVERIFY(!country.reads(*station));
        SOUND(country);
    }

    /// REL-34: the hub is set back to before the acceptance; whoever let go of the case, or still has it, offers again, and the case ends where it was.
    void aHubThatIsSetBack()
    {
        Country country;
        country.makeBackup();
        country.moveToAway();
        country.syncAll();
        QVERIFY(!country.reads(country.officer));
        country.setHubBack();
        for (int round = 0; round < 3; ++round)
            country.syncAll();
        QCOMPARE(*country.hub.storage->homeScope(country.record), std::optional<Scope>(kAway));
        QVERIFY(country.reads(country.away));
        QVERIFY(!country.reads(country.officer));
        QVERIFY(!country.reads(country.supervisor));
        SOUND(country);
    }
};

QTEST_GUILESS_MAIN(MovesTest)
#include "MovesTest.moc"
