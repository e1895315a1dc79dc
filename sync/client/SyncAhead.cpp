// SPDX-License-Identifier: GPL-3.0-or-later
// What comes before its turn: the open cases of who asks, while much else is still to come.
#include "sync/client/SyncWork.h"

#include <algorithm>

namespace prohori {

namespace {

constexpr std::size_t kNoteParts = 4;
constexpr int kNoteForm = 1;
constexpr qsizetype kMostNoteBytes = 1024 * 1024;
constexpr int kNoteDepth = 4;

}  // namespace

/// What is noted belongs to one incarnation of this store: another one may have lost some of what is here. What the cursor has passed is done with.
Result<> SyncClient::Private::readAhead()
{
    ahead.clear();
    const QByteArray kept = store.blobSetting(Store::kAhead);
    if (kept.isEmpty())
        return {};
    const auto note = Cbor::decode(kept, {kMostNoteBytes, kNoteDepth});
    const Cbor::Array& parts = note ? note->toArray() : Cbor().toArray();
    const bool isOurs = parts.size() == kNoteParts && parts[0] == Cbor(kNoteForm)
                     && parts[1] == Cbor(store.replica().toBytes()) && !store.needsRemint();
    auto read = isOurs ? aheadFromCbor(parts[3]) : Result<QList<WireAhead>>(QList<WireAhead>());
    if (!read || read->isEmpty())
        return forgetAhead();
    const QList<FeedCursor> cursors = store.cursors();
    const auto isPassed = [&](const WireAhead& one) {
        return std::any_of(cursors.begin(), cursors.end(), [&](const FeedCursor& cursor) {
            return cursor.feed == one.feed && cursor.position >= one.through;
        });
    };
    const auto passed = read->removeIf(isPassed);
    ahead = *read;
    // Somebody else's open cases may still be to come.
    if (parts[2] != Cbor(identity.person.toBytes())) {
        for (WireAhead& one : ahead)
            one.isLast = false;
    }
    return passed > 0 ? keepAhead() : Result<>();
}

QByteArray SyncClient::Private::aheadNote() const
{
    return Cbor(Cbor::Array{Cbor(kNoteForm), Cbor(store.replica().toBytes()), Cbor(identity.person.toBytes()),
                            aheadToCbor(ahead)})
        .encode();
}

Result<> SyncClient::Private::keepAhead()
{
    return ahead.isEmpty() ? forgetAhead() : store.setBlobSetting(Store::kAhead, aheadNote());
}

Result<> SyncClient::Private::forgetAhead()
{
    ahead.clear();
    return store.blobSetting(Store::kAhead).isEmpty() ? Result<>() : store.setBlobSetting(Store::kAhead, {});
}

/// What the hub goes by is what is noted here, or nothing is: else it would leave out what has not come.
Result<> SyncClient::Private::takeAhead(const SyncAnswer& answer)
{
    if (!answer.ahead)
        return forgetAhead();
    const auto isOther = [&](const WireAhead& one) {
        return one.feed == answer.ahead->feed && one.through != answer.ahead->through;
    };
    const auto other = ahead.removeIf(isOther);
    const bool isKnown = std::any_of(ahead.begin(), ahead.end(),
                                     [&](const WireAhead& one) { return one.feed == answer.ahead->feed; });
    if (!isKnown)
        ahead.append({answer.ahead->feed, answer.ahead->through, {}});
    if (other > 0) {
        if (auto kept = keepAhead(); !kept)
            return kept;
    }
    return answer.ahead->frames.isEmpty() ? endAhead() : Result<>();
}

/// In one transaction with the changes: what is noted is here, and what is here comes once.
Result<> SyncClient::Private::takeAheadFrame(const Frame& frame)
{
    const auto changes = unpackFrame(frame);
    if (!changes)
        return changes.error();
    const auto note = std::find_if(ahead.begin(), ahead.end(),
                                   [&](const WireAhead& one) { return one.feed == frame.feed; });
    for (const FramedChange& framed : *changes) {
        const RecordId& record = framed.change->head().record;
        if (frame.through < note->through) {
            note->begun = record;
            note->begunThrough = frame.through;
        } else if (!note->records.contains(record) && note->records.size() < WireAhead::kMostRecords) {
            note->records.append(record);
        }
        if (frame.through == note->through && note->begun == record)
            note->begun = {};
    }
    if (auto applied = apply(*changes, {}, aheadNote()); !applied)
        return applied;
    return nextAhead == arrived.ahead->frames.size() ? endAhead() : Result<>();
}

/// All frames of it are here.
Result<> SyncClient::Private::endAhead()
{
    const auto note = std::find_if(ahead.begin(), ahead.end(),
                                   [&](const WireAhead& one) { return one.feed == arrived.ahead->feed; });
    if (note->isLast || !arrived.ahead->isLast)
        return {};
    note->isLast = true;
    return keepAhead();
}

}  // namespace prohori
