// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/PlainFile.h"

#include <QFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace prohori {

FileHandle::FileHandle(const QString& path, int flags)
    : m_file(::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC | O_NOFOLLOW, 0600))
{}

FileHandle::~FileHandle()
{
    const int reason = errno;
    if (isOpen())
        ::close(m_file);
    errno = reason;
}

QByteArray readAt(int file, qsizetype offset, qsizetype count)
{
    QByteArray bytes(count, '\0');
    qsizetype done = 0;
    while (done < count) {
        const auto got =
            ::pread(file, bytes.data() + done, static_cast<std::size_t>(count - done), offset + done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        done += got;
    }
    bytes.truncate(done);
    return bytes;
}

bool writeAt(int file, qsizetype offset, const QByteArray& bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const auto count = static_cast<std::size_t>(bytes.size() - done);
        const auto put = ::pwrite(file, bytes.constData() + done, count, offset + done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        done += put;
    }
    return true;
}

bool syncFolder(const QString& folder)
{
    const FileHandle handle(folder, O_RDONLY | O_DIRECTORY);
    return handle.isOpen() && ::fsync(handle.get()) == 0;
}

QString systemReason()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

}  // namespace prohori
