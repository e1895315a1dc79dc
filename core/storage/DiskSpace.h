// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>

#include <optional>

namespace prohori {

/// What a disk has, in bytes.
struct DiskSpace {
    qint64 free = 0;  ///< that this user may take
    qint64 total = 0;

    /// Under 500 MB, or under 2 % of the disk: the person is warned before a save is refused (REL-05).
    bool isShort() const;
};

/// Of the disk that holds `path`; nothing where it cannot be asked.
std::optional<DiskSpace> diskSpaceAt(const QString& path);

/// "disk full, N MB needed": what is missing until `bytes` more fit at `path`, at least one. Storage, hint "disk-full".
Error diskFull(const QString& path, qint64 bytes);
/// Success when so many bytes fit; else diskFull().
Result<> needSpace(const QString& path, qint64 bytes);

/** A file that takes up room so that it can be given back when the disk is full: then what was typed and the refusal itself can still be
    written (REL-05). It holds nothing.
*/
class ReserveFile {
public:
    static constexpr qint64 kBytes = 16 * 1024 * 1024;

    explicit ReserveFile(const QString& folder);
    /// Takes the room where the disk has ample, four times as much; without effect where the file is whole, or the disk too full.
    void keep() const;
    /// Gives it back. False where there was nothing to give.
    bool release() const;
    bool isKept() const;

private:
    QString m_path;
};

}  // namespace prohori
