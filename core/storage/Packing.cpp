// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/Packing.h"

#include "core/cases/ChangeDictionary.h"
#include "core/cases/ChangeSieve.h"

#include <QtEndian>

#include <map>
#include <memory>

#include <zstd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLevel = 3;
/// As on the wire: a tenth smaller than level 3 for 30 µs a case.
constexpr int kDictionaryLevel = 6;
constexpr qsizetype kAsideSize = sizeof(quint32);

/// A dictionary made ready for both ways: once in a program, then read by all threads.
struct ReadyDictionary {
    explicit ReadyDictionary(const QByteArray& bytes)
        : packing(ZSTD_createCDict(bytes.constData(), std::size_t(bytes.size()), kDictionaryLevel),
                  &ZSTD_freeCDict),
          unpacking(ZSTD_createDDict(bytes.constData(), std::size_t(bytes.size())), &ZSTD_freeDDict)
    {}
    std::unique_ptr<ZSTD_CDict, decltype(&ZSTD_freeCDict)> packing;
    std::unique_ptr<ZSTD_DDict, decltype(&ZSTD_freeDDict)> unpacking;
};

/// Null for one that is not here.
const ReadyDictionary* readyDictionary(qint64 id)
{
    static const std::map<qint64, ReadyDictionary> kReady = [] {
        std::map<qint64, ReadyDictionary> ready;
        for (const quint32 each : changeDictionaries())
            ready.try_emplace(qint64(each), changeDictionary(each));
        return ready;
    }();
    const auto found = kReady.find(id);
    return found == kReady.end() ? nullptr : &found->second;
}

qint64 newestDictionary()
{
    return changeDictionaries().isEmpty() ? kNoDictionary : qint64(changeDictionaries().first());
}

/// A frame that is appended to `before`.
QByteArray frameAfter(QByteArray before, QByteArrayView bytes, qint64 dictionary)
{
    // Making a context costs more than packing one change.
    thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(),
                                                                                    &ZSTD_freeCCtx);
    const ReadyDictionary* ready = readyDictionary(dictionary);
    ZSTD_CCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, ready ? kDictionaryLevel : kLevel);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_dictIDFlag, 0);
    ZSTD_CCtx_refCDict(context.get(), ready ? ready->packing.get() : nullptr);
    const qsizetype at = before.size();
    before.resize(at + qsizetype(ZSTD_compressBound(std::size_t(bytes.size()))));
    const std::size_t size =
        ZSTD_compress2(context.get(), before.data() + at, std::size_t(before.size() - at), bytes.data(),
                       std::size_t(bytes.size()));
    Q_ASSERT_X(!ZSTD_isError(size), "packed", "the bound holds for every input");
    before.truncate(at + qsizetype(size));
    before.squeeze();
    return before;
}

Error damaged()
{
    return {ErrorCode::Damaged, u"a packed value is damaged"_s};
}

Result<QByteArray> contentOf(QByteArrayView frame, qint64 dictionary, qsizetype maxBytes)
{
    const ReadyDictionary* ready = readyDictionary(dictionary);
    if (!ready && dictionary != kNoDictionary)
        return Error{ErrorCode::NotFound, u"dictionary %1 is not here"_s.arg(dictionary), u"dictionary"_s};
    thread_local const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(),
                                                                                    &ZSTD_freeDCtx);
    const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), std::size_t(frame.size()));
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > quint64(maxBytes))
        return damaged();
    ZSTD_DCtx_reset(context.get(), ZSTD_reset_session_and_parameters);
    ZSTD_DCtx_refDDict(context.get(), ready ? ready->unpacking.get() : nullptr);
    QByteArray bytes(qsizetype(size), Qt::Uninitialized);
    const std::size_t got = ZSTD_decompressDCtx(context.get(), bytes.data(), std::size_t(bytes.size()),
                                                frame.data(), std::size_t(frame.size()));
    if (ZSTD_isError(got) || got != size)
        return damaged();
    return bytes;
}

/// One that knows what stands beside; the same on both ways.
ChangeSieve sieveFor(const PackedBeside& beside)
{
    ChangeSieve sieve;
    sieve.know(beside.replica);
    for (qsizetype at = 0; at + ChangeId::kSize <= beside.parents.size(); at += ChangeId::kSize)
        sieve.know(QByteArrayView(beside.parents).sliced(at, ChangeId::kSize));
    return sieve;
}

PackedBeside besideOf(const ChangeBody& body)
{
    PackedBeside beside{body.replica.toBytes(), {}};
    for (const ChangeId& parent : body.parents)
        beside.parents += parent.toBytes();
    return beside;
}

}  // namespace

PackedBytes packedChange(const Change& change)
{
    const QByteArray& plain = change.signedBytes();
    const qint64 dictionary = newestDictionary();
    if (dictionary != kNoDictionary) {
        const PackedBeside beside = besideOf(change.body());
        QByteArray aside(kAsideSize, Qt::Uninitialized);
        const QByteArray sifted = sieveFor(beside).sift(plain, aside);
        qToBigEndian(quint32(aside.size() - kAsideSize), aside.data());
        qsizetype at = kAsideSize;
        const auto again = sieveFor(beside).restore(sifted, aside, at, Change::kMaxBytes);
        // Nothing that a person saved hangs on the sieve being right.
        if (again && *again == plain)
            return {dictionary, frameAfter(std::move(aside), sifted, dictionary)};
    }
    return {kNoDictionary, frameAfter({}, plain, kNoDictionary)};
}

Result<QByteArray> unpackedChange(const PackedBytes& packed, const PackedBeside& beside)
{
    if (packed.dictionary == kNoDictionary)
        return contentOf(packed.bytes, kNoDictionary, Change::kMaxBytes);
    if (packed.bytes.size() < kAsideSize)
        return damaged();
    const quint32 size = qFromBigEndian<quint32>(packed.bytes.constData());
    if (size > quint32(packed.bytes.size() - kAsideSize))
        return damaged();
    const QByteArrayView aside = QByteArrayView(packed.bytes).sliced(kAsideSize, qsizetype(size));
    const auto sifted = contentOf(QByteArrayView(packed.bytes).sliced(kAsideSize + qsizetype(size)),
                                  packed.dictionary, Change::kMaxBytes);
    if (!sifted)
        return sifted.error();
    qsizetype at = 0;
    auto plain = sieveFor(beside).restore(*sifted, aside, at, Change::kMaxBytes);
    if (!plain || at != aside.size())
        return damaged();
    return std::move(*plain);
}

PackedBytes packed(const QByteArray& bytes)
{
    const qint64 dictionary = newestDictionary();
    return {dictionary, frameAfter({}, bytes, dictionary)};
}

Result<QByteArray> unpacked(const PackedBytes& packed, qsizetype maxBytes)
{
    return contentOf(packed.bytes, packed.dictionary, maxBytes);
}

}  // namespace prohori
