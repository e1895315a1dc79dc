// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Directory.h"
#include "sync/hub/SafeStorage.h"

#include <optional>

namespace prohori {

class PostgresHubStorage;

/** Backups of a hub in PostgreSQL are made by PostgreSQL's own means; what is in one is known when it was restored into another database and looked
    through there. No file is read here: that the backup is whole, synced and kept is for whoever calls.
*/
struct RestoredCopy {
    BackupNote note;
    qint64 replicas = 0, files = 0;

    struct Claim {
        Instant made;       ///< when the backup was begun
        qint64 least = 0;   ///< as many changes the hub held then
        bool notes = true;  ///< false: look only
    };
    /** Checks everything in `copy` (checkHub, files too), and that it is what `live` was once: each chain, feed and statement up to where the copy ends.
        Then stations are told, with their next exchange, that what it holds is safe.

        Errors, and nothing is noted: Refused (hint "same-database") when both are one database, Damaged (the sentences of checkHub, another story than
        the hub's, or less than `least`), Invalid for a time to come, else as the storages.
    */
    static Result<RestoredCopy> prove(PostgresHubStorage& live, PostgresHubStorage& copy,
                                      const AuthorityInfo& authority, const Claim& claim, const Clock& clock);
    /** The hub's own database was set back to a backup by PostgreSQL's means: checked, and noted, so that stations read again what they had read beyond it
        and offer what came in after (REL-34). To be called once after each time, before the hub serves. Gives how many changes there are.
    */
    static Result<qint64> noteSetBack(PostgresHubStorage& storage, const AuthorityInfo& authority,
                                      const Clock& clock);
};

}  // namespace prohori
