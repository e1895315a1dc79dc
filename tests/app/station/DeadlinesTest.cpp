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

private:
    const Deadlines m_deadlines{*officialForm()->package()};
};

QTEST_GUILESS_MAIN(DeadlinesTest)
#include "DeadlinesTest.moc"
