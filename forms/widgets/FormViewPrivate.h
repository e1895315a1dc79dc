// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FieldBox.h"
#include "forms/widgets/FormModel.h"
#include "forms/widgets/FormNavigator.h"
#include "forms/widgets/FormPage.h"
#include "forms/widgets/FormView.h"
#include "forms/widgets/GoToBox.h"
#include "forms/widgets/KeysBox.h"
#include "forms/widgets/NoteBox.h"
#include "forms/widgets/ReasonBox.h"

#include <QTimer>

class QKeyEvent;
class QLabel;

namespace prohori {

/// The parts of a FormView and how one moves among them.
struct FormView::Private {
    Private(FormView& view, const FormEngine& engine, RandomSource& random);

    /// Shows a place; the list of a repeat that has rows shows the first of them.
    void open(FormPlace where);
    /// Builds what is in view anew, in another language or read-only; the focus stays.
    void rebuild();
    void refresh();
    /// While one types: the fields at once, the navigator when the hand rests.
    void refreshSoon();
    void dropTyping();
    void fitNavigator();

    FieldEditor* focusedEditor() const;
    std::optional<FormStop> focusedStop() const;
    bool focus(const FormStop& stop);
    void focusFirst();
    bool goTo(const AnswerPath& path);
    /// The next or the one before, in this place or in those after it.
    void move(int step);
    void changePlace(int step);
    bool nextProblem(int step);
    /// The field that a command means: with the cursor, or last with it.
    std::optional<AnswerPath> cursorPath() const;
    void noteCursor();

    void addRow();
    void addRow(quint32 group, const QString& parentRow);
    void askToRemove(const QString& row);
    void removeRow(const QString& row);
    /// Another place opens when what is open lies in this row, which is about to go.
    void leaveRow(const QString& row);
    void undo(bool back);
    void openNote();
    void openReasons();
    void carry();
    void togglePinned();

    bool claims(const QKeyEvent& key) const;
    bool takeKey(QObject* watched, const QKeyEvent& key);
    bool takeEnter(QObject* watched, FieldEditor* editor, int step);
    bool takeCommand(const QKeyEvent& key);
    bool takePlainCommand(const QKeyEvent& key);
    bool takeControlCommand(const QKeyEvent& key);
    void adoptKeys();
    void layOut();
    void connectPage();
    void connectModel();
    void refreshNavigator();
    /// Says something in the line at the foot, until the next key.
    void tell(const QString& text);
    void tellKeys();

    FormView& q;
    FormModel model;
    QLabel* band;
    FormNavigator* navigator;
    FormPage* page;
    QLabel* foot;
    GoToBox* goToBox;
    NoteBox* noteBox;
    ReasonBox* reasonBox;
    KeysBox* keysBox;
    FormPlace place;
    AnswerPath lastCursor;
    bool brief = false;
    bool told = false;  ///< the foot says something else than the keys
    QTimer navigatorSoon;
    bool busy = false;  ///< several changes are under way: no refresh between them
};

}  // namespace prohori
