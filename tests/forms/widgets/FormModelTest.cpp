// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/FormModel.h"

#include "core/base/RowChain.h"
#include "forms/engine/AnswerDisplay.h"
#include "forms/widgets/ChoiceFilter.h"
#include "tests/support/FakeClock.h"
#include "tests/support/SeededRandom.h"

#include <QSignalSpy>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What a form knows, without any widget.
class FormModelTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_engine = makeFormEngine(m_form, m_clock);
        m_model = std::make_unique<FormModel>(*m_engine, m_random);
    }

    void keepsAnswersThatHide()
    {
        m_model->type(at(u"case.case_origin"_s), u"hotline"_s);
        QVERIFY(m_model->isShown(at(u"case.hotline"_s)));
        const QString code = m_model->choices(at(u"case.hotline"_s)).first().code;
        m_model->type(at(u"case.hotline"_s), code);
        m_model->type(at(u"case.case_origin"_s), u"embassy"_s);
        QVERIFY(!m_model->isShown(at(u"case.hotline"_s)));
        QCOMPARE(m_model->answers().value(at(u"case.hotline"_s)).text, code);
    }

    void keepsWhatCannotBeReadAsAProblem()
    {
        const AnswerPath path = at(u"case.reported_on"_s);
        QVERIFY(!m_model->type(path, u"31/2/2026"_s));
        QCOMPARE(m_model->answers().value(path).text, u"31/2/2026"_s);
        QVERIFY(m_model->problems().isEmpty());
        m_model->recheck(path);
        QCOMPARE(m_model->problemsAt(path).value(0).kind, u"type"_s);
        QVERIFY(m_model->type(path, u"৫/৩/২৪"_s));
        m_model->recheck(path);
        QCOMPARE(m_model->answers().value(path).text, u"2024-03-05"_s);
        QVERIFY(m_model->problems().isEmpty());
    }

    void leavingAFieldTellsOfItsOwnProblemsOnly()
    {
        m_model->type(at(u"case.case_class"_s), u"nonsense"_s);
        m_model->type(at(u"case.reported_on"_s), u"1/1/2030"_s);
        m_model->recheck(at(u"case.reported_on"_s));
        QCOMPARE(m_model->problems().size(), 1);
        QCOMPARE(m_model->problems().first().path, at(u"case.reported_on"_s));
        QCOMPARE(m_model->problems().first().kind, u"constraint"_s);
    }

    void shownProblemsGoWhenTheyAreMended()
    {
        QSignalSpy changed(m_model.get(), &FormModel::problemsChanged);
        Problem foreign;
        foreign.path = at(u"case.fir_no"_s);
        foreign.kind = u"unique"_s;
        m_model->showProblems(m_engine->check(m_model->answers(), CheckLevel::Submit)
                              + QList<Problem>{foreign});
        const auto before = m_model->problems().size();
        QCOMPARE(changed.last().value(0).toInt(), before);
        m_model->type(at(u"case.case_class"_s), u"som"_s);
        m_model->recheck(at(u"case.case_class"_s));
        QVERIFY(m_model->problemsAt(at(u"case.case_class"_s)).isEmpty());
        QCOMPARE(m_model->problemsAt(foreign.path).size(), 1);  // not the engine's to take back
        m_model->recheck(foreign.path);
        QVERIFY(m_model->problemsAt(foreign.path).isEmpty());
        QVERIFY(changed.last().value(0).toInt() < before);
    }

    void rowsComeWithIdsAndGoWithAllInside()
    {
        QSignalSpy added(m_model.get(), &FormModel::rowAdded);
        const QString victim = m_model->addRow(group(u"victim"_s), {});
        const QString referral = m_model->addRow(group(u"referral"_s), victim);
        const QString service = m_model->addRow(group(u"service"_s), referral);
        QCOMPARE(added.size(), 3);
        QCOMPARE(victim.size(), 36);
        QVERIFY(victim != referral && referral != service);
        m_model->type(at(u"service.service_type"_s, service), u"shelter"_s);
        QVERIFY(m_model->isInside(service, victim));
        QVERIFY(m_model->rowProgress(victim).begun);
        QCOMPARE(m_model->rowTitle(service), u"SV-1 · Shelter"_s);
        m_model->removeRow(victim);
        QVERIFY(m_model->answers().rows.isEmpty());
        QVERIFY(m_model->answers().values.isEmpty());
    }

    // Rows of a new record follow a first one of chance; one that came with the answers is followed by none.
    void rowsFollowOneAnotherFromChance()
    {
        const auto addRow = [this] { return *RowId::fromString(m_model->addRow(group(u"victim"_s), {})); };
        const RowId first = addRow(), second = addRow(), third = addRow();
        QCOMPARE(second, rowAfter(first));
        QCOMPARE(third, rowAfter(second));
        m_model->removeRow(third.toString());
        const RowId fourth = addRow();
        QCOMPARE(fourth, rowAfter(third));
        for (const RowId& row : {first, second, fourth})
            m_model->removeRow(row.toString());
        QVERIFY(addRow() != rowAfter(fourth));
        Answers there;
        there.rows.append({group(u"victim"_s), first.toString(), {}});
        m_model->setAnswers(there);
        const RowId added = addRow(), another = addRow();
        QVERIFY(added != second && another != rowAfter(added));
    }

    void aRepeatOfOneTakesNoSecond()
    {
        m_model->type(at(u"case.case_class"_s), u"som"_s);
        QVERIFY(!m_model->addRow(group(u"som"_s), {}).isEmpty());
        QVERIFY(!m_model->whyNoRow(group(u"som"_s), {}).isEmpty());
        QVERIFY(m_model->addRow(group(u"som"_s), {}).isEmpty());
        QCOMPARE(m_model->answers().rows.size(), 1);
    }

    void placesFollowEntryOrderAndRelevance()
    {
        const auto names = [this] {
            QStringList found;
            for (const FormPlace& place : m_model->places())
                found.append(m_form->group(place.group)->name + u'/' + place.section);
            return found;
        };
        QVERIFY(names().startsWith(u"case/report"_s));
        QVERIFY(!names().contains(u"som/"_s));
        m_model->type(at(u"case.case_class"_s), u"tip_som"_s);
        QVERIFY(names().contains(u"som/"_s));
        const QString first = m_model->addRow(group(u"victim"_s), {});
        const QString second = m_model->addRow(group(u"victim"_s), {});
        const QString consent = m_model->addRow(group(u"consent"_s), first);
        QStringList rows;
        for (const FormPlace& place : m_model->places()) {
            if (!place.row.isEmpty() && (rows.isEmpty() || rows.last() != place.row))
                rows.append(place.row);
        }
        QCOMPARE(rows, (QStringList{first, consent, second}));
    }

    void stopsPassOverWhatCannotBeTyped()
    {
        const AnswerPath name = at(u"case.complainant_name"_s);
        Answers answers;
        answers.set(at(u"case.complainant_type"_s), {u"family"_s, {}, false});
        answers.set(name, {{}, {}, true});
        answers.rows.append({group(u"victim"_s), u"00000000-0000-4000-8000-000000000001"_s, {}});
        m_model->setAnswers(answers);
        const auto paths = [this](const FormPlace& place) {
            QList<AnswerPath> found;
            for (const FormStop& stop : m_model->stopsOf(place))
                found.append(stop.path);
            return found;
        };
        const FormPlace report = *m_model->placeOf(name);
        QVERIFY(m_model->fieldsOf(report).contains(name));
        QVERIFY(!paths(report).contains(name));
        const AnswerPath serial = at(u"victim.person_seq"_s, answers.rows.first().row);
        QVERIFY(m_model->isShown(serial));
        QVERIFY(!paths(*m_model->placeOf(serial)).contains(serial));
    }

    void showsNoIdsKeysAndLinksOfTheProgram()
    {
        Answers answers;
        const QString row = u"00000000-0000-4000-8000-000000000001"_s;
        answers.rows.append({group(u"victim"_s), row, {}});
        answers.set(at(u"victim.victim_uuid"_s, row), {row, {}, false});
        answers.set(at(u"victim.dedupe_key"_s, row), {u"abcdef"_s, {}, false});
        answers.set(at(u"case.local_ref"_s), {u"41-2026-AB-0001"_s, {}, false});
        m_model->setAnswers(answers);
        QVERIFY(!m_model->isShown(at(u"victim.victim_uuid"_s, row)));
        QVERIFY(!m_model->isShown(at(u"victim.case_uuid"_s, row)));
        QVERIFY(!m_model->isShown(at(u"victim.dedupe_key"_s, row)));
        QVERIFY(m_model->isShown(at(u"case.local_ref"_s)));
        QVERIFY(!m_model->isShown(at(u"case.national_ref"_s)));  // nothing there yet
    }

    void nothingIsTypedOverSealedAndReadOnlyAnswers()
    {
        const AnswerPath name = at(u"case.complainant_name"_s);
        Answers answers;
        answers.set(name, {{}, {}, true});
        m_model->setAnswers(answers);
        m_model->type(name, u"Somebody"_s);
        QCOMPARE(m_model->answers().value(name), (Answer{{}, {}, true}));
        QVERIFY(!m_model->whyFixed(name).isEmpty());
        m_model->setReadOnly(true, u"Because."_s);
        m_model->type(at(u"case.case_class"_s), u"tip"_s);
        QVERIFY(m_model->answers().value(at(u"case.case_class"_s)).isBlank());
        QCOMPARE(m_model->whyFixed(at(u"case.case_class"_s)), u"Because."_s);
    }

    void readsAsPeopleDo_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("stored");
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("bangla");
        QTest::addColumn<QString>("typed");
        QTest::newRow("day") << u"case.reported_on"_s << u"2024-03-05"_s << u"5 Mar 2024"_s
                             << u"৫ মার্চ ২০২৪"_s << u"05/03/2024"_s;
        QTest::newRow("month") << u"case.offence_start"_s << u"2024-03"_s << u"Mar 2024"_s << u"মার্চ ২০২৪"_s
                               << u"03/2024"_s;
        QTest::newRow("year") << u"case.offence_start"_s << u"2024"_s << u"2024"_s << u"২০২৪"_s << u"2024"_s;
        QTest::newRow("number") << u"case.victims_reported"_s << u"12"_s << u"12"_s << u"১২"_s << u"12"_s;
        QTest::newRow("money") << u"victim.money_paid_bdt"_s << u"1250000"_s << u"12,50,000"_s
                               << u"১২,৫০,০০০"_s << u"1250000"_s;
        QTest::newRow("small money") << u"victim.money_paid_bdt"_s << u"950"_s << u"950"_s << u"৯৫০"_s
                                     << u"950"_s;
        QTest::newRow("phone") << u"case.complainant_phone"_s << u"+8801712345678"_s << u"+880 1712-345678"_s
                               << u"+৮৮০ ১৭১২-৩৪৫৬৭৮"_s << u"+8801712345678"_s;
        QTest::newRow("not a date") << u"case.reported_on"_s << u"soon"_s << u"soon"_s << u"soon"_s
                                    << u"soon"_s;
    }

    void readsAsPeopleDo()
    {
        QFETCH(const QString, field);
        QFETCH(const QString, stored);
        QFETCH(const QString, english);
        QFETCH(const QString, bangla);
        QFETCH(const QString, typed);
        const FieldDefinition& definition = m_model->field(at(field));
        QCOMPARE(readableText(definition, stored, u"en"_s), english);
        QCOMPARE(readableText(definition, stored, u"bn"_s), bangla);
        QCOMPARE(typedText(definition, stored, u"en"_s), typed);
        for (const QString& language : {u"en"_s, u"bn"_s}) {
            const auto again = m_engine->normalise(definition.id, typedText(definition, stored, language));
            if (stored != u"soon")
                QCOMPARE(*again, stored);  // what is typed over unchanged stays what it was
        }
    }

    void choicesFitByAnyWordOfEitherLanguage_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("first");
        QTest::newRow("beginning") << u"victim.citizenship"_s << u"ind"_s << u"IN"_s;
        QTest::newRow("later word") << u"victim.citizenship"_s << u"emir"_s << u"AE"_s;
        QTest::newRow("code wins") << u"victim.citizenship"_s << u"in"_s << u"IN"_s;
        QTest::newRow("Bangla") << u"victim.citizenship"_s << u"ভার"_s << u"IN"_s;
        QTest::newRow("Bangla, later word") << u"victim.citizenship"_s << u"আমিরাত"_s << u"AE"_s;
        QTest::newRow("two words") << u"victim.age_basis"_s << u"nat car"_s << u"nid"_s;
        QTest::newRow("key") << u"victim.sex"_s << u"2"_s << u"male"_s;
        QTest::newRow("Bangla key") << u"victim.sex"_s << u"২"_s << u"male"_s;
        QTest::newRow("nothing fits") << u"victim.sex"_s << u"zzz"_s << QString();
    }

    void choicesFitByAnyWordOfEitherLanguage()
    {
        QFETCH(const QString, field);
        QFETCH(const QString, typed);
        QFETCH(const QString, first);
        QCOMPARE(fittingChoices(m_model->choices(at(field)), typed).value(0).code, first);
    }

    void onlyOneFitIsMeantUnseen()
    {
        const QList<Choice> choices = m_model->choices(at(u"victim.sex"_s));
        QCOMPARE(meantChoice(choices, u"hij"_s)->code, u"third_gender"_s);
        QVERIFY(!meantChoice(choices, u"e"_s));
        QVERIFY(!meantChoice(choices, QString()));
    }

private:
    AnswerPath at(const QString& name, const QString& row = {}) const
    {
        const FieldDefinition* field = m_form->field(name.section(u'.', 0, 0), name.section(u'.', 1, 1));
        return {field->group, row, field->id};
    }
    quint32 group(const QString& name) const { return m_form->group(name)->id; }

    FormPtr m_form = officialForm();
    FakeClock m_clock;
    SeededRandom m_random{1};
    std::unique_ptr<FormEngine> m_engine;
    std::unique_ptr<FormModel> m_model;
};

QTEST_GUILESS_MAIN(FormModelTest)
#include "FormModelTest.moc"
