// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/FuzzRun.h"

#include "tests/support/Places.h"
#include "tests/support/TestSeed.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <sys/resource.h>

namespace prohori {

using namespace Qt::StringLiterals;

QList<QByteArray> fuzzCorpus(const QString& name)
{
    QList<QByteArray> seeds;
    const QDir folder(inSource(u"tests/fuzz/corpus/"_s + name));
    for (const QString& file : folder.entryList(QDir::Files, QDir::Name)) {
        QFile seed(folder.filePath(file));
        if (seed.open(QIODevice::ReadOnly))
            seeds.append(seed.readAll());
    }
    return seeds;
}

QByteArray fuzzMutated(QByteArray bytes, const QList<QByteArray>& seeds, const QList<QByteArray>& words,
                       QRandomGenerator& random)
{
    const auto place = [&]() { return random.bounded(static_cast<int>(bytes.size()) + 1); };
    for (int steps = 1 + random.bounded(4); steps > 0; --steps) {
        const int at = place();
        switch (random.bounded(6)) {
        case 0: bytes.insert(at, words.at(random.bounded(static_cast<int>(words.size())))); break;
        case 1: bytes.remove(at, 1 + random.bounded(20)); break;
        case 2:
            if (at < bytes.size())
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.bounded(8)));
            break;
        case 3: bytes.insert(at, bytes.mid(place(), random.bounded(200))); break;
        case 4: {
            const QByteArray& other = seeds.at(random.bounded(static_cast<int>(seeds.size())));
            bytes.insert(at,
                         other.mid(random.bounded(static_cast<int>(other.size()) + 1), random.bounded(300)));
            break;
        }
        default:
            bytes.replace(at, 1 + random.bounded(8),
                          words.at(random.bounded(static_cast<int>(words.size()))));
            break;
        }
    }
    return bytes;
}

void runFuzzTarget(const QString& name, FuzzTarget target, int count, const QList<QByteArray>& words)
{
    const QList<QByteArray> seeds = fuzzCorpus(name);
    QVERIFY(seeds.size() >= 3);
    QRandomGenerator random(testSeed());
    qint64 slowest = 0;
    for (int round = 0; round < seeds.size() + count; ++round) {
        const QByteArray& seed =
            seeds.at(round < seeds.size() ? round : random.bounded(static_cast<int>(seeds.size())));
        const QByteArray input = round < seeds.size() ? seed : fuzzMutated(seed, seeds, words, random);
        QElapsedTimer timer;
        timer.start();
        target(reinterpret_cast<const uint8_t*>(input.constData()), static_cast<size_t>(input.size()));
        slowest = qMax(slowest, timer.elapsed());
    }
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    qInfo("%s: %lld seeds and %d mutations, slowest %lld ms, peak memory %ld KiB", qPrintable(name),
          static_cast<long long>(seeds.size()), count, static_cast<long long>(slowest), usage.ru_maxrss);
    QVERIFY(slowest < 10'000);
}

}  // namespace prohori
