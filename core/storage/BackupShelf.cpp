// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/BackupShelf.h"

#include "core/storage/BackupFile.h"
#include "core/storage/BackupWork.h"
#include "core/storage/DiskSpace.h"
#include "core/storage/StoreFiles.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>
#include <QSet>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto kDueAfter = 20h;
constexpr auto kClocksDiffer = 1h;
constexpr int kPercent = 100;
const QString kSuffix = u".backup"_s;
const QString kApart = u"-apart"_s;

/// The day in Bangladesh, which has no summer time.
QDate dayOf(Instant made)
{
    return QDateTime::fromMSecsSinceEpoch(made.msSinceEpoch, QTimeZone("Asia/Dhaka")).date();
}

/// Keeps the newest of each of the last `most` values that `keyOf` gives; `all` is sorted, the newest first.
template <typename KeyOf>
void keepByKey(const QList<ShelvedBackup>& all, const QList<qsizetype>& newestFirst, int most, KeyOf&& keyOf,
               QSet<qsizetype>& kept)
{
    QSet<QString> seen;
    for (const qsizetype at : newestFirst) {
        const QString key = keyOf(all[at]);
        if (seen.contains(key))
            continue;
        if (seen.size() == most)
            return;
        seen.insert(key);
        kept.insert(at);
    }
}

Result<BackupManifest> manifestOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Storage, u"cannot read %1: %2"_s.arg(path, file.errorString())};
    return backupfile::readManifest(file);
}

/// Makes a copy under a name that nobody takes for a backup yet.
Result<> copyAside(const QString& from, const QString& part)
{
    QFile source(from);
    if (!source.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Storage, u"cannot read %1: %2"_s.arg(from, source.errorString())};
    const int handle = ::open(QFile::encodeName(part).constData(),
                              O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, storefiles::kFileMode);
    if (handle < 0)
        return storefiles::systemError(u"cannot write the backup"_s, part);
    QFile target;
    if (!target.open(handle, QIODevice::WriteOnly, QFileDevice::AutoCloseHandle))
        return Error{ErrorCode::Storage, u"cannot write %1: %2"_s.arg(part, target.errorString())};
    if (const auto copied = backupfile::hashed(source, &target, source.size()); !copied)
        return copied.error().hint == u"disk-full"_s ? diskFull(QFileInfo(part).absolutePath(), source.size())
                                                     : copied.error();
    return backupfile::sync(target);
}

}  // namespace

QList<qsizetype> backupsToRemove(const QList<ShelvedBackup>& all, qint64 free, const BackupRule& rule)
{
    QList<qsizetype> newestFirst;
    for (qsizetype at = 0; at < all.size(); ++at) {
        if (all[at].isGood)
            newestFirst.append(at);
    }
    std::stable_sort(newestFirst.begin(), newestFirst.end(),
                     [&](qsizetype one, qsizetype other) { return all[one].made > all[other].made; });
    QSet<qsizetype> kept;
    keepByKey(
        all, newestFirst, rule.days,
        [](const ShelvedBackup& one) {
            return dayOf(one.made).toString(Qt::ISODate) + (one.isApart ? kApart : QString());
        },
        kept);
    keepByKey(
        all, newestFirst, rule.weeks,
        [](const ShelvedBackup& one) {
            int year = 0;
            const int week = dayOf(one.made).weekNumber(&year);
            return u"%1-%2"_s.arg(year).arg(week);
        },
        kept);
    keepByKey(
        all, newestFirst, rule.months,
        [](const ShelvedBackup& one) { return dayOf(one.made).toString(u"yyyy-MM"_s); }, kept);

    const auto bytesOf = [&](const QSet<qsizetype>& places) {
        qint64 sum = 0;
        for (const qsizetype at : places)
            sum += all[at].bytes;
        return sum;
    };
    qint64 bytesOfAll = 0;
    for (const ShelvedBackup& one : all)
        bytesOfAll += one.bytes;
    const qint64 most = (free + bytesOfAll) * rule.percentOfFree / kPercent;
    for (auto oldest = newestFirst.rbegin(); oldest != newestFirst.rend() && bytesOf(kept) > most; ++oldest) {
        if (*oldest != newestFirst.first())
            kept.remove(*oldest);
    }
    // Without a good one nothing goes: what is damaged may still be of use to somebody.
    QList<qsizetype> gone;
    for (qsizetype at = 0; at < all.size() && !newestFirst.isEmpty(); ++at) {
        if (!kept.contains(at))
            gone.append(at);
    }
    return gone;
}

static const ShelvedBackup* lastGoodOf(const QList<ShelvedBackup>& all, Instant now)
{
    const ShelvedBackup* last = nullptr;
    for (const ShelvedBackup& one : all) {
        if (one.isGood && one.made <= now.plus(kClocksDiffer) && (!last || one.made > last->made))
            last = &one;
    }
    return last;
}

bool isBackupDue(const QList<ShelvedBackup>& all, Instant now)
{
    const ShelvedBackup* last = lastGoodOf(all, now);
    return !last || last->made.plus(kDueAfter) < now;
}

BackupShelf::BackupShelf(const QString& folder, const StoreId& store) : m_folder(folder), m_store(store) {}

BackupShelf BackupShelf::ofStore(const QString& storeFolder, const StoreId& store)
{
    return {storeFolder + u"/backups"_s, store};
}

QList<ShelvedBackup> BackupShelf::list() const
{
    QList<ShelvedBackup> all;
    for (const QFileInfo& info :
         QDir(m_folder).entryInfoList({u'*' + kSuffix}, QDir::Files | QDir::NoSymLinks | QDir::Hidden)) {
        const auto manifest = manifestOf(info.filePath());
        if (manifest && manifest->store != m_store)
            continue;
        ShelvedBackup one{info.filePath(), {}, info.size(), manifest.has_value(), false, {}};
        one.isApart = info.completeBaseName().endsWith(kApart);
        if (manifest)
            one.made = manifest->made;
        else
            one.fault = manifest.error().detail;
        all.append(one);
    }
    std::stable_sort(all.begin(), all.end(), [](const ShelvedBackup& one, const ShelvedBackup& other) {
        return one.made > other.made;
    });
    return all;
}

std::optional<ShelvedBackup> BackupShelf::lastGood(Instant now) const
{
    const QList<ShelvedBackup> all = list();
    const ShelvedBackup* last = lastGoodOf(all, now);
    return last ? std::optional(*last) : std::nullopt;
}

QString BackupShelf::freeName(Instant made, bool isApart) const
{
    const auto moment = QDateTime::fromMSecsSinceEpoch(made.msSinceEpoch, QTimeZone::utc());
    const QString stem = m_folder + u'/' + moment.toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    for (int number = 1;; ++number) {
        const QString name =
            stem + (number > 1 ? u"-%1"_s.arg(number) : QString()) + (isApart ? kApart : QString()) + kSuffix;
        if (!QFileInfo::exists(name))
            return name;
    }
}

/// What a kill left half made.
void BackupShelf::removeParts() const
{
    const QDir folder(m_folder);
    for (const QString& name :
         folder.entryList({u"*.backup.part"_s, u"*.backup.part-*"_s}, QDir::Files | QDir::Hidden))
        QFile::remove(folder.filePath(name));
}

void BackupShelf::letGo() const
{
    const QList<ShelvedBackup> all = list();
    const auto space = diskSpaceAt(m_folder);
    for (const qsizetype at : backupsToRemove(all, space ? space->free : 0))
        QFile::remove(all[at].file);
}

Result<QString> BackupShelf::make(const BackupWork& work, bool isApart) const
{
    if (auto ready = storefiles::prepareFolder(m_folder, true); !ready)
        return ready.error();
    removeParts();
    const QString file = freeName(work.made(), isApart);
    if (auto made = work.run(file); !made)
        return made.error();
    // The new one was tested: from here on there is one to be left alone with.
    letGo();
    return file;
}

Result<> BackupShelf::take(const ShelvedBackup& backup) const
{
    if (!QFileInfo(m_folder).isDir()
        && !QDir(QFileInfo(m_folder).path()).mkdir(QFileInfo(m_folder).fileName()))
        return Error{ErrorCode::NotFound,
                     u"the second place for backups, %1, is not there now: put the stick in"_s.arg(m_folder)};
    for (const ShelvedBackup& one : list()) {
        if (one.isGood && one.made == backup.made && one.bytes == backup.bytes)
            return {};
    }
    removeParts();
    if (auto fits = needSpace(m_folder, backup.bytes); !fits)
        return fits;
    const QString file = freeName(backup.made, backup.isApart);
    const QString part = file + u".part"_s;
    const auto clean = qScopeGuard([&] { QFile::remove(part); });
    if (auto copied = copyAside(backup.file, part); !copied)
        return copied;
    if (auto whole = verify(part); !whole)
        return whole;
    if (::rename(QFile::encodeName(part).constData(), QFile::encodeName(file).constData()) != 0)
        return storefiles::systemError(u"cannot name"_s, file);
    if (auto synced = storefiles::syncFolder(m_folder); !synced)
        return synced;
    letGo();
    return {};
}

Result<> BackupShelf::verify(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Storage, u"cannot read %1: %2"_s.arg(path, file.errorString())};
    const auto manifest = backupfile::readManifest(file);
    if (!manifest)
        return manifest.error();
    const auto store = backupfile::hashed(file, nullptr, manifest->storeBytes);
    if (!store)
        return store.error();
    const auto header = backupfile::hashed(file, nullptr, manifest->headerBytes);
    if (!header)
        return header.error();
    if (*store != manifest->storeHash || *header != manifest->headerHash)
        return Error{ErrorCode::Damaged,
                     u"the backup %1 is damaged (its content was altered): use another one"_s.arg(path)};
    return {};
}

}  // namespace prohori
