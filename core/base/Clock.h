// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QString>
#include <QTimeZone>

#include <chrono>
#include <compare>

namespace prohori {

/// A moment in UTC, in milliseconds since 1970. A type of its own, so that no local time slips in.
struct Instant {
    qint64 msSinceEpoch = 0;

    /// `2026-11-24T13:05:09.120Z`, for JSON, logs and journals.
    QString toIso() const;
    static Instant fromMs(qint64 ms) { return {ms}; }
    Instant plus(std::chrono::milliseconds wait) const { return {msSinceEpoch + wait.count()}; }
    auto operator<=>(const Instant&) const = default;
};

/// Time is handed in, never taken: everything that needs "now" holds a reference to one of these.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
    /// Never goes back and is not changed by setting the wall clock; for waits and deadlines.
    virtual std::chrono::milliseconds monotonic() const = 0;
    /// The day in Bangladesh (Asia/Dhaka, UTC+06:00), the calendar every legal deadline is counted in.
    QDate today() const;
};

/// The clock of the machine.
class SystemClock final : public Clock {
public:
    Instant now() const override;
    std::chrono::milliseconds monotonic() const override;
};

}  // namespace prohori
