// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/RecordKeys.h"

#include <QtEndian>

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

/// Length, content, zeros up to the next of 32, 64, 128 … bytes.
QByteArray padded(const QByteArray& plain)
{
    qsizetype bucket = kLeastBucket;
    while (bucket < plain.size() + kLengthBytes)
        bucket *= 2;
    QByteArray whole(kLengthBytes, '\0');
    qToBigEndian(static_cast<quint32>(plain.size()), whole.data());
    whole.append(plain);
    whole.append(bucket - whole.size(), '\0');
    return whole;
}

Result<QByteArray> unpadded(const QByteArray& whole)
{
    const auto size =
        whole.size() < kLengthBytes ? -1 : qsizetype(qFromBigEndian<quint32>(whole.constData()));
    if (size < 0 || padded(whole.mid(kLengthBytes, size)) != whole)
        return Error{ErrorCode::Invalid, u"a sealed box is not padded as the format says"_s};
    return whole.mid(kLengthBytes, size);
}

QByteArray boxData(Tier tier, const RecordId& record, const QByteArray& binding)
{
    return Cbor(Cbor::Array{record.toBytes(), int(tier), binding}).encode();
}

void take(RecordKeys& keys, const SecretBytes& opened)
{
    if (opened.size() != kKeyBytes && opened.size() != 2 * kKeyBytes)
        return;
    if (keys.sensitive.isEmpty())
        keys.sensitive = opened.mid(0, kKeyBytes);
    if (keys.identifying.isEmpty())
        keys.identifying = opened.mid(kKeyBytes, kKeyBytes);
}

}  // namespace

RecordKeys RecordKeys::make()
{
    return {SecretBytes::random(kKeyBytes), SecretBytes::random(kKeyBytes)};
}

Result<Cbor> sealRecordKeys(const RecordKeys& keys, const QList<KeyRecipient>& recipients)
{
    Cbor::Array sealed;
    for (const KeyRecipient& recipient : recipients) {
        if (keys.sensitive.isEmpty() || (recipient.identifying && keys.identifying.isEmpty()))
            return Error{ErrorCode::Invalid, u"a key that this reader does not hold cannot be passed on"_s};
        const SecretBytes both =
            recipient.identifying ? SecretBytes::joined(keys.sensitive, keys.identifying) : keys.sensitive;
        auto box = sealTo(recipient.publicKey, Context::Identity, both);
        if (!box)
            return box.error();
        sealed.push_back(Cbor::Array{hintOf(recipient.publicKey), *box});
    }
    return Cbor(std::move(sealed));
}

RecordKeys openRecordKeys(const Cbor& sealed, const QList<BoxKey>& mine)
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
                take(keys, *opened);
        }
    }
    return keys;
}

QByteArray valueTag(const RecordKeys& keys, Tier tier, const QByteArray& fieldPath,
                    const QByteArray& canonical)
{
    if (tier == Tier::Statistical || !keys.has(tier))
        return {};
    const Cbor content = Cbor::Array{fieldPath, canonical};
    return keyedHash(keyFor(keys, tier, "tag"), content.encode(), kTagBytes);
}

QByteArray sealBox(const RecordKeys& keys, Tier tier, const RecordId& record, const QByteArray& binding,
                   const QByteArray& plain)
{
    Q_ASSERT_X(tier != Tier::Statistical && keys.has(tier), "sealBox",
               "the writer holds the key of the tier");
    return seal(keyFor(keys, tier, "box"), Context::Identity, padded(plain), boxData(tier, record, binding));
}

Result<QByteArray> openBox(const RecordKeys& keys, Tier tier, const RecordId& record,
                           const QByteArray& binding, const QByteArray& sealed)
{
    if (tier == Tier::Statistical || !keys.has(tier))
        return Error{ErrorCode::Refused, u"this reader has no key for the sealed values of the record"_s};
    const auto whole =
        open(keyFor(keys, tier, "box"), Context::Identity, sealed, boxData(tier, record, binding));
    return whole ? unpadded(*whole) : whole;
}

}  // namespace prohori
