// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of cases that are on their way, behind the cases.
#include "app/desktop/CaseListModel.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"

namespace prohori {

using namespace Qt::StringLiterals;

const ComingCase* CaseListModel::coming(const QModelIndex& index) const
{
    const qsizetype at = index.row() - m_rows.size();
    return index.isValid() && m_complete && at >= 0 && at < m_coming.size() ? &m_coming[at] : nullptr;
}

Qt::ItemFlags CaseListModel::flags(const QModelIndex& index) const
{
    return coming(index) ? Qt::ItemFlags(Qt::ItemNeverHasChildren) : QAbstractTableModel::flags(index);
}

QVariant CaseListModel::comingData(const ComingCase& coming, int column, int role) const
{
    const QString state = Words::phase(coming.phase);
    QStringList second{Words::coming()};
    if (!coming.nationalRef.isEmpty())
        second.append(coming.nationalRef);
    const QString said = column == Case ? coming.localRef
                       : column == Time ? momentText(coming.received)
                                        : QString();
    switch (role) {
    case Qt::AccessibleTextRole:
        if (column == Status)
            return state;
        return column == Case ? u"%1, %2, %3"_s.arg(said, state, second.join(u", "_s)) : said;
    case Qt::ToolTipRole: return column == Case ? second.join(u" · "_s) : QVariant();
    case Qt::DisplayRole: return said;
    case RowDelegate::ChipText: return column == Status ? state : QString();
    case RowDelegate::ChipKind: return static_cast<int>(ChipColour::Grey);
    case RowDelegate::SecondLine: return column == Case ? second.join(u" · "_s) : QString();
    default: return {};
    }
}

/// Behind the last case comes what is on its way.
void CaseListModel::complete()
{
    if (m_complete || m_coming.isEmpty()) {
        m_complete = true;
        return;
    }
    const int first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(m_coming.size()) - 1);
    m_complete = true;
    endInsertRows();
}

}  // namespace prohori
