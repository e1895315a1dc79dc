// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/base/Result.h"
#include "core/secrets/SecretBytes.h"

#include <QString>

#include <atomic>
#include <memory>

namespace prohori {

class Connection;

/** Makes a backup (BackupFile.h) of a store that stays open and is written to meanwhile: with a connection of its own, on any thread. It
    shares nothing with the Store but its files, and outlives it.

    The store is tested before, and so is the copy: opened by a second connection it holds what the store holds, or held while it was made,
    and each of its pages is sound. Only then, written to `<file>.part` and synced, it gets its name. A kill at any moment leaves the file
    of before, or none, and perhaps the part. One at a time a store (Busy). Errors as Store::backupTo(); disk full with the megabytes that
    are missing (diskFull()), Cancelled.
*/
class BackupWork {
public:
    /// @param made when, as the backup is to say it
    BackupWork(const QString& folder, const SecretBytes& dataKey, Instant made);

    Result<> run(const QString& file) const;
    /// From another thread: it ends before its next step.
    void stop() const { m_stopped->store(true); }
    Instant made() const { return m_made; }

    /// Whether one is under way in this process: then the log of the store cannot be emptied, and who tries waits for it.
    static bool isRunning(const QString& folder);

private:
    friend class Store;
    /// With a connection that stands already.
    Result<> copy(Connection& store, const QString& file) const;
    Result<> testStore(Connection& store) const;
    Result<> copyInto(Connection& store, const QString& part) const;
    Result<> goOn() const;

    QString m_folder;
    SecretBytes m_dataKey;
    Instant m_made;
    std::shared_ptr<std::atomic<bool>> m_stopped;
};

}  // namespace prohori
