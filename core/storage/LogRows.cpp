// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of table log as they lie in the file, and the content that is taken out of them.
#include "core/storage/LogRows.h"

#include "core/secrets/Crypto.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

std::optional<Instant> instantAt(const Row& row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(Instant::fromMs(row.integer(column)));
}

}  // namespace

namespace logrows {

QByteArray joined(const QList<ChangeId>& ids)
{
    QByteArray bytes;
    for (const ChangeId& id : ids)
        bytes += id.toBytes();
    return bytes;
}

Error lacksDictionary(qint64 no, qint64 dictionary)
{
    return {ErrorCode::TooNew,
            u"change %1 is packed with dictionary %2, which a later version of this program brings: "
            u"install that version"_s.arg(no)
                .arg(dictionary),
            u"dictionary"_s};
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

Result<LogEntry> entryOf(const Row& row, Body body)
{
    LogEntry entry{row.integer(kNo), {}, notesOf(row)};
    const auto damaged = [&entry] {
        return Error{ErrorCode::Damaged,
                     u"change %1 in the log is damaged: check the store, or restore a backup"_s.arg(
                         entry.no)};
    };
    const qint64 dictionary = row.integer(kDictionary);
    const auto bytes =
        unpackedChange({dictionary, row.bytes(kPacked)}, {row.bytes(kReplica), row.bytes(kParents)});
    if (!bytes)
        return bytes.error().code == ErrorCode::NotFound ? lacksDictionary(entry.no, dictionary) : damaged();
    const QByteArray signature = row.bytes(kSignature);
    auto change = body == Body::Now ? Change::decode(*bytes, signature) : Change::stored(*bytes, signature);
    if (!change)
        return change.error().code == ErrorCode::TooNew ? change.error() : damaged();
    if (change->id().toBytes() != row.bytes(kId))
        return damaged();
    entry.change = std::make_shared<const Change>(std::move(*change));
    return entry;
}

}  // namespace logrows

Result<std::optional<qint64>> ChangeLog::refill(const Change& change, const LogNotes& notes)
{
    const auto no = m_file.integer(u"SELECT coalesce(max(no), 0) FROM log WHERE id = ? AND dictionary = ?",
                                   {change.id().toBytes(), kContentRemoved});
    if (!no)
        return no.error();
    if (*no == 0)
        return std::optional<qint64>();
    const PackedBytes packed = packedNow(change);
    if (auto put = m_file.run(u"UPDATE log SET dictionary = ?, packed = ?, signature = ? WHERE no = ?",
                              {packed.dictionary, logpieces::inRow(packed.bytes), change.signature(), *no});
        !put)
        return put.error();
    if (auto put = logpieces::write(m_file, *no, packed.bytes); !put)
        return put.error();
    if (auto noted = annotate({*no, std::make_shared<const Change>(change), notes}); !noted)
        return noted.error();
    return std::optional(*no);
}

Result<bool> ChangeLog::isEmptied(const ChangeId& id) const
{
    const auto found = m_file.integer(u"SELECT count(*) FROM log WHERE id = ? AND dictionary = ?",
                                      {id.toBytes(), kContentRemoved});
    if (!found)
        return found.error();
    return *found > 0;
}

Result<> ChangeLog::empty(const LogEntry& entry)
{
    const ChangeBody& body = entry.change->body();
    StoredRow row{entry, entry.change->id(), body.record, body.replica, body.counter, body.prev, true, {}};
    if (auto gone = logpieces::remove(m_file, entry.no); !gone)
        return gone;
    return m_file.run(u"UPDATE log SET dictionary = ?, packed = ?, mac = ? WHERE no = ?",
                      {kContentRemoved, body.prev.toBytes(), emptiedMac(row, entry.change->signature()),
                       entry.no});
}

/// Over what else stands in the content, too.
QByteArray ChangeLog::emptiedMac(const StoredRow& row, const QByteArray& signature) const
{
    const QByteArray place =
        row.record.toBytes() + row.replica.toBytes() + QByteArray::number(row.counter) + row.prev.toBytes();
    return keyedHash(m_key,
                     QByteArrayLiteral("emptied") + place
                         + macOf(row.entry.no, row.id, signature, row.entry.notes),
                     logrows::kMacBytes);
}

QStringList ChangeLog::faultsOf(const Row& row, const LogEntry& entry) const
{
    QStringList faults;
    const ChangeBody& body = entry.change->body();
    const bool columnsFit = row.bytes(logrows::kRecord) == body.record.toBytes()
                         && row.bytes(logrows::kReplica) == body.replica.toBytes()
                         && quint64(row.integer(logrows::kCounter)) == body.counter
                         && row.bytes(logrows::kParents) == logrows::joined(body.parents)
                         && PersonId(row.integer(logrows::kPerson)) == body.person;
    if (!columnsFit)
        faults.append(u"change %1: its columns do not say what its bytes say"_s.arg(entry.no));
    if (row.bytes(logrows::kMac) != macOf(entry.no, *entry.change, entry.notes))
        faults.append(u"change %1: its notes or its place were altered"_s.arg(entry.no));
    return faults;
}

Result<> ChangeLog::eachStored(QStringView sql, const QVariantList& values, const RowVisit& visit) const
{
    return m_file.each(sql, values, [&](const Row& row) -> Result<> {
        StoredRow stored;
        stored.id = ChangeId::fromBytes(row.bytes(logrows::kId));
        stored.record = RecordId::fromBytes(row.bytes(logrows::kRecord));
        stored.replica = ReplicaId::fromBytes(row.bytes(logrows::kReplica));
        stored.counter = quint64(row.integer(logrows::kCounter));
        stored.wasEmptied = row.integer(logrows::kDictionary) == kContentRemoved;
        if (stored.wasEmptied) {
            stored.entry = {row.integer(logrows::kNo), {}, logrows::notesOf(row)};
            stored.prev = ChangeId::fromBytes(row.bytes(logrows::kPacked));
            if (row.bytes(logrows::kMac) != emptiedMac(stored, row.bytes(logrows::kSignature)))
                stored.faults = {u"change %1: its notes or its place were altered"_s.arg(stored.entry.no)};
            return visit(stored);
        }
        const auto entry = logrows::entryOf(row);
        stored.entry = entry ? *entry : LogEntry{row.integer(logrows::kNo), {}, logrows::notesOf(row)};
        stored.faults = entry ? faultsOf(row, *entry) : QStringList{entry.error().detail};
        return visit(stored);
    });
}

Result<> ChangeLog::eachRow(const RowVisit& visit) const
{
    return eachStored(logrows::kAll, {}, visit);
}

Result<> ChangeLog::eachRowOf(const RecordId& record, const RowVisit& visit) const
{
    return eachStored(logrows::kAllOfRecord, {record.toBytes()}, visit);
}

Result<> ChangeLog::eachRowOf(const ReplicaId& replica, const LogPlace& after, int limit,
                              const RowVisit& visit) const
{
    const int most = limit > 0 ? limit : -1;  // SQLite's word for all
    return eachStored(logrows::kOfReplica, {replica.toBytes(), qint64(after.counter), after.no, most}, visit);
}

Result<qint64> ChangeLog::countOf(const ReplicaId& replica) const
{
    return m_file.integer(u"SELECT count(*) FROM log WHERE replica = ?", {replica.toBytes()});
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
