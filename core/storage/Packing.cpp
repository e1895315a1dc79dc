// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/Packing.h"

#include <memory>

#include <zstd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLevel = 3;

struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

}  // namespace

QByteArray packed(const QByteArray& bytes)
{
    // Making a context costs more than packing one change.
    thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
    QByteArray frame(qsizetype(ZSTD_compressBound(std::size_t(bytes.size()))), Qt::Uninitialized);
    const std::size_t size = ZSTD_compressCCtx(context.get(), frame.data(), std::size_t(frame.size()),
                                               bytes.constData(), std::size_t(bytes.size()), kLevel);
    Q_ASSERT_X(!ZSTD_isError(size), "packed", "the bound holds for every input");
    frame.truncate(qsizetype(size));
    frame.squeeze();
    return frame;
}

Result<QByteArray> unpacked(const QByteArray& frame, qsizetype maxBytes)
{
    thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
    const Error damaged{ErrorCode::Damaged, u"a packed value is damaged"_s};
    const unsigned long long size = ZSTD_getFrameContentSize(frame.constData(), std::size_t(frame.size()));
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > quint64(maxBytes))
        return damaged;
    QByteArray bytes(qsizetype(size), Qt::Uninitialized);
    const std::size_t got = ZSTD_decompressDCtx(context.get(), bytes.data(), std::size_t(bytes.size()),
                                                frame.constData(), std::size_t(frame.size()));
    if (ZSTD_isError(got) || got != size)
        return damaged;
    return bytes;
}

}  // namespace prohori
