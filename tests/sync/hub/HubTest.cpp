// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestHub.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

using namespace prohori;

namespace {

/// Makes a change that fails at one step only; returns the desk that sends it.
using Fixture = std::function<std::pair<Desk*, ChangePtr>(TestHub&)>;

}  // namespace

/// What becomes of changes at the hub: custody, verdicts, quarantine, feeds.
class HubTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }
    void init()
    {
        m_hub = std::make_unique<TestHub>();
        m_officer = std::make_unique<Desk>(m_hub->desk(1, u"officer"_s, Role::Recorder, u"41"_s));
        m_reviewer = std::make_unique<Desk>(m_hub->desk(2, u"reviewer"_s, Role::DistrictReviewer, u"41"_s));
        m_other = std::make_unique<Desk>(m_hub->desk(3, u"other"_s, Role::Recorder, u"42"_s));
        m_ministry = std::make_unique<Desk>(m_hub->desk(4, u"ministry"_s, Role::HqApprover, kNationalScope));
    }

    void aGoodChangeIsTakenAndReceipted()
    {
        const auto first = m_officer->save(newCase(u"41"_s));
        const SyncAnswer answer = m_hub->send(*m_officer, {first});
        QVERIFY(answer.error.isEmpty());
        QCOMPARE(int(answer.verdicts[0].delivery), 1);
        QCOMPARE(m_hub->stored(first), Refusal::None);
        QVERIFY(receiptCovers(answer.receipt, m_hub->id(), {first->id()}, answer.verdicts));
        QVERIFY(!receiptCovers(answer.receipt, m_hub->id(), {m_officer->save(newCase(u"41"_s))->id()},
                               answer.verdicts));
        QCOMPARE(m_hub->place(u"41"_s, first), quint64(1));
        QCOMPARE(answer.knownCounter, quint64(1));
        QCOMPARE(answer.knownHead, first->id());
        QVERIFY(!answer.remint);
    }

    // SEC-63: each step has a case that fails only there. What is not a change or not signed is not kept; all else is in custody
    // before it is judged. Nothing of it enters a feed, and the next good change is taken.
    void eachStepHasItsRefusal_data()
    {
        QTest::addColumn<Fixture>("fixture");
        QTest::addColumn<int>("refusal");
        QTest::addColumn<bool>("held");
        stepsBeforeTheChain();
        stepsOfTheChain();
        stepsOfRights();
        stepsOfContent();
    }

    void eachStepHasItsRefusal()
    {
        QFETCH(const Fixture, fixture);
        QFETCH(const int, refusal);
        QFETCH(const bool, held);
        const auto [desk, change] = fixture(*m_hub);
        const quint64 district = *m_hub->storage->feedEnd(u"41"_s);
        const quint64 national = *m_hub->storage->feedEnd(kNationalScope);
        const Refusal said = m_hub->verdictOf(*desk, change);
        QCOMPARE(refusalName(said), refusalName(static_cast<Refusal>(refusal)));
        QCOMPARE(m_hub->isHeld(change), held);
        if (held)
            QCOMPARE(m_hub->stored(change), said);
        QCOMPARE(*m_hub->storage->feedEnd(u"41"_s), district);
        QCOMPARE(*m_hub->storage->feedEnd(kNationalScope), national);
        Desk next = m_hub->desk(9, u"next"_s, Role::Recorder, u"41"_s);
        QCOMPARE(m_hub->verdictOf(next, next.save(newCase(u"41"_s))), Refusal::None);
    }

    void quarantineBlocksItsRecordOnly()
    {
        const auto bad = m_officer->save(newCase(u"42"_s));
        const auto child = m_officer->save(edit(bad));
        const auto good = m_officer->save(newCase(u"41"_s));
        const SyncAnswer answer = m_hub->send(*m_officer, {bad, child, good});
        QCOMPARE(answer.verdicts.size(), 3);
        QCOMPARE(m_hub->stored(bad), Refusal::WrongScope);
        QCOMPARE(m_hub->stored(child), Refusal::QuarantinedParent);
        QCOMPARE(m_hub->stored(good), Refusal::None);
        QVERIFY(!answer.remint);
    }

    void whatWaitsEntersWhenItsGroundComes()
    {
        const auto one = m_officer->save(newCase(u"41"_s));
        const auto two = m_officer->save(edit(one));
        const auto three = m_officer->save(edit(two, u"Third"_s));
        m_hub->send(*m_reviewer, {three});
        QCOMPARE(m_hub->stored(three), Refusal::UnknownAuthor);
        m_hub->send(*m_officer, {two});
        QCOMPARE(m_hub->stored(three), Refusal::MissingParent);
        QCOMPARE(m_hub->stored(two), Refusal::MissingParent);
        QVERIFY(*m_hub->storage->isAnythingWaiting());
        const SyncAnswer answer = m_hub->send(*m_officer, {one});
        QCOMPARE(answer.knownCounter, quint64(3));
        for (const ChangePtr& change : {one, two, three})
            QCOMPARE(m_hub->stored(change), Refusal::None);
        QCOMPARE(m_hub->place(u"41"_s, three), quint64(3));
        QVERIFY(!*m_hub->storage->isAnythingWaiting());
    }

    void aWrongSignatureFromBeforeItsAuthorIsReplacedByTheRightOne()
    {
        const auto good = m_officer->save(newCase(u"41"_s));
        const auto bent = Change::make(good->body(), QByteArray(kSignatureBytes, 'x'));
        m_hub->send(*m_reviewer, {std::make_shared<const Change>(bent)});
        QCOMPARE(m_hub->stored(good), Refusal::UnknownAuthor);
        m_hub->send(*m_officer);
        QCOMPARE(m_hub->stored(good), Refusal::BadSignature);
        QCOMPARE(m_hub->place(u"41"_s, good), quint64(0));
        QCOMPARE(m_hub->verdictOf(*m_officer, good), Refusal::None);
        QCOMPARE(m_hub->place(u"41"_s, good), quint64(1));
    }

    void aForgedCopyDoesNotTakeThePlaceOfTheRealOne()
    {
        const auto real = m_officer->save(newCase(u"41"_s));
        m_hub->send(*m_officer);
        const auto forged = std::make_shared<const Change>(
            Change::make(real->body(), SigningKey::make().sign(Context::Change, real->signedBytes())));
        const SyncAnswer answer = m_hub->send(*m_reviewer, {forged});
        QCOMPARE(int(answer.verdicts[0].refusal), int(Refusal::BadSignature));
        QCOMPARE(m_hub->storage->replica(m_officer->replica)->counter, quint64(0));
        QCOMPARE(m_hub->verdictOf(*m_officer, real), Refusal::None);
    }

    void aRepeatedChangeHasNoEffect()
    {
        const auto one = m_officer->save(newCase(u"41"_s));
        QCOMPARE(m_hub->verdictOf(*m_officer, one), Refusal::None);
        QCOMPARE(m_hub->verdictOf(*m_officer, one), Refusal::None);
        QCOMPARE(m_hub->verdictOf(*m_reviewer, one), Refusal::None);
        const SyncAnswer twice = m_hub->send(*m_officer, {one, one});
        QCOMPARE(twice.verdicts.size(), 2);
        QCOMPARE(*m_hub->storage->feedEnd(u"41"_s), quint64(1));
        QCOMPARE(m_hub->storage->stats()->first().changes, qint64(1));
    }

    void aForkIsKeptAndTheNewReplicaHandsItIn()
    {
        const auto one = m_officer->save(newCase(u"41"_s));
        QVERIFY(!m_hub->send(*m_officer, {one}).remint);
        // The copy goes its own way from the same place.
        ChangeBody body = edit(one, u"From the copy"_s);
        const auto here = m_officer->save(edit(one, u"From the first"_s));
        m_hub->send(*m_officer, {here});
        body = [&] {
            ChangeBody forked = here->body();
            forked.items = body.items;
            return forked;
        }();
        const auto copy = std::make_shared<const Change>(m_officer->sign(body));
        ChangeBody furtherOn = copy->body();
        furtherOn.counter = 3;
        furtherOn.prev = copy->id();
        furtherOn.parents = {copy->id()};
        const auto further = std::make_shared<const Change>(m_officer->sign(furtherOn));
        const SyncAnswer answer = m_hub->send(*m_officer, {copy, further});
        QVERIFY(answer.remint);
        QCOMPARE(m_hub->stored(copy), Refusal::Forked);
        // A new incarnation goes on from it.
        const SigningKey newKey = SigningKey::make();
        const ReplicaId newReplica = ReplicaId::fromBytes(SodiumRandom().bytes(ReplicaId::kSize));
        const Statement vouched =
            Statement::make(m_hub->authority.info,
                            ReplicaCertificate{m_officer->certificate.id(), newReplica, newKey.publicKey(),
                                               m_officer->replica, testStart()},
                            m_officer->keys);
        QCOMPARE(*m_hub->hub->takeStatements({vouched.bytes()}), 1);
        QCOMPARE(m_hub->stored(copy), Refusal::None);
        QVERIFY(m_hub->place(u"41"_s, copy) > 0);
        QCOMPARE(m_hub->stored(here), Refusal::None);
        // Who was vouched for, and ended before he could go over to it, is told again, and gets what the other branch has.
        m_officer->cursors = {{u"41"_s, m_hub->place(u"41"_s, one)}};
        const SyncAnswer again = m_hub->send(*m_officer);
        QVERIFY(again.remint);
        QVERIFY(TestHub::received(again).contains(here->id()));
    }

    void aStationThatWasSetBackIsToldToBecomeNew()
    {
        const auto one = m_officer->save(newCase(u"41"_s));
        const auto two = m_officer->save(edit(one));
        m_hub->send(*m_officer, {one, two});
        m_officer->sent = 1;
        m_officer->sentHead = one->id();
        m_officer->cursors = {{u"41"_s, 1}};
        const SyncAnswer answer = m_hub->send(*m_officer);
        QVERIFY(answer.remint);
        QCOMPARE(answer.knownCounter, quint64(2));
        QCOMPARE(answer.knownHead, two->id());
        // What it lost comes back to it in its feed.
        QVERIFY(TestHub::received(answer).contains(two->id()));
    }

    // His own change is not read to be sent back to him; what headquarters adds to it is.
    void whoApprovesIsToldTheReference()
    {
        const auto draft = m_officer->save(newCase(u"41"_s));
        const auto submitted = m_officer->save(act(draft, ActKind::Submit));
        m_hub->send(*m_officer, {draft, submitted});
        m_hub->send(*m_reviewer);
        const auto approved = m_reviewer->save(approval({draft, submitted}));
        const SyncAnswer told = m_hub->send(*m_reviewer, {approved});
        QVERIFY(TestHub::received(told).isEmpty());
        QCOMPARE(told.annotations.size(), 1);
        QCOMPARE(told.annotations[0].nationalRef, u"BD-2026-000001"_s);
        QCOMPARE(told.annotations[0].approval, approved->id());
    }

    void theNationGetsWhatWasApprovedAndNothingElse()
    {
        const auto draft = m_officer->save(newCase(u"41"_s));
        const auto submitted = m_officer->save(act(draft, ActKind::Submit));
        const auto unfinished = m_officer->save(newCase(u"41"_s, u"41-2026-A-0002"_s));
        m_hub->send(*m_officer, {draft, submitted, unfinished});
        QVERIFY(m_hub->send(*m_ministry).frames.isEmpty());
        const auto approved = m_reviewer->save(approval({draft, submitted}));
        QCOMPARE(m_hub->verdictOf(*m_reviewer, approved), Refusal::None);
        const auto later = m_officer->save(edit(approved, u"After the approval"_s));
        QCOMPARE(m_hub->verdictOf(*m_officer, later), Refusal::None);

        const SyncAnswer news = m_hub->send(*m_ministry);
        QCOMPARE(TestHub::received(news), (QList<ChangeId>{draft->id(), submitted->id(), approved->id()}));
        QCOMPARE(news.annotations.size(), 1);
        QCOMPARE(news.annotations[0].nationalRef, u"BD-2026-000001"_s);
        // An administrator is of the nation and reads no cases.
        Desk admin = m_hub->desk(8, u"admin"_s, Role::Admin, kNationalScope);
        QVERIFY(m_hub->send(admin).frames.isEmpty());
        QCOMPARE(m_hub->place(kNationalScope, later), quint64(0));
        QCOMPARE(m_hub->place(kNationalScope, unfinished), quint64(0));
        QCOMPARE(*m_hub->storage->feedEnd(u"41"_s), quint64(5));
        QCOMPARE(*m_hub->storage->feedEnd(u"42"_s), quint64(0));

        // What headquarters says of it reaches both.
        ChangeBody accepts = act(approved, ActKind::Accept);
        auto& item = get<ActItem>(accepts.items.first());
        item.checklistOk = true;
        item.approval = approved->id();
        item.contentHash = get<ActItem>(approved->body().items.first()).contentHash;
        const auto accepted = m_ministry->save(accepts);
        QCOMPARE(m_hub->verdictOf(*m_ministry, accepted), Refusal::None);
        QCOMPARE(m_hub->place(kNationalScope, accepted), quint64(4));
        QCOMPARE(m_hub->place(u"41"_s, accepted), quint64(6));
    }

    void placesInAFeedHaveNoHoles()
    {
        SeededRandom random(testSeed());
        QList<Desk*> desks{m_officer.get(), m_reviewer.get(), m_other.get()};
        QList<ChangePtr> cases;
        // So that neither feed stays empty by chance.
        m_hub->send(*m_other, {m_other->save(newCase(u"42"_s))});
        for (int round = 0; round < 60; ++round) {
            Desk& desk = *random.oneOf(desks);
            QList<ChangePtr> changes;
            for (int i = random.below(4); i >= 0; --i) {
                const bool anew = cases.isEmpty() || random.chance(40);
                changes.append(desk.save(anew ? newCase(random.chance(80) ? u"41"_s : u"42"_s)
                                              : edit(random.oneOf(cases))));
                if (random.chance(70))
                    cases.append(changes.last());
            }
            if (random.chance(30))
                random.shuffle(changes);
            m_hub->send(desk, changes);
        }
        for (const Scope& feed : {u"41"_s, u"42"_s}) {
            const quint64 end = *m_hub->storage->feedEnd(feed);
            QVERIFY(end > 0);
            const auto entries = m_hub->storage->feed(feed, 0, end, 10'000, 100 << 20);
            QVERIFY(entries);
            QCOMPARE(quint64(entries->size()), end);
            for (qsizetype i = 0; i < entries->size(); ++i) {
                QCOMPARE(entries->at(i).position, quint64(i + 1));
                QCOMPARE(m_hub->stored(entries->at(i).change), Refusal::None);
            }
        }
    }

    // SEC-48
    void revocationEndsAfterItsCounter()
    {
        const auto one = m_officer->save(newCase(u"41"_s));
        const auto two = m_officer->save(edit(one));
        const auto three = m_officer->save(edit(two));
        m_hub->send(*m_officer, {one});
        revoke(*m_officer, {{m_officer->replica, 2}});
        const SyncAnswer answer = m_hub->send(*m_officer, {two, three});
        QCOMPARE(m_hub->stored(one), Refusal::None);
        QCOMPARE(m_hub->stored(two), Refusal::None);
        QCOMPARE(m_hub->stored(three), Refusal::Revoked);
        // He still gets his verdicts and the news, and no change of anybody.
        QCOMPARE(answer.verdicts.size(), 2);
        QVERIFY(answer.frames.isEmpty());
        QVERIFY(!answer.statements.isEmpty());
        QCOMPARE(m_hub->send(*m_officer).error, u"revoked"_s);
    }

    // SEC-42: whatever the table of rights does not name is quarantined, whoever sends it.
    void everyForbiddenActIsQuarantined()
    {
        PersonId number = 100;
        int refused = 0;
        for (const RecordPhase phase : {RecordPhase::Draft, RecordPhase::Submitted}) {
            auto before = m_officer->save(newCase(u"41"_s));
            QCOMPARE(m_hub->verdictOf(*m_officer, before), Refusal::None);
            if (phase == RecordPhase::Submitted) {
                before = m_officer->save(act(before, ActKind::Submit));
                QCOMPARE(m_hub->verdictOf(*m_officer, before), Refusal::None);
            }
            for (const Role role : allRoles()) {
                for (const Scope& scope : {u"41"_s, u"42"_s}) {
                    if (role == Role::None || (isNationalRole(role) && scope == u"42"_s))
                        continue;
                    ++number;
                    Desk desk = m_hub->desk(number, u"p%1"_s.arg(number), role,
                                            isNationalRole(role) ? kNationalScope : scope);
                    for (const ActKind kind : allActs()) {
                        if (permitted(role, permissionFor(kind), phase,
                                      scope == u"41"_s || isNationalRole(role)))
                            continue;
                        const auto change = desk.save(act(before, kind));
                        QVERIFY2(m_hub->verdictOf(desk, change) != Refusal::None,
                                 qPrintable(roleName(role) + actName(kind)));
                        QCOMPARE(m_hub->place(u"41"_s, change), quint64(0));
                        ++refused;
                    }
                }
            }
        }
        QVERIFY2(refused > 200, qPrintable(QString::number(refused)));
    }

    // SEC-45: nobody speaks for another, with whatever keys of his own.
    void aForgedAuthorIsRefused()
    {
        m_hub->send(*m_reviewer);
        m_hub->send(*m_officer);
        // The recorder signs in the reviewer's name.
        ChangeBody body = m_officer->save(newCase(u"41"_s))->body();
        body.author = m_reviewer->certificate.id();
        body.person = m_reviewer->person;
        body.role = m_reviewer->role;
        const auto forged = std::make_shared<const Change>(m_officer->sign(body));
        QCOMPARE(m_hub->verdictOf(*m_officer, forged), Refusal::BadSignature);
        QVERIFY(!m_hub->isHeld(forged));
        // A certificate that no authority stands behind is no certificate.
        const TestAuthority elsewhere;
        Desk stranger(elsewhere, 77, u"stranger"_s, Role::DistrictReviewer, u"41"_s);
        const auto change = stranger.save(newCase(u"41"_s));
        QCOMPARE(m_hub->send(stranger, {change}).error, u"unknown-replica"_s);
        QVERIFY(!m_hub->isHeld(change));
        QCOMPARE(m_hub->verdictOf(*m_officer, change), Refusal::UnknownAuthor);
    }

    void aSecondJoinIsKeptToBeToldAndLeadsNowhere()
    {
        m_hub->send(*m_officer);
        const SigningKey otherKeys = SigningKey::make();
        const Statement second =
            Statement::make(m_hub->authority.info,
                            PersonCertificate{m_officer->invitation.id(), otherKeys.publicKey(),
                                              BoxKey::make().publicKey(), testStart()},
                            m_officer->inviteKey);
        const quint64 before = *m_hub->storage->statementEnd();
        QCOMPARE(*m_hub->hub->takeStatements({second.bytes()}), 0);
        QCOMPARE(*m_hub->storage->statementEnd(), before + 1);
        QCOMPARE(m_hub->hub->counters().secondJoins.load(), quint64(1));
        m_hub->restart();
        QCOMPARE(m_hub->verdictOf(*m_officer, m_officer->save(newCase(u"41"_s))), Refusal::None);
        QVERIFY(m_hub->send(*m_reviewer).statements.contains(second.bytes()));
    }

private:
    static void row(const char* name, const Fixture& fixture, Refusal refusal, bool held = true)
    {
        QTest::newRow(name) << fixture << int(refusal) << held;
    }
    void stepsBeforeTheChain()
    {
        row(
            "form",
            [this](TestHub&) {
                ChangeBody body = newCase(u"41"_s);
                body.items.append(SetItem{{1, {}, 105}, FieldValue::plain(QString(70'000, u'x')), {}});
                return std::pair(m_officer.get(), m_officer->save(body));
            },
            Refusal::BadForm, false);
        row(
            "signature",
            [this](TestHub&) {
                const auto good = m_officer->save(newCase(u"41"_s));
                const auto forged =
                    Change::make(good->body(), SigningKey::make().sign(Context::Change, good->signedBytes()));
                return std::pair(m_officer.get(), ChangePtr(std::make_shared<const Change>(forged)));
            },
            Refusal::BadSignature, false);
        row(
            "author",
            [this](TestHub&) { return std::pair(m_officer.get(), m_other->save(newCase(u"42"_s))); },
            Refusal::UnknownAuthor);
        row(
            "replica of another",
            [this](TestHub& hub) {
                hub.send(*m_reviewer);
                ChangeBody body = m_officer->save(newCase(u"41"_s))->body();
                body.replica = m_reviewer->replica;
                return std::pair(m_officer.get(),
                                 ChangePtr(std::make_shared<const Change>(m_officer->sign(body))));
            },
            Refusal::UnknownAuthor);
        row(
            "chain",
            [this](TestHub&) {
                ChangeBody body = m_officer->save(newCase(u"41"_s))->body();
                body.prev = ChangeId::fromBytes(QByteArray(32, 'x'));
                return std::pair(m_officer.get(),
                                 ChangePtr(std::make_shared<const Change>(m_officer->sign(body))));
            },
            Refusal::BrokenChain);
        row(
            "gap",
            [this](TestHub&) {
                (void)m_officer->save(newCase(u"41"_s));
                return std::pair(m_officer.get(), m_officer->save(newCase(u"41"_s)));
            },
            Refusal::MissingParent);
    }

    void stepsOfTheChain()
    {
        row(
            "fork",
            [this](TestHub& hub) {
                const auto first = m_officer->save(newCase(u"41"_s));
                hub.send(*m_officer, {first});
                ChangeBody body = first->body();
                body.record = newCase(u"41"_s).record;
                return std::pair(m_officer.get(),
                                 ChangePtr(std::make_shared<const Change>(m_officer->sign(body))));
            },
            Refusal::Forked);
        row(
            "certificate",
            [this](TestHub&) {
                ChangeBody body = m_officer->save(newCase(u"41"_s))->body();
                body.role = Role::DistrictReviewer;
                return std::pair(m_officer.get(),
                                 ChangePtr(std::make_shared<const Change>(m_officer->sign(body))));
            },
            Refusal::WrongRole);
        row(
            "revocation",
            [this](TestHub& hub) {
                hub.send(*m_officer);
                revoke(*m_officer, {});
                return std::pair(m_officer.get(), m_officer->save(newCase(u"41"_s)));
            },
            Refusal::Revoked);
        row(
            "parent in quarantine",
            [this](TestHub& hub) {
                const auto bad = m_officer->save(newCase(u"42"_s));
                hub.send(*m_officer, {bad});
                return std::pair(m_officer.get(), m_officer->save(edit(bad)));
            },
            Refusal::QuarantinedParent);
        row(
            "parent not here",
            [this](TestHub&) {
                return std::pair(m_officer.get(), m_officer->save(edit(m_other->save(newCase(u"41"_s)))));
            },
            Refusal::MissingParent);
        row(
            "scope",
            [this](TestHub&) { return std::pair(m_officer.get(), m_officer->save(newCase(u"42"_s))); },
            Refusal::WrongScope);
    }

    void stepsOfRights()
    {
        row(
            "scope of an edit",
            [this](TestHub& hub) {
                const auto foreign = m_other->save(newCase(u"42"_s));
                hub.send(*m_other, {foreign});
                return std::pair(m_officer.get(), m_officer->save(edit(foreign)));
            },
            Refusal::WrongScope);
        row(
            "role",
            [this](TestHub&) { return std::pair(m_reviewer.get(), m_reviewer->save(newCase(u"41"_s))); },
            Refusal::WrongRole);
        row(
            "phase",
            [this](TestHub& hub) {
                const auto draft = m_officer->save(newCase(u"41"_s));
                hub.send(*m_officer, {draft});
                return std::pair(m_reviewer.get(), m_reviewer->save(act(draft, ActKind::Return)));
            },
            Refusal::WrongPhase);
        row(
            "four eyes",
            [this](TestHub& hub) {
                const auto draft = m_officer->save(newCase(u"41"_s));
                const auto submitted = m_officer->save(act(draft, ActKind::Submit));
                hub.send(*m_officer, {draft, submitted});
                const auto edited = m_reviewer->save(edit(submitted));
                hub.send(*m_reviewer, {edited});
                return std::pair(m_reviewer.get(), m_reviewer->save(approval({draft, submitted, edited})));
            },
            Refusal::FourEyes);
        row(
            "approval",
            [this](TestHub& hub) {
                const auto draft = m_officer->save(newCase(u"41"_s));
                const auto submitted = m_officer->save(act(draft, ActKind::Submit));
                hub.send(*m_officer, {draft, submitted});
                ChangeBody body = approval({draft, submitted});
                get<ActItem>(body.items.first()).contentHash[0] ^= 1;
                return std::pair(m_reviewer.get(), m_reviewer->save(body));
            },
            Refusal::BadApproval);
    }

    void stepsOfContent()
    {
        row(
            "form not known",
            [this](TestHub&) {
                ChangeBody body = newCase(u"41"_s);
                body.creation->formId.clear();
                return std::pair(m_officer.get(), m_officer->save(body));
            },
            Refusal::UnknownForm);
        const auto referred = [this](const QString& reference) {
            return [this, reference](TestHub&) {
                return std::pair(m_officer.get(), m_officer->save(newCase(u"41"_s, reference)));
            };
        };
        row("no reference", referred({}), Refusal::BadContent);
        row("a reference with a NUL", referred(u"41-2026-A-0001"_s + QChar(0)), Refusal::BadContent);
        row("a reference of two lines", referred(u"41-2026\nA-0001"_s), Refusal::BadContent);
        row("a reference of 65 letters", referred(QString(65, u'4')), Refusal::BadContent);
        row(
            "a record twice",
            [this](TestHub& hub) {
                ChangeBody again = newCase(u"41"_s);
                hub.send(*m_officer, {m_officer->save(again)});
                return std::pair(m_officer.get(), m_officer->save(again));
            },
            Refusal::BadContent);
    }

    void revoke(const Desk& desk, const QHash<ReplicaId, quint64>& lastAccepted)
    {
        const Statement revoked = m_hub->authority.sign(
            RevocationStatement{desk.person, lastAccepted, testStart().plus(std::chrono::hours(1)), {}});
        QCOMPARE(*m_hub->hub->takeStatements(
                     {desk.invitation.bytes(), desk.certificate.bytes(), desk.store.bytes(), revoked.bytes()})
                     > 0,
                 true);
    }

    std::unique_ptr<TestHub> m_hub;
    std::unique_ptr<Desk> m_officer, m_reviewer, m_other, m_ministry;
};

QTEST_GUILESS_MAIN(HubTest)
#include "HubTest.moc"
