// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/directory/Directory.h"
#include "core/secrets/KeyHeader.h"

#include <QDateTime>
#include <QString>

#include <memory>

namespace prohori {

/// What the authority hands to a person who is to join: the file `invitation`, canonical CBOR.
struct Invitation {
    AuthorityInfo authority;
    QByteArray statement;               ///< bytes of the InvitationStatement
    SigningKey inviteKey;               ///< one-use
    QString hubUrl;                     ///< may be empty: learnt later
    QList<QByteArray> hubCertificates;  ///< statement bytes
    QByteArray tlsPin;  ///< SHA-256 of the hub's TLS public key (SPKI), empty where none is known

    /// Sealed under a code of 50 bit (Argon2id) when `code` is given; else the file itself is the secret.
    Result<QByteArray> toFile(const SecretBytes& code) const;
    /// Locked (hint "code-needed" | "wrong-code"), Damaged or Invalid.
    static Result<Invitation> fromFile(const QByteArray& file, const SecretBytes& code);
};

/** The authority: MoHA's signing key, scope keys and the list of whom it invited, in a folder of its own under its own password.

    Every function that signs needs the unlocked object. Practice unless made with production = true; that word is part of every
    signature. The folder holds `authority.key` (seeds sealed under the password, Argon2id), `statements/` (everything it
    has signed or learnt) and `state.cbor` (next person number, next number block a scope); each write is aside, synced and renamed.
*/
class Authority {
public:
    static Result<std::unique_ptr<Authority>> create(const QString& folder, const QString& name,
                                                     bool production, const SecretBytes& password,
                                                     PasswordCost cost, const Clock& clock);
    static Result<std::unique_ptr<Authority>> open(const QString& folder, const SecretBytes& password,
                                                   const Clock& clock);

    const AuthorityInfo& info() const;
    const Directory& directory() const;
    /// The public part, for `prohori-hub init`: info, scope public keys and statements, signed.
    QByteArray exportPublic() const;
    struct PublicPart {
        AuthorityInfo info;
        QList<QByteArray> statements;
    };
    static Result<PublicPart> readPublic(const QByteArray& file);

    /// A signed HubCertificate for a hub's request (see makeHubRequest).
    Result<QByteArray> certifyHub(const QByteArray& hubRequest);
    /// Fails with Invalid on an unknown scope or a role that does not fit it, Conflict when the login is taken, Refused for the
    /// roles that this version does not take in (ngo_partner, auditor) with a sentence.
    Result<Invitation> invite(Role role, const Scope& scope, const QString& name, const QString& login,
                              const QString& hubUrl, const QByteArray& tlsPin);
    /// Takes in statements from a hub or a request file (person and replica certificates).
    Result<> learn(const QList<QByteArray>& statements);
    /// People who joined and wait for confirmation.
    QList<PersonInfo> pending() const;
    /// Seals the scope's private keys to the person. NotFound when nobody of that login has joined.
    Result<QByteArray> confirm(const QString& login);
    Result<QByteArray> revoke(const QString& login, const QHash<ReplicaId, quint64>& lastAccepted);
    /// Secret from which the administrator's own desk derives its keys for talking to a hub; the same each time.
    SecretBytes operatorSecret() const;
    /// All statements, for publishing to a hub.
    QList<QByteArray> statements() const;

    ~Authority();

private:
    Authority();
    struct Private;
    std::unique_ptr<Private> d;
};

/// A hub asks to be certified: its public keys, signed by itself.
QByteArray makeHubRequest(const SigningKey& hubKey, const BoxKey& boxKey, const QString& name,
                          const QByteArray& tlsPin);

}  // namespace prohori
