// SPDX-License-Identifier: GPL-3.0-or-later
// What goes before its turn. Inside of sync/hub only.
#pragma once

#include "core/cases/Fold.h"
#include "sync/hub/AnswerPlan.h"

#include <QHash>
#include <QSet>

namespace prohori {

/// Who asks, and what he has: whatever is left out of an answer.
struct AnswerReader {
    ReplicaId replica;
    QSet<ChangeId> uploaded;              ///< with this request
    FramePacking packing = {};            ///< but for the target
    QHash<RecordId, quint64> ahead = {};  ///< of these records everything up to here

    /// Of a frame, where so many bytes of the answer are left.
    FramePacking packingFor(qsizetype room) const;
    bool hasAhead(const RecordId& record, quint64 position) const
    {
        return position <= ahead.value(record, 0);
    }
};

inline constexpr int kMostLookedAt = 500;  ///< records, in one step of one answer
inline constexpr int kMostOwnLookedAt =
    1000;  ///< of a station of before, which does not say where a step stands
inline constexpr int kMostEntriesRead = 2000;  ///< of a record; a larger one comes in its turn
inline constexpr qsizetype kMostBytesRead = 8 * 1024 * 1024;
inline constexpr qsizetype kLeastFrame =
    4 * 1024;  ///< what is left at the end of an answer makes no smaller ones

inline FramePacking AnswerReader::packingFor(qsizetype room) const
{
    return {packing.dictionary, std::clamp(room, kLeastFrame, kFrameTarget), packing.effort};
}

/// Whether the station has an entry as its own work.
Result<bool> isOwnWork(HubStorage& storage, const AnswerPlan& plan, const AnswerReader& reader,
                       const FeedEntry& entry);
/// What headquarters adds to the record of an approval.
Result<> annotate(HubStorage& storage, const FramedChange& approval, SyncAnswer& answer);

/// What a feed has of a record up to plan.aheadThrough.
struct RecordInFeed {
    QList<FeedEntry> entries;
    bool isWhole = false;  ///< else it is larger than the bounds

    /// Nothing where nothing fits together.
    std::optional<RecordState> state() const;
};
Result<RecordInFeed> readRecord(HubStorage& storage, const AnswerPlan& plan, const RecordId& record);
/// Draft, submitted, returned, queried or reopened.
bool isOpenPhase(RecordPhase phase);
/// Where a walk goes on: behind the last of `records`, of which there were `limit` if there are more; 0 at its end.
quint64 walkOn(const QList<HubStorage::FeedRecord>& records, qsizetype limit, quint64 after);

/** Puts what comes before the rest of the feed into `answer.ahead`, as far as `room` lets it, takes that from `room`, and notes in `reader` what was
    sent: the open cases of `plan.person`, whole; where the answer has an order then the index, then the open cases of the others. What changed last
    comes first. Of each case it sends nothing that comes behind `plan.aheadThrough`. Cost: it reads what it sends, and kMostLookedAt records more
    in each step at most; the steps go on where the order stands. Memory: one frame, and one record.
*/
Result<> readAhead(HubStorage& storage, const AnswerPlan& plan, AnswerReader& reader, qsizetype& room,
                   SyncAnswer& answer);

/** One line for each case that the station does not have and that it may read, from `at` on, the one that changed last first; in `at` stands then where it
    goes on. At most kMostComing of them in kMostComingBytes, and no more than `room`, from which it takes them. Of cases of which the station has
    an entry behind its cursor there is none. Cost: a record read and folded for each line.
*/
Result<> readIndex(HubStorage& storage, const AnswerPlan& plan, const AnswerReader& reader, quint64& at,
                   qsizetype& room, QList<WireComing>& lines);

}  // namespace prohori
