// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/SyncBackOff.h"

#include "tests/support/FakeClock.h"

#include <QTest>

using namespace prohori;
using namespace std::chrono_literals;

namespace {

/// The same bytes for ever.
class SameBytes final : public RandomSource {
public:
    explicit SameBytes(char byte) : m_byte(byte) {}
    QByteArray bytes(qsizetype count) override { return QByteArray(count, m_byte); }

private:
    char m_byte;
};

}  // namespace

/// When the line is tried by itself: back-off, chance, and what a busy hub asks for. Time and chance are handed in; nothing waits here.
class SyncBackOffTest : public QObject {
    Q_OBJECT
private slots:
    void itWaitsTwiceAsLongAfterEachFailure()
    {
        FakeClock clock;
        SameBytes none('\0');
        SyncBackOff backOff(clock, none);
        backOff.begin();
        QCOMPARE(backOff.wait(), 1000ms);
        QList<qint64> waits;
        for (int i = 0; i < 9; ++i) {
            backOff.failed({});
            waits.append(backOff.wait().count() / 1000);
        }
        QCOMPARE(waits, QList<qint64>({30, 60, 120, 240, 480, 960, 1800, 1800, 1800}));
        clock.advance(29min);
        QCOMPARE(backOff.wait(), 1min);
        clock.advance(2min);
        QCOMPARE(backOff.wait(), 0ms);
        backOff.succeeded();
        QCOMPARE(backOff.wait(), 15min);
        backOff.failed({});
        QCOMPARE(backOff.wait(), 30s);
    }

    void chanceAddsUpToAQuarter()
    {
        FakeClock clock;
        SameBytes most('\xff');
        SyncBackOff backOff(clock, most);
        backOff.failed({});
        QVERIFY(backOff.wait() > 37s && backOff.wait() <= 37500ms);
    }

    void whatTheHubAsksForIsTheLeast()
    {
        FakeClock clock;
        SameBytes none('\0');
        SyncBackOff backOff(clock, none);
        backOff.failed(600s);
        QCOMPARE(backOff.wait(), 600s);
        // Neither a line nor work makes it come sooner.
        backOff.lineCame();
        QCOMPARE(backOff.wait(), 600s);
        backOff.workCame();
        QCOMPARE(backOff.wait(), 600s);
        clock.advance(600s);
        QCOMPARE(backOff.wait(), 0ms);
    }

    void aLineThatCameIsTriedSoon()
    {
        FakeClock clock;
        SameBytes none('\0');
        SyncBackOff backOff(clock, none);
        for (int i = 0; i < 5; ++i)
            backOff.failed({});
        backOff.lineCame();
        QCOMPARE(backOff.wait(), 1000ms);
    }

    void workIsSentSoonButNotAgainstAFailingLine()
    {
        FakeClock clock;
        SameBytes none('\0');
        SyncBackOff backOff(clock, none);
        backOff.succeeded();
        backOff.workCame();
        QCOMPARE(backOff.wait(), 20s);
        // More work does not put it off.
        clock.advance(15s);
        backOff.workCame();
        QCOMPARE(backOff.wait(), 5s);
        for (int i = 0; i < 3; ++i)
            backOff.failed({});
        backOff.workCame();
        QCOMPARE(backOff.wait(), 120s);
    }

    void settingTheClockOfTheComputerChangesNothing()
    {
        FakeClock clock;
        SameBytes none('\0');
        SyncBackOff backOff(clock, none);
        backOff.failed({});
        clock.setWall(Instant::fromMs(0));
        QCOMPARE(backOff.wait(), 30s);
    }
};

QTEST_GUILESS_MAIN(SyncBackOffTest)
#include "SyncBackOffTest.moc"
