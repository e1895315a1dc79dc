// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/CborHead.h"
#include "core/cases/ItemCodec.h"

#include <QStringDecoder>

#include <algorithm>
#include <limits>

namespace prohori {

namespace {

constexpr int kNegative = 1, kSimple = 7;
constexpr quint64 kFalse = 20, kTrue = 21, kNull = 22;
constexpr quint64 kMaxGroupLength = 1024;
constexpr qint64 kMaxStep = qint64(1) << 40;
constexpr int kMaxItemDepth = 14;  ///< in the list of the map of a change

/// Of a head in its shortest form.
qsizetype widthOf(quint64 argument)
{
    if (argument < 24)
        return 1;
    return argument <= 0xff ? 2 : argument <= 0xffff ? 3 : argument <= 0xffffffff ? 5 : 9;
}

/** Walks over the items of a change. What is not as encodeItems() writes it ends the reading for good: it is asked for at the end. */
class ItemReader {
public:
    ItemReader(QByteArrayView bytes, qsizetype at, const QByteArray& rowTable, const RowTable& rows)
        : m_bytes(bytes),
          m_at(at),
          m_rowTable(rowTable),
          m_rows(rows)
    {}

    void read();
    bool isGood() const { return m_good; }
    qsizetype end() const { return m_at; }
    QList<Item> takeItems() { return std::move(m_items); }
    bool hasSpokenOfAllRows() const { return m_spokenOf * RowId::kSize == m_rowTable.size(); }

private:
    void check(bool rule) { m_good = m_good && rule; }
    CborHead enter();
    quint64 number(quint64 most);
    qint64 step();
    RowId row(bool& isNull);
    QString text(const CborHead& head, quint64 most);
    FieldValue value();
    FieldValue notScalar(const CborHead& head);
    QByteArray tag(const CborHead& head);
    QList<Cbor> options(bool& isNull);
    void makeRoom(qsizetype items);
    void readSets(quint64 parts);
    void readAddRow(quint64 parts);
    void readOptions(quint64 parts);
    void readOther(qsizetype from);

    QByteArrayView m_bytes;
    qsizetype m_at;
    bool m_good = true;
    const QByteArray& m_rowTable;
    const RowTable& m_rows;    ///< the same
    qsizetype m_spokenOf = 0;  ///< so many of them
    QList<Item> m_items;
    // The set items before, which would have taken in those that follow in the same row.
    bool m_isAfterSets = false;
    quint32 m_group = 0;
    RowId m_row;
};

CborHead ItemReader::enter()
{
    const CborHead head = CborHead::at(m_bytes, m_at);
    check(head.isGood() && head.end - m_at == widthOf(head.argument));
    if (!m_good)
        return {};
    m_at = head.end;
    return head;
}

quint64 ItemReader::number(quint64 most)
{
    const CborHead head = enter();
    check(head.major == CborHead::Number && head.argument <= most);
    return head.argument;
}

qint64 ItemReader::step()
{
    const CborHead head = enter();
    check((head.major == CborHead::Number || head.major == kNegative) && head.argument < quint64(kMaxStep));
    if (!m_good)
        return 0;
    return head.major == kNegative ? -1 - qint64(head.argument) : qint64(head.argument);
}

/// A row by its place. As encodeItems() enters them when they are first spoken of, a new one has the next place.
RowId ItemReader::row(bool& isNull)
{
    const CborHead head = enter();
    isNull = head.major == kSimple && head.argument == kNull;
    if (isNull || !m_good)
        return {};
    check(head.major == CborHead::Number && head.argument <= quint64(m_spokenOf)
          && head.argument < quint64(m_rowTable.size() / RowId::kSize));
    if (!m_good)
        return {};
    const auto place = qsizetype(head.argument);
    m_spokenOf = std::max(m_spokenOf, place + 1);
    return RowId::fromBytes(
        QByteArray::fromRawData(m_rowTable.constData() + place * RowId::kSize, RowId::kSize));
}

QString ItemReader::text(const CborHead& head, quint64 most)
{
    check(head.argument <= std::min(most, quint64(m_bytes.size() - m_at)));
    if (!m_good)
        return {};
    const QByteArrayView raw = m_bytes.sliced(m_at, qsizetype(head.argument));
    m_at += raw.size();
    if (std::all_of(raw.begin(), raw.end(), [](char c) { return static_cast<quint8>(c) < 0x80; }))
        return QString::fromLatin1(raw);
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    QString read = decoder(raw);
    check(!decoder.hasError() && read.toUtf8() == raw);
    return read;
}

FieldValue ItemReader::value()
{
    const CborHead head = enter();
    switch (head.major) {
    case CborHead::Number:
    case kNegative:
        check(head.argument <= quint64(std::numeric_limits<qint64>::max()));
        return m_good ? FieldValue::plain(
                   Cbor(head.major == kNegative ? -1 - qint64(head.argument) : qint64(head.argument)))
                      : FieldValue();
    case CborHead::Text: return FieldValue::plain(Cbor(text(head, Change::kMaxValueBytes)));
    default: return notScalar(head);
    }
}

FieldValue ItemReader::notScalar(const CborHead& head)
{
    if (head.major == kSimple) {
        check(head.argument >= kFalse && head.argument <= kNull);
        return head.argument == kNull ? FieldValue() : FieldValue::plain(Cbor(head.argument == kTrue));
    }
    check(head.major == CborHead::Array && (head.argument == 1 || head.argument == 2));
    if (head.argument == 1) {
        const qint64 reason = step();
        check(reason != 0 && reason >= -2 && reason <= qint64(MissingReason::NotApplicable));
        if (!m_good)
            return {};
        return reason < 0 ? FieldValue::impliedly(static_cast<quint8>(-reason))
                          : FieldValue::missing(static_cast<MissingReason>(reason));
    }
    const quint64 tier = number(2);
    check(tier > 0);
    const QByteArray bytes = tag(enter());
    return m_good ? FieldValue::sealed(static_cast<quint8>(tier), bytes) : FieldValue();
}

QByteArray ItemReader::tag(const CborHead& head)
{
    check(head.major == CborHead::Bytes && head.argument == quint64(FieldValue::kTagBytes)
          && FieldValue::kTagBytes <= m_bytes.size() - m_at);
    if (!m_good)
        return {};
    m_at += FieldValue::kTagBytes;
    return m_bytes.sliced(m_at - FieldValue::kTagBytes, FieldValue::kTagBytes).toByteArray();
}

/// What the bytes can hold at most bounds what they make of it.
void ItemReader::makeRoom(qsizetype items)
{
    const qsizetype room = m_items.size() + std::min(items, m_bytes.size());
    if (room > m_items.capacity())
        m_items.reserve(std::max(room, 2 * m_items.capacity()));
}

/// All that is set in one row, from its group on.
void ItemReader::readSets(quint64 parts)
{
    const auto group = static_cast<quint32>(number(std::numeric_limits<quint32>::max()));
    bool isNull = false;
    const RowId row = ItemReader::row(isNull);
    check(!m_isAfterSets || group != m_group || row != m_row);
    m_isAfterSets = true;
    m_group = group;
    m_row = row;
    qint64 field = qint64(group) * kFieldsOfGroup;
    QString mergeGroup;
    check(parts >= 5);
    makeRoom(qsizetype(parts / 2));
    for (quint64 left = parts - 3; left > 0 && m_good;) {
        if (CborHead::at(m_bytes, m_at).major == CborHead::Text) {
            const QString next = text(enter(), kMaxGroupLength);
            check(next != mergeGroup && left > 2);
            mergeGroup = next;
            --left;
        }
        check(left >= 2);
        field += step();
        check(field >= 0 && field <= std::numeric_limits<quint32>::max());
        FieldValue set = value();
        if (m_good)
            m_items.emplaceBack(
                SetItem{{group, row, static_cast<quint32>(field)}, std::move(set), mergeGroup});
        left -= 2;
    }
}

void ItemReader::readAddRow(quint64 parts)
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
    if (m_good)
        m_items.emplaceBack(added);
}

/// Names of options, or tags; nothing instead of no options.
QList<Cbor> ItemReader::options(bool& isNull)
{
    const CborHead list = enter();
    isNull = list.major == kSimple && list.argument == kNull;
    QList<Cbor> read;
    check(isNull || (list.major == CborHead::Array && list.argument > 0));
    for (quint64 i = 0; !isNull && i < list.argument && m_good; ++i) {
        const CborHead option = enter();
        if (option.major == CborHead::Text)
            read.append(Cbor(text(option, kMaxGroupLength)));
        else if (option.major == kSimple && option.argument == kNull)
            read.append(Cbor());
        else
            read.append(Cbor(tag(option)));
    }
    return read;
}

void ItemReader::readOptions(quint64 parts)
{
    OptionItem item;
    item.key.group = static_cast<quint32>(number(std::numeric_limits<quint32>::max()));
    bool isNull = false;
    item.key.row = row(isNull);
    item.key.field = static_cast<quint32>(number(std::numeric_limits<quint32>::max()));
    check(parts >= 5 && parts <= 7);
    item.on = options(isNull);
    if (parts > 5)
        item.off = options(isNull);
    if (parts > 6) {
        item.tier = static_cast<quint8>(number(2));
        isNull = item.tier == 0;
    }
    check(!isNull);
    if (m_good)
        m_items.emplaceBack(std::move(item));
}

void ItemReader::readOther(qsizetype from)
{
    const qsizetype end = CborHead::endOf(m_bytes, from);
    check(end >= 0);
    if (!m_good)
        return;
    const QByteArray bytes = m_bytes.sliced(from, end - from).toByteArray();
    const auto decoded = Cbor::decode(bytes, {Change::kMaxBytes, kMaxItemDepth});
    auto item = decoded ? decodeItem(*decoded, m_rows) : std::nullopt;
    auto spokenOf = RowTable::fromBytes(m_rowTable.left(m_spokenOf * RowId::kSize));
    check(item && spokenOf && encodeItem(*item, *spokenOf) == bytes);
    m_spokenOf = m_good ? spokenOf->bytes().size() / RowId::kSize : 0;
    if (item)
        m_items.append(std::move(*item));
    m_at = end;
}

void ItemReader::read()
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

}  // namespace

std::optional<QList<Item>> readItems(QByteArrayView bytes, qsizetype& at, const QByteArray& rowTable)
{
    const auto rows = RowTable::fromBytes(rowTable);
    if (!rows)
        return std::nullopt;
    ItemReader reader(bytes, at, rowTable, *rows);
    reader.read();
    if (!reader.isGood() || !reader.hasSpokenOfAllRows())
        return std::nullopt;
    at = reader.end();
    return reader.takeItems();
}

}  // namespace prohori
