// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/PoolTask.h"

#include <QCryptographicHash>
#include <QSemaphore>
#include <QTest>

#include <atomic>
#include <vector>

using namespace prohori;

/// Work in the background that nobody outlives who refers to it.
class PoolTaskTest : public QObject {
    Q_OBJECT
private slots:
    void whatComesOfItIsTaken()
    {
        PoolTask<QByteArray> none;
        QVERIFY(!none.isThere());
        PoolTask<QByteArray> task([] { return QByteArray("done"); });
        QVERIFY(task.isThere());
        QCOMPARE(task.take(), QByteArray("done"));
        QVERIFY(!task.isThere());
    }

    // One after the other by the threads of the pool, however many there are.
    void manyMayWait()
    {
        std::vector<PoolTask<int>> tasks;
        for (int i = 0; i < 100; ++i)
            tasks.emplace_back([i] { return i; });
        int sum = 0;
        for (PoolTask<int>& task : tasks)
            sum += task.take();
        QCOMPARE(sum, 4950);
    }

    void whoLetsGoWaits()
    {
        QSemaphore hasBegun, mayEnd;
        std::atomic<int> ended = 0;
        const auto work = [&] {
            hasBegun.release();
            mayEnd.acquire();
            // Long enough for who does not wait to be seen.
            QByteArray bytes(1 << 20, 'x');
            for (int i = 0; i < 20; ++i)
                bytes = QCryptographicHash::hash(bytes, QCryptographicHash::Sha512).repeated(1 << 14);
            return ++ended;
        };
        {
            const PoolTask<int> task(work);
            hasBegun.acquire();
            mayEnd.release();
        }
        QCOMPARE(ended.load(), 1);
        PoolTask<int> task(work);
        hasBegun.acquire();
        mayEnd.release();
        task = {};
        QCOMPARE(ended.load(), 2);
    }

    // A pool whose threads are all busy, for ever as it seems, holds nobody up.
    void nobodyWaitsForWhatHasNotBegun()
    {
        QThreadPool& pool = *QThreadPool::globalInstance();
        QSemaphore mayEnd, haveBegun;
        std::vector<PoolTask<int>> busy;
        for (int i = 0; i < pool.maxThreadCount(); ++i)
            busy.emplace_back([&] {
                haveBegun.release();
                mayEnd.acquire();
                return 0;
            });
        haveBegun.acquire(pool.maxThreadCount());
        std::atomic<int> ran = 0;
        {
            PoolTask<int> taken([&] { return ++ran; });
            QCOMPARE(taken.take(), 1);
            const PoolTask<int> given([&] { return ++ran; });
        }
        QCOMPARE(ran.load(), 1);
        mayEnd.release(pool.maxThreadCount());
        busy.clear();
        pool.waitForDone();
        QCOMPARE(ran.load(), 1);
    }
};

QTEST_GUILESS_MAIN(PoolTaskTest)
#include "PoolTaskTest.moc"
