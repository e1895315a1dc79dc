// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of core/secrets only: bytes as the functions of libsodium take them.
#pragma once

#include <QByteArray>

#include <cstddef>

namespace prohori {

/// Never null, also where nothing is in it.
inline const unsigned char* in(const QByteArray& bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.constData());
}

inline const unsigned char* in(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

inline unsigned char* out(QByteArray& bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

inline std::size_t length(QByteArrayView bytes)
{
    return static_cast<std::size_t>(bytes.size());
}

}  // namespace prohori
