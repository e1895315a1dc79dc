// SPDX-License-Identifier: GPL-3.0-or-later
#include "BothStorages.h"
#include "sync/hub/HubCheck.h"

#include <QTest>

#include <algorithm>

using namespace prohori;

namespace {

const Scope kHome = u"41"_s, kAway = u"26"_s, kThird = u"50"_s;

Item proposed(const Scope& from, const Scope& to)
{
    return MoveItem{from, to, false};
}
Item accepted(const Scope& from, const Scope& to)
{
    return MoveItem{from, to, true};
}
Item ended(const Scope& from, const Scope& to, MoveEnd end)
{
    return MoveItem{from, to, false, end};
}

}  // namespace

/// Where a record is at home when a move is proposed, accepted, declined, taken back, or undone by a revocation that reaches back before it, and
/// what the feeds of the districts then hold (design 5 and 6).
class HubMovesTest : public QObject {
    Q_OBJECT

    BothStorages m_storages;
    std::unique_ptr<TestHub> m_hub;
    std::unique_ptr<Desk> m_officer, m_supervisor, m_deputy, m_away, m_awayDeputy, m_third;
    ChangePtr m_case;
    QList<ChangePtr> m_changes;  ///< of the case, as the hub took them

    ChangePtr put(Desk& desk, const QList<ChangePtr>& on, const QList<Item>& items,
                  Refusal wanted = Refusal::None)
    {
        ChangeBody body;
        body.record = m_case->body().record;
        for (const ChangePtr& parent : on)
            body.parents.append(parent->id());
        body.items = items;
        const ChangePtr change = desk.save(body);
        const Refusal said = m_hub->verdictOf(desk, change);
        if (said != wanted)
            qWarning("%s, not %s", qPrintable(refusalName(said)), qPrintable(refusalName(wanted)));
        if (said != wanted)
            return {};
        if (said == Refusal::None)
            m_changes.append(change);
        return change;
    }
    void revoke(const Desk& desk, quint64 lastAccepted)
    {
        const Statement revoked = m_hub->authority.sign(RevocationStatement{
            desk.person, {{desk.replica, lastAccepted}}, testStart().plus(std::chrono::hours(1)), {}});
        QCOMPARE(*m_hub->hub->takeStatements({revoked.bytes()}), 1);
    }
    Scope home() const { return m_hub->storage->homeScope(m_case->body().record)->value_or(Scope()); }
    /// How often each change of the case stands in a feed: "1 1 2".
    QString timesIn(const Scope& feed) const
    {
        const auto end = m_hub->storage->feedEnd(feed);
        const auto entries = m_hub->storage->feed(feed, 0, *end, 1000, 1 << 24);
        QStringList times;
        for (const ChangePtr& change : m_changes)
            times.append(
                QString::number(std::count_if(entries->begin(), entries->end(), [&](const FeedEntry& entry) {
                    return entry.change->id() == change->id();
                })));
        return times.join(u' ');
    }
    QString faults() const
    {
        const auto found = checkHub(*m_hub->storage, m_hub->authority.info);
        return found ? found->faults.join(u'\n') : found.error().detail;
    }

private slots:
    void initTestCase_data() { BothStorages::addRows(); }
    void initTestCase() { QVERIFY(startSecrets()); }
    void init()
    {
        m_hub = m_storages.makeHub();
        const auto desk = [&](PersonId person, const QString& login, Role role, const Scope& scope) {
            auto made = std::make_unique<Desk>(m_hub->desk(person, login, role, scope));
            m_hub->send(*made);
            return made;
        };
        m_officer = desk(1, u"officer"_s, Role::Recorder, kHome);
        m_supervisor = desk(2, u"supervisor"_s, Role::DistrictReviewer, kHome);
        m_deputy = desk(3, u"deputy"_s, Role::DistrictReviewer, kHome);
        m_away = desk(4, u"away"_s, Role::DistrictReviewer, kAway);
        m_awayDeputy = desk(5, u"awaydeputy"_s, Role::DistrictReviewer, kAway);
        m_third = desk(6, u"third"_s, Role::DistrictReviewer, kThird);
        m_case = m_officer->save(newCase(kHome));
        m_changes = {m_case};
        QCOMPARE(m_hub->verdictOf(*m_officer, m_case), Refusal::None);
    }

    void aRevocationBeforeTheAcceptanceUndoesTheMove()
    {
        const auto offer = put(*m_supervisor, {m_case}, {proposed(kHome, kAway)});
        const auto yes = put(*m_away, {offer}, {accepted(kHome, kAway)});
        const auto late =
            put(*m_officer, {offer}, {SetItem{{1, {}, 104}, FieldValue::plain(u"Palash"_s), {}}});
        const auto work =
            put(*m_awayDeputy, {yes}, {SetItem{{1, {}, 105}, FieldValue::plain(u"Char"_s), {}}});
        QVERIFY(yes && late && work);
        QCOMPARE(home(), kAway);
        QCOMPARE(timesIn(kHome), u"1 1 1 0 0"_s);
        QCOMPARE(timesIn(kAway), u"1 1 1 1 1"_s);

        revoke(*m_away, 0);
        QCOMPARE(home(), kHome);
        // Those who let go of it get all of it again, in its order; who wrote while it was elsewhere gets his own again, too.
        QCOMPARE(timesIn(kHome), u"2 2 2 2 1"_s);
        // The proposal stands again: who had it keeps it.
        QCOMPARE(timesIn(kAway), u"1 1 1 1 1"_s);
        QCOMPARE(faults(), QString());

        // What is built on it all the same goes where the case is, and moves nothing.
        const auto further = put(*m_awayDeputy, {work}, {proposed(kAway, kThird)});
        QVERIFY(further);
        QCOMPARE(home(), kHome);
        QCOMPARE(timesIn(kThird), u"0 0 0 0 0 0"_s);
        QCOMPARE(faults(), QString());

        // And it can move again.
        QVERIFY(put(*m_awayDeputy, {offer, late}, {accepted(kHome, kAway)}));
        QCOMPARE(home(), kAway);
        QCOMPARE(faults(), QString());
    }

    void aRevocationBeforeTheProposalOrTheCase_data()
    {
        QTest::addColumn<bool>("ofTheCase");
        QTest::newRow("the proposal") << false;
        QTest::newRow("the case itself: nothing counts any more") << true;
    }
    void aRevocationBeforeTheProposalOrTheCase()
    {
        QFETCH(const bool, ofTheCase);
        const auto offer = put(*m_supervisor, {m_case}, {proposed(kHome, kAway)});
        QVERIFY(put(*m_away, {offer}, {accepted(kHome, kAway)}));
        QCOMPARE(home(), kAway);
        revoke(ofTheCase ? *m_officer : *m_supervisor, 0);
        QCOMPARE(home(), kHome);
        QCOMPARE(timesIn(kHome), u"2 2 2"_s);
        QCOMPARE(timesIn(kAway), u"1 1 1"_s);
        QCOMPARE(faults(), QString());
    }

    void aRevocationThatDoesNotReachBackLeavesItWhereItIs()
    {
        const auto offer = put(*m_supervisor, {m_case}, {proposed(kHome, kAway)});
        QVERIFY(put(*m_away, {offer}, {accepted(kHome, kAway)}));
        revoke(*m_away, 1);
        QCOMPARE(home(), kAway);
        QCOMPARE(timesIn(kHome), u"1 1 1"_s);
        QCOMPARE(faults(), QString());
    }

    /// What a move rested on before it went further: the district in between is asked again, and had let go of it.
    void whoIsAskedAgainGetsItAgain()
    {
        const auto offer = put(*m_supervisor, {m_case}, {proposed(kHome, kAway)});
        const auto yes = put(*m_away, {offer}, {accepted(kHome, kAway)});
        const auto on = put(*m_awayDeputy, {yes}, {proposed(kAway, kThird)});
        QVERIFY(put(*m_third, {on}, {accepted(kAway, kThird)}));
        QCOMPARE(home(), kThird);
        revoke(*m_away, 0);
        QCOMPARE(home(), kHome);
        QCOMPARE(timesIn(kHome), u"2 2 2 1 1"_s);
        QCOMPARE(timesIn(kAway), u"2 2 2 2 2"_s);
        QCOMPARE(faults(), QString());
    }

    /// Two acceptances that cancelled each other: when one counts no more, the other does.
    void theOtherAcceptanceCountsThen()
    {
        const auto one = put(*m_supervisor, {m_case}, {proposed(kHome, kAway)});
        const auto other = put(*m_deputy, {m_case}, {proposed(kHome, kThird)});
        QVERIFY(put(*m_away, {one}, {accepted(kHome, kAway)}));
        QVERIFY(put(*m_third, {other}, {accepted(kHome, kThird)}));
        QCOMPARE(home(), kHome);
        revoke(*m_away, 0);
        QCOMPARE(home(), kThird);
        QVERIFY(!timesIn(kThird).contains(u'0'));
        QCOMPARE(faults(), QString());
    }

    /// A later statement takes the place of an earlier one: what counts again moves it again.
    void aLaterRevocationThatLetsMoreStand()
    {
        const auto offer = put(*m_supervisor, {m_case}, {proposed(kHome, kAway)});
        QVERIFY(put(*m_away, {offer}, {accepted(kHome, kAway)}));
        revoke(*m_away, 0);
        QCOMPARE(home(), kHome);
        const Statement later = m_hub->authority.sign(RevocationStatement{
            m_away->person, {{m_away->replica, 1}}, testStart().plus(std::chrono::hours(2)), {}});
        QCOMPARE(*m_hub->hub->takeStatements({later.bytes()}), 1);
        QCOMPARE(home(), kAway);
        QCOMPARE(faults(), QString());
    }

    void whoMayEndAProposal()
    {
        const auto no = [](MoveEnd end) { return ended(kHome, kAway, end); };
        QVERIFY(put(*m_away, {m_case}, {no(MoveEnd::Declined)}, Refusal::BadContent));
        const auto offer = put(*m_supervisor, {m_case}, {proposed(kHome, kAway)});
        QVERIFY(put(*m_supervisor, {offer}, {no(MoveEnd::Declined)}, Refusal::WrongScope));
        QVERIFY(put(*m_officer, {offer}, {no(MoveEnd::TakenBack)}, Refusal::WrongRole));
        QVERIFY(put(*m_third, {offer}, {no(MoveEnd::Declined)}, Refusal::WrongScope));
        QVERIFY(put(*m_third, {offer}, {ended(kHome, kThird, MoveEnd::Declined)}, Refusal::BadContent));
        QVERIFY(put(*m_awayDeputy, {offer}, {no(MoveEnd::TakenBack)}, Refusal::WrongScope));
        Desk next = m_hub->desk(9, u"next"_s, Role::DistrictReviewer, kAway);
        m_hub->send(next);
        const auto declined = put(next, {offer}, {no(MoveEnd::Declined)});
        QVERIFY(declined);
        QVERIFY(put(next, {declined}, {accepted(kHome, kAway)}, Refusal::BadContent));
        QCOMPARE(home(), kHome);
        // Those who were asked are told, and the district that has it, too.
        QCOMPARE(timesIn(kAway), u"1 1 1"_s);
        QCOMPARE(timesIn(kHome), u"1 1 1"_s);
        QVERIFY(put(*m_deputy, {declined}, {no(MoveEnd::TakenBack)}, Refusal::BadContent));
        QCOMPARE(faults(), QString());
    }

    /// The district was told that it is taken back, and its stations may have let go of it; one of them had accepted without knowing.
    void anAcceptanceThatComesAfterTheTakingBack()
    {
        const auto offer = put(*m_supervisor, {m_case}, {proposed(kHome, kAway)});
        const auto back = put(*m_deputy, {offer}, {ended(kHome, kAway, MoveEnd::TakenBack)});
        QVERIFY(back);
        QCOMPARE(home(), kHome);
        QCOMPARE(timesIn(kAway), u"1 1 1"_s);
        QVERIFY(put(*m_away, {offer}, {accepted(kHome, kAway)}));
        QCOMPARE(home(), kAway);
        QCOMPARE(timesIn(kAway), u"2 2 2 2"_s);
        QCOMPARE(timesIn(kHome), u"1 1 1 1"_s);
        QCOMPARE(faults(), QString());
    }
};

QTEST_GUILESS_MAIN(HubMovesTest)
#include "HubMovesTest.moc"
