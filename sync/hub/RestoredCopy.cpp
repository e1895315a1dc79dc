// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/RestoredCopy.h"

#include "sync/hub/AttachmentCustody.h"
#include "sync/hub/HubBackup.h"
#include "sync/hub/HubCheck.h"
#include "sync/hub/PostgresHubStorage.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

Result<HubFindings> checkedWhole(PostgresHubStorage& storage, const AuthorityInfo& authority)
{
    const AttachmentCustody files({}, storage.sealedBytes());
    auto found = checkHub(storage, authority, &files);
    if (!found || found->faults.isEmpty())
        return found;
    return Error{ErrorCode::Damaged,
                 u"what was restored is not sound: %1"_s.arg(
                     found->faults.first(std::min(kFaultsInSentence, found->faults.size())).join(u"; "_s))};
}

}  // namespace

Result<RestoredCopy> RestoredCopy::prove(PostgresHubStorage& live, PostgresHubStorage& copy,
                                         const AuthorityInfo& authority, const Claim& claim,
                                         const Clock& clock)
{
    if (claim.made > clock.now())
        return Error{ErrorCode::Invalid, u"the backup cannot have been begun at a time to come"_s};
    const auto isOne = live.isSameDatabase(copy);
    if (!isOne)
        return isOne.error();
    if (*isOne)
        return Error{ErrorCode::Refused, u"what was restored has to be another database than the hub's own"_s,
                     u"same-database"_s};
    const auto found = checkedWhole(copy, authority);
    if (!found)
        return found.error();
    if (found->changes < claim.least)
        return Error{ErrorCode::Damaged,
                     u"what was restored holds %1 changes, and the hub held %2 when the backup was begun"_s
                         .arg(found->changes)
                         .arg(claim.least)};
    const auto ends = hubEnds(copy);
    if (!ends)
        return ends.error();
    const auto held = hubEnds(live, &*ends);
    if (!held)
        return held.error();
    RestoredCopy proved;
    proved.note = {claim.made, clock.now(), found->changes, ends->digest()};
    proved.replicas = ends->replicas.size();
    proved.files = found->files;
    if (held->digest() != proved.note.digest)
        return Error{ErrorCode::Damaged, u"what was restored is not what the hub holds"_s};
    if (!claim.notes)
        return proved;
    const auto noted = live.transaction([&] { return live.noteBackup(proved.note, safeMarksOf(*ends)); });
    return noted ? Result<RestoredCopy>(proved) : Result<RestoredCopy>(noted.error());
}

Result<qint64> RestoredCopy::noteSetBack(PostgresHubStorage& storage, const AuthorityInfo& authority,
                                         const Clock& clock)
{
    const auto found = checkedWhole(storage, authority);
    if (!found)
        return found.error();
    const auto ends = hubEnds(storage);
    if (!ends)
        return ends.error();
    const SetBack when = setBackTo(*ends, clock.now());
    const auto noted = storage.transaction([&] { return storage.noteSetBack(when); });
    return noted ? Result<qint64>(found->changes) : Result<qint64>(noted.error());
}

}  // namespace prohori
