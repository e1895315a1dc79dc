// SPDX-License-Identifier: GPL-3.0-or-later
#include "Runner.h"

#include "core/base/PlantedFault.h"
#include "tests/harness/HarnessOptions.h"

#include <QDir>
#include <QFile>

#include <algorithm>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr int kMostRuns = 1500;
/// From here each is found within 805 histories; another start (TEST_SEED) may need more than kMostRuns for 9 and 15.
constexpr quint32 kKnownStart = 1042571231;

struct Fault {
    int number;
    const char* what;
    Action needs = Action::Save;  ///< histories without it cannot show the fault, and are not played
};

constexpr Fault kFaults[] = {
    {1, "later clock wins"},
    {2, "equal values conflict"},
    {3, "a conflict drops the third value"},
    {4, "parents are the heads of the moment, not what the author saw", Action::SaveDraft},
    {5, "a merge group is split"},
    {6, "the removal of a row beats an edit", Action::Conflict},
    {7, "a resolution does not name what it supersedes", Action::Resolve},
    {8, "an approval is carried over a concurrent edit", Action::Approve},
    {9, "the approval hash leaves out the form version", Action::Upgrade},
    {10, "self-approval by a second replica", Action::Approve},
    {11, "the cursor moves before the frame is applied", Action::CutSync},
    {12, "a frame is applied twice"},
    {15, "an old bundle moves the cursor back", Action::ReadStick},
    {17, "a counter is used again after a restore", Action::Restore},
    {18, "changes of a revoked person stay when they came before the revocation", Action::Revoke},
    {19, "a quarantined change blocks other cases", Action::Poison},
    {21, "what a later format wrote is dropped", Action::Upgrade},
    {22, "the fold reads the order of a hash table"},
    {24, "a draft overwrites a newer value", Action::SaveDraft},
};

bool has(const Plan& plan, Action action)
{
    return std::any_of(plan.steps.begin(), plan.steps.end(),
                       [action](const Step& step) { return step.action == action; });
}

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
        QTest::addColumn<int>("needs");
        for (const Fault& fault : kFaults)
            QTest::addRow("%d %s", fault.number, fault.what) << fault.number << int(fault.needs);
    }
    void aPlantedFaultIsFound()
    {
        QFETCH(const int, number);
        const int runs = harnessOptions().runsOr(kMostRuns);
        chosen() = number;
        Ended ended;
        Plan plan;
        QFETCH(const int, needs);
        quint32 seed = qEnvironmentVariableIsSet("TEST_SEED") ? testSeed() : kKnownStart;
        int played = 0;
        while (ended.breach.isEmpty() && played < runs) {
            do
                plan = drawPlan(seed++);
            while (!has(plan, Action(needs)) || (number == 9 && !has(plan, Action::Approve)));
            ++played;
            ended = play(plan);
        }
        chosen() = 0;
        std::printf("fault %d: after %d histories: %s\n", number, played, qPrintable(ended.breach));
        std::fflush(stdout);
        QVERIFY2(!ended.breach.isEmpty(), "no history found it");
        // The same history without the fault is sound: it was the fault that was found.
        QCOMPARE(play(plan).breach, QString());
    }
};

int main(int argc, char** argv)
{
    return harnessMain<SimulationFaultsTest>(argc, argv);
}
#include "SimulationFaultsTest.moc"
