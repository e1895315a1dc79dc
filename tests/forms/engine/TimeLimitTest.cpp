// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TestSeed.h"

#include <QDate>
#include <QRandomGenerator>
#include <QSet>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The limits of the law in working days: Friday, Saturday and the days of the list `holiday` do not count. Expected dates were counted by
/// hand on a calendar of the holidays of 2024 to 2027. Today is 2026-11-23.
class TimeLimitTest : public QObject {
    Q_OBJECT

    FakeClock m_clock;
    std::unique_ptr<FormEngine> m_engine = makeFormEngine(officialForm(), m_clock);

    QString calculated(const CaseBuilder& builder, const QString& field, const QString& row = {}) const
    {
        return m_engine->calculated(builder.answers).value(builder.path(field, row)).text;
    }
    static QSet<QString> holidays()
    {
        QSet<QString> days;
        for (const Choice& day : officialForm()->list(u"holiday"_s)->choices)
            days.insert(day.code);
        return days;
    }
    /// Walks from day to day, as a person with a calendar would.
    static QString counted(QDate day, int workingDays)
    {
        static const QSet<QString> kHolidays = holidays();
        while (workingDays > 0) {
            day = day.addDays(1);
            const bool weekend = day.dayOfWeek() == Qt::Friday || day.dayOfWeek() == Qt::Saturday;
            if (!weekend && !kHolidays.contains(day.toString(Qt::ISODate)))
                --workingDays;
        }
        return day.toString(Qt::ISODate);
    }
    static CaseBuilder inquiry(const QString& reportedOn, const QString& offence)
    {
        CaseBuilder builder(*officialForm());
        builder.put(u"case.reported_on"_s, reportedOn)
            .put(u"case.tribunal_complaint_no"_s, u"7/2026"_s)
            .put(u"case.offence_start"_s, offence);
        return builder;
    }

private slots:
    void theTribunalInquiresFifteenWorkingDays_data()
    {
        QTest::addColumn<QString>("reported");
        QTest::addColumn<QString>("offence");
        QTest::addColumn<QString>("due");
        QTest::newRow("around Eid and Independence Day")
            << u"2026-03-10"_s << u"2026-02"_s << u"2026-04-07"_s;
        QTest::newRow("no holiday on the way") << u"2026-06-01"_s << u"2026-02"_s << u"2026-06-22"_s;
        QTest::newRow("from a Friday") << u"2026-06-05"_s << u"2026-02"_s << u"2026-06-25"_s;
        QTest::newRow("from a Saturday") << u"2026-06-06"_s << u"2026-02"_s << u"2026-06-25"_s;
        QTest::newRow("from a holiday") << u"2026-03-22"_s << u"2026-02"_s << u"2026-04-15"_s;
        QTest::newRow("the Act of 2012 knew no such limit") << u"2026-03-10"_s << u"2025-12"_s << QString();
        QTest::newRow("nobody knows the law yet") << u"2026-03-10"_s << QString() << QString();
        QTest::newRow("no calendar of the year") << u"2027-12-20"_s << u"2026-02"_s << QString();
    }

    void theTribunalInquiresFifteenWorkingDays()
    {
        QFETCH(const QString, reported);
        QFETCH(const QString, offence);
        QFETCH(const QString, due);
        QCOMPARE(calculated(inquiry(reported, offence), u"case.inquiry_due_on"_s), due);
    }

    void investigationsAreCountedAsTheirLawSays()
    {
        CaseBuilder builder(*officialForm());
        const QString row = builder.addRow(u"investigation"_s);
        builder.put(u"case.fir_no"_s, u"1/2025"_s).put(u"case.case_stage"_s, u"investigation"_s);
        builder.put(u"investigation.assigned_on"_s, u"2025-09-01"_s, row)
            .put(u"case.legal_instrument"_s, u"ord2026"_s);
        QCOMPARE(calculated(builder, u"investigation.due_on"_s, row), u"2025-11-30"_s);  // 90 days
        builder.put(u"case.legal_instrument"_s, u"act2012"_s);
        QCOMPARE(calculated(builder, u"investigation.due_on"_s, row), u"2026-01-12"_s);  // 90 working days
        builder.put(u"case.legal_instrument"_s, u"penal"_s);
        QCOMPARE(calculated(builder, u"investigation.due_on"_s, row), QString());
    }

    void anExtensionHasItsLimitToo()
    {
        CaseBuilder builder(*officialForm());
        const QString row = builder.addRow(u"investigation"_s);
        builder.put(u"case.fir_no"_s, u"1/2025"_s).put(u"case.case_stage"_s, u"investigation"_s);
        builder.put(u"case.legal_instrument"_s, u"act2012"_s);
        builder.put(u"investigation.assigned_on"_s, u"2025-09-01"_s, row)
            .put(u"investigation.extension_by"_s, u"controlling_officer"_s, row);
        const auto refused = [&](const QString& until) {
            builder.put(u"investigation.extended_until"_s, until, row);
            for (const Problem& problem : m_engine->check(builder.answers, CheckLevel::Draft)) {
                if (problem.path == builder.path(u"investigation.extended_until"_s, row))
                    return true;
            }
            return false;
        };
        QVERIFY(!refused(
            u"2026-02-26"_s));  // 30 working days after 2026-01-12, with Shab-e-Barat and the election
        QVERIFY(refused(u"2026-03-01"_s));
        QVERIFY(refused(u"2026-01-11"_s));
        builder.put(u"case.legal_instrument"_s, u"ord2026"_s);  // due on 2025-11-30, and 45 days
        QVERIFY(!refused(u"2026-01-14"_s));
        QVERIFY(refused(u"2026-01-15"_s));
    }

    void trialsHaveAHundredAndEightyWorkingDaysUnderEitherLaw()
    {
        for (const QString& law : {u"act2012"_s, u"ord2026"_s}) {
            CaseBuilder builder(*officialForm());
            const QString row = builder.addRow(u"trial"_s);
            builder.put(u"case.fir_no"_s, u"1/2024"_s).put(u"case.case_stage"_s, u"trial"_s);
            builder.put(u"case.legal_instrument"_s, law);
            builder.put(u"trial.charge_framed_on"_s, u"2025-02-03"_s, row)
                .put(u"trial.outcome"_s, u"pending"_s, row);
            QCOMPARE(calculated(builder, u"trial.due_on"_s, row), u"2025-11-09"_s);
            const AnswerPath explanation = builder.path(u"trial.explanation_sent_on"_s, row);
            QVERIFY(m_engine->isRelevant(explanation, builder.answers));
            const auto late = [&](const QString& sent) {
                builder.put(u"trial.explanation_sent_on"_s, sent, row);
                for (const Problem& problem : m_engine->check(builder.answers, CheckLevel::Submit)) {
                    if (problem.path == explanation)
                        return problem.severity == Severity::Warning;
                }
                return false;
            };
            QVERIFY(!late(u"2025-11-23"_s));  // ten working days
            QVERIFY(late(u"2025-11-24"_s));
        }
    }

    void nothingIsOverdueBeforeTheCalendarOfThatYearIsKnown()
    {
        CaseBuilder builder(*officialForm());
        const QString row = builder.addRow(u"trial"_s);
        builder.put(u"trial.outcome"_s, u"pending"_s, row);
        const AnswerPath reasons = builder.path(u"trial.delay_reasons"_s, row);
        FakeClock later;
        later.setWall(Instant::fromMs(1'803'859'200'000));  // 2027-03-01
        const auto engine = makeFormEngine(officialForm(), later);
        builder.put(u"trial.charge_framed_on"_s, u"2026-05-03"_s, row);
        const QString due = calculated(builder, u"trial.due_on"_s, row);
        QVERIFY2(due.startsWith(u"2027-01"_s), qPrintable(due));
        QVERIFY(!engine->isRelevant(reasons, builder.answers));
        builder.put(u"trial.charge_framed_on"_s, u"2026-01-04"_s, row);
        QVERIFY(calculated(builder, u"trial.due_on"_s, row).startsWith(u"2026-"_s));
        QVERIFY(engine->isRelevant(reasons, builder.answers));
    }

    void anyStartAndAnyLimitCountLikeAPersonWould()
    {
        QRandomGenerator random(testSeed());
        const QDate first(2024, 1, 1);
        for (int round = 0; round < 300; ++round) {
            const QDate start = first.addDays(random.bounded(1000));
            const QString day = start.toString(Qt::ISODate);
            CaseBuilder builder = inquiry(day, QString());
            const QString investigation = builder.addRow(u"investigation"_s);
            const QString trial = builder.addRow(u"trial"_s);
            builder.put(u"case.fir_no"_s, u"1/2024"_s).put(u"case.case_stage"_s, u"trial"_s);
            builder.put(u"case.legal_instrument"_s, u"act2012"_s);
            builder.put(u"investigation.assigned_on"_s, day, investigation)
                .put(u"trial.charge_framed_on"_s, day, trial);
            QCOMPARE(calculated(builder, u"investigation.due_on"_s, investigation), counted(start, 90));
            QCOMPARE(calculated(builder, u"trial.due_on"_s, trial), counted(start, 180));
            builder.put(u"case.legal_instrument"_s, u"ord2026"_s);
            QCOMPARE(calculated(builder, u"case.inquiry_due_on"_s), counted(start, 15));
            QCOMPARE(calculated(builder, u"trial.due_on"_s, trial), counted(start, 180));
        }
    }

    void theCalendarIsInOrderAndSaysHowSureItIs()
    {
        // The expressions count by position: a day in the wrong place would count wrongly.
        QString before;
        QSet<QString> years;
        for (const Choice& day : officialForm()->list(u"holiday"_s)->choices) {
            QVERIFY2(QDate::fromString(day.code, Qt::ISODate).isValid(), qPrintable(day.code));
            QVERIFY2(before < day.code, qPrintable(day.code));
            before = day.code;
            years.insert(day.code.left(4));
        }
        for (const Choice& year : officialForm()->list(u"calendar_year"_s)->choices)
            QVERIFY2(years.remove(year.code), qPrintable(year.code));
        QVERIFY(years.isEmpty());
        const QSet<QString> all = holidays();
        for (const QString& year : {u"2024"_s, u"2025"_s, u"2026"_s, u"2027"_s}) {
            for (const QString& day :
                 {u"02-21"_s, u"03-26"_s, u"04-14"_s, u"05-01"_s, u"12-16"_s, u"12-25"_s})
                QVERIFY(all.contains(year + u'-' + day));
        }
        QVERIFY(all.contains(u"2024-03-17"_s) && !all.contains(u"2025-03-17"_s));
        QVERIFY(!all.contains(u"2024-08-15"_s) && !all.contains(u"2025-08-15"_s));
        QVERIFY(!all.contains(u"2024-08-05"_s) && all.contains(u"2025-08-05"_s));
    }
};

QTEST_GUILESS_MAIN(TimeLimitTest)
#include "TimeLimitTest.moc"
