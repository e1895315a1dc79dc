// SPDX-License-Identifier: GPL-3.0-or-later
#include "Cast.h"

#include "LocalLine.h"

#include "core/secrets/KeyHeader.h"
#include "core/secrets/Password.h"
#include "sync/hub/SqliteHubStorage.h"
#include "tests/support/FakeClock.h"
#include "tests/support/SeededRandom.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>

#include <chrono>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 kFirstKey = 1000;
constexpr quint32 kReplicaKeys = 2000;
constexpr quint32 kScopeKeys = 9000;
constexpr quint32 kKeysOfEpoch = 100;
constexpr int kValidDays = 14;

QString folderPattern()
{
    const QString memory = u"/dev/shm"_s;
    const QString base = QFileInfo(memory).isWritable() ? memory : QDir::tempPath();
    return base + u"/prohori-simulation-XXXXXX"_s;
}

}  // namespace

void stopSimulation(const QString& what, const Error& error)
{
    qFatal("%s: %s", qPrintable(what), qPrintable(error.detail));
}

SecretBytes fixedKey(quint32 number)
{
    QByteArray seed = SeededRandom(number).bytes(kKeyBytes);
    return SecretBytes::takeFrom(seed);
}

SigningKey fixedSigningKey(quint32 number)
{
    return *SigningKey::fromSeed(fixedKey(number));
}

void copyImage(const QString& from, const QString& to)
{
    QDir(to).removeRecursively();
    QDir().mkpath(to);
    for (const QFileInfo& entry :
         QDir(from).entryInfoList(QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot)) {
        const QString target = to + u'/' + entry.fileName();
        if (entry.isDir())
            copyImage(entry.filePath(), target);
        else if (!entry.fileName().endsWith("-shm"_L1) && !QFile::copy(entry.filePath(), target))
            qFatal("cannot copy to %s", qPrintable(target));
    }
    QFile::setPermissions(to, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

const Cast& Cast::get()
{
    static const Cast cast;
    return cast;
}

Cast::Cast()
    : m_folder(folderPattern()),
      m_key(fixedSigningKey(1)),
      m_hubKey(fixedSigningKey(2)),
      m_hubBox(*BoxKey::fromSecret(fixedKey(5))),
      m_authority{AuthorityId::fromBytes(m_key.publicKey()), u"Simulation"_s, false},
      m_dataKey(fixedKey(3)),
      m_storageKey(fixedKey(4))
{
    seedKeys(0);
    // A line a request, of which nobody reads tens of thousands.
    QLoggingCategory::setFilterRules(u"prohori.*=false"_s);
    const Scope home = u"41"_s;
    m_members = {makeMember(Seat::Recorder, 7, u"rahima"_s, Role::Recorder, home),
                 makeMember(Seat::Colleague, 8, u"karim"_s, Role::Recorder, home),
                 makeMember(Seat::Reviewer, 9, u"shirin"_s, Role::DistrictReviewer, home),
                 makeMember(Seat::ReviewerElsewhere, 9, u"shirin"_s, Role::DistrictReviewer, home),
                 makeMember(Seat::OtherDistrict, 10, u"nasima"_s, Role::DistrictReviewer, u"26"_s),
                 makeMember(Seat::Headquarters, 20, u"hasan"_s, Role::HqApprover, kNationalScope),
                 makeMember(Seat::Joiner, 11, u"babul"_s, Role::Recorder, home),
                 makeMember(Seat::Rogue, 12, u"rafiq"_s, Role::Recorder, home)};
    makeStores();
    keepKnownSignatures();
}

BoxKey Cast::scopeKey(const Scope& scope, quint32 epoch) const
{
    const quint32 number = scope == kNationalScope ? 0 : scope.toUInt();
    return *BoxKey::fromSecret(fixedKey(kScopeKeys + epoch * kKeysOfEpoch + number));
}

ScopeKey Cast::publicScopeKey(const Scope& scope, quint32 epoch) const
{
    return {scope, epoch, scopeKey(scope, epoch).publicKey()};
}

Statement Cast::confirm(const Member& member, quint32 epochs) const
{
    const Scope scope = isNationalRole(member.role) ? kNationalScope : member.scope;
    ConfirmationStatement confirmed;
    confirmed.person = member.certificate.id();
    for (quint32 epoch = 1; epoch <= epochs; ++epoch) {
        const SecretBytes secret = scopeKey(scope, epoch).secret();
        const QByteArray raw(reinterpret_cast<const char*>(secret.data()), qsizetype(secret.size()));
        QByteArray content = Cbor(Cbor::Array{Cbor(scope), Cbor(qint64(epoch)), Cbor(raw)}).encode();
        const auto sealed =
            sealTo(member.box.publicKey(), Context::Certificate, SecretBytes::takeFrom(content));
        if (!sealed)
            stopSimulation(u"confirmation"_s, sealed.error());
        confirmed.sealedScopeKeys.append(*sealed);
    }
    return sign(confirmed);
}

QString Cast::storeOf(Seat seat) const
{
    return m_folder.filePath(u"seat%1"_s.arg(int(seat)));
}

QString Cast::hubFile() const
{
    return m_folder.filePath(u"hub/hub.db"_s);
}

/// Keys by person, replicas by seat: the second PC of a person is vouched for by the same certificate.
Member Cast::makeMember(Seat seat, PersonId person, const QString& login, Role role, const Scope& scope)
{
    SeededRandom random(kReplicaKeys + quint32(seat));
    const auto replica = ReplicaId::make(random);
    const auto store = StoreId::make(random);
    const SigningKey keys = fixedSigningKey(kFirstKey + quint32(person));
    const SigningKey replicaKey = fixedSigningKey(kReplicaKeys + quint32(kSeats + int(seat)));
    const SigningKey inviteKey = fixedSigningKey(kFirstKey * 3 + quint32(person));
    const BoxKey box = *BoxKey::fromSecret(fixedKey(kFirstKey * 4 + quint32(person)));

    const Instant start = FakeClock().now();
    InvitationStatement invited;
    invited.inviteKey = inviteKey.publicKey();
    invited.person = person;
    invited.login = login;
    invited.name = login;
    invited.role = role;
    invited.scope = scope;
    invited.numberBlock = quint32(person);
    invited.scopeKeys.append(publicScopeKey(scope, 1));
    if (scope != kNationalScope)
        invited.scopeKeys.append(publicScopeKey(kNationalScope, 1));
    invited.validFrom = start;
    invited.validUntil = start.plus(std::chrono::days(kValidDays));
    const Statement invitation = sign(invited);
    const Statement certificate =
        Statement::make(m_authority,
                        PersonCertificate{invitation.id(), keys.publicKey(), box.publicKey(), start},
                        inviteKey);
    const Statement vouched =
        Statement::make(m_authority,
                        ReplicaCertificate{certificate.id(), replica, replicaKey.publicKey(), {}, start},
                        keys);
    Member made{person,     login, role,       scope,       keys,    box, replica,
                replicaKey, store, invitation, certificate, vouched, {}};
    if (seat != Seat::Joiner && seat != Seat::Rogue)
        made.confirmation = confirm(made, 1);
    return made;
}

/// Each seat's store hands in its people once, so that a history does not begin with that.
void Cast::makeStores()
{
    QDir().mkpath(QFileInfo(hubFile()).path());
    QDir().mkpath(workFolder());
    const FakeClock clock;
    const Statement certified = sign(HubCertificate{hub(), hubBox().publicKey(), u"hub"_s, {}, clock.now()});
    QList<QByteArray> statements{certified.bytes()};
    for (int seat = 0; seat <= int(Seat::ReviewerElsewhere); ++seat)
        statements += member(Seat(seat)).statements();
    const auto storage = SqliteHubStorage::open(hubFile(), m_storageKey, true);
    if (!storage)
        stopSimulation(u"hub"_s, storage.error());
    Hub real(m_authority, m_hubKey, **storage, clock);
    if (auto started = real.start(); !started)
        stopSimulation(u"hub"_s, started.error());
    if (auto taken = real.takeStatements(statements); !taken)
        stopSimulation(u"hub"_s, taken.error());
    LocalLine line(&real);
    for (int seat = 0; seat < kSeats; ++seat) {
        if (Seat(seat) == Seat::Rogue)
            continue;
        makeStore(Seat(seat), statements);
        if (seat > int(Seat::ReviewerElsewhere))
            continue;
        const auto store = Store::open(storeOf(Seat(seat)), m_dataKey, clock);
        if (!store)
            stopSimulation(u"store"_s, store.error());
        SyncClient client(**store, line, {hub(), member(Seat(seat)).certificate.id(), {}}, clock);
        if (auto synced = line.run(client); !synced)
            stopSimulation(u"first sync"_s, synced.error());
    }
}

void Cast::makeStore(Seat seat, const QList<QByteArray>& statements)
{
    const FakeClock clock;
    const Member& owner = member(seat);
    auto made = Store::create(storeOf(seat), m_dataKey,
                              {owner.store, owner.replica, owner.replicaKey, m_authority}, clock);
    if (!made)
        stopSimulation(u"store"_s, made.error());
    if (auto added = (*made)->addStatements(statements + owner.statements()); !added)
        stopSimulation(u"people"_s, added.error());
    // Backups take the key slots along.
    auto header =
        KeyHeader::create(storeOf(seat) + u"/keys.header"_s, owner.store, DeviceSecretKind::None, {});
    QByteArray password = "glacier umbrella violin";
    const auto slot = header.addPerson(owner.login, SecretBytes::takeFrom(password), {}, m_dataKey,
                                       {owner.keys, *BoxKey::fromSecret(fixedKey(6))}, kLeastPasswordCost);
    if (!slot)
        stopSimulation(u"key slot"_s, slot.error());
}

}  // namespace prohori
