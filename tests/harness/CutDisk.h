// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/SeededRandom.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QMap>
#include <QString>

#include <memory>

namespace prohori {

/// One thing that was done to the disk.
struct DiskAct {
    enum Kind { Create, Write, Truncate, Sync, Rename, Remove, SyncFolder };
    Kind kind;
    int file = 0;       ///< Create, Write, Truncate, Sync
    qint64 offset = 0;  ///< Truncate: the new size
    QByteArray bytes;
    QString name, to;  ///< within the folder; SyncFolder: "" or "unsent"
};

/** The disk under a store as a power cut finds it: everything that is done to a folder, in order, since start().

    The database and its log come through a VFS under SQLCipher, which is the ordinary one for everything but what it remembers; the files
    beside it (second home, anchor) through write, fsync, rename and unlink of the program that links this, which shadow those of the C
    library. Nothing is really synced meanwhile: that costs time and proves nothing.

    `Normal` and `Off` are controls: the program's own PRAGMA synchronous=FULL becomes that setting on its way.

    One at a time in a process; SQLCipher must not be open when it is made.
*/
class CutDisk {
public:
    enum class Setting { Full, Normal, Off };

    CutDisk();
    ~CutDisk();
    CutDisk(const CutDisk&) = delete;
    CutDisk& operator=(const CutDisk&) = delete;

    /// All that is in `folder` now is on the disk. Databases that are opened from now on are watched.
    void start(const QString& folder, Setting setting);
    /// The ordinary VFS again.
    void stop();
    /// How much was done so far.
    qsizetype position() const;
    const QList<DiskAct>& acts() const;
    /// What start() found, by name.
    const QMap<QString, QByteArray>& before() const;

    struct Private;

private:
    std::unique_ptr<Private> d;
};

/// What becomes of bytes that were written and not synced.
enum class CutPolicy { Dropped, Kept, Mixed, Torn };

/** Rebuilds what a cut leaves at any point of what a CutDisk saw: synced bytes stay; each sector of 512 bytes that was written since is
    kept, dropped or torn, each truncation kept or dropped. Names come and go in their order, and the newest may not have come to the disk.
*/
class CutReplay {
public:
    explicit CutReplay(const CutDisk& disk);

    /// Only forwards.
    void advanceTo(qsizetype position);
    /// The files as they lie there then, by name.
    QMap<QString, QByteArray> filesAfterCut(CutPolicy policy, SeededRandom& random) const;

private:
    struct Content {
        QByteArray synced;
        QList<const DiskAct*> pending;
    };
    void apply(const DiskAct& act);
    static void applyName(QMap<QString, int>& names, const DiskAct& act);

    const CutDisk& m_disk;
    qsizetype m_done = 0;
    QHash<int, Content> m_files;
    QMap<QString, int> m_names;
    QList<const DiskAct*> m_pendingNames;
};

}  // namespace prohori
