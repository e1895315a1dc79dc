// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/Packing.h"

#include "core/cases/ChangeDictionary.h"
#include "core/cases/ChangeSieve.h"

#include <QtEndian>

#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Level 6 is a twentieth smaller on the disk, for 60 µs more a case that is taken or saved.
constexpr int kDictionaryLevel = 3;
constexpr qsizetype kAsideSize = sizeof(quint32);

/// Null for none, and for one that is not here.
const ZstdDictionary* dictionaryOf(qint64 id)
{
    return id > 0 && id <= std::numeric_limits<quint32>::max() ? readyDictionary(quint32(id)) : nullptr;
}

qint64 newestDictionary()
{
    return changeDictionaries().isEmpty() ? kNoDictionary : qint64(changeDictionaries().first());
}

QByteArray frameAfter(QByteArray before, QByteArrayView bytes, qint64 dictionary)
{
    return zstdFrameAfter(std::move(before), bytes, {dictionaryOf(dictionary), kDictionaryLevel});
}

Error damaged()
{
    return {ErrorCode::Damaged, u"a packed value is damaged"_s};
}

Result<QByteArray> contentOf(QByteArrayView frame, qint64 dictionary, qsizetype maxBytes)
{
    const ZstdDictionary* ready = dictionaryOf(dictionary);
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
