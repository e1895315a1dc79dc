// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/hub/Hub.h"

#include <QByteArray>

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
/// Head and body in one piece.
QByteArray httpText(const HttpAnswer& answer, bool keepAlive);

/// What the socket itself counts.
struct ServerCounters {
    qint64 connections = 0;  ///< open now
    qint64 working = 0;      ///< requests that wait for a worker or have one
    quint64 accepted = 0, turnedAway = 0, displaced = 0, busy = 0, badRequests = 0;
};
/// In the text format of Prometheus.
QByteArray metricsText(const HubCounters& hub, const ServerCounters& server);

}  // namespace prohori
