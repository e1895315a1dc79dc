// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Blake2b.h"
#include "core/base/PoolTask.h"

#include <QCryptographicHash>
#include <QTest>

#include <vector>

using namespace prohori;

/// The hasher stays from one call to the next: nothing of what it hashed may.
class Blake2bTest : public QObject {
    Q_OBJECT
private slots:
    // The digest of "abc" as b2sum -l 256 gives it.
    void isThePublishedFunction()
    {
        const QByteArray expected =
            QByteArray::fromHex("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
        QCOMPARE(blake2bOf({"abc"}), expected);
        QCOMPARE(blake2bOf({"a", "", "bc"}), expected);
        QCOMPARE(blake2bOf({"abc"}, 16), expected.first(16));
    }

    void eachCallBeginsAnew()
    {
        for (int i = 0; i < 100; ++i) {
            const QByteArray bytes(i * 37 % 300, char(i));
            QCOMPARE(blake2bOf({bytes}), QCryptographicHash::hash(bytes, QCryptographicHash::Blake2b_256));
        }
    }

    void threadsDoNotMeet()
    {
        std::vector<PoolTask<bool>> tasks;
        for (int task = 0; task < 8; ++task)
            tasks.emplace_back([task] {
                const QByteArray bytes(1000, char(task));
                const QByteArray expected = QCryptographicHash::hash(bytes, QCryptographicHash::Blake2b_256);
                for (int i = 0; i < 1000; ++i) {
                    if (blake2bOf({bytes.first(500), bytes.sliced(500)}) != expected)
                        return false;
                }
                return true;
            });
        for (PoolTask<bool>& task : tasks)
            QVERIFY(task.take());
    }
};

QTEST_GUILESS_MAIN(Blake2bTest)
#include "Blake2bTest.moc"
