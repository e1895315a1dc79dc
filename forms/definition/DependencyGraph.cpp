// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/DependencyGraph.h"

#include "forms/definition/FormTree.h"
#include "forms/definition/GraphCycles.h"
#include "forms/definition/PathTrace.h"

#include <QHash>

#include <algorithm>
#include <functional>
#include <queue>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

class GraphBuilder {
public:
    explicit GraphBuilder(const FormPackage& package) : m_tree(package.data) {}

    DependencyGraph build()
    {
        m_graph.readers.resize(static_cast<size_t>(m_tree.size()));
        m_byItem.resize(static_cast<size_t>(m_tree.size()));
        for (int row = 0; row < m_tree.size(); ++row)
            addVertices(row);
        m_needs.resize(m_graph.vertices.size());
        for (size_t vertex = 0; vertex < m_graph.vertices.size(); ++vertex)
            addReferences(static_cast<int>(vertex));
        findGraphCycles(m_tree, m_needs, m_graph);
        orderVertices();
        return std::move(m_graph);
    }

private:
    void addVertex(int row, RuleKind rule)
    {
        m_byItem[static_cast<size_t>(row)].append(static_cast<int>(m_graph.vertices.size()));
        m_graph.vertices.push_back({row, rule});
    }

    void addVertices(int row)
    {
        const auto& item = m_tree.item(row);
        if (!item.relevant.isEmpty())
            addVertex(row, RuleKind::Relevant);
        if (!item.calculate.isEmpty() && item.trigger.isEmpty())
            addVertex(row, RuleKind::Calculate);
        if (!item.required.isEmpty())
            addVertex(row, RuleKind::Required);
        if (!item.readonly.isEmpty())
            addVertex(row, RuleKind::Readonly);
        if (!item.repeatCount.isEmpty())
            addVertex(row, RuleKind::RepeatCount);
        if (!item.choiceFilter.isEmpty() || item.listFromRepeat || item.parameters.contains(u"seed"_s))
            addVertex(row, RuleKind::Choices);
        if (!item.constraint.isEmpty())
            addVertex(row, RuleKind::Constraint);
        if (!item.check.isEmpty())
            addVertex(row, RuleKind::Check);
        if (!item.resolvedTexts.isEmpty())
            addVertex(row, RuleKind::Texts);
    }

    void addReferences(int vertex)
    {
        const auto [row, rule] = m_graph.vertices[static_cast<size_t>(vertex)];
        const auto& item = m_tree.item(row);
        // Whatever a row shows or computes waits for the relevance of the row and of all around it.
        // The number of instances comes before what each instance says.
        for (const int other : providers(row)) {
            const auto& before = m_graph.vertices[static_cast<size_t>(other)];
            const bool existence = before.rule == RuleKind::Relevant || before.rule == RuleKind::RepeatCount;
            if (other != vertex && existence && !(rule == RuleKind::RepeatCount && before.item == row))
                need(vertex, other, row);
        }
        TraceContext context{row, false, {}, -1};
        switch (rule) {
        case RuleKind::Relevant: return read(vertex, item.relevant.resolved, context);
        case RuleKind::Calculate: return read(vertex, item.calculate.resolved, context);
        case RuleKind::Required: return read(vertex, item.required.resolved, context);
        case RuleKind::Readonly: return read(vertex, item.readonly.resolved, context);
        case RuleKind::RepeatCount:
            context.row = m_tree.parent(row);
            return read(vertex, item.repeatCount.resolved, context);
        case RuleKind::Choices: return readChoices(vertex, item, context);
        case RuleKind::Constraint: return read(vertex, item.constraint.resolved, context);
        case RuleKind::Check: return read(vertex, item.check.resolved, context);
        case RuleKind::Texts:
            for (const auto& path : item.resolvedTexts)
                read(vertex, path, context);
        }
    }

    void readChoices(int vertex, const FormItem& item, TraceContext context)
    {
        read(vertex, item.parameters.value(u"seed"_s), context);
        context.overChoices = true;
        context.list = item.list;
        const int target = item.listFromRepeat ? m_tree.find(item.list) : -1;
        if (target >= 0) {
            context.listRow = std::max(m_tree.repeatOf(target), 0);
            TracePlace place;
            place.kind = TracePlace::Row;
            place.row = target;
            const int outer = context.listRow == 0 ? 0 : m_tree.parent(context.listRow);
            place.fixed = std::max(m_tree.commonRepeat(context.row, outer), 0);
            refer(vertex, {place, false, false});
        }
        read(vertex, item.choiceFilter.resolved, context);
    }

    void read(int vertex, const QString& expression, const TraceContext& context)
    {
        if (expression.isEmpty())
            return;
        const auto parsed = parseExpression(expression);
        if (!parsed.expression)
            return;
        for (const auto& reference : traceExpression(*parsed.expression, m_tree, context).references)
            refer(vertex, reference);
    }

    void refer(int vertex, const TraceReference& reference)
    {
        const auto [row, rule] = m_graph.vertices[static_cast<size_t>(vertex)];
        const auto& place = reference.place;
        const int common = m_tree.repeatOf(place.fixed);
        for (int on = place.row; on > place.fixed; on = m_tree.parent(on)) {
            if (on == place.row || m_tree.item(on).kind == ItemKind::Repeat)
                addReader(on, vertex, common);
        }
        // Up to an instance of a repeat: that there is one and which, so it hangs on what holds the repeat.
        if (place.row <= place.fixed) {
            const bool repeat = m_tree.item(place.row).kind == ItemKind::Repeat;
            addReader(place.row, vertex, repeat ? m_tree.repeatOf(m_tree.parent(place.row)) : common);
        }
        const bool ownBefore = place.row == row && place.chosen;
        const bool exemptSelf = reference.self && (rule == RuleKind::Choices || reference.inOnce);
        if (ownBefore || exemptSelf)
            return;
        for (const int other : providers(place.row))
            need(vertex, other, place.row);
    }

    void addReader(int row, int vertex, int common)
    {
        // Vertices come one after the other, so one that is there already is the last.
        auto& readers = m_graph.readers[static_cast<size_t>(row)];
        if (!readers.empty() && readers.back().vertex == vertex) {
            readers.back().commonRepeat = std::min(readers.back().commonRepeat, common);
            return;
        }
        readers.push_back({vertex, common});
    }

    /// The vertices that decide the effective value of a row: its own, and the relevance and instances of
    /// all around it.
    QList<int> providers(int row) const
    {
        QList<int> found;
        for (int at = row; at >= 0; at = m_tree.parent(at)) {
            for (const int vertex : m_byItem[static_cast<size_t>(at)]) {
                const auto rule = m_graph.vertices[static_cast<size_t>(vertex)].rule;
                const bool existence = rule == RuleKind::Relevant || rule == RuleKind::RepeatCount;
                const bool value = rule == RuleKind::Calculate || rule == RuleKind::Choices;
                if (existence || (value && at == row))
                    found.append(vertex);
            }
        }
        return found;
    }

    void need(int vertex, int other, int through)
    {
        m_needs[static_cast<size_t>(vertex)].push_back({other, through});
    }

    void orderVertices()
    {
        const size_t count = m_graph.vertices.size();
        std::vector<std::vector<int>> after(count);
        std::vector<int> open(count, 0);
        for (size_t vertex = 0; vertex < count; ++vertex) {
            for (const auto& need : m_needs[vertex]) {
                after[static_cast<size_t>(need.vertex)].push_back(static_cast<int>(vertex));
                ++open[vertex];
            }
        }
        std::priority_queue<int, std::vector<int>, std::greater<>> ready;
        for (size_t vertex = 0; vertex < count; ++vertex) {
            if (open[vertex] == 0)
                ready.push(static_cast<int>(vertex));
        }
        while (!ready.empty()) {
            const int vertex = ready.top();
            ready.pop();
            m_graph.order.push_back(vertex);
            for (const int next : after[static_cast<size_t>(vertex)]) {
                if (--open[static_cast<size_t>(next)] == 0)
                    ready.push(next);
            }
        }
    }

    FormTree m_tree;
    DependencyGraph m_graph;
    std::vector<QList<int>> m_byItem;
    std::vector<std::vector<GraphNeed>> m_needs;
};

}  // namespace

DependencyGraph buildGraph(const FormPackage& package)
{
    return GraphBuilder(package).build();
}

}  // namespace prohori
