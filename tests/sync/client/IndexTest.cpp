// SPDX-License-Identifier: GPL-3.0-or-later
#include "AheadOffice.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

QList<ComingCase> comingOf(const Office& office, const QString& part = u"41"_s)
{
    const auto found = office.officer.store->comingCases(part, 100'000);
    if (!found)
        qFatal("%s", qPrintable(found.error().detail));
    return *found;
}

bool isComing(const Office& office, const RecordId& record)
{
    return office.officer.store->comingCase(record)->has_value();
}

}  // namespace

/** The index of what is still to come, and the open cases of others before the closed ones (design 6): for people, and never in the way of what is here. */
class IndexTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    void theIndexTellsWhatIsOnItsWay()
    {
        Office office;
        office.make(60, 60);
        const RecordId closed = office.other.save(newCase(kHome, u"41-2026-B-0001"_s))->body().record;
        office.makeAnew();
        const QByteArray empty = *office.officer.store->foldDigest();
        QVERIFY(!office.exchange());
        QVERIFY(office.readsAll());
        // What is open and his own is here; of all else there is a line, or it is here as well.
        const QList<ComingCase> coming = comingOf(office);
        QCOMPARE(office.told.size(), 122);
        for (const ComingCase& one : coming) {
            QVERIFY(office.told.contains(one.record));
            QVERIFY(!office.reads(one.record));
            QCOMPARE(one.received, Instant::fromMs(office.hub.clock.now().msSinceEpoch / 60'000 * 60'000));
        }
        for (const auto& [record, times] : office.told.asKeyValueRange()) {
            QCOMPARE(times, 1);
            QVERIFY(isComing(office, record) != office.reads(record));
        }
        QVERIFY(coming.size() > 80);
        QVERIFY(!office.told.contains(closed));  // the hub does not have it
        const QList<ComingCase> one = comingOf(office, u"41-2026-1-17"_s);
        QCOMPARE(one.size(), 1);
        QCOMPARE(one.first().phase, RecordPhase::Draft);
        const auto isVoid = [](const ComingCase& line) { return line.phase == RecordPhase::Void; };
        QCOMPARE(std::count_if(coming.begin(), coming.end(), isVoid), 2);

        // It is in no list, no figure and no fold.
        Store& store = *office.officer.store;
        const qint64 cases = store.counts().cases;
        QCOMPARE(cases + coming.size(), 125);
        QCOMPARE(store.cases({})->size(), cases);
        QCOMPARE(*store.countCases({}), cases);
        QVERIFY(!store.caseRow(one.first().record));
        QVERIFY(!store.state(one.first().record));
        QVERIFY(store.findByPrefix(u"41-2026-1-17"_s)->isEmpty());
        QCOMPARE(store.counts().conflicts, 0);
        QVERIFY(store.goneRecords()->isEmpty());
        SOUND(office);
        QVERIFY(*store.foldDigest() != empty);
        const QByteArray digest = *store.foldDigest();
        QVERIFY(store.takeComing(kHome, office.answers.first().ahead->through, {}, office.note()));
        QCOMPARE(*store.foldDigest(), digest);

        office.finish();
        QVERIFY(office.cameOnce());
        QVERIFY(comingOf(office).isEmpty());
        SOUND(office);
        AS_IN_TURN(office);
    }

    void aLineGoesWithItsBody()
    {
        Office office;
        office.make(60, 60);
        office.makeAnew();
        for (bool isDone = false; !isDone;) {
            isDone = office.exchange();
            const QList<ComingCase> coming = comingOf(office);
            for (const ComingCase& one : coming)
                QVERIFY(!office.reads(one.record));
            for (const auto& [record, times] : office.told.asKeyValueRange())
                QVERIFY(isComing(office, record) != office.reads(record));
            QCOMPARE(*office.officer.store->check(), QStringList());
            office.officer.open(office.officer.folder);
        }
        QVERIFY(office.answers.size() > 3);
        QVERIFY(comingOf(office).isEmpty());
    }

    // More lines than an answer takes: each once, also where the line is cut in between, and an answer keeps its bounds.
    void theIndexComesInPages()
    {
        Office office;
        office.make(400, 800);
        office.makeAnew();
        int pages = 0;
        while (comingOf(office).size() + office.officer.store->counts().cases < 1205) {
            QVERIFY(!office.exchange());
            QVERIFY(++pages < 5);
            QVERIFY(office.officer.cursor(kHome) == 0);
            const WireAheadFrames& ahead = *office.answers.last().ahead;
            QVERIFY(ahead.coming.size() <= 16 * 1024 / 32);
            office.officer.open(office.officer.folder);
        }
        QVERIFY(pages > 1);
        QCOMPARE(office.told.size(), 1202);
        QVERIFY(std::all_of(office.told.begin(), office.told.end(), [](int times) { return times == 1; }));
        qInfo("%lld bytes for %lld lines", office.indexBytes, qint64(office.told.size()));
        QVERIFY(office.indexBytes < 26 * office.told.size());
    }

    // An answer that is taken once more, or an old one: nothing comes back that is here.
    void aLineThatIsToldAgainDoesNoHarm()
    {
        Office office;
        office.make(60, 60);
        office.makeAnew();
        office.exchange();
        const WireAheadFrames told = *office.answers.first().ahead;
        QList<ComingCase> lines;
        for (const WireComing& one : told.coming)
            lines.append({one.record, one.localRef, {}, RecordPhase(one.phase), one.received});
        Store& store = *office.officer.store;
        const QList<ComingCase> before = comingOf(office);
        const QByteArray note = office.note();
        QVERIFY(store.takeComing(kHome, told.through, lines, note));
        QCOMPARE(comingOf(office), before);
        office.finish();
        const QByteArray digest = *office.officer.store->foldDigest();
        QVERIFY(office.officer.store->takeComing(kHome, told.through, lines, {}));
        QVERIFY(comingOf(office).isEmpty());
        QCOMPARE(*office.officer.store->foldDigest(), digest);
        SOUND(office);
    }

    // Lines of before go when the hub tells anew, and all when what they wait for is past.
    void anotherIndexReplacesIt()
    {
        Office office;
        Store& store = *office.officer.store;
        const auto line = [](char id) {
            return ComingCase{RecordId::fromBytes(QByteArray(16, id)),
                              u"41-2026-X-%1"_s.arg(QChar::fromLatin1(id)),
                              u"BD-2026-00%1"_s.arg(QChar::fromLatin1(id)), RecordPhase::Submitted,
                              testStart()};
        };
        QVERIFY(store.takeComing(kHome, 100, {line('a'), line('b')}, {}));
        QVERIFY(store.takeComing(kAway, 90, {line('c')}, {}));
        QCOMPARE(comingOf(office, u"X-B"_s), QList<ComingCase>{line('b')});
        QCOMPARE(comingOf(office, u"2026-00A"_s), QList<ComingCase>{line('a')});
        QCOMPARE(comingOf(office, u"BD-2026"_s).size(), 3);
        QCOMPARE(*store.comingCase(line('b').record), std::optional(line('b')));
        QVERIFY(store.takeComing(kHome, 120, {line('b')}, {}));
        QVERIFY(!isComing(office, line('a').record));
        QVERIFY(isComing(office, line('b').record) && isComing(office, line('c').record));
        QVERIFY(store.applyFrame({}, {kHome, 119}));
        QVERIFY(isComing(office, line('b').record));
        QVERIFY(store.applyFrame({}, {kHome, 120}));
        QVERIFY(!isComing(office, line('b').record) && isComing(office, line('c').record));
        // Nobody here reads that district.
        QVERIFY(store.removeWhatIsDue(testStart()));
        QVERIFY(!isComing(office, line('c').record));
        QVERIFY(store.takeComing(kHome, 130, {line('b')}, {}));
        QVERIFY(store.setBack({{kHome, 50}}));
        QVERIFY(!isComing(office, line('b').record));
    }

    // Who was away has the beginning of some cases: of them there is nothing to tell.
    void whatIsPartlyHereHasNoLine()
    {
        Office office;
        office.fill(5);
        office.good(office.officer.sync());
        const QList<CaseRow> known = *office.officer.store->cases({});
        office.fill(80);
        for (const CaseRow& row : known)
            office.put(office.supervisor, row.record, {SetItem{{1, {}, 104}, FieldValue::plain(u"B"_s), {}}});
        office.forget();
        QVERIFY(!office.exchange());
        QCOMPARE(office.told.size(), 80);
        for (const CaseRow& row : known)
            QVERIFY(!office.told.contains(row.record));
        office.finish();
        QVERIFY(office.cameOnce());
        AS_IN_TURN(office);
    }

    void whatIsElsewhereHasNoLine()
    {
        Office office;
        office.make(40, 40);
        const RecordId given = office.own[2];
        office.put(office.supervisor, given, {MoveItem{kHome, kAway, false}});
        office.put(office.away, given, {MoveItem{kHome, kAway, true}});
        Desk writer = office.hub.desk(11, u"karim"_s, Role::Recorder, kAway);
        const ChangePtr far = writer.save(newCase(kAway, u"26-2026-A-0001"_s));
        QCOMPARE(office.hub.verdictOf(writer, far), Refusal::None);
        const RecordId offered = far->body().record;
        office.put(office.away, offered, {MoveItem{kAway, kHome, false}});
        office.makeAnew();
        office.exchange();
        QVERIFY(!office.told.contains(given));
        QVERIFY(office.told.contains(offered));
        office.finish();
        QVERIFY(!office.reads(given) && office.reads(offered));
        QVERIFY(comingOf(office).isEmpty());
        SOUND(office);
    }

    // It was announced, and moves away before it comes.
    void aLineThatIsWithdrawnGoes()
    {
        Office office;
        office.make(60, 60);
        office.makeAnew();
        office.exchange();
        const ComingCase told = comingOf(office, u"41-2026-1-3"_s).first();
        const RecordId announced = told.record;
        office.put(office.supervisor, announced, {MoveItem{kHome, kAway, false}});
        office.put(office.away, announced, {MoveItem{kHome, kAway, true}});
        QVERIFY(isComing(office, announced));
        office.finish();
        QVERIFY(!isComing(office, announced) && !office.reads(announced));
        QCOMPARE(office.officer.store->goneRecords()->size(), 1);
        // Where it went is known here: that it comes is no news.
        QVERIFY(office.officer.store->takeComing(kHome, 10'000, {told}, {}));
        QVERIFY(!isComing(office, announced));
        SOUND(office);
        AS_IN_TURN(office);
    }

    void aHubThatWasSetBackTellsAnew()
    {
        Office office;
        office.make();
        office.makeAnew();
        office.hub.know({office.officer.who.store});
        office.makeBackup();
        office.fill(60);
        office.exchange();
        QVERIFY(!comingOf(office).isEmpty());
        office.setHubBack();
        office.exchange();
        QVERIFY(office.answers.last().setBack);
        QVERIFY(comingOf(office).isEmpty());
        office.finish();
        SOUND(office);
    }

    // --- programs of before

    void aStationOfBeforeGetsItsOwnAndNoIndex()
    {
        Office office;
        office.make();
        office.makeAnew();
        office.exchange();
        SyncRequest request = office.request();
        QVERIFY(request.takesOrder);
        ++request.requestCounter;
        request.takesOrder = false;
        const SyncAnswer answer = office.hub.answerTo(request.encode(office.officer.who.replicaKey));
        QVERIFY(!answer.ahead->order && answer.ahead->coming.isEmpty());
        QVERIFY(answer.ahead->isLast);
        QCOMPARE(answer.ahead->frames.size(), 1);
        QVERIFY(!answer.frames.isEmpty());
    }

    /// It knows nothing of places: it leaves nothing out, and what comes twice does no harm.
    void aHubOfBeforeIsFollowed()
    {
        Office office;
        office.make(60, 60);
        office.makeAnew();
        office.exchange();
        office.exchange();
        const qsizetype lines = comingOf(office).size();
        QVERIFY(lines > 0);
        QByteArray said;
        office.hub.line.onWay = [&](const QByteArray& body) -> Result<QByteArray> {
            said = body;
            auto asked = SyncRequest::decode(body)->request;
            asked.takesOrder = false;
            return asked.encode(office.officer.who.replicaKey);
        };
        office.hub.line.onWayBack = [&](const QByteArray& bytes) -> Result<QByteArray> {
            auto answer = *SyncAnswer::decode(bytes, office.hub.id(), blake2b(office.hub.line.lastRequest));
            answer.requestHash = blake2b(said);  // so that the station takes it for an answer to its own
            return answer.encode(office.hub.key);
        };
        office.good(office.officer.sync());
        office.hub.line.onWay = office.hub.line.onWayBack = {};
        QVERIFY(comingOf(office).isEmpty());
        SOUND(office);
        AS_IN_TURN(office);
    }

    // --- the open ones before the closed

    void openCasesOfOthersComeBeforeClosedOnes()
    {
        Office office;
        QSet<RecordId> open, closed;
        office.own.append(office.officer.create(office.text())->body().record);
        office.good(office.officer.sync());
        for (int i = 0; i < 60; ++i) {
            const ChangePtr made = office.other.save(newCase(kHome, u"41-2026-B-%1"_s.arg(i)));
            QCOMPARE(office.hub.verdictOf(office.other, made), Refusal::None);
            office.put(office.other, made->body().record,
                       {SetItem{{1, {}, 104}, FieldValue::plain(office.text(900)), {}}});
            const bool isClosed = i % 3 > 0;
            if (isClosed)
                office.put(office.supervisor, made->body().record, {Office::act(ActKind::Void)});
            (isClosed ? closed : open).insert(made->body().record);
        }
        office.makeAnew();
        QVERIFY(!office.exchange());
        while (
            !std::all_of(open.begin(), open.end(), [&](const RecordId& one) { return office.reads(one); })) {
            QCOMPARE(office.officer.cursor(kHome), quint64(0));
            QVERIFY(!office.exchange());
            office.officer.open(office.officer.folder);
        }
        const auto isHere = [&](const RecordId& one) { return office.reads(one); };
        // What is left of the answer in which the open ones end may hold some more.
        QVERIFY(std::count_if(closed.begin(), closed.end(), isHere) < 10);
        QVERIFY(office.answers.size() >= 2);
        office.finish();
        QVERIFY(office.cameOnce());
        QCOMPARE(office.came.size(), qsizetype(office.hub.feedEnd(kHome)));
        SOUND(office);
        const QByteArray digest = office.officer.digest();
        const qint64 bytes = office.bytes - office.indexBytes, up = office.bytesUp;
        QCOMPARE(office.plainDigest(), digest);
        qInfo("down %lld bytes without the index, %lld in turn; up %lld and %lld", bytes, office.bytes, up,
              office.bytesUp);
        QVERIFY(bytes < office.bytes * 103 / 100);
        QVERIFY(up < office.bytesUp + bytes / 50);
    }

    // A step goes on where it stood: what was looked at is not looked at again.
    void aStepGoesOnWhereItStood()
    {
        Office office;
        const int cases = 620;
        QList<ChangePtr> all;
        for (int i = 0; i < cases; ++i)
            office.own.append(office.officer.create(u"B"_s)->body().record);
        office.good(office.officer.sync());
        for (int i = 1; i < cases; ++i)
            office.put(office.supervisor, office.own[i], {Office::act(ActKind::Void)});
        office.makeAnew();
        QVERIFY(!office.exchange());
        const WireAheadFrames first = *office.answers.last().ahead;
        QVERIFY(!first.isLast);
        QVERIFY(first.frames.isEmpty());
        QVERIFY(first.order->own > 0 && first.order->own < first.through - 400);
        QVERIFY(office.answers.last().frames.isEmpty());
        office.officer.open(office.officer.folder);
        QVERIFY(!office.exchange());
        QCOMPARE(office.request().ahead->first().order->own, first.order->own);
        QVERIFY(office.answers.last().ahead->isLast);
        QVERIFY(office.reads(office.own[0]));
    }

    // A good line is no place for an index: all is there at once.
    void onAGoodLineThereIsNone()
    {
        Office office;
        office.make();
        office.makeAnew();
        QVERIFY(office.exchange(SyncBudget::kMost));
        QVERIFY(office.told.isEmpty());
        QCOMPARE(office.answers.size(), 1);
        QCOMPARE(*office.answers.first().ahead->order, (WireOrder{0, 0, 0, {}}));
    }

    void aSyncOfNothingCostsNothing()
    {
        Office office;
        office.make(60, 60);
        office.makeAnew();
        office.finish();
        office.exchange();
        office.forget();
        QVERIFY(office.exchange());
        QVERIFY2(office.bytes + office.bytesUp < 500,
                 qPrintable(QString::number(office.bytes + office.bytesUp)));
        QVERIFY(!office.answers.last().ahead);
    }

    void noMorePlacesAreNamedThanThereMayBe()
    {
        Office office;
        office.fill(int(WireOrder::kMostPlaces) + 200);
        office.makeAnew();
        qsizetype most = 0, up = 0;
        for (bool isDone = false; !isDone;) {
            isDone = office.exchange(70'000);
            // The first request introduces the station.
            if (office.answers.size() > 1)
                up = std::max<qsizetype>(up, office.hub.line.lastRequest.size());
            const QList<WireAhead> named = *office.request().ahead;
            for (const WireAhead& one : named)
                most = std::max(most, one.order ? one.order->places.size() : 0);
        }
        QCOMPARE(most, WireOrder::kMostPlaces);
        QVERIFY2(up < 2'000, qPrintable(QString::number(up)));
        QVERIFY(office.cameOnce());
        QCOMPARE(office.officer.store->counts().cases, WireOrder::kMostPlaces + 200);
        SOUND(office);
    }
};

QTEST_GUILESS_MAIN(IndexTest)
#include "IndexTest.moc"
