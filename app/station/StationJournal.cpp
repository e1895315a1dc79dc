// SPDX-License-Identifier: GPL-3.0-or-later
// What a station writes into its journal when somebody comes in.
#include "app/station/FailedUnlocks.h"
#include "app/station/StationParts.h"

#include <chrono>

namespace prohori {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// "1" since this store counts failed attempts beside itself: from then on the file has to be there.
const QString kCountsAttempts = u"journal.counts_attempts"_s;
const QString kPosture = u"journal.posture"_s;
const QString kCommand = u"command"_s;
/// Scripts unlock for each command: one line stands for so long.
constexpr auto kCommandsAsOne = 1h;

QString postureOf(DeviceSecretKind kind)
{
    switch (kind) {
    case DeviceSecretKind::Keychain: return u"keychain"_s;
    case DeviceSecretKind::File: return u"file"_s;
    case DeviceSecretKind::None: break;
    }
    return u"none"_s;
}

}  // namespace

Result<> Station::journal(JournalEvent event, const RecordId& record, const QString& reason)
{
    return d->store->journal({d->clock->now(), me().person, event, record, reason});
}

Result<> Station::backup(const QString& file)
{
    // The line stands in the backup, too.
    if (auto noted = journal(JournalEvent::BackupMade); !noted)
        return noted;
    return d->store->backupTo(file);
}

/// A restored store comes without the file.
Result<> Station::Private::forgetAttempts()
{
    return store->setSetting(kCountsAttempts, u"0"_s);
}

Result<> Station::Private::tellFailedUnlocks()
{
    const FailedUnlocks attempts(folder, store->id(), keys.device.bytes);
    const auto found = attempts.read();
    const bool isMissing = !found && found.error().code == ErrorCode::NotFound;
    const bool isLost = !found && (!isMissing || store->setting(kCountsAttempts) == u"1"_s);
    if (isLost) {
        if (auto noted = store->journal({clock->now(), 0, JournalEvent::UnlockFailed, {}, u"counter-lost"_s});
            !noted)
            return noted;
    }
    for (const FailedUnlocks::Count& count : found ? *found : QList<FailedUnlocks::Count>()) {
        const PersonInfo* person = store->directory().personByLogin(count.login);
        const JournalEntry line{clock->now(),
                                person ? person->person : PersonId(0),
                                JournalEvent::UnlockFailed,
                                {},
                                failedUnlocks(count.times, count.first.msSinceEpoch)};
        if (auto noted = store->journal(line); !noted)
            return noted;
    }
    if (found && found->isEmpty())
        return {};
    if (auto reset = attempts.reset(); !reset)
        return reset;
    return store->setSetting(kCountsAttempts, u"1"_s);
}

Result<> Station::Private::tellPosture()
{
    const PersonId person = me.person;
    if (store->recovery().wasOpen) {
        if (auto noted = store->journal({clock->now(), person, JournalEvent::FolderWasOpen, {}, {}}); !noted)
            return noted;
    }
    const QString posture = postureOf(keys.device.kind);
    if (store->setting(kPosture) == posture)
        return {};
    if (auto noted = store->journal({clock->now(), person, JournalEvent::Posture, {}, posture}); !noted)
        return noted;
    return store->setSetting(kPosture, posture);
}

Result<> Station::signIn(Entrance entrance)
{
    if (auto told = d->tellFailedUnlocks(); !told)
        return told;
    if (auto told = d->tellPosture(); !told)
        return told;
    if (entrance == Entrance::Desktop)
        return journal(JournalEvent::Unlock);
    JournalFilter last;
    last.person = me().person;
    last.event = JournalEvent::Unlock;
    last.limit = 1;
    const auto rows = d->store->journalRows(Store::Journals::Own, last);
    if (!rows)
        return rows.error();
    const Instant now = d->clock->now();
    const bool isTold = !rows->isEmpty() && rows->first().reason == kCommand && rows->first().at <= now
                     && now < rows->first().at.plus(kCommandsAsOne);
    return isTold ? Result<>() : journal(JournalEvent::Unlock, {}, kCommand);
}

}  // namespace prohori
