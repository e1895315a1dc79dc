// SPDX-License-Identifier: GPL-3.0-or-later
// Content that may no longer be read here.
#include "core/base/PlantedFault.h"
#include "core/storage/StoreParts.h"

#include <algorithm>
#include <chrono>

namespace prohori {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds kVoidKept = std::chrono::hours(24) * Store::kVoidKeptDays;
constexpr std::chrono::milliseconds kKeptForHub = std::chrono::hours(Store::kKeptForHubHours);

// Tables that a record has rows in by its key, the record itself last.
constexpr QStringView kOfOneRecord[] = {
    u"DELETE FROM report_content WHERE record = ?",
    u"DELETE FROM conflict WHERE record = ?",
    u"DELETE FROM case_words WHERE rowid = ?",
    u"DELETE FROM name_index WHERE record = ?",
    u"DELETE FROM name_token WHERE record = ?",
    u"DELETE FROM open_count WHERE record = ?",
    u"DELETE FROM later_count WHERE record = ?",
    u"DELETE FROM held WHERE record = ?",
    u"DELETE FROM moving WHERE record = ?",
    u"DELETE FROM due_count WHERE record = ?",
    u"DELETE FROM due WHERE record = ?",
    u"DELETE FROM due_wanted WHERE record = ?",
    u"DELETE FROM declined WHERE record = ?",
    u"DELETE FROM attachment WHERE record = ?",
    u"DELETE FROM record WHERE key = ?",
};

}  // namespace

QString removalName(Removal why)
{
    return why == Removal::Void ? u"void"_s : u"moved-away"_s;
}

Error Store::Private::notHere(const RecordId& record) const
{
    const auto place = goneTable.find(record);
    if (!place)
        return place.error();
    if (!*place)
        return {ErrorCode::NotFound, u"there is no record %1 here"_s.arg(record.toString())};
    const GoneRecord& gone = **place;
    return {ErrorCode::NotFound,
            gone.why == Removal::Void
                ? u"case %1 is void, and its content is removed"_s.arg(gone.localRef)
                : u"case %1 moved to district %2 and is not here any more"_s.arg(gone.localRef, gone.home),
            removalName(gone.why)};
}

/// The districts that somebody of this station reads; kNationalScope for whoever keeps what was approved, wherever it moves.
QSet<Scope> Store::Private::scopesRead() const
{
    QSet<Scope> read;
    const ReplicaInfo* own = directory.replica(identity.replica);
    for (const CertificateId& certificate : own ? own->people : QList<CertificateId>()) {
        const PersonInfo* person = directory.person(certificate);
        if (person)
            read.insert(isNationalRole(person->role) ? kNationalScope : person->scope);
    }
    return read;
}

Result<QList<RecordId>> Store::Private::recordsWhere(QStringView sql, const QVariantList& bound)
{
    QList<RecordId> records;
    const auto done = file.each(sql, bound, [&](const Row& row) {
        records.append(RecordId::fromBytes(row.bytes(0)));
        return Result<>();
    });
    if (!done)
        return done.error();
    return records;
}

/// What is proposed to a district that is read here stays until that is decided.
Result<QList<RecordId>> Store::Private::recordsAway()
{
    const QSet<Scope> read = scopesRead();
    QList<RecordId> away;
    if (read.isEmpty() || read.contains(kNationalScope))
        return away;
    QStringList homes;
    const auto listed = file.each(u"SELECT DISTINCT home_scope FROM record", {}, [&](const Row& row) {
        homes.append(row.text(0));
        return Result<>();
    });
    if (!listed)
        return listed.error();
    for (const QString& home : std::as_const(homes)) {
        if (read.contains(home))
            continue;
        const auto found =
            recordsWhere(u"SELECT id FROM record WHERE home_scope = ? AND changes > 0", {home});
        if (!found)
            return found;
        for (const RecordId& record : *found) {
            const auto work = load(record);
            if (!work)
                return work.error();
            if (!work->state.pendingMove || !read.contains(work->state.pendingMove->to))
                away.append(record);
        }
    }
    return away;
}

Result<QList<RecordId>> Store::Private::recordsLongVoid(Instant hubTime)
{
    static_assert(int(RecordPhase::Void) == 11, "the number in the query, and in the index record_void");
    return recordsWhere(
        u"SELECT id FROM record r WHERE phase = 11 AND phase_conflict = 0 AND changes > 0 AND NOT EXISTS "
        u"(SELECT 1 FROM log WHERE log.record = r.id AND coalesce(received_ms, hub_ms, ?1 + 1) > ?1)",
        {hubTime.msSinceEpoch - kVoidKept.count()});
}

/// What would be lost, or never reach anybody, if the record went now.
Result<bool> Store::Private::hasWorkOnlyHere(const RecordId& record)
{
    if (plantedFault(20))
        return false;
    const auto toSend = log.hasToSend(record);
    const auto typed =
        file.integer(u"SELECT EXISTS (SELECT 1 FROM draft WHERE record = ?)", {record.toBytes()});
    if (!toSend || !typed)
        return toSend ? typed.error() : toSend.error();
    if (*toSend || *typed > 0)
        return true;
    bool onlyHere = false;
    const auto papers =
        file.each(u"SELECT attachment.id FROM attachment JOIN record ON record.key = attachment.record WHERE "
                  u"record.id = ? AND stands = 1 AND at_hub = 0",
                  {record.toBytes()}, [&](const Row& row) {
                      onlyHere = onlyHere || attachments.isWhole(AttachmentId::fromBytes(row.bytes(0)));
                      return Result<>();
                  });
    if (!papers)
        return papers.error();
    return onlyHere;
}

/// Takes the content out of what no hub can need again. How many changes still have theirs is noted.
Result<int> Store::Private::emptyRows(const RecordId& record, std::optional<Instant> hubTime)
{
    const auto entries = log.ofRecord(record);
    if (!entries)
        return entries.error();
    int emptied = 0;
    for (const LogEntry& entry : *entries) {
        const LogNotes& notes = entry.notes;
        const std::optional<Instant> taken = notes.hubTime ? notes.hubTime : notes.received;
        const bool isOld = hubTime && taken && taken->plus(kKeptForHub) <= *hubTime;
        const bool isNeeded =
            notes.delivery == Delivery::Unsent || (notes.own && notes.delivery != Delivery::Safe && !isOld);
        if (isNeeded)
            continue;
        if (auto done = log.empty(entry); !done)
            return done.error();
        ++emptied;
    }
    if (auto noted = goneTable.setKept(record, int(entries->size()) - emptied); !noted)
        return noted.error();
    return emptied;
}

Result<> Store::Private::removeFromLists(const RecordId& record)
{
    const auto key = projection.keyOf(record);
    if (!key)
        return key.error();
    for (const QStringView sql : kOfOneRecord) {
        if (auto done = file.run(sql, {*key}); !done)
            return done;
    }
    for (const QStringView sql :
         {u"DELETE FROM annotation WHERE record = ?", u"DELETE FROM kept WHERE record = ?",
          u"DELETE FROM draft WHERE record = ?"}) {
        if (auto done = file.run(sql, {record.toBytes()}); !done)
            return done;
    }
    return {};
}

/// Those that no other record names. A kill before this leaves sealed files to which no key is here any more.
Result<> Store::Private::removeFiles(const QList<AttachmentId>& files)
{
    for (const AttachmentId& id : files) {
        const auto named = file.integer(u"SELECT count(*) FROM attachment WHERE id = ?", {id.toBytes()});
        if (!named)
            return named.error();
        if (*named > 0)
            continue;
        if (auto removed = attachments.remove(id); !removed)
            return removed;
    }
    return {};
}

Result<> Store::Private::letGo(const RecordId& record, Removal why, std::optional<Instant> hubTime,
                               Tidied& tidied)
{
    QList<AttachmentId> papers;
    int emptied = 0;
    const auto done = transaction([&]() -> Result<> {
        const auto listed = file.each(u"SELECT attachment.id FROM attachment JOIN record ON record.key = "
                                      u"attachment.record WHERE record.id = ?",
                                      {record.toBytes()}, [&](const Row& row) {
                                          papers.append(AttachmentId::fromBytes(row.bytes(0)));
                                          return Result<>();
                                      });
        if (!listed)
            return listed;
        if (auto noted = goneTable.add(record, why, hubTime.value_or(clock.now())); !noted)
            return noted;
        if (auto removed = removeFromLists(record); !removed)
            return removed;
        const auto rows = emptyRows(record, hubTime);
        if (!rows)
            return rows.error();
        emptied = *rows;
        return {};
    });
    if (!done)
        return done;
    cache.remove(record);
    const auto place = goneTable.find(record);
    if (!place)
        return place.error();
    if (*place)
        tidied.gone.append(**place);
    tidied.emptied += emptied;
    return removeFiles(papers);
}

Result<> Store::Private::letGoOf(const Result<QList<RecordId>>& records, Removal why,
                                 std::optional<Instant> hubTime, Tidied& tidied)
{
    if (!records)
        return records.error();
    for (const RecordId& record : *records) {
        const auto onlyHere = hasWorkOnlyHere(record);
        if (!onlyHere)
            return onlyHere.error();
        if (*onlyHere) {
            ++tidied.waiting;
        } else if (auto done = letGo(record, why, hubTime, tidied); !done) {
            return done;
        }
    }
    return {};
}

Result<Store::Tidied> Store::removeWhatIsDue(std::optional<Instant> hubTime, Exchange end)
{
    Tidied tidied;
    if (auto done = d->bringBackWhatIsOurs(tidied); !done)
        return done.error();
    if (auto done = d->dropComingOfOthers(); !done)
        return done.error();
    if (auto done = d->letGoOf(d->recordsAway(), Removal::MovedAway, hubTime, tidied); !done)
        return done.error();
    if (hubTime) {
        if (auto done = d->letGoOf(d->recordsLongVoid(*hubTime), Removal::Void, hubTime, tidied); !done)
            return done.error();
    }
    // A stick from a colleague ends no exchange with the hub, nor does an older one from the hub: what came in one that was cut is still needed.
    const bool isEnd = hubTime && end == Exchange::Ended;
    const auto unfinished = isEnd ? d->goneTable.withContent() : Result<QList<RecordId>>(QList<RecordId>());
    if (!unfinished)
        return unfinished.error();
    for (const RecordId& record : *unfinished) {
        const auto done = d->transaction([&]() -> Result<> {
            const auto rows = d->emptyRows(record, hubTime);
            if (!rows)
                return rows.error();
            tidied.emptied += *rows;
            // What was sent ahead of it is not here any more: the hub is not to leave it out.
            return *rows > 0 ? d->settings.setBytes(kAhead, {}) : Result<>();
        });
        if (!done)
            return done.error();
    }
    if (!tidied.gone.isEmpty()) {
        // Else the words stay in older parts of the index until these are merged.
        if (auto merged = d->file.run(u"INSERT INTO case_words (case_words) VALUES ('optimize')"); !merged)
            return merged.error();
    }
    if (tidied.emptied > 0 || !tidied.gone.isEmpty()) {
        if (auto flushed = d->checkpoint(true); !flushed)
            return flushed.error();
    }
    return tidied;
}

Result<QList<GoneRecord>> Store::goneRecords() const
{
    return d->goneTable.all();
}

Result<std::optional<GoneRecord>> Store::goneRecord(const RecordId& record) const
{
    return d->goneTable.find(record);
}

/// Nothing of a record that is gone stands in a list, and content only where the hub may need it again.
Result<> Store::Private::checkGone(QStringList& faults)
{
    return file.each(
        u"SELECT g.record, g.kept, (SELECT count(*) FROM record WHERE id = g.record), (SELECT count(*) FROM "
        u"log WHERE record = g.record AND dictionary <> 4294967295), (SELECT count(*) FROM draft WHERE "
        u"record = g.record) FROM gone_record g",
        {}, [&](const Row& row) {
            const QString name = RecordId::fromBytes(row.bytes(0)).toString();
            if (row.integer(2) != 0)
                faults.append(u"record %1: it is gone from here, and stands in the lists"_s.arg(name));
            if (row.integer(1) != row.integer(3))
                faults.append(
                    u"record %1: it is gone from here, and %2 of its changes have content, not %3"_s.arg(name)
                        .arg(row.integer(3))
                        .arg(row.integer(1)));
            if (row.integer(4) != 0)
                faults.append(u"record %1: it is gone from here, and typing of it is left"_s.arg(name));
            return Result<>();
        });
}

}  // namespace prohori
