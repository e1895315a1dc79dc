// SPDX-License-Identifier: GPL-3.0-or-later
#include "Oracle.h"

#include "core/cases/ApprovalScope.h"
#include "core/cases/Workflow.h"

#include <QSet>

#include <algorithm>
#include <map>
#include <optional>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// A conflict about later facts leaves an approval as it is.
bool isScoped(const Conflict& conflict)
{
    const ApprovalScope& scope = currentApprovalScope();
    const auto covered = [&](quint32 field) { return scope.covers(conflict.key.group, field); };
    if (conflict.key.isExistence() || conflict.key.field != 0)
        return covered(conflict.key.field);
    const QList<quint32> fields = conflict.sides.first().value.keys();
    return std::any_of(fields.begin(), fields.end(), covered);
}

/// What an approval covers, as a list that two states can be compared by.
QList<QByteArray> scopedContent(const RecordState& state)
{
    const ApprovalScope& scope = currentApprovalScope();
    QList<QByteArray> content;
    for (auto at = state.fields.begin(); at != state.fields.end(); ++at) {
        if (scope.covers(at.key().group, at.key().field))
            content.append(at.key().bytes() + (at->inConflict ? "?" : canonicalBytes(at->value)));
    }
    for (auto at = state.options.begin(); at != state.options.end(); ++at) {
        for (const FoldedOption& option : *at) {
            if (scope.covers(at.key().group, at.key().field))
                content.append(at.key().bytes() + option.option.encode() + (option.inConflict ? "?" : ""));
        }
    }
    for (const FoldedRow& row : state.rows) {
        if (!row.removed && scope.covers(row.group, 0))
            content.append(row.row.toBytes());
    }
    for (const Conflict& conflict : state.conflicts) {
        if (isScoped(conflict))
            content.append("conflict" + conflict.key.row.toBytes() + QByteArray::number(conflict.key.field));
    }
    std::sort(content.begin(), content.end());
    return content;
}

/// The highest form version that wrote into the scope; versions here are whole numbers.
QString scopedVersion(const QList<ChangePtr>& changes)
{
    const ApprovalScope& scope = currentApprovalScope();
    int highest = 0;
    for (const ChangePtr& change : changes) {
        bool covered = false;
        for (const Item& item : change->body().items) {
            if (const auto* set = get_if<SetItem>(&item))
                covered |= scope.covers(set->key.group, set->key.field);
            else if (const auto* options = get_if<OptionItem>(&item))
                covered |= scope.covers(options->key.group, options->key.field);
            else if (const auto* added = get_if<AddRowItem>(&item))
                covered |= scope.covers(added->group, 0);
            else if (const auto* removed = get_if<RemoveRowItem>(&item))
                covered |= scope.covers(removed->group, 0);
            else if (const auto* settle = get_if<SettleItem>(&item))
                covered |= scope.covers(settle->key.group, settle->key.field);
        }
        if (covered)
            highest = std::max(highest, change->body().formVersion.toInt());
    }
    return QString::number(highest);
}

/// The acts of a record: which of them count, each in what its author knew, and what those mean together that nobody knew of.
class WorkflowOracle {
public:
    WorkflowOracle(const Pasts& pasts, const RecordState& state) : m_pasts(pasts), m_state(state)
    {
        for (int place = 0; place < pasts.size(); ++place) {
            if (const ActItem* act = actOf(place)) {
                m_targets[place] = targetOf(place, *act);
                m_counting |= m_targets[place] ? bit(place) : 0;
            }
        }
    }

    QStringList compare() const
    {
        QStringList faults;
        const Meaning all = meaningOf(m_counting);
        if (m_state.phase != all.phase)
            faults.append(
                u"the phase is %1, the acts say %2"_s.arg(phaseName(m_state.phase), phaseName(all.phase)));
        if (m_state.phaseConflict != all.isOpen)
            faults.append(u"a disagreement of acts is %1"_s.arg(all.isOpen ? u"hidden"_s : u"made up"_s));
        const bool changed = m_state.approval && !m_state.approval->current && isApprovedPhase(all.phase);
        if (m_state.needsReviewAgain != ((all.isToReview && !all.isOpen) || changed))
            faults.append(u"what is to be reviewed again is not told"_s);
        if (all.isOpen && m_state.isApproved())
            faults.append(u"an approval shows beside acts that disagree"_s);
        QSet<PersonId> submitters;
        eachOf(m_counting, [&](int place) {
            if (actOf(place)->kind == ActKind::Submit)
                submitters.insert(m_pasts.at(place).person);
        });
        if (submitters != QSet<PersonId>(m_state.submitters.begin(), m_state.submitters.end()))
            faults.append(u"those who submitted are others"_s);
        return faults;
    }

private:
    struct Meaning {
        RecordPhase phase = RecordPhase::Draft;
        bool isOpen = false, isToReview = false;
    };

    /// Of one change the first act.
    const ActItem* actOf(int place) const
    {
        for (const Item& item : m_pasts.at(place).items) {
            if (const auto* act = get_if<ActItem>(&item))
                return act;
        }
        return nullptr;
    }

    /// Whether the fold says that the content did not let it count.
    bool isBarredByContent(int place) const
    {
        static const QSet<QString> kOfContent{u"four-eyes"_s,     u"open-conflict"_s,
                                              u"open-query"_s,    u"missing-attachment"_s,
                                              u"stale-content"_s, u"unknown-scope-list"_s};
        return std::any_of(m_state.ineffectiveActs.begin(), m_state.ineffectiveActs.end(),
                           [&](const IneffectiveAct& one) {
                               return one.change == m_pasts.ids[std::size_t(place)]
                                   && kOfContent.contains(one.reason);
                           });
    }

    std::optional<RecordPhase> targetOf(int place, const ActItem& act) const
    {
        const Meaning before = meaningOf(m_counting & m_pasts.past(place));
        const auto after = phaseAfter(before.phase, act.kind, true);
        if (!after || isBarredByContent(place))
            return std::nullopt;
        if (!permitted(m_pasts.at(place).role, permissionFor(act.kind), before.phase, true))
            return std::nullopt;
        if (act.kind == ActKind::Merge && (act.target.isNull() || act.target == m_state.record))
            return std::nullopt;
        if (act.kind == ActKind::Approve && before.isOpen)
            return std::nullopt;
        return after;
    }

    Meaning meaningOf(Bits acts) const
    {
        Bits deciding = 0;
        eachOf(acts,
               [&](int place) { deciding |= actOf(place)->kind != ActKind::ReviewLater ? bit(place) : 0; });
        const Bits last = m_pasts.latest(deciding);
        Meaning meaning;
        eachOf(last, [&](int one) {
            eachOf(last & (bit(one) - 1), [&](int other) {
                const ActItem& a = *actOf(one);
                const ActItem& b = *actOf(other);
                const auto together = concurrentActs(a.kind, b.kind).kind;
                const bool elsewhere = a.kind == b.kind && (a.target != b.target || a.approval != b.approval);
                meaning.isToReview |= together == ActPairing::Kind::NeedsReview;
                meaning.isOpen |= together == ActPairing::Kind::Conflict
                               || (elsewhere && together == ActPairing::Kind::Agree);
            });
        });
        if (meaning.isOpen || meaning.isToReview)
            meaning.phase = RecordPhase::Submitted;
        else if (std::popcount(last) == 1)
            meaning.phase = *m_targets.at(std::countr_zero(last));
        else if (last != 0)
            meaning.phase = agreed(last);
        return meaning;
    }

    /// Of several that agree: a return sends the case back whoever else recalls it; else all lead to the same.
    RecordPhase agreed(Bits last) const
    {
        RecordPhase phase = *m_targets.at(std::countr_zero(last));
        eachOf(last, [&](int place) {
            if (actOf(place)->kind == ActKind::Return)
                phase = RecordPhase::Returned;
        });
        return phase;
    }

    const Pasts& m_pasts;
    const RecordState& m_state;
    std::map<int, std::optional<RecordPhase>> m_targets;
    Bits m_counting = 0;
};

}  // namespace

/// Invariant 6: what shows as approved is what was approved, by somebody who wrote none of it, and nothing in it was open.
QStringList faultsOfApproval(const History& history, const RecordState& state)
{
    QStringList faults;
    const auto& approval = state.approval;
    if (!approval || !approval->current)
        return faults;
    const QList<ChangePtr> changes = history.changes();
    const History seen = history.upTo(approval->heads);
    const RecordState approved = fold(seen);
    const QString versions = scopedVersion(seen.changes()) + u'/' + scopedVersion(changes);
    if (scopedContent(approved) != scopedContent(state))
        faults.append(u"an approval shows on other content"_s);
    if (scopedVersion(seen.changes()) != scopedVersion(changes))
        faults.append(u"an approval shows on content of another form version (%1)"_s.arg(versions));
    if (!approved.conflicts.isEmpty() || approved.phaseConflict)
        faults.append(u"an approval over an open conflict"_s);
    const ApprovalScope& scope = currentApprovalScope();
    QSet<ChangeId> writers;
    for (auto at = approved.fields.begin(); at != approved.fields.end(); ++at) {
        if (scope.covers(at.key().group, at.key().field))
            writers += QSet<ChangeId>(at->writers.begin(), at->writers.end());
    }
    for (const ChangePtr& change : changes) {
        const bool wrote = writers.contains(change->id()) || change->body().creation;
        if (wrote && change->body().person == approval->by)
            faults.append(u"person %1 approved his own work"_s.arg(approval->by));
    }
    return faults;
}

QStringList faultsOfWorkflow(const Pasts& pasts, const RecordState& state)
{
    return WorkflowOracle(pasts, state).compare();
}

}  // namespace prohori
