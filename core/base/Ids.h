// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/RandomSource.h"
#include "core/base/Result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QHashFunctions>
#include <QString>
#include <QtEndian>

#include <array>
#include <compare>
#include <cstring>

namespace prohori {

/** An identifier of exactly N bytes whose type says what it names.

    The all-zero value means "none" (`isNull()`); no real id has it. Ordering is that of the bytes, the same
    on every machine. Text is lower-case hex; 16-byte ids print and read as UUIDs (8-4-4-4-12).
*/
template <typename Tag, std::size_t N>
class FixedId {
public:
    static constexpr qsizetype kSize = N;

    FixedId() = default;

    /// The null id when `bytes` has another length.
    static FixedId fromBytes(QByteArrayView bytes)
    {
        FixedId id;
        if (bytes.size() == kSize)
            std::memcpy(id.m_bytes.data(), bytes.data(), N);
        return id;
    }

    /// A new id from `random`.
    static FixedId make(RandomSource& random) { return fromBytes(random.bytes(kSize)); }

    /// Reads what toString() wrote, with or without dashes. Fails with Invalid.
    static Result<FixedId> fromString(const QString& text)
    {
        const QByteArray hex = text.toLatin1().replace('-', QByteArray()).toLower();
        const QByteArray raw = QByteArray::fromHex(hex);
        if (raw.size() != kSize || raw.toHex() != hex)
            return Error{ErrorCode::Invalid,
                         QStringLiteral("'%1' is not an identifier").arg(text.left(80)),
                         {}};
        return fromBytes(raw);
    }

    bool isNull() const { return *this == FixedId(); }

    QByteArray toBytes() const { return view().toByteArray(); }
    /// The same without a copy; of a named id only.
    QByteArrayView view() const& { return QByteArrayView(m_bytes.data(), kSize); }
    QByteArrayView view() && = delete;

    QString toString() const
    {
        QString hex = QString::fromLatin1(toBytes().toHex());
        if constexpr (N == 16) {
            for (const qsizetype at : {20, 16, 12, 8})
                hex.insert(at, u'-');
        }
        return hex;
    }

    bool operator==(const FixedId&) const = default;
    std::strong_ordering operator<=>(const FixedId& other) const
    {
        // A record compares thousands of its row ids: eight bytes at a time.
        for (std::size_t at = 0; at < N; at += sizeof(quint64)) {
            if (const auto order = wordAt(at) <=> other.wordAt(at); order != 0)
                return order;
        }
        return std::strong_ordering::equal;
    }

    friend size_t qHash(const FixedId& id, size_t seed = 0) noexcept
    {
        return qHashBits(id.m_bytes.data(), N, seed);
    }

private:
    static_assert(N % sizeof(quint64) == 0);
    quint64 wordAt(std::size_t at) const { return qFromBigEndian<quint64>(m_bytes.data() + at); }

    std::array<unsigned char, N> m_bytes{};
};

using ChangeId = FixedId<struct ChangeTag, 32>;    ///< BLAKE2b-256 of a change's signed bytes
using RecordId = FixedId<struct RecordTag, 16>;    ///< one case (or monthly return)
using RowId = FixedId<struct RowTag, 16>;          ///< one victim, suspect, leg …; null = the record itself
using ReplicaId = FixedId<struct ReplicaTag, 16>;  ///< one incarnation of a store
using StoreId = FixedId<struct StoreTag, 16>;      ///< one store file, over all its incarnations
using CertificateId = FixedId<struct CertificateTag, 16>;  ///< first 16 bytes of BLAKE2b-256 of a statement
using AuthorityId = FixedId<struct AuthorityTag, 32>;      ///< the authority's Ed25519 public key
using HubId = FixedId<struct HubTag, 32>;                  ///< a hub's Ed25519 public key

/// A person as the authority numbers him; the same for life, over all keys, stations and passwords. 0 = none.
using PersonId = quint64;

}  // namespace prohori

template <typename Tag, std::size_t N>
struct std::hash<prohori::FixedId<Tag, N>> {
    std::size_t operator()(const prohori::FixedId<Tag, N>& id) const noexcept { return qHash(id, 0); }
};
