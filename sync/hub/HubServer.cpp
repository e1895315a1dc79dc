// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/HubServer.h"

#include "sync/hub/HubAnswering.h"
#include "sync/hub/TlsIdentity.h"

#include <ctime>

namespace prohori {

namespace {
constexpr std::chrono::milliseconds kAcceptPause{100};  ///< when there are no file handles left
}

Result<std::shared_ptr<HubServer::Private::Tls>> HubServer::Private::makeTls() const
{
    auto made = std::make_shared<Tls>();
    SSL_CTX* context = made->context.native_handle();
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    error_code failed;
    made->context.use_certificate_chain_file(options.certificateFile.toStdString(), failed);
    if (failed)
        return Error{ErrorCode::Storage,
                     u"the TLS certificate %1 cannot be used: %2"_s.arg(
                         options.certificateFile, QString::fromStdString(failed.message()))};
    made->context.use_private_key_file(options.keyFile.toStdString(), net::ssl::context::pem, failed);
    if (failed || SSL_CTX_check_private_key(context) != 1)
        return Error{ErrorCode::Storage,
                     u"the TLS key %1 cannot be used with the certificate %2"_s.arg(options.keyFile,
                                                                                    options.certificateFile)};
    const auto pin = tlsPinOfFile(options.certificateFile);
    if (!pin)
        return pin.error();
    made->pin = *pin;
    std::tm end{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(context)), &end) == 1)
        made->expiresAt = Instant::fromMs(qint64(timegm(&end)) * 1000);
    return made;
}

void HubServer::Private::reloadTls()
{
    if (!tls)
        return;
    auto made = makeTls();
    if (!made) {
        ++counters.tlsRefused;
        LogLine("tls.refused"_L1).outside("why"_L1, made.error().detail).write(serverLog());
        return;
    }
    ++counters.tlsReloads;
    LogLine("tls.reloaded"_L1)
        .code("key"_L1, (*made)->pin == tls->pin ? "same"_L1 : "new"_L1)
        .outside("until"_L1, (*made)->expiresAt.toIso())
        .write(serverLog());
    tls = std::move(*made);
}

Result<> HubServer::Private::listen()
{
    error_code failed;
    const auto address = net::ip::make_address(options.address.toStdString(), failed);
    if (failed)
        return Error{ErrorCode::Invalid, u"'%1' is not a numeric address"_s.arg(options.address)};
    if (options.certificateFile.isEmpty() && !address.is_loopback())
        return Error{ErrorCode::Refused,
                     u"without TLS the hub listens on loopback only, not on %1"_s.arg(options.address)};
    const tcp::endpoint place(address, options.port);
    acceptor.open(place.protocol(), failed);
    if (!failed)
        acceptor.set_option(net::socket_base::reuse_address(true), failed);
    if (!failed)
        acceptor.bind(place, failed);
    if (!failed)
        acceptor.listen(net::socket_base::max_listen_connections, failed);
    if (failed)
        return Error{ErrorCode::Storage, u"%1:%2 cannot be listened on: %3"_s.arg(options.address)
                                             .arg(options.port)
                                             .arg(QString::fromStdString(failed.message()))};
    return {};
}

net::awaitable<void> HubServer::Private::accept()
{
    while (!stopping) {
        error_code failed;
        tcp::socket socket = co_await acceptor.async_accept(net::redirect_error(net::use_awaitable, failed));
        if (stopping)
            co_return;
        if (!failed) {
            admit(std::move(socket));
            continue;
        }
        LogLine("accept.failed"_L1)
            .outside("why"_L1, QString::fromStdString(failed.message()))
            .write(serverLog());
        acceptPause.expires_after(kAcceptPause);
        co_await acceptPause.async_wait(net::redirect_error(net::use_awaitable, failed));
    }
}

void HubServer::Private::admit(tcp::socket socket)
{
    error_code failed;
    const auto peer = socket.remote_endpoint(failed);
    if (failed)
        return;
    if (!makeRoom(peer.address())) {
        ++counters.turnedAway;
        return;
    }
    socket.set_option(tcp::no_delay(true), failed);
    ++counters.accepted;
    ++counters.connections;
    auto session = std::make_shared<HubSession>(*this, std::move(socket), peer.address());
    sessions.push_back(session);
    net::co_spawn(io, session->serve(), [this, session](const std::exception_ptr& thrown) {
        if (thrown)
            LogLine("connection.failed"_L1).write(serverLog());
        forget(session);
    });
}

bool HubServer::Private::makeRoom(const net::ip::address& address)
{
    // A proxy's connections are those of many.
    const bool isProxy = options.isBehindProxy && address.is_loopback();
    int fromThere = 0;
    std::shared_ptr<HubSession> idle, idleThere;
    for (const auto& session : sessions) {
        const bool there = session->address() == address;
        fromThere += there ? 1 : 0;
        if (!session->isIdle())
            continue;
        if (!idle || session->since() < idle->since())
            idle = session;
        if (there && (!idleThere || session->since() < idleThere->since()))
            idleThere = session;
    }
    const bool addressFull = !isProxy && fromThere >= options.maxConnectionsAnAddress;
    const bool allFull = std::ssize(sessions) >= options.maxConnections;
    if (!addressFull && !allFull)
        return true;
    const auto& leaving = addressFull ? idleThere : idle;
    if (!leaving)
        return false;
    ++counters.displaced;
    leaving->cut();
    forget(leaving);
    return true;
}

void HubServer::Private::forget(const std::shared_ptr<HubSession>& session)
{
    if (std::erase(sessions, session) == 0)
        return;
    --counters.connections;
    if (stopping && sessions.empty())
        drainTimer.cancel();
}

void HubServer::Private::beginStop()
{
    if (std::exchange(stopping, true))
        return;
    error_code ignored;
    acceptor.close(ignored);
    acceptPause.cancel();
    for (const auto& session : sessions) {
        if (session->isIdle() || session->isLingering())
            session->cut();
    }
    if (sessions.empty())
        return;
    drainTimer.expires_after(options.drain);
    drainTimer.async_wait([this](error_code cancelled) {
        if (cancelled || sessions.empty())
            return;
        LogLine("stop.cut"_L1).count("connections"_L1, std::ssize(sessions)).write(serverLog());
        workers.stop();
        io.stop();
    });
}

HubServer::HubServer(std::unique_ptr<Private> own) : d(std::move(own)) {}

HubServer::~HubServer()
{
    d->workers.stop();
    d->workers.join();
}

Result<std::unique_ptr<HubServer>> HubServer::open(Hub& hub, const Options& options)
{
    auto own = std::make_unique<Private>(hub, options);
    if (!options.certificateFile.isEmpty()) {
        auto ready = own->makeTls();
        if (!ready)
            return ready.error();
        own->tls = std::move(*ready);
    }
    if (auto listening = own->listen(); !listening)
        return listening.error();
    return std::unique_ptr<HubServer>(new HubServer(std::move(own)));
}

QString HubServer::url() const
{
    error_code ignored;
    const auto place = d->acceptor.local_endpoint(ignored);
    const QString host = QString::fromStdString(place.address().to_string());
    return u"%1://%2:%3"_s
        .arg(d->tls ? u"https"_s : u"http"_s, place.address().is_v6() ? u'[' + host + u']' : host)
        .arg(place.port());
}

void HubServer::run()
{
    net::co_spawn(d->io, d->accept(), net::detached);
    d->io.run();
    d->workers.join();
}

void HubServer::reloadTls()
{
    net::post(d->io, [own = d.get()] { own->reloadTls(); });
}

void HubServer::stop()
{
    net::post(d->io, [own = d.get()] { own->beginStop(); });
}

}  // namespace prohori
