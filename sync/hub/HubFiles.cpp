// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/HubFiles.h"

#include <cerrno>
#include <cstring>

namespace prohori {

using namespace Qt::StringLiterals;

Error storageError(const QString& path)
{
    const bool isFull = errno == ENOSPC || errno == EDQUOT;
    return {ErrorCode::Storage,
            u"%1 cannot be read or written: %2"_s.arg(path, QString::fromLocal8Bit(std::strerror(errno))),
            isFull ? u"disk-full"_s : QString()};
}

}  // namespace prohori
