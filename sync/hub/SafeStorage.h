// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/base/Ids.h"
#include "core/base/Result.h"

#include <QByteArray>
#include <QHash>
#include <QList>

#include <optional>

namespace prohori {

/// How far a replica's chain goes in a backup that was verified.
struct SafeMark {
    ReplicaId replica;
    quint64 counter = 0;
};

/// A backup of the hub that was opened, checked and found to be what the hub held.
struct BackupNote {
    Instant made, verified;
    qint64 changes = 0;
    QByteArray digest;  ///< HubDigest, 32 bytes
};

/// The hub was set back to a backup: where each list ended then. What stations have read beyond that is another story now.
struct SetBack {
    static constexpr qsizetype kIdBytes = 8;
    QByteArray id;
    Instant noted;
    QHash<Scope, quint64> feeds;  ///< kJournalFeed among them; one that is not named had no entry
    quint64 statements = 0;
};

/** The part of a hub's storage that knows what is in a verified backup, and when the hub was set back to one. What is said of transactions,
    threads and own writes in HubStorage holds here too. A storage without any of it tells no station that anything is safe.
*/
class SafeStorage {
public:
    virtual ~SafeStorage() = default;

    /// Keeps the backup as the last one, and the marks; one below what is there already changes nothing.
    virtual Result<> noteBackup(const BackupNote& /*backup*/, const QList<SafeMark>& /*marks*/)
    {
        return Error{ErrorCode::Refused, QStringLiteral("this storage keeps no note of backups")};
    }
    virtual Result<std::optional<BackupNote>> lastBackup() { return std::optional<BackupNote>(); }
    /// Changes of this replica up to here are in a verified backup; 0 for none.
    virtual Result<quint64> safeCounter(const ReplicaId& /*replica*/) { return quint64(0); }

    virtual Result<> noteSetBack(const SetBack& /*when*/)
    {
        return Error{ErrorCode::Refused, QStringLiteral("this storage keeps no note of being set back")};
    }
    /// In the order of their coming.
    virtual Result<QList<SetBack>> setBacks() { return QList<SetBack>(); }
};

}  // namespace prohori
