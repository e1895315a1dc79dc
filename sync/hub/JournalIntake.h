// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Directory.h"
#include "sync/hub/HubStorage.h"
#include "sync/wire/Messages.h"

namespace prohori {

/** Takes the journal lines of a request; belongs into its transaction. What goes on from what is held is kept; what is known already has no effect.
    A gap and a fork are refused, and kept beside the chain as evidence: at most kMostEvidence runs of one replica, so that nobody fills the disk
    with them. A wrong signature is refused and not kept.
*/
Result<JournalVerdict> takeJournal(HubStorage& storage, const Directory& directory, const JournalBatch& batch,
                                   Instant received);
inline constexpr int kMostEvidence = 16;

/** Fills an answer to an auditor with the feed of journals behind `after`, up to `end`, at most some `room` bytes of it. Sets `more` when there
    is more.
*/
Result<> readJournals(HubStorage& storage, quint64 after, quint64 end, qsizetype room, SyncAnswer& answer);

/// What is wrong with the journals that a hub holds (`faults`: the hub's own doing), and what they tell of stations (`stations`).
struct JournalFindings {
    qint64 lines = 0;
    QStringList faults, stations;
};
Result<JournalFindings> checkJournals(HubStorage& storage, const Directory& directory);

}  // namespace prohori
