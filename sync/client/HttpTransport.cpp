// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/HttpTransport.h"

#include <QCryptographicHash>
#include <QHostAddress>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kTransferTimeoutMs = 30'000;
constexpr int kOk = 200;
constexpr int kTooManyRequests = 429;
constexpr int kBadGateway = 502;
constexpr int kUnavailable = 503;
constexpr int kGatewayTimeout = 504;
constexpr int kDefaultRetrySeconds = 30;

bool isLoopback(const QUrl& url)
{
    return url.host() == u"localhost"_s || QHostAddress(url.host()).isLoopback();
}

}  // namespace

QByteArray tlsPinOf(const QSslCertificate& certificate)
{
    return QCryptographicHash::hash(certificate.publicKey().toDer(), QCryptographicHash::Sha256);
}

Result<> checkHubAddress(const QUrl& hub)
{
    if (hub.scheme() == u"https"_s || (hub.scheme() == u"http"_s && isLoopback(hub)))
        return {};
    return Error{ErrorCode::Refused, u"the hub's address %1 is not https"_s.arg(hub.toString()),
                 u"address"_s};
}

QNetworkRequest hubRequest(const QUrl& hub, const QString& path)
{
    QUrl url = hub;
    url.setPath(path);
    url.setUserInfo({});
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setTransferTimeout(kTransferTimeoutMs);
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_3OrLater);
    // Trust is the pin alone; no root of the system is asked.
    tls.setCaCertificates({});
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    request.setSslConfiguration(tls);
    return request;
}

HttpTransport::HttpTransport(const QUrl& hub, const QByteArray& tlsPin) : m_hub(hub), m_pin(tlsPin) {}

HttpTransport::~HttpTransport()
{
    cancel();
}

void HttpTransport::fail(const Error& error)
{
    const Done done = std::exchange(m_done, nullptr);
    if (done)
        done(error);
}

void HttpTransport::post(const QByteArray& body, Progress progress, Done done)
{
    postTo(u"/v1/sync"_s, body, progress, std::move(done));
}

void HttpTransport::postPieces(const QByteArray& body, Progress progress, Done done)
{
    postTo(u"/v1/pieces"_s, body, progress, std::move(done));
}

void HttpTransport::postTo(const QString& path, const QByteArray& body, const Progress& progress, Done done)
{
    m_done = std::move(done);
    if (const auto fine = checkHubAddress(m_hub); !fine) {
        QMetaObject::invokeMethod(
            this, [this, error = fine.error()] { fail(error); }, Qt::QueuedConnection);
        return;
    }
    QNetworkRequest request = hubRequest(m_hub, path);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/cbor"_s);
    m_reply = m_network.post(request, body);
    // Both are emitted before the first byte of the request is written.
    connect(m_reply, &QNetworkReply::sslErrors, this, [this] { checkPin(); });
    connect(m_reply, &QNetworkReply::encrypted, this, [this] { checkPin(); });
    connect(m_reply, &QNetworkReply::uploadProgress, this,
            [progress](qint64 sent, qint64) { progress(sent, 0); });
    connect(m_reply, &QNetworkReply::downloadProgress, this,
            [progress](qint64 received, qint64) { progress(-1, received); });
    connect(m_reply, &QNetworkReply::readyRead, this, [this] {
        if (m_reply && m_reply->bytesAvailable() > kMaxBodyBytes + kSlack)
            m_reply->abort();
    });
    connect(m_reply, &QNetworkReply::finished, this, &HttpTransport::takeReply);
}

void HttpTransport::checkPin()
{
    if (!m_reply)
        return;
    const QSslCertificate certificate = m_reply->sslConfiguration().peerCertificate();
    if (!m_pin.isEmpty() && tlsPinOf(certificate) == m_pin) {
        // The key is the hub's own: names, dates and issuers of its certificate say nothing more.
        m_reply->ignoreSslErrors();
        return;
    }
    m_pinRefused = true;
    m_reply->abort();
}

void HttpTransport::takeReply()
{
    QNetworkReply* reply = std::exchange(m_reply, nullptr);
    reply->deleteLater();
    const Done done = std::exchange(m_done, nullptr);
    if (!done)
        return;
    if (std::exchange(m_pinRefused, false)) {
        done(Error{ErrorCode::Refused,
                   u"%1 is not the hub this station was invited to (another TLS key)"_s.arg(m_hub.toString()),
                   u"wrong-hub"_s});
        return;
    }
    Reply answer;
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (answer.status == 0 || (answer.status == kOk && reply->error() != QNetworkReply::NoError)) {
        done(Error{ErrorCode::Offline,
                   u"the hub at %1 was not reached (%2): try again when the line is back"_s.arg(
                       m_hub.toString(), reply->errorString())});
        return;
    }
    answer.body = reply->readAll();
    // A proxy that finds no hub behind it: the hub is away for a moment, and refused nothing.
    if (answer.status == kBadGateway || answer.status == kGatewayTimeout)
        answer.status = kUnavailable;
    if (answer.status == kUnavailable || answer.status == kTooManyRequests) {
        bool given = false;
        answer.retryAfterSeconds = reply->rawHeader("Retry-After").toInt(&given);
        if (!given)
            answer.retryAfterSeconds = kDefaultRetrySeconds;
    }
    done(answer);
}

void HttpTransport::cancel()
{
    m_done = nullptr;
    if (QNetworkReply* reply = std::exchange(m_reply, nullptr)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
}

std::unique_ptr<Transport> makeHttpTransport(const QUrl& hub, const QByteArray& tlsPin)
{
    return std::make_unique<HttpTransport>(hub, tlsPin);
}

}  // namespace prohori
