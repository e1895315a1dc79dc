// SPDX-License-Identifier: GPL-3.0-or-later
#include "Runner.h"

#include "Heap.h"
#include "World.h"

#include "core/base/PlantedFault.h"

#include <algorithm>

namespace prohori {

namespace {
constexpr int kPlaysToSettle = 5;  ///< libraries keep things from their first use
constexpr qint64 kMostHeapLeft = 64 << 10;
int deskFaultNumber = 0;
}  // namespace

void plantDeskFault(int number)
{
    deskFaultNumber = number;
}

bool deskFault(int number)
{
    return deskFaultNumber == number || plantedFault(number);
}

static Ended playIn(const QString& folder, const Plan& plan)
{
    World world(plan, folder);
    Ended ended;
    for (const Step& step : plan.steps) {
        world.run(step);
        ++ended.steps;
        if (!world.breach().isEmpty())
            break;
    }
    world.finish();
    ended.breach = world.breach();
    ended.trace = world.trace();
    ended.done = world.done();
    ended.syncs = world.syncs();
    return ended;
}

Ended play(const Plan& plan)
{
    static int number = 0;
    const QString folder = Cast::get().workFolder() + QStringLiteral("/%1").arg(++number);
    seedKeys(0);
    const qint64 heap = heapBytes();
    Ended ended = playIn(folder, plan);
    seedKeys(0);
    ended.heapLeft = heapBytes() - heap;
    if (ended.breach.isEmpty() && number > kPlaysToSettle && ended.heapLeft > kMostHeapLeft)
        ended.breach =
            QStringLiteral("invariant 14: %1 bytes are left when everything is closed").arg(ended.heapLeft);
    return ended;
}

Plan shrunk(const Plan& plan, const QString& invariant)
{
    constexpr int kMostPlays = 400;
    int plays = 0;
    const auto stillBreaks = [&](const Plan& smaller) {
        return ++plays <= kMostPlays && play(smaller).invariant() == invariant;
    };
    Plan best = plan;
    best.steps.resize(std::min<qsizetype>(best.steps.size(), play(plan).steps));
    if (!stillBreaks(best))
        best = plan;
    for (qsizetype part = std::max<qsizetype>(1, best.steps.size() / 2); part >= 1; part /= 2) {
        for (qsizetype from = 0; from < best.steps.size();) {
            Plan smaller = best;
            smaller.steps.remove(from, std::min(part, smaller.steps.size() - from));
            if (stillBreaks(smaller))
                best = smaller;
            else
                from += part;
        }
    }
    for (qsizetype at = best.seats.size() - 1; at >= 0 && best.seats.size() > 1; --at) {
        Plan smaller = best;
        smaller.seats.remove(at);
        if (stillBreaks(smaller))
            best = smaller;
    }
    if (best.bulky) {
        Plan smaller = best;
        smaller.bulky = false;
        if (stillBreaks(smaller))
            best = smaller;
    }
    return best;
}

}  // namespace prohori
