// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/ReviewPage.h"

#include "app/desktop/CasesPage.h"
#include "app/desktop/Controls.h"

#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

ReviewPage::ReviewPage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_model(session.station().store(), session.station().clock(), CaseListModel::Order::Queue),
      m_state(makeLabel({}, u"muted"_s, this)),
      m_table(new QTableView(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    m_state->setObjectName(u"reviewState"_s);
    layout->addWidget(m_state);
    m_table->setObjectName(u"reviewTable"_s);
    m_table->setAccessibleName(tr("Cases waiting for review"));
    dressCaseTable(*m_table, m_model);
    layout->addWidget(m_table, 1);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (const CaseRow* row = m_model.row(index))
            emit caseChosen(row->record);
    });
    connect(&m_session, &Session::caseSaved, this, &ReviewPage::retell);
    connect(&m_session, &Session::syncFinished, this, &ReviewPage::retell);
}

void ReviewPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    retell();
    m_table->setFocus();
}

void ReviewPage::retell()
{
    if (!isVisible())
        return;
    CaseFilter filter;
    filter.phase = RecordPhase::Submitted;
    const int chosen = m_table->currentIndex().row();
    m_model.setFilter(filter);
    const int waiting = m_session.station().store().countInPhase(RecordPhase::Submitted);
    if (m_session.station().me().role == Role::DistrictReviewer)
        m_state->setText(
            waiting == 0
                ? tr("Nothing waits for you. New submissions come with the next sync (F5).")
                : tr("%Ln case(s) wait. Enter opens one; there you approve or return it.", nullptr, waiting));
    else
        m_state->setText(tr("%Ln case(s) of the district wait for the supervisor. You can look at them; only "
                            "the supervisor decides.",
                            nullptr, waiting));
    if (m_model.rowCount() > 0)
        m_table->selectRow(std::clamp(chosen, 0, m_model.rowCount() - 1));
}

}  // namespace prohori
