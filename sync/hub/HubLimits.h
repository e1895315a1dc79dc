// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/base/Ids.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <mutex>

namespace prohori {

/** How much a hub takes from one station and from one address (SEC-59). So much at once, and as much again in the time that is named, evenly.
    Counted is what was proved to come from the station; nobody can use up the allowance of another one. Not the address: a district sits
    behind one. What comes from nobody known is counted by address. Thread-safe.
*/
class HubLimits {
public:
    /// 0: no bound.
    struct Rules {
        int requestsAnHour = 0;      ///< of records, a replica and person
        int fileRequestsAnHour = 0;  ///< of files: small ones on a bad line
        qint64 bytesAnHour = 0;      ///< of bodies, both kinds together
        int badAMinute = 0;          ///< unsigned, badly signed, or no requests at all, an address
    };
    static Rules standard() { return {60, 1200, qint64(64) * 1024 * 1024, 20}; }
    enum class Kind { Records, Files };

    HubLimits(const Clock& clock, const Rules& rules) : m_clock(clock), m_rules(rules) {}

    /// Seconds that this station has to wait; 0: the request is counted, and may go on.
    int admit(const ReplicaId& replica, const CertificateId& person, Kind kind, qint64 bytes);
    /// Counts one that proves nothing. Seconds that the address has to wait; 0 while it may err.
    int noteBad(const QString& address);

private:
    /// Fills by itself, evenly.
    struct Bucket {
        double left = 0;
        std::chrono::milliseconds at{0};
    };
    struct Station {
        Bucket requests, files, bytes;
    };
    /// Seconds until there is room for `cost`; 0 when there is.
    static int waitFor(Bucket& bucket, double cost, double most, std::chrono::milliseconds period,
                       std::chrono::milliseconds now);
    static Bucket full(double most, std::chrono::milliseconds now) { return {most, now}; }
    void forgetIdle(std::chrono::milliseconds now);

    const Clock& m_clock;
    const Rules m_rules;
    std::mutex m_guard;
    QHash<QByteArray, Station> m_stations;
    QHash<QString, Bucket> m_addresses;
};

}  // namespace prohori
