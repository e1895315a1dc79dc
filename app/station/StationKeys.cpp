// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/StationKeys.h"

#include "app/station/FailedUnlocks.h"
#include "core/secrets/Password.h"
#include "core/secrets/WaitFor.h"
#include "core/storage/Store.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtConcurrent/QtConcurrentRun>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

template <typename T>
QFuture<Result<T>> ready(const Error& error)
{
    return readyFuture(Result<T>(error));
}

/// The statements by which a person and one incarnation of a store are vouched for.
struct Credentials {
    Statement person;
    Statement replica;
};

Result<Statement> invitationStatement(const Invitation& invitation, const Clock& clock)
{
    auto statement = Statement::decode(invitation.statement);
    if (!statement)
        return statement.error();
    const auto* invited = std::get_if<InvitationStatement>(&statement->body());
    if (!invited)
        return Error{ErrorCode::Invalid, u"the invitation file holds no invitation"_s};
    if (clock.now() > invited->validUntil)
        return Error{ErrorCode::Refused,
                     u"the invitation of %1 was valid until %2: ask the administrator for a new one"_s.arg(
                         invited->login, invited->validUntil.toIso())};
    if (invited->role == Role::NgoPartner)
        return Error{ErrorCode::Refused,
                     u"stations of role %1 are not taken in by this version: ask the administrator"_s.arg(
                         roleName(invited->role)),
                     u"role"_s};
    return statement;
}

Credentials makeCredentials(const Invitation& invitation, const Statement& invited, const PersonKeys& keys,
                            const ReplicaId& replica, const QByteArray& replicaKey, const Clock& clock)
{
    const PersonCertificate person{invited.id(), keys.signing.publicKey(), keys.box.publicKey(), clock.now()};
    const Statement personStatement = Statement::make(invitation.authority, person, invitation.inviteKey);
    const ReplicaCertificate vouched{personStatement.id(), replica, replicaKey, {}, clock.now()};
    return {personStatement, Statement::make(invitation.authority, vouched, keys.signing)};
}

QList<QByteArray> allStatements(const Invitation& invitation, const Credentials& credentials)
{
    QList<QByteArray> all{invitation.statement};
    all += invitation.hubCertificates;
    all << credentials.person.bytes() << credentials.replica.bytes();
    return all;
}

Result<> rememberHub(Store& store, const Invitation& invitation)
{
    if (invitation.hubUrl.isEmpty())
        return {};
    if (auto kept = store.setSetting(u"hub.url"_s, invitation.hubUrl); !kept)
        return kept;
    return store.setBlobSetting(u"hub.pin"_s, invitation.tlsPin);
}

PersonKeys newPersonKeys()
{
    return {SigningKey::make(), BoxKey::make()};
}

/// A line in the name of the person whose keys these are.
Result<> journalAs(Store& store, const PersonKeys& keys, JournalEvent event, const QString& reason,
                   const Clock& clock)
{
    PersonId who = 0;
    for (const PersonInfo& person : store.directory().people()) {
        if (person.signingKey == keys.signing.publicKey())
            who = person.person;
    }
    return store.journal({clock.now(), who, event, {}, reason});
}

Result<> checkPasswordFor(const JoinRequest& request, const InvitationStatement& invited)
{
    return checkNewPassword(request.password, {invited.login, invited.name, invited.scope});
}

/// Everything of a join that blocks; runs on a worker thread. The folder exists and is empty.
Result<UnlockedKeys> makeStation(const JoinRequest& request, const Statement& invited, const StoreId& storeId,
                                 const DeviceSecret& device, const Clock& clock)
{
    SodiumRandom random;
    const auto& invitation = std::get<InvitationStatement>(invited.body());
    const PersonKeys keys = newPersonKeys();
    const SecretBytes dataKey = SecretBytes::random(kKeyBytes);
    const auto replica = ReplicaId::make(random);
    const SigningKey replicaKey = SigningKey::make();
    const Credentials credentials =
        makeCredentials(request.invitation, invited, keys, replica, replicaKey.publicKey(), clock);

    auto store = Store::create(request.folder, dataKey,
                               {storeId, replica, replicaKey, request.invitation.authority}, clock);
    if (!store)
        return store.error();
    if (auto added = (*store)->addStatements(allStatements(request.invitation, credentials)); !added)
        return added.error();
    if (!(*store)->directory().person(credentials.person.id()))
        return Error{ErrorCode::Refused, u"the invitation is not signed by the authority it names"_s};
    if (auto kept = rememberHub(**store, request.invitation); !kept)
        return kept.error();
    if (auto noted = journalAs(**store, keys, JournalEvent::Joined, {}, clock); !noted)
        return noted.error();

    KeyHeader header = KeyHeader::create(headerPath(request.folder), storeId, device.kind, device.bytes);
    auto slot =
        header.addPerson(invitation.login, request.password, device.bytes, dataKey, keys, request.cost);
    if (!slot)
        return slot.error();
    return UnlockedKeys{{dataKey, keys, header.slotInfos().first().slotId}, device, invitation.login};
}

Result<UnlockedKeys> addPersonNow(const JoinRequest& request, const UnlockedKeys& member, const Clock& clock)
{
    const auto invited = invitationStatement(request.invitation, clock);
    if (!invited)
        return invited.error();
    const auto& invitation = std::get<InvitationStatement>(invited->body());
    if (auto fine = checkPasswordFor(request, invitation); !fine)
        return fine.error();
    auto header = KeyHeader::load(headerPath(request.folder));
    if (!header)
        return header.error();
    auto store = Store::open(request.folder, member.slot.dataKey, clock);
    if (!store)
        return store.error();
    if ((*store)->directory().authority().id != request.invitation.authority.id)
        return Error{ErrorCode::Refused,
                     u"the invitation comes from another authority than this station's"_s};

    const PersonKeys keys = newPersonKeys();
    const Credentials credentials = makeCredentials(request.invitation, *invited, keys, (*store)->replica(),
                                                    (*store)->replicaKey().publicKey(), clock);
    // The slot comes first: a slot without a certificate is harmless, a certificate without its keys would burn the invitation.
    if (auto slot = header->addPerson(invitation.login, request.password, member.device.bytes,
                                      member.slot.dataKey, keys, request.cost);
        !slot)
        return slot.error();
    if (auto added = (*store)->addStatements(allStatements(request.invitation, credentials)); !added)
        return added.error();
    if (!(*store)->directory().person(credentials.person.id()))
        return Error{ErrorCode::Refused,
                     u"the invitation was refused: it is used up or not signed by the authority"_s};
    if (auto noted = journalAs(**store, member.slot.person, JournalEvent::PersonAdded,
                               QString::number(invitation.person), clock);
        !noted)
        return noted.error();
    return UnlockedKeys{{member.slot.dataKey, keys, {}}, member.device, invitation.login};
}

}  // namespace

/// Counts a wrong password of somebody whom this station knows. It must not keep anybody out, so a full disk changes nothing.
static void noteFailure(const QString& folder, const KeyHeader& header, const QString& login,
                        const DeviceSecret& device, const Error& error, const Clock& clock)
{
    const auto people = header.slotInfos();
    const bool isKnown = std::any_of(people.begin(), people.end(),
                                     [&login](const SlotInfo& slot) { return slot.login == login; });
    if (isKnown && error.hint == u"wrong-password"_s)
        (void)FailedUnlocks(folder, header.storeId(), device.bytes).note(login, clock.now());
}

/// Why there are no key slots: each has another cure, and none is a new station in the place of the old one.
static Error noStation(const QString& folder)
{
    const QFileInfo place(folder);
    if (!place.exists())
        return {ErrorCode::NotFound,
                u"there is no folder %1: if it lies on a stick or a share, connect that first"_s.arg(folder)};
    if (QDir(folder).isEmpty())
        return {ErrorCode::NotFound,
                u"%1 is empty, there is no station in it: is its disk or share mounted?"_s.arg(folder)};
    if (QFileInfo::exists(folder + u"/store.db"_s))
        return {ErrorCode::NotFound,
                u"%1 holds a store without its key slots: keys.header is missing, any backup has a copy"_s
                    .arg(folder)};
    return {ErrorCode::NotFound, u"there is no station in %1: keys.header is missing"_s.arg(folder)};
}

QString headerPath(const QString& folder)
{
    return folder + u"/keys.header"_s;
}

QFuture<Result<UnlockedKeys>> unlockKeys(const QString& folder, const QString& login,
                                         const SecretBytes& password, Keychain& keychain, const Clock& clock)
{
    const auto header = KeyHeader::load(headerPath(folder));
    if (!header)
        return ready<UnlockedKeys>(header.error().code == ErrorCode::NotFound ? noStation(folder)
                                                                              : header.error());
    QString who = login;
    if (who.isEmpty()) {
        const auto slots_ = header->slotInfos();
        if (slots_.size() != 1)
            return ready<UnlockedKeys>(
                {ErrorCode::Invalid,
                 u"%1 people use this station: say who you are with --as LOGIN"_s.arg(slots_.size()),
                 u"who"_s});
        who = slots_.first().login;
    }
    return findDeviceSecret(keychain, *header)
        .then(QtFuture::Launch::Async,
              [folder, header = *header, who, password, &clock](const Result<DeviceSecret>& device) {
                  if (!device)
                      return Result<UnlockedKeys>(device.error());
                  auto slot = header.open(who, password, device->bytes);
                  if (!slot) {
                      noteFailure(folder, header, who, *device, slot.error(), clock);
                      return Result<UnlockedKeys>(slot.error());
                  }
                  return Result<UnlockedKeys>(UnlockedKeys{*slot, *device, who});
              });
}

QFuture<Result<UnlockedKeys>> joinStation(const JoinRequest& request, Keychain& keychain, const Clock& clock)
{
    const auto invited = invitationStatement(request.invitation, clock);
    if (!invited)
        return ready<UnlockedKeys>(invited.error());
    if (auto fine = checkPasswordFor(request, std::get<InvitationStatement>(invited->body())); !fine)
        return ready<UnlockedKeys>(fine.error());
    const QDir folder(request.folder);
    if (folder.exists() && !folder.isEmpty())
        return ready<UnlockedKeys>(
            {ErrorCode::Refused, u"the folder %1 is not empty: choose a new one"_s.arg(request.folder)});

    SodiumRandom random;
    const auto storeId = StoreId::make(random);
    return makeDeviceSecret(keychain, storeId)
        .then(QtFuture::Launch::Async,
              [request, invited = *invited, storeId, &clock](const Result<DeviceSecret>& device) {
                  if (!device)
                      return Result<UnlockedKeys>(device.error());
                  auto made = makeStation(request, invited, storeId, *device, clock);
                  if (!made)
                      QDir(request.folder).removeRecursively();
                  if (!made && device->kind == DeviceSecretKind::File)
                      QFile::remove(deviceSecretFile(storeId));
                  return made;
              });
}

QFuture<Result<UnlockedKeys>> addPerson(const JoinRequest& request, const UnlockedKeys& member,
                                        const Clock& clock)
{
    return QtConcurrent::run([request, member, &clock] { return addPersonNow(request, member, clock); });
}

Result<> changePassword(const QString& folder, const UnlockedKeys& keys, const SecretBytes& oldPassword,
                        const SecretBytes& newPassword, PasswordCost cost, const Clock& clock)
{
    if (auto fine = checkNewPassword(newPassword, {keys.login}); !fine)
        return fine;
    auto header = KeyHeader::load(headerPath(folder));
    if (!header)
        return header.error();
    auto store = Store::open(folder, keys.slot.dataKey, clock);
    if (!store)
        return store.error();
    if (auto changed = header->changePassword(keys.login, oldPassword, newPassword, keys.device.bytes, cost);
        !changed)
        return changed;
    return journalAs(**store, keys.slot.person, JournalEvent::PasswordChanged, {}, clock);
}

}  // namespace prohori
