// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/History.h"

#include <bit>
#include <vector>

namespace prohori {

/// A set of changes of one record, by their places in the history.
using Bits = quint64;

inline Bits bit(int place)
{
    return Bits(1) << place;
}

template <typename Visit>
void eachOf(Bits bits, Visit&& visit)
{
    for (; bits != 0; bits &= bits - 1)
        visit(std::countr_zero(bits));
}

/// A value as it is compared; nothing for a blank one.
inline QByteArray canonicalBytes(const FieldValue& value)
{
    return value.isBlank() ? QByteArray() : value.canonical().encode();
}

/// The changes of a history by place, and what each of them knew. At most 64.
struct Pasts {
    static constexpr int kMost = 64;

    explicit Pasts(const History& history) : changes(history.changes())
    {
        for (const ChangePtr& change : changes)
            ids.push_back(change->id());
        for (std::size_t later = 0; later < ids.size(); ++later) {
            before.push_back(0);
            for (std::size_t earlier = 0; earlier < later; ++earlier) {
                if (history.isBefore(ids[earlier], ids[later]))
                    before[later] |= bit(int(earlier));
            }
        }
    }

    int size() const { return int(ids.size()); }
    const ChangeBody& at(int place) const { return changes[place]->body(); }
    Bits past(int place) const { return before[std::size_t(place)]; }
    Bits all() const { return size() == kMost ? ~Bits(0) : bit(size()) - 1; }
    /// The place of a change among `among`, or -1.
    int placeOf(const ChangeId& id, Bits among) const
    {
        int found = -1;
        eachOf(among, [&](int place) { found = ids[std::size_t(place)] == id ? place : found; });
        return found;
    }
    /// Those of a set that none of it knew.
    Bits latest(Bits set) const
    {
        Bits known = 0;
        eachOf(set, [&](int place) { known |= past(place); });
        return set & ~known;
    }
    bool isApart(int one, int other) const
    {
        return one != other && !(past(one) & bit(other)) && !(past(other) & bit(one));
    }

    QList<ChangePtr> changes;
    std::vector<ChangeId> ids;
    std::vector<Bits> before;
};

}  // namespace prohori
