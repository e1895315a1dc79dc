// SPDX-License-Identifier: GPL-3.0-or-later
#include "FormFixture.h"

#include "forms/widgets/Chip.h"
#include "forms/widgets/StandInLine.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// Each kind of field, by keys on the real form.
class FormEditorsTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m = std::make_unique<FormFixture>(); }

    void codesTakeCodeKeyOrLettersInBothLanguages_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("code");
        QTest::newRow("code") << u"case.case_stage"_s << u"charge_sheet"_s << u"charge_sheet"_s;
        QTest::newRow("key") << u"case.case_stage"_s << u"4"_s << u"investigation"_s;
        QTest::newRow("Bangla key") << u"case.case_stage"_s << u"৪"_s << u"investigation"_s;
        QTest::newRow("beginning") << u"case.case_stage"_s << u"und"_s << u"investigation"_s;
        QTest::newRow("any word") << u"case.case_stage"_s << u"cogn"_s << u"cognizance"_s;
        QTest::newRow("Bangla letters") << u"case.case_stage"_s << u"তদন্তা"_s << u"investigation"_s;
        QTest::newRow("whole Bangla label") << u"case.case_class"_s << u"মানব পাচার"_s << u"tip"_s;
        QTest::newRow("district") << u"case.district_code"_s << u"বাগের"_s << u"01"_s;
    }

    void codesTakeCodeKeyOrLettersInBothLanguages()
    {
        QFETCH(const QString, field);
        QFETCH(const QString, typed);
        QFETCH(const QString, code);
        for (const QString& language : {u"en"_s, u"bn"_s}) {
            m->view.setLanguage(language);
            m->view.setAnswers({});
            m->fill(officialPath(field), typed);
            QCOMPARE(m->answer(field), code);
            const Choice* choice =
                m->engine->form().list(m->engine->form().field(officialPath(field).field)->list)->find(code);
            QCOMPARE(m->line(field)->text(), choice->label.in(language));
            QVERIFY(!m->popup());
        }
    }

    void theListFollowsTypingAndKeys()
    {
        QVERIFY(m->view.goTo(officialPath(u"case.case_stage"_s)));
        m->type(u"in"_s);
        QVERIFY(m->popup());
        QCOMPARE(m->offered().first(), u"Tribunal inquiry before FIR"_s);
        QVERIFY(m->offered().size() > 1);
        m->key(Qt::Key_Down);
        m->key(Qt::Key_Return);
        QCOMPARE(m->answer(u"case.case_stage"_s), u"investigation"_s);
        QVERIFY(m->view.goTo(officialPath(u"case.case_stage"_s)));
        m->key(Qt::Key_Down);
        QCOMPARE(m->offered().size(),
                 m->engine->offeredChoices(officialPath(u"case.case_stage"_s), {}).size());
        QCOMPARE(m->popup()->currentItem()->text(), u"Under investigation"_s);
        m->key(Qt::Key_Up);
        m->key(Qt::Key_Tab);
        QCOMPARE(m->answer(u"case.case_stage"_s), u"fir"_s);
    }

    void aClickChoosesToo()
    {
        QTest::mouseClick(m->control(u"case.case_class"_s), Qt::LeftButton);
        QVERIFY(m->popup());
        QTest::mouseClick(m->popup()->viewport(), Qt::LeftButton, {},
                          m->popup()->visualItemRect(m->popup()->item(1)).center());
        QCOMPARE(m->answer(u"case.case_class"_s), u"som"_s);
        QVERIFY(!m->popup());
    }

    void theListLiesInsideTheWindow()
    {
        m->view.goTo(officialPath(u"case.tip_som_link"_s));
        m->fill(officialPath(u"case.case_class"_s), u"tip"_s);
        QVERIFY(m->view.goTo(officialPath(u"case.tip_som_link"_s)));
        m->key(Qt::Key_Down);
        QVERIFY(m->popup());
        QVERIFY(m->view.rect().contains(m->popup()->geometry()));
    }

    void escapeClosesTheListAndBringsTheAnswerBack()
    {
        m->fill(officialPath(u"case.case_class"_s), u"tip"_s);
        m->view.goTo(officialPath(u"case.case_class"_s));
        m->type(u"smug"_s);
        m->key(Qt::Key_Escape);
        QVERIFY(!m->popup());
        QCOMPARE(m->line(u"case.case_class"_s)->text(), u"Trafficking in persons (TIP)"_s);
        QCOMPARE(m->answer(u"case.case_class"_s), u"tip"_s);
    }

    void whatIsNoChoiceStaysAndIsTold()
    {
        m->fill(officialPath(u"case.case_class"_s), u"zzz"_s);
        QCOMPARE(m->answer(u"case.case_class"_s), u"zzz"_s);
        QCOMPARE(m->problem(u"case.case_class"_s), u"Not one of the choices."_s);
        QCOMPARE(m->line(u"case.case_class"_s)->text(), u"zzz"_s);
        m->fill(officialPath(u"case.case_class"_s), u"tip"_s);
        QCOMPARE(m->problem(u"case.case_class"_s), QString());
    }

    void nothingAmbiguousIsGuessedUnseen()
    {
        m->view.goTo(officialPath(u"case.case_stage"_s));
        m->type(u"in"_s);
        m->view.commitTyping();
        QCOMPARE(m->answer(u"case.case_stage"_s), u"in"_s);
        QVERIFY(!m->problem(u"case.case_stage"_s).isEmpty());
    }

    void theCascadeFiltersAtOnce()
    {
        m->fill(officialPath(u"case.district_code"_s), u"01"_s);
        m->view.goTo(officialPath(u"case.upazila_geo"_s));
        m->key(Qt::Key_Down);
        const QStringList few = m->offered();
        QVERIFY(few.size() > 3 && few.size() < 30);
        m->key(Qt::Key_Escape);
    }

    void severalChoicesAreTypedTickedAndTakenAway()
    {
        m->fill(officialPath(u"case.case_class"_s), u"tip"_s);
        const QString name = u"case.act_types"_s;
        m->view.goTo(officialPath(name));
        m->enter(u"transp"_s);
        QCOMPARE(m->focusName(), name);
        m->enter(u"সংগ্রহ"_s);
        QCOMPARE(m->answer(name), u"recruitment transportation"_s);  // in the order of the list
        QCOMPARE(chips(name).size(), 2);
        QVERIFY(chips(name).first().startsWith(u"Recruitment"));
        m->key(Qt::Key_Down);
        m->key(Qt::Key_Down);
        m->key(Qt::Key_Down);
        m->key(Qt::Key_Space);
        QCOMPARE(m->answer(name), u"recruitment transportation transfer"_s);
        QVERIFY(m->popup());
        m->key(Qt::Key_Escape);
        m->key(Qt::Key_Backspace);
        QCOMPARE(m->answer(name), u"recruitment transportation"_s);
        m->enter(u"3, 4"_s);
        QCOMPARE(m->answer(name), u"recruitment transportation transfer harbouring"_s);
        m->key(Qt::Key_Return);
        QCOMPARE(m->focusName(), u"case.means_types"_s);
        for (const Chip* chip : m->control(u"chips."_s + name)->findChildren<Chip*>()) {
            if (chip->isVisible() && chip->text().startsWith(u"Recruitment"))
                chip->findChild<QPushButton*>()->click();
        }
        QCOMPARE(m->answer(name), u"transportation transfer harbouring"_s);
    }

    void severalChoicesKeepWhatCannotBeRead()
    {
        m->fill(officialPath(u"case.case_class"_s), u"tip"_s);
        const QString name = u"case.act_types"_s;
        m->view.goTo(officialPath(name));
        m->type(u"zzz"_s);
        m->key(Qt::Key_Tab);
        QCOMPARE(m->answer(name), u"zzz"_s);
        QCOMPARE(m->problem(name), u"Not one of the choices."_s);
    }

    void datesAndNumbersAreReadOnLeaving_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("stored");
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("bangla");
        QTest::newRow("date") << u"case.reported_on"_s << u"5/3/24"_s << u"2024-03-05"_s << u"5 Mar 2024"_s
                              << u"৫ মার্চ ২০২৪"_s;
        QTest::newRow("Bangla date") << u"case.reported_on"_s << u"৫/৩/২৪"_s << u"2024-03-05"_s
                                     << u"5 Mar 2024"_s << u"৫ মার্চ ২০২৪"_s;
        QTest::newRow("month") << u"case.offence_start"_s << u"৩/২০২৪"_s << u"2024-03"_s << u"Mar 2024"_s
                               << u"মার্চ ২০২৪"_s;
        QTest::newRow("year") << u"case.offence_start"_s << u"2024"_s << u"2024"_s << u"2024"_s << u"২০২৪"_s;
        QTest::newRow("number") << u"case.victims_reported"_s << u"০১২"_s << u"12"_s << u"12"_s << u"১২"_s;
        QTest::newRow("phone") << u"case.complainant_phone"_s << u"01712-345678"_s << u"+8801712345678"_s
                               << u"+880 1712-345678"_s << u"+৮৮০ ১৭১২-৩৪৫৬৭৮"_s;
        QTest::newRow("text") << u"case.fir_no"_s << u" ১২/A "_s << u"১২/A"_s << u"১২/A"_s << u"১২/A"_s;
    }

    void datesAndNumbersAreReadOnLeaving()
    {
        QFETCH(const QString, field);
        QFETCH(const QString, typed);
        QFETCH(const QString, stored);
        QFETCH(const QString, english);
        QFETCH(const QString, bangla);
        m->fill(officialPath(u"case.case_stage"_s), u"fir"_s);
        m->fill(officialPath(u"case.complainant_type"_s), u"family"_s);
        m->fill(officialPath(field), typed);
        QCOMPARE(m->answer(field), stored);
        QCOMPARE(m->line(field)->text(), english);
        m->view.setLanguage(u"bn"_s);
        QCOMPARE(m->line(field)->text(), bangla);
        m->view.goTo(officialPath(field));
        m->key(Qt::Key_Return);  // passing through changes nothing
        QCOMPARE(m->answer(field), stored);
    }

    void typeErrorsShowOnLeavingAndGoOnMending()
    {
        const QString name = u"case.reported_on"_s;
        m->view.goTo(officialPath(name));
        m->type(u"5/"_s);
        QCOMPARE(m->problem(name), QString());  // not while one types
        m->enter(u"13/24"_s);
        QCOMPARE(m->problem(name), u"This is not a date. Write day/month/year."_s);
        QCOMPARE(m->line(name)->text(), u"5/13/24"_s);
        QVERIFY(m->line(name)->accessibleDescription().contains(u"not a date"));
        m->fill(officialPath(name), u"5/3/24"_s);
        QCOMPARE(m->problem(name), QString());
    }

    void booleansTakeLettersOfBothLanguages()
    {
        const QString victim = m->addRow(u"victim"_s);
        const QString consent = m->addRow(u"consent"_s, victim);
        const QString name = u"consent.explained_purpose"_s;
        const QList<std::pair<QString, QString>> keys{{u"y"_s, u"true"_s}, {u"n"_s, u"false"_s},
                                                      {u"হ"_s, u"true"_s}, {u"ন"_s, u"false"_s},
                                                      {u"1"_s, u"true"_s}, {u"২"_s, u"false"_s},
                                                      {u" "_s, u"true"_s}};
        for (const auto& [key, code] : keys) {
            m->view.goTo(officialPath(name, consent));
            m->type(key);
            QCOMPARE(m->answer(name, consent), code);
            QCOMPARE(m->focusName(),
                     key == u" "_s ? name : u"consent.explained_use"_s);  // letters go on at once
        }
        QVERIFY(m->control(name)->accessibleName().endsWith(u"Yes"));
        m->key(Qt::Key_Delete);
        QVERIFY(m->answer(name, consent).isEmpty());
        m->key(Qt::Key_Return);
        QCOMPARE(m->focusName(), u"consent.explained_use"_s);
    }

    void missingReasonsByAltAndRemovedByTyping()
    {
        const QStringList reasons{u"unknown"_s, u"refused"_s, u"not_asked"_s, u"not_applicable"_s};
        const QStringList words{u"Not known"_s, u"Did not wish to answer"_s, u"Not asked"_s,
                                u"Not applicable"_s};
        for (const QString& name :
             {u"case.police_station"_s, u"case.case_class"_s, u"case.foreign_countries"_s}) {
            m->view.setAnswers({});
            m->fill(officialPath(u"case.case_stage"_s), u"fir"_s);
            m->fill(officialPath(u"case.flow_type"_s), u"transit"_s);
            m->view.goTo(officialPath(name));
            for (int i = 0; i < 4; ++i) {
                m->key(static_cast<Qt::Key>(Qt::Key_1 + i), Qt::AltModifier);
                QCOMPARE(m->view.answers().value(officialPath(name)), (Answer{{}, reasons.at(i), false}));
                QCOMPARE(qobject_cast<StandInLine*>(m->line(name))->standIn(), words.at(i));
                QVERIFY(m->line(name)->accessibleDescription().contains(words.at(i)));
                QCOMPARE(m->line(name)->text(), QString());
            }
            m->key(Qt::Key_Backspace);
            QVERIFY(m->view.answers().value(officialPath(name)).isBlank());
            m->key(Qt::Key_2, Qt::AltModifier);
            m->enter(u"india"_s);
            QVERIFY(m->view.answers().value(officialPath(name)).missing.isEmpty());
            QVERIFY(!m->view.answers().value(officialPath(name)).text.isEmpty());
        }
    }

    void longTextTakesLinesAndEnterGoesOn()
    {
        const QString name = u"case.incident_summary"_s;
        m->view.goTo(officialPath(name));
        m->type(u"one"_s);
        m->key(Qt::Key_Return, Qt::AltModifier);
        m->enter(u"two"_s);
        QCOMPARE(m->answer(name), u"one\ntwo"_s);
        QCOMPARE(m->focusName(), u"case.victims_reported"_s);
        m->view.goTo(officialPath(name));
        QCOMPARE(m->view.findChild<QPlainTextEdit*>(name)->toPlainText(), u"one\ntwo"_s);
        QCOMPARE(m->problem(name), u"Write 50 to 4000 characters."_s);
    }

    void referencesNameRows()
    {
        const QString victim = m->addRow(u"victim"_s);
        const QString consent = m->addRow(u"consent"_s, victim);
        const QString referral = m->addRow(u"referral"_s, victim);
        m->fill(officialPath(u"case.data_legal_basis"_s), u"crime_investigation"_s);
        m->fill(officialPath(u"referral.consent_uuid"_s, referral), u"C-1"_s);
        QCOMPARE(m->answer(u"referral.consent_uuid"_s, referral), consent);
        m->view.goTo(officialPath(u"referral.consent_uuid"_s, referral));
        QCOMPARE(m->line(u"referral.consent_uuid"_s)->text(), u"C-1"_s);
    }

    void sealedAnswersAreSaidToBeSo()
    {
        Answers answers;
        answers.set(officialPath(u"case.complainant_type"_s), textAnswer(u"family"_s));
        answers.set(officialPath(u"case.complainant_name"_s), {{}, {}, true});
        m->view.setAnswers(answers);
        auto* line = m->line(u"case.complainant_name"_s);
        QCOMPARE(line->text(), u"sealed"_s);
        QVERIFY(line->isReadOnly());
        QVERIFY(line->property("whyDisabled").toString().contains(u"sealed"));
        QVERIFY(m->view.goTo(officialPath(u"case.complainant_name"_s)));
        m->type(u"abc"_s);
        m->key(Qt::Key_1, Qt::AltModifier);
        m->key(Qt::Key_Backspace);
        m->key(Qt::Key_Return);
        QCOMPARE(m->view.answers().value(officialPath(u"case.complainant_name"_s)), (Answer{{}, {}, true}));
    }

    /// SEC-92: no keyboard learns what identifies a person.
    void sec92_identifyingFieldsAreSensitiveInput()
    {
        const QString victim = m->addRow(u"victim"_s);
        const Qt::InputMethodHints wanted = Qt::ImhSensitiveData | Qt::ImhNoPredictiveText;
        int seen = 0;
        for (const FieldDefinition& field : m->engine->form().fields()) {
            const AnswerPath path{field.group, field.group == 2 ? victim : QString(), field.id};
            if (field.group > 2 || field.tier != FieldTier::Identifying || !m->view.goTo(path))
                continue;
            QCOMPARE(m->focus()->inputMethodHints() & wanted, wanted);
            seen += 1;
        }
        QVERIFY(seen >= 4);
        m->view.goTo(officialPath(u"case.fir_no"_s));
        QVERIFY(
            !(m->line(u"case.case_class"_s) && (m->line(u"case.case_class"_s)->inputMethodHints() & wanted)));
    }

private:
    QStringList chips(const QString& name) const
    {
        QStringList labels;
        for (const Chip* chip : m->control(u"chips."_s + name)->findChildren<Chip*>()) {
            if (chip->isVisible())
                labels.append(chip->text());
        }
        return labels;
    }

    std::unique_ptr<FormFixture> m;
};

QTEST_MAIN(FormEditorsTest)
#include "FormEditorsTest.moc"
