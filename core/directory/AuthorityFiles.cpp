// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/AuthorityFiles.h"

#include "core/directory/Authority.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kFileVersion = 1;
constexpr qsizetype kMaxBytes = 64 * 1024 * 1024;
const QString kPublicKind = u"prohori-authority"_s;
const QString kRequestKind = u"prohori-hub-request"_s;

// Keys of the maps: part of the formats.
enum Shared { Kind = 0, Version = 1 };
enum PublicEntry { PublicId = 2, PublicName = 3, PublicProduction = 4, PublicStatements = 5 };
enum RequestEntry { HubKey = 2, BoxPublic = 3, HubName = 4, TlsPin = 5 };

QByteArray envelope(Context context, const Cbor& content, const SigningKey& signer)
{
    const QByteArray bytes = content.encode();
    return Cbor(Cbor::Array{bytes, signer.sign(context, bytes)}).encode();
}

struct Opened {
    Cbor content;
    QByteArray bytes, signature;
};

Result<Opened> openEnvelope(const QByteArray& file, const QString& kind)
{
    const Error other{ErrorCode::Invalid, u"this file is not a %1 file"_s.arg(kind)};
    const auto parts = Cbor::decode(file, {kMaxBytes, 8});
    if (!parts || parts->toArray().size() != 2)
        return other;
    Opened opened{{}, parts->toArray()[0].toBytes(), parts->toArray()[1].toBytes()};
    auto content = Cbor::decode(opened.bytes, {kMaxBytes, 8});
    if (!content || (*content)[Kind].toText() != kind)
        return other;
    if ((*content)[Version].toInt() > kFileVersion)
        return Error{ErrorCode::TooNew,
                     u"this %1 file was written by a later version of this program"_s.arg(kind)};
    opened.content = std::move(*content);
    return opened;
}

}  // namespace

QByteArray writePublicPart(const AuthorityInfo& info, const QList<QByteArray>& statements,
                           const SigningKey& signer)
{
    Cbor::Array all;
    for (const QByteArray& statement : statements)
        all.emplace_back(statement);
    const Cbor content = Cbor::map({{Kind, kPublicKind},
                                    {Version, kFileVersion},
                                    {PublicId, info.id.toBytes()},
                                    {PublicName, info.name},
                                    {PublicProduction, info.production},
                                    {PublicStatements, std::move(all)}});
    return envelope(Context::Package, content, signer);
}

Result<Authority::PublicPart> Authority::readPublic(const QByteArray& file)
{
    const auto opened = openEnvelope(file, kPublicKind);
    if (!opened)
        return opened.error();
    const Cbor& content = opened->content;
    PublicPart part;
    part.info = {AuthorityId::fromBytes(content[PublicId].toBytes()), content[PublicName].toText(),
                 content[PublicProduction].toBool()};
    if (!verifySignature(Context::Package, part.info.id.toBytes(), opened->bytes, opened->signature))
        return Error{ErrorCode::Damaged,
                     u"the public part of the authority is not signed by it: export it again"_s};
    for (const Cbor& statement : content[PublicStatements].toArray())
        part.statements.append(statement.toBytes());
    return part;
}

QByteArray makeHubRequest(const SigningKey& hubKey, const BoxKey& boxKey, const QString& name,
                          const QByteArray& tlsPin)
{
    const Cbor content = Cbor::map({{Kind, kRequestKind},
                                    {Version, kFileVersion},
                                    {HubKey, hubKey.publicKey()},
                                    {BoxPublic, boxKey.publicKey()},
                                    {HubName, name},
                                    {TlsPin, tlsPin}});
    return envelope(Context::Certificate, content, hubKey);
}

Result<HubCertificate> readHubRequest(const QByteArray& file)
{
    const auto opened = openEnvelope(file, kRequestKind);
    if (!opened)
        return opened.error();
    const Cbor& content = opened->content;
    HubCertificate hub{HubId::fromBytes(content[HubKey].toBytes()),
                       content[BoxPublic].toBytes(),
                       content[HubName].toText(),
                       content[TlsPin].toBytes(),
                       {}};
    if (!verifySignature(Context::Certificate, hub.hub.toBytes(), opened->bytes, opened->signature))
        return Error{ErrorCode::Refused,
                     u"the hub's request is not signed by the hub's own key: make it again"_s};
    return hub;
}

}  // namespace prohori
