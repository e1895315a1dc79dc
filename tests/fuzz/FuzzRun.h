// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QRandomGenerator>
#include <QString>

namespace prohori {

using FuzzTarget = int (*)(const uint8_t*, size_t);

/// The files of tests/fuzz/corpus/NAME, in the order of their names: seeds, and what was found once.
QList<QByteArray> fuzzCorpus(const QString& name);

/// `bytes` after one to four random edits: words of `words`, cuts, flipped bits, pieces of itself and of `seeds`.
QByteArray fuzzMutated(QByteArray bytes, const QList<QByteArray>& seeds, const QList<QByteArray>& words,
                       QRandomGenerator& random);

/** Runs the seeds as they are, then `count` mutations, inside a test function. A target aborts where a law is broken. Nothing may take longer
    than a second (REL-46), ten under sanitizers and no optimisation. Prints the slowest and the peak memory.
*/
void runFuzzTarget(const QString& name, FuzzTarget target, int count, const QList<QByteArray>& words);

}  // namespace prohori
