// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/Store.h"

#include "core/base/PlantedFault.h"
#include "core/storage/StoreParts.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

Store::Store() = default;

Store::~Store()
{
    if (!d)
        return;
    if (d->anchorStale)
        d->writeAnchor();
    // Best effort: what stays in the WAL is read at the next start.
    (void)d->checkpoint(true);
}

const QString& Store::folder() const
{
    return d->folder;
}
StoreId Store::id() const
{
    return d->identity.store;
}
ReplicaId Store::replica() const
{
    return d->identity.replica;
}
SigningKey Store::replicaKey() const
{
    return d->identity.replicaKey;
}
quint64 Store::lastCounter() const
{
    return d->identity.counter;
}
ChangeId Store::lastChange() const
{
    return d->identity.head;
}
bool Store::needsRemint() const
{
    return d->identity.needsRemint;
}
const Store::Recovery& Store::recovery() const
{
    return d->recovery;
}
const Directory& Store::directory() const
{
    return d->directory;
}

// --- changes

Result<History> Store::history(const RecordId& record) const
{
    const auto work = d->load(record);
    if (!work)
        return work.error();
    if (work->entries.isEmpty())
        return d->notHere(record);
    return work->history;
}

bool Store::knows(const ChangeId& change) const
{
    const auto known = d->log.contains(change);
    return known && *known;
}

Result<RecordState> Store::state(const RecordId& record) const
{
    const auto work = d->load(record);
    if (!work)
        return work.error();
    if (work->entries.isEmpty())
        return d->notHere(record);
    if (work->history.isEmpty())
        return Error{ErrorCode::NotFound,
                     u"nothing of record %1 counts: it waits or is in quarantine"_s.arg(record.toString())};
    if (!d->cache.contains(record))
        d->cache.insert(record, new RecordWork(*work));
    return work->state;
}

std::optional<Instant> Store::receivedAt(const ChangeId& change) const
{
    const auto ms = d->file.integer(u"SELECT coalesce(received_ms, hub_ms) FROM log WHERE id = ? "
                                    u"AND coalesce(received_ms, hub_ms) IS NOT NULL",
                                    {change.toBytes()});
    return ms ? std::optional(Instant::fromMs(*ms)) : std::nullopt;
}

QList<Store::QuarantinedChange> Store::quarantined() const
{
    QList<QuarantinedChange> out;
    const auto entries = d->log.quarantined();
    if (!entries)
        return out;
    for (const LogEntry& entry : *entries)
        out.append({entry.change, entry.notes.refusal, entry.notes.byHub});
    return out;
}

Result<QByteArray> Store::foldDigest() const
{
    QByteArray all;
    const auto done =
        d->file.each(u"SELECT id, digest FROM record WHERE changes > 0 ORDER BY id", {}, [&](const Row& row) {
            all += row.bytes(0) + row.bytes(1);
            return Result<>();
        });
    if (!done)
        return done.error();
    return blake2b(all);
}

// --- lists

Result<QList<CaseRow>> Store::cases(const CaseFilter& filter) const
{
    return d->lists.page(filter);
}
Result<CaseRow> Store::caseRow(const RecordId& record) const
{
    return d->lists.row(record);
}

Result<qint64> Store::countCases(const CaseFilter& filter, qint64 cap) const
{
    return d->lists.count(filter, cap);
}

Result<QList<RecordId>> Store::findByPrefix(const QString& idOrLocalRefPrefix) const
{
    return d->lists.findByPrefix(idOrLocalRefPrefix);
}

StoreCounts Store::counts() const
{
    const auto counts = d->lists.counts();
    return counts ? *counts : StoreCounts();
}

int Store::countInPhase(RecordPhase phase) const
{
    const auto count = d->lists.countInPhase(phase);
    return count ? int(*count) : 0;
}

Result<> Store::indexNames(const RecordId& record, const SecretBytes& tokenKey, const QStringList& names)
{
    return d->names.set(record, tokenKey, names);
}

void Store::setNameTokenKey(const SecretBytes& tokenKey)
{
    d->lists.setNameTokenKey(tokenKey);
}

QList<RecordId> Store::recordsWithoutNames(const SecretBytes& tokenKey, int limit) const
{
    if (tokenKey.isEmpty())
        return {};
    const auto records = d->names.missing(tokenKey, limit);
    return records ? *records : QList<RecordId>();
}

// --- queue and sync state

QList<OutboxEntry> Store::outbox(int limit, qint64 after) const
{
    QList<OutboxEntry> out;
    auto entries = d->log.unsent(limit, after);
    const auto carried = d->log.carried(limit, after);
    if (!entries || !carried)
        return out;
    entries->append(*carried);
    std::sort(entries->begin(), entries->end(),
              [](const LogEntry& a, const LogEntry& b) { return a.no < b.no; });
    for (const LogEntry& entry : entries->first(std::min<qsizetype>(limit, entries->size())))
        out.append({entry.change, entry.notes.delivery, entry.notes.refusal, entry.no});
    return out;
}

Delivery Store::delivery(const ChangeId& change) const
{
    const auto value = d->file.integer(u"SELECT delivery FROM log WHERE id = ?", {change.toBytes()});
    return value ? Delivery(*value) : Delivery::Unsent;
}

Result<> Store::offerAgainAfter(quint64 counter)
{
    const auto entries = d->log.ofReplicaAfter(d->identity.replica, counter);
    return entries ? d->offerAgain(*entries) : Result<>(entries.error());
}

Result<> Store::Private::offerAgain(const QList<LogEntry>& entries)
{
    Works works;
    const auto done = transaction([&]() -> Result<> {
        for (const LogEntry& entry : entries) {
            const auto away = goneTable.find(entry.change->body().record);
            if (!away)
                return away.error();
            if (*away) {
                LogEntry again = entry;
                again.notes.delivery = Delivery::Unsent;
                if (auto noted = log.annotate(again); !noted)
                    return noted;
                continue;
            }
            const auto work = workOf(works, entry.change->body().record);
            if (!work)
                return work.error();
            for (LogEntry& kept : (*work)->entries) {
                if (kept.no != entry.no)
                    continue;
                kept.notes.delivery = Delivery::Unsent;
                if (auto noted = log.annotate(kept); !noted)
                    return noted;
            }
        }
        for (const RecordWork& work : std::as_const(works)) {
            if (auto written = projection.write(work); !written)
                return written;
        }
        return {};
    });
    if (!done)
        return done;
    remember(works);
    return renewSecondHomes();
}

QList<FeedCursor> Store::cursors() const
{
    QList<FeedCursor> cursors;
    const auto done =
        d->file.each(u"SELECT feed, position FROM cursor ORDER BY feed", {}, [&](const Row& row) {
            cursors.append({row.text(0), quint64(row.integer(1))});
            return Result<>();
        });
    return done ? cursors : QList<FeedCursor>();
}

QList<QByteArray> Store::unsentStatements() const
{
    QList<QByteArray> statements;
    const auto done =
        d->file.each(u"SELECT bytes FROM statement WHERE sent = 0 ORDER BY no", {}, [&](const Row& row) {
            statements.append(row.bytes(0));
            return Result<>();
        });
    return done ? statements : QList<QByteArray>();
}

Result<> Store::markStatementsSent(const QList<QByteArray>& statements)
{
    if (statements.isEmpty())
        return {};
    return d->transaction([&]() -> Result<> {
        for (const QByteArray& bytes : statements) {
            const auto statement = Statement::decode(bytes);
            if (!statement)
                continue;
            if (auto done =
                    d->file.run(u"UPDATE statement SET sent = 1 WHERE id = ?", {statement->id().toBytes()});
                !done)
                return done;
        }
        return {};
    });
}

Result<> Store::annotate(const RecordId& record, const QString& nationalRef, Instant received,
                         const ChangeId& approval)
{
    return d->transaction([&]() -> Result<> {
        const auto kept =
            d->file.run(u"INSERT OR REPLACE INTO annotation (record, national_ref, received_ms, approval) "
                        u"VALUES (?, ?, ?, ?)",
                        {record.toBytes(), nationalRef, received.msSinceEpoch, approval.toBytes()});
        if (!kept)
            return kept;
        const auto work = d->load(record);
        if (!work)
            return work.error();
        return d->projection.write(*work);
    });
}

// --- drafts, settings

Result<> Store::saveDraft(const Draft& draft)
{
    if (!draft.record.isNull()) {
        const auto away = d->goneTable.find(draft.record);
        if (!away)
            return away.error();
        if (*away)
            return d->notHere(draft.record);
    }
    return d->withReserve([&] { return d->drafts.save(draft); });
}
Result<> Store::removeDraft(const QByteArray& id)
{
    return d->withReserve([&] { return d->drafts.remove(id); });
}

QList<Draft> Store::drafts(PersonId person) const
{
    auto drafts = d->drafts.of(person);
    if (!drafts)
        return {};
    for (Draft& draft : *drafts) {
        if (plantedFault(24))
            draft.base = state(draft.record)->heads;
    }
    return *drafts;
}

Result<> Store::keep(PersonId person, const QString& name, const RecordId& record, const QJsonObject& content)
{
    return d->withReserve([&] { return d->asides.put(person, name, record, content); });
}

QJsonObject Store::kept(PersonId person, const QString& name, const RecordId& record) const
{
    const auto content = d->asides.get(person, name, record);
    return content ? *content : QJsonObject();
}

Result<> Store::noteOpenProblems(const RecordId& record, const QList<ChangeId>& heads, int problems)
{
    const auto now = state(record);
    if (!now)
        return now.error();
    return now->heads == heads ? d->openCounts.put(record, problems) : Result<>();
}

Result<> Store::countOpenProblemsBy(const QString& rules)
{
    const QString name = u"open-problems-by"_s;
    if (setting(name) == rules)
        return {};
    return d->transaction([&]() -> Result<> {
        if (auto cleared = d->openCounts.clear(); !cleared)
            return cleared;
        return d->settings.setText(name, rules);
    });
}

QString Store::setting(const QString& key, const QString& otherwise) const
{
    const auto value = d->settings.text(key);
    return value ? value->value_or(otherwise) : otherwise;
}

Result<> Store::setSetting(const QString& key, const QString& value)
{
    return d->settings.setText(key, value);
}

QByteArray Store::blobSetting(const QString& key) const
{
    const auto value = d->settings.bytes(key);
    return value ? value->value_or(QByteArray()) : QByteArray();
}

Result<> Store::setBlobSetting(const QString& key, const QByteArray& value)
{
    return d->settings.setBytes(key, value);
}

Result<> Store::checkpoint(bool truncate)
{
    return d->checkpoint(truncate);
}

void Store::failAfter(int statements)
{
    d->file.failAfter(statements);
}

}  // namespace prohori
