// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"

namespace prohori {

/** A clock that stands still until advance(). It begins at 2026-11-23 04:00:00 UTC (10:00 in Dhaka).

    advance() moves wall time and monotonic time together, as time does; setWall() moves only the wall clock,
    as a person or a flat battery does. Not for several threads.
*/
class FakeClock final : public Clock {
public:
    FakeClock() = default;
    explicit FakeClock(Instant start) : m_now(start) {}

    Instant now() const override { return m_now; }
    std::chrono::milliseconds monotonic() const override { return m_monotonic; }

    void advance(std::chrono::milliseconds step)
    {
        m_now = m_now.plus(step);
        m_monotonic += step;
    }
    void setWall(Instant now) { m_now = now; }

private:
    Instant m_now = Instant::fromMs(1'795'406'400'000);
    std::chrono::milliseconds m_monotonic{1'000'000};
};

}  // namespace prohori
