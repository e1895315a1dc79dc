// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/FoldedAhead.h"

#include "core/storage/ReportContent.h"

namespace prohori {

std::shared_ptr<const FoldedAhead> FoldedAhead::of(const QList<ChangePtr>& changes)
{
    if (changes.isEmpty())
        return nullptr;
    History history(changes.first()->body().record);
    for (const ChangePtr& change : changes) {
        if (!history.add(change))
            return nullptr;
    }
    if (history.isEmpty() || !history.waiting().isEmpty())
        return nullptr;
    const std::shared_ptr<FoldedAhead> made(new FoldedAhead);
    made->m_changes = history.size();
    made->m_state = fold(history);
    made->m_digest = made->m_state.digest();
    made->m_reportContent = prohori::reportContent(made->m_state);
    made->m_packedReports = packed(made->m_reportContent);
    return made;
}

/// With the heads come all their ancestors, so equal heads are equal histories.
bool FoldedAhead::isOf(const History& history) const
{
    return history.size() == m_changes && history.record() == m_state.record
        && history.heads() == m_state.heads;
}

}  // namespace prohori
