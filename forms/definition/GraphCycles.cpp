// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/GraphCycles.h"

#include <QHash>

#include <algorithm>
#include <deque>

namespace prohori {

namespace {

using Needs = std::vector<std::vector<GraphNeed>>;

/// Tarjan's strongly connected components (1972), with a stack of its own.
class Components {
public:
    explicit Components(const Needs& needs)
        : m_needs(needs),
          m_index(needs.size(), -1),
          m_low(needs.size(), 0),
          m_component(needs.size(), -1)
    {
        for (size_t vertex = 0; vertex < needs.size(); ++vertex) {
            if (m_index[vertex] < 0)
                walk(vertex);
        }
    }

    int of(int vertex) const { return m_component[static_cast<size_t>(vertex)]; }
    int size(int component) const { return m_sizes[static_cast<size_t>(component)]; }

private:
    struct Frame {
        size_t vertex;
        size_t next;
    };

    void open(size_t vertex)
    {
        m_index[vertex] = m_low[vertex] = m_count++;
        m_stack.push_back(vertex);
        m_frames.push_back({vertex, 0});
    }

    void walk(size_t start)
    {
        open(start);
        while (!m_frames.empty()) {
            auto& frame = m_frames.back();
            const auto vertex = frame.vertex;
            if (frame.next < m_needs[vertex].size()) {
                const auto other = static_cast<size_t>(m_needs[vertex][frame.next++].vertex);
                if (m_index[other] < 0)
                    open(other);
                else if (m_component[other] < 0)
                    m_low[vertex] = std::min(m_low[vertex], m_index[other]);
                continue;
            }
            m_frames.pop_back();
            if (!m_frames.empty()) {
                const auto above = m_frames.back().vertex;
                m_low[above] = std::min(m_low[above], m_low[vertex]);
            }
            if (m_low[vertex] == m_index[vertex])
                close(vertex);
        }
    }

    void close(size_t root)
    {
        const int component = static_cast<int>(m_sizes.size());
        int size = 0;
        size_t vertex = root;
        do {
            vertex = m_stack.back();
            m_stack.pop_back();
            m_component[vertex] = component;
            ++size;
        } while (vertex != root);
        m_sizes.push_back(size);
    }

    const Needs& m_needs;
    std::vector<int> m_index, m_low, m_component, m_sizes;
    std::vector<size_t> m_stack;
    std::vector<Frame> m_frames;
    int m_count = 0;
};

struct Step {
    int from = -1;
    GraphNeed need;
};

/// The shortest way from `start` back to itself within its component.
std::vector<Step> shortestCircle(int start, const Needs& needs, const Components& components)
{
    QHash<int, Step> reached;
    std::deque<int> open{start};
    while (!open.empty()) {
        const int vertex = open.front();
        open.pop_front();
        for (const auto& need : needs[static_cast<size_t>(vertex)]) {
            if (components.of(need.vertex) != components.of(start) || reached.contains(need.vertex))
                continue;
            reached.insert(need.vertex, {vertex, need});
            if (need.vertex != start) {
                open.push_back(need.vertex);
                continue;
            }
            std::vector<Step> steps;
            for (int at = start; steps.empty() || at != start; at = reached.value(at).from)
                steps.push_back(reached.value(at));
            std::reverse(steps.begin(), steps.end());
            return steps;
        }
    }
    return {};
}

QStringList namesOf(const std::vector<Step>& steps, const FormTree& tree, const DependencyGraph& graph)
{
    QList<int> rows;
    const auto add = [&](int row) {
        if (rows.isEmpty() || rows.constLast() != row)
            rows.append(row);
    };
    for (const auto& step : steps) {
        add(graph.vertices[static_cast<size_t>(step.from)].item);
        add(step.need.through);
    }
    const int first = graph.vertices[static_cast<size_t>(steps.front().from)].item;
    add(first);
    if (rows.size() == 1)
        rows.append(first);
    QStringList names;
    for (const int row : rows)
        names.append(tree.item(row).name);
    return names;
}

}  // namespace

void findGraphCycles(const FormTree& tree, const Needs& needs, DependencyGraph& graph)
{
    const Components components(needs);
    std::vector<bool> told(needs.size(), false);
    for (int vertex = 0; vertex < static_cast<int>(needs.size()); ++vertex) {
        const auto component = static_cast<size_t>(components.of(vertex));
        const auto& own = needs[static_cast<size_t>(vertex)];
        const bool circle =
            components.size(components.of(vertex)) > 1
            || std::any_of(own.begin(), own.end(), [&](const auto& need) { return need.vertex == vertex; });
        if (!circle || told[component])
            continue;
        told[component] = true;
        graph.cycles.append(namesOf(shortestCircle(vertex, needs, components), tree, graph));
        graph.cycleStarts.push_back(graph.vertices[static_cast<size_t>(vertex)]);
    }
}

}  // namespace prohori
