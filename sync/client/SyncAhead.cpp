// SPDX-License-Identifier: GPL-3.0-or-later
// What comes before its turn: the open cases of who asks, while much else is still to come.
#include "sync/client/SyncWork.h"

#include <algorithm>

namespace prohori {

namespace {

constexpr std::size_t kNoteParts = 5;
constexpr int kNoteForm = 2;
constexpr qsizetype kMostNoteBytes = 1024 * 1024;
constexpr int kNoteDepth = 4;

/// Of its record everything up to the place of the note is here. What is one too many comes once more.
void notePlace(quint64 place, QList<quint64>& places)
{
    const auto at = std::lower_bound(places.begin(), places.end(), place);
    if (places.size() < WireOrder::kMostPlaces && (at == places.end() || *at != place))
        places.insert(at, place);
}

QList<ComingCase> casesOf(const QList<WireComing>& coming)
{
    QList<ComingCase> cases;
    for (const WireComing& one : coming) {
        // A state of a later version has no name here; a number with a nought in it is none.
        const bool isNumber = !one.localRef.contains(QChar(0)) && !one.nationalRef.contains(QChar(0));
        if (isNumber && one.phase <= quint8(RecordPhase::Void))
            cases.append({one.record, one.localRef, one.nationalRef, static_cast<RecordPhase>(one.phase),
                          one.received});
    }
    return cases;
}

/// What the cursor has passed need not be named any more.
void forRequest(WireAhead& note, const QList<FeedCursor>& cursors, bool isOther)
{
    if (isOther)
        note.order->own = note.through;
    for (const FeedCursor& cursor : cursors) {
        if (cursor.feed == note.feed)
            note.order->places.removeIf([&](quint64 place) { return place <= cursor.position; });
    }
}

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
    if (!read || read->isEmpty() || !readOrder(parts[4], *read))
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
    const bool isOther = parts[2] != Cbor(identity.person.toBytes());
    for (WireAhead& one : ahead) {
        one.isLast = one.isLast && !isOther;
        if (one.order)
            forRequest(one, cursors, isOther);
    }
    return passed > 0 ? keepAhead() : Result<>();
}

QByteArray SyncClient::Private::aheadNote() const
{
    return Cbor(Cbor::Array{Cbor(kNoteForm), Cbor(store.replica().toBytes()), Cbor(identity.person.toBytes()),
                            aheadToCbor(ahead), orderToCbor(ahead)})
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
    auto note = noteOf(answer.ahead->feed);
    if (note == ahead.end()) {
        ahead.append({answer.ahead->feed, answer.ahead->through, {}});
        note = ahead.end() - 1;
    }
    const quint64 place = note->through;
    if (answer.ahead->order && !note->order)
        note->order = WireOrder{place, place, place, {}};
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
    const auto note = noteOf(frame.feed);
    const bool hasPlaces = arrived.ahead->order.has_value();
    QHash<RecordId, quint64> lastOf;
    for (const FramedChange& framed : *changes) {
        const RecordId& record = framed.change->head().record;
        lastOf[record] = std::max(lastOf.value(record), framed.position);
        if (frame.through < note->through) {
            note->begun = record;
            note->begunThrough = frame.through;
        } else if (!hasPlaces && !note->records.contains(record)
                   && note->records.size() < WireAhead::kMostRecords) {
            note->records.append(record);
        }
        if (frame.through == note->through && note->begun == record)
            note->begun = {};
    }
    if (hasPlaces && frame.through == note->through) {
        for (const quint64 place : std::as_const(lastOf))
            notePlace(place, note->order->places);
    }
    QList<IncomingChange> incoming;
    for (const FramedChange& framed : *changes)
        incoming.append({framed.change, framed.received, framed.position});
    if (auto applied = apply(incoming, {}, aheadNote()); !applied)
        return applied;
    return nextAhead == arrived.ahead->frames.size() ? endAhead() : Result<>();
}

/// All frames of it are here. What the index tells is kept with where it stands: what is told once more does no harm.
Result<> SyncClient::Private::endAhead()
{
    const auto note = noteOf(arrived.ahead->feed);
    const WireAhead before = *note;
    note->isLast = note->isLast || arrived.ahead->isLast;
    if (const auto& order = arrived.ahead->order) {
        note->order->own = order->own;
        note->order->index = order->index;
        note->order->open = order->open;
    }
    if (!arrived.ahead->coming.isEmpty())
        return store.takeComing(note->feed, note->through, casesOf(arrived.ahead->coming), aheadNote());
    return *note == before ? Result<>() : keepAhead();
}

QList<WireAhead>::iterator SyncClient::Private::noteOf(const Scope& feed)
{
    return std::find_if(ahead.begin(), ahead.end(), [&](const WireAhead& one) { return one.feed == feed; });
}

}  // namespace prohori
