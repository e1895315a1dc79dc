// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/AttachmentManifest.h"

#include "core/cases/Change.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kHeaderBytes = 24;  // of the sealed stream
constexpr qint64 kPartOverhead = 17;

AttachmentId idOf(qint64 sealedBytes, const QByteArray& pieceHashes)
{
    const qint64 bigEndian = qToBigEndian(sealedBytes);
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    hash.addData(QByteArrayLiteral("prohori/attachment/1"));
    hash.addData(QByteArray(reinterpret_cast<const char*>(&bigEndian), sizeof bigEndian));
    hash.addData(pieceHashes);
    return AttachmentId::fromBytes(hash.result());
}

}  // namespace

qint64 AttachmentManifest::sealedBytesOf(qint64 plainBytes)
{
    if (plainBytes < 1 || plainBytes > kMostPlainBytes)
        return 0;
    constexpr qint64 kPlainOfPiece = kPieceBytes - kPartOverhead;
    const qint64 pieces = (plainBytes + kHeaderBytes + kPlainOfPiece - 1) / kPlainOfPiece;
    return kHeaderBytes + plainBytes + pieces * kPartOverhead;
}

Result<AttachmentManifest> AttachmentManifest::make(qint64 plainBytes, const QByteArray& pieceHashes)
{
    AttachmentManifest manifest;
    manifest.plainBytes = plainBytes;
    manifest.sealedBytes = sealedBytesOf(plainBytes);
    manifest.pieceHashes = pieceHashes;
    const qint64 pieces = (manifest.sealedBytes + kPieceBytes - 1) / kPieceBytes;
    if (manifest.sealedBytes == 0 || pieceHashes.size() != pieces * kHashBytes)
        return Error{ErrorCode::Invalid, u"sizes and pieces of an attachment do not fit each other"_s};
    manifest.id = idOf(manifest.sealedBytes, pieceHashes);
    return manifest;
}

qint64 AttachmentManifest::pieceBytes(int index) const
{
    if (index < 0 || index >= pieces())
        return 0;
    return std::min(kPieceBytes, sealedBytes - index * kPieceBytes);
}

bool AttachmentManifest::fits(int index, const QByteArray& bytes) const
{
    return !bytes.isEmpty() && bytes.size() == pieceBytes(index)
        && QCryptographicHash::hash(bytes, QCryptographicHash::Blake2b_256)
               == pieceHashes.mid(index * kHashBytes, kHashBytes);
}

AttachmentManifest AttachItem::manifest() const
{
    const auto made = AttachmentManifest::make(bytes, pieceHashes);
    return made && made->id.toBytes() == contentHash ? *made : AttachmentManifest();
}

}  // namespace prohori
