// SPDX-License-Identifier: GPL-3.0-or-later
#include "CaseBuilder.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr Author kReviewerElsewhere{9, Role::DistrictReviewer, 33};  ///< the same person at another replica

QString lastReason(const RecordState& state)
{
    return state.ineffectiveActs.isEmpty() ? QString() : state.ineffectiveActs.last().reason;
}

/// Created and submitted by the officer.
CaseBuilder submitted(const QList<Item>& items = {set(107, "tip")})
{
    CaseBuilder builder;
    builder.create(items);
    builder.next(kOfficer, {act(ActKind::Submit)});
    return builder;
}

}  // namespace

/// SEC-43: four eyes, content hash and open points are checked by the fold.
class ApprovalTest : public QObject {
    Q_OBJECT
private slots:
    void aReviewerApprovesWhatHeSaw()
    {
        CaseBuilder builder = submitted();
        QVERIFY(mayApprove(builder.history(), builder.fold(), kReviewer.person, kReviewer.role).has_value());
        const auto heads = builder.history().heads();
        const auto approval = builder.approve(kReviewer);
        const RecordState state = builder.fold();
        QVERIFY(state.phase == RecordPhase::DistrictApproved);
        QVERIFY(state.isApproved());
        QVERIFY(state.ineffectiveActs.isEmpty());
        QCOMPARE(state.approval->change, approval->id());
        QCOMPARE(state.approval->heads, heads);
        QCOMPARE(state.lastAct, approval->id());
        QCOMPARE(fold(builder.history().upTo(state.approval->heads)).changeCount, 2);
    }

    void nobodyApprovesHisOwnWork_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("he created it") << 0;
        QTest::newRow("he submitted it") << 1;
        QTest::newRow("he wrote a value") << 2;
        QTest::newRow("he wrote it at another replica") << 3;
        QTest::newRow("he cleared a value") << 4;
        QTest::newRow("he switched an option off") << 5;
        QTest::newRow("he added a row") << 6;
        QTest::newRow("he removed a row") << 7;
        QTest::newRow("he typed a third value into a conflict") << 8;
        QTest::newRow("he attached a file") << 9;
        QTest::newRow("he wrote a group") << 10;
        QTest::newRow("he wrote a group that is in scope with its last field") << 11;
    }

    void nobodyApprovesHisOwnWork()
    {
        QFETCH(const int, what);
        CaseBuilder builder;
        const Author recorderHat{9, Role::Recorder, 3};
        const auto root = builder.create({set(107, "tip"), AddRowItem{2, rowId(1), {}},
                                          OptionItem{caseField(132), 0, {Cbor(u"a"_s)}, {}}},
                                         what == 0 ? recorderHat : kOfficer);
        switch (what) {
        case 2: builder.next(kReviewer, {set(108, "x")}); break;
        case 3: builder.next(kReviewerElsewhere, {set(108, "x")}); break;
        case 4: builder.next(kReviewer, {set(caseField(107), {})}); break;
        case 5: builder.next(kReviewer, {OptionItem{caseField(132), 0, {}, {Cbor(u"a"_s)}}}); break;
        case 6: builder.next(kReviewer, {AddRowItem{2, rowId(2), {}}}); break;
        case 7: builder.next(kReviewer, {RemoveRowItem{2, rowId(1), {}}}); break;
        case 8: {
            builder.add(kOfficer, {root}, {set(107, "a")});
            builder.add(kColleague, {root}, {set(107, "b")});
            builder.next(kReviewer, {Item(settling(builder.fold().conflicts.front())), set(107, "c")});
            break;
        }
        case 9:
            builder.next(kReviewer, {AttachItem{{16, rowId(1), 1606}, QByteArray(32, 'h'), 1, {}}});
            break;
        case 10:
            builder.next(kReviewer, {set(caseField(104), text("41"), u"place"_s),
                                     set(caseField(105), text("BD4101"), u"place"_s)});
            break;
        case 11:
            builder.next(kReviewer, {set(caseField(141), text("trial"), u"stage"_s),
                                     set(caseField(142), text("x"), u"stage"_s)});
            break;
        default: break;
        }
        builder.next(what == 1 ? recorderHat : kOfficer, {act(ActKind::Submit)});
        QVERIFY(!mayApprove(builder.history(), builder.fold(), kReviewer.person, kReviewer.role).has_value());
        CaseBuilder honest = builder;
        builder.approve(kReviewer);
        QVERIFY(!builder.fold().isApproved());
        QCOMPARE(lastReason(builder.fold()), u"four-eyes"_s);
        honest.approve(kOtherReviewer);
        QVERIFY(honest.fold().isApproved());
    }

    void choosingAnExistingValueIsNoAuthorship()
    {
        CaseBuilder builder;
        const auto root = builder.create({set(107, "x")});
        const auto a = builder.add(kOfficer, {root}, {set(107, "a")});
        builder.add(kColleague, {root}, {set(107, "b")});
        builder.next(kReviewer, {Item(settling(builder.fold().conflicts.front(), a->id()))});
        builder.next(kOfficer, {act(ActKind::Submit)});
        builder.approve(kReviewer);
        QVERIFY2(builder.fold().isApproved(), qPrintable(lastReason(builder.fold())));
    }

    void valuesThatNoLongerStandDoNotCount()
    {
        CaseBuilder builder;
        builder.create({set(107, "x")});
        builder.next(kReviewer, {set(107, "y")});
        builder.next(kOfficer, {set(107, "z"), act(ActKind::Submit)});
        builder.approve(kReviewer);
        QVERIFY(builder.fold().isApproved());
    }

    void noApprovalOverOpenPoints()
    {
        CaseBuilder conflict;
        const auto root = conflict.create({set(107, "x")});
        conflict.add(kOfficer, {root}, {set(107, "a")});
        conflict.add(kColleague, {root}, {set(107, "b")});
        conflict.next(kOfficer, {act(ActKind::Submit)});
        conflict.approve(kReviewer);
        QCOMPARE(lastReason(conflict.fold()), u"open-conflict"_s);
        QVERIFY(!conflict.fold().isApproved());

        CaseBuilder query = submitted();
        query.next(kOtherReviewer,
                   {Item(QueryItem{QByteArray(16, 'q'), QueryStep::Open, caseField(107), text("?")})});
        query.approve(kReviewer);
        QCOMPARE(lastReason(query.fold()), u"open-query"_s);
        query.next(kOtherReviewer,
                   {Item(QueryItem{QByteArray(16, 'q'), QueryStep::Close, caseField(107), {}})});
        query.approve(kReviewer);
        QVERIFY(query.fold().isApproved());

        const FieldKey file{16, rowId(3), 1606};
        CaseBuilder attachment = submitted({AddRowItem{16, rowId(3), {}}, AttachItem{file, {}, 0, {}}});
        attachment.approve(kReviewer);
        QCOMPARE(lastReason(attachment.fold()), u"missing-attachment"_s);
        attachment.next(kOfficer, {AttachItem{file, QByteArray(32, 'h'), 10, {}}});
        attachment.approve(kReviewer);
        QVERIFY(attachment.fold().isApproved());
    }

    void staleOrForeignApprovalsDoNotCount()
    {
        CaseBuilder heads = submitted();
        const auto seen = heads.history().heads();
        const Item old = heads.approval(seen);
        heads.next(kOfficer, {set(107, "som")});
        CaseBuilder hash = heads;
        heads.next(kReviewer, {old});  // stands on more than it names
        QCOMPARE(lastReason(heads.fold()), u"stale-content"_s);
        ActItem wrong = get<ActItem>(hash.approval(hash.history().heads()));
        wrong.contentHash[0] = char(wrong.contentHash[0] ^ 1);
        hash.next(kReviewer, {Item(wrong)});
        QCOMPARE(lastReason(hash.fold()), u"stale-content"_s);
        ActItem list = get<ActItem>(hash.approval(hash.history().heads()));
        list.scopeList = u"everything-1"_s;
        hash.next(kReviewer, {Item(list)});
        QCOMPARE(lastReason(hash.fold()), u"unknown-scope-list"_s);
        hash.approve({7, Role::Recorder, 7});
        QCOMPARE(lastReason(hash.fold()), u"wrong-role"_s);
        QVERIFY(!hash.fold().approval);
    }

    void laterAndConcurrentEditsShow_data()
    {
        QTest::addColumn<bool>("concurrent");
        QTest::newRow("later") << false;
        QTest::newRow("concurrent") << true;
    }

    void laterAndConcurrentEditsShow()
    {
        QFETCH(const bool, concurrent);
        CaseBuilder builder = submitted();
        const auto head = builder.changes().last();
        const auto approval = builder.approve(kReviewer);
        builder.add(kOfficer, {concurrent ? head : approval}, {set(107, "som")});
        RecordState state = builder.fold();
        QVERIFY(state.phase == RecordPhase::DistrictApproved);
        QVERIFY(state.changedSinceApproval);
        QVERIFY(state.needsReviewAgain);
        QVERIFY(!state.isApproved());
        QCOMPARE(state.approval->change, approval->id());
        QCOMPARE(shown(fold(builder.history().upTo(state.approval->heads)), caseField(107)), u"\"tip\""_s);

        CaseBuilder undone = builder;
        undone.next(kOfficer, {set(107, "tip")});
        QVERIFY(undone.fold().isApproved());  // exactly what was approved

        builder.next(kOfficer, {act(ActKind::Submit)});
        QVERIFY(builder.fold().phase == RecordPhase::Submitted);
        builder.approve(kReviewer);
        state = builder.fold();
        QVERIFY(state.isApproved());
        QVERIFY(!state.changedSinceApproval);
    }

    void whatCountsAsContent_data()
    {
        QTest::addColumn<Item>("edit");
        QTest::addColumn<bool>("changed");
        QTest::newRow("a value") << set(108, "x") << true;
        QTest::newRow("a sealed value") << set(FieldKey{2, rowId(1), 209}, tag(1)) << true;
        QTest::newRow("a missing reason")
            << set(caseField(108), FieldValue::missing(MissingReason::Unknown)) << true;
        QTest::newRow("an option") << Item(OptionItem{caseField(132), 0, {Cbor(u"a"_s)}, {}}) << true;
        QTest::newRow("a row") << Item(AddRowItem{2, rowId(4), {}}) << true;
        QTest::newRow("a row removed") << Item(RemoveRowItem{2, rowId(1), {}}) << true;
        QTest::newRow("an attachment")
            << Item(AttachItem{caseField(108), QByteArray(32, 'h'), 1, {}}) << true;
        QTest::newRow("the same in other digits") << set(107, " tip ") << false;
        QTest::newRow("a blank that was blank") << set(caseField(109), {}) << false;
        QTest::newRow("a note") << Item(NoteItem{caseField(107), text("x")}) << false;
        QTest::newRow("a remark") << Item(RemarkItem{caseField(137), text("x")}) << false;
        QTest::newRow("a service row") << Item(AddRowItem{11, rowId(5), rowId(1)}) << false;
        QTest::newRow("a trial row") << Item(AddRowItem{9, rowId(5), {}}) << false;
        QTest::newRow("the date of arrest") << set(FieldKey{4, rowId(2), 428}, text("2026-03-01")) << false;
        QTest::newRow("the result of the investigation")
            << set(FieldKey{7, rowId(3), 715}, text("charge_sheet")) << false;
        QTest::newRow("the stage of the case") << set(caseField(141), text("trial")) << false;
        QTest::newRow("another field of the suspect")
            << set(FieldKey{4, rowId(2), 411}, text("male")) << true;
    }

    void whatCountsAsContent()
    {
        QFETCH(const Item, edit);
        QFETCH(const bool, changed);
        CaseBuilder builder = submitted({set(107, "tip"), AddRowItem{2, rowId(1), {}},
                                         AddRowItem{4, rowId(2), {}}, AddRowItem{7, rowId(3), {}}});
        builder.approve(kReviewer);
        QVERIFY(builder.fold().isApproved());
        builder.next(kOfficer, {edit});
        QCOMPARE(builder.fold().changedSinceApproval, changed);
        QCOMPARE(builder.fold().isApproved(), !changed);
    }

    void theFormVersionIsPartOfWhatIsApproved()
    {
        CaseBuilder builder = submitted();
        builder.approve(kReviewer);
        builder.setFormVersion(u"2"_s);
        builder.next(kOfficer, {AddRowItem{11, rowId(5), {}}});
        QVERIFY(builder.fold().isApproved());  // later facts under a newer form
        builder.next(kOfficer, {set(107, "tip")});
        QVERIFY(builder.fold().changedSinceApproval);
    }

    void laterFactsHaveAReviewOfTheirOwn()
    {
        CaseBuilder builder = submitted();
        builder.approve(kReviewer);
        QVERIFY(!builder.fold().laterFactsWaiting);
        builder.next(kOfficer,
                     {AddRowItem{11, rowId(5), {}}, set(FieldKey{11, rowId(5), 1104}, text("shelter"))});
        QVERIFY(builder.fold().laterFactsWaiting);
        QVERIFY(builder.fold().isApproved());
        CaseBuilder own = builder;
        own.next(kReviewer, {set(FieldKey{11, rowId(5), 1107}, text("ongoing"))});
        own.approve(kReviewer, {}, ActKind::ReviewLater);
        QCOMPARE(lastReason(own.fold()), u"four-eyes"_s);
        builder.approve(kReviewer, {}, ActKind::ReviewLater);
        const RecordState state = builder.fold();
        QVERIFY(!state.laterFactsWaiting);
        QVERIFY(state.isApproved());
        QCOMPARE(state.revision, 2);
    }

    void twoApprovalsOfTheSameAreOne()
    {
        CaseBuilder builder = submitted();
        const auto head = builder.changes().last();
        builder.approve(kReviewer, head);
        builder.approve(kOtherReviewer, head);
        QVERIFY(builder.fold().isApproved());
        QCOMPARE(builder.fold().heads.size(), 2);
    }

    void headquartersTakesOverOneApproval()
    {
        CaseBuilder builder = submitted();
        const auto approval = builder.approve(kReviewer);
        CaseBuilder wrong = builder;
        ActItem item;
        item.kind = ActKind::Accept;
        item.approval = approval->id();
        item.contentHash = QByteArray(32, 'x');
        wrong.next(kMinistry, {Item(item)});
        QCOMPARE(lastReason(wrong.fold()), u"stale-content"_s);
        builder.accept(kMinistry, approval);
        QVERIFY(builder.fold().phase == RecordPhase::HqAccepted);
        QVERIFY(builder.fold().isApproved());
        builder.next(kMinistry, {act(ActKind::Freeze)});
        QVERIFY(builder.fold().phase == RecordPhase::Frozen);
        builder.next(kReviewer, {act(ActKind::Reopen)});
        QCOMPARE(lastReason(builder.fold()), u"wrong-role"_s);
        builder.next(kMinistry, {act(ActKind::Reopen)});
        QVERIFY(builder.fold().phase == RecordPhase::Reopened);
        QVERIFY(!builder.fold().isApproved());
        QCOMPARE(builder.fold().revision, 2);
    }

    void mayApproveSaysWhyNot()
    {
        CaseBuilder builder;
        builder.create();
        const auto draft = mayApprove(builder.history(), builder.fold(), kReviewer.person, kReviewer.role);
        QVERIFY(draft.error().detail.contains(u"submitted"_s));
        builder.next(kOfficer, {act(ActKind::Submit)});
        const auto own =
            mayApprove(builder.history(), builder.fold(), kOfficer.person, Role::DistrictReviewer);
        QCOMPARE(own.error().hint, u"four-eyes"_s);
        QVERIFY(!own.error().detail.isEmpty());
        QVERIFY(!mayApprove(builder.history(), builder.fold(), 0, Role::DistrictReviewer).has_value());
    }
};

QTEST_APPLESS_MAIN(ApprovalTest)
#include "ApprovalTest.moc"
