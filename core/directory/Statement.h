// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Cbor.h"
#include "core/base/Clock.h"
#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/cases/Roles.h"
#include "core/secrets/Crypto.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace prohori {

/// The one who certifies everybody. Practice and production refuse each other in every document.
struct AuthorityInfo {
    AuthorityId id;  ///< its Ed25519 public key
    QString name;
    bool production = false;
};

/// Public X25519 key of a scope, by epoch. Its private half is the authority's, and of those it confirmed.
struct ScopeKey {
    Scope scope;
    quint32 epoch = 1;
    QByteArray publicKey;
};

/// Authority → hub: this key is a hub of ours.
struct HubCertificate {
    HubId hub;
    QByteArray boxKey;  ///< X25519, for bundles
    QString name;
    QByteArray tlsPin;  ///< SHA-256 of the hub's TLS public key (SPKI); empty behind a proxy with its own
    Instant made;       ///< of two certificates of one hub the later one counts
};

/// Authority → one person to come. `inviteKey` is a one-use public key whose private half stands in the invitation file.
struct InvitationStatement {
    QByteArray inviteKey;
    PersonId person = 0;
    QString login;
    QString name;  ///< the officer's name as colleagues see it
    Role role = Role::None;
    Scope scope;
    quint32 numberBlock = 0;        ///< two desks of one district never share one
    Instant validFrom, validUntil;  ///< for joining (14 days), not for working
    QList<ScopeKey> scopeKeys;      ///< of the person's scope and the nation
};

/// Invitation key → person's own keys: what a change's author certificate is.
struct PersonCertificate {
    CertificateId invitation;
    QByteArray signingKey;
    QByteArray boxKey;
    Instant joined;
};

/// Person → one incarnation of a store.
struct ReplicaCertificate {
    CertificateId person;
    ReplicaId replica;
    QByteArray replicaKey;
    ReplicaId replaces;  ///< the incarnation it goes on from (restore, remint), null for a new store
    Instant made;
};

/// Authority → person: the scope's private keys, sealed to him. Only now he reads what others sealed.
struct ConfirmationStatement {
    CertificateId person;
    QList<QByteArray> sealedScopeKeys;  ///< sealTo(person's boxKey) over scope ‖ epoch ‖ private key
};

/// Authority: from here on nothing of this person counts under an invitation from before `made`. Replicas that are not named
/// accept nothing. Of several revocations of one person the latest counts.
struct RevocationStatement {
    PersonId person = 0;
    QHash<ReplicaId, quint64> lastAccepted;
    Instant made;
    QList<ScopeKey>
        scopeKeys;  ///< the next epoch of what this person could open; new records are sealed to these
};

using StatementBody = std::variant<HubCertificate, InvitationStatement, PersonCertificate, ReplicaCertificate,
                                   ConfirmationStatement, RevocationStatement>;

/// "hub" | "invitation" | "person" | "replica" | "confirmation" | "revocation", for logs and refusals.
QString statementKind(const StatementBody& body);

/** One signed sentence about people, hubs and keys. Its id is the first 16 bytes of the BLAKE2b-256 of its signed bytes.
    The signed bytes name authority, practice or production, format version and kind. Who signs is told by the kind: the authority
    signs hubs, invitations, confirmations and revocations; the invite key signs a person's certificate; the person a replica's.
    decode() checks form and bounds only (at most 64 KiB) and fails with Invalid, or TooNew for a later format, kind or role;
    Directory::add() checks who signed.
*/
class Statement {
public:
    static constexpr int kFormatVersion = 1;
    static constexpr qsizetype kMaxBytes = 64 * 1024;

    static Statement make(const AuthorityInfo& authority, const StatementBody& body,
                          const SigningKey& signer);
    static Result<Statement> decode(const QByteArray& bytes);

    CertificateId id() const { return m_id; }
    const StatementBody& body() const { return m_body; }
    AuthorityId authority() const { return m_authority; }
    bool production() const { return m_production; }
    /// Envelope: canonical CBOR of [signed bytes, signature].
    const QByteArray& bytes() const { return m_bytes; }
    /// One signature check (about 70 µs).
    bool isSignedBy(const QByteArray& publicKey) const;

private:
    Statement() = default;

    CertificateId m_id;
    StatementBody m_body;
    AuthorityId m_authority;
    bool m_production = false;
    QByteArray m_signed, m_signature, m_bytes;
};

/// The authority's key as eight words of the shipped list (103 bit), to be compared with paper or by telephone before joining.
QStringList authorityWords(const AuthorityId& authority);

}  // namespace prohori
