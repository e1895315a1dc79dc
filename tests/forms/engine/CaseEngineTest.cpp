// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormCompiler.h"
#include "forms/definition/CaseForm.h"
#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/FakeClock.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

const char* const kForm = "| survey |\n"
                          "| | type | name | label | relevant | bind::ht:id | bind::ht:required |\n"
                          "| | begin_group | case | Case | | 1 | |\n"
                          "| | select_one agency | agency | Agency | | 101 | submit |\n"
                          "| | select_multiple agency | helpers | Helpers | | 102 | no |\n"
                          "| | text | why | Why | ${agency} = 'old' | 103 | cond |\n"
                          "| | text | odd | Odd | date(${why}) != 'old' | 104 | no |\n"
                          "| | end_group | | | | | |\n"
                          "| choices |\n"
                          "| | list_name | name | label | retired | replaced_by |\n"
                          "| | agency | new | New | | |\n"
                          "| | agency | old | Old | yes | new |\n";

}  // namespace

/// What the engine says of answers to the official form. Today is 2026-11-23.
class CaseEngineTest : public QObject {
    Q_OBJECT

    FakeClock m_clock;
    const std::unique_ptr<FormEngine> m_owned = makeFormEngine(officialForm(), m_clock);
    const FormEngine& m_engine = *m_owned;

    quint32 field(const char* path) const
    {
        return CaseBuilder(*officialForm()).path(QString::fromLatin1(path)).field;
    }
    QStringList problems(const CaseBuilder& builder, CheckLevel level) const
    {
        return problemWords(*officialForm(), m_engine.check(builder.answers, level));
    }
    QStringList warnings(const CaseBuilder& builder, const char* at) const
    {
        QStringList texts;
        for (const Problem& problem : m_engine.check(builder.answers, CheckLevel::Submit)) {
            if (problem.path.field == field(at) && problem.severity == Severity::Warning)
                texts.append(problem.message.in(u"en"_s));
        }
        return texts;
    }
    static QStringList codes(const QList<Choice>& choices)
    {
        QStringList out;
        for (const Choice& choice : choices)
            out.append(choice.code);
        return out;
    }
    /// The least a draft needs.
    static CaseBuilder draft()
    {
        CaseBuilder builder(*officialForm());
        builder.put(u"case.case_class"_s, u"tip"_s)
            .put(u"case.reported_on"_s, u"2026-03-01"_s)
            .put(u"case.district_code"_s, u"41"_s);
        return builder;
    }

private slots:
    void normalisesWhatIsTyped_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("stored");  // "!kind" when it is refused
        const auto row = [](const char* name, const char* field, const QString& typed,
                            const QString& stored) {
            QTest::newRow(name) << QByteArray(field) << typed << stored;
        };
        row("text is trimmed", "case.gd_no", u"  12/26 "_s, u"12/26"_s);
        row("a one-line text has one line", "case.gd_no", u"12\n26"_s, u"12 26"_s);
        row("text too long", "case.gd_no", u"123456789012345678901"_s, u"!range"_s);
        row("text too short", "victim.full_name", u"A"_s, u"!range"_s);
        row("long text keeps its lines", "som.vessel", u"MV Asha"_s, u"MV Asha"_s);
        row("summary too short", "case.incident_summary", u"Too short."_s, u"!range"_s);
        row("Bangla number", "victim.age_years", u"১৫"_s, u"15"_s);
        row("number at the limit", "victim.age_years", u"110"_s, u"110"_s);
        row("number over the limit", "victim.age_years", u"111"_s, u"!range"_s);
        row("number under the limit", "victim.age_years", u"-1"_s, u"!range"_s);
        row("no number", "victim.age_years", u"fifteen"_s, u"!type"_s);
        row("half a number", "victim.age_years", u"15.5"_s, u"!type"_s);
        row("money with commas", "victim.money_paid_bdt", u"1,50,000"_s, u"150000"_s);
        row("money over the limit", "victim.money_paid_bdt", u"100000001"_s, u"!range"_s);
        row("date, day first", "case.reported_on", u"5/3/24"_s, u"2024-03-05"_s);
        row("date in Bangla", "case.reported_on", u"৫/৩/২৪"_s, u"2024-03-05"_s);
        row("a day that never was", "case.reported_on", u"30/2/2024"_s, u"!type"_s);
        row("a month is no date", "case.reported_on", u"3/2024"_s, u"!type"_s);
        row("… but a partial one", "case.offence_start", u"3/2024"_s, u"2024-03"_s);
        row("yes", "charge.is_principal", u"yes"_s, u"true"_s);
        row("yes by key", "charge.is_principal", u"1"_s, u"true"_s);
        row("no in Bangla", "charge.is_principal", u"না"_s, u"false"_s);
        row("neither", "charge.is_principal", u"perhaps"_s, u"!choice"_s);
        row("code", "case.case_class", u"tip_som"_s, u"tip_som"_s);
        row("label", "victim.sex", u"female"_s, u"female"_s);
        row("no code", "case.case_class", u"robbery"_s, u"!choice"_s);
        row("district by code", "case.district_code", u"41"_s, u"41"_s);
        row("district by Bangla digits", "case.district_code", u"৪১"_s, u"41"_s);
        row("codes in the order of the list", "case.act_types", u"harbouring recruitment"_s,
            u"recruitment harbouring"_s);
        row("a code twice", "case.act_types", u"recruitment recruitment"_s, u"recruitment"_s);
        row("one wrong code among them", "case.act_types", u"recruitment flying"_s, u"!choice"_s);
        row("phone", "victim.phone", u"০১৭১২-৩৪৫৬৭৮"_s, u"+8801712345678"_s);
        row("no phone", "victim.phone", u"12345"_s, u"!type"_s);
        row("a row", "investigation.inv_uuid", u"0A1B2C3D-0000-4000-8000-000000000001"_s,
            u"0a1b2c3d-0000-4000-8000-000000000001"_s);
        row("no row", "suspect.network_uuid", u"N-1"_s, u"!type"_s);
        row("two rows where one fits", "suspect.network_uuid",
            u"0a1b2c3d-0000-4000-8000-000000000001 0a1b2c3d-0000-4000-8000-000000000002"_s, u"!type"_s);
        row("another case by its reference", "case.linked_cases", u"41-2026-০১-0007"_s, u"41-2026-01-0007"_s);
    }

    void normalisesWhatIsTyped()
    {
        QFETCH(const QByteArray, field);
        QFETCH(const QString, typed);
        QFETCH(const QString, stored);
        const auto result = m_engine.normalise(this->field(field.constData()), typed);
        QCOMPARE(result ? *result : u'!' + result.error().hint, stored);
        if (!result) {
            QVERIFY(result.error().code == ErrorCode::Invalid);
            QVERIFY2(!result.error().detail.contains(typed),
                     "a value never stands in a sentence that may be logged");
        } else {
            const auto again = m_engine.normalise(this->field(field.constData()), *result);
            QVERIFY2(again && *again == stored, "what is stored is read as itself");
        }
    }

    void anUnknownFieldIsRefused()
    {
        QVERIFY(!m_engine.normalise(99'999, u"1"_s));
        QVERIFY(!m_engine.isRequired({1, {}, 99'999}, {}, CheckLevel::Submit));
        QVERIFY(m_engine.offeredChoices({1, {}, 99'999}, {}).isEmpty());
    }

    void aDraftNeedsTheDraftFieldsOnly()
    {
        CaseBuilder empty(*officialForm());
        QCOMPARE(problems(empty, CheckLevel::Draft),
                 QStringList({u"case.case_class required"_s, u"case.reported_on required"_s,
                              u"case.district_code required"_s}));
        QCOMPARE(problems(draft(), CheckLevel::Draft), QStringList());
        CaseBuilder withVictim = draft();
        const QString victim = withVictim.addRow(u"victim"_s);
        QCOMPARE(problems(withVictim, CheckLevel::Draft), QStringList{u"victim.person_role required"_s});
        QVERIFY(m_engine.isRequired(withVictim.path(u"victim.person_role"_s, victim), withVictim.answers,
                                    CheckLevel::Draft));
    }

    void submittingNeedsWhatIsAskedAndNoMore()
    {
        CaseBuilder builder = draft();
        const QStringList found = problems(builder, CheckLevel::Submit);
        QVERIFY(found.contains(u"case.upazila_geo required"_s));  // submit
        QVERIFY(found.contains(u"case.act_types required"_s));    // cond, and the class is TIP
        QVERIFY(!found.contains(u"case.hotline required"_s));     // cond, but nobody said it came by hotline
        QVERIFY(!found.contains(u"case.gd_no required"_s));       // optional
        QVERIFY(!found.contains(u"case.local_ref required"_s));   // set by the program
        builder.put(u"case.case_origin"_s, u"hotline"_s);
        QVERIFY(problems(builder, CheckLevel::Submit).contains(u"case.hotline required"_s));
        builder.put(u"case.hotline"_s, u"h999"_s);
        QVERIFY(!problems(builder, CheckLevel::Submit).contains(u"case.hotline required"_s));
    }

    void problemsComeInEntryOrder()
    {
        CaseBuilder builder = draft();
        builder.addRow(u"victim"_s);
        builder.addRow(u"suspect"_s);
        const QList<Problem> found = m_engine.check(builder.answers, CheckLevel::Submit);
        QVERIFY(found.size() > 20);
        QHash<quint32, int> place;
        for (const FieldDefinition& one : officialForm()->fields())
            place.insert(one.id, static_cast<int>(place.size()));
        for (qsizetype i = 1; i < found.size(); ++i) {
            QVERIFY(found.at(i - 1).order <= found.at(i).order);
            if (found.at(i - 1).path.row == found.at(i).path.row)
                QVERIFY(place.value(found.at(i - 1).path.field) <= place.value(found.at(i).path.field));
        }
    }

    void aReasonWhyItIsMissingIsAnAnswer()
    {
        CaseBuilder builder = draft();
        builder.putMissing(u"case.act_types"_s, u"unknown"_s);
        QVERIFY(!problems(builder, CheckLevel::Submit).contains(u"case.act_types required"_s));
        // … but conditions see it as blank.
        builder.putMissing(u"case.gd_no"_s, u"not_asked"_s);
        QVERIFY(!m_engine.isRelevant(builder.path(u"case.gd_date"_s), builder.answers));
    }

    void whereASealedAnswerDecidesNothingIsRequired()
    {
        CaseBuilder builder = draft();
        const AnswerPath hotline = builder.path(u"case.hotline"_s);
        builder.putSealed(u"case.case_origin"_s);
        QVERIFY(m_engine.isRelevant(hotline, builder.answers));
        QVERIFY(!m_engine.isRequired(hotline, builder.answers, CheckLevel::Submit));
        QVERIFY(!problems(builder, CheckLevel::Submit).contains(u"case.hotline required"_s));
        // And a sealed answer is one: it is not asked for again, and its text is not checked.
        QVERIFY(!problems(builder, CheckLevel::Submit).contains(u"case.case_origin required"_s));
    }

    void whatIsNotAskedIsNotChecked()
    {
        CaseBuilder builder = draft();
        builder.put(u"case.case_origin"_s, u"media"_s).put(u"case.hotline"_s, u"no such line"_s);
        QVERIFY(!problems(builder, CheckLevel::Submit).contains(u"case.hotline choice"_s));
        builder.put(u"case.case_origin"_s, u"hotline"_s);
        QVERIFY(problems(builder, CheckLevel::Draft).contains(u"case.hotline choice"_s));
    }

    void aConditionLooksIntoItsOwnRowOnly()
    {
        CaseBuilder builder = draft();
        const QString one = builder.addRow(u"victim"_s);
        const QString two = builder.addRow(u"victim"_s);
        builder.put(u"consent.consent_scope"_s, u"record contact"_s, builder.addRow(u"consent"_s, one));
        builder.put(u"consent.consent_by"_s, u"self"_s, builder.answers.rows.last().row);
        QVERIFY(m_engine.isRelevant(builder.path(u"victim.phone"_s, one), builder.answers));
        QVERIFY(!m_engine.isRelevant(builder.path(u"victim.phone"_s, two), builder.answers));
        builder.put(u"victim.full_name"_s, u"Rahima Khatun"_s, one);
        QVERIFY(!m_engine.isRelevant(builder.path(u"victim.full_name"_s, two), builder.answers));
        builder.put(u"case.data_legal_basis"_s, u"court_order"_s);
        QVERIFY(m_engine.isRelevant(builder.path(u"victim.full_name"_s, two), builder.answers));
    }

    void wrongAnswersAreNamedByKind()
    {
        CaseBuilder builder = draft();
        const QString victim = builder.addRow(u"victim"_s);
        builder.put(u"victim.person_role"_s, u"tip_victim"_s, victim)
            .put(u"victim.age_years"_s, u"200"_s, victim);
        builder.put(u"case.reported_on"_s, u"2026-13-01"_s).put(u"case.case_stage"_s, u"beginning"_s);
        builder.put(u"victim.identified_on"_s, u"2026-11-24"_s, victim);
        QCOMPARE(problems(builder, CheckLevel::Draft),
                 QStringList({u"case.case_stage choice"_s, u"case.reported_on type"_s,
                              u"victim.age_years range"_s, u"victim.identified_on constraint"_s}));
    }

    void upazilasFollowTheirDistrict()
    {
        CaseBuilder builder = draft();
        const AnswerPath upazila = builder.path(u"case.upazila_geo"_s);
        builder.put(u"case.district_code"_s, u"01"_s);
        const QStringList offered = codes(m_engine.offeredChoices(upazila, builder.answers));
        QVERIFY(offered.contains(u"BD400108"_s));
        QVERIFY(offered.size() > 5 && offered.size() < 20);
        builder.put(u"case.upazila_geo"_s, u"BD400108"_s);
        QCOMPARE(problems(builder, CheckLevel::Draft), QStringList());
        builder.put(u"case.district_code"_s, u"41"_s);
        QVERIFY(!codes(m_engine.offeredChoices(upazila, builder.answers)).contains(u"BD400108"_s));
        QCOMPARE(problems(builder, CheckLevel::Draft), QStringList{u"case.upazila_geo choice"_s});
        builder.answers.set(builder.path(u"case.district_code"_s), {});
        QCOMPARE(m_engine.offeredChoices(upazila, builder.answers).size(), 565);
    }

    void aCascadeLooksAtItsOwnRow()
    {
        CaseBuilder builder = draft();
        const QString one = builder.addRow(u"victim"_s);
        const QString two = builder.addRow(u"victim"_s);
        for (const QString& row : {one, two})
            builder.put(u"victim.person_role"_s, u"tip_victim"_s, row)
                .put(u"victim.home_country"_s, u"BD"_s, row);
        builder.put(u"victim.home_district"_s, u"01"_s, one).put(u"victim.home_district"_s, u"41"_s, two);
        builder.put(u"victim.home_upazila"_s, u"BD400108"_s, one)
            .put(u"victim.home_upazila"_s, u"BD400108"_s, two);
        const QList<Problem> found = m_engine.check(builder.answers, CheckLevel::Draft);
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().path, builder.path(u"victim.home_upazila"_s, two));
        QVERIFY(found.first().message.in(u"en"_s).contains(
            officialForm()->field(u"victim"_s, u"home_district"_s)->label.in(u"en"_s)));
    }

    void whatMustAgreeMergesAsOne()
    {
        // Two desks that each change one half of such a pair would leave a pair that fits nobody.
        for (const FieldDefinition& one : officialForm()->fields()) {
            if (one.cascadeFrom.isEmpty() || one.merge == FieldMerge::Option)
                continue;
            const FieldDefinition* parent =
                officialForm()->field(officialForm()->group(one.group)->name, one.cascadeFrom);
            QVERIFY2(!one.mergeGroup.isEmpty() && parent->mergeGroup == one.mergeGroup, qPrintable(one.name));
        }
    }

    void retiredChoicesStayButAreNotOffered()
    {
        const auto workbook = readMarkdown(QString::fromLatin1(kForm), u"small.md"_s);
        QVERIFY(workbook);
        const CompiledForm compiled = compileWorkbook(*workbook);
        QVERIFY2(compiled.package,
                 compiled.messages.isEmpty() ? "" : qPrintable(compiled.messages.first().toString()));
        const CaseFormReading reading = readCaseForm(compiled.package);
        QVERIFY2(reading.form, qPrintable(reading.faults.join(u'\n')));
        const auto owned = makeFormEngine(reading.form, m_clock);
        const FormEngine& engine = *owned;

        Answers answers;
        answers.set({1, {}, 101}, {u"old"_s, {}, false});
        answers.set({1, {}, 102}, {u"new old"_s, {}, false});
        QCOMPARE(codes(engine.offeredChoices({1, {}, 101}, answers)), QStringList{u"new"_s});
        const QList<Problem> found = engine.check(answers, CheckLevel::Submit);
        QCOMPARE(problemWords(*reading.form, found),
                 QStringList(
                     {u"case.agency retired!"_s, u"case.helpers retired!"_s, u"case.why required"_s}));
        answers.set({1, {}, 103}, {u"not a date"_s, {}, false});
        QVERIFY(engine.isRelevant({1, {}, 104},
                                  answers));  // a condition that cannot be worked out hides nothing (7.8)
    }

    void referencesNameRowsThatAreThere()
    {
        CaseBuilder builder = draft();
        const QString victim = builder.addRow(u"victim"_s);
        builder.put(u"victim.person_role"_s, u"tip_victim"_s, victim);
        const QString suspect = builder.addRow(u"suspect"_s);
        builder.put(u"suspect.suspect_type"_s, u"person"_s, suspect);
        const QString leg = builder.addRow(u"journey_leg"_s);
        const AnswerPath victims = builder.path(u"journey_leg.victim_uuids"_s, leg);
        QCOMPARE(codes(m_engine.offeredChoices(victims, builder.answers)), QStringList{victim});
        builder.put(u"journey_leg.victim_uuids"_s, victim, leg);
        QCOMPARE(problems(builder, CheckLevel::Draft), QStringList());
        builder.put(u"journey_leg.victim_uuids"_s, victim + u' ' + suspect, leg);
        QCOMPARE(problems(builder, CheckLevel::Draft), QStringList{u"journey_leg.victim_uuids choice"_s});
        builder.put(u"journey_leg.victim_uuids"_s, victim, leg);
        builder.answers.removeRow(victim);
        QCOMPARE(problems(builder, CheckLevel::Draft), QStringList{u"journey_leg.victim_uuids choice"_s});
    }

    void aGroupIsAskedForByTheClassOfTheCase()
    {
        CaseBuilder builder = draft();
        QVERIFY(!problems(builder, CheckLevel::Submit).contains(u"som.* count"_s));
        builder.put(u"case.case_class"_s, u"som"_s);
        QVERIFY(problems(builder, CheckLevel::Submit).contains(u"som.* count"_s));
        QVERIFY(!problems(builder, CheckLevel::Draft).contains(u"som.* count"_s));
        const QString som = builder.addRow(u"som"_s);
        QVERIFY(!problems(builder, CheckLevel::Submit).contains(u"som.* count"_s));
        QVERIFY(problems(builder, CheckLevel::Submit).contains(u"som.methods required"_s));
        builder.put(u"case.case_class"_s, u"tip"_s);
        QVERIFY(!m_engine.isRelevant(builder.path(u"som.methods"_s, som), builder.answers));
        QVERIFY(!problems(builder, CheckLevel::Submit).contains(u"som.methods required"_s));
        builder.put(u"case.case_class"_s, u"som"_s);
        builder.addRow(u"som"_s);
        QVERIFY(problems(builder, CheckLevel::Draft).contains(u"som.* count"_s));
    }

    void warningsDoNotStop()
    {
        CaseBuilder builder = draft();
        builder.addRow(u"victim"_s);
        builder.put(u"case.victims_reported"_s, u"3"_s).put(u"case.act_types"_s, u"recruitment"_s);
        QVERIFY(warnings(builder, "case.victims_reported")
                    .contains(u"Fewer persons are entered than were reported."_s));
        QVERIFY(problems(builder, CheckLevel::Submit).contains(u"case.act_types check!"_s));
        builder.put(u"case.victims_reported"_s, u"1"_s);
        QVERIFY(!warnings(builder, "case.victims_reported")
                     .contains(u"Fewer persons are entered than were reported."_s));
        for (const Problem& problem : m_engine.check(builder.answers, CheckLevel::Draft))
            QVERIFY(problem.severity == Severity::Error);
    }

    void whatTheChecklistMissesIsToldAtSubmission()
    {
        // A victim without a referral; the point is told where the number of victims stands, once nothing else is wrong there.
        const QString point = u"A referral is made, or the reason why not is written"_s;
        CaseBuilder builder = draft();
        const QString victim = builder.addRow(u"victim"_s);
        builder.put(u"case.victims_reported"_s, u"1"_s);
        QVERIFY(warnings(builder, "case.victims_reported").contains(point));
        builder.addRow(u"referral"_s, victim);
        QVERIFY(!warnings(builder, "case.victims_reported").contains(point));
        const auto points = m_engine.checklist(u"checklist_a"_s, builder.answers);
        QCOMPARE(points.size(), 12);
        QCOMPARE(points[6].label.in(u"en"_s), point);
        QCOMPARE(points[6].holds, u"true"_s);
        QCOMPARE(points[9].holds, QString());  // only a person can tell whether duplicates were looked for
        QCOMPARE(points[2].holds, u"true"_s);
    }

    void actMeansPurposeAndBorderSuggestTheClass()
    {
        const auto suggested = [this](const CaseBuilder& builder) {
            return m_engine.helper(u"case/suggested_class"_s, builder.answers);
        };
        CaseBuilder builder = draft();
        QCOMPARE(suggested(builder), QString());
        builder.put(u"case.act_types"_s, u"recruitment"_s).put(u"case.purpose_types"_s, u"forced_labour"_s);
        const QString victim = builder.addRow(u"victim"_s);
        builder.put(u"victim.age_years"_s, u"30"_s, victim);
        QCOMPARE(suggested(builder), QString());  // an adult, and no means
        builder.put(u"victim.age_years"_s, u"15"_s, victim);
        QCOMPARE(suggested(builder), u"tip"_s);
        builder.put(u"case.case_class"_s, u"tip_som"_s).put(u"case.flow_type"_s, u"cross_border_out"_s);
        const QString som = builder.addRow(u"som"_s);
        builder.put(u"som.benefit_type"_s, u"money"_s, som);
        QCOMPARE(suggested(builder), u"tip_som"_s);
        builder.put(u"case.case_class"_s, u"som"_s);  // the questions of trafficking are no longer asked
        QCOMPARE(suggested(builder), u"som"_s);
        const auto points = m_engine.checklist(u"class_test"_s, builder.answers);
        QCOMPARE(points.size(), 4);
        QVERIFY(!points[0].explanation.in(u"bn"_s).isEmpty());
        QCOMPARE(points[3].holds, u"true"_s);
        QCOMPARE(points[3].fields.first(), field("case.flow_type"));
    }

    void anotherClassThanSuggestedNeedsALineOfReason()
    {
        CaseBuilder builder = draft();
        const AnswerPath reason = builder.path(u"case.class_reason"_s);
        QVERIFY(!m_engine.isRelevant(reason, builder.answers));  // nothing is suggested yet
        builder.put(u"case.flow_type"_s, u"cross_border_out"_s).put(u"case.case_class"_s, u"som"_s);
        builder.put(u"som.benefit_type"_s, u"money"_s, builder.addRow(u"som"_s));
        QVERIFY(!m_engine.isRelevant(reason, builder.answers));  // the suggestion was taken
        builder.put(u"case.case_class"_s, u"undetermined"_s);
        const QString why =
            u"The answers on act, means, purpose, border and benefit point to another type of case."_s;
        QVERIFY(
            !m_engine.isRelevant(reason, builder.answers));  // now the questions of smuggling are not asked
        builder.put(u"case.case_class"_s, u"tip_som"_s);
        QCOMPARE(m_engine.helper(u"case/suggested_class"_s, builder.answers), u"som"_s);
        QVERIFY(m_engine.isRequired(reason, builder.answers, CheckLevel::Submit));
        QVERIFY(!m_engine.isRequired(reason, builder.answers, CheckLevel::Draft));
        QVERIFY(problems(builder, CheckLevel::Submit).contains(u"case.class_reason required"_s));
        QCOMPARE(warnings(builder, "case.case_class"), QStringList{why});
        builder.put(u"case.class_reason"_s, u"why"_s);
        QVERIFY(problems(builder, CheckLevel::Submit).contains(u"case.class_reason range"_s));
        builder.put(u"case.class_reason"_s, u"two buyers at the other side"_s);
        QVERIFY(!problems(builder, CheckLevel::Submit).join(u' ').contains(u"class_reason"_s));
        QVERIFY(warnings(builder, "case.case_class").isEmpty());
        builder.put(u"case.case_class"_s,
                    u"som"_s);  // the suggestion after all: nothing is asked, the line stays in the draft
        QVERIFY(!m_engine.isRelevant(reason, builder.answers));
    }

    void everyKindOfProblemHasItsSentence()
    {
        const Texts other = m_engine.standardMessage(u"no such kind"_s, 0);
        for (const QString& kind : {u"type"_s, u"choice"_s, u"range"_s, u"required"_s, u"check"_s, u"count"_s,
                                    u"retired"_s, u"conflict"_s}) {
            const Texts sentence = m_engine.standardMessage(kind, field("victim.age_years"));
            QVERIFY2(!sentence.in(u"en"_s).isEmpty() && sentence.in(u"en"_s) != other.in(u"en"_s),
                     qPrintable(kind));
            QVERIFY2(sentence.in(u"bn"_s) != sentence.in(u"en"_s), qPrintable(kind));
        }
        QVERIFY(
            m_engine.standardMessage(u"range"_s, field("victim.age_years")).in(u"bn"_s).contains(u"১১০"_s));
    }

    void aLargeCaseIsChecked()
    {
        CaseBuilder builder = draft();
        constexpr int kVictims = 150;
        for (int i = 0; i < kVictims; ++i) {
            const QString victim = builder.addRow(u"victim"_s);
            builder.put(u"victim.person_role"_s, u"tip_victim"_s, victim)
                .put(u"victim.age_years"_s, u"16"_s, victim);
        }
        QCOMPARE(problems(builder, CheckLevel::Submit).count(u"victim.full_name required"_s), 0);
        QCOMPARE(problems(builder, CheckLevel::Submit).count(u"victim.sex required"_s), kVictims);
        const AnswerPath victims =
            builder.path(u"journey_leg.victim_uuids"_s, builder.addRow(u"journey_leg"_s));
        QCOMPARE(m_engine.offeredChoices(victims, builder.answers).size(), kVictims);
    }
};

QTEST_GUILESS_MAIN(CaseEngineTest)
#include "CaseEngineTest.moc"
