// SPDX-License-Identifier: GPL-3.0-or-later
// Records that were gone from here, and what comes of them.
#include "core/cases/MoveFold.h"
#include "core/storage/StoreParts.h"

namespace prohori {

using namespace Qt::StringLiterals;

/// The record may be read here again. What came of it before this, and what still had content, is judged with what comes now.
Result<> Store::Private::bringBack(const RecordId& record)
{
    auto entries = log.ofRecord(record);
    if (!entries)
        return entries.error();
    for (LogEntry& entry : *entries) {
        if (entry.notes.standing != Standing::Applied)
            continue;
        entry.notes.standing = Standing::Waiting;
        entry.notes.refusal = Refusal::MissingParent;
        if (auto noted = log.annotate(entry); !noted)
            return noted;
    }
    cache.remove(record);
    return goneTable.remove(record);
}

/// What stands in a feed counts: the hub has let it out of quarantine.
Result<> Store::Private::letOut(const ChangeId& change)
{
    auto found = log.find(change);
    if (!found)
        return found.error();
    if (!*found || !(*found)->notes.byHub)
        return {};
    (*found)->notes.byHub = false;
    (*found)->notes.delivery = Delivery::Custody;
    return log.annotate(**found);
}

/// A move that was not known here may bring the record back: the hub sends the whole record before it, and after it what follows. Anything else is
/// kept unread; if no such move comes in this exchange, its content goes at the end of it.
Result<bool> Store::Private::takeOfGone(const IncomingChange& incoming, bool& cameBack)
{
    cameBack = false;
    const Change& change = *incoming.change;
    const RecordId record = change.body().record;
    const auto gone = goneTable.find(record);
    if (!gone)
        return gone.error();
    if (!*gone)
        return true;
    // Who brought it keeps it until a hub has it.
    if (incoming.carried)
        return false;
    const auto known = log.contains(change.id());
    const auto empty = log.isEmptied(change.id());
    const auto own = isOwn(change.body().replica);
    if (!known || !empty || !own)
        return !known ? known.error() : !empty ? empty.error() : own.error();
    const bool isVoid = (*gone)->why == Removal::Void;
    if (!isVoid && !*known && speaksOfMove(change)) {
        cameBack = true;
        const auto back = bringBack(record);
        return back ? Result<bool>(true) : Result<bool>(back.error());
    }
    if (*known && (isVoid || !*empty)) {
        const auto let = letOut(change.id());
        return let ? Result<bool>(false) : Result<bool>(let.error());
    }
    LogEntry entry{0, incoming.change, {}};
    entry.notes.stored = clock.now();
    entry.notes.own = *own;
    entry.notes.standing = Standing::Applied;
    entry.notes.received = incoming.received;
    entry.notes.feedPosition = incoming.feedPosition;
    const auto no = log.append(change, entry.notes);
    if (!no)
        return no.error();
    entry.no = *no;
    const auto noted = isVoid ? log.empty(entry) : goneTable.addKept(record);
    return noted ? Result<bool>(false) : Result<bool>(noted.error());
}

/// The hub has sent all of it again, as it is no longer another district's.
Result<bool> Store::Private::bringBackWhole(const RecordId& record, const QSet<Scope>& read)
{
    const auto gone = goneTable.find(record);
    const auto empty = file.integer(u"SELECT count(*) FROM log WHERE record = ? AND dictionary = 4294967295",
                                    {record.toBytes()});
    if (!gone || !empty)
        return gone ? empty.error() : gone.error();
    if (!*gone || (*gone)->why != Removal::MovedAway || *empty > 0)
        return false;
    auto entries = log.ofRecord(record);
    if (!entries)
        return entries.error();
    RecordWork work(record);
    work.entries = std::move(*entries);
    const auto touched = Judge(directory).judgeAgain(work);
    if (work.history.isEmpty())
        return false;
    work.refold();
    const bool isAsked = work.state.pendingMove && read.contains(work.state.pendingMove->to);
    if (!read.contains(work.state.homeScope) && !isAsked)
        return false;
    const auto done = transaction([&]() -> Result<> {
        if (auto removed = goneTable.remove(record); !removed)
            return removed;
        if (auto kept = keep(work, touched); !kept)
            return kept;
        return projection.write(work);
    });
    cache.remove(record);
    return done ? Result<bool>(true) : Result<bool>(done.error());
}

Result<> Store::Private::bringBackWhatIsOurs(Tidied& tidied)
{
    const auto records = goneTable.withContent();
    if (!records)
        return records.error();
    const QSet<Scope> read = records->isEmpty() ? QSet<Scope>() : scopesRead();
    for (const RecordId& record : *records) {
        const auto isBack = bringBackWhole(record, read);
        if (!isBack)
            return isBack.error();
        if (*isBack)
            tidied.back.append(record);
    }
    return {};
}

}  // namespace prohori
