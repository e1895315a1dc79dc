// SPDX-License-Identifier: GPL-3.0-or-later
// Other processes may serve the same hub from the same storage. What this one knows of people and requests is then of a moment ago; so it catches up
// before it judges, and looks inside of the transaction, when nobody else writes, whether it has.
#include "sync/hub/HubCheck.h"
#include "sync/hub/HubPrivate.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
const QString kMeanwhile = u"meanwhile"_s;
constexpr int kRounds = 8;
}  // namespace

Result<> Hub::Private::catchUp()
{
    return addStoredStatements(storage, directory, statementsRead);
}

Result<> Hub::Private::isCaughtUp(const ReplicaStatus* before)
{
    const Error cameBetween{ErrorCode::Offline, u"another process of this hub came between again and again"_s,
                            kMeanwhile};
    const auto end = storage.statementEnd();
    if (!end)
        return end.error();
    if (*end != statementsRead)
        return cameBetween;
    if (!before)
        return {};
    const auto now = storage.replica(before->replica);
    if (!now)
        return now.error();
    const bool isSame =
        now->requestCounter == before->requestCounter && now->requestHash == before->requestHash;
    return isSame ? Result<>() : Result<>(cameBetween);
}

Result<> Hub::Private::together(const std::function<Result<>()>& work)
{
    Result<> done;
    for (int round = 0; round < kRounds; ++round) {
        if (auto read = catchUp(); !read)
            return read;
        done = work();
        if (done || done.error().hint != kMeanwhile)
            break;
    }
    return done;
}

}  // namespace prohori
