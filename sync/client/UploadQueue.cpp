// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/UploadQueue.h"

#include <QSet>

#include <algorithm>

namespace prohori {

namespace {
constexpr qint64 kUsualChange = 500;  ///< bytes of a change on the line; of a case more, of an edit less
constexpr qint64 kLeastRead = 64;
}  // namespace

void UploadQueue::fill(const Store& store, qint64 budget, quint32 dictionary)
{
    if (!m_packed.isEmpty() && m_packed.first().frame.dictionary != dictionary)
        clear();
    const auto wanted = int(std::clamp<qint64>(budget / kUsualChange, kLeastRead, kMostRead));
    const qsizetype has = m_packedChanges + waiting();
    if (has > 0 && (m_isWhole || has >= std::min<qsizetype>(wanted, kMostSent)))
        return;
    QSet<ChangeId> packed;
    for (const PackedUpload& one : std::as_const(m_packed)) {
        for (const auto& [change, record] : one.changes)
            packed.insert(change);
    }
    m_waiting.clear();
    m_next = 0;
    const QList<OutboxEntry> entries = store.outbox(wanted);
    for (const OutboxEntry& entry : entries) {
        if (!packed.contains(entry.change->id()))
            m_waiting.append({entry.change, 0, {}});
    }
    m_isWhole = entries.size() < wanted;
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

bool UploadQueue::packNext(const FrameWriter& writer, quint32 dictionary)
{
    if (waiting() == 0)
        return false;
    PackedUpload made;
    const qsizetype end = m_next + packFrame(m_waiting, m_next, {}, made.frame, writer, dictionary);
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

std::optional<PackedUpload> UploadQueue::take(const FrameWriter& writer, quint32 dictionary)
{
    if (m_packed.isEmpty() && !packNext(writer, dictionary))
        return std::nullopt;
    m_packedChanges -= m_packed.first().changes.size();
    return m_packed.takeFirst();
}

}  // namespace prohori
