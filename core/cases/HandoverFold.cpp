// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/HandoverFold.h"

#include "core/base/PlantedFault.h"

#include <algorithm>

namespace prohori {

namespace {

class HandoverFolder {
public:
    HandoverFolder(const FoldView& view, PersonId creator) : m_view(view), m_hands{{creator, -1, {}}} {}

    void judge(int place, const HandoverItem& item);
    void finish(RecordState& state) const;

private:
    struct Proposal {
        int place = 0;
        const HandoverItem* item = nullptr;
    };
    struct Answer {
        int place = 0;
        std::size_t proposal = 0;
        HandoverStep step = HandoverStep::Accept;
    };
    /// The record in somebody's hand, from its creation (answer −1) or an acceptance on.
    struct Hand {
        PersonId person = 0;
        int answer = -1;
        std::vector<std::size_t> takes;  ///< the hands that this acceptance knew and took it from
    };
    /// The point up to which the history is looked at: what is before a place, or all of it (place = size).
    bool isSeen(int place, int from) const { return from == m_view.size() || m_view.isBefore(place, from); }
    bool isContested(const Answer& acceptance, int from) const;
    bool holds(const Hand& hand, int from) const;
    std::vector<std::size_t> handsOf(PersonId person, int from) const;
    bool isAnswered(std::size_t proposal, int from) const;
    bool counts(const Change& change, const HandoverItem& item, int place,
                std::optional<std::size_t> proposal) const;
    std::optional<std::size_t> proposalOf(const HandoverItem& item, int from) const;

    const FoldView& m_view;
    std::vector<Proposal> m_proposals;
    std::vector<Answer> m_answers;
    std::vector<Hand> m_hands;
};

/// Whether somebody said no to the same proposal without either knowing of the other.
bool HandoverFolder::isContested(const Answer& acceptance, int from) const
{
    if (plantedFault(31))
        return false;
    return std::any_of(m_answers.begin(), m_answers.end(), [&](const Answer& other) {
        return other.proposal == acceptance.proposal && other.step != HandoverStep::Accept
            && isSeen(other.place, from) && !m_view.isBefore(other.place, acceptance.place)
            && !m_view.isBefore(acceptance.place, other.place);
    });
}

bool HandoverFolder::holds(const Hand& hand, int from) const
{
    const auto answerOf = [this](const Hand& one) -> const Answer& {
        return m_answers[std::size_t(one.answer)];
    };
    if (hand.answer >= 0 && !isSeen(answerOf(hand).place, from))
        return false;
    const auto number = std::size_t(&hand - m_hands.data());
    return std::none_of(m_hands.begin(), m_hands.end(), [&](const Hand& later) {
        return std::find(later.takes.begin(), later.takes.end(), number) != later.takes.end()
            && isSeen(answerOf(later).place, from) && !isContested(answerOf(later), from);
    });
}

std::vector<std::size_t> HandoverFolder::handsOf(PersonId person, int from) const
{
    std::vector<std::size_t> numbers;
    for (std::size_t number = 0; number < m_hands.size(); ++number) {
        if (m_hands[number].person == person && holds(m_hands[number], from))
            numbers.push_back(number);
    }
    return numbers;
}

bool HandoverFolder::isAnswered(std::size_t proposal, int from) const
{
    return std::any_of(m_answers.begin(), m_answers.end(), [&](const Answer& answer) {
        return answer.proposal == proposal && isSeen(answer.place, from);
    });
}

std::optional<std::size_t> HandoverFolder::proposalOf(const HandoverItem& item, int from) const
{
    for (std::size_t number = 0; number < m_proposals.size(); ++number) {
        const int place = m_proposals[number].place;
        if (m_view.id(place) == item.proposal && isSeen(place, from) && !isAnswered(number, from))
            return number;
    }
    return std::nullopt;
}

bool HandoverFolder::counts(const Change& change, const HandoverItem& item, int place,
                            std::optional<std::size_t> proposal) const
{
    const ChangeBody& author = change.body();
    const auto may = [&](Permission permission) {
        return permitted(author.role, permission, RecordPhase::Draft, true).has_value();
    };
    const bool reviews = author.role == Role::DistrictReviewer;
    if (item.step == HandoverStep::Propose)
        return may(Permission::HandOver) && (author.person == item.from || reviews) && item.to != 0
            && item.to != item.from && !handsOf(item.from, place).empty();
    if (!proposal)
        return false;
    const HandoverItem& offer = *m_proposals[*proposal].item;
    const PersonId by = m_view.at(m_proposals[*proposal].place).body().person;
    if (item.step == HandoverStep::Withdraw)
        return may(Permission::HandOver) && (author.person == offer.from || author.person == by || reviews);
    return may(Permission::TakeOver) && author.person == offer.to
        && (item.step == HandoverStep::Decline || !handsOf(offer.from, place).empty());
}

void HandoverFolder::judge(int place, const HandoverItem& item)
{
    const Change& change = m_view.at(place);
    const auto proposal = proposalOf(item, place);
    if (!counts(change, item, place, proposal))
        return;
    if (item.step == HandoverStep::Propose) {
        m_proposals.push_back({place, &item});
        return;
    }
    const PersonId from = m_proposals[*proposal].item->from;
    const auto taken = item.step == HandoverStep::Accept ? handsOf(from, place) : std::vector<std::size_t>();
    m_answers.push_back({place, *proposal, item.step});
    if (item.step == HandoverStep::Accept)
        m_hands.push_back({change.body().person, int(m_answers.size()) - 1, taken});
}

void HandoverFolder::finish(RecordState& state) const
{
    const int end = m_view.size();
    state.holders.clear();
    for (const Hand& hand : m_hands) {
        if (holds(hand, end) && !state.holders.contains(hand.person))
            state.holders.append(hand.person);
    }
    std::sort(state.holders.begin(), state.holders.end());
    state.handovers.clear();
    for (std::size_t number = 0; number < m_proposals.size(); ++number) {
        const HandoverItem& offer = *m_proposals[number].item;
        if (isAnswered(number, end) || !state.holders.contains(offer.from))
            continue;
        const int place = m_proposals[number].place;
        state.handovers.append(
            {m_view.id(place), offer.from, offer.to, m_view.at(place).body().person, offer.note});
    }
}

}  // namespace

void foldHandovers(const FoldView& view, RecordState& state)
{
    HandoverFolder folder(view, state.creator);
    for (int place = 0; place < view.size(); ++place) {
        const QList<Item>& items = view.at(place).body().items;
        const auto first = std::find_if(items.begin(), items.end(), [](const Item& item) {
            return holds_alternative<HandoverItem>(item);
        });
        if (first != items.end())
            folder.judge(place, get<HandoverItem>(*first));
    }
    folder.finish(state);
}

}  // namespace prohori
