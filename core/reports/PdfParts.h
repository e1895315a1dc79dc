// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reports/PdfPages.h"

namespace prohori {

constexpr double kTextSize = 9;

/// Where the next line goes. Inside of core/reports only; PdfTable.cpp has what sets tables.
struct PdfDocument::Private {
    explicit Private(PdfSetup&& its) : setup(std::move(its)), pages(setup.language) {}

    void beginPage();
    /// Goes to a new page where less than `height` is left of this one.
    void need(double height);
    /// Sets lines, over as many pages as they take.
    void flow(const LayoutPtr& layout);

    PdfSetup setup;
    PdfPages pages;
    double y = paper::kTop;
};

}  // namespace prohori
