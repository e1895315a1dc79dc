// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/SealedStream.h"
#include "sync/wire/Messages.h"
#include "sync/wire/Pieces.h"

#include <QIODevice>
#include <QList>

#include <functional>
#include <optional>
#include <variant>

namespace prohori {

/// Which way a bundle goes.
enum class BundleKind : quint8 {
    ToHub = 1,
    FromHub = 2,
    Between = 3,  ///< from one station to another
};

/** What a bundle says of itself, inside of the sealed part: on the outside there is only whose key opens it, and that not by name.

    `station` and `person` are the station's: of the sender, and of the receiver in what comes from a hub.
*/
struct BundleHeader {
    BundleKind kind = BundleKind::ToHub;
    QByteArray id;          ///< 16 bytes of chance
    AuthorityId authority;  ///< practice and production never mix
    HubId hub;              ///< null between stations
    ReplicaId station;
    CertificateId person;
    PersonId to = 0;  ///< between stations: who is to read it
    /// To a hub: how far the station has read. From a hub: where each feed goes on; what is before must be there already.
    QList<WireCursor> cursors;
    quint64 statementCursor = 0;  ///< likewise, of statements
    quint64 headCounter = 0;      ///< the station's last change and its counter
    ChangeId head;
    Instant made;
    QList<quint32> dictionaries = {};  ///< that the station, from a hub the hub has
};

/// Verdicts of the hub over changes, with the receipt that covers them.
struct BundleReceipt {
    QList<ChangeId> changes;
    QList<WireVerdict> verdicts;
    QByteArray receipt;
    Instant hubTime;
};

/// What the hub knows of a station, and how far its statements go.
struct BundleStatus {
    quint64 knownCounter = 0;
    ChangeId knownHead;
    quint64 safeCounter = 0;
    quint64 statementCursor = 0;
    bool remint = false;
};

using BundleStatements = QList<QByteArray>;
using BundleAnnotations = QList<Annotation>;
/// Papers that a station lacks: up to kMaxBundleFiles.
using BundleWanted = QList<AttachmentId>;
/// How the papers of a bundle, and those that were wanted, stand at the hub now: up to kMaxBundleFiles.
using BundleStandings = QList<FileStanding>;
/// A FilePart is one whole piece of a paper that a case names.
using BundlePart = std::variant<BundleStatements, Frame, BundleReceipt, BundleAnnotations, BundleStatus,
                                FilePart, BundleWanted, BundleStandings>;

inline constexpr qint64 kMaxBundleBytes = qint64(2) * 1024 * 1024 * 1024;
inline constexpr qsizetype kMaxBundleFiles = 10'000;
/// Sealed bytes of papers that one bundle takes: half of it, so that cases always have room.
inline constexpr qint64 kMaxBundlePaperBytes = kMaxBundleBytes / 2;
/// Four times what 2 GiB of full frames are: many small parts must not fill the memory of who reads them.
inline constexpr qsizetype kMaxBundleParts = 256 * 1024;

/** Writes a bundle, piece by piece; never holds more than one part and one piece.

        "PRHB" 1 | id 16 | count of keys 1 | for each: hint 8, sealed file key 96 | stream header 24 | pieces of 64 KiB + 17
        inside: parts, each a length of four bytes (big-endian) and CBOR; the first is the header, the last the signature

    The signature is of the writer's key (replica or hub), context Bundle, over BLAKE2b-256 of everything before it: magic, id, keys, stream
    header, and the parts as they stand. Errors: Storage with what the file said, Invalid for a key that is none, and for what nobody could
    read (hint "too-large").
*/
class BundleWriter {
public:
    explicit BundleWriter(QIODevice& out) : m_out(out) {}

    /// @param receivers X25519 public keys, one to 16.
    Result<> begin(const BundleHeader& header, const QList<QByteArray>& receivers);
    Result<> add(const BundlePart& part);
    Result<> finish(const SigningKey& key);

private:
    Result<> addBytes(const QByteArray& part);
    Result<> flush(bool isLast);
    Result<> write(const QByteArray& bytes);

    QIODevice& m_out;
    HashStream m_hash;
    std::unique_ptr<StreamSealer> m_sealer;
    QByteArray m_outside;  ///< bound to the first piece, so that nothing outside can be exchanged
    QByteArray m_plain;
    qint64 m_written = 0;
    qsizetype m_parts = 0;
};

/// Adds any number of them, in parts that are not too large.
Result<> addStatements(BundleWriter& writer, const QList<QByteArray>& statements);
/// The statements of a bundle, before anybody knows who wrote it.
struct CollectedStatements {
    BundleStatements list;
    qsizetype bytes = 0;
    /// Adds those of a part, when it holds such. Invalid (hint "too-large") for more than any authority has made.
    Result<> add(const BundlePart& part);
};

/// A bundle that was read to its end: it is whole, and one of the keys opens it. Who wrote it is for the caller to say, who knows people.
struct OpenedBundle {
    BundleHeader header;
    QByteArray hash, signature;
    QByteArray partMarks;  ///< a short hash of each part, so that a second reading meets the same
    SecretBytes fileKey;
    qint64 bytes = 0;

    bool isSignedBy(const QByteArray& publicKey) const
    {
        return verifySignature(Context::Bundle, publicKey, hash, signature);
    }
};

using BundleVisit = std::function<Result<>(const BundlePart&)>;

/** Reads a bundle from its beginning to its end and shows each part. Nothing of what it shows is to be acted upon before it has come back: only
    then the bundle is known to be whole. Memory: one part (at most 1.5 MiB) and 16 bytes for each.

    Errors, each with a sentence for the person who holds the stick: Invalid (hint "not-a-bundle": none, or it breaks its form; "too-large": over 2 GiB
    or kMaxBundleParts), TooNew ("later-version"), Refused ("not-for-you": no key opens it; "altered": a piece or its order; "cut": it ends before
    its end).
*/
Result<OpenedBundle> inspectBundle(QIODevice& in, const QList<BoxKey>& keys, const BundleVisit& visit);
/// The same with the key of the file alone, for who is to know no other (BundleTaste.h). `in` may be a pipe.
Result<OpenedBundle> inspectBundle(QIODevice& in, const SecretBytes& fileKey, const BundleVisit& visit);
/// That key, from the outside of the bundle. Errors as above; `in` has moved on.
Result<SecretBytes> bundleKey(QIODevice& in, const QList<BoxKey>& keys);
/// The same bundle once more, to act upon. Refused (hint "altered") when it is another by now.
Result<> replayBundle(QIODevice& in, const OpenedBundle& opened, const BundleVisit& visit);

}  // namespace prohori
