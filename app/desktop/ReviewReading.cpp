// SPDX-License-Identifier: GPL-3.0-or-later
// The chosen case read in the queue's own pane: its form beside its papers.
#include "app/desktop/CaseReading.h"
#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/ReviewPage.h"
#include "app/station/PaperDesk.h"

#include <QTableView>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

namespace {
constexpr int kPaneWidth = 420;    ///< while nothing is read
constexpr int kRoomForAll = 1500;  ///< list, form and papers beside each other, at letters of 100 %
constexpr int kListWhileReading = 400;
}  // namespace

void ReviewPage::read()
{
    if (m_reads) {
        if (!m_reading->goToPapers())
            endReading();
        return;
    }
    if (!m_model.row(m_table->currentIndex()))
        return;
    if (!m_reading) {
        m_reading = new CaseReading(m_session, m_pane);
        m_paneLayout->insertWidget(m_paneLayout->indexOf(m_changes), m_reading, 1);
        connect(m_reading, &CaseReading::left, this, &ReviewPage::endReading);
    }
    m_reads = true;
    arrange();
    tellChosen();
    m_reading->enter();
}

void ReviewPage::endReading()
{
    m_reads = false;
    arrange();
    m_table->setFocus();
    m_reading->clear();
    tellChosen();
}

/// Through the queue while a case is read; at its ends it says so.
void ReviewPage::step(int by)
{
    const int to = m_table->currentIndex().row() + by;
    const bool isThere = to >= 0 && to < m_model.rowCount();
    say(isThere  ? QString()
        : by > 0 ? tr("This is the last case of the queue.")
                 : tr("This is the first case of the queue."),
        QStringLiteral("muted"));
    if (!isThere)
        return;
    m_table->selectRow(to);
    if (!m_reads)
        return;
    m_settle.stop();
    tellChosen();
    m_reading->enter();
}

/// The line about papers, and the case in the pane while it is read.
void ReviewPage::tellReading(const CaseView* view)
{
    const CaseRow* row = m_model.row(m_table->currentIndex());
    if (m_reads && row)
        m_heading->setText(tr("%1 (%2 of %3)")
                               .arg(row->localRef, Words::number(m_table->currentIndex().row() + 1),
                                    Words::number(m_model.rowCount())));
    const qsizetype papers = view ? view->state.attachments.size() : 0;
    if (!view)
        m_papers->clear();
    else if (papers == 0)
        m_papers->setText(m_reads ? tr("This case has no papers. Esc leaves the form.")
                                  : tr("This case has no papers. Ctrl+Shift+P shows its form."));
    else
        m_papers->setText(m_reads ? tr("%Ln paper(s). Esc: form, then list. Alt+Down: next case.", nullptr,
                                       static_cast<int>(papers))
                                  : tr("%Ln paper(s). Ctrl+Shift+P shows them beside the form.", nullptr,
                                       static_cast<int>(papers)));
    if (!m_reads)
        return;
    if (view)
        m_reading->showCase(*view);
    else
        m_reading->clear();
}

/// While a case is read it has the width; the list stays where there is room for all.
void ReviewPage::arrange()
{
    const bool listStays = !m_reads || width() >= Theme::px(kRoomForAll);
    m_pane->setMaximumWidth(m_reads ? QWIDGETSIZE_MAX : Theme::px(kPaneWidth));
    m_table->setMaximumWidth(m_reads ? Theme::px(kListWhileReading) : QWIDGETSIZE_MAX);
    if (m_reading)
        m_reading->setVisible(m_reads);
    if (m_reads)
        m_changes->hide();
    m_table->setVisible(listStays);
    // What belongs to the list goes with it.
    m_top->setVisible(listStays);
    m_since->setVisible(listStays);
}

void ReviewPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

}  // namespace prohori
