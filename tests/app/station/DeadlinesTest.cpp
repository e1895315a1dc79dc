// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/Deadlines.h"

#include "forms/definition/FormDefinition.h"

#include <QDateTime>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The clocks of the workflow (domain/README.md, Clock), on dates counted by hand.
class DeadlinesTest : public QObject {
    Q_OBJECT
private slots:
    void workingDaysLeaveOutTheWeekendAndHolidays_data()
    {
        QTest::addColumn<QDate>("start");
        QTest::addColumn<int>("days");
        QTest::addColumn<QDate>("due");
        // 2026-11-25 is a Wednesday.
        QTest::newRow("over a weekend") << QDate(2026, 11, 25) << 5 << QDate(2026, 12, 2);
        QTest::newRow("begins on a Friday") << QDate(2026, 11, 27) << 1 << QDate(2026, 11, 29);
        QTest::newRow("Victory Day is none") << QDate(2026, 12, 15) << 1 << QDate(2026, 12, 17);
        QTest::newRow("ten over two weekends") << QDate(2026, 11, 25) << 10 << QDate(2026, 12, 9);
        QTest::newRow("none") << QDate(2026, 11, 27) << 0 << QDate(2026, 11, 27);
    }

    void workingDaysLeaveOutTheWeekendAndHolidays()
    {
        QFETCH(const QDate, start);
        QFETCH(const int, days);
        QTEST(m_deadlines.workingDaysAfter(start, days), "due");
    }

    void eachPhaseHasItsClock()
    {
        CaseRow row;
        row.reportedOn = u"2026-11-25"_s;
        row.phaseSince = {QDateTime(QDate(2026, 11, 25), QTime(12, 0)).toMSecsSinceEpoch()};
        QCOMPARE(m_deadlines.dueOf(row), QDate(2026, 11, 28));
        row.phase = RecordPhase::Submitted;
        QCOMPARE(m_deadlines.dueOf(row), QDate(2026, 12, 2));
        row.phase = RecordPhase::HqReceived;
        QCOMPARE(m_deadlines.dueOf(row), QDate(2026, 12, 9));
        row.phase = RecordPhase::HqAccepted;
        QVERIFY(!m_deadlines.dueOf(row));
    }

    void aFormWithoutClocksAndACaseWithoutADateHaveNoDeadline()
    {
        CaseRow row;
        QVERIFY(!m_deadlines.dueOf(row));
        row.reportedOn = u"2026-11"_s;
        QVERIFY(!m_deadlines.dueOf(row));
        row.reportedOn = u"2026-11-25"_s;
        QVERIFY(!Deadlines(FormPackage()).dueOf(row));
    }

    void workingDaysAreCountedBackwardsToo()
    {
        // 2026-12-16 is Victory Day, a Wednesday; 11 and 12 December are the weekend.
        QCOMPARE(m_deadlines.workingDaysBefore(QDate(2026, 12, 17), 3), QDate(2026, 12, 13));
        QCOMPARE(m_deadlines.workingDaysBefore(QDate(2026, 12, 14), 2), QDate(2026, 12, 10));
    }

    void clocksRunInDaysWorkingDaysAndMonths()
    {
        QVERIFY(m_deadlines.dueAfter(u"update"_s, QDate(2026, 11, 25)) == QDate(2026, 12, 2));
        QVERIFY(m_deadlines.dueAfter(u"victim_update"_s, QDate(2027, 1, 31)) == QDate(2027, 2, 28));
        QVERIFY(m_deadlines.dueAfter(u"referral"_s, QDate(2026, 11, 25)) == QDate(2026, 11, 25));
        QVERIFY(!m_deadlines.dueAfter(u"no_such_clock"_s, QDate(2026, 11, 25)));
        QVERIFY(!m_deadlines.dueAfter(u"update"_s, QDate()));
    }

    /// law.md 4: a limit in working days is told only where the calendar of the year is there.
    void limitsOfTheLawNeedTheCalendarOfTheirYear()
    {
        QVERIFY(m_deadlines.lawDueAfter(u"explanation"_s, {}, QDate(2026, 11, 25)) == QDate(2026, 12, 9));
        QVERIFY(m_deadlines.lawDueAfter(u"search_report"_s, {}, QDate(2019, 5, 1)) == QDate(2019, 5, 4));
        QVERIFY(!m_deadlines.lawDueAfter(u"explanation"_s, {}, QDate(2019, 5, 1)));
        QVERIFY(m_deadlines.lawDueAfter(u"notice"_s, u"ord2026"_s, QDate(2026, 11, 25)));
        QVERIFY(!m_deadlines.lawDueAfter(u"notice"_s, u"act2012"_s, QDate(2026, 11, 25)));
    }

    void theNearerOfClockAndLawCounts()
    {
        CaseRow row;
        row.reportedOn = u"2026-11-25"_s;
        row.dueOn = QDate(2026, 11, 26);
        QVERIFY(m_deadlines.nearestOf(row) == QDate(2026, 11, 26));
        row.dueOn = QDate(2026, 12, 26);
        QVERIFY(m_deadlines.nearestOf(row) == QDate(2026, 11, 28));
        row.phase = RecordPhase::HqAccepted;
        QVERIFY(m_deadlines.nearestOf(row) == QDate(2026, 12, 26));
        row.dueOn = {};
        QVERIFY(!m_deadlines.nearestOf(row));
    }

private:
    const Deadlines m_deadlines{*officialForm()->package()};
};

QTEST_GUILESS_MAIN(DeadlinesTest)
#include "DeadlinesTest.moc"
