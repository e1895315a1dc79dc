// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"
#include "core/cases/FoldView.h"

#include <vector>

namespace prohori {

/// What the content of a view folds to, before any act is looked at. Inside core/cases only.
struct FoldedContent {
    RecordState state;  ///< without phase, approval and what follows from them
    std::vector<bool>
        edits;  ///< by place: the change wrote content (values, options, rows, decisions, attachments)
    std::vector<int>
        laterPlaces;  ///< changes with standing content outside the current approval scope; sorted, each once
};

FoldedContent foldContent(const FoldView& view);

/// True when the second version is higher: parts between dots are compared as numbers where both are numbers.
bool isLowerVersion(const QString& one, const QString& other);

}  // namespace prohori
