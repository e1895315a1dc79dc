// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/Station.h"
#include "core/storage/BackupShelf.h"
#include "core/storage/BackupWork.h"

#include <optional>

namespace prohori {

/// What became of a backup.
struct BackupOutcome {
    QString file;
    bool isAtSecondPlace = false;
    std::optional<Error> second;  ///< why there is none at the second place, where one is named
};

/// A backup that was begun: run() does it on any thread, and outlives the station.
struct BackupJob {
    BackupWork work;
    BackupShelf shelf;
    std::optional<BackupShelf> second;

    /// Blocking. The second place is no reason to fail.
    Result<BackupOutcome> run() const;
};

/** The backups that a station makes by itself (REL-15): in `backups/` of its folder, and at a second place that the person names, on
    a stick or a share. Belongs to the thread of the station, but for the jobs.
*/
class StationBackups {
public:
    explicit StationBackups(Station& station) : m_station(station) {}

    BackupShelf shelf() const;
    /// The last good one is over 20 hours old.
    bool isDue() const;
    std::optional<ShelvedBackup> lastGood() const;
    /// Journals it (the line stands in the backup), and gives what is to be run.
    Result<BackupJob> begin();
    /// Takes note of what came of it.
    Result<> note(const BackupOutcome& outcome);

    /// The folder that the person named; empty: none.
    QString secondPlace() const;
    /// An empty one takes it back. Refused: no folder, or on the same disk as the store would be no second place; not writable.
    Result<> setSecondPlace(const QString& folder);
    std::optional<BackupShelf> secondShelf() const;
    /// When one was last brought there.
    std::optional<Instant> lastAtSecondPlace() const;
    /// A named second place has had none for a week.
    bool isSecondPlaceBehind() const;
    /// Asked for on one day of each week until there is one; never in practice.
    bool asksForSecondPlace() const;
    /// The question was shown.
    Result<> noteAsked();

    /// As `station backups --json` prints it. @param reads also what is in the files.
    QJsonObject toJson(bool reads) const;

private:
    Station& m_station;
};

}  // namespace prohori
