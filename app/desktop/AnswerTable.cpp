// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/AnswerTable.h"

#include "app/desktop/DialogFrame.h"
#include "app/desktop/Theme.h"

#include <QHeaderView>

#include <algorithm>

namespace prohori {

AnswerTable::AnswerTable(const QStringList& columns, const QString& name, const QString& told,
                         QWidget* parent)
    : QTableWidget(0, static_cast<int>(columns.size()), parent)
{
    setObjectName(name);
    setAccessibleName(told);
    setHorizontalHeaderLabels(columns);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void AnswerTable::addHeading(const QString& text, bool marked)
{
    const int row = rowCount();
    insertRow(row);
    auto* item = new QTableWidgetItem(text);
    QFont bold = font();
    bold.setBold(true);
    item->setFont(bold);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    setItem(row, 0, item);
    setSpan(row, 0, 1, columnCount());
    if (marked)
        m_marked.append(row);
}

void AnswerTable::addLine(const QStringList& cells, const std::optional<AnswerPath>& at, bool marked)
{
    const int row = rowCount();
    insertRow(row);
    for (int column = 0; column < columnCount(); ++column) {
        auto* item = new QTableWidgetItem(cells.value(column));
        QFont font = this->font();
        font.setBold(marked);
        item->setFont(font);
        setItem(row, column, item);
    }
    if (at)
        m_places.insert(row, *at);
    if (marked)
        m_marked.append(row);
}

void AnswerTable::clearLines()
{
    clearSpans();
    setRowCount(0);
    m_places.clear();
    m_marked.clear();
}

std::optional<AnswerPath> AnswerTable::answerAt() const
{
    const auto found = m_places.constFind(currentRow());
    return found == m_places.constEnd() ? std::nullopt : std::optional(*found);
}

bool AnswerTable::nextMarked()
{
    if (m_marked.isEmpty())
        return false;
    const auto next = std::upper_bound(m_marked.cbegin(), m_marked.cend(), currentRow());
    selectRow(next == m_marked.cend() ? m_marked.first() : *next);
    scrollToItem(item(currentRow(), 0), PositionAtCenter);
    return true;
}

void giveRoom(QDialog& dialog, const QSize& wanted)
{
    const QSize size(Theme::px(wanted.width()), Theme::px(wanted.height()));
    const QWidget* around = dialog.parentWidget() ? dialog.parentWidget()->window() : nullptr;
    dialog.resize(around ? size.boundedTo(around->size() - QSize(kDialogEdge, kDialogEdge)) : size);
}

}  // namespace prohori
