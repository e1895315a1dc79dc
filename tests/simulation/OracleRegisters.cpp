// SPDX-License-Identifier: GPL-3.0-or-later
#include "Oracle.h"

#include <QSet>

#include <algorithm>
#include <map>
#include <set>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// One value of a register: field → canonical bytes, without blanks.
using Value = std::map<quint32, QByteArray>;

struct Write {
    Value value;
    bool isSaid = false;  ///< the change names a value of its own
    const SettleItem* settle = nullptr;
};

/// (row, group, field or 0, merge group, option)
using Place = std::tuple<RowId, quint32, quint32, QString, QByteArray>;

Value flag(quint32 field, bool on)
{
    return {{field, FieldValue::plain(Cbor(on)).canonical().encode()}};
}

/// What stands of one register: each side with the places of the changes that stand for it.
using Sides = std::map<Value, Bits>;

class Register {
public:
    explicit Register(const std::vector<Bits>& pasts) : m_pasts(pasts) {}
    std::map<int, Write> writes;

    Sides standing(const std::vector<ChangeId>& ids)
    {
        m_all = 0;
        for (auto& [place, write] : writes) {
            const Bits past = m_all & m_pasts[std::size_t(place)];
            const Bits before = standingIn(past);
            if (write.settle && !write.isSaid && !write.settle->take.isNull() && !takeOver(write, past, ids))
                continue;
            m_all |= bit(place);
            m_gone[place] = goneBy(place, past, before, ids);
        }
        Sides sides;
        eachOf(standingIn(m_all), [&](int place) { sides[writes[place].value] |= bit(place); });
        return sides;
    }

private:
    Bits standingIn(Bits set) const
    {
        Bits gone = 0;
        eachOf(set, [&](int place) { gone |= m_gone.at(place); });
        return set & ~gone;
    }

    bool takeOver(Write& write, Bits past, const std::vector<ChangeId>& ids)
    {
        bool found = false;
        eachOf(past, [&](int place) {
            if (ids[std::size_t(place)] == write.settle->take) {
                write.value = writes[place].value;
                found = true;
            }
        });
        return found;
    }

    /// A plain write ends what it saw, except two values that were at odds with each other; a decision ends what it names.
    Bits goneBy(int place, Bits past, Bits before, const std::vector<ChangeId>& ids)
    {
        Bits kept = 0;
        eachOf(before, [&](int one) {
            eachOf(before, [&](int other) {
                const bool differ = writes[one].value != writes[other].value;
                const bool apart =
                    !(m_pasts[std::size_t(one)] & bit(other)) && !(m_pasts[std::size_t(other)] & bit(one));
                if (differ && (apart || writes[place].settle))
                    kept |= bit(one) | bit(other);
            });
        });
        Bits gone = past & ~kept;
        if (const SettleItem* settle = writes[place].settle) {
            if (kept != 0)
                gone &= ~before;
            for (int other = 0; other < int(ids.size()); ++other) {
                if (other != place && settle->supersedes.contains(ids[std::size_t(other)]))
                    gone |= bit(other);
            }
        }
        return gone;
    }

    const std::vector<Bits>& m_pasts;
    std::map<int, Bits> m_gone;
    Bits m_all = 0;
};

class RegisterOracle {
public:
    RegisterOracle(const Pasts& pasts, const RecordState& state)
        : m_state(state),
          m_changes(pasts.changes),
          m_ids(pasts.ids),
          m_pasts(pasts.before)
    {}

    QStringList compare()
    {
        for (const ChangePtr& change : m_changes)
            findGroups(*change);
        for (int place = 0; place < int(m_ids.size()); ++place)
            scan(place);
        findHidden();
        for (auto& [place, folded] : m_registers)
            compareRegister(place, folded);
        compareShown();
        compareTalk();
        return m_faults;
    }

private:
    void findGroups(const Change& change)
    {
        for (const Item& item : change.body().items) {
            if (const auto* set = get_if<SetItem>(&item); set && !set->mergeGroup.isEmpty())
                m_groups[set->key] = set->mergeGroup;
            else if (const auto* removed = get_if<RemoveRowItem>(&item))
                m_removable.insert(removed->row);
        }
    }

    Write& writeTo(const Place& where, int place)
    {
        auto found = m_registers.try_emplace(where, m_pasts).first;
        return found->second.writes[place];
    }

    Place placeOf(const FieldKey& key, const QString& mergeGroup) const
    {
        const auto known = m_groups.find(key);
        const QString group = mergeGroup.isEmpty() && known != m_groups.end() ? known->second : mergeGroup;
        return {key.row, key.group, group.isEmpty() ? key.field : 0, group, {}};
    }

    void scan(int place)
    {
        std::set<RowId> said;
        std::set<RowId> touched;
        for (const Item& item : m_changes[place]->body().items)
            scanItem(place, item, said, touched);
        for (const RowId& row : touched) {
            if (m_removable.contains(row) && !said.contains(row))
                say(place, row, true);
        }
    }

    void say(int place, const RowId& row, bool exists)
    {
        Write& write = writeTo({row, 0, 0, {}, {}}, place);
        write.value = flag(0, exists);
        write.isSaid = true;
    }

    void scanItem(int place, const Item& item, std::set<RowId>& said, std::set<RowId>& touched)
    {
        if (const auto* set = get_if<SetItem>(&item)) {
            Write& write = writeTo(placeOf(set->key, set->mergeGroup), place);
            // Of a field that a change writes twice the last counts, also where it says that there is nothing.
            write.value.erase(set->key.field);
            if (!set->value.isBlank())
                write.value[set->key.field] = canonicalBytes(set->value);
            write.isSaid = true;
            touched.insert(set->key.row);
        } else if (const auto* options = get_if<OptionItem>(&item)) {
            scanOptions(place, *options);
            touched.insert(options->key.row);
        } else if (const auto* remark = get_if<RemarkItem>(&item)) {
            touched.insert(remark->key.row);
        } else if (const auto* added = get_if<AddRowItem>(&item)) {
            if (m_removable.contains(added->row))
                say(place, added->row, true);
            said.insert(added->row);
        } else if (const auto* removed = get_if<RemoveRowItem>(&item)) {
            say(place, removed->row, false);
            said.insert(removed->row);
        } else if (const auto* settle = get_if<SettleItem>(&item)) {
            scanSettle(place, *settle, said, touched);
        }
    }

    void scanOptions(int place, const OptionItem& item)
    {
        for (const bool on : {false, true}) {
            for (const Cbor& option : on ? item.on : item.off) {
                Write& write =
                    writeTo({item.key.row, item.key.group, item.key.field, {}, option.encode()}, place);
                write.value = flag(item.key.field, on);
                write.isSaid = true;
            }
        }
    }

    void scanSettle(int place, const SettleItem& item, std::set<RowId>& said, std::set<RowId>& touched)
    {
        const FieldKey& key = item.key;
        if (!item.option.isNull()) {
            writeTo({key.row, key.group, key.field, {}, item.option.encode()}, place).settle = &item;
            touched.insert(key.row);
        } else if (key.field != 0 || !item.mergeGroup.isEmpty()) {
            writeTo(placeOf(key, item.mergeGroup), place).settle = &item;
            touched.insert(key.row);
        } else {
            writeTo({key.row, 0, 0, {}, {}}, place).settle = &item;
            said.insert(key.row);
        }
    }

    static bool isExistence(const Place& place)
    {
        return std::get<1>(place) == 0 && std::get<2>(place) == 0 && std::get<3>(place).isEmpty();
    }

    /// Rows whose removal stands alone.
    void findHidden()
    {
        for (auto& [place, folded] : m_registers) {
            if (!isExistence(place))
                continue;
            const Sides sides = folded.standing(m_ids);
            if (sides.size() == 1 && sides.begin()->first == flag(0, false))
                m_hidden.insert(std::get<0>(place));
        }
        for (const FoldedRow& row : m_state.rows) {
            if (row.removed != m_hidden.contains(row.row))
                fault(u"row %1 is %2"_s.arg(row.row.toString(), row.removed ? u"gone"_s : u"there"_s));
        }
    }

    void compareRegister(const Place& place, Register& folded)
    {
        const RowId row = std::get<0>(place);
        if (!row.isNull() && m_hidden.contains(row))
            return;
        const Sides sides = folded.standing(m_ids);
        if (sides.empty())
            return;
        if (sides.size() > 1) {
            ++m_conflicts;
            compareConflict(place, sides);
        } else if (!isExistence(place)) {
            compareSingle(place, sides.begin()->first);
        }
    }

    void compareSingle(const Place& place, const Value& value)
    {
        const auto& [row, group, field, merge, option] = place;
        if (!option.isEmpty()) {
            const bool on = value == flag(field, true);
            bool shown = false;
            for (const FoldedOption& one : m_state.options.value({group, row, field}))
                shown = shown || (one.option.encode() == option && !one.inConflict);
            m_options += on;
            if (shown != on)
                fault(u"option of field %1 is %2"_s.arg(field).arg(shown ? u"on"_s : u"off"_s));
            return;
        }
        for (const auto& [id, bytes] : value) {
            if (bytes.isEmpty())
                continue;
            ++m_values;
            const FoldedValue* shown = m_state.value({group, row, id});
            if (!shown || shown->inConflict || canonicalBytes(shown->value) != bytes)
                fault(u"field %1 does not show what stands"_s.arg(id));
        }
    }

    void compareConflict(const Place& place, const Sides& sides)
    {
        const auto& [row, group, field, merge, option] = place;
        const auto shown =
            std::find_if(m_state.conflicts.begin(), m_state.conflicts.end(),
                         [&, &r = row, &g = group, &f = field, &m = merge, &o = option](const Conflict& one) {
                             return one.key.row == r
                                 && (isExistence(place) ? one.key.isExistence() : one.key.group == g)
                                 && one.key.field == f && one.key.mergeGroup == m && one.key.option == o;
                         });
        if (shown == m_state.conflicts.end()) {
            fault(u"field %1 %2: a conflict of %3 values is not shown"_s.arg(field).arg(merge).arg(
                sides.size()));
            return;
        }
        Sides told;
        for (const ConflictSide& side : shown->sides) {
            Value value;
            for (auto at = side.value.begin(); at != side.value.end(); ++at) {
                if (!at->isBlank())
                    value[at.key()] = canonicalBytes(*at);
            }
            Bits places = 0;
            for (const ChangeId& writer : side.writers) {
                const auto found = std::find(m_ids.begin(), m_ids.end(), writer);
                places |= found == m_ids.end() ? 0 : bit(int(found - m_ids.begin()));
            }
            told[value] |= places;
        }
        if (told != sides || qsizetype(told.size()) != shown->sides.size())
            fault(u"field %1 %2: a conflict shows %3 sides of %4"_s.arg(field)
                      .arg(merge)
                      .arg(shown->sides.size())
                      .arg(sides.size()));
    }

    /// Nothing is shown that does not stand.
    void compareShown()
    {
        int values = 0;
        for (const FoldedValue& value : m_state.fields)
            values += value.inConflict ? 0 : 1;
        int options = 0;
        for (const auto& list : m_state.options) {
            for (const FoldedOption& option : list)
                options += option.inConflict ? 0 : 1;
        }
        if (values != m_values || options != m_options || m_state.conflicts.size() != m_conflicts)
            fault(u"shown are %1 values, %2 options, %3 conflicts; %4, %5, %6 stand"_s.arg(values)
                      .arg(options)
                      .arg(m_state.conflicts.size())
                      .arg(m_values)
                      .arg(m_options)
                      .arg(m_conflicts));
    }

    /// Remarks append: each is there once, except those in rows that are gone.
    void compareTalk()
    {
        qsizetype said = 0;
        for (const ChangePtr& change : m_changes) {
            for (const Item& item : change->body().items) {
                if (const auto* remark = get_if<RemarkItem>(&item))
                    said += m_hidden.contains(remark->key.row) ? 0 : 1;
            }
        }
        qsizetype shown = 0;
        for (const auto& list : m_state.remarks)
            shown += list.size();
        if (said != shown)
            fault(u"%1 remarks of %2 are shown"_s.arg(shown).arg(said));
    }

    void fault(const QString& text) { m_faults.append(text); }

    const RecordState& m_state;
    const QList<ChangePtr>& m_changes;
    const std::vector<ChangeId>& m_ids;
    const std::vector<Bits>& m_pasts;
    std::map<FieldKey, QString> m_groups;
    QSet<RowId> m_removable, m_hidden;
    std::map<Place, Register> m_registers;
    int m_values = 0, m_options = 0, m_conflicts = 0;
    QStringList m_faults;
};

}  // namespace

QStringList faultsOfRegisters(const Pasts& pasts, const RecordState& state)
{
    return RegisterOracle(pasts, state).compare();
}

}  // namespace prohori
