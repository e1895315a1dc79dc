// SPDX-License-Identifier: GPL-3.0-or-later
#include "LocalLine.h"

#include <QEventLoop>
#include <QTimer>

#include <utility>

namespace prohori {

LocalLine::LocalLine(Hub* hub) : m_hub(hub) {}

LocalLine::~LocalLine() = default;

void LocalLine::cancel()
{
    m_waiting.reset();
}

void LocalLine::post(const QByteArray& body, Progress, Done done)
{
    m_waiting = Message{body, std::move(done)};
}

Result<SyncSummary> LocalLine::run(SyncClient& client)
{
    std::optional<Result<SyncSummary>> outcome;
    const auto connection = QObject::connect(&client, &SyncClient::finished, &client,
                                             [&](const Result<SyncSummary>& ended) { outcome = ended; });
    client.start();
    // While the next answer is asked for early the client goes on by the event loop.
    constexpr int kMostTurns = 100'000;
    for (int turns = 0; !outcome && turns < kMostTurns; ++turns) {
        if (m_waiting) {
            pump();
            continue;
        }
        QEventLoop loop;
        QTimer::singleShot(0, &loop, &QEventLoop::quit);
        loop.exec();
    }
    QObject::disconnect(connection);
    if (!outcome)
        return Error{ErrorCode::Cancelled, QStringLiteral("the sync came to no end"), {}};
    return *outcome;
}

void LocalLine::pump()
{
    const Message message = *std::exchange(m_waiting, std::nullopt);
    message.done(carry(message.body));
}

Result<Transport::Reply> LocalLine::carry(const QByteArray& body)
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

}  // namespace prohori
