// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/DiskSpace.h"

#include "core/storage/StoreFiles.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMegabyte = 1024 * 1024;
constexpr qint64 kShortBytes = 500 * kMegabyte;
constexpr qint64 kShortPart = 50;  ///< one part in so many: 2 %
constexpr qint64 kAmple = 4;

}  // namespace

bool DiskSpace::isShort() const
{
    return free < kShortBytes || free < total / kShortPart;
}

std::optional<DiskSpace> diskSpaceAt(const QString& path)
{
    struct statvfs found {};
    if (::statvfs(QFile::encodeName(path).constData(), &found) != 0)
        return std::nullopt;
    const auto block = qint64(found.f_frsize);
    return DiskSpace{qint64(found.f_bavail) * block, qint64(found.f_blocks) * block};
}

Error diskFull(const QString& path, qint64 bytes)
{
    const auto space = diskSpaceAt(path);
    const qint64 missing = std::max<qint64>(1, bytes - (space ? space->free : 0));
    return {
        ErrorCode::Storage,
        u"disk full, %1 MB needed: %2 could not be written; free some space and try again; until then nothing is changed"_s
            .arg((missing + kMegabyte - 1) / kMegabyte)
            .arg(path),
        u"disk-full"_s};
}

Result<> needSpace(const QString& path, qint64 bytes)
{
    const auto space = diskSpaceAt(path);
    return space && space->free < bytes ? Result<>(diskFull(path, bytes)) : Result<>();
}

ReserveFile::ReserveFile(const QString& folder) : m_path(folder + u"/reserve"_s) {}

bool ReserveFile::isKept() const
{
    return QFileInfo(m_path).size() == kBytes;
}

void ReserveFile::keep() const
{
    const auto space = diskSpaceAt(QFileInfo(m_path).absolutePath());
    if (isKept() || !space || space->free < kAmple * kBytes)
        return;
    const int file = ::open(QFile::encodeName(m_path).constData(),
                            O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, storefiles::kFileMode);
    if (file < 0)
        return;
    const bool kept = ::posix_fallocate(file, 0, kBytes) == 0;
    ::close(file);
    if (!kept)
        ::unlink(QFile::encodeName(m_path).constData());
}

bool ReserveFile::release() const
{
    return ::unlink(QFile::encodeName(m_path).constData()) == 0;
}

}  // namespace prohori
