// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/TestSeed.h"

#include <QByteArray>
#include <QTest>

#include <cstdio>
#include <cstring>
#include <vector>

namespace prohori {

/// `--seed N` and `--runs N` of a harness; all other words are those of Qt Test.
struct HarnessOptions {
    int runs = 0;  ///< 0: as many as every build does

    int runsOr(int usual) const { return runs > 0 ? runs : usual; }
};

inline HarnessOptions& harnessOptions()
{
    static HarnessOptions options;
    return options;
}

/// What a harness says at the end of a run, one JSON line on standard output.
struct HarnessResult {
    int runs = 0, inside = 0, confirmed = 0, lost = 0, partial = 0, damaged = 0;
    qint64 milliseconds = 0;

    bool isClean() const { return lost == 0 && partial == 0 && damaged == 0; }
    void print(const char* harness) const
    {
        std::printf("{\"harness\":\"%s\",\"seed\":%u,\"runs\":%d,\"inside\":%d,\"confirmed\":%d,\"lost\":%d,"
                    "\"partial\":%d,\"damaged\":%d,\"seconds\":%.1f}\n",
                    harness, testSeed(), runs, inside, confirmed, lost, partial, damaged,
                    double(milliseconds) / 1000);
        std::fflush(stdout);
    }
};

/// Takes the options of the harness out of the words and runs the tests; 1 on any breach.
template <typename Test>
int harnessMain(int argc, char** argv)
{
    std::vector<char*> rest;
    for (int i = 0; i < argc; ++i) {
        const bool hasValue = i + 1 < argc;
        if (hasValue && std::strcmp(argv[i], "--seed") == 0)
            qputenv("TEST_SEED", argv[++i]);
        else if (hasValue && std::strcmp(argv[i], "--runs") == 0)
            harnessOptions().runs = std::atoi(argv[++i]);
        else
            rest.push_back(argv[i]);
    }
    // Qt Test ends a function after five minutes; a night's budget takes longer.
    if (harnessOptions().runs > 0 && qEnvironmentVariableIsEmpty("QTEST_FUNCTION_TIMEOUT"))
        qputenv("QTEST_FUNCTION_TIMEOUT", "86400000");
    int count = int(rest.size());
    rest.push_back(nullptr);
    QCoreApplication app(count, rest.data());
    Test test;
    return QTest::qExec(&test, count, rest.data()) == 0 ? 0 : 1;
}

}  // namespace prohori
