// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/RecordEvidence.h"
#include "core/storage/ReplicaChains.h"
#include "core/storage/StoreParts.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

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

/// What is read of one replica so far.
struct EvidenceReader::Chain {
    ReplicaId replica;
    ReplicaChains joints;
    QMap<quint64, std::pair<ChangeId, ChangeId>> byCounter;  ///< (its id, the one before it)
    LogPlace place;                                          ///< of the last row that was read
    bool isAtEnd = false;
};

EvidenceReader::EvidenceReader(const Store& store, const RecordId& record)
    : m_store(*store.d),
      m_record(record)
{}

EvidenceReader::~EvidenceReader() = default;

/// Those who wrote in the record; each has a chain, which is begun where it is new.
Result<> EvidenceReader::findChains()
{
    const auto away = m_store.goneTable.find(m_record);
    if (!away)
        return away.error();
    if (*away)
        return m_store.notHere(m_record);
    m_rows.clear();
    const auto read = m_store.log.eachRowOf(m_record, [&](const StoredRow& row) -> Result<> {
        m_rows.append(row);
        const ReplicaId replica = row.entry.change ? row.entry.change->body().replica : row.replica;
        if (std::any_of(m_chains.begin(), m_chains.end(),
                        [&](const Chain& known) { return known.replica == replica; }))
            return {};
        m_chains.emplace_back();
        m_chains.back().replica = replica;
        const auto count = m_store.log.countOf(replica);
        if (!count)
            return count.error();
        m_of += *count;
        return {};
    });
    if (!read)
        return read.error();
    return m_rows.isEmpty() ? Result<>(m_store.notHere(m_record)) : Result<>();
}

/// At most `rows` further rows of a chain, 0 for all; what else of the record they bring up is kept.
Result<> EvidenceReader::readOn(Chain& chain, int rows)
{
    int seen = 0;
    const auto read =
        m_store.log.eachRowOf(chain.replica, chain.place, rows, [&](const StoredRow& row) -> Result<> {
            ++seen;
            chain.place = {row.counter, row.entry.no};
            if (row.wasEmptied) {
                chain.joints.add(chain.replica, row.counter, row.id, row.prev);
                chain.byCounter.insert(row.counter, {row.id, row.prev});
            }
            if (!row.entry.change)
                return {};
            const ChangeBody& body = row.entry.change->body();
            if (body.replica == chain.replica) {
                chain.joints.add(*row.entry.change);
                chain.byCounter.insert(body.counter, {row.id, body.prev});
            }
            if (body.record == m_record && row.record != m_record)
                m_others.append(row);
            return {};
        });
    if (!read)
        return read.error();
    m_done += seen;
    m_of = std::max(m_of, m_done);
    chain.isAtEnd = seen < rows || rows == 0;
    return {};
}

StoredChain EvidenceReader::judged(const Chain& chain, const QHash<ReplicaId, quint64>& own)
{
    StoredChain judged;
    judged.replica = chain.replica;
    judged.complete = own.contains(chain.replica);
    const auto& byCounter = chain.byCounter;
    if (!byCounter.isEmpty()) {
        judged.first = byCounter.firstKey();
        judged.last = byCounter.lastKey();
    }
    for (auto it = byCounter.begin(); it != byCounter.end(); ++it) {
        const auto before = byCounter.constFind(it.key() - 1);
        judged.links += before != byCounter.constEnd() && before->first == it->second ? 1 : 0;
    }
    QHash<ReplicaId, quint64> complete;
    if (judged.complete)
        complete.insert(chain.replica, std::max(own.value(chain.replica), judged.last));
    judged.faults = chain.joints.faults(complete, {});
    return judged;
}

Result<bool> EvidenceReader::step(int rows)
{
    if (m_chains.empty()) {
        if (auto found = findChains(); !found)
            return found.error();
    }
    for (Chain& chain : m_chains) {
        if (chain.isAtEnd)
            continue;
        if (auto read = readOn(chain, rows); !read)
            return read.error();
        return false;
    }
    if (auto read = finish(); !read)
        return read.error();
    return true;
}

/// In one go, so that all of it is of one moment: also what was written since the chains were read.
Result<> EvidenceReader::finish()
{
    if (auto found = findChains(); !found)
        return found;
    QStringList refused;
    const auto known = m_store.readDirectory(refused);
    const auto own = m_store.ownReplicas();
    const auto whole = m_store.log.countIfWhole();
    if (!known || !own || !whole)
        return !known ? known.error() : !own ? own.error() : whole.error();
    RecordEvidence found{{}, {}, {}, *known, refused, *whole, {}, false};
    for (Chain& chain : m_chains) {
        if (auto read = readOn(chain, 0); !read)
            return read;
        found.chains.append(judged(chain, *own));
    }
    found.rows = m_rows + m_others;
    std::sort(found.rows.begin(), found.rows.end(),
              [](const StoredRow& a, const StoredRow& b) { return a.entry.no < b.entry.no; });
    const auto receipts = m_store.receiptsOf(found.rows);
    if (!receipts)
        return receipts.error();
    found.receipts = *receipts;
    const auto folded = m_store.checkRecord(m_record, found.differences);
    if (!folded && folded.error().code != ErrorCode::Damaged && folded.error().code != ErrorCode::TooNew)
        return folded.error();
    found.wasFolded = folded.has_value();
    m_found = std::move(found);
    return {};
}

RecordEvidence EvidenceReader::take()
{
    return std::move(*m_found);
}

Result<RecordEvidence> Store::evidence(const RecordId& record) const
{
    EvidenceReader reader(*this, record);
    for (;;) {
        const auto done = reader.step(0);
        if (!done)
            return done.error();
        if (*done)
            return reader.take();
    }
}

}  // namespace prohori
