// SPDX-License-Identifier: GPL-3.0-or-later
#include "Runner.h"

#include "core/base/PlantedFault.h"
#include "tests/harness/HarnessOptions.h"

#include <QDir>
#include <QFile>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr int kMostRuns = 1500;

struct Fault {
    int number;
    const char* what;
};

constexpr Fault kFaults[] = {
    {1, "later clock wins"},
    {2, "equal values conflict"},
    {3, "a conflict drops the third value"},
    {4, "parents are the heads of the moment, not what the author saw"},
    {5, "a merge group is split"},
    {6, "the removal of a row beats an edit"},
    {7, "a resolution does not name what it supersedes"},
    {8, "an approval is carried over a concurrent edit"},
    {9, "the approval hash leaves out the form version"},
    {10, "self-approval by a second replica"},
    {11, "the cursor moves before the frame is applied"},
    {12, "a frame is applied twice"},
    {17, "a counter is used again after a restore"},
    {18, "changes of a revoked person stay when they came before the revocation"},
    {19, "a quarantined change blocks other cases"},
    {21, "what a later format wrote is dropped"},
    {22, "the fold reads the order of a hash table"},
    {24, "a draft overwrites a newer value"},
};

int& chosen()
{
    static int number = 0;
    return number;
}

}  // namespace

namespace prohori {
int chosenFault()
{
    return chosen();
}
}  // namespace prohori

/** The simulation is worth its name: it finds every fault that is planted into copies of the product's files here (REL-40). The same
    histories without a fault are those of SimulationTest.
*/
class SimulationFaultsTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        // Made by sound code.
        (void)Cast::get();
    }
    void cleanup() { chosen() = 0; }

    void aPlantedFaultIsFound_data()
    {
        QTest::addColumn<int>("number");
        for (const Fault& fault : kFaults)
            QTest::addRow("%d %s", fault.number, fault.what) << fault.number;
    }
    void aPlantedFaultIsFound()
    {
        QFETCH(const int, number);
        const int runs = harnessOptions().runsOr(kMostRuns);
        chosen() = number;
        Ended ended;
        int played = 0;
        while (ended.breach.isEmpty() && played < runs)
            ended = play(drawPlan(testSeed() + quint32(played++)));
        std::printf("fault %d: after %d histories: %s\n", number, played, qPrintable(ended.breach));
        std::fflush(stdout);
        QVERIFY2(!ended.breach.isEmpty(), "no history found it");
    }
};

int main(int argc, char** argv)
{
    return harnessMain<SimulationFaultsTest>(argc, argv);
}
#include "SimulationFaultsTest.moc"
