// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"
#include "core/secrets/SealedStream.h"
#include "tests/support/SeededRandom.h"

namespace prohori {

/// A sealed file of a test, in memory.
struct TestPaper {
    AttachmentManifest manifest;
    QByteArray sealed;

    static TestPaper make(SeededRandom& random, qint64 plainBytes)
    {
        constexpr qint64 kPiece = AttachmentManifest::kPieceBytes;
        TestPaper paper;
        QByteArray key = random.bytes(kKeyBytes);
        StreamSealer sealer(SecretBytes::takeFrom(key), Context::Attachment);
        QByteArray hashes;
        for (qint64 at = 0; at < plainBytes;) {
            const qint64 room = kPiece - kStreamOverhead - (at == 0 ? kStreamHeaderBytes : 0);
            const qint64 length = std::min(room, plainBytes - at);
            const QByteArray piece = (at == 0 ? sealer.header() : QByteArray())
                                   + sealer.seal(random.bytes(length), at + length == plainBytes);
            hashes += blake2b(piece);
            paper.sealed += piece;
            at += length;
        }
        paper.manifest = *AttachmentManifest::make(plainBytes, hashes);
        return paper;
    }
    QByteArray piece(int index) const
    {
        return sealed.mid(index * AttachmentManifest::kPieceBytes, manifest.pieceBytes(index));
    }
    AttachItem item() const
    {
        AttachItem made;
        made.key = {1, {}, 1606};
        made.contentHash = manifest.id.toBytes();
        made.bytes = manifest.plainBytes;
        made.pieceHashes = manifest.pieceHashes;
        made.mediaType = QStringLiteral("application/pdf");
        return made;
    }
};

}  // namespace prohori
