// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Boxed.h"
#include "core/base/Cbor.h"
#include "core/base/Ids.h"
#include "core/base/Result.h"
#include "core/cases/AttachmentManifest.h"
#include "core/cases/Roles.h"

#include <QList>
#include <QStringList>

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>
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
    bool isImplied() const { return isSealed() && tag().isEmpty(); }
    const Cbor& plainValue() const { return isSealed() ? kNothing : m_shown; }
    MissingReason missingReason() const { return m_missing; }
    quint8 tier() const { return m_tier; }
    const QByteArray& tag() const { return (isSealed() ? m_shown : kNothing).toBytes(); }

    /// The canonical form: what is compared, hashed and put into the fold bytes.
    Cbor canonical() const;
    bool operator==(const FieldValue& other) const { return canonical() == other.canonical(); }

    Cbor toCbor() const;
    void write(CborWriter& out) const;
    static Result<FieldValue> fromCbor(const Cbor& value);

private:
    static const Cbor kNothing;

    Cbor m_shown;  ///< the plain value, or the tag of a sealed one: no value has both
    MissingReason m_missing = MissingReason::None;
    quint8 m_tier = 0;
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

template <typename T>
concept KindOfItem = std::same_as<T, SetItem> || std::same_as<T, OptionItem> || std::
    same_as<T, RemarkItem> || std::same_as<T, AddRowItem> || std::same_as<T, RemoveRowItem> || std::same_as<
        T, SettleItem> || std::same_as<T, AttachItem> || std::same_as<T, NoteItem> || std::
        same_as<T, QueryItem> || std::same_as<T, ActItem> || std::same_as<T, MoveItem> || std::same_as<
            T, HandoverItem> || std::same_as<T, UnknownItem>;

/** One item of a change, of one of these kinds; asked as a std::variant is, by get_if(), get(), holds_alternative() and visit() of this namespace.

    A case has a hundred and more, nearly all of which set a value: kinds larger than that stand beside the list, and no list is large for their sake.
*/
class Item {
    template <KindOfItem T>
    using Place = std::conditional_t<(sizeof(T) > sizeof(SetItem)), Boxed<T>, T>;

public:
    using Kept = std::variant<Place<SetItem>, Place<OptionItem>, Place<RemarkItem>, Place<AddRowItem>,
                              Place<RemoveRowItem>, Place<SettleItem>, Place<AttachItem>, Place<NoteItem>,
                              Place<QueryItem>, Place<ActItem>, Place<MoveItem>, Place<HandoverItem>,
                              Place<UnknownItem>>;

    Item() = default;  ///< sets nothing to nothing
    template <typename T>
    requires KindOfItem<std::remove_cvref_t<T>> Item(T&& one)
        : m_kept(std::in_place_type<Place<std::remove_cvref_t<T>>>, std::forward<T>(one))
    {}

    std::size_t index() const { return m_kept.index(); }  ///< of its kind

    template <KindOfItem T, typename Self>
    static auto* partOf(Self& item)
    {
        auto* place = std::get_if<Place<T>>(&item.m_kept);
        if constexpr (std::same_as<Place<T>, T>)
            return place;
        else
            return place ? &**place : nullptr;
    }
    const Kept& kept() const { return m_kept; }

private:
    Kept m_kept;
};

template <KindOfItem T>
const T* get_if(const Item* item)
{
    return item ? Item::partOf<T>(*item) : nullptr;
}

template <KindOfItem T>
T* get_if(Item* item)
{
    return item ? Item::partOf<T>(*item) : nullptr;
}

/// Throws std::bad_variant_access for another kind.
template <KindOfItem T>
const T& get(const Item& item)
{
    const T* part = get_if<T>(&item);
    return part ? *part : throw std::bad_variant_access();
}

template <KindOfItem T>
T& get(Item& item)
{
    T* part = get_if<T>(&item);
    return part ? *part : throw std::bad_variant_access();
}

template <KindOfItem T>
bool holds_alternative(const Item& item)
{
    return get_if<T>(&item) != nullptr;
}

/// Calls `visitor` with the item as the kind that it is.
template <typename Visitor>
decltype(auto) visit(Visitor&& visitor, const Item& item)
{
    return std::visit(
        [&]<typename Place>(const Place& place) -> decltype(auto) {
            if constexpr (KindOfItem<Place>)
                return visitor(place);
            else
                return visitor(*place);
        },
        item.kept());
}

}  // namespace prohori
