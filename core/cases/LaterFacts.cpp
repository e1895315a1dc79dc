// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/LaterFacts.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

bool isReview(const ActItem& act)
{
    return act.kind == ActKind::Approve || act.kind == ActKind::ReviewLater;
}

/// Approvals and short reviews that count.
QList<ChangeId> reviews(const History& history, const RecordState& state)
{
    QList<ChangeId> all;
    for (const ChangePtr& change : history.changes()) {
        const QList<Item>& items = change->body().items;
        const bool acts = std::any_of(items.begin(), items.end(), [](const Item& item) {
            const auto* act = get_if<ActItem>(&item);
            return act && isReview(*act);
        });
        const bool counts =
            std::none_of(state.ineffectiveActs.begin(), state.ineffectiveActs.end(),
                         [&](const IneffectiveAct& act) { return act.change == change->id(); });
        if (acts && counts)
            all.append(change->id());
    }
    return all;
}

/// Gathers what one unreviewed change after the other left outside the scope.
class LaterScan {
public:
    LaterScan(const RecordState& state, const ApprovalScope& scope) : m_state(state), m_scope(scope)
    {
        for (const FoldedRow& row : state.rows)
            m_gone.insert(row.row, row.removed);
    }

    void scan(const Change& change)
    {
        m_change = &change;
        for (const Item& item : change.body().items)
            visit([this](const auto& one) { see(one); }, item);
    }

    QList<LaterRow> rows() const
    {
        QList<LaterRow> all;
        const auto add = [&](quint32 group, const RowId& row) {
            for (const LaterRow& one : m_rows) {
                if (one.row == row && (row.isNull() || one.group == group) && !one.authors.isEmpty())
                    all.append(one);
            }
        };
        add(0, {});
        for (const FoldedRow& row : m_state.rows)
            add(row.group, row.row);
        return all;
    }

private:
    bool isOutside(const FieldKey& key) const
    {
        return !m_scope.covers(key.group, key.field) && !m_gone.value(key.row, false);
    }
    LaterRow& rowOf(quint32 group, const RowId& row)
    {
        for (LaterRow& one : m_rows) {
            if (one.row == row && one.group == group)
                return one;
        }
        m_rows.append({group, row, false, false, {}, {}});
        return m_rows.last();
    }
    LaterRow& note(quint32 group, const RowId& row, quint32 field = 0)
    {
        LaterRow& one = rowOf(group, row);
        const auto put = [](auto& list, auto value) {
            const auto at = std::lower_bound(list.begin(), list.end(), value);
            if (at == list.end() || *at != value)
                list.insert(at, value);
        };
        put(one.authors, m_change->body().person);
        if (field != 0)
            put(one.fields, field);
        return one;
    }
    /// Whether the write of the change at hand is among what stands there; a blank leaves nothing behind but stands all the same.
    bool stands(const FieldKey& key, bool blank) const
    {
        for (const Conflict& conflict : m_state.conflicts) {
            if (conflict.key.group != key.group || conflict.key.row != key.row)
                continue;
            for (const ConflictSide& side : conflict.sides) {
                if (side.value.contains(key.field) && side.writers.contains(m_change->id()))
                    return true;
            }
        }
        const FoldedValue* value = m_state.value(key);
        return value ? value->writers.contains(m_change->id()) : blank;
    }

    void see(const SetItem& item)
    {
        if (isOutside(item.key) && stands(item.key, item.value.isBlank()))
            note(item.key.group, item.key.row, item.key.field);
    }
    void see(const OptionItem& item)
    {
        if (isOutside(item.key))
            note(item.key.group, item.key.row, item.key.field);
    }
    void see(const AddRowItem& item)
    {
        if (!m_scope.covers(item.group, 0) && !m_gone.value(item.row, true))
            note(item.group, item.row).added = true;
    }
    void see(const RemoveRowItem& item)
    {
        if (!item.row.isNull() && !m_scope.covers(item.group, 0) && m_gone.value(item.row, false))
            note(item.group, item.row).removed = true;
    }
    void see(const SettleItem& item)
    {
        if (isOutside(item.key))
            note(item.key.group, item.key.row, item.key.field);
    }
    void see(const AttachItem& item)
    {
        const bool there =
            std::any_of(m_state.attachments.begin(), m_state.attachments.end(), [&](const AttachItem& one) {
                return one.key == item.key && one.contentHash == item.contentHash;
            });
        if (there && isOutside(item.key))
            note(item.key.group, item.key.row, item.key.field);
    }
    template <typename Other>
    void see(const Other&)
    {}

    const RecordState& m_state;
    const ApprovalScope& m_scope;
    const Change* m_change = nullptr;
    QList<LaterRow> m_rows;
    QHash<RowId, bool> m_gone;
};

}  // namespace

QList<LaterRow> laterRowsWaiting(const History& history, const RecordState& state)
{
    if (!state.approval)
        return {};
    const QList<ChangeId> seen = reviews(history, state);
    LaterScan scan(state, currentApprovalScope());
    for (const ChangePtr& change : history.changes()) {
        const bool reviewed = std::any_of(seen.begin(), seen.end(), [&](const ChangeId& review) {
            return history.isBefore(change->id(), review);
        });
        if (!reviewed)
            scan.scan(*change);
    }
    return scan.rows();
}

QList<ChangeId> reviewedHeads(const History& history, const RecordState& state)
{
    return history.upTo(reviews(history, state)).heads();
}

Result<> mayReviewLater(const History& history, const RecordState& state, PersonId person, Role role)
{
    if (auto allowed = permitted(role, Permission::ReviewLater, state.phase, true); !allowed)
        return allowed;
    if (!state.laterFactsWaiting)
        return Error{ErrorCode::Refused, u"No later facts wait for a review in this record."_s,
                     u"nothing-waits"_s};
    if (!state.conflicts.isEmpty())
        return Error{ErrorCode::Refused, u"The record has an open conflict: settle it first."_s,
                     u"open-conflict"_s};
    for (const LaterRow& row : laterRowsWaiting(history, state)) {
        if (row.authors.contains(person))
            return Error{ErrorCode::Refused,
                         u"Nobody reviews later facts that he entered: another reviewer has to."_s,
                         u"four-eyes"_s};
    }
    return {};
}

}  // namespace prohori
