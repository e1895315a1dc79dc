// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/base/Ids.h"
#include "core/base/Result.h"

#include <QList>
#include <QString>

#include <optional>

namespace prohori {

class BackupWork;

/// One file of a shelf of backups.
struct ShelvedBackup {
    QString file;  ///< with its path
    Instant made;  ///< as its signed list of contents says
    qint64 bytes = 0;
    bool isGood =
        false;  ///< whole as far as its list of contents tells; BackupShelf::verify() reads all of it
    bool isApart = false;  ///< made before a step of the schema: it has its own place among those of a day
    QString fault;         ///< why it is not good
};

/// How much of the past is kept.
struct BackupRule {
    int days = 7, weeks = 4, months = 12;
    int percentOfFree = 25;  ///< all backups together, of what would be free without them
};

/** Which of these backups are not needed, by place in the list (REL-15): kept is the newest of each of the last 7 days that have one, of
    the last 4 weeks and of the last 12 months, days being those of Bangladesh; counted by what is there and not from today, so that a clock that is
    wrong removes nothing. Of these the oldest go until the rest is within its part of the disk. The newest good one always stays, and so does, beside it,
    nothing that is not good.
    @param free bytes that the disk has besides the backups.
*/
QList<qsizetype> backupsToRemove(const QList<ShelvedBackup>& all, qint64 free, const BackupRule& rule = {});

/// Whether the last good one is over 20 hours old at `now`, or there is none. What claims to be of later is no last one.
bool isBackupDue(const QList<ShelvedBackup>& all, Instant now);

/** A folder in which the backups of one store lie: `backups/` in the store's own, or a second place on a stick or share. What counts is what
    lies there, not what anybody remembers. Folder 0700, files 0600. Names tell the moment in UTC alone.
*/
class BackupShelf {
public:
    BackupShelf(const QString& folder, const StoreId& store);
    /// The one of the store itself.
    static BackupShelf ofStore(const QString& storeFolder, const StoreId& store);

    const QString& folder() const { return m_folder; }
    /// The newest first. What belongs to another store is not among them. Reads the end of each file.
    QList<ShelvedBackup> list() const;
    /// The newest good one that is not of later than `now`.
    std::optional<ShelvedBackup> lastGood(Instant now) const;

    /// Makes one, and then lets go of what is not needed. Blocking; @return its file.
    Result<QString> make(const BackupWork& work, bool isApart = false) const;
    /// Takes a copy of a backup from another shelf, tests it as read back from there, and lets go of what is not needed. Nothing where
    /// it is there already. NotFound when the place is not there now.
    Result<> take(const ShelvedBackup& backup) const;
    /// Reads all of a file against the hashes of its list of contents. Damaged.
    static Result<> verify(const QString& file);

private:
    QString freeName(Instant made, bool isApart) const;
    void removeParts() const;
    void letGo() const;

    QString m_folder;
    StoreId m_store;
};

}  // namespace prohori
