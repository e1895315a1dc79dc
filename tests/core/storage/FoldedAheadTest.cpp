// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/FoldedAhead.h"
#include "core/storage/ProjectedValues.h"
#include "core/storage/ReportContent.h"
#include "StoreContent.h"
#include "tests/core/cases/RandomHistory.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What another thread worked out is taken where it is what the store would have worked out, and nowhere else.
class FoldedAheadTest : public QObject {
    Q_OBJECT
private slots:
    void isTheFoldOfTheseChanges()
    {
        std::mt19937 random(testSeed());
        SeededRandom order(testSeed());
        for (int round = 0; round < 60; ++round) {
            const RandomHistory one(random, 1 + order.below(20));
            QList<ChangePtr> changes = one.builder.changes();
            order.shuffle(changes);
            const auto made = FoldedAhead::of(changes);
            QVERIFY(made);
            const RecordState state = fold(one.builder.history());
            QVERIFY(made->isOf(one.builder.history()));
            QCOMPARE(made->state().bytes(), state.bytes());
            QCOMPARE(made->digest(), state.digest());
            QCOMPARE(made->reportContent(), reportContent(state));
            QCOMPARE(*unpacked(made->packedReports(), 1 << 20), made->reportContent());
        }
    }

    void isOfNoOtherHistory()
    {
        CaseBuilder builder;
        const ChangePtr made = builder.create({set(107, "1")});
        const ChangePtr one = builder.add(kOfficer, {made}, {set(107, "2")});
        const auto folded = FoldedAhead::of({made, one});
        History history(made->body().record);
        QVERIFY(!folded->isOf(history));
        QVERIFY(history.add(made));
        QVERIFY(!folded->isOf(history));
        QVERIFY(history.add(builder.add(kColleague, {made}, {set(107, "3")})));
        QVERIFY(!folded->isOf(history));  // as many, but others
        QVERIFY(history.add(one));
        QVERIFY(!folded->isOf(history));
        History same(made->body().record);
        QVERIFY(same.add(one) && same.add(made));
        QVERIFY(folded->isOf(same));
    }

    void whatDoesNotStandByItselfIsNotFolded()
    {
        CaseBuilder builder;
        const ChangePtr made = builder.create();
        const ChangePtr one = builder.add(kOfficer, {made}, {set(107, "2")});
        const ChangePtr two = builder.add(kOfficer, {one}, {set(107, "3")});
        QVERIFY(!FoldedAhead::of({}));
        QVERIFY(!FoldedAhead::of({one}));
        QVERIFY(!FoldedAhead::of({made, two}));
        QVERIFY(!FoldedAhead::of({made, CaseBuilder(2).create()}));
    }

    // The same lists, whoever folded; and not made once more: what is shared lies in one place.
    void theStoreTakesItOver()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.colleague, {set(field::kFirNo, "1")});
        const auto edited = desk.edit(desk.colleague, {made}, {set(field::kFirNo, "2"), submitItem()});
        const auto folded = FoldedAhead::of({made, edited});
        PROHORI_GOOD(taken(desk, {made, edited}, folded));
        QCOMPARE(firstFieldIn(desk, made), &*folded->state().fields.begin());
        QCOMPARE(faultsIn(*desk.store), QString());
        QCOMPARE(firNo(desk, made), u"\"2\""_s);
        QCOMPARE(desk.store->caseRow(made->body().record)->phase, RecordPhase::Submitted);
    }

    void nothingOfItIsMadeTwice()
    {
        CaseBuilder builder;
        builder.create({set(107, "1")});
        const auto folded = FoldedAhead::of(builder.changes());
        RecordWork work(builder.history().record());
        work.entries.append({1, builder.changes().first(), {}});
        work.history = builder.history();
        work.ahead = folded;
        work.refold();
        QCOMPARE(&*work.state.fields.begin(), &*folded->state().fields.begin());
        const auto made = projectedRecord(work, {});
        QCOMPARE(made->reports.current.constData(), folded->reportContent().constData());
        QCOMPARE(made->packedReports.bytes.constData(), folded->packedReports().bytes.constData());
        QVERIFY(made->line.contains(folded->digest()));
    }

    // What is kept of a record in memory would else be twice as large.
    void theStoreLetsGoOfIt()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.colleague, {set(field::kFirNo, "1")});
        IncomingChange incoming = desk.incoming(made);
        incoming.folded = FoldedAhead::of({made});
        PROHORI_GOOD(desk.store->applyFrame({incoming}, {u"41"_s, 1}));
        QCOMPARE(incoming.folded.use_count(), 1);
        QCOMPARE(firNo(desk, made), u"\"1\""_s);
    }

    void whatIsInQuarantineDoesNotCount()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.colleague, {set(field::kFirNo, "1")});
        const auto bad = desk.edit(desk.colleague, {made}, {set(field::kFirNo, "2"), act(ActKind::Return)});
        const auto folded = FoldedAhead::of({made, bad});
        PROHORI_GOOD(taken(desk, {made, bad}, folded));
        QVERIFY(firstFieldIn(desk, made) != &*folded->state().fields.begin());
        QCOMPARE(desk.store->quarantined().size(), 1);
        QCOMPARE(firNo(desk, made), u"\"1\""_s);
        QCOMPARE(desk.store->caseRow(made->body().record)->quarantined, 1);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    // The creation comes once more, when the store knows more than it.
    void whatWasHereBeforeCounts()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.colleague, {set(field::kFirNo, "1")});
        const auto edited = desk.edit(desk.colleague, {made}, {set(field::kFirNo, "2")});
        const auto later = desk.edit(desk.colleague, {made}, {set(field::kPoliceStation, "3")});
        PROHORI_GOOD(taken(desk, {made, edited}));
        PROHORI_GOOD(taken(desk, {made, later}));
        QCOMPARE(firNo(desk, made), u"\"2\""_s);
        QCOMPARE(desk.store->state(made->body().record)->changeCount, 3);
        QCOMPARE(faultsIn(*desk.store), QString());
        desk.reopen();
        PROHORI_GOOD(taken(desk, {made}));
        QCOMPARE(firNo(desk, made), u"\"2\""_s);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void aFrameThatFailedIsTakenTheNextTime()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.colleague, {set(field::kFirNo, "1")});
        const auto edited = desk.edit(desk.colleague, {made}, {set(field::kFirNo, "2")});
        int failures = 0;
        for (int at = 1;; ++at) {
            desk.store->failAfter(at);
            const auto done = taken(desk, {made, edited});
            desk.store->failAfter(0);
            if (done)
                break;
            ++failures;
            QVERIFY(!desk.holds(made));
        }
        QVERIFY(failures >= 5);
        QCOMPARE(firNo(desk, made), u"\"2\""_s);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    // In this store's own name, and not by who works here: dropped without a word, and so is what was folded with it.
    void aForgedOwnChangeDoesNotCount()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.officer, {set(field::kFirNo, "1")});
        PROHORI_GOOD(desk.store->save(*made));
        ChangeBody body = desk.edit(desk.officer, {made}, {set(field::kFirNo, "2")})->body();
        const auto forged =
            std::make_shared<const Change>(Change::make(body, QByteArray(kSignatureBytes, 'x')));
        PROHORI_GOOD(taken(desk, {made, forged}));
        QVERIFY(!desk.holds(forged));
        QCOMPARE(firNo(desk, made), u"\"1\""_s);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void whatComesAfterwardsIsFoldedAnew()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.colleague, {set(field::kFirNo, "1")});
        PROHORI_GOOD(taken(desk, {made}));
        const auto edited = desk.edit(desk.colleague, {made}, {set(field::kFirNo, "2")});
        PROHORI_GOOD(desk.frame({edited}));
        QCOMPARE(firNo(desk, made), u"\"2\""_s);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void whatTheHubSaysOfARecordIsNotLost()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.newCase(desk.colleague, {set(field::kFirNo, "1")});
        PROHORI_GOOD(desk.store->annotate(made->body().record, u"BD-2026-000007"_s, desk.clock.now(), {}));
        PROHORI_GOOD(taken(desk, {made}));
        QCOMPARE(desk.store->caseRow(made->body().record)->nationalRef, u"BD-2026-000007"_s);
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void randomHistoriesComeToTheSame()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < 6; ++round) {
            StoreDesk desk;
            desk.create();
            QList<ChangePtr> all{desk.newCase(desk.colleague, {set(field::kFirNo, "1")})};
            for (int i = 0; i < 12; ++i) {
                TestPerson& by = i % 2 ? desk.colleague : desk.reviewer;
                const Item item = random.below(3) == 0 ? submitItem() : set(field::kFirNo, i % 3 ? "2" : "3");
                all.append(desk.edit(by, {random.oneOf(all)}, {item}));
            }
            random.shuffle(all);
            for (qsizetype at = 0; at < all.size();) {
                const qsizetype more = 1 + random.below(6);
                // Some of it once more, as a hub may send it.
                const qsizetype from = std::max<qsizetype>(0, at - random.below(4));
                PROHORI_GOOD(taken(desk, all.mid(from, at + more - from)));
                at += more;
            }
            QCOMPARE(desk.store->counts().waiting, 0);
            QCOMPARE(faultsIn(*desk.store), QString());
        }
    }

private:
    static Result<int> taken(StoreDesk& desk, const QList<ChangePtr>& changes)
    {
        return taken(desk, changes, FoldedAhead::of(changes));
    }
    /// In one frame, with what they come to.
    static Result<int> taken(StoreDesk& desk, const QList<ChangePtr>& changes,
                             const std::shared_ptr<const FoldedAhead>& folded)
    {
        QList<IncomingChange> all;
        for (const ChangePtr& change : changes)
            all.append(desk.incoming(change));
        all.last().folded = folded;
        return desk.store->applyFrame(all, {u"41"_s, all.last().feedPosition});
    }

    static const FoldedValue* firstFieldIn(StoreDesk& desk, const ChangePtr& change)
    {
        const auto state = desk.store->state(change->body().record);
        return state && !state->fields.isEmpty() ? &*state->fields.begin() : nullptr;
    }

    static QString firNo(StoreDesk& desk, const ChangePtr& change)
    {
        return shown(*desk.store->state(change->body().record), caseField(field::kFirNo));
    }
};

QTEST_GUILESS_MAIN(FoldedAheadTest)
#include "FoldedAheadTest.moc"
