// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Directory.h"
#include "tests/support/FakeClock.h"

namespace prohori {

/// An authority in memory, with its key.
struct TestAuthority {
    explicit TestAuthority(bool production = false)
        : info{AuthorityId::fromBytes(key.publicKey()), QStringLiteral("Test"), production}
    {}
    Statement sign(const StatementBody& body) const { return Statement::make(info, body, key); }

    SigningKey key = SigningKey::make();
    AuthorityInfo info;
};

inline Instant testStart()
{
    return FakeClock().now();
}

inline InvitationStatement invitationFor(PersonId person, const QString& login, Role role, const Scope& scope,
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

/// Somebody who was invited and joined, with his keys, one store and the chain of changes on it.
struct TestPerson {
    TestPerson(const TestAuthority& authority_, PersonId person_, const QString& login, Role role_,
               const Scope& scope)
        : authority(authority_),
          person(person_),
          role(role_),
          invitation(authority_.sign(invitationFor(person_, login, role_, scope, inviteKey))),
          certificate(Statement::make(authority_.info,
                                      PersonCertificate{invitation.id(), keys.publicKey(), box.publicKey(),
                                                        testStart()},
                                      inviteKey)),
          store(vouchFor(replica, replicaKey.publicKey()))
    {}

    Statement vouchFor(const ReplicaId& which, const QByteArray& publicKey) const
    {
        return Statement::make(authority.info,
                               ReplicaCertificate{certificate.id(), which, publicKey, {}, testStart()}, keys);
    }
    QList<Statement> statements() const { return {invitation, certificate, store}; }

    /// The next change of this person's store, signed.
    ChangePtr save(ChangeBody body)
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
    Change sign(const ChangeBody& body) const
    {
        return Change::make(body, keys.sign(Context::Change, body.encode()));
    }

    const TestAuthority& authority;
    PersonId person;
    Role role;
    SigningKey inviteKey = SigningKey::make();
    SigningKey keys = SigningKey::make();
    BoxKey box = BoxKey::make();
    SigningKey replicaKey = SigningKey::make();
    ReplicaId replica = ReplicaId::fromBytes(SodiumRandom().bytes(ReplicaId::kSize));
    Statement invitation, certificate, store;
    quint64 counter = 0;
    ChangeId head;
};

inline Result<StatementVerdict> addAll(Directory& directory, const QList<Statement>& statements)
{
    Result<StatementVerdict> last = StatementVerdict::Known;
    for (const Statement& statement : statements) {
        last = directory.add(statement);
        if (!last)
            return last;
    }
    return last;
}

inline SecretBytes secretOf(QByteArray text)
{
    return SecretBytes::takeFrom(text);
}

/// What a damaged line or disk does.
inline QByteArray withFlippedBit(QByteArray bytes, qsizetype at, int bit = 0)
{
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
    return bytes;
}

}  // namespace prohori
