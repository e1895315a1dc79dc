// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Clock.h"
#include "tests/support/FakeClock.h"

#include <QDateTime>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class ClockTest : public QObject {
    Q_OBJECT
private slots:
    void instantPrintsUtc_data()
    {
        QTest::addColumn<qint64>("ms");
        QTest::addColumn<QString>("iso");
        QTest::newRow("the beginning") << qint64(0) << u"1970-01-01T00:00:00.000Z"_s;
        QTest::newRow("with milliseconds") << qint64(1'795'525'509'120) << u"2026-11-24T13:05:09.120Z"_s;
        QTest::newRow("before 1970") << qint64(-1) << u"1969-12-31T23:59:59.999Z"_s;
    }

    void instantPrintsUtc()
    {
        QFETCH(const qint64, ms);
        QFETCH(const QString, iso);
        QCOMPARE(Instant::fromMs(ms).toIso(), iso);  // the tests run at +05:45, so local time would show
    }

    void instantsAddAndCompare()
    {
        const Instant noon = Instant::fromMs(1'000);
        QCOMPARE(noon.plus(90s).msSinceEpoch, qint64(91'000));
        QVERIFY(noon < noon.plus(1ms) && noon == noon.plus(0ms) && noon.plus(-1ms) < noon);
    }

    /// Legal deadlines are counted in the days of Bangladesh, whatever zone the machine is set to.
    void todayIsTheDayInDhaka_data()
    {
        QTest::addColumn<QString>("utc");
        QTest::addColumn<QDate>("day");
        QTest::newRow("last ms of the day") << u"2026-11-23T17:59:59.999Z"_s << QDate(2026, 11, 23);
        QTest::newRow("midnight in Dhaka") << u"2026-11-23T18:00:00.000Z"_s << QDate(2026, 11, 24);
        QTest::newRow("midnight in UTC") << u"2026-11-24T00:00:00.000Z"_s << QDate(2026, 11, 24);
        QTest::newRow("new year") << u"2026-12-31T18:00:00.000Z"_s << QDate(2027, 1, 1);
    }

    void todayIsTheDayInDhaka()
    {
        QFETCH(const QString, utc);
        QFETCH(const QDate, day);
        const qint64 ms = QDateTime::fromString(utc, Qt::ISODateWithMs).toMSecsSinceEpoch();
        QCOMPARE(FakeClock(Instant::fromMs(ms)).today(), day);
    }

    void systemClockAgreesWithTheMachine()
    {
        const SystemClock clock;
        const qint64 before = QDateTime::currentMSecsSinceEpoch();
        const Instant now = clock.now();
        QVERIFY(now.msSinceEpoch >= before && now.msSinceEpoch <= QDateTime::currentMSecsSinceEpoch());
        auto last = clock.monotonic();
        for (int i = 0; i < 1'000; ++i) {
            const auto next = clock.monotonic();
            QVERIFY(next >= last);
            last = next;
        }
    }

    void fakeClockStandsStillUntilAdvanced()
    {
        FakeClock clock;
        QCOMPARE(clock.now().toIso(), u"2026-11-23T04:00:00.000Z"_s);
        const auto start = clock.monotonic();
        clock.advance(10min);
        QCOMPARE(clock.now().toIso(), u"2026-11-23T04:10:00.000Z"_s);
        clock.setWall(Instant::fromMs(0));  // the wall clock may jump, the other may not
        QCOMPARE(clock.monotonic() - start, std::chrono::milliseconds(10min));
    }
};

QTEST_APPLESS_MAIN(ClockTest)
#include "ClockTest.moc"
