// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/AuthorityPrivate.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// What a role may open besides the records of its own making: the scope whose private keys it gets; empty for none.
Scope readableScope(Role role, const Scope& scope)
{
    const auto reads = [role](Permission permission) {
        return bool(permitted(role, permission, RecordPhase::Draft, true));
    };
    if (isNationalRole(role))
        return reads(Permission::ReadSensitive) ? kNationalScope : Scope();
    return reads(Permission::ReadIdentity) ? scope : Scope();
}

/// CBOR [scope, epoch, secret] without the secret passing through ordinary memory: it is the tail of the encoding.
SecretBytes scopeKeyContent(const ScopeKey& key, const SecretBytes& secret)
{
    const Cbor content = Cbor::Array{key.scope, key.epoch, QByteArray(kKeyBytes, '\0')};
    QByteArray head = content.encode().chopped(kKeyBytes);
    return SecretBytes::joined(SecretBytes::takeFrom(head), secret);
}

}  // namespace

BoxKey Authority::Private::scopeSecret(const Scope& scope, quint32 epoch) const
{
    const QByteArray label = Cbor(Cbor::Array{u"scope"_s, scope, epoch}).encode();
    return *BoxKey::fromSecret(deriveKey(files->seeds().scopeRoot, Context::Identity, label));
}

ScopeKey Authority::Private::currentScopeKey(const Scope& scope) const
{
    const auto known = directory.scopeKey(scope);
    const quint32 epoch = known ? known->epoch : 1;
    return {scope, epoch, scopeSecret(scope, epoch).publicKey()};
}

QList<PersonInfo> Authority::pending() const
{
    QList<PersonInfo> waiting = d->directory.people();
    waiting.removeIf([](const PersonInfo& person) { return person.confirmed || person.revoked; });
    return waiting;
}

Result<Statement> Authority::Private::confirmation(const PersonInfo& person)
{
    ConfirmationStatement confirmed;
    confirmed.person = person.certificate;
    if (const Scope scope = readableScope(person.role, person.scope); !scope.isEmpty()) {
        for (quint32 epoch = 1; epoch <= currentScopeKey(scope).epoch; ++epoch) {
            const BoxKey secret = scopeSecret(scope, epoch);
            const auto sealed = sealTo(person.boxKey, Context::Certificate,
                                       scopeKeyContent({scope, epoch, secret.publicKey()}, secret.secret()));
            if (!sealed)
                return sealed.error();
            confirmed.sealedScopeKeys.append(*sealed);
        }
    }
    return sign(confirmed);
}

Result<QByteArray> Authority::confirm(const QString& login)
{
    const PersonInfo* person = d->directory.personByLogin(login);
    if (!person)
        return Error{ErrorCode::NotFound, u"nobody has joined under the login %1 yet"_s.arg(login)};
    if (person->revoked)
        return Error{ErrorCode::Refused, u"%1 was revoked: invite him again first"_s.arg(login)};
    const auto done = d->confirmation(*person);
    return done ? Result<QByteArray>(done->bytes()) : done.error();
}

/// The keys that a revoked person could open, one epoch on.
QList<ScopeKey> Authority::Private::nextKeys(const QList<PersonInfo>& certificates) const
{
    QList<ScopeKey> next;
    for (const PersonInfo& person : certificates) {
        const Scope scope = readableScope(person.role, person.scope);
        const bool had = person.confirmed && !person.revoked && !scope.isEmpty();
        const bool listed =
            std::any_of(next.begin(), next.end(), [&](const ScopeKey& key) { return key.scope == scope; });
        if (!had || listed)
            continue;
        const quint32 epoch = currentScopeKey(scope).epoch + 1;
        next.append({scope, epoch, scopeSecret(scope, epoch).publicKey()});
    }
    return next;
}

Result<> Authority::Private::confirmAgain(const ScopeKey& key)
{
    for (const PersonInfo& person : directory.people()) {
        if (!person.confirmed || person.revoked || readableScope(person.role, person.scope) != key.scope)
            continue;
        if (auto done = confirmation(person); !done)
            return done.error();
    }
    return {};
}

Result<QByteArray> Authority::revoke(const QString& login, const QHash<ReplicaId, quint64>& lastAccepted)
{
    const auto invitations = d->invitationsOf(login);
    if (invitations.isEmpty())
        return Error{ErrorCode::NotFound, u"nobody was invited under the login %1"_s.arg(login)};
    RevocationStatement revoked;
    revoked.person = d->directory.invitation(invitations.first())->person;
    revoked.made = d->clock.now();
    for (const CertificateId& id : invitations)
        revoked.made =
            std::max(revoked.made, d->directory.invitation(id)->validFrom.plus(std::chrono::milliseconds(1)));
    if (const auto before = d->directory.revocation(revoked.person)) {
        revoked.made = std::max(revoked.made, before->made.plus(std::chrono::milliseconds(1)));
        revoked.lastAccepted = before->lastAccepted;
    }
    for (auto at = lastAccepted.begin(); at != lastAccepted.end(); ++at)
        revoked.lastAccepted.insert(at.key(), *at);
    QList<PersonInfo> certificates = d->directory.people();
    certificates.removeIf([&](const PersonInfo& person) { return person.person != revoked.person; });
    revoked.scopeKeys = d->nextKeys(certificates);
    const auto statement = d->sign(revoked);
    if (!statement)
        return statement.error();
    for (const ScopeKey& key : revoked.scopeKeys) {
        if (auto again = d->confirmAgain(key); !again)
            return again.error();
    }
    return statement->bytes();
}

}  // namespace prohori
