// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/StationBackups.h"

#include "core/storage/DiskSpace.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <chrono>

#include <sys/stat.h>

namespace prohori {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString kSecondPlace = u"backup.second_place"_s;
const QString kSecondMade = u"backup.second_ms"_s;
const QString kAsked = u"backup.asked_ms"_s;
constexpr auto kWeek = 24h * 7;
constexpr auto kAskedFor = 24h;
constexpr qsizetype kIdLetters = 8;

std::optional<Instant> momentOf(const Store& store, const QString& name)
{
    const QString text = store.setting(name);
    return text.isEmpty() ? std::nullopt : std::optional(Instant::fromMs(text.toLongLong()));
}

/// Whether both lie on one file system.
bool isSameDisk(const QString& one, const QString& other)
{
    struct stat first {
    }, second{};
    return ::stat(QFile::encodeName(one).constData(), &first) == 0
        && ::stat(QFile::encodeName(other).constData(), &second) == 0 && first.st_dev == second.st_dev;
}

QJsonArray listed(const BackupShelf& shelf, bool reads)
{
    QJsonArray all;
    for (const ShelvedBackup& one : shelf.list()) {
        const auto whole = reads && one.isGood ? BackupShelf::verify(one.file) : Result<>();
        QJsonObject row{{u"file"_s, one.file}, {u"bytes"_s, one.bytes}, {u"good"_s, one.isGood && whole}};
        if (one.isGood)
            row[u"made"_s] = one.made.toIso();
        if (one.isApart)
            row[u"before_upgrade"_s] = true;
        if (!one.isGood || !whole)
            row[u"fault"_s] = one.isGood ? whole.error().detail : one.fault;
        all.append(row);
    }
    return all;
}

}  // namespace

Result<BackupOutcome> BackupJob::run() const
{
    const auto made = shelf.make(work);
    if (!made)
        return made.error();
    BackupOutcome outcome;
    outcome.file = *made;
    if (!second)
        return outcome;
    for (const ShelvedBackup& one : shelf.list()) {
        if (one.file != *made)
            continue;
        if (const auto taken = second->take(one); !taken)
            outcome.second = taken.error();
        else
            outcome.isAtSecondPlace = true;
    }
    return outcome;
}

BackupShelf StationBackups::shelf() const
{
    return BackupShelf::ofStore(m_station.folder(), m_station.store().id());
}

bool StationBackups::isDue() const
{
    return isBackupDue(shelf().list(), m_station.clock().now());
}

std::optional<ShelvedBackup> StationBackups::lastGood() const
{
    return shelf().lastGood(m_station.clock().now());
}

Result<BackupJob> StationBackups::begin()
{
    if (auto noted = m_station.journal(JournalEvent::BackupMade); !noted)
        return noted.error();
    return BackupJob{BackupWork(m_station.folder(), m_station.keys().slot.dataKey, m_station.clock().now()),
                     shelf(), secondShelf()};
}

Result<> StationBackups::note(const BackupOutcome& outcome)
{
    if (!outcome.isAtSecondPlace)
        return {};
    return m_station.store().setSetting(kSecondMade, QString::number(m_station.clock().now().msSinceEpoch));
}

QString StationBackups::secondPlace() const
{
    return m_station.store().setting(kSecondPlace);
}

Result<> StationBackups::setSecondPlace(const QString& folder)
{
    Store& store = m_station.store();
    if (folder.isEmpty())
        return store.setSetting(kSecondPlace, {});
    const QFileInfo place(folder);
    if (!place.isDir())
        return Error{ErrorCode::NotFound, u"there is no folder %1"_s.arg(folder)};
    if (!place.isWritable())
        return Error{ErrorCode::Storage, u"%1 cannot be written to: choose another place"_s.arg(folder),
                     u"second-place"_s};
    if (isSameDisk(m_station.folder(), folder))
        return Error{
            ErrorCode::Refused,
            u"%1 is on the same disk as the station and would be lost with it: choose a stick or a share"_s
                .arg(folder),
            u"same-disk"_s};
    if (auto kept = store.setSetting(kSecondMade, {}); !kept)
        return kept;
    return store.setSetting(kSecondPlace, place.absoluteFilePath());
}

std::optional<BackupShelf> StationBackups::secondShelf() const
{
    const QString place = secondPlace();
    if (place.isEmpty())
        return std::nullopt;
    const StoreId id = m_station.store().id();
    // Several stations may share a stick.
    return BackupShelf(place + u"/prohori-"_s + id.toString().left(kIdLetters), id);
}

std::optional<Instant> StationBackups::lastAtSecondPlace() const
{
    return momentOf(m_station.store(), kSecondMade);
}

bool StationBackups::isSecondPlaceBehind() const
{
    const auto last = lastAtSecondPlace();
    return !secondPlace().isEmpty() && (!last || last->plus(kWeek) < m_station.clock().now());
}

bool StationBackups::asksForSecondPlace() const
{
    if (m_station.isPractice() || !secondPlace().isEmpty())
        return false;
    const auto asked = momentOf(m_station.store(), kAsked);
    const Instant now = m_station.clock().now();
    // A clock that went back does not silence it.
    return !asked || *asked > now || now < asked->plus(kAskedFor) || asked->plus(kWeek) <= now;
}

Result<> StationBackups::noteAsked()
{
    const auto asked = momentOf(m_station.store(), kAsked);
    const Instant now = m_station.clock().now();
    if (asked && *asked <= now && now < asked->plus(kAskedFor))
        return {};
    return m_station.store().setSetting(kAsked, QString::number(now.msSinceEpoch));
}

QJsonObject StationBackups::toJson(bool reads) const
{
    const auto last = lastGood();
    QJsonObject out{{u"folder"_s, shelf().folder()},
                    {u"last_good"_s, last ? QJsonValue(last->made.toIso()) : QJsonValue()},
                    {u"due"_s, isDue()},
                    {u"backups"_s, listed(shelf(), reads)}};
    if (const auto second = secondShelf()) {
        const auto brought = lastAtSecondPlace();
        out[u"second"_s] = QJsonObject{{u"folder"_s, second->folder()},
                                       {u"there"_s, QFileInfo(secondPlace()).isDir()},
                                       {u"last"_s, brought ? QJsonValue(brought->toIso()) : QJsonValue()},
                                       {u"backups"_s, listed(*second, reads)}};
    }
    return out;
}

}  // namespace prohori
