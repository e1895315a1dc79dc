// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/Station.h"

#include "app/station/StationBackups.h"
#include "app/station/StationParts.h"
#include "core/directory/SealedItems.h"
#include "core/storage/DiskSpace.h"
#include "sync/wire/Messages.h"

#include <QJsonArray>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kSerialDigits = 4;
constexpr int kBlockDigits = 2;
constexpr qint64 kMegabyte = 1024 * 1024;

/// The private key of a scope as a confirmation carries it: CBOR [scope, epoch, secret].
std::optional<BoxKey> openScopeKey(const BoxKey& mine, const QByteArray& sealed)
{
    const auto opened = mine.open(Context::Certificate, sealed);
    if (!opened)
        return std::nullopt;
    const QByteArray raw(reinterpret_cast<const char*>(opened->data()),
                         static_cast<qsizetype>(opened->size()));
    const auto parts = Cbor::decode(raw);
    if (!parts || parts->toArray().size() != 3)
        return std::nullopt;
    QByteArray secret = parts->toArray()[2].toBytes();
    auto key = BoxKey::fromSecret(SecretBytes::takeFrom(secret));
    return key ? std::optional(*key) : std::nullopt;
}

QString deviceSecretName(DeviceSecretKind kind)
{
    switch (kind) {
    case DeviceSecretKind::Keychain: return u"keychain"_s;
    case DeviceSecretKind::File: return u"file (weaker protection)"_s;
    case DeviceSecretKind::None: break;
    }
    return u"none (weaker protection)"_s;
}

}  // namespace

Station::Station() : d(std::make_unique<Private>()) {}
Station::~Station() = default;

/// A store that was restored or copied goes on as a new incarnation, vouched for by the person who opened it.
Result<> Station::Private::remintAs(const ReplicaId& replaced, const QString& why)
{
    SodiumRandom random;
    const auto replica = ReplicaId::make(random);
    const SigningKey key = SigningKey::make();
    const ReplicaCertificate vouched{certificate, replica, key.publicKey(), replaced, clock->now()};
    const Statement statement =
        Statement::make(store->directory().authority(), vouched, keys.slot.person.signing);
    if (auto added = store->addStatements({statement.bytes()}); !added)
        return added;
    if (auto minted = store->remint(replica, key); !minted)
        return minted;
    return store->journal({clock->now(), me.person, JournalEvent::NewReplica, {}, why});
}

/// An incarnation that another person of this station vouched for: nobody else's changes count under it before he does, too.
Result<> Station::Private::vouch()
{
    const ReplicaInfo* replica = store->directory().replica(store->replica());
    if (replica && replica->people.contains(certificate))
        return {};
    const ReplicaCertificate vouched{certificate, store->replica(), store->replicaKey().publicKey(),
                                     replica ? replica->replaces : ReplicaId(), clock->now()};
    const Statement statement =
        Statement::make(store->directory().authority(), vouched, keys.slot.person.signing);
    return store->addStatements({statement.bytes()});
}

Result<> Station::Private::findMe()
{
    const QByteArray mine = keys.slot.person.signing.publicKey();
    for (const PersonInfo& person : store->directory().people()) {
        if (person.signingKey == mine) {
            certificate = person.certificate;
            me = person;
            return {};
        }
    }
    return Error{ErrorCode::Damaged,
                 u"this station holds no certificate for %1: join again with a new invitation"_s.arg(
                     keys.login)};
}

Result<std::unique_ptr<Station>> Station::open(const QString& folder, const UnlockedKeys& keys,
                                               const Clock& clock, FormShelfPtr forms)
{
    std::unique_ptr<Station> station(new Station);
    Private& d = *station->d;
    d.folder = folder;
    d.keys = keys;
    d.clock = &clock;
    auto store = Store::open(folder, keys.slot.dataKey, clock);
    if (!store)
        return store.error();
    d.store = std::move(*store);
    d.forms = std::move(forms);
    if (auto found = d.findMe(); !found)
        return found.error();
    if (d.store->needsRemint()) {
        if (auto forgotten = d.forgetAttempts(); !forgotten)
            return forgotten.error();
        if (auto minted = d.remintAs(d.store->replica(), u"at-start"_s); !minted)
            return minted.error();
    }
    if (auto vouched = d.vouch(); !vouched)
        return vouched.error();
    d.store->setNameTokenKey(station->nameTokenKey());
    // What is open depends on the rules, and on what the person can read.
    const QString rules = u"%1/%2"_s.arg(d.me.person).arg(d.forms->newestHash());
    if (auto counted = d.store->countOpenProblemsBy(rules); !counted)
        return counted.error();
    return station;
}

Store& Station::store()
{
    return *d->store;
}
const Store& Station::store() const
{
    return *d->store;
}
const Clock& Station::clock() const
{
    return *d->clock;
}
const FormShelf& Station::forms() const
{
    return *d->forms;
}
const FormEngine& Station::engine() const
{
    return *engineFor({});
}
const FormDefinition& Station::form() const
{
    return engine().form();
}

FormEnginePtr Station::engineFor(const QString& version) const
{
    const QString shown = version.isEmpty() ? d->forms->newestVersion() : d->forms->versionFor(version);
    FormEnginePtr& engine = d->engines[shown];
    if (!engine)
        engine = makeFormEngine(d->forms->find(shown), *d->clock);
    return engine;
}

FormEnginePtr Station::engineWith(const QString& version, const QMap<QString, QStringList>& codes) const
{
    const QString shown = engineFor(version)->form().version();
    Private::Further& further = d->further[shown];
    bool isNew = !further.engine;
    for (auto it = codes.begin(); it != codes.end(); ++it) {
        QStringList& known = further.codes[it.key()];
        for (const QString& code : *it) {
            if (known.contains(code))
                continue;
            known.append(code);
            isNew = true;
        }
        known.sort();
    }
    if (isNew)
        further.engine = makeFormEngine(d->forms->withChoices(shown, further.codes), *d->clock);
    return further.engine;
}

const QString& Station::folder() const
{
    return d->folder;
}
const UnlockedKeys& Station::keys() const
{
    return d->keys;
}

const PersonInfo& Station::me() const
{
    const PersonInfo* current = d->store->directory().person(d->certificate);
    return current ? *current : d->me;
}

bool Station::isPractice() const
{
    return !d->store->directory().authority().production;
}
DeviceSecretKind Station::deviceSecretKind() const
{
    return d->keys.device.kind;
}

QList<BoxKey> Station::boxKeys() const
{
    QList<BoxKey> keys{d->keys.slot.person.box};
    if (const auto confirmed = d->store->directory().confirmation(d->certificate)) {
        for (const QByteArray& sealed : confirmed->sealedScopeKeys) {
            if (const auto key = openScopeKey(d->keys.slot.person.box, sealed))
                keys.append(*key);
        }
    }
    return keys;
}

bool Station::isConfirmed() const
{
    return me().confirmed;
}

RecordKeys Station::recordKeys(const RecordState& state) const
{
    const QList<BoxKey> mine = boxKeys();
    RecordKeys keys = openRecordKeys(state.sealedKeys, mine);
    for (const Cbor& further : state.extraKeys) {
        const RecordKeys more = openRecordKeys(further, mine);
        if (!keys.has(Tier::Sensitive))
            keys.sensitive = more.sensitive;
        if (!keys.has(Tier::Identifying))
            keys.identifying = more.identifying;
    }
    return keys;
}

SecretBytes Station::nameTokenKey() const
{
    const QList<BoxKey> keys = boxKeys();
    return deriveKey(keys.last().secret(), Context::Identity, "name-tokens");
}

namespace {

/// Signs bodies one after the other, each continuing the chain of the one before.
class ChainSigner {
public:
    ChainSigner(const Store& store, const PersonInfo& me, const SigningKey& key, QString formVersion,
                Instant now)
        : m_replica(store.replica()),
          m_counter(store.lastCounter()),
          m_prev(store.lastChange()),
          m_me(me),
          m_key(key),
          m_formVersion(std::move(formVersion)),
          m_now(now)
    {}

    Change sign(ChangeBody body)
    {
        body.replica = m_replica;
        body.counter = ++m_counter;
        body.prev = m_prev;
        body.author = m_me.certificate;
        body.person = m_me.person;
        body.role = m_me.role;
        body.claimed = m_now;
        if (body.formVersion.isEmpty())
            body.formVersion = m_formVersion;
        Change change = Change::make(body, m_key.sign(Context::Change, body.encode()));
        m_prev = change.id();
        return change;
    }

private:
    ReplicaId m_replica;
    quint64 m_counter;
    ChangeId m_prev;
    const PersonInfo& m_me;
    const SigningKey& m_key;
    QString m_formVersion;
    Instant m_now;
};

}  // namespace

Result<Change> Station::signAndSave(ChangeBody body, std::optional<int> openProblems)
{
    ChainSigner signer(*d->store, me(), d->keys.slot.person.signing, d->forms->newestVersion(),
                       d->clock->now());
    const Change change = signer.sign(std::move(body));
    if (auto saved = d->store->save(change, openProblems); !saved)
        return saved.error();
    return change;
}

Result<QList<Change>> Station::signAndSaveAll(const QList<ChangeBody>& bodies, const QList<int>& openProblems)
{
    ChainSigner signer(*d->store, me(), d->keys.slot.person.signing, d->forms->newestVersion(),
                       d->clock->now());
    QList<Change> changes;
    changes.reserve(bodies.size());
    for (const ChangeBody& body : bodies)
        changes.append(signer.sign(body));
    QHash<ChangeId, int> open;
    for (qsizetype i = 0; i < openProblems.size(); ++i)
        open.insert(changes.at(i).id(), openProblems.at(i));
    if (auto saved = d->store->saveAll(changes, open); !saved)
        return saved.error();
    return changes;
}

Result<QStringList> Station::nextLocalRefs(qsizetype count)
{
    const int year = d->clock->today().year();
    const QString key = u"serial.%1.%2"_s.arg(me().numberBlock).arg(year);
    int serial = d->store->setting(key, u"0"_s).toInt();
    QStringList references;
    while (references.size() < count) {
        const QString next = u"%1-%2-%3-%4"_s.arg(me().scope)
                                 .arg(year)
                                 .arg(me().numberBlock, kBlockDigits, 10, QLatin1Char('0'))
                                 .arg(++serial, kSerialDigits, 10, QLatin1Char('0'));
        const auto bearers = d->store->findByPrefix(next);
        if (!bearers)
            return bearers.error();
        if (bearers->isEmpty())
            references.append(next);
    }
    if (auto kept = d->store->setSetting(key, QString::number(serial)); !kept)
        return kept.error();
    return references;
}

QJsonObject Station::info() const
{
    const StoreCounts counts = d->store->counts();
    const auto digest = d->store->foldDigest();
    QJsonArray people;
    QJsonArray scopes;
    for (const PersonInfo& person : d->store->directory().people()) {
        const ReplicaInfo* replica = d->store->directory().replica(d->store->replica());
        if (!replica || !replica->people.contains(person.certificate))
            continue;
        people.append(QJsonObject{{u"login"_s, person.login},
                                  {u"name"_s, person.name},
                                  {u"role"_s, roleName(person.role)},
                                  {u"scope"_s, person.scope},
                                  {u"confirmed"_s, person.confirmed},
                                  {u"revoked"_s, person.revoked}});
        if (!scopes.contains(person.scope))
            scopes.append(person.scope);
    }
    QJsonObject out{{u"store"_s, d->store->id().toString()},
                    {u"replica"_s, d->store->replica().toString()},
                    {u"counter"_s, static_cast<qint64>(d->store->lastCounter())},
                    {u"authority"_s, d->store->directory().authority().name},
                    {u"production"_s, !isPractice()},
                    {u"people"_s, people},
                    {u"scopes"_s, scopes},
                    {u"hub"_s, hub().url.toString()},
                    {u"device_secret"_s, deviceSecretName(deviceSecretKind())},
                    {u"form_version"_s, d->forms->newestVersion()},
                    {u"version"_s, QStringLiteral(PROHORI_VERSION)},
                    {u"fold_digest"_s,
                     digest ? QJsonValue(QString::fromLatin1(digest->toHex())) : QJsonValue()}};
    out[u"versions"_s] = QJsonObject{{u"program"_s, QStringLiteral(PROHORI_VERSION)},
                                     {u"protocol"_s, kProtocolVersion},
                                     {u"form"_s, d->forms->newestVersion()},
                                     {u"change"_s, Change::kFormatVersion}};
    out[u"counts"_s] = QJsonObject{{u"cases"_s, counts.cases},
                                   {u"changes"_s, counts.changes},
                                   {u"unsent"_s, counts.unsent},
                                   {u"custody"_s, counts.custody},
                                   {u"safe"_s, counts.safe},
                                   {u"conflicts"_s, counts.conflicts},
                                   {u"quarantined"_s, counts.quarantined},
                                   {u"waiting"_s, counts.waiting}};
    const auto backup = BackupShelf::ofStore(d->folder, d->store->id()).lastGood(d->clock->now());
    out[u"last_backup"_s] = backup ? QJsonValue(backup->made.toIso()) : QJsonValue();
    if (const auto space = diskSpaceAt(d->folder)) {
        out[u"disk_free_mb"_s] = space->free / kMegabyte;
        out[u"disk_short"_s] = space->isShort();
    }
    return out;
}

}  // namespace prohori
