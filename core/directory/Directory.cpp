// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/Directory.h"

#include <algorithm>
#include <tuple>

namespace prohori {

using namespace Qt::StringLiterals;

Result<StatementVerdict> Directory::add(const Statement& statement)
{
    if (m_acceptedIds.contains(statement.id()))
        return StatementVerdict::Known;
    if (auto fits = checkEnvelope(statement); !fits)
        return fits.error();
    auto verdict = enterAny(statement);
    if (!verdict || *verdict != StatementVerdict::New)
        return verdict;

    // What waited for it enters now, and what waited for that. What turns out to be wrong is dropped here, as it would have
    // been refused had it come later.
    QList<CertificateId> entered{statement.id()};
    while (!entered.isEmpty()) {
        const CertificateId signer = entered.takeFirst();
        const QList<Statement> next = m_waiting.values(signer);
        m_waiting.remove(signer);
        for (const Statement& waiting : next) {
            const auto late = enterAny(waiting);
            if (late && *late == StatementVerdict::New)
                entered.append(waiting.id());
        }
    }
    return verdict;
}

Result<StatementVerdict> Directory::refuse(const QString& why, const QString& hint) const
{
    return Error{ErrorCode::Refused, why, hint};
}

Result<> Directory::checkEnvelope(const Statement& statement) const
{
    const QString kind = statementKind(statement.body());
    if (statement.authority() != m_authority.id)
        return Error{ErrorCode::Refused,
                     u"a statement (%1) comes from another authority than %2"_s.arg(kind, m_authority.name),
                     u"other-authority"_s};
    if (statement.production() != m_authority.production)
        return Error{ErrorCode::Refused,
                     u"a statement (%1) for %2 is refused by an authority for %3"_s.arg(
                         kind, statement.production() ? u"production"_s : u"practice"_s,
                         m_authority.production ? u"production"_s : u"practice"_s),
                     u"practice-production"_s};
    return {};
}

Result<StatementVerdict> Directory::wait(const Statement& statement, const CertificateId& signer)
{
    for (const Statement& waiting : m_waiting.values(signer)) {
        if (waiting.bytes() == statement.bytes())
            return StatementVerdict::Waiting;
    }
    if (m_waiting.size() >= kMaxWaiting)
        return refuse(u"too many statements wait for their signer"_s, u"too-many-waiting"_s);
    m_waiting.insert(signer, statement);
    return StatementVerdict::Waiting;
}

Result<StatementVerdict> Directory::enter(const Statement& statement)
{
    m_accepted.append(statement);
    m_acceptedIds.insert(statement.id());
    return StatementVerdict::New;
}

Result<StatementVerdict> Directory::enterAny(const Statement& statement)
{
    // A wait that ended twice: the same content under two signatures.
    if (m_acceptedIds.contains(statement.id()))
        return StatementVerdict::Known;
    const StatementBody& body = statement.body();
    if (const auto* person = std::get_if<PersonCertificate>(&body))
        return enterPerson(statement, *person);
    if (const auto* replica = std::get_if<ReplicaCertificate>(&body))
        return enterReplica(statement, *replica);
    if (!statement.isSignedBy(m_authority.id.toBytes()))
        return refuse(u"a statement (%1) is not signed by the authority"_s.arg(statementKind(body)),
                      u"bad-signature"_s);
    if (const auto* hub = std::get_if<HubCertificate>(&body))
        return enterHub(statement, *hub);
    if (const auto* invited = std::get_if<InvitationStatement>(&body))
        return enterInvitation(statement, *invited);
    if (const auto* confirmed = std::get_if<ConfirmationStatement>(&body))
        return enterConfirmation(statement, *confirmed);
    return enterRevocation(statement, std::get<RevocationStatement>(body));
}

Result<StatementVerdict> Directory::enterHub(const Statement& statement, const HubCertificate& hub)
{
    const auto known = m_hubs.constFind(hub.hub);
    if (known == m_hubs.constEnd()
        || std::tie(known->body.made, known->id) < std::tuple(hub.made, statement.id()))
        m_hubs.insert(hub.hub, {hub, statement.id()});
    return enter(statement);
}

Result<StatementVerdict> Directory::enterInvitation(const Statement& statement,
                                                    const InvitationStatement& invited)
{
    m_invitations.insert(statement.id(), invited);
    takeScopeKeys(invited.scopeKeys);
    return enter(statement);
}

Result<StatementVerdict> Directory::enterPerson(const Statement& statement, const PersonCertificate& person)
{
    const auto invited = m_invitations.constFind(person.invitation);
    if (invited == m_invitations.constEnd())
        return wait(statement, person.invitation);
    if (!statement.isSignedBy(invited->inviteKey))
        return refuse(u"a certificate for %1 is not signed by his invitation"_s.arg(invited->login),
                      u"bad-signature"_s);
    if (person.joined > invited->validUntil || person.joined.plus(kClockTolerance) < invited->validFrom)
        return refuse(u"%1 joined at %2, outside his invitation (%3 to %4): he needs a new one"_s.arg(
                          invited->login, person.joined.toIso(), invited->validFrom.toIso(),
                          invited->validUntil.toIso()),
                      u"expired-invitation"_s);
    if (m_joined.contains(person.invitation)) {
        if (!isRefusedJoin(statement.id()))
            m_secondJoins.append(statement);
        m_waiting.remove(statement.id());
        return refuse(u"somebody has joined from the invitation of %1 before"_s.arg(invited->login),
                      u"second-join"_s);
    }
    PersonInfo info;
    info.certificate = statement.id();
    info.invitation = person.invitation;
    info.person = invited->person;
    info.login = invited->login;
    info.name = invited->name;
    info.role = invited->role;
    info.scope = invited->scope;
    info.numberBlock = invited->numberBlock;
    info.signingKey = person.signingKey;
    info.boxKey = person.boxKey;
    info.joined = person.joined;
    markRevoked(info);
    m_joined.insert(person.invitation, info.certificate);
    m_people.insert(info.certificate, info);
    return enter(statement);
}

Result<StatementVerdict> Directory::enterReplica(const Statement& statement,
                                                 const ReplicaCertificate& replica)
{
    const auto person = m_people.constFind(replica.person);
    if (person == m_people.constEnd()) {
        if (isRefusedJoin(replica.person))
            return refuse(u"a store is vouched for by a refused second join"_s, u"second-join"_s);
        return wait(statement, replica.person);
    }
    if (!statement.isSignedBy(person->signingKey))
        return refuse(u"the certificate of a store is not signed by %1"_s.arg(person->login),
                      u"bad-signature"_s);
    auto& known = m_replicas[replica.replica];
    if (!known.replicaKey.isEmpty() && known.replicaKey != replica.replicaKey)
        return refuse(u"%1 claims replica %2 with another key than it has"_s.arg(person->login,
                                                                                 replica.replica.toString()),
                      u"second-key"_s);
    known.replica = replica.replica;
    known.replicaKey = replica.replicaKey;
    known.replaces = std::max(known.replaces, replica.replaces);
    if (!known.people.contains(replica.person))
        known.people.append(replica.person);
    std::sort(known.people.begin(), known.people.end());
    return enter(statement);
}

Result<StatementVerdict> Directory::enterConfirmation(const Statement& statement,
                                                      const ConfirmationStatement& confirmed)
{
    const auto person = m_people.find(confirmed.person);
    if (person == m_people.end()) {
        if (isRefusedJoin(confirmed.person))
            return refuse(u"a confirmation is for a refused second join"_s, u"second-join"_s);
        return wait(statement, confirmed.person);
    }
    person->confirmed = true;
    const auto known = m_confirmations.constFind(confirmed.person);
    const auto rank = [](const ConfirmationStatement& body, const CertificateId& id) {
        return std::pair(body.sealedScopeKeys.size(), id);
    };
    if (known == m_confirmations.constEnd() || rank(known->body, known->id) < rank(confirmed, statement.id()))
        m_confirmations.insert(confirmed.person, {confirmed, statement.id()});
    return enter(statement);
}

Result<StatementVerdict> Directory::enterRevocation(const Statement& statement,
                                                    const RevocationStatement& revoked)
{
    const auto known = m_revocations.constFind(revoked.person);
    if (known == m_revocations.constEnd()
        || std::tie(known->body.made, known->id) < std::tuple(revoked.made, statement.id()))
        m_revocations.insert(revoked.person, {revoked, statement.id()});
    for (PersonInfo& person : m_people) {
        if (person.person == revoked.person)
            markRevoked(person);
    }
    takeScopeKeys(revoked.scopeKeys);
    return enter(statement);
}

bool Directory::isRefusedJoin(const CertificateId& person) const
{
    return std::any_of(m_secondJoins.begin(), m_secondJoins.end(),
                       [&](const Statement& join) { return join.id() == person; });
}

void Directory::takeScopeKeys(const QList<ScopeKey>& keys)
{
    for (const ScopeKey& key : keys) {
        const auto known = m_scopeKeys.constFind(key.scope);
        if (known == m_scopeKeys.constEnd()
            || std::tie(known->epoch, known->publicKey) < std::tie(key.epoch, key.publicKey))
            m_scopeKeys.insert(key.scope, key);
    }
}

/// A revocation ends what came from earlier invitations; who is invited anew afterwards starts anew.
void Directory::markRevoked(PersonInfo& person) const
{
    const auto revoked = m_revocations.constFind(person.person);
    const InvitationStatement* invited = invitation(person.invitation);
    person.revoked =
        revoked != m_revocations.constEnd() && invited && invited->validFrom < revoked->body.made;
}

}  // namespace prohori
