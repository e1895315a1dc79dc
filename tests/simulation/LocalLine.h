// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/SyncClient.h"
#include "sync/hub/Hub.h"

#include <functional>
#include <optional>

namespace prohori {

/** The line inside of one process: what a station posts lies here until pump() carries it to the hub and the answer back. What becomes
    of a message on its way is for `onWay` and `onWayBack` to say; an error there is a line that was cut.
*/
class LocalLine final : public Transport {
public:
    explicit LocalLine(Hub* hub) : m_hub(hub) {}

    void setHub(Hub* hub) { m_hub = hub; }
    void post(const QByteArray& body, Progress, Done done) override
    {
        m_waiting = Message{body, std::move(done)};
    }
    void cancel() override { m_waiting.reset(); }

    /// Runs a sync to its end.
    Result<SyncSummary> run(SyncClient& client)
    {
        std::optional<Result<SyncSummary>> outcome;
        const auto connection = QObject::connect(&client, &SyncClient::finished, &client,
                                                 [&](const Result<SyncSummary>& ended) { outcome = ended; });
        client.start();
        while (m_waiting && !outcome)
            pump();
        QObject::disconnect(connection);
        if (!outcome)
            return Error{ErrorCode::Cancelled, QStringLiteral("the sync came to no end"), {}};
        return *outcome;
    }

    std::function<Result<QByteArray>(const QByteArray&)> onWay;
    std::function<Result<QByteArray>(const QByteArray&)> onWayBack;
    QByteArray lastRequest, lastAnswer;

private:
    struct Message {
        QByteArray body;
        Done done;
    };

    void pump()
    {
        const Message message = *std::exchange(m_waiting, std::nullopt);
        message.done(carry(message.body));
    }

    Result<Reply> carry(const QByteArray& body)
    {
        const auto sent = onWay ? onWay(body) : Result<QByteArray>(body);
        if (!sent)
            return sent.error();
        lastRequest = *sent;
        const auto answer = m_hub->handle(*sent);
        if (!answer)
            return Reply{answer.error().code == ErrorCode::Invalid ? 400 : 503, {}, 0};
        lastAnswer = *answer;
        const auto back = onWayBack ? onWayBack(*answer) : answer;
        if (!back)
            return back.error();
        return Reply{200, *back, 0};
    }

    Hub* m_hub;
    std::optional<Message> m_waiting;
};

}  // namespace prohori
