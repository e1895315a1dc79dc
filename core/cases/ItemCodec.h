// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Change.h"

#include <QHash>

namespace prohori {

/// The numbers of the item kinds: part of the record format, never reused.
enum ItemKind : qint64 {
    kSetItem = 1,
    kOptionItem,
    kRemarkItem,
    kAddRowItem,
    kRemoveRowItem,
    kSettleItem,
    kAttachItem,
    kNoteItem,
    kQueryItem,
    kActItem,
    kMoveItem,
    kHandoverItem,
};

/// The keys of what an act carries.
enum ActKey : qint64 {
    kActReasons = 1,
    kActComment,
    kActRemarks,
    kActChecklistOk,
    kActHeads,
    kActContentHash,
    kActScopeList,
    kActApproval,
    kActTarget,
    kActKeysEnd,
};

/// Field ids are written as the difference to this many times the group.
inline constexpr qint64 kFieldsOfGroup = 100;

/// The rows that the items of one change speak of, so that each row id stands in it once. Inside core/cases only.
class RowTable {
public:
    /// What stands for `row` in an item: null for none, else its place, at which it is entered when it is new.
    Cbor reference(const RowId& row);
    /// All row ids, one after the other.
    QByteArray bytes() const { return m_bytes; }
    bool isEmpty() const { return m_bytes.isEmpty(); }
    /// Fails with Invalid on half a row, a row of zeros or one that stands twice.
    static Result<RowTable> fromBytes(const QByteArray& bytes);
    /// The opposite of reference(); nothing when there is no such row.
    std::optional<RowId> row(const Cbor& reference) const;

private:
    QByteArray m_bytes;
    QHash<RowId, int> m_places;
};

/** The items of a change as encoded CBOR and back; RECORD.md has every element. Set items that follow each other in one row share
    one array. Rows enter `rows` in the order in which they are first spoken of.
*/
QByteArray encodeItems(const QList<Item>& items, RowTable& rows);

/// Any item but a set item, by itself.
QByteArray encodeItem(const Item& item, RowTable& rows);

/// An item of an unknown kind, or of a known kind with parts of a later format, becomes an UnknownItem. Fails with
/// Invalid on a known kind in a wrong shape.
Result<QList<Item>> decodeItems(const Cbor& items, const RowTable& rows);
/// One item but a set item; nothing where it would become an UnknownItem, or fail.
std::optional<Item> decodeItem(const Cbor& item, const RowTable& rows);

/** The items of a change straight from its bytes: set items, which most are, without a value in between. Gives what decodeItems() would, and only where
    encodeItems() would write the same bytes and the same row table again; nothing for all else, on which decodeItems() is to be asked.
    `at` is where the items begin, and then where they end.
*/
std::optional<QList<Item>> readItems(QByteArrayView bytes, qsizetype& at, const QByteArray& rowTable);

/// What is known of items that were walked over.
struct ItemOutline {
    quint8 tiers = 0;         ///< bit n: something is sealed in tier n …
    quint8 implied = 0;       ///< … under a tag that is left out
    bool spellsTags = false;  ///< of sealed values or options
    bool isEachAlone =
        true;  ///< no field stands twice with sealed values, or with sealed options; and these are few enough to be left out
};
/// As readItems(), but makes nothing. Nothing also where not all of the items set fields, switch options or add rows.
std::optional<ItemOutline> outlineItems(QByteArrayView bytes, qsizetype& at, const QByteArray& rowTable);

/// Ids one after the other, as lists of changes are written.
QByteArray joinedIds(const QList<ChangeId>& ids);
std::optional<QList<ChangeId>> splitIds(const QByteArray& bytes);

}  // namespace prohori
