// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Blake2b.h"

#include <sodium.h>

#include <array>

namespace prohori {

namespace {

const unsigned char* bytesOf(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char*>(view.data());
}

/// Only then does libsodium take the quickest of its ways on this machine. All of them give the same.
void startHashing()
{
    [[maybe_unused]] static const int started = sodium_init();
}

}  // namespace

QByteArray blake2bOf(std::initializer_list<QByteArrayView> parts, qsizetype size)
{
    startHashing();
    Q_ASSERT(size <= kBlake2bBytes);
    std::array<unsigned char, kBlake2bBytes> hash;
    if (parts.size() == 1) {
        const QByteArrayView only = *parts.begin();
        crypto_generichash(hash.data(), kBlake2bBytes, bytesOf(only), std::size_t(only.size()), nullptr, 0);
    } else {
        crypto_generichash_state state;
        crypto_generichash_init(&state, nullptr, 0, kBlake2bBytes);
        for (const QByteArrayView part : parts)
            crypto_generichash_update(&state, bytesOf(part), std::size_t(part.size()));
        crypto_generichash_final(&state, hash.data(), kBlake2bBytes);
    }
    return QByteArray(reinterpret_cast<const char*>(hash.data()), size);
}

}  // namespace prohori
