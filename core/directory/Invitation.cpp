// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/Authority.h"
#include "core/secrets/PasswordWork.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QByteArray kMagicWord = "PRHI";
const QByteArray kMagic = "PRHI1";
constexpr qsizetype kCheckBytes = 16;
constexpr qsizetype kMaxFile = 1024 * 1024;
constexpr int kCodeLetters = 10;
constexpr int kGroupLetters = 5;
/// 32 letters of 5 bit each: Crockford's, without I, L, O and U.
constexpr QLatin1StringView kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"_L1;

// Numbers and map keys are part of the file format.
enum Form { Plain = 1, SealedByCode = 2 };
enum Entry {
    Id = 1,
    Name = 2,
    Production = 3,
    StatementBytes = 4,
    InviteSeed = 5,
    HubUrl = 6,
    Hubs = 7,
    Pin = 8
};
enum SealedEntry { Salt = 1, Memory = 2, Passes = 3, Box = 4 };

/// The code as it was made: capitals, without dashes and spaces, look-alikes as the digits they look like.
SecretBytes normalisedCode(const SecretBytes& typed)
{
    const auto letters = typed.view();
    const auto isGap = [](unsigned char letter) { return letter == '-' || letter == ' '; };
    const auto size = letters.size() - std::size_t(std::count_if(letters.begin(), letters.end(), isGap));
    if (size == 0)
        return {};
    return SecretBytes::filled(size, [&](unsigned char* out) {
        for (unsigned char letter : letters) {
            if (isGap(letter))
                continue;
            if (letter >= 'a' && letter <= 'z')
                letter = static_cast<unsigned char>(letter - 'a' + 'A');
            *out++ = letter == 'O' ? '0' : letter == 'I' || letter == 'L' ? '1' : letter;
        }
    });
}

Cbor sealedParts(const QByteArray& salt, const PasswordCost& cost)
{
    return Cbor::map({{Salt, salt}, {Memory, cost.memoryBytes}, {Passes, cost.passes}});
}

QByteArray fileOf(Form form, const QByteArray& content)
{
    const QByteArray check = blake2b(Cbor(Cbor::Array{int(form), content}).encode()).first(kCheckBytes);
    return kMagic + Cbor(Cbor::Array{int(form), content, check}).encode();
}

Error damaged()
{
    return {ErrorCode::Damaged, u"the invitation file is damaged: ask for it to be sent again"_s};
}

/// The content of the file, opened with the code where it is sealed.
Result<QByteArray> contentOf(const QByteArray& sealed, const SecretBytes& code)
{
    const auto parts = Cbor::decode(sealed);
    if (!parts)
        return damaged();
    const PasswordCost cost{quint64((*parts)[Memory].toInt()), quint32((*parts)[Passes].toInt())};
    const QByteArray salt = (*parts)[Salt].toBytes();
    if (!isAccepted(cost) || salt.size() != kSaltBytes)
        return damaged();
    const SecretBytes letters = normalisedCode(code);
    if (letters.isEmpty())
        return Error{ErrorCode::Locked,
                     u"this invitation is sealed: it needs the code that was given on another way"_s,
                     u"code-needed"_s};
    const auto key = passwordKey(letters, salt, cost);
    if (!key)
        return key.error();
    auto plain =
        open(*key, Context::Invitation, (*parts)[Box].toBytes(), kMagic + sealedParts(salt, cost).encode());
    if (!plain)
        return Error{ErrorCode::Locked, u"the code does not open this invitation: check every letter"_s,
                     u"wrong-code"_s};
    return plain;
}

/// Nothing is taken over unchecked: the statement must be the named authority's and for the key in the file.
Result<> checkWhole(const Invitation& invitation)
{
    const auto statement = Statement::decode(invitation.statement);
    if (!statement)
        return statement.error().code == ErrorCode::TooNew ? statement.error() : damaged();
    const auto* invited = std::get_if<InvitationStatement>(&statement->body());
    const AuthorityInfo& authority = invitation.authority;
    const bool whole = invited && statement->authority() == authority.id
                    && statement->production() == authority.production
                    && statement->isSignedBy(authority.id.toBytes())
                    && invited->inviteKey == invitation.inviteKey.publicKey();
    return whole ? Result<>() : Result<>(damaged());
}

}  // namespace

Result<QByteArray> Invitation::toFile(const SecretBytes& code) const
{
    Cbor::Array hubs;
    for (const QByteArray& hub : hubCertificates)
        hubs.emplace_back(hub);
    const SecretBytes& seed = inviteKey.seed();
    const QByteArray content =
        Cbor::map(
            {{Id, authority.id.toBytes()},
             {Name, authority.name},
             {Production, authority.production},
             {StatementBytes, statement},
             {InviteSeed, QByteArray(reinterpret_cast<const char*>(seed.data()), qsizetype(seed.size()))},
             {HubUrl, hubUrl},
             {Hubs, std::move(hubs)},
             {Pin, tlsPin}})
            .encode();
    const SecretBytes letters = normalisedCode(code);
    if (letters.isEmpty())
        return fileOf(Plain, content);
    const QByteArray salt = SodiumRandom().bytes(kSaltBytes);
    const auto key = passwordKey(letters, salt, kLeastPasswordCost);
    if (!key)
        return key.error();
    Cbor parts = sealedParts(salt, kLeastPasswordCost);
    const QByteArray box = seal(*key, Context::Invitation, content, kMagic + parts.encode());
    parts.set(Box, box);
    return fileOf(SealedByCode, parts.encode());
}

Result<Invitation> Invitation::fromFile(const QByteArray& file, const SecretBytes& code)
{
    if (!file.startsWith(kMagicWord))
        return Error{ErrorCode::Invalid, u"this file is not an invitation"_s};
    if (!file.startsWith(kMagic)) {
        const bool later = file.size() > kMagicWord.size() && file[kMagicWord.size()] > '1'
                        && file[kMagicWord.size()] <= '9';
        return later
                 ? Error{ErrorCode::TooNew, u"the invitation was made by a later version of this program"_s}
                 : damaged();
    }
    const auto parts = Cbor::decode(file.mid(kMagic.size()), {kMaxFile, 4});
    if (!parts || parts->toArray().size() != 3)
        return damaged();
    const qint64 form = parts->toArray()[0].toInt();
    const QByteArray stored = parts->toArray()[1].toBytes();
    if ((form != Plain && form != SealedByCode) || fileOf(Form(form), stored) != file)
        return damaged();
    auto content = form == Plain ? Result<QByteArray>(stored) : contentOf(stored, code);
    if (!content)
        return content.error();
    const auto entries = Cbor::decode(*content);
    if (!entries)
        return damaged();
    Invitation invitation;
    invitation.authority = {AuthorityId::fromBytes((*entries)[Id].toBytes()), (*entries)[Name].toText(),
                            (*entries)[Production].toBool()};
    invitation.statement = (*entries)[StatementBytes].toBytes();
    QByteArray seed = (*entries)[InviteSeed].toBytes();
    const auto key = SigningKey::fromSeed(SecretBytes::takeFrom(seed));
    if (!key)
        return damaged();
    invitation.inviteKey = *key;
    invitation.hubUrl = (*entries)[HubUrl].toText();
    for (const Cbor& hub : (*entries)[Hubs].toArray())
        invitation.hubCertificates.append(hub.toBytes());
    invitation.tlsPin = (*entries)[Pin].toBytes();
    if (auto whole = checkWhole(invitation); !whole)
        return whole.error();
    return invitation;
}

QString generateInvitationCode()
{
    QString code;
    for (const char byte : SodiumRandom().bytes(kCodeLetters)) {
        if (code.size() == kGroupLetters)
            code.append(u'-');
        code.append(kLetters[static_cast<unsigned char>(byte) % kLetters.size()]);
    }
    return code;
}

}  // namespace prohori
