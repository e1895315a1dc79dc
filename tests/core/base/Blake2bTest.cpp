// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Blake2b.h"
#include "core/base/PoolTask.h"

#include <QCryptographicHash>
#include <QTest>

#include <vector>

using namespace prohori;

/// The function of Qt is another implementation of the same one.
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

    void isTheFunctionOfQt()
    {
        for (int i = 0; i < 100; ++i) {
            const QByteArray bytes(i * 37 % 300, char(i));
            const QByteArray expected = QCryptographicHash::hash(bytes, QCryptographicHash::Blake2b_256);
            QCOMPARE(blake2bOf({bytes}), expected);
            // A block has 128 bytes.
            for (const qsizetype cut :
                 {qsizetype(0), bytes.size() / 2, std::min<qsizetype>(bytes.size(), 128)})
                QCOMPARE(blake2bOf({QByteArrayView(bytes).first(cut), QByteArrayView(bytes).sliced(cut)}),
                         expected);
        }
    }

    void takesNothing()
    {
        const QByteArray expected = QCryptographicHash::hash(QByteArray(), QCryptographicHash::Blake2b_256);
        QCOMPARE(blake2bOf({}), expected);
        QCOMPARE(blake2bOf({QByteArrayView()}), expected);
        QCOMPARE(blake2bOf({"", QByteArrayView()}), expected);
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
