// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Directory.h"
#include "tests/support/FakeClock.h"

namespace prohori {

/// An authority in memory, with its key.
struct TestAuthority {
    explicit TestAuthority(bool production = false);
    ~TestAuthority();
    Statement sign(const StatementBody& body) const;

    SigningKey key;
    AuthorityInfo info;
};

Instant testStart();

InvitationStatement invitationFor(PersonId person, const QString& login, Role role, const Scope& scope,
                                  const SigningKey& inviteKey);

/// Somebody who was invited and joined, with his keys, one store and the chain of changes on it.
struct TestPerson {
    TestPerson(const TestAuthority& authority_, PersonId person_, const QString& login, Role role_,
               const Scope& scope);
    TestPerson(const TestPerson&);
    TestPerson(TestPerson&&) noexcept;
    ~TestPerson();

    Statement vouchFor(const ReplicaId& which, const QByteArray& publicKey) const;
    QList<Statement> statements() const;

    /// The next change of this person's store, signed.
    ChangePtr save(ChangeBody body);
    Change sign(const ChangeBody& body) const;

    const TestAuthority& authority;
    PersonId person;
    Role role;
    SigningKey inviteKey, keys;
    BoxKey box;
    SigningKey replicaKey;
    ReplicaId replica;
    Statement invitation, certificate, store;
    quint64 counter = 0;
    ChangeId head;
};

Result<StatementVerdict> addAll(Directory& directory, const QList<Statement>& statements);

SecretBytes secretOf(QByteArray text);

/// What a damaged line or disk does.
QByteArray withFlippedBit(QByteArray bytes, qsizetype at, int bit = 0);

}  // namespace prohori
