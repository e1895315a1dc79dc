// SPDX-License-Identifier: GPL-3.0-or-later
#include "Runner.h"

#include "World.h"

#include <algorithm>

namespace prohori {

Ended play(const Plan& plan)
{
    static int number = 0;
    World world(plan, Cast::get().workFolder() + QStringLiteral("/%1").arg(++number));
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
