// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/MoveFold.h"

#include "core/base/PlantedFault.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace prohori {

namespace {

/// An item, and where it stands in the view.
struct Step {
    int place = 0;
    const MoveItem* item = nullptr;
};

bool isSameMove(const Step& one, const Step& other)
{
    return one.item->from == other.item->from && one.item->to == other.item->to;
}

bool isEnd(const Step& step)
{
    return step.item->end != MoveEnd::No;
}

class MoveFolder {
public:
    explicit MoveFolder(const FoldView& view);

    bool isEmpty() const { return m_steps.empty(); }
    Scope home(const Scope& madeBy) const;
    const Step* pending(const Scope& home) const;
    const Step* declined(const Scope& home) const;
    const ChangeId& idOf(const Step& step) const { return m_view.id(step.place); }
    PersonId personOf(const Step& step) const { return m_view.at(step.place).body().person; }

private:
    bool isBefore(const Step& one, const Step& other) const
    {
        return m_view.isBefore(one.place, other.place);
    }
    bool answersSomething(const Step& answer) const;
    bool isOver(const Step& proposal) const;
    bool wentOn(const Step& step) const;

    const FoldView& m_view;
    std::vector<Step> m_steps;  ///< those that count, in the order of the view
};

MoveFolder::MoveFolder(const FoldView& view) : m_view(view)
{
    for (int place = 0; place < view.size(); ++place) {
        for (const Item& item : view.at(place).body().items) {
            if (const auto* move = get_if<MoveItem>(&item))
                m_steps.push_back({place, move});
        }
    }
    std::vector<Step> counting;
    std::copy_if(m_steps.begin(), m_steps.end(), std::back_inserter(counting),
                 [this](const Step& step) { return step.item->proposes() || answersSomething(step); });
    m_steps = std::move(counting);
}

/// Whether a proposal of this move stood in the past of the answer. To be asked while all steps are there.
bool MoveFolder::answersSomething(const Step& answer) const
{
    const auto hasEnded = [&](const Step& proposal) {
        return std::any_of(m_steps.begin(), m_steps.end(), [&](const Step& end) {
            return isEnd(end) && isSameMove(end, proposal) && isBefore(proposal, end)
                && isBefore(end, answer);
        });
    };
    return std::any_of(m_steps.begin(), m_steps.end(), [&](const Step& proposal) {
        return proposal.item->proposes() && isSameMove(proposal, answer) && isBefore(proposal, answer)
            && !hasEnded(proposal);
    });
}

/// Of acceptances that lead elsewhere without knowing of each other none counts: then it is where all of them knew it.
Scope MoveFolder::home(const Scope& madeBy) const
{
    std::vector<Step> taken;
    std::copy_if(m_steps.begin(), m_steps.end(), std::back_inserter(taken),
                 [](const Step& step) { return step.item->accepted; });
    while (!taken.empty()) {
        std::vector<Step> last;
        std::copy_if(taken.begin(), taken.end(), std::back_inserter(last), [&](const Step& one) {
            return std::none_of(taken.begin(), taken.end(),
                                [&](const Step& later) { return isBefore(one, later); });
        });
        const Scope to = last.front().item->to;
        if (std::all_of(last.begin(), last.end(), [&](const Step& one) { return one.item->to == to; }))
            return to;
        std::erase_if(taken, [&](const Step& one) {
            return !std::all_of(last.begin(), last.end(),
                                [&](const Step& each) { return isBefore(one, each); });
        });
    }
    return madeBy;
}

bool MoveFolder::isOver(const Step& proposal) const
{
    return std::any_of(m_steps.begin(), m_steps.end(), [&](const Step& later) {
        return isBefore(proposal, later)
            && (!isEnd(later) || (isSameMove(later, proposal) && !plantedFault(34)));
    });
}

const Step* MoveFolder::pending(const Scope& home) const
{
    const auto found = std::find_if(m_steps.begin(), m_steps.end(), [&](const Step& step) {
        return step.item->proposes() && step.item->from == home && !isOver(step);
    });
    return found == m_steps.end() ? nullptr : &*found;
}

/// Whether a supervisor has written something on top of it; what another district answers is no such thing.
bool MoveFolder::wentOn(const Step& step) const
{
    for (int place = step.place + 1; place < m_view.size(); ++place) {
        const ChangeBody& body = m_view.at(place).body();
        const bool isAnswer = std::any_of(body.items.begin(), body.items.end(), [](const Item& item) {
            const auto* move = get_if<MoveItem>(&item);
            return move && (move->accepted || move->end == MoveEnd::Declined);
        });
        if (body.role == Role::DistrictReviewer && !isAnswer && m_view.isBefore(step.place, place))
            return true;
    }
    return false;
}

const Step* MoveFolder::declined(const Scope& home) const
{
    const auto found = std::find_if(m_steps.begin(), m_steps.end(), [&](const Step& step) {
        return step.item->end == MoveEnd::Declined && step.item->from == home && !wentOn(step);
    });
    return found == m_steps.end() ? nullptr : &*found;
}

}  // namespace

void foldMoves(const FoldView& view, RecordState& state)
{
    const MoveFolder moves(view);
    if (moves.isEmpty())
        return;
    state.homeScope = moves.home(state.homeScope);
    if (const Step* pending = moves.pending(state.homeScope))
        state.pendingMove = *pending->item;
    else if (const Step* declined = moves.declined(state.homeScope))
        state.declinedMove =
            DeclinedMove{moves.idOf(*declined), declined->item->to, moves.personOf(*declined)};
}

bool speaksOfMove(const Change& change)
{
    return !change.plainItems()
        && std::any_of(change.body().items.begin(), change.body().items.end(),
                       [](const Item& item) { return holds_alternative<MoveItem>(item); });
}

}  // namespace prohori
