// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/HubBackup.h"
#include "tests/core/storage/StorePapers.h"
#include "tests/support/TestSeed.h"
#include "tests/sync/bundles/Sticks.h"

#include <QBuffer>
#include <QFile>
#include <QTest>

using namespace prohori;

namespace {

const Scope kHome = u"41"_s;
constexpr qint64 kPiece = AttachmentManifest::kPieceBytes;

/// A hub that keeps files, and two stations of a district that know each other.
struct Place {
    StickHub hub;
    QTemporaryDir files;
    StickStation officer{hub, 7, u"rahima"_s, Role::Recorder, kHome};
    StickStation colleague{hub, 8, u"karim"_s, Role::Recorder, kHome};
    SeededRandom random{testSeed()};

    Place()
    {
        officer.know(colleague.who.statements());
        colleague.know(officer.who.statements());
        hub.hub->keepAttachmentsIn(files.path());
    }
    /// Papers of so many bytes in a new case of the officer; the first `shared` of them may leave the district.
    ChangePtr attach(const QList<qint64>& sizes, int shared = 0)
    {
        const ChangePtr made = officer.create();
        QList<Item> items;
        for (const qint64 size : sizes)
            items += paperItems(*officer.store, random, size, shared-- > 0);
        return officer.put(made->body().record, items);
    }
    QList<AttachmentManifest> papersOf(const ChangePtr& change)
    {
        QList<AttachmentManifest> papers;
        const auto works = officer.store->attachmentsOf(change->body().record);
        for (const AttachmentWork& work : *works)
            papers.append(work.manifest);
        return papers;
    }
    bool hubHolds(const AttachmentManifest& paper) const
    {
        const auto held = hub.storage->attachment(paper.id);
        return held && *held && (*held)->isWhole();
    }
};

qsizetype waiting(const StickStation& station)
{
    return station.store->attachmentsToSend(100)->size();
}

int wholeAt(const StickStation& station, const RecordId& record)
{
    int whole = 0;
    const auto works = station.store->attachmentsOf(record);
    for (const AttachmentWork& work : *works) {
        if (work.whole && station.store->attachmentFiles().check(work.manifest))
            ++whole;
    }
    return whole;
}

}  // namespace

/// Papers on sticks: to the hub, from it, and from station to station.
class StickPapersTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void papersReachTheHubAndCountWhenItSaysSo()
    {
        Place place;
        const ChangePtr change = place.attach({300'000, 20});
        QByteArray stick;
        QBuffer out(&stick);
        out.open(QIODevice::WriteOnly);
        const auto written = place.officer.bundles().writeToHub(out);
        PROHORI_GOOD(written);
        QCOMPARE(written->papers, 2);
        QCOMPARE(written->papersLeft, 0);
        QVERIFY(stick.size() > 300'000);
        QCOMPARE(waiting(place.officer), 2);

        const auto taken = place.hub.take(stick);
        PROHORI_GOOD(taken);
        QCOMPARE(taken->papers, 2);
        for (const AttachmentManifest& paper : place.papersOf(change))
            QVERIFY(place.hubHolds(paper));
        QCOMPARE(waiting(place.officer), 2);
        const auto read = place.officer.read(place.hub.answer);
        PROHORI_GOOD(read);
        QCOMPARE(read->summary.filesSent, 2);
        QCOMPARE(waiting(place.officer), 0);
        // Neither the next stick nor the answer to it carries them again.
        QVERIFY(place.officer.toHub().size() < 20'000);
        PROHORI_GOOD(place.officer.exchange());
        QVERIFY(place.hub.answer.size() < 20'000);
    }

    void theNextStickBringsWhatTheStationLacks()
    {
        Place place;
        const ChangePtr change = place.attach({300'000, 20});
        PROHORI_GOOD(place.officer.exchange());
        const auto records = place.colleague.exchange();
        PROHORI_GOOD(records);
        QCOMPARE(records->summary.filesReceived, 0);
        const auto papers = place.colleague.exchange();
        PROHORI_GOOD(papers);
        QCOMPARE(papers->summary.filesReceived, 2);
        QCOMPARE(wholeAt(place.colleague, change->body().record), 2);
        QCOMPARE(waiting(place.colleague), 0);
        // Again, and nothing happens.
        const auto again = place.colleague.read(place.hub.answer);
        PROHORI_GOOD(again);
        QCOMPARE(again->summary.filesReceived, 0);
    }

    void papersGoFromStationToStationAndOnToTheHub()
    {
        Place place;
        const ChangePtr change = place.attach({200'000});
        const auto read = place.colleague.read(place.officer.to(place.colleague));
        PROHORI_GOOD(read);
        QCOMPARE(read->summary.filesReceived, 1);
        QCOMPARE(wholeAt(place.colleague, change->body().record), 1);
        QCOMPARE(waiting(place.colleague), 1);
        const auto taken = place.hub.take(place.colleague.toHub());
        PROHORI_GOOD(taken);
        QCOMPARE(taken->papers, 1);
        QVERIFY(place.hubHolds(place.papersOf(change).first()));
    }

    /// The Ministry gets no paper that the district keeps, whatever its stick asks for.
    void theMinistryGetsOnlyWhatMayLeaveTheDistrict()
    {
        Place place;
        StickStation chief{place.hub, 9, u"rina"_s, Role::DistrictReviewer, kHome};
        StickStation ministry{place.hub, 10, u"ministry"_s, Role::HqApprover, kNationalScope};
        const ChangePtr change = place.attach({300'000, 20'000}, 1);
        const RecordId record = change->body().record;
        place.officer.put(record, {act(change, ActKind::Submit).items.first()});
        PROHORI_GOOD(place.officer.exchange());
        PROHORI_GOOD(chief.exchange());
        chief.keep(approval(chief.store->history(record)->changes()));
        PROHORI_GOOD(chief.exchange());
        PROHORI_GOOD(ministry.exchange());
        const auto papers = ministry.exchange();
        PROHORI_GOOD(papers);
        QCOMPARE(papers->summary.filesReceived, 1);
        QCOMPARE(wholeAt(ministry, record), 1);

        BundleHeader greedy = headerOf(place, ministry);
        BundleWanted all;
        for (const AttachmentManifest& paper : place.papersOf(change))
            all.append(paper.id);
        PROHORI_GOOD(place.hub.take(forged(greedy, {all}, ministry.who.replicaKey, place.hub.box)));
        const QList<BundlePart> parts = answered(place, ministry);
        int given = 0;
        for (const BundlePart& part : parts) {
            if (const auto* piece = std::get_if<FilePart>(&part))
                given += piece->offset == 0 ? 1 : 0;
            if (const auto* standings = std::get_if<BundleStandings>(&part))
                QCOMPARE(standings->size(), 2);
        }
        QCOMPARE(given, 1);
    }

    /// SEC-76: bytes that are not what the case says are not kept, wherever they are read, and the honest ones are taken after them.
    void wrongPiecesArePassedOver()
    {
        Place place;
        const ChangePtr change = place.attach({300'000});
        const AttachmentManifest paper = place.papersOf(change).first();
        const QList<ChangePtr> history = place.officer.store->history(change->body().record)->changes();
        QList<BundlePart> parts{frameOf(history)};
        parts.prepend(BundleStatements(place.officer.store->unsentStatements()));
        for (int index = 0; index < paper.pieces(); ++index)
            parts.append(FilePart{paper.id, index * kPiece, place.random.bytes(paper.pieceBytes(index))});
        parts.append(FilePart{AttachmentId::fromBytes(place.random.bytes(32)), 0, "of no case"});

        const BundleHeader header = headerOf(place, place.officer);
        const auto taken = place.hub.take(forged(header, parts, place.officer.who.replicaKey, place.hub.box));
        PROHORI_GOOD(taken);
        QCOMPARE(taken->papers, 0);
        QVERIFY(!place.hubHolds(paper));
        const auto told = place.officer.read(place.hub.answer);
        PROHORI_GOOD(told);
        QCOMPARE(told->summary.filesSent, 0);
        QCOMPARE(waiting(place.officer), 1);
        place.hub.clock.advance(std::chrono::seconds(1));
        PROHORI_GOOD(place.officer.exchange());
        QVERIFY(place.hubHolds(paper));
        QCOMPARE(waiting(place.officer), 0);

        BundleHeader between = header;
        between.kind = BundleKind::Between;
        between.hub = {};
        between.to = place.colleague.info().person;
        const auto read = place.colleague.read(
            forged(between, parts, place.officer.who.replicaKey, place.colleague.who.box));
        PROHORI_GOOD(read);
        QCOMPARE(read->summary.filesReceived, 0);
        QCOMPARE(wholeAt(place.colleague, change->body().record), 0);
        PROHORI_GOOD(place.colleague.exchange());
        QCOMPARE(wholeAt(place.colleague, change->body().record), 1);
    }

    /// An answer of before says nothing of the papers that the hub has now (REL-31, REL-35).
    void anOldAnswerTellsNothingOfPapers()
    {
        Place place;
        place.attach({20'000});
        PROHORI_GOOD(place.officer.exchange());
        const QByteArray old = place.hub.answer;
        QCOMPARE(waiting(place.officer), 0);
        // The hub was set back: all is offered again.
        PROHORI_GOOD(place.officer.store->setBack({}));
        QCOMPARE(waiting(place.officer), 1);
        const auto read = place.officer.read(old);
        PROHORI_GOOD(read);
        QCOMPARE(read->summary.filesSent, 0);
        QCOMPARE(waiting(place.officer), 1);
        place.hub.clock.advance(std::chrono::seconds(1));
        PROHORI_GOOD(place.officer.exchange());
        QCOMPARE(waiting(place.officer), 0);
    }

    /// Nor does one that was written before the hub was set back, and is read after the station was told (REL-34).
    void whatAHubSaidBeforeItWasSetBackIsNotBelieved()
    {
        Place place;
        place.officer.create();
        PROHORI_GOOD(place.officer.sync());
        QTemporaryDir folder;
        const HubBackup backup({place.hub.authority.info, place.hub.key, place.hub.storageKey(),
                                folder.filePath(u"attachments"_s)});
        const QString file = folder.filePath(u"backup.db"_s);
        PROHORI_GOOD(backup.make(dynamic_cast<SqliteHubStorage&>(*place.hub.storage), file, place.hub.clock));

        place.attach({20'000});
        PROHORI_GOOD(place.hub.take(place.officer.toHub()));
        const QByteArray unread = place.hub.answer;
        place.hub.clock.advance(std::chrono::seconds(1));
        const QString fresh = folder.filePath(u"fresh.db"_s);
        PROHORI_GOOD(backup.restore(file, fresh, place.hub.clock));
        place.hub.hub.reset();
        place.hub.storage.reset();
        QVERIFY(QFile::remove(place.hub.path()) && QFile::rename(fresh, place.hub.path()));
        place.hub.restart();
        place.hub.line.setHub(place.hub.hub.get());
        PROHORI_GOOD(place.officer.sync());

        PROHORI_GOOD(place.officer.read(unread));
        QCOMPARE(waiting(place.officer), 1);
    }

    void whatFindsNoRoomOrIsDamagedWaits()
    {
        Place place;
        const ChangePtr change = place.attach({300'000, 20'000, 400'000});
        const auto write = [&place](qint64 room, QByteArray& stick) {
            QBuffer out(&stick);
            out.open(QIODevice::WriteOnly | QIODevice::Truncate);
            StationBundles bundles = place.officer.bundles();
            bundles.setPaperRoom(room);
            return bundles.writeToHub(out);
        };
        QByteArray stick;
        const auto little = write(350'000, stick);
        PROHORI_GOOD(little);
        QCOMPARE(little->papers, 2);
        QCOMPARE(little->papersLeft, 1);
        PROHORI_GOOD(place.hub.take(stick));
        PROHORI_GOOD(place.officer.read(place.hub.answer));
        QCOMPARE(waiting(place.officer), 1);

        const AttachmentId left = place.officer.store->attachmentsToSend(1)->first().manifest.id;
        QFile file(place.officer.folder + u"/attachments/"_s + left.toString());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(kPiece + 5));
        QCOMPARE(file.write("X"), 1);
        file.close();
        const auto damaged = write(kMaxBundlePaperBytes, stick);
        PROHORI_GOOD(damaged);
        QCOMPARE(damaged->papers, 0);
        QCOMPARE(damaged->papersLeft, 1);
        const auto taken = place.hub.take(stick);
        PROHORI_GOOD(taken);
        QCOMPARE(taken->papers, 0);
        QCOMPARE(wholeAt(place.officer, change->body().record), 2);
    }

    /// One that keeps no files takes the cases and lets the papers pass.
    void aHubWithoutFilesTakesTheCases()
    {
        Place place;
        const ChangePtr change = place.attach({20'000});
        place.hub.hub = std::make_unique<Hub>(place.hub.authority.info, place.hub.key, *place.hub.storage,
                                              place.hub.clock);
        PROHORI_GOOD(place.hub.hub->start());
        const auto taken = place.hub.take(place.officer.toHub());
        PROHORI_GOOD(taken);
        QCOMPARE(taken->accepted, 2);
        QCOMPARE(taken->papers, 0);
        PROHORI_GOOD(place.officer.read(place.hub.answer));
        QCOMPARE(place.officer.store->delivery(change->id()), Delivery::Custody);
        QCOMPARE(waiting(place.officer), 1);
    }

private:
    static BundleHeader headerOf(Place& place, StickStation& station)
    {
        BundleHeader header;
        header.id = place.random.bytes(16);
        header.authority = place.hub.authority.info.id;
        header.hub = place.hub.id();
        header.station = station.who.replica;
        header.person = station.who.certificate.id();
        header.headCounter = station.who.counter;
        header.head = station.who.head;
        header.made = place.hub.clock.now();
        return header;
    }
    static QList<BundlePart> answered(Place& place, StickStation& station)
    {
        QList<BundlePart> parts;
        QBuffer in(&place.hub.answer);
        in.open(QIODevice::ReadOnly);
        const auto opened = inspectBundle(in, {station.who.box}, [&parts](const BundlePart& part) {
            parts.append(part);
            return Result<>();
        });
        return opened ? parts : QList<BundlePart>();
    }
};

QTEST_GUILESS_MAIN(StickPapersTest)
#include "StickPapersTest.moc"
