// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FormView.h"
#include "forms/widgets/StandInLine.h"
#include "tests/support/FakeClock.h"
#include "tests/support/SeededRandom.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QTest>

namespace prohori {

/// The field "group.name" of the official form in a row; stops the test where there is none.
inline AnswerPath officialPath(const QString& name, const QString& row = {})
{
    const FormPtr form = officialForm();
    const FieldDefinition* field = form->field(name.section(u'.', 0, 0), name.section(u'.', 1, 1));
    if (!field)
        qFatal("there is no question %s", qPrintable(name));
    return {field->group, row, field->id};
}

inline Answer textAnswer(const QString& text)
{
    return {text, {}, false};
}

/// The official form in a real window of the size a small screen leaves it, driven by keys that go to
/// whatever has the focus.
class FormFixture {
public:
    FormFixture() : engine(makeFormEngine(officialForm(), clock)), view(*engine, random)
    {
        view.resize(1134, 620);
        view.show();
        view.activateWindow();
        if (!QTest::qWaitForWindowActive(&view))
            qFatal("the window did not become active");
    }

    QWidget* focus() const { return QApplication::focusWidget(); }
    QString focusName() const { return focus() ? focus()->objectName() : QString(); }
    QWidget* control(const QString& name) const { return view.findChild<QWidget*>(name); }
    QLineEdit* line(const QString& name) const { return view.findChild<QLineEdit*>(name); }
    /// What a visible label says.
    QString label(const QString& name) const
    {
        const auto* found = view.findChild<QLabel*>(name);
        return found && found->isVisible() ? found->text() : QString();
    }
    QString problem(const QString& name) const { return label(QStringLiteral("problem.") + name); }
    /// How the answer was understood, in the line or under it.
    QString echo(const QString& name) const
    {
        const auto* inside = view.findChild<StandInLine*>(name);
        return inside && inside->hasRoomForEcho() && !inside->echo().isEmpty()
                 ? inside->echo()
                 : label(QStringLiteral("echo.") + name);
    }

    /// Any letters, Bangla too, to whatever has the focus.
    void type(const QString& text)
    {
        for (const QChar letter : text) {
            const auto key = letter.unicode() < 0x80 ? QTest::asciiToKey(letter.toLatin1()) : Qt::Key_unknown;
            QTest::sendKeyEvent(QTest::Click, focus(), key, QString(letter), Qt::NoModifier);
            keys += 1;
        }
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(focus(), key, modifiers);
        keys += 1;
    }
    /// Types and presses Enter, unless the cursor went on by itself: then the rest of the word is not needed.
    void enter(const QString& text = {})
    {
        const QPointer<QWidget> at = focus();
        for (const QChar letter : text) {
            type(letter);
            if (focus() != at)
                return;
        }
        key(Qt::Key_Return);
    }
    /// Goes to a field, types and leaves by Enter.
    void fill(const AnswerPath& path, const QString& text)
    {
        if (!view.goTo(path))
            qFatal("this question is not asked now");
        enter(text);
    }

    QString answer(const QString& name, const QString& row = {}) const
    {
        return view.answers().value(officialPath(name, row)).text;
    }
    QStringList rows(const QString& group, const QString& parent = {}) const
    {
        QStringList ids;
        for (const AnswerRow& row : view.answers().rowsOf(engine->form().group(group)->id, parent))
            ids.append(row.row);
        return ids;
    }
    QString addRow(const QString& group, const QString& parent = {})
    {
        Answers answers = view.answers();
        const QString id = rowName(++m_made);
        answers.rows.append({engine->form().group(group)->id, id, parent});
        view.setAnswers(answers);
        return id;
    }
    static QString rowName(int number)
    {
        return QStringLiteral("00000000-0000-4000-8000-%1").arg(number, 12, 10, QChar(u'0'));
    }

    QListWidget* popup() const
    {
        auto* list = view.findChild<QListWidget*>(QStringLiteral("choices"), Qt::FindDirectChildrenOnly);
        for (QListWidget* one :
             view.findChildren<QListWidget*>(QStringLiteral("choices"), Qt::FindDirectChildrenOnly)) {
            if (one->isVisible())
                list = one;
        }
        return list && list->isVisible() ? list : nullptr;
    }
    QStringList offered() const
    {
        QStringList labels;
        for (int at = 0; popup() && at < popup()->count(); ++at)
            labels.append(popup()->item(at)->text());
        return labels;
    }
    /// The line of the navigator that begins so; -1 when there is none.
    int navigatorLine(const QString& beginning) const
    {
        const auto* list = view.findChild<QListWidget*>(QStringLiteral("navigator"));
        for (int at = 0; at < list->count(); ++at) {
            if (list->item(at)->text().startsWith(beginning))
                return at;
        }
        return -1;
    }
    QVariant navigatorData(const QString& beginning, int role) const
    {
        const auto* list = view.findChild<QListWidget*>(QStringLiteral("navigator"));
        const int line = navigatorLine(beginning);
        return line < 0 ? QVariant() : list->item(line)->data(role);
    }

    int keys = 0;  ///< pressed so far
    FakeClock clock;
    SeededRandom random{20261123};
    std::unique_ptr<FormEngine> engine;
    FormView view;

private:
    int m_made = 0;
};

}  // namespace prohori
