// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/FakeClock.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What the program works out by itself.
class CalculationsTest : public QObject {
    Q_OBJECT

    FakeClock m_clock;
    std::unique_ptr<FormEngine> m_engine = makeFormEngine(officialForm(), m_clock);

    QString calculated(const CaseBuilder& builder, const QString& field, const QString& row = {}) const
    {
        return m_engine->calculated(builder.answers).value(builder.path(field, row)).text;
    }

private slots:
    void agesFallIntoGroups_data()
    {
        QTest::addColumn<QString>("age");
        QTest::addColumn<QString>("basis");
        QTest::addColumn<QString>("majority");
        QTest::addColumn<QString>("group");
        const auto row = [](const char* age, const QString& majority, const QString& group,
                            const QString& basis = {}) {
            QTest::newRow(qPrintable(QString::fromLatin1(age) + basis))
                << QString::fromLatin1(age) << basis << majority << group;
        };
        row("0", u"child"_s, u"a00_11"_s);
        row("11", u"child"_s, u"a00_11"_s);
        row("12", u"child"_s, u"a12_17"_s);
        row("17", u"child"_s, u"a12_17"_s);
        row("18", u"adult"_s, u"a18_24"_s);
        row("24", u"adult"_s, u"a18_24"_s);
        row("25", u"adult"_s, u"a25_34"_s);
        row("35", u"adult"_s, u"a35_49"_s);
        row("50", u"adult"_s, u"a50_up"_s);
        row("110", u"adult"_s, u"a50_up"_s);
        row("", u"child"_s, QString(), u"presumed_child"_s);
        row("20", u"child"_s, u"a18_24"_s, u"presumed_child"_s);
        row("", QString(), QString(), u"estimated"_s);
    }

    void agesFallIntoGroups()
    {
        QFETCH(const QString, age);
        QFETCH(const QString, basis);
        QFETCH(const QString, majority);
        QFETCH(const QString, group);
        CaseBuilder builder(*officialForm());
        const QString victim = builder.addRow(u"victim"_s);
        builder.put(u"victim.age_years"_s, age, victim).put(u"victim.age_basis"_s, basis, victim);
        QCOMPARE(calculated(builder, u"victim.majority"_s, victim), majority);
        QCOMPARE(calculated(builder, u"victim.age_group"_s, victim), group);
        QCOMPARE(calculated(builder, u"victim.majority_at_offence"_s, victim), majority);
    }

    void theAgeAtRecruitmentDecidesAtTheOffence()
    {
        CaseBuilder builder(*officialForm());
        const QString victim = builder.addRow(u"victim"_s);
        builder.put(u"victim.person_role"_s, u"tip_victim"_s, victim);
        builder.put(u"victim.age_years"_s, u"19"_s, victim)
            .put(u"victim.age_at_recruitment"_s, u"17"_s, victim);
        QCOMPARE(calculated(builder, u"victim.majority"_s, victim), u"adult"_s);
        QCOMPARE(calculated(builder, u"victim.majority_at_offence"_s, victim), u"child"_s);
    }

    void personsAreNumberedAndCounted()
    {
        CaseBuilder builder(*officialForm());
        QCOMPARE(calculated(builder, u"case.victims_recorded"_s), u"0"_s);
        const QString one = builder.addRow(u"victim"_s);
        builder.addRow(u"suspect"_s);
        const QString two = builder.addRow(u"victim"_s);
        QCOMPARE(calculated(builder, u"case.victims_recorded"_s), u"2"_s);
        QCOMPARE(calculated(builder, u"victim.person_seq"_s, one), u"1"_s);
        QCOMPARE(calculated(builder, u"victim.person_seq"_s, two), u"2"_s);
        builder.answers.removeRow(one);
        QCOMPARE(calculated(builder, u"victim.person_seq"_s, two), u"1"_s);
    }

    void theElementsAreMetByActMeansAndPurpose()
    {
        CaseBuilder builder(*officialForm());
        builder.put(u"case.case_class"_s, u"tip"_s);
        QCOMPARE(calculated(builder, u"case.elements_met"_s), QString());
        builder.put(u"case.act_types"_s, u"recruitment"_s).put(u"case.purpose_types"_s, u"forced_labour"_s);
        QCOMPARE(calculated(builder, u"case.elements_met"_s), u"false"_s);
        builder.put(u"case.means_types"_s, u"none_found"_s);
        QCOMPARE(calculated(builder, u"case.elements_met"_s), u"false"_s);
        builder.put(u"case.means_types"_s, u"fraud_deception none_found"_s);
        QCOMPARE(calculated(builder, u"case.elements_met"_s), u"true"_s);
        builder.put(u"case.act_types"_s, QString());
        QCOMPARE(calculated(builder, u"case.elements_met"_s), u"false"_s);
        builder.put(u"case.case_class"_s, u"som"_s);
        QCOMPARE(calculated(builder, u"case.elements_met"_s), QString());
    }

    void childrenNeedNoMeans()
    {
        CaseBuilder builder(*officialForm());
        builder.put(u"case.case_class"_s, u"tip"_s)
            .put(u"case.act_types"_s, u"recruitment"_s)
            .put(u"case.purpose_types"_s, u"forced_labour"_s);
        const QString one = builder.addRow(u"victim"_s);
        builder.put(u"victim.age_years"_s, u"15"_s, one);
        QCOMPARE(calculated(builder, u"case.elements_met"_s), u"true"_s);
        const QString two = builder.addRow(u"victim"_s);
        QCOMPARE(calculated(builder, u"case.elements_met"_s), u"false"_s);  // one whose age is not known
        builder.put(u"victim.age_years"_s, u"16"_s, two);
        QCOMPARE(calculated(builder, u"case.elements_met"_s), u"true"_s);
        builder.put(u"victim.age_years"_s, u"18"_s, two);
        QCOMPARE(calculated(builder, u"case.elements_met"_s), u"false"_s);
    }

    void formsOfExploitationFallIntoOneGroup()
    {
        CaseBuilder builder(*officialForm());
        const QString victim = builder.addRow(u"victim"_s);
        builder.put(u"victim.person_role"_s, u"tip_victim"_s, victim);
        const auto group = [&](const QString& types, const QString& main) {
            builder.put(u"victim.exploitation_types"_s, types, victim)
                .put(u"victim.exploitation_main"_s, main, victim);
            return calculated(builder, u"victim.exploitation_group"_s, victim);
        };
        QCOMPARE(group(QString(), QString()), QString());
        QCOMPARE(group(u"forced_labour"_s, u"forced_labour"_s), u"labour"_s);
        QCOMPARE(group(u"forced_labour debt_bondage"_s, u"debt_bondage"_s), u"labour"_s);
        QCOMPARE(group(u"forced_labour sexual_exploitation"_s, u"forced_labour"_s), u"mixed"_s);
        QCOMPARE(group(u"sexual_exploitation unknown"_s, u"sexual_exploitation"_s), u"sexual"_s);
        QCOMPARE(group(u"organ_removal"_s, QString()), u"organ"_s);
        QCOMPARE(group(u"not_yet_exploited"_s, u"not_yet_exploited"_s), u"not_yet"_s);
        builder.putSealed(u"victim.exploitation_types"_s, victim);
        QCOMPARE(calculated(builder, u"victim.exploitation_group"_s, victim), QString());
    }

    void monthsOfExploitation_data()
    {
        QTest::addColumn<QString>("start");
        QTest::addColumn<QString>("end");
        QTest::addColumn<QString>("months");
        QTest::newRow("full months") << u"2025-01-15"_s << u"2025-03-15"_s << u"2"_s;
        QTest::newRow("a day short") << u"2025-01-15"_s << u"2025-03-14"_s << u"1"_s;
        QTest::newRow("over a year") << u"2024-11"_s << u"2026-02"_s << u"15"_s;
        QTest::newRow("the same month") << u"2025-03"_s << u"2025-03"_s << u"0"_s;
        QTest::newRow("a day and its month") << u"2025-03-20"_s << u"2025-03"_s << u"0"_s;
        QTest::newRow("years alone tell no months") << u"2024"_s << u"2025"_s << QString();
        QTest::newRow("the wrong way round") << u"2025-03"_s << u"2025-02"_s << QString();
        QTest::newRow("no end") << u"2025-03"_s << QString() << QString();
    }

    void monthsOfExploitation()
    {
        QFETCH(const QString, start);
        QFETCH(const QString, end);
        QFETCH(const QString, months);
        CaseBuilder builder(*officialForm());
        const QString victim = builder.addRow(u"victim"_s);
        builder.put(u"victim.exploitation_main"_s, u"slavery"_s, victim);
        builder.put(u"victim.person_role"_s, u"tip_victim"_s, victim);
        builder.put(u"victim.exploitation_start"_s, start, victim)
            .put(u"victim.exploitation_end"_s, end, victim);
        QCOMPARE(calculated(builder, u"victim.exploitation_months"_s, victim), months);
    }

    void theFirstClassIsKept()
    {
        CaseBuilder builder(*officialForm());
        QCOMPARE(calculated(builder, u"case.initial_class"_s), QString());
        builder.put(u"case.case_class"_s, u"tip"_s);
        QCOMPARE(calculated(builder, u"case.initial_class"_s), u"tip"_s);
        QVERIFY(!m_engine->isRelevant(builder.path(u"case.class_change_reason"_s), builder.answers));
        builder.put(u"case.initial_class"_s, u"som"_s);
        QCOMPARE(calculated(builder, u"case.initial_class"_s), u"som"_s);
        QVERIFY(m_engine->isRelevant(builder.path(u"case.class_change_reason"_s), builder.answers));
        QVERIFY(m_engine->isRequired(builder.path(u"case.class_changed_on"_s), builder.answers,
                                     CheckLevel::Submit));
    }

    void deadlinesFollowTheLaw()
    {
        CaseBuilder builder(*officialForm());
        const QString investigation = builder.addRow(u"investigation"_s);
        builder.put(u"case.fir_no"_s, u"1/2026"_s).put(u"case.case_stage"_s, u"investigation"_s);
        builder.put(u"investigation.assigned_on"_s, u"2026-03-01"_s, investigation)
            .put(u"case.legal_instrument"_s, u"ord2026"_s);
        QCOMPARE(calculated(builder, u"investigation.due_on"_s, investigation), u"2026-05-30"_s);
        builder.put(u"case.legal_instrument"_s, u"act2012"_s);  // working days: see TimeLimitTest
        QCOMPARE(calculated(builder, u"investigation.due_on"_s, investigation), u"2026-07-19"_s);

        const QString trial = builder.addRow(u"trial"_s);
        builder.put(u"trial.outcome"_s, u"convicted"_s, trial)
            .put(u"trial.judgment_on"_s, u"2026-01-31"_s, trial);
        QCOMPARE(calculated(builder, u"trial.appeal_due_on"_s, trial), u"2026-03-02"_s);
    }

    void sheltersReportEverySixMonths()
    {
        CaseBuilder builder(*officialForm());
        const QString victim = builder.addRow(u"victim"_s);
        const QString service = builder.addRow(u"service"_s, builder.addRow(u"referral"_s, victim));
        builder.put(u"service.service_type"_s, u"shelter"_s, service)
            .put(u"service.status"_s, u"ongoing"_s, service);
        builder.put(u"service.start_on"_s, u"2025-08-31"_s, service);
        QCOMPARE(calculated(builder, u"service.six_month_report_due"_s, service), u"2026-02-28"_s);
        builder.put(u"service.six_month_report_on"_s, u"2026-03-05"_s, service);
        QCOMPARE(calculated(builder, u"service.six_month_report_due"_s, service), u"2026-08-31"_s);
        builder.put(u"service.status"_s, u"completed"_s, service);
        QCOMPARE(calculated(builder, u"service.six_month_report_due"_s, service), QString());
    }
};

QTEST_GUILESS_MAIN(CalculationsTest)
#include "CalculationsTest.moc"
