// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/expression/Evaluator.h"
#include "forms/expression/Nodes.h"

#include <optional>
#include <variant>

namespace prohori {

/// A value on its way through an evaluation.
using Item = std::variant<double, bool, QString, Nodes>;

/// How many nodes stand on the way from the top to `node`, with it.
int depthOf(const FormNode* node);

/** One evaluation: where it stands, what it has spent, what went wrong.

    After the first fault every method returns at once, with a value that means nothing.
*/
class EvaluationWork {
public:
    EvaluationWork(const Evaluator& evaluator, const Expression& expression, const FormNode* node,
                   const FormNode* current);

    Evaluated run();

    const EvaluationWorld& world() const { return m_world; }
    const FormNode* current() const { return m_current; }
    const FormNode* place() const { return m_place.node; }
    int position() const { return m_place.position; }
    int size() const { return m_place.size; }
    const ExpressionNode& node(int at) const { return m_nodes[static_cast<size_t>(at)]; }

    Item item(int at);
    double number(int at);
    QString text(int at);
    bool boolean(int at);
    /// What is no node-set is a fault of kind `type`. `hidden`: nodes that are not relevant count too, where
    /// only `.` and `..` lead.
    Nodes nodes(int at, bool hidden = false);

    double toNumber(const Item& item);
    QString toText(const Item& item);
    bool toBoolean(const Item& item);
    /// The text of a node; notes when it is sealed to this person.
    const QString& read(const FormNode* node);
    double readNumber(const FormNode* node) { return numberOf(read(node), m_world.zone()); }

    void fail(const ExpressionFault& fault);
    bool failed() const { return m_fault.has_value(); }
    /// Counts `steps`; false, and a fault, when there are too many.
    bool spend(qint64 steps);
    /// How the author wrote a part, for messages: a path, a call, a literal; never an answer.
    QString describe(const ExpressionNode& part) const;
    /// The template path that a path expression means, as far as names tell; empty when they do not.
    QString templatePath(const ExpressionNode& path) const;

private:
    struct Place {
        const FormNode* node = nullptr;
        int position = 1;
        int size = 1;
    };
    /// Where the nodes of a path have run out, so that later names can still be checked.
    struct Trail {
        bool open = false;
        QString path;
    };

    Item compute(const ExpressionNode& node);
    Item binary(const ExpressionNode& node);
    Item combine(const ExpressionNode& node, Item left);
    bool compare(ExpressionKind kind, const Item& left, const Item& right);
    bool comparePair(ExpressionKind kind, const Item& left, const Item& right);
    bool compareNodes(ExpressionKind kind, const Nodes& nodes, const Item& other, bool nodesLeft);

    Nodes path(const ExpressionNode& node, bool hidden);
    Nodes pathStart(const ExpressionNode& node, bool& mixed);
    void step(const PathStep& step, const Nodes& from, Nodes& to, Trail& trail);
    bool childStep(const PathStep& step, const FormNode* from, Nodes& to);
    void upStep(const PathStep& step, const Nodes& from, Nodes& to);
    void filter(const std::vector<int>& predicates, Nodes& nodes, qsizetype first);
    bool holds(int predicate);
    void follow(const PathStep& step, const Nodes& from, bool found, Trail& trail);
    void checkRow(const PathStep& step, const FormNode* from);
    Item unite(const ExpressionNode& node, Item left);

    const EvaluationWorld& m_world;
    const Expression& m_expression;
    const std::vector<ExpressionNode>& m_nodes;
    const FormNode* m_current;
    Place m_place;
    qint64 m_left;
    bool& m_readSealed;
    std::optional<ExpressionFault> m_fault;
    std::vector<std::optional<Item>> m_kept;
};

/// `/data/victim/age`: the path of a node without positions.
QString templatePathOf(const FormNode* node);
/// Puts nodes into document order and drops what occurs twice. O(children of all nodes above them).
void sortNodes(Nodes& nodes);

}  // namespace prohori
