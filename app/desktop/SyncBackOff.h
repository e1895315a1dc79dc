// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/base/RandomSource.h"

#include <optional>

namespace prohori {

/** When the program may try the line by itself the next time. Time and chance are handed in; it waits for nothing.

    After a failure it waits twice as long as before, from half a minute to half an hour, with up to a quarter more by chance, so that the stations of
    a district do not all come at once when the line is back. What a busy hub asks for (Retry-After) is the least, also when there is work or a line.
*/
class SyncBackOff {
public:
    SyncBackOff(const Clock& clock, RandomSource& random) : m_clock(clock), m_random(random) {}

    /// Switched on: soon.
    void begin();
    void failed(std::optional<std::chrono::seconds> retryAfter);
    void succeeded();
    /// The line is there again, as the system says: soon, whatever the failures before.
    void lineCame();
    /// There is something to send: soon, but never sooner than failures ask for.
    void workCame();

    /// Until the next try; 0: now.
    std::chrono::milliseconds wait() const;
    int failures() const { return m_failures; }

private:
    std::chrono::milliseconds withChance(std::chrono::milliseconds wait);
    void dueIn(std::chrono::milliseconds wait);

    const Clock& m_clock;
    RandomSource& m_random;
    std::chrono::milliseconds m_due{0};
    std::chrono::milliseconds m_notBefore{0};  ///< what the hub asked for
    int m_failures = 0;
};

}  // namespace prohori
