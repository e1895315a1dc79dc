// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/HubIntroduction.h"

#include "core/secrets/WaitFor.h"
#include "sync/client/HttpTransport.h"

#include <QNetworkReply>
#include <QNetworkRequest>
#include <QPromise>
#include <QSslCertificate>
#include <QSslConfiguration>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

Result<HubIntroduction> introductionOf(QNetworkReply& reply, const QByteArray& pin)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0 || (status == Transport::kOk && reply.error() != QNetworkReply::NoError))
        return Error{ErrorCode::Offline,
                     u"the hub at %1 was not reached (%2): try again when the line is back"_s.arg(
                         reply.url().toString(QUrl::RemovePath), reply.errorString())};
    const auto said = readIntroduction(reply.read(kMaxIntroductionBytes + 1));
    if (status != Transport::kOk || !said)
        return Error{ErrorCode::Refused,
                     u"what answers at %1 does not introduce itself as a hub"_s.arg(
                         reply.url().toString(QUrl::RemovePath)),
                     u"no-introduction"_s};
    return HubIntroduction{*said, pin};
}

}  // namespace

QFuture<Result<HubIntroduction>> askHubForItself(const QUrl& hub)
{
    if (const auto fine = checkHubAddress(hub); !fine)
        return readyFuture(Result<HubIntroduction>(fine.error()));
    const auto promise = std::make_shared<QPromise<Result<HubIntroduction>>>();
    promise->start();
    auto* network = new QNetworkAccessManager;
    QNetworkReply* reply = network->get(hubRequest(hub, u"/v1/hub"_s));
    QObject::connect(reply, &QNetworkReply::sslErrors, reply, [reply] { reply->ignoreSslErrors(); });
    QObject::connect(reply, &QNetworkReply::readyRead, reply, [reply] {
        if (reply->bytesAvailable() > kMaxIntroductionBytes)
            reply->abort();
    });
    QObject::connect(reply, &QNetworkReply::finished, network, [=] {
        const QSslCertificate certificate = reply->sslConfiguration().peerCertificate();
        promise->addResult(
            introductionOf(*reply, certificate.isNull() ? QByteArray() : tlsPinOf(certificate)));
        promise->finish();
        reply->deleteLater();
        network->deleteLater();
    });
    return promise->future();
}

}  // namespace prohori
