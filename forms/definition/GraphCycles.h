// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/definition/DependencyGraph.h"
#include "forms/definition/FormTree.h"

#include <vector>

namespace prohori {

/// A vertex that must be settled before another one, and the row whose value made it so.
struct GraphNeed {
    int vertex = -1;
    int through = -1;
};

/** Finds the circles in `needs` (by vertex) and writes `cycles` and `cycleStarts` of `graph`.

    One shortest circle for each set of vertices that all need each other, in the order of rows. O(vertices
    + needs); no recursion.
*/
void findGraphCycles(const FormTree& tree, const std::vector<std::vector<GraphNeed>>& needs,
                     DependencyGraph& graph);

}  // namespace prohori
