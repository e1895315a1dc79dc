// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/Compression.h"

#include <zstd.h>

#include <algorithm>
#include <memory>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLevel = 3;
constexpr qsizetype kStep = 64 * 1024;

}  // namespace

QByteArray compress(const QByteArray& plain)
{
    thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                                    &ZSTD_freeCCtx);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, kMaxWindowLog);
    QByteArray packed(static_cast<qsizetype>(ZSTD_compressBound(static_cast<std::size_t>(plain.size()))),
                      Qt::Uninitialized);
    const std::size_t size =
        ZSTD_compress2(context.get(), packed.data(), static_cast<std::size_t>(packed.size()),
                       plain.constData(), static_cast<std::size_t>(plain.size()));
    Q_ASSERT_X(!ZSTD_isError(size), "compress", "the bound is large enough for any input");
    packed.truncate(static_cast<qsizetype>(size));
    return packed;
}

Result<QByteArray> decompress(const QByteArray& packed, qsizetype limit)
{
    thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                                    &ZSTD_freeDCtx);
    ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMaxWindowLog);

    const qsizetype most = std::min(limit, packed.size() * kMaxExpansion);
    QByteArray plain;
    ZSTD_inBuffer input{packed.constData(), static_cast<std::size_t>(packed.size()), 0};
    std::size_t left = 1;
    while (left != 0) {
        const qsizetype at = plain.size();
        if (at > most)
            return Error{ErrorCode::Invalid, u"compressed bytes unpack to more than %1"_s.arg(most)};
        plain.resize(std::min(at + kStep, most + 1));
        ZSTD_outBuffer output{plain.data() + at, static_cast<std::size_t>(plain.size() - at), 0};
        left = ZSTD_decompressStream(context.get(), &output, &input);
        if (ZSTD_isError(left))
            return Error{ErrorCode::Invalid, u"compressed bytes are damaged (%1)"_s.arg(
                                                 QLatin1StringView(ZSTD_getErrorName(left)))};
        plain.truncate(at + static_cast<qsizetype>(output.pos));
        if (left != 0 && output.pos == 0 && input.pos == input.size)
            return Error{ErrorCode::Invalid, u"compressed bytes end too early"_s};
    }
    if (plain.size() > most)
        return Error{ErrorCode::Invalid, u"compressed bytes unpack to more than %1"_s.arg(most)};
    if (input.pos != input.size)
        return Error{ErrorCode::Invalid, u"bytes follow after the compressed ones"_s};
    return plain;
}

}  // namespace prohori
