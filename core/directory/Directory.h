// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"
#include "core/cases/Fold.h"
#include "core/cases/History.h"
#include "core/cases/Workflow.h"
#include "core/directory/Statement.h"

#include <QHash>
#include <QList>
#include <QSet>

#include <chrono>
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

    add() takes statements in any order; one whose signer is not known yet waits and enters by itself. Refused (with Error Refused
    and a hint): another authority ("other-authority"), practice against production, either way ("practice-production"), a wrong
    signature ("bad-signature"), a second person certificate from one invitation ("second-join"), a join outside the invitation's
    validity ("expired-invitation"), a second key for one replica ("second-key"), one that leans on a refused second join, more
    than kMaxWaiting statements without their signer.

    Equal sets give equal answers in whatever order they come; only of two joins from one invitation the first that comes stays
    (the hub's word decides in the end), and the other is told by secondJoins(). Nothing here does I/O; storage gives and keeps
    the bytes. Cost of add(): one signature check.
*/
class Directory {
public:
    static constexpr qsizetype kMaxWaiting = 10'000;
    /// How far a joining station's clock may be behind the authority's.
    static constexpr std::chrono::hours kClockTolerance{24};

    explicit Directory(AuthorityInfo authority) : m_authority(std::move(authority)) {}

    const AuthorityInfo& authority() const { return m_authority; }
    Result<StatementVerdict> add(const Statement& statement);

    const PersonInfo* person(const CertificateId& certificate) const;
    /// The newest certificate of a person: that of his latest invitation.
    const PersonInfo* person(PersonId person) const;
    const PersonInfo* personByLogin(const QString& login) const;
    QList<PersonInfo> people() const;
    const ReplicaInfo* replica(const ReplicaId& id) const;
    QList<ReplicaInfo> replicas() const;
    /// An invitation that was accepted, whoever joined from it.
    const InvitationStatement* invitation(const CertificateId& id) const;
    QHash<CertificateId, InvitationStatement> invitations() const { return m_invitations; }
    bool isCertifiedHub(const HubId& hub) const;
    /// Each hub once, the latest certified last.
    QList<HubCertificate> hubs() const;
    std::optional<ScopeKey> scopeKey(const Scope& scope) const;  ///< of the highest epoch
    /// Of every scope whose key is known, the highest epoch.
    QList<ScopeKey> scopeKeys() const;
    /// The confirmation for a person certificate, if there is one; of several the one with the most keys.
    std::optional<ConfirmationStatement> confirmation(const CertificateId& person) const;
    /// Whether a change with this counter of this replica no longer counts for this person, under any certificate of his that
    /// vouches for the replica.
    bool isRevoked(PersonId person, const ReplicaId& replica, quint64 counter) const;
    /// The same for the one certificate that the change names.
    bool isRevoked(const CertificateId& certificate, const ReplicaId& replica, quint64 counter) const;
    /// The revocation of a person that counts, if there is one.
    std::optional<RevocationStatement> revocation(PersonId person) const;
    /// Person certificates that were refused because somebody else had joined from their invitation: to be told to the authority.
    QList<Statement> secondJoins() const { return m_secondJoins; }
    /// Statements whose signer is not known yet.
    QList<Statement> waiting() const { return m_waiting.values(); }
    /// All statements that were accepted, in the order of their dependencies.
    QList<Statement> statements() const { return m_accepted; }

private:
    /// A body with the id that settles ties the same way everywhere.
    template <typename Body>
    struct Dated {
        Body body;
        CertificateId id;
    };

    Result<StatementVerdict> refuse(const QString& why, const QString& hint) const;
    Result<> checkEnvelope(const Statement& statement) const;
    Result<StatementVerdict> wait(const Statement& statement, const CertificateId& signer);
    Result<StatementVerdict> enter(const Statement& statement);
    Result<StatementVerdict> enterAny(const Statement& statement);
    Result<StatementVerdict> enterHub(const Statement& statement, const HubCertificate& hub);
    Result<StatementVerdict> enterInvitation(const Statement& statement, const InvitationStatement& invited);
    Result<StatementVerdict> enterPerson(const Statement& statement, const PersonCertificate& person);
    Result<StatementVerdict> enterReplica(const Statement& statement, const ReplicaCertificate& replica);
    Result<StatementVerdict> enterConfirmation(const Statement& statement,
                                               const ConfirmationStatement& confirmed);
    Result<StatementVerdict> enterRevocation(const Statement& statement, const RevocationStatement& revoked);
    bool isRefusedJoin(const CertificateId& person) const;
    void takeScopeKeys(const QList<ScopeKey>& keys);
    void markRevoked(PersonInfo& person) const;
    bool isNewer(const PersonInfo& one, const PersonInfo& other) const;

    AuthorityInfo m_authority;
    QList<Statement> m_accepted;
    QSet<CertificateId> m_acceptedIds;
    QMultiHash<CertificateId, Statement> m_waiting;  ///< missing signer → statement
    QList<Statement> m_secondJoins;
    QHash<CertificateId, InvitationStatement> m_invitations;
    QHash<CertificateId, CertificateId> m_joined;  ///< invitation → person certificate
    QHash<CertificateId, PersonInfo> m_people;
    QHash<ReplicaId, ReplicaInfo> m_replicas;
    QHash<HubId, Dated<HubCertificate>> m_hubs;
    QHash<Scope, ScopeKey> m_scopeKeys;
    QHash<CertificateId, Dated<ConfirmationStatement>> m_confirmations;
    QHash<PersonId, Dated<RevocationStatement>> m_revocations;
};

/// Why a change does not count. The words are those of the wire and of `quarantined` in JSON.
enum class Refusal : quint8 {
    None = 0,
    BadForm = 1,        ///< not canonical, too large: not stored
    BadSignature = 2,   ///< not stored
    UnknownAuthor = 3,  ///< the certificate is not known (yet): waits
    BrokenChain = 4,    ///< counter or prev does not continue the replica's chain
    Revoked = 5,
    WrongScope = 6,
    WrongRole = 7,
    WrongPhase = 8,
    FourEyes = 9,
    BadApproval = 10,    ///< stale heads, wrong hash, open conflict or query
    MissingParent = 11,  ///< waits
    QuarantinedParent = 12,
    Forked = 13,  ///< same replica and counter with other bytes: remint
    UnknownForm = 14,
    BadContent = 15,  ///< an item breaks a rule of the record
};
QString refusalName(Refusal refusal);

/// Whether the signature of a change is that of this key. What was proved once is known from then on. Cost: one signature check (about 70 µs) the first
/// time.
bool isSignedBy(const Change& change, const QByteArray& key);
/// Proves the signature where the author is known: for another thread, so that the checks below find it done. It decides nothing. False where the
/// author is not known, or the signature is not his.
bool proveAhead(const Directory& directory, const Change& change);

/** Who may do what: the checks on a change that need the directory. One implementation for client and hub. Form, size and id are
    Change::decode()'s. In this order: checkAuthor, checkChain, the parents, checkRights; the first that refuses names the reason.

    checkAuthor: certificate known, signature right, replica vouched for by this person, person and role as the certificate says,
    not revoked. UnknownAuthor where a statement is missing: such a change waits. Cost: that of isSignedBy().
*/
Refusal checkAuthor(const Directory& directory, const Change& change);

/** Whether the change is the next one of its replica, of which `counter` and `head` are the last known (0 and null: none).
    Forked when the counter is used up (ask for equal bytes before: those are a duplicate), else BrokenChain.
*/
Refusal checkChain(const Change& change, quint64 counter, const ChangeId& head);

/** Scope and role for each item in the state that the author saw, four eyes and content hash of approvals, sealed values in
    their boxes. A case is created in its author's scope only. What the table of Workflow.h does not name is denied. A move is proposed
    and taken back by a reviewer of the district that gives, accepted and declined by one of the district that was asked. Monthly returns are not taken in by this version.

    Nothing is folded for a creation. Else `before` is the fold of the change's parents: hand it in where it is at hand; without it
    the part of `history` up to the parents is folded (MissingParent when they are not all there). `history` holds accepted
    changes only; it may know more than the parents.
*/
Refusal checkRights(const Directory& directory, const Change& change, const History& history);
Refusal checkRights(const Directory& directory, const Change& change, const RecordState& before,
                    const History& history);

}  // namespace prohori
