// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/Packing.h"

#include "core/base/Zstd.h"
#include "core/cases/ChangeDictionary.h"
#include "core/cases/ChangeSieve.h"

#include <QtEndian>

#include <map>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// As on the wire: a tenth smaller than level 3 for 30 µs a case.
constexpr int kDictionaryLevel = 6;
constexpr qsizetype kAsideSize = sizeof(quint32);

/// Null for one that is not here.
const ZstdDictionary* readyDictionary(qint64 id)
{
    static const std::map<qint64, ZstdDictionary> kReady = [] {
        std::map<qint64, ZstdDictionary> ready;
        for (const quint32 each : changeDictionaries())
            ready.try_emplace(qint64(each), changeDictionary(each), kDictionaryLevel);
        return ready;
    }();
    const auto found = kReady.find(id);
    return found == kReady.end() ? nullptr : &found->second;
}

qint64 newestDictionary()
{
    return changeDictionaries().isEmpty() ? kNoDictionary : qint64(changeDictionaries().first());
}

QByteArray frameAfter(QByteArray before, QByteArrayView bytes, qint64 dictionary)
{
    return zstdFrameAfter(std::move(before), bytes, readyDictionary(dictionary));
}

Error damaged()
{
    return {ErrorCode::Damaged, u"a packed value is damaged"_s};
}

Result<QByteArray> contentOf(QByteArrayView frame, qint64 dictionary, qsizetype maxBytes)
{
    const ZstdDictionary* ready = readyDictionary(dictionary);
    if (!ready && dictionary != kNoDictionary)
        return Error{ErrorCode::NotFound, u"dictionary %1 is not here"_s.arg(dictionary), u"dictionary"_s};
    return zstdContentOf(frame, ready, maxBytes);
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
