// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormPackage.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <vector>

namespace prohori {

/// The properties of a question that an expression gives.
enum class RuleKind : quint8 {
    Relevant,
    Calculate,
    Required,
    Readonly,
    RepeatCount,
    Choices,
    Constraint,
    Check,
    Texts,
};

/// A vertex: one rule of one row of the form.
struct GraphVertex {
    int item = -1;  ///< place of the row in document order, the root is 0
    RuleKind rule = RuleKind::Calculate;
};

/// Whoever reads a row's value: a vertex, and how far the change of one instance reaches.
struct GraphEdge {
    int vertex = -1;
    /// place of the innermost repeat that both stand in and through which the reference is relative; -1 = all
    /// instances
    int commonRepeat = -1;
};

/** Who depends on whom (forms.md 7.9). Built once per form.

    A calculation with a trigger is no vertex. A container whose relevance changes changes every row in it,
    too: that is not repeated as edges. Works on templates: `order` is a topological order of the vertices,
    ties in row order. A circle is told as names in order, the first again at the end; then `order` is of no
    use. A reference to the own template through a repeat step with a predicate is no circle.
*/
struct DependencyGraph {
    std::vector<GraphVertex> vertices;
    /// by item: who reads its value, relevance or instances; each vertex once
    std::vector<std::vector<GraphEdge>> readers;
    std::vector<int> order;
    QList<QStringList> cycles;             ///< F23, each `a, b, a`: a reads b
    std::vector<GraphVertex> cycleStarts;  ///< of each circle the rule that comes first in row order
};

/// `package` needs only its tree and the resolved rules. O(rows + references).
DependencyGraph buildGraph(const FormPackage& package);

}  // namespace prohori
