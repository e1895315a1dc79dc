// SPDX-License-Identifier: GPL-3.0-or-later
// What goes before its turn. Inside of sync/hub only.
#pragma once

#include "sync/hub/AnswerPlan.h"

#include <QHash>
#include <QSet>

namespace prohori {

/// Who asks, and what he has: whatever is left out of an answer.
struct AnswerReader {
    ReplicaId replica;
    QSet<ChangeId> uploaded;  ///< with this request
    quint32 dictionary = 0;
    QHash<RecordId, quint64> ahead = {};  ///< of these records everything up to here

    bool hasAhead(const RecordId& record, quint64 position) const
    {
        return position <= ahead.value(record, 0);
    }
};

/// Whether the station has an entry as its own work.
Result<bool> isOwnWork(HubStorage& storage, const AnswerPlan& plan, const AnswerReader& reader,
                       const FeedEntry& entry);
/// What headquarters adds to the record of an approval.
Result<> annotate(HubStorage& storage, const FramedChange& approval, SyncAnswer& answer);

/** Puts the whole histories of the open cases of `plan.person` into `answer.ahead`, those that changed last first, as far as `room` lets them; takes it from
    `room`, and notes them in `reader`. Of each case it sends nothing that comes behind `plan.aheadThrough`; which cases are looked at, a thousand at most, goes by what the person wrote until now. Memory: one frame, and one record.
*/
Result<> readAhead(HubStorage& storage, const AnswerPlan& plan, AnswerReader& reader, qsizetype& room,
                   SyncAnswer& answer);

}  // namespace prohori
