// SPDX-License-Identifier: GPL-3.0-or-later
// What is in a verified backup, and when the hub was set back to one.
#include "sync/hub/PostgresHubStorage.h"
#include "sync/hub/PostgresLease.h"

namespace prohori {

Result<> PostgresHubStorage::noteBackup(const BackupNote& backup, const QList<SafeMark>& marks)
{
    const auto database = writer();
    if (!database)
        return database.error();
    auto done = (*database)->later("INSERT INTO backup (no, made_ms, verified_ms, changes, digest) "
                                   "SELECT coalesce(max(no), 0) + 1, $1, $2, $3, $4 FROM backup",
                                   {backup.made.msSinceEpoch, backup.verified.msSinceEpoch, backup.changes,
                                    backup.digest});
    for (const SafeMark& mark : marks) {
        if (!done)
            break;
        done = (*database)->later(
            "INSERT INTO safe AS s (replica, counter) VALUES ($1, $2) "
            "ON CONFLICT (replica) DO UPDATE SET counter = greatest(s.counter, excluded.counter)",
            {mark.replica.toBytes(), mark.counter});
    }
    return done;
}

Result<std::optional<BackupNote>> PostgresHubStorage::lastBackup()
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows =
        (*database)->ask("SELECT made_ms, verified_ms, changes, digest FROM backup ORDER BY no DESC LIMIT 1");
    if (!rows)
        return rows.error();
    if (rows->size() == 0)
        return std::optional<BackupNote>();
    return std::optional(BackupNote{Instant::fromMs(rows->integer(0, 0)),
                                    Instant::fromMs(rows->integer(0, 1)), rows->integer(0, 2),
                                    rows->bytes(0, 3)});
}

Result<quint64> PostgresHubStorage::safeCounter(const ReplicaId& replica)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto counter =
        (*database)->integer("SELECT counter FROM safe WHERE replica = $1", {replica.toBytes()});
    return counter ? Result<quint64>(static_cast<quint64>(*counter)) : counter.error();
}

Result<> PostgresHubStorage::noteSetBack(const SetBack& when)
{
    const auto database = writer();
    if (!database)
        return database.error();
    auto done = (*database)->later("INSERT INTO set_back (no, id, noted_ms, statements) "
                                   "SELECT coalesce(max(no), 0) + 1, $1, $2, $3 FROM set_back",
                                   {when.id, when.noted.msSinceEpoch, when.statements});
    for (auto at = when.feeds.constBegin(); done && at != when.feeds.constEnd(); ++at)
        done = (*database)->later("INSERT INTO set_back_feed (id, feed, position) VALUES ($1, $2, $3)",
                                  {when.id, at.key(), at.value()});
    return done ? (*database)->flush() : done;
}

Result<QList<SetBack>> PostgresHubStorage::setBacks()
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows =
        (*database)->ask("SELECT s.id, s.noted_ms, s.statements, f.feed, f.position FROM set_back s "
                         "LEFT JOIN set_back_feed f ON f.id = s.id ORDER BY s.no, f.feed");
    if (!rows)
        return rows.error();
    QList<SetBack> found;
    for (int row = 0; row < rows->size(); ++row) {
        const QByteArray id = rows->bytes(row, 0);
        if (found.isEmpty() || found.last().id != id)
            found.append({id,
                          Instant::fromMs(rows->integer(row, 1)),
                          {},
                          static_cast<quint64>(rows->integer(row, 2))});
        if (!rows->isNull(row, 3))
            found.last().feeds.insert(rows->text(row, 3), static_cast<quint64>(rows->integer(row, 4)));
    }
    return found;
}

}  // namespace prohori
