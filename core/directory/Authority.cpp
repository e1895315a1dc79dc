// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/AuthorityPrivate.h"

#include "core/directory/AuthorityFiles.h"
#include "core/directory/Districts.h"

#include <QRegularExpression>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMaxName = 100;

Result<> checkInvitation(Role role, const Scope& scope, const QString& name, const QString& login)
{
    if (role == Role::NgoPartner)
        return Error{ErrorCode::Refused,
                     u"a person of role %1 cannot be taken in by this version yet"_s.arg(roleName(role)),
                     u"role-not-yet"_s};
    if (role == Role::None || !allRoles().contains(role))
        return Error{ErrorCode::Invalid, u"there is no such role"_s};
    if (scope != kNationalScope && !isDistrictCode(scope))
        return Error{ErrorCode::Invalid,
                     u"'%1' is no district code (two digits, such as 26) and not 'national'"_s.arg(
                         scope.left(40))};
    if (isNationalRole(role) != (scope == kNationalScope))
        return Error{ErrorCode::Invalid,
                     isNationalRole(role)
                         ? u"a %1 works for the nation: the scope must be 'national'"_s.arg(roleName(role))
                         : u"a %1 works for one district: the scope must be its code"_s.arg(roleName(role))};
    static const QRegularExpression kLogin(u"\\A[a-z0-9][a-z0-9._-]{0,63}\\z"_s);
    if (!kLogin.match(login).hasMatch())
        return Error{ErrorCode::Invalid,
                     u"'%1' is no login: use 1 to 64 small letters, digits, dots and dashes"_s.arg(
                         login.left(80))};
    if (name.trimmed().isEmpty() || name.size() > kMaxName)
        return Error{ErrorCode::Invalid, u"a name of 1 to %1 letters is needed"_s.arg(kMaxName)};
    return {};
}

}  // namespace

Authority::Authority() = default;
Authority::~Authority() = default;

Result<> Authority::Private::load()
{
    const auto statements = files->statements();
    if (!statements)
        return statements.error();
    for (const Statement& statement : *statements) {
        if (auto added = directory.add(statement); !added)
            return Error{ErrorCode::Damaged,
                         u"a statement in the authority's folder does not belong there: "_s
                             + added.error().detail};
    }
    kept = directory.statements().size();
    const auto read = files->state();
    if (!read && read.error().code != ErrorCode::NotFound)
        return read.error();
    // What was signed counts, also where the file is older or gone.
    state = read ? *read : AuthorityState{};
    for (const InvitationStatement& invited : directory.invitations()) {
        state.nextPerson = std::max(state.nextPerson, invited.person + 1);
        quint32& block = state.nextBlock[invited.scope];
        block = std::max(block, invited.numberBlock + 1);
    }
    return {};
}

Result<> Authority::Private::keepNew()
{
    const QList<Statement> all = directory.statements();
    for (; kept < all.size(); ++kept) {
        if (auto written = files->keepStatement(all[kept]); !written)
            return written;
    }
    return {};
}

Result<Statement> Authority::Private::sign(const StatementBody& body)
{
    const Statement statement = Statement::make(files->info(), body, files->seeds().signing);
    if (auto added = directory.add(statement); !added)
        return added.error();
    if (auto written = keepNew(); !written)
        return written.error();
    return statement;
}

Result<std::unique_ptr<Authority>> Authority::create(const QString& folder, const QString& name,
                                                     bool production, const SecretBytes& password,
                                                     PasswordCost cost, const Clock& clock)
{
    if (name.trimmed().isEmpty() || name.size() > kMaxName)
        return Error{ErrorCode::Invalid, u"an authority has a name of 1 to %1 letters"_s.arg(kMaxName)};
    const AuthoritySeeds seeds{SigningKey::make(), SecretBytes::random(std::size_t(kKeyBytes))};
    const AuthorityInfo info{AuthorityId::fromBytes(seeds.signing.publicKey()), name, production};
    auto files = AuthorityFolder::create(folder, info, seeds, password, cost);
    if (!files)
        return files.error();
    std::unique_ptr<Authority> authority(new Authority);
    authority->d = std::make_unique<Private>(std::move(*files), clock);
    if (auto loaded = authority->d->load(); !loaded)
        return loaded.error();
    return authority;
}

Result<std::unique_ptr<Authority>> Authority::open(const QString& folder, const SecretBytes& password,
                                                   const Clock& clock)
{
    auto files = AuthorityFolder::open(folder, password);
    if (!files)
        return files.error();
    std::unique_ptr<Authority> authority(new Authority);
    authority->d = std::make_unique<Private>(std::move(*files), clock);
    if (auto loaded = authority->d->load(); !loaded)
        return loaded.error();
    return authority;
}

const AuthorityInfo& Authority::info() const
{
    return d->files->info();
}

const Directory& Authority::directory() const
{
    return d->directory;
}

QByteArray Authority::exportPublic() const
{
    return writePublicPart(info(), statements(), d->files->seeds().signing);
}

SecretBytes Authority::operatorSecret() const
{
    return deriveKey(d->files->seeds().signing.seed(), Context::Certificate, "operator");
}

QList<QByteArray> Authority::statements() const
{
    QList<QByteArray> all;
    for (const Statement& statement : d->directory.statements())
        all.append(statement.bytes());
    return all;
}

Result<QByteArray> Authority::certifyHub(const QByteArray& hubRequest)
{
    auto hub = readHubRequest(hubRequest);
    if (!hub)
        return hub.error();
    // The latest certificate of the hub stands last: asking twice gives the same one.
    const QList<Statement> all = d->directory.statements();
    for (auto at = all.rbegin(); at != all.rend(); ++at) {
        const auto* known = std::get_if<HubCertificate>(&at->body());
        if (!known || known->hub != hub->hub)
            continue;
        if (known->boxKey == hub->boxKey && known->name == hub->name && known->tlsPin == hub->tlsPin)
            return at->bytes();
        hub->made = known->made.plus(std::chrono::milliseconds(1));
        break;
    }
    hub->made = std::max(hub->made, d->clock.now());
    const Statement statement = Statement::make(info(), *hub, d->files->seeds().signing);
    if (auto proper = Statement::decode(statement.bytes()); !proper)
        return Error{ErrorCode::Invalid, u"the hub's request breaks the rules of its form"_s};
    const auto done = d->sign(*hub);
    return done ? Result<QByteArray>(done->bytes()) : done.error();
}

QList<CertificateId> Authority::Private::invitationsOf(const QString& login) const
{
    QList<CertificateId> found;
    const auto all = directory.invitations();
    for (auto at = all.begin(); at != all.end(); ++at) {
        if (at->login == login)
            found.append(at.key());
    }
    return found;
}

/// A new number, or the old one of a login whose invitations all came to nothing.
Result<PersonId> Authority::Private::personFor(const QString& login)
{
    PersonId person = 0;
    for (const CertificateId& id : invitationsOf(login)) {
        const InvitationStatement& invited = *directory.invitation(id);
        person = invited.person;
        const auto revoked = directory.revocation(person);
        if (revoked && invited.validFrom < revoked->made)
            continue;
        const PersonInfo* joined = directory.personByLogin(login);
        if (joined && joined->invitation == id)
            return Error{ErrorCode::Conflict,
                         u"somebody works under the login %1: choose another one, or revoke it first"_s.arg(
                             login)};
        if (invited.validUntil >= clock.now())
            return Error{ErrorCode::Conflict,
                         u"%1 holds an invitation until %2: wait for it, or revoke it first"_s.arg(
                             login, invited.validUntil.toIso())};
    }
    return person != 0 ? person : state.nextPerson++;
}

quint32 Authority::Private::takeBlock(const Scope& scope)
{
    quint32& next = state.nextBlock[scope];
    next = std::max(next, 1U);
    return next++;
}

Result<Invitation> Authority::invite(Role role, const Scope& scope, const QString& name, const QString& login,
                                     const QString& hubUrl, const QByteArray& tlsPin)
{
    if (auto fine = checkInvitation(role, scope, name, login); !fine)
        return fine.error();
    const auto person = d->personFor(login);
    if (!person)
        return person.error();
    const SigningKey inviteKey = SigningKey::make();
    InvitationStatement invited;
    invited.inviteKey = inviteKey.publicKey();
    invited.person = *person;
    invited.login = login;
    invited.name = name.trimmed();
    invited.role = role;
    invited.scope = scope;
    invited.numberBlock = d->takeBlock(scope);
    invited.validFrom = d->clock.now();
    if (const auto revoked = d->directory.revocation(*person))
        invited.validFrom = std::max(invited.validFrom, revoked->made);
    invited.validUntil = invited.validFrom.plus(kInvitationDays);
    invited.scopeKeys.append(d->currentScopeKey(scope));
    if (scope != kNationalScope)
        invited.scopeKeys.append(d->currentScopeKey(kNationalScope));
    // The numbers are used up before anybody can see them.
    if (auto kept = d->files->keepState(d->state); !kept)
        return kept.error();
    const auto statement = d->sign(invited);
    if (!statement)
        return statement.error();
    Invitation invitation{info(), statement->bytes(), inviteKey, hubUrl, {}, tlsPin};
    for (const Statement& known : d->directory.statements()) {
        if (std::holds_alternative<HubCertificate>(known.body()))
            invitation.hubCertificates.append(known.bytes());
    }
    return invitation;
}

Result<> Authority::learn(const QList<QByteArray>& statements)
{
    std::optional<Error> first;
    for (const QByteArray& bytes : statements) {
        const auto statement = Statement::decode(bytes);
        if (!statement) {
            first = first ? first : statement.error();
            continue;
        }
        if (const auto added = d->directory.add(*statement); !added)
            first = first ? first : added.error();
    }
    if (auto kept = d->keepNew(); !kept)
        return kept;
    return first ? Result<>(*first) : Result<>();
}

}  // namespace prohori
