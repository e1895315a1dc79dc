// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/RegisterFold.h"

#include "core/base/PlantedFault.h"

#include <algorithm>
#include <bit>
#include <map>

namespace prohori {

namespace {

/// A set of writes by their index.
class WriteSet {
public:
    explicit WriteSet(std::size_t size) : m_words(size / 64 + 1, 0) {}
    void add(std::size_t i) { m_words[i / 64] |= bit(i); }
    void remove(std::size_t i) { m_words[i / 64] &= ~bit(i); }
    bool has(std::size_t i) const { return (m_words[i / 64] & bit(i)) != 0; }
    void addAll(const WriteSet& other)
    {
        for (std::size_t i = 0; i < m_words.size(); ++i)
            m_words[i] |= other.m_words[i];
    }
    void keepOnly(const WriteSet& other)
    {
        for (std::size_t i = 0; i < m_words.size(); ++i)
            m_words[i] &= other.m_words[i];
    }
    std::vector<std::size_t> members() const
    {
        std::vector<std::size_t> list;
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            for (quint64 rest = m_words[i]; rest != 0; rest &= rest - 1)
                list.push_back(i * 64 + std::size_t(std::countr_zero(rest)));
        }
        return list;
    }

private:
    static quint64 bit(std::size_t i) { return quint64(1) << (i % 64); }

    std::vector<quint64> m_words;
};

class RegisterFolder {
public:
    RegisterFolder(const FoldView& view, const RegisterKey& key, std::vector<RegisterWrite> writes)
        : m_view(view),
          m_key(key),
          m_writes(std::move(writes)),
          m_void(m_writes.size())
    {
        for (std::size_t i = 0; i < m_writes.size(); ++i)
            enter(i);
    }

    RegisterOutcome outcome() const
    {
        WriteSet everything(m_writes.size());
        for (std::size_t i = 0; i < m_writes.size(); ++i) {
            if (!m_void.has(i))
                everything.add(i);
        }
        const auto standing = standingIn(everything);
        RegisterOutcome result{sidesOf(standing), std::nullopt};
        spoil(result.sides);
        if (result.sides.size() < 2)
            return result;
        WriteSet beforeAll = everything;
        for (const std::size_t i : standing)
            beforeAll.keepOnly(m_pasts[i]);
        if (auto originals = sidesOf(standingIn(beforeAll)); !originals.empty())
            result.original = std::move(originals.front());
        return result;
    }

private:
    void enter(std::size_t i)
    {
        WriteSet past(m_writes.size());
        for (std::size_t j = 0; j < i; ++j) {
            if (!m_void.has(j) && m_view.isBefore(m_writes[j].place, m_writes[i].place))
                past.add(j);
        }
        const auto standing = standingIn(past);
        m_origins.push_back(m_writes[i].place);
        m_canonical.emplace_back();
        if (giveValue(i, past, standing)) {
            m_canonical[i] = canonicalBytes(m_writes[i].value);
            m_superseded.push_back(supersededBy(i, past, standing));
        } else {
            m_void.add(i);
            m_superseded.emplace_back(m_writes.size());
        }
        m_pasts.push_back(std::move(past));
    }

    /// Those of a set with all its ancestors that none of the set supersedes.
    std::vector<std::size_t> standingIn(const WriteSet& set) const
    {
        const auto members = set.members();
        WriteSet gone(m_writes.size());
        for (const std::size_t i : members)
            gone.addAll(m_superseded[i]);
        std::vector<std::size_t> standing;
        for (const std::size_t i : members) {
            if (!gone.has(i))
                standing.push_back(i);
        }
        return standing;
    }

    bool agree(const std::vector<std::size_t>& some) const
    {
        return std::all_of(some.begin(), some.end(),
                           [&](std::size_t i) { return m_canonical[i] == m_canonical[some.front()]; });
    }

    /// False when the write does nothing.
    bool giveValue(std::size_t i, const WriteSet& past, const std::vector<std::size_t>& standing)
    {
        RegisterWrite& write = m_writes[i];
        if (!write.hasValue && !write.settle->take.isNull()) {
            for (const std::size_t j : past.members()) {
                if (m_view.id(m_writes[j].place) != write.settle->take)
                    continue;
                write.value = m_writes[j].value;
                write.tier = m_writes[j].tier;
                m_origins[i] = m_origins[j];
                return true;
            }
            return false;
        }
        if (!write.hasValue && m_key.isExistence())
            write.value.insert(0, FieldValue::plain(Cbor(true)));
        else if (!write.hasValue && !m_key.option.isEmpty())
            write.value.insert(m_key.field, FieldValue::plain(Cbor(false)));
        if (!m_key.mergeGroup.isEmpty() && !standing.empty() && agree(standing)) {
            const RegisterValue& before = m_writes[standing.front()].value;
            for (auto at = before.begin(); at != before.end(); ++at) {
                if (write.hasValue && !write.value.contains(at.key()))
                    write.value.insert(at.key(), at.value());
            }
        }
        return true;
    }

    WriteSet supersededBy(std::size_t i, const WriteSet& past, const std::vector<std::size_t>& standing) const
    {
        WriteSet gone = past;
        const SettleItem* settle = m_writes[i].settle;
        if (!agree(standing)) {
            for (const std::size_t j : standing) {
                if (settle || isDisputed(j, standing))
                    gone.remove(j);
            }
        }
        if (settle) {
            for (std::size_t j = 0; j < m_writes.size(); ++j) {
                if (j != i && settle->supersedes.contains(m_view.id(m_writes[j].place)))
                    gone.add(j);
            }
        }
        return gone;
    }

    /// Whether another standing write, made without knowing this one, says something else.
    bool isDisputed(std::size_t i, const std::vector<std::size_t>& standing) const
    {
        return std::any_of(standing.begin(), standing.end(), [&](std::size_t j) {
            return m_canonical[i] != m_canonical[j] && !m_view.isBefore(m_writes[i].place, m_writes[j].place)
                && !m_view.isBefore(m_writes[j].place, m_writes[i].place);
        });
    }

    /// Nothing, but for planted faults.
    void spoil(std::vector<StandingSide>& sides) const
    {
        const auto claimed = [this](const StandingSide& side) {
            return m_view.at(side.places.front()).body().claimed;
        };
        if (plantedFault(1) && sides.size() > 1)
            sides = {*std::max_element(sides.begin(), sides.end(), [&](const auto& one, const auto& other) {
                return claimed(one) < claimed(other);
            })};
        if (plantedFault(3) && sides.size() > 2)
            sides.resize(2);
        if (plantedFault(6) && m_key.isExistence() && sides.size() > 1)
            sides = {sides.front()};  // "false" comes before "true"
        if (plantedFault(22) && sides.size() > 1 && qHash(m_canonical[0], QHashSeed::globalSeed()) % 2 == 1)
            std::reverse(sides.begin(), sides.end());
    }

    std::vector<StandingSide> sidesOf(const std::vector<std::size_t>& standing) const
    {
        std::map<QByteArray, StandingSide> sides;
        for (const std::size_t i : standing) {
            StandingSide& side =
                sides[m_canonical[i] + (plantedFault(2) ? QByteArray(int(i), ' ') : QByteArray())];
            if (side.places.empty()) {
                side.value = m_writes[i].value;
                side.tier = m_writes[i].tier;
            }
            side.places.push_back(m_writes[i].place);
            side.origins.push_back(m_origins[i]);
        }
        std::vector<StandingSide> list;
        for (auto& [bytes, side] : sides)
            list.push_back(std::move(side));
        return list;
    }

    const FoldView& m_view;
    const RegisterKey& m_key;
    std::vector<RegisterWrite> m_writes;
    WriteSet m_void;
    std::vector<WriteSet> m_pasts;       ///< by write: the writes before it
    std::vector<WriteSet> m_superseded;  ///< by write: what it takes out
    std::vector<int> m_origins;          ///< by write: the place of the change whose value it is
    std::vector<QByteArray> m_canonical;
};

}  // namespace

QByteArray canonicalBytes(const RegisterValue& value)
{
    Cbor map = Cbor::map();
    for (auto at = value.begin(); at != value.end(); ++at) {
        if (!at->isBlank())
            map.set(Cbor(at.key()), at->canonical());
    }
    return map.encode();
}

RegisterOutcome foldRegister(const FoldView& view, const RegisterKey& key, std::vector<RegisterWrite> writes)
{
    return RegisterFolder(view, key, std::move(writes)).outcome();
}

}  // namespace prohori
