// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <sys/types.h>

#include <utility>

namespace prohori {

/** The files of a store folder, the way SEC-32 wants them: folder 0700, files 0600, no symbolic link
    followed, and what was written is on the disk before a function answers. Errors: NotFound, Damaged (a
    symbolic link in the place of a file of ours), Storage (with the hints "disk-full" and "read-only").
*/
namespace storefiles {

constexpr mode_t kFileMode = 0600;
constexpr mode_t kOthers = 0077;  ///< what nobody else may: also a umask

/// A folder for the person alone: made where it is missing, repaired where others could look in (then
/// `wasOpen` becomes true).
Result<> prepareFolder(const QString& folder, bool mayCreate, bool* wasOpen = nullptr);
/// A file of ours that others could read is made 0600; a symbolic link is refused. A missing one is fine.
Result<> repairFile(const QString& path);
/// Written aside, synced, renamed, folder synced: afterwards the old or the new content is there, never a
/// part.
Result<> writeDurably(const QString& path, const QByteArray& bytes);
/// The whole file; Damaged when it has more than `maxBytes`.
Result<QByteArray> read(const QString& path, qsizetype maxBytes);
/// Makes new and removed names in `folder` last.
Result<> syncFolder(const QString& folder);
/// What errno says, as an error.
Error systemError(const QString& doing, const QString& path);

}  // namespace storefiles

/** One running program a store: an advisory lock on `store.lock`, which also names the holder's process. The
    system lets go of it when the holder ends, however that happens, so a stale lock cannot be.
*/
class StoreLock {
public:
    /// Waits a moment for a short transaction of another program. Fails with Locked (hint "store-busy"),
    /// naming the process.
    static Result<StoreLock> take(const QString& folder);

    StoreLock(StoreLock&& other) noexcept : m_file(std::exchange(other.m_file, -1)) {}
    StoreLock& operator=(StoreLock&& other) noexcept
    {
        std::swap(m_file, other.m_file);
        return *this;
    }
    ~StoreLock();

private:
    explicit StoreLock(int file) : m_file(file) {}
    int m_file;
};

}  // namespace prohori
