// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/MoveDesk.h"

#include "app/station/AnswerCodec.h"
#include "app/station/DeskParts.h"
#include "core/directory/Districts.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPage = 1000;
const QString kSeen = u"declined-move-seen"_s;

Result<> checkRole(const PersonInfo& me)
{
    if (me.role == Role::DistrictReviewer)
        return {};
    return refused(u"only the supervisor of a district moves a case to another one, or takes it from there"_s,
                   u"move-role"_s);
}

/// What the record's own rules ask for (Rights.cpp): a case that is frozen, merged or void stays where it is.
Result<> checkPhase(const PersonInfo& me, RecordPhase phase)
{
    return permitted(me.role, Permission::Edit, phase, true);
}

/// Of several proposals to one place the last counts.
const Change* proposalOf(const History& history, const MoveItem& pending)
{
    const Change* found = nullptr;
    for (const ChangePtr& change : history.changes()) {
        for (const Item& item : change->body().items) {
            const auto* move = get_if<MoveItem>(&item);
            if (move && move->proposes() && move->from == pending.from && move->to == pending.to)
                found = change.get();
        }
    }
    return found;
}

/// The words of a proposal are for the people of both districts; names open only where the case is.
RecordKeys keysForNote(const Station& station, const RecordState& state)
{
    RecordKeys keys = keysFor(station, state, false);
    const PersonInfo& me = station.me();
    if (state.pendingMove && state.pendingMove->to == me.scope
        && permitted(me.role, Permission::ReadSensitive, state.phase, true))
        keys.sensitive = station.recordKeys(state).sensitive;
    return keys;
}

QString noteIn(const Change& change, const AnswerReader& reader)
{
    for (const Item& item : change.body().items) {
        if (const auto* note = get_if<NoteItem>(&item); note && note->key == kWholeRecord)
            return reader.text(note->text);
    }
    return {};
}

}  // namespace

QList<MovePlace> MoveDesk::places() const
{
    const Directory& directory = m_station.store().directory();
    QList<MovePlace> all;
    for (const Scope& district : districtCodes()) {
        if (district != m_station.me().scope)
            all.append({district, directory.scopeKey(district).has_value()});
    }
    return all;
}

Result<> MoveDesk::mayPropose(const CaseRow& row) const
{
    const PersonInfo& me = m_station.me();
    if (auto role = checkRole(me); !role)
        return role;
    if (row.home != me.scope)
        return refused(u"%1 belongs to district %2"_s.arg(row.localRef, row.home), u"wrong-scope"_s);
    if (auto phase = checkPhase(me, row.phase); !phase)
        return phase;
    if (row.conflicts > 0 || row.phaseConflict)
        return refused(u"%1 has an open conflict: settle it before the case moves"_s.arg(row.localRef),
                       u"open-conflict"_s);
    return {};
}

Result<> MoveDesk::mayAccept(const CaseRow& row) const
{
    if (auto asked = mayDecline(row); !asked)
        return asked;
    return checkPhase(m_station.me(), row.phase);
}

Result<> MoveDesk::mayDecline(const CaseRow& row) const
{
    const PersonInfo& me = m_station.me();
    if (auto role = checkRole(me); !role)
        return role;
    if (row.movingTo != me.scope)
        return refused(u"%1 is not proposed to your district"_s.arg(row.localRef), u"no-proposal"_s);
    return {};
}

Result<> MoveDesk::mayTakeBack(const CaseRow& row) const
{
    const PersonInfo& me = m_station.me();
    if (auto role = checkRole(me); !role)
        return role;
    if (row.home != me.scope)
        return refused(u"%1 belongs to district %2"_s.arg(row.localRef, row.home), u"wrong-scope"_s);
    if (row.movingTo.isEmpty())
        return refused(u"%1 is proposed to no district"_s.arg(row.localRef), u"no-proposal"_s);
    return {};
}

Result<ChangeBody> MoveDesk::bodyWith(const RecordState& state, MoveItem item, const QString& note) const
{
    const FormEnginePtr engine = m_station.engineFor(state.formVersion);
    const RecordKeys keys = m_station.recordKeys(state);
    ChangeWriter writer(engine->form(), keys, state.record);
    FieldValue sealed;
    if (!note.trimmed().isEmpty()) {
        auto made = writer.seal(Tier::Sensitive, kWholeRecord, note.trimmed());
        if (!made)
            return made.error();
        sealed = *made;
    }
    // Whoever answers for another district may add nothing to the record but the answer.
    if (!item.proposes())
        item.note = sealed;
    writer.add(item);
    if (item.proposes() && !sealed.isBlank())
        writer.add(NoteItem{kWholeRecord, sealed});
    ChangeBody body;
    body.record = state.record;
    body.formVersion = state.formVersion;
    body.parents = state.heads;
    if (auto done = writer.finish(body); !done)
        return done.error();
    return body;
}

Result<SavedCase> MoveDesk::save(const RecordState& state, const ChangeBody& body)
{
    const auto change = m_station.signAndSave(body);
    if (!change)
        return change.error();
    return SavedCase{state.record, state.localRef, change->id(), false};
}

Result<SavedCase> MoveDesk::propose(const RecordId& record, const Scope& to, const QString& note)
{
    const auto row = m_station.store().caseRow(record);
    if (!row)
        return row.error();
    if (auto may = mayPropose(*row); !may)
        return may.error();
    if (!isDistrictCode(to) || to == row->home)
        return refused(u"%1 cannot move to '%2': name another district by its code of two digits"_s.arg(
                           row->localRef, to),
                       u"no-district"_s);
    if (row->movingTo == to)
        return refused(
            u"%1 is proposed to district %2 already, which has not answered yet"_s.arg(row->localRef, to),
            u"offered"_s);
    const auto theirs = m_station.store().directory().scopeKey(to);
    if (!theirs)
        return refused(
            u"this station knows nobody in district %1, and could not seal the names of %2 for it: "
            u"sync, or ask the administrator whether that district has joined"_s.arg(to, row->localRef),
            u"unknown-district"_s);
    const auto state = m_station.store().state(record);
    if (!state)
        return state.error();
    const RecordKeys keys = m_station.recordKeys(*state);
    if (!keys.has(Tier::Sensitive) || !keys.has(Tier::Identifying))
        return refused(
            u"you hold no key to the sealed part of %1, so the other district could never read it: "
            u"ask the administrator to confirm you"_s.arg(row->localRef),
            u"no-key"_s);
    auto body = bodyWith(*state, MoveItem{state->homeScope, to, false}, note);
    if (!body)
        return body.error();
    const auto sealed = sealRecordKeys(keys, {{theirs->publicKey, true}});
    if (!sealed)
        return sealed.error();
    body->extraKeys = *sealed;
    return save(*state, *body);
}

Result<SavedCase> MoveDesk::accept(const RecordId& record)
{
    const auto row = m_station.store().caseRow(record);
    if (!row)
        return row.error();
    if (auto may = mayAccept(*row); !may)
        return may.error();
    const auto state = m_station.store().state(record);
    if (!state)
        return state.error();
    const auto body = bodyWith(*state, MoveItem{state->homeScope, row->movingTo, true}, {});
    if (!body)
        return body.error();
    return save(*state, *body);
}

Result<SavedCase> MoveDesk::decline(const RecordId& record, const QString& reason)
{
    const auto row = m_station.store().caseRow(record);
    if (!row)
        return row.error();
    if (auto may = mayDecline(*row); !may)
        return may.error();
    if (reason.trimmed().isEmpty())
        return refused(u"say why district %1 does not take %2"_s.arg(row->movingTo, row->localRef),
                       u"move-reason"_s);
    return end(*row, MoveEnd::Declined, reason);
}

Result<SavedCase> MoveDesk::takeBack(const RecordId& record)
{
    const auto row = m_station.store().caseRow(record);
    if (!row)
        return row.error();
    if (auto may = mayTakeBack(*row); !may)
        return may.error();
    return end(*row, MoveEnd::TakenBack, {});
}

Result<SavedCase> MoveDesk::end(const CaseRow& row, MoveEnd how, const QString& reason)
{
    const auto state = m_station.store().state(row.record);
    if (!state)
        return state.error();
    if (!reason.isEmpty() && !m_station.recordKeys(*state).has(Tier::Sensitive))
        return refused(
            u"you hold no key to the sealed part of %1, and could not seal your reason: sync, or ask "
            u"the administrator to confirm you"_s.arg(row.localRef),
            u"no-key"_s);
    const auto body = bodyWith(*state, MoveItem{state->homeScope, row.movingTo, false, how}, reason);
    if (!body)
        return body.error();
    return save(*state, *body);
}

Result<QList<RecordId>> MoveDesk::recordsIn(CaseFilter filter) const
{
    QList<RecordId> records;
    filter.limit = kPage;
    for (;;) {
        const auto page = m_station.store().cases(filter);
        if (!page)
            return page.error();
        for (const CaseRow& row : *page)
            records.append(row.record);
        if (page->size() < kPage)
            return records;
        filter.after = PageKey{page->last().updated.msSinceEpoch, page->last().key};
    }
}

Result<QList<MoveView>> MoveDesk::moves(const RecordId& record) const
{
    if (!record.isNull())
        return views({record});
    CaseFilter filter;
    filter.onlyMoving = true;
    const auto records = recordsIn(filter);
    return records ? views(*records) : records.error();
}

Result<QList<MoveView>> MoveDesk::proposedHere() const
{
    auto all = moves();
    if (all)
        all->removeIf([this](const MoveView& view) { return view.to != m_station.me().scope; });
    return all;
}

Result<QList<MoveView>> MoveDesk::views(const QList<RecordId>& records) const
{
    const Store& store = m_station.store();
    QList<MoveView> found;
    for (const RecordId& record : records) {
        const auto history = store.history(record);
        const auto state = store.state(record);
        if (!history || !state)
            return history ? state.error() : history.error();
        const auto& pending = state->pendingMove;
        const Change* proposal =
            pending && pending->from == state->homeScope ? proposalOf(*history, *pending) : nullptr;
        if (!proposal)
            continue;
        const FormEnginePtr engine = m_station.engineFor(state->formVersion);
        const AnswerReader reader(engine->form(), *history, keysForNote(m_station, *state));
        const PersonInfo* by = store.directory().person(proposal->body().person);
        found.append({record, state->localRef, proposal->id(), pending->from, pending->to,
                      proposal->body().person, by ? by->name : QString::number(proposal->body().person),
                      noteIn(*proposal, reader), proposal->body().claimed});
    }
    return found;
}

Result<QList<DeclinedView>> MoveDesk::declined(const RecordId& record) const
{
    const Store& store = m_station.store();
    CaseFilter filter;
    filter.onlyDeclined = true;
    const auto records = record.isNull() ? recordsIn(filter) : Result<QList<RecordId>>(QList{record});
    if (!records)
        return records.error();
    QList<DeclinedView> found;
    for (const RecordId& one : *records) {
        const auto history = store.history(one);
        const auto state = store.state(one);
        if (!history || !state)
            return history ? state.error() : history.error();
        const auto& declined = state->declinedMove;
        const ChangePtr change = declined ? history->find(declined->change) : ChangePtr();
        if (!change || state->homeScope != m_station.me().scope)
            continue;
        const FormEnginePtr engine = m_station.engineFor(state->formVersion);
        const AnswerReader reader(engine->form(), *history, keysFor(m_station, *state, false));
        const PersonInfo* by = store.directory().person(declined->by);
        DeclinedView view{one,          state->localRef,       declined->change,
                          declined->to, declined->by,          by ? by->name : QString::number(declined->by),
                          {},           change->body().claimed};
        for (const Item& item : change->body().items) {
            const auto* move = get_if<MoveItem>(&item);
            if (move && move->end == MoveEnd::Declined)
                view.reason = reader.text(move->note);
        }
        found.append(view);
    }
    return found;
}

Result<> MoveDesk::noteSeen(const DeclinedView& declined)
{
    return m_station.store().keep(m_station.me().person, kSeen, declined.record,
                                  {{u"change"_s, declined.change.toString()}});
}

bool hasSeenDeclined(const Store& store, PersonId person, const CaseRow& row)
{
    return store.kept(person, kSeen, row.record)[u"change"_s].toString() == row.declinedIn;
}

}  // namespace prohori
