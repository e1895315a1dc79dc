// SPDX-License-Identifier: GPL-3.0-or-later
#include "CaseBuilder.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr quint32 kVictim = 2;

FieldKey victimField(int row, quint32 field)
{
    return {kVictim, rowId(row), field};
}

Item addVictim(int row)
{
    return AddRowItem{kVictim, rowId(row), {}};
}

Item option(const FieldKey& key, const QList<Cbor>& on, const QList<Cbor>& off = {}, quint8 tier = 0)
{
    return OptionItem{key, tier, on, off};
}

Item removal(int row)
{
    return RemoveRowItem{kVictim, rowId(row), u"entered_twice"_s};
}

/// One officer's and one colleague's work on the same creation.
struct Fork {
    CaseBuilder builder;
    ChangePtr root, mine, theirs;

    Fork(const QList<Item>& before, const QList<Item>& one, const QList<Item>& other)
    {
        root = builder.create(before);
        mine = builder.add(kOfficer, {root}, one);
        theirs = builder.add(kColleague, {root}, other);
    }
};

}  // namespace

class FoldTest : public QObject {
    Q_OBJECT
private slots:
    void twoWritesOfOneField_data()
    {
        QTest::addColumn<FieldValue>("mine");
        QTest::addColumn<FieldValue>("theirs");
        QTest::addColumn<bool>("conflict");
        const FieldValue blank;
        const FieldValue unknown = FieldValue::missing(MissingReason::Unknown);
        QTest::newRow("different texts") << text("a") << text("b") << true;
        QTest::newRow("equal texts") << text("a") << text("a") << false;
        QTest::newRow("equal in canonical form") << text("০১ ২") << text(" 01  2") << false;
        QTest::newRow("text and number") << text("1") << FieldValue::plain(Cbor(1)) << true;
        QTest::newRow("edit and clearing") << text("a") << blank << true;
        QTest::newRow("both clear") << blank << blank << false;
        QTest::newRow("cleared and emptied with a space") << blank << text(" ") << false;
        QTest::newRow("value and reason") << text("a") << unknown << true;
        QTest::newRow("equal reasons") << unknown << unknown << false;
        QTest::newRow("two reasons") << unknown << FieldValue::missing(MissingReason::Refused) << true;
        QTest::newRow("equal tags") << tag(1) << tag(1) << false;
        QTest::newRow("different tags") << tag(1) << tag(2) << true;
    }

    void twoWritesOfOneField()
    {
        QFETCH(const FieldValue, mine);
        QFETCH(const FieldValue, theirs);
        QFETCH(const bool, conflict);
        const Fork fork({set(107, "before")}, {set(caseField(107), mine)}, {set(caseField(107), theirs)});
        const RecordState state = fork.builder.fold();
        QCOMPARE(state.conflicts.size(), conflict ? 1 : 0);
        if (!conflict) {
            QCOMPARE(shown(state, caseField(107)), mine.isBlank() ? u"-"_s : mine.canonical().diagnostic());
            if (!mine.isBlank())
                QCOMPARE(state.value(caseField(107))->writers.size(), 2);
            return;
        }
        const Conflict& found = state.conflicts.front();
        QCOMPARE(found.sides.size(), 2);
        QVERIFY(found.sides[0].value.value(107) == mine || found.sides[1].value.value(107) == mine);
        QVERIFY(found.sides[0].value.value(107) == theirs || found.sides[1].value.value(107) == theirs);
        QVERIFY(found.original.value(107) == text("before"));
        QCOMPARE(found.originalWriters, QList<ChangeId>{fork.root->id()});
        QVERIFY(state.value(caseField(107))->inConflict);
    }

    void differentFieldsAreMerged()
    {
        const Fork fork({}, {set(107, "a")}, {set(108, "b")});
        const RecordState state = fork.builder.fold();
        QVERIFY(state.conflicts.isEmpty());
        QCOMPARE(shown(state, caseField(107)), u"\"a\""_s);
        QCOMPARE(shown(state, caseField(108)), u"\"b\""_s);
    }

    void aLaterClockDecidesNothing()
    {
        // The builder's clock runs on: the second write always claims to be later.
        const Fork one({}, {set(107, "a")}, {set(107, "b")});
        const Fork other({}, {set(107, "b")}, {set(107, "a")});
        QCOMPARE(one.builder.fold().conflicts.front().sides.size(), 2);
        QCOMPARE(shown(one.builder.fold(), caseField(107)), shown(other.builder.fold(), caseField(107)));
    }

    void aWriteSupersedesItsPast()
    {
        CaseBuilder builder;
        builder.create({set(107, "a")});
        builder.next(kColleague, {set(107, "b")});
        const auto last = builder.next(kOfficer, {set(caseField(107), {})});
        QCOMPARE(shown(builder.fold(), caseField(107)), u"-"_s);
        builder.next(kOfficer, {set(107, "c")});
        QCOMPARE(shown(builder.fold(), caseField(107)), u"\"c\""_s);
        QVERIFY(builder.fold().conflicts.isEmpty());
        QVERIFY(!last->id().isNull());
    }

    void groupsFoldAsAWhole()
    {
        const QList<Item> before{set(caseField(104), text("41"), u"place"_s),
                                 set(caseField(105), text("BD4101"), u"place"_s)};
        const QList<Item> one{set(caseField(104), text("47"), u"place"_s),
                              set(caseField(105), text("BD4702"), u"place"_s)};
        const QList<Item> other{set(caseField(104), text("41"), u"place"_s),
                                set(caseField(105), text("BD4109"), u"place"_s)};
        const Fork fork(before, one, other);
        const RecordState state = fork.builder.fold();
        QCOMPARE(state.conflicts.size(), 1);
        QCOMPARE(state.conflicts.front().key.mergeGroup, u"place"_s);
        QCOMPARE(state.conflicts.front().sides.size(), 2);
        QCOMPARE(state.conflicts.front().original.size(), 2);
        const QString pair = shown(state, caseField(104)) + shown(state, caseField(105));
        QVERIFY2(pair == u"\"47\"\"BD4702\""_s || pair == u"\"41\"\"BD4109\""_s, qPrintable(pair));
    }

    // Also where one change wrote all of it, which goes a shorter way than where several did.
    void ofAFieldThatAChangeWroteTwiceTheLastCounts_data()
    {
        QTest::addColumn<bool>("isRepeated");
        QTest::newRow("one change") << false;
        QTest::newRow("the same by another one") << true;
    }
    void ofAFieldThatAChangeWroteTwiceTheLastCounts()
    {
        QFETCH(const bool, isRepeated);
        const QList<Item> twice{set(caseField(104), text("41"), u"place"_s),
                                set(caseField(105), {}, u"place"_s),
                                set(caseField(106), text("Sadar"), u"place"_s),
                                set(caseField(104), {}, u"place"_s),
                                set(caseField(105), text("BD4101"), u"place"_s),
                                set(107, "tip"),
                                set(103, "before the group")};
        CaseBuilder builder;
        const auto root = builder.create();
        const auto first = builder.add(kOfficer, {root}, twice);
        if (isRepeated)
            builder.add(kColleague, {root}, twice);
        const RecordState state = builder.fold();
        QVERIFY(state.conflicts.isEmpty());
        QCOMPARE(state.fields.keys(),
                 (QList<FieldKey>{caseField(103), caseField(105), caseField(106), caseField(107)}));
        QCOMPARE(shown(state, caseField(105)), u"\"BD4101\""_s);
        QCOMPARE(state.value(caseField(106))->writers.size(), isRepeated ? 2 : 1);
        QVERIFY(state.value(caseField(106))->writers.contains(first->id()));
    }

    // What a form never asks for, but somebody may send: a change as large as one may be, of one group and of fields that come before it.
    void manyFieldsOfOneGroupAreFoldedToo()
    {
        constexpr quint32 kMany = 4000;
        QList<Item> items;
        for (quint32 i = 0; i < kMany; ++i)
            items.append(set(caseField(50'000 + i), text("x"), u"place"_s));
        for (quint32 i = 0; i < kMany; ++i)
            items.append(set(caseField(10'000 + i), text("y")));
        CaseBuilder builder;
        builder.create(items);
        const RecordState state = builder.fold();
        QCOMPARE(state.fields.size(), 2 * qsizetype(kMany));
        const QList<FieldKey> keys = state.fields.keys();
        QVERIFY(std::is_sorted(keys.begin(), keys.end()));
        QCOMPARE(shown(state, caseField(10'000)), u"\"y\""_s);
        QCOMPARE(shown(state, caseField(50'000 + kMany - 1)), u"\"x\""_s);
    }

    void aPartialWriteKeepsTheRestOfItsGroup()
    {
        CaseBuilder builder;
        builder.create(
            {set(caseField(104), text("41"), u"place"_s), set(caseField(105), text("BD4101"), u"place"_s)});
        builder.next(kOfficer, {set(caseField(105), text("BD4102"), u"place"_s)});
        QCOMPARE(shown(builder.fold(), caseField(104)), u"\"41\""_s);
        QCOMPARE(shown(builder.fold(), caseField(105)), u"\"BD4102\""_s);
    }

    void aFieldHasOneRegisterWhateverTheFormSaid()
    {
        // One station's form had the field alone, the other's in a group.
        const Fork fork({}, {set(104, "41")},
                        {set(caseField(104), text("47"), u"place"_s),
                         set(caseField(105), text("x"), u"place"_s)});
        QCOMPARE(fork.builder.fold().conflicts.size(), 1);
        const Fork renamed({}, {set(caseField(104), text("41"), u"home"_s)},
                           {set(caseField(104), text("47"), u"place"_s)});
        QCOMPARE(renamed.builder.fold().conflicts.size(), 1);
    }

    void optionsMergeOneByOne()
    {
        const FieldKey key = caseField(132);
        const Cbor a(u"recruit"_s), b(u"move"_s), c(u"hide"_s);
        const Fork fork({option(key, {a})}, {option(key, {b})}, {option(key, {c}, {a})});
        const RecordState state = fork.builder.fold();
        QVERIFY(state.conflicts.isEmpty());
        QCOMPARE(state.options.value(key).size(), 2);
        for (const FoldedOption& each : state.options.value(key))
            QVERIFY(each.option == b || each.option == c);

        const Fork clash({}, {option(key, {a})}, {option(key, {}, {a})});
        QCOMPARE(clash.builder.fold().conflicts.size(), 1);
        QVERIFY(clash.builder.fold().options.value(key).front().inConflict);
        const Fork sealed({}, {option(key, {tag(1).tag()}, {}, 1)}, {option(key, {tag(1).tag()}, {}, 1)});
        QCOMPARE(sealed.builder.fold().options.value(key).front().tier, quint8(1));
        QVERIFY(sealed.builder.fold().conflicts.isEmpty());
    }

    void remarksAppend()
    {
        const Item one = RemarkItem{caseField(137), text("one")};
        const Fork fork({one}, {one}, {RemarkItem{caseField(137), text("two")}});
        QCOMPARE(fork.builder.fold().remarks.value(caseField(137)).size(), 3);
        QVERIFY(fork.builder.fold().conflicts.isEmpty());
    }

    void removalAgainstEditKeepsTheRow_data()
    {
        QTest::addColumn<Item>("edit");
        QTest::newRow("a field of the row") << set(victimField(1, 214), text("14"));
        QTest::newRow("an option of the row") << option(victimField(1, 227), {Cbor(u"bn"_s)});
        QTest::newRow("a remark on the row") << Item(RemarkItem{victimField(1, 227), text("x")});
        QTest::newRow("an attachment of the row")
            << Item(AttachItem{victimField(1, 214), QByteArray(32, 'h'), 1, {}});
        QTest::newRow("a field of a row below") << set({3, rowId(2), 303}, text("x"));
        QTest::newRow("a row below is added") << Item(AddRowItem{3, rowId(5), rowId(1)});
    }

    void removalAgainstEditKeepsTheRow()
    {
        QFETCH(const Item, edit);
        Fork fork({addVictim(1), AddRowItem{3, rowId(2), rowId(1)}, set(victimField(1, 220), text("female"))},
                  {removal(1)}, {edit});
        const RecordState state = fork.builder.fold();
        QCOMPARE(state.conflicts.size(), 1);
        QVERIFY(state.conflicts.front().key.isExistence());
        QCOMPARE(state.conflicts.front().key.row, rowId(1));
        QVERIFY(state.rows.front().inConflict);
        QVERIFY(!state.rows.front().removed);
        QCOMPARE(shown(state, victimField(1, 220)), u"\"female\""_s);

        CaseBuilder gone = fork.builder;
        gone.next(kReviewer, {Item(settling(state.conflicts.front(), fork.mine->id()))});
        QVERIFY(gone.fold().conflicts.isEmpty());
        QVERIFY(gone.fold().rows.front().removed);
        QVERIFY(gone.fold().rows[1].removed);
        QCOMPARE(gone.fold().rows.front().removeReason, u"entered_twice"_s);
        QCOMPARE(shown(gone.fold(), victimField(1, 220)), u"-"_s);

        fork.builder.next(kReviewer, {Item(settling(state.conflicts.front(), fork.theirs->id()))});
        QVERIFY(fork.builder.fold().conflicts.isEmpty());
        QCOMPARE(fork.builder.fold().livingRows(kVictim).size(), 1);
        QVERIFY(!fork.builder.fold().rows.front().inConflict);
    }

    void removalIsAValue()
    {
        const Fork both({addVictim(1)}, {removal(1)}, {removal(1)});
        QVERIFY(both.builder.fold().conflicts.isEmpty());
        QVERIFY(both.builder.fold().livingRows(kVictim).isEmpty());
        const Fork elsewhere({addVictim(1), addVictim(2)}, {removal(1)},
                             {set(victimField(2, 214), text("9"))});
        QVERIFY(elsewhere.builder.fold().conflicts.isEmpty());
        QCOMPARE(elsewhere.builder.fold().livingRows(kVictim).size(), 1);
        CaseBuilder later;
        later.create({addVictim(1), set(victimField(1, 214), text("9"))});
        later.next(kOfficer, {removal(1)});
        QCOMPARE(shown(later.fold(), victimField(1, 214)), u"-"_s);
        later.next(kOfficer,
                   {set(victimField(1, 214), text("10"))});  // who writes into a row says that it is there
        QCOMPARE(later.fold().livingRows(kVictim).size(), 1);
        QCOMPARE(shown(later.fold(), victimField(1, 214)), u"\"10\""_s);
    }

    void theRecordIsRemovedLikeARow()
    {
        CaseBuilder builder;
        const auto root = builder.create({set(107, "a")});
        builder.add(kReviewer, {root}, {RemoveRowItem{}});
        QVERIFY(builder.fold().removed);
        builder.add(kOfficer, {root}, {set(107, "b")});
        QVERIFY(!builder.fold().removed);
        QCOMPARE(builder.fold().conflicts.size(), 1);
        QVERIFY(builder.fold().conflicts.front().key.row.isNull());
    }

    void settlingEndsWhatItNames()
    {
        Fork fork({set(107, "before")}, {set(107, "a")}, {set(107, "b")});
        const Conflict conflict = fork.builder.fold().conflicts.front();
        CaseBuilder original = fork.builder;
        original.next(kReviewer, {Item(settling(conflict, fork.root->id()))});
        QCOMPARE(shown(original.fold(), caseField(107)), u"\"before\""_s);
        CaseBuilder third = fork.builder;
        third.next(kReviewer, {Item(settling(conflict)), set(107, "c")});
        QCOMPARE(shown(third.fold(), caseField(107)), u"\"c\""_s);
        CaseBuilder none = fork.builder;
        none.next(kReviewer, {Item(settling(conflict))});
        QCOMPARE(shown(none.fold(), caseField(107)), u"-"_s);
        QVERIFY(original.fold().conflicts.isEmpty() && third.fold().conflicts.isEmpty()
                && none.fold().conflicts.isEmpty());

        fork.builder.next(kReviewer, {Item(settling(conflict, fork.mine->id()))});
        const RecordState state = fork.builder.fold();
        QCOMPARE(shown(state, caseField(107)), u"\"a\""_s);
        QCOMPARE(state.value(caseField(107))->writers, QList<ChangeId>{fork.mine->id()});
        fork.builder.add(kColleague, {fork.root}, {set(107, "late")});
        QCOMPARE(fork.builder.fold().conflicts.size(), 1);
        QCOMPARE(fork.builder.fold().conflicts.front().sides.size(), 2);
    }

    void aConflictThatCameBackCanBeSettledAgain()
    {
        Fork fork({}, {set(107, "a")}, {set(107, "b")});
        fork.builder.next(kReviewer,
                          {Item(settling(fork.builder.fold().conflicts.front(), fork.mine->id()))});
        const auto late = fork.builder.add(kColleague, {fork.root}, {set(107, "late")});
        const Conflict again = fork.builder.fold().conflicts.front();
        for (const ConflictSide& side : again.sides) {
            CaseBuilder copy = fork.builder;
            copy.next(kReviewer, {Item(settling(again, side.writers.front()))});
            QVERIFY(copy.fold().conflicts.isEmpty());
            QCOMPARE(shown(copy.fold(), caseField(107)), side.value.value(107).canonical().diagnostic());
        }
        QVERIFY(!late->id().isNull());
    }

    void nothingUnseenGoesWithADecision()
    {
        Fork fork({}, {set(107, "a")}, {set(107, "b")});
        SettleItem item = settling(fork.builder.fold().conflicts.front(), fork.mine->id());
        fork.builder.add(kColleague, {fork.root}, {set(107, "came with the last sync")});
        fork.builder.next(kReviewer, {Item(item)});
        QCOMPARE(fork.builder.fold().conflicts.size(), 1);
        QCOMPARE(fork.builder.fold().conflicts.front().sides.size(), 2);
    }

    void aPlainWriteEndsNoConflict()
    {
        Fork fork({}, {set(107, "a")}, {set(107, "b")});
        fork.builder.next(kOfficer, {set(107, "c")});
        QCOMPARE(fork.builder.fold().conflicts.front().sides.size(), 3);
        fork.builder.next(kOfficer, {set(107, "d")});
        const Conflict conflict = fork.builder.fold().conflicts.front();
        QCOMPARE(conflict.sides.size(), 3);
        fork.builder.next(kReviewer, {Item(settling(conflict)), set(107, "e")});
        QVERIFY(fork.builder.fold().conflicts.isEmpty());
    }

    void twoDecisions()
    {
        Fork fork({}, {set(107, "a")}, {set(107, "b")});
        const Conflict conflict = fork.builder.fold().conflicts.front();
        CaseBuilder equal = fork.builder;
        equal.add(kReviewer, {fork.mine, fork.theirs}, {Item(settling(conflict, fork.mine->id()))});
        equal.add(kOtherReviewer, {fork.mine, fork.theirs}, {Item(settling(conflict, fork.mine->id()))});
        QVERIFY(equal.fold().conflicts.isEmpty());
        fork.builder.add(kReviewer, {fork.mine, fork.theirs}, {Item(settling(conflict, fork.mine->id()))});
        fork.builder.add(kOtherReviewer, {fork.mine, fork.theirs},
                         {Item(settling(conflict, fork.theirs->id()))});
        QCOMPARE(fork.builder.fold().conflicts.size(), 1);
    }

    void aDecisionThatTakesWhatItCannotKnowDoesNothing()
    {
        Fork fork({}, {set(107, "a")}, {set(107, "b")});
        const Conflict conflict = fork.builder.fold().conflicts.front();
        fork.builder.next(kReviewer, {Item(settling(conflict, testId<ChangeId>(4711)))});
        QCOMPARE(fork.builder.fold().conflicts.size(), 1);
        QCOMPARE(fork.builder.fold().conflicts.front().sides.size(), 2);
    }

    void settlesOptionsAndGroups()
    {
        const FieldKey key = caseField(132);
        Fork clash({}, {option(key, {Cbor(u"recruit"_s)})}, {option(key, {}, {Cbor(u"recruit"_s)})});
        clash.builder.next(kReviewer,
                           {Item(settling(clash.builder.fold().conflicts.front(), clash.mine->id()))});
        QVERIFY(clash.builder.fold().conflicts.isEmpty());
        QCOMPARE(clash.builder.fold().options.value(key).size(), 1);
        Fork group({}, {set(caseField(104), text("1"), u"g"_s), set(caseField(105), text("2"), u"g"_s)},
                   {set(caseField(104), text("3"), u"g"_s), set(caseField(105), text("4"), u"g"_s)});
        group.builder.next(kReviewer,
                           {Item(settling(group.builder.fold().conflicts.front(), group.theirs->id()))});
        QCOMPARE(shown(group.builder.fold(), caseField(104)) + shown(group.builder.fold(), caseField(105)),
                 u"\"3\"\"4\""_s);
    }

    void questionsStayOpenUntilEveryLastWordClosesThem()
    {
        const auto step = [](QueryStep what) {
            return Item(QueryItem{QByteArray(16, 'q'), what, caseField(107), text("x")});
        };
        CaseBuilder builder;
        const auto root = builder.create();
        const auto asked = builder.add(kReviewer, {root}, {step(QueryStep::Open)});
        QVERIFY(builder.fold().hasOpenQueries());
        const auto closed = builder.add(kReviewer, {asked}, {step(QueryStep::Close)});
        QVERIFY(!builder.fold().hasOpenQueries());
        builder.add(kOfficer, {asked}, {step(QueryStep::Answer)});
        QVERIFY(builder.fold().hasOpenQueries());
        QCOMPARE(builder.fold().queries.front().texts.size(), 3);
        builder.next(kReviewer, {step(QueryStep::Close)});
        QVERIFY(!builder.fold().hasOpenQueries());
        QVERIFY(!closed->id().isNull());
    }

    void aMoveCountsWhenTheOtherSideAccepts()
    {
        CaseBuilder builder;
        builder.create();
        builder.next(kReviewer, {Item(MoveItem{u"41"_s, u"47"_s, false})});
        QCOMPARE(builder.fold().homeScope, u"41"_s);
        QVERIFY(builder.fold().pendingMove.has_value());
        builder.next(kOtherReviewer, {Item(MoveItem{u"41"_s, u"47"_s, true})});
        QCOMPARE(builder.fold().homeScope, u"47"_s);
        QVERIFY(!builder.fold().pendingMove.has_value());
        builder.next(kOtherReviewer, {Item(MoveItem{u"47"_s, u"50"_s, true})});  // nobody proposed it
        QCOMPARE(builder.fold().homeScope, u"47"_s);
    }

    void unknownItemsAreNoOps()
    {
        CaseBuilder builder;
        builder.create({set(107, "a")});
        builder.next(kOfficer, {Item(UnknownItem{Cbor(Cbor::Array{Cbor(99), Cbor(1)})})});
        QCOMPARE(shown(builder.fold(), caseField(107)), u"\"a\""_s);
        QCOMPARE(builder.fold().changeCount, 2);
    }

    void theHighestFormVersionShows()
    {
        CaseBuilder builder;
        builder.setFormVersion(u"9"_s);
        builder.create();
        builder.setFormVersion(u"10"_s);
        builder.next(kOfficer, {set(107, "a")});
        builder.setFormVersion(u"9.5"_s);
        builder.next(kOfficer, {set(108, "b")});
        QCOMPARE(builder.fold().formVersion, u"10"_s);
    }

    void anEmptyHistoryFolds()
    {
        QVERIFY(!fold(History(testId<RecordId>(1))).digest().isEmpty());
        QCOMPARE(fold(History(testId<RecordId>(1))).changeCount, 0);
    }

    void foldsFast()
    {
        CaseBuilder builder;
        QList<Item> items;
        for (quint32 field = 1; field <= 120; ++field)
            items.append(set(caseField(100 + field), text("identified")));
        builder.create(items);
        QBENCHMARK
        {
            builder.fold();
        }
    }
};

QTEST_APPLESS_MAIN(FoldTest)
#include "FoldTest.moc"
