// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <chrono>

namespace prohori {

/** How many bytes of records one exchange should carry each way. An exchange that is cut begins anew, and a hub gives a body 30 s, so on a thin line
    exchanges are short: the first cases can be worked with after seconds, and what came in before a cut is kept. On a good line they are as large as
    the protocol lets them be, after three of them.
*/
class SyncBudget {
public:
    static constexpr qint64 kLeast = 16 * 1024;  ///< under 3 s at 50 kbit/s
    static constexpr qint64 kMost = 4 * 1024 * 1024;
    /// Of an answer, which is held as it came until all of it is taken.
    static constexpr qint64 kMostDown = 1536 * 1024;

    explicit SyncBudget(qint64 bytes = 0) : m_bytes(std::clamp(bytes, kLeast, kMost)) {}

    qint64 bytes() const { return m_bytes; }
    /// An exchange went through: `bytes` in the direction that had more of them.
    void carried(qint64 bytes, std::chrono::milliseconds took)
    {
        if (took > kSlow)
            m_bytes = std::clamp(bytes * kLongest.count() / took.count(), kLeast,
                                 std::max(m_bytes, bytes) * kGrowth);
        else if (bytes * 2 >= m_bytes)
            m_bytes *= kGrowth;
        m_bytes = std::clamp(m_bytes, kLeast, kMost);
    }
    /// An exchange was cut that was to carry so many bytes, or had carried them by then.
    void cut(qint64 bytes) { m_bytes = std::max(kLeast, std::min(m_bytes, bytes) / kGrowth); }

private:
    static constexpr qint64 kGrowth = 8;
    static constexpr std::chrono::milliseconds kSlow{1'500}, kLongest{10'000};

    qint64 m_bytes;
};

}  // namespace prohori
