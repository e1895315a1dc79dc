// SPDX-License-Identifier: GPL-3.0-or-later
// Connections, transactions and snapshots.
#include "sync/hub/PostgresHubStorage.h"

#include "sync/hub/PostgresLease.h"
#include "sync/hub/PostgresSchema.h"

#include <QScopeGuard>

namespace prohori {

using namespace Qt::StringLiterals;

PostgresHubStorage::PostgresHubStorage(std::unique_ptr<Private> own) : d(std::move(own)) {}
PostgresHubStorage::~PostgresHubStorage() = default;

Result<std::unique_ptr<PostgresHubStorage>> PostgresHubStorage::open(const QString& url)
{
    auto own = std::make_unique<Private>();
    own->url = url;
    auto writer = own->connect();
    if (!writer)
        return writer.error();
    own->writer = std::move(*writer);
    return std::unique_ptr<PostgresHubStorage>(new PostgresHubStorage(std::move(own)));
}

// ---- the pool

/// The tables may have been migrated since the last connection was made, so each looks.
Result<std::unique_ptr<PostgresConnection>> PostgresHubStorage::Private::connect() const
{
    auto made = PostgresConnection::open(url, PostgresConnection::Use::Serve);
    if (!made)
        return made;
    if (auto fits = checkPostgresSchema(**made); !fits)
        return fits.error();
    return made;
}

PostgresHubStorage::Lease::~Lease()
{
    if (m_from && m_reader)
        m_from->takeBack(std::move(m_reader));
}

Result<PostgresHubStorage::Lease> PostgresHubStorage::Private::lendReader()
{
    {
        std::unique_lock lock(reading);
        readerCameBack.wait(lock, [this] { return !readers.empty() || readersMade < kReaders; });
        while (!readers.empty()) {
            auto reader = std::move(readers.back());
            readers.pop_back();
            if (reader->isAlive())
                return Lease(std::move(reader), this);
            --readersMade;
        }
        ++readersMade;
    }
    auto made = connect();
    if (!made) {
        takeBack(nullptr);
        return made.error();
    }
    return Lease(std::move(*made), this);
}

/// One that broke, or was never made, makes room for another.
void PostgresHubStorage::Private::takeBack(std::unique_ptr<PostgresConnection> reader)
{
    {
        const std::lock_guard lock(reading);
        if (reader && reader->isAlive())
            readers.push_back(std::move(reader));
        else
            --readersMade;
    }
    readerCameBack.notify_one();
}

// ---- transactions

/// The lock comes first: all that is read after it is what those before have committed.
Result<> PostgresHubStorage::transaction(const std::function<Result<>()>& work)
{
    const std::lock_guard lock(d->writing);
    const auto ended = qScopeGuard([this] {
        d->writingThread = std::thread::id();
        d->known = {};
        d->batch = {};
        d->lastNo = -1;
    });
    if (!d->writer || !d->writer->isAlive()) {
        d->writer.reset();
        auto made = d->connect();
        if (!made)
            return made.error();
        d->writer = std::move(*made);
    }
    auto begun = d->writer->later("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    if (begun)
        begun = d->writer->run("SELECT pg_advisory_xact_lock(7233175020192600002)");
    if (begun) {
        d->writingThread = std::this_thread::get_id();
        // What is thrown goes on to who asked; the connection goes, and with it what was half done.
        auto thrown = qScopeGuard([this] { d->writer.reset(); });
        begun = work();
        thrown.dismiss();
        d->writingThread = std::thread::id();
    }
    return finish(*d->writer, begun);
}

Result<> PostgresHubStorage::finish(PostgresConnection& database, const Result<>& worked)
{
    auto done = worked ? d->batch.send(database) : worked;
    if (done)
        done = database.flush();
    if (done) {
        const auto committed = database.ask("COMMIT");
        if (committed && committed->done() == "COMMIT")
            return {};
        // It answers so when a statement had failed and `work` went on.
        done = committed ? Error{ErrorCode::Storage, u"the hub's database undid what was to be kept"_s}
                         : committed.error();
    }
    (void)database.flush();
    if (!database.isAlive() || !database.run("ROLLBACK"))
        d->writer.reset();
    return done;
}

Result<> PostgresHubStorage::snapshot(const std::function<Result<>()>& look)
{
    const std::lock_guard lock(d->looking);
    const auto reader = d->lendReader();
    if (!reader)
        return reader.error();
    if (auto begun = (*reader)->run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); !begun)
        return begun;
    d->snapshot = &**reader;
    d->lookingThread = std::this_thread::get_id();
    auto outcome = look();
    d->lookingThread = std::thread::id();
    d->snapshot = nullptr;
    const auto ended = (*reader)->run("ROLLBACK");
    return outcome ? ended : outcome;
}

/// A lock that this one holds is free in every database but its own.
Result<bool> PostgresHubStorage::isSameDatabase(PostgresHubStorage& other)
{
    bool isOne = true;
    const auto asked = transaction([&]() -> Result<> {
        if (auto locked = d->writer->run("SELECT pg_advisory_xact_lock(7233175020192600003)"); !locked)
            return locked;
        const auto reader = other.d->lendReader();
        if (!reader)
            return reader.error();
        const auto isFree =
            (*reader)->integer("SELECT pg_try_advisory_xact_lock_shared(7233175020192600003)");
        if (!isFree)
            return isFree.error();
        isOne = *isFree == 0;
        return {};
    });
    return asked ? Result<bool>(isOne) : Result<bool>(asked.error());
}

Result<> PostgresHubStorage::mayWrite() const
{
    if (!d->isWriting())
        return Error{ErrorCode::Invalid, u"the hub's storage is written inside a transaction only"_s};
    return {};
}

Result<PostgresConnection*> PostgresHubStorage::writer()
{
    if (auto writes = mayWrite(); !writes)
        return writes.error();
    if (auto sent = d->batch.send(*d->writer); !sent)
        return sent.error();
    return d->writer.get();
}

Result<> PostgresHubStorage::sendFullBatch()
{
    return d->batch.isFull() ? d->batch.send(*d->writer) : Result<>();
}

Result<PostgresHubStorage::Lease> PostgresHubStorage::connection()
{
    if (d->isWriting()) {
        const auto own = writer();
        return own ? Result<Lease>(Lease(*own)) : own.error();
    }
    if (d->lookingThread == std::this_thread::get_id())
        return Lease(d->snapshot);
    return d->lendReader();
}

}  // namespace prohori
