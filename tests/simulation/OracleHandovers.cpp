// SPDX-License-Identifier: GPL-3.0-or-later
#include "Oracle.h"

#include "core/cases/Workflow.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/** Rule 7 of RECORD.md, by definition and not step by step: what counts, who holds and what is open are asked of a set of changes, and each question goes
    back to the smaller set that its author knew.
*/
class HandoverOracle {
public:
    HandoverOracle(const Pasts& pasts, const RecordState& state) : m_pasts(pasts), m_state(state)
    {
        for (int place = 0; place < pasts.size(); ++place) {
            if (stepOf(place) && counts(place))
                m_counting |= bit(place);
        }
    }

    QStringList compare() const
    {
        QStringList faults;
        std::set<PersonId> holders;
        for (const Hand& hand : hands(m_pasts.all()))
            holders.insert(hand.person);
        if (QList<PersonId>(holders.begin(), holders.end()) != m_state.holders)
            faults.append(u"%1 hold the case, %2 are told"_s.arg(holders.size()).arg(m_state.holders.size()));
        QList<ChangeId> open;
        eachOf(openOffers(m_pasts.all()), [&](int place) {
            if (holders.contains(stepOf(place)->from))
                open.append(m_pasts.ids[std::size_t(place)]);
        });
        QList<ChangeId> told;
        for (const PendingHandover& one : m_state.handovers)
            told.append(one.proposal);
        std::sort(open.begin(), open.end());
        std::sort(told.begin(), told.end());
        if (open != told)
            faults.append(u"%1 offers of the case are open, %2 are told"_s.arg(open.size()).arg(told.size()));
        return faults;
    }

private:
    /// The case in somebody's hand, by the acceptance at `place`; -1: by its creation.
    struct Hand {
        PersonId person = 0;
        int place = -1;
        auto operator<=>(const Hand&) const = default;
    };

    const HandoverItem* stepOf(int place) const
    {
        for (const Item& item : m_pasts.at(place).items) {
            if (const auto* step = get_if<HandoverItem>(&item))
                return step;
        }
        return nullptr;
    }

    bool answers(int place, int offer) const
    {
        return stepOf(place)->step != HandoverStep::Propose
            && stepOf(place)->proposal == m_pasts.ids[std::size_t(offer)];
    }

    Bits openOffers(Bits within) const
    {
        Bits open = 0;
        eachOf(m_counting & within, [&](int offer) {
            bool isAnswered = stepOf(offer)->step != HandoverStep::Propose;
            eachOf(m_counting & within, [&](int place) { isAnswered |= answers(place, offer); });
            open |= isAnswered ? 0 : bit(offer);
        });
        return open;
    }

    bool isContested(int acceptance, Bits within) const
    {
        bool isSo = false;
        eachOf(m_counting & within, [&](int place) {
            const HandoverStep step = stepOf(place)->step;
            isSo |= (step == HandoverStep::Decline || step == HandoverStep::Withdraw)
                 && stepOf(place)->proposal == stepOf(acceptance)->proposal
                 && m_pasts.isApart(place, acceptance);
        });
        return isSo;
    }

    /// Who gave it away by an acceptance: those that held it as the offer's `from` in what the acceptance knew.
    std::set<Hand> takenBy(int acceptance) const
    {
        const Bits past = m_pasts.past(acceptance);
        const int offer = m_pasts.placeOf(stepOf(acceptance)->proposal, past);
        std::set<Hand> taken;
        for (const Hand& hand : hands(past)) {
            if (hand.person == stepOf(offer)->from)
                taken.insert(hand);
        }
        return taken;
    }

    const std::set<Hand>& hands(Bits within) const
    {
        const auto known = m_hands.find(within);
        if (known != m_hands.end())
            return known->second;
        std::set<Hand> held{{m_state.creator, -1}};
        std::set<Hand> gone;
        eachOf(m_counting & within, [&](int place) {
            if (stepOf(place)->step != HandoverStep::Accept)
                return;
            held.insert({m_pasts.at(place).person, place});
            if (!isContested(place, within))
                gone.merge(takenBy(place));
        });
        for (const Hand& hand : gone)
            held.erase(hand);
        return m_hands.emplace(within, held).first->second;
    }

    bool isHolder(PersonId person, Bits within) const
    {
        const auto& all = hands(within);
        return std::any_of(all.begin(), all.end(), [&](const Hand& hand) { return hand.person == person; });
    }

    bool counts(int place) const
    {
        const HandoverItem& item = *stepOf(place);
        const ChangeBody& author = m_pasts.at(place);
        const Bits past = m_pasts.past(place);
        const bool gives = item.step == HandoverStep::Propose || item.step == HandoverStep::Withdraw;
        const Permission needed = gives ? Permission::HandOver : Permission::TakeOver;
        if (!permitted(author.role, needed, RecordPhase::Draft, true))
            return false;
        const bool reviews = author.role == Role::DistrictReviewer;
        if (item.step == HandoverStep::Propose)
            return (reviews || author.person == item.from) && item.to != 0 && item.to != item.from
                && isHolder(item.from, past);
        const int offer = m_pasts.placeOf(item.proposal, openOffers(past));
        if (offer < 0)
            return false;
        const HandoverItem& offered = *stepOf(offer);
        switch (item.step) {
        case HandoverStep::Withdraw:
            return reviews || author.person == offered.from || author.person == m_pasts.at(offer).person;
        case HandoverStep::Decline: return author.person == offered.to;
        default: return author.person == offered.to && isHolder(offered.from, past);
        }
    }

    const Pasts& m_pasts;
    const RecordState& m_state;
    Bits m_counting = 0;
    mutable std::map<Bits, std::set<Hand>> m_hands;
};

}  // namespace

QStringList faultsOfHandovers(const Pasts& pasts, const RecordState& state)
{
    return HandoverOracle(pasts, state).compare();
}

}  // namespace prohori
