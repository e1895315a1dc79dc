// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with a case as a whole: handed in, judged, given up, merged, moved, handed over.
#include "World.h"

#include "core/cases/ApprovalScope.h"
#include "core/cases/Workflow.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

ActItem actItem(ActKind kind, const RecordState& state)
{
    ActItem act;
    act.kind = kind;
    if (kind == ActKind::Return)
        act.reasons = {u"missing_data"_s};
    if (kind == ActKind::Void)
        act.reasons = {u"entered_by_mistake"_s};
    if (kind == ActKind::Approve) {
        act.checklistOk = true;
        act.heads = state.heads;
        act.scopeList = currentApprovalScope().id;
        act.contentHash = approvalHash(state, currentApprovalScope());
    }
    if (kind == ActKind::Accept && state.approval) {
        act.approval = state.approval->change;
        act.contentHash = state.approval->contentHash;
    }
    return act;
}

}  // namespace

/// At times all hear of it at once.
bool World::tell(SimStation& station, bool saved, SeededRandom& draw)
{
    if (saved && draw.chance(40))
        tellAll(station);
    return saved;
}

bool World::workflow(SimStation& station, ActKind kind, SeededRandom& draw)
{
    const Member& member = Cast::get().member(station.seat);
    QList<RecordId> fitting;
    for (const RecordId& record : std::as_const(m_records)) {
        const auto state = station.store->state(record);
        if (state
            && permitted(member.role, permissionFor(kind), state->phase, state->homeScope == member.scope))
            fitting.append(record);
    }
    if (fitting.isEmpty())
        return false;
    const RecordId record = draw.oneOf(fitting);
    const auto state = station.store->state(record);
    ActItem act = actItem(kind, *state);
    if (kind == ActKind::Merge) {
        QList<RecordId> others;
        for (const RecordId& other : std::as_const(m_records)) {
            if (other != record && station.store->state(other))
                others.append(other);
        }
        if (others.isEmpty())
            return false;
        act.target = draw.oneOf(others);
    }
    return tell(station, save(station, record, state->heads, {act}), draw);
}

bool World::move(SimStation& station, SeededRandom& draw)
{
    const auto record = someRecord(station, draw);
    if (!record || Cast::get().member(station.seat).role != Role::DistrictReviewer)
        return false;
    const auto state = station.store->state(*record);
    const QString to = state->homeScope == u"41"_s ? u"26"_s : u"41"_s;
    return tell(station, save(station, *record, state->heads, {MoveItem{state->homeScope, to, false}}), draw);
}

/// The case is brought on a stick, and accepted there without a line.
bool World::takeOver(SeededRandom& draw)
{
    SimStation* taking = nullptr;
    for (const auto& station : m_stations) {
        if (station->seat == Seat::OtherDistrict)
            taking = station.get();
    }
    if (!taking)
        return false;
    for (const auto& giving : m_stations) {
        for (const RecordId& record : std::as_const(m_records)) {
            const auto state = giving->store->state(record);
            if (!state || !state->pendingMove || state->pendingMove->to != u"26"_s)
                continue;
            const QByteArray stick = stickFor(*giving, Seat::OtherDistrict, {record});
            if (stick.isEmpty() || !readInto(*taking, stick))
                return false;
            const auto there = taking->store->state(record);
            if (!there || !there->pendingMove)
                continue;
            (void)draw;
            return save(*taking, record, there->heads, {MoveItem{u"41"_s, u"26"_s, true}});
        }
    }
    return false;
}

/// By the district that was asked, who declines, or by the one that asked.
bool World::endMove(SimStation& station, SeededRandom& draw)
{
    const Member& member = Cast::get().member(station.seat);
    for (const RecordId& record : std::as_const(m_records)) {
        const auto state = station.store->state(record);
        if (!state || !state->pendingMove)
            continue;
        MoveItem item{state->pendingMove->from, state->pendingMove->to, false};
        item.end = item.to == member.scope ? MoveEnd::Declined : MoveEnd::TakenBack;
        return tell(station, save(station, record, state->heads, {item}), draw);
    }
    return false;
}

/// By who holds the case, or by the reviewer, to anybody of the district.
bool World::offer(SimStation& station, SeededRandom& draw)
{
    const auto record = someRecord(station, draw);
    if (!record)
        return false;
    const auto state = station.store->state(*record);
    const Member& member = Cast::get().member(station.seat);
    HandoverItem item;
    item.from = member.role == Role::DistrictReviewer && !state->holders.isEmpty()
                  ? draw.oneOf(state->holders)
                  : member.person;
    QList<Seat> others;
    for (const auto& other : m_stations) {
        if (Cast::get().member(other->seat).person != item.from)
            others.append(other->seat);
    }
    if (others.isEmpty())
        return false;
    const Seat to = others.contains(Seat::Joiner) && draw.chance(50) ? Seat::Joiner : draw.oneOf(others);
    item.to = Cast::get().member(to).person;
    const Cbor keys = keysFor(station, *state, to);
    const bool saved = save(station, *record, state->heads, {item}, {}, keys);
    if (saved && !keys.isNull()) {
        Handed handed{item.to, {Tier::Sensitive}};
        if (recordKeys(station, *state).has(Tier::Identifying))
            handed.tiers.insert(Tier::Identifying);
        m_handed.insert(station.store->lastChange(), handed);
    }
    return tell(station, saved, draw);
}

bool World::answer(SimStation& station, SeededRandom& draw)
{
    const Member& member = Cast::get().member(station.seat);
    for (const RecordId& record : std::as_const(m_records)) {
        const auto state = station.store->state(record);
        if (!state || state->handovers.isEmpty())
            continue;
        const PendingHandover& pending = draw.oneOf(state->handovers);
        HandoverItem item;
        item.proposal = pending.proposal;
        if (pending.to == member.person)
            item.step = draw.chance(75) ? HandoverStep::Accept : HandoverStep::Decline;
        else
            item.step = HandoverStep::Withdraw;
        if (item.step == HandoverStep::Withdraw && draw.chance(60))
            return false;
        return tell(station, save(station, record, state->heads, {item}), draw);
    }
    return false;
}

}  // namespace prohori
