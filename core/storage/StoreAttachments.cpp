// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/StoreParts.h"

#include <algorithm>

// The papers that records want, and how far their files have come.

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
const QString kThatStand =
    u"SELECT record.id, attachment.id, plain_bytes, pieces, whole, at_hub, sent FROM attachment "
    "JOIN record ON record.key = attachment.record WHERE stands = 1 AND "_s;
}  // namespace

/// @param sql begins with kThatStand.
Result<QList<AttachmentWork>> Store::Private::readAttachments(const QString& sql, const QVariantList& bound)
{
    QList<AttachmentWork> found;
    const auto done = file.each(sql, bound, [&](const Row& row) -> Result<> {
        const auto manifest = AttachmentManifest::make(row.integer(2), row.bytes(3));
        if (!manifest || manifest->id.toBytes() != row.bytes(1))
            return Error{ErrorCode::Damaged, u"attachment: a row does not fit its id"_s};
        found.append({RecordId::fromBytes(row.bytes(0)), *manifest, row.integer(4) == 1, row.integer(5) == 1,
                      int(row.integer(6))});
        return {};
    });
    if (!done)
        return done.error();
    return found;
}

Result<> Store::Private::noteWhole(const AttachmentId& id, bool whole)
{
    return file.run(u"UPDATE attachment SET whole = ? WHERE id = ?", {whole ? 1 : 0, id.toBytes()});
}

/// A restored backup has no files, and somebody may have taken one away: what is not on the disk is wanted again.
Result<> Store::Private::compareAttachments()
{
    QSet<AttachmentId> gone;
    const auto done =
        file.each(u"SELECT DISTINCT id FROM attachment WHERE whole = 1", {}, [&](const Row& row) {
            const auto id = AttachmentId::fromBytes(row.bytes(0));
            if (!attachments.isWhole(id))
                gone.insert(id);
            return Result<>();
        });
    if (!done || gone.isEmpty())
        return done;
    return file.inTransaction([&]() -> Result<> {
        for (const AttachmentId& id : std::as_const(gone)) {
            if (auto noted = noteWhole(id, false); !noted)
                return noted;
        }
        return {};
    });
}

AttachmentFiles& Store::attachmentFiles()
{
    return d->attachments;
}

Result<QList<AttachmentWork>> Store::attachmentsOf(const RecordId& record) const
{
    auto works =
        d->readAttachments(kThatStand + u"record.id = ? ORDER BY attachment.id"_s, {record.toBytes()});
    if (!works)
        return works;
    // The disk has the last word: a file is whole when it is there.
    for (AttachmentWork& work : *works)
        work.whole = d->attachments.isWhole(work.manifest.id);
    return works;
}

Result<QList<AttachmentWork>> Store::wantedAttachments(int limit)
{
    auto works =
        d->readAttachments(kThatStand + u"whole = 0 ORDER BY plain_bytes, attachment.id LIMIT ?"_s, {limit});
    if (!works)
        return works;
    QList<AttachmentWork> wanted;
    for (const AttachmentWork& work : std::as_const(*works)) {
        if (!d->attachments.isWhole(work.manifest.id)) {
            wanted.append(work);
        } else if (auto noted = d->noteWhole(work.manifest.id, true); !noted) {
            return noted.error();
        }
    }
    // All of them were here: the next ones may not be.
    return wanted.isEmpty() && works->size() == limit && limit > 0 ? wantedAttachments(limit) : wanted;
}

Result<QList<AttachmentWork>> Store::attachmentsToSend(int limit)
{
    // Those that are not here cannot be sent, and their number may be large: they are passed over one by one.
    auto works = d->readAttachments(kThatStand + u"at_hub = 0 ORDER BY plain_bytes, attachment.id"_s, {});
    if (!works)
        return works;
    QList<AttachmentWork> toSend;
    for (AttachmentWork& work : *works) {
        if (toSend.size() >= limit)
            break;
        work.whole = d->attachments.isWhole(work.manifest.id);
        if (work.whole)
            toSend.append(work);
    }
    return toSend;
}

Result<bool> Store::takeAttachmentPiece(const AttachmentId& id, int index, const QByteArray& bytes)
{
    const auto works = d->readAttachments(kThatStand + u"attachment.id = ?"_s, {id.toBytes()});
    if (!works)
        return works.error();
    if (works->isEmpty())
        return Error{ErrorCode::Refused, u"no case here names this paper"_s, u"not-wanted"_s};
    const auto whole = d->attachments.takePiece(works->first().manifest, index, bytes);
    if (!whole || !*whole)
        return whole;
    if (auto noted = d->noteWhole(id, true); !noted)
        return noted.error();
    return true;
}

Result<> Store::noteAttachmentSent(const AttachmentId& id, int pieces)
{
    return d->file.run(u"UPDATE attachment SET sent = max(0, min(?, length(pieces) / 32)) WHERE id = ?",
                       {pieces, id.toBytes()});
}

Result<> Store::noteAttachmentAtHub(const AttachmentId& id, bool atHub)
{
    return d->file.run(atHub ? u"UPDATE attachment SET at_hub = 1, sent = length(pieces) / 32 WHERE id = ?"
                             : u"UPDATE attachment SET at_hub = 0, sent = 0 WHERE id = ?",
                       {id.toBytes()});
}

}  // namespace prohori
