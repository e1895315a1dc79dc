// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/ChangeSieve.h"
#include "sync/wire/ChangeSplice.h"
#include "sync/wire/Compression.h"
#include "sync/wire/Messages.h"

#include <QHash>

namespace prohori {

// The form of a frame, for those who write and read it. Inside of sync/wire only.

/// Keys of a change's header (core/cases/RECORD.md) that hold what can be rebuilt or does not compress.
enum ChangeKey : int { kReplica = 1, kPrev = 3, kAuthor = 4, kRecord = 8, kParents = 12, kBoxes = 15 };

/// What was taken out of a change: part of the protocol, see PROTOCOL.md.
enum Mark : int {
    kSameWriter = 1,     ///< replica and author are those of the change before
    kPrevBefore = 2,     ///< prev is the last change of the replica before it
    kPrevAside = 4,      ///< prev stands aside
    kParentBefore = 8,   ///< the only parent is so many changes before it in the frame
    kParentIsPrev = 16,  ///< the only parent is prev
    kParentsAside = 32,  ///< the parents stand aside
    kBoxesAside = 64,    ///< the sealed boxes stand aside
    kAllMarks = 127,
    kParentFound = 128,  ///< the only parent: the first bytes of its id stand aside, behind the signature
    kSiftedMarks =
        kSameWriter | kPrevBefore | kParentBefore | kParentIsPrev,  ///< in a frame with a dictionary
};

enum Method : int { kStored = 0, kZstd = 1 };

inline constexpr int kEntryParts = 3;  ///< marks, body, way back to the parent; in a feed two more
inline constexpr int kFeedParts = 2;   ///< steps of position and time of receipt

inline QByteArray encodedId(const ChangeId& id)
{
    return Cbor(id.toBytes()).encode();
}

/// What both sides know of the changes before the present one.
class FrameMemory {
public:
    explicit FrameMemory(const FrameWriter& writer)
        : m_replica(Cbor(writer.replica.toBytes()).encode()),
          m_author(Cbor(writer.author.toBytes()).encode())
    {
        if (!writer.head.isNull())
            m_last.insert(m_replica, writer.head);
    }

    const QByteArray& replica() const { return m_replica; }
    const QByteArray& author() const { return m_author; }
    ChangeId lastOf(const QByteArray& replica) const { return m_last.value(replica); }
    qsizetype wayBackTo(const ChangeId& id) const
    {
        const auto at = m_places.constFind(id);
        return at == m_places.constEnd() ? 0 : m_ids.size() - *at;
    }
    ChangeId back(qint64 way) const
    {
        return way > 0 && way <= m_ids.size() ? m_ids[m_ids.size() - way] : ChangeId();
    }
    void add(const ChangeId& id, const QByteArray& replica, const QByteArray& author)
    {
        m_places.insert(id, m_ids.size());
        m_ids.append(id);
        m_last.insert(replica, id);
        m_replica = replica;
        m_author = author;
    }

private:
    QByteArray m_replica, m_author;  ///< encoded, of the change before
    QHash<QByteArray, ChangeId> m_last;
    QHash<ChangeId, qsizetype> m_places;
    QList<ChangeId> m_ids;
};

}  // namespace prohori
