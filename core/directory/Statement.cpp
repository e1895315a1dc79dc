// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/Statement.h"

#include "core/directory/StatementCodec.h"
#include "core/secrets/PasswordLists.h"

#include <QtEndian>

#include <array>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

// Keys of the signed map: part of the format.
constexpr int kVersion = 0, kKind = 1, kAuthority = 2, kProduction = 3, kBody = 4;
constexpr int kWords = 8;
constexpr int kMaxDepth = 8;

Context contextOf(const StatementBody& body)
{
    return std::holds_alternative<InvitationStatement>(body) ? Context::Invitation : Context::Certificate;
}

Error malformed(const QString& why)
{
    return {ErrorCode::Invalid, u"this is not a statement of an authority: %1"_s.arg(why)};
}

}  // namespace

QString statementKind(const StatementBody& body)
{
    static constexpr std::array kNames{"hub"_L1,     "invitation"_L1,   "person"_L1,
                                       "replica"_L1, "confirmation"_L1, "revocation"_L1};
    static_assert(std::size(kNames) == std::variant_size_v<StatementBody>);
    return kNames[body.index()];
}

Statement Statement::make(const AuthorityInfo& authority, const StatementBody& body, const SigningKey& signer)
{
    Statement statement;
    statement.m_body = body;
    statement.m_authority = authority.id;
    statement.m_production = authority.production;
    statement.m_signed = Cbor::map({{kVersion, kFormatVersion},
                                    {kKind, statementNumber(body)},
                                    {kAuthority, authority.id.toBytes()},
                                    {kProduction, authority.production},
                                    {kBody, encodeStatementBody(body)}})
                             .encode();
    statement.m_signature = signer.sign(contextOf(body), statement.m_signed);
    statement.m_id = CertificateId::fromBytes(blake2b(statement.m_signed).first(CertificateId::kSize));
    statement.m_bytes = Cbor(Cbor::Array{statement.m_signed, statement.m_signature}).encode();
    return statement;
}

Result<Statement> Statement::decode(const QByteArray& bytes)
{
    const auto envelope = Cbor::decode(bytes, {kMaxBytes, kMaxDepth});
    if (!envelope)
        return malformed(envelope.error().detail);
    const Cbor::Array& parts = envelope->toArray();
    if (parts.size() != 2 || parts[1].toBytes().size() != kSignatureBytes)
        return malformed(u"signed bytes and a signature are expected"_s);
    Statement statement;
    statement.m_bytes = bytes;
    statement.m_signed = parts[0].toBytes();
    statement.m_signature = parts[1].toBytes();
    statement.m_id = CertificateId::fromBytes(blake2b(statement.m_signed).first(CertificateId::kSize));
    const auto content = Cbor::decode(statement.m_signed, {kMaxBytes, kMaxDepth});
    if (!content)
        return malformed(content.error().detail);
    const Cbor& all = *content;
    if (!all[kVersion].isInt() || !all[kKind].isInt() || !all[kProduction].isBool())
        return malformed(u"version, kind or the word practice is missing"_s);
    if (all[kVersion].toInt() > kFormatVersion)
        return Error{ErrorCode::TooNew,
                     u"a statement has format %1; this program knows %2"_s.arg(all[kVersion].toInt())
                         .arg(kFormatVersion)};
    statement.m_authority = AuthorityId::fromBytes(all[kAuthority].toBytes());
    statement.m_production = all[kProduction].toBool();
    if (all[kVersion].toInt() < 1 || statement.m_authority.isNull())
        return malformed(u"it names no authority"_s);
    auto body = decodeStatementBody(all[kKind].toInt(), all[kBody]);
    if (!body)
        return body.error();
    statement.m_body = std::move(*body);
    return statement;
}

bool Statement::isSignedBy(const QByteArray& publicKey) const
{
    return verifySignature(contextOf(m_body), publicKey, m_signed, m_signature);
}

QStringList authorityWords(const AuthorityId& authority)
{
    const QByteArray hash = blake2b("prohori/authority-words/1" + authority.toBytes(), 64);
    QStringList words;
    for (qsizetype i = 0; i < kWords; ++i) {
        const auto number = qFromBigEndian<quint64>(hash.constData() + i * qsizetype(sizeof(quint64)));
        const std::string_view word = shippedWord(std::size_t(number % kWordCount));
        words.append(QString::fromUtf8(word.data(), qsizetype(word.size())));
    }
    return words;
}

}  // namespace prohori
