// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/expression/Expression.h"

namespace prohori {

/** Looks at the newest node of an expression: finds its function, compiles its literal pattern, notes whether
    it is fixed, and
    adds what is wrong with it to `faults`. */
void checkNode(Expression& expression, QList<ExpressionFault>& faults);

/// Gives a slot to every fixed part of a predicate that is worth keeping.
void assignSlots(Expression& expression);

/// True when the result of that node can never be a node-set.
bool isNeverNodes(const ExpressionNode& node);

}  // namespace prohori
