// SPDX-License-Identifier: GPL-3.0-or-later
// Changes out of the pages of a damaged store.
#include "core/storage/LogRows.h"
#include "core/storage/SalvageReading.h"

namespace prohori {

namespace {

// Columns of table log (SchemaFirst.cpp).
enum LogColumn {
    kChange = 1,
    kRecord,
    kLogReplica,
    kLogCounter,
    kParents,
    kPerson,
    kDictionary,
    kPacked,
    kSigned,
    kStored,
    kOwn,
    kStanding,
    kRefusal,
    kByHub,
    kDelivery,
    kReceived,
    kPosition,
    kHubTime,
    kLogColumns
};

}  // namespace

/// Of table log_piece: its key says of which row, and its second column says it once more.
bool SalvageReading::takePiece(const FoundRow& row)
{
    if (row.values.size() != 3 || !row.is(0, foundvalue::Null) || !row.is(1, foundvalue::Integer)
        || !row.is(2, foundvalue::Bytes) || row.values[1].integer != row.rowId / logpieces::kMostPieces
        || row.values[1].integer == 0)
        return false;
    m_pieces.insert(row.rowId, row.values[2].bytes);
    return true;
}

bool SalvageReading::takeLogRow(const FoundRow& row)
{
    const bool fits = row.values.size() >= kLogColumns && row.is(0, foundvalue::Null)
                   && row.is(kChange, foundvalue::Bytes, foundvalue::kId)
                   && row.is(kRecord, foundvalue::Bytes, foundvalue::kShortId)
                   && row.is(kLogReplica, foundvalue::Bytes, foundvalue::kShortId)
                   && row.is(kLogCounter, foundvalue::Integer) && row.is(kParents, foundvalue::Bytes)
                   && row.is(kDictionary, foundvalue::Integer) && row.is(kPacked, foundvalue::Bytes)
                   && row.is(kSigned, foundvalue::Bytes, foundvalue::kSignature)
                   && row.is(kDelivery, foundvalue::Integer);
    if (!fits)
        return false;
    if (row.values[kDictionary].integer != kContentRemoved) {
        m_rows.append(row);
    } else if (row.isProven && !m_isOlder) {
        m_here.insert(
            {ReplicaId::fromBytes(row.values[kLogReplica].bytes), quint64(row.values[kLogCounter].integer)});
        m_known.insert(ChangeId::fromBytes(row.values[kChange].bytes));
    }
    return true;
}

/// With the pieces that lie on other pages than the row.
void SalvageReading::takeChanges()
{
    for (FoundRow& row : m_rows) {
        QByteArray& bytes = row.values[kPacked].bytes;
        for (qint64 key = row.rowId * logpieces::kMostPieces; m_pieces.contains(key); ++key)
            bytes += m_pieces.value(key);
        takeChange(row);
    }
    m_rows.clear();
    m_pieces.clear();
}

void SalvageReading::takeChange(const FoundRow& row)
{
    const auto bytes = unpackedChange({row.values[kDictionary].integer, row.values[kPacked].bytes},
                                      {row.values[kLogReplica].bytes, row.values[kParents].bytes});
    if (!bytes && bytes.error().code == ErrorCode::NotFound && row.isProven && !m_isOlder)
        m_lacking = logrows::lacksDictionary(row.rowId, row.values[kDictionary].integer);
    const auto change =
        bytes ? Change::decode(*bytes, row.values[kSigned].bytes) : Result<Change>(bytes.error());
    if (!change || change->id().toBytes() != row.values[kChange].bytes || m_known.contains(change->id()))
        return;
    m_known.insert(change->id());
    m_here.insert({change->body().replica, change->body().counter});
    const auto delivery = Delivery(row.values[kDelivery].integer);
    FoundChange found{row.rowId,
                      std::make_shared<const Change>(*change),
                      row.isProven,
                      delivery == Delivery::Custody || delivery == Delivery::Safe,
                      {}};
    for (const auto column : {kReceived, kHubTime, kStored}) {
        if (!found.received && row.is(column, foundvalue::Integer))
            found.received = Instant::fromMs(row.values[column].integer);
    }
    changes.append(found);
}

}  // namespace prohori
