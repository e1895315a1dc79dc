// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/KeyHeader.h"
#include "core/storage/ReplicaChains.h"
#include "core/storage/Schema.h"
#include "core/storage/StoreParts.h"

#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// What makes rows or pages unreadable is a fault that was found; what else goes wrong ends the check.
Result<> asFault(const Result<>& done, QStringList& faults)
{
    const bool isFault =
        !done && (done.error().code == ErrorCode::Damaged || done.error().code == ErrorCode::TooNew);
    if (!isFault)
        return done;
    if (!faults.contains(done.error().detail))
        faults.append(done.error().detail);
    return {};
}

QString named(const LogEntry& entry)
{
    return u"change %1 (%2 of replica %3)"_s.arg(entry.no)
        .arg(entry.change->body().counter)
        .arg(entry.change->body().replica.toString());
}

/// What the hub holds back is not judged here, so its author is checked by itself.
bool isForgedBesides(const Directory& directory, const LogEntry& entry)
{
    return entry.notes.byHub && entry.notes.refusal != Refusal::BadSignature
        && checkAuthor(directory, *entry.change) == Refusal::BadSignature;
}

/// What its author did not sign, or not as this replica, says nothing about the replica's chain: whoever forges picks counter and predecessor as he likes.
bool isLink(const Directory& directory, const LogEntry& entry)
{
    if (entry.notes.own || entry.notes.standing == Standing::Applied)
        return true;
    const Refusal author = checkAuthor(directory, *entry.change);
    return author != Refusal::BadSignature && author != Refusal::UnknownAuthor;
}

QString standingName(Standing standing)
{
    switch (standing) {
    case Standing::Applied: return u"counts"_s;
    case Standing::Waiting: return u"waits"_s;
    case Standing::Quarantined: return u"is in quarantine"_s;
    }
    return u"has no standing"_s;
}

struct CountRule {
    QStringView sql;  ///< counts what should not be
    QStringView complaint;
};

constexpr CountRule kCountRules[] = {
    {u"SELECT count(*) FROM record WHERE id NOT IN (SELECT record FROM log)",
     u"record: %1 rows of the lists belong to no change"},
    {u"SELECT count(*) FROM record WHERE key NOT IN (SELECT rowid FROM case_words)",
     u"case_words: %1 records are not in the search index"},
    {u"SELECT count(*) FROM case_words WHERE rowid NOT IN (SELECT key FROM record)",
     u"case_words: %1 rows of the search index belong to no record"},
    {u"SELECT count(*) FROM report_content WHERE record NOT IN (SELECT key FROM record)",
     u"report_content: %1 rows for reports belong to no record"},
    {u"SELECT count(*) FROM conflict WHERE record NOT IN (SELECT key FROM record)",
     u"conflict: %1 conflicts belong to no record"},
    {u"SELECT count(*) FROM name_token WHERE record NOT IN (SELECT key FROM record)",
     u"name_token: %1 name tokens belong to no record"},
    {u"SELECT count(*) FROM name_index WHERE record NOT IN (SELECT key FROM record)",
     u"name_index: %1 marks belong to no record"},
    {u"SELECT count(*) FROM annotation WHERE record NOT IN (SELECT record FROM log)",
     u"annotation: %1 notes of the hub belong to no record"},
    {u"SELECT count(*) FROM log WHERE receipt IS NOT NULL AND receipt NOT IN (SELECT no FROM receipt)",
     u"receipt: %1 receipts that changes name are missing"},
    {u"SELECT count(*) FROM log_piece WHERE log NOT IN (SELECT no FROM log WHERE dictionary <> 4294967295)",
     u"log_piece: %1 pieces belong to no change"},
    {u"SELECT count(*) FROM (SELECT record FROM log GROUP BY record HAVING min(dictionary) = 4294967295) "
     u"WHERE record NOT IN (SELECT record FROM gone_record)",
     u"gone_record: %1 records have no content and no line that says why"},
    {u"SELECT count(*) FROM coming WHERE record IN (SELECT id FROM record) OR record IN (SELECT record FROM "
     u"gone_record)",
     u"coming: %1 lines tell of cases on their way that are here, or gone"},
    {u"SELECT 13 - count(*) FROM sqlite_schema WHERE type = 'trigger' AND name IN "
     u"('coming_has_come', 'coming_is_gone', 'coming_is_read', 'coming_is_read_at_once', 'log_is_kept', "
     u"'journal_is_not_changed', 'journal_is_kept', 'journal_link_is_not_changed', "
     u"'journal_link_is_kept', 'audit_batch_is_not_changed', 'audit_batch_is_kept', "
     u"'audit_line_is_not_changed', 'audit_line_is_kept')",
     u"store.db: %1 of the guards that keep log, journal and what is on its way are gone"},
    {u"SELECT count(*) FROM sqlite_schema WHERE type = 'view' OR type = 'trigger' AND name NOT IN "
     u"('log_is_kept', 'journal_is_not_changed', 'journal_is_kept', 'journal_link_is_not_changed', "
     u"'journal_link_is_kept', 'audit_batch_is_not_changed', 'audit_batch_is_kept', "
     u"'audit_line_is_not_changed', 'audit_line_is_kept', 'new_record_wants_dues', "
     u"'changed_record_wants_dues', 'coming_has_come', 'coming_is_gone', 'coming_is_read', "
     u"'coming_is_read_at_once')",
     u"store.db: it holds %1 triggers or views that this program did not make"},
};

}  // namespace

Result<QStringList> Store::check() const
{
    QStringList faults;
    QSet<RecordId> records;
    d->cache.clear();
    for (const auto& step : {
             std::function([&] { return d->checkFiles(faults); }),
             std::function([&] { return d->checkStatements(faults); }),
             std::function([&] { return d->checkLog(faults, records); }),
             std::function([&] { return d->checkRecords(records, faults); }),
             std::function([&] { return d->checkGone(faults); }),
             std::function([&] { return d->checkCounts(faults); }),
             std::function([&] { return d->checkSecondHomes(faults); }),
             std::function([&] { return d->checkJournal(faults); }),
         }) {
        if (auto done = asFault(step(), faults); !done)
            return done.error();
    }
    faults.removeDuplicates();
    return faults;
}

/// Pages, key slots, anchor.
Result<> Store::Private::checkFiles(QStringList& faults)
{
    const auto pages = file.integrityFaults(true);
    if (!pages)
        return pages.error();
    for (const QString& fault : *pages)
        faults.append(u"store.db: %1"_s.arg(fault));

    const auto header = KeyHeader::load(folder + u"/keys.header"_s);
    if (header && header->storeId() != identity.store)
        faults.append(u"keys.header: it belongs to another store"_s);
    else if (!header && header.error().code != ErrorCode::NotFound)
        faults.append(u"keys.header: %1"_s.arg(header.error().detail));

    const auto mark = anchor.read();
    const AnchorMark expected{identity.store, identity.replica, identity.counter, identity.head};
    // Until the store has its new identity, the anchor tells how far the old one had come.
    if (!identity.needsRemint && !anchorStale) {
        if (!mark)
            faults.append(u"anchor: %1"_s.arg(mark.error().detail));
        else if (*mark != expected)
            faults.append(
                u"anchor: it names change %1 as the last of this station, the store holds change %2"_s
                    .arg(mark->counter)
                    .arg(identity.counter));
    }
    const auto missing = stillMissing();
    if (!missing)
        return missing.error();
    if (*missing > 0)
        faults.append(u"replica %1: its last %2 saves are missing here, the hub may hold them"_s
                          .arg(missed.replica.toString())
                          .arg(*missing));
    return {};
}

/// Of the saves that start-up missed, those that have not come back since: from the hub, or on a stick.
Result<qint64> Store::Private::stillMissing()
{
    const auto back = file.integer(
        u"SELECT count(DISTINCT counter) FROM log WHERE replica = ? AND counter > ? AND counter <= ?",
        {missed.replica.toBytes(), qint64(missed.after), qint64(missed.through)});
    if (!back)
        return back.error();
    return qint64(missed.through - missed.after) - *back;
}

/// People, keys and hubs, as the file says now.
Result<> Store::Private::checkStatements(QStringList& faults)
{
    QStringList refused;
    const auto known = readDirectory(refused);
    if (!known)
        return known.error();
    for (const QString& statement : std::as_const(refused))
        faults.append(u"people: %1 is not what was accepted"_s.arg(statement));
    if (known->statements().size() != directory.statements().size())
        faults.append(u"people: the store holds %1 statements that count, and had %2 when it was opened"_s
                          .arg(known->statements().size())
                          .arg(directory.statements().size()));
    const ReplicaInfo* own = known->replica(identity.replica);
    if (own && own->replicaKey != identity.replicaKey.publicKey())
        faults.append(
            u"replica %1: its key is not the one that was vouched for"_s.arg(identity.replica.toString()));
    return {};
}

/// Each row for itself, and the chains that they make.
Result<> Store::Private::checkLog(QStringList& faults, QSet<RecordId>& records)
{
    const auto own = ownReplicas();
    if (!own)
        return own.error();
    qint64 expected = 1;
    QByteArray head = ChangeLog::firstHead();
    ReplicaChains chains;
    const auto walked = log.eachRow([&](const StoredRow& row) -> Result<> {
        const LogEntry& entry = row.entry;
        faults += row.faults;
        if (entry.no != expected)
            faults.append(u"change %1: it stands where change %2 should"_s.arg(entry.no).arg(expected));
        expected = entry.no + 1;
        if (row.wasEmptied) {
            head = log.headAfter(head, row.id);
            if (entry.notes.own || entry.notes.standing == Standing::Applied)
                chains.add(row.replica, row.counter, row.id, row.prev);
            return {};
        }
        if (!entry.change)
            return {};
        if (isLink(directory, entry))
            chains.add(*entry.change);
        head = log.headAfter(head, entry.change->id());
        records.insert(entry.change->body().record);
        if (isForgedBesides(directory, entry))
            faults.append(u"%1: its signature is not its author's"_s.arg(named(entry)));
        if (entry.notes.own != own->contains(entry.change->body().replica))
            faults.append(u"%1: it is wrongly told own or foreign"_s.arg(named(entry)));
        return {};
    });
    if (auto read = asFault(walked, faults); !read)
        return read;
    const auto end = log.head();
    if (!end)
        return end.error();
    if (*end != head)
        faults.append(u"log: its rows, of which the last is change %1, are not those that were written"_s.arg(
            expected - 1));
    faults += chains.faults(*own, identity.replica);
    if (chains.lastOf(identity.replica) != identity.counter)
        faults.append(u"replica %1: the log ends at change %2 of it, the store says %3"_s
                          .arg(identity.replica.toString())
                          .arg(chains.lastOf(identity.replica))
                          .arg(identity.counter));
    return {};
}

Result<> Store::Private::checkRecords(const QSet<RecordId>& records, QStringList& faults)
{
    QList<RecordId> sorted(records.begin(), records.end());
    std::sort(sorted.begin(), sorted.end());
    for (const RecordId& record : std::as_const(sorted)) {
        QStringList its;
        if (auto done = asFault(checkRecord(record, its), its); !done)
            return done;
        for (const QString& fault : std::as_const(its))
            faults.append(u"record %1: %2"_s.arg(record.toString(), fault));
    }
    return {};
}

/// Judged, folded and projected anew, without what is remembered: it must give what stands in the tables.
Result<> Store::Private::checkRecord(const RecordId& record, QStringList& faults) const
{
    const auto away = goneTable.find(record);
    if (!away)
        return away.error();
    if (*away)
        return {};
    const auto entries = log.ofRecord(record);
    if (!entries)
        return entries.error();
    RecordWork work(record);
    work.entries = *entries;
    const QSet<qsizetype> differing = Judge(directory).judgeAgain(work);
    for (qsizetype place = 0; place < work.entries.size(); ++place) {
        if (differing.contains(place))
            faults.append(u"change %1 %2, but by the rules it %3"_s.arg((*entries)[place].no)
                              .arg(standingName((*entries)[place].notes.standing),
                                   standingName(work.entries[place].notes.standing)));
    }
    work.refold();
    const auto note = projection.hubNote(record);
    const auto held = projection.read(record);
    if (!note || !held)
        return note ? held.error() : note.error();
    const auto made = Projection::make(work, *note);
    if (made.has_value() != held->has_value()) {
        faults.append(made ? u"it is missing from the lists"_s
                           : u"it is in the lists, and nothing of it counts"_s);
        return {};
    }
    if (made) {
        for (const QString& table : made->differences(**held))
            faults.append(u"table %1 does not hold what its changes give"_s.arg(table));
    }
    return {};
}

/// Rows that belong to nothing, and numbers that the store tells of itself.
Result<> Store::Private::checkCounts(QStringList& faults)
{
    const auto version = file.integer(u"PRAGMA user_version");
    if (!version)
        return version.error();
    if (*version != qint64(storeMigrations().size()))
        faults.append(u"store.db: it says schema %1, its tables are those of %2"_s.arg(*version).arg(
            storeMigrations().size()));
    if (auto same = asFault(compareHeadsAndCounts(), faults); !same)
        return same;
    const StoreIdentity inMemory = identity;
    if (auto loaded = loadIdentity(); !loaded)
        return loaded;
    const bool same = identity.store == inMemory.store && identity.replica == inMemory.replica
                   && identity.counter == inMemory.counter && identity.head == inMemory.head
                   && identity.replicaKey.publicKey() == inMemory.replicaKey.publicKey();
    identity = inMemory;
    if (!same)
        faults.append(u"store.db: table identity was altered while the store was open"_s);
    for (const CountRule& rule : kCountRules) {
        const auto count = file.integer(rule.sql);
        if (!count)
            return count.error();
        if (*count != 0)
            faults.append(rule.complaint.toString().arg(*count));
    }
    return {};
}

/// What no hub has yet stands in the log and in a file beside it, and no file holds what the log lacks. Of two changes with one number
/// the first has the file: the other one was made by a copy of this store, and came from where it is held.
Result<> Store::Private::checkSecondHomes(QStringList& faults)
{
    QSet<std::pair<ReplicaId, quint64>> homes;
    for (const UnsentFile& home : unsent.list()) {
        const auto changes = unsent.read(home);
        if (!changes) {
            faults.append(u"unsent/%1: %2"_s.arg(home.name, changes.error().detail));
            continue;
        }
        for (const ChangePtr& change : *changes) {
            homes.insert({change->body().replica, change->body().counter});
            const auto known = log.contains(change->id());
            if (!known)
                return known.error();
            if (!*known)
                faults.append(
                    u"unsent/%1: the log lacks change %2 of it"_s.arg(home.name).arg(change->body().counter));
        }
    }
    return file.each(u"SELECT no, replica, counter FROM log WHERE own = 1 AND delivery = 0 ORDER BY no", {},
                     [&](const Row& row) {
                         if (!homes.contains({ReplicaId::fromBytes(row.bytes(1)), quint64(row.integer(2))}))
                             faults.append(u"change %1: it waits to be sent and has no second home"_s.arg(
                                 row.integer(0)));
                         return Result<>();
                     });
}

}  // namespace prohori
