// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Log.h"
#include "core/storage/StoreParts.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcStore, "prohori.storage")

Error brokenChain(const Change& change, quint64 expected)
{
    return {ErrorCode::Conflict,
            u"change %1 of this station does not continue its chain: %2 was expected"_s
                .arg(change.body().counter)
                .arg(expected),
            refusalName(Refusal::BrokenChain)};
}

}  // namespace

Result<> Store::Private::mayWrite() const
{
    if (halted)
        return Error{
            ErrorCode::Storage,
            u"the disk failed while a save was undone: close the program, check the disk, and open again"_s,
            u"io"_s};
    if (identity.needsRemint)
        return Error{
            ErrorCode::Refused,
            u"this store was restored, copied or set back: it needs a new identity before it takes changes"_s,
            u"remint"_s};
    return {};
}

Result<QList<ChangePtr>> Store::Private::unknownOf(const QList<Change>& changes) const
{
    QList<ChangePtr> unknown;
    for (const Change& change : changes) {
        const auto known = log.contains(change.id());
        if (!known)
            return known.error();
        if (!*known)
            unknown.append(std::make_shared<const Change>(change));
    }
    return unknown;
}

Result<> Store::Private::checkChain(const QList<ChangePtr>& changes) const
{
    quint64 counter = identity.counter;
    ChangeId head = identity.head;
    for (const ChangePtr& change : changes) {
        const ChangeBody& body = change->body();
        if (body.replica != identity.replica || body.counter != counter + 1 || body.prev != head)
            return brokenChain(*change, counter + 1);
        ++counter;
        head = change->id();
    }
    return {};
}

Result<> Store::Private::setHead(quint64 counter, const ChangeId& head)
{
    return file.run(u"UPDATE identity SET counter = ?, head = ?",
                    {qint64(counter), counter == 0 ? QVariant() : QVariant(head.toBytes())});
}

/// The part of a save that is one transaction; also what takes lost changes back in.
Result<> Store::Private::insertOwn(const QList<ChangePtr>& changes, Works& works)
{
    const Judge judge(directory);
    quint64 counter = identity.counter;
    ChangeId head = identity.head;
    for (const ChangePtr& change : changes) {
        const auto work = workOf(works, change->body().record);
        if (!work)
            return work.error();
        LogEntry entry{0, change, {}};
        entry.notes.stored = clock.now();
        entry.notes.own = true;
        entry.notes.delivery = Delivery::Unsent;
        (*work)->entries.append(entry);
        if (auto kept = keep(**work, judge.settle(**work)); !kept)
            return kept;
        if (change->body().replica == identity.replica && change->body().counter > counter) {
            counter = change->body().counter;
            head = change->id();
        }
    }
    for (const RecordWork& work : std::as_const(works)) {
        if (auto written = projection.write(work); !written)
            return written;
    }
    return setHead(counter, head);
}

Result<> Store::Private::keepOpenProblems(const Works& works, const QHash<ChangeId, int>& openProblems)
{
    for (const RecordWork& work : works) {
        const QList<ChangeId> heads = work.state.heads;
        if (heads.size() != 1 || !openProblems.contains(heads.first()))
            continue;
        if (auto kept = openCounts.put(work.record, openProblems.value(heads.first())); !kept)
            return kept;
    }
    return {};
}

Result<> Store::Private::storeOwn(const QList<ChangePtr>& changes, const QHash<ChangeId, int>& openProblems)
{
    if (auto allowed = mayWrite(); !allowed)
        return allowed;
    if (auto room = roomForSave(); !room)
        return room;
    if (auto continued = checkChain(changes); !continued)
        return continued;
    for (const ChangePtr& change : changes) {
        const auto away = goneTable.find(change->body().record);
        if (!away)
            return away.error();
        if (*away)
            return notHere(change->body().record);
    }
    Works works;
    std::optional<UnsentFile> home;
    const auto done = transaction([&]() -> Result<> {
        if (auto inserted = insertOwn(changes, works); !inserted)
            return inserted;
        for (const ChangePtr& change : changes) {
            for (const LogEntry& entry : std::as_const(works[change->body().record].entries)) {
                if (entry.change != change || entry.notes.standing == Standing::Applied)
                    continue;
                const QString why = refusalName(entry.notes.refusal);
                return Error{ErrorCode::Refused,
                             u"the change to record %1 is against the rules (%2): it was not saved"_s.arg(
                                 change->body().record.toString(), why),
                             why};
            }
        }
        if (auto counted = keepOpenProblems(works, openProblems); !counted)
            return counted;
        // The last step before the commit: a kill between the two leaves the change whole in its second home,
        // which start-up takes in.
        auto written = unsent.write(changes);
        if (!written)
            return written.error();
        home = *written;
        return {};
    });
    if (!done) {
        // What is not confirmed must not come back under a counter that is given out again.
        if (home && !unsent.remove(*home))
            halted = true;
        return done;
    }
    identity.counter = changes.last()->body().counter;
    identity.head = changes.last()->id();
    remember(works);
    writeAnchor();
    return {};
}

/// An anchor that lags behind does no harm, so a disk that refuses it does not undo a save; the next one
/// tries again.
void Store::Private::writeAnchor()
{
    const auto written = anchor.write({identity.store, identity.replica, identity.counter, identity.head});
    anchorStale = !written;
    if (!written)
        LogLine("store.anchor_not_written"_L1).outside("why"_L1, written.error().hint).write(lcStore());
}

Result<RecordState> Store::save(const Change& change, std::optional<int> openProblems)
{
    const auto unknown = d->unknownOf({change});
    if (!unknown)
        return unknown.error();
    if (!unknown->isEmpty()) {
        QHash<ChangeId, int> open;
        if (openProblems)
            open.insert(change.id(), *openProblems);
        if (auto stored = d->storeOwn(*unknown, open); !stored)
            return stored.error();
    }
    return state(change.body().record);
}

Result<> Store::saveAll(const QList<Change>& changes, const QHash<ChangeId, int>& openProblems)
{
    const auto unknown = d->unknownOf(changes);
    if (!unknown)
        return unknown.error();
    return unknown->isEmpty() ? Result<>() : d->storeOwn(*unknown, openProblems);
}

/// What the hub did not take because a copy of this store had used its counters: as the work of a branch of its own it counts. Its verdict has to be
/// asked for, since the case may have moved to a district whose feed is not read here.
Result<> Store::Private::offerForkedAgain()
{
    const auto quarantined = log.quarantined();
    if (!quarantined)
        return quarantined.error();
    QList<LogEntry> forked;
    for (const LogEntry& entry : *quarantined) {
        const LogNotes& notes = entry.notes;
        if (notes.own && notes.byHub
            && (notes.refusal == Refusal::Forked || notes.refusal == Refusal::QuarantinedParent))
            forked.append(entry);
    }
    return forked.isEmpty() ? Result<>() : offerAgain(forked);
}

Result<> Store::remint(ReplicaId replica, const SigningKey& key)
{
    // Done before, but not to the end: the caller could not know.
    if (replica == d->identity.replica && key.publicKey() == d->identity.replicaKey.publicKey()
        && !key.isEmpty() && !d->identity.needsRemint)
        return d->checkpoint(true);
    const auto used = d->isOwn(replica);
    if (!used)
        return used.error();
    if (*used || replica.isNull() || key.isEmpty())
        return Error{ErrorCode::Invalid, u"a new incarnation needs a new id and key"_s};
    if (auto offered = d->offerForkedAgain(); !offered)
        return offered;
    QByteArray seed(reinterpret_cast<const char*>(key.seed().data()), qsizetype(key.seed().size()));
    const auto done = d->transaction([&]() -> Result<> {
        if (auto past = d->file.run(u"INSERT INTO past_replica (replica, counter, ended_ms) VALUES (?, ?, ?)",
                                    {d->identity.replica.toBytes(), qint64(d->identity.counter),
                                     d->clock.now().msSinceEpoch});
            !past)
            return past;
        return d->file.run(
            u"UPDATE identity SET replica = ?, replica_seed = ?, counter = 0, head = NULL, needs_remint = 0",
            {replica.toBytes(), seed});
    });
    seed.fill('\0');
    if (!done)
        return done;
    d->identity.replica = replica;
    d->identity.replicaKey = key;
    d->identity.counter = 0;
    d->identity.head = {};
    d->identity.needsRemint = false;
    d->writeAnchor();
    return d->checkpoint(true);
}

/// For a store of before: once, over what was ever approved.
Result<> Store::Private::countLaterRows()
{
    QList<RecordId> approved;
    const auto found =
        file.each(u"SELECT id FROM record WHERE approval IS NOT NULL", {}, [&](const Row& row) {
            approved.append(RecordId::fromBytes(row.bytes(0)));
            return Result<>();
        });
    if (!found)
        return found;
    return transaction([&]() -> Result<> {
        for (const RecordId& record : std::as_const(approved)) {
            const auto work = load(record);
            if (!work)
                return work.error();
            if (auto written = projection.write(*work); !written)
                return written;
        }
        return {};
    });
}

}  // namespace prohori
