// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ChangeHead.h"

#include "core/cases/CborHead.h"
#include "core/cases/ChangeCodec.h"
#include "core/cases/ItemCodec.h"

#include <algorithm>

namespace prohori {

namespace {

/// Walks over values by their heads. What is cut off or nested too deep ends the walk for good.
class Walk {
public:
    explicit Walk(QByteArrayView bytes) : m_bytes(bytes) {}

    bool isBroken() const { return m_isBroken; }
    /// Of the next value, which is entered.
    CborHead enter();
    void skip(int depth = 0) { skipRest(enter(), depth); }
    /// What follows the head of a value that was entered.
    void skipRest(const CborHead& value, int depth);
    template <typename Id>
    Id id()
    {
        const CborHead value = enter();
        const QByteArrayView raw = value.major == CborHead::Bytes ? take(value.argument) : QByteArrayView();
        m_isBroken = m_isBroken || raw.size() != Id::kSize;
        return m_isBroken ? Id() : Id::fromBytes(QByteArray::fromRawData(raw.data(), raw.size()));
    }

private:
    quint64 left() const { return quint64(m_bytes.size() - m_at); }
    QByteArrayView take(quint64 count);

    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_isBroken = false;
};

QByteArrayView Walk::take(quint64 count)
{
    if (m_isBroken || count > left()) {
        m_isBroken = true;
        return {};
    }
    const qsizetype from = std::exchange(m_at, m_at + qsizetype(count));
    return m_bytes.sliced(from, qsizetype(count));
}

CborHead Walk::enter()
{
    const CborHead head = CborHead::at(m_bytes, m_at);
    m_isBroken = m_isBroken || !head.isGood();
    if (m_isBroken)
        return {};
    m_at = head.end;
    return head;
}

void Walk::skipRest(const CborHead& value, int depth)
{
    if (value.major == CborHead::Bytes || value.major == CborHead::Text) {
        take(value.argument);
        return;
    }
    if (value.major != CborHead::Array && value.major != CborHead::Map)
        return;
    m_isBroken = m_isBroken || depth > CborHead::kMaxDepth || value.argument > left();
    const quint64 parts = value.major == CborHead::Map ? value.argument * 2 : value.argument;
    for (quint64 i = 0; i < parts && !m_isBroken; ++i)
        skip(depth + 1);
}

/// Whether an act of approval is among the items.
bool findApproval(Walk& walk)
{
    bool found = false;
    const CborHead items = walk.enter();
    if (items.major != CborHead::Array) {
        walk.skipRest(items, 1);
        return false;
    }
    for (quint64 i = 0; i < items.argument && !walk.isBroken(); ++i) {
        const CborHead item = walk.enter();
        if (item.major != CborHead::Array || item.argument < 2) {
            walk.skipRest(item, 2);
            continue;
        }
        const CborHead kind = walk.enter();
        walk.skipRest(kind, 3);
        const CborHead act = walk.enter();
        walk.skipRest(act, 3);
        found = found
             || (kind.major == CborHead::Number && kind.argument == quint64(kActItem)
                 && act.major == CborHead::Number && act.argument == quint64(ActKind::Approve));
        for (quint64 part = 2; part < item.argument && !walk.isBroken(); ++part)
            walk.skip(3);
    }
    return found;
}

}  // namespace

ChangeHead headOf(const ChangeBody& body)
{
    const bool approves = std::any_of(body.items.begin(), body.items.end(), [](const Item& item) {
        const auto* act = get_if<ActItem>(&item);
        return act && act->kind == ActKind::Approve;
    });
    return {body.replica, body.counter, body.prev, body.record, approves};
}

std::optional<ChangeHead> readHead(const QByteArray& signedBytes)
{
    Walk walk(signedBytes);
    const CborHead map = walk.enter();
    if (map.major != CborHead::Map)
        return std::nullopt;
    ChangeHead head;
    quint64 format = 0;
    for (quint64 i = 0; i < map.argument && !walk.isBroken(); ++i) {
        const CborHead key = walk.enter();
        if (key.major != CborHead::Number) {
            walk.skipRest(key, 1);
            walk.skip(1);
            continue;
        }
        switch (key.argument) {
        case kFormat: format = walk.enter().argument; break;
        case kReplica: head.replica = walk.id<ReplicaId>(); break;
        case kCounter: head.counter = walk.enter().argument; break;
        case kPrev: head.prev = walk.id<ChangeId>(); break;
        case kRecord: head.record = walk.id<RecordId>(); break;
        case kItems: head.approves = findApproval(walk); break;
        default: walk.skip(1); break;
        }
    }
    const bool isWhole = !walk.isBroken() && format > 0 && format <= quint64(Change::kFormatVersion)
                      && head.counter > 0 && !head.replica.isNull() && !head.record.isNull();
    return isWhole ? std::optional(head) : std::nullopt;
}

}  // namespace prohori
