// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/PlantedFault.h"
#include "core/storage/BackupWork.h"
#include "core/storage/StoreParts.h"

#include <QHash>
#include <QMap>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Changes that are looked at together, and at most put into one file. Thousands may wait where no line comes.
constexpr int kHomesTogether = 250;

/// First and last counters of the files, by replica.
using Homes = QHash<ReplicaId, QMap<quint64, quint64>>;

bool covers(const Homes& homes, const ChangeHead& change)
{
    const auto ofReplica = homes.find(change.replica);
    if (ofReplica == homes.end())
        return false;
    auto after = ofReplica->upperBound(change.counter);
    return after != ofReplica->begin() && *--after >= change.counter;
}

}  // namespace

Result<> Store::Private::prepareFolders()
{
    const auto prepared = unsent.prepare();
    return prepared ? attachments.prepare() : prepared;
}

/// Own changes that the log lost, and only their second home still has.
Result<> Store::Private::takeBackFromSecondHome()
{
    QList<ChangePtr> lost;
    for (const UnsentFile& home : unsent.list()) {
        const auto own = isOwn(home.replica);
        const auto first = log.holds(home.replica, home.first);
        const auto last = log.holds(home.replica, home.last);
        if (!own || !first || !last)
            return !own ? own.error() : !first ? first.error() : last.error();
        if (!*own || (*first && *last))
            continue;
        const auto changes = unsent.read(home);
        // A damaged one is named by the full check; what nobody holds any more is counted against the anchor.
        if (!changes)
            continue;
        for (const ChangePtr& change : *changes) {
            const auto known = log.contains(change->id());
            if (!known)
                return known.error();
            if (!*known)
                lost.append(change);
        }
    }
    if (lost.isEmpty())
        return {};
    Works works;
    const auto done = transaction([&] { return insertOwn(lost, works); });
    if (!done)
        return done;
    if (auto loaded = loadIdentity(); !loaded)
        return loaded;
    recovery.takenBack = int(lost.size());
    return {};
}

/// The highest counter of this replica that a file of the second home is named after, whether it can be read
/// or not.
Result<quint64> Store::Private::lastInSecondHome() const
{
    quint64 last = 0;
    for (const UnsentFile& home : unsent.list()) {
        if (home.replica == identity.replica)
            last = std::max(last, home.last);
    }
    return last;
}

/// Every unsent change has a second home, also after a restore, after damage to it, or when the hub was set
/// back.
Result<> Store::Private::renewSecondHomes()
{
    Homes homes;
    QList<UnsentFile> damaged;
    for (const UnsentFile& home : unsent.list()) {
        if (unsent.read(home))
            homes[home.replica].insert(home.first, home.last);
        else
            damaged.append(home);
    }
    QList<ChangePtr> batch;
    const auto flush = [&]() -> Result<> {
        if (batch.isEmpty())
            return {};
        const auto written = unsent.write(batch);
        batch.clear();
        if (!written)
            return written.error();
        return {};
    };
    qint64 after = 0;
    while (true) {
        const auto entries = log.unsent(kHomesTogether, after);
        if (!entries)
            return entries.error();
        for (const LogEntry& entry : *entries) {
            // By the head alone: a thousand bodies would take 90 MB, whenever the store is opened.
            const ChangeHead& head = entry.change->head();
            if (covers(homes, head))
                continue;
            const bool follows = !batch.isEmpty() && batch.size() < kHomesTogether
                              && batch.last()->head().replica == head.replica
                              && batch.last()->head().counter + 1 == head.counter;
            if (!follows) {
                if (auto flushed = flush(); !flushed)
                    return flushed;
            }
            batch.append(entry.change);
        }
        if (entries->size() < kHomesTogether)
            break;
        after = entries->last().no;
    }
    if (auto flushed = flush(); !flushed)
        return flushed;
    return removeReplaced(damaged);
}

/// A damaged file goes when all that its name tells of stands in the log, unless it was written anew under
/// the same name.
Result<> Store::Private::removeReplaced(const QList<UnsentFile>& damaged)
{
    for (const UnsentFile& home : damaged) {
        bool isHeld = !unsent.read(home);
        for (quint64 counter = home.first; isHeld && counter <= home.last; ++counter) {
            const auto held = log.holds(home.replica, counter);
            if (!held)
                return held.error();
            isHeld = *held;
        }
        if (!isHeld)
            continue;
        if (auto removed = unsent.remove(home); !removed)
            return removed;
    }
    return damaged.isEmpty() ? Result<>() : unsent.syncRemovals();
}

Result<> Store::Private::checkpoint(bool truncate)
{
    // Who copies the store reads its log: nothing waits for him, the next time empties it.
    const bool isCopied = BackupWork::isRunning(folder);
    const bool empties = truncate && !isCopied && !plantedFault(30);
    const auto kind = empties ? Connection::Checkpoint::Truncate : Connection::Checkpoint::Passive;
    if (auto flushed = file.checkpoint(kind); !flushed)
        return flushed;
    return truncate && !isCopied ? removeDelivered() : Result<>();
}

/// Only after a checkpoint that emptied the WAL: then the changes stand in the main file, synced.
Result<> Store::Private::removeDelivered()
{
    bool removedAny = false;
    if (plantedFault(29))
        return {};
    for (const UnsentFile& home : unsent.list()) {
        const auto waiting = log.hasUnsent(home.replica, home.first, home.last);
        const auto first = log.holds(home.replica, home.first);
        const auto last = log.holds(home.replica, home.last);
        if (!waiting || !first || !last)
            return !waiting ? waiting.error() : !first ? first.error() : last.error();
        if (*waiting || !*first || !*last)
            continue;
        if (auto removed = unsent.remove(home); !removed)
            return removed;
        removedAny = true;
    }
    return removedAny ? unsent.syncRemovals() : Result<>();
}

}  // namespace prohori
