// SPDX-License-Identifier: GPL-3.0-or-later
#include "CaseBuilder.h"

#include <QTest>

#include <array>
#include <set>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

struct Doing {
    ActKind kind;
    int target = 0;  ///< of a merge
};
using Three = std::array<Doing, 3>;

/// Merges into two records are two kinds here: they disagree.
constexpr Doing kDoings[] = {{ActKind::Submit},   {ActKind::Return},  {ActKind::Approve},
                             {ActKind::Reopen},   {ActKind::HqQuery}, {ActKind::Accept},
                             {ActKind::Freeze},   {ActKind::Void},    {ActKind::Merge, 7},
                             {ActKind::Merge, 8}, {ActKind::Recall},  {ActKind::ReviewLater}};

QString wordsOf(const Three& three)
{
    QStringList words;
    for (const Doing& doing : three)
        words.append(actName(doing.kind));
    return words.join(u" beside "_s);
}

struct Outcome {
    RecordPhase phase = RecordPhase::Draft;
    bool conflict = false, review = false;
    bool operator==(const Outcome&) const = default;
};

/// Three people on one case who know nothing of each other, each on the way that lets his act count.
class Beside {
public:
    /// @param number of the record: with it all ids are others, and nothing else is.
    Beside(const Three& three, int number) : m_case(number)
    {
        const ChangePtr root = m_case.create({AddRowItem{4, rowId(1), {}}});
        for (std::size_t at = 0; at < three.size(); ++at)
            m_acts[at] = walk(root, three[at], int(at) * 10);
    }

    /// 0 to 5: which of the three has the smallest id, and which the next.
    int order() const
    {
        const auto before = [&](std::size_t one, std::size_t other) {
            return m_acts[one]->id() < m_acts[other]->id() ? 1 : 0;
        };
        return before(0, 1) * 4 + before(1, 2) * 2 + before(0, 2);
    }
    Outcome outcome() const
    {
        const RecordState state = m_case.fold();
        if (!state.ineffectiveActs.isEmpty())
            qFatal("an act does not count: %s", qPrintable(state.ineffectiveActs.first().reason));
        return {state.phase, state.phaseConflict, state.needsReviewAgain};
    }

private:
    ChangePtr walk(const ChangePtr& root, const Doing& doing, int who)
    {
        const auto author = [who](Role role, int one) {
            return Author{PersonId(100 + who + one), role, 100 + who + one};
        };
        const Author officer = author(Role::Recorder, 1), reviewer = author(Role::DistrictReviewer, 2),
                     ministry = author(Role::HqApprover, 3);
        switch (doing.kind) {
        case ActKind::Submit: return m_case.add(officer, {root}, {act(ActKind::Submit)});
        case ActKind::Void: return m_case.add(reviewer, {root}, {act(ActKind::Void)});
        case ActKind::Merge: {
            ActItem merge;
            merge.kind = ActKind::Merge;
            merge.target = testId<RecordId>(doing.target);
            return m_case.add(reviewer, {root}, {Item(merge)});
        }
        default: break;
        }
        const ChangePtr submitted = m_case.add(officer, {root}, {act(ActKind::Submit)});
        if (doing.kind == ActKind::Return)
            return m_case.add(reviewer, {submitted}, {act(ActKind::Return)});
        if (doing.kind == ActKind::Recall)
            return m_case.add(officer, {submitted}, {act(ActKind::Recall)});
        const ChangePtr approved = m_case.approve(reviewer, submitted);
        if (doing.kind == ActKind::Approve)
            return approved;
        if (doing.kind == ActKind::Reopen)
            return m_case.add(reviewer, {approved}, {act(ActKind::Reopen)});
        if (doing.kind == ActKind::HqQuery)
            return m_case.add(ministry, {approved}, {act(ActKind::HqQuery)});
        if (doing.kind == ActKind::ReviewLater) {
            const ChangePtr later = m_case.add(officer, {approved}, {set(141, "trial")});
            return m_case.approve(reviewer, later, ActKind::ReviewLater);
        }
        const ChangePtr accepted = m_case.accept(ministry, approved);
        return doing.kind == ActKind::Accept ? accepted
                                             : m_case.add(ministry, {accepted}, {act(ActKind::Freeze)});
    }

    CaseBuilder m_case;
    std::array<ChangePtr, 3> m_acts;
};

}  // namespace

/// Three acts that know nothing of each other: what they lead to depends on the acts alone, whatever the ids of their changes are (REL-37).
class ConcurrentActsTest : public QObject {
    Q_OBJECT
private slots:
    void idsDecideNothing()
    {
        int triples = 0;
        for (const Doing& one : kDoings) {
            for (const Doing* other = &one; other != std::end(kDoings); ++other) {
                for (const Doing* third = other; third != std::end(kDoings); ++third) {
                    const Three three{one, *other, *third};
                    QVERIFY2(sameForAllIds(three), qPrintable(m_told));
                    ++triples;
                }
            }
        }
        QCOMPARE(triples, 12 * 13 * 14 / 6);
    }

    /// The points of a return have to be answered, however often the officer took his case back meanwhile.
    void aReturnOutranksRecalls()
    {
        for (const Three& three : {Three{{{ActKind::Recall}, {ActKind::Recall}, {ActKind::Return}}},
                                   Three{{{ActKind::Recall}, {ActKind::Return}, {ActKind::Return}}}}) {
            QVERIFY2(sameForAllIds(three), qPrintable(m_told));
            QCOMPARE(m_outcome, (Outcome{RecordPhase::Returned, false, false}));
        }
        QVERIFY(sameForAllIds({{{ActKind::Recall}, {ActKind::Recall}, {ActKind::Recall}}}));
        QCOMPARE(m_outcome, (Outcome{RecordPhase::Draft, false, false}));
    }

private:
    bool sameForAllIds(const Three& three)
    {
        std::set<int> orders;
        for (int number = kFirstRecord; orders.size() < kOrders && number < kFirstRecord + 300; ++number) {
            const Beside beside(three, number);
            if (!orders.insert(beside.order()).second)
                continue;
            const Outcome outcome = beside.outcome();
            if (orders.size() == 1)
                m_outcome = outcome;
            if (!(outcome == m_outcome)) {
                m_told = u"%1: %2 or %3, as the ids are"_s.arg(wordsOf(three), phaseName(m_outcome.phase),
                                                               phaseName(outcome.phase));
                return false;
            }
        }
        m_told = u"%1: %2 orders of ids were met"_s.arg(wordsOf(three)).arg(orders.size());
        return orders.size() == kOrders;
    }

    static constexpr std::size_t kOrders = 6;
    static constexpr int kFirstRecord = 2000;
    Outcome m_outcome;
    QString m_told;
};

QTEST_APPLESS_MAIN(ConcurrentActsTest)
#include "ConcurrentActsTest.moc"
