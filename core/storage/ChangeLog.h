// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"
#include "core/secrets/SecretBytes.h"
#include "core/sql/Connection.h"
#include "core/storage/Store.h"

#include <QList>
#include <QStringList>

#include <functional>
#include <optional>

namespace prohori {

namespace logrows {
enum class Body;
}

/// Whether a change takes part in the fold.
enum class Standing : quint8 {
    Applied = 0,
    Waiting = 1,      ///< a parent or the author is not known yet
    Quarantined = 2,  ///< kept and shown with its reason, never folded
};

/// What this station notes of a change beside its bytes. Under a MAC of the row, together with its place in
/// the log, id and signature.
struct LogNotes {
    Instant stored;
    bool own = false;  ///< made by an incarnation of this store: it has a queue and a second home
    Standing standing = Standing::Waiting;
    Refusal refusal = Refusal::None;
    bool byHub = false;  ///< the hub said so: no check here undoes it
    Delivery delivery = Delivery::Custody;
    std::optional<Instant> received;  ///< by the hub, as the feed says
    quint64 feedPosition = 0;         ///< 0 = did not come from a feed
    std::optional<Instant> hubTime;   ///< of the verdict
    qint64 receipt = 0;               ///< row of table receipt, 0 = none
    bool operator==(const LogNotes&) const = default;
};

struct LogEntry {
    qint64 no = 0;
    ChangePtr change;
    LogNotes notes;
};

/// What stands beside the content of a change.
struct NotedRow {
    qint64 no = 0;
    ChangeId id;
    RecordId record;
    QByteArray signature;
    LogNotes notes;
};

/// A row as it lies in the file, also one that is damaged or was altered.
struct StoredRow {
    LogEntry
        entry;  ///< its change is null where the bytes cannot be read, are not those of `id`, or were taken out
    // As the columns say:
    ChangeId id;
    RecordId record;
    ReplicaId replica;
    quint64 counter = 0;
    ChangeId prev;            ///< where the content was taken out
    bool wasEmptied = false;  ///< its content was taken out
    QStringList faults;       ///< a sentence each; empty: bytes, columns, notes and place fit
};

/// A place in the rows of one replica.
struct LogPlace {
    quint64 counter = 0;
    qint64 no = 0;
};

/** Table `log`: every change this store ever took in, in the order of arrival, without gaps. Rows are added,
    their notes change, they are never removed. Of a record that may no longer be read here the content is taken out: id, place in the
    replica's chain, signature and notes stay, so that chains and order can be proven; what asks for changes passes over such rows. SQL and packing only; what a change means is decided
    elsewhere. All writes belong into the caller's transaction.
*/
class ChangeLog {
public:
    ChangeLog(Connection& file, const SecretBytes& dataKey);

    Result<bool> contains(const ChangeId& id) const;
    /// Whether it is here, and its content is not.
    Result<bool> isEmptied(const ChangeId& id) const;
    /// The body is read when it is asked for, as that of what waits to be sent.
    Result<std::optional<LogEntry>> find(const ChangeId& id) const;
    /// The same without its content, which is neither read nor tested: for notes that change with every answer of the hub.
    Result<std::optional<NotedRow>> findNotes(const ChangeId& id) const;
    /// All of one record, in the order of arrival.
    Result<QList<LogEntry>> ofRecord(const RecordId& record) const;
    /// Changes that may come next, packed already: append() does not pack them again. They replace those of before.
    void expect(QHash<ChangeId, PackedBytes> packed) { m_expected = std::move(packed); }
    /// Row `no` is the next one, count() + 1, or the emptied one that this change had.
    Result<qint64> append(const Change& change, const LogNotes& notes);
    /// Writes down how far the log goes now: the last step of a transaction that appended.
    Result<> finish();
    /// The transaction is undone.
    void forget()
    {
        m_end.reset();
        m_receipt.reset();
    }
    Result<> annotate(const LogEntry& entry);
    Result<> annotate(const NotedRow& row);
    /// Takes the content out of its row.
    Result<> empty(const LogEntry& entry);
    Result<qint64> count() const;

    /// A keyed hash over the ids of all rows in their order, as far as `before` and one more; it stands in
    /// table identity only, so that nobody without the key can drop, put in or move rows and make the end
    /// fit.
    QByteArray headAfter(const QByteArray& before, const ChangeId& id) const;
    Result<QByteArray> head() const;
    static QByteArray firstHead() { return QByteArray(32, '\0'); }

    /// Own ones that no hub has, oldest first.
    Result<QList<LogEntry>> unsent(int limit, qint64 after = 0) const;
    /// Those that others brought and no hub has, oldest first: without the ones in quarantine, unless it is for a revocation that their authors may
    /// not have heard of.
    Result<std::optional<LogEntry>> firstUnsentOf(const ReplicaId& replica) const;
    Result<QList<LogEntry>> carried(int limit, qint64 after = 0) const;
    Result<int> unsentOf(const RecordId& record) const;
    /// Whether something of a record is still to be sent: own work, or what was carried here and is passed on (carried()).
    Result<bool> hasToSend(const RecordId& record) const;
    Result<bool> hasUnsent(const ReplicaId& replica, quint64 first, quint64 last) const;
    Result<bool> holds(const ReplicaId& replica, quint64 counter) const;
    Result<QList<LogEntry>> quarantined() const;
    Result<QList<LogEntry>> ofReplicaAfter(const ReplicaId& replica, quint64 counter) const;
    Result<QList<RecordId>> recordsWaiting() const;
    Result<QList<RecordId>> recordsOfPerson(PersonId person) const;
    Result<qint64> keepReceipt(const QByteArray& bytes);

    /// Visits the whole log in order; a row that cannot be read, or whose columns or MAC do not fit its
    /// bytes, comes with its faults.
    using RowVisit = std::function<Result<>(const StoredRow&)>;
    Result<> eachRow(const RowVisit& visit) const;
    /// The same for the rows that name one record.
    Result<> eachRowOf(const RecordId& record, const RowVisit& visit) const;
    /// Of those that name one replica at most `limit` (0: all) after `after`, by counter and then by place in the log.
    Result<> eachRowOf(const ReplicaId& replica, const LogPlace& after, int limit,
                       const RowVisit& visit) const;
    Result<qint64> countOf(const ReplicaId& replica) const;
    /// Whether these are the rows that were written, in their order, by the ids in their columns: how many, nothing when they are not.
    Result<std::optional<qint64>> countIfWhole() const;

private:
    /// As it was expected, or packed now.
    PackedBytes packedNow(const Change& change) const;
    /// Puts the content back into its row, with new notes; nothing where no emptied row has this id.
    Result<std::optional<qint64>> refill(const Change& change, const LogNotes& notes);
    using Visit = std::function<Result<>(const LogEntry&)>;
    QByteArray macOf(qint64 no, const Change& change, const LogNotes& notes) const;
    QByteArray macOf(qint64 no, const ChangeId& id, const QByteArray& signature, const LogNotes& notes) const;
    QByteArray emptiedMac(const StoredRow& row, const QByteArray& signature) const;
    Result<QList<LogEntry>> collected(QStringView sql, const QVariantList& values, logrows::Body body) const;
    QStringList faultsOf(const Row& row, const LogEntry& entry) const;
    Result<> eachStored(QStringView sql, const QVariantList& values, const RowVisit& visit) const;

    struct End {
        qint64 rows = 0;
        QByteArray head;
    };
    Result<> readEnd();

    Connection& m_file;
    SecretBytes m_key;
    std::optional<End> m_end;  ///< while a transaction appends
    QHash<ChangeId, PackedBytes> m_expected;
    std::optional<std::pair<QByteArray, qint64>>
        m_receipt;  ///< the last one that this transaction kept, with its row
};

}  // namespace prohori
