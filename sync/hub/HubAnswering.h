// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of HubServer.cpp only: what a connection answers to a request.
#pragma once

#include "sync/hub/HubSession.h"

namespace prohori {

/// What is said before the body is read; nothing when it is to be read.
inline std::optional<HttpAnswer> HubSession::refusalOf(const Parser& parser, qint64 length) const
{
    const auto& head = parser.get();
    const std::string_view path(head.target().data(), head.target().size());
    const bool isSync = path == "/v1/sync" || path == kPiecesPath;
    const bool isRead = path == "/healthz" || path == "/v1/hub"
                     || (path == "/metrics" && m_address.is_loopback() && !isPassedOn(parser));
    if (!isSync && !isRead)
        return httpRefusal(404);
    if (head.method() != (isSync ? http::verb::post : http::verb::get))
        return httpRefusal(405, isSync ? "Allow: POST\r\n" : "Allow: GET\r\n");
    if (parser.chunked() || (isSync && !parser.content_length()))
        return httpRefusal(411);
    if (length > (isSync ? m_server.options.maxBodyBytes : 0))
        return httpRefusal(413);
    if (isSync && (m_server.isFull() || !m_server.hasRoom(length)))
        return httpBusy();
    return std::nullopt;
}

inline bool HubSession::isPassedOn(const Parser& parser) const
{
    return m_server.options.isBehindProxy && parser.get().count("X-Real-IP") > 0;
}

inline QString HubSession::callerOf(const Parser& parser) const
{
    error_code failed;
    if (m_address.is_loopback() && isPassedOn(parser)) {
        const auto told = net::ip::make_address(std::string(parser.get()["X-Real-IP"]), failed);
        if (!failed)
            return QString::fromStdString(told.to_string());
    }
    return QString::fromStdString(m_address.to_string());
}

/// What needs the storage is read by a worker: this thread never waits.
inline net::awaitable<HttpAnswer> HubSession::read(std::string_view path)
{
    const QByteArray pin = m_server.tls ? m_server.tls->pin : QByteArray();
    if (path == "/v1/hub") {
        const Work introduce = [pin](Hub& hub) { return hub.introduction(pin); };
        HttpAnswer told = co_await work(introduce);
        co_return told.status == 200 && told.body.isEmpty() ? httpRefusal(404) : told;
    }
    // Whoever has much to do is well.
    if (path == "/healthz" && m_server.isFull())
        co_return HttpAnswer{200, "ok\n"};
    if (path == "/healthz") {
        const Work look = [](Hub& hub) -> Result<QByteArray> {
            const auto well = hub.isWell();
            return well ? Result<QByteArray>(QByteArrayLiteral("ok\n"))
                        : Result<QByteArray>(Error{ErrorCode::Storage, well.error().detail});
        };
        HttpAnswer told = co_await work(look);
        if (told.status == 200)
            told.type = "text/plain; charset=utf-8";
        co_return told;
    }
    // Not by a worker: it is asked for when they are all held up, too.
    ServerCounters counters = m_server.counters;
    counters.tlsExpires = m_server.tls ? m_server.tls->expiresAt : Instant();
    co_return HttpAnswer{200, metricsText(m_server.hub.counters(), counters), "text/plain; version=0.0.4"};
}

inline net::awaitable<bool> HubSession::answer(const Parser& parser)
{
    const auto stated = parser.content_length();
    const bool fits = !stated || *stated <= static_cast<quint64>(std::numeric_limits<qint64>::max());
    const qint64 length = fits ? static_cast<qint64>(stated.value_or(0)) : std::numeric_limits<qint64>::max();
    const bool keepAlive = parser.get().keep_alive();
    if (const auto refusal = refusalOf(parser, length)) {
        if (refusal->status == 503)
            ++m_server.counters.busy;
        if (length == 0 && !parser.chunked() && keepAlive)
            co_return co_await say(*refusal, true);
        // Whoever is to come again keeps his connection: handshakes are the last thing that a busy hub needs.
        if (!parser.chunked() && length <= m_server.options.maxBodyBytes)
            co_return co_await sayEarly(*refusal, length, keepAlive && refusal->status == 503);
        co_await sayLast(*refusal);
        co_return false;
    }
    if (parser.get().method() == http::verb::get) {
        const std::string_view path(parser.get().target().data(), parser.get().target().size());
        const HttpAnswer told = co_await read(path);
        co_return co_await say(told, keepAlive);
    }
    enter(Phase::Reading, m_server.options.body);
    if (parser.get()[http::field::expect] == "100-continue") {
        const bool said = co_await write("HTTP/1.1 100 Continue\r\n\r\n");
        if (!said)
            co_return false;
    }
    const BodyEnd end = co_await readBody(static_cast<qsizetype>(length));
    if (end == BodyEnd::NoRoom) {
        ++m_server.counters.busy;
        const qint64 left = length - m_held;
        letBodyGo();
        co_return co_await sayEarly(httpBusy(), left, keepAlive);
    }
    if (end == BodyEnd::Gone)
        co_return false;
    const HttpAnswer worked = co_await takeRequest(parser);
    // A slow line holds its answer as long as it held its body.
    letBodyGo();
    hold(worked.body.size());
    m_server.counters.bytesOut += static_cast<quint64>(worked.body.size());
    co_return co_await say(worked, keepAlive);
}

inline net::awaitable<HttpAnswer> HubSession::takeRequest(const Parser& parser)
{
    m_server.counters.bytesIn += static_cast<quint64>(m_body.size());
    const std::string_view target(parser.get().target().data(), parser.get().target().size());
    const bool isForFiles = target == kPiecesPath;
    const auto began = std::chrono::steady_clock::now();
    const Work doing = [this, isForFiles, from = callerOf(parser)](Hub& hub) {
        return isForFiles ? hub.handlePieces(m_body, from) : hub.handle(m_body, from);
    };
    HttpAnswer worked = co_await work(doing);
    ++m_server.counters.worked;
    m_server.counters.workTime += std::chrono::steady_clock::now() - began;
    co_return worked;
}

/// Whether there is a place in the queue now, which is then taken. What has come whole is not sent away at once: it waits for one, as long as a body may
/// take.
inline net::awaitable<bool> HubSession::takePlace()
{
    if (!m_server.isFull()) {
        ++m_server.counters.working;
        co_return true;
    }
    if (m_body.isEmpty())
        co_return false;
    HubServer::Private::Waiter waiter{net::steady_timer(m_server.io, m_server.options.body)};
    m_server.waiters.push_back(&waiter);
    ++m_server.counters.waiting;
    error_code woken;
    co_await waiter.patience.async_wait(net::redirect_error(net::use_awaitable, woken));
    m_server.waiters.remove(&waiter);
    --m_server.counters.waiting;
    co_return waiter.hasTurn;
}

inline void HubServer::Private::endWork()
{
    if (waiters.empty()) {
        --counters.working;
        return;
    }
    Waiter* next = waiters.front();
    waiters.pop_front();
    next->hasTurn = true;
    next->patience.cancel();
}

/// The hub's part, in a thread of its own.
inline net::awaitable<HttpAnswer> HubSession::work(const Work& handle)
{
    m_phase = Phase::Working;
    m_tcp.expires_never();
    const bool hasPlace = co_await takePlace();
    if (!hasPlace) {
        ++m_server.counters.busy;
        co_return httpBusy();
    }
    Result<QByteArray> answer = Error{ErrorCode::Storage, u"there is not enough memory"_s};
    const auto handled = [](Hub& hub, const Work& doing, Result<QByteArray>& to) -> net::awaitable<void> {
        to = doing(hub);
        co_return;
    };
    try {
        co_await net::co_spawn(m_server.workers, handled(m_server.hub, handle, answer), net::use_awaitable);
    } catch (const std::exception&) {  // of memory or of threads: said as the error above
    }
    m_server.endWork();
    if (answer)
        co_return HttpAnswer{200, *answer, "application/cbor"};
    co_return refusalFor(answer.error());
}

inline HttpAnswer HubSession::refusalFor(const Error& why)
{
    if (why.code == ErrorCode::Busy) {
        ++m_server.counters.limited;
        return httpRefusal(429, "Retry-After: " + why.hint.toLatin1() + "\r\n");
    }
    if (why.code == ErrorCode::Invalid) {
        ++m_server.counters.badRequests;
        return httpRefusal(400);
    }
    ++m_server.counters.busy;
    const bool isFull = why.hint == "disk-full"_L1;
    m_server.counters.diskFull += isFull ? 1 : 0;
    LogLine(isFull ? "disk.full"_L1 : "request.failed"_L1).outside("why"_L1, why.detail).write(serverLog());
    return httpBusy();
}

}  // namespace prohori
