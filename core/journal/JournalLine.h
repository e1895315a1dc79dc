// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/base/Ids.h"
#include "core/journal/JournalEvent.h"

#include <QByteArray>

namespace prohori {

/// A line of a journal as it leaves the station: ids and codes, and nothing of a case.
struct JournalLine {
    quint64 no = 0;  ///< 1, 2, 3 … in one store
    Instant at;      ///< as the station's clock said
    PersonId person = 0;
    qint64 event = 0;  ///< number of a JournalEvent, also of a later version
    RecordId record;   ///< null: of no record
    QString code;      ///< isJournalCode()

    bool operator==(const JournalLine&) const = default;
};

/** The chain of the lines, without a key, so that hub and auditor compute it as the station does: BLAKE2b-256 over the canonical CBOR
    array [link before, no, at, person, event, record, code], where a line without a record has 16 zero bytes.
*/
QByteArray journalLink(const QByteArray& before, const JournalLine& line);
/// What stands before line 1.
inline QByteArray firstJournalLink()
{
    return QByteArray(32, '\0');
}

}  // namespace prohori
