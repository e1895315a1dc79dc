// SPDX-License-Identifier: GPL-3.0-or-later
#include "CaseBuilder.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

const Author kThird{3, Role::Investigator, 6};
const Author kFourth{4, Role::CourtOfficer, 7};

Item propose(const Author& from, const Author& to)
{
    return HandoverItem{HandoverStep::Propose, from.person, to.person, {}, {}};
}

Item answer(HandoverStep step, const ChangePtr& proposal)
{
    return HandoverItem{step, 0, 0, proposal->id(), {}};
}

using Persons = QList<PersonId>;

/// A step that is taken without knowing of the others, after A has offered the case to B and to C.
struct Step {
    const char* name;
    const Author* author;
    HandoverStep step;
    bool toThird;  ///< answers the offer to C instead of that to B
};

constexpr int kSteps = 6;
const Step kAll[kSteps] = {
    {"B accepts", &kColleague, HandoverStep::Accept, false},
    {"B declines", &kColleague, HandoverStep::Decline, false},
    {"A withdraws from B", &kOfficer, HandoverStep::Withdraw, false},
    {"C accepts", &kThird, HandoverStep::Accept, true},
    {"C declines", &kThird, HandoverStep::Decline, true},
    {"A withdraws from C", &kOfficer, HandoverStep::Withdraw, true},
};

// Who holds the case after each two of them, in the order above; A is 1, B 2, C 3.
const char* const kHolders[kSteps][kSteps] = {
    {"2", "12", "12", "23", "2", "2"}, {"12", "1", "1", "3", "1", "1"}, {"12", "1", "1", "3", "1", "1"},
    {"23", "3", "3", "3", "13", "13"}, {"2", "1", "1", "13", "1", "1"}, {"2", "1", "1", "13", "1", "1"},
};

Persons personsOf(const char* digits)
{
    Persons persons;
    for (const char* at = digits; *at; ++at)
        persons.append(PersonId(*at - '0'));
    return persons;
}

/// The same changes in every order give the same bytes.
bool everyOrderAgrees(const QList<ChangePtr>& changes, const RecordState& wanted)
{
    QList<int> order(changes.size());
    std::iota(order.begin(), order.end(), 0);
    int orders = 0;
    do {
        History history(wanted.record);
        for (const int at : std::as_const(order)) {
            if (!history.add(changes[at]))
                return false;
        }
        const RecordState state = fold(history);
        if (state.bytes() != wanted.bytes() || state.holders != wanted.holders)
            return false;
        ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    return orders > 1;
}

}  // namespace

class HandoverFoldTest : public QObject {
    Q_OBJECT
private slots:
    void whoCreatesACaseHoldsIt()
    {
        CaseBuilder builder;
        builder.create();
        QCOMPARE(builder.fold().holders, Persons{1});
        QVERIFY(builder.fold().handovers.isEmpty());
    }

    void aProposalLeavesTheCaseWhereItIs()
    {
        CaseBuilder builder;
        builder.create();
        const auto offer = builder.next(kOfficer, {propose(kOfficer, kColleague)});
        const RecordState state = builder.fold();
        QCOMPARE(state.holders, Persons{1});
        QCOMPARE(state.handovers.size(), 1);
        QCOMPARE(state.handovers.first().proposal, offer->id());
        QCOMPARE(state.handovers.first().to, PersonId(2));
        QCOMPARE(state.handovers.first().by, PersonId(1));
    }

    void anAcceptedOneGivesTheCase()
    {
        CaseBuilder builder;
        builder.create();
        const auto offer = builder.next(kOfficer, {propose(kOfficer, kColleague)});
        builder.next(kColleague, {answer(HandoverStep::Accept, offer)});
        QCOMPARE(builder.fold().holders, Persons{2});
        QVERIFY(builder.fold().handovers.isEmpty());
        QCOMPARE(builder.fold().creator, PersonId(1));
        // It can be given on, and back.
        const auto back = builder.next(kColleague, {propose(kColleague, kOfficer)});
        builder.next(kOfficer, {answer(HandoverStep::Accept, back)});
        QCOMPARE(builder.fold().holders, Persons{1});
    }

    void aDeclinedOrWithdrawnOneChangesNothing()
    {
        for (const auto& [step, author] :
             {std::pair(HandoverStep::Decline, kColleague), std::pair(HandoverStep::Withdraw, kOfficer),
              std::pair(HandoverStep::Withdraw, kReviewer)}) {
            CaseBuilder builder;
            builder.create();
            const auto offer = builder.next(kOfficer, {propose(kOfficer, kColleague)});
            builder.next(author, {answer(step, offer)});
            QCOMPARE(builder.fold().holders, Persons{1});
            QVERIFY(builder.fold().handovers.isEmpty());
            // Over is over.
            builder.next(kColleague, {answer(HandoverStep::Accept, offer)});
            QCOMPARE(builder.fold().holders, Persons{1});
        }
    }

    void theReviewerProposesForAnOfficerWhoHasLeft()
    {
        CaseBuilder builder;
        builder.create();
        const auto offer = builder.next(kReviewer, {propose(kOfficer, kThird)});
        QCOMPARE(builder.fold().handovers.first().by, PersonId(9));
        builder.next(kThird, {answer(HandoverStep::Accept, offer)});
        QCOMPARE(builder.fold().holders, Persons{3});
    }

    void whatNobodyMayDoHasNoEffect_data()
    {
        QTest::addColumn<int>("who");
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::newRow("a colleague gives away what is not his") << 2 << 1 << 3;
        QTest::newRow("the holder gives what another is said to hold") << 1 << 2 << 3;
        QTest::newRow("to himself") << 1 << 1 << 1;
        QTest::newRow("to nobody") << 1 << 1 << 0;
        QTest::newRow("the Ministry") << 20 << 1 << 2;
    }

    void whatNobodyMayDoHasNoEffect()
    {
        QFETCH(const int, who);
        QFETCH(const int, from);
        QFETCH(const int, to);
        CaseBuilder builder;
        builder.create();
        const Author author = who == 1 ? kOfficer : who == 2 ? kColleague : kMinistry;
        builder.next(author,
                     {Item(HandoverItem{HandoverStep::Propose, PersonId(from), PersonId(to), {}, {}})});
        QVERIFY(builder.fold().handovers.isEmpty());
        QCOMPARE(builder.fold().holders, Persons{1});
    }

    void onlyTheOneItWasProposedToAnswers()
    {
        CaseBuilder builder;
        builder.create();
        const auto offer = builder.next(kOfficer, {propose(kOfficer, kColleague)});
        builder.next(kThird, {answer(HandoverStep::Accept, offer)});
        builder.next(kReviewer, {answer(HandoverStep::Decline, offer)});
        builder.next(kThird, {answer(HandoverStep::Withdraw, offer)});
        QCOMPARE(builder.fold().holders, Persons{1});
        QCOMPARE(builder.fold().handovers.size(), 1);
    }

    void ofTwoItemsInOneChangeTheFirstCounts()
    {
        CaseBuilder builder;
        builder.create();
        builder.next(kOfficer, {propose(kOfficer, kColleague), propose(kOfficer, kThird)});
        QCOMPARE(builder.fold().handovers.size(), 1);
        QCOMPARE(builder.fold().handovers.first().to, PersonId(2));
    }

    void everyPairThatDidNotKnowOfEachOther_data()
    {
        QTest::addColumn<int>("one");
        QTest::addColumn<int>("other");
        for (int one = 0; one < kSteps; ++one) {
            for (int other = 0; other < kSteps; ++other)
                QTest::addRow("%s, %s", kAll[one].name, kAll[other].name) << one << other;
        }
    }

    void everyPairThatDidNotKnowOfEachOther()
    {
        QFETCH(const int, one);
        QFETCH(const int, other);
        CaseBuilder builder;
        builder.create();
        const auto toB = builder.next(kOfficer, {propose(kOfficer, kColleague)});
        const auto toC = builder.next(kOfficer, {propose(kOfficer, kThird)});
        const auto take = [&](const Step& step, int replica) {
            Author author = *step.author;
            author.replica = replica;
            return builder.add(author, {toC}, {answer(step.step, step.toThird ? toC : toB)});
        };
        take(kAll[one], 11);
        take(kAll[other], 12);
        const RecordState state = builder.fold();
        QCOMPARE(state.holders, personsOf(kHolders[one][other]));
        QVERIFY(everyOrderAgrees(builder.changes(), state));
        // Whatever it came to, a person settles it: the first holder is given all that the others hold.
        for (const PersonId holder : state.holders.mid(1)) {
            const Author first{state.holders.first(), Role::Recorder, 21};
            const Author giver{holder, Role::Recorder, 22};
            const auto offer = builder.next(giver, {propose(giver, first)});
            builder.next(first, {answer(HandoverStep::Accept, offer)});
        }
        QCOMPARE(builder.fold().holders, Persons{state.holders.first()});
    }

    void aLateRefusalGivesBackOnlyWhatItSpeaksOf()
    {
        CaseBuilder builder;
        builder.create();
        const auto toB = builder.next(kOfficer, {propose(kOfficer, kColleague)});
        const auto taken = builder.add(kColleague, {toB}, {answer(HandoverStep::Accept, toB)});
        const auto on = builder.add(kColleague, {taken}, {propose(kColleague, kFourth)});
        builder.add(kFourth, {on}, {answer(HandoverStep::Accept, on)});
        QCOMPARE(builder.fold().holders, Persons{4});
        builder.add(kOfficer, {toB}, {answer(HandoverStep::Withdraw, toB)});
        const RecordState state = builder.fold();
        QCOMPARE(state.holders, (Persons{1, 4}));
        QVERIFY(everyOrderAgrees(builder.changes(), state));
    }

    void aProposalOfWhatIsGoneIsMoot()
    {
        CaseBuilder builder;
        builder.create();
        const auto toB = builder.next(kOfficer, {propose(kOfficer, kColleague)});
        const auto toC = builder.next(kOfficer, {propose(kOfficer, kThird)});
        builder.next(kColleague, {answer(HandoverStep::Accept, toB)});
        QVERIFY(builder.fold().handovers.isEmpty());
        builder.next(kThird, {answer(HandoverStep::Accept, toC)});  // he knows that B has it
        QCOMPARE(builder.fold().holders, Persons{2});
    }

    void aHandoverIsNoAuthorshipAndBreaksNoApproval()
    {
        CaseBuilder builder;
        builder.create({set(107, "tip")});
        builder.next(kOfficer, {act(ActKind::Submit)});
        builder.approve(kReviewer);
        QVERIFY(builder.fold().isApproved());
        const auto offer = builder.next(kReviewer, {propose(kOfficer, kColleague)});
        builder.next(kColleague, {answer(HandoverStep::Accept, offer)});
        const RecordState state = builder.fold();
        QVERIFY(state.isApproved());
        QVERIFY(!state.laterFactsWaiting && !state.changedSinceApproval);
        QCOMPARE(state.scoped.value(currentApprovalScope().id).authors, Persons{1});
        QCOMPARE(state.revision, 1);
    }

    void onlyWhatWasHandedOverHasOtherBytes()
    {
        // A record without handovers folds to what every program before gave, and so do its digests.
        CaseBuilder builder;
        builder.create({set(107, "tip")});
        const auto before = *Cbor::decode(builder.fold().bytes());
        QCOMPARE(before.toArray().front(), Cbor(1));
        QCOMPARE(before.toArray().size(), std::size_t(11));
        builder.next(kOfficer, {propose(kOfficer, kColleague)});
        const auto after = *Cbor::decode(builder.fold().bytes());
        QCOMPARE(after.toArray().front(), Cbor(2));
        QCOMPARE(after.toArray().size(), std::size_t(12));
    }
};

QTEST_GUILESS_MAIN(HandoverFoldTest)
#include "HandoverFoldTest.moc"
