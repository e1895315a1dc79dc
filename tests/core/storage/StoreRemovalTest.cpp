// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/Connection.h"
#include "StoreContent.h"
#include "StoreDesk.h"

#include "core/storage/RecordEvidence.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A case of the officer with work of three people, at the hub, and everything else that a store can hold around it.
struct Office : StoreDesk {
    Office()
    {
        create();
        addHeader();
        addStatements(abroad.statements());
    }

    void make()
    {
        // So much that it does not pack into its row of the log.
        const QString large = QString::fromLatin1(SodiumRandom().bytes(1500).toHex());
        first = newCase(officer, {set(field::kPoliceStation, "Kaliganj"),
                                  set(caseField(190), FieldValue::plain(Cbor(large))),
                                  AddRowItem{field::kVictimGroup, rowId(1), {}}});
        save(first);
        second = edit(colleague, {first}, {set(field::kRiskLevel, "high")});
        third = edit(officer, {first}, {set(field::kCaseClass, "tip")});
        save(third);
        deliver({first, third});
        take({second});
        record = first->body().record;
    }
    void save(const ChangePtr& change)
    {
        const auto saved = store->save(*change);
        if (!saved)
            qFatal("not saved: %s", qPrintable(saved.error().detail));
        clock.advance(5s);
    }
    void take(const QList<ChangePtr>& changes)
    {
        const auto taken = frame(changes);
        if (!taken)
            qFatal("not taken: %s", qPrintable(taken.error().detail));
    }
    void deliver(const QList<ChangePtr>& changes, Delivery delivery = Delivery::Custody)
    {
        QList<Verdict> verdicts;
        for (const ChangePtr& change : changes)
            verdicts.append(verdict(change, delivery));
        if (!store->recordVerdicts(verdicts))
            qFatal("no verdicts");
    }
    /// The hub's feed tells that district 26 has taken the case over.
    void moveAway()
    {
        proposal = edit(reviewer, {second, third}, {MoveItem{u"41"_s, u"26"_s, false}});
        acceptance = edit(abroad, {proposal}, {MoveItem{u"41"_s, u"26"_s, true}});
        take({proposal, acceptance});
    }
    QList<ChangePtr> all() const { return {first, second, third, proposal, acceptance}; }
    Store::Tidied tidy()
    {
        const auto tidied = store->removeWhatIsDue(clock.now());
        if (!tidied)
            qFatal("not tidied: %s", qPrintable(tidied.error().detail));
        return *tidied;
    }
    qint64 rowsWithContent()
    {
        store.reset();
        const auto file = insider(folder());
        const qint64 rows = *const_cast<Connection&>(*file).integer(
            u"SELECT count(*) FROM log WHERE record = ? AND dictionary <> 4294967295", {record.toBytes()});
        return rows;
    }
    /// Whether these bytes are in any column of any table.
    bool isAnywhere(const QByteArray& text)
    {
        store.reset();
        auto file = insider(folder());
        QStringList tables;
        if (!file->each(u"SELECT name FROM sqlite_schema WHERE type = 'table'", {}, [&](const Row& row) {
                tables.append(row.text(0));
                return Result<>();
            }))
            qFatal("no tables");
        bool found = false;
        for (const QString& table : std::as_const(tables)) {
            const auto columns = file->integer(u"SELECT count(*) FROM pragma_table_info(?)", {table});
            const auto read = file->each(u"SELECT * FROM "_s + table, {}, [&](const Row& row) {
                for (int column = 0; column < *columns; ++column)
                    found = found || row.bytes(column).toLower().contains(text);
                return Result<>();
            });
            if (!read)
                qFatal("not read: %s", qPrintable(table));
        }
        reopen();
        return found;
    }

    TestPerson abroad{authority, 20, u"nasrin"_s, Role::DistrictReviewer, u"26"_s};
    ChangePtr first, second, third, proposal, acceptance;
    RecordId record;
};

}  // namespace

/** Content that may no longer be read on a station: cases that moved away (invariant 8), and void ones after 90 days. */
class StoreRemovalTest : public QObject {
    Q_OBJECT
private slots:
    void whatMovedAwayIsGone()
    {
        Office office;
        StoreContent around(office);
        const QByteArray before = *office.store->foldDigest();
        office.make();
        PROHORI_GOOD(office.store->keep(7, u"second-entry"_s, office.record, {{u"a"_s, 1}}));
        const SecretBytes tokens = SecretBytes::random(32);
        PROHORI_GOOD(office.store->indexNames(office.record, tokens, {u"Moyuri"_s}));
        office.moveAway();
        office.deliver({office.first, office.third}, Delivery::Safe);
        QCOMPARE(faultsIn(*office.store), QString());
        const auto row = office.store->caseRow(office.record);
        PROHORI_GOOD(row);

        const Store::Tidied tidied = office.tidy();
        QCOMPARE(tidied.gone.size(), 1);
        QCOMPARE(tidied.waiting, 0);
        QCOMPARE(tidied.emptied, 5);
        QCOMPARE(faultsIn(*office.store), QString());
        QVERIFY(!office.store->caseRow(office.record));
        const auto history = office.store->history(office.record);
        QVERIFY(!history);
        QCOMPARE(history.error().code, ErrorCode::NotFound);
        QCOMPARE(history.error().hint, u"moved-away"_s);
        QVERIFY(history.error().detail.contains(row->localRef));
        QVERIFY(!office.store->state(office.record));
        QVERIFY(!office.store->evidence(office.record));
        QCOMPARE(*office.store->foldDigest(), before);
        QVERIFY(office.store->kept(7, u"second-entry"_s, office.record).isEmpty());

        const auto left = office.store->goneRecord(office.record);
        PROHORI_GOOD(left);
        QVERIFY(*left);
        QCOMPARE((*left)->localRef, row->localRef);
        QCOMPARE((*left)->home, u"26"_s);
        QCOMPARE((*left)->why, Removal::MovedAway);
        QCOMPARE(office.store->goneRecords()->size(), 1);
        QCOMPARE(office.rowsWithContent(), qint64(0));
        office.reopen();
        QVERIFY(!office.isAnywhere("kaliganj"));
        QCOMPARE(faultsIn(*office.store), QString());
        // Once is enough.
        const Store::Tidied again = office.tidy();
        QCOMPARE(again.gone.size(), 0);
        QCOMPARE(again.emptied, 0);
    }

    void nothingOfItIsWrittenAnyMore()
    {
        Office office;
        office.make();
        office.moveAway();
        office.tidy();
        const auto saved =
            office.store->save(*office.edit(office.officer, {office.third}, {set(field::kRiskLevel, "low")}));
        QVERIFY(!saved);
        QCOMPARE(saved.error().hint, u"moved-away"_s);
        const auto typed = office.store->saveDraft(
            {QByteArray(16, 'd'), 7, office.record, {}, {{u"x"_s, 1}}, office.clock.now()});
        QVERIFY(!typed);
        QCOMPARE(typed.error().hint, u"moved-away"_s);
        QCOMPARE(faultsIn(*office.store), QString());
    }

    /// What no hub has goes up first (design 6), as a late contribution.
    void nothingGoesThatIsOnlyHere()
    {
        Office office;
        office.make();
        office.moveAway();
        const ChangePtr late = office.edit(office.officer, {office.third}, {set(field::kRiskLevel, "low")});
        office.save(late);
        QCOMPARE(office.tidy().waiting, 1);
        PROHORI_GOOD(office.store->state(office.record));
        office.deliver({late});
        const Draft draft{QByteArray(16, 'd'), 7, office.record, {}, {{u"x"_s, 1}}, office.clock.now()};
        PROHORI_GOOD(office.store->saveDraft(draft));
        QCOMPARE(office.tidy().waiting, 1);
        PROHORI_GOOD(office.store->removeDraft(draft.id));
        QCOMPARE(office.tidy().gone.size(), 1);
        QCOMPARE(faultsIn(*office.store), QString());
    }

    /// A hub that is set back by up to 72 hours gets its own changes once more, and nobody reads them here (REL-34).
    void aHubThatIsSetBackGetsThemAgain()
    {
        Office office;
        office.make();
        office.moveAway();
        QCOMPARE(office.tidy().gone.size(), 1);
        QCOMPARE(office.rowsWithContent(), qint64(2));
        office.reopen();
        QCOMPARE(faultsIn(*office.store), QString());
        QVERIFY(!office.store->history(office.record));
        PROHORI_GOOD(office.store->offerAgainAfter(0));
        QCOMPARE(office.store->outbox(10).size(), 2);
        QCOMPARE(faultsIn(*office.store), QString());
        office.clock.advance(100h);
        QCOMPARE(office.tidy().emptied, 0);
        office.deliver({office.first, office.third});
        QVERIFY(office.store->outbox(10).isEmpty());
        office.clock.advance(71h);
        QCOMPARE(office.tidy().emptied, 0);
        office.clock.advance(2h);
        QCOMPARE(office.tidy().emptied, 2);
        QCOMPARE(office.rowsWithContent(), qint64(0));
        office.reopen();
        QCOMPARE(faultsIn(*office.store), QString());
        QVERIFY(office.store->outbox(10).isEmpty());
        PROHORI_GOOD(office.store->offerAgainAfter(0));
        QVERIFY(office.store->outbox(10).isEmpty());
    }

    void whatIsProposedToThisDistrictStays()
    {
        Office office;
        TestPerson recorder(office.authority, 21, u"jamal"_s, Role::Recorder, u"26"_s);
        office.addStatements(recorder.statements());
        const ChangePtr foreign = recorder.save([&] {
            ChangeBody body;
            body.record = RecordId::fromBytes(SodiumRandom().bytes(RecordId::kSize));
            body.creation = Creation{u"tip-case"_s, u"26"_s, u"26-2026-AA-0001"_s, {}};
            return body;
        }());
        const ChangePtr offered = office.edit(office.abroad, {foreign}, {MoveItem{u"26"_s, u"41"_s, false}});
        PROHORI_GOOD(office.store->takeCarried({foreign, offered}));
        office.take({foreign, offered});
        QCOMPARE(office.tidy().gone.size(), 0);
        QCOMPARE(office.tidy().waiting, 0);
        PROHORI_GOOD(office.store->state(foreign->body().record));
    }

    /// It is read here by a proposal that does not count: it goes, when what is somebody's honest work has been passed on.
    void whatWasBroughtByWhoWasRevokedGoesOnAndThenGoes_data()
    {
        QTest::addColumn<bool>("isRevoked");
        QTest::newRow("who was revoked") << true;
        QTest::newRow("who may not do it") << false;
    }

    void whatWasBroughtByWhoWasRevokedGoesOnAndThenGoes()
    {
        QFETCH(const bool, isRevoked);
        Office office;
        TestPerson recorder(office.authority, 21, u"jamal"_s, Role::Recorder, u"26"_s);
        office.addStatements(recorder.statements());
        if (isRevoked) {
            const RevocationStatement revoked{20, {}, testStart().plus(1h), {}};
            office.addStatements({office.authority.sign(revoked)});
        }
        const ChangePtr foreign = recorder.save([&] {
            ChangeBody body;
            body.record = RecordId::fromBytes(SodiumRandom().bytes(RecordId::kSize));
            body.creation = Creation{u"tip-case"_s, u"26"_s, u"26-2026-AA-0001"_s, {}};
            return body;
        }());
        const ChangePtr offered =
            office.edit(isRevoked ? office.abroad : recorder, {foreign}, {MoveItem{u"26"_s, u"41"_s, false}});
        PROHORI_GOOD(office.store->takeCarried({foreign, offered}));
        QCOMPARE(office.store->counts().quarantined, 1);
        QCOMPARE(office.store->outbox(10).size(), isRevoked ? 2 : 1);
        QCOMPARE(office.tidy().waiting, 1);
        office.deliver({foreign});
        QCOMPARE(office.tidy().waiting, isRevoked ? 1 : 0);
        if (isRevoked) {
            QCOMPARE(office.store->outbox(10).first().change->id(), offered->id());
            office.deliver({offered});
            QCOMPARE(office.tidy().waiting, 0);
        }
        QVERIFY(!office.store->state(foreign->body().record));
        QVERIFY(*office.store->goneRecord(foreign->body().record));
        QCOMPARE(faultsIn(*office.store), QString());
    }

    void whoeverReadsForTheNationKeepsIt()
    {
        Office office;
        office.make();
        office.moveAway();
        TestPerson nation(office.authority, 30, u"farid"_s, Role::HqAnalyst, kNationalScope);
        nation.store = nation.vouchFor(office.officer.replica, office.officer.replicaKey.publicKey());
        office.addStatements(nation.statements());
        QCOMPARE(office.tidy().gone.size(), 0);
        PROHORI_GOOD(office.store->state(office.record));
    }

    /// Behind the place where it went in the feed it stands once more, own changes and all.
    void aCaseComesBack_data()
    {
        QTest::addColumn<int>("hours");
        QTest::addColumn<bool>("oneByOne");
        for (const int hours : {0, 100}) {
            QTest::addRow("%d h, in one frame", hours) << hours << false;
            QTest::addRow("%d h, change by change", hours) << hours << true;
        }
    }
    void aCaseComesBack()
    {
        QFETCH(const int, hours);
        QFETCH(const bool, oneByOne);
        Office office;
        office.make();
        office.moveAway();
        office.tidy();
        office.clock.advance(std::chrono::hours(hours));
        office.tidy();
        const ChangePtr offered =
            office.edit(office.abroad, {office.acceptance}, {MoveItem{u"26"_s, u"41"_s, false}});
        const ChangePtr taken = office.edit(office.reviewer, {offered}, {MoveItem{u"26"_s, u"41"_s, true}});
        const QList<ChangePtr> all = office.all() + QList{offered, taken};
        if (oneByOne) {
            for (const ChangePtr& change : all) {
                office.take({change});
                QCOMPARE(faultsIn(*office.store), QString());
            }
        } else {
            office.take(all);
        }
        QCOMPARE(faultsIn(*office.store), QString());
        const auto state = office.store->state(office.record);
        PROHORI_GOOD(state);
        QCOMPARE(state->homeScope, u"41"_s);
        QCOMPARE(state->heads, QList{taken->id()});
        QCOMPARE(office.store->history(office.record)->changes().size(), 7);
        QVERIFY(!*office.store->goneRecord(office.record));
        QCOMPARE(office.tidy().gone.size(), 0);
        office.reopen();
        QCOMPARE(faultsIn(*office.store), QString());
        const ChangePtr next = office.edit(office.officer, {taken}, {set(field::kRiskLevel, "low")});
        office.save(next);
        QCOMPARE(faultsIn(*office.store), QString());
    }

    /// Frames that come twice and old sticks do not bring it back (invariant 9).
    void whatIsOldDoesNotBringItBack()
    {
        Office office;
        office.make();
        office.moveAway();
        office.clock.advance(100h);
        office.tidy();
        QList<IncomingChange> old;
        quint64 position = 0;
        for (const ChangePtr& change : office.all())
            old.append({change, testStart(), std::min<quint64>(++position, 3)});
        PROHORI_GOOD(office.store->applyFrame(old, {u"41"_s, 1}));
        PROHORI_GOOD(office.store->takeCarried(office.all()));
        // One that nobody here saw, carried by a colleague: he keeps it.
        PROHORI_GOOD(office.store->takeCarried(
            {office.edit(office.colleague, {office.second}, {set(field::kRiskLevel, "low")})}));
        QVERIFY(!office.store->state(office.record));
        QVERIFY(*office.store->goneRecord(office.record));
        QCOMPARE(faultsIn(*office.store), QString());
        office.tidy();
        QCOMPARE(office.rowsWithContent(), qint64(0));
        office.reopen();
        QCOMPARE(faultsIn(*office.store), QString());
    }

    void aVoidCaseKeepsItsNumber()
    {
        Office office;
        office.make();
        const ChangePtr ended =
            office.edit(office.reviewer, {office.second, office.third}, {act(ActKind::Void)});
        office.take({ended});
        QCOMPARE(office.store->state(office.record)->phase, RecordPhase::Void);
        const QString number = office.store->caseRow(office.record)->localRef;
        office.clock.advance(24h * Store::kVoidKeptDays - 1min);
        QCOMPARE(office.tidy().gone.size(), 0);
        office.clock.advance(2min);
        QCOMPARE(office.tidy().gone.size(), 1);
        const auto left = office.store->goneRecords();
        QCOMPARE(left->size(), 1);
        QCOMPARE(left->first().why, Removal::Void);
        QCOMPARE(left->first().localRef, number);
        QCOMPARE(office.store->history(office.record).error().hint, u"void"_s);
        QVERIFY(!office.isAnywhere("kaliganj"));
        QCOMPARE(faultsIn(*office.store), QString());
        // What somebody wrote without a line before he heard of it is counted, and its content goes as well.
        const ChangePtr late =
            office.edit(office.colleague, {office.second}, {set(field::kPoliceStation, "Belabo")});
        office.take({late});
        QVERIFY(!office.store->state(office.record));
        QVERIFY(!office.isAnywhere("belabo"));
        QCOMPARE(faultsIn(*office.store), QString());
    }

    /// Only a hub tells how late it is: a station's clock may be years off.
    void aWrongClockRemovesNothing()
    {
        Office office;
        office.make();
        office.take({office.edit(office.reviewer, {office.second, office.third}, {act(ActKind::Void)})});
        const Instant hubTime = office.clock.now();
        office.clock.advance(24h * 7000);
        PROHORI_GOOD(office.store->removeWhatIsDue(hubTime));
        PROHORI_GOOD(office.store->removeWhatIsDue(std::nullopt));
        PROHORI_GOOD(office.store->state(office.record));
    }

    void aVoidCaseThatNoHubHasStays()
    {
        Office office;
        office.make();
        const ChangePtr ended =
            office.edit(office.reviewer, {office.second, office.third}, {act(ActKind::Void)});
        PROHORI_GOOD(office.store->takeCarried({ended}));
        office.clock.advance(24h * 300);
        QCOMPARE(office.tidy().gone.size(), 0);
        PROHORI_GOOD(office.store->state(office.record));
    }

    /// Whatever statement fails: the case is whole, or gone.
    void aFailureLeavesAllOrNothing()
    {
        int point = 0;
        bool failed = true;
        for (; failed; ++point) {
            QVERIFY(point < 200);
            Office office;
            office.make();
            office.moveAway();
            office.store->failAfter(point + 1);
            failed = !office.store->removeWhatIsDue(office.clock.now());
            office.store->failAfter(0);
            office.reopen();
            QCOMPARE(faultsIn(*office.store), QString());
            QCOMPARE(bool(*office.store->goneRecord(office.record)),
                     !office.store->state(office.record).has_value());
            if (failed)
                office.tidy();
            QVERIFY(!office.store->state(office.record));
        }
        QVERIFY2(point > 10, "the sweep reached no statement");
    }

    /// Who alters what is left of a change is found out.
    void theRowsThatStayAreProven_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("predecessor")
            << u"UPDATE log SET packed = zeroblob(32) WHERE dictionary = 4294967295"_s;
        QTest::newRow("counter") << u"UPDATE log SET counter = counter + 100 WHERE dictionary = 4294967295"_s;
        QTest::newRow("record") << u"UPDATE log SET record = zeroblob(16) WHERE dictionary = 4294967295"_s;
        QTest::newRow("notes") << u"UPDATE log SET standing = 2, refusal = 5 WHERE dictionary = 4294967295"_s;
        QTest::newRow("line") << u"DELETE FROM gone_record"_s;
    }
    void theRowsThatStayAreProven()
    {
        QFETCH(const QString, sql);
        Office office;
        office.make();
        office.moveAway();
        office.clock.advance(100h);
        office.tidy();
        office.store.reset();
        {
            auto file = office.insider(office.folder());
            PROHORI_GOOD(file->run(sql));
        }
        // Some of it shows at once.
        QVERIFY(!office.tryOpen(office.folder()) || !faultsIn(*office.store).isEmpty());
    }
};

QTEST_GUILESS_MAIN(StoreRemovalTest)
#include "StoreRemovalTest.moc"
