// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/SqliteHubStorage.h"
#include "sync/hub/SqliteLease.h"

namespace prohori {

using namespace Qt::StringLiterals;

Result<> SqliteHubStorage::noteBackup(const BackupNote& backup, const QList<SafeMark>& marks)
{
    const auto file = writer();
    if (!file)
        return file.error();
    if (auto kept =
            (*file)->run(u"INSERT INTO backup (made_ms, verified_ms, changes, digest) VALUES (?, ?, ?, ?)",
                         {backup.made.msSinceEpoch, backup.verified.msSinceEpoch, backup.changes,
                          backup.digest});
        !kept)
        return kept;
    for (const SafeMark& mark : marks) {
        if (auto noted =
                (*file)->run(u"INSERT INTO safe (replica, counter) VALUES (?, ?) ON CONFLICT (replica) "
                             u"DO UPDATE SET counter = max(counter, excluded.counter)",
                             {mark.replica.toBytes(), mark.counter});
            !noted)
            return noted;
    }
    return {};
}

Result<std::optional<BackupNote>> SqliteHubStorage::lastBackup()
{
    const auto file = connection();
    if (!file)
        return file.error();
    std::optional<BackupNote> found;
    const auto done =
        (*file)->each(u"SELECT made_ms, verified_ms, changes, digest FROM backup ORDER BY no DESC LIMIT 1",
                      {}, [&](const Row& row) -> Result<> {
                          found = BackupNote{Instant::fromMs(row.integer(0)), Instant::fromMs(row.integer(1)),
                                             row.integer(2), row.bytes(3)};
                          return {};
                      });
    if (!done)
        return done.error();
    return found;
}

Result<quint64> SqliteHubStorage::safeCounter(const ReplicaId& replica)
{
    const auto file = connection();
    if (!file)
        return file.error();
    const auto counter = (*file)->integer(u"SELECT coalesce((SELECT counter FROM safe WHERE replica = ?), 0)",
                                          {replica.toBytes()});
    if (!counter)
        return counter.error();
    return static_cast<quint64>(*counter);
}

Result<> SqliteHubStorage::noteSetBack(const SetBack& when)
{
    const auto file = writer();
    if (!file)
        return file.error();
    if (auto kept = (*file)->run(u"INSERT INTO set_back (id, noted_ms, statements) VALUES (?, ?, ?)",
                                 {when.id, when.noted.msSinceEpoch, when.statements});
        !kept)
        return kept;
    for (auto at = when.feeds.constBegin(); at != when.feeds.constEnd(); ++at) {
        if (auto kept = (*file)->run(u"INSERT INTO set_back_feed (id, feed, position) VALUES (?, ?, ?)",
                                     {when.id, at.key(), at.value()});
            !kept)
            return kept;
    }
    return {};
}

Result<QList<SetBack>> SqliteHubStorage::setBacks()
{
    const auto file = connection();
    if (!file)
        return file.error();
    QList<SetBack> found;
    const auto done = (*file)->each(
        u"SELECT id, noted_ms, statements FROM set_back ORDER BY no", {}, [&](const Row& row) -> Result<> {
            found.append(
                {row.bytes(0), Instant::fromMs(row.integer(1)), {}, static_cast<quint64>(row.integer(2))});
            return {};
        });
    if (!done)
        return done.error();
    for (SetBack& one : found) {
        const auto read =
            (*file)->each(u"SELECT feed, position FROM set_back_feed WHERE id = ?", {one.id},
                          [&](const Row& row) -> Result<> {
                              one.feeds.insert(row.text(0), static_cast<quint64>(row.integer(1)));
                              return {};
                          });
        if (!read)
            return read.error();
    }
    return found;
}

Result<> SqliteHubStorage::copyInto(const QString& path)
{
    const auto file = connection();
    if (!file)
        return file.error();
    return (*file)->vacuumInto(path);
}

}  // namespace prohori
