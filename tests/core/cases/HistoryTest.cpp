// SPDX-License-Identifier: GPL-3.0-or-later
#include "CaseBuilder.h"
#include "tests/support/TestSeed.h"

#include <QTest>

#include <random>

using namespace prohori;

class HistoryTest : public QObject {
    Q_OBJECT
private slots:
    void knowsHeadsAndAncestors()
    {
        CaseBuilder builder;
        const auto root = builder.create();
        const auto a = builder.add(kOfficer, {root}, {set(107, "a")});
        const auto b = builder.add(kColleague, {root}, {set(107, "b")});
        const auto joined = builder.add(kOfficer, {a, b}, {set(108, "c")});
        const History& history = builder.history();
        QCOMPARE(history.heads(), QList<ChangeId>{joined->id()});
        QVERIFY(history.isBefore(root->id(), joined->id()));
        QVERIFY(history.isBefore(a->id(), joined->id()));
        QVERIFY(!history.isBefore(a->id(), b->id()));
        QVERIFY(!history.isBefore(joined->id(), a->id()));
        QVERIFY(!history.isBefore(a->id(), a->id()));
        QCOMPARE(history.upTo({a->id()}).changes().size(), 2);
        QCOMPARE(history.upTo({a->id(), b->id()}).heads().size(), 2);
        QCOMPARE(history.upTo({testId<ChangeId>(77)}).changes().size(), 0);
    }

    void changesWithoutParentsWaitAndEnterByThemselves()
    {
        CaseBuilder builder;
        const auto root = builder.create();
        const auto a = builder.next(kOfficer, {set(107, "a")});
        const auto b = builder.next(kOfficer, {set(107, "b")});
        History history(root->body().record);
        QVERIFY(*history.add(b) == History::Added::Waiting);
        QVERIFY(*history.add(b) == History::Added::Duplicate);
        QCOMPARE(history.missingParents(), QSet<ChangeId>{a->id()});
        QVERIFY(*history.add(a) == History::Added::Waiting);
        QCOMPARE(history.missingParents(), QSet<ChangeId>{root->id()});
        QVERIFY(history.isEmpty());
        QCOMPARE(history.waiting().size(), 2);
        QVERIFY(*history.add(root) == History::Added::New);
        QVERIFY(*history.add(root) == History::Added::Duplicate);
        QVERIFY(history.waiting().isEmpty());
        QVERIFY(history.missingParents().isEmpty());
        QCOMPARE(history.heads(), QList<ChangeId>{b->id()});
        QVERIFY(history.isBefore(root->id(), b->id()));
    }

    void refusesWhatDoesNotBelong()
    {
        CaseBuilder builder(1);
        CaseBuilder other(2);
        const auto root = builder.create();
        other.create();
        History history(root->body().record);
        QVERIFY(!history.add(other.changes().front()).has_value());
        ChangeBody body = root->body();
        body.parents = {root->id()};
        QVERIFY(!history.add(std::make_shared<const Change>(Change::make(body, {}))).has_value());
        body = root->body();
        body.creation.reset();
        QVERIFY(!history.add(std::make_shared<const Change>(Change::make(body, {}))).has_value());
    }

    void everyOrderOfArrivalGivesTheSameHistory()
    {
        std::mt19937 random(testSeed());
        for (int round = 0; round < 200; ++round) {
            CaseBuilder builder;
            builder.create();
            while (builder.changes().size() < 90) {
                QList<ChangePtr> parents{
                    builder.changes()[int(random() % unsigned(builder.changes().size()))]};
                parents.append(builder.changes()[int(random() % unsigned(builder.changes().size()))]);
                if (parents[0] == parents[1])
                    parents.removeLast();
                builder.add(kOfficer, parents, {set(107, "x")});
                if (round % 20 != 0 && builder.changes().size() > 8)
                    break;
            }
            auto shuffled = builder.changes();
            std::shuffle(shuffled.begin(), shuffled.end(), random);
            History history(builder.history().record());
            for (const ChangePtr& change : shuffled)
                QVERIFY(history.add(change).has_value());
            QCOMPARE(history.changes(), builder.history().changes());
            QCOMPARE(history.heads(), builder.history().heads());
            QVERIFY(history.waiting().isEmpty());
            const auto order = history.changes();
            for (qsizetype i = 0; i < order.size(); ++i) {
                for (const ChangeId& parent : order[i]->body().parents)
                    QVERIFY(order.indexOf(history.find(parent)) < i);
            }
        }
    }
};

QTEST_APPLESS_MAIN(HistoryTest)
#include "HistoryTest.moc"
