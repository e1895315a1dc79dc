// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/directory/Directory.h"
#include "core/secrets/KeyHeader.h"

#include <QString>

#include <chrono>
#include <memory>

namespace prohori {

/** What the authority hands to a person who is to join: the file `invitation`. It is "PRHI1", then canonical CBOR of [1 = plain or
    2 = sealed, content, the first 16 bytes of the BLAKE2b-256 of both].
*/
struct Invitation {
    AuthorityInfo authority;
    QByteArray statement;               ///< bytes of the InvitationStatement
    SigningKey inviteKey;               ///< one-use
    QString hubUrl;                     ///< may be empty: learnt later
    QList<QByteArray> hubCertificates;  ///< statement bytes
    QByteArray tlsPin;  ///< SHA-256 of the hub's TLS public key (SPKI), empty where none is known

    /// Sealed under a code of 50 bit (Argon2id) when `code` is given; else the file itself is the secret. Fails with NoMemory.
    Result<QByteArray> toFile(const SecretBytes& code) const;
    /// Locked (hint "code-needed" | "wrong-code"), Damaged, TooNew, NoMemory, or Invalid for what is no invitation. What comes out is whole: the statement
    /// is signed by the authority that the file names, for the invite key that the file holds. Whether that is the right authority,
    /// people compare by authorityWords().
    static Result<Invitation> fromFile(const QByteArray& file, const SecretBytes& code);
};

/// A new code for an invitation that travels by mail: 50 bit as two groups of five letters and digits, without I, L, O and U. It is read back in
/// small letters too, with or without the dash, and with I, L and O for the digits they look like.
QString generateInvitationCode();

/** The authority: MoHA's signing key, scope keys and the list of whom it invited, in a folder of its own under its own password.

    Every function that signs needs the unlocked object. Practice unless made with production = true; that word is part of every
    signature. The folder (0700) holds `authority.key` (two seeds sealed under the password, Argon2id; written once, so that an old backup of it
    stays good), `statements/` (everything it has signed or learnt, a file each) and `state.cbor` (next person number, next number block a
    scope); each write is aside, synced and renamed, 0600. Scope keys are derived from the second seed by scope and epoch. One process
    has it open at a time.

    Errors: Locked (hint "wrong-password" | "in-use"), NotFound, Conflict (create: there is one), Damaged, TooNew, NoMemory, Storage.
    Blocking: create() and open() do the password work, about half a second.
*/
class Authority {
public:
    /// How long an invitation can be joined from.
    static constexpr std::chrono::days kInvitationDays{14};

    static Result<std::unique_ptr<Authority>> create(const QString& folder, const QString& name,
                                                     bool production, const SecretBytes& password,
                                                     PasswordCost cost, const Clock& clock);
    static Result<std::unique_ptr<Authority>> open(const QString& folder, const SecretBytes& password,
                                                   const Clock& clock);

    const AuthorityInfo& info() const;
    const Directory& directory() const;
    /// The public part, for `prohori-hub init`: info and statements (scope public keys are in these), signed.
    QByteArray exportPublic() const;
    struct PublicPart {
        AuthorityInfo info;
        QList<QByteArray> statements;
    };
    /// Invalid, TooNew, or Damaged when the signature is wrong.
    static Result<PublicPart> readPublic(const QByteArray& file);

    /// A signed HubCertificate for a hub's request (see makeHubRequest); the same one again when nothing changed. Invalid for
    /// what is no request, Refused when it is not signed by the hub's key.
    Result<QByteArray> certifyHub(const QByteArray& hubRequest);
    /// Fails with Invalid on an unknown scope, a role that does not fit it or a login that is none, Conflict when the login is taken,
    /// Refused for the roles that this version does not take in (ngo_partner, auditor) with a sentence. A login whose invitation
    /// ran out or was revoked may be invited again: the same person number, a new number block.
    Result<Invitation> invite(Role role, const Scope& scope, const QString& name, const QString& login,
                              const QString& hubUrl, const QByteArray& tlsPin);
    /// Takes in statements from a hub or a request file (person and replica certificates). All good ones are kept; fails with the first
    /// refusal, among them a second join from one invitation (hint "second-join").
    Result<> learn(const QList<QByteArray>& statements);
    /// People who joined and wait for confirmation.
    QList<PersonInfo> pending() const;
    /// Seals to the person the private keys, of all epochs, of what his role may read: his district's, or the national sensitive one.
    /// A role that reads neither is confirmed without keys. NotFound when nobody of that login has joined, Refused when he is revoked.
    Result<QByteArray> confirm(const QString& login);
    /** Ends everything of this person after the given counters; what earlier revocations accepted stays so unless named again. Where he
        held scope keys, the next epoch of them is made and sealed to everybody else who is confirmed there (see statements()).
        Works before he joined, too: the invitation is dead then. NotFound when nobody was invited under that login.
    */
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
