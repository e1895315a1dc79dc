// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Directory.h"
#include "core/secrets/Crypto.h"
#include "core/storage/Store.h"

#include <QList>
#include <QString>
#include <QTemporaryDir>

#include <optional>

namespace prohori {

/// Where somebody sits: a person with one store. Two seats of one person are two replicas of his.
enum class Seat : int {
    Recorder = 0,       ///< district 41
    Colleague,          ///< recorder, district 41
    Reviewer,           ///< district 41
    ReviewerElsewhere,  ///< the same reviewer on a second PC
    OtherDistrict,      ///< reviewer, district 26
    Headquarters,       ///< approver of the nation
    Joiner,             ///< recorder, district 41: nobody knows him before he joins
    Rogue,              ///< recorder, district 41, with a program of his own that keeps to no rule
};
inline constexpr int kSeats = 8;

/// Somebody certified by the authority, with the keys of his first replica.
struct Member {
    PersonId person = 0;
    QString login;
    Role role = Role::None;
    Scope scope;
    SigningKey keys;
    BoxKey box;
    ReplicaId replica;
    SigningKey replicaKey;
    StoreId store;
    Statement invitation, certificate, vouched;
    std::optional<Statement> confirmation;  ///< nobody has looked at the joiner and the rogue yet

    QList<QByteArray> statements() const
    {
        QList<QByteArray> all{invitation.bytes(), certificate.bytes(), vouched.bytes()};
        if (confirmation)
            all.append(confirmation->bytes());
        return all;
    }
};

/** Everybody who takes part in any history, made once a process and the same in every process: keys come from a fixed seed. Holds an
    empty store for each seat and an empty hub, which a history begins with copies of. The first four know each other, the others become known with their
    first sync.
*/
class Cast {
public:
    static const Cast& get();

    const AuthorityInfo& authority() const { return m_authority; }
    Statement sign(const StatementBody& body) const { return Statement::make(m_authority, body, m_key); }
    const Member& member(Seat seat) const { return m_members.at(int(seat)); }
    const SigningKey& hubKey() const { return m_hubKey; }
    const BoxKey& hubBox() const { return m_hubBox; }
    HubId hub() const { return HubId::fromBytes(m_hubKey.publicKey()); }
    const SecretBytes& dataKey() const { return m_dataKey; }
    const SecretBytes& storageKey() const { return m_storageKey; }
    /// The key that identities of a district, or what the nation's approvers may read, are sealed to.
    BoxKey scopeKey(const Scope& scope, quint32 epoch) const;
    ScopeKey publicScopeKey(const Scope& scope, quint32 epoch) const;
    /// The private keys of the member's scope up to this epoch, sealed to him.
    Statement confirm(const Member& member, quint32 epochs) const;
    QString storeOf(Seat seat) const;
    QString hubFile() const;
    /// A folder in memory (tmpfs) where the machine has one.
    QString workFolder() const { return m_folder.filePath(QStringLiteral("run")); }

private:
    Cast();
    Member makeMember(Seat seat, PersonId person, const QString& login, Role role, const Scope& scope);
    void makeStores();
    void makeStore(Seat seat, const QList<QByteArray>& statements);

    QTemporaryDir m_folder;
    SigningKey m_key, m_hubKey;
    BoxKey m_hubBox;
    AuthorityInfo m_authority;
    SecretBytes m_dataKey, m_storageKey;
    QList<Member> m_members;
};

/// Stops the program: a history cannot be played at all.
[[noreturn]] void stopSimulation(const QString& what, const Error& error);

/// What every sealed text begins with: found anywhere else, something was not sealed.
inline const QString kSealedMarker = QStringLiteral("Never-in-the-clear-");
/// Chance of libsodium, from now on from this seed; signatures of the history before are forgotten.
void seedKeys(quint32 seed);
/// Signatures that were verified so far need not be again in any history.
void keepKnownSignatures();

/// A key that is the same for the same number.
SecretBytes fixedKey(quint32 number);
SigningKey fixedSigningKey(quint32 number);

/// Every file of a folder as it lies there, whoever has it open: what a kill leaves. Without the index of the WAL, which a start makes anew.
void copyImage(const QString& from, const QString& to);

}  // namespace prohori
