// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/SqliteHubStorage.h"

#include "sync/hub/HubSchema.h"
#include "sync/hub/SqliteLease.h"
#include "sync/hub/StoredForm.h"

#include <QScopeGuard>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// From the columns is_packed, bytes and signature.
StoredBytes bytesFrom(const Row& row, int column)
{
    return {row.bytes(column + 1), row.bytes(column + 2), row.integer(column) != 0};
}

constexpr QStringView kHeldColumns =
    u"c.id, c.is_packed, c.bytes, c.signature, c.received_ms, c.refusal, c.link, c.scope";

Result<QList<HeldChange>> heldChanges(Connection& file, QStringView sql, const QVariantList& values)
{
    QList<HeldChange> found;
    const auto done = file.each(sql, values, [&](const Row& row) -> Result<> {
        const auto change = bytesFrom(row, 1).change(row.bytes(0));
        if (!change)
            return change.error();
        found.append({*change, Instant::fromMs(row.integer(4)), static_cast<Refusal>(row.integer(5)),
                      static_cast<ChainLink>(row.integer(6)), row.text(7)});
        return {};
    });
    if (!done)
        return done.error();
    return found;
}

}  // namespace

SqliteHubStorage::SqliteHubStorage(std::unique_ptr<Private> own) : d(std::move(own)) {}
SqliteHubStorage::~SqliteHubStorage() = default;

Result<std::unique_ptr<SqliteHubStorage>> SqliteHubStorage::open(const QString& path, const SecretBytes& key,
                                                                 bool create)
{
    auto own = std::make_unique<Private>();
    own->path = path;
    own->key = key;
    auto writer = Connection::open(path, own->provider(), {.create = create});
    if (!writer)
        return writer.error();
    own->writer = std::make_unique<Connection>(std::move(*writer));
    if (auto ready = migrate(*own->writer, hubMigrations()); !ready)
        return ready.error();
    return std::unique_ptr<SqliteHubStorage>(new SqliteHubStorage(std::move(own)));
}

Result<> SqliteHubStorage::transaction(const std::function<Result<>()>& work)
{
    const std::lock_guard lock(d->writing);
    d->writingThread = std::this_thread::get_id();
    const auto ended = qScopeGuard([this] {
        d->writingThread = std::thread::id();
        d->known = {};
    });
    return d->writer->inTransaction(work);
}

Result<> SqliteHubStorage::snapshot(const std::function<Result<>()>& look)
{
    const std::lock_guard lock(d->looking);
    const auto reader = d->lendReader();
    if (!reader)
        return reader.error();
    if (auto begun = (*reader)->run(u"BEGIN"); !begun)
        return begun;
    d->snapshot = &**reader;
    d->lookingThread = std::this_thread::get_id();
    auto outcome = look();
    d->lookingThread = std::thread::id();
    d->snapshot = nullptr;
    const auto ended = (*reader)->run(u"ROLLBACK");
    return outcome ? ended : outcome;
}

Result<Connection*> SqliteHubStorage::writer()
{
    if (!d->isWriting())
        return Error{ErrorCode::Invalid, u"the hub's storage is written inside a transaction only"_s};
    return d->writer.get();
}

Result<SqliteHubStorage::Lease> SqliteHubStorage::connection()
{
    if (d->isWriting())
        return Lease(d->writer.get());
    if (d->lookingThread == std::this_thread::get_id())
        return Lease(d->snapshot);
    return d->lendReader();
}

Result<std::optional<Judged>> SqliteHubStorage::judgement(const ChangeId& change)
{
    if (d->isWriting() && d->known.absent.contains(change))
        return std::optional<Judged>();
    const auto file = connection();
    if (!file)
        return file.error();
    std::optional<Judged> found;
    const auto done =
        (*file)->each(u"SELECT record, replica, counter, refusal, link FROM change WHERE id = ?",
                      {change.toBytes()}, [&](const Row& row) -> Result<> {
                          found =
                              Judged{RecordId::fromBytes(row.bytes(0)), ReplicaId::fromBytes(row.bytes(1)),
                                     static_cast<quint64>(row.integer(2)),
                                     static_cast<Refusal>(row.integer(3)),
                                     static_cast<ChainLink>(row.integer(4))};
                          return {};
                      });
    if (!done)
        return done.error();
    if (!found && d->isWriting())
        d->known.absent.insert(change);
    return found;
}

Result<std::optional<ChangeId>> SqliteHubStorage::changeAt(const ReplicaId& replica, quint64 counter)
{
    const auto file = connection();
    if (!file)
        return file.error();
    const auto id = (*file)->blob(u"SELECT id FROM change WHERE replica = ? AND counter = ? AND link = 1",
                                  {replica.toBytes(), counter});
    if (!id)
        return id.error();
    return *id ? std::optional(ChangeId::fromBytes(**id)) : std::nullopt;
}

Result<> SqliteHubStorage::keep(const HeldChange& held)
{
    const auto file = writer();
    if (!file)
        return file.error();
    const Change& change = *held.change;
    const StoredBytes stored = StoredBytes::of(change);
    const auto kept =
        (*file)->run(u"INSERT OR IGNORE INTO change (id, record, replica, counter, is_packed, bytes, "
                     u"signature, received_ms, scope, refusal, "
                     u"link) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     {change.id().toBytes(), change.cover().record.toBytes(),
                      change.cover().replica.toBytes(), change.cover().counter, stored.isPacked, stored.bytes,
                      stored.signature, held.received.msSinceEpoch, held.scope, int(held.refusal),
                      int(held.link)});
    if (!kept)
        return kept;
    if ((*file)->changes() == 0)
        return Error{ErrorCode::Conflict, u"change %1 is held already"_s.arg(change.id().toString())};
    d->known.absent.remove(change.id());
    d->known.kept.insert(change.id(), held.received);
    return nameAttachments(change);
}

Result<> SqliteHubStorage::judge(const ChangeId& change, Refusal refusal, ChainLink link)
{
    const auto file = writer();
    if (!file)
        return file.error();
    return (*file)->run(u"UPDATE change SET refusal = ?, link = ? WHERE id = ?",
                        {int(refusal), int(link), change.toBytes()});
}

Result<> SqliteHubStorage::setSignature(const ChangeId& change, const QByteArray& signature)
{
    const auto file = writer();
    if (!file)
        return file.error();
    return (*file)->run(u"UPDATE change SET signature = ? WHERE id = ?", {signature, change.toBytes()});
}

Result<QList<HeldChange>> SqliteHubStorage::recordChanges(const RecordId& record)
{
    const auto file = connection();
    if (!file)
        return file.error();
    return heldChanges(**file, u"SELECT %1 FROM change c WHERE record = ? ORDER BY no"_s.arg(kHeldColumns),
                       {record.toBytes()});
}

Result<QList<ChangeId>> SqliteHubStorage::idsOfRecord(const RecordId& record, const QByteArray& start)
{
    const auto file = connection();
    if (!file)
        return file.error();
    QList<ChangeId> found;
    const auto done =
        (*file)->each(u"SELECT id FROM change WHERE id BETWEEN ? AND ? AND +record = ? ORDER BY no",
                      {start.leftJustified(ChangeId::kSize, '\0'),
                       start.leftJustified(ChangeId::kSize, '\xff'), record.toBytes()},
                      [&](const Row& row) -> Result<> {
                          found.append(ChangeId::fromBytes(row.bytes(0)));
                          return {};
                      });
    return done ? Result<QList<ChangeId>>(found) : done.error();
}

Result<QList<RecordId>> SqliteHubStorage::recordsOf(const ReplicaId& replica, quint64 after)
{
    const auto file = connection();
    if (!file)
        return file.error();
    QList<RecordId> found;
    // Each half has an index of its own.
    const auto done = (*file)->each(
        u"SELECT record FROM change WHERE replica = ?1 AND counter > ?2 AND link = 1 AND refusal = 0 UNION "
        u"SELECT record FROM change WHERE replica = ?1 AND counter > ?2 AND link = 2 AND refusal = 0 ORDER "
        u"BY 1",
        {replica.toBytes(), after}, [&](const Row& row) -> Result<> {
            found.append(RecordId::fromBytes(row.bytes(0)));
            return {};
        });
    if (!done)
        return done.error();
    return found;
}

Result<> SqliteHubStorage::waitFor(const ChangeId& change, const QByteArray& what)
{
    const auto file = writer();
    if (!file)
        return file.error();
    return (*file)->run(u"INSERT OR IGNORE INTO wait (what, change) VALUES (?, ?)", {what, change.toBytes()});
}

Result<QList<HeldChange>> SqliteHubStorage::waitingFor(const QByteArray& what)
{
    const auto file = connection();
    if (!file)
        return file.error();
    return heldChanges(
        **file,
        u"SELECT %1 FROM wait w JOIN change c ON c.id = w.change WHERE w.what = ? ORDER BY c.no"_s.arg(
            kHeldColumns),
        {what});
}

Result<> SqliteHubStorage::stopWaiting(const ChangeId& change)
{
    const auto file = writer();
    if (!file)
        return file.error();
    return (*file)->run(u"DELETE FROM wait WHERE change = ?", {change.toBytes()});
}

Result<bool> SqliteHubStorage::isAnythingWaiting()
{
    const auto file = connection();
    if (!file)
        return file.error();
    const auto found = (*file)->integer(u"SELECT EXISTS (SELECT 1 FROM wait)");
    if (!found)
        return found.error();
    return *found != 0;
}

Result<> SqliteHubStorage::eachChange(const std::function<Result<>(const StoredChange&)>& visit)
{
    const auto file = connection();
    if (!file)
        return file.error();
    return (*file)->each(u"SELECT bytes, signature, id, record, replica, counter, refusal, link, scope, "
                         u"received_ms, is_packed FROM change "
                         u"ORDER BY no",
                         {}, [&](const Row& row) {
                             const StoredBytes bytes{row.bytes(0), row.bytes(1), row.integer(10) != 0};
                             const StoredChange stored{bytes.plain(),
                                                       bytes.signature,
                                                       ChangeId::fromBytes(row.bytes(2)),
                                                       RecordId::fromBytes(row.bytes(3)),
                                                       ReplicaId::fromBytes(row.bytes(4)),
                                                       static_cast<quint64>(row.integer(5)),
                                                       static_cast<Refusal>(row.integer(6)),
                                                       static_cast<ChainLink>(row.integer(7)),
                                                       row.text(8),
                                                       Instant::fromMs(row.integer(9))};
                             return visit(stored);
                         });
}

Result<QStringList> SqliteHubStorage::faults()
{
    const std::lock_guard lock(d->writing);
    return d->writer->integrityFaults(true);
}

}  // namespace prohori
