// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/RecordEvidence.h"
#include "core/storage/ReplicaChains.h"
#include "core/storage/StoreParts.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// One chain; what else of the record its rows bring up goes to `rows`.
Result<StoredChain> chainOf(const ChangeLog& log, const ReplicaId& replica,
                            const QHash<ReplicaId, quint64>& own, const RecordId& record,
                            QList<StoredRow>& rows)
{
    StoredChain chain;
    chain.replica = replica;
    chain.complete = own.contains(replica);
    ReplicaChains joints;
    QMap<quint64, std::pair<ChangeId, ChangeId>> byCounter;  // (its id, the one before it)
    const auto read = log.eachRowOf(replica, [&](const StoredRow& row) -> Result<> {
        if (row.wasEmptied) {
            joints.add(replica, row.counter, row.id, row.prev);
            byCounter.insert(row.counter, {row.id, row.prev});
        }
        if (!row.entry.change)
            return {};
        const ChangeBody& body = row.entry.change->body();
        if (body.replica == replica) {
            joints.add(*row.entry.change);
            byCounter.insert(body.counter, {row.id, body.prev});
        }
        if (body.record == record && row.record != record)
            rows.append(row);
        return {};
    });
    if (!read)
        return read.error();
    if (!byCounter.isEmpty()) {
        chain.first = byCounter.firstKey();
        chain.last = byCounter.lastKey();
    }
    for (auto it = byCounter.begin(); it != byCounter.end(); ++it) {
        const auto before = byCounter.constFind(it.key() - 1);
        chain.links += before != byCounter.constEnd() && before->first == it->second ? 1 : 0;
    }
    QHash<ReplicaId, quint64> complete;
    if (chain.complete)
        complete.insert(replica, std::max(own.value(replica), chain.last));
    chain.faults = joints.faults(complete, {});
    return chain;
}

Result<QByteArray> receiptBytes(Connection& file, qint64 no)
{
    const auto bytes = file.blob(u"SELECT bytes FROM receipt WHERE no = ?", {no});
    if (!bytes)
        return bytes.error().code == ErrorCode::NotFound ? Result<QByteArray>(QByteArray()) : bytes.error();
    return bytes->value_or(QByteArray());
}

}  // namespace

/// Each receipt with everything that names it, also of other records: it covers all of them or none.
Result<QMap<qint64, StoredReceipt>> Store::Private::receiptsOf(const QList<StoredRow>& rows)
{
    QMap<qint64, StoredReceipt> all;
    for (const StoredRow& row : rows) {
        const qint64 no = row.entry.notes.receipt;
        if (no == 0 || all.contains(no))
            continue;
        StoredReceipt receipt;
        const auto bytes = receiptBytes(file, no);
        if (!bytes)
            return bytes.error();
        receipt.bytes = *bytes;
        const auto read =
            file.each(u"SELECT id, delivery, refusal, by_hub, hub_ms FROM log WHERE receipt = ? "
                      u"ORDER BY no",
                      {no}, [&](const Row& line) {
                          LogNotes notes;
                          notes.delivery = Delivery(line.integer(1));
                          notes.refusal = Refusal(line.integer(2));
                          notes.byHub = line.integer(3) == 1;
                          notes.hubTime = Instant::fromMs(line.integer(4));
                          receipt.lines.append({ChangeId::fromBytes(line.bytes(0)), notes});
                          return Result<>();
                      });
        if (!read)
            return read.error();
        all.insert(no, receipt);
    }
    return all;
}

Result<RecordEvidence> Store::evidence(const RecordId& record) const
{
    const auto away = d->goneTable.find(record);
    if (!away)
        return away.error();
    if (*away)
        return d->notHere(record);
    QStringList refused;
    const auto known = d->readDirectory(refused);
    const auto own = d->ownReplicas();
    const auto whole = d->log.countIfWhole();
    if (!known || !own || !whole)
        return !known ? known.error() : !own ? own.error() : whole.error();
    RecordEvidence found{{}, {}, {}, *known, refused, *whole, {}, false};
    QList<ReplicaId> replicas;
    const auto read = d->log.eachRowOf(record, [&](const StoredRow& row) -> Result<> {
        found.rows.append(row);
        const ReplicaId replica = row.entry.change ? row.entry.change->body().replica : row.replica;
        if (!replicas.contains(replica))
            replicas.append(replica);
        return {};
    });
    if (!read)
        return read.error();
    if (found.rows.isEmpty())
        return d->notHere(record);
    for (const ReplicaId& replica : std::as_const(replicas)) {
        const auto chain = chainOf(d->log, replica, *own, record, found.rows);
        if (!chain)
            return chain.error();
        found.chains.append(*chain);
    }
    std::sort(found.rows.begin(), found.rows.end(),
              [](const StoredRow& a, const StoredRow& b) { return a.entry.no < b.entry.no; });
    const auto receipts = d->receiptsOf(found.rows);
    if (!receipts)
        return receipts.error();
    found.receipts = *receipts;
    const auto folded = d->checkRecord(record, found.differences);
    if (!folded && folded.error().code != ErrorCode::Damaged && folded.error().code != ErrorCode::TooNew)
        return folded.error();
    found.wasFolded = folded.has_value();
    return found;
}

}  // namespace prohori
