// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Zstd.h"

#include <zstd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLevel = 3;

}  // namespace

struct ZstdDictionary::Ready {
    Ready(const QByteArray& bytes, int usedLevel)
        : level(usedLevel),
          packing(ZSTD_createCDict(bytes.constData(), std::size_t(bytes.size()), usedLevel), &ZSTD_freeCDict),
          unpacking(ZSTD_createDDict(bytes.constData(), std::size_t(bytes.size())), &ZSTD_freeDDict)
    {}
    int level;
    std::unique_ptr<ZSTD_CDict, decltype(&ZSTD_freeCDict)> packing;
    std::unique_ptr<ZSTD_DDict, decltype(&ZSTD_freeDDict)> unpacking;
};

ZstdDictionary::ZstdDictionary(const QByteArray& bytes, int level)
    : m_ready(std::make_unique<Ready>(bytes, level))
{}

ZstdDictionary::~ZstdDictionary() = default;
ZstdDictionary::ZstdDictionary(ZstdDictionary&&) noexcept = default;

QByteArray zstdFrameAfter(QByteArray before, QByteArrayView bytes, const ZstdDictionary* dictionary)
{
    // Making a context costs more than packing one change.
    thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                                    &ZSTD_freeCCtx);
    const ZstdDictionary::Ready* ready = dictionary ? &dictionary->ready() : nullptr;
    ZSTD_CCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, ready ? ready->level : kLevel);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_dictIDFlag, 0);
    ZSTD_CCtx_refCDict(context.get(), ready ? ready->packing.get() : nullptr);
    const qsizetype at = before.size();
    before.resize(at + qsizetype(ZSTD_compressBound(std::size_t(bytes.size()))));
    const std::size_t size =
        ZSTD_compress2(context.get(), before.data() + at, std::size_t(before.size() - at), bytes.data(),
                       std::size_t(bytes.size()));
    Q_ASSERT_X(!ZSTD_isError(size), "zstdFrameAfter", "the bound holds for every input");
    before.truncate(at + qsizetype(size));
    before.squeeze();
    return before;
}

Result<QByteArray> zstdContentOf(QByteArrayView frame, const ZstdDictionary* dictionary, qsizetype maxBytes)
{
    const Error damaged{ErrorCode::Damaged, u"a packed value is damaged"_s};
    thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                                    &ZSTD_freeDCtx);
    const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), std::size_t(frame.size()));
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > quint64(maxBytes))
        return damaged;
    ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
    ZSTD_DCtx_refDDict(context.get(), dictionary ? dictionary->ready().unpacking.get() : nullptr);
    QByteArray bytes(qsizetype(size), Qt::Uninitialized);
    const std::size_t got = ZSTD_decompressDCtx(context.get(), bytes.data(), std::size_t(bytes.size()),
                                                frame.data(), std::size_t(frame.size()));
    if (ZSTD_isError(got) || got != size)
        return damaged;
    return bytes;
}

qsizetype zstdFrameSize(QByteArrayView bytes)
{
    const std::size_t size = ZSTD_findFrameCompressedSize(bytes.data(), std::size_t(bytes.size()));
    return ZSTD_isError(size) ? 0 : qsizetype(size);
}

}  // namespace prohori
