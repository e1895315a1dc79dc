// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/directory/BoxPacking.h"

#include "core/base/Zstd.h"
#include "core/cases/Change.h"
#include "core/cases/ChangeDictionary.h"

#include <algorithm>
#include <map>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLevel = 12;
/// What every zstd frame begins with.
constexpr QByteArrayView kMagic("\x28\xb5\x2f\xfd", 4);
constexpr int kNoDictionary = 0;
constexpr char kNamesDictionary = 3;     ///< bits of what follows the magic (RFC 8878, 3.1.1.1.1.6)
constexpr qsizetype kLeastContent = 32;  ///< the smallest bucket
constexpr CborLimits kLimits{Change::kMaxBytes, 2};

/// Null for none.
const ZstdDictionary* dictionaryOf(int number)
{
    static const std::map<int, ZstdDictionary> kReady = [] {
        std::map<int, ZstdDictionary> ready;
        for (int each = 1; each <= latestSealedDictionary(); ++each)
            ready.try_emplace(each, sealedDictionary(each));
        return ready;
    }();
    const auto found = kReady.find(number);
    return found == kReady.end() ? nullptr : &found->second;
}

}  // namespace

QByteArray packedValues(const Cbor::Array& values)
{
    const int number = latestSealedDictionary();
    QByteArray packed = zstdFrameAfter({}, Cbor(values).encode(), {dictionaryOf(number), kLevel});
    Q_ASSERT_X(packed.startsWith(kMagic), "packedValues", "a zstd frame");
    packed.remove(1, kMagic.size() - 1);
    packed[0] = char(number);
    return packed;
}

Result<Cbor> unpackedValues(QByteArrayView content)
{
    const Error damaged{ErrorCode::Damaged, u"the sealed values are not packed as the format says"_s};
    if (content.isEmpty())
        return damaged;
    const int number = static_cast<quint8>(content.front());
    if (number != kNoDictionary && !dictionaryOf(number))
        return Error{ErrorCode::TooNew, u"sealed values were packed by a later version"_s};
    QByteArray frames = kMagic.toByteArray();
    frames.append(content.sliced(1));
    const qsizetype size = zstdFrameSize(frames);
    const bool isAlone =
        std::all_of(frames.begin() + size, frames.end(), [](char byte) { return byte == 0; });
    // A frame that names its dictionary would be a second form of the same; so would more zeros than fill the bucket.
    const bool isNamed = size > kMagic.size() && (frames.at(kMagic.size()) & kNamesDictionary) != 0;
    const qsizetype used = 1 + size - kMagic.size();
    if (size == 0 || !isAlone || isNamed || (content.size() > kLeastContent && 2 * used <= content.size()))
        return damaged;
    const auto values =
        zstdContentOf(QByteArrayView(frames).first(size), dictionaryOf(number), Change::kMaxBytes);
    if (!values)
        return values.error();
    const auto decoded = Cbor::decode(*values, kLimits);
    return decoded && decoded->isArray() ? decoded : Result<Cbor>(damaged);
}

}  // namespace prohori
