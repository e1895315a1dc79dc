// SPDX-License-Identifier: GPL-3.0-or-later
// libsodium as the simulation needs it: its chance comes from the plan, and what costs most of it in thousands of histories is done once.
#include "Cast.h"

#include "tests/support/SeededRandom.h"

#include <QSet>

#include <sodium.h>

#include <algorithm>
#include <cstdlib>

#include <dlfcn.h>

namespace prohori {

namespace {

SeededRandom& chanceOfKeys()
{
    static SeededRandom random(0);
    return random;
}

void fillFromSeed(void* out, const std::size_t size)
{
    const QByteArray bytes = chanceOfKeys().bytes(qsizetype(size));
    std::copy(bytes.begin(), bytes.end(), static_cast<char*>(out));
}

std::uint32_t numberFromSeed()
{
    std::uint32_t number = 0;
    fillFromSeed(&number, sizeof number);
    return number;
}

/// Hashes over signature, key and text that were found right: what everybody has signed for good, and what was signed in this history.
QSet<QByteArray>& knownForGood()
{
    static QSet<QByteArray> known;
    return known;
}
QSet<QByteArray>& knownHere()
{
    static QSet<QByteArray> known;
    return known;
}

}  // namespace

/// Keys, nonces and sealed boxes are made by libsodium's chance: from a plan the same ones come each time.
void seedKeys(quint32 seed)
{
    static randombytes_implementation fromSeed{
        [] { return "seeded"; }, numberFromSeed, nullptr, nullptr, fillFromSeed, nullptr};
    chanceOfKeys() = SeededRandom(seed);
    randombytes_set_implementation(&fromSeed);
    knownHere().clear();
}

void keepKnownSignatures()
{
    knownForGood() += knownHere();
    knownHere().clear();
}

}  // namespace prohori

extern "C" {

/** In place of libsodium's own, which is asked for each signature once: the same signature, key and text are right or wrong for ever, and a history has
    every station, every start and the hub verify the same ones. Wrong ones are not remembered.
*/
int crypto_sign_verify_detached(const unsigned char* signature, const unsigned char* text,
                                unsigned long long size, const unsigned char* key)
{
    using Verify = decltype(&crypto_sign_verify_detached);
    static const auto verify = reinterpret_cast<Verify>(dlsym(RTLD_NEXT, "crypto_sign_verify_detached"));
    QByteArray hash(crypto_generichash_BYTES, Qt::Uninitialized);
    auto* out = reinterpret_cast<unsigned char*>(hash.data());
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES);
    crypto_generichash_update(&state, signature, crypto_sign_BYTES);
    crypto_generichash_update(&state, key, crypto_sign_PUBLICKEYBYTES);
    crypto_generichash_update(&state, text, size);
    crypto_generichash_final(&state, out, crypto_generichash_BYTES);
    if (prohori::knownForGood().contains(hash) || prohori::knownHere().contains(hash))
        return 0;
    const int answer = verify(signature, text, size, key);
    if (answer == 0)
        prohori::knownHere().insert(hash);
    return answer;
}

/// Without the pages around each secret, which cost six calls of the system: nothing of the simulation looks at memory.
void* sodium_malloc(const size_t size)
{
    return std::malloc(size);
}

void sodium_free(void* secret)
{
    std::free(secret);
}
}
