// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/wire/Compression.h"

#include "core/cases/ChangeDictionary.h"

#include <zdict.h>
#include <zstd.h>

#include <algorithm>
#include <map>
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

/// A dictionary made ready for both ways: once in a program, then read by all threads.
struct ReadyDictionary {
    explicit ReadyDictionary(const QByteArray& bytes)
        : packing(ZSTD_createCDict(bytes.constData(), static_cast<std::size_t>(bytes.size()),
                                   kDictionaryLevel),
                  &ZSTD_freeCDict),
          keeping(ZSTD_createCDict(bytes.constData(), static_cast<std::size_t>(bytes.size()), kKeepingLevel),
                  &ZSTD_freeCDict),
          unpacking(ZSTD_createDDict(bytes.constData(), static_cast<std::size_t>(bytes.size())),
                    &ZSTD_freeDDict)
    {}
    std::unique_ptr<ZSTD_CDict, decltype(&ZSTD_freeCDict)> packing, keeping;
    std::unique_ptr<ZSTD_DDict, decltype(&ZSTD_freeDDict)> unpacking;
};

/// Null for one that is not here.
const ReadyDictionary* readyDictionary(quint32 id)
{
    static const std::map<quint32, ReadyDictionary> kReady = [] {
        std::map<quint32, ReadyDictionary> ready;
        for (const quint32 each : changeDictionaries())
            ready.try_emplace(each, changeDictionary(each));
        return ready;
    }();
    const auto found = kReady.find(id);
    return found == kReady.end() ? nullptr : &found->second;
}

}  // namespace

namespace {

QByteArray compressWith(const QByteArray& plain, const ZSTD_CDict* dictionary, int level, bool namesIt)
{
    thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                                    &ZSTD_freeCCtx);
    ZSTD_CCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, kMaxWindowLog);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_dictIDFlag, namesIt ? 1 : 0);
    ZSTD_CCtx_refCDict(context.get(), dictionary);
    QByteArray packed(static_cast<qsizetype>(ZSTD_compressBound(static_cast<std::size_t>(plain.size()))),
                      Qt::Uninitialized);
    const std::size_t size =
        ZSTD_compress2(context.get(), packed.data(), static_cast<std::size_t>(packed.size()),
                       plain.constData(), static_cast<std::size_t>(plain.size()));
    Q_ASSERT_X(!ZSTD_isError(size), "compress", "the bound is large enough for any input");
    packed.truncate(static_cast<qsizetype>(size));
    return packed;
}

}  // namespace

QByteArray compress(const QByteArray& plain, quint32 dictionary)
{
    const ReadyDictionary* ready = dictionary == 0 ? nullptr : readyDictionary(dictionary);
    Q_ASSERT_X(ready || dictionary == 0, "compress", "the caller asked for a dictionary that is here");
    return ready ? compressWith(plain, ready->packing.get(), kDictionaryLevel, false)
                 : compressWith(plain, nullptr, kLevel, false);
}

QByteArray compressToKeep(const QByteArray& plain)
{
    const ReadyDictionary* latest = readyDictionary(changeDictionaries().value(0));
    return latest ? compressWith(plain, latest->keeping.get(), kKeepingLevel, true) : compress(plain);
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
    const ReadyDictionary* ready = dictionary == 0 ? nullptr : readyDictionary(dictionary);
    if (dictionary != 0 && !ready)
        return Error{ErrorCode::NotFound, u"dictionary %1 is not here"_s.arg(dictionary), u"dictionary"_s};
    thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                                    &ZSTD_freeDCtx);
    ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
    ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kMaxWindowLog);
    ZSTD_DCtx_refDDict(context.get(), ready ? ready->unpacking.get() : nullptr);

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
