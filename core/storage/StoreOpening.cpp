// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/Schema.h"
#include "core/storage/StoreParts.h"

#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>

#include <chrono>

#include <sys/stat.h>

namespace prohori {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kCachedRecords = 64;
constexpr auto kQuickCheckEvery = 24h;
constexpr qint64 kKnowsPapers = 7;      ///< the schema from which on handovers (5) and papers are projected
constexpr qint64 kCountsLaterRows = 3;  ///< the schema that began to
const QString kQuickChecked = u"care.quick_check_ms"_s;

QString storePath(const QString& folder)
{
    return folder + u"/store.db"_s;
}

Error damagedStore(const QString& folder, const QString& why)
{
    return {ErrorCode::Damaged, u"the store in %1 is damaged: %2; restore a backup"_s.arg(folder, why)};
}

/// Past this point the key is known to be right, so what does not open with it is not the store that was
/// written.
Error inTermsOfDamage(const Error& error, const QString& folder, bool keyIsRight)
{
    if (keyIsRight && error.code == ErrorCode::Locked && error.hint == u"wrong-key"_s)
        return damagedStore(folder, u"store.db is not what was written there"_s);
    return error;
}

Result<> repairFiles(const QString& folder)
{
    for (const QString& name :
         {u"store.db"_s, u"store.db-wal"_s, u"store.db-shm"_s, u"store.lock"_s, u"anchor"_s}) {
        if (auto repaired = storefiles::repairFile(folder + u'/' + name); !repaired)
            return repaired;
    }
    return {};
}

Result<> refuseUsedFolder(const QString& folder)
{
    for (const QString& name : {u"store.db"_s, u"anchor"_s, u"unsent"_s}) {
        if (QFileInfo::exists(folder + u'/' + name))
            return Error{ErrorCode::Refused,
                         u"%1 already holds a store, or what is left of one: choose another folder"_s.arg(
                             folder)};
    }
    return {};
}

}  // namespace

Store::Private::Private(const QString& itsFolder, const SecretBytes& key, const Clock& itsClock,
                        StoreLock&& itsLock, Connection&& connection)
    : folder(itsFolder),
      dataKey(key),
      clock(itsClock),
      lock(std::move(itsLock)),
      file(std::move(connection)),
      log(file, dataKey),
      projection(file),
      lists(file),
      names(file),
      drafts(file),
      asides(file),
      openCounts(file),
      dueDates(file),
      goneTable(file),
      settings(file),
      journal(file, dataKey),
      audit(file),
      unsent(folder, dataKey),
      attachments(folder),
      anchor(folder, dataKey),
      reserve(folder),
      directory(AuthorityInfo{}),
      cache(kCachedRecords)
{}

Result<std::unique_ptr<Store::Private>> Store::Private::opened(const QString& folder, const SecretBytes& key,
                                                               const Clock& clock, bool create)
{
    if (key.size() != std::size_t(kKeyBytes))
        return Error{ErrorCode::Invalid, u"a store is opened with a key of %1 bytes"_s.arg(kKeyBytes)};
    const mode_t before = ::umask(storefiles::kOthers);
    const auto umaskBack = qScopeGuard([&] { ::umask(before); });
    bool wasOpen = false;
    if (auto ready = storefiles::prepareFolder(folder, create, &wasOpen); !ready)
        return ready.error();
    if (auto unused = create ? refuseUsedFolder(folder) : repairFiles(folder); !unused)
        return unused.error();
    auto lock = StoreLock::take(folder);
    if (!lock)
        return lock.error();
    Connection::Options options;
    options.create = create;
    auto connection = Connection::open(
        storePath(folder), [&key] { return key.view(); }, options);
    if (!connection) {
        const bool keyIsRight = Anchor(folder, key).read().has_value();
        return inTermsOfDamage(connection.error(), folder, keyIsRight);
    }
    auto own = std::make_unique<Private>(folder, key, clock, std::move(*lock), std::move(*connection));
    own->recovery.wasOpen = wasOpen;
    return own;
}

Result<std::unique_ptr<Store>> Store::create(const QString& folder, const SecretBytes& dataKey,
                                             const Creation& creation, const Clock& clock)
{
    auto own = Private::opened(folder, dataKey, clock, true);
    if (!own)
        return own.error();
    Private& d = **own;
    if (auto made = migrate(d.file, storeMigrations()); !made)
        return made.error();
    if (auto written = d.writeFirstIdentity(creation); !written)
        return written.error();
    if (auto loaded = d.loadIdentity(); !loaded)
        return loaded.error();
    d.directory = Directory(d.identity.authority);
    if (auto prepared = d.prepareFolders(); !prepared)
        return prepared.error();
    if (auto flushed = d.file.checkpoint(Connection::Checkpoint::Truncate); !flushed)
        return flushed.error();
    if (auto marked = d.anchor.write({d.identity.store, d.identity.replica, 0, {}}); !marked)
        return marked.error();
    std::unique_ptr<Store> store(new Store);
    store->d = std::move(*own);
    return store;
}

Result<std::unique_ptr<Store>> Store::open(const QString& folder, const SecretBytes& dataKey,
                                           const Clock& clock)
{
    const bool unclean = QFileInfo(storePath(folder) + u"-wal"_s).size() > 0;
    auto own = Private::opened(folder, dataKey, clock, false);
    if (!own)
        return own.error();
    Private& d = **own;
    const auto mark = d.anchor.read();
    const bool keyIsRight = mark.has_value();
    const auto steps = [&]() -> Result<> {
        const auto version = d.file.integer(u"PRAGMA user_version");
        if (!version)
            return version.error();
        if (*version == 0)
            return damagedStore(folder, u"store.db is empty"_s);
        // Before a new step of the schema makes the file longer in the WAL.
        if (auto whole = unclean ? Result<>() : d.refuseCutOff(); !whole)
            return whole;
        if (auto made = migrate(d.file, storeMigrations(), [&] { return d.backUpFirst(); }); !made)
            return made.error();
        if (auto loaded = d.loadIdentity(); !loaded)
            return loaded;
        // Before anything is written into what may be somebody else's.
        if (mark && mark->store != d.identity.store)
            return damagedStore(folder, u"another store was put into its place"_s);
        if (auto sound = d.checkWhatIsDue(unclean); !sound)
            return sound;
        if (auto same = d.compareHeadsAndCounts(); !same)
            return same;
        if (auto loaded = d.loadDirectory(); !loaded)
            return loaded;
        if (*version < kCountsLaterRows) {
            if (auto counted = d.countLaterRows(); !counted)
                return counted;
        }
        if (*version < kKnowsPapers) {
            if (auto projected = d.projectNewKinds(); !projected)
                return projected;
        }
        if (auto linked = d.journalAfterSteps(); !linked)
            return linked;
        if (auto prepared = d.prepareFolders(); !prepared)
            return prepared;
        if (auto compared = d.compareAttachments(); !compared)
            return compared;
        if (auto back = d.takeBackFromSecondHome(); !back)
            return back;
        if (auto compared = d.compareWithAnchor(mark); !compared)
            return compared;
        if (auto renewed = d.renewSecondHomes(); !renewed)
            return renewed;
        return d.checkpoint(true);
    };
    if (auto ready = steps(); !ready)
        return inTermsOfDamage(ready.error(), folder, keyIsRight);
    std::unique_ptr<Store> store(new Store);
    store->d = std::move(*own);
    return store;
}

Result<> Store::Private::writeFirstIdentity(const Creation& creation)
{
    QByteArray seed(reinterpret_cast<const char*>(creation.replicaKey.seed().data()),
                    qsizetype(creation.replicaKey.seed().size()));
    const auto wipe = qScopeGuard([&] { seed.fill('\0'); });
    return file.inTransaction([&] {
        return file.run(
            u"INSERT INTO identity (one, store, authority, authority_name, production, replica, "
            u"replica_seed, counter, head, changes, log_head, journal_lines, journal_head, needs_remint) "
            u"VALUES (1, ?, ?, ?, ?, ?, ?, 0, NULL, 0, ?, 0, ?, 0)",
            {creation.store.toBytes(), creation.authority.id.toBytes(), creation.authority.name,
             creation.authority.production, creation.replica.toBytes(), seed, ChangeLog::firstHead(),
             journal.emptyEnd()});
    });
}

Result<> Store::Private::loadIdentity()
{
    bool found = false;
    QByteArray seed;
    const auto done = file.each(
        u"SELECT store, authority, authority_name, production, replica, replica_seed, counter, "
        u"head, needs_remint FROM identity",
        {}, [&](const Row& row) {
            found = true;
            identity.store = StoreId::fromBytes(row.bytes(0));
            identity.authority = {AuthorityId::fromBytes(row.bytes(1)), row.text(2), row.integer(3) == 1};
            identity.replica = ReplicaId::fromBytes(row.bytes(4));
            seed = row.bytes(5);
            identity.counter = quint64(row.integer(6));
            identity.head = ChangeId::fromBytes(row.bytes(7));
            identity.needsRemint = row.integer(8) == 1;
            return Result<>();
        });
    if (!done)
        return done;
    if (!found)
        return damagedStore(folder, u"it does not say which store it is"_s);
    const auto key = SigningKey::fromSeed(SecretBytes::takeFrom(seed));
    if (!key)
        return key.error();
    identity.replicaKey = *key;
    return {};
}

Result<Directory> Store::Private::readDirectory(QStringList& refused)
{
    Directory known(identity.authority);
    const auto done = file.each(u"SELECT id, bytes FROM statement ORDER BY no", {}, [&](const Row& row) {
        const auto statement = Statement::decode(row.bytes(1));
        const bool isSame = statement && statement->id().toBytes() == row.bytes(0);
        if (!isSame || !known.add(*statement))
            refused.append(u"statement %1"_s.arg(CertificateId::fromBytes(row.bytes(0)).toString()));
        return Result<>();
    });
    if (!done)
        return done.error();
    return known;
}

Result<> Store::Private::loadDirectory()
{
    // What was accepted once and is refused now was altered: the full check names it, the rest goes on.
    QStringList refused;
    const auto known = readDirectory(refused);
    if (!known)
        return known.error();
    directory = *known;
    return {};
}

/// Cheap enough for each start: what the store says it holds against what is there.
Result<> Store::Private::compareHeadsAndCounts()
{
    bool same = true;
    const auto done = file.each(
        u"SELECT (SELECT count(*) FROM log) = changes AND (SELECT coalesce(max(no), 0) FROM log) = changes, "
        u"(SELECT count(*) FROM journal) = journal_lines, "
        u"(SELECT coalesce(max(counter), 0) FROM log WHERE log.replica = identity.replica) = counter, "
        u"counter = 0 OR EXISTS (SELECT 1 FROM log WHERE id = head AND log.replica = identity.replica "
        u"AND log.counter = identity.counter) FROM identity",
        {}, [&](const Row& row) {
            for (int column = 0; column < 4; ++column)
                same = same && row.integer(column) == 1;
            return Result<>();
        });
    if (!done)
        return done;
    if (!same)
        return damagedStore(folder, u"it holds more or less than it says it holds"_s);
    return {};
}

/// After a clean end every page stands in the file.
Result<> Store::Private::refuseCutOff()
{
    const auto bytes =
        file.integer(u"SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()");
    if (!bytes)
        return bytes.error();
    return QFileInfo(storePath(folder)).size() < *bytes
             ? Result<>(damagedStore(folder, u"store.db is cut off"_s))
             : Result<>();
}

/// After an unclean end and once a day.
Result<> Store::Private::checkWhatIsDue(bool unclean)
{
    const auto last = settings.text(kQuickChecked);
    if (!last)
        return last.error();
    const auto since = clock.now().msSinceEpoch - last->value_or(QString()).toLongLong();
    const bool due = since < 0 || since >= std::chrono::milliseconds(kQuickCheckEvery).count();
    if (!unclean && !due)
        return {};
    const auto faults = file.integrityFaults(false);
    if (!faults)
        return faults.error();
    if (!faults->isEmpty())
        return damagedStore(folder, faults->first());
    return settings.setText(kQuickChecked, QString::number(clock.now().msSinceEpoch));
}

Result<bool> Store::Private::isOwn(const ReplicaId& replica)
{
    if (replica == identity.replica)
        return true;
    const auto found =
        file.integer(u"SELECT count(*) FROM past_replica WHERE replica = ?", {replica.toBytes()});
    if (!found)
        return found.error();
    return *found > 0;
}

Result<QHash<ReplicaId, quint64>> Store::Private::ownReplicas()
{
    QHash<ReplicaId, quint64> own;
    const auto done = file.each(u"SELECT replica, counter FROM past_replica", {}, [&](const Row& row) {
        own.insert(ReplicaId::fromBytes(row.bytes(0)), quint64(row.integer(1)));
        return Result<>();
    });
    if (!done)
        return done.error();
    own.insert(identity.replica, identity.counter);
    return own;
}

Result<> Store::Private::demandRemint()
{
    identity.needsRemint = true;
    return file.run(u"UPDATE identity SET needs_remint = 1");
}

/// The anchor knows how far this replica had come; a store behind it was set back, and its next counters are
/// used up.
Result<> Store::Private::compareWithAnchor(const Result<AnchorMark>& mark)
{
    const auto homes = lastInSecondHome();
    if (!homes)
        return homes.error();
    quint64 reached = *homes;
    bool branched = false;
    if (mark) {
        const auto own = isOwn(mark->replica);
        if (!own)
            return own.error();
        // A replica that this store does not know yet: this is an older incarnation of it.
        branched = !*own;
        if (mark->replica == identity.replica) {
            reached = std::max(reached, mark->counter);
            const auto known = log.contains(mark->change);
            if (!known)
                return known.error();
            branched = mark->counter > 0 && mark->counter <= identity.counter && !*known;
        }
    }
    if (reached > identity.counter) {
        recovery.missing = int(reached - identity.counter);
        missed = {identity.replica, identity.counter, reached};
    }
    if ((branched || recovery.missing > 0) && !identity.needsRemint)
        return demandRemint();
    // The anchor stays as it is until then: it is the only one who knows.
    if (!identity.needsRemint)
        writeAnchor();
    return {};
}

}  // namespace prohori
