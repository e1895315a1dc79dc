// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/Introduction.h"

#include "core/base/Cbor.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kIntroductionParts = 3;

QByteArray signedText(const QByteArray& hub, const QByteArray& tlsPin)
{
    return Cbor(Cbor::Array{Cbor(u"tls"_s), Cbor(hub), Cbor(tlsPin)}).encode();
}

}  // namespace

bool Introduction::isSignedBy(const HubId& hub) const
{
    return verifySignature(Context::Certificate, hub.toBytes(), signedText(hub.toBytes(), tlsPin), signature);
}

QByteArray makeIntroduction(const SigningKey& hubKey, const QByteArray& certificate, const QByteArray& tlsPin)
{
    const QByteArray signature = hubKey.sign(Context::Certificate, signedText(hubKey.publicKey(), tlsPin));
    return Cbor(Cbor::Array{Cbor(certificate), Cbor(tlsPin), Cbor(signature)}).encode();
}

Result<Introduction> readIntroduction(const QByteArray& bytes)
{
    const auto decoded = Cbor::decode(bytes, {kMaxIntroductionBytes, 1});
    if (!decoded)
        return decoded.error();
    const Cbor::Array& parts = decoded->toArray();
    if (parts.size() != kIntroductionParts || !parts[0].isBytes() || !parts[1].isBytes()
        || !parts[2].isBytes())
        return Error{ErrorCode::Invalid, u"these bytes are no introduction of a hub"_s};
    return Introduction{parts[0].toBytes(), parts[1].toBytes(), parts[2].toBytes()};
}

}  // namespace prohori
