// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/JournalFit.h"

#include <QList>

#include <functional>

namespace prohori {

/// A run of journal lines at the hub, at its place in the feed of journals.
struct HeldJournal {
    quint64 position = 0;
    Instant received;
    JournalFit fit = JournalFit::Continues;  ///< Gap and Fork: kept as evidence, and no part of the chain
    JournalBatch batch;
};

/** The part of a hub's storage that holds the stations' journals: signed runs of lines, numbered 1, 2, 3 … in commit order, kept for ever.
    What is said of transactions, threads and own writes in HubStorage holds here too.
*/
class JournalStorage {
public:
    virtual ~JournalStorage() = default;

    /// Appends, and gives the place. One with the same replica, first line and signature is kept once: then 0.
    virtual Result<quint64> keepJournal(const JournalBatch& batch, Instant received, JournalFit fit) = 0;
    /// The last line of a replica's chain; 0 for none.
    virtual Result<quint64> journalLast(const ReplicaId& replica) = 0;
    /// The link of a line of the chain, also of the one before its first; empty where it is not held.
    virtual Result<QByteArray> journalLink(const ReplicaId& replica, quint64 no) = 0;
    /// How many runs of a replica are kept as evidence.
    virtual Result<int> journalEvidence(const ReplicaId& replica) = 0;
    /// Runs with after < position <= through, at most `limit`.
    virtual Result<QList<HeldJournal>> journals(quint64 after, quint64 through, int limit) = 0;
    virtual Result<quint64> journalsEnd() = 0;

    struct JournalStats {
        ReplicaId replica;
        quint64 last = 0;  ///< of the chain
        int evidence = 0;
    };
    virtual Result<QList<JournalStats>> journalStats() = 0;
};

}  // namespace prohori
