// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/FormTree.h"
#include "forms/expression/Expression.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <vector>

namespace prohori {

/// Where a path may lead: rows of the form, or places in a list.
struct TracePlace {
    enum Kind { Row, Document, ListDocument, ListRoot, ListItem, ListCell, Unknown };
    Kind kind = Unknown;
    int row = -1;  ///< of Row
    /// The lowest row at or above `row` that is the very instance the expression stands in; below it the
    /// path may mean several instances.
    int fixed = 0;
    bool chosen =
        false;  ///< a repeat step on the way has a predicate, or indexed-repeat() picks the instance
    bool single = false;  ///< seen from inside a predicate: one instance at a time
    QString list;         ///< of the list kinds
};

/// A row that an expression reads.
struct TraceReference {
    TracePlace place;   ///< of kind Row
    bool self = false;  ///< `.` or current(): the value of the row that the expression belongs to
    bool inOnce = false;
};

/// What an expression reads, and what it names that is not there (X04, X05).
struct ExpressionTrace {
    QList<TraceReference> references;
    QList<ExpressionFault> faults;
    /// by node of the expression: where a node-set may lead; empty for other values
    std::vector<QList<TracePlace>> places;
};

/// The columns of each list and table by its name. A list without columns has unknown ones.
using ListColumns = QHash<QString, QStringList>;

struct TraceContext {
    int row = 0;               ///< the row that `.` means
    bool overChoices = false;  ///< a choice filter
    QString list;              ///< of the choice filter
    int listRow = -1;          ///< of the choice filter over the instances of a repeat: that repeat
};

/** Follows the paths of an expression through the templates of a form, without any answers.

    `lists` nullptr = lists are not looked at. Every node is visited once; a path that leads nowhere is told
    once and not followed on.
*/
ExpressionTrace traceExpression(const Expression& expression, const FormTree& tree,
                                const TraceContext& context, const ListColumns* lists = nullptr);

}  // namespace prohori
