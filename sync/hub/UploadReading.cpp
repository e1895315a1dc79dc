// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/UploadReading.h"

#include "core/base/PoolTask.h"
#include "sync/hub/HubPrivate.h"

#include <deque>

namespace prohori {

using namespace Qt::StringLiterals;

qsizetype UploadReader::endOfRun(qsizetype first) const
{
    const QList<Frame>& frames = m_request.frames;
    qsizetype bytes = 0;
    qsizetype end = first;
    for (; end < frames.size() && end - first < kMostFrames && bytes < kRunBytes; ++end)
        bytes += frames[end].packed.size();
    return end;
}

UploadReader::Changes UploadReader::readFrame(qsizetype at) const
{
    const Frame& frame = m_request.frames[at];
    FrameWriter writer = m_request.writer();
    std::optional<Error> fault;
    if (at == 0) {
        writer.findHeld = [&](const RecordId& record, const QByteArray& start) -> std::optional<ChangeId> {
            const auto held = m_storage.idsOfRecord(record, start);
            if (!held)
                fault = held.error();
            if (held && held->size() != 1)
                LogLine("upload.parent-not-found"_L1)
                    .id("replica"_L1, m_request.replica)
                    .count("held"_L1, held->size())
                    .write(hubLog());
            if (!held || held->isEmpty() || (m_known && held->size() > 1))
                return std::nullopt;
            // Of a request that was taken it is the one that was there then.
            return held->first();
        };
    }
    if (!frame.feed.isEmpty())
        return refusedWith(u"bad-frame"_s);
    auto changes = unpackFrame(frame, writer, Broken::Keep, Items::Skimmed);
    if (fault)
        return *fault;
    return changes ? changes : refusedWith(u"bad-frame"_s);
}

UploadReader::Changes UploadReader::read(qsizetype first, qsizetype end) const
{
    QList<FramedChange> run;
    for (qsizetype at = first; at < end; ++at) {
        const auto changes = readFrame(at);
        if (!changes)
            return changes.error();
        for (const FramedChange& framed : *changes) {
            const bool isProven = m_known && framed.change && proveAhead(*m_known, *framed.change);
            if (framed.hasFoundParent && m_known && !isProven) {
                LogLine("upload.parent-not-proven"_L1).id("replica"_L1, m_request.replica).write(hubLog());
                return refusedWith(u"bad-frame"_s);
            }
        }
        run += *changes;
    }
    return run;
}

Result<> UploadReader::each(const std::function<Result<>(const QList<FramedChange>&)>& visit) const
{
    const qsizetype all = m_request.frames.size();
    std::deque<PoolTask<Changes>> ahead;
    qsizetype next = endOfRun(0);
    // What there is in one run needs no second thread.
    Changes now = read(0, next);
    for (;;) {
        if (!now)
            return now.error();
        while (next < all && ahead.size() < kAhead) {
            const qsizetype first = std::exchange(next, endOfRun(next));
            ahead.emplace_back([this, first, end = next] { return read(first, end); });
        }
        if (auto visited = now->isEmpty() ? Result<>() : visit(*now); !visited)
            return visited;
        if (ahead.empty())
            return {};
        now = ahead.front().take();
        ahead.pop_front();
    }
}

}  // namespace prohori
