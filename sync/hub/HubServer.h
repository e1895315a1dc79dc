// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "sync/hub/Hub.h"

#include <QString>

#include <chrono>
#include <memory>

namespace prohori {

/** The hub's socket: HTTP/1.1 over TLS 1.3, or plain on loopback. The only place with Boost (Asio, Beast).

    POST /v1/sync hands the body to Hub::handle (application/cbor), POST /v1/pieces to Hub::handlePieces, GET /v1/hub gives the hub's own certificate, by which a station that does
    not know it yet is introduced, GET /healthz says `ok` (503: the storage cannot be read), GET /metrics (loopback callers only) gives
    Prometheus text without case data; all else is 404, a wrong method 405. Beyond the hub's limits (Hub::limit) the answer is 429 with
    Retry-After. Before a body is read: none of a stated length is 411, more than `maxBodyBytes` is 413, a full work queue, or more than `maxHeldBytes`
    with what other bodies hold, is 503 with Retry-After. A body that has come whole while the queue filled waits for a place as long as `body`,
    then it is 503, too. Whoever is refused with a body on its way is read on, so that the answer reaches him also when he reads nothing
    before he has sent all: a body of a size that is allowed to its end and as long as it might take anyhow, else for a while (`linger`). After
    503 the connection goes on, in all other cases it ends.

    Every phase has an absolute deadline, so a dripping client is cut however busily it drips. A body on its way holds no place in
    the work queue, and of the memory only what has come of it; the one with which `maxHeldBytes` would be passed is 503, too. Where `maxConnectionsAnAddress` (or `maxConnections` in all) are open, a new connection takes the place of the one that
    has been idle longest; when none is idle it is closed at once.

    run() blocks until stop(), which may come from any thread: no new connections, every request that was begun gets its answer
    (`drain` at most), then run() returns. One thread does all input and output, `workers` others call the hub.
*/
class HubServer {
public:
    struct Options {
        QString address;          ///< numeric
        quint16 port = 0;         ///< 0: any free one
        QString certificateFile;  ///< PEM chain; empty: plain http, loopback only
        QString keyFile;
        int workers = 4;     ///< threads that work on requests
        int maxQueued = 64;  ///< requests that wait for a worker
        qint64 maxBodyBytes = kMaxBodyBytes;
        qint64 maxHeldBytes =
            128LL * 1024 * 1024;  ///< of all bodies that came, until their answers are written, and of these
        quint32 maxHeaderBytes = 16 * 1024;
        int maxConnectionsAnAddress = 64;
        int maxConnections = 8192;
        /// Behind a proxy on this machine: of connections from loopback, X-Real-IP tells whose request it is, and their number has no bound
        /// of its own. A request that was passed on sees no metrics.
        bool isBehindProxy = false;
        std::chrono::milliseconds handshake{10'000}, idle{60'000}, header{5'000}, body{30'000}, write{30'000};
        std::chrono::milliseconds linger{5'000};  ///< for reading on after a refusal
        std::chrono::milliseconds drain{10'000};  ///< for what was begun before stop()
    };
    /// Opens the socket. Refused for plain http beyond loopback, Invalid for what is no address, Storage when the address is taken or a
    /// TLS file is unreadable or does not fit the other.
    static Result<std::unique_ptr<HubServer>> open(Hub& hub, const Options& options);
    ~HubServer();

    /// "https://127.0.0.1:4711": where it listens.
    QString url() const;
    /// Once.
    void run();
    void stop();
    /// Reads certificate and key again; new connections get them, open ones go on with what they have. From any thread, and it does not wait;
    /// what cannot be used is told in the log, and the old pair stays. Nothing without TLS.
    void reloadTls();

    /// Inside of sync/hub only.
    struct Private;

private:
    explicit HubServer(std::unique_ptr<Private> own);
    std::unique_ptr<Private> d;
};

}  // namespace prohori
