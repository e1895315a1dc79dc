// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/PostgresBatch.h"

namespace prohori {

void PostgresBatch::addChange(qint64 no, const HeldChange& held, const StoredBytes& stored)
{
    const Change& change = *held.change;
    const ChangeBody& body = change.cover();
    m_changes.nos.append(no);
    m_changes.ids.append(change.id().toBytes());
    m_changes.records.append(body.record.toBytes());
    m_changes.replicas.append(body.replica.toBytes());
    m_changes.counters.append(static_cast<qint64>(body.counter));
    m_changes.sizes.append(change.signedBytes().size());
    m_changes.received.append(held.received.msSinceEpoch);
    m_changes.scopes.append(held.scope);
    m_changes.refusals.append(int(held.refusal));
    m_changes.links.append(int(held.link));
    m_changes.packed.append(stored.isPacked ? 1 : 0);
    m_changes.bytes.append(stored.bytes);
    m_changes.signatures.append(stored.signature);
    m_bytes += stored.bytes.size();
}

void PostgresBatch::addHome(const RecordId& record, const Scope& scope)
{
    m_homes.insert(record, scope);
}

void PostgresBatch::addEntry(const Scope& feed, quint64 position, const ChangeId& change,
                             const QByteArray& chain, bool again)
{
    m_entries.feeds.append(feed);
    m_entries.positions.append(static_cast<qint64>(position));
    m_entries.changes.append(change.toBytes());
    m_entries.chains.append(chain);
    m_entries.again.append(again ? 1 : 0);
}

Result<> PostgresBatch::sendChanges(PostgresConnection& database) const
{
    if (m_changes.nos.isEmpty())
        return {};
    auto sent =
        database.later("INSERT INTO known_change (no, id, record, replica, counter, size, received_ms, "
                       "scope, refusal, link) "
                       "SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                       {m_changes.nos, m_changes.ids, m_changes.records, m_changes.replicas,
                        m_changes.counters, m_changes.sizes, m_changes.received, m_changes.scopes,
                        m_changes.refusals, m_changes.links});
    if (!sent)
        return sent;
    return database.later("INSERT INTO change (scope, no, is_packed, bytes, signature) "
                          "SELECT scope, no, packed = 1, bytes, signature "
                          "FROM unnest($1, $2, $3, $4, $5) AS row (scope, no, packed, bytes, signature)",
                          {m_changes.scopes, m_changes.nos, m_changes.packed, m_changes.bytes,
                           m_changes.signatures});
}

Result<> PostgresBatch::sendHomes(PostgresConnection& database) const
{
    if (m_homes.isEmpty())
        return {};
    QList<QByteArray> records;
    for (auto at = m_homes.keyBegin(); at != m_homes.keyEnd(); ++at)
        records.append(at->toBytes());
    return database.later("INSERT INTO record (record, scope) SELECT * FROM unnest($1, $2) "
                          "ON CONFLICT (record) DO UPDATE SET scope = excluded.scope",
                          {records, m_homes.values()});
}

Result<> PostgresBatch::sendEntries(PostgresConnection& database) const
{
    if (m_entries.feeds.isEmpty())
        return {};
    return database.later("INSERT INTO feed (feed, position, change, chain, again) "
                          "SELECT feed, position, change, chain, again = 1 "
                          "FROM unnest($1, $2, $3, $4, $5) AS row (feed, position, change, chain, again)",
                          {m_entries.feeds, m_entries.positions, m_entries.changes, m_entries.chains,
                           m_entries.again});
}

Result<> PostgresBatch::send(PostgresConnection& database)
{
    auto sent = sendChanges(database);
    if (sent)
        sent = sendHomes(database);
    if (sent)
        sent = sendEntries(database);
    *this = {};
    return sent;
}

}  // namespace prohori
