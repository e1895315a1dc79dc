// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/HandoverDesk.h"

#include "app/station/AnswerCodec.h"
#include "app/station/DeskParts.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kCountCap = 100'000;

QString nameOf(const Station& station, PersonId person)
{
    const PersonInfo* known = station.store().directory().person(person);
    return known ? known->name : QString::number(person);
}

bool mayHold(Role role)
{
    return permitted(role, Permission::TakeOver, RecordPhase::Draft, true).has_value();
}

/// Everybody who holds something here, or to whom something is offered.
template <typename Take>
Result<> eachRow(const Store& store, CaseFilter filter, Take take)
{
    filter.limit = 1000;
    for (;;) {
        const auto page = store.cases(filter);
        if (!page)
            return page.error();
        for (const CaseRow& row : *page)
            take(row);
        if (page->size() < filter.limit)
            return {};
        filter.after = PageKey{page->last().updated.msSinceEpoch, page->last().key};
    }
}

}  // namespace

QStringList HandoverDesk::namesOf(const QList<PersonId>& persons) const
{
    QStringList names;
    for (const PersonId person : persons)
        names.append(nameOf(m_station, person));
    return names;
}

QList<PersonInfo> HandoverDesk::receivers() const
{
    const Directory& directory = m_station.store().directory();
    const PersonInfo& me = m_station.me();
    QList<PersonInfo> found;
    for (const PersonInfo& person : directory.people()) {
        const PersonInfo* newest = directory.person(person.person);
        const bool isNewest = newest && newest->certificate == person.certificate;
        const bool isMe = person.person == me.person && me.role != Role::DistrictReviewer;
        if (isNewest && !isMe && !person.revoked && person.scope == me.scope && mayHold(person.role))
            found.append(person);
    }
    std::sort(found.begin(), found.end(), [](const PersonInfo& one, const PersonInfo& other) {
        return std::tie(one.name, one.person) < std::tie(other.name, other.person);
    });
    return found;
}

Result<QList<CaseHolder>> HandoverDesk::givers() const
{
    const Store& store = m_station.store();
    const PersonInfo& me = m_station.me();
    QList<CaseHolder> found;
    QList<PersonId> asked{me.person};
    for (const PersonInfo& person : store.directory().people()) {
        if (me.role == Role::DistrictReviewer && !asked.contains(person.person))
            asked.append(person.person);
    }
    for (const PersonId person : std::as_const(asked)) {
        CaseFilter filter;
        filter.home = me.scope;
        filter.holder = person;
        const auto cases = store.countCases(filter, kCountCap);
        if (!cases)
            return cases.error();
        const PersonInfo* info = store.directory().person(person);
        if (*cases > 0)
            found.append({person, nameOf(m_station, person), info && info->revoked, *cases});
    }
    std::stable_sort(found.begin(), found.end(), [](const CaseHolder& one, const CaseHolder& other) {
        return std::tuple(!one.hasLeft, one.name) < std::tuple(!other.hasLeft, other.name);
    });
    return found;
}

Result<> HandoverDesk::mayPropose(const CaseRow& row) const
{
    const PersonInfo& me = m_station.me();
    const bool mayGive = row.holders.contains(me.person) || me.role == Role::DistrictReviewer;
    if (auto may = permitted(me.role, Permission::HandOver, row.phase, row.home == me.scope); !may)
        return may;
    if (!mayGive)
        return refused(u"%1 is held by %2: only its holder or the district's reviewer may hand it over"_s.arg(
                           row.localRef, namesOf(row.holders).join(u", "_s)),
                       u"not-holder"_s);
    return {};
}

Result<ChangeBody> HandoverDesk::bodyWith(const RecordState& state, HandoverItem item,
                                          const QString& note) const
{
    const FormEnginePtr engine = m_station.engineFor(state.formVersion);
    const RecordKeys keys = m_station.recordKeys(state);
    ChangeWriter writer(engine->form(), keys, state.record);
    if (!note.trimmed().isEmpty()) {
        auto sealed = writer.seal(Tier::Sensitive, kWholeRecord, note.trimmed());
        if (!sealed)
            return refused(
                u"a note on %1 cannot be sealed: leave it out, or ask the administrator to confirm "
                u"you"_s.arg(state.localRef),
                u"no-key"_s);
        item.note = *sealed;
    }
    writer.add(item);
    ChangeBody body;
    body.record = state.record;
    body.formVersion = state.formVersion;
    body.parents = state.heads;
    if (auto done = writer.finish(body); !done)
        return done.error();
    return body;
}

Result<ChangeBody> HandoverDesk::proposalBody(const RecordState& state, PersonId from, const PersonInfo& to,
                                              const QString& note, int* withoutKeys) const
{
    const PersonInfo& me = m_station.me();
    if (auto may = permitted(me.role, Permission::HandOver, state.phase, me.scope == state.homeScope); !may)
        return may.error();
    if (from == 0)
        from = state.holders.contains(me.person) ? me.person
             : state.holders.size() == 1         ? state.holders.first()
                                                 : PersonId(0);
    if (from == 0)
        return refused(u"%1 is held by several: say whose it is that is given (--from)"_s.arg(state.localRef),
                       u"several-holders"_s);
    if (!state.holders.contains(from) || (from != me.person && me.role != Role::DistrictReviewer))
        return refused(u"%1 is held by %2: only its holder or the district's reviewer may hand it over"_s.arg(
                           state.localRef, namesOf(state.holders).join(u", "_s)),
                       u"not-holder"_s);
    if (from == to.person)
        return refused(u"%1 is held by %2 already"_s.arg(state.localRef, to.name), u"same-person"_s);
    for (const PendingHandover& open : state.handovers) {
        if (open.from == from && open.to == to.person)
            return refused(u"%1 is offered to %2 already, who has not answered yet"_s.arg(state.localRef,
                                                                                          to.name),
                           u"offered"_s);
    }
    HandoverItem item;
    item.from = from;
    item.to = to.person;
    auto body = bodyWith(state, item, note);
    if (!body)
        return body;
    // As much as the proposer can open, and the receiver's role may read.
    const auto may = [&](Permission permission) {
        return permitted(to.role, permission, state.phase, true).has_value();
    };
    const RecordKeys keys = m_station.recordKeys(state);
    const bool reads = may(Permission::ReadSensitive) && !to.boxKey.isEmpty();
    const bool identifying = keys.has(Tier::Identifying) && may(Permission::ReadIdentity);
    if (reads && keys.has(Tier::Sensitive)) {
        const auto sealed = sealRecordKeys(keys, {{to.boxKey, identifying}});
        if (!sealed)
            return sealed.error();
        body->extraKeys = *sealed;
    }
    *withoutKeys += reads && !to.confirmed && !identifying ? 1 : 0;
    return body;
}

Result<QList<SavedCase>> HandoverDesk::saveAll(const QList<ChangeBody>& bodies, const QStringList& references)
{
    const auto changes = m_station.signAndSaveAll(bodies);
    if (!changes)
        return changes.error();
    QList<SavedCase> saved;
    for (qsizetype i = 0; i < changes->size(); ++i)
        saved.append({bodies[i].record, references[i], changes->at(i).id(), false});
    return saved;
}

Result<HandedOver> HandoverDesk::propose(const QList<RecordId>& records, PersonId from, PersonId to,
                                         const QString& note)
{
    const QList<PersonInfo> all = receivers();
    const auto receiver =
        std::find_if(all.begin(), all.end(), [&](const PersonInfo& person) { return person.person == to; });
    if (receiver == all.end())
        return refused(u"%1 cannot take over cases of this district: choose an officer of it who may edit "
                       u"cases"_s.arg(nameOf(m_station, to)),
                       u"wrong-receiver"_s);
    HandedOver given;
    QList<ChangeBody> bodies;
    QStringList references;
    for (const RecordId& record : records) {
        const auto state = m_station.store().state(record);
        if (!state)
            return state.error();
        const auto body = proposalBody(*state, from, *receiver, note, &given.withoutKeys);
        if (!body)
            return body.error();
        bodies.append(*body);
        references.append(state->localRef);
    }
    if (bodies.isEmpty())
        return refused(u"there is no case to hand over"_s, u"no-case"_s);
    const auto saved = saveAll(bodies, references);
    if (!saved)
        return saved.error();
    given.cases = *saved;
    return given;
}

Result<HandedOver> HandoverDesk::proposeAll(PersonId from, PersonId to, const QString& note)
{
    const PersonInfo& me = m_station.me();
    if (from != me.person && me.role != Role::DistrictReviewer)
        return refused(u"only %1 or the district's reviewer may hand over these cases"_s.arg(
                           nameOf(m_station, from)),
                       u"not-holder"_s);
    QList<RecordId> records;
    CaseFilter filter;
    filter.home = me.scope;
    filter.holder = from;
    const auto done = eachRow(m_station.store(), filter, [&](const CaseRow& row) {
        const bool may = permitted(me.role, Permission::HandOver, row.phase, true).has_value();
        if (may && !row.offeredTo.contains(to) && row.quarantined == 0)
            records.append(row.record);
    });
    if (!done)
        return done.error();
    if (records.isEmpty())
        return refused(u"%1 holds no case here that could be handed over and is not offered already"_s.arg(
                           nameOf(m_station, from)),
                       u"no-case"_s);
    return propose(records, from, to, note);
}

Result<QList<SavedCase>> HandoverDesk::answer(HandoverStep step, const QList<RecordId>& records,
                                              const QString& note)
{
    const PersonInfo& me = m_station.me();
    const bool takes = step == HandoverStep::Accept || step == HandoverStep::Decline;
    const Permission permission = takes ? Permission::TakeOver : Permission::HandOver;
    QList<ChangeBody> bodies;
    QStringList references;
    for (const RecordId& record : records) {
        const auto state = m_station.store().state(record);
        if (!state)
            return state.error();
        if (auto may = permitted(me.role, permission, state->phase, me.scope == state->homeScope); !may)
            return may.error();
        const auto open =
            std::find_if(state->handovers.begin(), state->handovers.end(), [&](const PendingHandover& offer) {
                return takes ? offer.to == me.person
                             : offer.from == me.person || offer.by == me.person
                                   || me.role == Role::DistrictReviewer;
            });
        if (open == state->handovers.end())
            return refused(takes ? u"%1 is not offered to you"_s.arg(state->localRef)
                                 : u"there is no open handover of %1 that you could withdraw"_s.arg(
                                     state->localRef),
                           u"no-proposal"_s);
        HandoverItem item;
        item.step = step;
        item.proposal = open->proposal;
        const auto body = bodyWith(*state, item, note);
        if (!body)
            return body.error();
        bodies.append(*body);
        references.append(state->localRef);
    }
    return saveAll(bodies, references);
}

Result<QList<HandoverView>> HandoverDesk::proposals(const RecordId& record) const
{
    const Store& store = m_station.store();
    QList<RecordId> records;
    if (record.isNull()) {
        CaseFilter filter;
        filter.onlyOffered = true;
        const auto done = eachRow(store, filter, [&](const CaseRow& row) { records.append(row.record); });
        if (!done)
            return done.error();
    } else {
        records.append(record);
    }
    QList<HandoverView> views;
    for (const RecordId& one : std::as_const(records)) {
        const auto history = store.history(one);
        const auto state = store.state(one);
        if (!history || !state)
            return history ? state.error() : history.error();
        const FormEnginePtr engine = m_station.engineFor(state->formVersion);
        const AnswerReader reader(engine->form(), *history, keysFor(m_station, *state, false));
        for (const PendingHandover& open : state->handovers) {
            const ChangePtr change = history->find(open.proposal);
            views.append({one, state->localRef, open.proposal, open.from, open.to, open.by,
                          nameOf(m_station, open.from), nameOf(m_station, open.to),
                          nameOf(m_station, open.by), reader.text(open.note),
                          change ? change->body().claimed : Instant()});
        }
    }
    return views;
}

}  // namespace prohori
