// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/RecordKeys.h"

#include <QtEndian>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kHintBytes = 8;
constexpr qsizetype kTagBytes = 16;
constexpr qsizetype kLeastBucket = 32;
constexpr qsizetype kLengthBytes = 4;

QByteArray hintOf(const QByteArray& publicKey)
{
    return blake2b(publicKey).first(kHintBytes);
}

/// Its own key for each use, so that a tag says nothing about a box.
SecretBytes keyFor(const RecordKeys& keys, Tier tier, const QByteArray& use)
{
    return deriveKey(keys.of(tier), Context::Identity, use);
}

qsizetype bucketFor(qsizetype size)
{
    qsizetype bucket = kLeastBucket;
    while (bucket < size)
        bucket *= 2;
    return bucket;
}

/// Of what has its length before it.
Result<QByteArray> unpadded(const QByteArray& whole)
{
    const auto size =
        whole.size() < kLengthBytes ? -1 : qsizetype(qFromBigEndian<quint32>(whole.constData()));
    const auto isZero = [](char byte) { return byte == 0; };
    if (size < 0 || size > whole.size() - kLengthBytes || bucketFor(size + kLengthBytes) != whole.size()
        || !std::all_of(whole.begin() + kLengthBytes + size, whole.end(), isZero))
        return Error{ErrorCode::Invalid, u"a sealed box is not padded as the format says"_s};
    return whole.mid(kLengthBytes, size);
}

QByteArray boxData(Tier tier, const RecordId& record, const QByteArray& binding)
{
    return Cbor(Cbor::Array{record.toBytes(), int(tier), binding}).encode();
}

SecretBytes sensitiveFrom(const SecretBytes& identifying)
{
    return deriveKey(identifying, Context::Identity, "sensitive");
}

/// What a key that is sealed to somebody is for.
const QByteArray kIdentifyingUse = "identifying", kSensitiveUse = "sensitive";
constexpr std::size_t kSealedParts = 3;

void takeFirstFormat(RecordKeys& keys, const SecretBytes& opened)
{
    if (opened.size() != kKeyBytes && opened.size() != 2 * kKeyBytes)
        return;
    if (keys.sensitive.isEmpty())
        keys.sensitive = opened.mid(0, kKeyBytes);
    if (keys.identifying.isEmpty())
        keys.identifying = opened.mid(kKeyBytes, kKeyBytes);
}

RecordKeys openFirstFormat(const Cbor& sealed, const QList<BoxKey>& mine)
{
    RecordKeys keys;
    for (const Cbor& entry : sealed.toArray()) {
        const Cbor::Array& parts = entry.toArray();
        if (parts.size() != 2)
            continue;
        for (const BoxKey& key : mine) {
            if (key.isEmpty() || hintOf(key.publicKey()) != parts[0].toBytes())
                continue;
            if (const auto opened = key.open(Context::Identity, parts[1].toBytes()))
                takeFirstFormat(keys, *opened);
        }
    }
    return keys;
}

/// The first key of a list of hints and sealed keys that one of mine opens; empty for none.
SecretBytes openFrom(const Cbor& list, const QByteArray& ephemeral, const QByteArray& use,
                     const QList<BoxKey>& mine)
{
    const Cbor::Array& parts = list.toArray();
    for (std::size_t at = 0; at + 1 < parts.size(); at += 2) {
        for (const BoxKey& key : mine) {
            if (key.isEmpty() || hintOf(key.publicKey()) != parts[at].toBytes())
                continue;
            const auto opened = key.openShared(Context::Identity, ephemeral, use, parts[at + 1].toBytes());
            if (opened && opened->size() == kKeyBytes)
                return *opened;
        }
    }
    return {};
}

}  // namespace

RecordKeys RecordKeys::make()
{
    const SecretBytes identifying = SecretBytes::random(kKeyBytes);
    return {sensitiveFrom(identifying), identifying};
}

Result<Cbor> sealRecordKeys(const RecordKeys& keys, const QList<KeyRecipient>& recipients)
{
    const SharedSealing sealing;
    Cbor::Array identifying, sensitive;
    const auto add = [&](const KeyRecipient& to, const QByteArray& use, const SecretBytes& key,
                         Cbor::Array& list) -> Result<> {
        auto sealed = sealing.seal(to.publicKey, Context::Identity, use, key);
        if (!sealed)
            return sealed.error();
        list.push_back(hintOf(to.publicKey));
        list.push_back(*sealed);
        return {};
    };
    const bool isDerived =
        !keys.identifying.isEmpty() && keys.sensitive.equals(sensitiveFrom(keys.identifying));
    for (const KeyRecipient& to : recipients) {
        if (keys.sensitive.isEmpty() || (to.identifying && keys.identifying.isEmpty()))
            return Error{ErrorCode::Invalid, u"a key that this reader does not hold cannot be passed on"_s};
        Result<> added;
        if (to.identifying)
            added = add(to, kIdentifyingUse, keys.identifying, identifying);
        if (added && (!to.identifying || !isDerived))
            added = add(to, kSensitiveUse, keys.sensitive, sensitive);
        if (!added)
            return added.error();
    }
    return Cbor(Cbor::Array{sealing.ephemeral(), std::move(identifying), std::move(sensitive)});
}

RecordKeys openRecordKeys(const Cbor& sealed, const QList<BoxKey>& mine)
{
    const Cbor::Array& parts = sealed.toArray();
    if (parts.size() != kSealedParts || !parts[0].isBytes())
        return openFirstFormat(sealed, mine);
    RecordKeys keys{openFrom(parts[2], parts[0].toBytes(), kSensitiveUse, mine),
                    openFrom(parts[1], parts[0].toBytes(), kIdentifyingUse, mine)};
    if (keys.sensitive.isEmpty() && !keys.identifying.isEmpty())
        keys.sensitive = sensitiveFrom(keys.identifying);
    return keys;
}

QByteArray ValueTags::of(Tier tier, const QByteArray& fieldPath, const QByteArray& canonical)
{
    if (tier == Tier::Statistical || !m_keys.has(tier))
        return {};
    SecretBytes& key = tier == Tier::Sensitive ? m_sensitive : m_identifying;
    if (key.isEmpty())
        key = keyFor(m_keys, tier, "tag");
    const Cbor content = Cbor::Array{fieldPath, canonical};
    return keyedHash(key, content.encode(), kTagBytes);
}

QByteArray sealBox(const RecordKeys& keys, Tier tier, const RecordId& record, const QByteArray& binding,
                   const QByteArray& plain)
{
    Q_ASSERT_X(tier != Tier::Statistical && keys.has(tier), "sealBox",
               "the writer holds the key of the tier");
    const QByteArray padded = plain.leftJustified(bucketFor(plain.size()), '\0');
    return sealByContent(keyFor(keys, tier, "box"), keyFor(keys, tier, "nonce"), Context::Identity, padded,
                         boxData(tier, record, binding));
}

static Error noKeyFor()
{
    return {ErrorCode::Refused, u"this reader has no key for the sealed values of the record"_s};
}

Result<QByteArray> openBox(const RecordKeys& keys, Tier tier, const RecordId& record,
                           const QByteArray& binding, const QByteArray& sealed)
{
    if (tier == Tier::Statistical || !keys.has(tier))
        return noKeyFor();
    auto content = openByContent(keyFor(keys, tier, "box"), keyFor(keys, tier, "nonce"), Context::Identity,
                                 sealed, boxData(tier, record, binding));
    if (content && content->size() != bucketFor(content->size()))
        return Error{ErrorCode::Invalid, u"a sealed box is not padded as the format says"_s};
    return content;
}

Result<QByteArray> openFirstBox(const RecordKeys& keys, Tier tier, const RecordId& record,
                                const QByteArray& binding, const QByteArray& sealed)
{
    if (tier == Tier::Statistical || !keys.has(tier))
        return noKeyFor();
    const auto whole =
        open(keyFor(keys, tier, "box"), Context::Identity, sealed, boxData(tier, record, binding));
    return whole ? unpadded(*whole) : whole;
}

}  // namespace prohori
