// SPDX-License-Identifier: GPL-3.0-or-later
#include "People.h"

#include <algorithm>

namespace prohori {

TestAuthority::TestAuthority(bool production)
    : key(SigningKey::make()),
      info{AuthorityId::fromBytes(key.publicKey()), QStringLiteral("Test"), production}
{}

TestAuthority::~TestAuthority() = default;

Statement TestAuthority::sign(const StatementBody& body) const
{
    return Statement::make(info, body, key);
}

Instant testStart()
{
    return FakeClock().now();
}

InvitationStatement invitationFor(PersonId person, const QString& login, Role role, const Scope& scope,
                                  const SigningKey& inviteKey)
{
    InvitationStatement invited;
    invited.inviteKey = inviteKey.publicKey();
    invited.person = person;
    invited.login = login;
    invited.name = login;
    invited.role = role;
    invited.scope = scope;
    invited.numberBlock = 1;
    invited.validFrom = testStart();
    invited.validUntil = testStart().plus(std::chrono::days(14));
    return invited;
}

TestPerson::TestPerson(const TestAuthority& authority_, PersonId person_, const QString& login, Role role_,
                       const Scope& scope)
    : authority(authority_),
      person(person_),
      role(role_),
      inviteKey(SigningKey::make()),
      keys(SigningKey::make()),
      box(BoxKey::make()),
      replicaKey(SigningKey::make()),
      replica(ReplicaId::fromBytes(SodiumRandom().bytes(ReplicaId::kSize))),
      invitation(authority_.sign(invitationFor(person_, login, role_, scope, inviteKey))),
      certificate(
          Statement::make(authority_.info,
                          PersonCertificate{invitation.id(), keys.publicKey(), box.publicKey(), testStart()},
                          inviteKey)),
      store(vouchFor(replica, replicaKey.publicKey()))
{}

TestPerson::TestPerson(const TestPerson&) = default;
TestPerson::TestPerson(TestPerson&&) noexcept = default;
TestPerson::~TestPerson() = default;

Statement TestPerson::vouchFor(const ReplicaId& which, const QByteArray& publicKey) const
{
    return Statement::make(authority.info,
                           ReplicaCertificate{certificate.id(), which, publicKey, {}, testStart()}, keys);
}

QList<Statement> TestPerson::statements() const
{
    return {invitation, certificate, store};
}

ChangePtr TestPerson::save(ChangeBody body)
{
    body.replica = replica;
    body.counter = ++counter;
    body.prev = head;
    body.author = certificate.id();
    body.person = person;
    body.role = role;
    body.claimed = testStart();
    body.formVersion = QStringLiteral("1");
    std::sort(body.parents.begin(), body.parents.end());
    const auto change = std::make_shared<const Change>(sign(body));
    head = change->id();
    return change;
}

Change TestPerson::sign(const ChangeBody& body) const
{
    return Change::make(body, keys.sign(Context::Change, body.encode()));
}

Result<StatementVerdict> addAll(Directory& directory, const QList<Statement>& statements)
{
    Result<StatementVerdict> last = StatementVerdict::Known;
    for (const Statement& statement : statements) {
        last = directory.add(statement);
        if (!last)
            return last;
    }
    return last;
}

SecretBytes secretOf(QByteArray text)
{
    return SecretBytes::takeFrom(text);
}

QByteArray withFlippedBit(QByteArray bytes, qsizetype at, int bit)
{
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
    return bytes;
}

}  // namespace prohori
