// SPDX-License-Identifier: GPL-3.0-or-later
// What people do at their stations: the part of a desk that decides what stands in a change and on what it stands.
#include "World.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr quint32 kCase = 1, kVictim = 2;
constexpr quint32 kOptionField = 110, kTalkField = 112, kLaterField = 141, kFieldOfVersion2 = 190;
constexpr std::array kPlainFields{104U, 109U, 147U};
constexpr std::array kVictimFields{201U, 202U};
constexpr quint32 kUpazila = 105, kStation = 106;
const QString kPlaceGroup = u"place"_s;
constexpr int kItemKindOfLaterFormat = 77;
constexpr int kMostRecords = 5;
constexpr int kBulk = 24'000;

/// Few values, so that some are equal by chance; and one that is equal to another in its canonical form only.
FieldValue someValue(SeededRandom& draw)
{
    static const QStringList kValues{u"Sadar"_s,  u"Kotwali"_s,  u"ward 5"_s,
                                     u"ward ৫"_s, u"  Sadar "_s, u""_s};
    if (draw.chance(8))
        return FieldValue::missing(MissingReason::Unknown);
    return FieldValue::plain(draw.oneOf(kValues));
}

}  // namespace

std::optional<RecordId> World::someRecord(SimStation& station, SeededRandom& draw) const
{
    QList<RecordId> here;
    for (const RecordId& record : m_records) {
        if (station.store->state(record))
            here.append(record);
    }
    return here.isEmpty() ? std::nullopt : std::optional(draw.oneOf(here));
}

bool World::save(SimStation& station, const RecordId& record, const QList<ChangeId>& parents,
                 const QList<Item>& items, std::optional<Creation> creation, const Cbor& extraKeys)
{
    const Member& member = Cast::get().member(station.seat);
    station.clock->advance(1min);
    ChangeBody body;
    body.replica = station.store->replica();
    body.counter = station.store->lastCounter() + 1;
    body.prev = station.store->lastChange();
    body.author = member.certificate.id();
    body.person = member.person;
    body.role = member.role;
    body.record = record;
    body.claimed = station.clock->now();
    body.formVersion = QString::number(station.form);
    body.creation = std::move(creation);
    body.parents = parents;
    body.items = items;
    body.extraKeys = extraKeys;
    const auto sealed = addSealed(station, body);
    if (deskFault(4) && !body.creation)
        body.parents = station.store->state(record)->heads;
    std::sort(body.parents.begin(), body.parents.end());
    const Change change = Change::make(body, member.keys.sign(Context::Change, body.encode()));
    touch(station);
    const auto saved = station.store->save(change);
    note(saved ? change.id().toBytes() : saved.error().hint.toUtf8());
    if (!saved)
        return false;
    const auto number = std::pair(body.replica, body.counter);
    if (m_numbers.contains(number) && m_numbers.value(number) != change.id()
        && !m_copied.contains(body.replica))
        breakAt(4, u"counter %1 of a replica was given out twice"_s.arg(body.counter));
    m_numbers.insert(number, change.id());
    m_made.insert(change.id(), std::make_shared<const Change>(change));
    if (!sealed.isEmpty())
        m_sealed.insert(change.id(), sealed);
    QList<ChangeId> seen = parents;
    std::sort(seen.begin(), seen.end());
    m_seenBy.insert(change.id(), seen);
    station.promises.confirmed.insert(change.id());
    return true;
}

bool World::create(SimStation& station, SeededRandom& draw)
{
    const Member& member = Cast::get().member(station.seat);
    if (m_records.size() >= kMostRecords || member.role != Role::Recorder)
        return false;
    const auto record = RecordId::make(m_chance);
    QList<Item> items{SetItem{{kCase, {}, kPlainFields[0]}, someValue(draw), {}}};
    if (draw.chance(70)) {
        const auto row = RowId::make(m_chance);
        items.append(AddRowItem{kVictim, row, {}});
        items.append(SetItem{{kVictim, row, kVictimFields[0]}, someValue(draw), {}});
    }
    const bool saved = save(station, record, {}, items,
                            Creation{u"tip-case"_s, member.scope, u"41-2026-S-%1"_s.arg(++m_references),
                                     newKeys(station, record)});
    if (saved)
        m_records.append(record);
    return saved;
}

void World::addRowItems(const RecordState& state, SeededRandom& draw, QList<Item>& items)
{
    const auto rows = state.livingRows(kVictim);
    if (rows.isEmpty() || draw.chance(30)) {
        SeededRandom ids(quint32(draw.below(3)));
        const auto row = draw.chance(50) ? RowId::make(ids) : RowId::make(m_chance);
        items.append(AddRowItem{kVictim, row, {}});
        items.append(SetItem{{kVictim, row, kVictimFields[0]}, someValue(draw), {}});
    } else if (draw.chance(40)) {
        items.append(RemoveRowItem{kVictim, draw.oneOf(rows).row, u"entered_by_mistake"_s});
    } else {
        items.append(
            SetItem{{kVictim, draw.oneOf(rows).row, draw.oneOf(kVictimFields)}, someValue(draw), {}});
    }
}

void World::addItems(SimStation& station, const RecordState& state, SeededRandom& draw, QList<Item>& items)
{
    const int kind = draw.below(100);
    if (kind < (station.form > 1 && state.approval ? 60 : 10) && !state.fields.isEmpty()) {
        // The same value once more: it is said anew, of this version of the form.
        const FieldKey key = draw.oneOf(state.fields.keys());
        if (const FoldedValue* known = state.value(key);
            !known->inConflict && !known->value.isSealed() && key.field != kUpazila && key.field != kStation)
            items.append(SetItem{key, known->value, {}});
    } else if (kind < 35) {
        items.append(SetItem{{kCase, {}, draw.oneOf(kPlainFields)}, someValue(draw), {}});
    } else if (kind < 50) {
        items.append(SetItem{{kCase, {}, kUpazila}, someValue(draw), kPlaceGroup});
        items.append(SetItem{{kCase, {}, kStation}, someValue(draw), kPlaceGroup});
    } else if (kind < 60) {
        const Cbor option(draw.chance(50) ? u"debt"_s : u"force"_s);
        const bool on = draw.chance(60);
        items.append(OptionItem{{kCase, {}, kOptionField},
                                0,
                                on ? QList<Cbor>{option} : QList<Cbor>(),
                                on ? QList<Cbor>() : QList<Cbor>{option}});
    } else if (kind < 87) {
        addRowItems(state, draw, items);
    } else if (kind < 93) {
        items.append(SetItem{{kCase, {}, kLaterField}, someValue(draw), {}});
    } else {
        items.append(RemarkItem{{kCase, {}, kTalkField}, FieldValue::plain(u"seen"_s)});
    }
    if (items.isEmpty())
        items.append(SetItem{{kCase, {}, kPlainFields[0]}, someValue(draw), {}});
    if (station.form > 1) {
        if (draw.chance(40))
            items.append(SetItem{{kCase, {}, kFieldOfVersion2}, someValue(draw), {}});
        if (draw.chance(40))
            items.append(UnknownItem{
                Cbor(Cbor::Array{Cbor(kItemKindOfLaterFormat), Cbor(u"kept"_s), Cbor(draw.below(9))})});
    }
    if (m_plan.bulky)
        items.append(RemarkItem{{kCase, {}, kTalkField},
                                FieldValue::plain(QString::fromLatin1(m_chance.bytes(kBulk / 2).toHex()))});
}

bool World::edit(SimStation& station, SeededRandom& draw)
{
    const auto record = someRecord(station, draw);
    if (!record)
        return false;
    const auto state = station.store->state(*record);
    QList<Item> items;
    addItems(station, *state, draw, items);
    return save(station, *record, state->heads, items);
}

bool World::keepDraft(SimStation& station, SeededRandom& draw)
{
    const auto record = someRecord(station, draw);
    if (!record)
        return false;
    const QList<ChangeId> seen = station.store->state(*record)->heads;
    const Draft draft{m_chance.bytes(16),  Cast::get().member(station.seat).person, *record, seen, {},
                      station.clock->now()};
    if (auto kept = station.store->saveDraft(draft); !kept) {
        breakAt(2, u"a draft is not kept: "_s + kept.error().detail);
        return false;
    }
    m_drafts.insert(draft.id, {seen, station.form});
    station.promises.drafts.insert(draft.id);
    return true;
}

/// What was typed is saved on what its author saw then, whatever has come since.
bool World::saveDraft(SimStation& station, SeededRandom& draw)
{
    QList<Draft> drafts = station.store->drafts(Cast::get().member(station.seat).person);
    std::sort(drafts.begin(), drafts.end(), [](const Draft& a, const Draft& b) { return a.id < b.id; });
    if (drafts.isEmpty())
        return false;
    const Draft draft = draw.oneOf(drafts);
    QList<Item> items{SetItem{{kCase, {}, draw.oneOf(kPlainFields)}, someValue(draw), {}}};
    QList<ChangeId> seen = m_drafts.value(draft.id).seen;
    std::sort(seen.begin(), seen.end());
    const bool saved = save(station, draft.record, draft.base, items);
    if (saved)
        m_seenBy.insert(station.store->lastChange(), seen);
    if (auto removed = station.store->removeDraft(draft.id); !removed)
        breakAt(2, u"a draft stays: "_s + removed.error().detail);
    station.promises.drafts.remove(draft.id);
    return saved;
}

bool World::conflict(SimStation& station, SeededRandom& draw)
{
    const auto record = someRecord(station, draw);
    if (!record)
        return false;
    QList<SimStation*> others;
    for (const auto& other : m_stations) {
        if (other.get() != &station && other->store->state(*record))
            others.append(other.get());
    }
    if (others.isEmpty())
        return false;
    SimStation& other = *draw.oneOf(others);
    const quint32 place = quint32(draw.below(1 << 30));
    int saved = 0;
    const auto rows = station.store->state(*record)->livingRows(kVictim);
    const auto there = other.store->state(*record)->livingRows(kVictim);
    const bool both = !rows.isEmpty() && !there.isEmpty() && rows.first().row == there.first().row;
    if (both && draw.chance(30)) {
        const RowId row = rows.first().row;
        saved += save(station, *record, station.store->state(*record)->heads,
                      {RemoveRowItem{kVictim, row, u"entered_by_mistake"_s}});
        saved += save(other, *record, other.store->state(*record)->heads,
                      {SetItem{{kVictim, row, kVictimFields[0]}, someValue(draw), {}}});
    } else
        for (SimStation* one : {&station, &other}) {
            SeededRandom same(place);
            const auto state = one->store->state(*record);
            QList<Item> items;
            addItems(*one, *state, same, items);
            for (Item& item : items) {
                if (auto* set = get_if<SetItem>(&item); set && draw.chance(70))
                    set->value = someValue(draw);
            }
            saved += save(*one, *record, state->heads, items) ? 1 : 0;
        }
    if (saved > 1 && draw.chance(40))
        tellAll(other);
    return saved > 0;
}

/// Takes one side of a conflict, or types a third value, and names all that this ends.
bool World::resolve(SimStation& station, SeededRandom& draw)
{
    QList<RecordId> open;
    for (const RecordId& record : std::as_const(m_records)) {
        if (const auto state = station.store->state(record); state && !state->conflicts.isEmpty())
            open.append(record);
    }
    if (open.isEmpty())
        return false;
    const RecordId record = draw.oneOf(open);
    const auto state = station.store->state(record);
    const Conflict& conflict = draw.oneOf(state->conflicts);
    const RegisterKey& key = conflict.key;
    SettleItem settle;
    settle.key = {key.group, key.row, key.field};
    settle.mergeGroup = key.mergeGroup;
    if (!key.option.isEmpty())
        settle.option = *Cbor::decode(key.option);
    for (const ConflictSide& side : conflict.sides)
        settle.supersedes += side.writers;
    std::sort(settle.supersedes.begin(), settle.supersedes.end());
    if (deskFault(7))
        settle.supersedes.clear();
    QList<Item> items;
    const bool third = draw.chance(30) && key.option.isEmpty() && !key.isExistence();
    if (third) {
        const QList<quint32> fields =
            key.mergeGroup.isEmpty() ? QList<quint32>{key.field} : QList<quint32>{kUpazila, kStation};
        for (const quint32 field : fields)
            items.append(SetItem{{key.group, key.row, field},
                                 FieldValue::plain(u"third %1"_s.arg(draw.below(3))),
                                 key.mergeGroup});
        if (!key.mergeGroup.isEmpty())
            settle.key.field = kUpazila;
    } else {
        settle.take = draw.oneOf(conflict.sides).writers.first();
        if (!key.mergeGroup.isEmpty())
            settle.key.field = kUpazila;
    }
    items.append(settle);
    const bool saved = save(station, record, state->heads, items);
    if (saved) {
        const auto after = station.store->state(record);
        const bool isOpen = std::any_of(after->conflicts.begin(), after->conflicts.end(),
                                        [&](const Conflict& one) { return one.key == key; });
        if (isOpen)
            breakAt(10, u"a decision that names all sides does not end the conflict"_s);
    }
    return saved;
}

bool World::talk(SimStation& station, SeededRandom& draw)
{
    const auto record = someRecord(station, draw);
    if (!record)
        return false;
    const auto state = station.store->state(*record);
    QueryItem query;
    query.key = {kCase, {}, kPlainFields[0]};
    query.text = FieldValue::plain(u"which one?"_s);
    if (state->queries.isEmpty() || draw.chance(30)) {
        query.query = m_chance.bytes(16);
    } else {
        query.query = draw.oneOf(state->queries).query;
        query.step = draw.chance(60) ? QueryStep::Close : QueryStep::Answer;
    }
    return save(station, *record, state->heads, {query});
}

}  // namespace prohori
