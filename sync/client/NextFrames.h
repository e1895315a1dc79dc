// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/PoolTask.h"
#include "core/storage/Store.h"
#include "sync/wire/Messages.h"

#include <QList>

#include <atomic>
#include <memory>

namespace prohori {

/// Changes of some frames that go on from each other, and the cursor behind the last of them.
struct TakenTogether {
    QList<IncomingChange> changes;
    FeedCursor cursor;
    qsizetype next = 0;  ///< the frame behind them
    Result<> fault;
};

/// Whole frames of one feed, until there are `most` changes: read, the signatures proved with the keys of `known`, and packed for the disk. One that does
/// not read keeps none before it from being taken.
TakenTogether readTogether(const QList<Frame>& frames, qsizetype from, qsizetype most,
                           const Directory& known);

/** The next frames, read by another thread while those before them are stored. What time is left until somebody asks for them is used to work out what the
    records come to that begin in them. It needs of the store only whom it knows.
*/
class NextFrames {
public:
    NextFrames() = default;
    NextFrames(QList<Frame> frames, qsizetype from, qsizetype most, Directory known);
    ~NextFrames() { hurry(); }
    NextFrames(NextFrames&&) noexcept = default;
    NextFrames& operator=(NextFrames&& other) noexcept;

    bool isThere() const { return m_task.isThere(); }
    /// What was read, once.
    TakenTogether take();

private:
    void hurry();

    std::shared_ptr<std::atomic<bool>> m_isAwaited;
    PoolTask<TakenTogether> m_task;
};

}  // namespace prohori
