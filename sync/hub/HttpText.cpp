// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/HttpText.h"

#include <QList>

namespace prohori {

namespace {

const char* wordsOf(int status)
{
    switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    default: return "Service Unavailable";
    }
}

/// One number, and what it says.
struct Metric {
    const char* name;
    const char* type;
    const char* help;
    QByteArray value;
};

Metric total(const char* name, quint64 value, const char* help)
{
    return {name, "counter", help, QByteArray::number(value)};
}

Metric gauge(const char* name, const QByteArray& value, const char* help)
{
    return {name, "gauge", help, value};
}

QByteArray seconds(qint64 ms)
{
    return QByteArray::number(static_cast<double>(ms) / 1000, 'f', 3);
}

QList<Metric> hubMetrics(const HubCounters& hub)
{
    return {
        total("requests_total", hub.requests, "Requests for records and files that were read"),
        total("requests_refused_total", hub.refused, "Requests that were answered with an error code"),
        total("requests_replayed_total", hub.replayed, "Requests with a counter that was used already"),
        total("requests_limited_total", hub.limited,
              "Requests beyond what one station or address may ask for"),
        total("changes_received_total", hub.changesReceived, "Changes in requests, repeated ones included"),
        total("changes_accepted_total", hub.changesAccepted, "Changes that entered a feed"),
        total("changes_quarantined_total", hub.changesQuarantined,
              "Verdicts of changes that are kept and do not count"),
        total("changes_waiting_total", hub.changesWaiting,
              "Verdicts of changes that wait for another one or for a person"),
        total("frames_sent_total", hub.framesSent, "Frames of a feed in answers"),
        total("statements_received_total", hub.statementsReceived, "Statements about people in requests"),
        total("second_joins_total", hub.secondJoins, "Attempts to use an invitation a second time"),
    };
}

QList<Metric> serverMetrics(const ServerCounters& server)
{
    return {
        total("connections_total", server.accepted, "Connections that were taken"),
        total("connections_turned_away_total", server.turnedAway, "Connections without room"),
        total("connections_displaced_total", server.displaced, "Idle connections that made room for others"),
        total("answers_busy_total", server.busy,
              "Answers 503: a full queue, no room for a body, or the storage failed"),
        total("answers_disk_full_total", server.diskFull,
              "Answers 503 because the disk of the storage is full"),
        total("answers_limited_total", server.limited, "Answers 429"),
        total("bad_requests_total", server.badRequests, "Answers 400 and 431"),
        total("request_bytes_total", server.bytesIn, "Bytes of bodies that were read"),
        total("answer_bytes_total", server.bytesOut, "Bytes of bodies that were answered"),
        total("tls_reloads_total", server.tlsReloads, "Times that the TLS certificate was read again"),
        total("tls_reloads_refused_total", server.tlsRefused,
              "Times that it could not be used, and the old one stayed"),
        gauge("connections", QByteArray::number(server.connections), "Connections that are open"),
        gauge("bodies_held_bytes", QByteArray::number(server.heldBytes),
              "Bytes of bodies that came, and of answers that are not written yet"),
        gauge("requests_working", QByteArray::number(server.working),
              "Requests that wait for a worker or have one"),
        gauge("requests_waiting", QByteArray::number(server.waiting),
              "Requests that have come whole and wait for a place in the queue"),
        {"request_seconds_sum", "counter", "Seconds from the last byte of requests to their answer",
         seconds(std::chrono::duration_cast<std::chrono::milliseconds>(server.workTime).count())},
        total("request_seconds_count", server.worked, "Requests that were worked on"),
        gauge("tls_certificate_end_seconds", seconds(server.tlsExpires.msSinceEpoch),
              "Unix time of the certificate's end; 0 without TLS"),
    };
}

QList<Metric> backupMetrics(const HubCounters& hub)
{
    return {
        gauge("backup_made_seconds", seconds(hub.backupMadeMs),
              "Unix time of the last verified backup; 0 before the first"),
        gauge("backup_changes", QByteArray::number(hub.backupChanges.load()), "Changes in it"),
    };
}

}  // namespace

HttpAnswer httpRefusal(int status, const QByteArray& extra)
{
    return {status, QByteArray(wordsOf(status)) + '\n', "text/plain; charset=utf-8", extra};
}

HttpAnswer httpBusy()
{
    return httpRefusal(503, "Retry-After: 5\r\n");
}

QByteArray httpHead(const HttpAnswer& answer, bool keepAlive)
{
    QByteArray text = "HTTP/1.1 " + QByteArray::number(answer.status) + ' ' + wordsOf(answer.status) + "\r\n";
    text += "Content-Type: " + answer.type + "\r\nContent-Length: " + QByteArray::number(answer.body.size())
          + "\r\n";
    text += answer.extra;
    text += keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return text;
}

QByteArray httpText(const HttpAnswer& answer, bool keepAlive)
{
    return httpHead(answer, keepAlive) + answer.body;
}

QByteArray metricsText(const HubCounters& hub, const ServerCounters& server)
{
    QByteArray text;
    for (const Metric& one : hubMetrics(hub) + serverMetrics(server) + backupMetrics(hub)) {
        const QByteArray name = QByteArrayLiteral("prohori_hub_") + one.name;
        text += "# HELP " + name + ' ' + one.help + "\n# TYPE " + name + ' ' + one.type + '\n' + name + ' '
              + one.value + '\n';
    }
    return text;
}

}  // namespace prohori
