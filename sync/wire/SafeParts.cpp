// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of messages that tell what is in a backup of the hub, and that it was set back to one.
#include "sync/wire/MessageReader.h"
#include "sync/wire/Messages.h"

namespace prohori {

namespace {
constexpr std::size_t kSafeParts = 3;
}

Cbor earlierSafeToCbor(const QList<EarlierSafe>& earlier)
{
    Cbor::Array list;
    for (const EarlierSafe& one : earlier)
        list.emplace_back(
            Cbor::Array{Cbor(one.replica.toBytes()), Cbor(one.counter), Cbor(one.head.toBytes())});
    return Cbor(std::move(list));
}

QList<EarlierSafe> readEarlierSafe(MessageReader& in, const Cbor::Array& parts)
{
    QList<EarlierSafe> earlier;
    in.require(parts.size() <= std::size_t(SyncRequest::kMostEarlier));
    for (const Cbor& value : parts) {
        const Cbor::Array& one = value.toArray();
        in.require(one.size() == kSafeParts && one[1].isInt() && one[1].toInt() > 0);
        if (!in.isGood())
            break;
        const EarlierSafe safe{ReplicaId::fromBytes(one[0].toBytes()), static_cast<quint64>(one[1].toInt()),
                               ChangeId::fromBytes(one[2].toBytes())};
        in.require(!safe.replica.isNull() && !safe.head.isNull());
        earlier.append(safe);
    }
    return earlier;
}

Cbor setBackToCbor(const WireSetBack& setBack)
{
    return Cbor(Cbor::Array{Cbor(setBack.id), cursorsToCbor(setBack.cursors), Cbor(setBack.statements)});
}

WireSetBack readSetBack(MessageReader& in, const Cbor& value)
{
    WireSetBack setBack;
    const Cbor::Array& parts = value.toArray();
    in.require(parts.size() == kSafeParts && parts[0].isBytes() && parts[1].isMap() && parts[2].isInt()
               && parts[2].toInt() >= 0);
    if (!in.isGood())
        return setBack;
    setBack.id = parts[0].toBytes();
    in.require(setBack.id.size() == WireSetBack::kIdBytes);
    setBack.cursors = readCursors(in, parts[1]);
    setBack.statements = static_cast<quint64>(parts[2].toInt());
    return setBack;
}

}  // namespace prohori
