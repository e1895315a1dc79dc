// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/PasswordWork.h"

#include <QElapsedTimer>
#include <QFile>

#include <sodium.h>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr quint64 kGiB = 1ull << 30;
constexpr quint32 kMostPasses = 16;
constexpr double kQuickSeconds = 0.7;
constexpr double kSlowSeconds = 1.5;

/// How long one derivation at this cost takes; a failed one counts as too slow.
double secondsOf(const PasswordCost& cost)
{
    QElapsedTimer timer;
    timer.start();
    const auto key = passwordKey(SecretBytes::random(16), SodiumRandom().bytes(kSaltBytes), cost);
    return key ? double(timer.nsecsElapsed()) / 1e9 : 2 * kSlowSeconds;
}

}  // namespace

bool isAccepted(const PasswordCost& cost)
{
    return cost.memoryBytes >= kLeastPasswordCost.memoryBytes && cost.memoryBytes <= kGiB
        && cost.passes >= kLeastPasswordCost.passes && cost.passes <= kMostPasses;
}

quint64 freeMemory()
{
    QFile file(u"/proc/meminfo"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (line.startsWith("MemAvailable:"))
            return line.mid(13).trimmed().split(' ').constFirst().toULongLong() * 1024;
    }
    return 0;
}

Result<SecretBytes> passwordKey(const SecretBytes& password, const QByteArray& salt, const PasswordCost& cost)
{
    static_assert(kSaltBytes == crypto_pwhash_argon2id_SALTBYTES);
    if (!isAccepted(cost) || salt.size() != kSaltBytes)
        return Error{ErrorCode::Invalid, u"this cost of the password work is not accepted"_s};
    const Error noMemory{ErrorCode::NoMemory,
                         u"%1 MiB of free memory are needed to check a password; close other programs"_s.arg(
                             cost.memoryBytes >> 20)};
    const quint64 available = freeMemory();
    // Asked before, for Linux promises memory that it has not, and then ends a program that did nothing wrong.
    if (available != 0 && available < cost.memoryBytes)
        return noMemory;
    bool done = false;
    const auto* text = password.isEmpty() ? "" : reinterpret_cast<const char*>(password.data());
    auto key = SecretBytes::filled(kKeyBytes, [&](unsigned char* out) {
        done = crypto_pwhash_argon2id(out, kKeyBytes, text, password.size(),
                                      reinterpret_cast<const unsigned char*>(salt.constData()), cost.passes,
                                      cost.memoryBytes, crypto_pwhash_argon2id_ALG_ARGON2ID13)
            == 0;
    });
    if (!done)
        return noMemory;
    return key;
}

PasswordCost calibratedPasswordCost()
{
    PasswordCost cost;
    if (freeMemory() < kGiB)
        cost.memoryBytes /= 2;
    double seconds = secondsOf(cost);
    while (seconds > kSlowSeconds && cost.memoryBytes > kLeastPasswordCost.memoryBytes) {
        cost.memoryBytes /= 2;
        seconds = secondsOf(cost);
    }
    if (seconds < kQuickSeconds) {
        const auto passes = static_cast<quint32>(cost.passes * kQuickSeconds / seconds);
        cost.passes = std::clamp(passes, kLeastPasswordCost.passes, kMostPasses);
    }
    return cost;
}

}  // namespace prohori
