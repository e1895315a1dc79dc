// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Zstd.h"

#include <map>
#include <mutex>
#include <zstd.h>

namespace prohori {

using namespace Qt::StringLiterals;

struct ZstdDictionary::Ready {
    QByteArray bytes;
    std::mutex making;
    std::map<int, std::unique_ptr<ZSTD_CDict, decltype(&ZSTD_freeCDict)>> packing;  ///< by level
    std::unique_ptr<ZSTD_DDict, decltype(&ZSTD_freeDDict)> unpacking{nullptr, &ZSTD_freeDDict};
};

ZstdDictionary::ZstdDictionary(const QByteArray& bytes) : m_ready(std::make_unique<Ready>())
{
    m_ready->bytes = bytes;
}

ZstdDictionary::~ZstdDictionary() = default;

const ZSTD_CDict_s* ZstdDictionary::packing(int level) const
{
    const std::lock_guard lock(m_ready->making);
    const auto [at, isNew] = m_ready->packing.try_emplace(level, nullptr, &ZSTD_freeCDict);
    if (isNew)
        at->second.reset(
            ZSTD_createCDict(m_ready->bytes.constData(), std::size_t(m_ready->bytes.size()), level));
    return at->second.get();
}

const ZSTD_DDict_s* ZstdDictionary::unpacking() const
{
    const std::lock_guard lock(m_ready->making);
    if (!m_ready->unpacking)
        m_ready->unpacking.reset(
            ZSTD_createDDict(m_ready->bytes.constData(), std::size_t(m_ready->bytes.size())));
    return m_ready->unpacking.get();
}

QByteArray zstdFrameAfter(QByteArray before, QByteArrayView bytes, const ZstdFrame& how)
{
    // Making a context costs more than packing one change.
    thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                                    &ZSTD_freeCCtx);
    ZSTD_CCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, how.level);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, how.windowLog);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_dictIDFlag, how.namesDictionary ? 1 : 0);
    ZSTD_CCtx_refCDict(context.get(), how.dictionary ? how.dictionary->packing(how.level) : nullptr);
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
    ZSTD_DCtx_refDDict(context.get(), dictionary ? dictionary->unpacking() : nullptr);
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
