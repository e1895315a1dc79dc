// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/PdfDocument.h"

#include "core/reports/PdfParts.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr double kTitleSize = 18, kHeadingSize = 12.5;
constexpr double kGap = 6;           ///< between paragraphs
constexpr double kSection = 14;      ///< above a heading
constexpr double kFactsName = 0.27;  ///< the share of the names in a list of facts

}  // namespace

PdfDocument::PdfDocument(PdfSetup setup) : d(std::make_unique<Private>(std::move(setup))) {}

PdfDocument::~PdfDocument() = default;

void PdfDocument::Private::beginPage()
{
    pages.begin();
    y = paper::kTop;
}

void PdfDocument::Private::need(double height)
{
    if (y + height > paper::kBottom && y > paper::kTop)
        beginPage();
}

void PdfDocument::Private::flow(const LayoutPtr& layout)
{
    const int lines = PdfPages::linesOf(layout);
    for (int line = 0; line < lines;) {
        auto [count, height] = PdfPages::fitting(layout, line, paper::kBottom - y);
        if (count == 0 && y > paper::kTop) {
            beginPage();
            continue;
        }
        count = std::max(count, 1);
        pages.addLines(layout, line, count, paper::kLeft, y);
        line += count;
        y += height;
    }
}

void PdfDocument::title(const QString& text)
{
    const LayoutPtr layout = d->pages.layout(PdfText(text, PdfLook::Strong), paper::kBody, kTitleSize);
    d->need(PdfPages::heightOf(layout));
    d->flow(layout);
    d->y += kGap;
}

void PdfDocument::heading(const QString& text)
{
    const LayoutPtr layout = d->pages.layout(PdfText(text, PdfLook::Strong), paper::kBody, kHeadingSize);
    if (d->y > paper::kTop)
        d->y += kSection;
    d->need(PdfPages::heightOf(layout) + kGap + 4 * paper::kLine);
    d->flow(layout);
    d->y += kGap;
}

void PdfDocument::paragraph(const PdfText& text)
{
    d->flow(d->pages.layout(text, paper::kBody, kTextSize));
    d->y += kGap;
}

void PdfDocument::facts(const QList<std::pair<QString, PdfText>>& facts)
{
    PdfTable list;
    list.hasHeader = false;
    list.columns = {{{}, kFactsName, PdfLook::Muted}, {{}, 1 - kFactsName}};
    for (const auto& [name, text] : facts)
        list.rows.append({{PdfText(name, PdfLook::Muted), text}, false, false, {}});
    table(list);
}

int PdfDocument::pages() const
{
    return d->pages.count();
}

Result<QByteArray> PdfDocument::finish()
{
    if (d->pages.lacksBangla())
        return Error{ErrorCode::NotFound,
                     u"this computer has no font for Bangla: install the package fonts-noto-core"_s,
                     u"no-font"_s};
    return d->pages.draw(d->setup);
}

}  // namespace prohori
