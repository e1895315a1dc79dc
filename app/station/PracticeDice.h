// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace prohori {

/// SplitMix64: the same numbers on every machine.
class PracticeDice {
public:
    explicit PracticeDice(quint64& state) : m_state(state) {}
    quint64 next()
    {
        m_state += 0x9e3779b97f4a7c15;
        quint64 z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    int below(int count) { return static_cast<int>(next() % static_cast<quint64>(count)); }
    int between(int low, int high) { return low + below(high - low + 1); }
    bool percent(int chance) { return below(100) < chance; }
    template <typename List>
    auto pick(const List& list)
    {
        return list[below(static_cast<int>(list.size()))];
    }

private:
    quint64& m_state;
};

}  // namespace prohori
