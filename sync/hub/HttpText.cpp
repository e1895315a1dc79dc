// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/HttpText.h"

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
    case 431: return "Request Header Fields Too Large";
    default: return "Service Unavailable";
    }
}

void addMetric(QByteArray& text, const char* name, const char* type, quint64 value)
{
    text += QByteArray("# TYPE prohori_hub_") + name + ' ' + type + "\nprohori_hub_" + name + ' '
          + QByteArray::number(value) + '\n';
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

QByteArray httpText(const HttpAnswer& answer, bool keepAlive)
{
    QByteArray text = "HTTP/1.1 " + QByteArray::number(answer.status) + ' ' + wordsOf(answer.status) + "\r\n";
    text += "Content-Type: " + answer.type + "\r\nContent-Length: " + QByteArray::number(answer.body.size())
          + "\r\n";
    text += answer.extra;
    text += keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return text + answer.body;
}

QByteArray metricsText(const HubCounters& hub, const ServerCounters& server)
{
    QByteArray text;
    const auto total = [&](const char* name, quint64 value) { addMetric(text, name, "counter", value); };
    total("requests_total", hub.requests);
    total("requests_refused_total", hub.refused);
    total("requests_replayed_total", hub.replayed);
    total("changes_received_total", hub.changesReceived);
    total("changes_accepted_total", hub.changesAccepted);
    total("changes_quarantined_total", hub.changesQuarantined);
    total("changes_waiting_total", hub.changesWaiting);
    total("frames_sent_total", hub.framesSent);
    total("statements_received_total", hub.statementsReceived);
    total("second_joins_total", hub.secondJoins);
    total("connections_total", server.accepted);
    total("connections_turned_away_total", server.turnedAway);
    total("connections_displaced_total", server.displaced);
    total("answers_busy_total", server.busy);
    total("bad_requests_total", server.badRequests);
    addMetric(text, "connections", "gauge", static_cast<quint64>(server.connections));
    addMetric(text, "requests_working", "gauge", static_cast<quint64>(server.working));
    return text;
}

}  // namespace prohori
