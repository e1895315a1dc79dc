// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Ids.h"
#include "core/base/Result.h"

#include <QByteArray>
#include <QList>

namespace prohori {

/// Names the sealed bytes of one paper: BLAKE2b-256 of "prohori/attachment/1", their number (8 bytes, big-endian) and the hashes of
/// their pieces in order. So who knows only the id can check a manifest, and who has the manifest any piece by itself.
using AttachmentId = FixedId<struct AttachmentTag, 32>;

/** What is known of a paper without its key, and enough to check every piece of it: this travels in the change that attaches it.

    The sealed bytes are cut into pieces of exactly kPieceBytes; the last one is shorter. They are a stream of
    core/secrets/SealedStream.h: its header, then one sealed part a piece, the last marked as the last.
*/
struct AttachmentManifest {
    static constexpr qint64 kPieceBytes = 128 * 1024;
    static constexpr qsizetype kHashBytes = 32;
    static constexpr qint64 kMostPlainBytes = 20 * 1024 * 1024;  ///< SEC-86

    AttachmentId id;
    qint64 plainBytes = 0;   ///< 1 to kMostPlainBytes
    qint64 sealedBytes = 0;  ///< follows from `plainBytes`
    QByteArray pieceHashes;  ///< BLAKE2b-256 of each piece, one after the other

    /// From what travels. Fails with Invalid where sizes and number of hashes do not fit each other, or a bound is broken.
    static Result<AttachmentManifest> make(qint64 plainBytes, const QByteArray& pieceHashes);
    /// How many sealed bytes, and so pieces, that many plain ones make; 0 where a bound is broken.
    static qint64 sealedBytesOf(qint64 plainBytes);

    bool isNull() const { return id.isNull(); }
    int pieces() const { return int(pieceHashes.size() / kHashBytes); }
    /// Size of one piece; 0 where there is none of that number.
    qint64 pieceBytes(int index) const;
    /// Whether these are the bytes of that piece.
    bool fits(int index, const QByteArray& bytes) const;
    bool operator==(const AttachmentManifest&) const = default;
};

}  // namespace prohori
