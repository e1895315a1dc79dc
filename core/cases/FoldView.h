// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/History.h"

#include <optional>
#include <vector>

namespace prohori {

/** A part of a history that holds the ancestors of all its changes, each under its place in the topological order (0, 1, 2 …).
    Inside core/cases only; the history outlives it.
*/
class FoldView {
public:
    /// Everything.
    static FoldView all(const History& history) { return FoldView(history, history.order()); }
    /// What is strictly before the change at `place` of this view.
    FoldView before(int place) const
    {
        std::vector<int> numbers;
        for (int earlier = 0; earlier < place; ++earlier) {
            if (isBefore(earlier, place))
                numbers.push_back(m_numbers[std::size_t(earlier)]);
        }
        return FoldView(m_history, std::move(numbers));
    }

    int size() const { return int(m_numbers.size()); }
    const Change& at(int place) const { return m_history.entry(m_numbers[std::size_t(place)]); }
    const ChangeId& id(int place) const { return at(place).id(); }
    bool isBefore(int earlier, int later) const
    {
        return m_history.precedes(m_numbers[std::size_t(earlier)], m_numbers[std::size_t(later)]);
    }
    std::optional<int> placeOf(const ChangeId& id) const
    {
        const auto number = m_history.numberOf(id);
        if (!number || m_places[std::size_t(*number)] < 0)
            return std::nullopt;
        return m_places[std::size_t(*number)];
    }
    /// Ids in the order of the ids, each once.
    QList<ChangeId> sortedIds(const std::vector<int>& places) const
    {
        QList<ChangeId> ids;
        for (const int place : places)
            ids.append(id(place));
        if (ids.size() > 1) {
            std::sort(ids.begin(), ids.end());
            ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
        }
        return ids;
    }

private:
    FoldView(const History& history, std::vector<int> numbers)
        : m_history(history),
          m_numbers(std::move(numbers)),
          m_places(std::size_t(history.size()), -1)
    {
        for (std::size_t place = 0; place < m_numbers.size(); ++place)
            m_places[std::size_t(m_numbers[place])] = int(place);
    }

    const History& m_history;
    std::vector<int> m_numbers;  ///< by place
    std::vector<int> m_places;   ///< by number; -1 outside
};

}  // namespace prohori
