// SPDX-License-Identifier: GPL-3.0-or-later
#include "Oracle.h"

#include <algorithm>
#include <set>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Rule 8 of RECORD.md, by sets: which district has the record, and what of a move is open, each asked of what somebody knew.
class MoveOracle {
public:
    MoveOracle(const Pasts& pasts, const Scope& madeBy) : m_pasts(pasts), m_madeBy(madeBy)
    {
        for (int place = 0; place < pasts.size(); ++place) {
            const MoveItem* move = moveOf(place);
            if (move && (move->proposes() || !openLike(place, pasts.past(place)).empty()))
                m_counting |= bit(place);
        }
    }

    /// Where the last acceptances lead; where they disagree, where all of them knew it to be.
    Scope home(Bits within) const
    {
        Bits accepted = 0;
        eachOf(m_counting & within, [&](int place) { accepted |= moveOf(place)->accepted ? bit(place) : 0; });
        if (!accepted)
            return m_madeBy;
        std::set<Scope> to;
        Bits known = within;
        eachOf(m_pasts.latest(accepted), [&](int place) {
            to.insert(moveOf(place)->to);
            known &= m_pasts.past(place);
        });
        return to.size() == 1 ? *to.begin() : home(known);
    }

    QStringList compare(const RecordState& state) const
    {
        QStringList faults;
        const Scope home = this->home(m_pasts.all());
        if (home != state.homeScope)
            faults.append(u"the case is in %1, %2 is told"_s.arg(home, state.homeScope));
        std::set<Scope> asked;
        std::set<ChangeId> declined;
        eachOf(m_counting, [&](int place) {
            const MoveItem& move = *moveOf(place);
            if (move.from != home)
                return;
            if (move.proposes() && !isOver(place))
                asked.insert(move.to);
            if (move.end == MoveEnd::Declined && !wentOn(place))
                declined.insert(m_pasts.ids[std::size_t(place)]);
        });
        const auto& told = state.pendingMove;
        if (told ? told->from != home || !asked.contains(told->to) : !asked.empty())
            faults.append(
                u"%1 districts are asked for the case, %2 are told"_s.arg(asked.size()).arg(told ? 1 : 0));
        const auto& no = state.declinedMove;
        if (no ? !asked.empty() || !declined.contains(no->change) : asked.empty() && !declined.empty())
            faults.append(
                u"%1 refusals of the move stand, %2 are told"_s.arg(declined.size()).arg(no ? 1 : 0));
        return faults;
    }

private:
    const MoveItem* moveOf(int place) const
    {
        for (const Item& item : m_pasts.at(place).items) {
            if (const auto* move = get_if<MoveItem>(&item))
                return move;
        }
        return nullptr;
    }

    bool isSame(int one, int other) const
    {
        return moveOf(one)->from == moveOf(other)->from && moveOf(one)->to == moveOf(other)->to;
    }

    /// Proposals of the move of `place` that nobody ended, as far as `within` tells.
    std::set<int> openLike(int place, Bits within) const
    {
        std::set<int> open;
        Bits ended = 0;
        eachOf(within, [&](int other) {
            if (!moveOf(other) || !isSame(other, place))
                return;
            if (moveOf(other)->proposes())
                open.insert(other);
            else if (!moveOf(other)->accepted)
                ended |= m_pasts.past(other);
        });
        std::erase_if(open, [&](int other) { return (ended & bit(other)) != 0; });
        return open;
    }

    /// An acceptance or another proposal came after it, or the same move was ended.
    bool isOver(int proposal) const
    {
        bool isSo = false;
        eachOf(m_counting, [&](int later) {
            const bool ends = moveOf(later)->end == MoveEnd::No || isSame(later, proposal);
            isSo |= ends && (m_pasts.past(later) & bit(proposal)) != 0;
        });
        return isSo;
    }

    /// The own supervisor wrote on top of it.
    bool wentOn(int refusal) const
    {
        bool isSo = false;
        eachOf(m_pasts.all(), [&](int later) {
            const MoveItem* move = moveOf(later);
            const bool isAnswer = move && (move->accepted || move->end == MoveEnd::Declined);
            isSo |= m_pasts.at(later).role == Role::DistrictReviewer && !isAnswer
                 && (m_pasts.past(later) & bit(refusal)) != 0;
        });
        return isSo;
    }

    const Pasts& m_pasts;
    const Scope m_madeBy;
    Bits m_counting = 0;
};

}  // namespace

QStringList faultsOfMoves(const Pasts& pasts, const RecordState& state)
{
    Scope madeBy;
    for (const ChangePtr& change : pasts.changes) {
        if (change->body().creation)
            madeBy = change->body().creation->homeScope;
    }
    return MoveOracle(pasts, madeBy).compare(state);
}

}  // namespace prohori
