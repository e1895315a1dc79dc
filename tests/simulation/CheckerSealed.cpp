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

/// By his place alone: the two who sit at a district's desk and are confirmed, whoever made the case, and at headquarters one tier.
bool mayRead(Seat seat, Tier tier, const ChangeBody& created)
{
    const Member& member = Cast::get().member(seat);
    if (member.person == created.person)
        return true;
    if (seat == Seat::Headquarters)
        return tier == Tier::Sensitive;
    const bool isConfirmed = seat != Seat::Joiner && seat != Seat::Rogue;
    return isConfirmed && member.scope == created.creation->homeScope;
}

}  // namespace

/// What the hub hands out holds no sealed text, and no key that the hub has opens any.
void Checker::checkSealedOnWay(const Change& change)
{
    if (isInTheClear(change.signedBytes()))
        breakAt(7, u"a feed holds a sealed text in the clear"_s);
    if (!change.body().creation)
        return;
    const RecordKeys keys = openRecordKeys(change.body().creation->sealedKeys, {Cast::get().hubBox()});
    if (keys.has(Tier::Sensitive) || keys.has(Tier::Identifying))
        breakAt(7, u"the hub can open a record"_s);
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
                const auto* act = std::get_if<ActItem>(&item);
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
    std::optional<RecordKeys> keys;
    for (const ChangePtr& change : changes) {
        const QByteArray tried = QByteArray::number(int(station.seat)) + change->id().toBytes();
        if (change->body().boxes.isEmpty() || m_world.m_tried.contains(tried))
            continue;
        m_world.m_tried.insert(tried);
        if (!keys) {
            keys = openRecordKeys(state.sealedKeys, Cast::get().boxesOf(station.seat));
            const ChangeBody& created = changes.first()->body();
            for (const Tier tier : {Tier::Sensitive, Tier::Identifying}) {
                if (keys->has(tier) != mayRead(station.seat, tier, created))
                    breakAt(7, u"seat %1 %2 open tier %3"_s.arg(int(station.seat))
                                   .arg(keys->has(tier) ? u"can"_s : u"cannot"_s)
                                   .arg(int(tier)));
            }
        }
        checkOpened(station, *change, *keys);
    }
}

void Checker::checkOpened(SimStation& station, const Change& change, const RecordKeys& keys)
{
    const auto opened = openItems(change, keys);
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
