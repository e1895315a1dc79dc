// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreContent.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

class StoreIntakeTest : public QObject {
    Q_OBJECT
private slots:
    void aFrameAndItsCursorComeTogether()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.colleague);
        const auto edited = desk.edit(desk.colleague, {made}, {submitItem()});
        const auto taken =
            desk.store->applyFrame({{made, desk.clock.now(), 4}, {edited, desk.clock.now(), 9}},
                                   {u"41"_s, 9});
        QVERIFY2(taken, why(taken));
        QCOMPARE(*taken, 2);
        QCOMPARE(desk.store->cursors().size(), 1);
        QCOMPARE(desk.store->cursors()[0].position, 9);
        QCOMPARE(*desk.store->receivedAt(made->id()), desk.clock.now());
        QVERIFY(!desk.store->receivedAt(ChangeId::fromBytes(QByteArray(32, 'x'))));
        desk.reopen();
        QCOMPARE(desk.store->cursors()[0].position, 9);
        QVERIFY(desk.holds(edited));
        QVERIFY(desk.store->outbox(9).isEmpty());
    }

    void aFrameThatFailsLeavesNeitherChangesNorCursor()
    {
        StoreDesk desk;
        desk.create();
        PROHORI_GOOD(desk.store->applyFrame({}, {u"41"_s, 3}));
        const auto made = desk.newCase(desk.colleague);
        int failures = 0;
        for (int at = 1;; ++at) {
            desk.store->failAfter(at);
            const auto taken = desk.store->applyFrame({{made, desk.clock.now(), 4}}, {u"41"_s, 4});
            desk.store->failAfter(0);
            if (taken)
                break;
            ++failures;
            QVERIFY(!desk.holds(made));
            QCOMPARE(desk.store->cursors()[0].position, 3);
        }
        QVERIFY(failures >= 5);
        QVERIFY(desk.holds(made));
        QCOMPARE(desk.store->cursors()[0].position, 4);
    }

    void aCursorNeverMovesBack()
    {
        StoreDesk desk;
        desk.create();
        PROHORI_GOOD(desk.store->applyFrame({}, {u"41"_s, 9}));
        PROHORI_GOOD(desk.store->applyFrame({}, {u"41"_s, 4}));
        PROHORI_GOOD(desk.store->applyFrame({}, {u"national"_s, 2}));
        QCOMPARE(desk.store->cursors().size(), 2);
        QCOMPARE(desk.store->cursors()[0].position, 9);
    }

    void duplicatesHaveNoEffect()
    {
        // REL-03
        StoreDesk desk;
        desk.create();
        const StoreContent content(desk);
        const auto digest = *desk.store->foldDigest();
        const auto changes = desk.store->counts().changes;
        // The last one is in the hub's quarantine: that it came in a feed would say something.
        const auto again = desk.frame(content.foreign + content.own.mid(0, content.own.size() - 1));
        QVERIFY2(again, why(again));
        QCOMPARE(*again, 0);
        for (const ChangePtr& change : content.own.mid(0, content.own.size() - 1))
            PROHORI_GOOD(desk.store->save(*change));
        QCOMPARE(desk.store->counts().changes, changes);
        QCOMPARE(*desk.store->foldDigest(), digest);
        QCOMPARE(desk.store->lastCounter(), desk.officer.counter);
    }

    void theOrderOfArrivalDoesNotMatter()
    {
        SeededRandom random(testSeed());
        StoreDesk source;
        QList<ChangePtr> all{source.newCase(source.colleague, {set(field::kFirNo, "1")})};
        for (int i = 0; i < 10; ++i) {
            TestPerson& by = i % 2 ? source.colleague : source.reviewer;
            const ChangePtr parent = random.oneOf(all);
            all.append(source.edit(by, {parent}, {set(field::kFirNo, i % 3 ? "2" : "3")}));
        }
        QByteArray digest;
        for (int round = 0; round < 4; ++round) {
            source.create(u"order-%1"_s.arg(round));
            random.shuffle(all);
            const int cut = random.below(int(all.size()));
            PROHORI_GOOD(source.frame(all.mid(0, cut)));
            PROHORI_GOOD(source.frame(all.mid(cut)));
            QCOMPARE(source.store->counts().waiting, 0);
            QCOMPARE(source.store->history(all[0]->body().record)->size(), 11);
            if (round > 0)
                QCOMPARE(*source.store->foldDigest(), digest);
            digest = *source.store->foldDigest();
            QCOMPARE(faultsIn(*source.store), QString());
            source.store.reset();
        }
    }

    void quarantineBlocksOnlyDescendantsInTheSameRecord()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.colleague);
        const auto bad = desk.edit(desk.colleague, {made}, {act(ActKind::Return)});
        const auto child = desk.edit(desk.colleague, {bad}, {set(field::kFirNo, "1")});
        const auto sibling = desk.edit(desk.reviewer, {made}, {set(field::kFirNo, "2")});
        const auto elsewhere = desk.newCase(desk.colleague);
        PROHORI_GOOD(desk.frame({made, bad, child, sibling, elsewhere}));
        const auto held = desk.store->quarantined();
        QCOMPARE(held.size(), 2);
        QCOMPARE(held[0].change->id(), bad->id());
        QVERIFY(!held[0].byHub);
        QVERIFY(held[0].refusal == Refusal::WrongRole || held[0].refusal == Refusal::WrongPhase);
        QCOMPARE(held[1].change->id(), child->id());
        QCOMPARE(held[1].refusal, Refusal::QuarantinedParent);
        QVERIFY(desk.holds(sibling) && desk.holds(elsewhere));
        QCOMPARE(desk.store->caseRow(made->body().record)->quarantined, 2);
        QCOMPARE(shown(*desk.store->state(made->body().record), caseField(field::kFirNo)), u"\"2\""_s);
        desk.reopen();
        QCOMPARE(desk.store->quarantined().size(), 2);
    }

    void aForgedChangeNeverCounts()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.colleague);
        ChangeBody body = made->body();
        body.items = {set(field::kFirNo, "forged")};
        const auto forged = std::make_shared<const Change>(
            Change::make(body, desk.reviewer.keys.sign(Context::Change, body.encode())));
        PROHORI_GOOD(desk.frame({forged}));
        QVERIFY(!desk.store->state(made->body().record));
        QCOMPARE(desk.store->quarantined().value(0).refusal, Refusal::BadSignature);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void whatWaitsEntersByItself()
    {
        StoreDesk desk;
        desk.create();
        TestPerson late(desk.authority, 12, u"late"_s, Role::Recorder, u"41"_s);
        const auto made = desk.newCase(late);
        const auto child = desk.edit(late, {made}, {submitItem()});
        PROHORI_GOOD(desk.frame({child}));
        QCOMPARE(desk.store->counts().waiting, 1);
        PROHORI_GOOD(desk.frame({made}));
        QCOMPARE(desk.store->counts().waiting, 2);
        QVERIFY(!desk.store->state(made->body().record));
        QVERIFY(desk.store->cases({})->isEmpty());
        desk.addStatements(late.statements());
        QCOMPARE(desk.store->counts().waiting, 0);
        QCOMPARE(desk.store->cases({})->size(), 1);
        QCOMPARE(desk.store->state(made->body().record)->phase, RecordPhase::Submitted);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void aRevocationTakesBackWhatNoLongerCounts()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.colleague);
        const auto later = desk.edit(desk.colleague, {made}, {set(field::kFirNo, "late")});
        const auto after = desk.edit(desk.reviewer, {later}, {set(field::kFirNo, "after")});
        PROHORI_GOOD(desk.frame({made, later, after}));
        RevocationStatement revoked;
        revoked.person = desk.colleague.person;
        revoked.lastAccepted.insert(desk.colleague.replica, 1);
        revoked.made = testStart().plus(std::chrono::hours(1));
        desk.addStatements({desk.authority.sign(revoked)});
        const auto held = desk.store->quarantined();
        QCOMPARE(held.size(), 2);
        QCOMPARE(held[0].refusal, Refusal::Revoked);
        QCOMPARE(held[1].refusal, Refusal::QuarantinedParent);
        QCOMPARE(desk.store->history(made->body().record)->size(), 1);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void verdictsMoveTheQueue()
    {
        StoreDesk desk;
        desk.create();
        const auto one = desk.newCase(desk.officer);
        const auto two = desk.edit(desk.officer, {one}, {submitItem()});
        const auto three = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->saveAll({*one, *two, *three}));
        QList<ChangeId> queue;
        for (const OutboxEntry& entry : desk.store->outbox(9))
            queue.append(entry.change->id());
        QCOMPARE(queue, (QList<ChangeId>{one->id(), two->id(), three->id()}));
        QCOMPARE(desk.store->outbox(2).size(), 2);
        QCOMPARE(desk.store->firstUnsent()->counter, one->body().counter);
        // Bit by bit.
        const qint64 first = desk.store->outbox(1).first().place;
        QCOMPARE(desk.store->outbox(1, first).first().change->id(), two->id());
        QCOMPARE(desk.store->outbox(9, first).size(), 2);
        QVERIFY(desk.store->outbox(9, desk.store->outbox(9).last().place).isEmpty());

        PROHORI_GOOD(desk.store->recordVerdicts(
            {desk.verdict(one, Delivery::Custody), desk.verdict(two, Delivery::Safe)}));
        QCOMPARE(desk.store->delivery(one->id()), Delivery::Custody);
        QCOMPARE(desk.store->delivery(two->id()), Delivery::Safe);
        QCOMPARE(desk.store->outbox(9).size(), 1);
        QCOMPARE(desk.store->firstUnsent()->prev, two->id());
        QCOMPARE(desk.store->caseRow(one->body().record)->unsent, 0);
        // A verdict that comes late takes nothing back, and one on a change that is not ours says nothing.
        PROHORI_GOOD(desk.store->recordVerdicts({desk.verdict(two, Delivery::Custody)}));
        QCOMPARE(desk.store->delivery(two->id()), Delivery::Safe);
        const auto foreign = desk.newCase(desk.colleague);
        PROHORI_GOOD(desk.frame({foreign}));
        PROHORI_GOOD(
            desk.store->recordVerdicts({desk.verdict(foreign, Delivery::Quarantined, Refusal::WrongRole)}));
        QVERIFY(desk.store->quarantined().isEmpty());
        desk.reopen();
        QCOMPARE(desk.store->counts().custody, 1);
        QCOMPARE(desk.store->counts().safe, 1);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void whatTheHubQuarantinesDoesNotCountUntilItLetsGo()
    {
        StoreDesk desk;
        desk.create();
        const auto one = desk.newCase(desk.officer);
        const auto two = desk.edit(desk.officer, {one}, {set(field::kFirNo, "1")});
        PROHORI_GOOD(desk.store->saveAll({*one, *two}));
        PROHORI_GOOD(
            desk.store->recordVerdicts({desk.verdict(one, Delivery::Quarantined, Refusal::WrongScope)}));
        QCOMPARE(desk.store->quarantined().size(), 2);
        QVERIFY(desk.store->quarantined()[0].byHub);
        QVERIFY(!desk.store->state(one->body().record));
        QCOMPARE(desk.store->caseRow(one->body().record)->quarantined, 2);
        QCOMPARE(faultsIn(*desk.store), QString());
        PROHORI_GOOD(desk.frame({one}));
        QVERIFY(desk.store->quarantined().isEmpty());
        QVERIFY(desk.holds(two));
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void aHubThatWasSetBackIsOfferedAgain()
    {
        StoreDesk desk;
        desk.create();
        QList<Verdict> verdicts;
        QList<ChangePtr> all;
        for (int i = 0; i < 4; ++i) {
            all.append(desk.newCase(desk.officer));
            PROHORI_GOOD(desk.store->save(*all.last()));
            verdicts.append(desk.verdict(all.last(), Delivery::Safe));
        }
        PROHORI_GOOD(desk.store->recordVerdicts(verdicts));
        PROHORI_GOOD(desk.store->checkpoint(true));
        QCOMPARE(namesIn(desk.folder() + u"/unsent"_s).size(), 0);
        PROHORI_GOOD(desk.store->offerAgainAfter(2));
        QCOMPARE(desk.store->outbox(9).size(), 2);
        QCOMPARE(desk.store->outbox(9)[0].change->id(), all[2]->id());
        QVERIFY(namesIn(desk.folder() + u"/unsent"_s).size()
                >= 1);  // REL-08: unsent again, so in two homes again
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    /// REL-34: of an earlier incarnation nobody asks how far the hub knows it. What is safe stays so, where it stood before the place.
    void aHubThatWasSetBackIsOfferedWhatEarlierIncarnationsGaveIt()
    {
        StoreDesk desk;
        desk.create();
        QList<ChangePtr> all;
        for (int i = 0; i < 4; ++i) {
            all.append(desk.newCase(desk.officer));
            PROHORI_GOOD(desk.store->save(*all.last()));
        }
        // The first two come back in the feed, at 1 and 2; three are told safe.
        PROHORI_GOOD(desk.frame({all[0]}));
        PROHORI_GOOD(desk.frame({all[1]}));
        PROHORI_GOOD(desk.store->recordVerdicts(
            {desk.verdict(all[0], Delivery::Safe), desk.verdict(all[1], Delivery::Safe),
             desk.verdict(all[2], Delivery::Safe), desk.verdict(all[3], Delivery::Custody)}));
        PROHORI_GOOD(desk.store->setBack({{u"41"_s, 1}}));
        QCOMPARE(desk.store->outbox(9).size(),
                 0);  // of this incarnation the hub's answer says how far it is known
        PROHORI_GOOD(desk.store->remint(ReplicaId::fromBytes(QByteArray(16, 'n')), SigningKey::make()));
        PROHORI_GOOD(desk.store->setBack({{u"41"_s, 1}}));
        QSet<ChangeId> offered;
        for (const OutboxEntry& entry : desk.store->outbox(9))
            offered.insert(entry.change->id());
        QCOMPARE(offered, QSet<ChangeId>({all[1]->id(), all[2]->id(), all[3]->id()}));
        QCOMPARE(desk.store->delivery(all[0]->id()), Delivery::Safe);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void aNewIncarnationBeginsAChainAndKeepsTheQueue()
    {
        StoreDesk desk;
        desk.create();
        const auto one = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*one));
        const ReplicaId old = desk.officer.replica;
        QVERIFY(!desk.store->remint(old, SigningKey::make()));
        QVERIFY(!desk.store->remint({}, SigningKey::make()));
        QVERIFY(!desk.store->remint(ReplicaId::fromBytes(QByteArray(16, 'n')), {}));
        desk.officer.replica = ReplicaId::fromBytes(QByteArray(16, 'n'));
        desk.officer.replicaKey = SigningKey::make();
        desk.officer.counter = 0;
        desk.officer.head = {};
        PROHORI_GOOD(desk.store->remint(desk.officer.replica, desk.officer.replicaKey));
        desk.addStatements(
            {desk.officer.vouchFor(desk.officer.replica, desk.officer.replicaKey.publicKey())});
        QCOMPARE(desk.store->lastCounter(), 0);
        const auto two = desk.edit(desk.officer, {one}, {submitItem()});
        PROHORI_GOOD(desk.store->save(*two));
        QCOMPARE(desk.store->outbox(9).size(), 2);
        QVERIFY(!desk.store->remint(old, SigningKey::make()));
        desk.reopen();
        QCOMPARE(desk.store->replica(), desk.officer.replica);
        QCOMPARE(desk.store->lastCounter(), 1);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void ownChangesThatComeBackMoveTheChainOn()
    {
        // The store lost them, the hub had them: their counters are used up.
        StoreDesk desk;
        desk.create();
        const auto one = desk.newCase(desk.officer);
        const auto two = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*one));
        PROHORI_GOOD(desk.frame({two}));
        QCOMPARE(desk.store->lastCounter(), 2);
        QCOMPARE(desk.store->lastChange(), two->id());
        PROHORI_GOOD(desk.store->save(*desk.newCase(desk.officer)));
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void statementsAreKeptUntilTheyAreSent()
    {
        StoreDesk desk;
        desk.create();
        const auto waiting = desk.store->unsentStatements();
        QCOMPARE(waiting.size(), 9);
        PROHORI_GOOD(desk.store->markStatementsSent(waiting.mid(0, 8)));
        QCOMPARE(desk.store->unsentStatements(), waiting.mid(8));
        desk.reopen();
        QCOMPARE(desk.store->unsentStatements(), waiting.mid(8));
        QCOMPARE(desk.store->directory().people().size(), 3);
        // A good one is kept beside a refused one, and the answer tells.
        TestPerson more(desk.authority, 13, u"more"_s, Role::Recorder, u"41"_s);
        const TestAuthority other;
        const TestPerson stranger(other, 14, u"other"_s, Role::Recorder, u"41"_s);
        const auto mixed = desk.store->addStatements(
            {more.invitation.bytes(), stranger.invitation.bytes(), more.certificate.bytes(), "rubbish"});
        QVERIFY(!mixed);
        QCOMPARE(desk.store->directory().people().size(), 4);
        desk.reopen();
        QCOMPARE(desk.store->directory().people().size(), 4);
    }
};

QTEST_GUILESS_MAIN(StoreIntakeTest)
#include "StoreIntakeTest.moc"
