// SPDX-License-Identifier: GPL-3.0-or-later
#include "FormFixture.h"

#include <QJsonDocument>
#include <QPushButton>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What was done can be undone, what was answered before can be carried forward, and a draft brings all of it back (forms 8, 11).
class FormHistoryTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m = std::make_unique<FormFixture>(); }

    void aFieldIsUndoneAndRedoneAsAWhole()
    {
        m->fill(officialPath(u"case.gd_no"_s), u"771"_s);
        m->fill(officialPath(u"case.case_stage"_s), u"fir"_s);
        m->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m->answer(u"case.case_stage"_s), QString());
        QCOMPARE(m->focusName(), u"case.case_stage"_s);
        m->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m->answer(u"case.gd_no"_s), QString());
        QCOMPARE(m->focusName(), u"case.gd_no"_s);
        QCOMPARE(m->line(u"case.gd_no"_s)->text(), QString());
        m->key(Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(m->line(u"case.gd_no"_s)->text(), u"771"_s);
        m->key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m->answer(u"case.case_stage"_s), u"fir"_s);
        QVERIFY(!m->view.model().canRedo());
    }

    void typingThatIsNotLeftYetIsUndoneToo()
    {
        m->fill(officialPath(u"case.gd_no"_s), u"1"_s);
        m->view.goTo(officialPath(u"case.gd_no"_s));
        m->type(u"23"_s);
        m->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m->answer(u"case.gd_no"_s), u"1"_s);
        m->type(u"9"_s);
        QVERIFY(!m->view.model().canRedo());  // a new step ends what could be done again
    }

    void addedAndRemovedRowsComeAndGoWithAllInThem()
    {
        m->view.goTo(officialPath(u"case.case_class"_s));
        for (int i = 0; i < 9 && m->focusName() != u"addRow.victim"; ++i)
            m->key(Qt::Key_PageDown, Qt::ControlModifier);
        m->key(Qt::Key_Space);
        const QString first = m->rows(u"victim"_s).value(0);
        m->fill(officialPath(u"victim.age_years"_s, first), u"15"_s);
        m->key(Qt::Key_Insert, Qt::ControlModifier);
        const QString second = m->rows(u"victim"_s).value(1);
        m->fill(officialPath(u"victim.age_years"_s, second), u"24"_s);
        const Answers both = m->view.answers();
        m->view.goTo(officialPath(u"victim.age_years"_s, first));
        m->key(Qt::Key_Delete, Qt::ControlModifier);
        m->view.findChild<QPushButton*>(u"confirmRemoveButton"_s)->click();
        QCOMPARE(m->rows(u"victim"_s), QStringList{second});
        m->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m->rows(u"victim"_s), (QStringList{first, second}));
        QCOMPARE(m->view.answers().values, both.values);
        QCOMPARE(m->view.focusedPath()->row, first);
        for (int i = 0; i < 4; ++i)
            m->key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m->rows(u"victim"_s).isEmpty());
        QVERIFY(m->view.answers().values.isEmpty());
        QVERIFY(m->focus() && m->view.isAncestorOf(m->focus()));
        for (int i = 0; i < 4; ++i)
            m->key(Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(m->rows(u"victim"_s), (QStringList{first, second}));
        QCOMPARE(m->view.answers().values, both.values);
        m->key(Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(m->rows(u"victim"_s), QStringList{second});
    }

    void undoComesBackToEverythingAndRedoToTheEnd()
    {
        QList<QHash<AnswerPath, Answer>> states{m->view.answers().values};
        for (const auto& [name, text] :
             {std::pair{u"case.case_class"_s, u"tip"_s}, std::pair{u"case.gd_no"_s, u"4"_s},
              std::pair{u"case.gd_no"_s, u"5"_s}, std::pair{u"case.flow_type"_s, u"x"_s},
              std::pair{u"case.reported_on"_s, u"5/3/24"_s}}) {
            m->view.goTo(officialPath(name));
            m->key(Qt::Key_A, Qt::ControlModifier);
            m->enter(text);
            states.append(m->view.answers().values);
        }
        for (qsizetype i = states.size() - 2; i >= 0; --i) {
            m->key(Qt::Key_Z, Qt::ControlModifier);
            QCOMPARE(m->view.answers().values, states.at(i));
        }
        for (qsizetype i = 1; i < states.size(); ++i) {
            m->key(Qt::Key_Y, Qt::ControlModifier);
            QCOMPARE(m->view.answers().values, states.at(i));
        }
    }

    void aReadOnlyFormUndoesNothing()
    {
        m->fill(officialPath(u"case.gd_no"_s), u"771"_s);
        m->view.setReadOnly(true, u"closed"_s);
        m->view.goTo(officialPath(u"case.gd_no"_s));
        m->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m->answer(u"case.gd_no"_s), u"771"_s);
    }

    void sameAsLastCaseStaysMarkedUntilConfirmed()
    {
        const AnswerPath reported = officialPath(u"case.reported_on"_s);
        m->view.model().setLastCase(lastCase());
        m->view.goTo(reported);
        m->key(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(m->answer(u"case.reported_on"_s), u"2026-11-01"_s);
        QVERIFY(!m->label(u"carried.case.reported_on"_s).isEmpty());
        m->view.goTo(officialPath(u"case.gd_no"_s));
        m->key(Qt::Key_F8);  // no problem is shown: the mark alone waits
        QCOMPARE(m->focusName(), u"case.reported_on"_s);
        m->key(Qt::Key_Return);
        QCOMPARE(m->label(u"carried.case.reported_on"_s), QString());
        QVERIFY(m->view.model().carried().isEmpty());
        QCOMPARE(m->answer(u"case.reported_on"_s), u"2026-11-01"_s);
        m->view.goTo(reported);
        m->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m->answer(u"case.reported_on"_s), QString());
    }

    void namesAreNeverCarriedIntoAnotherCase()
    {
        Answers last = lastCase();
        last.set(officialPath(u"case.complainant_type"_s), textAnswer(u"family"_s));
        last.set(officialPath(u"case.complainant_name"_s), textAnswer(u"Amina"_s));
        m->view.model().setLastCase(last);
        m->fill(officialPath(u"case.complainant_type"_s), u"family"_s);
        QVERIFY(m->view.goTo(officialPath(u"case.complainant_name"_s)));
        m->key(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(m->answer(u"case.complainant_name"_s), QString());
        QVERIFY(m->label(u"keysLine"_s).contains(u"confidential"_s));
        m->key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m->view.model().pinned().isEmpty());
    }

    void chosenFieldsComeIntoEachNewCaseAndRow()
    {
        m->view.goTo(officialPath(u"case.reported_on"_s));
        m->key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(m->label(u"hint.case.reported_on"_s).contains(u"Ctrl+Shift+D"_s));
        const QString first = m->addRow(u"victim"_s);
        m->view.goTo(officialPath(u"victim.citizenship"_s, first));
        m->key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        m->enter(u"BD"_s);
        m->key(Qt::Key_Insert, Qt::ControlModifier);
        const QString second = m->rows(u"victim"_s).value(1);
        QCOMPARE(m->answer(u"victim.citizenship"_s, second), u"BD"_s);
        QVERIFY(m->view.model().isCarried(officialPath(u"victim.citizenship"_s, second)));
        m->view.model().setLastCase(lastCase());
        m->view.setAnswers({});
        m->view.model().carryIntoCase();
        QCOMPARE(m->answer(u"case.reported_on"_s), u"2026-11-01"_s);
        QCOMPARE(m->answer(u"case.police_station"_s), QString());  // not chosen
        QCOMPARE(m->view.model().carried(), QList<AnswerPath>{officialPath(u"case.reported_on"_s)});
        QVERIFY(m->view.model().openCount() > 0);
        m->view.goTo(officialPath(u"case.reported_on"_s));
        m->enter(u"3/11/26"_s);  // typing another answer confirms too
        QVERIFY(m->view.model().carried().isEmpty());
    }

    void aDraftBringsBackCursorNotesMarksAndUndo()
    {
        const AnswerPath reported = officialPath(u"case.reported_on"_s);
        m->view.model().setLastCase(lastCase());
        m->fill(officialPath(u"case.gd_no"_s), u"771"_s);
        m->view.goTo(reported);
        m->key(Qt::Key_D, Qt::ControlModifier);
        m->view.goTo(officialPath(u"case.flow_type"_s));
        m->key(Qt::Key_F2);
        m->type(u"ask again"_s);
        m->key(Qt::Key_Return);
        const auto open = [](const AnswerPath&, const Answer& answer) { return answer; };
        const QByteArray kept = QJsonDocument(m->view.entryState(open)).toJson();
        const Answers answers = m->view.answers();
        m = std::make_unique<FormFixture>();
        m->view.setAnswers(answers);
        m->view.restoreEntryState(QJsonDocument::fromJson(kept).object());
        QCOMPARE(m->focusName(), u"case.flow_type"_s);
        QCOMPARE(m->view.model().note(officialPath(u"case.flow_type"_s)), u"ask again"_s);
        QVERIFY(m->view.model().isCarried(reported));
        m->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m->answer(u"case.reported_on"_s), QString());
        m->key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m->answer(u"case.gd_no"_s), QString());
        m->key(Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(m->answer(u"case.gd_no"_s), u"771"_s);
    }

    void aDamagedDraftStateDoesNoHarm()
    {
        m->view.restoreEntryState(
            {{u"cursor"_s, u"x"_s}, {u"steps"_s, QJsonArray{1, QJsonObject{}}}, {u"done"_s, 99}});
        QCOMPARE(m->focusName(), u"case.case_class"_s);
        m->key(Qt::Key_Z, Qt::ControlModifier);
        m->key(Qt::Key_Z, Qt::ControlModifier);
        m->key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m->view.answers().values.isEmpty());
    }

private:
    static Answers lastCase()
    {
        Answers last;
        last.set(officialPath(u"case.police_station"_s), textAnswer(u"Sharsha"_s));
        last.set(officialPath(u"case.reported_on"_s), textAnswer(u"2026-11-01"_s));
        return last;
    }

    std::unique_ptr<FormFixture> m;
};

QTEST_MAIN(FormHistoryTest)
#include "FormHistoryTest.moc"
