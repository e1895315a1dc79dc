// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/SyncBackOff.h"

#include <algorithm>

namespace prohori {

using namespace std::chrono_literals;

namespace {
constexpr std::chrono::milliseconds kSoon = 1s;
constexpr std::chrono::milliseconds kGathers = 20s;  ///< after a save more saves come
constexpr std::chrono::milliseconds kFirst = 30s;
constexpr std::chrono::milliseconds kLongest = 30min;
constexpr std::chrono::milliseconds kUsual = 15min;
constexpr int kMostDoublings = 6;
constexpr qint64 kParts = 65536;
}  // namespace

/// Up to a quarter more.
std::chrono::milliseconds SyncBackOff::withChance(std::chrono::milliseconds wait)
{
    const QByteArray bytes = m_random.bytes(2);
    const qint64 part = qint64(quint8(bytes[0])) * 256 + quint8(bytes[1]);
    return wait + std::chrono::milliseconds(wait.count() * part / (4 * kParts));
}

void SyncBackOff::dueIn(std::chrono::milliseconds wait)
{
    m_due = std::max(m_clock.monotonic() + withChance(wait), m_notBefore);
}

void SyncBackOff::begin()
{
    m_failures = 0;
    dueIn(kSoon);
}

void SyncBackOff::failed(std::optional<std::chrono::seconds> retryAfter)
{
    const auto backOff = std::min(kFirst * (1 << std::min(m_failures, kMostDoublings)), kLongest);
    ++m_failures;
    if (retryAfter)
        m_notBefore = m_clock.monotonic() + withChance(*retryAfter);
    dueIn(backOff);
}

void SyncBackOff::succeeded()
{
    m_failures = 0;
    m_notBefore = 0ms;
    dueIn(kUsual);
}

void SyncBackOff::lineCame()
{
    dueIn(kSoon);
}

void SyncBackOff::workCame()
{
    if (m_failures == 0 && wait() > kGathers)
        dueIn(kGathers);
}

std::chrono::milliseconds SyncBackOff::wait() const
{
    return std::max(0ms, m_due - m_clock.monotonic());
}

}  // namespace prohori
