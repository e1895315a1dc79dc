// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"
#include "core/cases/History.h"
#include "core/storage/ChangeLog.h"
#include "core/storage/FoldedAhead.h"

#include <QList>
#include <QSet>

#include <memory>

namespace prohori {

/// One record as the log holds it: all its changes with their notes, those that count, and what they fold to.
struct RecordWork {
    explicit RecordWork(const RecordId& its = {}) : record(its), history(its) {}

    RecordId record;
    QList<LogEntry> entries;  ///< all, in the order of arrival
    History history;          ///< those applied
    RecordState state;        ///< the fold of `history`; of no meaning while that is empty
    std::shared_ptr<const FoldedAhead>
        ahead;  ///< what another thread made meanwhile, if anything; after refold() the fold of `history` or nothing

    /// To be called when `history` is another: makes `state`, or takes it over from `ahead`.
    void refold();

    int quarantined() const;
    Instant updated()
        const;  ///< when the last one was taken in here; the clock decides nothing but the order of lists
    /// The change that made the record, also when it is in quarantine.
    ChangePtr creation() const;
};

/** Decides which changes of a record count: a pure function of the set of changes, the directory and the
    hub's word, whatever the order of arrival. A change waits while a parent or its author is not known; it is
    quarantined when the checks of the directory refuse it, when the hub did, or when a parent is in
    quarantine, so only descendants in the same record are blocked.
*/
class Judge {
public:
    explicit Judge(const Directory& directory) : m_directory(directory) {}

    /// Judges what waits. @return places in `entries` whose notes changed.
    QSet<qsizetype> settle(RecordWork& work) const;
    /// The same from the beginning: after a revocation or a verdict. Only what the hub said stays.
    QSet<qsizetype> judgeAgain(RecordWork& work) const;

private:
    bool judge(RecordWork& work, LogEntry& entry, const QHash<ChangeId, Standing>& known) const;
    Refusal checked(const RecordWork& work, const Change& change) const;

    const Directory& m_directory;
};

}  // namespace prohori
