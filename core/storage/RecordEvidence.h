// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Directory.h"
#include "core/storage/ChangeLog.h"

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

}  // namespace prohori
