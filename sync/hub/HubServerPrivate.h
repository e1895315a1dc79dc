// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of HubServer.cpp only, the one file for which Boost is compiled.
#pragma once

#include "sync/hub/HttpText.h"
#include "sync/hub/HubServer.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <list>
#include <optional>

namespace prohori {

namespace net = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;
using net::ip::tcp;

class HubSession;

struct HubServer::Private {
    Private(Hub& itsHub, Options its)
        : hub(itsHub),
          options(std::move(its)),
          acceptor(io),
          acceptPause(io),
          drainTimer(io),
          workers(static_cast<std::size_t>(options.workers))
    {}

    Hub& hub;
    const Options options;
    ServerCounters counters;
    net::io_context io{1};  ///< one thread: nothing that belongs to it needs a lock
    struct Tls {
        net::ssl::context context{net::ssl::context::tls_server};
        QByteArray pin;     ///< of the certificate
        Instant expiresAt;  ///< the certificate's last moment
    };
    std::shared_ptr<Tls> tls;  ///< null without TLS; connections hold the one they began with
    tcp::acceptor acceptor;
    net::steady_timer acceptPause, drainTimer;
    std::list<std::shared_ptr<HubSession>> sessions;  ///< in order of arrival
    bool stopping = false;
    net::thread_pool workers;  ///< last: its threads end before all else does

    Result<std::shared_ptr<Tls>> makeTls() const;
    void reloadTls();
    Result<> listen();
    net::awaitable<void> accept();
    void admit(tcp::socket socket);
    /// Whether there is room for one more from `address`, if need be by closing an idle one.
    bool makeRoom(const net::ip::address& address);
    void forget(const std::shared_ptr<HubSession>& session);
    /// Whether a body of which `more` is to come still has a place beside the others.
    bool hasRoom(qint64 more) const { return counters.heldBytes + more <= options.maxHeldBytes; }
    /// A request that has come whole while the queue was full. Its turn comes when another one is done with, whose place it takes over.
    struct Waiter {
        net::steady_timer patience;
        bool hasTurn = false;
    };
    std::list<Waiter*> waiters;  ///< in order of arrival
    void endWork();
    bool isFull() const
    {
        return counters.working >= options.workers + options.maxQueued || !waiters.empty();
    }
    void beginStop();
};

}  // namespace prohori
