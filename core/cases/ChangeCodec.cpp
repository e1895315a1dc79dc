// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ChangeCodec.h"

#include "core/cases/CborHead.h"
#include "core/cases/ImpliedTags.h"
#include "core/cases/ItemCodec.h"

#include <algorithm>
#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMaxTextLength = 1024;
constexpr std::size_t kCreationParts = 4;

const Cbor& part(const Cbor& map, ChangeKey key)
{
    return map[Cbor(qint64(key))];
}

/// Reads header entries; the first broken rule is kept.
class HeaderReader {
public:
    explicit HeaderReader(const Cbor& map) : m_map(map) {}

    template <typename Id>
    Id id(ChangeKey key, bool needed)
    {
        const Cbor& value = part(m_map, key);
        const Id read = Id::fromBytes(value.toBytes());
        check(key, value.isNull() ? !needed : value.isBytes() && !read.isNull());
        return read;
    }
    qint64 integer(ChangeKey key, qint64 low, qint64 high)
    {
        const Cbor& value = part(m_map, key);
        check(key, value.isInt() && value.toInt() >= low && value.toInt() <= high);
        return value.toInt();
    }
    QString text(ChangeKey key, const Cbor& value)
    {
        check(key, value.isNull() || (value.isText() && value.toText().size() <= kMaxTextLength));
        return value.toText();
    }
    void check(ChangeKey key, bool good)
    {
        if (!good && m_bad < 0)
            m_bad = key;
    }
    qint64 firstBad() const { return m_bad; }

private:
    const Cbor& m_map;
    qint64 m_bad = -1;
};

QList<ChangeId> sortedIds(QList<ChangeId> ids)
{
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

void readCreation(HeaderReader& in, const Cbor& map, ChangeBody& body)
{
    const Cbor& value = part(map, kCreation);
    if (value.isNull())
        return;
    const Cbor::Array& parts = value.toArray();
    in.check(kCreation, parts.size() == kCreationParts);
    if (parts.size() != kCreationParts)
        return;
    body.creation = Creation{in.text(kCreation, parts[0]), in.text(kCreation, parts[1]),
                             in.text(kCreation, parts[2]), parts[3]};
}

void readParents(HeaderReader& in, const Cbor& map, ChangeBody& body)
{
    const Cbor& value = part(map, kParents);
    const auto ids = splitIds(value.toBytes());
    in.check(kParents, value.isNull() || (value.isBytes() && ids));
    body.parents = ids.value_or(QList<ChangeId>());
    in.check(kParents, std::none_of(body.parents.begin(), body.parents.end(),
                                    [](const ChangeId& id) { return id.isNull(); }));
}

void readBoxes(HeaderReader& in, const Cbor& map, ChangeBody& body)
{
    const Cbor& value = part(map, kBoxes);
    in.check(kBoxes, value.isNull() || value.isMap());
    for (const auto& [tier, box] : value.entries()) {
        in.check(kBoxes, tier.isInt() && tier.toInt() >= 1 && tier.toInt() <= 255 && box.isBytes());
        body.boxes.insert(static_cast<quint8>(tier.toInt()), box.toBytes());
    }
}

void readHeader(HeaderReader& in, const Cbor& map, ChangeBody& body)
{
    constexpr qint64 kMost = std::numeric_limits<qint64>::max();
    body.format = static_cast<int>(in.integer(kFormat, 1, kChangeFormat));
    body.replica = in.id<ReplicaId>(kReplica, true);
    body.counter = static_cast<quint64>(in.integer(kCounter, 1, kMost));
    body.prev = in.id<ChangeId>(kPrev, false);
    body.author = in.id<CertificateId>(kAuthor, true);
    body.person = static_cast<PersonId>(in.integer(kPerson, 0, kMost));
    body.role = static_cast<Role>(in.integer(kRole, 0, 255));
    const bool otherKind = !part(map, kRecordKind).isNull();
    body.recordKind = otherKind ? static_cast<RecordKind>(in.integer(kRecordKind, 2, 255)) : RecordKind::Case;
    body.record = in.id<RecordId>(kRecord, true);
    body.claimed = Instant::fromMs(in.integer(kClaimed, std::numeric_limits<qint64>::min(), kMost));
    body.formVersion = in.text(kFormVersion, part(map, kFormVersion));
    readCreation(in, map, body);
    readParents(in, map, body);
    readBoxes(in, map, body);
    body.extraKeys = part(map, kExtraKeys);
}

/// What a later format added, byte for byte.
Cbor laterEntries(const Cbor& map)
{
    Cbor later;
    for (const auto& [key, value] : map.entries()) {
        if (!key.isInt() || key.toInt() < 0 || key.toInt() >= kKeysEnd)
            later.set(key, value);
    }
    return later;
}

void writeCreation(CborWriter& out, const Creation& creation)
{
    out.array(kCreationParts);
    out.text(creation.formId);
    out.text(creation.homeScope);
    out.text(creation.localRef);
    out.value(creation.sealedKeys);
}

void writeBoxes(CborWriter& out, const QMap<quint8, QByteArray>& boxes)
{
    out.map(std::size_t(boxes.size()));
    for (auto at = boxes.begin(); at != boxes.end(); ++at) {
        out.integer(at.key());
        out.bytes(at.value());
    }
}

bool hasUnknownItems(const ChangeBody& body)
{
    return std::any_of(body.items.begin(), body.items.end(),
                       [](const Item& item) { return holds_alternative<UnknownItem>(item); });
}

QByteArray encodeImplied(const ChangeBody& body, RowTable& rows)
{
    QList<Item> items = body.items;
    implyTags(body, items);
    return encodeItems(items, rows);
}

/// A change whose row table and items, if it has any, are encoded already.
QByteArray encodeAround(const ChangeBody& body, const QByteArray& rows, const QByteArray& list)
{
    // Entries in the order of their keys; those of a later format have higher ones.
    CborWriter entries;
    std::size_t count = 0;
    const auto put = [&](ChangeKey key) -> CborWriter& {
        ++count;
        entries.integer(key);
        return entries;
    };
    put(kFormat).integer(body.format);
    put(kReplica).bytes(body.replica.toBytes());
    put(kCounter).integer(qint64(body.counter));
    if (!body.prev.isNull())
        put(kPrev).bytes(body.prev.toBytes());
    put(kAuthor).bytes(body.author.toBytes());
    put(kPerson).integer(qint64(body.person));
    put(kRole).integer(int(body.role));
    if (body.recordKind != RecordKind::Case)
        put(kRecordKind).integer(int(body.recordKind));
    put(kRecord).bytes(body.record.toBytes());
    put(kClaimed).integer(body.claimed.msSinceEpoch);
    if (!body.formVersion.isEmpty())
        put(kFormVersion).text(body.formVersion);
    if (body.creation)
        writeCreation(put(kCreation), *body.creation);
    if (!body.parents.isEmpty())
        put(kParents).bytes(joinedIds(sortedIds(body.parents)));
    if (!rows.isEmpty())
        put(kRows).bytes(rows);
    if (!list.isEmpty())
        put(kItems).encoded(list);
    if (!body.boxes.isEmpty())
        writeBoxes(put(kBoxes), body.boxes);
    if (!body.extraKeys.isNull())
        put(kExtraKeys).value(body.extraKeys);
    for (const auto& [key, value] : body.unknown.entries()) {
        if (key.isInt() && key.toInt() >= 0 && key.toInt() < kKeysEnd)
            continue;
        ++count;
        entries.value(key);
        entries.value(value);
    }
    CborWriter change;
    change.map(count);
    change.encoded(entries.view());
    return std::move(change).taken();
}

/// Where the items stand in the bytes of a change, and what stands around them.
struct ItemPlace {
    CborHead map;
    qsizetype entry = 0;  ///< where their entry begins, with its key
    qsizetype from = 0;   ///< where they begin themselves
    QByteArray table;     ///< of rows
};

std::optional<ItemPlace> findItems(const QByteArray& signedBytes)
{
    ItemPlace place;
    place.map = CborHead::at(signedBytes, 0);
    if (!place.map.isGood() || place.map.major != CborHead::Map || signedBytes.size() > Change::kMaxBytes)
        return std::nullopt;
    place.entry = place.map.end;
    for (quint64 left = place.map.argument;; --left) {
        const CborHead key = CborHead::at(signedBytes, place.entry);
        if (left == 0 || !key.isGood() || key.major != CborHead::Number || key.argument > quint64(kItems))
            return std::nullopt;
        place.from = key.end;
        if (key.argument == quint64(kItems))
            return place;
        const qsizetype end = CborHead::endOf(signedBytes, key.end);
        if (end < 0)
            return std::nullopt;
        const CborHead value = CborHead::at(signedBytes, key.end);
        if (key.argument == quint64(kRows) && value.major == CborHead::Bytes)
            place.table = signedBytes.sliced(value.end, end - value.end);
        place.entry = end;
    }
}

/// All but the items, which end at `end`, of bytes that are in their canonical form.
std::optional<ChangeBody> readAround(const QByteArray& signedBytes, const ItemPlace& place, qsizetype end)
{
    QByteArray around;
    around.reserve(signedBytes.size() - (end - place.entry));
    CborHead::append(around, CborHead::Map, place.map.argument - 1);
    around.append(signedBytes.constData() + place.map.end, place.entry - place.map.end);
    around.append(signedBytes.constData() + end, signedBytes.size() - end);
    const auto header = Cbor::decode(around, {Change::kMaxBytes, CborHead::kMaxDepth});
    if (!header)
        return std::nullopt;
    ChangeBody body;
    HeaderReader in(*header);
    readHeader(in, *header, body);
    if (in.firstBad() >= 0)
        return std::nullopt;
    body.unknown = laterEntries(*header);
    const QByteArray items = QByteArray::fromRawData(signedBytes.constData() + place.from, end - place.from);
    return encodeAround(body, place.table, items) == signedBytes ? std::optional(std::move(body))
                                                                 : std::nullopt;
}

/// Most changes: the items are read straight from their bytes, and only what stands around them by way of a value. Nothing for bytes that
/// are no change, or are of a kind that takes the long way.
std::optional<ChangeBody> decodeUsual(const QByteArray& signedBytes)
{
    const auto place = findItems(signedBytes);
    qsizetype end = place ? place->from : 0;
    auto items = place ? readItems(signedBytes, end, place->table) : std::nullopt;
    auto body = items ? readAround(signedBytes, *place, end) : std::nullopt;
    if (!body)
        return std::nullopt;
    body->items = std::move(*items);
    return resolveTags(*body) ? std::move(body) : std::nullopt;
}

/// Whether each tag that is left out follows from its box, and none is spelled that would. Else resolveTags() is to be asked.
bool followsFromBoxes(const ChangeBody& cover, const ItemOutline& items)
{
    if (!mayImplyTags(cover))
        return items.implied == 0;
    const auto isThere = [&](quint8 tier) {
        return (items.implied >> tier & 1) == 0 || isTagBox(cover.boxes.value(tier));
    };
    return !items.spellsTags && items.isEachAlone && isThere(1) && isThere(2);
}

}  // namespace

QByteArray ChangeBody::encode() const
{
    // The row table of a change with unknown items is kept, because only they know which rows they mean.
    RowTable rows;
    if (auto kept = RowTable::fromBytes(part(unknown, kRows).toBytes()))
        rows = std::move(*kept);
    QByteArray list;
    if (!items.isEmpty())
        list = mayImplyTags(*this) ? encodeImplied(*this, rows) : encodeItems(items, rows);
    return encodeAround(*this, rows.bytes(), list);
}

Result<ChangeBody> decodeBody(const QByteArray& signedBytes)
{
    if (auto usual = decodeUsual(signedBytes))
        return std::move(*usual);
    return decodeBodyByValue(signedBytes);
}

std::optional<SkimmedBody> skimBody(const QByteArray& signedBytes)
{
    const auto place = findItems(signedBytes);
    qsizetype end = place ? place->from : 0;
    const auto items = place ? outlineItems(signedBytes, end, place->table) : std::nullopt;
    auto cover = items ? readAround(signedBytes, *place, end) : std::nullopt;
    if (!cover || !followsFromBoxes(*cover, *items))
        return std::nullopt;
    return SkimmedBody{std::move(*cover), {items->tiers}};
}

Result<ChangeBody> decodeBodyByValue(const QByteArray& signedBytes)
{
    const auto map = Cbor::decode(signedBytes, {Change::kMaxBytes, CborHead::kMaxDepth});
    if (!map)
        return map.error();
    const Cbor& format = part(*map, kFormat);
    if (!map->isMap() || !format.isInt() || format.toInt() < 1)
        return Error{ErrorCode::Invalid, u"these bytes are no change"_s};
    if (format.toInt() > Change::kFormatVersion)
        return Error{ErrorCode::TooNew,
                     u"a change of format %1, made by a later version"_s.arg(format.toInt())};

    ChangeBody body;
    HeaderReader in(*map);
    readHeader(in, *map, body);
    in.check(kItems, part(*map, kItems).isNull() || part(*map, kItems).isArray());
    if (in.firstBad() >= 0)
        return Error{ErrorCode::Invalid, u"entry %1 of a change breaks its rule"_s.arg(in.firstBad())};
    const QByteArray table = part(*map, kRows).toBytes();
    const auto rows = RowTable::fromBytes(table);
    if (!rows)
        return rows.error();
    auto items = decodeItems(part(*map, kItems), *rows);
    if (!items)
        return items.error();
    body.items = std::move(*items);
    body.unknown = laterEntries(*map);
    if (!resolveTags(body))
        return Error{ErrorCode::Invalid, u"a sealed value has a tag that does not belong to it, or none"_s};

    QByteArray again = body.encode();
    if (again != signedBytes && !table.isEmpty() && hasUnknownItems(body)) {
        body.unknown.set(Cbor(qint64(kRows)), Cbor(table));
        again = body.encode();
    }
    if (again != signedBytes)
        return Error{ErrorCode::Invalid, u"a change is not in its canonical form"_s};
    return body;
}

}  // namespace prohori
