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

UploadReader::Changes UploadReader::read(qsizetype first, qsizetype end) const
{
    QList<FramedChange> run;
    for (qsizetype at = first; at < end; ++at) {
        const Frame& frame = m_request.frames[at];
        const auto changes = unpackFrame(frame, m_request.writer(), Broken::Keep, Items::Skimmed);
        if (!changes || !frame.feed.isEmpty())
            return refusedWith(u"bad-frame"_s);
        for (const FramedChange& framed : *changes) {
            if (m_known && framed.change)
                proveAhead(*m_known, *framed.change);
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
        while (next < all && ahead.size() < kAhead) {
            const qsizetype first = std::exchange(next, endOfRun(next));
            ahead.emplace_back([this, first, end = next] { return read(first, end); });
        }
        if (!now)
            return now.error();
        if (auto visited = now->isEmpty() ? Result<>() : visit(*now); !visited)
            return visited;
        if (ahead.empty())
            return {};
        now = ahead.front().take();
        ahead.pop_front();
    }
}

}  // namespace prohori
