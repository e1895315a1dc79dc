// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/NextFrames.h"

#include <algorithm>
#include <utility>

namespace prohori {

namespace {

/// Of each record that is created among the changes, what all of its changes among them come to, if they were made by those who are named. Ends when
/// somebody waits.
void foldTogether(QList<IncomingChange>& changes, const Directory& known, const std::atomic<bool>& isAwaited)
{
    QHash<RecordId, QList<qsizetype>> places;
    for (qsizetype at = 0; at < changes.size(); ++at)
        places[changes[at].change->body().record].append(at);
    for (IncomingChange& incoming : changes) {
        if (!incoming.change->body().creation)
            continue;
        if (isAwaited)
            return;
        QList<ChangePtr> ofRecord;
        const QList<qsizetype> its = places.take(incoming.change->body().record);
        for (const qsizetype at : its)
            ofRecord.append(changes[at].change);
        const bool areProven = std::all_of(ofRecord.begin(), ofRecord.end(), [&](const ChangePtr& change) {
            return proveAhead(known, *change);
        });
        if (!its.isEmpty() && areProven)
            changes[its.last()].folded = FoldedAhead::of(ofRecord);
    }
}

}  // namespace

TakenTogether readTogether(const QList<Frame>& frames, qsizetype from, qsizetype most, const Directory& known)
{
    TakenTogether read;
    read.cursor.feed = frames[from].feed;
    read.next = from;
    while (read.next < frames.size() && frames[read.next].feed == read.cursor.feed
           && read.changes.size() < most) {
        const Frame& frame = frames[read.next];
        const auto changes = unpackFrame(frame);
        if (!changes) {
            if (read.next == from)
                read.fault = changes.error();
            break;
        }
        for (const FramedChange& framed : *changes) {
            proveAhead(known, *framed.change);
            read.changes.append(
                {framed.change, framed.received, framed.position, false, packedChange(*framed.change), {}});
        }
        read.cursor.position = std::max(read.cursor.position, frame.through);
        ++read.next;
    }
    return read;
}

ReadAhead<TakenTogether> nextFrames(QList<Frame> frames, qsizetype from, qsizetype most, Directory known)
{
    return ReadAhead<TakenTogether>(
        [frames = std::move(frames), from, most, known = std::move(known)](const auto& isAwaited) {
            TakenTogether read = readTogether(frames, from, most, known);
            foldTogether(read.changes, known, isAwaited);
            return read;
        });
}

ReadAhead<ReadAnswer> nextAnswer(QByteArray body, HubId hub, QByteArray requestHash, qsizetype most,
                                 Directory known)
{
    return ReadAhead<ReadAnswer>([body = std::move(body), hub, requestHash = std::move(requestHash), most,
                                  known = std::move(known)](const auto& isAwaited) {
        ReadAnswer read{SyncAnswer::decode(body, hub, requestHash), {}};
        if (!read.answer || !read.answer->error.isEmpty() || read.answer->frames.isEmpty()
            || read.answer->ahead || !read.answer->statements.isEmpty())
            return read;
        read.first = readTogether(read.answer->frames, 0, most, known);
        foldTogether(read.first.changes, known, isAwaited);
        return read;
    });
}

}  // namespace prohori
