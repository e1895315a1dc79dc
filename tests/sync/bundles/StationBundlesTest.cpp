// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sync/bundles/Sticks.h"

#include <QBuffer>
#include <QFile>
#include <QTest>

using namespace prohori;

namespace {

const Scope kHome = u"41"_s;

/// A hub and three stations, of which two know each other and the hub knows nobody.
struct Place {
    StickHub hub;
    StickStation officer{hub, 7, u"rahima"_s, Role::Recorder, kHome};
    StickStation colleague{hub, 8, u"karim"_s, Role::Recorder, kHome};

    Place()
    {
        officer.know(colleague.who.statements());
        colleague.know(officer.who.statements());
    }
};

#define SOUND(station) QCOMPARE(faultsIn(*(station).store), QString())

}  // namespace

/// Sticks between a station and the hub.
class StationBundlesTest : public QObject {
    Q_OBJECT
private slots:
    // SEC-80, REL-24
    void theHubTakesAndAnswers()
    {
        Place place;
        QList<ChangePtr> made;
        for (int i = 0; i < 3; ++i) {
            made.append(place.officer.create());
            made.append(place.officer.put(made.last()->body().record, u"Kotwali"_s));
        }
        QByteArray stick;
        QBuffer out(&stick);
        out.open(QIODevice::WriteOnly);
        const auto written = place.officer.bundles().writeToHub(out);
        PROHORI_GOOD(written);
        QCOMPARE(written->changes, 6);
        QCOMPARE(written->records, 3);
        QCOMPARE(written->bytes, stick.size());

        const auto taken = place.hub.take(stick);
        PROHORI_GOOD(taken);
        QCOMPARE(taken->from, u"rahima"_s);
        QCOMPARE(taken->changes, 6);
        QCOMPARE(taken->accepted, 6);
        QCOMPARE(place.hub.feedEnd(kHome), quint64(6));
        // Only the receipt takes them out of the queue.
        QCOMPARE(place.officer.unsent(), 6);

        const auto read = place.officer.read(place.hub.answer);
        PROHORI_GOOD(read);
        QCOMPARE(read->kind, BundleKind::FromHub);
        QCOMPARE(read->from, u"hub"_s);
        QCOMPARE(read->summary.sent, 6);
        QCOMPARE(read->summary.received, 0);
        QVERIFY(!read->summary.reminted);
        QCOMPARE(place.officer.unsent(), 0);
        for (const ChangePtr& change : std::as_const(made)) {
            QCOMPARE(place.officer.store->delivery(change->id()), Delivery::Custody);
            QVERIFY(place.officer.store->receivedAt(change->id()));
        }
        QCOMPARE(place.officer.cursor(kHome), quint64(6));
        QVERIFY(place.officer.store->unsentStatements().isEmpty());

        // The feed reaches the next one by his own stick.
        const auto news = place.colleague.exchange();
        PROHORI_GOOD(news);
        QCOMPARE(news->summary.received, 6);
        QCOMPARE(news->summary.records.size(), 3);
        QCOMPARE(place.colleague.digest(), place.officer.digest());
        QCOMPARE(place.colleague.unsent(), 0);
        SOUND(place.officer);
        SOUND(place.colleague);
    }

    // SEC-80, REL-22, REL-31
    void oldAndRepeatedAnswersDoNoHarm()
    {
        Place place;
        place.officer.create();
        const QByteArray first = place.officer.toHub();
        PROHORI_GOOD(place.hub.take(first));
        const QByteArray firstAnswer = place.hub.answer;
        PROHORI_GOOD(place.officer.read(firstAnswer));
        const auto second = place.officer.create();
        PROHORI_GOOD(place.officer.exchange());
        const QByteArray secondAnswer = place.hub.answer;
        const auto third = place.officer.create();

        const QByteArray digest = place.officer.digest();
        const auto state = [&] {
            return QString::number(place.officer.cursor(kHome)) + u' '
                 + place.officer.store->setting(u"sync.statement_cursor"_s) + u' '
                 + QString::number(place.officer.unsent());
        };
        const QString before = state();
        for (const QByteArray& answer : {secondAnswer, firstAnswer, firstAnswer, secondAnswer}) {
            const auto read = place.officer.read(answer);
            PROHORI_GOOD(read);
            QCOMPARE(read->summary.received, 0);
            QCOMPARE(read->summary.sent, 0);
            QCOMPARE(state(), before);
            QCOMPARE(place.officer.digest(), digest);
        }
        QCOMPARE(place.officer.store->delivery(second->id()), Delivery::Custody);
        QCOMPARE(place.officer.store->delivery(third->id()), Delivery::Unsent);
        QCOMPARE(place.officer.remints, 0);

        // The same at the hub: the first one again after the second.
        const auto again = place.hub.take(first);
        PROHORI_GOOD(again);
        QCOMPARE(again->accepted, 1);
        QCOMPARE(place.hub.feedEnd(kHome), quint64(2));
        PROHORI_GOOD(place.officer.read(place.hub.answer));
        QCOMPARE(state(), before);
        PROHORI_GOOD(place.officer.exchange());
        QCOMPARE(place.officer.unsent(), 0);
        SOUND(place.officer);
    }

    // REL-31: a part of the feed is missing
    void aGapIsToldAndCanBeClosed()
    {
        Place place;
        place.officer.create();
        const QString image = place.officer.home.filePath(u"image"_s);
        copyFolder(place.officer.folder, image);
        PROHORI_GOOD(place.hub.take(place.officer.toHub()));
        const QByteArray first = place.hub.answer;
        PROHORI_GOOD(place.officer.read(first));
        place.officer.create();
        PROHORI_GOOD(place.hub.take(place.officer.toHub()));
        const QByteArray second = place.hub.answer;
        PROHORI_GOOD(place.officer.read(second));
        const QByteArray digest = place.officer.digest();

        place.officer.open(image);
        const auto early = place.officer.read(second);
        QCOMPARE(said(early), u"gap"_s);
        QCOMPARE(place.officer.cursor(kHome), quint64(0));
        QCOMPARE(place.officer.unsent(), 1);
        PROHORI_GOOD(place.officer.read(first));
        PROHORI_GOOD(place.officer.read(second));
        QCOMPARE(place.officer.digest(), digest);
        QCOMPARE(place.officer.cursor(kHome), quint64(2));
        SOUND(place.officer);
    }

    // REL-31: read at the wrong place
    void theWrongPlaceTakesNothing()
    {
        Place place, elsewhere;
        place.officer.create();
        const QByteArray stick = place.officer.toHub();
        PROHORI_GOOD(place.hub.take(stick));
        const QByteArray answer = place.hub.answer;
        const QByteArray digest = place.colleague.digest();
        QCOMPARE(said(place.colleague.read(stick)), u"not-for-you"_s);
        QCOMPARE(said(place.colleague.read(answer)), u"not-for-you"_s);
        QCOMPARE(said(place.officer.read(stick)), u"not-for-you"_s);
        QCOMPARE(said(place.hub.take(answer)), u"not-for-you"_s);
        QCOMPARE(said(elsewhere.hub.take(stick)), u"not-for-you"_s);
        QCOMPARE(said(elsewhere.officer.read(answer)), u"not-for-you"_s);
        QCOMPARE(place.colleague.digest(), digest);

        // Sealed to the right key, and still not for this place.
        BundleHeader header;
        header.kind = BundleKind::ToHub;
        header.id = SodiumRandom().bytes(16);
        header.authority = place.hub.authority.info.id;
        header.hub = place.hub.id();
        header.station = place.officer.who.replica;
        header.person = place.officer.who.certificate.id();
        const auto toHub = [&](const BundleHeader& made) {
            return said(place.hub.take(forged(made, {}, place.officer.who.replicaKey, place.hub.box)));
        };
        const auto toColleague = [&](const BundleHeader& made, const SigningKey& signer) {
            return said(place.colleague.read(forged(made, {}, signer, place.colleague.who.box)));
        };
        QCOMPARE(toHub(header), u"taken"_s);
        QCOMPARE(toColleague(header, place.officer.who.replicaKey), u"not-for-you"_s);
        BundleHeader spoiled = header;
        spoiled.hub = elsewhere.hub.id();
        QCOMPARE(toHub(spoiled), u"wrong-hub"_s);
        spoiled.kind = BundleKind::FromHub;
        QCOMPARE(toColleague(spoiled, elsewhere.hub.key), u"wrong-hub"_s);
        spoiled = header;
        spoiled.authority = elsewhere.hub.authority.info.id;
        QCOMPARE(toHub(spoiled), u"wrong-authority"_s);
        QCOMPARE(toColleague(spoiled, place.officer.who.replicaKey), u"wrong-authority"_s);
        spoiled = header;
        spoiled.kind = BundleKind::FromHub;
        QCOMPARE(toHub(spoiled), u"wrong-hub"_s);
        QCOMPARE(toColleague(spoiled, place.officer.who.replicaKey), u"bad-signature"_s);
        QCOMPARE(toColleague(spoiled, place.hub.key), u"taken"_s);
        spoiled.kind = BundleKind::Between;
        spoiled.hub = {};
        spoiled.to = place.officer.who.person;
        QCOMPARE(toHub(spoiled), u"wrong-hub"_s);
        QCOMPARE(toColleague(spoiled, place.officer.who.replicaKey), u"not-for-you"_s);
        spoiled.to = place.colleague.who.person;
        QCOMPARE(toColleague(spoiled, place.officer.who.replicaKey), u"taken"_s);
        QCOMPARE(toColleague(spoiled, SigningKey::make()), u"bad-signature"_s);
        spoiled.person = place.colleague.who.certificate.id();
        QCOMPARE(toColleague(spoiled, place.officer.who.replicaKey), u"bad-signature"_s);
        spoiled.station = ReplicaId::fromBytes(SodiumRandom().bytes(ReplicaId::kSize));
        QCOMPARE(toColleague(spoiled, place.officer.who.replicaKey), u"bad-signature"_s);
        QCOMPARE(place.colleague.digest(), digest);
    }

    void anotherKeySignsNothingAtTheHub()
    {
        Place place;
        place.hub.know(place.officer.who.statements() + place.colleague.who.statements());
        const auto made = place.officer.create();
        BundleHeader header;
        header.kind = BundleKind::ToHub;
        header.id = SodiumRandom().bytes(16);
        header.authority = place.hub.authority.info.id;
        header.hub = place.hub.id();
        header.station = place.officer.who.replica;
        header.person = place.officer.who.certificate.id();
        const auto bad =
            place.hub.take(forged(header, {frameOf({made})}, place.colleague.who.replicaKey, place.hub.box));
        QCOMPARE(said(bad), u"bad-signature"_s);
        QVERIFY(!place.hub.isHeld(made));
        QVERIFY(place.hub.answer.isEmpty());
        header.person = place.colleague.who.certificate.id();
        QCOMPARE(said(place.hub.take(
                     forged(header, {frameOf({made})}, place.officer.who.replicaKey, place.hub.box))),
                 u"unknown-replica"_s);
        QVERIFY(!place.hub.isHeld(made));
    }

    /// Who joined without a line is known to nobody: his statements come along. Without them nothing is taken.
    void aWriterWhomTheHubDoesNotKnow()
    {
        Place place;
        const auto made = place.officer.create();
        const QByteArray stick = place.officer.toHub();
        const auto statements = place.officer.store->unsentStatements();
        PROHORI_GOOD(place.officer.store->markStatementsSent(statements));
        QCOMPARE(said(place.hub.take(place.officer.toHub())), u"unknown-replica"_s);
        QVERIFY(!place.hub.isHeld(made));
        PROHORI_GOOD(place.hub.take(stick));
        QCOMPARE(place.hub.stored(made), Refusal::None);
        PROHORI_GOOD(place.hub.take(place.officer.toHub()));
    }

    // SEC-80: a revocation does not go back, and what is too much goes into quarantine
    void aRevokedWriter()
    {
        Place place;
        const auto first = place.officer.create();
        PROHORI_GOOD(place.officer.exchange());
        const auto second = place.officer.create();
        const QByteArray stick = place.officer.toHub();
        place.colleague.create();
        PROHORI_GOOD(place.colleague.exchange());
        RevocationStatement revoked;
        revoked.person = place.officer.who.person;
        revoked.lastAccepted = {{place.officer.who.replica, 1}};
        revoked.made = place.hub.clock.now().plus(std::chrono::hours(1));
        place.hub.know({place.hub.authority.sign(revoked)});

        const auto taken = place.hub.take(stick);
        PROHORI_GOOD(taken);
        QCOMPARE(taken->accepted, 0);
        QCOMPARE(taken->quarantined, 1);
        QCOMPARE(place.hub.stored(second), Refusal::Revoked);
        const auto read = place.officer.read(place.hub.answer);
        PROHORI_GOOD(read);
        // He learns of it, and reads nothing new.
        QCOMPARE(read->summary.received, 0);
        QCOMPARE(read->summary.quarantined.size(), 1);
        QVERIFY(place.officer.info().revoked);
        QCOMPARE(place.officer.unsent(), 0);
        QCOMPARE(place.officer.store->quarantined().size(), 1);
        QCOMPARE(place.officer.store->delivery(first->id()), Delivery::Custody);
        SOUND(place.officer);
        QByteArray none;
        PROHORI_GOOD(place.colleague.exchange());
        const PersonInfo him = *place.colleague.store->directory().person(place.officer.who.certificate.id());
        QVERIFY(him.revoked);
        QCOMPARE(said(place.colleague.writeTo(him, none)), u"revoked"_s);
        QVERIFY(none.isEmpty());
    }

    /// A store of two: the answer opens for both, until one of them is revoked.
    void theAnswerIsForWhoeverMayAsk()
    {
        Place place;
        const TestPerson second(place.hub.authority, 12, u"babul"_s, Role::Recorder, kHome);
        const Statement vouched = Statement::make(place.hub.authority.info,
                                                  ReplicaCertificate{second.certificate.id(),
                                                                     place.officer.who.replica,
                                                                     place.officer.who.replicaKey.publicKey(),
                                                                     {},
                                                                     testStart()},
                                                  second.keys);
        place.officer.know({second.invitation, second.certificate, vouched});
        constexpr qsizetype kCount = 5 + 16;
        PROHORI_GOOD(place.hub.take(place.officer.toHub()));
        QCOMPARE(int(place.hub.answer[kCount]), 2);
        RevocationStatement revoked;
        revoked.person = 12;
        revoked.made = place.hub.clock.now().plus(std::chrono::hours(1));
        place.hub.know({place.hub.authority.sign(revoked)});
        PROHORI_GOOD(place.hub.take(place.officer.toHub()));
        QCOMPARE(int(place.hub.answer[kCount]), 1);
        PROHORI_GOOD(place.officer.read(place.hub.answer));

        // The other way round: without being asked, it is for who may still read.
        RevocationStatement first;
        first.person = place.officer.who.person;
        first.made = place.hub.clock.now().plus(std::chrono::hours(1));
        place.hub.know({place.hub.authority.sign(first)});
        QByteArray unasked;
        QBuffer out(&unasked);
        out.open(QIODevice::WriteOnly);
        PROHORI_GOOD(place.hub.hub->writeBundle(place.officer.who.replica, out));
        QCOMPARE(int(unasked[kCount]), 1);
    }

    // REL-32
    void stickAndLineAtOnce()
    {
        for (const bool lineFirst : {true, false}) {
            Place place;
            const auto made = place.officer.create();
            place.officer.put(made->body().record, u"Kotwali"_s);
            const QByteArray stick = place.officer.toHub();
            place.officer.create();
            if (lineFirst)
                PROHORI_GOOD(place.officer.sync());
            const auto taken = place.hub.take(stick);
            PROHORI_GOOD(taken);
            QCOMPARE(taken->accepted, 2);
            const QByteArray answer = place.hub.answer;
            if (!lineFirst)
                PROHORI_GOOD(place.officer.sync());
            const QByteArray digest = place.officer.digest();
            PROHORI_GOOD(place.officer.read(answer));
            QCOMPARE(place.officer.digest(), digest);
            QCOMPARE(place.officer.unsent(), 0);
            QCOMPARE(place.officer.remints, 0);
            QCOMPARE(place.hub.feedEnd(kHome), quint64(3));
            QCOMPARE(place.officer.store->counts().changes, 3);
            PROHORI_GOOD(place.colleague.sync());
            QCOMPARE(place.colleague.digest(), digest);
            QCOMPARE(place.officer.cursor(kHome), quint64(3));
            SOUND(place.officer);
        }
    }

    void theHubWritesUnasked()
    {
        Place place;
        const auto made = place.officer.create();
        PROHORI_GOOD(place.officer.sync());
        const auto others = place.colleague.create();
        PROHORI_GOOD(place.colleague.sync());
        QByteArray stick;
        QBuffer out(&stick);
        out.open(QIODevice::WriteOnly);
        PROHORI_GOOD(place.hub.hub->writeBundle(place.officer.who.replica, out));
        const auto read = place.officer.read(stick);
        PROHORI_GOOD(read);
        QCOMPARE(read->summary.received, 1);
        QVERIFY(place.officer.store->state(others->body().record));
        QCOMPARE(place.officer.store->delivery(made->id()), Delivery::Custody);
        QCOMPARE(place.officer.digest(), place.colleague.digest());
        const auto nobody =
            place.hub.hub->writeBundle(ReplicaId::fromBytes(SodiumRandom().bytes(ReplicaId::kSize)), out);
        QCOMPARE(said(nobody), u"unknown-replica"_s);
    }

    /// The change is in custody, and the stick is full: nothing is lost, the same bundle gives the answer again.
    void anAnswerThatDoesNotFitIsWrittenAgain()
    {
        Place place;
        place.officer.create();
        QByteArray stick = place.officer.toHub();
        QBuffer in(&stick);
        in.open(QIODevice::ReadOnly);
        QFile full(u"/dev/full"_s);
        QVERIFY(full.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        const auto failed = place.hub.hub->takeBundle(in, place.hub.box, full);
        QVERIFY(!failed);
        QCOMPARE(failed.error().code, ErrorCode::Storage);
        PROHORI_GOOD(place.hub.take(stick));
        PROHORI_GOOD(place.officer.read(place.hub.answer));
        QCOMPARE(place.officer.unsent(), 0);
    }

    // REL-34 on a stick: the hub was set back behind its receipts
    void aHubThatWasSetBackGetsTheRest()
    {
        Place place;
        place.officer.create();
        PROHORI_GOOD(place.officer.exchange());
        const auto second = place.officer.create();
        PROHORI_GOOD(place.officer.exchange());
        QCOMPARE(place.officer.unsent(), 0);
        place.hub.hub.reset();
        place.hub.storage.reset();
        for (const QString& end : {QString(), u"-wal"_s, u"-shm"_s})
            QFile::remove(place.hub.path() + end);
        place.hub.restart();
        place.hub.line.setHub(place.hub.hub.get());
        place.hub.know({place.hub.certificate()});
        place.hub.know(place.officer.who.statements());
        const auto told = place.officer.exchange();
        PROHORI_GOOD(told);
        QCOMPARE(place.officer.unsent(), 2);
        PROHORI_GOOD(place.officer.exchange());
        QCOMPARE(place.officer.unsent(), 0);
        QCOMPARE(place.hub.stored(second), Refusal::None);
        SOUND(place.officer);
    }

    /// A store set back from outside goes on with numbers that are used up: the hub asks for a new incarnation, once.
    void aForkedStationBecomesANewReplica()
    {
        Place place;
        place.officer.create();
        const QString image = place.officer.home.filePath(u"image"_s);
        copyFolder(place.officer.folder, image);
        place.officer.create();
        PROHORI_GOOD(place.officer.exchange());
        place.officer.open(image);
        const auto other = place.officer.create(u"made anew"_s);
        PROHORI_GOOD(place.hub.take(place.officer.toHub()));
        const QByteArray answer = place.hub.answer;
        const auto read = place.officer.read(answer);
        PROHORI_GOOD(read);
        QVERIFY(read->summary.reminted);
        QCOMPARE(place.officer.remints, 1);
        const auto after = place.officer.create(u"after"_s);
        PROHORI_GOOD(place.officer.exchange());
        // An old answer asks nothing of the new one.
        PROHORI_GOOD(place.officer.read(answer));
        QCOMPARE(place.officer.remints, 1);
        PROHORI_GOOD(place.officer.exchange());
        QCOMPARE(place.hub.stored(after), Refusal::None);
        QCOMPARE(place.hub.stored(other), Refusal::None);
        QCOMPARE(place.officer.unsent(), 0);
        QCOMPARE(place.officer.store->counts().cases, 4);
        SOUND(place.officer);
    }
};

QTEST_GUILESS_MAIN(StationBundlesTest)
#include "StationBundlesTest.moc"
