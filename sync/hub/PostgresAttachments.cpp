// SPDX-License-Identifier: GPL-3.0-or-later
// The files that changes name.
#include "sync/hub/PostgresHubStorage.h"
#include "sync/hub/PostgresLease.h"
#include "sync/hub/PostgresPages.h"

#include <algorithm>

namespace prohori {

namespace {

/// From the columns id, plain_bytes, pieces, held, scope.
Result<HeldAttachment> attachmentFrom(const PgRows& rows, int row)
{
    return StoredAttachment{rows.bytes(row, 0), rows.bytes(row, 2), rows.integer(row, 1),
                            rows.integer(row, 3), rows.text(row, 4)}
        .file();
}

}  // namespace

/// Inside of keep(): the files that a change names.
Result<> PostgresHubStorage::nameAttachments(const Change& change)
{
    for (const AttachmentManifest& manifest : namedAttachments(change)) {
        const auto database = writer();
        if (!database)
            return database.error();
        auto done = (*database)->later("INSERT INTO attachment (id, plain_bytes, pieces, sealed_bytes) "
                                       "VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                                       {manifest.id.toBytes(), manifest.plainBytes, manifest.pieceHashes,
                                        manifest.sealedBytes});
        if (done)
            done = (*database)->later(
                "INSERT INTO attachment_name (id, change) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                {manifest.id.toBytes(), change.id().toBytes()});
        if (!done)
            return done;
    }
    return {};
}

Result<std::optional<HeldAttachment>> PostgresHubStorage::attachment(const AttachmentId& file)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows =
        (*database)->ask("SELECT id, plain_bytes, pieces, held, scope FROM attachment WHERE id = $1",
                         {file.toBytes()});
    if (!rows)
        return rows.error();
    if (rows->size() == 0)
        return std::optional<HeldAttachment>();
    auto held = attachmentFrom(*rows, 0);
    if (!held)
        return held.error();
    return std::optional(std::move(*held));
}

Result<bool> PostgresHubStorage::isNamedInFeed(const AttachmentId& file, const Scope& feed)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto found = (*database)->integer(
        "SELECT EXISTS (SELECT 1 FROM attachment_name n JOIN feed f ON f.feed = $2 AND f.change = n.change "
        "AND NOT f.again WHERE n.id = $1)",
        {file.toBytes(), feed});
    return found ? Result<bool>(*found != 0) : found.error();
}

Result<QList<RecordId>> PostgresHubStorage::recordsNaming(const AttachmentId& file, const Scope& feed)
{
    const auto database = connection();
    if (!database)
        return database.error();
    const auto rows = (*database)->ask(
        "SELECT DISTINCT k.record FROM attachment_name n JOIN feed f ON f.feed = $2 AND f.change = n.change "
        "AND NOT f.again JOIN known_change k ON k.id = n.change WHERE n.id = $1",
        {file.toBytes(), feed});
    if (!rows)
        return rows.error();
    QList<RecordId> records;
    for (int row = 0; row < rows->size(); ++row)
        records.append(RecordId::fromBytes(rows->bytes(row, 0)));
    return records;
}

Result<> PostgresHubStorage::setAttachmentHeld(const AttachmentId& file, qint64 held, const Scope& scope)
{
    const auto database = writer();
    if (!database)
        return database.error();
    return (*database)->later("UPDATE attachment SET held = $1, scope = $2 WHERE id = $3",
                              {held, scope, file.toBytes()});
}

Result<qint64> PostgresHubStorage::attachmentBytes(const Scope& scope)
{
    const auto database = connection();
    if (!database)
        return database.error();
    return (*database)->integer(
        "SELECT coalesce(sum(sealed_bytes), 0)::bigint FROM attachment WHERE scope = $1 AND held > 0",
        {scope});
}

Result<> PostgresHubStorage::eachAttachment(const std::function<Result<>(const HeldAttachment&)>& visit)
{
    QByteArray after;
    return eachPage([&]() -> Result<int> {
        QList<HeldAttachment> page;
        {
            const auto database = connection();
            if (!database)
                return database.error();
            const auto rows = (*database)->ask("SELECT id, plain_bytes, pieces, held, scope FROM attachment "
                                               "WHERE held > 0 AND id > $1 ORDER BY id LIMIT 200",
                                               {after});
            if (!rows)
                return rows.error();
            for (int row = 0; row < rows->size(); ++row) {
                auto held = attachmentFrom(*rows, row);
                if (!held)
                    return held.error();
                page.append(std::move(*held));
                after = rows->bytes(row, 0);
            }
        }
        return visitAll(page, visit);
    });
}

// ---- the bytes, a row a piece

Result<> PostgresHubStorage::writeSealed(const AttachmentId& file, qint64 offset, const QByteArray& bytes)
{
    const auto database = connection();
    if (!database)
        return database.error();
    for (qint64 done = 0; done < bytes.size();) {
        const qint64 piece = (offset + done) / AttachmentManifest::kPieceBytes;
        const qint64 within = (offset + done) % AttachmentManifest::kPieceBytes;
        const QByteArray part = bytes.mid(done, AttachmentManifest::kPieceBytes - within);
        if (auto written = (*database)->run(
                "INSERT INTO attachment_piece AS p (id, piece, bytes) VALUES ($1, $2, $4) ON CONFLICT (id, "
                "piece) "
                "DO UPDATE SET bytes = substring(p.bytes FROM 1 FOR $3::int8::int4) || excluded.bytes",
                {file.toBytes(), piece, within, part});
            !written)
            return written;
        done += part.size();
    }
    return {};
}

Result<QByteArray> PostgresHubStorage::readSealed(const AttachmentId& file, qint64 offset, qint64 count)
{
    const auto database = connection();
    if (!database)
        return database.error();
    QByteArray found;
    while (found.size() < count) {
        const qint64 at = offset + found.size();
        const qint64 wanted = std::min(count - found.size(), AttachmentManifest::kPieceBytes
                                                                 - at % AttachmentManifest::kPieceBytes);
        const auto rows = (*database)->ask(
            "SELECT substring(bytes FROM $3::int8::int4 + 1 FOR $4::int8::int4) FROM attachment_piece "
            "WHERE id = $1 AND piece = $2",
            {file.toBytes(), at / AttachmentManifest::kPieceBytes, at % AttachmentManifest::kPieceBytes,
             wanted});
        if (!rows)
            return rows.error();
        if (rows->size() == 0)
            break;
        const QByteArray part = rows->bytes(0, 0);
        found += part;
        if (part.size() < wanted)
            break;
    }
    return found;
}

}  // namespace prohori
