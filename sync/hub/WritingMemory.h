// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of sync/hub only.
#pragma once

#include "sync/hub/HubStorage.h"

#include <QHash>
#include <QSet>

namespace prohori {

/** What one transaction of a storage knows without asking: nobody else writes meanwhile. It begins empty, and is dropped with the transaction.

    A change that came with this transaction stands in the feeds where this transaction put it, and nowhere else.
*/
struct WritingMemory {
    struct Tail {
        quint64 position = 0;
        QByteArray chain;
    };
    QHash<Scope, Tail> feeds;
    QHash<RecordId, std::optional<Scope>> homes;
    QHash<ChangeId, Instant> kept;                      ///< by this transaction
    QHash<std::pair<Scope, ChangeId>, quint64> places;  ///< of these
    QSet<ChangeId> absent;                              ///< asked for, and not held
    QHash<ChangeId, Judged> judged;                     ///< expected, or what they follow: as they are held

    /// The place that comes next in a feed whose tail is known, and the hash beside it.
    const Tail& next(const Scope& feed, const ChangeId& change, Instant received)
    {
        Tail& tail = feeds[feed];
        ++tail.position;
        tail.chain = HubStorage::feedChain(tail.chain, tail.position, change, received);
        places.insert({feed, change}, tail.position);
        return tail;
    }
};

}  // namespace prohori
