// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/FormViewPrivate.h"

#include "forms/widgets/Look.h"

#include <QHBoxLayout>
#include <QLabel>

#include <chrono>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kNavigatorLetters = 33;
constexpr std::chrono::milliseconds kRest{150};  // after the last key
}  // namespace

FormView::Private::Private(FormView& view, const FormEngine& engine, RandomSource& random)
    : q(view),
      model(engine, random),
      band(makeRoleLabel({}, u"band"_s, &view)),
      navigator(new FormNavigator(model, &view)),
      page(new FormPage(model, &view))
{
    auto* outer = new QVBoxLayout(&view);
    outer->setContentsMargins({});
    outer->setSpacing(8);
    band->setObjectName(u"whyReadOnly"_s);
    band->hide();
    outer->addWidget(band);
    auto* inner = new QHBoxLayout;
    inner->setSpacing(14);
    inner->addWidget(navigator);
    inner->addWidget(page, 1);
    outer->addLayout(inner, 1);
    fitNavigator();

    connect(navigator, &FormNavigator::placeChosen, &view, [this](const FormPlace& where) {
        open(where);
        focusFirst();
    });
    connect(page, &FormPage::placeWanted, &view, [this](const FormPlace& where) {
        open(where);
        focusFirst();
    });
    connect(page, &FormPage::rowChosen, &view, [this](const QString& row) {
        open(model.firstPlace(row));
        focusFirst();
    });
    connect(page, &FormPage::addWanted, &view,
            [this](quint32 group, const QString& row) { addRow(group, row); });
    connect(page, &FormPage::removeWanted, &view, [this](const QString& row) { askToRemove(row); });
    connect(&model, &FormModel::answerChanged, &view, [this](const AnswerPath& path) {
        refreshSoon();
        emit q.answerChanged(path);
    });
    connect(&model, &FormModel::problemsChanged, &view, [this](int count) {
        refresh();
        emit q.problemsChanged(count);
    });
    connect(&model, &FormModel::rowAdded, &view, &FormView::rowAdded);
    connect(&model, &FormModel::rowRemoved, &view, &FormView::rowRemoved);
    navigatorSoon.setSingleShot(true);
    navigatorSoon.setInterval(kRest);
    QObject::connect(&navigatorSoon, &QTimer::timeout, &view, [this] { navigator->refresh(place); });
    place = model.places().value(0);
    rebuild();
}

void FormView::Private::fitNavigator()
{
    navigator->setFixedWidth(kNavigatorLetters * q.fontMetrics().averageCharWidth());
}

void FormView::Private::open(FormPlace where)
{
    if (FieldEditor* editor = focusedEditor())
        editor->commit();
    if (where.list)
        where = model.firstPlace(where.group, where.parentRow);
    place = where;
    page->open(place);
    refresh();
}

void FormView::Private::rebuild()
{
    const auto stop = focusedStop();
    band->setText(model.whyReadOnly());
    band->setVisible(model.isReadOnly());
    navigator->setAccessibleName(FormNavigator::tr("Sections of the case"));
    open(place);
    if (stop)
        focus(*stop);
}

void FormView::Private::refresh()
{
    if (busy)
        return;
    navigatorSoon.stop();
    page->refresh();
    navigator->refresh(place);
    adoptKeys();
}

void FormView::Private::refreshSoon()
{
    if (busy)
        return;
    page->refresh();
    adoptKeys();
    navigatorSoon.start();
}

void FormView::Private::dropTyping()
{
    for (FieldEditor* editor : page->findChildren<FieldEditor*>())
        editor->drop();
}

void FormView::Private::adoptKeys()
{
    for (QWidget* child : q.findChildren<QWidget*>()) {
        if (child->focusPolicy() != Qt::NoFocus)
            child->installEventFilter(&q);
    }
}

}  // namespace prohori
