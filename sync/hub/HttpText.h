// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/hub/Hub.h"

#include <QByteArray>

#include <chrono>

namespace prohori {

/// What the hub's socket says to one request.
struct HttpAnswer {
    int status = 200;
    QByteArray body;
    QByteArray type = "text/plain; charset=utf-8";
    QByteArray extra = {};  ///< further header lines, each with its line end
};

/// A refusal: the status and its words as body.
HttpAnswer httpRefusal(int status, const QByteArray& extra = {});
/// Come again later.
HttpAnswer httpBusy();
/// Without the body.
QByteArray httpHead(const HttpAnswer& answer, bool keepAlive);
/// Head and body in one piece.
QByteArray httpText(const HttpAnswer& answer, bool keepAlive);

/// What the socket itself counts.
struct ServerCounters {
    qint64 connections = 0;  ///< open now
    qint64 working = 0;      ///< requests that wait for a worker or have one
    qint64 heldBytes = 0;    ///< of bodies that came, and of answers until they are written
    qint64 waiting = 0;      ///< requests that have come whole and wait for a place in the queue
    quint64 accepted = 0, turnedAway = 0, displaced = 0, busy = 0, badRequests = 0, limited = 0;
    quint64 diskFull = 0;               ///< of the busy ones, those for which the storage had no room
    quint64 bytesIn = 0, bytesOut = 0;  ///< of bodies
    quint64 worked = 0;                 ///< requests that a worker was done with …
    std::chrono::nanoseconds workTime{
        0};  ///< … and the time from their last byte to the answer, waiting for a worker included
    quint64 tlsReloads = 0, tlsRefused = 0;
    Instant tlsExpires;  ///< 0 without TLS
};
/// In the text format of Prometheus; every name and unit stands in packaging/hub/OPERATIONS.md.
QByteArray metricsText(const HubCounters& hub, const ServerCounters& server);

}  // namespace prohori
