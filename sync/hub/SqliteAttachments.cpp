// SPDX-License-Identifier: GPL-3.0-or-later
// The files that changes name.
#include "sync/hub/SqliteHubStorage.h"
#include "sync/hub/SqliteLease.h"
#include "sync/hub/StoredForm.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// From the columns id, plain_bytes, pieces, held, scope.
Result<HeldAttachment> attachmentFrom(const Row& row)
{
    return StoredAttachment{row.bytes(0), row.bytes(2), row.integer(1), row.integer(3), row.text(4)}.file();
}

}  // namespace

/// Inside of keep(): the files that a change names.
Result<> SqliteHubStorage::nameAttachments(const Change& change)
{
    for (const AttachmentManifest& manifest : namedAttachments(change)) {
        auto done =
            d->writer->run(u"INSERT OR IGNORE INTO attachment (id, plain_bytes, pieces, sealed_bytes) "
                           u"VALUES (?, ?, ?, ?)",
                           {manifest.id.toBytes(), manifest.plainBytes, manifest.pieceHashes,
                            manifest.sealedBytes});
        if (done)
            done = d->writer->run(u"INSERT OR IGNORE INTO attachment_name (id, change) VALUES (?, ?)",
                                  {manifest.id.toBytes(), change.id().toBytes()});
        if (!done)
            return done;
    }
    return {};
}

Result<std::optional<HeldAttachment>> SqliteHubStorage::attachment(const AttachmentId& file)
{
    const auto db = connection();
    if (!db)
        return db.error();
    std::optional<HeldAttachment> found;
    const auto done = (*db)->each(u"SELECT id, plain_bytes, pieces, held, scope FROM attachment WHERE id = ?",
                                  {file.toBytes()}, [&](const Row& row) -> Result<> {
                                      auto held = attachmentFrom(row);
                                      if (!held)
                                          return held.error();
                                      found = std::move(*held);
                                      return {};
                                  });
    if (!done)
        return done.error();
    return found;
}

Result<bool> SqliteHubStorage::isNamedInFeed(const AttachmentId& file, const Scope& feed)
{
    const auto db = connection();
    if (!db)
        return db.error();
    const auto found =
        (*db)->integer(u"SELECT EXISTS (SELECT 1 FROM attachment_name AS n JOIN feed AS f ON f.feed = ?2 AND "
                       u"f.change = n.change WHERE n.id = ?1)",
                       {file.toBytes(), feed});
    return found ? Result<bool>(*found != 0) : found.error();
}

Result<QList<RecordId>> SqliteHubStorage::recordsNaming(const AttachmentId& file, const Scope& feed)
{
    const auto db = connection();
    if (!db)
        return db.error();
    QList<RecordId> records;
    const auto done =
        (*db)->each(u"SELECT DISTINCT c.record FROM attachment_name AS n JOIN feed AS f ON f.feed = ?2 AND "
                    u"f.change = n.change JOIN change AS c ON c.id = n.change WHERE n.id = ?1",
                    {file.toBytes(), feed}, [&](const Row& row) -> Result<> {
                        records.append(RecordId::fromBytes(row.bytes(0)));
                        return {};
                    });
    if (!done)
        return done.error();
    return records;
}

Result<> SqliteHubStorage::setAttachmentHeld(const AttachmentId& file, qint64 held, const Scope& scope)
{
    const auto db = writer();
    if (!db)
        return db.error();
    return (*db)->run(u"UPDATE attachment SET held = ?, scope = ? WHERE id = ?",
                      {held, scope, file.toBytes()});
}

Result<qint64> SqliteHubStorage::attachmentBytes(const Scope& scope)
{
    const auto db = connection();
    if (!db)
        return db.error();
    return (*db)->integer(
        u"SELECT coalesce(sum(sealed_bytes), 0) FROM attachment WHERE scope = ? AND held > 0", {scope});
}

Result<> SqliteHubStorage::eachAttachment(const std::function<Result<>(const HeldAttachment&)>& visit)
{
    const auto db = connection();
    if (!db)
        return db.error();
    return (*db)->each(
        u"SELECT id, plain_bytes, pieces, held, scope FROM attachment WHERE held > 0 ORDER BY id", {},
        [&](const Row& row) -> Result<> {
            const auto held = attachmentFrom(row);
            return held ? visit(*held) : Result<>(held.error());
        });
}

}  // namespace prohori
