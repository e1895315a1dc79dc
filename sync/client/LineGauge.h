// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <chrono>

namespace prohori {

/** How many bytes of a file one request should carry. What is cut is sent again, so a request is a small share of what the line lately
    carried from one cut to the next (REL-29); and short enough to be through long before the hub's deadline.
*/
class LineGauge {
public:
    static constexpr qint64 kLeast = 2 * 1024;
    explicit LineGauge(qint64 most) : m_most(most) {}

    qint64 partBytes() const
    {
        const qint64 share = std::max(m_betweenCuts, m_sinceCut) / kShare;
        return std::clamp(std::min(share, m_inTime), kLeast, m_most);
    }
    /// So many bytes of files went through in one request.
    void carried(qint64 bytes, std::chrono::milliseconds took)
    {
        m_sinceCut += bytes;
        if (took > kSlow)
            m_inTime = std::max(kLeast, bytes * kLongest.count() / took.count());
        else if (bytes * 2 >= m_inTime)
            m_inTime = std::min(m_most, m_inTime * 2);
    }
    void cut()
    {
        // The first cut says more than the guess did.
        const qint64 before = m_wasCut ? m_betweenCuts : kFirstGuess / 8;
        m_betweenCuts = m_wasCut ? (before + m_sinceCut) / 2 : std::max(before, m_sinceCut);
        m_wasCut = true;
        m_sinceCut = 0;
    }

private:
    static constexpr qint64 kShare = 32;
    static constexpr qint64 kFirstGuess = 2 * 1024 * 1024;
    static constexpr qint64 kFirstInTime = 64 * 1024;  ///< some 10 s on the slowest line
    static constexpr std::chrono::milliseconds kSlow{1'000}, kLongest{10'000};

    qint64 m_most;
    qint64 m_betweenCuts = kFirstGuess;
    qint64 m_sinceCut = 0;
    bool m_wasCut = false;
    qint64 m_inTime = kFirstInTime;
};

}  // namespace prohori
