// SPDX-License-Identifier: GPL-3.0-or-later
#include "RoomyDisk.h"

#include <QDirIterator>
#include <QFile>

#include <algorithm>

#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

bool put(const char* path, const QByteArray& text)
{
    const int file = ::open(path, O_WRONLY | O_CLOEXEC);
    const bool done = file >= 0 && ::write(file, text.constData(), size_t(text.size())) == text.size();
    ::close(file);
    return done;
}

/// This process as root of a world in which nobody else is.
bool leaveTheWorld()
{
    const QByteArray user = QByteArray::number(getuid()), group = QByteArray::number(getgid());
    return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && put("/proc/self/setgroups", "deny")
        && put("/proc/self/uid_map", "0 " + user + " 1") && put("/proc/self/gid_map", "0 " + group + " 1");
}

}  // namespace

RoomyDisk::RoomyDisk(const QString& folder, int megabytes) : m_folder(folder)
{
    const QByteArray options = "size=" + QByteArray::number(megabytes) + "m,mode=0700";
    if (leaveTheWorld()
        && mount("tmpfs", QFile::encodeName(folder).constData(), "tmpfs", 0, options.constData()) == 0)
        m_kind = Kind::Tmpfs;
}

bool RoomyDisk::leave(qint64 bytes)
{
    if (m_kind == Kind::FileSize) {
        qint64 largest = 0;
        QDirIterator walk(m_folder, QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            walk.next();
            // The index of the log is mapped, and has its full size at once.
            if (!walk.fileName().endsWith(u"-shm"_s))
                largest = std::max(largest, walk.fileInfo().size());
        }
        rlimit limit{};
        getrlimit(RLIMIT_FSIZE, &limit);
        limit.rlim_cur = rlim_t(largest + bytes);
        return setrlimit(RLIMIT_FSIZE, &limit) == 0;
    }
    struct statvfs room {};
    const QByteArray name = QFile::encodeName(m_folder);
    if (statvfs(name.constData(), &room) != 0)
        return false;
    const qint64 free = qint64(room.f_bavail) * qint64(room.f_frsize);
    const int file = ::open((name + "/ballast").constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const bool done = file >= 0 && posix_fallocate(file, 0, std::max<qint64>(1, free - bytes)) == 0;
    ::close(file);
    return done;
}

bool RoomyDisk::makeRoom()
{
    if (m_kind == Kind::Tmpfs)
        return ::unlink(QFile::encodeName(m_folder + u"/ballast"_s).constData()) == 0;
    rlimit limit{};
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = limit.rlim_max;
    return setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

FullDiskTold* fullDiskTold()
{
    static void* const memory =
        mmap(nullptr, sizeof(FullDiskTold), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        qFatal("no shared memory");
    return static_cast<FullDiskTold*>(memory);
}

}  // namespace prohori
