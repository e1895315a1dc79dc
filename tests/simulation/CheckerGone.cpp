// SPDX-License-Identifier: GPL-3.0-or-later
// Invariant 8: what a station may no longer read it has let go of.
#include "Checker.h"

#include "core/storage/RecordEvidence.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

/// Nothing of a record that is gone can be read, and what was written here of it is at the hub. Its changes count as held: the station knows that
/// it had them.
void Checker::checkGone(SimStation& station, QSet<ChangeId>& held)
{
    const auto gone = station.store->goneRecords();
    if (!gone) {
        breakAt(8, u"what is gone cannot be told: "_s + gone.error().detail);
        return;
    }
    QSet<RecordId> records;
    for (const GoneRecord& one : *gone) {
        records.insert(one.record);
        if (station.store->state(one.record) || station.store->history(one.record)
            || station.store->caseRow(one.record) || station.store->evidence(one.record))
            breakAt(8, u"a case that is gone can be read"_s);
        if (one.home == Cast::get().member(station.seat).scope && one.why == Removal::MovedAway)
            breakAt(8, u"a case went that is at home here"_s);
    }
    if (records.isEmpty())
        return;
    for (auto made = m_world.m_made.constBegin(); made != m_world.m_made.constEnd(); ++made) {
        if (!records.contains((*made)->body().record) || !station.store->knows(made.key()))
            continue;
        held.insert(made.key());
        const auto judged = m_world.m_storage->judgement(made.key());
        if (!judged || !*judged)
            breakAt(8, u"a case is gone, and the hub lacks a change of it that this station had"_s);
    }
}

/// After everybody exchanged everything nobody holds a case that moved away from his district, unless he typed in it.
void Checker::checkNobodyHoldsTooMuch(const SimStation& station)
{
    const Member& member = Cast::get().member(station.seat);
    if (isNationalRole(member.role))
        return;
    QSet<RecordId> typed;
    for (const Draft& draft : station.store->drafts(member.person))
        typed.insert(draft.record);
    for (const RecordId& record : std::as_const(m_world.m_records)) {
        const auto state = station.store->state(record);
        const auto home = valueOr(m_world.m_storage->homeScope(record));
        const bool isOffered = state && state->pendingMove && state->pendingMove->to == member.scope;
        if (state && home && *home != member.scope && !isOffered && !typed.contains(record))
            breakAt(8, u"%1 still reads a case of district %2"_s.arg(member.login, *home));
    }
}

}  // namespace prohori
