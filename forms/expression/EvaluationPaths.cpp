// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/EvaluationWork.h"

#include "forms/expression/ExpressionFaults.h"

#include <QSet>

#include <algorithm>
#include <cmath>

namespace prohori {

using namespace Qt::StringLiterals;

int depthOf(const FormNode* node)
{
    int depth = 0;
    for (; node; node = node->parent())
        ++depth;
    return depth;
}

namespace {

/// Looking at this many children costs as much as one step.
constexpr qint64 childrenAStep = 16;
/// So many rows are asked whether a list has a column at all.
constexpr size_t rowsAsked = 100;

const FormNode* topOf(const FormNode* node)
{
    while (node->parent())
        node = node->parent();
    return node;
}

bool sameDepth(const Nodes& nodes)
{
    const int depth = depthOf(nodes[0]);
    return std::all_of(nodes.begin(), nodes.end(),
                       [depth](const FormNode* one) { return depthOf(one) == depth; });
}

QStringList childNames(const FormNode* node)
{
    QStringList names;
    for (const FormNode::Name name : node->childNames())
        names.append(*name);
    return names;
}

FormNode::Name rootName()
{
    static const FormNode::Name name = internName(u"root"_s);
    return name;
}

/// The list a node is of, seen as its node `root`: nullptr when there is none above it.
bool isRow(const FormNode* node)
{
    return node->parent() && node->parent()->name() == rootName();
}

void collect(const FormNode* node, const QSet<const FormNode*>& wanted, const QSet<const FormNode*>& above,
             Nodes& to)
{
    if (wanted.contains(node))
        to.append(node);
    if (!above.contains(node))
        return;
    for (const auto& child : node->children())
        collect(child.get(), wanted, above, to);
}

}  // namespace

QString templatePathOf(const FormNode* node)
{
    QString path;
    for (; node && node->parent(); node = node->parent())
        path.prepend(u'/' + *node->name());
    return path;
}

void sortNodes(Nodes& nodes)
{
    if (nodes.size() < 2)
        return;
    QSet<const FormNode*> wanted;
    QSet<const FormNode*> above;
    QList<const FormNode*> tops;
    for (const FormNode* node : nodes) {
        wanted.insert(node);
        const FormNode* up = node;
        while (up->parent() && !above.contains(up->parent())) {
            up = up->parent();
            above.insert(up);
        }
        if (!up->parent() && !tops.contains(up))
            tops.append(up);
    }
    nodes.clear();
    for (const FormNode* top : tops)
        collect(top, wanted, above, nodes);
}

Nodes EvaluationWork::path(const ExpressionNode& one, bool hidden)
{
    bool mixed = false;
    Nodes now = pathStart(one, mixed);
    bool turned = one.start >= 0 && !one.steps.empty();
    Trail trail;
    for (const PathStep& next : one.steps) {
        if (m_fault)
            return {};
        Nodes found;
        step(next, now, found, trail);
        if (mixed)
            sortNodes(found);
        turned = turned || next.kind == StepKind::Self || next.kind == StepKind::Parent;
        now = std::move(found);
    }
    if (turned && !hidden) {
        const auto gone =
            std::remove_if(now.begin(), now.end(), [](const FormNode* node) { return !node->relevant; });
        now.truncate(gone - now.begin());
    }
    return now;
}

Nodes EvaluationWork::pathStart(const ExpressionNode& one, bool& mixed)
{
    Nodes now;
    if (one.absolute) {
        if (const FormNode* root = m_world.root())
            now.append(root);
        return now;
    }
    if (one.start < 0) {
        if (m_place.node)
            now.append(m_place.node);
        return now;
    }
    const ExpressionNode& start = node(one.start);
    if (start.kind == ExpressionKind::Call && start.text == u"current"_s) {
        if (m_current)
            now.append(m_current);
    } else {
        now = nodes(one.start);
        mixed = now.size() > 1 && (start.kind == ExpressionKind::Call || !sameDepth(now));
    }
    filter(one.startPredicates, now, 0);
    return now;
}

void EvaluationWork::step(const PathStep& next, const Nodes& from, Nodes& to, Trail& trail)
{
    bool found = false;
    if (next.kind == StepKind::Child || next.kind == StepKind::AnyChild) {
        for (const FormNode* node : from) {
            const qsizetype first = to.size();
            found = childStep(next, node, to) || found;
            if (!next.predicates.empty())
                filter(next.predicates, to, first);
            if (m_fault)
                return;
        }
    } else {
        upStep(next, from, to);
        found = true;
    }
    if (to.isEmpty())
        follow(next, from, found, trail);
}

/// Appends the relevant children that the step names; true when there is any child of that name.
bool EvaluationWork::childStep(const PathStep& next, const FormNode* from, Nodes& to)
{
    const std::vector<FormNode::Name>& names = from->childNames();
    const auto& children = from->children();
    if (!spend(1 + static_cast<qint64>(names.size()) / childrenAStep))
        return true;
    if (next.kind == StepKind::AnyChild) {
        for (const auto& child : children) {
            if (child->relevant)
                to.append(child.get());
        }
        return true;
    }
    bool found = false;
    auto at = std::find(names.begin(), names.end(), next.key);
    while (at != names.end()) {
        found = true;
        const FormNode* child = children[static_cast<size_t>(at - names.begin())].get();
        if (child->relevant)
            to.append(child);
        if (!from->hasTwins())
            break;
        at = std::find(at + 1, names.end(), next.key);
    }
    if (!found && next.key == rootName() && from->name() == next.key && !from->parent()) {
        to.append(from);  // a list may be handed over as its `root` or as what holds that
        found = true;
    }
    return found;
}

void EvaluationWork::upStep(const PathStep& next, const Nodes& from, Nodes& to)
{
    if (!spend(from.size()))
        return;
    if (next.kind == StepKind::Self) {
        to = from;
        return;
    }
    for (const FormNode* node : from) {
        const FormNode* parent = node->parent();
        if (parent && (to.isEmpty() || to.back() != parent))
            to.append(parent);
    }
    sortNodes(to);
}

/// Keeps the nodes from `first` on for which all predicates hold; positions count among these.
void EvaluationWork::filter(const std::vector<int>& predicates, Nodes& nodes, qsizetype first)
{
    const Place outer = m_place;
    for (const int predicate : predicates) {
        const auto size = static_cast<int>(nodes.size() - first);
        qsizetype kept = first;
        for (int position = 1; position <= size && !m_fault; ++position) {
            const FormNode* node = nodes[first + position - 1];
            m_place = {node, position, size};
            if (holds(predicate))
                nodes[kept++] = node;
        }
        nodes.truncate(kept);
    }
    m_place = outer;
}

bool EvaluationWork::holds(int predicate)
{
    const ExpressionNode& one = node(predicate);
    if (one.kind == ExpressionKind::Number)
        return one.number == m_place.position;
    const Item result = item(predicate);
    if (const auto* number = std::get_if<double>(&result))
        return *number == m_place.position;
    return toBoolean(result);
}

/// Called when a step has given no nodes: a name that can be nowhere in the form is X04, also after the nodes
/// have run out.
void EvaluationWork::follow(const PathStep& next, const Nodes& from, bool found, Trail& trail)
{
    if (m_fault)
        return;
    if (!from.isEmpty()) {
        const FormNode* first = from[0];
        trail.open = topOf(first) == m_world.root() && next.kind != StepKind::AnyChild;
        if (!trail.open) {
            if (!found)
                checkRow(next, first);
            return;
        }
        trail.path = templatePathOf(first);
    }
    if (!trail.open)
        return;
    if (next.kind == StepKind::AnyChild) {
        trail.open = false;
    } else if (next.kind == StepKind::Parent) {
        trail.path.truncate(qMax(qsizetype(0), trail.path.lastIndexOf(u'/')));
    } else if (next.kind == StepKind::Child) {
        trail.path += u'/' + next.name;
        if ((from.isEmpty() || !found) && !m_world.knowsPath(trail.path))
            fail(FaultOf::unknownPath(next.offset, trail.path,
                                      from.isEmpty() ? QStringList() : childNames(from[0])));
    }
}

/// A cell that a row lacks may be blank; a column that no row has is X04.
void EvaluationWork::checkRow(const PathStep& next, const FormNode* from)
{
    bool known =
        !isRow(from) && !from->child(rootName()) && (from->name() != rootName() || next.name == u"item"_s);
    if (isRow(from)) {
        const auto& rows = from->parent()->children();
        known = rows.size() > rowsAsked;
        for (size_t at = 0; at < std::min(rows.size(), rowsAsked) && !known; ++at)
            known = rows[at]->child(next.key) != nullptr;
    }
    if (!known)
        fail(FaultOf::unknownPath(next.offset, templatePathOf(from) + u'/' + next.name, childNames(from)));
}

QString EvaluationWork::describe(const ExpressionNode& part) const
{
    switch (part.kind) {
    case ExpressionKind::Literal: return part.text;
    case ExpressionKind::Number: return numberText(part.number);
    case ExpressionKind::Call: return part.text + u"()"_s;
    case ExpressionKind::Path: break;
    default: return u"…"_s;
    }
    QStringList names;
    for (const PathStep& one : part.steps) {
        const QString up = one.kind == StepKind::Parent ? u".."_s : u"."_s;
        names.append(one.kind == StepKind::Child ? one.name : one.kind == StepKind::AnyChild ? u"*"_s : up);
    }
    return (part.absolute ? u"/"_s : QString()) + names.join(u'/');
}

QString EvaluationWork::templatePath(const ExpressionNode& part) const
{
    if (part.kind != ExpressionKind::Path)
        return {};
    QString path;
    if (part.start >= 0) {
        if (node(part.start).text != u"current"_s)
            return {};
        path = templatePathOf(m_current);
    } else if (!part.absolute) {
        path = templatePathOf(m_place.node);
    }
    for (const PathStep& one : part.steps) {
        if (one.kind == StepKind::Child)
            path += u'/' + one.name;
        else if (one.kind == StepKind::Parent)
            path.truncate(qMax(qsizetype(0), path.lastIndexOf(u'/')));
        else if (one.kind == StepKind::AnyChild)
            return {};
    }
    return path;
}

}  // namespace prohori
