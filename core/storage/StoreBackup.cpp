// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/KeyHeader.h"
#include "core/storage/BackupFile.h"
#include "core/storage/Schema.h"
#include "core/storage/StoreParts.h"

#include "core/base/PlantedFault.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>

#include <cstdio>

#include <sys/stat.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr mode_t kPrivateUmask = 0077;
const QString kStoreName = u"store.db"_s;
const QString kHeaderName = u"keys.header"_s;

/// What a copy must have in common with its store.
constexpr QStringView kSummary =
    u"SELECT store, replica, counter, head, journal_lines, journal_head, changes, log_head, (SELECT count(*) "
    u"FROM "
    u"log), "
    u"(SELECT count(*) FROM record), (SELECT count(*) FROM case_words), (SELECT count(*) FROM statement), "
    u"(SELECT count(*) FROM draft), (SELECT count(*) FROM setting), (SELECT count(*) FROM journal) FROM "
    u"identity";
constexpr int kBytesColumns[] = {0, 1, 3, 5, 7};
constexpr int kNumberColumns[] = {2, 4, 6, 8, 9, 10, 11, 12, 13, 14};
constexpr int kLinesColumn = 4;
constexpr int kChangesColumn = 6;
constexpr int kRecordsColumn = 9;

struct Summary {
    QList<QByteArray> bytes;
    QHash<int, qint64> numbers;
    bool operator==(const Summary&) const = default;
};

Result<Summary> summaryOf(Connection& file)
{
    Summary summary;
    const auto done = file.each(kSummary, {}, [&](const Row& row) {
        for (const int column : kBytesColumns)
            summary.bytes.append(row.bytes(column));
        for (const int column : kNumberColumns)
            summary.numbers.insert(column, row.integer(column));
        return Result<>();
    });
    if (!done)
        return done.error();
    return summary;
}

/// SQLite makes its copy into this empty file, so that nobody else can read it and no link is followed.
Result<> makeEmpty(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return Error{ErrorCode::Storage, u"cannot write %1: %2"_s.arg(path, file.errorString())};
    return {};
}

void removeCopy(const QString& path)
{
    for (const QString& suffix : {QString(), u"-wal"_s, u"-shm"_s, u"-journal"_s})
        QFile::remove(path + suffix);
}

/// Opens the copy by itself, as a restored one will be, and marks it: whoever opens it cannot go on as this
/// replica.
Result<> proveCopy(const QString& path, const SecretBytes& key, const Summary& expected)
{
    auto copy = Connection::open(path, [&key] { return key.view(); });
    if (!copy)
        return copy.error();
    const auto summary = summaryOf(*copy);
    if (!summary)
        return summary.error();
    if (*summary != expected)
        return Error{ErrorCode::Damaged, u"the copy for the backup is not what the store holds: try again"_s};
    if (auto marked = copy->run(u"UPDATE identity SET needs_remint = ?", {plantedFault(17) ? 0 : 1}); !marked)
        return marked;
    if (auto flushed = copy->checkpoint(Connection::Checkpoint::Truncate); !flushed)
        return flushed;
    const auto faults = copy->integrityFaults(true);
    if (!faults)
        return faults.error();
    if (!faults->isEmpty())
        return Error{ErrorCode::Damaged,
                     u"the copy for the backup is not sound (%1): try again"_s.arg(faults->first())};
    return {};
}

/// Only after this a file counts as a backup: it is read from the disk as a restore will read it.
Result<> proveFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Storage, u"cannot read %1: %2"_s.arg(path, file.errorString())};
    const auto manifest = backupfile::readManifest(file);
    if (!manifest)
        return manifest.error();
    return {};
}

Result<> refuseUsed(const QString& folder)
{
    const QFileInfo info(folder);
    if (info.isSymLink() || (info.exists() && !info.isDir()))
        return Error{ErrorCode::Refused, u"%1 is no folder: name one that is new or empty"_s.arg(folder)};
    const auto everything = QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;
    if (info.exists() && !QDir(folder).isEmpty(everything))
        return Error{ErrorCode::Refused,
                     u"%1 is not empty: name a folder that is new or empty"_s.arg(folder)};
    return {};
}

void removeAside(const QString& folder)
{
    if (QFileInfo(folder).isSymLink())
        return;
    for (const QString& name : {kStoreName, kHeaderName})
        QFile::remove(folder + u'/' + name);
    QDir().rmdir(folder);
}

Result<> restoreHeader(QFile& backup, const BackupManifest& manifest, const QString& folder)
{
    const QByteArray bytes = backup.read(manifest.headerBytes);
    const Error damaged{ErrorCode::Damaged,
                        u"the backup %1 is damaged (its key slots were altered): use another one"_s.arg(
                            backup.fileName())};
    if (blake2b(bytes) != manifest.headerHash)
        return damaged;
    auto header = KeyHeader::fromBytes(folder + u'/' + kHeaderName, bytes);
    if (!header)
        return header.error();
    if (header->storeId() != manifest.store)
        return damaged;
    return header->save();
}

Result<> restoreInto(QFile& backup, const BackupManifest& manifest, const QString& folder)
{
    QFile store(folder + u'/' + kStoreName);
    if (!store.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return Error{ErrorCode::Storage, u"cannot write %1: %2"_s.arg(store.fileName(), store.errorString())};
    const auto hash = backupfile::hashed(backup, &store, manifest.storeBytes);
    if (!hash)
        return hash.error();
    if (*hash != manifest.storeHash)
        return Error{ErrorCode::Damaged,
                     u"the backup %1 is damaged (its store was altered): use another one"_s.arg(
                         backup.fileName())};
    if (auto synced = backupfile::sync(store); !synced)
        return synced;
    if (auto restored = restoreHeader(backup, manifest, folder); !restored)
        return restored;
    return storefiles::syncFolder(folder);
}

}  // namespace

/// The store is sound, and not behind its anchor: else a backup would only keep the damage.
Result<> Store::Private::readyForBackup()
{
    if (auto flushed = checkpoint(true); !flushed)
        return flushed;
    const auto faults = file.integrityFaults(false);
    if (!faults)
        return faults.error();
    if (!faults->isEmpty())
        return Error{ErrorCode::Damaged,
                     u"the store in %1 is damaged (%2): no backup is made of it"_s.arg(folder,
                                                                                       faults->first())};
    if (auto same = compareHeadsAndCounts(); !same)
        return same;
    const auto mark = anchor.read();
    if (mark && mark->replica == identity.replica && mark->counter > identity.counter
        && !identity.needsRemint)
        return Error{ErrorCode::Damaged,
                     u"the store in %1 lacks saves that its anchor knows: close and open it first"_s.arg(
                         folder)};
    return {};
}

Result<> Store::backupTo(const QString& file) const
{
    const mode_t before = ::umask(kPrivateUmask);
    const auto umaskBack = qScopeGuard([&] { ::umask(before); });
    const QString parent = QFileInfo(file).absolutePath();
    if (!QFileInfo(parent).isDir())
        return Error{ErrorCode::NotFound, u"there is no folder %1 for the backup"_s.arg(parent)};
    const auto header = KeyHeader::load(d->folder + u'/' + kHeaderName);
    if (!header)
        return header.error();
    if (auto ready = d->readyForBackup(); !ready)
        return ready;
    const auto summary = summaryOf(d->file);
    const auto schema = d->file.integer(u"PRAGMA user_version");
    if (!summary || !schema)
        return summary ? schema.error() : summary.error();

    const QString part = file + u".part"_s;
    removeCopy(part);
    const auto clean = qScopeGuard([&] { removeCopy(part); });
    if (auto made = makeEmpty(part); !made)
        return made;
    if (auto copied = d->file.vacuumInto(part); !copied)
        return copied;
    if (auto proved = proveCopy(part, d->dataKey, *summary); !proved)
        return proved;
    BackupManifest manifest;
    manifest.store = d->identity.store;
    manifest.replica = d->identity.replica;
    manifest.replicaKey = d->identity.replicaKey.publicKey();
    manifest.counter = d->identity.counter;
    manifest.head = d->identity.head;
    manifest.changes = summary->numbers[kChangesColumn];
    manifest.records = summary->numbers[kRecordsColumn];
    manifest.journalLines = summary->numbers[kLinesColumn];
    manifest.schema = *schema;
    manifest.made = d->clock.now();
    if (auto done = backupfile::finish(part, header->toBytes(), manifest, d->identity.replicaKey); !done)
        return done;
    if (auto proved = proveFile(part); !proved)
        return proved;
    if (::rename(QFile::encodeName(part).constData(), QFile::encodeName(file).constData()) != 0)
        return storefiles::systemError(u"cannot name"_s, file);
    return storefiles::syncFolder(parent);
}

Result<> restoreBackup(const QString& file, const QString& folder)
{
    const mode_t before = ::umask(kPrivateUmask);
    const auto umaskBack = qScopeGuard([&] { ::umask(before); });
    const QString target = QDir::cleanPath(QFileInfo(folder).absoluteFilePath());
    if (auto unused = refuseUsed(target); !unused)
        return unused;
    QFile backup(file);
    if (!backup.open(QIODevice::ReadOnly)) {
        const ErrorCode code = backup.exists() ? ErrorCode::Storage : ErrorCode::NotFound;
        return Error{code, u"cannot read the backup %1: %2"_s.arg(file, backup.errorString())};
    }
    const auto manifest = backupfile::readManifest(backup);
    if (!manifest)
        return manifest.error();
    if (manifest->schema > qint64(storeMigrations().size()))
        return Error{ErrorCode::TooNew,
                     u"the backup %1 is of a newer version of the program: update first"_s.arg(file)};

    // The folder gets its name when all is in it: a kill leaves no half store that could pass for one.
    const QString aside = target + u".part"_s;
    removeAside(aside);
    if (auto empty = refuseUsed(aside); !empty)
        return empty;
    const auto clean = qScopeGuard([&] { removeAside(aside); });
    if (auto made = storefiles::prepareFolder(aside, true); !made)
        return made;
    if (auto restored = restoreInto(backup, *manifest, aside); !restored)
        return restored;
    if (::rename(QFile::encodeName(aside).constData(), QFile::encodeName(target).constData()) != 0)
        return storefiles::systemError(u"cannot name"_s, target);
    return storefiles::syncFolder(QFileInfo(target).absolutePath());
}

}  // namespace prohori
