// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/LaterFacts.h"

#include "CaseBuilder.h"
#include "tests/support/TestSeed.h"

#include <QTest>

#include <random>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr quint32 kSuspect = 4, kCharge = 8, kService = 11;
constexpr quint32 kStage = 141, kArrested = 428, kVerdict = 803;

/// An approved case with a suspect.
CaseBuilder approved()
{
    CaseBuilder builder;
    builder.create({AddRowItem{kSuspect, rowId(1), {}}, set(107, "tip"), set(kStage, "investigation")});
    builder.next(kOfficer, {act(ActKind::Submit)});
    builder.approve(kReviewer);
    return builder;
}

QList<LaterRow> waiting(const CaseBuilder& builder)
{
    return laterRowsWaiting(builder.history(), builder.fold());
}

}  // namespace

/// Later facts and their short review (design 3): which rows wait, who may look at them.
class LaterFactsTest : public QObject {
    Q_OBJECT
private slots:
    void onlyWhatIsOutsideOfTheScopeWaits()
    {
        CaseBuilder builder = approved();
        QCOMPARE(waiting(builder), QList<LaterRow>());
        builder.next(kOfficer, {set(107, "som")});
        QCOMPARE(waiting(builder), QList<LaterRow>());
        builder.next(kOfficer, {AddRowItem{kCharge, rowId(2), rowId(1)},
                                set({kCharge, rowId(2), kVerdict}, text("convicted"))});
        builder.next(kColleague,
                     {set({kSuspect, rowId(1), kArrested}, text("2026-11-20")), set(kStage, "trial")});
        const QList<LaterRow> rows = waiting(builder);
        QCOMPARE(rows.size(), 3);
        QCOMPARE(rows[0], (LaterRow{1, {}, false, false, {kStage}, {kColleague.person}}));
        QCOMPARE(rows[1], (LaterRow{kSuspect, rowId(1), false, false, {kArrested}, {kColleague.person}}));
        QCOMPARE(rows[2], (LaterRow{kCharge, rowId(2), true, false, {kVerdict}, {kOfficer.person}}));
    }

    void aGroupWaitsWhereNothingOfItIsInScope()
    {
        constexpr quint32 kClosureReason = 148, kClosedOn = 149;
        CaseBuilder mixed = approved();
        mixed.next(kOfficer, {set(caseField(kClosureReason), text("x"), u"end"_s),
                              set(caseField(142), text("y"), u"end"_s)});
        QVERIFY(!mixed.fold().laterFactsWaiting);
        CaseBuilder later = approved();
        later.next(kOfficer, {set(caseField(kClosureReason), text("x"), u"end"_s),
                              set(caseField(kClosedOn), text("2026-11-20"), u"end"_s)});
        QVERIFY(later.fold().laterFactsWaiting);
    }

    void aRemovedRowWaitsToo()
    {
        CaseBuilder builder = approved();
        builder.next(kOfficer, {AddRowItem{kService, rowId(3), {}}});
        builder.approve(kReviewer, {}, ActKind::ReviewLater);
        QVERIFY(waiting(builder).isEmpty());
        builder.next(kColleague, {RemoveRowItem{kService, rowId(3), u"duplicate"_s}});
        QCOMPARE(waiting(builder), (QList<LaterRow>{{kService, rowId(3), false, true, {}, {2}}}));
    }

    void whoseFactWasWrittenOverIsNoAuthor()
    {
        CaseBuilder builder = approved();
        builder.next(kReviewer, {set(kStage, "trial")});
        builder.next(kColleague, {set(kStage, "appeal")});
        QCOMPARE(waiting(builder), (QList<LaterRow>{{1, {}, false, false, {kStage}, {kColleague.person}}}));
        builder.approve(kReviewer, {}, ActKind::ReviewLater);
        QVERIFY(waiting(builder).isEmpty());
    }

    void aReviewEndsTheWaitOfWhatItSaw()
    {
        CaseBuilder builder = approved();
        const ChangePtr seen = builder.next(kOfficer, {set(kStage, "trial")});
        builder.add(kColleague, {seen}, {AddRowItem{kService, rowId(3), {}}});
        builder.approve(kReviewer, seen, ActKind::ReviewLater);
        const QList<LaterRow> rows = waiting(builder);
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows[0].group, kService);
        QVERIFY(reviewedHeads(builder.history(), builder.fold()).size() == 1);
        builder.approve(kReviewer, {}, ActKind::ReviewLater);
        QVERIFY(waiting(builder).isEmpty());
        QVERIFY(builder.fold().isApproved());  // the rest was not opened
        QCOMPARE(builder.fold().revision, 3);
    }

    /// Four eyes: not by who wrote one of the facts, also not from a second replica.
    void nobodyReviewsHisOwnFacts()
    {
        CaseBuilder builder = approved();
        const auto code = [&](const Author& who) {
            const auto may = mayReviewLater(builder.history(), builder.fold(), who.person, who.role);
            return may ? u"done"_s : may.error().hint;
        };
        QCOMPARE(code(kReviewer), u"nothing-waits"_s);
        builder.next(kReviewer, {set(kStage, "trial")});
        QCOMPARE(code(kReviewer), u"four-eyes"_s);
        QCOMPARE(code(kOtherReviewer), u"done"_s);
        QVERIFY(code(kOfficer) != u"done"_s);
        const Author second{kReviewer.person, kReviewer.role, 7};
        builder.approve(second, {}, ActKind::ReviewLater);
        QCOMPARE(waiting(builder).size(), 1);
        QCOMPARE(builder.fold().ineffectiveActs.size(), 1);
        QCOMPARE(builder.fold().ineffectiveActs[0].reason, u"four-eyes"_s);
        builder.approve(kOtherReviewer, {}, ActKind::ReviewLater);
        QVERIFY(waiting(builder).isEmpty());
    }

    /// Whatever people do at once, the rows tell of facts exactly when the fold says that some wait.
    void theRowsAgreeWithTheFold()
    {
        std::mt19937 random(testSeed());
        const auto below = [&](int limit) { return int(random() % unsigned(limit)); };
        int waitingOnes = 0, quietOnes = 0;
        for (int round = 0; round < 120; ++round) {
            CaseBuilder builder = approved();
            builder.next(kOfficer, {AddRowItem{kCharge, rowId(2), rowId(1)}});
            for (int i = 0; i < 12; ++i) {
                const QList<ChangePtr>& all = builder.changes();
                const ChangePtr parent = below(2) ? all.last() : all[2 + below(int(all.size()) - 2)];
                const Author author = below(2) ? kOfficer : kColleague;
                switch (below(6)) {
                case 0: builder.add(author, {parent}, {set(kStage, below(2) ? "trial" : "closed")}); break;
                case 1: builder.add(author, {parent}, {set({kCharge, rowId(2), kVerdict}, {})}); break;
                case 2:
                    builder.add(author, {parent}, {set({kCharge, rowId(2), kVerdict}, text("convicted"))});
                    break;
                case 3: builder.add(author, {parent}, {RemoveRowItem{kCharge, rowId(2), u"x"_s}}); break;
                case 4:
                    builder.approve(below(2) ? kReviewer : kOtherReviewer, {}, ActKind::ReviewLater);
                    break;
                default: builder.add(author, {parent}, {set(107, "som")}); break;
                }
                const RecordState state = builder.fold();
                const QList<LaterRow> rows = laterRowsWaiting(builder.history(), state);
                QCOMPARE(!rows.isEmpty(), state.laterFactsWaiting);
                (rows.isEmpty() ? quietOnes : waitingOnes) += 1;
            }
        }
        QVERIFY(waitingOnes > 100 && quietOnes > 100);
    }
};

QTEST_APPLESS_MAIN(LaterFactsTest)
#include "LaterFactsTest.moc"
