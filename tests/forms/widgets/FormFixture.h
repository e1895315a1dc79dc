// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FormView.h"
#include "tests/support/FakeClock.h"
#include "tests/support/SeededRandom.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>

namespace prohori {

/// The field "group.name" of the official form in a row; stops the test where there is none.
AnswerPath officialPath(const QString& name, const QString& row = {});

Answer textAnswer(const QString& text);

/// The official form in a real window of the size a small screen leaves it, driven by keys that go to
/// whatever has the focus.
class FormFixture {
public:
    FormFixture();
    ~FormFixture();

    QWidget* focus() const;
    QString focusName() const;
    QWidget* control(const QString& name) const;
    QLineEdit* line(const QString& name) const;
    /// What a visible label says.
    QString label(const QString& name) const;
    QString problem(const QString& name) const;
    /// How the answer was understood, in the line or under it.
    QString echo(const QString& name) const;

    /// Any letters, Bangla too, to whatever has the focus.
    void type(const QString& text);
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    /// Types and presses Enter, unless the cursor went on by itself: then the rest of the word is not needed.
    void enter(const QString& text = {});
    /// Goes to a field, types and leaves by Enter.
    void fill(const AnswerPath& path, const QString& text);

    QString answer(const QString& name, const QString& row = {}) const;
    QStringList rows(const QString& group, const QString& parent = {}) const;
    QString addRow(const QString& group, const QString& parent = {});
    static QString rowName(int number);

    QListWidget* popup() const;
    QStringList offered() const;
    /// The line of the navigator that begins so; -1 when there is none.
    int navigatorLine(const QString& beginning) const;
    QVariant navigatorData(const QString& beginning, int role) const;

    int keys = 0;  ///< pressed so far
    FakeClock clock;
    SeededRandom random;
    std::unique_ptr<FormEngine> engine;
    FormView view;

private:
    int m_made = 0;
};

}  // namespace prohori
