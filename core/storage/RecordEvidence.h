// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Directory.h"
#include "core/storage/ChangeLog.h"

#include <optional>
#include <vector>

namespace prohori {

/// The changes of one replica that are here, of whatever record.
struct StoredChain {
    ReplicaId replica;
    quint64 first = 0, last = 0;  ///< counters
    qint64 links = 0;             ///< pairs of neighbours that are both here, and join
    bool complete = false;        ///< an incarnation of this store: no change of it may be missing
    QStringList faults;           ///< a sentence each
};

/// A receipt of the hub as it was kept, and the changes that name it, in the order of the log: that in which they were sent.
struct StoredReceipt {
    QByteArray bytes;  ///< empty when it is not here
    struct Line {
        ChangeId change;
        LogNotes notes;
    };
    QList<Line> lines;
};

/** Everything that the file says of one record, read now and not out of memory, with what of it can be tested against itself. What it
    means, and who signed it, is for the reader to judge.
*/
struct RecordEvidence {
    QList<StoredRow> rows;  ///< also rows whose bytes belong to the record while their column says otherwise
    QList<StoredChain> chains;
    QMap<qint64, StoredReceipt> receipts;  ///< by LogNotes::receipt
    Directory directory;                   ///< made again from the statements in the file
    QStringList refusedStatements;
    /// Changes in the whole log; nothing where rows were dropped, put in or moved.
    std::optional<qint64> wholeLog;
    /// How what the lists show differs from judging and folding the rows again, a sentence each.
    QStringList differences;
    bool wasFolded = false;  ///< false: a row cannot be read, so nothing could be compared
};

/** Reads the evidence of one record in pieces, for a window that must not wait: the chains of those who wrote in it may be long. All is as it
    stands in the file at the last piece, also what was written since the first. The store must outlive it; both belong to one thread.
*/
class EvidenceReader {
public:
    EvidenceReader(const Store& store, const RecordId& record);
    ~EvidenceReader();
    EvidenceReader(const EvidenceReader&) = delete;
    EvidenceReader& operator=(const EvidenceReader&) = delete;

    /// The next piece: at most `rows` rows of a chain (0: all of it), or what of it belongs to the record. True when that was the last.
    /// Errors as Store::evidence(); after one it is over.
    Result<bool> step(int rows);
    /// Rows of chains that were read, and that there are.
    qint64 done() const { return m_done; }
    qint64 of() const { return m_of; }
    /// Once, after step() was true.
    RecordEvidence take();

private:
    struct Chain;
    Result<> findChains();
    Result<> readOn(Chain& chain, int rows);
    Result<> finish();
    static StoredChain judged(const Chain& chain, const QHash<ReplicaId, quint64>& own);

    Store::Private& m_store;
    RecordId m_record;
    QList<StoredRow> m_rows, m_others;
    std::vector<Chain> m_chains;
    std::optional<RecordEvidence> m_found;
    qint64 m_done = 0, m_of = 0;
};

}  // namespace prohori
