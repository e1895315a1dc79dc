// SPDX-License-Identifier: GPL-3.0-or-later
// What only some may read: the keys of a record, and values sealed under them.
#include "World.h"

#include "core/directory/SealedItems.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPercentSealed = 35;
constexpr quint32 kCaseGroup = 1;
constexpr quint32 kSensitiveField = 160, kIdentifyingField = 161;

}  // namespace

QList<BoxKey> World::boxesOf(const SimStation& station, const Member& member)
{
    QList<BoxKey> keys{member.box};
    const auto confirmed = station.store->directory().confirmation(member.certificate.id());
    if (!confirmed)
        return keys;
    for (const QByteArray& sealed : confirmed->sealedScopeKeys) {
        if (!m_openedKeys.contains(sealed)) {
            const auto opened = member.box.open(Context::Certificate, sealed);
            const QByteArray raw =
                opened ? QByteArray(reinterpret_cast<const char*>(opened->data()), qsizetype(opened->size()))
                       : QByteArray();
            QByteArray secret = raw.right(kKeyBytes);
            const auto key = BoxKey::fromSecret(SecretBytes::takeFrom(secret));
            if (!opened || !key) {
                breakAt(7, u"a key of a scope cannot be opened by whom it was given to"_s);
                return keys;
            }
            m_openedKeys.insert(sealed, *key);
        }
        keys.append(m_openedKeys.value(sealed));
    }
    return keys;
}

RecordKeys World::recordKeys(const SimStation& station, const RecordState& state)
{
    const QList<BoxKey> mine = boxesOf(station, Cast::get().member(station.seat));
    RecordKeys keys = openRecordKeys(state.sealedKeys, mine);
    for (const Cbor& further : state.extraKeys) {
        const RecordKeys more = openRecordKeys(further, mine);
        if (!keys.has(Tier::Sensitive))
            keys.sensitive = more.sensitive;
        if (!keys.has(Tier::Identifying))
            keys.identifying = more.identifying;
    }
    return keys;
}

/// As the desk does it: to the scope's key of the highest epoch that the station has heard of.
Cbor World::newKeys(SimStation& station, const RecordId& record)
{
    const Member& creator = Cast::get().member(station.seat);
    const Directory& directory = station.store->directory();
    const auto home = directory.scopeKey(creator.scope);
    const auto national = directory.scopeKey(kNationalScope);
    if (!home || !national)
        stopSimulation(u"keys of scopes"_s, {ErrorCode::NotFound, u"not known"_s, {}});
    for (const auto& key : {*home, *national}) {
        const PersonId left = m_left.value(key.scope);
        if (left != 0 && directory.revocation(left) && key.epoch < 2)
            breakAt(7, u"a case is sealed to the epoch that somebody left"_s);
    }
    m_sealing.insert(record, {home->epoch, national->epoch});
    QList<KeyRecipient> readers{{home->publicKey, true},
                                {creator.box.publicKey(), true},
                                {national->publicKey, false}};
    if (deskFault(25))
        readers.append({Cast::get().hubBox().publicKey(), false});
    const auto sealed = sealRecordKeys(RecordKeys::make(), readers);
    if (!sealed)
        stopSimulation(u"record keys"_s, sealed.error());
    return *sealed;
}

Cbor World::keysFor(const SimStation& station, const RecordState& state, Seat receiver)
{
    const PersonInfo* to = station.store->directory().person(Cast::get().member(receiver).certificate.id());
    const RecordKeys keys = recordKeys(station, state);
    if (!to || to->revoked || to->scope != state.homeScope || !keys.has(Tier::Sensitive))
        return {};
    const bool identifying = keys.has(Tier::Identifying);
    const QByteArray box = deskFault(28) ? Cast::get().hubBox().publicKey() : to->boxKey;
    const auto sealed = sealRecordKeys(keys, {{box, identifying}});
    if (!sealed)
        stopSimulation(u"keys for an offer"_s, sealed.error());
    return *sealed;
}

QMap<quint8, QString> World::addSealed(SimStation& station, ChangeBody& body)
{
    SeededRandom draw(quint32(m_chance.below(1 << 30)));
    const bool writes = std::any_of(body.items.begin(), body.items.end(),
                                    [](const Item& item) { return holds_alternative<SetItem>(item); });
    if (!writes || !draw.chance(kPercentSealed))
        return {};
    const Member& member = Cast::get().member(station.seat);
    RecordKeys keys;
    if (body.creation)
        keys = openRecordKeys(body.creation->sealedKeys, boxesOf(station, member));
    else if (const auto state = station.store->state(body.record))
        keys = recordKeys(station, *state);
    ItemSealer sealer(keys, body.record);
    if (const auto history = station.store->history(body.record); history && !body.creation) {
        for (const ChangePtr& change : history->changes()) {
            if (change->body().creation)
                sealer.remember(*change);
        }
    }
    QMap<quint8, QString> sealed;
    for (const Tier tier : {Tier::Sensitive, Tier::Identifying}) {
        if (!keys.has(tier))
            continue;
        const FieldKey key{kCaseGroup, {}, tier == Tier::Sensitive ? kSensitiveField : kIdentifyingField};
        const QString text = kSealedMarker + QString::number(draw.below(3));
        const auto value = sealer.seal(tier, key, Cbor(text));
        if (!value)
            stopSimulation(u"sealing"_s, value.error());
        body.items.append(SetItem{key, *value, {}});
        sealed.insert(quint8(tier), text);
    }
    if (auto finished = sealer.finish(body); !finished)
        stopSimulation(u"sealing"_s, finished.error());
    if (deskFault(26) && !sealed.isEmpty())
        body.items.append(SetItem{{kCaseGroup, {}, kSensitiveField}, FieldValue::plain(sealed.first()), {}});
    return sealed;
}

}  // namespace prohori
