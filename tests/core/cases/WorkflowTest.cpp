// SPDX-License-Identifier: GPL-3.0-or-later
#include "CaseBuilder.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

// One letter a phase, in the order of their numbers: draft, submitted, returned, approved by the district, received, query, accepted,
// frozen, reopened, merged, void.
constexpr QLatin1StringView kPhaseLetters = "DSRArQCFOMX"_L1;

RecordPhase phaseOf(QChar letter)
{
    return static_cast<RecordPhase>(kPhaseLetters.indexOf(letter) + 1);
}

struct ExpectedRight {
    const char* permission;
    const char* role;
    const char* phases;
};

// Written from the roles, states and transitions of the procedure, not from the table of the program.
constexpr ExpectedRight kExpected[] = {
    {"create", "recorder", "D"},
    {"edit", "recorder", "DSRArQCO"},
    {"edit", "investigator", "DSRArQCO"},
    {"edit", "victim_officer", "DSRArQCO"},
    {"edit", "court_officer", "DSRArQCO"},
    {"edit", "district_reviewer", "DSRArQCO"},
    {"submit", "recorder", "DRQOArC"},
    {"submit", "investigator", "D"},
    {"recall", "recorder", "S"},
    {"recall", "investigator", "S"},
    {"return", "district_reviewer", "S"},
    {"approve", "district_reviewer", "S"},
    {"reopen", "district_reviewer", "ArC"},
    {"reopen", "hq_approver", "F"},
    {"query", "hq_analyst", "Ar"},
    {"query", "hq_approver", "Ar"},
    {"accept", "hq_approver", "Ar"},
    {"freeze", "hq_approver", "C"},
    {"void", "district_reviewer", "DSR"},
    {"merge", "district_reviewer", "DSRArQCO"},
    {"merge", "hq_approver", "DSRArQCO"},
    {"review_later", "district_reviewer", "ArCF"},
    {"settle", "recorder", "DRQO"},
    {"settle", "investigator", "DRQO"},
    {"settle", "district_reviewer", "DSRArQCO"},
    {"open_query", "district_reviewer", "DSRArQCO"},
    {"open_query", "hq_analyst", "ArQC"},
    {"open_query", "hq_approver", "ArQC"},
    {"answer_query", "recorder", "DSRArQCO"},
    {"answer_query", "investigator", "DSRArQCO"},
    {"answer_query", "victim_officer", "DSRArQCO"},
    {"answer_query", "court_officer", "DSRArQCO"},
    {"answer_query", "district_reviewer", "DSRArQCO"},
    {"remark", "recorder", "DSRArQCO"},
    {"remark", "investigator", "DSRArQCO"},
    {"remark", "victim_officer", "DSRArQCO"},
    {"remark", "court_officer", "DSRArQCO"},
    {"remark", "district_reviewer", "DSRArQCO"},
    {"read_identity", "recorder", "DSRArQCFOMX"},
    {"read_identity", "investigator", "DSRArQCFOMX"},
    {"read_identity", "victim_officer", "DSRArQCFOMX"},
    {"read_identity", "district_reviewer", "DSRArQCFOMX"},
    {"read_sensitive", "recorder", "DSRArQCFOMX"},
    {"read_sensitive", "investigator", "DSRArQCFOMX"},
    {"read_sensitive", "victim_officer", "DSRArQCFOMX"},
    {"read_sensitive", "district_reviewer", "DSRArQCFOMX"},
    {"read_sensitive", "hq_approver", "DSRArQCFOMX"},
    {"read_sensitive", "phq_monitor", "DSRArQCFOMX"},
    {"hand_over", "recorder", "DSRArQCFO"},
    {"hand_over", "investigator", "DSRArQCFO"},
    {"hand_over", "victim_officer", "DSRArQCFO"},
    {"hand_over", "court_officer", "DSRArQCFO"},
    {"hand_over", "district_reviewer", "DSRArQCFO"},
    {"take_over", "recorder", "DSRArQCFO"},
    {"take_over", "investigator", "DSRArQCFO"},
    {"take_over", "victim_officer", "DSRArQCFO"},
    {"take_over", "court_officer", "DSRArQCFO"},
    {"take_over", "district_reviewer", "DSRArQCFO"},
};

bool expected(const QString& permission, const QString& role, QChar phase)
{
    for (const ExpectedRight& right : kExpected) {
        if (QLatin1StringView(right.permission) == permission && QLatin1StringView(right.role) == role)
            return QLatin1StringView(right.phases).contains(phase);
    }
    return false;
}

// Rows and columns: submit, return, approve, reopen, query, accept, freeze, void, merge, recall, review_later.
// '~' is "looked at again", '!' a conflict, a letter the phase both lead to.
constexpr const char* kPairs[] = {
    "S~~~~~!!!!S",  // submit
    "~R~!!!!!!RR",  // return
    "~~A!~!!!!~A",  // approve
    "~!!O!!!!!!O",  // reopen
    "~!~!Q!!!!!Q",  // query
    "~!!!!C!!!!C",  // accept
    "!!!!!!F!!!F",  // freeze
    "!!!!!!!X!!X",  // void
    "!!!!!!!!M!M",  // merge
    "!R~!!!!!!DD",  // recall
    "SRAOQCFXMDA",  // review_later
};

// act, from, to; a star where it needs a change since the approval
constexpr const char* kTransitions[] = {
    "submit D S",       "submit R S",       "submit Q S",       "submit O S",       "submit* A S",
    "submit* r S",      "submit* C S",      "recall S D",       "return S R",       "approve S A",
    "reopen A O",       "reopen r O",       "reopen C O",       "reopen F O",       "query A Q",
    "query r Q",        "accept A C",       "accept r C",       "freeze C F",       "void D X",
    "void S X",         "void R X",         "merge D M",        "merge S M",        "merge R M",
    "merge A M",        "merge r M",        "merge Q M",        "merge C M",        "merge O M",
    "review_later A A", "review_later r A", "review_later C C", "review_later F F",
};

}  // namespace

class WorkflowTest : public QObject {
    Q_OBJECT
private slots:
    void namesAndNumbersGoTogether()
    {
        QCOMPARE(allPhases().size(), 11);
        QCOMPARE(allActs().size(), 11);
        QCOMPARE(allPermissions().size(), 21);
        QCOMPARE(allRoles().size(), 12);
        for (const RecordPhase phase : allPhases())
            QCOMPARE(*phaseFromName(phaseName(phase)), phase);
        for (const Role role : allRoles())
            QCOMPARE(*roleFromName(roleName(role)), role);
        QVERIFY(!phaseFromName(u"nowhere"_s));
        QVERIFY(!roleFromName(u"none"_s));
        QCOMPARE(phaseName(RecordPhase::Void), u"void"_s);
        QVERIFY(isNationalRole(Role::HqApprover) && !isNationalRole(Role::DistrictReviewer));
        for (const ActKind kind : allActs())
            QCOMPARE(permissionName(permissionFor(kind)), actName(kind));
    }

    void everyCellOfTheRights()
    {
        int cells = 0;
        QList<Role> roles = allRoles();
        roles.append({Role::None, static_cast<Role>(77)});
        for (const Role role : roles) {
            for (const Permission permission : allPermissions()) {
                for (const QChar letter : QString(kPhaseLetters)) {
                    const bool wanted = expected(permissionName(permission), roleName(role), letter);
                    const auto found = permitted(role, permission, phaseOf(letter), true);
                    const QString cell =
                        u"%1 %2 %3"_s.arg(roleName(role), permissionName(permission), letter);
                    QVERIFY2(found.has_value() == wanted, qPrintable(cell));
                    const bool outside = permitted(role, permission, phaseOf(letter), false).has_value();
                    QVERIFY2(outside == (wanted && isNationalRole(role)), qPrintable(cell));
                    if (!found) {
                        QVERIFY(found.error().code == ErrorCode::Refused);
                        QVERIFY2(found.error().detail.endsWith(u'.'), qPrintable(found.error().detail));
                    }
                    ++cells;
                }
            }
        }
        QCOMPARE(cells, 14 * 21 * 11);
    }

    void everyTransition()
    {
        for (const ActKind kind : allActs()) {
            for (const QChar from : QString(kPhaseLetters)) {
                for (const bool changed : {false, true}) {
                    std::optional<RecordPhase> wanted;
                    for (const char* line : kTransitions) {
                        const QStringList parts = QString::fromLatin1(line).split(u' ');
                        const bool star = parts[0].endsWith(u'*');
                        const QString name = star ? parts[0].chopped(1) : parts[0];
                        if (name == actName(kind) && parts[1] == QString(from) && (!star || changed))
                            wanted = phaseOf(parts[2][0]);
                    }
                    QVERIFY2(phaseAfter(phaseOf(from), kind, changed) == wanted,
                             qPrintable(actName(kind) + u' ' + from));
                }
            }
        }
    }

    void everyPairOfConcurrentActs()
    {
        const auto kinds = allActs();
        for (int i = 0; i < kinds.size(); ++i) {
            const QString row = QString::fromLatin1(kPairs[i]);
            QCOMPARE(row.size(), 11);
            for (int j = 0; j < kinds.size(); ++j) {
                const ActPairing pair = concurrentActs(kinds[i], kinds[j]);
                const ActPairing swapped = concurrentActs(kinds[j], kinds[i]);
                const QString cell = actName(kinds[i]) + u" with "_s + actName(kinds[j]);
                QVERIFY2(pair.kind == swapped.kind && pair.phase == swapped.phase, qPrintable(cell));
                if (row[j] == u'~') {
                    QVERIFY2(pair.kind == ActPairing::Kind::NeedsReview
                                 && pair.phase == RecordPhase::Submitted,
                             qPrintable(cell));
                } else if (row[j] == u'!') {
                    QVERIFY2(pair.kind == ActPairing::Kind::Conflict && pair.phase == RecordPhase::Submitted,
                             qPrintable(cell));
                } else {
                    QVERIFY2(pair.kind == ActPairing::Kind::Agree && pair.phase == phaseOf(row[j]),
                             qPrintable(cell));
                }
            }
        }
    }

    void anActIsJudgedInItsOwnPast()
    {
        CaseBuilder builder;
        const auto root = builder.create();
        builder.add(kReviewer, {root}, {act(ActKind::Return)});
        QCOMPARE(builder.fold().ineffectiveActs.front().reason, u"wrong-phase"_s);
        builder.add({3, Role::VictimOfficer, 7}, {root}, {act(ActKind::Submit)});
        QCOMPARE(builder.fold().ineffectiveActs.size(), 2);
        builder.next(kOfficer, {act(ActKind::Submit), act(ActKind::Recall)});
        const RecordState state = builder.fold();
        QVERIFY(state.phase == RecordPhase::Submitted);
        QCOMPARE(state.ineffectiveActs.last().reason, u"second-act"_s);
        QCOMPARE(state.submitters, QList<PersonId>{kOfficer.person});
    }

    void theUsualWay()
    {
        CaseBuilder builder;
        builder.create({set(107, "a")});
        QVERIFY(builder.fold().phase == RecordPhase::Draft);
        builder.next(kOfficer, {act(ActKind::Submit)});
        builder.next(kReviewer, {act(ActKind::Return)});
        QVERIFY(builder.fold().phase == RecordPhase::Returned);
        builder.next(kOfficer, {set(107, "b"), act(ActKind::Submit)});
        QVERIFY(!builder.fold().editedSinceSubmit);
        builder.next(kOfficer, {act(ActKind::Recall)});
        QVERIFY(builder.fold().phase == RecordPhase::Draft);
        builder.next(kOfficer, {act(ActKind::Submit)});
        builder.approve(kReviewer);
        builder.next(kReviewer, {act(ActKind::Reopen)});
        QVERIFY(builder.fold().phase == RecordPhase::Reopened);
        QCOMPARE(builder.fold().revision, 2);
        builder.next(kReviewer, {act(ActKind::Void)});
        QCOMPARE(builder.fold().ineffectiveActs.last().reason, u"wrong-phase"_s);
    }

    void editsBesideAndAfterTheSubmissionShow()
    {
        CaseBuilder builder;
        const auto root = builder.create();
        builder.add(kOfficer, {root}, {act(ActKind::Submit)});
        QVERIFY(!builder.fold().editedSinceSubmit);
        CaseBuilder after = builder;
        builder.add(kColleague, {root}, {set(107, "a")});
        after.next(kColleague, {set(107, "a")});
        QVERIFY(builder.fold().phase == RecordPhase::Submitted
                && after.fold().phase == RecordPhase::Submitted);
        QVERIFY(builder.fold().editedSinceSubmit);
        QVERIFY(after.fold().editedSinceSubmit);
        after.next(kColleague, {Item(NoteItem{caseField(107), text("x")})});
        builder.next(kOfficer, {act(ActKind::Recall)});
        QVERIFY(!builder.fold().editedSinceSubmit);
    }

    void concurrentActsInTheFold()
    {
        CaseBuilder builder;
        const auto root = builder.create();
        const auto one = builder.add(kOfficer, {root}, {act(ActKind::Submit)});
        CaseBuilder twice = builder;
        twice.add(kColleague, {root}, {act(ActKind::Submit)});
        QVERIFY(twice.fold().phase == RecordPhase::Submitted && !twice.fold().phaseConflict
                && !twice.fold().needsReviewAgain);
        QCOMPARE(twice.fold().submitters.size(), 2);

        CaseBuilder split = builder;
        split.approve(kReviewer, one);
        QVERIFY(split.fold().isApproved());
        split.add(kOtherReviewer, {one}, {act(ActKind::Return)});
        QVERIFY(split.fold().phase == RecordPhase::Submitted);
        QVERIFY(split.fold().needsReviewAgain);
        QVERIFY(!split.fold().isApproved());
        split.approve(kReviewer);
        QVERIFY(split.fold().isApproved());
        QVERIFY(!split.fold().needsReviewAgain);

        CaseBuilder clash = builder;
        const auto approval = clash.approve(kReviewer, one);
        clash.accept(kMinistry, approval);
        clash.add(kReviewer, {approval}, {act(ActKind::Reopen)});
        QVERIFY(clash.fold().phaseConflict);
        QVERIFY(clash.fold().phase == RecordPhase::Submitted);
        QVERIFY(!clash.fold().isApproved());
        clash.approve(kOtherReviewer);
        QCOMPARE(clash.fold().ineffectiveActs.last().reason, u"open-conflict"_s);
        clash.next(kReviewer, {act(ActKind::Return)});
        QVERIFY(clash.fold().phase == RecordPhase::Returned);
        QVERIFY(!clash.fold().phaseConflict);
    }

    void mergesIntoDifferentRecordsDisagree()
    {
        const auto merge = [](int target) {
            ActItem item;
            item.kind = ActKind::Merge;
            item.target = target == 0 ? RecordId() : testId<RecordId>(target);
            return Item(item);
        };
        CaseBuilder builder;
        const auto root = builder.create();
        builder.add(kReviewer, {root}, {merge(0)});
        QCOMPARE(builder.fold().ineffectiveActs.front().reason, u"no-target"_s);
        builder.add(kReviewer, {root}, {merge(50)});
        QVERIFY(builder.fold().phase == RecordPhase::Merged);
        CaseBuilder same = builder;
        same.add(kOtherReviewer, {root}, {merge(50)});
        QVERIFY(same.fold().phase == RecordPhase::Merged && !same.fold().phaseConflict);
        builder.add(kOtherReviewer, {root}, {merge(51)});
        QVERIFY(builder.fold().phaseConflict);
    }
};

QTEST_APPLESS_MAIN(WorkflowTest)
#include "WorkflowTest.moc"
