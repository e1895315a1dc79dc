// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/SecondEntryDialog.h"

#include "app/desktop/ErrorText.h"
#include "app/desktop/Theme.h"
#include "tests/app/desktop/Room.h"
#include "tests/forms/engine/CaseBuilder.h"
#include "tests/support/FakeClock.h"
#include "tests/support/SeededRandom.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// The paper is typed a second time by keys alone, without sight of the first entry, and what differs is settled (forms.md 3, 11).
/// Pictures go to the folder in PROHORI_PICTURES, where that is set.
class SecondEntryDialogTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        CaseBuilder builder(*m_form);
        builder.put(u"case.case_class"_s, u"tip"_s)
            .put(u"case.case_stage"_s, u"fir"_s)
            .put(u"case.reported_on"_s, u"2026-03-01"_s)
            .put(u"case.police_station"_s, u"Kotwali"_s)
            .put(u"case.fir_no"_s, u"12/2026"_s)
            .put(u"case.fir_date"_s, u"2026-03-05"_s);
        m_row = builder.addRow(u"victim"_s);
        builder.put(u"victim.age_years"_s, u"15"_s, m_row).putSealed(u"victim.date_of_birth"_s, m_row);
        m_first = builder.answers;
        m_saved = {};
    }

    void theSecondEntryIsBlind()
    {
        const auto dialog = open();
        QCOMPARE(focusName(), u"case.police_station"_s);
        QVERIFY(line(u"case.police_station"_s)->text().isEmpty());
        QVERIFY(!dialog->findChild<QLineEdit*>(u"victim.age_years"_s));  // not even how many there are
        QVERIFY(!dialog->findChild<QLineEdit*>(u"victim.date_of_birth"_s));
        QVERIFY(!everything(dialog).contains(u"Kotwali"_s));
        QVERIFY(!button(dialog)->isEnabled());
        QVERIFY(!dialog->findChild<QLabel*>(u"whyNotOk"_s)->text().isEmpty());
        press(Qt::Key_Escape);
    }

    void theSameAgainAgreesWhateverTheWriting()
    {
        const auto dialog = open();
        type(u"Kotwali"_s);
        type(u" 12/2026"_s);
        type(u"5.3.26"_s);
        typeVictims(u"১৫"_s);
        QVERIFY(dialog->findChild<QLabel*>(u"bothAgree"_s));
        QCOMPARE(focusName(), u"okButton"_s);
        QVERIFY(button(dialog)->isEnabled());
        const QSignalSpy accepted(dialog, &QDialog::accepted);
        QCOMPARE(dialog->outcome().log.size(), 0);
        press(Qt::Key_Return);
        QCOMPARE(accepted.size(), 1);
        QVERIFY(!dialog);
    }

    void differencesAreSettledSideBySide()
    {
        const auto dialog = open();
        type(u"Kotwali"_s);
        type(u"21/2026"_s);
        type(u"5/4/26"_s);
        typeVictims(u"51"_s);
        QCOMPARE(focusName(), u"difference1.first"_s);
        QCOMPARE(label(dialog, u"difference1.first.value"_s), u"12/2026"_s);
        QCOMPARE(label(dialog, u"difference1.second.value"_s), u"21/2026"_s);
        press(Qt::Key_2);
        press(Qt::Key_Return);
        press(Qt::Key_1);
        press(Qt::Key_Return);
        press(Qt::Key_3);
        QCOMPARE(focusName(), u"victim.age_years"_s);
        QVERIFY(!button(dialog)->isEnabled());
        type(u"16"_s);
        QCOMPARE(focusName(), u"okButton"_s);
        const SecondEntryOutcome outcome = dialog->outcome();
        QCOMPARE(outcome.log.size(), 3);
        QCOMPARE(outcome.answers.value(at(u"case.fir_no"_s)).text, u"21/2026"_s);
        QCOMPARE(outcome.answers.value(at(u"case.fir_date"_s)).text, u"2026-03-05"_s);
        QCOMPARE(outcome.answers.value(at(u"victim.age_years"_s, m_row)).text, u"16"_s);
        QVERIFY(outcome.answers.value(at(u"victim.date_of_birth"_s, m_row)).sealed);
        QCOMPARE(outcome.log.first().resolution.who, u"7"_s);
        QCOMPARE(outcome.log.first().resolution.when, m_clock.now());
        press(Qt::Key_Return);
        QVERIFY(!dialog);
    }

    void aThirdAnswerThatCannotBeReadSettlesNothing()
    {
        const auto dialog = open();
        type(u"Kotwali"_s);
        type(u"12/2026"_s);
        type(u"5/3/26"_s);
        typeVictims(u"51"_s);
        press(Qt::Key_3);
        QTest::keyClicks(focus(), u"old"_s);
        QVERIFY(!button(dialog)->isEnabled());
        press(Qt::Key_Return);
        QVERIFY(dialog);
        QVERIFY(!button(dialog)->isEnabled());
        press(Qt::Key_Escape);
    }

    void itGoesOnWhereItWasClosed()
    {
        {
            const auto dialog = open();
            type(u"Kotwali"_s);
            type(u"12/2026"_s);
            press(Qt::Key_Escape);
            QVERIFY(!dialog);
        }
        QVERIFY(!m_saved.isEmpty());
        const auto again = open();
        QCOMPARE(focusName(), u"case.fir_date"_s);
        QCOMPARE(line(u"case.fir_no"_s)->text(), u"12/2026"_s);
        press(Qt::Key_Escape);
    }

    void aBlankIsPassedByEnterAndMoreRowsAreAdded()
    {
        const auto dialog = open();
        type({});
        QVERIFY(!focus()->objectName().isEmpty());
        press(Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(focusName(), u"case.police_station"_s);
        type(u"Kotwali"_s);
        type(u"12/2026"_s);
        type(u"5/3/26"_s);
        while (focusName() != u"count.victim"_s)
            press(Qt::Key_Return);
        type(u"many"_s);
        QCOMPARE(focusName(), u"count.victim"_s);
        QVERIFY(dialog->findChild<QLabel*>(u"problem.count.victim"_s)->isVisible());
        line(u"count.victim"_s)->clear();
        type(u"2"_s);
        for (const auto& age : {u"15"_s, u"40"_s}) {
            while (focusName() != u"victim.age_years"_s)
                press(Qt::Key_Return);
            type(age);
        }
        passTheRest(dialog);
        QCOMPARE(dialog->entry().differences().size(), 1);
        press(Qt::Key_2);
        QCOMPARE(dialog->outcome().answers.rowsOf(m_form->group(u"victim"_s)->id).size(), 2);
        press(Qt::Key_Escape);
    }

    void everythingHasRoom_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("theme");
        QTest::addColumn<int>("percent");
        Look::each([](const QString& name, const QString& language, const QString& theme, int percent) {
            QTest::newRow(qPrintable(name)) << language << theme << percent;
        });
    }
    /// Typing again, settling, a third answer, agreement: nothing is cut off on a small screen, in no look.
    void everythingHasRoom()
    {
        QFETCH(QString, language);
        QFETCH(QString, theme);
        QFETCH(int, percent);
        const Look look(language, theme, percent);
        QWidget window;
        window.resize(kSmallScreen);
        window.show();
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        const auto dialog = open(&window);
        hasRoom(dialog, u"second-asking-"_s + name);
        type(u"Kotwali Model Thana of the district of Jashore, in the old building by the river"_s);
        type(u"21/2026"_s);
        hasRoom(dialog, u"second-asking-on-"_s + name);
        type(u"5/4/26"_s);
        while (focusName() != u"count.victim"_s)
            press(Qt::Key_Return);
        type(u"many"_s);
        hasRoom(dialog, u"second-asking-problem-"_s + name);
        line(u"count.victim"_s)->clear();
        typeVictims(u"51"_s);
        QCOMPARE(focusName(), u"difference1.first"_s);
        hasRoom(dialog, u"second-settling-"_s + name);
        press(Qt::Key_1);
        press(Qt::Key_Return);
        press(Qt::Key_2);
        press(Qt::Key_Return);
        press(Qt::Key_3);
        hasRoom(dialog, u"second-settling-third-"_s + name);
        press(Qt::Key_Escape);
        m_saved = {};
        const auto agreeing = open(&window);
        type(u"Kotwali"_s);
        type(u"12/2026"_s);
        type(u"5/3/26"_s);
        typeVictims(u"15"_s);
        QVERIFY(agreeing->findChild<QLabel*>(u"bothAgree"_s));
        hasRoom(agreeing, u"second-agree-"_s + name);
        press(Qt::Key_Escape);
    }

private:
    AnswerPath at(const QString& field, const QString& row = {}) const
    {
        return CaseBuilder(*m_form).path(field, row);
    }
    QPointer<SecondEntryDialog> open(QWidget* parent = nullptr)
    {
        QPointer<SecondEntryDialog> dialog =
            new SecondEntryDialog(*m_engine, m_random, m_clock, m_first, m_saved,
                                  {u"41-2026-XX-0001"_s, u"7"_s, true}, parent);
        connect(dialog, &SecondEntryDialog::progressed, this,
                [this](const QJsonObject& progress) { m_saved = progress; });
        dialog->open();
        QApplication::setActiveWindow(dialog);
        return QTest::qWaitForWindowExposed(dialog) ? dialog : nullptr;
    }
    static QWidget* focus() { return QApplication::focusWidget(); }
    static QString focusName() { return focus() ? focus()->objectName() : QString(); }
    static QLineEdit* line(const QString& name)
    {
        for (QWidget* window : QApplication::topLevelWidgets()) {
            if (auto* found = window->findChild<QLineEdit*>(name))
                return found;
        }
        return nullptr;
    }
    static QPushButton* button(const QDialog* dialog)
    {
        return dialog->findChild<QPushButton*>(u"okButton"_s);
    }
    static QString label(const QDialog* dialog, const QString& name)
    {
        return dialog->findChild<QLabel*>(name)->text();
    }
    static QString everything(const QDialog* dialog)
    {
        QString all;
        for (const QLabel* one : dialog->findChildren<QLabel*>())
            all += one->text() + u'\n';
        for (const QLineEdit* one : dialog->findChildren<QLineEdit*>())
            all += one->text() + one->accessibleName() + one->accessibleDescription() + u'\n';
        return all;
    }
    static void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier)
    {
        QTest::keyClick(focus(), key, with);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    static void type(const QString& text)
    {
        for (const QChar letter : text)
            QTest::sendKeyEvent(QTest::Click, focus(),
                                letter.unicode() < 0x80 ? QTest::asciiToKey(letter.toLatin1())
                                                        : Qt::Key_unknown,
                                QString(letter), Qt::NoModifier);
        press(Qt::Key_Return);
    }
    void passTheRest(const QDialog* dialog)
    {
        for (int i = 0; i < 40 && !focusName().startsWith(u"difference"_s) && focusName() != u"okButton"_s;
             ++i) {
            if (focusName().startsWith(u"count."_s))
                type(u"0"_s);
            else
                press(Qt::Key_Return);
        }
        Q_UNUSED(dialog)
    }
    void typeVictims(const QString& age)
    {
        while (focusName() != u"count.victim"_s)
            press(Qt::Key_Return);
        type(u"1"_s);
        while (focusName() != u"victim.age_years"_s)
            press(Qt::Key_Return);
        type(age);
        passTheRest(nullptr);
    }
    static void hasRoom(QWidget* dialog, const QString& name)
    {
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        picture(*dialog, name);
        QVERIFY2(dialog->width() <= kSmallScreen.width() && dialog->height() <= kSmallScreen.height(),
                 qPrintable(name));
        const QString cut = whatIsCut(*dialog);
        QVERIFY2(cut.isEmpty(), qPrintable(name + u": "_s + cut));
    }

    FakeClock m_clock;
    SeededRandom m_random{7};
    FormPtr m_form = officialForm();
    std::unique_ptr<FormEngine> m_engine = makeFormEngine(m_form, m_clock);
    Answers m_first;
    QString m_row;
    QJsonObject m_saved;
};

QTEST_MAIN(SecondEntryDialogTest)
#include "SecondEntryDialogTest.moc"
