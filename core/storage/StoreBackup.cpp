// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/KeyHeader.h"
#include "core/storage/BackupFile.h"
#include "core/storage/BackupShelf.h"
#include "core/storage/BackupWork.h"
#include "core/storage/Schema.h"
#include "core/storage/StoreParts.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>

#include <cstdio>

#include <sys/stat.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kStoreFile = u"store.db"_s;
const QString kHeaderFile = u"keys.header"_s;

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
    // Also what a kill left beside the key slots.
    for (const QString& name : {kStoreFile, kHeaderFile, kHeaderFile + u".new"_s})
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
    auto header = KeyHeader::fromBytes(folder + u'/' + kHeaderFile, bytes);
    if (!header)
        return header.error();
    if (header->storeId() != manifest.store)
        return damaged;
    return header->save();
}

Result<> restoreInto(QFile& backup, const BackupManifest& manifest, const QString& folder)
{
    QFile store(folder + u'/' + kStoreFile);
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

/// BackupWork tests the rest.
Result<> Store::Private::readyForBackup()
{
    if (auto flushed = checkpoint(true); !flushed)
        return flushed;
    return compareHeadsAndCounts();
}

/// Before a step of the schema: the store as the program of before left it (REL-15). One without key slots nobody could open again.
Result<> Store::Private::backUpFirst()
{
    const auto header = KeyHeader::load(folder + u'/' + kHeaderFile);
    if (!header)
        return header.error().code == ErrorCode::NotFound ? Result<>() : Result<>(header.error());
    const auto made =
        BackupShelf::ofStore(folder, header->storeId()).make(BackupWork(folder, dataKey, clock.now()), true);
    if (!made)
        return Error{
            made.error().code,
            u"the store in %1 is of an earlier version and is backed up before it is brought up to date: %2"_s
                .arg(folder, made.error().detail),
            made.error().hint};
    backedUpFirst = true;
    return {};
}

/// Lines of before get their links, and the backup its line: the journal of before had no place for it.
Result<> Store::Private::journalAfterSteps()
{
    if (auto linked = journal.linkOldLines(); !linked)
        return linked;
    return backedUpFirst ? journal.add({clock.now(), 0, JournalEvent::BackupMade, {}, {}}) : Result<>();
}

Result<> Store::backupTo(const QString& file) const
{
    if (auto ready = d->readyForBackup(); !ready)
        return ready;
    const mode_t before = ::umask(storefiles::kOthers);
    const auto umaskBack = qScopeGuard([&] { ::umask(before); });
    return BackupWork(d->folder, d->dataKey, d->clock.now()).copy(d->file, file);
}

Result<> restoreBackup(const QString& file, const QString& folder)
{
    const mode_t before = ::umask(storefiles::kOthers);
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
