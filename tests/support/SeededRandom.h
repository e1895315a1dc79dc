// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/RandomSource.h"

#include <QRandomGenerator>

#include <algorithm>

namespace prohori {

/** Chance that repeats: the same seed gives the same bytes and numbers on every machine. Only for tests.

    As a RandomSource it feeds what the product code asks for; below() and oneOf() serve the test itself.
*/
class SeededRandom final : public RandomSource {
public:
    explicit SeededRandom(quint32 seed) : m_generator(seed) {}

    QByteArray bytes(qsizetype count) override
    {
        QByteArray out(count, '\0');
        for (char& byte : out)
            byte = static_cast<char>(m_generator.generate() & 0xff);
        return out;
    }

    /// A whole number from 0 to `limit` - 1; `limit` is at least 1.
    int below(int limit) { return static_cast<int>(m_generator.bounded(static_cast<quint32>(limit))); }

    /// True about `percent` times in a hundred.
    bool chance(int percent) { return below(100) < percent; }

    /// One of `items`, which is not empty.
    template <typename Container>
    const auto& oneOf(const Container& items)
    {
        return items[below(static_cast<int>(std::size(items)))];
    }

    template <typename Container>
    void shuffle(Container& items)
    {
        std::shuffle(items.begin(), items.end(), m_generator);
    }

private:
    QRandomGenerator m_generator;
};

}  // namespace prohori
