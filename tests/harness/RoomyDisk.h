// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <sys/types.h>

namespace prohori {

/** A small disk at a folder, for the process that makes it alone: a tmpfs in namespaces of its own (as `unshare -rm` makes them), and where the system allows
    none, a limit on the size of files. For a process without threads, that ignores SIGXFSZ.
*/
class RoomyDisk {
public:
    enum class Kind : int { Tmpfs, FileSize };

    explicit RoomyDisk(const QString& folder, int megabytes = 8);
    Kind kind() const { return m_kind; }
    /// Fills it up but for so many bytes.
    bool leave(qint64 bytes);
    /// What leave() took is free again.
    bool makeRoom();

private:
    QString m_folder;
    Kind m_kind = Kind::FileSize;
};

/// What a process on a full disk says of itself.
struct FullDiskTold {
    RoomyDisk::Kind kind;
    int confirmed, refused, lost, partial;
    char fault[256];
};

/// Lies where forked processes see it.
FullDiskTold* fullDiskTold();

}  // namespace prohori
