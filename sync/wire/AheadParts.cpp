// SPDX-License-Identifier: GPL-3.0-or-later
// What comes before its turn, in requests and answers.
#include "sync/wire/MessageReader.h"
#include "sync/wire/Messages.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kNoteParts = 3;
constexpr std::size_t kBegunParts = 2;  ///< after those
constexpr std::size_t kFramesParts = 4;

bool isFeed(const Cbor& value)
{
    return value.isText() && !value.toText().isEmpty() && value.toText().size() <= kMaxScopeLength;
}

bool isPosition(const Cbor& value)
{
    return value.isInt() && value.toInt() > 0;
}

/// A record of which the beginning is there, and up to where.
bool readBegun(const Cbor::Array& parts, WireAhead& note)
{
    const Cbor& record = parts[kNoteParts];
    const Cbor& through = parts[kNoteParts + 1];
    if (!record.isBytes() || record.toBytes().size() != RecordId::kSize || !isPosition(through))
        return false;
    note.begun = RecordId::fromBytes(record.toBytes());
    note.begunThrough = static_cast<quint64>(through.toInt());
    return !note.begun.isNull() && note.begunThrough < note.through;
}

bool readNote(const Cbor& feed, const Cbor& value, WireAhead& note)
{
    const Cbor::Array& parts = value.toArray();
    const bool isLong = parts.size() == kNoteParts + kBegunParts;
    if (!isFeed(feed) || (parts.size() != kNoteParts && !isLong) || !isPosition(parts[0])
        || !parts[1].isBytes() || !parts[2].isBool())
        return false;
    const QByteArray records = parts[1].toBytes();
    if (records.size() % RecordId::kSize != 0 || records.size() > WireAhead::kMostRecords * RecordId::kSize)
        return false;
    note.feed = feed.toText();
    note.through = static_cast<quint64>(parts[0].toInt());
    note.isLast = parts[2].toBool();
    for (qsizetype at = 0; at < records.size(); at += RecordId::kSize)
        note.records.append(RecordId::fromBytes(records.sliced(at, RecordId::kSize)));
    return !isLong || readBegun(parts, note);
}

}  // namespace

Cbor aheadToCbor(const QList<WireAhead>& ahead)
{
    Cbor map = Cbor::map();
    for (const WireAhead& note : ahead) {
        QByteArray records;
        for (const RecordId& record : note.records)
            records.append(record.toBytes());
        Cbor::Array parts{Cbor(note.through), Cbor(records), Cbor(note.isLast)};
        if (!note.begun.isNull())
            parts.insert(parts.end(), {Cbor(note.begun.toBytes()), Cbor(note.begunThrough)});
        map.set(Cbor(note.feed), Cbor(std::move(parts)));
    }
    return map;
}

Result<QList<WireAhead>> aheadFromCbor(const Cbor& value)
{
    QList<WireAhead> ahead;
    bool isGood = value.isMap() && value.entries().size() <= kMostFeeds;
    for (const auto& [feed, parts] : value.entries())
        isGood = isGood && readNote(feed, parts, ahead.emplaceBack());
    if (!isGood)
        return Error{ErrorCode::Invalid, u"what is here before its turn breaks the form of the protocol"_s};
    return ahead;
}

Cbor aheadFramesToCbor(const WireAheadFrames& ahead)
{
    Cbor::Array frames;
    for (const Frame& frame : ahead.frames)
        frames.push_back(frameToCbor(frame));
    return Cbor(
        Cbor::Array{Cbor(ahead.feed), Cbor(ahead.through), Cbor(ahead.isLast), Cbor(std::move(frames))});
}

WireAheadFrames readAheadFrames(MessageReader& in, const Cbor& value)
{
    WireAheadFrames ahead;
    const Cbor::Array& parts = value.toArray();
    in.require(parts.size() == kFramesParts);
    if (!in.isGood())
        return ahead;
    in.require(isFeed(parts[0]) && isPosition(parts[1]) && parts[2].isBool() && parts[3].isArray());
    if (!in.isGood())
        return ahead;
    ahead.feed = parts[0].toText();
    ahead.through = static_cast<quint64>(parts[1].toInt());
    ahead.isLast = parts[2].toBool();
    for (const Cbor& part : parts[3].toArray()) {
        auto frame = frameFromCbor(part);
        in.require(frame && frame->feed == ahead.feed && frame->through > 0 && frame->through <= ahead.through
                   && !frame->packed.isEmpty());
        if (!in.isGood())
            break;
        ahead.frames.append(std::move(*frame));
    }
    return ahead;
}

}  // namespace prohori
