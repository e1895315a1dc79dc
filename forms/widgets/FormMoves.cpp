// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/FormViewPrivate.h"

#include "forms/widgets/RowsPane.h"

#include <QMessageBox>
#include <QPushButton>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

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
    const auto next = model.stopFrom(place, focusedStop(), step);
    if (!next) {
        tell(step > 0 ? FormView::tr("This is the last question.")
                      : FormView::tr("This is the first question."));
        return;
    }
    if (next->place != place)
        open(next->place);
    focus(next->stop);
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

bool FormView::Private::nextProblem(int step)
{
    const auto stop = focusedStop();
    const auto next = model.problemFrom(stop ? std::optional(stop->path) : std::nullopt, step);
    return next && goTo(*next);
}

std::optional<AnswerPath> FormView::Private::cursorPath() const
{
    const FieldEditor* editor = focusedEditor();
    return editor ? std::optional(editor->path()) : std::nullopt;
}

void FormView::Private::noteCursor()
{
    const auto path = cursorPath();
    if (!path || *path == lastCursor)
        return;
    lastCursor = *path;
    emit q.cursorMoved();
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

void FormView::Private::leaveRow(const QString& row)
{
    const AnswerRow* found = model.answers().findRow(row);
    if (!found || (!model.isInside(place.row, row) && !model.isInside(place.parentRow, row)))
        return;
    const QList<AnswerRow> all = model.rows(found->group, found->parentRow);
    const qsizetype at =
        std::find_if(all.cbegin(), all.cend(), [&](const AnswerRow& one) { return one.row == row; })
        - all.cbegin();
    const QList<AnswerRow> left = all.mid(0, at) + all.mid(at + 1);
    place = left.isEmpty() ? FormPlace{found->group, {}, {}, found->parentRow, true}
                           : model.firstPlace(left.at(std::min(at, left.size() - 1)).row);
    page->open(place);
}

void FormView::Private::removeRow(const QString& row)
{
    busy = true;
    if (FieldEditor* editor = focusedEditor())
        editor->commit();
    leaveRow(row);
    model.removeRow(row);
    busy = false;
    open(place);
    focusFirst();
}

}  // namespace prohori
