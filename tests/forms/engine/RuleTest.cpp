// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Clock.h"
#include "forms/definition/FormPackage.h"
#include "forms/engine/FormEngine.h"
#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/FakeClock.h"

#include <QTest>

#include <functional>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The rules of the dictionary, as the official form has them. Today is 2026-11-23.
class RuleTest : public QObject {
    Q_OBJECT

    FakeClock m_clock;
    std::unique_ptr<FormEngine> m_engine = makeFormEngine(officialForm(), m_clock);

    bool breaksRule(const CaseBuilder& builder, const AnswerPath& path) const
    {
        for (const Problem& problem : m_engine->check(builder.answers, CheckLevel::Draft)) {
            if (problem.path == path && problem.kind == u"constraint")
                return true;
        }
        return false;
    }

private slots:
    void comparesWithTheCase_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("others");  // case fields, by ;
        QTest::addColumn<bool>("obeys");
        const auto row = [](const char* name, const char* field, const char* value, const char* others,
                            bool obeys) {
            QTest::newRow(name) << QString::fromLatin1(field) << QString::fromUtf8(value)
                                << QString::fromLatin1(others) << obeys;
        };
        row("today", "case.reported_on", "2026-11-23", "", true);
        row("tomorrow", "case.reported_on", "2026-11-24", "", false);
        row("FIR on the day of the report", "case.fir_date", "2026-03-01",
            "reported_on=2026-03-01;case_stage=fir;fir_no=1/2026", true);
        row("FIR before the report", "case.fir_date", "2026-02-28",
            "reported_on=2026-03-01;case_stage=fir;fir_no=1/2026", false);
        row("FIR in the future", "case.fir_date", "2026-12-01",
            "reported_on=2026-03-01;case_stage=fir;fir_no=1/2026", false);
        row("nothing to compare with", "case.fir_date", "2026-02-28", "case_stage=fir;fir_no=1/2026", true);
        row("a month that holds the day", "case.offence_start", "2026-03", "reported_on=2026-03-15", true);
        row("a month behind the day", "case.offence_start", "2026-04", "reported_on=2026-03-15", false);
        row("a year that holds it", "case.offence_start", "2026", "reported_on=2026-03-15", true);
        row("end in the month of the start", "case.offence_end", "2026-03", "offence_start=2026-03-15", true);
        row("end before the start", "case.offence_end", "2026-02", "offence_start=2026-03-15", false);
        row("closed after the FIR", "case.closed_on", "2026-05-01",
            "case_stage=closed;fir_no=1;fir_date=2026-04-01;reported_on=2026-03-01", true);
        row("closed before the FIR", "case.closed_on", "2026-03-15",
            "case_stage=closed;fir_no=1;fir_date=2026-04-01;reported_on=2026-03-01", false);
        row("closed without a FIR", "case.closed_on", "2026-03-15",
            "case_stage=closed;reported_on=2026-03-01", true);
        row("closed before the report", "case.closed_on", "2026-02-15",
            "case_stage=closed;reported_on=2026-03-01", false);
        row("another country", "case.foreign_countries", "IN", "flow_type=cross_border_out", true);
        row("this country", "case.foreign_countries", "BD", "flow_type=cross_border_out", false);
        row("this one among others", "case.foreign_countries", "BD IN", "flow_type=cross_border_out", false);
    }

    void comparesWithTheCase()
    {
        QFETCH(const QString, field);
        QFETCH(const QString, value);
        QFETCH(const QString, others);
        QFETCH(const bool, obeys);
        CaseBuilder builder(*officialForm());
        for (const QString& other : others.split(u';', Qt::SkipEmptyParts))
            builder.put(u"case."_s + other.section(u'=', 0, 0), other.section(u'=', 1));
        builder.put(field, value);
        QVERIFY(m_engine->isRelevant(builder.path(field), builder.answers));
        QCOMPARE(!breaksRule(builder, builder.path(field)), obeys);
    }

    void looksAtItsOwnRowAndThoseAround()
    {
        CaseBuilder builder(*officialForm());
        const QString one = builder.addRow(u"victim"_s);
        const QString two = builder.addRow(u"victim"_s);
        builder.put(u"victim.person_role"_s, u"tip_victim"_s, one)
            .put(u"victim.person_role"_s, u"tip_victim"_s, two);
        builder.put(u"victim.exploitation_types"_s, u"forced_labour"_s, one)
            .put(u"victim.exploitation_types"_s, u"organ_removal"_s, two);
        builder.put(u"victim.exploitation_main"_s, u"organ_removal"_s, one)
            .put(u"victim.exploitation_main"_s, u"organ_removal"_s, two);
        QVERIFY(breaksRule(builder, builder.path(u"victim.exploitation_main"_s, one)));
        QVERIFY(!breaksRule(builder, builder.path(u"victim.exploitation_main"_s, two)));

        const QString referral = builder.addRow(u"referral"_s, two);
        const QString service = builder.addRow(u"service"_s, referral);
        builder.put(u"victim.identified_on"_s, u"2026-06-01"_s, one)
            .put(u"victim.identified_on"_s, u"2026-05-01"_s, two);
        builder.put(u"service.start_on"_s, u"2026-05-02"_s, service);
        QVERIFY(!breaksRule(builder, builder.path(u"service.start_on"_s, service)));
        builder.put(u"service.start_on"_s, u"2026-04-30"_s, service);
        QVERIFY(breaksRule(builder, builder.path(u"service.start_on"_s, service)));
    }

    void countsOfARowKeepBelowItsTotal()
    {
        CaseBuilder builder(*officialForm());
        builder.put(u"case.case_class"_s, u"som"_s);
        const QString som = builder.addRow(u"som"_s);
        builder.put(u"som.migrants_total"_s, u"30"_s, som).put(u"som.migrants_female"_s, u"30"_s, som);
        QVERIFY(!breaksRule(builder, builder.path(u"som.migrants_female"_s, som)));
        builder.put(u"som.migrants_female"_s, u"31"_s, som);
        QVERIFY(breaksRule(builder, builder.path(u"som.migrants_female"_s, som)));
        builder.put(u"som.migrants_female"_s, u"4"_s, som);  // as numbers: 4 < 30
        QVERIFY(!breaksRule(builder, builder.path(u"som.migrants_female"_s, som)));
    }

    void aChildDoesNotConsentAlone()
    {
        CaseBuilder builder(*officialForm());
        const QString victim = builder.addRow(u"victim"_s);
        const QString consent = builder.addRow(u"consent"_s, victim);
        builder.put(u"consent.consent_by"_s, u"self"_s, consent);
        QVERIFY(!breaksRule(builder, builder.path(u"consent.consent_by"_s, consent)));
        builder.put(u"victim.age_years"_s, u"17"_s, victim);
        QVERIFY(breaksRule(builder, builder.path(u"consent.consent_by"_s, consent)));
        builder.put(u"victim.age_years"_s, u"18"_s, victim);
        QVERIFY(!breaksRule(builder, builder.path(u"consent.consent_by"_s, consent)));
        builder.put(u"victim.age_basis"_s, u"presumed_child"_s, victim);
        QVERIFY(breaksRule(builder, builder.path(u"consent.consent_by"_s, consent)));
    }

    void noMeansAreNeededOnlyWhereAChildIsAmongThem()
    {
        CaseBuilder builder(*officialForm());
        builder.put(u"case.case_class"_s, u"tip"_s).put(u"case.means_types"_s, u"not_required_child"_s);
        const QString one = builder.addRow(u"victim"_s);
        builder.put(u"victim.age_years"_s, u"30"_s, one);
        QVERIFY(breaksRule(builder, builder.path(u"case.means_types"_s)));
        const QString two = builder.addRow(u"victim"_s);
        builder.put(u"victim.age_years"_s, u"12"_s, two);
        QVERIFY(!breaksRule(builder, builder.path(u"case.means_types"_s)));
    }

    void identityNumbersHaveTheShapeOfTheirDocument_data()
    {
        QTest::addColumn<QString>("document");
        QTest::addColumn<QString>("number");
        QTest::addColumn<bool>("obeys");
        QTest::newRow("NID of 10") << u"nid"_s << u"1234567890"_s << true;
        QTest::newRow("NID of 13") << u"nid"_s << u"1234567890123"_s << true;
        QTest::newRow("NID of 17") << u"nid"_s << u"12345678901234567"_s << true;
        QTest::newRow("NID in Bangla digits") << u"nid"_s << u"১২৩৪৫৬৭৮৯০"_s << true;
        QTest::newRow("NID of 11") << u"nid"_s << u"12345678901"_s << false;
        QTest::newRow("NID with letters") << u"nid"_s << u"12345678AB"_s << false;
        QTest::newRow("birth registration") << u"birth_registration"_s << u"12345678901234567"_s << true;
        QTest::newRow("short birth registration") << u"birth_registration"_s << u"1234567890"_s << false;
        QTest::newRow("passport") << u"passport"_s << u"AB1234567"_s << true;
        QTest::newRow("passport in small letters") << u"passport"_s << u"ab1234567"_s << true;
        QTest::newRow("e-passport") << u"passport"_s << u"A12345678"_s << true;
        QTest::newRow("no passport") << u"passport"_s << u"123456789"_s << false;
        QTest::newRow("any other document") << u"foreign_id"_s << u"x/7"_s << true;
    }

    void identityNumbersHaveTheShapeOfTheirDocument()
    {
        QFETCH(const QString, document);
        QFETCH(const QString, number);
        QFETCH(const bool, obeys);
        CaseBuilder builder(*officialForm());
        const QString victim = builder.addRow(u"victim"_s);
        builder.put(u"victim.id_document"_s, document, victim).put(u"victim.id_number"_s, number, victim);
        QCOMPARE(!breaksRule(builder, builder.path(u"victim.id_number"_s, victim)), obeys);
    }

    void whatCannotBeReadBreaksNothing()
    {
        CaseBuilder sealed(*officialForm());
        sealed.put(u"case.case_class"_s, u"tip"_s).put(u"case.means_types"_s, u"not_required_child"_s);
        sealed.putSealed(u"victim.majority"_s, sealed.addRow(u"victim"_s));
        QVERIFY(!breaksRule(sealed, sealed.path(u"case.means_types"_s)));

        CaseBuilder builder(*officialForm());
        const QString victim = builder.addRow(u"victim"_s);
        const QString consent = builder.addRow(u"consent"_s, victim);
        builder.put(u"consent.consent_by"_s, u"self"_s, consent).putSealed(u"victim.age_years"_s, victim);
        QVERIFY(!breaksRule(builder, builder.path(u"consent.consent_by"_s, consent)));
        builder.put(u"victim.person_role"_s, u"tip_victim"_s, victim);
        builder.putSealed(u"victim.exploitation_types"_s, victim)
            .put(u"victim.exploitation_main"_s, u"slavery"_s, victim);
        QVERIFY(!breaksRule(builder, builder.path(u"victim.exploitation_main"_s, victim)));
        builder.putMissing(u"victim.identified_on"_s, u"unknown"_s, victim)
            .put(u"victim.rights_informed_on"_s, u"2020-01-01"_s, victim);
        QVERIFY(!breaksRule(builder, builder.path(u"victim.rights_informed_on"_s, victim)));
    }

    void everyRuleHasItsSentenceInBothLanguages()
    {
        int sentences = 0;
        const std::function<void(const FormItem&)> look = [&](const FormItem& item) {
            for (const auto& [rule, message] : {std::pair(&item.constraint, &item.constraintMessage),
                                                std::pair(&item.check, &item.checkMessage)}) {
                if (rule->isEmpty())
                    continue;
                const QString en = message->in(u"en"_s), bn = message->in(u"bn"_s);
                QVERIFY2(!en.isEmpty() && en != bn, qPrintable(item.path));
                QVERIFY2(!en.contains(u"“”"_s) && !bn.contains(u"“”"_s), qPrintable(item.path));
                sentences += 1;
            }
            for (const FormItem& child : item.children)
                look(child);
        };
        look(officialForm()->package()->data);
        QVERIFY2(sentences > 100, qPrintable(QString::number(sentences)));
    }
};

QTEST_GUILESS_MAIN(RuleTest)
#include "RuleTest.moc"
