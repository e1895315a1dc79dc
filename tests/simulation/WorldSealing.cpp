// SPDX-License-Identifier: GPL-3.0-or-later
// What only some may read: the keys of a record, and values sealed under them.
#include "World.h"

#include "core/directory/SealedItems.h"

#include <sodium.h>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPercentSealed = 35;
constexpr quint32 kCase = 1;
constexpr quint32 kSensitiveField = 160, kIdentifyingField = 161;

SeededRandom& chanceOfKeys()
{
    static SeededRandom random(0);
    return random;
}

void fillFromSeed(void* out, const std::size_t size)
{
    const QByteArray bytes = chanceOfKeys().bytes(qsizetype(size));
    std::copy(bytes.begin(), bytes.end(), static_cast<char*>(out));
}

std::uint32_t numberFromSeed()
{
    std::uint32_t number = 0;
    fillFromSeed(&number, sizeof number);
    return number;
}

}  // namespace

/// Keys, nonces and sealed boxes are made by libsodium's chance: from a plan the same ones come each time.
void seedKeys(quint32 seed)
{
    static randombytes_implementation fromSeed{
        [] { return "seeded"; }, numberFromSeed, nullptr, nullptr, fillFromSeed, nullptr};
    chanceOfKeys() = SeededRandom(seed);
    randombytes_set_implementation(&fromSeed);
}

Cbor World::newKeys(const Member& creator)
{
    const Cast& cast = Cast::get();
    const auto sealed =
        sealRecordKeys(RecordKeys::make(), {{cast.scopeKey(creator.scope).publicKey(), true},
                                            {creator.box.publicKey(), true},
                                            {cast.scopeKey(kNationalScope).publicKey(), false}});
    if (!sealed)
        stopSimulation(u"record keys"_s, sealed.error());
    return *sealed;
}

QMap<quint8, QString> World::addSealed(SimStation& station, ChangeBody& body)
{
    SeededRandom draw(quint32(m_chance.below(1 << 30)));
    const bool writes = std::any_of(body.items.begin(), body.items.end(),
                                    [](const Item& item) { return std::holds_alternative<SetItem>(item); });
    if (!writes || !draw.chance(kPercentSealed))
        return {};
    Cbor wrapped;
    if (body.creation)
        wrapped = body.creation->sealedKeys;
    else if (const auto state = station.store->state(body.record))
        wrapped = state->sealedKeys;
    const RecordKeys keys = openRecordKeys(wrapped, Cast::get().boxesOf(station.seat));
    ItemSealer sealer(keys, body.record);
    QMap<quint8, QString> sealed;
    for (const Tier tier : {Tier::Sensitive, Tier::Identifying}) {
        if (!keys.has(tier))
            continue;
        const FieldKey key{kCase, {}, tier == Tier::Sensitive ? kSensitiveField : kIdentifyingField};
        const QString text = kSealedMarker + QString::number(draw.below(3));
        const auto value = sealer.seal(tier, key, Cbor(text));
        if (!value)
            stopSimulation(u"sealing"_s, value.error());
        body.items.append(SetItem{key, *value, {}});
        sealed.insert(quint8(tier), text);
    }
    if (auto finished = sealer.finish(body); !finished)
        stopSimulation(u"sealing"_s, finished.error());
    return sealed;
}

}  // namespace prohori
