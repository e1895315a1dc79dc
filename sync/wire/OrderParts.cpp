// SPDX-License-Identifier: GPL-3.0-or-later
// In which order things come before their turn, and the index of what is still to come.
#include "sync/wire/Compression.h"
#include "sync/wire/MessageReader.h"
#include "sync/wire/Messages.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kOrderParts = 5;
constexpr std::size_t kStepParts = 3;
constexpr std::size_t kComingParts = 3;  ///< behind those
constexpr std::size_t kShortLine = 3, kLongLine = 4;
constexpr qsizetype kLongestRef = 64;
constexpr qint64 kMinute = 60'000;
constexpr qint64 kMostMinutes = qint64(1) << 36;
constexpr int kPlain = 0, kPacked = 1;  ///< methods, as those of frames
constexpr int kMostShift = 56;

Error badOrder()
{
    return {ErrorCode::Invalid, u"the order of what comes before its turn breaks the form of the protocol"_s};
}

Error badComing()
{
    return {ErrorCode::Invalid, u"an index breaks the form of the protocol"_s};
}

bool isWithin(const Cbor& value, quint64 through)
{
    return value.isInt() && value.toInt() >= 0 && static_cast<quint64>(value.toInt()) <= through;
}

/// Ascending: the step from each to the next, seven bits a byte, the low ones first, all but its last byte with the high bit.
QByteArray stepsOf(const QList<quint64>& places)
{
    QByteArray bytes;
    quint64 before = 0;
    for (const quint64 place : places) {
        quint64 step = place - std::exchange(before, place);
        for (; step > 0x7f; step >>= 7)
            bytes.append(static_cast<char>(0x80 | (step & 0x7f)));
        bytes.append(static_cast<char>(step));
    }
    return bytes;
}

bool readSteps(const QByteArray& bytes, quint64 through, QList<quint64>& places)
{
    quint64 at = 0, step = 0;
    int shift = 0;
    for (const char byte : bytes) {
        if (shift > kMostShift || places.size() == WireOrder::kMostPlaces)
            return false;
        const auto value = static_cast<quint8>(byte);
        step |= quint64(value & 0x7f) << shift;
        shift += 7;
        if (value & 0x80)
            continue;
        // One form for one number: no empty last byte, no step that stands still.
        if (value == 0 || step > through - at)
            return false;
        at += step;
        places.append(at);
        step = 0;
        shift = 0;
    }
    return shift == 0;
}

bool readOrderOf(const Cbor& value, quint64 through, WireOrder& order)
{
    const Cbor::Array& parts = value.toArray();
    if (!isWithin(parts[1], through) || !isWithin(parts[2], through) || !isWithin(parts[3], through)
        || !parts[4].isBytes())
        return false;
    order.own = static_cast<quint64>(parts[1].toInt());
    order.index = static_cast<quint64>(parts[2].toInt());
    order.open = static_cast<quint64>(parts[3].toInt());
    return readSteps(parts[4].toBytes(), through, order.places);
}

bool readLine(const Cbor& value, qint64& minutes, WireComing& line)
{
    const Cbor::Array& parts = value.toArray();
    if (parts.size() != kShortLine && parts.size() != kLongLine)
        return false;
    const bool isLong = parts.size() == kLongLine;
    const bool isGood = parts[0].isText() && !parts[0].toText().isEmpty()
                     && parts[0].toText().size() <= kLongestRef && parts[1].isInt() && parts[1].toInt() > 0
                     && parts[1].toInt() <= 255 && parts[2].isInt() && parts[2].toInt() >= -kMostMinutes
                     && parts[2].toInt() <= kMostMinutes
                     && (!isLong
                         || (parts[3].isText() && !parts[3].toText().isEmpty()
                             && parts[3].toText().size() <= kLongestRef));
    if (!isGood)
        return false;
    minutes += parts[2].toInt();
    if (minutes < 0 || minutes > kMostMinutes)
        return false;
    line.localRef = parts[0].toText();
    line.nationalRef = isLong ? parts[3].toText() : QString();
    line.phase = static_cast<quint8>(parts[1].toInt());
    line.received = Instant::fromMs(minutes * kMinute);
    return true;
}

}  // namespace

Cbor orderToCbor(const QList<WireAhead>& ahead)
{
    Cbor map = Cbor::map();
    for (const WireAhead& note : ahead) {
        if (note.order)
            map.set(Cbor(note.feed),
                    Cbor(Cbor::Array{Cbor(note.through), Cbor(note.order->own), Cbor(note.order->index),
                                     Cbor(note.order->open), Cbor(stepsOf(note.order->places))}));
    }
    return map;
}

Result<> readOrder(const Cbor& value, QList<WireAhead>& ahead)
{
    if (!value.isMap() || value.entries().size() > kMostFeeds)
        return badOrder();
    for (const auto& [feed, order] : value.entries()) {
        const Cbor::Array& parts = order.toArray();
        if (!feed.isText() || parts.size() != kOrderParts || !parts[0].isInt())
            return badOrder();
        const auto named = std::find_if(ahead.begin(), ahead.end(), [&](const WireAhead& one) {
            return Cbor(one.feed) == feed && Cbor(one.through) == parts[0];
        });
        if (named != ahead.end() && !readOrderOf(order, named->through, named->order.emplace()))
            return badOrder();
    }
    return {};
}

Cbor::Array comingToCbor(const QList<WireComing>& coming)
{
    QByteArray ids;
    Cbor::Array lines;
    qint64 before = 0;
    for (const WireComing& one : coming) {
        ids.append(one.record.toBytes());
        const qint64 minutes = one.received.msSinceEpoch / kMinute;
        Cbor::Array line{Cbor(one.localRef.left(kLongestRef)), Cbor(int(one.phase)),
                         Cbor(minutes - std::exchange(before, minutes))};
        if (!one.nationalRef.isEmpty())
            line.emplace_back(one.nationalRef.left(kLongestRef));
        lines.emplace_back(std::move(line));
    }
    const QByteArray plain = Cbor(std::move(lines)).encode();
    const QByteArray packed = compress(plain);
    // What packs better than any reader believes goes as it is.
    const bool isPacked = packed.size() < plain.size() && packed.size() * kMaxExpansion > plain.size();
    return {Cbor(ids), Cbor(isPacked ? kPacked : kPlain), Cbor(isPacked ? packed : plain)};
}

Result<QList<WireComing>> comingFromCbor(const Cbor& ids, const Cbor& method, const Cbor& content)
{
    if (!ids.isBytes() || !method.isInt() || !content.isBytes())
        return badComing();
    const QByteArray all = ids.toBytes();
    const qsizetype count = all.size() / RecordId::kSize;
    const bool isPacked = method.toInt() == kPacked;
    if (all.isEmpty() || all.size() % RecordId::kSize != 0 || count > kMostComing
        || (!isPacked && method.toInt() != kPlain) || content.toBytes().size() > kMaxComingRaw)
        return badComing();
    const auto plain =
        isPacked ? decompress(content.toBytes(), kMaxComingRaw) : Result<QByteArray>(content.toBytes());
    if (!plain)
        return plain.error();
    const auto lines = Cbor::decode(*plain, {kMaxComingRaw, 2, (kLongLine + 1) * kMostComing + 1});
    if (!lines)
        return lines.error();
    if (!lines->isArray() || qsizetype(lines->toArray().size()) != count)
        return badComing();
    QList<WireComing> coming;
    coming.reserve(count);
    qint64 minutes = 0;
    for (const Cbor& line : lines->toArray()) {
        WireComing& one = coming.emplaceBack();
        one.record = RecordId::fromBytes(all.sliced((coming.size() - 1) * RecordId::kSize, RecordId::kSize));
        if (one.record.isNull() || !readLine(line, minutes, one))
            return badComing();
    }
    return coming;
}

Cbor aheadOrderToCbor(const WireAheadFrames& ahead)
{
    Cbor::Array parts{Cbor(ahead.order->own), Cbor(ahead.order->index), Cbor(ahead.order->open)};
    if (!ahead.coming.isEmpty()) {
        const Cbor::Array coming = comingToCbor(ahead.coming);
        parts.insert(parts.end(), coming.begin(), coming.end());
    }
    return Cbor(std::move(parts));
}

void readAheadOrder(MessageReader& in, const Cbor& value, WireAheadFrames& ahead)
{
    const Cbor::Array& parts = value.toArray();
    in.require(parts.size() == kStepParts || parts.size() == kStepParts + kComingParts);
    if (!in.isGood())
        return;
    in.require(isWithin(parts[0], ahead.through) && isWithin(parts[1], ahead.through)
               && isWithin(parts[2], ahead.through));
    if (!in.isGood())
        return;
    ahead.order = WireOrder{static_cast<quint64>(parts[0].toInt()), static_cast<quint64>(parts[1].toInt()),
                            static_cast<quint64>(parts[2].toInt())};
    if (parts.size() == kStepParts)
        return;
    auto coming = comingFromCbor(parts[3], parts[4], parts[5]);
    in.require(coming.has_value());
    if (coming)
        ahead.coming = std::move(*coming);
}

}  // namespace prohori
