// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of HubServer.cpp only, the one file for which Boost is compiled.
#pragma once

#include "core/base/Log.h"
#include "sync/hub/HubServerPrivate.h"

#include <QScopeGuard>

#include <functional>
#include <netinet/tcp.h>
#include <string>

namespace prohori {

using namespace Qt::StringLiterals;

inline Q_LOGGING_CATEGORY(serverLog, "prohori.hub.server")

    /// One connection and its requests, one after the other.
    class HubSession : public std::enable_shared_from_this<HubSession> {
public:
    HubSession(HubServer::Private& server, tcp::socket socket, const net::ip::address& address)
        : m_server(server),
          m_address(address),
          m_tcp(std::move(socket))
    {
        if (server.tls)
            m_tls.emplace(m_tcp, server.tls->context);
    }

    net::awaitable<void> serve();
    bool isIdle() const { return m_phase == Phase::Handshake || m_phase == Phase::Idle; }
    /// Its request was answered before it had come whole, and the rest of it is dropped.
    bool isLingering() const { return m_phase == Phase::Lingering; }
    std::chrono::steady_clock::time_point since() const { return m_since; }
    const net::ip::address& address() const { return m_address; }
    /// Its reads and writes fail from now on.
    void cut() { m_tcp.close(); }

private:
    static constexpr std::string_view kPiecesPath = "/v1/pieces";
    static constexpr std::size_t kReadBytes = 4096;
    static constexpr std::size_t kDrainBytes = 64 * 1024;
    static constexpr qsizetype kCopiedBody = 16 * 1024;
    static constexpr qsizetype kLeastBody = 32 * 1024;
    using Milliseconds = std::chrono::milliseconds;
    /// For the other side's last word of TLS; what was said reaches it also afterwards.
    static constexpr Milliseconds kGoodbye{500};
    /// Where the connection stands. In the first two it may be cut without loss.
    enum class Phase { Handshake, Idle, Reading, Working, Writing, Lingering };
    using Parser = http::request_parser<http::empty_body>;

    void enter(Phase phase, Milliseconds limit);
    net::awaitable<std::size_t> readSome(char* to, std::size_t room);
    net::awaitable<bool> write(const QByteArray& text);
    net::awaitable<bool> readMore();
    net::awaitable<bool> readHead(Parser& parser);
    enum class BodyEnd { Whole, Gone, NoRoom };
    net::awaitable<BodyEnd> readBody(qsizetype length);
    void makeRoomFor(qsizetype bytes, qsizetype length);
    void hold(qsizetype bytes);
    void letBodyGo();
    net::awaitable<bool> answerNext();
    net::awaitable<bool> answer(const Parser& parser);
    /// What a worker does. To be named where it is made: GCC 12 destroys twice what is made inside of a co_await expression.
    using Work = std::function<Result<QByteArray>(Hub&)>;
    net::awaitable<bool> takePlace();
    net::awaitable<HttpAnswer> work(const Work& handle);
    HttpAnswer refusalFor(const Error& why);
    net::awaitable<HttpAnswer> takeRequest(const Parser& parser);
    /// Whose request it is: the peer's, or as the proxy says.
    QString callerOf(const Parser& parser) const;
    bool isPassedOn(const Parser& parser) const;
    std::optional<HttpAnswer> refusalOf(const Parser& parser, qint64 length) const;
    net::awaitable<HttpAnswer> read(std::string_view path);
    net::awaitable<bool> say(const HttpAnswer& answer, bool keepAlive);
    net::awaitable<bool> sayEarly(const HttpAnswer& answer, qint64 length, bool keepAlive);
    net::awaitable<bool> drop(qint64 length);
    net::awaitable<void> sayLast(const HttpAnswer& answer);
    net::awaitable<void> close(bool drains);

    HubServer::Private& m_server;
    net::ip::address m_address;
    boost::beast::tcp_stream m_tcp;
    std::optional<net::ssl::stream<boost::beast::tcp_stream&>> m_tls;
    std::string m_input;  ///< read, but not used yet
    QByteArray m_body;
    qsizetype m_held = 0;  ///< of it, as the server counts it
    Phase m_phase = Phase::Handshake;
    std::chrono::steady_clock::time_point m_since = std::chrono::steady_clock::now();
};

/// The deadline is that of the whole phase: bytes that come do not move it.
inline void HubSession::enter(Phase phase, Milliseconds limit)
{
    m_phase = phase;
    m_since = std::chrono::steady_clock::now();
    m_tcp.expires_after(limit);
}

/// 0 when the other side is gone or the deadline has passed.
inline net::awaitable<std::size_t> HubSession::readSome(char* to, std::size_t room)
{
    error_code failed;
    std::size_t count = 0;
    if (m_tls)
        count = co_await m_tls->async_read_some(net::buffer(to, room),
                                                net::redirect_error(net::use_awaitable, failed));
    else
        count = co_await m_tcp.async_read_some(net::buffer(to, room),
                                               net::redirect_error(net::use_awaitable, failed));
    // The kernel forgets this with time; without it a client waits 40 ms for the acknowledgement of each request.
    if (m_tcp.socket().is_open()) {
        const int on = 1;
        setsockopt(m_tcp.socket().native_handle(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
    }
    co_return failed ? 0 : count;
}

inline net::awaitable<bool> HubSession::write(const QByteArray& text)
{
    error_code failed;
    const auto bytes = net::buffer(text.constData(), static_cast<std::size_t>(text.size()));
    if (m_tls)
        co_await net::async_write(*m_tls, bytes, net::redirect_error(net::use_awaitable, failed));
    else
        co_await net::async_write(m_tcp, bytes, net::redirect_error(net::use_awaitable, failed));
    co_return !failed;
}

inline net::awaitable<bool> HubSession::readMore()
{
    char some[kReadBytes];
    const std::size_t count = co_await readSome(some, sizeof some);
    m_input.append(some, count);
    co_return count > 0;
}

inline net::awaitable<void> HubSession::serve()
{
    if (m_tls) {
        enter(Phase::Handshake, m_server.options.handshake);
        error_code failed;
        co_await m_tls->async_handshake(net::ssl::stream_base::server,
                                        net::redirect_error(net::use_awaitable, failed));
        if (failed)
            co_return;
    }
    bool goesOn = true;
    while (goesOn)
        goesOn = co_await answerNext();
}

/// Waits for a request and answers it; false when the connection has ended.
inline net::awaitable<bool> HubSession::answerNext()
{
    if (m_server.stopping) {
        co_await close(false);
        co_return false;
    }
    if (m_input.empty()) {
        m_input.shrink_to_fit();
        enter(Phase::Idle, m_server.options.idle);
        const bool came = co_await readMore();
        if (!came) {
            co_await close(false);
            co_return false;
        }
    }
    enter(Phase::Reading, m_server.options.header);
    Parser parser;
    parser.header_limit(m_server.options.maxHeaderBytes);
    parser.body_limit(boost::none);
    const bool whole = co_await readHead(parser);
    if (!whole)
        co_return false;
    const auto gone = qScopeGuard([this] { letBodyGo(); });
    const bool goesOn = co_await answer(parser);
    co_return goesOn;
}

inline net::awaitable<bool> HubSession::readHead(Parser& parser)
{
    const std::size_t limit = m_server.options.maxHeaderBytes;
    for (std::size_t used = 0;;) {
        error_code failed;
        const std::size_t count = parser.put(net::buffer(m_input), failed);
        m_input.erase(0, count);
        used += count;
        const bool done = parser.is_header_done();
        const bool tooMuch =
            used + (done ? 0 : m_input.size()) > limit || failed == http::error::header_limit;
        if (done && !failed && !tooMuch)
            co_return true;
        if (tooMuch || (failed && failed != http::error::need_more)) {
            ++m_server.counters.badRequests;
            co_await sayLast(httpRefusal(tooMuch ? 431 : 400));
            co_return false;
        }
        const bool came = co_await readMore();
        if (!came)
            co_return false;
    }
}

inline void HubSession::hold(qsizetype bytes)
{
    m_held += bytes;
    m_server.counters.heldBytes += bytes;
}

inline void HubSession::letBodyGo()
{
    m_body = {};
    m_server.counters.heldBytes -= std::exchange(m_held, 0);
}

/// What a client says of its body takes no memory: that grows with what has come, to no more than twice as much.
inline void HubSession::makeRoomFor(qsizetype bytes, qsizetype length)
{
    const qsizetype room = std::min(length, std::max({bytes, 2 * m_body.size(), kLeastBody}));
    m_body.reserve(room);
    m_body.resize(room);
}

inline net::awaitable<HubSession::BodyEnd> HubSession::readBody(qsizetype length)
{
    makeRoomFor(std::min(length, static_cast<qsizetype>(m_input.size())), length);
    hold(std::min(length, static_cast<qsizetype>(m_input.size())));
    std::copy_n(m_input.begin(), m_held, m_body.begin());
    m_input.erase(0, static_cast<std::size_t>(m_held));
    while (m_held < length) {
        if (m_held == m_body.size())
            makeRoomFor(m_held + 1, length);
        const std::size_t count =
            co_await readSome(m_body.data() + m_held, static_cast<std::size_t>(m_body.size() - m_held));
        if (count == 0)
            co_return BodyEnd::Gone;
        hold(static_cast<qsizetype>(count));
        // Others came in the meantime.
        if (m_held < length && !m_server.hasRoom(0))
            co_return BodyEnd::NoRoom;
    }
    co_return BodyEnd::Whole;
}

inline net::awaitable<bool> HubSession::say(const HttpAnswer& said, bool keepAlive)
{
    const bool goesOn = keepAlive && !m_server.stopping;
    enter(Phase::Writing, m_server.options.write);
    // A large body is not copied for its head.
    const bool isLarge = said.body.size() > kCopiedBody;
    const QByteArray begin = isLarge ? httpHead(said, goesOn) : httpText(said, goesOn);
    bool written = co_await write(begin);
    if (written && isLarge)
        written = co_await write(said.body);
    if (written && goesOn)
        co_return true;
    if (written)
        co_await close(false);
    co_return false;
}

/// A refusal while a body of `length` is on its way. Many clients read nothing before they have sent all, and take the end of what this
/// side sends for the end of the line: so the answer is given, the body read and dropped, and only then the connection goes on or ends.
inline net::awaitable<bool> HubSession::sayEarly(const HttpAnswer& said, qint64 length, bool keepAlive)
{
    const bool goesOn = keepAlive && !m_server.stopping;
    enter(Phase::Writing, m_server.options.write);
    const bool written = co_await write(httpText(said, goesOn));
    if (!written)
        co_return false;
    const bool dropped = co_await drop(length);
    if (dropped && goesOn)
        co_return true;
    co_await close(false);
    co_return false;
}

/// Reads what is left of a body and keeps nothing of it; false when it did not come in time.
inline net::awaitable<bool> HubSession::drop(qint64 length)
{
    enter(Phase::Lingering, m_server.options.body);
    const auto held = std::min(length, static_cast<qint64>(m_input.size()));
    m_input.erase(0, static_cast<std::size_t>(held));
    std::string scrap(kDrainBytes, '\0');
    for (qint64 left = length - held; left > 0;) {
        const auto room = std::min(left, static_cast<qint64>(scrap.size()));
        const std::size_t count = co_await readSome(scrap.data(), static_cast<std::size_t>(room));
        if (count == 0)
            co_return false;
        left -= static_cast<qint64>(count);
    }
    co_return true;
}

/// A refusal with something still on its way, nobody knows how much: closing at once would reset the line before the answer is read.
inline net::awaitable<void> HubSession::sayLast(const HttpAnswer& said)
{
    enter(Phase::Writing, m_server.options.write);
    const bool written = co_await write(httpText(said, false));
    if (written)
        co_await close(true);
}

inline net::awaitable<void> HubSession::close(bool drains)
{
    if (!m_tcp.socket().is_open())
        co_return;
    enter(Phase::Writing, drains ? m_server.options.linger : kGoodbye);
    error_code ignored;
    if (m_tls && !drains)
        co_await m_tls->async_shutdown(net::redirect_error(net::use_awaitable, ignored));
    m_tcp.socket().shutdown(tcp::socket::shutdown_send, ignored);
    if (!drains)
        co_return;
    std::string scrap(kDrainBytes, '\0');
    for (qint64 left = 2 * m_server.options.maxBodyBytes; left > 0;) {
        const std::size_t count =
            co_await m_tcp.async_read_some(net::buffer(scrap),
                                           net::redirect_error(net::use_awaitable, ignored));
        if (count == 0)
            break;
        left -= static_cast<qint64>(count);
    }
}

}  // namespace prohori
