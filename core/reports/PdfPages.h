// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reports/PdfDocument.h"

#include <pango/pangocairo.h>

#include <vector>

namespace prohori {

/// One reference to a GObject.
struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
using LayoutPtr = std::shared_ptr<PangoLayout>;

/// All lengths in points. A4 with room for a punch and a foot.
namespace paper {
constexpr double kWidth = 595.276, kHeight = 841.890;
constexpr double kLeft = 51, kRight = kWidth - 45, kTop = 48, kBottom = kHeight - 62;
constexpr double kBody = kRight - kLeft;
constexpr double kLine = 12;  ///< about one line of text
}  // namespace paper

struct PdfColour {
    double red = 0, green = 0, blue = 0;
};
namespace ink {
constexpr PdfColour kText{0.10, 0.11, 0.13}, kRule{0.72, 0.75, 0.79}, kTint{0.93, 0.945, 0.96},
    kHeader{0.84, 0.87, 0.91}, kWatermark{0.905, 0.915, 0.93};
}  // namespace ink

/** Pages as lists of lines of text and of boxes, drawn when the last one is full. Inside of core/reports only. */
class PdfPages {
public:
    explicit PdfPages(const QString& language);

    /// Breaks text into lines of at most `width`. `size` in points.
    LayoutPtr layout(const PdfText& text, double width, double size) const;
    static double heightOf(const LayoutPtr& layout);
    /// From the top to the baseline of the first line.
    static double baselineOf(const LayoutPtr& layout);
    static int linesOf(const LayoutPtr& layout);
    /// The lines from `first` that fit into `room`: how many, and how high they are.
    static std::pair<int, double> fitting(const LayoutPtr& layout, int first, double room);

    void begin();  ///< a new page
    int count() const { return int(m_pages.size()); }
    void addLines(const LayoutPtr& layout, int first, int count, double x, double y);
    void addAll(const LayoutPtr& layout, double x, double y) { addLines(layout, 0, linesOf(layout), x, y); }
    void addBox(double x, double y, double width, double height, const PdfColour& colour);

    /// True when a Bangla letter has no font here.
    bool lacksBangla() const { return m_lacksBangla; }
    Result<QByteArray> draw(const PdfSetup& setup) const;

private:
    struct Line {
        LayoutPtr layout;
        int line = 0;
        double x = 0, baseline = 0;
    };
    struct Box {
        double x = 0, y = 0, width = 0, height = 0;
        PdfColour colour;
    };
    struct Page {
        std::vector<Line> lines;
        std::vector<Box> boxes;
    };
    void drawPage(cairo_t* canvas, const Page& page, int number, const PdfSetup& setup) const;
    void drawWatermark(cairo_t* canvas, const QString& text) const;

    std::shared_ptr<PangoContext> m_context;
    std::vector<Page> m_pages;
    mutable bool m_lacksBangla = false;
};

}  // namespace prohori
