// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"
#include "core/sql/Connection.h"
#include "core/storage/Packing.h"

#include <QByteArray>

namespace prohori {

/** What reports read of a record, as table report_content packs it: the values that travel readable, of the case and of its rows.

    Canonical CBOR, an array of rows [group, parent, step, value, step, value …]: groups ascending, within one the rows by their id; `parent` is
    the place in this array of the row that this one belongs to, null for none, -1 for one that is not here. Fields ascend; a step is the difference to
    the field before, the first to reportedBase(), as in the items of a change, so that their dictionary fits. A value is a text, a number, true or
    false; an array of texts where a question takes several answers; [MissingReason] where the answer was left out for a reason; null for what
    is none of these. Equal states give equal bytes.
*/
QByteArray reportContent(const RecordState& state);
/// From which the first field of a group counts.
qint64 reportedBase(qint64 group);

/// The current and the approved version; empty where there is none.
struct ReportVersions {
    QByteArray current, approved;
    bool operator==(const ReportVersions&) const = default;
};

/// Puts both in the place of what is there. An approved version that is the current one is not written twice.
/// @param packedCurrent the current one as packed() makes it, or nothing
Result<> writeReportContent(Connection& file, qint64 record, const ReportVersions& versions,
                            const PackedBytes& packedCurrent = {});
/// Empty ones for a record that is not there. Damaged; TooNew where a later program packed them.
Result<ReportVersions> readReportContent(Connection& file, qint64 record);

}  // namespace prohori
