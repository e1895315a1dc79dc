// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ChangeDictionary.h"
#include "sync/wire/Messages.h"

#include <cstdint>
#include <cstdlib>

using namespace prohori;

namespace {

/// What a frame gives can be packed again, and then gives the same.
void unpackAndPack(const Frame& frame, Broken broken)
{
    FrameWriter reader;
    reader.findHeld = [](const RecordId& record, const QByteArray& start) {
        return std::optional(ChangeId::fromBytes(blake2b(record.toBytes() + start)));
    };
    const auto changes = unpackFrame(frame, reader, broken);
    if (!changes) {
        if (changes.error().detail.isEmpty())
            std::abort();
        return;
    }
    for (const FramedChange& framed : *changes) {
        if (!framed.change)
            return;
    }
    if (changes->isEmpty())
        return;
    Frame again;
    const qsizetype taken = packFrame(*changes, 0, frame.feed, again, {}, frame.dictionary);
    const auto same = unpackFrame(again);
    if (taken < 1 || !same || same->size() != taken)
        std::abort();
    for (qsizetype at = 0; at < taken; ++at) {
        if (!(same->at(at).change->id() == changes->at(at).change->id())
            || same->at(at).position != changes->at(at).position)
            std::abort();
    }
}

}  // namespace

/** Reads any bytes as a frame of changes (REL-46): as they came, and with the first two bytes as the length of what stands aside, the
    rest being what a stored frame holds, so that lengths and compression are not in the way; each without and with a dictionary.
*/
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    unpackAndPack({{}, 0, 0, bytes}, Broken::Refuse);
    if (size < 2)
        return 0;
    const QByteArray rest = bytes.sliced(2);
    const qsizetype aside = qMin<qsizetype>(data[0] * 256 + data[1], rest.size());
    const QByteArray stored =
        Cbor(Cbor::Array{Cbor(0), Cbor(rest.first(aside)), Cbor(rest.sliced(aside))}).encode();
    unpackAndPack({{}, 0, 0, stored}, Broken::Refuse);
    unpackAndPack({QStringLiteral("41"), 0, quint64(1) << 53, stored}, Broken::Keep);
    const quint32 dictionary = changeDictionaries().first();
    unpackAndPack({{}, dictionary, 0, bytes}, Broken::Refuse);
    unpackAndPack({QStringLiteral("41"), dictionary, quint64(1) << 53, stored}, Broken::Keep);
    return 0;
}
