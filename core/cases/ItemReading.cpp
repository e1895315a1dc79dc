// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ImpliedTags.h"
#include "core/cases/ItemBytes.h"
#include "core/cases/ItemCodec.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

namespace prohori {

namespace {

constexpr quint64 kMaxGroupLength = 1024;
constexpr int kMaxItemDepth = 14;  ///< in the list of the map of a change

enum class Makes { Items, Outline };

/// Walks over the items of a change, and makes them or an outline of them: the rules are the same.
template <Makes kMakes>
class ItemReader : public ItemBytes {
public:
    ItemReader(QByteArrayView bytes, qsizetype at, const QByteArray& rowTable, const RowTable& rows)
        : ItemBytes(bytes, at, rowTable),
          m_rows(rows)
    {}

    void read();
    /// Each moved once, into a list that is as long as they are many.
    QList<Item> takeItems()
    {
        return {std::make_move_iterator(m_items.begin()), std::make_move_iterator(m_items.end())};
    }
    ItemOutline takeOutline();

private:
    static constexpr Wanted kWanted = kMakes == Makes::Items ? Wanted::Yes : Wanted::No;
    FieldValue value();
    FieldValue notScalar(const CborHead& head);
    void noteSealed(quint8 tier, bool isImplied);
    Cbor option();
    QList<Cbor> options(bool& isNull);
    void readSets(quint64 parts);
    void readAddRow(quint64 parts);
    void readOptions(quint64 parts);
    void readOther(qsizetype from);

    const RowTable& m_rows;  ///< the table of rows
    std::vector<Item> m_items;
    ItemOutline m_outline;
    std::vector<FieldKey> m_sealedSets, m_sealedOptions;
    quint8 m_sealedTier = 0;   ///< of the value that was read last
    qsizetype m_options = 0;   ///< of the item that is read …
    bool m_leavesOut = false;  ///< … and whether it has some without a tag
    // The set items before, which would have taken in those that follow in the same row.
    bool m_isAfterSets = false;
    quint32 m_group = 0;
    RowId m_row;
};

template <Makes kMakes>
FieldValue ItemReader<kMakes>::value()
{
    const CborHead head = enter();
    m_sealedTier = 0;
    switch (head.major) {
    case CborHead::Number:
    case CborHead::Negative:
        check(head.argument <= quint64(std::numeric_limits<qint64>::max()));
        if (kMakes == Makes::Outline || !m_good)
            return {};
        return FieldValue::plain(
            Cbor(head.major == CborHead::Negative ? -1 - qint64(head.argument) : qint64(head.argument)));
    case CborHead::Text: {
        QString read = text(head, Change::kMaxValueBytes, kWanted);
        return kMakes == Makes::Items ? FieldValue::plain(Cbor(std::move(read))) : FieldValue();
    }
    default: return notScalar(head);
    }
}

template <Makes kMakes>
FieldValue ItemReader<kMakes>::notScalar(const CborHead& head)
{
    if (head.major == CborHead::Simple) {
        check(head.argument >= kFalse && head.argument <= kNull);
        return head.argument == kNull ? FieldValue() : FieldValue::plain(Cbor(head.argument == kTrue));
    }
    check(head.major == CborHead::Array && (head.argument == 1 || head.argument == 2));
    if (head.argument == 1) {
        const qint64 reason = step();
        check(reason != 0 && reason >= -2 && reason <= qint64(MissingReason::NotApplicable));
        if (!m_good)
            return {};
        if (reason > 0)
            return FieldValue::missing(static_cast<MissingReason>(reason));
        noteSealed(static_cast<quint8>(-reason), true);
        return FieldValue::impliedly(static_cast<quint8>(-reason));
    }
    const quint64 tier = number(2);
    check(tier > 0);
    const QByteArray bytes = tag(enter(), kWanted);
    if (m_good)
        noteSealed(static_cast<quint8>(tier), false);
    return m_good ? FieldValue::sealed(static_cast<quint8>(tier), bytes) : FieldValue();
}

template <Makes kMakes>
void ItemReader<kMakes>::noteSealed(quint8 tier, bool isImplied)
{
    m_sealedTier = tier;
    m_outline.tiers |= quint8(1 << tier);
    m_outline.implied |= quint8(isImplied ? 1 << tier : 0);
    m_outline.spellsTags = m_outline.spellsTags || !isImplied;
}

/// All that is set in one row, from its group on.
template <Makes kMakes>
void ItemReader<kMakes>::readSets(quint64 parts)
{
    const auto group = static_cast<quint32>(number(std::numeric_limits<quint32>::max()));
    bool isNull = false;
    const RowId row = ItemBytes::row(isNull);
    check(!m_isAfterSets || group != m_group || row != m_row);
    m_isAfterSets = true;
    m_group = group;
    m_row = row;
    qint64 field = qint64(group) * kFieldsOfGroup;
    QString mergeGroup;
    check(parts >= 5);
    QByteArrayView groupName;
    for (quint64 left = parts - 3; left > 0 && m_good;) {
        if (CborHead::at(m_bytes, m_at).major == CborHead::Text) {
            const qsizetype from = m_at;
            mergeGroup = text(enter(), kMaxGroupLength, kWanted);
            const QByteArrayView next = m_bytes.sliced(from, m_at - from);
            // The empty one is what a run begins with.
            check(next != groupName && (next.size() > 1 || !groupName.isEmpty()) && left > 2);
            groupName = next;
            --left;
        }
        check(left >= 2);
        field += step();
        check(field >= 0 && field <= std::numeric_limits<quint32>::max());
        FieldValue set = value();
        const FieldKey key{group, row, static_cast<quint32>(field)};
        if (kMakes == Makes::Outline && m_sealedTier != 0)
            m_sealedSets.push_back(key);
        else if (kMakes == Makes::Items && m_good)
            m_items.emplace_back(SetItem{key, std::move(set), mergeGroup});
        left -= 2;
    }
}

template <Makes kMakes>
void ItemReader<kMakes>::readAddRow(quint64 parts)
{
    AddRowItem added;
    added.group = static_cast<quint32>(number(std::numeric_limits<quint32>::max()));
    bool isNull = false;
    added.row = row(isNull);
    // Nothing at the end is not written.
    check(parts == 4 || (parts == 3 && !isNull));
    if (parts == 4) {
        added.parent = row(isNull);
        check(!isNull);
    }
    if (kMakes == Makes::Items && m_good)
        m_items.emplace_back(added);
}

/// A name, a tag, or nothing for a tag that is left out.
template <Makes kMakes>
Cbor ItemReader<kMakes>::option()
{
    const CborHead head = enter();
    ++m_options;
    if (head.major == CborHead::Text) {
        QString name = text(head, kMaxGroupLength, kWanted);
        return kMakes == Makes::Items ? Cbor(std::move(name)) : Cbor();
    }
    if (head.major == CborHead::Simple && head.argument == kNull) {
        m_leavesOut = true;
        return {};
    }
    m_outline.spellsTags = true;
    return Cbor(tag(head, kWanted));
}

/// Nothing instead of no options.
template <Makes kMakes>
QList<Cbor> ItemReader<kMakes>::options(bool& isNull)
{
    const CborHead list = enter();
    isNull = list.major == CborHead::Simple && list.argument == kNull;
    QList<Cbor> read;
    check(isNull || (list.major == CborHead::Array && list.argument > 0));
    for (quint64 i = 0; !isNull && i < list.argument && m_good; ++i) {
        Cbor one = option();
        if (kMakes == Makes::Items)
            read.append(std::move(one));
    }
    return read;
}

template <Makes kMakes>
void ItemReader<kMakes>::readOptions(quint64 parts)
{
    OptionItem item;
    item.key.group = static_cast<quint32>(number(std::numeric_limits<quint32>::max()));
    bool isNull = false;
    item.key.row = row(isNull);
    item.key.field = static_cast<quint32>(number(std::numeric_limits<quint32>::max()));
    check(parts >= 5 && parts <= 7);
    m_options = 0;
    m_leavesOut = false;
    item.on = options(isNull);
    if (parts > 5)
        item.off = options(isNull);
    if (parts > 6) {
        item.tier = static_cast<quint8>(number(2));
        isNull = item.tier == 0;
    }
    check(!isNull);
    if (kMakes == Makes::Items && m_good)
        m_items.emplace_back(std::move(item));
    if (kMakes == Makes::Items || (item.tier == 0 && !m_leavesOut))
        return;
    // Of a plain choice nothing may be left out: that is for who reads the items to say.
    check(item.tier != 0);
    if (!m_good)
        return;
    // Who switches nothing seals nothing.
    m_outline.tiers |= quint8(m_options > 0 ? 1 << item.tier : 0);
    m_outline.implied |= quint8(m_leavesOut ? 1 << item.tier : 0);
    m_outline.isEachAlone = m_outline.isEachAlone && m_options <= kMostOptionsImplied;
    m_sealedOptions.push_back(item.key);
}

template <Makes kMakes>
void ItemReader<kMakes>::readOther(qsizetype from)
{
    const qsizetype end = CborHead::endOf(m_bytes, from);
    check(end >= 0 && kMakes == Makes::Items);
    if (!m_good)
        return;
    const QByteArray bytes = m_bytes.sliced(from, end - from).toByteArray();
    const auto decoded = Cbor::decode(bytes, {Change::kMaxBytes, kMaxItemDepth});
    auto item = decoded ? decodeItem(*decoded, m_rows) : std::nullopt;
    auto spokenOf = RowTable::fromBytes(m_rowTable.left(m_spokenOf * RowId::kSize));
    check(item && spokenOf && encodeItem(*item, *spokenOf) == bytes);
    m_spokenOf = m_good ? spokenOf->bytes().size() / RowId::kSize : 0;
    if (item)
        m_items.push_back(std::move(*item));
    m_at = end;
}

template <Makes kMakes>
void ItemReader<kMakes>::read()
{
    const CborHead list = enter();
    check(list.major == CborHead::Array && list.argument > 0
          && list.argument <= quint64(m_bytes.size() - m_at));
    for (quint64 i = 0; i < list.argument && m_good; ++i) {
        const qsizetype from = m_at;
        const CborHead item = enter();
        const CborHead kind = enter();
        check(item.major == CborHead::Array && item.argument > 0 && kind.major == CborHead::Number);
        if (!m_good)
            break;
        m_isAfterSets = m_isAfterSets && kind.argument == quint64(kSetItem);
        switch (kind.argument) {
        case kSetItem: readSets(item.argument); break;
        case kAddRowItem: readAddRow(item.argument); break;
        case kOptionItem: readOptions(item.argument); break;
        default: readOther(from); break;
        }
    }
}

template <Makes kMakes>
ItemOutline ItemReader<kMakes>::takeOutline()
{
    for (std::vector<FieldKey>* keys : {&m_sealedSets, &m_sealedOptions}) {
        std::sort(keys->begin(), keys->end());
        m_outline.isEachAlone =
            m_outline.isEachAlone && std::adjacent_find(keys->begin(), keys->end()) == keys->end();
    }
    return m_outline;
}

/// Where `take` finds the items, or their outline, when the bytes are as encodeItems() writes them.
template <Makes kMakes, typename Take>
auto readWith(QByteArrayView bytes, qsizetype& at, const QByteArray& rowTable, Take&& take)
    -> std::optional<decltype(take(std::declval<ItemReader<kMakes>&>()))>
{
    const auto rows = RowTable::fromBytes(rowTable);
    if (!rows)
        return std::nullopt;
    ItemReader<kMakes> reader(bytes, at, rowTable, *rows);
    reader.read();
    if (!reader.isGood() || !reader.hasSpokenOfAllRows())
        return std::nullopt;
    at = reader.end();
    return take(reader);
}

}  // namespace

std::optional<QList<Item>> readItems(QByteArrayView bytes, qsizetype& at, const QByteArray& rowTable)
{
    return readWith<Makes::Items>(bytes, at, rowTable, [](auto& reader) { return reader.takeItems(); });
}

std::optional<ItemOutline> outlineItems(QByteArrayView bytes, qsizetype& at, const QByteArray& rowTable)
{
    return readWith<Makes::Outline>(bytes, at, rowTable, [](auto& reader) { return reader.takeOutline(); });
}

}  // namespace prohori
