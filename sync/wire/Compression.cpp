// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/Compression.h"

#include "core/cases/ChangeDictionary.h"

#include <zdict.h>
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLevel = 3;
/// Costs 30 µs a case more than level 3 and saves a tenth; the next level costs a third more and saves 1 %.
constexpr int kDictionaryLevel = 6;
/// With a dictionary it is smaller than level 3 without one by a fifth, and no slower.
constexpr int kKeepingLevel = 1;
constexpr qsizetype kStep = 64 * 1024;

quint64 contentSizeOf(const QByteArray& packed)
{
    return ZSTD_getFrameContentSize(packed.constData(), static_cast<std::size_t>(packed.size()));
}

/// What a frame wants its reader to hold (RFC 8878, 3.1.1.1.2); of one that lies in one piece it is what it says of its size. The library asks only
/// who has not room for all of it.
quint64 windowOf(const QByteArray& packed)
{
    constexpr qsizetype kDescriptorAt = 4, kWindowAt = 5;
    constexpr quint8 kIsInOnePiece = 0x20;
    if (packed.size() <= kWindowAt)
        return 0;
    if ((quint8(packed[kDescriptorAt]) & kIsInOnePiece) != 0)
        return contentSizeOf(packed);
    const auto window = quint8(packed[kWindowAt]);
    const quint64 base = quint64(1) << (10 + (window >> 3));
    return base + base / 8 * (window & 7);
}

/// What is made room for at once: all, where a frame says how much it holds and may hold that.
qsizetype stepFor(const QByteArray& packed, qsizetype most)
{
    const quint64 said = contentSizeOf(packed);
    return said > 0 && said <= quint64(most) ? static_cast<qsizetype>(said) : kStep;
}

}  // namespace

QByteArray compress(const QByteArray& plain, quint32 dictionary, Effort effort)
{
    const ZstdDictionary* ready = dictionary == 0 ? nullptr : readyDictionary(dictionary);
    Q_ASSERT_X(ready || dictionary == 0, "compress", "the caller asked for a dictionary that is here");
    const int level = ready && effort == Effort::Usual ? kDictionaryLevel : kLevel;
    return zstdFrameAfter({}, plain, {ready, level, false, kMaxWindowLog});
}

QByteArray compressToKeep(const QByteArray& plain)
{
    const ZstdDictionary* latest = readyDictionary(changeDictionaries().value(0));
    return latest ? zstdFrameAfter({}, plain, {latest, kKeepingLevel, true, kMaxWindowLog}) : compress(plain);
}

bool lacksDictionary(const QByteArray& kept)
{
    const unsigned named = ZSTD_getDictID_fromFrame(kept.constData(), static_cast<std::size_t>(kept.size()));
    return named != 0 && !readyDictionary(named);
}

Result<QByteArray> decompressKept(const QByteArray& packed, qsizetype limit)
{
    const unsigned named =
        ZSTD_getDictID_fromFrame(packed.constData(), static_cast<std::size_t>(packed.size()));
    return decompress(packed, limit, named);
}

Result<QByteArray> decompress(const QByteArray& packed, qsizetype limit, quint32 dictionary)
{
    const ZstdDictionary* ready = dictionary == 0 ? nullptr : readyDictionary(dictionary);
    if (dictionary != 0 && !ready)
        return Error{ErrorCode::NotFound, u"dictionary %1 is not here"_s.arg(dictionary), u"dictionary"_s};
    if (windowOf(packed) > quint64(1) << kMaxWindowLog)
        return Error{ErrorCode::Invalid, u"compressed bytes ask for a window of more than 1 MiB"_s};
    thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                                    &ZSTD_freeDCtx);
    ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMaxWindowLog);
    ZSTD_DCtx_refDDict(context.get(), ready ? ready->unpacking() : nullptr);

    const qsizetype most = std::min(limit, packed.size() * kMaxExpansion);
    const qsizetype step = stepFor(packed, most);
    QByteArray plain;
    ZSTD_inBuffer input{packed.constData(), static_cast<std::size_t>(packed.size()), 0};
    std::size_t left = 1;
    while (left != 0) {
        const qsizetype at = plain.size();
        if (at > most)
            return Error{ErrorCode::Invalid, u"compressed bytes unpack to more than %1"_s.arg(most)};
        plain.resize(std::min(at + step, most + 1));
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

Result<QByteArray> trainDictionary(const QList<QByteArray>& samples, qsizetype size)
{
    std::vector<std::size_t> sizes;
    for (const QByteArray& sample : samples)
        sizes.push_back(static_cast<std::size_t>(sample.size()));
    QByteArray dictionary(size, Qt::Uninitialized);
    const std::size_t made =
        ZDICT_trainFromBuffer(dictionary.data(), static_cast<std::size_t>(size), samples.join().constData(),
                              sizes.data(), static_cast<unsigned>(sizes.size()));
    if (ZDICT_isError(made))
        return Error{ErrorCode::Invalid, u"these samples make no dictionary: %1"_s.arg(
                                             QLatin1StringView(ZDICT_getErrorName(made)))};
    dictionary.truncate(static_cast<qsizetype>(made));
    return withDictionaryId(dictionary);
}

}  // namespace prohori
