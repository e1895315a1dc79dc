// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/FailedUnlocks.h"

#include "core/base/Cbor.h"
#include "core/secrets/Crypto.h"
#include "core/storage/StoreFiles.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kFormat = 1;
constexpr qsizetype kMacBytes = 32;
constexpr qsizetype kMaxBytes = 64 * 1024;
constexpr std::size_t kCountParts = 4;
constexpr int kMostTimes = 1'000'000;

SecretBytes keyFor(const SecretBytes& deviceSecret, const StoreId& store)
{
    const QByteArray label = QByteArrayLiteral("attempts/1") + store.toBytes();
    if (!deviceSecret.isEmpty())
        return deriveKey(deviceSecret, Context::Slot, label);
    QByteArray open = blake2b(label);
    return SecretBytes::takeFrom(open);
}

}  // namespace

FailedUnlocks::FailedUnlocks(const QString& folder, const StoreId& store, const SecretBytes& deviceSecret)
    : m_path(folder + u"/attempts"_s),
      m_key(keyFor(deviceSecret, store))
{}

Result<QList<FailedUnlocks::Count>> FailedUnlocks::read() const
{
    const auto bytes = storefiles::read(m_path, kMaxBytes);
    if (!bytes)
        return bytes.error();
    const Error damaged{ErrorCode::Damaged, u"%1 is not what was written there"_s.arg(m_path)};
    const QByteArray body = bytes->left(std::max<qsizetype>(0, bytes->size() - kMacBytes));
    if (bytes->size() <= kMacBytes || keyedHash(m_key, body, kMacBytes) != bytes->mid(body.size()))
        return damaged;
    const auto decoded = Cbor::decode(body);
    if (!decoded || decoded->toArray().size() != 2 || decoded->toArray()[0].toInt() != kFormat)
        return damaged;
    QList<Count> counts;
    for (const Cbor& one : decoded->toArray()[1].toArray()) {
        const Cbor::Array& parts = one.toArray();
        if (parts.size() != kCountParts)
            return damaged;
        counts.append({parts[0].toText(), static_cast<int>(parts[1].toInt()),
                       Instant::fromMs(parts[2].toInt()), Instant::fromMs(parts[3].toInt())});
    }
    return counts;
}

Result<> FailedUnlocks::note(const QString& login, Instant at) const
{
    const auto before = read();
    // What was altered stays as it is, so that the next unlock tells it.
    if (!before && before.error().code != ErrorCode::NotFound)
        return before.error();
    QList<Count> counts = before ? *before : QList<Count>();
    const auto found = std::find_if(counts.begin(), counts.end(),
                                    [&login](const Count& count) { return count.login == login; });
    if (found == counts.end()) {
        counts.append({login, 1, at, at});
    } else {
        found->times = std::min(found->times + 1, kMostTimes);
        found->last = at;
    }
    return write(counts);
}

Result<> FailedUnlocks::reset() const
{
    return write({});
}

Result<> FailedUnlocks::write(const QList<Count>& counts) const
{
    Cbor::Array list;
    for (const Count& count : counts)
        list.emplace_back(Cbor::Array{Cbor(count.login), Cbor(count.times), Cbor(count.first.msSinceEpoch),
                                      Cbor(count.last.msSinceEpoch)});
    const QByteArray body = Cbor(Cbor::Array{Cbor(kFormat), Cbor(std::move(list))}).encode();
    return storefiles::writeDurably(m_path, body + keyedHash(m_key, body, kMacBytes));
}

}  // namespace prohori
