// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Directory.h"
#include "sync/hub/HubStorage.h"

#include <QStringList>

namespace prohori {

class AttachmentCustody;

inline constexpr qsizetype kFaultsInSentence =
    5;  ///< of all that were found, where one sentence tells of them

/// What was looked at, and a sentence for each fault. Sentences name ids, feeds and numbers, and no case data.
struct HubFindings {
    qint64 changes = 0, statements = 0, feeds = 0, journalLines = 0, files = 0;
    QStringList faults;
    QStringList
        stations;  ///< gaps and forks in the journals of stations: no fault of the hub, and for an auditor to follow
    QStringList notes;  ///< what the storage asks the administrator to do: no fault either
};

/** Looks through everything a hub holds, as somebody who trusts only the authority's key (SEC-61): the storage itself, each statement and
    signature, each change against its id, its columns, its author and the rules, the chain of each replica, each feed with its hash chain and the
    order of parents in it, and that what was accepted stands in its feed. Reads one moment of the storage, also while others
    write. A cut tail of everything at once is found by whoever holds a receipt, not here.

    With `files` every piece of every file that is held is read, too; an unfinished one counts up to where it was confirmed.

    Cost: about 0.3 ms a change; some 300 bytes of memory a change. Fails only when the storage cannot be read at all.
*/
Result<HubFindings> checkHub(HubStorage& storage, const AuthorityInfo& authority,
                             const AttachmentCustody* files = nullptr);

/// Adds the statements of the storage after number `read`, and counts `read` on. Damaged for one that is missing or does not read.
Result<> addStoredStatements(HubStorage& storage, Directory& directory, quint64& read);

/// The directory that all of them make.
Result<Directory> storedDirectory(HubStorage& storage, const AuthorityInfo& authority);

}  // namespace prohori
