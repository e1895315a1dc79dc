// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of core/storage only: how a row of table log is read.
#pragma once

#include "core/storage/ChangeLog.h"
#include "core/storage/LogPieces.h"
#include "core/storage/Packing.h"

namespace prohori::logrows {

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

// The packed bytes are put together again from the row and its pieces (LogPieces.h).
#define PROHORI_LOG_COLUMNS                                                                                  \
    u"SELECT no, CAST(packed || coalesce((SELECT group_concat(bytes, '') FROM (SELECT bytes FROM log_piece " \
    u"WHERE key >= log.no * 512 AND key < log.no * 512 + 512 ORDER BY key)), '') AS BLOB), signature, "      \
    u"stored_ms, own, standing, refusal, by_hub, delivery, received_ms, "                                    \
    u"feed_position, "                                                                                       \
    u"hub_ms, receipt, id, record, replica, counter, parents, person, dictionary, mac FROM log "

// Those whose content was taken out (kContentRemoved) are passed over, but by the last three.
#define PROHORI_WITH_CONTENT u" AND dictionary <> 4294967295 "
static_assert(kContentRemoved == 4294967295 && logpieces::kMostPieces == 512);

constexpr QStringView kById = PROHORI_LOG_COLUMNS u"WHERE id = ?" PROHORI_WITH_CONTENT;
constexpr QStringView kByRecord = PROHORI_LOG_COLUMNS u"WHERE record = ?" PROHORI_WITH_CONTENT u"ORDER BY no";
constexpr QStringView kUnsent =
    PROHORI_LOG_COLUMNS u"WHERE own = 1 AND delivery = 0 AND no > ? ORDER BY no LIMIT ?";
constexpr QStringView kFirstUnsentOf =
    PROHORI_LOG_COLUMNS u"WHERE own = 1 AND delivery = 0 AND replica = ? ORDER BY no LIMIT 1";
// Work of others that is in quarantine here is passed on where it is honest: of a person who was revoked, and what stands on that.
#define PROHORI_IS_PASSED_ON u"(own = 1 OR standing <> 2 OR refusal IN (5, 12))"
static_assert(int(Refusal::Revoked) == 5 && int(Refusal::QuarantinedParent) == 12);
constexpr QStringView kCarried = PROHORI_LOG_COLUMNS u"WHERE own = 0 AND delivery = 0 AND no > ? "
                                                     u"AND " PROHORI_IS_PASSED_ON u" ORDER BY no LIMIT ?";
constexpr QStringView kHasToSend =
    u"SELECT EXISTS (SELECT 1 FROM log INDEXED BY log_by_record WHERE record = "
    u"? AND delivery = 0 AND " PROHORI_IS_PASSED_ON u")";
constexpr QStringView kQuarantined =
    PROHORI_LOG_COLUMNS u"WHERE standing = 2" PROHORI_WITH_CONTENT u"ORDER BY no";
constexpr QStringView kAfter =
    PROHORI_LOG_COLUMNS u"WHERE replica = ? AND counter > ?" PROHORI_WITH_CONTENT u"ORDER BY no";
constexpr QStringView kAll = PROHORI_LOG_COLUMNS u"ORDER BY no";
constexpr QStringView kAllOfRecord = PROHORI_LOG_COLUMNS u"WHERE record = ? ORDER BY no";
constexpr QStringView kOfReplica =
    PROHORI_LOG_COLUMNS u"WHERE replica = ? AND (counter, no) > (?, ?) ORDER BY counter, no LIMIT ?";

/// Without the content, and what follows the record.
constexpr QStringView kNotesById =
    u"SELECT no, NULL, signature, stored_ms, own, standing, refusal, by_hub, delivery, received_ms, "
    u"feed_position, hub_ms, receipt, id, record FROM log WHERE id = ?" PROHORI_WITH_CONTENT;

#undef PROHORI_IS_PASSED_ON
#undef PROHORI_WITH_CONTENT
#undef PROHORI_LOG_COLUMNS

QByteArray joined(const QList<ChangeId>& ids);
LogNotes notesOf(const Row& row);
/// A row that only a later program can read.
Error lacksDictionary(qint64 no, qint64 dictionary);
/// Whether the body of a change is read at once, or when somebody asks for it (Change::stored()).
enum class Body { Now, WhenAsked };
/// Damaged, or TooNew, naming the row.
Result<LogEntry> entryOf(const Row& row, Body body = Body::Now);

}  // namespace prohori::logrows
