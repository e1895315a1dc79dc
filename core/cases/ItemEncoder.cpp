// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ItemCodec.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

Cbor orNull(const QString& text)
{
    return text.isEmpty() ? Cbor() : Cbor(text);
}

Cbor orNull(const QByteArray& bytes)
{
    return bytes.isEmpty() ? Cbor() : Cbor(bytes);
}

template <typename Tag, std::size_t N>
Cbor orNull(const FixedId<Tag, N>& id)
{
    return id.isNull() ? Cbor() : Cbor(id.toBytes());
}

Cbor orNull(bool value)
{
    return value ? Cbor(true) : Cbor();
}

Cbor orNull(const QList<Cbor>& list)
{
    return list.isEmpty() ? Cbor() : Cbor(Cbor::Array(list.begin(), list.end()));
}

/// Nulls at the end say nothing and are not written.
Cbor trimmed(Cbor::Array parts)
{
    while (!parts.empty() && parts.back().isNull())
        parts.pop_back();
    return Cbor(std::move(parts));
}

/// Collects set items of one row into one array.
class SetBlock {
public:
    bool takes(const SetItem& item) const
    {
        return m_count > 0 && m_group == item.key.group && m_row == item.key.row;
    }

    void begin(const SetItem& item, RowTable& rows)
    {
        m_group = item.key.group;
        m_row = item.key.row;
        m_field = qint64(m_group) * kFieldsOfGroup;
        m_mergeGroup.clear();
        m_parts.integer(kSetItem);
        m_parts.integer(m_group);
        m_parts.value(rows.reference(m_row));
        m_count = 3;
    }

    void add(const SetItem& item)
    {
        if (item.mergeGroup != m_mergeGroup) {
            m_mergeGroup = item.mergeGroup;
            m_parts.text(m_mergeGroup);
            ++m_count;
        }
        m_parts.integer(qint64(item.key.field) - m_field);
        m_field = item.key.field;
        item.value.write(m_parts);
        m_count += 2;
    }

    /// Moves what was collected to `out`; whether there was anything.
    bool end(CborWriter& out)
    {
        if (m_count == 0)
            return false;
        out.array(m_count);
        out.encoded(m_parts.view());
        m_parts.clear();
        m_count = 0;
        return true;
    }

private:
    CborWriter m_parts;
    std::size_t m_count = 0;
    quint32 m_group = 0;
    RowId m_row;
    qint64 m_field = 0;
    QString m_mergeGroup;
};

Cbor fieldRemarks(const QList<FieldRemark>& remarks, RowTable& rows)
{
    QList<Cbor> list;
    for (const FieldRemark& remark : remarks) {
        const FieldKey& key = remark.key;
        list.append(
            trimmed({Cbor(key.group), rows.reference(key.row), Cbor(key.field), remark.text.toCbor()}));
    }
    return orNull(list);
}

Cbor actParts(const ActItem& act, RowTable& rows)
{
    QList<Cbor> reasons;
    for (const QString& reason : act.reasons)
        reasons.append(Cbor(reason));
    Cbor parts = Cbor::map();
    const auto put = [&parts](ActKey key, const Cbor& value) {
        if (!value.isNull())
            parts.set(Cbor(qint64(key)), value);
    };
    put(kActReasons, orNull(reasons));
    put(kActComment, act.comment.toCbor());
    put(kActRemarks, fieldRemarks(act.remarks, rows));
    put(kActChecklistOk, orNull(act.checklistOk));
    put(kActHeads, orNull(joinedIds(act.heads)));
    put(kActContentHash, orNull(act.contentHash));
    put(kActScopeList, orNull(act.scopeList));
    put(kActApproval, orNull(act.approval));
    put(kActTarget, orNull(act.target));
    return parts.entries().empty() ? Cbor() : parts;
}

struct ItemWriter {
    RowTable& rows;

    Cbor operator()(const SetItem&) const { return {}; }  // collected by SetBlock
    Cbor operator()(const OptionItem& item) const
    {
        return trimmed({Cbor(qint64(kOptionItem)), Cbor(item.key.group), rows.reference(item.key.row),
                        Cbor(item.key.field), orNull(item.on), orNull(item.off),
                        item.tier == 0 ? Cbor() : Cbor(int(item.tier))});
    }
    Cbor operator()(const RemarkItem& item) const { return keyed(kRemarkItem, item.key, item.text.toCbor()); }
    Cbor operator()(const AddRowItem& item) const
    {
        const Cbor row = rows.reference(item.row);
        return trimmed({Cbor(qint64(kAddRowItem)), Cbor(item.group), row, rows.reference(item.parent)});
    }
    Cbor operator()(const RemoveRowItem& item) const
    {
        return trimmed(
            {Cbor(qint64(kRemoveRowItem)), Cbor(item.group), rows.reference(item.row), orNull(item.reason)});
    }
    Cbor operator()(const SettleItem& item) const
    {
        return trimmed({Cbor(qint64(kSettleItem)), Cbor(item.key.group), rows.reference(item.key.row),
                        Cbor(item.key.field), orNull(item.mergeGroup), item.option,
                        orNull(joinedIds(item.supersedes)), orNull(item.take), item.reason.toCbor()});
    }
    Cbor operator()(const AttachItem& item) const
    {
        return trimmed({Cbor(qint64(kAttachItem)), Cbor(item.key.group), rows.reference(item.key.row),
                        Cbor(item.key.field), orNull(item.contentHash),
                        item.bytes == 0 ? Cbor() : Cbor(item.bytes), orNull(item.mediaType),
                        orNull(item.pieceHashes), item.details.toCbor()});
    }
    Cbor operator()(const NoteItem& item) const { return keyed(kNoteItem, item.key, item.text.toCbor()); }
    Cbor operator()(const QueryItem& item) const
    {
        return trimmed({Cbor(qint64(kQueryItem)), Cbor(item.query), Cbor(int(item.step)),
                        Cbor(item.key.group), rows.reference(item.key.row), Cbor(item.key.field),
                        item.text.toCbor()});
    }
    Cbor operator()(const ActItem& item) const
    {
        return trimmed({Cbor(qint64(kActItem)), Cbor(int(item.kind)), actParts(item, rows)});
    }
    Cbor operator()(const MoveItem& item) const
    {
        return trimmed({Cbor(qint64(kMoveItem)), Cbor(item.from), Cbor(item.to), orNull(item.accepted),
                        item.end == MoveEnd::No ? Cbor() : Cbor(int(item.end)), item.note.toCbor()});
    }
    Cbor operator()(const HandoverItem& item) const
    {
        return trimmed({Cbor(qint64(kHandoverItem)), Cbor(int(item.step)),
                        item.from == 0 ? Cbor() : Cbor(item.from), item.to == 0 ? Cbor() : Cbor(item.to),
                        orNull(item.proposal), item.note.toCbor()});
    }
    Cbor operator()(const UnknownItem& item) const { return item.raw; }

private:
    Cbor keyed(ItemKind kind, const FieldKey& key, const Cbor& value) const
    {
        return trimmed(
            {Cbor(qint64(kind)), Cbor(key.group), rows.reference(key.row), Cbor(key.field), value});
    }
};

}  // namespace

Cbor RowTable::reference(const RowId& row)
{
    if (row.isNull())
        return {};
    const int next = static_cast<int>(m_places.size());
    const auto at = m_places.constFind(row);
    if (at != m_places.constEnd())
        return Cbor(*at);
    m_places.insert(row, next);
    m_bytes.append(row.toBytes());
    return Cbor(next);
}

Result<RowTable> RowTable::fromBytes(const QByteArray& bytes)
{
    RowTable table;
    for (qsizetype at = 0; at < bytes.size(); at += RowId::kSize) {
        const RowId row = RowId::fromBytes(bytes.mid(at, RowId::kSize));
        if (row.isNull() || table.m_places.contains(row))
            return Error{ErrorCode::Invalid, u"the row table has a bad row"_s};
        table.reference(row);
    }
    return table;
}

std::optional<RowId> RowTable::row(const Cbor& reference) const
{
    if (reference.isNull())
        return RowId();
    if (!reference.isInt() || reference.toInt() < 0 || reference.toInt() >= m_places.size())
        return std::nullopt;
    return RowId::fromBytes(m_bytes.mid(reference.toInt() * RowId::kSize, RowId::kSize));
}

QByteArray joinedIds(const QList<ChangeId>& ids)
{
    QByteArray bytes;
    for (const ChangeId& id : ids)
        bytes.append(id.toBytes());
    return bytes;
}

std::optional<QList<ChangeId>> splitIds(const QByteArray& bytes)
{
    if (bytes.size() % ChangeId::kSize != 0)
        return std::nullopt;
    QList<ChangeId> ids;
    for (qsizetype at = 0; at < bytes.size(); at += ChangeId::kSize)
        ids.append(ChangeId::fromBytes(bytes.mid(at, ChangeId::kSize)));
    return ids;
}

QByteArray encodeItem(const Item& item, RowTable& rows)
{
    return visit(ItemWriter{rows}, item).encode();
}

QByteArray encodeItems(const QList<Item>& items, RowTable& rows)
{
    CborWriter list;
    std::size_t count = 0;
    SetBlock block;
    for (const Item& item : items) {
        if (const auto* set = get_if<SetItem>(&item)) {
            if (!block.takes(*set)) {
                count += block.end(list) ? 1 : 0;
                block.begin(*set, rows);
            }
            block.add(*set);
            continue;
        }
        count += block.end(list) ? 1 : 0;
        list.value(visit(ItemWriter{rows}, item));
        ++count;
    }
    count += block.end(list) ? 1 : 0;
    CborWriter out;
    out.array(count);
    out.encoded(list.view());
    return std::move(out).taken();
}

}  // namespace prohori
