// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/PoolTask.h"
#include "core/storage/Store.h"
#include "sync/wire/Messages.h"

#include <QList>

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

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

/** Work of another thread that is done for somebody who stores what came before it, and that may have a part to be done only until he waits for it: it is
    told when he does.
*/
template <typename T>
class ReadAhead {
public:
    ReadAhead() = default;
    explicit ReadAhead(std::function<T(const std::atomic<bool>& isAwaited)> work)
        : m_isAwaited(std::make_shared<std::atomic<bool>>(false)),
          m_task([work = std::move(work), isAwaited = m_isAwaited] { return work(*isAwaited); })
    {}
    ~ReadAhead() { hurry(); }
    ReadAhead(ReadAhead&&) noexcept = default;
    ReadAhead& operator=(ReadAhead&& other) noexcept
    {
        hurry();
        m_isAwaited = std::move(other.m_isAwaited);
        m_task = std::move(other.m_task);
        return *this;
    }

    bool isThere() const { return m_task.isThere(); }
    /// What was read, once.
    T take()
    {
        hurry();
        return m_task.take();
    }

private:
    void hurry()
    {
        if (m_isAwaited)
            *m_isAwaited = true;
    }

    std::shared_ptr<std::atomic<bool>> m_isAwaited;
    PoolTask<T> m_task;
};

/// The frames from a place on, while those before them are stored. What time is left until somebody asks for them is used to work out what the records come to
/// that begin in them. It needs of the store only whom it knows.
ReadAhead<TakenTogether> nextFrames(QList<Frame> frames, qsizetype from, qsizetype most, Directory known);

/// An answer, and its first frames where they can be taken as soon as it is: nothing comes before them, and nobody new with them.
struct ReadAnswer {
    Result<SyncAnswer> answer;
    TakenTogether first;  ///< without changes (`next` is 0) where they cannot
};

/// The same for the answer that comes next, while the last frames of this one are stored.
ReadAhead<ReadAnswer> nextAnswer(QByteArray body, HubId hub, QByteArray requestHash, qsizetype most,
                                 Directory known);

}  // namespace prohori
