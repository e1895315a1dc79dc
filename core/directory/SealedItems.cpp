// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/SealedItems.h"

#include "core/cases/ImpliedTags.h"
#include "core/directory/BoxPacking.h"
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

QByteArray canonicalAt(const SealedPlace& place, const Cbor& value)
{
    return place.isOption ? canonicalOption(value.toText()) : canonicalBytesOf(value);
}

QByteArray whereAndWhat(Tier tier, const FieldKey& key, const QByteArray& canonical)
{
    return char(tier) + key.bytes() + canonical;
}

bool hasImpliedTag(const ChangeBody& body, const SealedPlace& place, const QByteArray& box)
{
    if (!mayImplyTags(body) || !(place.isSet || place.isOption))
        return false;
    const auto kind = place.isOption ? ImpliedFor::Option : ImpliedFor::Set;
    return place.tag == impliedTag(box, kind, place.key, place.place);
}

bool isAnswer(const SealedPlace& place)
{
    return place.isSet || place.isOption;
}

/// Whether the tag of a place is the one that this value has there.
bool isTagOf(const ChangeBody& body, const SealedPlace& place, const QByteArray& canonical, ValueTags& tags,
             const CreationTags& creation)
{
    if (isAnswer(place)) {
        if (hasImpliedTag(body, place, body.boxes.value(quint8(place.tier))))
            return true;
        // A second tag for a value that has one would be a second answer, which nobody could take back.
        if (const QByteArray known = creation.tagOf(place.tier, place.key, canonical); !known.isEmpty())
            return place.tag == known;
    }
    return tags.of(place.tier, place.key.bytes(), canonical) == place.tag;
}

struct OpenedPlace {
    SealedPlace place;
    Cbor value;
};

/// Opens one box and proves that each value is the one that its tag names.
Result<std::vector<OpenedPlace>> openTier(const Change& change, const RecordKeys& keys, Tier tier,
                                          const CreationTags& creation)
{
    const ChangeBody& body = change.body();
    const auto values = boxValues(change, keys, tier);
    if (!values)
        return values.error();
    std::vector<OpenedPlace> opened;
    if (values->isNull())
        return opened;
    const auto places = placesOf(body, tier);
    if (values->toArray().size() != places.size())
        return Error{ErrorCode::Refused,
                     u"the sealed values of change %1 do not fit its items"_s.arg(change.id().toString())};
    ValueTags made(keys);
    QHash<QByteArray, QByteArray> tags;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Cbor& value = values->toArray()[i];
        const SealedPlace& place = places[i];
        const QByteArray canonical = canonicalAt(place, value);
        bool isRight = isScalar(value) && isTagOf(body, place, canonical, made, creation);
        if (isAnswer(place) && mayImplyTags(body)) {
            QByteArray& tag = tags[whereAndWhat(tier, place.key, canonical)];
            isRight = isRight && (tag.isEmpty() || tag == place.tag);
            tag = place.tag;
        }
        if (!isRight)
            return Error{ErrorCode::Damaged,
                         u"a sealed value of change %1 is not the one its tag names"_s.arg(
                             change.id().toString())};
        opened.push_back({place, value});
    }
    return opened;
}

}  // namespace

CreationTags::CreationTags(const Change& creation, const RecordKeys& keys)
{
    if (!mayImplyTags(creation.body()))
        return;
    for (const Tier tier : kSealedTiers) {
        const auto opened = openTier(creation, keys, tier, {});
        // What is damaged is found by who reads it; what only a later program reads must stop who would write beside it.
        if (!opened && opened.error().code == ErrorCode::TooNew)
            m_tooNew = opened.error();
        if (!opened)
            continue;
        for (const auto& [place, value] : *opened) {
            if (isAnswer(place))
                m_tags.insert(whereAndWhat(tier, place.key, canonicalAt(place, value)), place.tag);
        }
    }
}

QByteArray CreationTags::tagOf(Tier tier, const FieldKey& key, const QByteArray& canonical) const
{
    return m_tags.isEmpty() ? QByteArray() : m_tags.value(whereAndWhat(tier, key, canonical));
}

Result<QByteArray> ItemSealer::tagOf(Tier tier, const FieldKey& key, const QByteArray& canonical, SealedAs as)
{
    if (tier == Tier::Statistical)
        return Error{ErrorCode::Invalid, u"a statistical value is not sealed"_s};
    if (as == SealedAs::Answer) {
        if (const QByteArray known = m_remembered.tagOf(tier, key, canonical); !known.isEmpty())
            return known;
    }
    if (!m_keys.has(tier))
        return Error{ErrorCode::Refused,
                     u"this person does not hold the key for such fields of record %1"_s.arg(
                         m_record.toString()),
                     u"no-key"_s};
    return m_tags.of(tier, key.bytes(), canonical);
}

Result<FieldValue> ItemSealer::seal(Tier tier, const FieldKey& key, const Cbor& plain, SealedAs as)
{
    if (plain.isNull() || (plain.isText() && canonicalText(plain.toText()).isEmpty()))
        return FieldValue();
    if (!isScalar(plain))
        return Error{ErrorCode::Invalid, u"only a text, whole number or boolean can be sealed"_s};
    if (plain.isText() && plain.toText().toUtf8().size() > Change::kMaxValueBytes)
        return Error{ErrorCode::Invalid,
                     u"a text is longer than %1 bytes: shorten it"_s.arg(Change::kMaxValueBytes),
                     u"too-large"_s};
    const auto tag = tagOf(tier, key, canonicalBytesOf(plain), as);
    if (!tag)
        return tag.error();
    m_plainByTag.insert(withTier(tier, *tag), plain);
    return FieldValue::sealed(quint8(tier), *tag);
}

Result<Cbor> ItemSealer::sealOption(Tier tier, const FieldKey& key, const QString& option)
{
    const auto tag = tagOf(tier, key, canonicalOption(option), SealedAs::Answer);
    if (!tag)
        return tag.error();
    m_plainByTag.insert(withTier(tier, *tag), Cbor(option));
    return Cbor(*tag);
}

Result<> ItemSealer::finish(ChangeBody& body) const
{
    body.boxes.clear();
    qsizetype bytes = 0, plainBytes = 0;
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
        plainBytes += Cbor(values).encode().size();
        const QByteArray box = sealBox(m_keys, tier, m_record, bindingOf(places), packedValues(values));
        bytes += box.size();
        body.boxes.insert(quint8(tier), box);
    }
    // Also as they were: a reader unpacks no more than a change may have.
    if (std::max(bytes, plainBytes) > Change::kMaxBytes - kRoomForItems)
        return Error{ErrorCode::Invalid, u"the texts of one save are too long: save after each page"_s,
                     u"too-large"_s};
    takeImpliedTags(body);
    return {};
}

Result<Cbor> boxValues(const Change& change, const RecordKeys& keys, Tier tier)
{
    const ChangeBody& body = change.body();
    const auto box = body.boxes.constFind(quint8(tier));
    if (box == body.boxes.constEnd() || !keys.has(tier))
        return Cbor();
    const QByteArray binding = bindingOf(placesOf(body, tier));
    if (body.format == 1) {
        const auto plain = openFirstBox(keys, tier, body.record, binding, *box);
        return plain ? Cbor::decode(*plain) : Result<Cbor>(plain.error());
    }
    const auto content = openBox(keys, tier, body.record, binding, *box);
    return content ? unpackedValues(*content) : Result<Cbor>(content.error());
}

Result<QHash<QByteArray, Cbor>> openItems(const Change& change, const RecordKeys& keys,
                                          const CreationTags& creation)
{
    QHash<QByteArray, Cbor> opened;
    for (const Tier tier : kSealedTiers) {
        const auto values = openTier(change, keys, tier, creation);
        if (!values && values.error().code == ErrorCode::Damaged && creation.tooNew())
            return *creation.tooNew();
        if (!values)
            return values.error();
        for (const auto& [place, value] : *values)
            opened.insert(place.tag, value);
    }
    return opened;
}

bool hasAllBoxes(const Change& change)
{
    const QMap<quint8, QByteArray>& boxes = change.cover().boxes;
    if (const auto& plain = change.plainItems())
        return std::all_of(kSealedTiers.begin(), kSealedTiers.end(), [&](Tier tier) {
            return (plain->tiers >> int(tier) & 1) == int(boxes.contains(quint8(tier)));
        });
    const auto places = sealedPlaces(change.body().items);
    return std::all_of(kSealedTiers.begin(), kSealedTiers.end(), [&](Tier tier) {
        const bool seals = std::any_of(places.begin(), places.end(),
                                       [tier](const SealedPlace& place) { return place.tier == tier; });
        return seals == boxes.contains(quint8(tier));
    });
}

}  // namespace prohori
