// SPDX-License-Identifier: GPL-3.0-or-later
#include "AheadOffice.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/** The open cases of who asks come before the rest of a large backlog (design 6): nothing travels twice, and in the end everything is here as if it had come in
    its turn.
*/
class AheadTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void ownOpenCasesComeFirst()
    {
        Office office;
        office.make(150, 150);
        office.makeAnew();
        QVERIFY(!office.exchange());
        QVERIFY(office.readsAll());
        QCOMPARE(office.officer.store->state(office.own[0])->phase, RecordPhase::Returned);
        QVERIFY(office.officer.cursor(kHome) < 50);
        QVERIFY(office.officer.store->counts().cases < 60);
        QVERIFY(office.answers.first().ahead->isLast);
        // What is open and whose is what was asked for: what is void came in its turn.
        const auto first = unpackFrame(office.answers.first().ahead->frames.first());
        QCOMPARE(first->size(), 5);
        for (const FramedChange& one : *first) {
            QVERIFY(office.own.contains(one.change->body().record));
            QCOMPARE(office.officer.store->receivedAt(one.change->id()), one.received);
        }

        // Cut after each answer, and started anew in between.
        for (int i = 0; i < 3; ++i)
            QVERIFY(!office.exchange());
        office.officer.open(office.officer.folder);
        QVERIFY(!office.note().isEmpty());
        office.exchange();
        QCOMPARE(office.request().ahead->size(), 1);
        QVERIFY(office.request().ahead->first().order->places.size() > 3);
        office.finish();
        QVERIFY(office.cameOnce());
        QCOMPARE(office.officer.cursor(kHome), office.hub.feedEnd(kHome));
        SOUND(office);
        const QByteArray digest = office.officer.digest();
        const qint64 bytes = office.bytes - office.indexBytes;
        QCOMPARE(office.came.size(), qsizetype(office.hub.feedEnd(kHome)));

        // The cursor has passed all of it.
        office.exchange();
        QVERIFY(office.note().isEmpty());
        QVERIFY(office.request().ahead->isEmpty());

        QCOMPARE(office.plainDigest(), digest);
        QVERIFY(office.cameOnce());
        qInfo("%lld bytes down, %lld in plain order", bytes, office.bytes);
        QVERIFY(bytes < office.bytes * 103 / 100);
    }

    void anAcceptedCaseIsOwn()
    {
        Office office;
        const ChangePtr made = office.other.save(newCase(kHome, u"41-2026-B-0001"_s));
        QCOMPARE(office.hub.verdictOf(office.other, made), Refusal::None);
        const RecordId given = made->body().record;
        const ChangePtr offer = office.put(
            office.supervisor, given,
            {HandoverItem{HandoverStep::Propose, office.other.person, office.officer.who.person, {}, {}}});
        office.good(office.officer.sync());
        const RecordId mine = office.officer.create(office.text())->body().record;
        office.officer.put(given, {HandoverItem{HandoverStep::Accept, 0, 0, offer->id(), {}}});
        office.good(office.officer.sync());
        // And one that he made and gave away.
        const ChangePtr back = office.put(
            office.supervisor, mine,
            {HandoverItem{HandoverStep::Propose, office.officer.who.person, office.other.person, {}, {}}});
        office.put(office.other, mine, {HandoverItem{HandoverStep::Accept, 0, 0, back->id(), {}}});
        office.fill(70);
        office.makeAnew();
        office.exchange();
        QCOMPARE(unpackFrame(office.answers.first().ahead->frames.first())->size(), 3);
        QVERIFY(office.reads(given));
        office.finish();
        QVERIFY(office.cameOnce());
        AS_IN_TURN(office);
    }

    // Who was away has his case already, and gets what came of it.
    void whatIsPartlyHereIsCompleted()
    {
        Office office;
        office.own.append(office.officer.create(office.text())->body().record);
        office.officer.put(office.own[0], {Office::submit()});
        office.good(office.officer.sync());
        const quint64 before = office.officer.cursor(kHome);
        office.fill(70);
        office.put(office.supervisor, office.own[0], {Office::act(ActKind::Return)});
        const ChangeId made =
            office.officer.create(office.text())->id();  // it goes up with the first request
        QVERIFY(!office.exchange());
        QCOMPARE(office.officer.store->state(office.own[0])->phase, RecordPhase::Returned);
        QCOMPARE(unpackFrame(office.answers.first().ahead->frames.first())->size(), 1);
        QVERIFY(office.officer.cursor(kHome) < before + 60);
        QVERIFY(!office.came.contains(made));
        // He works on it meanwhile.
        office.officer.put(office.own[0], u"Belabo"_s);
        office.officer.put(office.own[0], {Office::submit()});
        office.finish();
        QVERIFY(office.cameOnce());
        SOUND(office);
        QCOMPARE(office.officer.unsent(), 0);
        AS_IN_TURN(office);
    }

    // A case that is larger than an answer comes in pieces, and a cut loses none of them.
    void aLargeCaseComesInPieces()
    {
        Office office;
        office.own.append(office.officer.create(office.text())->body().record);
        for (int i = 0; i < 30; ++i)
            office.officer.put(office.own[0], office.text(1500));
        office.own.append(office.officer.create(office.text())->body().record);
        office.good(office.officer.sync());
        office.fill(60);
        office.makeAnew();
        int exchanges = 0;
        while (office.officer.cursor(kHome) == 0) {
            QVERIFY(!office.exchange() || office.officer.cursor(kHome) > 0);
            QVERIFY(++exchanges < 12);
            if (exchanges == 2) {
                office.officer.open(office.officer.folder);
                QCOMPARE(office.request().ahead->first().order->places.size(), 1);
                QCOMPARE(office.request().ahead->first().begun, office.own[0]);
            }
        }
        QVERIFY(exchanges >= 3);
        QVERIFY(office.readsAll());
        office.finish();
        QVERIFY(office.cameOnce());
        SOUND(office);
        AS_IN_TURN(office);
    }

    void onAGoodLineAllIsInOneAnswer()
    {
        Office office;
        office.make();
        office.makeAnew();
        QVERIFY(office.exchange(SyncBudget::kMost));
        QCOMPARE(office.answers.size(), 1);
        QCOMPARE(unpackFrame(office.answers.first().ahead->frames.first())->size(), 5);
        QCOMPARE(office.came.size(), qsizetype(office.hub.feedEnd(kHome)));
        QVERIFY(office.cameOnce());
    }

    void aSmallBacklogComesInItsTurn()
    {
        Office office;
        office.own.append(office.officer.create()->body().record);
        office.good(office.officer.sync());
        office.fill(int(Hub::kLargeBacklog) - 1);
        office.makeAnew();
        office.exchange();
        QVERIFY(!office.answers.first().ahead);
        office.fill(1);
        office.makeAnew();
        office.forget();
        office.exchange();
        QVERIFY(office.answers.first().ahead);
    }

    // A station of before names nothing, and gets what it got.
    void aStationOfBeforeGetsEverythingInItsTurn()
    {
        Office office;
        office.make();
        Desk desk = office.hub.desk(20, u"old"_s, Role::Recorder, kHome);
        const SyncAnswer answer = office.hub.send(desk);
        QVERIFY(!answer.ahead);
        QCOMPARE(answer.frames.first().feed, kHome);
        QCOMPARE(unpackFrame(answer.frames.first())->first().position, quint64(1));
    }

    // However much somebody brings himself, it is no backlog of his; what others wrote is.
    void whatOneBringsIsNoBacklog()
    {
        Office office;
        for (quint64 i = 0; i <= Hub::kLargeBacklog; ++i)
            office.officer.create();
        office.finish();
        QVERIFY(office.hub.feedEnd(kHome) > Hub::kLargeBacklog);
        for (const SyncAnswer& answer : std::as_const(office.answers))
            QVERIFY(!answer.ahead);

        office.fill(int(Hub::kLargeBacklog) + 1);
        office.officer.create();
        QVERIFY(!office.exchange());
        QVERIFY(office.answers.last().ahead);
        office.finish();
        AS_IN_TURN(office);
    }

    // A hub of before leaves nothing out, and says nothing of it: what is noted here would be wrong with the next one.
    void aHubOfBeforeIsFollowed()
    {
        Office office;
        office.make();
        office.makeAnew();
        office.exchange();
        QVERIFY(!office.note().isEmpty());
        bool knowsOfIt = true;
        office.hub.line.onWayBack = [&](const QByteArray& said) -> Result<QByteArray> {
            auto answer = SyncAnswer::decode(said, office.hub.id(), blake2b(office.hub.line.lastRequest));
            ++answer->ahead->through;
            if (!knowsOfIt)
                answer->ahead.reset();
            answer->frames.clear();
            answer->more = false;
            return answer->encode(office.hub.key);
        };
        // Another place is another story.
        office.good(office.officer.sync());
        knowsOfIt = false;
        office.good(office.officer.sync());
        QCOMPARE(SyncRequest::decode(office.hub.line.lastRequest)->request.ahead->first().records.size(), 0);
        office.hub.line.onWayBack = {};
        QVERIFY(office.note().isEmpty());
    }

    void theSameRequestGetsTheSameAnswer()
    {
        Office office;
        office.make();
        office.makeAnew();
        office.exchange();
        const QByteArray request = office.hub.line.lastRequest, answer = office.hub.line.lastAnswer;
        office.put(office.supervisor, office.own[1], {Office::act(ActKind::Void)});
        office.hub.restart();
        office.hub.line.setHub(office.hub.hub.get());
        QCOMPARE(*office.hub.hub->handle(request), answer);
    }

    // --- what may come between

    void aHubThatWasSetBackIsReadAnew()
    {
        Office office;
        office.make();
        office.makeAnew();
        office.hub.know({office.officer.who.store});
        office.makeBackup();
        office.fill(60);
        QVERIFY(!office.exchange());
        QVERIFY(!office.note().isEmpty());
        const quint64 through = office.answers.first().ahead->through;
        office.setHubBack();
        office.forget();
        QVERIFY(!office.exchange());
        QVERIFY(office.answers.first().setBack);
        QVERIFY(!office.answers.first().ahead);
        QVERIFY(office.note().isEmpty());
        QVERIFY(office.hub.feedEnd(kHome) < through);
        // Other cases stand at those places now.
        office.fill(120);
        office.finish();
        SOUND(office);
        QCOMPARE(office.officer.cursor(kHome), office.hub.feedEnd(kHome));
        // All that the hub has, and what it has lost and had sent ahead before.
        QSet<RecordId> here;
        CaseFilter many;
        many.limit = 1000;
        const QList<CaseRow> all = *office.officer.store->cases(many);
        for (const CaseRow& row : all)
            here.insert(row.record);
        (void)office.plainDigest();
        const QList<CaseRow> inTurn = *office.officer.store->cases(many);
        QVERIFY(inTurn.size() > 200);
        for (const CaseRow& row : inTurn)
            QVERIFY(here.contains(row.record));
        QVERIFY(all.size() < inTurn.size() + 60);
    }

    /// Its place is beyond the end of the feed.
    void aHubThatForgotThatItWasSetBackIsNotBelieved()
    {
        Office office;
        office.make();
        office.makeAnew();
        office.exchange();
        SyncRequest request = office.request();
        ++request.requestCounter;
        QCOMPARE(request.ahead->size(), 0);
        const quint64 end = office.hub.feedEnd(kHome);
        request.ahead = QList<WireAhead>{{kHome, end + 1, office.own, true}};
        const SyncAnswer answer = office.hub.answerTo(request.encode(office.officer.who.replicaKey));
        QCOMPARE(answer.ahead->through, end);
        QCOMPARE(unpackFrame(answer.ahead->frames.first())->size(), 5);
    }

    void whoIsRevokedGetsNothingMore()
    {
        Office office;
        office.make();
        office.makeAnew();
        office.exchange();
        const qint64 changes = office.officer.store->counts().changes;
        office.hub.know({office.hub.authority.sign(
            RevocationStatement{7, {}, office.hub.clock.now().plus(std::chrono::hours(1)), {}})});
        QCOMPARE(office.officer.sync().error().hint, u"revoked"_s);
        QCOMPARE(office.officer.store->counts().changes, changes);
        SOUND(office);
    }

    // What counts no more among them: the station judges by itself.
    void theWorkOfSomebodyRevokedComesAhead()
    {
        Office office;
        office.make();
        office.hub.know({office.hub.authority.sign(
            RevocationStatement{9, {}, office.hub.clock.now().plus(std::chrono::hours(1)), {}})});
        office.makeAnew();
        office.exchange();
        QVERIFY(office.readsAll());
        QCOMPARE(office.officer.store->state(office.own[0])->phase, RecordPhase::Submitted);
        office.finish();
        QVERIFY(office.cameOnce());
        AS_IN_TURN(office);
    }

    void aCaseThatMovesAwayMeanwhileGoes()
    {
        Office office;
        office.make();
        office.makeAnew();
        office.exchange();
        QVERIFY(office.readsAll());
        office.put(office.supervisor, office.own[1], {MoveItem{kHome, kAway, false}});
        office.put(office.away, office.own[1], {MoveItem{kHome, kAway, true}});
        office.finish();
        QVERIFY(office.cameOnce());
        QVERIFY(!office.reads(office.own[1]));
        QCOMPARE(office.officer.store->goneRecords()->size(), 1);
        SOUND(office);
        AS_IN_TURN(office);
        // Whoever never had it does not get it first.
        office.makeAnew();
        office.forget();
        office.exchange();
        QVERIFY(office.reads(office.own[0]) && office.reads(office.own[2]));
        QVERIFY(!office.reads(office.own[1]));
        office.finish();

        // It comes back while he is away: it was gone from here, and is the first that comes.
        office.put(office.away, office.own[1], {MoveItem{kAway, kHome, false}});
        office.put(office.supervisor, office.own[1], {MoveItem{kAway, kHome, true}});
        office.fill(70);
        office.forget();
        QVERIFY(!office.exchange());
        QVERIFY(office.reads(office.own[1]));
        office.finish();
        QVERIFY(office.officer.store->goneRecords()->isEmpty());
        SOUND(office);
        AS_IN_TURN(office);
    }

    // What one has noted is nothing that a new incarnation may go by.
    void aNewReplicaNamesNothing()
    {
        Office office;
        office.make();
        office.makeAnew();
        office.exchange();
        QVERIFY(!office.note().isEmpty());
        QVERIFY(office.officer.remint());
        office.exchange();
        QCOMPARE(office.request().ahead->size(), 0);
        office.finish();
        SOUND(office);
        // One that is a copy, or was set back, gets all of its own in its turn.
        office.officer.store.reset();
        office.officer.open(office.blank());
        office.forget();
        office.exchange();
        QCOMPARE(office.answers.first().error, u"replayed"_s);
        office.exchange();
        QVERIFY(office.answers.last().remint);
        QVERIFY(!office.answers.last().ahead);
    }

    // A colleague at the same station wants his own.
    void aColleagueMayWantMore()
    {
        Office office;
        office.make();
        office.makeAnew();
        office.exchange();
        QVERIFY(office.answers.last().ahead->isLast);
        const auto asks = [&](const CertificateId& person) {
            office.hub.line.onWay = [&](const QByteArray& body) -> Result<QByteArray> {
                office.hub.line.lastRequest = body;
                return Error{ErrorCode::Offline, u"the line is cut"_s};
            };
            SyncClient client(*office.officer.store, office.hub.line, {office.hub.id(), person, {}},
                              office.hub.clock);
            (void)office.hub.line.run(client);
            return SyncRequest::decode(office.hub.line.lastRequest)->request.ahead->first();
        };
        QVERIFY(asks(office.officer.who.certificate.id()).isLast);
        QVERIFY(!asks(office.other.certificate.id()).isLast);
        const WireAhead others = asks(office.other.certificate.id());
        QVERIFY(others.order->places.size() >= 3);
        QCOMPARE(others.order->own, others.through);
        QVERIFY(asks(office.officer.who.certificate.id()).order->own == 0);
    }

    void noMoreThanAFixedNumberGoesAhead()
    {
        TestHub hub;
        Desk desk = hub.desk(7, u"rahima"_s, Role::Recorder, kHome);
        QList<ChangePtr> cases;
        for (int i = 0; i < int(WireAhead::kMostRecords) + 20; ++i)
            cases.append(desk.save(newCase(kHome)));
        hub.send(desk, cases);
        // His other station.
        Desk fresh = desk;
        fresh.replica = ReplicaId::fromBytes(SodiumRandom().bytes(ReplicaId::kSize));
        fresh.replicaKey = SigningKey::make();
        fresh.store = Statement::make(hub.authority.info,
                                      ReplicaCertificate{desk.certificate.id(),
                                                         fresh.replica,
                                                         fresh.replicaKey.publicKey(),
                                                         {},
                                                         testStart()},
                                      desk.keys);
        fresh.introduced = false;
        fresh.requests = fresh.sent = 0;
        fresh.sentHead = {};
        fresh.cursors.clear();
        SyncRequest request = hub.request(fresh);
        request.ahead = QList<WireAhead>();
        const SyncAnswer answer = hub.answerTo(request.encode(fresh.replicaKey));
        qsizetype ahead = 0, rest = 0;
        for (const Frame& frame : answer.ahead->frames)
            ahead += unpackFrame(frame)->size();
        for (const Frame& frame : answer.frames)
            rest += unpackFrame(frame)->size();
        QCOMPARE(ahead, WireAhead::kMostRecords);
        QVERIFY(answer.ahead->isLast);
        QCOMPARE(rest, 20);
    }
};

QTEST_GUILESS_MAIN(AheadTest)
#include "AheadTest.moc"
