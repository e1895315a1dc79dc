// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/wire/Messages.h"

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
    /// Of an answer, which is held as it came until all of it is taken, and maybe the next one with it.
    static constexpr qint64 kMostDown = kQuickAnswerBytes;

    explicit SyncBudget(qint64 bytes = 0) : m_bytes(std::clamp(bytes, kLeast, kMost)) {}

    qint64 bytes() const { return m_bytes; }
    /// Of an answer. The hub packs one of kMostDown quickly, so nobody asks for so much on a line that is not quick.
    qint64 bytesDown() const { return std::min(m_bytes, m_isQuickDown ? kMostDown : kMostDown - 1); }
    /// The line carries a megabyte a second or more, as far as this sync has seen: what is packed quickly (Compression.h) is there sooner.
    bool isQuickUp() const { return m_isQuickUp; }
    bool isQuickDown() const { return m_isQuickDown; }
    /// An exchange went through with so many bytes each way.
    void carried(qint64 up, qint64 down, std::chrono::milliseconds took)
    {
        const qint64 bytes = std::max(up, down);
        if (took > kSlow)
            m_bytes = std::clamp(bytes * kLongest.count() / took.count(), kLeast,
                                 std::max(m_bytes, bytes) * kGrowth);
        else if (bytes * 2 >= m_bytes)
            m_bytes *= kGrowth;
        m_bytes = std::clamp(m_bytes, kLeast, kMost);
        if (up >= kTelling)
            m_isQuickUp = up >= kQuickRate * took.count();
        if (down >= kTelling)
            m_isQuickDown = down >= kQuickRate * took.count();
    }
    /// An exchange was cut that was to carry so many bytes, or had carried them by then.
    void cut(qint64 bytes)
    {
        m_bytes = std::max(kLeast, std::min(m_bytes, bytes) / kGrowth);
        m_isQuickUp = m_isQuickDown = false;
    }

private:
    static constexpr qint64 kGrowth = 8;
    static constexpr std::chrono::milliseconds kSlow{1'500}, kLongest{10'000};

    static constexpr qint64 kTelling = 64 * 1024;  ///< fewer bytes tell of the round trip, not of the line
    static constexpr qint64 kQuickRate = 1000;     ///< bytes a millisecond

    qint64 m_bytes;
    bool m_isQuickUp = false, m_isQuickDown = false;
};

}  // namespace prohori
