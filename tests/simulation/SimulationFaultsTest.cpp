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

constexpr int kMostRuns = 400;

struct Fault {
    int number;
    const char* what;
    quint32 seed;  ///< a history that finds it; where that one does not any more, those after it are tried
    Action needs = Action::Save;  ///< histories without it cannot show the fault, and are not played
    Action also = Action::Save;
};

constexpr Fault kFaults[] = {
    {1, "later clock wins", 8},
    {2, "equal values conflict", 4},
    {3, "a conflict drops the third value", 285, Action::Conflict},
    {4, "parents are the heads of the moment, not what the author saw", 18, Action::SaveDraft},
    {5, "a merge group is split", 37, Action::Conflict},
    {6, "the removal of a row beats an edit", 8, Action::Conflict},
    {7, "a resolution does not name what it supersedes", 38, Action::Resolve},
    {8, "an approval is carried over a concurrent edit", 27, Action::Approve},
    {9, "the approval hash leaves out the form version", 3435, Action::Approve, Action::Upgrade},
    {10, "self-approval by a second replica", 10, Action::Approve},
    {11, "the cursor moves before the frame is applied", 11585, Action::CutSync},
    {12, "a frame is applied twice", 21},
    {15, "an old bundle moves the cursor back", 208, Action::ReadStick},
    {16, "a copied store keeps its replica", 176, Action::Clone},
    {17, "a counter is used again after a restore", 467, Action::Restore},
    {18, "changes of a revoked person stay when they came before the revocation", 21, Action::Revoke},
    {19, "a quarantined change blocks other cases", 120, Action::Poison},
    {20, "a case is let go of before work that nobody has sent went up", 1211, Action::TakeOver,
     Action::Draft},
    {21, "what a later format wrote is dropped", 7, Action::Upgrade},
    {22, "the fold reads the order of a hash table", 8},
    {23, "the hub was set back, and the station stays silent", 86, Action::HubBack},
    {24, "a draft overwrites a newer value", 18, Action::SaveDraft},
    {25, "the keys of a record are sealed to the hub, too", 2},
    {26, "a sealed text is written in the clear as well", 3},
    {27, "who left is given the keys of the next epoch", 3, Action::Revoke},
    {28, "the keys of a case that is offered are sealed to somebody else", 4, Action::Offer},
    {29, "the second home is never emptied", 17},
    {30, "the WAL is never emptied", 17},
    {31, "an acceptance stands beside a withdrawal that did not know of it", 481, Action::Answer},
    {32, "the store keeps every state of a record that it ever had in memory", 3},
    {33, "a hub calls safe what is in no backup of it", 2},
    {34, "a move that was declined or taken back is still asked for", 163, Action::EndMove},
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

void plant(int number)
{
    chosen() = number;
    plantDeskFault(number);
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
    void cleanup() { plant(0); }

    void aPlantedFaultIsFound_data()
    {
        QTest::addColumn<Fault>("fault");
        for (const Fault& fault : kFaults)
            QTest::addRow("%d %s", fault.number, fault.what) << fault;
    }
    void aPlantedFaultIsFound()
    {
        QFETCH(const Fault, fault);
        const int runs = harnessOptions().runsOr(kMostRuns);
        plant(fault.number);
        quint32 seed = qEnvironmentVariableIsSet("TEST_SEED") ? testSeed() : fault.seed;
        Ended ended;
        Plan plan;
        int played = 0;
        for (; ended.breach.isEmpty() && played < runs; ++played) {
            do
                plan = drawPlan(seed++);
            while (!has(plan, fault.needs) || !has(plan, fault.also));
            ended = play(plan);
        }
        plant(0);
        std::printf("fault %d: after %d histories, by seed %u: %s\n", fault.number, played, seed - 1,
                    qPrintable(ended.breach));
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
