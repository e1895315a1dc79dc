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

/** What waits in the outbox, read bit by bit and once, in its order, and packed into frames some of which may go with a later request: while the hub works
    on one, the next one is read and packed.

    Valid while nothing but receipts comes in: whoever learns anything else, or becomes another replica, clears it. Memory: 2 kRead changes, and kMostSent
    of them packed.
*/
class UploadQueue {
public:
    static constexpr int kRead = 256;  ///< changes that are read together; twice as many may wait
    static constexpr qsizetype kMostSent =
        500;  ///< changes of a request: while the hub takes them, as many are made ready

    explicit UploadQueue(const Store& store) : m_store(store) {}

    void clear();
    /// Before a request is made, while nothing is on its way: what waits in the outbox though it was read before, waits here again.
    void begin(quint32 dictionary);
    /// Whether begin() would go on behind what was taken, with a change of this replica to come.
    bool goesOn(const ReplicaId& replica, quint32 dictionary);
    /// The first change of this replica that waits here; null: none.
    const ChangeHead* firstOf(const ReplicaId& replica) const;
    /// Packs one frame more; false when nothing is left. Only the first frame of a request goes by the head of `writer`.
    bool packNext(const FrameWriter& writer, const FramePacking& packing);
    /// The frame that comes next.
    std::optional<PackedUpload> take(const FrameWriter& writer, const FramePacking& packing);
    /// Changes in frames that are ready.
    qsizetype packed() const { return m_packedChanges; }

private:
    qsizetype waiting() const { return m_waiting.size() - m_next; }
    void readOn();

    const Store& m_store;
    QList<PackedUpload> m_packed;
    qsizetype m_packedChanges = 0;
    QList<FramedChange> m_waiting;  ///< behind these
    qsizetype m_next = 0;           ///< of them: the first that is not packed
    qint64 m_read = 0;              ///< the outbox was read up to this place …
    bool m_isAtEnd = false;         ///< … where it ended
};

}  // namespace prohori
