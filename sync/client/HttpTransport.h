// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/SyncClient.h"

#include <QNetworkAccessManager>
#include <QObject>

class QNetworkReply;
class QNetworkRequest;
class QSslCertificate;

namespace prohori {

/// A request to a hub as all of them are: TLS 1.3, no root of the system, no redirects, no cookies, 30 s of silence at most.
QNetworkRequest hubRequest(const QUrl& hub, const QString& path);
/// Refused (hint "address") unless the address is https, or http to this machine.
Result<> checkHubAddress(const QUrl& hub);
/// SHA-256 of the SubjectPublicKeyInfo: what the pin in an invitation is.
QByteArray tlsPinOf(const QSslCertificate& certificate);

/** The line: HTTP/1.1 over TLS 1.3 through QNetworkAccessManager, one request at a time.

    The pin is compared when the handshake is done and before the request is written; with a wrong one no byte of it leaves. Errors: Offline (not
    reached, cut, silent for 30 s), Refused (hint "wrong-hub" or "address").
*/
class HttpTransport final : public QObject, public Transport {
    Q_OBJECT
public:
    HttpTransport(const QUrl& hub, const QByteArray& tlsPin);
    ~HttpTransport() override;

    void post(const QByteArray& body, Progress progress, Done done) override;
    bool carriesFiles() const override { return true; }
    void postPieces(const QByteArray& body, Progress progress, Done done) override;
    void cancel() override;

private:
    static constexpr qint64 kSlack = 64 * 1024;

    void postTo(const QString& path, const QByteArray& body, const Progress& progress, Done done);
    void checkPin();
    void takeReply();
    void fail(const Error& error);

    QUrl m_hub;
    QByteArray m_pin;
    QNetworkAccessManager m_network;
    QNetworkReply* m_reply = nullptr;
    Done m_done;
    bool m_pinRefused = false;
};

}  // namespace prohori
