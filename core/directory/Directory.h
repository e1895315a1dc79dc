// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"
#include "core/cases/History.h"
#include "core/cases/Workflow.h"
#include "core/directory/Statement.h"

#include <QHash>
#include <QList>

#include <optional>

namespace prohori {

/// A person as his certificate says: what is needed to check a change and to show who wrote it.
struct PersonInfo {
    CertificateId certificate;
    CertificateId invitation;
    PersonId person = 0;
    QString login;
    QString name;
    Role role = Role::None;
    Scope scope;
    quint32 numberBlock = 0;
    QByteArray signingKey;
    QByteArray boxKey;
    Instant joined;
    bool confirmed = false;
    bool revoked = false;
};

/// A replica as its certificates say. A store of several people has one certificate a person for the same replica.
struct ReplicaInfo {
    ReplicaId replica;
    QByteArray replicaKey;
    ReplicaId replaces;
    QList<CertificateId> people;
};

/// What became of a statement that was offered.
enum class StatementVerdict { New, Known, Waiting, Refused };

/** Everything signed that is known of people, replicas, hubs and scope keys of one authority. The same class on the station and at the hub.

    add() takes statements in any order; one whose signer is not known yet waits and enters by itself. Refused (with Error Refused):
    another authority, practice against production (either way), a wrong signature, a second person certificate from one invitation,
    a join outside the invitation's validity, a second key for one replica.
    Nothing here does I/O; storage gives and keeps the bytes.
*/
class Directory {
public:
    explicit Directory(AuthorityInfo authority) : m_authority(std::move(authority)) {}

    const AuthorityInfo& authority() const { return m_authority; }
    Result<StatementVerdict> add(const Statement& statement);

    const PersonInfo* person(const CertificateId& certificate) const;
    /// The newest certificate of a person.
    const PersonInfo* person(PersonId person) const;
    const PersonInfo* personByLogin(const QString& login) const;
    QList<PersonInfo> people() const;
    const ReplicaInfo* replica(const ReplicaId& id) const;
    QList<ReplicaInfo> replicas() const;
    bool isCertifiedHub(const HubId& hub) const;
    QList<HubCertificate> hubs() const;
    std::optional<ScopeKey> scopeKey(const Scope& scope) const;  ///< of the highest epoch
    /// The confirmation for a person certificate, if there is one.
    std::optional<ConfirmationStatement> confirmation(const CertificateId& person) const;
    /// Whether a change with this counter of this replica still counts for this person.
    bool isRevoked(PersonId person, const ReplicaId& replica, quint64 counter) const;
    /// All statements that were accepted, in the order of their dependencies.
    QList<Statement> statements() const { return m_accepted; }

private:
    AuthorityInfo m_authority;
    QList<Statement> m_accepted;
    QHash<CertificateId, Statement> m_waiting;
    QHash<CertificateId, InvitationStatement> m_invitations;
    QHash<CertificateId, PersonInfo> m_people;
    QHash<ReplicaId, ReplicaInfo> m_replicas;
    QHash<HubId, HubCertificate> m_hubs;
    QHash<Scope, ScopeKey> m_scopeKeys;
    QHash<CertificateId, ConfirmationStatement> m_confirmations;
    QHash<PersonId, RevocationStatement> m_revocations;
};

/// Why a change does not count. The words are those of the wire and of `quarantined` in JSON.
enum class Refusal : quint8 {
    None = 0,
    BadForm = 1,           ///< not canonical, too large: not stored
    BadSignature = 2,      ///< not stored
    UnknownAuthor = 3,     ///< the certificate is not known (yet): waits
    BrokenChain = 4,       ///< counter or prev does not continue the replica's chain
    Revoked = 5,
    WrongScope = 6,
    WrongRole = 7,
    WrongPhase = 8,
    FourEyes = 9,
    BadApproval = 10,      ///< stale heads, wrong hash, open conflict or query
    MissingParent = 11,    ///< waits
    QuarantinedParent = 12,
    Forked = 13,           ///< same replica and counter with other bytes: remint
    UnknownForm = 14,
    BadContent = 15,       ///< an item breaks a rule of the record
};
QString refusalName(Refusal refusal);

/** Who may do what: the checks on a change that need the directory. One implementation for client and hub.

    checkAuthor: certificate known, person and role as the certificate says, signature right, replica vouched for by this person,
    not revoked. Cost: one signature check (about 70 µs).
    checkRights: scope and role for each item in the state that the author saw (`before` = fold of the change's parents; null for a creation),
    four eyes and content hash of approvals. A case is created in its author's scope only.
*/
Refusal checkAuthor(const Directory& directory, const Change& change);
Refusal checkRights(const Directory& directory, const Change& change, const History& history);

}  // namespace prohori
