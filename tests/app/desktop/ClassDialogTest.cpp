// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/ClassDialog.h"
#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/FakeClock.h"
#include "tests/support/SeededRandom.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The officer decides on the type of a case by keys alone; another one than the answers point to needs a line of reason.
class ClassDialogTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_model = std::make_unique<FormModel>(*m_engine, m_random);
        CaseBuilder builder(*officialForm());
        builder.put(u"case.case_class"_s, u"tip"_s);
        builder.put(u"victim.age_years"_s, u"15"_s, builder.addRow(u"victim"_s));
        m_model->setAnswers(builder.answers);
        m_model->type(at(u"case.act_types"_s), u"recruitment"_s);
        m_model->type(at(u"case.purpose_types"_s), u"forced_labour"_s);
        QCOMPARE(answer(u"case.class_suggested"_s), u"tip"_s);
    }

    void theSuggestedTypeNeedsNoReason()
    {
        const auto dialog = open();
        QVERIFY(!line(dialog)->isVisible());
        press(dialog, Qt::Key_Return);
        QVERIFY(!dialog);
        QCOMPARE(answer(u"case.case_class"_s), u"tip"_s);
        QCOMPARE(answer(u"case.class_reason"_s), QString());
    }

    void anotherTypeAsksForOneLineAndWritesBoth()
    {
        const auto dialog = open();
        press(dialog, Qt::Key_Right);  // to smuggling
        QVERIFY(line(dialog)->isVisible());
        press(dialog, Qt::Key_Return);
        QVERIFY(dialog);
        QCOMPARE(QApplication::focusWidget(), line(dialog));
        QVERIFY(!problem(dialog).isEmpty());
        QTest::keyClicks(line(dialog), u"why"_s);
        QVERIFY(problem(dialog).isEmpty());
        press(dialog, Qt::Key_Return);
        QVERIFY(dialog && problem(dialog).contains(u"5"_s));
        QCOMPARE(answer(u"case.case_class"_s), u"tip"_s);
        QTest::keyClicks(line(dialog), u" not: they paid a guide"_s);
        press(dialog, Qt::Key_Return);
        QVERIFY(!dialog);
        QCOMPARE(answer(u"case.case_class"_s), u"som"_s);
        QCOMPARE(answer(u"case.class_reason"_s), u"why not: they paid a guide"_s);
        // The questions of trafficking are no longer asked, and what they pointed to is still known.
        QVERIFY(!m_model->isShown(at(u"case.act_types"_s)));
        QCOMPARE(answer(u"case.class_suggested"_s), u"tip"_s);
        QVERIFY(m_model->isShown(at(u"case.class_reason"_s)));
        QVERIFY(m_model->isRequired(at(u"case.class_reason"_s)));
    }

    void whatWasTypedIsThereAgainAndTheSuggestionEndsIt()
    {
        m_model->type(at(u"case.case_class"_s), u"som"_s);
        m_model->type(at(u"case.class_reason"_s), u"they paid a guide"_s);
        const auto dialog = open();
        QCOMPARE(line(dialog)->text(), u"they paid a guide"_s);
        press(dialog, Qt::Key_Left);
        QVERIFY(!line(dialog)->isVisible());
        press(dialog, Qt::Key_Return);
        QVERIFY(!dialog);
        QCOMPARE(answer(u"case.case_class"_s), u"tip"_s);
        QVERIFY(!m_model->isShown(at(u"case.class_reason"_s)));
    }

    void anAnswerThatGoesTakesItsSuggestionAlong()
    {
        m_model->type(at(u"case.act_types"_s), QString());
        QCOMPARE(answer(u"case.class_suggested"_s), QString());
        m_model->type(at(u"case.case_class"_s), u"som"_s);
        QVERIFY(!m_model->isShown(at(u"case.class_reason"_s)));
    }

    void escapeChangesNothing()
    {
        const auto dialog = open();
        press(dialog, Qt::Key_Right);
        press(dialog, Qt::Key_Escape);
        QVERIFY(!dialog);
        QCOMPARE(answer(u"case.case_class"_s), u"tip"_s);
    }

    void whatIsReadOnlyIsShownOnly()
    {
        m_model->setReadOnly(true, u"closed"_s);
        const auto dialog = open();
        QVERIFY(!line(dialog));
        press(dialog, Qt::Key_Return);
        QVERIFY(!dialog);
    }

private:
    AnswerPath at(const QString& field) const { return CaseBuilder(*officialForm()).path(field); }
    QString answer(const QString& field) const { return m_model->answers().value(at(field)).text; }
    QPointer<ClassDialog> open()
    {
        QPointer<ClassDialog> dialog = new ClassDialog(*m_model, u"en"_s, nullptr);
        dialog->open();
        QApplication::setActiveWindow(dialog);
        return QTest::qWaitForWindowExposed(dialog) ? dialog : nullptr;
    }
    static QLineEdit* line(const ClassDialog* dialog)
    {
        return dialog->findChild<QLineEdit*>(u"classReason"_s);
    }
    static QString problem(const ClassDialog* dialog)
    {
        return dialog->findChild<QLabel*>(u"classReasonProblem"_s)->text();
    }
    static void press(ClassDialog* dialog, Qt::Key key)
    {
        QTest::keyClick(dialog->focusWidget() ? dialog->focusWidget() : dialog, key);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    FakeClock m_clock;
    SeededRandom m_random{7};
    std::unique_ptr<FormEngine> m_engine = makeFormEngine(officialForm(), m_clock);
    std::unique_ptr<FormModel> m_model;
};

QTEST_MAIN(ClassDialogTest)
#include "ClassDialogTest.moc"
