// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/ChangeLog.h"

#include "core/secrets/Crypto.h"
#include "core/storage/LogRows.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QVariant whenKnown(const std::optional<Instant>& time)
{
    return time ? QVariant(time->msSinceEpoch) : QVariant();
}

QVariant unlessZero(qint64 value)
{
    return value == 0 ? QVariant() : QVariant(value);
}

}  // namespace

ChangeLog::ChangeLog(Connection& file, const SecretBytes& dataKey)
    : m_file(file),
      m_key(deriveKey(dataKey, Context::Backup, QByteArrayLiteral("log/1")))
{}

QByteArray ChangeLog::macOf(qint64 no, const Change& change, const LogNotes& notes) const
{
    return macOf(no, change.id(), change.signature(), notes);
}

QByteArray ChangeLog::macOf(qint64 no, const ChangeId& id, const QByteArray& signature,
                            const LogNotes& notes) const
{
    const auto orNull = [](const std::optional<Instant>& time) {
        return time ? Cbor(time->msSinceEpoch) : Cbor();
    };
    const QByteArray text =
        Cbor(Cbor::Array{Cbor(no), Cbor(id.toBytes()), Cbor(signature), Cbor(notes.stored.msSinceEpoch),
                         Cbor(notes.own), Cbor(int(notes.standing)), Cbor(int(notes.refusal)),
                         Cbor(notes.byHub), Cbor(int(notes.delivery)), orNull(notes.received),
                         Cbor(notes.feedPosition), orNull(notes.hubTime), Cbor(notes.receipt)})
            .encode();
    return keyedHash(m_key, text, logrows::kMacBytes);
}

Result<bool> ChangeLog::contains(const ChangeId& id) const
{
    const auto found = m_file.integer(u"SELECT count(*) FROM log WHERE id = ?", {id.toBytes()});
    if (!found)
        return found.error();
    return *found > 0;
}

Result<QList<LogEntry>> ChangeLog::collected(QStringView sql, const QVariantList& values,
                                             logrows::Body body) const
{
    QList<LogEntry> entries;
    const auto done = m_file.each(sql, values, [&](const Row& row) -> Result<> {
        auto entry = logrows::entryOf(row, body);
        if (!entry)
            return entry.error();
        entries.append(std::move(*entry));
        return {};
    });
    if (!done)
        return done.error();
    return entries;
}

Result<std::optional<LogEntry>> ChangeLog::find(const ChangeId& id) const
{
    auto found = collected(logrows::kById, {id.toBytes()}, logrows::Body::WhenAsked);
    if (!found)
        return found.error();
    return found->isEmpty() ? std::nullopt : std::optional(found->first());
}

Result<std::optional<NotedRow>> ChangeLog::findNotes(const ChangeId& id) const
{
    std::optional<NotedRow> found;
    const auto done = m_file.each(logrows::kNotesById, {id.toBytes()}, [&](const Row& row) {
        found = NotedRow{row.integer(logrows::kNo), id, RecordId::fromBytes(row.bytes(logrows::kRecord)),
                         row.bytes(logrows::kSignature), logrows::notesOf(row)};
        return Result<>();
    });
    if (!done)
        return done.error();
    return found;
}

Result<QList<LogEntry>> ChangeLog::ofRecord(const RecordId& record) const
{
    return collected(logrows::kByRecord, {record.toBytes()}, logrows::Body::Now);
}

Result<QList<LogEntry>> ChangeLog::unsent(int limit, qint64 after) const
{
    return collected(logrows::kUnsent, {after, limit}, logrows::Body::WhenAsked);
}

Result<std::optional<LogEntry>> ChangeLog::firstUnsentOf(const ReplicaId& replica) const
{
    auto found = collected(logrows::kFirstUnsentOf, {replica.toBytes()}, logrows::Body::WhenAsked);
    if (!found)
        return found.error();
    return found->isEmpty() ? std::nullopt : std::optional(found->first());
}

Result<QList<LogEntry>> ChangeLog::carried(int limit, qint64 after) const
{
    return collected(logrows::kCarried, {after, limit}, logrows::Body::WhenAsked);
}

Result<QList<LogEntry>> ChangeLog::quarantined() const
{
    return collected(logrows::kQuarantined, {}, logrows::Body::Now);
}

Result<QList<LogEntry>> ChangeLog::ofReplicaAfter(const ReplicaId& replica, quint64 counter) const
{
    return collected(logrows::kAfter, {replica.toBytes(), qint64(counter)}, logrows::Body::Now);
}

PackedBytes ChangeLog::packedNow(const Change& change) const
{
    const auto expected = m_expected.constFind(change.id());
    return expected == m_expected.constEnd() ? packedChange(change) : *expected;
}

Result<qint64> ChangeLog::append(const Change& change, const LogNotes& notes)
{
    const auto refilled = refill(change, notes);
    if (!refilled)
        return refilled.error();
    if (*refilled)
        return **refilled;
    if (auto known = readEnd(); !known)
        return known.error();
    const qint64 no = m_end->rows + 1;
    const ChangeBody& body = change.body();
    const PackedBytes packed = packedNow(change);
    const auto done = m_file.run(
        u"INSERT INTO log (no, id, record, replica, counter, parents, person, dictionary, packed, signature, "
        u"stored_ms, own, standing, refusal, by_hub, delivery, received_ms, feed_position, hub_ms, receipt, "
        u"mac) "
        u"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {no,
         change.id().toBytes(),
         body.record.toBytes(),
         body.replica.toBytes(),
         qint64(body.counter),
         logrows::joined(body.parents),
         qint64(body.person),
         packed.dictionary,
         logpieces::inRow(packed.bytes),
         change.signature(),
         notes.stored.msSinceEpoch,
         notes.own,
         int(notes.standing),
         int(notes.refusal),
         notes.byHub,
         int(notes.delivery),
         whenKnown(notes.received),
         unlessZero(qint64(notes.feedPosition)),
         whenKnown(notes.hubTime),
         unlessZero(notes.receipt),
         macOf(no, change, notes)});
    if (!done)
        return done.error();
    if (auto written = logpieces::write(m_file, no, packed.bytes); !written)
        return written.error();
    m_end = End{no, headAfter(m_end->head, change.id())};
    return no;
}

Result<> ChangeLog::readEnd()
{
    if (m_end)
        return {};
    const auto rows = count();
    const auto before = head();
    if (!rows || !before)
        return rows ? before.error() : rows.error();
    m_end = End{*rows, *before};
    return {};
}

Result<> ChangeLog::finish()
{
    m_receipt.reset();
    const auto end = std::exchange(m_end, std::nullopt);
    return end ? m_file.run(u"UPDATE identity SET changes = ?, log_head = ?", {end->rows, end->head})
               : Result<>();
}

Result<> ChangeLog::annotate(const LogEntry& entry)
{
    return annotate({entry.no, entry.change->id(), {}, entry.change->signature(), entry.notes});
}

Result<> ChangeLog::annotate(const NotedRow& row)
{
    const LogNotes& notes = row.notes;
    return m_file.run(u"UPDATE log SET stored_ms = ?, own = ?, standing = ?, refusal = ?, by_hub = ?, "
                      u"delivery = ?, received_ms = ?, "
                      u"feed_position = ?, hub_ms = ?, receipt = ?, mac = ? WHERE no = ?",
                      {notes.stored.msSinceEpoch, notes.own, int(notes.standing), int(notes.refusal),
                       notes.byHub, int(notes.delivery), whenKnown(notes.received),
                       unlessZero(qint64(notes.feedPosition)), whenKnown(notes.hubTime),
                       unlessZero(notes.receipt), macOf(row.no, row.id, row.signature, notes), row.no});
}

Result<qint64> ChangeLog::count() const
{
    return m_end ? Result<qint64>(m_end->rows) : m_file.integer(u"SELECT changes FROM identity");
}

QByteArray ChangeLog::headAfter(const QByteArray& before, const ChangeId& id) const
{
    return keyedHash(m_key, QByteArrayLiteral("head") + before + id.toBytes());
}

Result<QByteArray> ChangeLog::head() const
{
    if (m_end)
        return m_end->head;
    const auto found = m_file.blob(u"SELECT log_head FROM identity");
    if (!found)
        return found.error();
    return found->value_or(QByteArray());
}

Result<int> ChangeLog::unsentOf(const RecordId& record) const
{
    const auto found = m_file.integer(
        u"SELECT count(*) FROM log INDEXED BY log_by_record WHERE record = ? AND own = 1 AND delivery = 0",
        {record.toBytes()});
    if (!found)
        return found.error();
    return int(*found);
}

Result<bool> ChangeLog::hasToSend(const RecordId& record) const
{
    const auto found = m_file.integer(logrows::kHasToSend, {record.toBytes()});
    if (!found)
        return found.error();
    return *found > 0;
}

Result<bool> ChangeLog::hasUnsent(const ReplicaId& replica, quint64 first, quint64 last) const
{
    const auto found = m_file.integer(u"SELECT EXISTS (SELECT 1 FROM log WHERE replica = ? AND counter "
                                      u"BETWEEN ? AND ? AND own = 1 AND delivery = 0)",
                                      {replica.toBytes(), qint64(first), qint64(last)});
    if (!found)
        return found.error();
    return *found > 0;
}

Result<bool> ChangeLog::holds(const ReplicaId& replica, quint64 counter) const
{
    const auto found = m_file.integer(u"SELECT EXISTS (SELECT 1 FROM log WHERE replica = ? AND counter = ?)",
                                      {replica.toBytes(), qint64(counter)});
    if (!found)
        return found.error();
    return *found > 0;
}

namespace {

Result<QList<RecordId>> recordIds(Connection& file, QStringView sql, const QVariantList& values)
{
    QList<RecordId> ids;
    const auto done = file.each(sql, values, [&](const Row& row) {
        ids.append(RecordId::fromBytes(row.bytes(0)));
        return Result<>();
    });
    if (!done)
        return done.error();
    return ids;
}

}  // namespace

Result<QList<RecordId>> ChangeLog::recordsWaiting() const
{
    return recordIds(m_file, u"SELECT DISTINCT record FROM log WHERE standing = 1", {});
}

Result<QList<RecordId>> ChangeLog::recordsOfPerson(PersonId person) const
{
    return recordIds(m_file, u"SELECT DISTINCT record FROM log WHERE person = ?", {qint64(person)});
}

Result<qint64> ChangeLog::keepReceipt(const QByteArray& bytes)
{
    if (bytes.isEmpty())
        return qint64(0);
    if (m_receipt && m_receipt->first == bytes)
        return m_receipt->second;
    if (auto kept = m_file.run(u"INSERT INTO receipt (bytes) VALUES (?) ON CONFLICT DO NOTHING", {bytes});
        !kept)
        return kept.error();
    const auto no = m_file.integer(u"SELECT no FROM receipt WHERE bytes = ?", {bytes});
    if (no)
        m_receipt.emplace(bytes, *no);
    return no;
}

}  // namespace prohori
