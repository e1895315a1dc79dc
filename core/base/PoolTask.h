// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThreadPool>

#include <atomic>
#include <functional>
#include <future>
#include <memory>

namespace prohori {

/** Work that goes on in a thread of the program's pool, whose threads stay and keep what they have made ready. Where none of them has come to it, because all
    are busy or there are no more to be had, whoever takes the outcome does the work himself: nobody waits for what has not begun.

    Whoever lets go of it waits until it is done, or sees to it that it never begins: it may refer to what outlives the task.
*/
template <typename T>
class PoolTask {
public:
    PoolTask() = default;
    explicit PoolTask(std::function<T()> work) : m_shared(std::make_shared<Shared>(std::move(work)))
    {
        m_outcome = m_shared->work.get_future();
        QThreadPool::globalInstance()->start([shared = m_shared] { shared->runOnce(); });
    }
    ~PoolTask() { letGo(); }
    PoolTask(PoolTask&&) noexcept = default;
    PoolTask& operator=(PoolTask&& other) noexcept
    {
        letGo();
        m_shared = std::move(other.m_shared);
        m_outcome = std::move(other.m_outcome);
        return *this;
    }

    bool isThere() const { return m_outcome.valid(); }
    /// What came of it, once.
    T take()
    {
        m_shared->runOnce();
        return m_outcome.get();
    }

private:
    struct Shared {
        explicit Shared(std::function<T()> itsWork) : work(std::move(itsWork)) {}
        void runOnce()
        {
            if (!isBegun.exchange(true))
                work();
        }
        std::packaged_task<T()> work;
        std::atomic<bool> isBegun = false;
    };

    void letGo()
    {
        if (m_outcome.valid() && m_shared->isBegun.exchange(true))
            m_outcome.wait();
    }

    std::shared_ptr<Shared> m_shared;
    std::future<T> m_outcome;
};

}  // namespace prohori
