// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ItemCodec.h"

#include <algorithm>
#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMaxCodeLength = 1024;

/** Reads the parts of one item. A part that breaks its rule makes the item malformed; one that a later format may have
    added makes it "later". Both are asked once, at the end.
*/
class PartReader {
public:
    PartReader(const Cbor::Array& parts, const RowTable& rows) : m_parts(parts), m_rows(rows) {}

    const Cbor& at(std::size_t i) const
    {
        static const Cbor kNull;
        return i < m_parts.size() ? m_parts[i] : kNull;
    }
    void atMost(std::size_t count) { m_later |= m_parts.size() > count; }
    void check(bool good) { m_malformed |= !good; }
    void setLater() { m_later = true; }

    qint64 integer(const Cbor& part, qint64 low, qint64 high)
    {
        check(part.isInt() && part.toInt() >= low && part.toInt() <= high);
        return part.toInt();
    }
    quint32 number(std::size_t i)
    {
        return static_cast<quint32>(integer(at(i), 0, std::numeric_limits<quint32>::max()));
    }
    RowId row(std::size_t i)
    {
        const auto found = m_rows.row(at(i));
        check(found.has_value());
        return found.value_or(RowId());
    }
    FieldKey key(std::size_t from) { return {number(from), row(from + 1), number(from + 2)}; }
    QString text(const Cbor& part)
    {
        check(part.isNull() || (part.isText() && part.toText().size() <= kMaxCodeLength));
        return part.toText();
    }
    QByteArray bytes(const Cbor& part)
    {
        check(part.isNull() || part.isBytes());
        return part.toBytes();
    }
    bool flag(const Cbor& part)
    {
        check(part.isNull() || part.isBool());
        return part.toBool();
    }
    template <typename Id>
    Id id(const Cbor& part)
    {
        const QByteArray raw = bytes(part);
        check(part.isNull() || raw.size() == Id::kSize);
        return Id::fromBytes(raw);
    }
    QList<ChangeId> ids(const Cbor& part)
    {
        const auto list = splitIds(bytes(part));
        check(list.has_value());
        return list.value_or(QList<ChangeId>());
    }
    /// A tag can be left out only where ImpliedTags.h says so.
    FieldValue value(const Cbor& part, bool mayBeImplied = false)
    {
        auto read = FieldValue::fromCbor(part);
        check(!read || mayBeImplied || !read->isImplied());
        if (read)
            return std::move(*read);
        m_later |= read.error().code == ErrorCode::TooNew;
        m_malformed |= read.error().code != ErrorCode::TooNew;
        return {};
    }
    /// Names of options, or tags when they are sealed, or nothing where these are implied.
    QList<Cbor> options(const Cbor& part)
    {
        check(part.isNull() || part.isArray());
        QList<Cbor> list;
        for (const Cbor& option : part.toArray()) {
            check(isOption(option) || option.isNull());
            list.append(option);
        }
        return list;
    }
    static bool isOption(const Cbor& option)
    {
        return (option.isText() && option.toText().size() <= kMaxCodeLength)
            || (option.isBytes() && option.toBytes().size() == 16);
    }

    bool isMalformed() const { return m_malformed; }
    bool isLater() const { return m_later; }

private:
    const Cbor::Array& m_parts;
    const RowTable& m_rows;
    bool m_malformed = false;
    bool m_later = false;
};

void readSets(PartReader& in, std::size_t count, QList<Item>& out)
{
    const quint32 group = in.number(1);
    const RowId row = in.row(2);
    qint64 field = qint64(group) * kFieldsOfGroup;
    QString mergeGroup;
    in.check(count >= 5);
    const qsizetype room = out.size() + qsizetype(count / 2);
    if (room > out.capacity())
        out.reserve(std::max(room, out.capacity() * 2));
    for (std::size_t i = 3; i < count && !in.isMalformed();) {
        if (in.at(i).isText()) {
            mergeGroup = in.text(in.at(i++));
            continue;
        }
        field += in.integer(in.at(i), -(qint64(1) << 40), qint64(1) << 40);
        in.check(i + 1 < count && field >= 0 && field <= std::numeric_limits<quint32>::max());
        out.append(
            SetItem{{group, row, static_cast<quint32>(field)}, in.value(in.at(i + 1), true), mergeGroup});
        i += 2;
    }
}

FieldRemark readFieldRemark(const Cbor& part, const RowTable& rows, PartReader& outer)
{
    PartReader in(part.toArray(), rows);
    FieldRemark remark{in.key(0), in.value(in.at(3))};
    in.atMost(4);
    outer.check(part.isArray() && !in.isMalformed());
    if (in.isLater())
        outer.setLater();
    return remark;
}

ActItem readAct(PartReader& in, const RowTable& rows)
{
    ActItem act;
    const qint64 kind = in.integer(in.at(1), 1, 255);
    if (kind > qint64(ActKind::ReviewLater))
        in.setLater();
    else
        act.kind = static_cast<ActKind>(kind);
    const Cbor& parts = in.at(2);
    in.check(parts.isNull() || parts.isMap());
    for (const auto& [key, value] : parts.entries()) {
        if (!key.isInt() || key.toInt() < kActReasons || key.toInt() >= kActKeysEnd)
            in.setLater();
    }
    const auto part = [&parts](ActKey key) -> const Cbor& { return parts[Cbor(qint64(key))]; };
    for (const Cbor& reason : part(kActReasons).toArray()) {
        in.check(reason.isText());
        act.reasons.append(in.text(reason));
    }
    act.comment = in.value(part(kActComment));
    for (const Cbor& remark : part(kActRemarks).toArray())
        act.remarks.append(readFieldRemark(remark, rows, in));
    act.checklistOk = in.flag(part(kActChecklistOk));
    act.heads = in.ids(part(kActHeads));
    act.contentHash = in.bytes(part(kActContentHash));
    act.scopeList = in.text(part(kActScopeList));
    act.approval = in.id<ChangeId>(part(kActApproval));
    act.target = in.id<RecordId>(part(kActTarget));
    in.atMost(3);
    return act;
}

QueryItem readQuery(PartReader& in)
{
    QueryItem query;
    query.query = in.bytes(in.at(1));
    in.check(query.query.size() == 16);
    const qint64 step = in.integer(in.at(2), 1, 255);
    if (step > qint64(QueryStep::Close))
        in.setLater();
    else
        query.step = static_cast<QueryStep>(step);
    query.key = in.key(3);
    query.text = in.value(in.at(6));
    in.atMost(7);
    return query;
}

SettleItem readSettle(PartReader& in)
{
    SettleItem settle;
    settle.key = in.key(1);
    settle.mergeGroup = in.text(in.at(4));
    settle.option = in.at(5);
    in.check(settle.option.isNull() || PartReader::isOption(settle.option));
    settle.supersedes = in.ids(in.at(6));
    settle.take = in.id<ChangeId>(in.at(7));
    settle.reason = in.value(in.at(8));
    in.atMost(9);
    return settle;
}

OptionItem readOption(PartReader& in)
{
    OptionItem item;
    item.key = in.key(1);
    item.on = in.options(in.at(4));
    item.off = in.options(in.at(5));
    item.tier = in.at(6).isNull() ? quint8(0) : static_cast<quint8>(in.integer(in.at(6), 1, 255));
    if (item.tier > 2)
        in.setLater();
    in.atMost(7);
    return item;
}

AttachItem readAttach(PartReader& in)
{
    AttachItem item{in.key(1), in.bytes(in.at(4)), 0, in.text(in.at(6)), {}, {}};
    if (!in.at(5).isNull())
        item.bytes = in.integer(in.at(5), 0, std::numeric_limits<qint64>::max());
    item.pieceHashes = in.bytes(in.at(7));
    in.check(item.pieceHashes.isEmpty() || !item.manifest().isNull());
    item.details = in.value(in.at(8));
    in.atMost(9);
    return item;
}

MoveItem readMove(PartReader& in)
{
    in.check(in.at(1).isText() && in.at(2).isText());
    MoveItem move{in.text(in.at(1)), in.text(in.at(2)), in.flag(in.at(3))};
    const qint64 end = in.at(4).isNull() ? 0 : in.integer(in.at(4), 1, 255);
    if (end > qint64(MoveEnd::TakenBack))
        in.setLater();
    else
        move.end = static_cast<MoveEnd>(end);
    move.note = in.value(in.at(5));
    in.check(move.end == MoveEnd::No || !move.accepted);
    in.atMost(6);
    return move;
}

HandoverItem readHandover(PartReader& in)
{
    HandoverItem handover;
    const qint64 step = in.integer(in.at(1), 1, 255);
    if (step > qint64(HandoverStep::Withdraw))
        in.setLater();
    else
        handover.step = static_cast<HandoverStep>(step);
    const auto person = [&in](const Cbor& part) {
        return part.isNull() ? PersonId(0)
                             : static_cast<PersonId>(in.integer(part, 1, std::numeric_limits<qint64>::max()));
    };
    handover.from = person(in.at(2));
    handover.to = person(in.at(3));
    handover.proposal = in.id<ChangeId>(in.at(4));
    handover.note = in.value(in.at(5));
    in.atMost(6);
    return handover;
}

/// Everything but set items. Nothing for a kind that is not known.
std::optional<Item> readSingle(qint64 kind, PartReader& in, const RowTable& rows)
{
    switch (kind) {
    case kOptionItem: return readOption(in);
    case kRemarkItem: in.atMost(5); return RemarkItem{in.key(1), in.value(in.at(4))};
    case kAddRowItem: in.atMost(4); return AddRowItem{in.number(1), in.row(2), in.row(3)};
    case kRemoveRowItem: in.atMost(4); return RemoveRowItem{in.number(1), in.row(2), in.text(in.at(3))};
    case kSettleItem: return readSettle(in);
    case kAttachItem: return readAttach(in);
    case kNoteItem: in.atMost(5); return NoteItem{in.key(1), in.value(in.at(4))};
    case kQueryItem: return readQuery(in);
    case kActItem: return readAct(in, rows);
    case kMoveItem: return readMove(in);
    case kHandoverItem: return readHandover(in);
    default: return std::nullopt;
    }
}

}  // namespace

std::optional<Item> decodeItem(const Cbor& item, const RowTable& rows)
{
    const Cbor::Array& parts = item.toArray();
    if (parts.empty() || !parts[0].isInt())
        return std::nullopt;
    PartReader in(parts, rows);
    auto read = readSingle(parts[0].toInt(), in, rows);
    return in.isMalformed() || in.isLater() ? std::nullopt : std::move(read);
}

Result<QList<Item>> decodeItems(const Cbor& items, const RowTable& rows)
{
    QList<Item> out;
    for (const Cbor& raw : items.toArray()) {
        const Cbor::Array& parts = raw.toArray();
        if (parts.empty() || !parts[0].isInt()) {
            out.append(UnknownItem{raw});
            continue;
        }
        PartReader in(parts, rows);
        const qsizetype before = out.size();
        if (parts[0].toInt() == kSetItem)
            readSets(in, parts.size(), out);
        else if (auto item = readSingle(parts[0].toInt(), in, rows))
            out.append(std::move(*item));
        else
            in.setLater();
        if (in.isMalformed())
            return Error{ErrorCode::Invalid, u"item %1 has a wrong shape"_s.arg(before)};
        if (in.isLater()) {
            out.remove(before, out.size() - before);
            out.append(UnknownItem{raw});
        }
    }
    return out;
}

}  // namespace prohori
