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
      page(new FormPage(model, &view)),
      foot(makeRoleLabel({}, u"hint"_s, &view)),
      goToBox(new GoToBox(model, &view)),
      noteBox(new NoteBox(model, &view)),
      reasonBox(new ReasonBox(model, &view)),
      keysBox(new KeysBox(&view))
{
    layOut();
    connectPage();
    connectModel();
    connect(goToBox, &GoToBox::chosen, &view, [this](const AnswerPath& path) { goTo(path); });
    connect(reasonBox, &ReasonBox::chosen, &view, [this](const QString& reason) {
        if (FieldEditor* editor = focusedEditor())
            editor->setMissing(reason);
    });
    navigatorSoon.setSingleShot(true);
    navigatorSoon.setInterval(kRest);
    QObject::connect(&navigatorSoon, &QTimer::timeout, &view, [this] { refreshNavigator(); });
    place = model.places().value(0);
    rebuild();
}

void FormView::Private::layOut()
{
    auto* outer = new QVBoxLayout(&q);
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
    foot->setObjectName(u"keysLine"_s);
    outer->addWidget(foot);
    fitNavigator();
}

void FormView::Private::connectPage()
{
    const auto openAndEnter = [this](const FormPlace& where) {
        open(where);
        focusFirst();
    };
    connect(navigator, &FormNavigator::placeChosen, &q, openAndEnter);
    connect(page, &FormPage::placeWanted, &q, openAndEnter);
    connect(page, &FormPage::rowChosen, &q,
            [this, openAndEnter](const QString& row) { openAndEnter(model.firstPlace(row)); });
    connect(page, &FormPage::addWanted, &q,
            [this](quint32 group, const QString& row) { addRow(group, row); });
    connect(page, &FormPage::removeWanted, &q, [this](const QString& row) { askToRemove(row); });
    connect(page, &FormPage::advanceWanted, &q, [this] { move(1); });
}

void FormView::Private::connectModel()
{
    connect(&model, &FormModel::answerChanged, &q, [this](const AnswerPath& path) {
        refreshSoon();
        emit q.answerChanged(path);
    });
    connect(&model, &FormModel::problemsChanged, &q, [this](int count) {
        refresh();
        emit q.problemsChanged(count);
    });
    connect(&model, &FormModel::marksChanged, &q, [this] { refreshSoon(); });
    connect(&model, &FormModel::rowAdded, &q, &FormView::rowAdded);
    connect(&model, &FormModel::rowRemoved, &q, &FormView::rowRemoved);
}

void FormView::Private::refreshNavigator()
{
    navigator->refresh(place);
    emit q.openCountChanged(model.openCount());
}

void FormView::Private::tell(const QString& text)
{
    setLook(*foot, "role", u"warning"_s);
    foot->setText(text);
    told = true;
}

void FormView::Private::tellKeys()
{
    setLook(*foot, "role", u"hint"_s);
    foot->setText(KeysBox::shortText(model.isReadOnly(), brief));
    told = false;
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
    tellKeys();
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
    refreshNavigator();
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
        const bool inBox = qobject_cast<EntryBox*>(child) || goToBox->isAncestorOf(child)
                        || noteBox->isAncestorOf(child) || reasonBox->isAncestorOf(child);
        if (child->focusPolicy() != Qt::NoFocus && !inBox)
            child->installEventFilter(&q);
    }
}

}  // namespace prohori
