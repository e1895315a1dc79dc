// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/Fold.h"
#include "core/cases/RegisterFold.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// The order of the parts is that of RECORD.md; a new part goes to the end and raises the number in front.
constexpr int kFoldFormat = 1;
/// Where the case was handed over, or is offered: one part more. Other records have the bytes that they always had.
constexpr int kFoldFormatWithHandovers = 2;
constexpr qsizetype kUsualBytes = 16 * 1024;

template <typename Tag, std::size_t N>
Cbor idOf(const FixedId<Tag, N>& id)
{
    return id.isNull() ? Cbor() : Cbor(id.toBytes());
}

Cbor idsOf(const QList<ChangeId>& ids)
{
    QByteArray bytes;
    for (const ChangeId& id : ids)
        bytes.append(id.view());
    return Cbor(bytes);
}

Cbor personsOf(const QList<PersonId>& persons)
{
    Cbor::Array list;
    for (const PersonId person : persons)
        list.emplace_back(person);
    return Cbor(std::move(list));
}

Cbor::Array keyOf(const FieldKey& key)
{
    return {Cbor(key.group), idOf(key.row), Cbor(key.field)};
}

Cbor remarksOf(const QList<FoldedRemark>& remarks)
{
    Cbor::Array list;
    for (const FoldedRemark& remark : remarks) {
        Cbor::Array entry = keyOf(remark.key);
        entry.push_back(idOf(remark.change));
        entry.emplace_back(remark.item);
        entry.push_back(remark.text.canonical());
        list.emplace_back(std::move(entry));
    }
    return Cbor(std::move(list));
}

Cbor headerOf(const RecordState& state)
{
    Cbor::Array extra(state.extraKeys.begin(), state.extraKeys.end());
    return Cbor(Cbor::Array{idOf(state.record), Cbor(int(state.kind)), Cbor(state.formId),
                            Cbor(state.formVersion), Cbor(state.homeScope), Cbor(state.localRef),
                            Cbor(state.creator), state.sealedKeys, Cbor(std::move(extra)),
                            Cbor(state.created.msSinceEpoch), Cbor(state.lastClaimed.msSinceEpoch)});
}

// Rows, fields and options make up most of a record: they are written as they stand, without building them first.

template <typename Tag, std::size_t N>
void writeId(CborWriter& out, const FixedId<Tag, N>& id)
{
    if (id.isNull())
        out.null();
    else
        out.bytes(id.view());
}

void writeIds(CborWriter& out, const QList<ChangeId>& ids)
{
    QByteArray bytes;
    for (const ChangeId& id : ids)
        bytes.append(id.view());
    out.bytes(bytes);
}

/// Values of one row, and of one writer, mostly stand one after the other: what was written for the last one is kept.
class KeyedWriter {
public:
    explicit KeyedWriter(CborWriter& out) : m_out(out) {}

    /// An array of a key and `more` values after it.
    void begin(const FieldKey& key, std::size_t more)
    {
        if (m_rowBytes.isEmpty() || key.row != m_row) {
            CborWriter row;
            writeId(row, key.row);
            m_row = key.row;
            m_rowBytes = std::move(row).taken();
        }
        m_out.array(3 + more);
        m_out.integer(key.group);
        m_out.encoded(m_rowBytes);
        m_out.integer(key.field);
    }
    void ids(const QList<ChangeId>& ids)
    {
        if (m_idBytes.isEmpty() || ids != m_ids) {
            CborWriter list;
            writeIds(list, ids);
            m_ids = ids;
            m_idBytes = std::move(list).taken();
        }
        m_out.encoded(m_idBytes);
    }

private:
    CborWriter& m_out;
    RowId m_row;
    QList<ChangeId> m_ids;
    QByteArray m_rowBytes, m_idBytes;
};

void writeRows(CborWriter& out, const RecordState& state)
{
    out.array(std::size_t(state.rows.size()));
    for (const FoldedRow& row : state.rows) {
        out.array(7);
        out.integer(row.group);
        writeId(out, row.row);
        writeId(out, row.parent);
        writeId(out, row.addedBy);
        out.flag(row.removed);
        out.text(row.removeReason);
        out.flag(row.inConflict);
    }
}

/// FieldValue::canonical(), as it stands.
void writeCanonical(CborWriter& out, const FieldValue& value)
{
    if (!value.plainValue().isText()) {
        value.write(out);
        return;
    }
    const QString text = canonicalText(value.plainValue().toText());
    if (text.isEmpty())
        out.null();
    else
        out.text(text);
}

void writeFields(CborWriter& out, const RecordState& state)
{
    KeyedWriter keyed(out);
    out.array(std::size_t(state.fields.size()));
    for (auto at = state.fields.begin(); at != state.fields.end(); ++at) {
        keyed.begin(at.key(), 3);
        writeCanonical(out, at->value);
        keyed.ids(at->writers);
        out.flag(at->inConflict);
    }
}

void writeOptions(CborWriter& out, const RecordState& state)
{
    std::size_t count = 0;
    for (const auto& options : state.options)
        count += std::size_t(options.size());
    KeyedWriter keyed(out);
    out.array(count);
    for (auto at = state.options.begin(); at != state.options.end(); ++at) {
        for (const FoldedOption& option : *at) {
            keyed.begin(at.key(), 4);
            out.value(option.option);
            out.integer(option.tier);
            keyed.ids(option.writers);
            out.flag(option.inConflict);
        }
    }
}

Cbor conflictsOf(const RecordState& state)
{
    Cbor::Array list;
    for (const Conflict& conflict : state.conflicts) {
        Cbor::Array sides;
        for (const ConflictSide& side : conflict.sides)
            sides.emplace_back(Cbor::Array{Cbor(canonicalBytes(side.value)), idsOf(side.writers)});
        list.emplace_back(
            Cbor::Array{Cbor(conflict.key.group), idOf(conflict.key.row), Cbor(conflict.key.field),
                        Cbor(conflict.key.mergeGroup), Cbor(conflict.key.option), Cbor(std::move(sides)),
                        Cbor(canonicalBytes(conflict.original)), idsOf(conflict.originalWriters)});
    }
    return Cbor(std::move(list));
}

Cbor talkOf(const RecordState& state)
{
    Cbor::Array remarks;
    for (const auto& list : state.remarks)
        remarks.push_back(remarksOf(list));
    Cbor::Array queries;
    for (const FoldedQuery& query : state.queries) {
        Cbor::Array entry = keyOf(query.key);
        entry.emplace_back(query.query);
        entry.emplace_back(int(query.step));
        entry.push_back(remarksOf(query.texts));
        queries.emplace_back(std::move(entry));
    }
    return Cbor(Cbor::Array{Cbor(std::move(remarks)), remarksOf(state.notes), Cbor(std::move(queries))});
}

Cbor attachmentsOf(const RecordState& state)
{
    Cbor::Array list;
    for (const AttachItem& item : state.attachments) {
        Cbor::Array entry = keyOf(item.key);
        entry.emplace_back(item.contentHash);
        entry.emplace_back(item.bytes);
        entry.emplace_back(item.mediaType);
        if (!item.details.isBlank())
            entry.push_back(item.details.canonical());
        list.emplace_back(std::move(entry));
    }
    return Cbor(std::move(list));
}

Cbor approvalOf(const RecordState& state)
{
    if (!state.approval)
        return {};
    const ApprovalState& approval = *state.approval;
    return Cbor(Cbor::Array{idOf(approval.change), Cbor(approval.by), idsOf(approval.heads),
                            Cbor(approval.contentHash), Cbor(approval.current)});
}

Cbor workflowOf(const RecordState& state)
{
    Cbor::Array ineffective;
    for (const IneffectiveAct& act : state.ineffectiveActs)
        ineffective.emplace_back(Cbor::Array{idOf(act.change), Cbor(int(act.kind)), Cbor(act.reason)});
    Cbor::Array scoped;
    for (auto at = state.scoped.begin(); at != state.scoped.end(); ++at)
        scoped.emplace_back(Cbor::Array{Cbor(at.key()), Cbor(at->formVersion), personsOf(at->authors)});
    Cbor move;
    if (state.pendingMove)
        move = Cbor(Cbor::Array{Cbor(state.pendingMove->from), Cbor(state.pendingMove->to)});
    else if (state.declinedMove)
        move = Cbor(Cbor::Array{idOf(state.declinedMove->change), Cbor(state.declinedMove->by)});
    return Cbor(Cbor::Array{Cbor(int(state.phase)), Cbor(state.phaseConflict), Cbor(state.editedSinceSubmit),
                            Cbor(state.needsReviewAgain), idOf(state.lastAct), personsOf(state.submitters),
                            approvalOf(state), Cbor(state.changedSinceApproval), Cbor(std::move(ineffective)),
                            Cbor(state.revision), Cbor(state.laterFactsWaiting), Cbor(std::move(scoped)),
                            move, Cbor(state.removed)});
}

bool hasHandovers(const RecordState& state)
{
    return !state.handovers.isEmpty()
        || (!state.holders.isEmpty() && state.holders != QList<PersonId>{state.creator});
}

Cbor handoversOf(const RecordState& state)
{
    Cbor::Array pending;
    for (const PendingHandover& handover : state.handovers)
        pending.emplace_back(Cbor::Array{idOf(handover.proposal), Cbor(handover.from), Cbor(handover.to),
                                         Cbor(handover.by), handover.note.canonical()});
    return Cbor(Cbor::Array{personsOf(state.holders), Cbor(std::move(pending))});
}

}  // namespace

QByteArray RecordState::bytes() const
{
    const bool handedOver = hasHandovers(*this);
    CborWriter out;
    out.reserve(kUsualBytes);
    out.array(handedOver ? 12 : 11);
    out.integer(handedOver ? kFoldFormatWithHandovers : kFoldFormat);
    out.value(headerOf(*this));
    writeRows(out, *this);
    writeFields(out, *this);
    writeOptions(out, *this);
    out.value(conflictsOf(*this));
    out.value(talkOf(*this));
    out.value(attachmentsOf(*this));
    out.value(workflowOf(*this));
    writeIds(out, heads);
    out.integer(changeCount);
    if (handedOver)
        out.value(handoversOf(*this));
    return std::move(out).taken();
}

}  // namespace prohori
