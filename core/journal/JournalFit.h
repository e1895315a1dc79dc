// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal/JournalBatch.h"

#include <QHash>

#include <functional>

namespace prohori {

/// How a run of lines stands to what is held of its replica's journal. The numbers travel.
enum class JournalFit : quint8 {
    Continues = 0,  ///< it begins the journal, or goes on where it ended; some of it may be held already
    Known = 1,      ///< all of it is held, and is the same
    Gap = 2,        ///< lines before it are missing
    Fork =
        3,  ///< it tells another thing than what is held: lines were altered, removed or put in, or the store is a copy
    BadSignature = 4,  ///< nobody vouches for it
};
/// "continues", "known", "gap" …
QString journalFitName(JournalFit fit);

/// What is held of journals, wherever it lies.
struct JournalSource {
    /// The last line of a replica that is held; 0 for none.
    std::function<Result<quint64>(const ReplicaId&)> last;
    /// The link of a line, also of the one before the first that is held; empty where it is not held.
    std::function<Result<QByteArray>(const ReplicaId&, quint64)> link;
    /// The replica that this one goes on for, as the directory says; null for none.
    std::function<ReplicaId(const ReplicaId&)> replaces;
};

/** Where a run belongs. A new replica begins with line 1 of its store, or goes on behind a line of the replica it replaces (or of one before
    that): so a restored store need not send everything again. Does not look at the signature. Fails only when the source does.
*/
Result<JournalFit> journalFit(const JournalBatch& batch, const JournalSource& held);

/// Journals in memory, for whoever looks through all of them: 32 bytes a line.
class JournalLinks {
public:
    explicit JournalLinks(std::function<ReplicaId(const ReplicaId&)> replaces);

    /// Fits it in; only what Continues is held afterwards.
    JournalFit add(const JournalBatch& batch);
    JournalFit fit(const JournalBatch& batch) const;
    quint64 first(const ReplicaId& replica) const;  ///< 0: nothing is held
    quint64 last(const ReplicaId& replica) const;
    QList<ReplicaId> replicas() const { return m_books.keys(); }

private:
    struct Book {
        quint64 first = 0;
        QList<QByteArray> links;  ///< from the one before line `first` on
    };
    QByteArray link(const ReplicaId& replica, quint64 no) const;
    JournalSource source() const;

    std::function<ReplicaId(const ReplicaId&)> m_replaces;
    QHash<ReplicaId, Book> m_books;
};

}  // namespace prohori
