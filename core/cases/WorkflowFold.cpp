// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/WorkflowFold.h"

#include "core/base/PlantedFault.h"
#include "core/cases/ApprovalRules.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// An act that counts.
struct Act {
    int place = 0;
    const ActItem* item = nullptr;
    RecordPhase target = RecordPhase::Draft;
};

/// Where the acts up to some point leave the record.
struct Standing {
    RecordPhase phase = RecordPhase::Draft;
    bool conflict = false;
    bool review = false;
    std::vector<const Act*> acts;  ///< those that decide
};

QString hex(const ChangeId& id)
{
    return id.toString();
}

bool decides(const Act& act)
{
    return act.item->kind != ActKind::ReviewLater;
}

/// Two acts of one kind that name different things are as much at odds as two kinds.
bool namesOther(const ActItem& one, const ActItem& other)
{
    return one.kind == other.kind && (one.target != other.target || one.approval != other.approval);
}

class WorkflowFolder {
public:
    WorkflowFolder(const FoldView& view, FoldedContent& content)
        : m_view(view),
          m_content(content),
          m_state(content.state)
    {}

    void fold()
    {
        for (int place = 0; place < m_view.size(); ++place)
            judgeChange(place);
        finishPhase();
        finishApproval();
        finishCounts();
    }

private:
    void judgeChange(int place);
    QString obstacle(int place, const ActItem& act, const std::vector<const Act*>& past, RecordPhase* target);
    QString approveObstacle(int place, const ActItem& act, const std::vector<const Act*>& past);
    QString reviewLaterObstacle(int place, const ActItem& act, const std::vector<const Act*>& past);
    QString acceptObstacle(const ActItem& act, const std::vector<const Act*>& past) const;
    QString boundContent(int place, const ActItem& act, const RecordState& before) const;
    bool changedBefore(int place, const std::vector<const Act*>& past) const;
    Standing standingOf(const std::vector<const Act*>& acts) const;
    std::vector<const Act*> last(const std::vector<const Act*>& acts) const;
    std::vector<const Act*> ofKind(const std::vector<const Act*>& acts, ActKind kind) const;
    std::vector<const Act*> pastOf(int place) const;
    std::vector<const Act*> allActs() const;
    bool isReviewed(int place, const std::vector<const Act*>& acts) const;
    QList<PersonId> persons(const std::vector<const Act*>& acts) const;
    int countOnce(ActKind kind) const;
    void finishPhase();
    void finishApproval();
    void finishCounts();

    const FoldView& m_view;
    FoldedContent& m_content;
    RecordState& m_state;
    std::vector<Act> m_acts;
};

void WorkflowFolder::judgeChange(int place)
{
    bool first = true;
    for (const Item& item : m_view.at(place).body().items) {
        const auto* act = get_if<ActItem>(&item);
        if (!act)
            continue;
        RecordPhase target = RecordPhase::Draft;
        const QString code = first ? obstacle(place, *act, pastOf(place), &target) : u"second-act"_s;
        first = false;
        if (code.isEmpty())
            m_acts.push_back({place, act, target});
        else
            m_state.ineffectiveActs.append({m_view.id(place), act->kind, code});
    }
}

QString WorkflowFolder::obstacle(int place, const ActItem& act, const std::vector<const Act*>& past,
                                 RecordPhase* target)
{
    const Standing before = standingOf(past);
    const bool mayBeChanged = act.kind == ActKind::Submit && isApprovedPhase(before.phase);
    const auto after = phaseAfter(before.phase, act.kind, mayBeChanged && changedBefore(place, past));
    if (!after)
        return u"wrong-phase"_s;
    *target = *after;
    if (!permitted(m_view.at(place).body().role, permissionFor(act.kind), before.phase, true))
        return u"wrong-role"_s;
    switch (act.kind) {
    case ActKind::Approve: return before.conflict ? u"open-conflict"_s : approveObstacle(place, act, past);
    case ActKind::ReviewLater: return reviewLaterObstacle(place, act, past);
    case ActKind::Accept: return acceptObstacle(act, past);
    case ActKind::Merge:
        return act.target.isNull() || act.target == m_state.record ? u"no-target"_s : QString();
    default: return {};
    }
}

QString WorkflowFolder::approveObstacle(int place, const ActItem& act, const std::vector<const Act*>& past)
{
    const ApprovalScope* scope = approvalScope(act.scopeList);
    if (!scope)
        return u"unknown-scope-list"_s;
    RecordState before = foldContent(m_view.before(place)).state;
    before.submitters = persons(ofKind(past, ActKind::Submit));
    const QString code = approvalObstacle(before, m_view.at(place).body().person, *scope);
    return code.isEmpty() ? boundContent(place, act, before) : code;
}

/// The heads that the reviewer names must be what his change stands on, and the hash that of its content.
QString WorkflowFolder::boundContent(int place, const ActItem& act, const RecordState& before) const
{
    QList<ChangeId> heads = act.heads;
    std::sort(heads.begin(), heads.end());
    const bool fits = heads == m_view.at(place).body().parents
                   && act.contentHash == approvalHash(before, *approvalScope(act.scopeList));
    return fits ? QString() : u"stale-content"_s;
}

QString WorkflowFolder::reviewLaterObstacle(int place, const ActItem& act,
                                            const std::vector<const Act*>& past)
{
    if (!approvalScope(act.scopeList))
        return u"unknown-scope-list"_s;
    const FoldView view = m_view.before(place);
    const FoldedContent before = foldContent(view);
    const PersonId person = m_view.at(place).body().person;
    for (const int later : before.laterPlaces) {
        const int here = *m_view.placeOf(view.id(later));
        if (view.at(later).body().person == person && !isReviewed(here, past))
            return u"four-eyes"_s;
    }
    return before.state.conflicts.isEmpty() ? boundContent(place, act, before.state) : u"open-conflict"_s;
}

/// Headquarters takes over the approval that stood when it accepted, and says which content that was.
QString WorkflowFolder::acceptObstacle(const ActItem& act, const std::vector<const Act*>& past) const
{
    for (const Act* approval : last(ofKind(past, ActKind::Approve))) {
        if (m_view.id(approval->place) == act.approval && approval->item->contentHash == act.contentHash)
            return {};
    }
    return u"stale-content"_s;
}

bool WorkflowFolder::changedBefore(int place, const std::vector<const Act*>& past) const
{
    const auto approvals = last(ofKind(past, ActKind::Approve));
    // What is saved together with the act is part of what it hands in.
    if (m_content.edits[std::size_t(place)])
        return true;
    const RecordState before = foldContent(m_view.before(place)).state;
    return std::none_of(approvals.begin(), approvals.end(), [&](const Act* approval) {
        return approval->item->contentHash == approvalHash(before, *approvalScope(approval->item->scopeList));
    });
}

std::vector<const Act*> WorkflowFolder::allActs() const
{
    std::vector<const Act*> list;
    for (const Act& act : m_acts)
        list.push_back(&act);
    return list;
}

std::vector<const Act*> WorkflowFolder::pastOf(int place) const
{
    auto list = allActs();
    std::erase_if(list, [&](const Act* act) { return !m_view.isBefore(act->place, place); });
    return list;
}

std::vector<const Act*> WorkflowFolder::ofKind(const std::vector<const Act*>& acts, ActKind kind) const
{
    auto list = acts;
    std::erase_if(list, [&](const Act* act) { return act->item->kind != kind; });
    return list;
}

/// Those that are in nobody's past.
std::vector<const Act*> WorkflowFolder::last(const std::vector<const Act*>& acts) const
{
    auto list = acts;
    std::erase_if(list, [&](const Act* act) {
        return std::any_of(acts.begin(), acts.end(),
                           [&](const Act* later) { return m_view.isBefore(act->place, later->place); });
    });
    return list;
}

Standing WorkflowFolder::standingOf(const std::vector<const Act*>& acts) const
{
    auto deciding = acts;
    std::erase_if(deciding, [](const Act* act) { return !decides(*act); });
    Standing standing;
    standing.acts = last(deciding);
    if (standing.acts.empty())
        return standing;
    standing.phase = standing.acts.front()->target;
    for (std::size_t i = 0; i < standing.acts.size(); ++i) {
        for (std::size_t j = i + 1; j < standing.acts.size(); ++j) {
            const ActItem& one = *standing.acts[i]->item;
            const ActItem& other = *standing.acts[j]->item;
            const ActPairing pair = concurrentActs(one.kind, other.kind);
            const bool agree = pair.kind == ActPairing::Kind::Agree && !namesOther(one, other);
            standing.review |= pair.kind == ActPairing::Kind::NeedsReview;
            standing.conflict |=
                pair.kind == ActPairing::Kind::Conflict || (pair.kind == ActPairing::Kind::Agree && !agree);
            // Of agreeing acts only a return beside recalls leads elsewhere: its points have to be answered, whatever the ids are.
            if (agree)
                standing.phase = std::max(standing.phase, pair.phase);
        }
    }
    if (standing.conflict || standing.review)
        standing.phase = RecordPhase::Submitted;
    return standing;
}

bool WorkflowFolder::isReviewed(int place, const std::vector<const Act*>& acts) const
{
    return std::any_of(acts.begin(), acts.end(), [&](const Act* act) {
        const bool reviews = act->item->kind == ActKind::Approve || act->item->kind == ActKind::ReviewLater;
        return reviews && m_view.isBefore(place, act->place);
    });
}

QList<PersonId> WorkflowFolder::persons(const std::vector<const Act*>& acts) const
{
    QList<PersonId> list;
    for (const Act* act : acts)
        list.append(m_view.at(act->place).body().person);
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
}

void WorkflowFolder::finishPhase()
{
    const auto acts = allActs();
    const Standing standing = standingOf(acts);
    m_state.phase = standing.phase;
    m_state.phaseConflict = standing.conflict;
    m_state.needsReviewAgain = standing.review && !standing.conflict;
    const auto submits = ofKind(acts, ActKind::Submit);
    m_state.submitters = persons(submits);
    QList<ChangeId> deciding;
    for (const Act* act : standing.acts)
        deciding.append(m_view.id(act->place));
    if (!deciding.isEmpty())
        m_state.lastAct = *std::min_element(deciding.begin(), deciding.end());
    if (m_state.phase != RecordPhase::Submitted)
        return;
    for (int place = 0; place < m_view.size(); ++place) {
        const bool handedIn = std::any_of(submits.begin(), submits.end(), [&](const Act* submit) {
            return place == submit->place || m_view.isBefore(place, submit->place);
        });
        m_state.editedSinceSubmit |= m_content.edits[std::size_t(place)] && !handedIn;
    }
}

void WorkflowFolder::finishApproval()
{
    // Of several concurrent approvals the one that fits the content stands; then the smallest id, the same everywhere.
    for (const Act* act : last(ofKind(allActs(), ActKind::Approve))) {
        const Change& change = m_view.at(act->place);
        QList<ChangeId> heads = act->item->heads;
        std::sort(heads.begin(), heads.end());
        const bool current =
            plantedFault(8)
            || act->item->contentHash == approvalHash(m_state, *approvalScope(act->item->scopeList));
        const auto& known = m_state.approval;
        const bool better = !known || (current && !known->current)
                         || (current == known->current && hex(change.id()) < hex(known->change));
        if (better)
            m_state.approval =
                ApprovalState{change.id(), change.body().person, heads, act->item->contentHash, current};
    }
    m_state.changedSinceApproval = m_state.approval && !m_state.approval->current;
    m_state.needsReviewAgain |= m_state.changedSinceApproval && isApprovedPhase(m_state.phase);
    const auto acts = allActs();
    m_state.laterFactsWaiting = m_state.approval
                             && std::any_of(m_content.laterPlaces.begin(), m_content.laterPlaces.end(),
                                            [&](int place) { return !isReviewed(place, acts); });
}

/// Acts of one kind, concurrent ones together once.
int WorkflowFolder::countOnce(ActKind kind) const
{
    const auto acts = ofKind(allActs(), kind);
    int count = 0;
    for (std::size_t i = 0; i < acts.size(); ++i) {
        const bool twin =
            std::any_of(acts.begin(), acts.begin() + std::ptrdiff_t(i),
                        [&](const Act* earlier) { return !m_view.isBefore(earlier->place, acts[i]->place); });
        count += twin ? 0 : 1;
    }
    return count;
}

void WorkflowFolder::finishCounts()
{
    m_state.revision = 1 + countOnce(ActKind::Reopen) + countOnce(ActKind::ReviewLater);
}

}  // namespace

void foldWorkflow(const FoldView& view, FoldedContent& content)
{
    WorkflowFolder(view, content).fold();
}

}  // namespace prohori
