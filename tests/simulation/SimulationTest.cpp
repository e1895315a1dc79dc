// SPDX-License-Identifier: GPL-3.0-or-later
#include "Heap.h"
#include "Runner.h"

#include "tests/harness/HarnessOptions.h"
#include "tests/support/Places.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QHashSeed>

#include <ctime>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRuns = 2000;
constexpr int kTwice = 20;          ///< histories that are played a second time
constexpr int kRunsToSettle = 100;  ///< before the heap is looked at
constexpr qint64 kMostHeapLeft = 128 << 10;

QString historiesFolder()
{
    return inSource(u"tests/simulation/histories"_s);
}

double cpuSeconds()
{
    return double(std::clock()) / CLOCKS_PER_SEC;
}

}  // namespace

/** H-SIM: stations, hub and line in one process and thread; each history is drawn from a seed, and the invariants hold after every step
    (REL-21, REL-22, REL-24, REL-27, REL-30, REL-35, REL-36, REL-38, REL-39).
*/
class SimulationTest : public QObject {
    Q_OBJECT
private slots:
    /// Histories that broke something once.
    void keptHistoriesHold_data()
    {
        QTest::addColumn<QString>("file");
        for (const QString& name : QDir(historiesFolder()).entryList({u"*.txt"_s}, QDir::Files, QDir::Name))
            QTest::newRow(qPrintable(name)) << historiesFolder() + u'/' + name;
    }
    void keptHistoriesHold()
    {
        QFETCH(const QString, file);
        QFile text(file);
        QVERIFY(text.open(QIODevice::ReadOnly));
        const auto plan = Plan::fromText(QString::fromUtf8(text.readAll()));
        QVERIFY2(plan, qPrintable(plan ? QString() : plan.error().detail));
        const Ended ended = play(*plan);
        QVERIFY2(ended.breach.isEmpty(), qPrintable(ended.breach));
    }

    /// REL-38: one plan is one run, whatever the order of the hash tables.
    void theSamePlanIsTheSameRun()
    {
        for (int i = 0; i < kTwice; ++i) {
            const Plan plan = drawPlan(testSeed() + quint32(i));
            const auto reread = Plan::fromText(plan.toText());
            QVERIFY(reread && reread->steps == plan.steps && reread->seats == plan.seats);
            const QByteArray first = play(plan).trace;
            QHashSeed::resetRandomGlobalSeed();
            QCOMPARE(play(*reread).trace, first);
        }
    }

    void invariantsHoldInEveryHistory()
    {
        const int runs = harnessOptions().runsOr(kRuns);
        const double begun = cpuSeconds();
        QElapsedTimer timer;
        timer.start();
        int steps = 0;
        int syncs = 0;
        QStringList broken;
        qint64 heap = 0;
        for (int i = 0; i < runs && broken.size() < 5; ++i) {
            if (i == kRunsToSettle)
                heap = heapBytes();
            const quint32 seed = testSeed() + quint32(i);
            QHashSeed::resetRandomGlobalSeed();
            const Plan plan = drawPlan(seed);
            const Ended ended = play(plan);
            steps += ended.steps;
            syncs += ended.syncs;
            for (auto at = ended.done.begin(); at != ended.done.end(); ++at)
                m_done[at.key()] += at.value();
            if (!ended.breach.isEmpty())
                broken.append(report(seed, plan, ended));
        }
        std::printf("{\"harness\":\"H-SIM\",\"seed\":%u,\"runs\":%d,\"steps\":%d,\"syncs\":%d,\"broken\":%d,"
                    "\"cpu\":%.1f,\"seconds\":%.1f}\n",
                    testSeed(), runs, steps, syncs, int(broken.size()), cpuSeconds() - begun,
                    double(timer.elapsed()) / 1000);
        // Invariant 14 over all of them: what one history leaves behind would be small, that of thousands not.
        if (runs > kRunsToSettle && broken.isEmpty())
            QVERIFY2(heapBytes() - heap < kMostHeapLeft, qPrintable(QString::number(heapBytes() - heap)));
        QVERIFY2(broken.isEmpty(), qPrintable(broken.join(u'\n')));
    }

    /// Swarm or not: over all histories every kind of action found something to do.
    void everyActionWasDone()
    {
        QStringList never;
        QStringList done;
        for (int action = 0; action < kActions; ++action) {
            const int times = m_done.value(Action(action));
            done.append(u"\"%1\":%2"_s.arg(actionName(Action(action))).arg(times));
            if (times == 0)
                never.append(actionName(Action(action)));
        }
        std::printf("{\"harness\":\"H-SIM\",\"done\":{%s}}\n", qPrintable(done.join(u',')));
        if (harnessOptions().runsOr(kRuns) >= kRuns)
            QVERIFY2(never.isEmpty(), qPrintable(never.join(u' ')));
    }

private:
    /// Makes the history small, and keeps it.
    QString report(quint32 seed, const Plan& plan, const Ended& ended)
    {
        std::printf("seed %u: %s\n", seed, qPrintable(ended.breach));
        std::fflush(stdout);
        const Plan small = shrunk(plan, ended.invariant());
        const QString file = QDir::tempPath() + u"/simulation-%1.txt"_s.arg(seed);
        QFile out(file);
        if (out.open(QIODevice::WriteOnly))
            out.write(u"%1# seed %2, %3\n"_s.arg(small.toText()).arg(seed).arg(play(small).breach).toUtf8());
        std::printf("%d steps left, in %s\n", int(small.steps.size()), qPrintable(file));
        std::fflush(stdout);
        return u"seed %1: %2 (%3)"_s.arg(seed).arg(ended.breach, file);
    }

    QMap<Action, int> m_done;
};

int main(int argc, char** argv)
{
    // Every build plays the same histories: a search elsewhere (--seed, TEST_SEED) still finds one in some thousands that breaks (README.md).
    if (qEnvironmentVariableIsEmpty("TEST_SEED"))
        qputenv("TEST_SEED", "20000000");
    return harnessMain<SimulationTest>(argc, argv);
}
#include "SimulationTest.moc"
