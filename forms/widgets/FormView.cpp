// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/FormView.h"

#include "forms/widgets/FormViewPrivate.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>

namespace prohori {

FormView::FormView(const FormEngine& engine, RandomSource& random, QWidget* parent)
    : QWidget(parent),
      d(std::make_unique<Private>(*this, engine, random))
{
    setFocusPolicy(Qt::NoFocus);
}

FormView::~FormView()
{
    // The widgets ask the model until they are gone.
    d->navigatorSoon.stop();
    d->dropTyping();
    for (EntryBox* box : findChildren<EntryBox*>())
        delete box;
    delete d->page;
    delete d->navigator;
}

void FormView::setAnswers(const Answers& answers)
{
    d->dropTyping();
    d->lastCursor = {};
    d->busy = true;
    d->model.setAnswers(answers);
    d->busy = false;
    const QList<FormPlace> places = d->model.places();
    d->open(places.value(0));
}

const Answers& FormView::answers() const
{
    return d->model.answers();
}

void FormView::commitTyping()
{
    d->noteBox->keep();
    if (FieldEditor* editor = d->focusedEditor())
        editor->commit();
}

FormModel& FormView::model()
{
    return d->model;
}

const FormModel& FormView::model() const
{
    return d->model;
}

bool FormView::takeCommand(const QKeyEvent& key)
{
    return d->takeCommand(key);
}

QJsonObject FormView::entryState(const AnswerFilter& filter) const
{
    return d->model.entryState(d->lastCursor, filter);
}

void FormView::restoreEntryState(const QJsonObject& state)
{
    const AnswerPath cursor = d->model.restoreEntryState(state);
    d->refresh();
    if (cursor.field == 0 || !d->goTo(cursor))
        d->focusFirst();
}

void FormView::setReadOnly(bool readOnly, const QString& why)
{
    if (d->model.isReadOnly() == readOnly && (!readOnly || d->model.whyReadOnly() == why))
        return;
    commitTyping();
    d->model.setReadOnly(readOnly, why);
    d->rebuild();
}

bool FormView::isReadOnly() const
{
    return d->model.isReadOnly();
}

void FormView::setBrief(bool brief)
{
    if (d->brief == brief)
        return;
    d->brief = brief;
    if (!d->told)
        d->tellKeys();
}

void FormView::setLanguage(const QString& language)
{
    if (d->model.language() == language)
        return;
    commitTyping();
    d->model.setLanguage(language);
    d->rebuild();
}

void FormView::showProblems(const QList<Problem>& problems)
{
    d->model.showProblems(problems);
}

bool FormView::nextProblem(int step)
{
    commitTyping();
    return d->nextProblem(step);
}

void FormView::focusFirst()
{
    d->focusFirst();
}

bool FormView::goTo(const AnswerPath& path)
{
    commitTyping();
    return d->goTo(path);
}

std::optional<AnswerPath> FormView::focusedPath() const
{
    const FieldEditor* editor = d->focusedEditor();
    return editor ? std::optional(editor->path()) : std::nullopt;
}

void FormView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (!d)
        return;
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange) {
        d->fitNavigator();
        d->rebuild();
    }
}

bool FormView::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && d->claims(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::FocusIn)
        d->noteCursor();
    if (event->type() == QEvent::KeyPress && d->takeKey(watched, *static_cast<QKeyEvent*>(event)))
        return true;
    return QWidget::eventFilter(watched, event);
}

}  // namespace prohori
