// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of sync/client only.
#pragma once

#include "core/storage/Store.h"
#include "sync/wire/Messages.h"

#include <optional>

namespace prohori {

/// A frame on its way up, and what is in it.
struct PackedUpload {
    Frame frame;
    QList<std::pair<ChangeId, RecordId>> changes;
    std::optional<ChangeHead> own;  ///< of the first change of the present replica
};

/** What waits in the outbox, read once and in its order, and packed into frames some of which may go with a later request: while the hub works on
    one, the next one is packed.

    Valid while nothing but receipts comes in: whoever learns anything else, or becomes another replica, clears it. Memory: kMostRead changes.
*/
class UploadQueue {
public:
    static constexpr int kMostRead = 2000;
    static constexpr qsizetype kMostSent = 1000;  ///< changes of a request

    void clear() { *this = {}; }
    /// Reads what a request of `budget` bytes may need. Only while nothing is on its way: what was sent stays in the outbox until the hub has answered.
    void fill(const Store& store, qint64 budget, quint32 dictionary);
    /// The first change of this replica that waits here; null: none.
    const ChangeHead* firstOf(const ReplicaId& replica) const;
    /// Packs one frame more; false when nothing is left. Only the first frame of a request goes by the head of `writer`.
    bool packNext(const FrameWriter& writer, quint32 dictionary);
    /// The frame that comes next.
    std::optional<PackedUpload> take(const FrameWriter& writer, quint32 dictionary);
    /// Changes in frames that are ready.
    qsizetype packed() const { return m_packedChanges; }

private:
    qsizetype waiting() const { return m_waiting.size() - m_next; }

    QList<PackedUpload> m_packed;
    qsizetype m_packedChanges = 0;
    QList<FramedChange> m_waiting;  ///< behind these
    qsizetype m_next = 0;           ///< of them: the first that is not packed
    bool m_isWhole = false;         ///< there was nothing more in the outbox
};

}  // namespace prohori
