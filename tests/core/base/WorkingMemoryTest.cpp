// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <jemalloc/jemalloc.h>

/// What programs are linked with: that all memory comes from it, and that it reads our settings.
class WorkingMemoryTest : public QObject {
    Q_OBJECT
private slots:
    void memoryComesFromIt()
    {
        const auto before = told<uint64_t>("thread.allocated");
        const auto block = std::make_unique<QByteArray>(1'000'000, 'x');
        QVERIFY(told<uint64_t>("thread.allocated") - before >= 1'000'000);
        QCOMPARE(block->size(), 1'000'000);
    }

    void itReadsTheSettings()
    {
        QCOMPARE(told<unsigned>("opt.narenas"), 1u);
        QCOMPARE(told<ssize_t>("opt.dirty_decay_ms"), ssize_t(1000));
        QCOMPARE(told<ssize_t>("opt.muzzy_decay_ms"), ssize_t(0));
    }

private:
    template <typename Value>
    static Value told(const char* name)
    {
        Value value{};
        size_t size = sizeof(value);
        if (mallctl(name, &value, &size, nullptr, 0) != 0 || size != sizeof(value))
            qFatal("jemalloc does not know %s", name);
        return value;
    }
};

QTEST_GUILESS_MAIN(WorkingMemoryTest)
#include "WorkingMemoryTest.moc"
