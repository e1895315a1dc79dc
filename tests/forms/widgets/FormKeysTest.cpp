// SPDX-License-Identifier: GPL-3.0-or-later
#include "FormFixture.h"

#include <QPlainTextEdit>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The keys beside plain typing: problems, "go to", notes, no answer, quick choices, dates; each on the real widgets.
class FormKeysTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m = std::make_unique<FormFixture>(); }

    void f8WalksThroughTheProblemsAndShiftF8Back()
    {
        m->addRow(u"victim"_s);
        m->view.showProblems(m->engine->check(m->view.answers(), CheckLevel::Submit));
        m->view.focusFirst();
        QStringList there;
        for (int i = 0; i < 4; ++i) {
            m->key(Qt::Key_F8);
            there.append(m->focusName());
            QVERIFY2(!m->problem(m->focusName()).isEmpty(), qPrintable(m->focusName()));
        }
        QCOMPARE(QSet<QString>(there.cbegin(), there.cend()).size(), 4);
        for (int i = 2; i >= 0; --i) {
            m->key(Qt::Key_F8, Qt::ShiftModifier);
            QCOMPARE(m->focusName(), there.at(i));
        }
        // Before the first comes the last, and after the last the first.
        m->view.goTo(officialPath(there.first()));
        m->key(Qt::Key_F8, Qt::ShiftModifier);
        QVERIFY(!there.contains(m->focusName()));
        m->key(Qt::Key_F8);
        QCOMPARE(m->focusName(), there.first());
    }

    void goToFindsByCodeNameAndBothLanguages_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("code") << QString::number(officialPath(u"case.gd_no"_s).field);
        QTest::newRow("code in Bangla digits")
            << QString::number(officialPath(u"case.gd_no"_s).field).replace(u'1', u'১').replace(u'2', u'২');
        QTest::newRow("name") << u"gd_no"_s;
        QTest::newRow("English words") << u"general diary n"_s;
        QTest::newRow("Bangla words")
            << m->view.model().field(officialPath(u"case.gd_no"_s)).label.in(u"bn"_s);
    }

    void goToFindsByCodeNameAndBothLanguages()
    {
        QFETCH(QString, typed);
        m->view.focusFirst();
        m->key(Qt::Key_G, Qt::ControlModifier);
        QCOMPARE(m->focusName(), u"goToEdit"_s);
        m->type(typed);
        m->key(Qt::Key_Return);
        QCOMPARE(m->focusName(), u"case.gd_no"_s);
        QVERIFY(!m->control(u"goToBox"_s)->isVisible());
    }

    void goToReachesRowsAndSaysWhatIsNotAsked()
    {
        m->addRow(u"victim"_s);
        const QString second = m->addRow(u"victim"_s);
        m->view.focusFirst();
        m->key(Qt::Key_G, Qt::ControlModifier);
        m->type(u"V-2"_s);
        m->key(Qt::Key_Return);
        QCOMPARE(m->focusName(), u"victim.person_role"_s);
        QCOMPARE(m->view.focusedPath()->row, second);
        // A question of a row: the open row's comes first.
        m->key(Qt::Key_G, Qt::ControlModifier);
        m->type(u"age_years"_s);
        m->key(Qt::Key_Return);
        QCOMPARE(m->view.focusedPath().value(), officialPath(u"victim.age_years"_s, second));
        m->key(Qt::Key_G, Qt::ControlModifier);
        m->type(u"hotline used"_s);
        m->key(Qt::Key_Return);
        QCOMPARE(m->focusName(), u"goToEdit"_s);
        m->key(Qt::Key_Escape);
        QCOMPARE(m->focusName(), u"victim.age_years"_s);
        QVERIFY(!m->control(u"goToBox"_s)->isVisible());
    }

    void goToArrowsChoose()
    {
        m->view.focusFirst();
        m->key(Qt::Key_G, Qt::ControlModifier);
        m->type(u"of case"_s);
        const auto* list = m->view.findChild<QListWidget*>(u"goToList"_s);
        QVERIFY(list->count() >= 2);
        const QString second = list->item(1)->text();
        m->key(Qt::Key_Down);
        QCOMPARE(list->currentItem()->text(), second);
        m->key(Qt::Key_Return);
        QVERIFY(m->view.focusedPath().has_value());
        QVERIFY(second.contains(m->view.model().text(m->view.model().field(*m->view.focusedPath()).label)));
    }

    void aNoteStandsAtItsQuestion()
    {
        const AnswerPath path = officialPath(u"case.case_stage"_s);
        m->view.goTo(path);
        m->key(Qt::Key_F2);
        QCOMPARE(m->focusName(), u"noteEdit"_s);
        m->type(u"ask the clerk"_s);
        m->key(Qt::Key_Return, Qt::AltModifier);
        m->type(u"আবার"_s);
        m->key(Qt::Key_Return);
        QCOMPARE(m->focusName(), u"case.case_stage"_s);
        QCOMPARE(m->view.model().note(path), u"ask the clerk\nআবার"_s);
        QCOMPARE(m->label(u"note.case.case_stage"_s), u"Note: ask the clerk\nআবার"_s);
        m->key(Qt::Key_F2);
        m->type(u" no"_s);
        m->key(Qt::Key_Escape);
        QCOMPARE(m->view.model().note(path), u"ask the clerk\nআবার"_s);
        // Emptied it goes.
        m->key(Qt::Key_F2);
        m->key(Qt::Key_A, Qt::ControlModifier);
        m->key(Qt::Key_Delete);
        m->key(Qt::Key_Return);
        QVERIFY(m->view.model().notes().isEmpty());
        QCOMPARE(m->label(u"note.case.case_stage"_s), QString());
    }

    void earlierNotesAreToldAndStay()
    {
        const AnswerPath path = officialPath(u"case.case_stage"_s);
        m->view.model().setEarlierNotes({{path, {u"seen by Rahim"_s}}});
        m->view.setReadOnly(true, u"closed"_s);
        m->view.goTo(path);
        QCOMPARE(m->label(u"note.case.case_stage"_s), u"Note: seen by Rahim"_s);
        m->key(Qt::Key_F2);
        QVERIFY(m->view.findChild<QPlainTextEdit*>(u"noteEdit"_s)->isReadOnly());
        m->key(Qt::Key_Return);
        QVERIFY(m->view.model().notes().isEmpty());
    }

    void f6AnswersByOneKey_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("reason");
        QTest::newRow("number") << u"2"_s << u"refused"_s;
        QTest::newRow("Bangla number") << u"৩"_s << u"not_asked"_s;
        QTest::newRow("K") << u"k"_s << u"unknown"_s;
        QTest::newRow("R") << u"r"_s << u"refused"_s;
        QTest::newRow("N") << u"n"_s << u"not_asked"_s;
        QTest::newRow("A") << u"a"_s << u"not_applicable"_s;
    }

    void f6AnswersByOneKey()
    {
        QFETCH(QString, key);
        QFETCH(QString, reason);
        for (const QString& name : {u"case.gd_no"_s, u"case.flow_type"_s, u"case.incident_summary"_s}) {
            const AnswerPath path = officialPath(name);
            QVERIFY(m->view.goTo(path));
            m->key(Qt::Key_F6);
            QCOMPARE(m->focusName(), u"reasonList"_s);
            m->type(key);
            QCOMPARE(m->focusName(), name);
            QCOMPARE(m->view.answers().value(path).missing, reason);
            const auto chips = m->control(name)->findChildren<QLabel*>();
            QVERIFY(std::any_of(chips.cbegin(), chips.cend(), [](const QLabel* chip) {
                return chip->isVisible() && chip->property("role") == u"standIn"_s && !chip->text().isEmpty();
            }));
        }
        m->key(Qt::Key_F6);
        m->key(Qt::Key_Escape);
        QCOMPARE(m->focusName(), u"case.incident_summary"_s);
    }

    void theNumberOfAShortListGoesOn()
    {
        const QString victim = m->addRow(u"victim"_s);
        m->view.goTo(officialPath(u"victim.sex"_s, victim));
        m->type(u"২"_s);
        QCOMPARE(m->answer(u"victim.sex"_s, victim), u"male"_s);
        QCOMPARE(m->focusName(), u"victim.age_years"_s);
        // A number that the list does not have stays, and so do letters.
        m->view.goTo(officialPath(u"victim.sex"_s, victim));
        m->type(u"f"_s);
        QCOMPARE(m->focusName(), u"victim.sex"_s);
        m->key(Qt::Key_Return);
        QCOMPARE(m->answer(u"victim.sex"_s, victim), u"female"_s);
        // A long list waits for Enter: 4 may become 41.
        m->view.goTo(officialPath(u"case.district_code"_s));
        m->type(u"4"_s);
        QCOMPARE(m->focusName(), u"case.district_code"_s);
        m->enter(u"1"_s);
        QCOMPARE(m->answer(u"case.district_code"_s), u"41"_s);
    }

    void datesTellHowTheyAreUnderstood_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("stored");
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("bangla");
        QTest::newRow("full") << u"case.reported_on"_s << u"5/3/24"_s << u"2024-03-05"_s
                              << u"Tuesday, 5 March 2024"_s << u"মঙ্গলবার, ৫ মার্চ ২০২৪"_s;
        QTest::newRow("Bangla digits") << u"case.reported_on"_s << u"৫/৩/২৪"_s << u"2024-03-05"_s
                                       << u"Tuesday, 5 March 2024"_s << u"মঙ্গলবার, ৫ মার্চ ২০২৪"_s;
        QTest::newRow("month") << u"case.offence_start"_s << u"3/2024"_s << u"2024-03"_s
                               << u"March 2024, day not known"_s << u"মার্চ ২০২৪, দিন জানা নেই"_s;
        QTest::newRow("year") << u"case.offence_start"_s << u"২০২৪"_s << u"2024"_s
                              << u"2024, day and month not known"_s << u"২০২৪, দিন ও মাস জানা নেই"_s;
    }

    void datesTellHowTheyAreUnderstood()
    {
        QFETCH(QString, field);
        QFETCH(QString, typed);
        QFETCH(QString, stored);
        QFETCH(QString, english);
        QFETCH(QString, bangla);
        for (const auto& [language, wanted] : {std::pair{u"en"_s, english}, std::pair{u"bn"_s, bangla}}) {
            m->view.setLanguage(language);
            m->view.goTo(officialPath(field));
            m->key(Qt::Key_A, Qt::ControlModifier);
            m->type(typed);
            QCOMPARE(m->answer(field), stored);
            QCOMPARE(m->echo(field), wanted);
            m->key(Qt::Key_Return);
            QCOMPARE(m->echo(field), QString());
        }
    }

    void f1TellsTheKeysAndTheFootTheMostUsed()
    {
        m->view.focusFirst();
        const QString foot = m->label(u"keysLine"_s);
        for (const QString& key : {u"Enter"_s, u"F8"_s, u"Ctrl+G"_s, u"F2"_s, u"F6"_s, u"Ctrl+Z"_s, u"F1"_s})
            QVERIFY2(foot.contains(key), qPrintable(key));
        m->key(Qt::Key_F1);
        QVERIFY(m->control(u"keysBox"_s)->isVisible());
        m->key(Qt::Key_F1);
        QVERIFY(!m->control(u"keysBox"_s)->isVisible());
        QCOMPARE(m->focusName(), u"case.case_class"_s);
    }

    void aKeyThatCanDoNothingSaysWhy()
    {
        m->view.focusFirst();
        const QString keys = m->label(u"keysLine"_s);
        m->key(Qt::Key_Return, Qt::ShiftModifier);
        QVERIFY(m->label(u"keysLine"_s) != keys);
        m->key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m->label(u"keysLine"_s).contains(u"undo"_s));
        m->key(Qt::Key_Return);
        QCOMPARE(m->label(u"keysLine"_s), keys);
    }

private:
    std::unique_ptr<FormFixture> m;
};

QTEST_MAIN(FormKeysTest)
#include "FormKeysTest.moc"
