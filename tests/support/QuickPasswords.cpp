// SPDX-License-Identifier: GPL-3.0-or-later
// Before a program by LD_PRELOAD: the work of a password as one hash instead of Argon2id over 64 MiB, which was half of the suite's time.
// Another password, salt or cost still gives another key. Tests of the work itself ask for the real one (REAL_PASSWORDS).
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include <dlfcn.h>

using Hash = int (*)(unsigned char*, std::size_t, const unsigned char*, unsigned long long,
                     const unsigned char*, std::size_t);

extern "C" __attribute__((visibility("default"))) int crypto_pwhash_argon2id(
    unsigned char* out, unsigned long long outSize, const char* password, unsigned long long passwordSize,
    const unsigned char* salt, unsigned long long passes, std::size_t memory, int algorithm)
{
    static const auto hash = reinterpret_cast<Hash>(dlsym(RTLD_DEFAULT, "crypto_generichash"));
    if (!hash)
        return -1;
    constexpr std::size_t kSaltBytes = 16;
    const std::uint64_t numbers[] = {passes, memory, std::uint64_t(algorithm)};
    std::vector<unsigned char> content(sizeof numbers + kSaltBytes + passwordSize);
    std::memcpy(content.data(), numbers, sizeof numbers);
    std::memcpy(content.data() + sizeof numbers, salt, kSaltBytes);
    std::memcpy(content.data() + sizeof numbers + kSaltBytes, password, passwordSize);
    return hash(out, std::size_t(outSize), content.data(), content.size(), nullptr, 0);
}
