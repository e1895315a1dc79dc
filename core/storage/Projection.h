// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/Connection.h"
#include "core/storage/RecordWork.h"
#include "core/storage/ReportContent.h"

#include <QList>
#include <QStringList>
#include <QVariantList>

#include <optional>

namespace prohori {

/// What the hub added to a record, outside the fold.
struct HubNote {
    QString nationalRef;
    Instant received;
    ChangeId approval;  ///< the approval that headquarters received
};

/// All that is made from one record's log: the line of the lists, what reports read, the open conflicts, the words for search.
struct ProjectedRecord {
    QVariantList line;  ///< the columns of table record without its key, in their order
    ReportVersions reports;
    PackedBytes
        packedReports;  ///< the current version of `reports`, if that was packed before; is not compared
    QList<QVariantList> conflicts;  ///< (group, row, field, merge group, option, sides)
    QString words;
    QList<QVariantList> held;         ///< (person, offered): who holds it, and to whom it is offered
    QList<QVariantList> attachments;  ///< (id, plain bytes, piece hashes), by id
    qint64 laterRows = 0;             ///< in which later facts wait for their review
    QString movingTo;                 ///< the district that it is proposed to; empty: none
    QString declinedBy,
        declinedIn;  ///< the district that did not want it, and the change that says so; empty: none

    /// Names of the tables that differ from `other`.
    QStringList differences(const ProjectedRecord& other) const;
};

/** Makes and keeps the tables that are derived from the log: record, report_content, conflict, case_words, later_count, held, moving, declined,
    attachment (but how far each file has come).

    Only values that travel readable get here: sealed ones are no text of this station, and search covers an
    allow-list of fields. make() is a pure function of the record's log and the hub's note, so the full check
    makes everything again and compares.
*/
class Projection {
public:
    explicit Projection(Connection& file) : m_file(file) {}

    /// Nothing for a record of which neither an applied change nor its creation is here.
    static std::optional<ProjectedRecord> make(const RecordWork& work, const std::optional<HubNote>& note);

    /// Makes and writes. Belongs into the caller's transaction, which ends with finish().
    Result<> write(const RecordWork& work);
    /// Writes the words of all, which full-text search takes at half the cost when they come one after the other.
    Result<> finish();
    /// The transaction is undone.
    void forget() { m_words.clear(); }
    /// Brings the number of unsent changes up to date where nothing else of the record is another.
    Result<> countUnsent(const RecordId& record);
    /// What the tables hold; nothing for an unknown record.
    Result<std::optional<ProjectedRecord>> read(const RecordId& record) const;
    Result<std::optional<HubNote>> hubNote(const RecordId& record) const;
    Result<qint64> keyOf(const RecordId& record) const;  ///< NotFound

private:
    // isNew: nothing of the record can stand there yet.
    Result<qint64> writeLine(const RecordId& record, const QVariantList& line, bool& isNew);
    Result<> writeConflicts(qint64 key, const QList<QVariantList>& conflicts, bool isNew);
    struct Words {
        qint64 key = 0;
        QString text;
        bool isNew = false;
    };
    Result<> writeWords(const Words& words);
    Result<> writeHeld(qint64 key, const QList<QVariantList>& held, bool isNew);
    Result<> writeAttachments(qint64 key, const QList<QVariantList>& attachments, bool isNew);
    Result<> writeLaterRows(qint64 key, qint64 rows);
    Result<> writeMoving(qint64 key, const ProjectedRecord& made);
    Result<> readMoving(qint64 key, ProjectedRecord& found) const;

    Connection& m_file;
    QList<Words> m_words;  ///< of this transaction
};

}  // namespace prohori
