// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/UploadQueue.h"

#include <utility>

namespace prohori {

void UploadQueue::clear()
{
    m_packed.clear();
    m_waiting.clear();
    m_packedChanges = m_next = 0;
    m_read = 0;
    m_isAtEnd = false;
}

void UploadQueue::begin(quint32 dictionary)
{
    if (!m_packed.isEmpty() && m_packed.first().frame.dictionary != dictionary)
        clear();
    if (m_packed.isEmpty() && waiting() == 0)
        clear();
    readOn();
}

bool UploadQueue::goesOn(const ReplicaId& replica, quint32 dictionary)
{
    readOn();
    return firstOf(replica) && (m_packed.isEmpty() || m_packed.first().frame.dictionary == dictionary);
}

/// What is saved meanwhile stands behind all that is here. What comes back to an earlier place is read when the queue begins anew.
void UploadQueue::readOn()
{
    if (m_isAtEnd || waiting() >= kRead)
        return;
    m_waiting.remove(0, std::exchange(m_next, 0));
    const QList<OutboxEntry> entries = m_store.outbox(kRead, m_read);
    for (const OutboxEntry& entry : entries)
        m_waiting.append({entry.change, 0, {}});
    m_isAtEnd = entries.size() < kRead;
    m_read = entries.isEmpty() ? m_read : entries.last().place;
}

const ChangeHead* UploadQueue::firstOf(const ReplicaId& replica) const
{
    for (const PackedUpload& one : m_packed) {
        if (one.own)
            return &*one.own;
    }
    for (qsizetype at = m_next; at < m_waiting.size(); ++at) {
        if (m_waiting[at].change->head().replica == replica)
            return &m_waiting[at].change->head();
    }
    return nullptr;
}

bool UploadQueue::packNext(const FrameWriter& writer, const FramePacking& packing)
{
    readOn();
    if (waiting() == 0)
        return false;
    PackedUpload made;
    const qsizetype end = m_next + packFrame(m_waiting, m_next, {}, made.frame, writer, packing);
    for (; m_next < end; ++m_next) {
        const ChangePtr change = std::exchange(m_waiting[m_next].change, nullptr);
        if (!made.own && change->head().replica == writer.replica)
            made.own = change->head();
        made.changes.append({change->id(), change->head().record});
    }
    m_packedChanges += made.changes.size();
    m_packed.append(std::move(made));
    return true;
}

std::optional<PackedUpload> UploadQueue::take(const FrameWriter& writer, const FramePacking& packing)
{
    if (m_packed.isEmpty() && !packNext(writer, packing))
        return std::nullopt;
    m_packedChanges -= m_packed.first().changes.size();
    return m_packed.takeFirst();
}

}  // namespace prohori
