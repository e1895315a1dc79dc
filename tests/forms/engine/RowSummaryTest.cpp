// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/RowSummary.h"

#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/FakeClock.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

class RowSummaryTest : public QObject {
    Q_OBJECT

    FakeClock m_clock;
    std::unique_ptr<FormEngine> m_engine = makeFormEngine(officialForm(), m_clock);

    QString summary(const CaseBuilder& builder, const QString& row, const QString& language = u"en"_s) const
    {
        return rowSummary(*m_engine, builder.answers, row).in(language);
    }

private slots:
    void aPersonIsToldByAgeAndSex_data()
    {
        QTest::addColumn<QString>("age");
        QTest::addColumn<QString>("sex");
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("bangla");
        QTest::newRow("girl") << u"15"_s << u"female"_s << u"V-1 · girl · 15"_s << u"V-১ · মেয়ে শিশু · ১৫"_s;
        QTest::newRow("boy") << u"9"_s << u"male"_s << u"V-1 · boy · 9"_s << u"V-১ · ছেলে শিশু · ৯"_s;
        QTest::newRow("woman") << u"30"_s << u"female"_s << u"V-1 · woman · 30"_s << u"V-১ · নারী · ৩০"_s;
        QTest::newRow("man") << u"18"_s << u"male"_s << u"V-1 · man · 18"_s << u"V-১ · পুরুষ · ১৮"_s;
        QTest::newRow("sex not known")
            << u"12"_s << u"unknown"_s << u"V-1 · child · 12"_s << u"V-১ · শিশু · ১২"_s;
        QTest::newRow("sex not asked")
            << u"40"_s << QString() << u"V-1 · adult · 40"_s << u"V-১ · প্রাপ্তবয়স্ক · ৪০"_s;
        QTest::newRow("nothing yet") << QString() << QString() << u"V-1"_s << u"V-১"_s;
    }

    void aPersonIsToldByAgeAndSex()
    {
        QFETCH(const QString, age);
        QFETCH(const QString, sex);
        QFETCH(const QString, english);
        QFETCH(const QString, bangla);
        CaseBuilder builder(*officialForm());
        const QString victim = builder.addRow(u"victim"_s);
        builder.put(u"victim.age_years"_s, age, victim).put(u"victim.sex"_s, sex, victim);
        QCOMPARE(summary(builder, victim), english);
        QCOMPARE(summary(builder, victim, u"bn"_s).normalized(QString::NormalizationForm_C),
                 bangla.normalized(QString::NormalizationForm_C));
    }

    void codesCountAmongThoseBeside()
    {
        CaseBuilder builder(*officialForm());
        const QString one = builder.addRow(u"victim"_s);
        const QString two = builder.addRow(u"victim"_s);
        const QString suspect = builder.addRow(u"suspect"_s);
        builder.addRow(u"referral"_s, one);
        const QString referral = builder.addRow(u"referral"_s, two);
        const FormDefinition& form = *officialForm();
        QCOMPARE(rowCode(form, builder.answers, two), u"V-2"_s);
        QCOMPARE(rowCode(form, builder.answers, suspect), u"S-1"_s);
        QCOMPARE(rowCode(form, builder.answers, referral), u"V-2 / R-1"_s);
        QCOMPARE(rowCode(form, builder.answers, u"nobody"_s), QString());
        QVERIFY(rowSummary(*m_engine, builder.answers, u"nobody"_s).isEmpty());
        builder.put(u"referral.referred_on"_s, u"2026-03-04"_s, referral);
        QVERIFY(summary(builder, referral).endsWith(u" · 04/03/2026"_s));
    }

    void nothingInItNamesAnybody()
    {
        for (const GroupDefinition& group : officialForm()->groups()) {
            if (group.kind != GroupKind::Case || !group.repeat)
                continue;
            CaseBuilder builder(*officialForm());
            const QString row = builder.addRow(group.name, group.parent == 0 ? QString() : u"outer"_s);
            // Every field holds a mark; only those of statistical fields may be seen.
            for (const quint32 id : group.fields) {
                const FieldDefinition& field = *officialForm()->field(id);
                const QString mark =
                    field.tier == FieldTier::Statistical ? u"open%1"_s.arg(id) : u"SECRET%1"_s.arg(id);
                builder.answers.set({group.id, row, id}, {mark, {}, false});
            }
            for (const QString& language : {u"en"_s, u"bn"_s})
                QVERIFY2(!summary(builder, row, language).contains(u"SECRET"_s), qPrintable(group.name));
        }
        for (const FieldDefinition& field : officialForm()->fields())
            QVERIFY2(!field.summary || field.tier == FieldTier::Statistical, qPrintable(field.name));
    }

    void referencesOfferRowsBySummary()
    {
        CaseBuilder builder(*officialForm());
        const QString one = builder.addRow(u"victim"_s);
        builder.put(u"victim.age_years"_s, u"15"_s, one).put(u"victim.sex"_s, u"female"_s, one);
        const QString two = builder.addRow(u"victim"_s);
        builder.addRow(u"suspect"_s);
        const FieldDefinition& victims = *officialForm()->field(u"journey_leg"_s, u"victim_uuids"_s);
        const QList<Choice> offered = rowChoices(*m_engine, builder.answers, victims);
        QCOMPARE(offered.size(), 2);
        QCOMPARE(offered.at(0).code, one);
        QCOMPARE(offered.at(0).label.in(u"en"_s), u"V-1 · girl · 15"_s);
        QCOMPARE(offered.at(0).key, u"1"_s);
        QCOMPARE(offered.at(1).code, two);
        QVERIFY(rowChoices(*m_engine, builder.answers, *officialForm()->field(u"case"_s, u"linked_cases"_s))
                    .isEmpty());
    }
};

QTEST_GUILESS_MAIN(RowSummaryTest)
#include "RowSummaryTest.moc"
