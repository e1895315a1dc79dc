// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/FormViewPrivate.h"

#include "forms/engine/StandardMessages.h"
#include "forms/widgets/RowsPane.h"

#include <QKeyEvent>
#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

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

FieldEditor* FormView::Private::focusedEditor() const
{
    for (QWidget* at = q.window()->focusWidget(); at && at != &q; at = at->parentWidget()) {
        if (auto* editor = qobject_cast<FieldEditor*>(at))
            return page->isAncestorOf(editor) ? editor : nullptr;
    }
    return nullptr;
}

std::optional<FormStop> FormView::Private::focusedStop() const
{
    if (const FieldEditor* editor = focusedEditor())
        return FormStop{editor->path(), {}};
    if (const RowsPane* rows = page->rowsAround(q.window()->focusWidget()))
        return FormStop{{rows->group(), {}, 0}, rows->parentRow()};
    return std::nullopt;
}

bool FormView::Private::focus(const FormStop& stop)
{
    if (!stop.isButton()) {
        FieldBox* box = page->box(stop.path);
        if (box)
            box->editor().control()->setFocus(Qt::TabFocusReason);
        return box != nullptr;
    }
    RowsPane* rows = page->rows(stop.path.group, stop.parentRow);
    if (!rows)
        return false;
    page->bringIntoView(rows);
    QWidget* target = rows->addButton()->isEnabled() ? static_cast<QWidget*>(rows->addButton()) : navigator;
    target->setFocus(Qt::TabFocusReason);
    return true;
}

void FormView::Private::focusFirst()
{
    const QList<FormStop> stops = model.stopsOf(place);
    if (stops.isEmpty() || !focus(stops.first()))
        navigator->setFocus(Qt::TabFocusReason);
}

bool FormView::Private::goTo(const AnswerPath& path)
{
    const auto where = model.placeOf(path);
    if (!where)
        return false;
    if (*where != place)
        open(*where);
    if (path.field != 0)
        return focus({path, {}});
    focusFirst();
    return true;
}

void FormView::Private::move(int step)
{
    const auto from = focusedStop();
    const QList<FormStop> here = model.stopsOf(place);
    const qsizetype at = from ? here.indexOf(*from) : -1;
    if (from && at < 0) {  // it is not a stop itself: a calculated field, or a list of rows
        const int order = model.orderOf(from->path);
        const auto after = std::find_if(here.cbegin(), here.cend(), [&](const FormStop& stop) {
            return model.orderOf(stop.path) > order;
        });
        const qsizetype next = after - here.cbegin() - (step < 0 ? 1 : 0);
        if (next >= 0 && next < here.size() && focus(here.at(next)))
            return;
    } else if (at + step >= 0 && at + step < here.size()) {
        focus(here.at(at + step));
        return;
    }
    const QList<FormPlace> places = model.places();
    for (qsizetype next = places.indexOf(place) + step; next >= 0 && next < places.size(); next += step) {
        const QList<FormStop> stops = model.stopsOf(places.at(next));
        if (stops.isEmpty())
            continue;
        open(places.at(next));
        focus(step > 0 ? stops.first() : stops.last());
        return;
    }
}

void FormView::Private::changePlace(int step)
{
    const QList<FormPlace> places = model.places();
    const qsizetype next = places.indexOf(place) + step;
    if (next < 0 || next >= places.size())
        return;
    open(places.at(next));
    focusFirst();
}

bool FormView::Private::nextProblem()
{
    const QList<Problem> problems = model.problemsInOrder();
    const auto stop = focusedStop();
    const int from = stop ? model.orderOf(stop->path) : -1;
    qsizetype first = 0;
    while (first < problems.size() && model.orderOf(problems.at(first).path) <= from)
        first += 1;
    for (qsizetype i = 0; i < problems.size(); ++i) {
        if (goTo(problems.at((first + i) % problems.size()).path))
            return true;
    }
    return false;
}

void FormView::Private::addRow()
{
    const RowsPane* rows = page->rowsAround(q.window()->focusWidget());
    if (rows) {
        addRow(rows->group(), rows->parentRow());
    } else if (place.list) {
        addRow(place.group, place.parentRow);
    } else if (const AnswerRow* row = model.answers().findRow(place.row)) {
        addRow(row->group, QString(row->parentRow));
    }
}

void FormView::Private::addRow(quint32 group, const QString& parentRow)
{
    if (FieldEditor* editor = focusedEditor())
        editor->commit();
    const QString row = model.addRow(group, parentRow);
    if (row.isEmpty())
        return;
    open(model.firstPlace(row));
    focusFirst();
}

void FormView::Private::askToRemove(const QString& row)
{
    if (model.isReadOnly() || row.isEmpty() || q.findChild<QMessageBox*>(u"removeRowQuestion"_s))
        return;
    auto* question =
        new QMessageBox(QMessageBox::NoIcon, FormView::tr("Remove"),
                        FormView::tr("Remove %1 with everything in it?").arg(model.rowTitle(row)),
                        QMessageBox::NoButton, &q);
    question->setObjectName(u"removeRowQuestion"_s);
    question->setAttribute(Qt::WA_DeleteOnClose);
    if (model.holdsSealed(row))
        question->setInformativeText(FormView::tr("It also holds sealed answers, which you do not see."));
    QPushButton* remove = question->addButton(FormView::tr("Remove"), QMessageBox::DestructiveRole);
    remove->setObjectName(u"confirmRemoveButton"_s);
    QPushButton* keep = question->addButton(FormView::tr("Keep"), QMessageBox::RejectRole);
    keep->setObjectName(u"keepRowButton"_s);
    question->setDefaultButton(keep);
    question->setEscapeButton(keep);
    connect(question, &QMessageBox::buttonClicked, &q, [this, remove, row](QAbstractButton* pressed) {
        if (pressed == remove)
            removeRow(row);
    });
    question->open();
}

void FormView::Private::removeRow(const QString& row)
{
    const AnswerRow* found = model.answers().findRow(row);
    if (!found)
        return;
    const quint32 group = found->group;
    const QString parentRow = found->parentRow;
    const QList<AnswerRow> all = model.rows(group, parentRow);
    const qsizetype at =
        std::find_if(all.cbegin(), all.cend(), [&](const AnswerRow& one) { return one.row == row; })
        - all.cbegin();
    const bool openGone = model.isInside(place.row, row) || model.isInside(place.parentRow, row);
    busy = true;
    if (FieldEditor* editor = focusedEditor())
        editor->commit();
    if (openGone) {
        const QList<AnswerRow> left = all.mid(0, at) + all.mid(at + 1);
        place = left.isEmpty() ? FormPlace{group, {}, {}, parentRow, true}
                               : model.firstPlace(left.at(std::min(at, left.size() - 1)).row);
        page->open(place);
    }
    model.removeRow(row);
    busy = false;
    open(place);
    focusFirst();
}

bool FormView::Private::claims(const QKeyEvent& key) const
{
    const FieldEditor* editor = focusedEditor();
    if (!editor)
        return false;
    return editor->claims(key) || (key.modifiers() == Qt::AltModifier && reasonOf(key) >= 0);
}

bool FormView::Private::takeKey(QObject* watched, const QKeyEvent& key)
{
    if (watched != navigator) {
        FieldEditor* editor = focusedEditor();
        if (editor && editor->takeKey(key))
            return true;
        const Qt::KeyboardModifiers with = modifiersOf(key);
        if (isEnter(key) && (with == Qt::NoModifier || with == Qt::ShiftModifier)) {
            const bool list = qobject_cast<ProgressList*>(watched) != nullptr;
            const QString name = watched->objectName();
            if (list || (!editor && !name.startsWith(u"addRow.")))
                return false;
            if (!editor || editor->takeEnter())
                move(with == Qt::ShiftModifier ? -1 : 1);
            return true;
        }
        if (editor && with == Qt::AltModifier && reasonOf(key) >= 0) {
            editor->setMissing(missingReasons().at(reasonOf(key)));
            return true;
        }
    }
    return takeCommand(key);
}

bool FormView::Private::takeCommand(const QKeyEvent& key)
{
    if (modifiersOf(key) == Qt::NoModifier && key.key() == Qt::Key_F8) {
        q.nextProblem();
        return true;
    }
    if (modifiersOf(key) != Qt::ControlModifier)
        return false;
    switch (key.key()) {
    case Qt::Key_PageDown: changePlace(1); return true;
    case Qt::Key_PageUp: changePlace(-1); return true;
    case Qt::Key_Insert: addRow(); return true;
    case Qt::Key_Delete: {
        const RowsPane* rows = page->rowsAround(q.window()->focusWidget());
        askToRemove(rows && !rows->currentRow().isEmpty() ? rows->currentRow() : place.row);
        return true;
    }
    default: return false;
    }
}

}  // namespace prohori
