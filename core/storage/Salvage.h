// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/secrets/SecretBytes.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QStringList>

namespace prohori {

/// What a salvage brought, and what it did not.
struct Salvaged {
    qint64 pages = 0;     ///< of the store and its log
    qint64 badPages = 0;  ///< that nobody can read
    qint64 changes = 0, fromSecondHome = 0, fromBackup = 0;
    qint64 statements = 0, drafts = 0, kept = 0, settings = 0, papers = 0;
    /// Changes that are known of and not there, by replica and counter. Those behind the last that is known of cannot be named.
    QMap<ReplicaId, QList<quint64>> missing;
    /// Records of which a change is missing on which another stands.
    QList<RecordId> holed;
    qint64 refused = 0;       ///< changes and statements that were read and not taken in
    bool knewItself = false;  ///< the line that says which store it is could be read

    /// A line each, for people; ids and numbers only.
    QStringList sentences() const;
    QJsonObject toJson() const;
};

/** Writes all that can be read of a damaged store into a new one (REL-17): every change that stands whole on pages that can be read, in
    whatever order and however the rest of the file looks, what its second home `unsent/` holds, and what else its newest backup in `backups/` has; statements about people, typing that was no
    change yet, what windows kept, settings, and the papers beside it. Key slots are those of the old one, so the passwords stay. Lists, search and folds are
    made anew; the journal begins anew, and the old one stays in the damaged folder, which is not changed but for its lock.

    The new store says needsRemint(): it goes on as a new replica. It has no cursors, so the next sync reads all feeds from their
    beginning, and takes everything as unsent that no row says to be at the hub: the hub passes over what it has.

    Refused when `target` is in use. Damaged when nothing says whose store it is: neither its own line nor any statement. Errors leave nothing behind.
*/
Result<Salvaged> salvageStore(const QString& folder, const SecretBytes& dataKey, const QString& target,
                              const Clock& clock);

}  // namespace prohori
