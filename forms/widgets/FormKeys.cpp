// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/StandardMessages.h"
#include "forms/widgets/FormViewPrivate.h"
#include "forms/widgets/RowsPane.h"

#include <QKeyEvent>

// What the keys of the form do.

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// 0…3 for the keys 1 to 4, also of a Bangla keyboard; -1 for others.
int reasonOf(const QKeyEvent& key)
{
    constexpr int kBanglaOne = 0x09e7;
    if (key.key() >= Qt::Key_1 && key.key() <= Qt::Key_4)
        return key.key() - Qt::Key_1;
    if (key.key() >= kBanglaOne && key.key() < kBanglaOne + 4)
        return key.key() - kBanglaOne;
    return -1;
}

bool isEnter(const QKeyEvent& key)
{
    return key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
}

Qt::KeyboardModifiers modifiersOf(const QKeyEvent& key)
{
    return key.modifiers() & ~Qt::KeypadModifier;
}

}  // namespace

bool FormView::Private::claims(const QKeyEvent& key) const
{
    const FieldEditor* editor = focusedEditor();
    if (!editor)
        return false;
    const bool nought = key.key() == Qt::Key_0 && !editor->field().dontKnow.isEmpty();
    return editor->claims(key) || (key.modifiers() == Qt::AltModifier && (nought || reasonOf(key) >= 0));
}

bool FormView::Private::takeEnter(QObject* watched, FieldEditor* editor, int step)
{
    const bool list = qobject_cast<ProgressList*>(watched) != nullptr;
    if (list || (!editor && !watched->objectName().startsWith(u"addRow.")))
        return false;
    if (!editor || editor->takeEnter()) {
        if (editor && step > 0)
            model.confirm(editor->path());
        move(step);
    }
    return true;
}

bool FormView::Private::takeKey(QObject* watched, const QKeyEvent& key)
{
    if (told)
        tellKeys();
    if (watched != navigator) {
        FieldEditor* editor = focusedEditor();
        if (editor && editor->takeKey(key))
            return true;
        const Qt::KeyboardModifiers with = modifiersOf(key);
        if (isEnter(key) && (with == Qt::NoModifier || with == Qt::ShiftModifier))
            return takeEnter(watched, editor, with == Qt::ShiftModifier ? -1 : 1);
        if (editor && with == Qt::AltModifier && reasonOf(key) >= 0) {
            editor->setMissing(missingReasons().at(reasonOf(key)));
            return true;
        }
    }
    return takeCommand(key);
}

bool FormView::Private::takeCommand(const QKeyEvent& key)
{
    const Qt::KeyboardModifiers with = modifiersOf(key);
    if (with == Qt::NoModifier)
        return takePlainCommand(key);
    if (with == Qt::ControlModifier)
        return takeControlCommand(key);
    if (with == Qt::ShiftModifier && key.key() == Qt::Key_F8) {
        q.nextProblem(-1);
        return true;
    }
    if (with != (Qt::ControlModifier | Qt::ShiftModifier))
        return false;
    switch (key.key()) {
    case Qt::Key_Z: undo(false); return true;
    case Qt::Key_D: togglePinned(); return true;
    default: return false;
    }
}

bool FormView::Private::takePlainCommand(const QKeyEvent& key)
{
    switch (key.key()) {
    case Qt::Key_F1: keysBox->open(); return true;
    case Qt::Key_F2: openNote(); return true;
    case Qt::Key_F6: openReasons(); return true;
    case Qt::Key_F8: q.nextProblem(); return true;
    default: return false;
    }
}

bool FormView::Private::takeControlCommand(const QKeyEvent& key)
{
    switch (key.key()) {
    case Qt::Key_PageDown: changePlace(1); return true;
    case Qt::Key_PageUp: changePlace(-1); return true;
    case Qt::Key_Insert: addRow(); return true;
    case Qt::Key_Delete: {
        const RowsPane* rows = page->rowsAround(q.window()->focusWidget());
        askToRemove(rows && !rows->currentRow().isEmpty() ? rows->currentRow() : place.row);
        return true;
    }
    case Qt::Key_G:
        q.commitTyping();
        goToBox->openFrom(place);
        return true;
    case Qt::Key_Z: undo(true); return true;
    case Qt::Key_Y: undo(false); return true;
    case Qt::Key_D: carry(); return true;
    default: return false;
    }
}

void FormView::Private::undo(bool back)
{
    if (model.isReadOnly()) {
        tell(model.whyReadOnly());
        return;
    }
    busy = true;
    if (FieldEditor* editor = focusedEditor())
        editor->commit();
    leaveRow(model.rowThatGoes(back));
    const auto where = back ? model.undo() : model.redo();
    busy = false;
    if (!where) {
        refresh();
        tell(back ? FormView::tr("There is nothing to undo.") : FormView::tr("There is nothing to redo."));
        return;
    }
    open(where->field == 0 || !model.placeOf(*where) ? place : *model.placeOf(*where));
    goTo(*where);
}

void FormView::Private::openNote()
{
    FieldEditor* editor = focusedEditor();
    if (!editor) {
        tell(FormView::tr("Put the cursor into a question first."));
        return;
    }
    editor->commit();
    noteBox->openFor(editor->path(), editor->control());
}

void FormView::Private::openReasons()
{
    FieldEditor* editor = focusedEditor();
    const QString why =
        editor ? model.whyFixed(editor->path()) : FormView::tr("Put the cursor into a question first.");
    if (!why.isEmpty()) {
        tell(why);
        return;
    }
    editor->drop();
    editor->refresh();
    reasonBox->openFor(editor->control());
}

void FormView::Private::carry()
{
    FieldEditor* editor = focusedEditor();
    if (!editor) {
        tell(FormView::tr("Put the cursor into a question first."));
        return;
    }
    const QString fixed = model.whyFixed(editor->path());
    editor->drop();
    if (!fixed.isEmpty() || !model.carry(editor->path())) {
        const QString why = editor->path().row.isEmpty() ? model.whyNotPinned(editor->path()) : QString();
        tell(!fixed.isEmpty() ? fixed
             : !why.isEmpty() ? why
                              : FormView::tr("There is no answer before this one to take."));
    }
    editor->refresh();
}

void FormView::Private::togglePinned()
{
    const auto path = cursorPath();
    const QString why =
        path ? model.whyNotPinned(*path) : FormView::tr("Put the cursor into a question first.");
    if (!why.isEmpty())
        tell(why);
    else
        model.togglePinned(*path);
}

}  // namespace prohori
