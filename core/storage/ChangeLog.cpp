// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/ChangeLog.h"

#include "core/secrets/Crypto.h"
#include "core/storage/Packing.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMacBytes = 16;

// The columns every query below gives, in this order.
enum Column {
    kNo,
    kPacked,
    kSignature,
    kStored,
    kOwn,
    kStanding,
    kRefusal,
    kByHub,
    kDelivery,
    kReceived,
    kPosition,
    kHubTime,
    kReceipt,
    kId,
    kRecord,
    kReplica,
    kCounter,
    kParents,
    kPerson,
    kDictionary,
    kMac,
};

#define PROHORI_LOG_COLUMNS                                                                                  \
    u"SELECT no, packed, signature, stored_ms, own, standing, refusal, by_hub, delivery, received_ms, "      \
    u"feed_position, "                                                                                       \
    u"hub_ms, receipt, id, record, replica, counter, parents, person, dictionary, mac FROM log "

constexpr QStringView kById = PROHORI_LOG_COLUMNS u"WHERE id = ?";
constexpr QStringView kByRecord = PROHORI_LOG_COLUMNS u"WHERE record = ? ORDER BY no";
constexpr QStringView kUnsent = PROHORI_LOG_COLUMNS u"WHERE own = 1 AND delivery = 0 ORDER BY no LIMIT ?";
constexpr QStringView kCarried =
    PROHORI_LOG_COLUMNS u"WHERE own = 0 AND delivery = 0 AND standing <> 2 ORDER BY no LIMIT ?";
constexpr QStringView kQuarantined = PROHORI_LOG_COLUMNS u"WHERE standing = 2 ORDER BY no";
constexpr QStringView kAfter = PROHORI_LOG_COLUMNS u"WHERE replica = ? AND counter > ? ORDER BY no";
constexpr QStringView kAll = PROHORI_LOG_COLUMNS u"ORDER BY no";
constexpr QStringView kOfReplica = PROHORI_LOG_COLUMNS u"WHERE replica = ? ORDER BY no";

#undef PROHORI_LOG_COLUMNS

QVariant whenKnown(const std::optional<Instant>& time)
{
    return time ? QVariant(time->msSinceEpoch) : QVariant();
}

QVariant unlessZero(qint64 value)
{
    return value == 0 ? QVariant() : QVariant(value);
}

std::optional<Instant> instantAt(const Row& row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(Instant::fromMs(row.integer(column)));
}

QByteArray joined(const QList<ChangeId>& ids)
{
    QByteArray bytes;
    for (const ChangeId& id : ids)
        bytes += id.toBytes();
    return bytes;
}

LogNotes notesOf(const Row& row)
{
    LogNotes notes;
    notes.stored = Instant::fromMs(row.integer(kStored));
    notes.own = row.integer(kOwn) == 1;
    notes.standing = Standing(row.integer(kStanding));
    notes.refusal = Refusal(row.integer(kRefusal));
    notes.byHub = row.integer(kByHub) == 1;
    notes.delivery = Delivery(row.integer(kDelivery));
    notes.received = instantAt(row, kReceived);
    notes.feedPosition = quint64(row.integer(kPosition));
    notes.hubTime = instantAt(row, kHubTime);
    notes.receipt = row.integer(kReceipt);
    return notes;
}

Result<LogEntry> entryOf(const Row& row)
{
    LogEntry entry{row.integer(kNo), {}, notesOf(row)};
    const Error damaged{ErrorCode::Damaged,
                        u"change %1 in the log is damaged: check the store, or restore a backup"_s.arg(
                            entry.no)};
    if (row.integer(kDictionary) != kNoDictionary)
        return Error{ErrorCode::TooNew,
                     u"change %1 is packed with a dictionary that this program lacks"_s.arg(entry.no)};
    const auto bytes = unpacked(row.bytes(kPacked), Change::kMaxBytes);
    if (!bytes)
        return damaged;
    auto change = Change::decode(*bytes, row.bytes(kSignature));
    if (!change)
        return change.error().code == ErrorCode::TooNew ? change.error() : damaged;
    if (change->id().toBytes() != row.bytes(kId))
        return damaged;
    entry.change = std::make_shared<const Change>(std::move(*change));
    return entry;
}

}  // namespace

ChangeLog::ChangeLog(Connection& file, const SecretBytes& dataKey)
    : m_file(file),
      m_key(deriveKey(dataKey, Context::Backup, QByteArrayLiteral("log/1")))
{}

QByteArray ChangeLog::macOf(qint64 no, const Change& change, const LogNotes& notes) const
{
    const auto orNull = [](const std::optional<Instant>& time) {
        return time ? Cbor(time->msSinceEpoch) : Cbor();
    };
    const QByteArray text =
        Cbor(Cbor::Array{Cbor(no), Cbor(change.id().toBytes()), Cbor(change.signature()),
                         Cbor(notes.stored.msSinceEpoch), Cbor(notes.own), Cbor(int(notes.standing)),
                         Cbor(int(notes.refusal)), Cbor(notes.byHub), Cbor(int(notes.delivery)),
                         orNull(notes.received), Cbor(notes.feedPosition), orNull(notes.hubTime),
                         Cbor(notes.receipt)})
            .encode();
    return keyedHash(m_key, text, kMacBytes);
}

Result<bool> ChangeLog::contains(const ChangeId& id) const
{
    const auto found = m_file.integer(u"SELECT count(*) FROM log WHERE id = ?", {id.toBytes()});
    if (!found)
        return found.error();
    return *found > 0;
}

Result<QList<LogEntry>> ChangeLog::collected(QStringView sql, const QVariantList& values) const
{
    QList<LogEntry> entries;
    const auto done = m_file.each(sql, values, [&](const Row& row) -> Result<> {
        auto entry = entryOf(row);
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
    auto found = collected(kById, {id.toBytes()});
    if (!found)
        return found.error();
    return found->isEmpty() ? std::nullopt : std::optional(found->first());
}

Result<QList<LogEntry>> ChangeLog::ofRecord(const RecordId& record) const
{
    return collected(kByRecord, {record.toBytes()});
}

Result<QList<LogEntry>> ChangeLog::unsent(int limit) const
{
    return collected(kUnsent, {limit});
}

Result<QList<LogEntry>> ChangeLog::carried(int limit) const
{
    return collected(kCarried, {limit});
}

Result<QList<LogEntry>> ChangeLog::quarantined() const
{
    return collected(kQuarantined, {});
}

Result<QList<LogEntry>> ChangeLog::ofReplicaAfter(const ReplicaId& replica, quint64 counter) const
{
    return collected(kAfter, {replica.toBytes(), qint64(counter)});
}

Result<qint64> ChangeLog::append(const Change& change, const LogNotes& notes)
{
    const auto rows = count();
    const auto before = head();
    if (!rows || !before)
        return rows ? before.error() : rows.error();
    const qint64 no = *rows + 1;
    const ChangeBody& body = change.body();
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
         joined(body.parents),
         qint64(body.person),
         kNoDictionary,
         packed(change.signedBytes()),
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
    if (auto counted = m_file.run(u"UPDATE identity SET changes = ?, log_head = ?",
                                  {no, headAfter(*before, change.id())});
        !counted)
        return counted.error();
    return no;
}

Result<> ChangeLog::annotate(const LogEntry& entry)
{
    const LogNotes& notes = entry.notes;
    return m_file.run(u"UPDATE log SET stored_ms = ?, own = ?, standing = ?, refusal = ?, by_hub = ?, "
                      u"delivery = ?, received_ms = ?, "
                      u"feed_position = ?, hub_ms = ?, receipt = ?, mac = ? WHERE no = ?",
                      {notes.stored.msSinceEpoch, notes.own, int(notes.standing), int(notes.refusal),
                       notes.byHub, int(notes.delivery), whenKnown(notes.received),
                       unlessZero(qint64(notes.feedPosition)), whenKnown(notes.hubTime),
                       unlessZero(notes.receipt), macOf(entry.no, *entry.change, notes), entry.no});
}

Result<qint64> ChangeLog::count() const
{
    return m_file.integer(u"SELECT changes FROM identity");
}

QByteArray ChangeLog::headAfter(const QByteArray& before, const ChangeId& id) const
{
    return keyedHash(m_key, QByteArrayLiteral("head") + before + id.toBytes());
}

Result<QByteArray> ChangeLog::head() const
{
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
    if (auto kept = m_file.run(u"INSERT INTO receipt (bytes) VALUES (?) ON CONFLICT DO NOTHING", {bytes});
        !kept)
        return kept.error();
    return m_file.integer(u"SELECT no FROM receipt WHERE bytes = ?", {bytes});
}

QStringList ChangeLog::faultsOf(const Row& row, const LogEntry& entry) const
{
    QStringList faults;
    const ChangeBody& body = entry.change->body();
    const bool columnsFit =
        row.bytes(kRecord) == body.record.toBytes() && row.bytes(kReplica) == body.replica.toBytes()
        && quint64(row.integer(kCounter)) == body.counter && row.bytes(kParents) == joined(body.parents)
        && PersonId(row.integer(kPerson)) == body.person;
    if (!columnsFit)
        faults.append(u"change %1: its columns do not say what its bytes say"_s.arg(entry.no));
    if (row.bytes(kMac) != macOf(entry.no, *entry.change, entry.notes))
        faults.append(u"change %1: its notes or its place were altered"_s.arg(entry.no));
    return faults;
}

Result<> ChangeLog::eachStored(QStringView sql, const QVariantList& values, const RowVisit& visit) const
{
    return m_file.each(sql, values, [&](const Row& row) -> Result<> {
        StoredRow stored;
        stored.id = ChangeId::fromBytes(row.bytes(kId));
        stored.record = RecordId::fromBytes(row.bytes(kRecord));
        stored.replica = ReplicaId::fromBytes(row.bytes(kReplica));
        const auto entry = entryOf(row);
        stored.entry = entry ? *entry : LogEntry{row.integer(kNo), {}, notesOf(row)};
        stored.faults = entry ? faultsOf(row, *entry) : QStringList{entry.error().detail};
        return visit(stored);
    });
}

Result<> ChangeLog::eachRow(
    const std::function<Result<>(const LogEntry&, const QStringList& faults)>& visit) const
{
    return eachStored(kAll, {}, [&](const StoredRow& row) { return visit(row.entry, row.faults); });
}

Result<> ChangeLog::eachRowOf(const RecordId& record, const RowVisit& visit) const
{
    return eachStored(kByRecord, {record.toBytes()}, visit);
}

Result<> ChangeLog::eachRowOf(const ReplicaId& replica, const RowVisit& visit) const
{
    return eachStored(kOfReplica, {replica.toBytes()}, visit);
}

Result<std::optional<qint64>> ChangeLog::countIfWhole() const
{
    qint64 rows = 0;
    QByteArray end = firstHead();
    const auto read = m_file.each(u"SELECT id FROM log ORDER BY no", {}, [&](const Row& row) {
        ++rows;
        end = headAfter(end, ChangeId::fromBytes(row.bytes(0)));
        return Result<>();
    });
    const auto expected = head();
    const auto counted = count();
    if (!read || !expected || !counted)
        return !read ? read.error() : !expected ? expected.error() : counted.error();
    return *expected == end && *counted == rows ? std::optional(rows) : std::nullopt;
}

}  // namespace prohori
