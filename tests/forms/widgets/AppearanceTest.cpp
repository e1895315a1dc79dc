// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/authoring/FormCompiler.h"
#include "forms/definition/CaseForm.h"
#include "forms/widgets/BooleanEditor.h"
#include "forms/widgets/FormView.h"
#include "tests/support/FakeClock.h"
#include "tests/support/SeededRandom.h"

#include <QApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

QString formText()
{
    QString text = uR"(| survey |
| | type | name | label | appearance | bind::ht:id | bind::ht:dontknow | bind::ht:type |
| | begin_group | case | Case | | 1 | | |
| | select_one long | plain_long | Plain long | | 101 | | |
| | select_one long | quick_long | Quick long | quick | 102 | | |
| | select_one short | plain_short | Plain short | | 103 | | |
| | select_one short | minimal_short | Minimal | minimal | 104 | | |
| | select_one short | auto_short | Autocomplete | autocomplete | 105 | | |
| | select_one short | scale | Scale | likert | 106 | 8 | |
| | select_one short | grid | Grid | columns-2 | 107 | | |
| | select_one yn | yn_bar | Yes or no | | 108 | | boolean |
| | select_one yn | yn_minimal | Yes or no | minimal | 109 | | boolean |
| | text | story | Story | multiline | 110 | | |
| | text | digits | Digits | numbers | 111 | | |
| | integer | amount | Amount | thousands-sep | 112 | 98, 99 | |
| | date | month | Month | month-year | 113 | | |
| | date | year | Year | year no-calendar | 114 | | |
| | date | day | Day | no-calendar | 115 | | |
| | text | secret | Secret | masked | 116 | | |
| | text | odd | Odd | hovercraft w9 | 117 | | |
| | text | last | Last | | 118 | | |
| | end_group | | | | | | |
| choices |
| | list_name | name | label |
| | short | a | Apple |
| | short | b | Banana |
| | short | c | Cherry |
| | short | d | Date |
| | yn | true | Yes |
| | yn | false | No |
)"_s;
    for (int i = 1; i <= 14; ++i)
        text += u"| | long | l%1 | %2 |\n"_s.arg(i).arg(i == 7 ? u"Unlike"_s : u"Item %1"_s.arg(i));
    return text;
}

FormPtr appearanceForm()
{
    const auto workbook = readMarkdown(formText(), u"appearances.md"_s);
    const CompiledForm compiled = compileWorkbook(*workbook);
    if (!compiled.package)
        qFatal("%s", qPrintable(compiled.messages.first().toString()));
    const CaseFormReading reading = readCaseForm(compiled.package);
    if (!reading.form)
        qFatal("%s", qPrintable(reading.faults.join(u'\n')));
    return reading.form;
}

}  // namespace

/// What a form's author wishes of the look (forms.md 5), by key events. An appearance decides first, then the size of the list.
class AppearanceTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_view = std::make_unique<FormView>(*m_engine, m_random);
        m_view->resize(1134, 700);
        m_view->show();
        QApplication::setActiveWindow(m_view.get());
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        m_view->setAnswers({});
    }

    void whenTheFirstKeyGoesOn_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<bool>("advances");
        const auto row = [](const char* name, const char* field, const char* typed, const char* answer,
                            bool on) {
            QTest::newRow(name) << QString::fromLatin1(field) << QString::fromLatin1(typed)
                                << QString::fromLatin1(answer) << on;
        };
        row("a short list by its number", "plain_short", "2", "b", true);
        row("autocomplete is the same", "auto_short", "2", "b", true);
        row("a drop-down waits for Enter", "minimal_short", "2", "b", false);
        row("a long list waits", "plain_long", "7", "l7", false);
        row("quick goes on by a number that no other begins with", "quick_long", "7", "l7", true);
        row("quick waits while others begin so", "quick_long", "1", "l1", false);
        row("quick takes all of such a number", "quick_long", "12", "l12", true);
        row("quick goes on by letters that fit one only", "quick_long", "u", "l7", true);
        row("a scale by its number", "scale", "3", "c", true);
        row("yes or no by its letter", "yn_bar", "n", "false", true);
        row("yes or no as a drop-down waits", "yn_minimal", "n", "false", false);
    }
    void whenTheFirstKeyGoesOn()
    {
        QFETCH(QString, field);
        QFETCH(QString, typed);
        QFETCH(QString, answer);
        QFETCH(bool, advances);
        go(field);
        type(typed);
        QCOMPARE(focusName() != u"case."_s + field, advances);
        if (!advances) {
            press(Qt::Key_Return);
            QVERIFY(focusName() != u"case."_s + field);
        }
        QCOMPARE(stored(field), answer);
    }

    void aDropDownOpensBySpace()
    {
        go(u"minimal_short"_s);
        QVERIFY(qobject_cast<QLineEdit*>(focus()));
        press(Qt::Key_Space);
        const auto* list = m_view->findChild<QListWidget*>(u"choices"_s);
        QVERIFY(list && list->isVisible());
        QCOMPARE(list->count(), 4);
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        press(Qt::Key_Return);
        QCOMPARE(stored(u"minimal_short"_s), u"b"_s);
    }

    void choicesInTheOpen()
    {
        for (const auto& [field, columns] : {std::pair{u"scale"_s, 4}, std::pair{u"grid"_s, 2}}) {
            go(field);
            const auto buttons = focus()->findChildren<QPushButton*>();
            QCOMPARE(buttons.size(), 4);
            QCOMPARE(buttons.at(0)->y() == buttons.at(columns - 1)->y(), true);
            if (columns < 4)
                QVERIFY(buttons.at(columns)->y() > buttons.at(0)->y());
            press(Qt::Key_Right);
            QCOMPARE(stored(field), u"a"_s);
            press(Qt::Key_Right);
            press(Qt::Key_Right);
            press(Qt::Key_Right);
            press(Qt::Key_Right);
            QCOMPARE(stored(field), u"d"_s);
            press(Qt::Key_Left);
            QCOMPARE(stored(field), u"c"_s);
            press(Qt::Key_Delete);
            QCOMPARE(stored(field), QString());
        }
        go(u"plain_short"_s);
        QVERIFY(qobject_cast<QLineEdit*>(focus()));
    }

    void textsAndNumbers()
    {
        go(u"story"_s);
        QVERIFY(qobject_cast<QPlainTextEdit*>(focus()));
        type(u"one"_s);
        press(Qt::Key_Return, Qt::AltModifier);
        type(u"two"_s);
        press(Qt::Key_Return);
        QCOMPARE(stored(u"story"_s), u"one\ntwo"_s);

        go(u"digits"_s);
        type(u"০১২"_s);
        press(Qt::Key_Return);
        QCOMPARE(stored(u"digits"_s), u"012"_s);

        go(u"amount"_s);
        type(u"1,20,000"_s);
        press(Qt::Key_Return);
        QCOMPARE(stored(u"amount"_s), u"120000"_s);
        QCOMPARE(line(u"amount"_s)->text(), u"1,20,000"_s);

        go(u"secret"_s);
        type(u"rose"_s);
        press(Qt::Key_Return);
        QCOMPARE(stored(u"secret"_s), u"rose"_s);
        QCOMPARE(line(u"secret"_s)->displayText().contains(u"rose"_s), false);

        go(u"odd"_s);
        type(u"x"_s);
        press(Qt::Key_Return);
        QCOMPARE(stored(u"odd"_s), u"x"_s);
    }

    void datesInPart()
    {
        go(u"month"_s);
        QCOMPARE(line(u"month"_s)->placeholderText(), u"month/year"_s);
        type(u"3/2024"_s);
        press(Qt::Key_Return);
        QCOMPARE(stored(u"month"_s), u"2024-03-01"_s);
        QCOMPARE(line(u"month"_s)->text(), u"Mar 2024"_s);
        go(u"year"_s);
        type(u"2024"_s);
        press(Qt::Key_Return);
        QCOMPARE(stored(u"year"_s), u"2024-01-01"_s);
        QCOMPARE(line(u"year"_s)->text(), u"2024"_s);
        go(u"year"_s);
        QCOMPARE(line(u"year"_s)->text(), u"2024"_s);
        press(Qt::Key_Return);
        QCOMPARE(stored(u"year"_s), u"2024-01-01"_s);
        go(u"day"_s);
        type(u"3/2024"_s);
        press(Qt::Key_Return);
        QCOMPARE(m_view->model().problems().size(), 1);
    }

    /// forms.md 3, bind::ht:dontknow.
    void oneKeySaysThatItIsNotKnown()
    {
        go(u"amount"_s);
        press(Qt::Key_0, Qt::AltModifier);
        QCOMPARE(stored(u"amount"_s), u"98"_s);
        press(Qt::Key_0, Qt::AltModifier);
        QCOMPARE(stored(u"amount"_s), u"99"_s);
        press(Qt::Key_0, Qt::AltModifier);
        QCOMPARE(stored(u"amount"_s), u"98"_s);
        go(u"digits"_s);
        press(Qt::Key_0, Qt::AltModifier);
        QCOMPARE(stored(u"digits"_s), QString());
    }

    void wordsAreKept()
    {
        const FieldDefinition* odd = m_form->field(u"case"_s, u"odd"_s);
        QCOMPARE(odd->appearance, (QStringList{u"hovercraft"_s, u"w9"_s}));
    }

private:
    AnswerPath at(const QString& field) const { return {1, {}, m_form->field(u"case"_s, field)->id}; }
    QString stored(const QString& field) const { return m_view->answers().value(at(field)).text; }
    void go(const QString& field)
    {
        if (!m_view->goTo(at(field)))
            qFatal("this question is not asked now");
    }
    static QWidget* focus() { return QApplication::focusWidget(); }
    static QString focusName() { return focus() ? focus()->objectName() : QString(); }
    QLineEdit* line(const QString& field) const { return m_view->findChild<QLineEdit*>(u"case."_s + field); }
    static void type(const QString& text)
    {
        for (const QChar letter : text)
            QTest::sendKeyEvent(QTest::Click, focus(),
                                letter.unicode() < 0x80 ? QTest::asciiToKey(letter.toLatin1())
                                                        : Qt::Key_unknown,
                                QString(letter), Qt::NoModifier);
    }
    static void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier)
    {
        QTest::keyClick(focus(), key, with);
    }

    FakeClock m_clock;
    SeededRandom m_random{3};
    FormPtr m_form = appearanceForm();
    std::unique_ptr<FormEngine> m_engine = makeFormEngine(m_form, m_clock);
    std::unique_ptr<FormView> m_view;
};

QTEST_MAIN(AppearanceTest)
#include "AppearanceTest.moc"
