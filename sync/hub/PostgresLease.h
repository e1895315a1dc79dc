// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/hub/PostgresBatch.h"
#include "sync/hub/PostgresConnection.h"
#include "sync/hub/PostgresHubStorage.h"
#include "sync/hub/WritingMemory.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace prohori {

/// A connection on loan: given back when the lease ends, unless it is the writer's own.
class PostgresHubStorage::Lease {
public:
    explicit Lease(PostgresConnection* shared) : m_database(shared) {}
    Lease(std::unique_ptr<PostgresConnection> reader, Private* from)
        : m_database(reader.get()),
          m_reader(std::move(reader)),
          m_from(from)
    {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    PostgresConnection* operator->() const { return m_database; }
    PostgresConnection& operator*() const { return *m_database; }

private:
    PostgresConnection* m_database;
    std::unique_ptr<PostgresConnection> m_reader;
    Private* m_from = nullptr;
};

/// Inside of sync/hub only.
struct PostgresHubStorage::Private {
    QString url;
    std::unique_ptr<PostgresConnection> writer;
    std::mutex writing;
    std::atomic<std::thread::id> writingThread;  ///< the one inside transaction()

    WritingMemory known;  ///< of the writing thread
    PostgresBatch batch;  ///< rows of the transaction that are not on their way yet
    qint64 lastNo = -1;   ///< of a change, in this transaction; -1: not asked yet

    std::mutex looking;
    PostgresConnection* snapshot = nullptr;
    std::atomic<std::thread::id> lookingThread;  ///< the one inside snapshot()

    std::mutex reading;
    std::condition_variable readerCameBack;
    std::vector<std::unique_ptr<PostgresConnection>> readers;
    int readersMade = 0;

    Result<std::unique_ptr<PostgresConnection>> connect() const;
    /// Waits while all are lent.
    Result<Lease> lendReader();
    void takeBack(std::unique_ptr<PostgresConnection> reader);
    bool isWriting() const { return writingThread == std::this_thread::get_id(); }
};

}  // namespace prohori
