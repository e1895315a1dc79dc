// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FormModel.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace prohori {

/** Draws one record as a form and takes what is typed.

    Left: the navigator, sections of the case and repeats with their rows ("V-2 · girl · 15"), each with its
    state: nothing yet, begun, problems. Right: the fields of the chosen section; for a repeat its rows as a
    list and the fields of the open row under it, below its last section the repeats inside it. Only what
    FormEngine calls relevant is shown; an answer that hides keeps its value. What the engine calculates
    stands read-only in its place once there is something to show.

    Keys: Enter goes to the next field and Shift+Enter back, over sections and rows (Alt+Enter makes a line in
    a long text); Ctrl+PgDn and Ctrl+PgUp change the section; Ctrl+Insert adds a row to the repeat shown,
    Ctrl+Delete removes the row after a question; F8 goes to the next problem, Shift+F8 to the one before;
    Ctrl+G goes to a question by code, name or words; F2 opens its note; F6, or Alt+1…4 at once, answers
    unknown, refused, not asked, not applicable; Alt+0 takes the value of the question itself that means so; Ctrl+Z and Ctrl+Y (Ctrl+Shift+Z) undo and redo edits, added
    and removed rows; Ctrl+D takes the answer of the last case or row, Ctrl+Shift+D carries the field into
    every new one; F1 tells the keys. On the button that adds a row Space adds and Enter goes on. Code fields
    take a code, its key, or letters of the label in either language, and offer what fits while one types;
    yes or no and lists of at most nine go on at the first key.

    What cannot be read is kept as typed and is a problem of its field. Sealed answers say so and are not
    editable. Whatever is read-only or disabled says why as tooltip, accessible description and property
    "whyDisabled". Every control has an objectName: "<group>.<field>" for a field's editor (the row in the
    detail is meant), "navigator", "rows.<group>", "addRow.<group>", "removeRow.<group>",
    "problem.<group>.<field>" for the line under it (also "echo.", "hint.", "change.", "note.", "carried."),
    "problem.<group>" for that of a repeat, "choices" for the list under a code field, "removeRowQuestion" for
    the question, "goToBox", "noteBox", "reasonBox", "keysBox" for what opens over the form, "keysLine" for
    the line at its foot, which also says why a key did nothing.

    What it knows is a FormModel without widgets. Cost: opening the official form with four victims within 150
    ms to the first paint; only the section in view has widgets.
*/
class FormView : public QWidget {
    Q_OBJECT
public:
    /// `engine` and `random`, which makes the ids of new rows, must outlive the view.
    FormView(const FormEngine& engine, RandomSource& random, QWidget* parent = nullptr);
    ~FormView() override;

    /// Everything begins anew: first section, no problems shown.
    void setAnswers(const Answers& answers);
    /// What is typed and taken so far; call commitTyping() first where the focus may stand in a field.
    const Answers& answers() const;
    /// Takes over the field that has the focus, as leaving it would, and a note that is being typed.
    void commitTyping();
    /// What it knows: notes, what is carried forward, undo, problems. Lives as long as the view.
    FormModel& model();
    const FormModel& model() const;
    /// Uses a key of the form that reached somebody around it; true when it is used up.
    bool takeCommand(const QKeyEvent& key);

    /// What a draft keeps beside the answers; answers in it are as `filter` gives them.
    QJsonObject entryState(const AnswerFilter& filter) const;
    /// After setAnswers(): notes, marks and what can be undone come back, and the cursor stands where it stood.
    void restoreEntryState(const QJsonObject& state);

    /// `why` is shown above the form and on every editor while it is read-only.
    void setReadOnly(bool readOnly, const QString& why);
    bool isReadOnly() const;
    /// Where there is little room: the keys at its foot get one line.
    void setBrief(bool brief);
    /// "en" or "bn"; labels, choices and problems change at once, also numerals shown.
    void setLanguage(const QString& language);

    /// Marks the fields, the rows and the sections; the navigator counts them.
    void showProblems(const QList<Problem>& problems);
    /// Goes to the next problem in entry order after the field with the focus, or the one before (`step` -1),
    /// around the end; false when none is shown. An answer carried forward that nobody confirmed counts.
    bool nextProblem(int step = 1);
    void focusFirst();
    /// Opens section and row of this field and gives it the focus; false when it is not to be asked now.
    bool goTo(const AnswerPath& path);
    std::optional<AnswerPath> focusedPath() const;

signals:
    void answerChanged(const prohori::AnswerPath& path);
    void rowAdded(const QString& row);
    void rowRemoved(const QString& row);
    /// How many problems are shown now.
    void problemsChanged(int count);
    /// How many things keep the case from being submitted, shown or not; 0 is "ready". Told when the hand rests.
    void openCountChanged(int count);
    void cursorMoved();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace prohori
