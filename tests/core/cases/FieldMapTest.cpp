// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/FieldMap.h"
#include "CaseBuilder.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QMap>
#include <QTest>

#include <vector>

using namespace prohori;

/// Holds what a QMap holds, in its order.
class FieldMapTest : public QObject {
    Q_OBJECT
private slots:
    void isWhatAMapIs()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < 50; ++round) {
            FieldMap<QString> ours;
            QMap<FieldKey, QString> theirs;
            for (int step = 0; step < 200; ++step) {
                const FieldKey key = anyKey(random);
                const QString value = QString::number(step);
                if (random.below(2) == 0) {
                    ours.insert(key, value);
                    theirs.insert(key, value);
                } else {
                    ours[key] += value;
                    theirs[key] += value;
                }
                const FieldKey asked = anyKey(random);
                QCOMPARE(ours.contains(asked), theirs.contains(asked));
                QCOMPARE(ours.value(asked), theirs.value(asked));
                QCOMPARE(ours.find(asked) == ours.end(), !theirs.contains(asked));
            }
            QCOMPARE(ours.size(), theirs.size());
            QCOMPARE(ours.keys(), theirs.keys());
            auto at = theirs.cbegin();
            for (auto own = ours.begin(); own != ours.end(); ++own, ++at) {
                QCOMPARE(own.key(), at.key());
                QCOMPARE(own.value(), at.value());
                QCOMPARE(own->size(), at->size());
            }
        }
    }

    void isMadeOfEntriesInAnyOrder()
    {
        SeededRandom random(testSeed());
        for (int round = 0; round < 50; ++round) {
            std::vector<FieldMap<QString>::Entry> entries;
            QMap<FieldKey, QString> theirs;
            const int size = random.below(60);
            for (int i = 0; i < size; ++i) {
                // Every now and then one that was there before: the last one stays.
                entries.emplace_back(anyKey(random), QString::number(i));
                theirs.insert(entries.back().first, entries.back().second);
            }
            const auto ours = FieldMap<QString>::from(std::move(entries));
            QCOMPARE(ours.keys(), theirs.keys());
            for (auto at = theirs.cbegin(); at != theirs.cend(); ++at)
                QCOMPARE(ours.value(at.key()), *at);
        }
    }

    void isEmptyAtFirst()
    {
        const FieldMap<QString> none;
        QVERIFY(none.isEmpty());
        QVERIFY(none.begin() == none.end());
        QCOMPARE(none.value(caseField(1)), QString());
        QVERIFY(!none.contains(caseField(1)));
    }

    void aCopyStaysAsItWas()
    {
        FieldMap<int> first;
        first.insert(caseField(1), 10);
        first.insert(caseField(3), 30);
        const FieldMap<int> copy = first;
        first.insert(caseField(2), 20);
        first[caseField(1)] = 11;
        QCOMPARE(copy.keys(), (QList<FieldKey>{caseField(1), caseField(3)}));
        QCOMPARE(copy.value(caseField(1)), 10);
        QCOMPARE(first.keys(), (QList<FieldKey>{caseField(1), caseField(2), caseField(3)}));
    }

private:
    static FieldKey anyKey(SeededRandom& random)
    {
        return {quint32(1 + random.below(3)), random.below(2) == 0 ? RowId() : rowId(random.below(4)),
                quint32(random.below(20))};
    }
};

QTEST_GUILESS_MAIN(FieldMapTest)
#include "FieldMapTest.moc"
