// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/StoredForm.h"

#include "sync/wire/Compression.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Only what shrinks is packed, and nothing so much that it would look like a bomb when it is read.
constexpr qsizetype kMostShrinking = kMaxExpansion / 2;
constexpr qsizetype kMostJournalBytes = 64 * 1024;
constexpr int kJournalDepth = 4;

}  // namespace

QByteArray HubStorage::feedChain(const QByteArray& before, quint64 position, const ChangeId& change,
                                 Instant received)
{
    return blake2b(
        Cbor(Cbor::Array{Cbor(before), Cbor(position), Cbor(change.toBytes()), Cbor(received.msSinceEpoch)})
            .encode());
}

StoredBytes StoredBytes::of(const Change& change)
{
    const QByteArray plain = change.signedBytes();
    const QByteArray packed = compressToKeep(plain);
    const bool helps = packed.size() < plain.size() && plain.size() <= packed.size() * kMostShrinking;
    return {helps ? packed : plain, change.signature(), helps};
}

QByteArray StoredBytes::plain() const
{
    if (!isPacked)
        return bytes;
    auto unpacked = decompressKept(bytes, Change::kMaxBytes);
    return unpacked ? std::move(*unpacked) : bytes;
}

namespace {

Result<ChangePtr> checkedChange(const StoredBytes& stored, Result<Change> change, const QByteArray& id)
{
    const bool reads = change && change->id().toBytes() == id;
    if (!reads && stored.isPacked && lacksDictionary(stored.bytes))
        return Error{
            ErrorCode::TooNew,
            u"the stored change %1 was packed by a newer prohori-hub: install that version; if this is the "
            "newest, run prohori-hub check"_s.arg(QString::fromLatin1(id.toHex())),
            u"dictionary"_s};
    if (!reads)
        return Error{ErrorCode::Damaged, u"the stored change %1 does not read: run prohori-hub check"_s.arg(
                                             QString::fromLatin1(id.toHex()))};
    return std::make_shared<const Change>(std::move(*change));
}

}  // namespace

Result<ChangePtr> StoredBytes::change(const QByteArray& id) const
{
    return checkedChange(*this, Change::decode(plain(), signature), id);
}

Result<ChangePtr> StoredBytes::toCarry(const QByteArray& id) const
{
    return checkedChange(*this, Change::stored(plain(), signature), id);
}

Result<HeldJournal> StoredJournal::held() const
{
    const Error damaged{ErrorCode::Damaged,
                        u"the stored journal lines at place %1 do not read: run prohori-hub check"_s.arg(
                            position)};
    const auto decoded = Cbor::decode(bytes, {kMostJournalBytes, kJournalDepth});
    if (!decoded)
        return damaged;
    auto batch = JournalBatch::fromCbor(ReplicaId::fromBytes(replica), *decoded);
    if (!batch)
        return damaged;
    return HeldJournal{position, received, static_cast<JournalFit>(fit), std::move(*batch)};
}

Result<HeldAttachment> StoredAttachment::file() const
{
    auto manifest = AttachmentManifest::make(plainBytes, pieces);
    if (!manifest || manifest->id.toBytes() != id || held > manifest->sealedBytes)
        return Error{ErrorCode::Damaged,
                     u"what is stored of file %1 does not read: run prohori-hub check"_s.arg(
                         QString::fromLatin1(id.toHex()))};
    return HeldAttachment{std::move(*manifest), held, scope};
}

QList<AttachmentManifest> namedAttachments(const Change& change)
{
    QList<AttachmentManifest> named;
    if (change.plainItems())
        return named;
    for (const Item& item : change.body().items) {
        const auto* attach = get_if<AttachItem>(&item);
        AttachmentManifest manifest = attach ? attach->manifest() : AttachmentManifest();
        if (!manifest.isNull())
            named.append(std::move(manifest));
    }
    return named;
}

QString nationalRefOf(int year, qint64 number)
{
    return u"BD-%1-%2"_s.arg(year).arg(number, 6, 10, QLatin1Char('0'));
}

}  // namespace prohori
