// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/Anchor.h"

#include "core/base/Cbor.h"
#include "core/secrets/Crypto.h"
#include "core/storage/StoreFiles.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kAnchorFormat = 1;
constexpr qsizetype kAnchorMacBytes = 32;
constexpr qsizetype kMaxBytes = 1024;
constexpr std::size_t kParts = 5;

}  // namespace

Anchor::Anchor(const QString& folder, const SecretBytes& dataKey)
    : m_path(folder + u"/anchor"_s),
      m_key(deriveKey(dataKey, Context::Backup, QByteArrayLiteral("anchor/1")))
{}

Result<> Anchor::write(const AnchorMark& mark) const
{
    const QByteArray body =
        Cbor(Cbor::Array{Cbor(kAnchorFormat), Cbor(mark.store.toBytes()), Cbor(mark.replica.toBytes()),
                         Cbor(mark.counter), Cbor(mark.change.toBytes())})
            .encode();
    return storefiles::writeDurably(m_path, body + keyedHash(m_key, body, kAnchorMacBytes));
}

Result<AnchorMark> Anchor::read() const
{
    const auto bytes = storefiles::read(m_path, kMaxBytes);
    if (!bytes)
        return bytes.error();
    const QByteArray body = bytes->left(std::max<qsizetype>(0, bytes->size() - kAnchorMacBytes));
    const Error damaged{ErrorCode::Damaged, u"%1 is damaged or belongs to another store"_s.arg(m_path)};
    if (bytes->size() <= kAnchorMacBytes
        || keyedHash(m_key, body, kAnchorMacBytes) != bytes->mid(body.size()))
        return damaged;
    const auto decoded = Cbor::decode(body);
    if (!decoded || decoded->toArray().size() != kParts || decoded->toArray()[0].toInt() != kAnchorFormat)
        return damaged;
    const Cbor::Array& parts = decoded->toArray();
    return AnchorMark{StoreId::fromBytes(parts[1].toBytes()), ReplicaId::fromBytes(parts[2].toBytes()),
                      quint64(parts[3].toInt()), ChangeId::fromBytes(parts[4].toBytes())};
}

}  // namespace prohori
