// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <zstd.h>

namespace prohori {

/// As programs before dictionaries packed a change.
inline QByteArray plainFrame(const QByteArray& bytes)
{
    QByteArray frame(qsizetype(ZSTD_compressBound(size_t(bytes.size()))), '\0');
    frame.truncate(qsizetype(
        ZSTD_compress(frame.data(), size_t(frame.size()), bytes.constData(), size_t(bytes.size()), 3)));
    return frame;
}

}  // namespace prohori
