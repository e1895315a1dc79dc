// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/FormPage.h"

#include "forms/widgets/FieldBox.h"
#include "forms/widgets/Look.h"
#include "forms/widgets/RowsPane.h"
#include "forms/widgets/SectionPane.h"

#include <QPointer>
#include <QPushButton>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

FormPage::FormPage(FormModel& model, QWidget* parent) : QScrollArea(parent), m_model(model)
{
    setObjectName(u"formPage"_s);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
}

void FormPage::addRows(QWidget& content, quint32 group, const QString& parentRow)
{
    auto* pane = new RowsPane(m_model, group, parentRow, &content);
    connect(pane, &RowsPane::rowChosen, this, &FormPage::rowChosen);
    connect(pane, &RowsPane::addWanted, this, &FormPage::addWanted);
    connect(pane, &RowsPane::removeWanted, this, &FormPage::removeWanted);
    content.layout()->addWidget(pane);
    m_rows.append(pane);
}

void FormPage::addWayUp(QWidget& content, const QString& parentRow)
{
    if (parentRow.isEmpty())
        return;
    auto* up = new QPushButton(u"‹  "_s + m_model.rowTitle(parentRow), &content);
    up->setObjectName(u"upRow"_s);
    up->setProperty("role", u"link"_s);
    up->setAutoDefault(false);
    up->setAccessibleName(tr("Back to %1").arg(m_model.rowTitle(parentRow)));
    connect(up, &QPushButton::clicked, this,
            [this, parentRow] { emit placeWanted(m_model.firstPlace(parentRow)); });
    static_cast<QVBoxLayout*>(content.layout())->addWidget(up, 0, Qt::AlignLeft);
}

void FormPage::open(const FormPlace& place)
{
    m_place = place;
    m_section = nullptr;
    m_rows.clear();
    if (QWidget* old = takeWidget()) {
        old->hide();
        old->deleteLater();
    }
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 6, 0);
    layout->setSpacing(12);
    content->setObjectName(u"formContent"_s);
    if (place.list || !place.row.isEmpty()) {
        const AnswerRow* row = m_model.answers().findRow(place.row);
        const QString parentRow = row ? row->parentRow : place.parentRow;
        addWayUp(*content, parentRow);
        addRows(*content, place.group, parentRow);
    }
    if (!place.list) {
        m_section = new SectionPane(m_model, place, content);
        layout->addWidget(m_section);
        connect(m_section, &SectionPane::fieldEntered, this, &FormPage::bringIntoView);
        connect(m_section, &SectionPane::advanceWanted, this, &FormPage::advanceWanted);
    }
    for (const quint32 child : m_model.repeatsIn(place))
        addRows(*content, child, place.row);
    layout->addStretch(1);
    setWidget(content);  // last, so that all of it is shown at once
    refresh();
    verticalScrollBar()->setValue(0);
}

void FormPage::refresh()
{
    if (m_section)
        m_section->refresh();
    for (RowsPane* pane : std::as_const(m_rows))
        pane->refresh(m_place.row);
    if (auto* up = widget() ? widget()->findChild<QPushButton*>(u"upRow"_s) : nullptr) {
        const AnswerRow* row = m_model.answers().findRow(m_place.row);
        up->setText(u"‹  "_s + m_model.rowTitle(row ? row->parentRow : m_place.parentRow));
    }
}

FieldBox* FormPage::box(const AnswerPath& path) const
{
    return m_section ? m_section->box(path) : nullptr;
}

RowsPane* FormPage::rows(quint32 group, const QString& parentRow) const
{
    for (RowsPane* pane : m_rows) {
        if (pane->group() == group && pane->parentRow() == parentRow)
            return pane;
    }
    return nullptr;
}

RowsPane* FormPage::rowsAround(const QWidget* inner) const
{
    for (RowsPane* pane : m_rows) {
        if (inner && pane->isAncestorOf(inner))
            return pane;
    }
    return nullptr;
}

void FormPage::bringIntoView(QWidget* target)
{
    QTimer::singleShot(0, this, [this, seen = QPointer<QWidget>(target)] {
        constexpr int kAround = 24;
        if (seen && widget() && widget()->isAncestorOf(seen))
            ensureWidgetVisible(seen, 0, kAround);
    });
}

}  // namespace prohori
