// SPDX-License-Identifier: GPL-3.0-or-later
#include "RawRequest.h"

#include "sync/client/HttpTransport.h"

#include <QEventLoop>

namespace prohori {

using namespace Qt::StringLiterals;

Result<WireVerdict> uploadRaw(const QUrl& hub, const Store& store, const CertificateId& person,
                              const Change& change, quint64 counter)
{
    const HubCertificate certified = store.directory().hubs().last();
    SyncRequest request;
    request.hub = certified.hub;
    request.replica = store.replica();
    request.person = person;
    request.requestCounter = counter;
    request.headCounter = change.body().counter - 1;
    request.head = change.body().prev;
    Frame frame;
    packFrame({{std::make_shared<const Change>(change), 0, {}}}, 0, {}, frame, request.writer());
    request.frames.append(frame);
    const QByteArray bytes = request.encode(store.replicaKey());
    const auto transport = makeHttpTransport(hub, certified.tlsPin);
    std::optional<Result<Transport::Reply>> reply;
    QEventLoop loop;
    transport->post(
        bytes, [](qint64, qint64) {},
        [&](const Result<Transport::Reply>& came) {
            reply = came;
            loop.quit();
        });
    if (!reply)
        loop.exec();
    if (!*reply)
        return reply->error();
    const auto answer = SyncAnswer::decode((*reply)->body, certified.hub, blake2b(bytes));
    if (!answer)
        return answer.error();
    if (answer->verdicts.size() != 1)
        return Error{ErrorCode::Refused, u"no verdict: %1"_s.arg(answer->error), answer->error};
    return answer->verdicts[0];
}

}  // namespace prohori
