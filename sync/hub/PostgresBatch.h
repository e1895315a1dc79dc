// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of sync/hub only.
#pragma once

#include "sync/hub/HubStorage.h"
#include "sync/hub/PostgresConnection.h"
#include "sync/hub/StoredForm.h"

#include <QMap>

namespace prohori {

/** Rows of one transaction that are on their way to the tables that grow with every change. They go together, one statement a table: each statement
    costs the server more than its row does. Who asks for what stands in these tables sends first.
*/
class PostgresBatch {
public:
    void addChange(qint64 no, const HeldChange& held, const StoredBytes& stored);
    /// Of one record the last one counts.
    void addHome(const RecordId& record, const Scope& scope);
    void addEntry(const Scope& feed, quint64 position, const ChangeId& change, const QByteArray& chain,
                  bool again);
    bool isFull() const
    {
        return m_changes.nos.size() + m_entries.feeds.size() >= kMostRows || m_bytes >= kMostBytes;
    }
    /// What comes of it, the next ask() or flush() of the connection tells.
    Result<> send(PostgresConnection& database);

private:
    static constexpr qsizetype kMostRows = 500;
    static constexpr qsizetype kMostBytes = 512 * 1024;
    struct Changes {
        QList<qint64> nos, counters, sizes, received, refusals, links, packed;
        QList<QByteArray> ids, records, replicas, bytes, signatures;
        QList<QString> scopes;
    };
    struct Entries {
        QList<QString> feeds;
        QList<qint64> positions, again;
        QList<QByteArray> changes, chains;
    };
    Result<> sendChanges(PostgresConnection& database) const;
    Result<> sendHomes(PostgresConnection& database) const;
    Result<> sendEntries(PostgresConnection& database) const;

    Changes m_changes;
    QMap<RecordId, Scope> m_homes;
    Entries m_entries;
    qsizetype m_bytes = 0;
};

}  // namespace prohori
