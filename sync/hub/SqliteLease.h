// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/hub/SqliteHubStorage.h"
#include "sync/hub/WritingMemory.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace prohori {

/// A connection on loan: given back when the lease ends, unless it is the writer's own.
class SqliteHubStorage::Lease {
public:
    explicit Lease(Connection* writer) : m_file(writer) {}
    Lease(std::unique_ptr<Connection> reader, Private* from)
        : m_file(reader.get()),
          m_reader(std::move(reader)),
          m_from(from)
    {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    Connection* operator->() const { return m_file; }
    Connection& operator*() const { return *m_file; }

private:
    Connection* m_file;
    std::unique_ptr<Connection> m_reader;
    Private* m_from = nullptr;
};

/// Inside of sync/hub only.
struct SqliteHubStorage::Private {
    QString path;
    SecretBytes key;
    std::unique_ptr<Connection> writer;
    std::mutex writing;
    std::atomic<std::thread::id> writingThread;  ///< the one inside transaction()
    WritingMemory known;                         ///< of the writing thread

    std::mutex looking;
    Connection* snapshot = nullptr;
    std::atomic<std::thread::id> lookingThread;  ///< the one inside snapshot()

    std::mutex reading;
    std::condition_variable readerCameBack;
    std::vector<std::unique_ptr<Connection>> readers;
    int readersMade = 0;

    KeyProvider provider() const
    {
        return [secret = key] { return secret.view(); };
    }
    bool isWriting() const { return writingThread == std::this_thread::get_id(); }
    /// Waits while all are lent.
    Result<Lease> lendReader();
    void takeBack(std::unique_ptr<Connection> reader);
};

}  // namespace prohori
