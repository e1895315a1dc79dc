// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/StoreFiles.h"

#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>
#include <QThread>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr mode_t kFolderMode = 0700;
constexpr int kLockTries = 30;
constexpr unsigned long kLockPauseMs = 50;
constexpr qsizetype kPidBytes = 32;

Error linkInPlace(const QString& path)
{
    return {ErrorCode::Damaged,
            u"%1 is a symbolic link, which no file of a store is: it is refused"_s.arg(path), u"symlink"_s};
}

bool writeAll(int file, const QByteArray& bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::write(file, bytes.constData() + done, std::size_t(bytes.size() - done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        done += count;
    }
    return true;
}

}  // namespace

namespace storefiles {

Error systemError(const QString& doing, const QString& path)
{
    const int number = errno;
    const QString why = QString::fromLocal8Bit(std::strerror(number));
    if (number == ENOSPC || number == EDQUOT)
        return {ErrorCode::Storage,
                u"the disk is full: %1 could not be written; free some space and save again"_s.arg(path),
                u"disk-full"_s};
    if (number == EROFS || number == EACCES || number == EPERM)
        return {ErrorCode::Storage, u"%1 %2: %3; check the folder's owner and rights"_s.arg(doing, path, why),
                u"read-only"_s};
    return {ErrorCode::Storage, u"%1 %2: %3"_s.arg(doing, path, why), number == EIO ? u"io"_s : QString()};
}

Result<> prepareFolder(const QString& folder, bool mayCreate, bool* wasOpen)
{
    const QByteArray name = QFile::encodeName(folder);
    struct stat found {};
    if (::lstat(name.constData(), &found) != 0) {
        if (errno != ENOENT)
            return systemError(u"cannot look at"_s, folder);
        if (!mayCreate)
            return Error{ErrorCode::NotFound, u"there is no folder %1"_s.arg(folder)};
        if (::mkdir(name.constData(), kFolderMode) != 0)
            return systemError(u"cannot make the folder"_s, folder);
        return syncFolder(QFileInfo(folder).absolutePath());
    }
    if (S_ISLNK(found.st_mode))
        return linkInPlace(folder);
    if (!S_ISDIR(found.st_mode))
        return Error{ErrorCode::Invalid, u"%1 is not a folder"_s.arg(folder)};
    if ((found.st_mode & storefiles::kOthers) == 0)
        return {};
    if (wasOpen)
        *wasOpen = true;
    if (::chmod(name.constData(), kFolderMode) != 0)
        return systemError(u"cannot close to others the folder"_s, folder);
    return {};
}

Result<> repairFile(const QString& path)
{
    const QByteArray name = QFile::encodeName(path);
    struct stat found {};
    if (::lstat(name.constData(), &found) != 0)
        return errno == ENOENT ? Result<>() : Result<>(systemError(u"cannot look at"_s, path));
    if (S_ISLNK(found.st_mode))
        return linkInPlace(path);
    if ((found.st_mode & storefiles::kOthers) != 0 && ::chmod(name.constData(), storefiles::kFileMode) != 0)
        return systemError(u"cannot close to others"_s, path);
    return {};
}

Result<> syncFolder(const QString& folder)
{
    const int file = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return systemError(u"cannot open the folder"_s, folder);
    const auto close = qScopeGuard([&] { ::close(file); });
    if (::fsync(file) != 0)
        return systemError(u"cannot sync the folder"_s, folder);
    return {};
}

Result<> writeDurably(const QString& path, const QByteArray& bytes)
{
    const QString aside = path + u".part"_s;
    const QByteArray asideName = QFile::encodeName(aside);
    const int file = ::open(asideName.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                            storefiles::kFileMode);
    if (file < 0)
        return errno == ELOOP ? Result<>(linkInPlace(aside))
                              : Result<>(systemError(u"cannot write"_s, aside));
    if (!writeAll(file, bytes) || ::fsync(file) != 0) {
        const Error why = systemError(u"cannot write"_s, aside);
        ::close(file);
        ::unlink(asideName.constData());
        return why;
    }
    ::close(file);
    if (::rename(asideName.constData(), QFile::encodeName(path).constData()) != 0) {
        const Error why = systemError(u"cannot name"_s, path);
        ::unlink(asideName.constData());
        return why;
    }
    return syncFolder(QFileInfo(path).absolutePath());
}

Result<QByteArray> read(const QString& path, qsizetype maxBytes)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) {
        if (errno == ENOENT)
            return Error{ErrorCode::NotFound, u"there is no file %1"_s.arg(path)};
        return errno == ELOOP ? linkInPlace(path) : systemError(u"cannot read"_s, path);
    }
    const auto close = qScopeGuard([&] { ::close(file); });
    struct stat found {};
    if (::fstat(file, &found) != 0)
        return systemError(u"cannot read"_s, path);
    if (found.st_size > maxBytes)
        return Error{ErrorCode::Damaged, u"%1 is larger than any file of its kind"_s.arg(path)};
    QByteArray bytes(qsizetype(found.st_size), Qt::Uninitialized);
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::read(file, bytes.data() + done, std::size_t(bytes.size() - done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemError(u"cannot read"_s, path);
        if (count == 0)
            break;
        done += count;
    }
    bytes.truncate(done);
    return bytes;
}

}  // namespace storefiles

Result<StoreLock> StoreLock::take(const QString& folder)
{
    const QString path = folder + u"/store.lock"_s;
    const int file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
                            storefiles::kFileMode);
    if (file < 0)
        return errno == ELOOP ? linkInPlace(path) : storefiles::systemError(u"cannot open"_s, path);
    StoreLock lock(file);
    for (int attempt = 0; ::flock(file, LOCK_EX | LOCK_NB) != 0; ++attempt) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return storefiles::systemError(u"cannot lock"_s, path);
        if (attempt >= kLockTries) {
            QByteArray holder(kPidBytes, '\0');
            const ssize_t count = ::pread(file, holder.data(), std::size_t(holder.size()), 0);
            holder.truncate(std::max<qsizetype>(0, count));
            return Error{ErrorCode::Locked,
                         u"the store in %1 is open in another program (process %2): close that first"_s.arg(
                             folder, QString::fromLatin1(holder.trimmed())),
                         u"store-busy"_s};
        }
        QThread::msleep(kLockPauseMs);
    }
    const QByteArray pid = QByteArray::number(qint64(::getpid())) + '\n';
    // The number only serves the sentence that another program shows; the lock itself holds without it.
    if (::ftruncate(file, 0) != 0
        || ::pwrite(file, pid.constData(), std::size_t(pid.size()), 0) != pid.size())
        return storefiles::systemError(u"cannot write"_s, path);
    return lock;
}

StoreLock::~StoreLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

}  // namespace prohori
