// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Clock.h"
#include "core/cases/AttachmentManifest.h"
#include "sync/wire/Messages.h"

namespace prohori {

inline constexpr qsizetype kMaxPartBytes =
    512 * 1024;  ///< of files in one request or answer, all parts together
inline constexpr qsizetype kMaxPiecesBody = kMaxPartBytes + 64 * 1024;
inline constexpr qsizetype kMaxPiecesFiles = 256;  ///< files that one request may name

/// How a file stands at the hub. The numbers are part of the protocol.
enum class PieceState : quint8 {
    Whole = 0,       ///< all of it is there, durable and checked
    Partly = 1,      ///< `held` bytes are: go on from there
    NotNamed = 2,    ///< no change here names it that this person may read (to send: that is in custody)
    NotHere = 3,     ///< wanted, and not whole at the hub yet
    WrongPiece = 4,  ///< a piece was not what the change says: go on from `held`
    Beyond = 5,      ///< more bytes than the change says
    Quota = 6,       ///< the district has no room left for files
    NoRoom = 7,      ///< the hub's disk is full
    Damaged = 8,     ///< the hub's own copy is damaged
};
inline constexpr int kLastPieceState = int(PieceState::Damaged);
/// "whole", "partly", "not-named" …: stable.
QString pieceStateName(PieceState state);

/// Bytes of a sealed file from `offset` on: of any length and anywhere, so that a bad line loses little.
struct FilePart {
    AttachmentId file;
    qint64 offset = 0;
    QByteArray bytes;
};

/// How far a file is at the hub.
struct FileStanding {
    AttachmentId file;
    PieceState state = PieceState::Whole;
    qint64 held = 0;  ///< bytes from the beginning that the hub keeps
};

/** What a station asks of the hub about files (POST /v1/pieces): how they stand, these parts to keep, those parts to give. Which pieces a
    file has stands in the change that names it, so neither side says it here. The counter is the one of SyncRequest.
*/
struct PiecesRequest {
    struct Wanted {
        AttachmentId file;
        qint64 offset = 0;
        qint64 length = 0;
    };
    int protocol = kProtocolVersion;
    HubId hub;
    ReplicaId replica;
    CertificateId person;
    quint64 requestCounter = 0;
    QList<AttachmentId> asked;
    QList<FilePart> parts;
    QList<Wanted> wanted;

    /// Envelope as in SyncRequest; the signed path is /v1/pieces, so neither can be taken for the other.
    QByteArray encode(const SigningKey& replicaKey) const;
    struct Decoded;
    /// Checks form and bounds; Invalid beyond them. Of a protocol version that is not spoken here only `protocol` and `hash` are read.
    static Result<Decoded> decode(const QByteArray& bytes);
};
struct PiecesRequest::Decoded {
    PiecesRequest request;
    QByteArray signedText, signature;
    QByteArray hash;     ///< BLAKE2b-256 of the bytes
    qsizetype size = 0;  ///< of the bytes
    bool isSignedBy(const QByteArray& replicaKey) const;
};

struct PiecesAnswer {
    using Standing = FileStanding;
    int protocol = kProtocolVersion;
    HubId hub;
    QByteArray requestHash;  ///< not sent, but signed
    Instant hubTime;
    QList<Standing> standings;  ///< of each file of the request once, as it stands after the request
    QList<FilePart> parts;      ///< fewer bytes than were wanted where there is no room for more
    QString error;              ///< a code instead of all this, as in SyncAnswer
    quint64 expectedRequestCounter = 0;

    QByteArray encode(const SigningKey& hubKey) const;
    /// Refused when `hubKey` did not sign it or it answers another request; Invalid for another form.
    static Result<PiecesAnswer> decode(const QByteArray& bytes, const HubId& hubKey,
                                       const QByteArray& requestHash);
};

}  // namespace prohori
