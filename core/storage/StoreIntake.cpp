// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/StoreParts.h"

#include "core/base/PlantedFault.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

/// From the cache, or from the log with its fold.
Result<RecordWork> Store::Private::load(const RecordId& record) const
{
    if (const RecordWork* known = cache.object(record))
        return *known;
    RecordWork work(record);
    const auto away = goneTable.find(record);
    if (!away)
        return away.error();
    // What may still lie in the log of it is for the hub alone.
    if (*away)
        return work;
    auto entries = log.ofRecord(record);
    if (!entries)
        return entries.error();
    work.entries = std::move(*entries);
    for (const LogEntry& entry : std::as_const(work.entries)) {
        if (entry.notes.standing != Standing::Applied)
            continue;
        if (auto added = work.history.add(entry.change); !added)
            return Error{ErrorCode::Damaged,
                         u"change %1 does not fit its record: check the store"_s.arg(entry.no)};
    }
    work.refold();
    return work;
}

Result<RecordWork*> Store::Private::workOf(Works& works, const RecordId& record) const
{
    auto found = works.find(record);
    if (found == works.end()) {
        auto loaded = load(record);
        if (!loaded)
            return loaded.error();
        found = works.insert(record, std::move(*loaded));
    }
    return &*found;
}

void Store::Private::remember(Works& works)
{
    for (RecordWork& work : works) {
        if (plantedFault(32)) {
            static QList<RecordWork> kept;
            kept.append(work);
        }
        const RecordId record = work.record;
        work.ahead.reset();
        cache.insert(record, new RecordWork(std::move(work)));
    }
    works.clear();
}

Result<> Store::Private::keep(RecordWork& work, const QSet<qsizetype>& touched)
{
    for (qsizetype place = 0; place < work.entries.size(); ++place) {
        LogEntry& entry = work.entries[place];
        if (entry.no == 0) {
            const auto no = log.append(*entry.change, entry.notes);
            if (!no)
                return no.error();
            entry.no = *no;
        } else if (touched.contains(place)) {
            if (auto noted = log.annotate(entry); !noted)
                return noted;
        }
    }
    work.refold();
    return {};
}

Result<> Store::Private::takeOne(const IncomingChange& incoming, RecordWork& work, bool& judgeAgain)
{
    const auto known = std::find_if(work.entries.begin(), work.entries.end(), [&](const LogEntry& entry) {
        return entry.change->id() == incoming.change->id();
    });
    if (known == work.entries.end() || plantedFault(12)) {
        const auto own = isOwn(incoming.change->body().replica);
        if (!own)
            return own.error();
        // In this store's own name, and not signed by who works here: it uses up no counter.
        if (*own && checkAuthor(directory, *incoming.change) == Refusal::BadSignature)
            return {};
        LogEntry entry{0, incoming.change, {}};
        entry.notes.stored = clock.now();
        entry.notes.own = *own;
        if (!incoming.carried)
            entry.notes.received = incoming.received;
        entry.notes.feedPosition = incoming.feedPosition;
        if (incoming.carried)
            entry.notes.delivery = Delivery::Unsent;
        work.entries.append(entry);
        return {};
    }
    LogNotes& notes = known->notes;
    const LogNotes before = notes;
    if (!notes.received && !incoming.carried)
        notes.received = incoming.received;
    notes.feedPosition = std::max(notes.feedPosition, incoming.feedPosition);
    if (!incoming.carried && !notes.own && notes.delivery == Delivery::Unsent)
        notes.delivery = Delivery::Custody;
    if (notes.byHub && !incoming.carried) {
        // What stands in a feed counts: the hub has let it out of quarantine.
        notes.byHub = false;
        notes.delivery = Delivery::Custody;
        judgeAgain = true;
    }
    if (notes != before && known->no != 0)
        return log.annotate(*known);
    return {};
}

Result<int> Store::Private::take(const QList<IncomingChange>& changes, Works& works)
{
    QSet<RecordId> judgeAgain;
    for (const IncomingChange& incoming : changes) {
        bool cameBack = false;
        const auto goesOn = takeOfGone(incoming, cameBack);
        if (!goesOn)
            return goesOn.error();
        if (!*goesOn)
            continue;
        if (cameBack) {
            works.remove(incoming.change->body().record);
            judgeAgain.insert(incoming.change->body().record);
        }
        const auto work = workOf(works, incoming.change->body().record);
        if (!work)
            return work.error();
        if (incoming.folded)
            (*work)->ahead = incoming.folded;
        bool again = false;
        if (auto taken = takeOne(incoming, **work, again); !taken)
            return taken.error();
        if (again)
            judgeAgain.insert((*work)->record);
    }
    const Judge judge(directory);
    int added = 0;
    for (RecordWork& work : works) {
        const auto fresh = std::count_if(work.entries.begin(), work.entries.end(),
                                         [](const LogEntry& entry) { return entry.no == 0; });
        const bool again = judgeAgain.contains(work.record);
        if (fresh == 0 && !again)
            continue;
        const auto touched = again ? judge.judgeAgain(work) : judge.settle(work);
        if (auto kept = keep(work, touched); !kept)
            return kept.error();
        if (auto written = projection.write(work); !written)
            return written.error();
        added += int(fresh);
    }
    return added;
}

/// Own changes that came from outside. What goes on from the last one here the store had lost: its counters are
/// used up. Anything else was made by a copy of this store, and neither goes on as this replica.
Result<> Store::Private::followOwnHead(const QList<IncomingChange>& changes)
{
    QMap<quint64, ChangePtr> newer;
    bool isCopied = false;
    for (const IncomingChange& incoming : changes) {
        const ChangeBody& body = incoming.change->body();
        if (body.replica != identity.replica)
            continue;
        const auto same = file.integer(u"SELECT count(*) FROM log WHERE replica = ? AND counter = ?",
                                       {body.replica.toBytes(), qint64(body.counter)});
        if (!same)
            return same.error();
        isCopied = isCopied || *same > 1;
        if (*same > 0 && body.counter > identity.counter)
            newer.insert(body.counter, incoming.change);
    }
    quint64 counter = identity.counter;
    ChangeId head = identity.head;
    for (const ChangePtr& change : std::as_const(newer)) {
        isCopied = isCopied || change->body().counter != counter + 1 || change->body().prev != head;
        counter = change->body().counter;
        head = change->id();
    }
    if (isCopied) {
        if (auto demanded = file.run(u"UPDATE identity SET needs_remint = 1"); !demanded)
            return demanded;
    }
    return newer.isEmpty() ? Result<>() : setHead(counter, head);
}

Result<int> Store::applyFrame(const QList<IncomingChange>& changes, const FeedCursor& cursor,
                              const QByteArray& ahead)
{
    Private::Works works;
    int added = 0;
    const bool speaksOfUs =
        std::any_of(changes.begin(), changes.end(), [this](const IncomingChange& incoming) {
            return incoming.change->body().replica == d->identity.replica;
        });
    const auto moveCursor = [&] {
        if (plantedFault(15) && !changes.isEmpty())
            return d->file.run(u"INSERT OR REPLACE INTO cursor (feed, position) VALUES (?, ?)",
                               {cursor.feed, qint64(cursor.position)});
        return d->file.run(u"INSERT INTO cursor (feed, position) VALUES (?, ?) ON CONFLICT (feed) "
                           u"DO UPDATE SET position = max(position, excluded.position)",
                           {cursor.feed, qint64(cursor.position)});
    };
    if (plantedFault(11) && !cursor.feed.isEmpty())
        (void)moveCursor();
    QHash<ChangeId, PackedBytes> packed;
    for (const IncomingChange& incoming : changes) {
        if (!incoming.packed.bytes.isEmpty())
            packed.insert(incoming.change->id(), incoming.packed);
    }
    d->log.expect(std::move(packed));
    const auto done = d->transaction([&]() -> Result<> {
        const auto taken = d->take(changes, works);
        if (!taken)
            return taken.error();
        added = *taken;
        if (auto followed = d->followOwnHead(changes); !followed)
            return followed;
        auto noted = ahead.isEmpty() ? Result<>() : d->settings.setBytes(kAhead, ahead);
        return noted && !cursor.feed.isEmpty() ? moveCursor() : noted;
    });
    d->log.expect({});
    if (!done)
        return done.error();
    d->remember(works);
    if (!speaksOfUs)
        return added;
    const quint64 before = d->identity.counter;
    if (auto loaded = d->loadIdentity(); !loaded)
        return loaded.error();
    // Until there is a new incarnation, the anchor tells how far the old one had come.
    if (d->identity.counter != before && !d->identity.needsRemint)
        d->writeAnchor();
    return added;
}

Result<int> Store::takeCarried(const QList<ChangePtr>& changes)
{
    QList<IncomingChange> incoming;
    for (const ChangePtr& change : changes)
        incoming.append({change, {}, 0, true});
    const auto taken = applyFrame(incoming, {});
    if (!taken)
        return taken;
    for (const ChangePtr& change : changes) {
        const auto own = d->isOwn(change->body().replica);
        if (!own)
            return own.error();
        if (!*own)
            continue;
        // A store that was set back got its own changes again: they are as unsent as when they were made.
        if (auto renewed = d->renewSecondHomes(); !renewed)
            return renewed.error();
        break;
    }
    return taken;
}

/// Records that wait for an author, or hold changes of somebody who was revoked, under what is known now.
Result<> Store::Private::rejudge(const Directory& known, const QSet<RecordId>& again)
{
    const auto waiting = log.recordsWaiting();
    if (!waiting)
        return waiting.error();
    const Judge judge(known);
    QSet<RecordId> records = again;
    for (const RecordId& record : *waiting)
        records.insert(record);
    for (const RecordId& record : std::as_const(records)) {
        auto work = load(record);
        if (!work)
            return work.error();
        const auto touched = again.contains(record) ? judge.judgeAgain(*work) : judge.settle(*work);
        if (touched.isEmpty())
            continue;
        if (auto kept = keep(*work, touched); !kept)
            return kept;
        if (auto written = projection.write(*work); !written)
            return written;
    }
    return {};
}

Result<> Store::addStatements(const QList<QByteArray>& statements)
{
    Directory next = d->directory;
    Result<> refused;
    const auto done = d->transaction([&]() -> Result<> {
        QSet<RecordId> again;
        for (const QByteArray& bytes : statements) {
            const auto statement = Statement::decode(bytes);
            if (!statement) {
                refused = statement.error();
                continue;
            }
            const auto verdict = next.add(*statement);
            if (!verdict) {
                refused = verdict.error();
                continue;
            }
            if (auto kept = d->file.run(
                    u"INSERT INTO statement (id, bytes, sent) VALUES (?, ?, 0) ON CONFLICT DO NOTHING",
                    {statement->id().toBytes(), bytes});
                !kept)
                return kept;
            const auto* revocation = std::get_if<RevocationStatement>(&statement->body());
            if (!revocation || *verdict == StatementVerdict::Known || plantedFault(18))
                continue;
            const auto records = d->log.recordsOfPerson(revocation->person);
            if (!records)
                return records.error();
            again.unite(QSet<RecordId>(records->begin(), records->end()));
        }
        return d->rejudge(next, again);
    });
    if (!done)
        return done;
    d->directory = next;
    d->cache.clear();
    // Nothing but the store holds these, so they do not stay in the WAL, where one flipped bit drops what
    // comes after.
    if (auto flushed = d->checkpoint(true); !flushed)
        return flushed;
    return refused;
}

}  // namespace prohori
