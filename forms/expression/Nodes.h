// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/expression/FormNode.h"

#include <array>
#include <initializer_list>
#include <vector>

namespace prohori {

/// A node-set on its way through an evaluation: without an allocation while the nodes are few.
class Nodes {
public:
    Nodes() = default;
    Nodes(std::initializer_list<const FormNode*> nodes)
    {
        for (const FormNode* node : nodes)
            append(node);
    }

    qsizetype size() const { return m_many.empty() ? m_count : static_cast<qsizetype>(m_many.size()); }
    bool isEmpty() const { return size() == 0; }
    const FormNode** begin() { return m_many.empty() ? m_few.data() : m_many.data(); }
    const FormNode** end() { return begin() + size(); }
    const FormNode* const* begin() const { return m_many.empty() ? m_few.data() : m_many.data(); }
    const FormNode* const* end() const { return begin() + size(); }
    const FormNode*& operator[](qsizetype place) { return begin()[place]; }
    const FormNode* operator[](qsizetype place) const { return begin()[place]; }
    const FormNode* back() const { return begin()[size() - 1]; }

    void append(const FormNode* node)
    {
        if (m_many.empty() && m_count < few) {
            m_few[static_cast<size_t>(m_count++)] = node;
            return;
        }
        if (m_many.empty()) {
            m_many.reserve(4 * few);
            m_many.assign(m_few.begin(), m_few.end());
            m_count = 0;
        }
        m_many.push_back(node);
    }

    /// Keeps the first `size` nodes.
    void truncate(qsizetype size)
    {
        if (m_many.empty())
            m_count = qMin(m_count, size);
        else
            m_many.resize(static_cast<size_t>(qMin(this->size(), size)));
    }

    void clear() { truncate(0); }

private:
    static constexpr qsizetype few = 6;
    std::array<const FormNode*, few> m_few{};
    qsizetype m_count = 0;  ///< in m_few; 0 once there are more
    std::vector<const FormNode*> m_many;
};

}  // namespace prohori
