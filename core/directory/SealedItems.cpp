// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/SealedItems.h"

#include "core/directory/SealedPlaces.h"

#include <algorithm>
#include <array>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array kSealedTiers{Tier::Sensitive, Tier::Identifying};
constexpr qsizetype kRoomForItems = 32 * 1024;

/// What the tag of a value is made of.
QByteArray canonicalBytesOf(const Cbor& plain)
{
    return plain.isText() ? canonicalText(plain.toText()).toUtf8() : plain.encode();
}

QByteArray canonicalOption(const QString& option)
{
    return "option:" + canonicalText(option).toUtf8();
}

QByteArray withTier(Tier tier, const QByteArray& tag)
{
    return char(tier) + tag;
}

std::vector<SealedPlace> placesOf(const ChangeBody& body, Tier tier)
{
    auto places = sealedPlaces(body.items);
    std::erase_if(places, [tier](const SealedPlace& place) { return place.tier != tier; });
    return places;
}

QByteArray bindingOf(const std::vector<SealedPlace>& places)
{
    QByteArray binding;
    for (const SealedPlace& place : places)
        binding += place.key.bytes();
    return binding;
}

bool isScalar(const Cbor& value)
{
    return value.isText() || value.isInt() || value.isBool();
}

/// Opens one box and takes its values under their tags.
Result<> openTier(const Change& change, const RecordKeys& keys, Tier tier, QHash<QByteArray, Cbor>& opened)
{
    const auto box = change.body().boxes.constFind(quint8(tier));
    if (box == change.body().boxes.constEnd() || !keys.has(tier))
        return {};
    const auto places = placesOf(change.body(), tier);
    const auto plain = openBox(keys, tier, change.body().record, bindingOf(places), *box);
    if (!plain)
        return plain.error();
    const auto values = Cbor::decode(*plain);
    if (!values || values->toArray().size() != places.size())
        return Error{ErrorCode::Refused,
                     u"the sealed values of change %1 do not fit its items"_s.arg(change.id().toString())};
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Cbor& value = values->toArray()[i];
        const SealedPlace& place = places[i];
        const QByteArray canonical =
            place.isOption ? canonicalOption(value.toText()) : canonicalBytesOf(value);
        if (!isScalar(value) || valueTag(keys, tier, place.key.bytes(), canonical) != place.tag)
            return Error{ErrorCode::Damaged,
                         u"a sealed value of change %1 is not the one its tag names"_s.arg(
                             change.id().toString())};
        opened.insert(place.tag, value);
    }
    return {};
}

}  // namespace

Result<QByteArray> ItemSealer::tagOf(Tier tier, const FieldKey& key, const QByteArray& canonical)
{
    if (tier == Tier::Statistical)
        return Error{ErrorCode::Invalid, u"a statistical value is not sealed"_s};
    if (!m_keys.has(tier))
        return Error{ErrorCode::Refused,
                     u"this person does not hold the key for such fields of record %1"_s.arg(
                         m_record.toString()),
                     u"no-key"_s};
    return valueTag(m_keys, tier, key.bytes(), canonical);
}

Result<FieldValue> ItemSealer::seal(Tier tier, const FieldKey& key, const Cbor& plain)
{
    if (plain.isNull() || (plain.isText() && canonicalText(plain.toText()).isEmpty()))
        return FieldValue();
    if (!isScalar(plain))
        return Error{ErrorCode::Invalid, u"only a text, whole number or boolean can be sealed"_s};
    const auto tag = tagOf(tier, key, canonicalBytesOf(plain));
    if (!tag)
        return tag.error();
    m_plainByTag.insert(withTier(tier, *tag), plain);
    return FieldValue::sealed(quint8(tier), *tag);
}

Result<Cbor> ItemSealer::sealOption(Tier tier, const FieldKey& key, const QString& option)
{
    const auto tag = tagOf(tier, key, canonicalOption(option));
    if (!tag)
        return tag.error();
    m_plainByTag.insert(withTier(tier, *tag), Cbor(option));
    return Cbor(*tag);
}

Result<> ItemSealer::finish(ChangeBody& body) const
{
    body.boxes.clear();
    qsizetype bytes = 0;
    for (const Tier tier : kSealedTiers) {
        const auto places = placesOf(body, tier);
        if (places.empty())
            continue;
        Cbor::Array values;
        for (const SealedPlace& place : places) {
            const auto plain = m_plainByTag.constFind(withTier(tier, place.tag));
            if (plain == m_plainByTag.constEnd())
                return Error{ErrorCode::Invalid,
                             u"a sealed value of record %1 has no text in this change"_s.arg(
                                 m_record.toString())};
            values.push_back(*plain);
        }
        const QByteArray box =
            sealBox(m_keys, tier, m_record, bindingOf(places), Cbor(std::move(values)).encode());
        bytes += box.size();
        body.boxes.insert(quint8(tier), box);
    }
    if (bytes > Change::kMaxBytes - kRoomForItems)
        return Error{ErrorCode::Invalid, u"the texts of one save are too long: save after each page"_s,
                     u"too-large"_s};
    return {};
}

Result<QHash<QByteArray, Cbor>> openItems(const Change& change, const RecordKeys& keys)
{
    QHash<QByteArray, Cbor> opened;
    for (const Tier tier : kSealedTiers) {
        if (auto done = openTier(change, keys, tier, opened); !done)
            return done.error();
    }
    return opened;
}

bool hasAllBoxes(const ChangeBody& body)
{
    const auto places = sealedPlaces(body.items);
    return std::all_of(kSealedTiers.begin(), kSealedTiers.end(), [&](Tier tier) {
        const bool seals = std::any_of(places.begin(), places.end(),
                                       [tier](const SealedPlace& place) { return place.tier == tier; });
        return seals == body.boxes.contains(quint8(tier));
    });
}

}  // namespace prohori
