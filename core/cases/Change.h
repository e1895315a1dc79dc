// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Cbor.h"
#include "core/base/Clock.h"
#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/cases/AttachmentManifest.h"
#include "core/cases/Roles.h"

#include <QList>
#include <QMap>
#include <QStringList>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <variant>

namespace prohori {

/// The numbers of all enums in this file are part of the record format and never reused.
enum class RecordKind : quint8 { Case = 1, MonthlyReturn = 2 };
enum class MergeKind : quint8 { Value = 0, Option = 1, Append = 2 };
enum class MissingReason : quint8 { None = 0, Unknown = 1, Refused = 2, NotAsked = 3, NotApplicable = 4 };
QString missingReasonName(MissingReason reason);
std::optional<MissingReason> missingReasonFromName(const QString& name);

/// Names one field: group id, row (null for the group of the record itself) and stable field id.
struct FieldKey {
    quint32 group = 0;
    RowId row;
    quint32 field = 0;
    auto operator<=>(const FieldKey&) const = default;
    /// The bytes that equality tags and sealed boxes are bound to: canonical CBOR of [group, row, field].
    QByteArray bytes() const;
};
size_t qHash(const FieldKey& key, size_t seed = 0);

/** A value as it stands in a change and in the fold: nothing, a plain scalar (text, whole number or boolean), a reason why
    there is none, or a sealed value that shows only its tier and equality tag. Two values are equal when their canonical
    forms are: NFC, Bangla digits as ASCII, joiners dropped, white space trimmed; sealed ones by tag.
*/
class FieldValue {
public:
    FieldValue() = default;  ///< blank: the field was emptied
    static FieldValue plain(const Cbor& scalar);
    static FieldValue missing(MissingReason reason);
    static constexpr qsizetype kTagBytes = 16;
    static FieldValue sealed(quint8 tier, const QByteArray& tag);
    /// Sealed, with a tag that follows from the box: only on its way into and out of bytes (ImpliedTags.h), never in a ChangeBody.
    static FieldValue impliedly(quint8 tier) { return sealed(tier, {}); }

    /// Nothing, or a text that is empty in its canonical form.
    bool isBlank() const;
    bool isSealed() const { return m_tier != 0; }
    bool isImplied() const { return isSealed() && m_tag.isEmpty(); }
    const Cbor& plainValue() const { return m_plain; }
    MissingReason missingReason() const { return m_missing; }
    quint8 tier() const { return m_tier; }
    const QByteArray& tag() const { return m_tag; }

    /// The canonical form: what is compared, hashed and put into the fold bytes.
    Cbor canonical() const;
    bool operator==(const FieldValue& other) const { return canonical() == other.canonical(); }

    Cbor toCbor() const;
    void write(CborWriter& out) const;
    static Result<FieldValue> fromCbor(const Cbor& value);

private:
    Cbor m_plain;
    MissingReason m_missing = MissingReason::None;
    quint8 m_tier = 0;
    QByteArray m_tag;
};

/// The canonical text that a sealed value's tag is made of and that plain texts are compared by.
QString canonicalText(const QString& text);

/// Writes one field. Also clears it (blank) and says why it is missing.
struct SetItem {
    FieldKey key;
    FieldValue value;
    QString mergeGroup;  ///< empty = alone; all fields of a group are written together in one change
};

/// Switches options of a multi-choice on and off. Options are names, or 16-byte tags when `tier` is not 0.
struct OptionItem {
    FieldKey key;
    quint8 tier = 0;
    QList<Cbor> on;
    QList<Cbor> off;
};

/// Adds a remark to a field that folds by appending.
struct RemarkItem {
    FieldKey key;
    FieldValue text;
};

struct AddRowItem {
    quint32 group = 0;
    RowId row;
    RowId parent;  ///< the enclosing row; null at the top
};

/// Removes a row, or the record when `row` is null. Removal is a value: it folds like one.
struct RemoveRowItem {
    quint32 group = 0;
    RowId row;
    QString reason;  ///< a code, never free text
};

/// A person's decision of a conflict. The value is that of `take` (a change that wrote the register), or the SetItem/OptionItem
/// of the same register in this same change when `take` is null (a third value, or none).
struct SettleItem {
    FieldKey key;  ///< any field of the register; field 0 = the existence of the row
    QString mergeGroup;
    Cbor option;  ///< the option for a multi-choice, else null
    QList<ChangeId> supersedes;
    ChangeId take;
    FieldValue reason;  ///< sealed text
};

/// A paper of the case, at the file field of its row. What it is (a code), when it was made and whom it concerns are other fields of
/// that row; who removes the row removes the paper. An earlier program wrote no piece hashes and no details.
struct AttachItem {
    FieldKey key;
    QByteArray contentHash;  ///< the AttachmentId; empty = announced, and not here
    qint64 bytes = 0;        ///< plain ones
    QString mediaType;
    QByteArray pieceHashes = {};  ///< as AttachmentManifest has them, or empty
    FieldValue details = {};      ///< sealed text: key of the file, shown name, hash of the original

    /// Null where it does not say enough to fetch or to check a file.
    AttachmentManifest manifest() const;
};

struct NoteItem {
    FieldKey key;
    FieldValue text;
};

enum class QueryStep : quint8 { Open = 1, Answer = 2, Close = 3 };
struct QueryItem {
    QByteArray query;  ///< 16 bytes, made by the opener
    QueryStep step = QueryStep::Open;
    FieldKey key;
    FieldValue text;
};

/// What people do to a record as a whole.
enum class ActKind : quint8 {
    Submit = 1,
    Return = 2,
    Approve = 3,
    Reopen = 4,
    HqQuery = 5,
    Accept = 6,
    Freeze = 7,
    Void = 8,
    Merge = 9,
    Recall = 10,
    ReviewLater = 11,
};
QString actName(ActKind kind);

struct FieldRemark {
    FieldKey key;
    FieldValue text;
};

struct ActItem {
    ActKind kind = ActKind::Submit;
    QStringList reasons;         ///< codes of list return_reason and the like
    FieldValue comment;          ///< sealed text (tier sensitive), blank when there is none
    QList<FieldRemark> remarks;  ///< Return, HqQuery: what must be answered
    bool checklistOk = false;    ///< Approve, Accept
    QList<ChangeId> heads;       ///< Approve, ReviewLater: what the reviewer saw
    QByteArray
        contentHash;  ///< Approve, ReviewLater: of the approval-scope content; Accept: of the approval taken over
    QString scopeList;  ///< Approve, ReviewLater: id of the list of what is in scope
    ChangeId approval;  ///< Accept: the approval it stands on
    RecordId target;    ///< Merge: the record that goes on
};

/// How a proposal to move a record came to nothing. No: it did not.
enum class MoveEnd : quint8 { No = 0, Declined = 1, TakenBack = 2 };

/// Proposes that another district takes the record, or answers such a proposal: all of this `from` and `to` that its author knew.
struct MoveItem {
    Scope from;
    Scope to;
    bool accepted = false;      ///< by `to`
    MoveEnd end = MoveEnd::No;  ///< declined by `to`, or taken back by `from`; never with `accepted`
    FieldValue note = {};       ///< Declined: why; sealed text (tier sensitive)
    bool proposes() const { return !accepted && end == MoveEnd::No; }
};

/// What is done with the offer of a case to another officer.
enum class HandoverStep : quint8 { Propose = 1, Accept = 2, Decline = 3, Withdraw = 4 };
QString handoverStepName(HandoverStep step);

/// Offers the case of one holder to another person, or answers such an offer. Until `to` accepts, the case stays where it is. Of one
/// change the first such item counts.
struct HandoverItem {
    HandoverStep step = HandoverStep::Propose;
    PersonId from = 0;  ///< Propose: who holds the case
    PersonId to = 0;    ///< Propose: who is to hold it
    ChangeId proposal;  ///< else: the change that proposed
    FieldValue note;    ///< sealed text (tier sensitive), blank when there is none
};

/// An item of a kind that this program does not know. Kept, passed on and folded as a no-op.
struct UnknownItem {
    Cbor raw;
};

using Item = std::variant<SetItem, OptionItem, RemarkItem, AddRowItem, RemoveRowItem, SettleItem, AttachItem,
                          NoteItem, QueryItem, ActItem, MoveItem, HandoverItem, UnknownItem>;

/// What only the change that creates a record carries.
struct Creation {
    QString formId;
    Scope homeScope;
    QString localRef;  ///< from the number block of the author's invitation
    Cbor sealedKeys;   ///< as sealRecordKeys() made them
};

/// The version of the format that this program writes. It reads all that came before.
inline constexpr int kChangeFormat = 2;

/// The content of a change before it is signed.
struct ChangeBody {
    int format = kChangeFormat;
    ReplicaId replica;
    quint64 counter = 0;  ///< 1, 2, 3 … within the replica
    ChangeId prev;        ///< the replica's change before this one; null for the first
    CertificateId author;
    PersonId person = 0;
    Role role = Role::None;
    RecordKind recordKind = RecordKind::Case;
    RecordId record;
    Instant claimed;
    QString formVersion;
    std::optional<Creation> creation;
    QList<ChangeId> parents;  ///< sorted; the record's heads that the author saw
    QList<Item> items;
    QMap<quint8, QByteArray> boxes;  ///< sealed values by tier: at most one box a tier
    Cbor extraKeys;                  ///< record keys sealed to further recipients, or null
    Cbor unknown;                    ///< header entries of a later format, kept as they came (a map or null)

    /// Canonical CBOR: the bytes that are signed.
    QByteArray encode() const;
};

/// What carrying a change needs to know of it, taken from its bytes without reading the rest.
struct ChangeHead {
    ReplicaId replica;
    quint64 counter = 0;
    ChangeId prev;
    RecordId record;
    bool approves = false;  ///< an act of approval is among its items
};

/// What items do that set fields, switch options and add rows, and nothing else.
struct PlainItems {
    quint8 tiers = 0;  ///< bit n: they seal something in tier n
};

/** One save by one person: atomic, signed, immutable. Its id is the BLAKE2b-256 of the signed bytes.

    Holds the bytes it came as; encode(decode(x)) = x, also for items and header entries it does not know. Decoding checks the form only
    (canonical CBOR, known format version, bounds: change 256 KiB, value 64 KiB, depth 16): signature and rights are for
    those who know the keys. Fails with Invalid, or TooNew for a later format version. Cheap to copy: copies share the content.
*/
class Change {
public:
    static constexpr int kFormatVersion = kChangeFormat;
    static constexpr qsizetype kMaxBytes = 256 * 1024;
    static constexpr qsizetype kMaxValueBytes = 64 * 1024;

    /// @param signature over `body`'s encoding, under the context for changes.
    static Change make(const ChangeBody& body, const QByteArray& signature);
    /// From signed bytes and signature, as stored and sent.
    static Result<Change> decode(const QByteArray& signedBytes, const QByteArray& signature);
    /// From bytes that decode() took before they were stored, to be carried on: about a hundredth of the cost and a fifth of the memory, as the body
    /// is read when somebody asks for it. Fails as decode() where the head does not read. The caller makes sure that they are the stored ones: id().
    static Result<Change> stored(const QByteArray& signedBytes, const QByteArray& signature);

    /// As decode(), for who judges changes and keeps them, and seldom asks for their items: these are proved to read, and made when somebody asks for
    /// body(). About a fifth of the cost; an unusual change is decoded.
    static Result<Change> skim(const QByteArray& signedBytes, const QByteArray& signature);

    const ChangeId& id() const { return m_content->id; }
    const ChangeHead& head() const { return m_content->head; }
    /// Of bytes that decode() would refuse, which is a fault of who stored them, it has the head and nothing else.
    const ChangeBody& body() const
    {
        if (!m_content->isRead.load(std::memory_order_acquire))
            readBody();
        return m_content->body;
    }
    /// The body for who does not look at its items, which are not read for that.
    const ChangeBody& cover() const { return m_content->plain ? m_content->body : body(); }
    /// Of a change that was skimmed and has plain items only; nothing where the items themselves are to be asked.
    const std::optional<PlainItems>& plainItems() const { return m_content->plain; }
    const QByteArray& signedBytes() const { return m_content->bytes; }
    const QByteArray& signature() const { return m_signature; }

    /// Whether the signature was proved with this key before, of this object or a copy of it. Proving is for who knows keys: isSignedBy() in Directory.h.
    bool isProvenBy(const QByteArray& key) const;
    void noteProvenBy(const QByteArray& key) const;

private:
    struct Content {
        ChangeId id;
        ChangeHead head;
        QByteArray bytes;
        // The body of a stored change is read once, by whichever thread asks first; where there is `plain`, all but its items is here before.
        std::atomic<bool> isRead = false;
        std::mutex reading;
        ChangeBody body;
        std::optional<PlainItems> plain;
        // A copy may have another signature: what was proved is the two together.
        QByteArray provenKey, provenSignature;
    };
    explicit Change(const QByteArray& signature);
    void readBody() const;

    std::shared_ptr<Content> m_content;
    QByteArray m_signature;
};

using ChangePtr = std::shared_ptr<const Change>;

}  // namespace prohori
