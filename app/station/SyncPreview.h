// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/Store.h"
#include "sync/client/SyncClient.h"

#include <chrono>
#include <optional>

namespace prohori {

/// How fast the line to the hub was when it was measured last. What nothing is known of is not there.
struct LineSpeed {
    std::optional<std::chrono::milliseconds>
        round;  ///< one request and its answer, with next to nothing in them
    std::optional<qint64> bytesPerSecond;

    /// What `bytes` will take; nothing when that cannot be told.
    std::optional<std::chrono::milliseconds> timeFor(qint64 bytes) const;
};

/// As it was kept after the last sync that went through.
LineSpeed lineSpeed(const Store& store);
/// A sync took so long. Small ones tell of the round trip, larger ones of the speed.
Result<> noteLineSpeed(Store& store, const SyncSummary& summary, std::chrono::milliseconds took);

/// What a sync would do, before there is a line.
struct SyncOutlook {
    qint64 changes = 0;  ///< that wait to be sent
    qint64 cases = 0;    ///< in so many cases
    qint64 bytesUp = 0;  ///< as packed for the way
    bool isMeasured =
        true;  ///< all of them were packed; else the beginning was, and the rest is reckoned from it
    QStringList typedIn;  ///< references of cases with typing that is not saved: what comes may meet it
    bool isNewCaseTyped = false;
    std::optional<std::chrono::milliseconds> time;
};

/// Asks the store alone. What waits at the hub cannot be known without a line, and the protocol has no question for it. Costs one packing of at most
/// 400 changes: some 50 ms.
SyncOutlook syncOutlook(const Store& store, PersonId person);

/// The three places where a change of this station can be, and what is known of backups.
struct Whereabouts {
    qint64 unsent = 0, custody = 0, safe = 0, heldBack = 0;
    std::optional<Instant> lastSync;
    std::optional<Instant> lastSafe;  ///< when the hub last told of a checked backup that holds more of them
};
Whereabouts whereabouts(const Store& store);
/// To be called after each exchange: notes the moment when more changes are safe than before.
Result<> noteSafe(Store& store, Instant now);

/** Measures a sync while it runs: what is left, and how long that takes at the speed so far. Time is handed in. */
class SyncMeter {
public:
    struct Reading {
        int percent = 0;  ///< of what was to be sent; never goes back
        std::optional<std::chrono::milliseconds>
            left;  ///< until everything is sent; nothing while that cannot be told
    };
    /// @param bytesUp what is to be sent, as the outlook says.
    void start(qint64 bytesUp, std::chrono::milliseconds now);
    Reading read(SyncPhase phase, qint64 bytesUp, std::chrono::milliseconds now);
    std::chrono::milliseconds since(std::chrono::milliseconds now) const { return now - m_start; }

private:
    qint64 m_total = 0, m_sent = 0;
    std::chrono::milliseconds m_start{0};
    int m_percent = 0;
};

}  // namespace prohori
