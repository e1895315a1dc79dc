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
    explicit LocalLine(Hub* hub);
    ~LocalLine() override;

    void setHub(Hub* hub) { m_hub = hub; }
    void post(const QByteArray& body, Progress, Done done) override;
    void cancel() override;

    /// Runs a sync to its end.
    Result<SyncSummary> run(SyncClient& client);

    std::function<Result<QByteArray>(const QByteArray&)> onWay;
    std::function<Result<QByteArray>(const QByteArray&)> onWayBack;
    QByteArray lastRequest, lastAnswer;

private:
    struct Message {
        QByteArray body;
        Done done;
    };

    void pump();

    Result<Reply> carry(const QByteArray& body);

    Hub* m_hub;
    std::optional<Message> m_waiting;
};

}  // namespace prohori
