// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/directory/Directory.h"
#include "core/sql/Connection.h"
#include "core/storage/JournalRows.h"

#include <QSet>

namespace prohori {

/** Tables audit_batch and audit_line: the journals of other stations, as the hub handed them to an auditor. Everything that came is kept, also
    what does not fit the chain of its station: that is what an auditor looks for. Triggers refuse UPDATE and DELETE.
*/
class AuditTable {
public:
    explicit AuditTable(Connection& file) : m_file(file) {}
    /// Belongs into the caller's transaction. One that is held already has no effect.
    Result<> keep(const Directory& directory, const HandedJournal& handed);
    Result<QList<JournalRow>> rows(const JournalFilter& filter) const;
    Result<qint64> count(const JournalFilter& filter) const;
    Result<QList<ReplicaId>> replicas() const;
    /// Proves everything again: places, signatures, chains, and that the lines are those that were signed. One book a replica.
    Result<QList<JournalBook>> books(const Directory& directory) const;

private:
    Result<QList<JournalLine>> linesOf(qint64 batch, QSet<quint64>& hidden) const;

    Connection& m_file;
};

}  // namespace prohori
