// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Cbor.h"
#include "core/base/Clock.h"
#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/cases/Change.h"
#include "core/journal/JournalFit.h"
#include "core/secrets/Crypto.h"
#include "sync/wire/Compression.h"

#include <QByteArray>
#include <QList>

#include <functional>

namespace prohori {

/// What this program speaks; the hub also speaks the one before.
inline constexpr int kProtocolVersion = 1;
inline constexpr int kOldestProtocolVersion = 1;

inline constexpr qsizetype kMaxBodyBytes = 8 * 1024 * 1024;
inline constexpr qsizetype kFrameTarget = 32 * 1024;  ///< compressed
/// A station asks for an answer so large where its line is quick, and for no larger one; the hub packs such a one quickly (Compression.h).
inline constexpr qsizetype kQuickAnswerBytes = 1536 * 1024;
inline constexpr qsizetype kMaxFrameRaw = 1024 * 1024;    ///< uncompressed
inline constexpr qsizetype kMaxFramePacked = 320 * 1024;  ///< compressed, with one change of the largest size

/// A place in a feed, as it travels.
struct WireCursor {
    Scope feed;
    quint64 position = 0;
};

/// Dictionaries that one side may name as its own.
inline constexpr qsizetype kMostDictionaries = 16;
/// Stands among the dictionaries of a hub that finds a parent by the first bytes of its id (FrameWriter). No dictionary has this id.
inline constexpr quint32 kFindsParents = 1;
inline constexpr qsizetype kParentStart = 4;  ///< so many bytes

/** A run of changes, compressed with zstd, that is applied whole or not at all.

    `dictionary` names the zstd dictionary (ChangeDictionary.h), 0 for none: only one that the receiver has said to have. Inside, what the
    receiver can rebuild is left out: the writer where he is that of the change before, `prev` and single parents that are changes before it in
    the same frame; with a dictionary what does not compress is sifted out of the changes, too (ChangeSieve). In a feed, `through` is the cursor after it and each change has its position and time of receipt; `packed` may be empty there: then only the
    cursor moves, over changes that the station has itself.
*/
struct Frame {
    Scope feed;  ///< empty in an upload
    quint32 dictionary = 0;
    quint64 through = 0;
    QByteArray packed;
};

struct FramedChange {
    ChangePtr change;
    quint64 position = 0;
    Instant received;
    ChangeId brokenId = {};  ///< with Broken::Keep: `change` is null, and these bytes are no change
    bool hasFoundParent =
        false;  ///< its parent was found by the first bytes: only a right signature says that it is the right one
};

/// Whose changes a frame begins with, where both sides know it: in an upload the replica, the person and the head of the request.
/// With it the first change need not say so again. The first frame of an upload may also name a single parent that the hub holds by the
/// first bytes of its id.
struct FrameWriter {
    ReplicaId replica;
    CertificateId author;
    ChangeId head;
    /// For who packs with a dictionary: whether the hub holds this change. Without it every parent is spelled.
    std::function<bool(const ChangeId&)> isHeld = {};
    /// For who unpacks: the one change of the record whose id begins so; nothing where there is none, or another one too.
    std::function<std::optional<ChangeId>(const RecordId&, const QByteArray& start)> findHeld = {};
};

/// How a frame is packed.
struct FramePacking {
    // Most frames are told no more than their dictionary.
    FramePacking(quint32 itsDictionary = 0, qsizetype itsTarget = kFrameTarget,
                 Effort itsEffort = Effort::Usual)
        : dictionary(itsDictionary),
          target(itsTarget),
          effort(itsEffort)
    {}
    quint32 dictionary;
    qsizetype target;  ///< bytes, kFrameTarget or less
    Effort effort;
};

/// Packs from `from` on as many changes as fit into one frame (at least one); returns how many were taken. At most
/// the target's bytes, except for a single larger change, which travels alone. Cost: about one zstd pass a frame.
qsizetype packFrame(const QList<FramedChange>& changes, qsizetype from, const Scope& feed, Frame& frame,
                    const FrameWriter& writer = {}, const FramePacking& packing = {});
/// What a dictionary packs of a frame with these changes: for who trains one.
QByteArray siftedContent(const QList<FramedChange>& changes, const FrameWriter& writer);

/// What becomes of bytes in a whole frame that are no change: they break the frame, or stand in the list without one.
enum class Broken { Refuse, Keep };
/// Whether the items of the changes are made, or only proved to read (Change::skim).
enum class Items { Made, Skimmed };
/// Bounded memory; Invalid on anything that is not whole, NotFound for a dictionary that is not here. Signatures of the
/// changes are not checked. `writer` must be what the frame was packed with.
Result<QList<FramedChange>> unpackFrame(const Frame& frame, const FrameWriter& writer = {},
                                        Broken broken = Broken::Refuse, Items items = Items::Made);

/// How far the three steps of what comes before its turn have come. Each goes from the place down to the cursor, by the last change of a
/// record: the change at this place is the next one to be looked at, 0 is the end of the step.
struct WireOrder {
    static constexpr qsizetype kMostPlaces = 1024;
    quint64 own = 0, index = 0, open = 0;
    QList<quint64> places =
        {};  ///< each of a change, ascending: of its record everything up to the place of WireAhead is here. Not in answers
    bool operator==(const WireOrder&) const = default;
};

/// What a station has of a feed before its turn: of these records everything up to `through` is here, though the cursor stands before it.
struct WireAhead {
    static constexpr qsizetype kMostRecords = 512;
    Scope feed;
    quint64 through = 0;
    QList<RecordId> records;
    bool isLast = false;  ///< the person who asks wants no further ones
    RecordId begun =
        {};  ///< of one more everything up to `begunThrough`, which is before `through`; null: of none
    quint64 begunThrough = 0;
    std::optional<WireOrder> order = {};  ///< said by a hub that knows it
    bool operator==(const WireAhead&) const = default;
};
/// As it stands in a request, without the order …
Cbor aheadToCbor(const QList<WireAhead>& ahead);
Result<QList<WireAhead>> aheadFromCbor(const Cbor& value);
/// … and the order, which counts only where `ahead` names the same place.
Cbor orderToCbor(const QList<WireAhead>& ahead);
Result<> readOrder(const Cbor& value, QList<WireAhead>& ahead);

/// A case that is still to come, as an index tells of it. For people to look at: it counts nowhere.
struct WireComing {
    RecordId record;
    QString localRef, nationalRef;
    quint8 phase = 0;  ///< RecordPhase, or one of a later version
    Instant received;  ///< when the hub took in the last of it; to the minute
    bool operator==(const WireComing&) const = default;
};
inline constexpr qsizetype kMostComing = 1000;                 ///< lines of one answer
inline constexpr qsizetype kMostComingBytes = 32 * 1024;       ///< of them, as they travel
inline constexpr qsizetype kMaxComingRaw = 256 * kMostComing;  ///< unpacked, without the ids
/// The two or three parts that they are in an answer.
Cbor::Array comingToCbor(const QList<WireComing>& coming);
/// Invalid on anything that is not whole; bounded memory.
Result<QList<WireComing>> comingFromCbor(const Cbor& ids, const Cbor& method, const Cbor& content);

/// What comes before its turn: the frames move no cursor, and of the records in each everything up to the end of the frame, `through`, is then here.
struct WireAheadFrames {
    Scope feed;
    quint64 through =
        0;  ///< the place that all of it ends at: a station that has noted another one forgets what it has noted
    bool isLast = false;  ///< after these there are no further ones of the person's own
    QList<Frame> frames;
    std::optional<WireOrder> order = {};  ///< where the steps stand behind this answer
    QList<WireComing> coming = {};        ///< with an order only
};

/** What a station sends. `head` is its own last change before those in `frames`: the one the hub should hold already.
    A first change in `frames` that goes on from it is rebuilt from it (see writer()).
*/
struct SyncRequest {
    int protocol = kProtocolVersion;
    HubId hub;  ///< to whom; a request for another hub is refused
    ReplicaId replica;
    CertificateId person;        ///< who pressed the button
    quint64 requestCounter = 0;  ///< grows with each new request of the replica
    quint64 headCounter = 0;     ///< my own last change before those in `frames` …
    ChangeId head;               ///< … and its id
    QList<WireCursor> cursors;
    QList<QByteArray> statements;
    quint64 statementCursor = 0;
    QList<Frame> frames;
    qsizetype maxAnswerBytes = kMaxBodyBytes;
    std::optional<JournalBatch> journal;  ///< the next lines of this replica's journal
    QList<ReplicaId>
        earlier;  ///< incarnations of before whose changes are not known to be safe; at most kMostEarlier
    QByteArray setBack;  ///< the last WireSetBack that this station followed
    QList<quint32> dictionaries =
        {};  ///< that the station has, at most kMostDictionaries; the answer's frames use no other
    std::optional<QList<WireAhead>> ahead = {};  ///< without it nothing comes before its turn
    bool takesOrder = false;  ///< with `ahead`: an index, and the open cases of others, too

    static constexpr qsizetype kMostEarlier = 16;
    FrameWriter writer() const { return {replica, person, head}; }
    /// Envelope [body, signature of the replica key]; the signed text is method, path, hub, replica, counter, body hash, person.
    QByteArray encode(const SigningKey& replicaKey) const;
    struct Decoded;
    /// Checks form and bounds. Of a protocol version that is not spoken here only `protocol` and `hash` are read.
    static Result<Decoded> decode(const QByteArray& bytes);
};
struct SyncRequest::Decoded {
    SyncRequest request;
    QByteArray signedText, signature;
    QByteArray hash;     ///< BLAKE2b-256 of the bytes
    qsizetype size = 0;  ///< of the bytes
    bool isSignedBy(const QByteArray& replicaKey) const;
};

/// One verdict for one uploaded change, in the order of the upload.
struct WireVerdict {
    quint8 delivery = 1;  ///< Delivery
    quint8 refusal = 0;   ///< Refusal
};

/// What the hub adds to a record outside the fold.
struct Annotation {
    RecordId record;
    QString nationalRef;
    Instant received;
    ChangeId approval;
};

/// What became of the journal lines of a request.
struct JournalVerdict {
    quint64 last = 0;  ///< the last line of this replica that the hub holds: it goes on from there
    JournalFit fit = JournalFit::Continues;
};

/// Lines of another station, as an auditor gets them.
struct WireJournal {
    Instant received;
    JournalBatch batch;
};

/// How far an earlier incarnation of the asking station is in a verified backup: up to this counter, and the id of the change with it.
struct EarlierSafe {
    ReplicaId replica;
    quint64 counter = 0;
    ChangeId head;
};

/// The hub was set back to a backup since the station last asked: what it read beyond these places is another story now.
struct WireSetBack {
    static constexpr qsizetype kIdBytes = 8;
    QByteArray id;              ///< names the last time
    QList<WireCursor> cursors;  ///< of those in the request, the ones that have to move
    quint64 statements = 0;     ///< the number of the last statement that may be the same
};

struct SyncAnswer {
    int protocol = kProtocolVersion;
    HubId hub;
    QByteArray
        requestHash;  ///< BLAKE2b-256 of the request's bytes: an answer fits one request only; not sent, but signed
    Instant hubTime;
    QList<WireVerdict> verdicts;
    QByteArray receipt;  ///< signed batch over (change id, verdict) of this upload, see makeReceipt
    QList<Frame> frames;
    QList<QByteArray> statements;
    quint64 statementCursor = 0;
    QList<Annotation> annotations;
    quint64 knownCounter = 0;  ///< the highest counter of this replica that the hub holds
    ChangeId knownHead;
    quint64 safeCounter =
        0;  ///< changes of this replica up to here are in a verified backup; 0 until there is one
    bool remint = false;  ///< same counter with other bytes: become a new replica
    bool more = false;    ///< ask again: there are further frames
    QString
        error;  ///< a code instead of all this, see PROTOCOL.md: protocol, not-for-this-hub, unknown-replica, replayed …
    quint64 expectedRequestCounter = 0;
    std::optional<JournalVerdict> journal;  ///< only on a request with lines, and not from a hub of before
    QList<WireJournal> journals;            ///< for auditors, in the order of the hub's feed of journals …
    quint64 journalsThrough = 0;            ///< … at whose end the last of them stands
    QList<EarlierSafe> earlier;             ///< only for those that the request named
    std::optional<WireSetBack> setBack;     ///< only where the request does not know of it
    QList<quint32> dictionaries = {};       ///< that the hub has, where the request named any
    std::optional<WireAheadFrames> ahead =
        {};  ///< these come before `frames`; nothing: the hub takes nothing for ahead, and leaves nothing out

    QByteArray encode(const SigningKey& hubKey) const;
    /// Refused when `hubKey` did not sign it or it answers another request.
    static Result<SyncAnswer> decode(const QByteArray& bytes, const HubId& hubKey,
                                     const QByteArray& requestHash);
};

/// A receipt that stands alone: hub, time, count and hash over all (change id, verdict), signed by the hub (context Receipt).
QByteArray makeReceipt(const SigningKey& hubKey, Instant time, const QList<ChangeId>& changes,
                       const QList<WireVerdict>& verdicts);
/// What a receipt says of itself; nothing when the key that it names has not signed it. Whose key that is, is for the caller to know.
struct ReceiptFacts {
    HubId hub;
    Instant time;
    qint64 changes = 0;
};
std::optional<ReceiptFacts> readReceipt(const QByteArray& receipt);
bool receiptCovers(const QByteArray& receipt, const HubId& hub, const QList<ChangeId>& changes,
                   const QList<WireVerdict>& verdicts);

}  // namespace prohori
