// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace prohori {

/** In which order to take `count` things so that they are sorted, and equal ones stay as they came. `isBefore(a, b)` compares by place. For what mostly comes
    in order: one comparison each then, and log2(count) for each that does not. O(count · log(count)) for whatever comes.
*/
template <typename IsBefore>
std::vector<std::size_t> sortedPlaces(std::size_t count, const IsBefore& isBefore)
{
    constexpr std::size_t kMovesEach = 16;
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::size_t moves = count * kMovesEach;
    for (std::size_t at = 1; at < count; ++at) {
        if (!isBefore(at, order[at - 1]))
            continue;
        const auto here = order.begin() + std::ptrdiff_t(at);
        const auto to = std::upper_bound(order.begin(), here, at, isBefore);
        const auto distance = std::size_t(here - to);
        if (distance > moves) {
            std::stable_sort(order.begin(), order.end(), isBefore);
            return order;
        }
        moves -= distance;
        std::rotate(to, here, here + 1);
    }
    return order;
}

}  // namespace prohori
