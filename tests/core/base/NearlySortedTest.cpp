// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/NearlySorted.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

using namespace prohori;

namespace {

using Places = std::vector<std::size_t>;

Places byStandardLibrary(const std::vector<int>& things)
{
    Places order(things.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return things[a] < things[b]; });
    return order;
}

Places ours(const std::vector<int>& things, int* compared = nullptr)
{
    return sortedPlaces(things.size(), [&](std::size_t a, std::size_t b) {
        if (compared)
            ++*compared;
        return things[a] < things[b];
    });
}

std::vector<int> inOrder(int count)
{
    std::vector<int> things(static_cast<std::size_t>(count));
    std::iota(things.begin(), things.end(), 0);
    return things;
}

}  // namespace

/// Gives what the stable sort of the standard library gives, for little work where little is out of its place.
class NearlySortedTest : public QObject {
    Q_OBJECT
private slots:
    void sortsAsTheStandardLibrary_data()
    {
        QTest::addColumn<int>("swapped");  // in a hundred
        QTest::addColumn<int>("values");
        QTest::newRow("in order") << 0 << 1000;
        QTest::newRow("nearly") << 2 << 1000;
        QTest::newRow("nearly, with equal ones") << 2 << 20;
        QTest::newRow("half") << 50 << 1000;
        QTest::newRow("not at all, with equal ones") << 300 << 5;
        QTest::newRow("all equal") << 100 << 1;
    }
    void sortsAsTheStandardLibrary()
    {
        QFETCH(int, swapped);
        QFETCH(int, values);
        SeededRandom random(testSeed());
        for (int round = 0; round < 200; ++round) {
            const int count = random.below(300);
            std::vector<int> things = inOrder(count);
            for (int& thing : things)
                thing = thing * values / std::max(1, count);
            for (int i = 0; i < count * swapped / 100; ++i)
                std::swap(things[std::size_t(random.below(count))], things[std::size_t(random.below(count))]);
            QCOMPARE(ours(things), byStandardLibrary(things));
        }
    }

    void comparesOnceWhatIsInOrder()
    {
        int compared = 0;
        QCOMPARE(ours(inOrder(1000), &compared), byStandardLibrary(inOrder(1000)));
        QCOMPARE(compared, 999);
    }

    void oneOutOfItsPlaceCostsALogarithm()
    {
        std::vector<int> things = inOrder(1000);
        std::rotate(things.begin(), things.begin() + 1, things.end());  // the least comes last
        int compared = 0;
        QCOMPARE(ours(things, &compared), byStandardLibrary(things));
        QVERIFY2(compared <= 999 + 11, qPrintable(QString::number(compared)));
    }

    // Each one would be moved past all before it.
    void sortsTheWorstOrder()
    {
        std::vector<int> things = inOrder(10'000);
        for (int& thing : things)
            thing /= 3;
        std::reverse(things.begin(), things.end());
        QCOMPARE(ours(things), byStandardLibrary(things));
    }
};

QTEST_GUILESS_MAIN(NearlySortedTest)
#include "NearlySortedTest.moc"
