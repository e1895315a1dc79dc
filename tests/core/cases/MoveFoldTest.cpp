// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/cases/CaseBuilder.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

const Scope kHome = u"41"_s, kAway = u"26"_s, kThird = u"50"_s;
const Author kAwaySupervisor{30, Role::DistrictReviewer, 6}, kAwayDeputy{31, Role::DistrictReviewer, 7},
    kThirdSupervisor{32, Role::DistrictReviewer, 8};

Item proposed(const Scope& to = kAway, const Scope& from = kHome)
{
    return MoveItem{from, to, false};
}
Item accepted(const Scope& to = kAway, const Scope& from = kHome)
{
    return MoveItem{from, to, true};
}
Item declined(const Scope& to = kAway, const Scope& from = kHome)
{
    return MoveItem{from, to, false, MoveEnd::Declined, FieldValue::sealed(1, QByteArray(16, 'd'))};
}
Item takenBack(const Scope& to = kAway, const Scope& from = kHome)
{
    return MoveItem{from, to, false, MoveEnd::TakenBack};
}

/// Where it is, what is proposed and who declined, as words.
QString told(const RecordState& state)
{
    QString words = state.homeScope;
    if (state.pendingMove)
        words += u" asks "_s + state.pendingMove->to;
    if (state.declinedMove)
        words += u" declined by "_s + state.declinedMove->to;
    return words;
}

/// The same in whatever order the changes come, and with the same bytes.
QString toldInEveryOrder(const CaseBuilder& builder)
{
    const QList<ChangePtr> changes = builder.changes();
    const QByteArray bytes = builder.fold().bytes();
    std::vector<int> order(std::size_t(changes.size()));
    std::iota(order.begin(), order.end(), 0);
    do {
        History history(changes.first()->body().record);
        for (const int place : order) {
            if (!history.add(changes.at(place)))
                return u"not taken"_s;
        }
        if (fold(history).bytes() != bytes)
            return u"another fold in another order"_s;
    } while (std::next_permutation(order.begin(), order.end()));
    return told(builder.fold());
}

}  // namespace

/// Moves between districts: every answer, and every pair that did not know of each other (RECORD.md, the fold, 8).
class MoveFoldTest : public QObject {
    Q_OBJECT
private slots:
    void oneAfterTheOther()
    {
        CaseBuilder builder;
        builder.create();
        builder.next(kReviewer, {proposed()});
        QCOMPARE(told(builder.fold()), u"41 asks 26"_s);
        builder.next(kAwaySupervisor, {declined()});
        QCOMPARE(told(builder.fold()), u"41 declined by 26"_s);
        QCOMPARE(builder.fold().declinedMove->by, kAwaySupervisor.person);
        // A decline that answers nothing any more, and an acceptance of what was declined.
        builder.next(kAwayDeputy, {accepted()});
        QCOMPARE(builder.fold().homeScope, kHome);
        builder.next(kReviewer, {proposed()});
        QCOMPARE(told(builder.fold()), u"41 asks 26"_s);
        builder.next(kReviewer, {takenBack()});
        QCOMPARE(told(builder.fold()), u"41"_s);
        builder.next(kReviewer, {proposed(kThird)});
        builder.next(kThirdSupervisor, {accepted(kThird)});
        QCOMPARE(told(builder.fold()), u"50"_s);
        builder.next(kThirdSupervisor, {proposed(kHome, kThird)});
        builder.next(kReviewer, {accepted(kHome, kThird)});
        QCOMPARE(told(builder.fold()), u"41"_s);
    }

    void aDeclineIsToldUntilASupervisorGoesOn()
    {
        CaseBuilder builder;
        const auto root = builder.create();
        const auto offer = builder.add(kReviewer, {root}, {proposed()});
        builder.add(kAwaySupervisor, {offer}, {declined()});
        builder.add(kReviewer, {offer}, {set(107, "a")});  // he does not know of it yet
        QCOMPARE(told(builder.fold()), u"41 declined by 26"_s);
        builder.next(kOfficer, {set(107, "b")});
        QCOMPARE(told(builder.fold()), u"41 declined by 26"_s);
        builder.next(kReviewer, {set(107, "c")});
        QCOMPARE(told(builder.fold()), u"41"_s);
    }

    void pairs_data()
    {
        QTest::addColumn<QList<Item>>("one");
        QTest::addColumn<QList<Item>>("other");
        QTest::addColumn<QString>("outcome");
        const auto row = [](const char* name, const Item& one, const Item& other, const QString& outcome) {
            QTest::newRow(name) << QList<Item>{one} << QList<Item>{other} << outcome;
        };
        row("accepted twice", accepted(), accepted(), u"26"_s);
        row("accepted, and declined by a colleague", accepted(), declined(), u"26"_s);
        row("accepted, and taken back", accepted(), takenBack(), u"26"_s);
        row("accepted, and proposed elsewhere", accepted(), proposed(kThird), u"26"_s);
        row("accepted, and proposed once more", accepted(), proposed(), u"26"_s);
        row("declined twice", declined(), declined(), u"41 declined by 26"_s);
        row("declined, and taken back", declined(), takenBack(), u"41 declined by 26"_s);
        row("declined, and proposed once more", declined(), proposed(), u"41 asks 26"_s);
        row("declined, and proposed elsewhere", declined(), proposed(kThird), u"41 asks 50"_s);
        row("taken back twice", takenBack(), takenBack(), u"41"_s);
        row("taken back, and proposed once more", takenBack(), proposed(), u"41 asks 26"_s);
        row("taken back, and proposed elsewhere", takenBack(), proposed(kThird), u"41 asks 50"_s);
    }
    void pairs()
    {
        QFETCH(const QList<Item>, one);
        QFETCH(const QList<Item>, other);
        QFETCH(const QString, outcome);
        CaseBuilder builder;
        const auto root = builder.create();
        const auto offer = builder.add(kReviewer, {root}, {proposed()});
        builder.add(kAwaySupervisor, {offer}, one);
        builder.add(kOtherReviewer, {offer}, other);
        QCOMPARE(toldInEveryOrder(builder), outcome);
        // What is written on top of both changes nothing of it, but that a supervisor has seen a refusal.
        builder.next(kOfficer, {set(107, "a")});
        QCOMPARE(toldInEveryOrder(builder), outcome);
    }

    void onlyWhatWasKnownEnds()
    {
        CaseBuilder builder;
        const auto root = builder.create();
        const auto first = builder.add(kReviewer, {root}, {proposed()});
        const auto second = builder.add(kOtherReviewer, {root}, {proposed(kThird)});
        const auto no = builder.add(kAwaySupervisor, {first, second}, {declined()});
        QCOMPARE(toldInEveryOrder(builder), u"41 asks 50"_s);
        builder.add(kThirdSupervisor, {no}, {declined(kThird)});
        QCOMPARE(toldInEveryOrder(builder), u"41 declined by 26"_s);
    }

    /// Nobody may lose it, so it is where all of them knew it: not where it was made, when it has moved since.
    void acceptancesToTwoPlacesLeaveItWhereItWas()
    {
        CaseBuilder builder;
        const auto root = builder.create();
        const auto offer = builder.add(kReviewer, {root}, {proposed()});
        const auto yes = builder.add(kAwaySupervisor, {offer}, {accepted()});
        const auto on = builder.add(kAwaySupervisor, {yes}, {proposed(kThird, kAway)});
        const auto back = builder.add(kAwayDeputy, {yes}, {proposed(kHome, kAway)});
        builder.add(kThirdSupervisor, {on}, {accepted(kThird, kAway)});
        builder.add(kReviewer, {back}, {accepted(kHome, kAway)});
        QCOMPARE(toldInEveryOrder(builder), u"26"_s);
        builder.next(kAwaySupervisor, {proposed(kThird, kAway)});
        builder.next(kThirdSupervisor, {accepted(kThird, kAway)});
        QCOMPARE(told(builder.fold()), u"50"_s);
    }

    /// A proposal of a district that no longer has it asks nobody.
    void whatWasProposedElsewhereIsMootWhenItMoved()
    {
        CaseBuilder builder;
        const auto root = builder.create();
        const auto offer = builder.add(kReviewer, {root}, {proposed()});
        builder.add(kReviewer, {offer}, {proposed(kThird)});
        builder.add(kAwaySupervisor, {offer}, {accepted()});
        QCOMPARE(toldInEveryOrder(builder), u"26"_s);
    }
};

QTEST_GUILESS_MAIN(MoveFoldTest)
#include "MoveFoldTest.moc"
