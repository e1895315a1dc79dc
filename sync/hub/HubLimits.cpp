// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/HubLimits.h"

#include <algorithm>
#include <cmath>

namespace prohori {

using namespace std::chrono_literals;

namespace {
constexpr qsizetype kMostRemembered = 50'000;  ///< some 10 MB
constexpr std::chrono::milliseconds kHour = 1h, kMinute = 1min;
}  // namespace

int HubLimits::waitFor(Bucket& bucket, double cost, double most, std::chrono::milliseconds period,
                       std::chrono::milliseconds now)
{
    const double perMs = most / static_cast<double>(period.count());
    bucket.left = std::min(most, bucket.left + perMs * static_cast<double>((now - bucket.at).count()));
    bucket.at = now;
    // What is larger than a whole allowance goes when nothing else was asked for.
    const double wanted = std::min(cost, most);
    // A millisecond is below what is told.
    if (bucket.left + perMs >= wanted)
        return 0;
    const double ms = std::round((wanted - bucket.left) / perMs);
    return std::max(1, static_cast<int>(std::ceil(ms / 1000)));
}

int HubLimits::admit(const ReplicaId& replica, const CertificateId& person, Kind kind, qint64 bytes)
{
    const int most = kind == Kind::Records ? m_rules.requestsAnHour : m_rules.fileRequestsAnHour;
    const std::lock_guard lock(m_guard);
    const auto now = m_clock.monotonic();
    forgetIdle(now);
    const QByteArray who = replica.toBytes() + person.toBytes();
    auto found = m_stations.find(who);
    if (found == m_stations.end())
        found =
            m_stations.insert(who, {full(m_rules.requestsAnHour, now), full(m_rules.fileRequestsAnHour, now),
                                    full(static_cast<double>(m_rules.bytesAnHour), now)});
    Bucket& requests = kind == Kind::Records ? found->requests : found->files;
    const int forRequest = most > 0 ? waitFor(requests, 1, most, kHour, now) : 0;
    const int forBytes = m_rules.bytesAnHour > 0
                           ? waitFor(found->bytes, static_cast<double>(bytes),
                                     static_cast<double>(m_rules.bytesAnHour), kHour, now)
                           : 0;
    const int wait = std::max(forRequest, forBytes);
    if (wait > 0)
        return wait;
    requests.left -= 1;
    found->bytes.left = std::max(0.0, found->bytes.left - static_cast<double>(bytes));
    return 0;
}

int HubLimits::noteBad(const QString& address)
{
    if (m_rules.badAMinute == 0 || address.isEmpty())
        return 0;
    const std::lock_guard lock(m_guard);
    const auto now = m_clock.monotonic();
    forgetIdle(now);
    auto found = m_addresses.find(address);
    if (found == m_addresses.end())
        found = m_addresses.insert(address, full(m_rules.badAMinute, now));
    const int wait = waitFor(*found, 1, m_rules.badAMinute, kMinute, now);
    if (wait == 0)
        found->left -= 1;
    return wait;
}

/// Who has not been here for the whole time has his whole allowance again.
void HubLimits::forgetIdle(std::chrono::milliseconds now)
{
    if (m_stations.size() >= kMostRemembered) {
        m_stations.removeIf([now](const auto& one) {
            return now - std::max({one->requests.at, one->files.at, one->bytes.at}) >= kHour;
        });
        if (m_stations.size() >= kMostRemembered)
            m_stations.clear();
    }
    if (m_addresses.size() >= kMostRemembered) {
        m_addresses.removeIf([now](const auto& one) { return now - one->at >= kMinute; });
        if (m_addresses.size() >= kMostRemembered)
            m_addresses.clear();
    }
}

}  // namespace prohori
