// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRandomGenerator>
#include <QString>

#include <cstdio>

namespace prohori {

/** The seed of everything random in this test program: TEST_SEED of the environment, else a new one.

    It is printed once as `TEST_SEED=…`; set that to repeat the run. The same for the whole process.
*/
inline quint32 testSeed()
{
    static const quint32 seed = [] {
        bool given = false;
        const uint wanted = qEnvironmentVariable("TEST_SEED").toUInt(&given);
        const quint32 chosen = given ? wanted : QRandomGenerator::global()->generate();
        std::printf("TEST_SEED=%u\n", chosen);
        std::fflush(stdout);
        return chosen;
    }();
    return seed;
}

}  // namespace prohori
