// SPDX-License-Identifier: GPL-3.0-or-later
// Invariant 7: who can read what.
#include "Checker.h"

#include "core/directory/SealedItems.h"
#include "core/sql/Connection.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

bool isInTheClear(const QByteArray& bytes)
{
    static const QByteArray marker = kSealedMarker.toUtf8();
    return bytes.contains(marker);
}

}  // namespace

/// By his place: who made the case; the two who sit at a district's desk and are confirmed; at headquarters one tier; each with the keys of the epoch
/// that the case is sealed to. And whoever the case was offered to, what was given to him with that.
bool Checker::mayRead(const SimStation& station, Tier tier, const History& history)
{
    const ChangeBody& created = history.changes().first()->body();
    const Member& member = Cast::get().member(station.seat);
    if (member.person == created.person)
        return true;
    for (const ChangePtr& change : history.changes()) {
        const auto handed = m_world.m_handed.constFind(change->id());
        if (handed != m_world.m_handed.constEnd() && handed->to == member.person
            && handed->tiers.contains(tier))
            return true;
    }
    if (!member.confirmation)
        return false;
    const World::Sealing sealing = m_world.m_sealing.value(history.record());
    if (station.seat == Seat::Headquarters)
        return tier == Tier::Sensitive && hasEpoch(station, sealing.national);
    return member.scope == created.creation->homeScope && hasEpoch(station, sealing.home);
}

/// The first everybody has who was ever confirmed; the second those who stayed, where their station has heard of it.
bool Checker::hasEpoch(const SimStation& station, quint32 epoch) const
{
    const Member& member = Cast::get().member(station.seat);
    if (epoch < 2)
        return true;
    if (m_world.m_left.value(member.scope) == member.person)
        return false;
    const auto given = m_world.m_confirmedAgain.constFind(member.certificate.id());
    const auto known = station.store->directory().statements();
    return given != m_world.m_confirmedAgain.constEnd()
        && std::any_of(known.begin(), known.end(), [&](const Statement& one) { return one.id() == *given; });
}

/// Nobody holds a key of the epoch after the one in which he left, nor one that opens what was sealed to that.
void Checker::checkLeft(const SimStation& station)
{
    for (auto left = m_world.m_left.constBegin(); left != m_world.m_left.constEnd(); ++left) {
        for (int seat = 0; seat < kSeats; ++seat) {
            const Member& member = Cast::get().member(Seat(seat));
            if (member.person != left.value())
                continue;
            const QList<BoxKey> keys = m_world.boxesOf(station, member);
            const QByteArray next = Cast::get().publicScopeKey(left.key(), 2).publicKey;
            for (const BoxKey& key : keys) {
                if (key.publicKey() == next)
                    breakAt(7, u"%1 holds the key of the epoch after he left"_s.arg(member.login));
            }
            for (auto at = m_world.m_sealing.constBegin(); at != m_world.m_sealing.constEnd(); ++at) {
                const quint32 epoch = left.key() == kNationalScope ? at->national : at->home;
                const auto state = station.store->state(at.key());
                if (epoch < 2 || !state || state->creator == member.person)
                    continue;
                const RecordKeys opened = openRecordKeys(state->sealedKeys, keys);
                if (opened.has(Tier::Identifying)
                    || (opened.has(Tier::Sensitive) && left.key() != kNationalScope))
                    breakAt(7, u"%1 can open what was sealed after he left"_s.arg(member.login));
            }
        }
    }
}

/// What the hub hands out holds no sealed text, and no key that the hub has opens any.
void Checker::checkSealedOnWay(const Change& change)
{
    if (isInTheClear(change.signedBytes()))
        breakAt(7, u"a feed holds a sealed text in the clear"_s);
    QList<Cbor> wrapped;
    if (change.body().creation)
        wrapped.append(change.body().creation->sealedKeys);
    if (!change.body().extraKeys.isNull())
        wrapped.append(change.body().extraKeys);
    for (const Cbor& sealed : std::as_const(wrapped)) {
        const RecordKeys keys = openRecordKeys(sealed, {Cast::get().hubBox()});
        if (keys.has(Tier::Sensitive) || keys.has(Tier::Identifying))
            breakAt(7, u"the hub can open a record"_s);
    }
}

/// The nation gets what a valid approval stands on, the approval, and what the nation itself wrote.
void Checker::checkNational(const Change& change)
{
    QHash<ChangeId, ChangePtr> known;
    QList<ChangeId> open;
    for (const auto& feed : std::as_const(m_world.m_feeds)) {
        for (const ChangePtr& one : feed) {
            if (one->body().record != change.body().record || known.contains(one->id()))
                continue;
            known.insert(one->id(), one);
            const QList<Item>& items = one->body().items;
            const bool approves = std::any_of(items.begin(), items.end(), [](const Item& item) {
                const auto* act = get_if<ActItem>(&item);
                return act && act->kind == ActKind::Approve;
            });
            if (approves || isNationalRole(one->body().role))
                open.append(one->id());
        }
    }
    QSet<ChangeId> covered;
    while (!open.isEmpty()) {
        const ChangeId id = open.takeLast();
        if (covered.contains(id) || !known.contains(id))
            continue;
        covered.insert(id);
        open += known.value(id)->body().parents;
    }
    if (!covered.contains(change.id()))
        breakAt(7, u"the national feed holds what nobody approved"_s);
}

/// With every key there is at the seat: he reads what he may, and nothing else opens. Each change once a seat.
void Checker::checkSealed(SimStation& station, const History& history, const RecordState& state)
{
    if (isInTheClear(state.bytes()))
        breakAt(7, u"a fold holds a sealed text in the clear"_s);
    const auto changes = history.changes();
    const bool isSealed = std::any_of(changes.begin(), changes.end(),
                                      [](const ChangePtr& one) { return !one->body().boxes.isEmpty(); });
    if (!isSealed)
        return;
    const auto boxes = m_world.boxesOf(station, Cast::get().member(station.seat));
    const QByteArray with = QByteArray::number(int(station.seat)) + ' ' + QByteArray::number(boxes.size())
                          + ' ' + QByteArray::number(state.extraKeys.size()) + ' ';
    std::optional<RecordKeys> keys;
    CreationTags creation;
    for (const ChangePtr& change : changes) {
        const QByteArray tried = with + change->id().toBytes();
        if (change->body().boxes.isEmpty() || m_world.m_tried.contains(tried))
            continue;
        m_world.m_tried.insert(tried);
        if (!keys) {
            keys = m_world.recordKeys(station, state);
            for (const ChangePtr& one : changes) {
                if (one->body().creation)
                    creation = CreationTags(*one, *keys);
            }
            for (const Tier tier : {Tier::Sensitive, Tier::Identifying}) {
                if (keys->has(tier) != mayRead(station, tier, history))
                    breakAt(7, u"seat %1 %2 open tier %3"_s.arg(int(station.seat))
                                   .arg(keys->has(tier) ? u"can"_s : u"cannot"_s)
                                   .arg(int(tier)));
            }
        }
        checkOpened(station, *change, *keys, creation);
    }
}

void Checker::checkOpened(SimStation& station, const Change& change, const RecordKeys& keys,
                          const CreationTags& creation)
{
    const auto opened = openItems(change, keys, creation);
    if (!opened) {
        breakAt(7, u"a box does not open: "_s + opened.error().detail);
        return;
    }
    QStringList read;
    for (const Cbor& value : *opened)
        read.append(value.toText());
    QStringList written;
    const auto& sealed = m_world.m_sealed.value(change.id());
    for (auto at = sealed.begin(); at != sealed.end(); ++at) {
        if (keys.has(Tier(at.key())))
            written.append(at.value());
    }
    read.sort();
    written.sort();
    if (read != written)
        breakAt(7, u"seat %1 reads %2 of %3 sealed values"_s.arg(int(station.seat))
                       .arg(read.size())
                       .arg(written.size()));
}

/// The lists, the index and the rows for reports hold nothing that was sealed. The log is packed, and looked at change by change above.
void Checker::checkFile(const SimStation& station)
{
    const auto file =
        Connection::open(station.folder + u"/store.db"_s, [] { return Cast::get().dataKey().view(); });
    if (!file) {
        breakAt(7, u"a store cannot be looked into: "_s + file.error().detail);
        return;
    }
    Connection& open = const_cast<Connection&>(*file);
    QList<std::pair<QString, QString>> columns;
    const auto listed = open.each(
        u"SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'",
        {}, [&](const Row& row) {
            columns.append({row.text(0), row.text(1)});
            return Result<>();
        });
    if (!listed || columns.isEmpty())
        breakAt(7, u"a store does not tell its tables"_s);
    for (const auto& [table, column] : std::as_const(columns)) {
        const auto found = open.integer(
            u"SELECT count(*) FROM \"%1\" WHERE instr(CAST(\"%2\" AS BLOB), ?) > 0"_s.arg(table, column),
            {kSealedMarker.toUtf8()});
        if (found && *found > 0)
            breakAt(7, u"table %1 holds a sealed text in the clear"_s.arg(table));
    }
}

}  // namespace prohori
