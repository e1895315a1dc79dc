// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/PathTrace.h"

#include "forms/expression/ExpressionFaults.h"

#include <QSet>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

using Places = QList<TracePlace>;

/// How a predicate sees the nodes that it is asked about.
Places oneByOne(Places places)
{
    for (TracePlace& place : places)
        place.single = true;
    return places;
}

class Tracer {
public:
    Tracer(const Expression& expression, const FormTree& tree, const TraceContext& context,
           const ListColumns* lists)
        : m_expression(expression),
          m_tree(tree),
          m_row(context.row),
          m_lists(lists)
    {
        m_trace.places.resize(expression.nodes.size());
        m_own.kind = TracePlace::Row;
        m_own.row = m_own.fixed = context.row;
        m_start = {m_own};
        if (!context.overChoices)
            return;
        TracePlace choice;
        choice.kind = context.listRow >= 0 ? TracePlace::Row : TracePlace::ListItem;
        choice.row = context.listRow;
        choice.list = context.list;
        choice.chosen = true;
        m_start = {choice};
    }

    ExpressionTrace run()
    {
        visit(static_cast<int>(m_expression.nodes.size()) - 1, m_start);
        return m_trace;
    }

private:
    const ExpressionNode& node(int at) const { return m_expression.nodes[static_cast<size_t>(at)]; }

    Places visit(int at, const Places& context)
    {
        const auto& current = node(at);
        Places places;
        if (current.kind == ExpressionKind::Path) {
            places = visitPath(current, context);
        } else if (current.kind == ExpressionKind::Call) {
            places = visitCall(current, context);
            if (current.text == u"current")
                refer({m_own});
        } else {
            for (const int operand : current.operands) {
                const auto found = visit(operand, context);
                if (current.kind == ExpressionKind::Union)
                    places += found;
            }
        }
        m_trace.places[static_cast<size_t>(at)] = places;
        return places;
    }

    /// Does not count `current()` as a reference: what it starts decides.
    Places visitStart(int at, const Places& context)
    {
        if (node(at).kind != ExpressionKind::Call)
            return visit(at, context);
        auto places = visitCall(node(at), context);
        if (places.isEmpty())
            places.append(TracePlace());
        m_trace.places[static_cast<size_t>(at)] = places;
        return places;
    }

    Places visitPath(const ExpressionNode& path, const Places& context)
    {
        Places places = context;
        if (path.absolute) {
            TracePlace document;
            document.kind = TracePlace::Document;
            places = {document};
        } else if (path.start >= 0) {
            places = visitStart(path.start, context);
            for (const int predicate : path.startPredicates)
                visit(predicate, oneByOne(places));
        }
        for (const auto& step : path.steps) {
            places = follow(step, places);
            for (const int predicate : step.predicates)
                visit(predicate, oneByOne(places));
            // What the predicate itself reads is not picked by it.
            for (auto& place : places)
                place.chosen = place.chosen || (isRepeat(place) && !step.predicates.empty());
        }
        refer(places);
        return places;
    }

    Places visitCall(const ExpressionNode& call, const Places& context)
    {
        static const QSet<QString> ofContext{u"string"_s, u"number"_s, u"string-length"_s,
                                             u"normalize-space"_s};
        if (call.operands.empty() && ofContext.contains(call.text))
            refer(context);
        if (call.text == u"current")
            return {m_own};
        if (call.text == u"instance" && call.operands.size() == 1)
            return instance(node(call.operands[0]), call.operands[0], context);
        if (call.text == u"pulldata" && call.operands.size() == 4
            && node(call.operands[0]).kind == ExpressionKind::Literal)
            checkList(node(call.operands[0]));
        if (call.text == u"once")
            ++m_once;
        Places result;
        for (size_t at = 0; at < call.operands.size(); ++at) {
            const bool picked = call.text == u"indexed-repeat" && at == 0;
            m_picked += picked ? 1 : 0;
            const auto places = visit(call.operands[at], context);
            m_picked -= picked ? 1 : 0;
            if (picked || (call.text == u"randomize" && at == 0) || (call.text == u"if" && at > 0))
                result += places;
        }
        if (call.text == u"once")
            --m_once;
        return result;
    }

    Places instance(const ExpressionNode& name, int at, const Places& context)
    {
        TracePlace place;
        if (name.kind != ExpressionKind::Literal) {
            visit(at, context);
        } else if (checkList(name)) {
            place.kind = TracePlace::ListDocument;
            place.list = name.text;
        }
        return {place};
    }

    bool checkList(const ExpressionNode& name)
    {
        if (!m_lists)
            return false;
        if (m_lists->contains(name.text))
            return true;
        m_trace.faults.append(FaultOf::unknownInstance(name.offset, name.text));
        return false;
    }

    Places follow(const PathStep& step, const Places& places)
    {
        Places found;
        for (const auto& place : places)
            found += followOne(step, place);
        return found;
    }

    Places followOne(const PathStep& step, TracePlace place)
    {
        switch (place.kind) {
        case TracePlace::Unknown: return {place};
        case TracePlace::Row: return followRow(step, place);
        case TracePlace::Document: return followDocument(step, place);
        default: return followList(step, place);
        }
    }

    Places followRow(const PathStep& step, TracePlace place)
    {
        if (step.kind == StepKind::Self)
            return {place};
        if (step.kind == StepKind::Parent) {
            const int parent = m_tree.parent(place.row);
            if (place.fixed == place.row)
                place.fixed = std::max(parent, 0);
            place.row = parent;
            if (parent < 0)
                place.kind = TracePlace::Document;
            return {place};
        }
        Places found;
        const auto rows = step.kind == StepKind::AnyChild ? m_tree.children(place.row)
                                                          : QList<int>{m_tree.child(place.row, step.name)};
        for (const int row : rows) {
            if (row < 0)
                return miss(step, m_tree.item(place.row).path, namesBelow(place.row));
            auto child = place;
            child.row = row;
            found.append(child);
        }
        return found;
    }

    bool isRepeat(const TracePlace& place) const
    {
        return place.kind == TracePlace::Row && m_tree.item(place.row).kind == ItemKind::Repeat;
    }

    QStringList namesBelow(int row) const
    {
        QStringList names;
        for (const auto& child : m_tree.item(row).children)
            names.append(child.name);
        return names;
    }

    Places followDocument(const PathStep& step, TracePlace place)
    {
        if (step.kind == StepKind::Self)
            return {place};
        const auto& root = m_tree.item(0).name;
        if (step.kind == StepKind::Parent || (step.kind == StepKind::Child && step.name != root))
            return miss(step, QString(), {root});
        place.kind = TracePlace::Row;
        place.row = place.fixed = 0;
        return {place};
    }

    Places followList(const PathStep& step, TracePlace place)
    {
        if (step.kind == StepKind::Self)
            return {place};
        if (step.kind != StepKind::Child)
            return {TracePlace()};
        const auto base = u"instance('%1')"_s.arg(place.list);
        switch (place.kind) {
        case TracePlace::ListDocument:
            place.kind = TracePlace::ListRoot;
            return step.name == u"root" ? Places{place} : miss(step, base, {u"root"_s});
        case TracePlace::ListRoot:
            place.kind = TracePlace::ListItem;
            return step.name == u"item" ? Places{place} : miss(step, base + u"/root"_s, {u"item"_s});
        case TracePlace::ListItem: break;
        default: return {TracePlace()};
        }
        const auto columns = m_lists ? m_lists->value(place.list) : QStringList();
        if (!columns.isEmpty() && !columns.contains(step.name))
            return miss(step, base + u"/root/item"_s, columns);
        place.kind = TracePlace::ListCell;
        return {place};
    }

    Places miss(const PathStep& step, const QString& container, const QStringList& siblings)
    {
        const auto name = step.kind == StepKind::Parent ? u".."_s : step.name;
        m_trace.faults.append(FaultOf::unknownPath(step.offset, container + u'/' + name, siblings));
        return {TracePlace()};
    }

    void refer(const Places& places)
    {
        for (auto place : places) {
            if (place.kind != TracePlace::Row)
                continue;
            place.chosen = place.chosen || m_picked > 0;
            const bool self = place.row == m_row && place.fixed == m_row;
            m_trace.references.append({place, self, m_once > 0});
        }
    }

    const Expression& m_expression;
    const FormTree& m_tree;
    int m_row;
    const ListColumns* m_lists;
    TracePlace m_own;
    Places m_start;
    ExpressionTrace m_trace;
    int m_once = 0;
    int m_picked = 0;
};

}  // namespace

ExpressionTrace traceExpression(const Expression& expression, const FormTree& tree,
                                const TraceContext& context, const ListColumns* lists)
{
    return Tracer(expression, tree, context, lists).run();
}

}  // namespace prohori
