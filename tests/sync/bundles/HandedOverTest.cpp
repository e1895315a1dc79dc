// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TestSeed.h"
#include "tests/sync/bundles/Sticks.h"

#include <QBuffer>
#include <QTest>

using namespace prohori;

namespace {

const Scope kHome = u"41"_s, kAway = u"26"_s;

/// Two of a district who know each other, and a supervisor of the next one. The hub knows nobody.
struct Place {
    StickHub hub;
    StickStation officer{hub, 7, u"rahima"_s, Role::Recorder, kHome};
    StickStation supervisor{hub, 9, u"shirin"_s, Role::DistrictReviewer, kHome};
    StickStation other{hub, 10, u"nasima"_s, Role::DistrictReviewer, kAway};

    Place()
    {
        officer.know(supervisor.who.statements() + other.who.statements());
        supervisor.know(other.who.statements());
    }
    BundleHeader between(const StickStation& from, const StickStation& to) const
    {
        BundleHeader header;
        header.kind = BundleKind::Between;
        header.id = SodiumRandom().bytes(16);
        header.authority = hub.authority.info.id;
        header.station = from.who.replica;
        header.person = from.who.certificate.id();
        header.to = to.who.person;
        return header;
    }
};

#define SOUND(station) QCOMPARE(faultsIn(*(station).store), QString())

}  // namespace

/// Sticks from one station to another.
class HandedOverTest : public QObject {
    Q_OBJECT
private slots:
    /// The supervisor has never heard of the officer, and syncs on the line before he does.
    void theSupervisorTakesItUp()
    {
        Place place;
        const auto made = place.officer.create();
        const RecordId record = made->body().record;
        place.officer.put(record, u"Kotwali"_s);
        place.officer.put(record, {submitItem()});
        place.officer.create();
        const auto read = place.supervisor.read(place.officer.to(place.supervisor));
        PROHORI_GOOD(read);
        QCOMPARE(read->kind, BundleKind::Between);
        QCOMPARE(read->from, u"rahima"_s);
        QCOMPARE(read->summary.received, 4);
        QCOMPARE(place.supervisor.digest(), place.officer.digest());
        QCOMPARE(place.supervisor.unsent(), 4);
        QCOMPARE(place.officer.unsent(), 4);
        SOUND(place.supervisor);

        // He goes on with the case: what he was brought goes up before what he made of it.
        ActItem back;
        back.kind = ActKind::Return;
        back.reasons = {u"fields_missing"_s};
        place.supervisor.put(record, {back});
        QList<ChangeId> seen;
        for (const OutboxEntry& entry : place.supervisor.store->outbox(100)) {
            for (const ChangeId& parent : entry.change->body().parents)
                QVERIFY(seen.contains(parent));
            seen.append(entry.change->id());
        }
        QCOMPARE(seen.size(), 5);
        PROHORI_GOOD(place.supervisor.sync());
        QCOMPARE(place.supervisor.unsent(), 0);
        QCOMPARE(place.hub.feedEnd(kHome), quint64(5));
        QCOMPARE(place.hub.stored(made), Refusal::None);

        // The officer comes later: duplicates, and the supervisor's word.
        PROHORI_GOOD(place.officer.sync());
        QCOMPARE(place.officer.unsent(), 0);
        QCOMPARE(place.officer.remints, 0);
        QCOMPARE(place.hub.feedEnd(kHome), quint64(5));
        QCOMPARE(place.officer.digest(), place.supervisor.digest());
        QCOMPARE(place.officer.store->counts().changes, 5);
        PROHORI_GOOD(place.supervisor.sync());
        QCOMPARE(place.supervisor.store->counts().changes, 5);
        QCOMPARE(place.supervisor.cursor(kHome), quint64(5));
        SOUND(place.officer);
        SOUND(place.supervisor);
    }

    /// The same without any line.
    void theSupervisorsStickTakesItUp()
    {
        Place place;
        const auto made = place.officer.create();
        const QByteArray stick = place.officer.to(place.supervisor);
        PROHORI_GOOD(place.supervisor.read(stick));
        place.supervisor.put(made->body().record, {SetItem{{1, {}, 104}, FieldValue::plain(u"Savar"_s), {}}});
        PROHORI_GOOD(place.hub.take(place.supervisor.toHub()));
        const QByteArray answer = place.hub.answer;
        QCOMPARE(place.hub.feedEnd(kHome), quint64(2));
        PROHORI_GOOD(place.supervisor.read(answer));
        QCOMPARE(place.supervisor.unsent(), 0);
        // Read again after the receipt: what is delivered does not become unsent.
        PROHORI_GOOD(place.supervisor.read(stick));
        QCOMPARE(place.supervisor.unsent(), 0);
        PROHORI_GOOD(place.officer.exchange());
        QCOMPARE(place.officer.digest(), place.supervisor.digest());
        QCOMPARE(place.officer.unsent(), 0);
        SOUND(place.officer);
        SOUND(place.supervisor);
    }

    /// What was carried comes by the feed, too: then nobody needs to send it any more.
    void theOfficerIsFirst()
    {
        Place place;
        place.officer.create();
        PROHORI_GOOD(place.supervisor.read(place.officer.to(place.supervisor)));
        PROHORI_GOOD(place.officer.sync());
        QCOMPARE(place.supervisor.unsent(), 1);
        PROHORI_GOOD(place.supervisor.sync());
        QCOMPARE(place.supervisor.unsent(), 0);
        QCOMPARE(place.hub.feedEnd(kHome), quint64(1));
        QCOMPARE(place.supervisor.store->counts().changes, 1);
        SOUND(place.supervisor);
    }

    void casesOfAnotherDistrictAreNotWritten()
    {
        Place place;
        const auto made = place.officer.create();
        QByteArray stick;
        const auto away = place.officer.writeTo(place.other.info(), stick, {made->body().record});
        QCOMPARE(said(away), u"wrong-scope"_s);
        QVERIFY(stick.isEmpty());
        QCOMPARE(said(place.officer.writeTo(place.other.info(), stick)), u"wrong-scope"_s);
        PersonInfo nation = place.supervisor.info();
        nation.role = Role::HqApprover;
        nation.scope = kNationalScope;
        QCOMPARE(said(place.officer.writeTo(nation, stick)), u"wrong-scope"_s);
        QCOMPARE(said(place.officer.writeTo(place.officer.info(), stick)), u"wrong-scope"_s);
        QVERIFY(stick.isEmpty());
    }

    /// A program that does not keep to that is refused by who reads it, with everything that is in the same bundle.
    void casesOfAnotherDistrictAreNotTaken()
    {
        Place place;
        place.other.know(place.officer.who.statements());
        const auto made = place.officer.create();
        const QByteArray digest = place.other.digest();
        const auto statements = place.other.store->directory().statements().size();
        const QByteArray stick =
            forged(place.between(place.officer, place.other),
                   {BundleStatements{place.supervisor.who.invitation.bytes()}, frameOf({made})},
                   place.officer.who.replicaKey, place.other.who.box);
        QCOMPARE(said(place.other.read(stick)), u"wrong-scope"_s);
        QCOMPARE(place.other.digest(), digest);
        QCOMPARE(place.other.unsent(), 0);
        QCOMPARE(place.other.store->directory().statements().size(), statements);
        SOUND(place.other);
    }

    /// Frames are unpacked when it is known who wrote them, and before anything is taken.
    void aBrokenFrameStopsEverything()
    {
        Place place;
        const auto made = place.officer.create();
        const Frame good = frameOf({made});
        Frame broken = good;
        broken.packed[broken.packed.size() / 2] = char(broken.packed[broken.packed.size() / 2] ^ 1);
        place.supervisor.know(place.officer.who.statements());
        const QByteArray stick = forged(place.between(place.officer, place.supervisor), {good, broken},
                                        place.officer.who.replicaKey, place.supervisor.who.box);
        const auto read = place.supervisor.read(stick);
        QVERIFY(!read);
        QCOMPARE(place.supervisor.store->counts().changes, 0);
    }

    /// What only a hub can say has no effect when a station says it.
    void aStationCannotSpeakForTheHub()
    {
        Place place;
        const auto mine = place.supervisor.store->lastCounter();
        const auto made = place.officer.create();
        PROHORI_GOOD(place.supervisor.read(place.officer.to(place.supervisor)));
        const QList<ChangeId> changes{made->id()};
        const QList<WireVerdict> verdicts{{1, 0}};
        const QByteArray receipt = makeReceipt(place.hub.key, place.hub.clock.now(), changes, verdicts);
        BundleHeader header = place.between(place.officer, place.supervisor);
        header.cursors = {{kHome, 99}};
        header.statementCursor = 99;
        const QByteArray stick =
            forged(header,
                   {BundleReceipt{changes, verdicts, receipt, place.hub.clock.now()},
                    BundleStatus{9, made->id(), 9, 99, true}, Frame{kHome, 0, 99, {}},
                    BundleAnnotations{{made->body().record, u"BD-1"_s, place.hub.clock.now(), made->id()}}},
                   place.officer.who.replicaKey, place.supervisor.who.box);
        (void)place.supervisor.read(stick);
        QCOMPARE(place.supervisor.store->delivery(made->id()), Delivery::Unsent);
        QCOMPARE(place.supervisor.cursor(kHome), quint64(0));
        QCOMPARE(place.supervisor.store->setting(u"sync.statement_cursor"_s, u"0"_s), u"0"_s);
        QCOMPARE(place.supervisor.remints, 0);
        QCOMPARE(place.supervisor.store->lastCounter(), mine);
        QVERIFY(place.supervisor.store->caseRow(made->body().record)->nationalRef.isEmpty());
    }

    /// A receipt that does not cover what it names, from a hub that signs all the same.
    void aReceiptMustCover()
    {
        Place place;
        const auto made = place.officer.create();
        BundleHeader header = place.between(place.officer, place.officer);
        header.kind = BundleKind::FromHub;
        header.to = 0;
        header.hub = place.hub.id();
        const auto stickWith = [&](const QByteArray& receipt) {
            return forged(header, {BundleReceipt{{made->id()}, {{1, 0}}, receipt, place.hub.clock.now()}},
                          place.hub.key, place.officer.who.box);
        };
        const Instant now = place.hub.clock.now();
        for (const QByteArray& receipt : {QByteArray(), makeReceipt(place.hub.key, now, {}, {}),
                                          makeReceipt(place.hub.key, now, {made->id()}, {{3, 5}}),
                                          makeReceipt(SigningKey::make(), now, {made->id()}, {{1, 0}})}) {
            QCOMPARE(said(place.officer.read(stickWith(receipt))), u"bad-receipt"_s);
            QCOMPARE(place.officer.unsent(), 1);
        }
        PROHORI_GOOD(place.officer.read(stickWith(makeReceipt(place.hub.key, now, {made->id()}, {{1, 0}}))));
        QCOMPARE(place.officer.unsent(), 0);
    }

    void aProposedMoveGoesByStickAlone()
    {
        Place place;
        const auto made = place.officer.create();
        const RecordId record = made->body().record;
        PROHORI_GOOD(place.supervisor.read(place.officer.to(place.supervisor)));
        place.supervisor.put(record, {MoveItem{kHome, kAway, false}});
        const auto read = place.other.read(place.supervisor.to(place.other, {record}));
        PROHORI_GOOD(read);
        QCOMPARE(read->summary.received, 2);
        QCOMPARE(place.other.store->state(record)->homeScope, kHome);
        QVERIFY(place.other.store->state(record)->pendingMove);
        place.other.put(record, {MoveItem{kHome, kAway, true}});
        QCOMPARE(place.other.store->state(record)->homeScope, kAway);
        SOUND(place.other);

        // Whoever comes first brings the hub all of it.
        PROHORI_GOOD(place.other.exchange());
        QCOMPARE(place.other.unsent(), 0);
        QVERIFY(place.hub.isHeld(made));
        QCOMPARE(*place.hub.storage->homeScope(record), std::optional<Scope>(kAway));
        PROHORI_GOOD(place.supervisor.sync());
        PROHORI_GOOD(place.officer.sync());
        // It is at home there now, and nobody here reads it any more.
        QCOMPARE(said(place.supervisor.store->state(record)), u"moved-away"_s);
        QCOMPARE(said(place.officer.store->state(record)), u"moved-away"_s);
        QByteArray stick;
        QCOMPARE(said(place.officer.writeTo(place.supervisor.info(), stick, {record})), u"moved-away"_s);
        SOUND(place.supervisor);
    }

    /// A store that was set back gets its own changes from a colleague, and goes on where it was.
    void ownChangesComeBack()
    {
        Place place;
        const auto first = place.officer.create();
        const QString image = place.officer.home.filePath(u"image"_s);
        copyFolder(place.officer.folder, image);
        place.officer.put(first->body().record, u"Kotwali"_s);
        place.officer.create();
        PROHORI_GOOD(place.supervisor.read(place.officer.to(place.supervisor)));
        const QByteArray digest = place.officer.digest();
        place.officer.open(image);
        place.officer.know(place.supervisor.who.statements());
        const auto read = place.officer.read(place.supervisor.to(place.officer));
        PROHORI_GOOD(read);
        QCOMPARE(read->summary.received, 2);
        QCOMPARE(place.officer.digest(), digest);
        QCOMPARE(place.officer.store->lastCounter(), quint64(3));
        QCOMPARE(place.officer.unsent(), 3);
        QCOMPARE(place.officer.remints, 0);
        SOUND(place.officer);
        place.officer.create();
        PROHORI_GOOD(place.officer.exchange());
        QCOMPARE(place.hub.feedEnd(kHome), quint64(4));
        QCOMPARE(place.officer.unsent(), 0);
        QCOMPARE(place.officer.remints, 0);
        SOUND(place.officer);
    }

    /// It had gone on by itself before: two changes of one number. It becomes a new replica, and nothing is lost.
    void ownChangesOfACopyComeBack()
    {
        Place place;
        place.officer.create();
        const QString image = place.officer.home.filePath(u"image"_s);
        copyFolder(place.officer.folder, image);
        const auto lost = place.officer.create(u"before"_s);
        PROHORI_GOOD(place.supervisor.read(place.officer.to(place.supervisor)));
        place.officer.open(image);
        const auto again = place.officer.create(u"after"_s);
        const auto read = place.officer.read(place.supervisor.to(place.officer));
        PROHORI_GOOD(read);
        QVERIFY(read->summary.reminted);
        QCOMPARE(place.officer.remints, 1);
        QVERIFY(!place.officer.store->needsRemint());
        place.officer.create(u"as the new one"_s);
        SOUND(place.officer);
        PROHORI_GOOD(place.supervisor.sync());
        PROHORI_GOOD(place.officer.sync());
        PROHORI_GOOD(place.officer.sync());
        QCOMPARE(place.hub.stored(lost), Refusal::None);
        QCOMPARE(place.hub.stored(again), Refusal::None);
        QCOMPARE(place.officer.unsent(), 0);
        PROHORI_GOOD(place.supervisor.sync());
        QCOMPARE(place.officer.digest(), place.supervisor.digest());
        SOUND(place.officer);
        SOUND(place.supervisor);
    }

    // REL-31: every write fails once
    void aFailureKeepsWholeFrames()
    {
        Place place;
        SeededRandom random(testSeed());
        QList<RecordId> records;
        for (int i = 0; i < 4; ++i)
            records.append(
                place.officer.create(QString::fromLatin1(random.bytes(12'000).toHex()))->body().record);
        const QByteArray stick = place.officer.to(place.supervisor);
        // How many changes there are after each frame.
        QList<qint64> whole{0};
        QByteArray copy = stick;
        QBuffer in(&copy);
        in.open(QIODevice::ReadOnly);
        PROHORI_GOOD(inspectBundle(in, {place.supervisor.who.box}, [&](const BundlePart& part) -> Result<> {
            if (const auto* frame = std::get_if<Frame>(&part))
                whole.append(whole.last() + unpackFrame(*frame)->size());
            return {};
        }));
        QVERIFY(whole.size() >= 3);
        const QString image = place.supervisor.home.filePath(u"image"_s);
        place.supervisor.store.reset();
        copyFolder(place.supervisor.folder, image);
        QSet<qint64> met;
        bool isThrough = false;
        for (int writes = 1; !isThrough; ++writes) {
            const QString folder = place.supervisor.home.filePath(u"run"_s);
            place.supervisor.store.reset();
            copyFolder(image, folder);
            place.supervisor.open(folder);
            place.supervisor.store->failAfter(writes);
            isThrough = bool(place.supervisor.read(stick));
            place.supervisor.store->failAfter(0);
            const qint64 held = place.supervisor.store->counts().changes;
            QVERIFY2(whole.contains(held), QByteArray::number(held).constData());
            met.insert(held);
            QCOMPARE(place.supervisor.unsent(), held);
            SOUND(place.supervisor);
            PROHORI_GOOD(place.supervisor.read(stick));
            QCOMPARE(place.supervisor.digest(), place.officer.digest());
            QVERIFY(writes < 1000);
        }
        QCOMPARE(met.size(), whole.size());
        SOUND(place.supervisor);
    }
};

QTEST_GUILESS_MAIN(HandedOverTest)
#include "HandedOverTest.moc"
