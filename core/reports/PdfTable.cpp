// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/PdfParts.h"

#include <algorithm>

namespace prohori {

namespace {

constexpr double kPadX = 4, kPadY = 2.6, kRule = 0.5, kHeaderSize = 8.2;
constexpr double kAfter = 8;
constexpr double kAboveAcross = 3;
constexpr double kLeastPart = 3 * paper::kLine;  ///< of a row that goes over the end of a page

/// A row whose text is broken into lines.
struct SetRow {
    QList<LayoutPtr> cells;
    QList<double> drops;  ///< how far each cell stands down so that all first lines stand on one
    double height = 0;
    const PdfRow* row = nullptr;
};

class TableSetter {
public:
    TableSetter(PdfPages& pages, const PdfTable& table) : m_pages(pages), m_table(table)
    {
        double shares = 0;
        for (const PdfColumn& column : table.columns)
            shares += column.share;
        for (const PdfColumn& column : table.columns)
            m_widths.append(paper::kBody * column.share / shares);
    }

    SetRow set(const PdfRow& row) const
    {
        SetRow made;
        made.row = &row;
        for (qsizetype at = 0; at < row.cells.size(); ++at) {
            const double width = row.across ? paper::kBody : m_widths.value(at);
            made.cells.append(m_pages.layout(row.cells[at], width - 2 * kPadX, kTextSize));
        }
        double lowest = 0;
        for (const LayoutPtr& cell : std::as_const(made.cells))
            lowest = std::max(lowest, PdfPages::baselineOf(cell));
        for (const LayoutPtr& cell : std::as_const(made.cells)) {
            made.drops.append(lowest - PdfPages::baselineOf(cell));
            made.height = std::max(made.height, made.drops.last() + PdfPages::heightOf(cell) + 2 * kPadY);
        }
        return made;
    }

    double headerHeight() const
    {
        double height = 0;
        for (const LayoutPtr& title : titles())
            height = std::max(height, PdfPages::heightOf(title) + 2 * kPadY);
        return m_table.hasHeader ? height : 0;
    }

    void putHeader(double& y) const
    {
        if (!m_table.hasHeader)
            return;
        const double height = headerHeight();
        m_pages.addBox(paper::kLeft, y, paper::kBody, height, ink::kHeader);
        double x = paper::kLeft;
        const QList<LayoutPtr> all = titles();
        for (qsizetype at = 0; at < all.size(); ++at) {
            m_pages.addAll(all[at], x + kPadX, y + kPadY);
            x += m_widths[at];
        }
        y += height;
    }

    /// What the rows on a new page go on with.
    void putContinued(const QString& text, double& y) const
    {
        if (text.isEmpty())
            return;
        const LayoutPtr layout =
            m_pages.layout(PdfText(text, PdfLook::Muted), paper::kBody - 2 * kPadX, kTextSize);
        const double height = PdfPages::heightOf(layout) + 2 * kPadY;
        m_pages.addBox(paper::kLeft, y, paper::kBody, height, ink::kTint);
        m_pages.addAll(layout, paper::kLeft + kPadX, y + kPadY);
        y += height;
    }

    /// The lines of each cell from `firsts` that fit into `room`; moves `firsts` on. How high that part is; 0 when nothing fits.
    double putPart(const SetRow& row, QList<int>& firsts, double room, double y) const
    {
        double height = 0;
        QList<int> counts;
        for (qsizetype at = 0; at < row.cells.size(); ++at) {
            const double drop = firsts[at] == 0 ? row.drops[at] : 0;
            const auto [count, high] = PdfPages::fitting(row.cells[at], firsts[at], room - 2 * kPadY - drop);
            counts.append(count);
            height = std::max(height, count == 0 ? 0 : high + drop);
        }
        if (std::all_of(counts.begin(), counts.end(), [](int count) { return count == 0; }))
            return 0;
        height += 2 * kPadY;
        if (row.row->across)
            m_pages.addBox(paper::kLeft, y, paper::kBody, height, ink::kTint);
        double x = paper::kLeft;
        for (qsizetype at = 0; at < row.cells.size(); ++at) {
            const double drop = firsts[at] == 0 ? row.drops[at] : 0;
            m_pages.addLines(row.cells[at], firsts[at], counts[at], x + kPadX, y + kPadY + drop);
            firsts[at] += counts[at];
            x += m_widths.value(at);
        }
        if (m_table.hasHeader)
            m_pages.addBox(paper::kLeft, y + height - kRule, paper::kBody, kRule, ink::kRule);
        return height;
    }

private:
    QList<LayoutPtr> titles() const
    {
        QList<LayoutPtr> all;
        for (qsizetype at = 0; at < m_table.columns.size(); ++at)
            all.append(m_pages.layout(PdfText(m_table.columns[at].title, PdfLook::Strong),
                                      m_widths[at] - 2 * kPadX, kHeaderSize));
        return all;
    }

    PdfPages& m_pages;
    const PdfTable& m_table;
    QList<double> m_widths;
};

bool isDone(const SetRow& row, const QList<int>& firsts)
{
    for (qsizetype at = 0; at < row.cells.size(); ++at) {
        if (firsts[at] < PdfPages::linesOf(row.cells[at]))
            return false;
    }
    return true;
}

}  // namespace

void PdfDocument::table(const PdfTable& table)
{
    const TableSetter setter(d->pages, table);
    const double header = setter.headerHeight();
    const double wholePage = paper::kBottom - paper::kTop - header;
    const auto newPage = [&](const QString& continued) {
        d->beginPage();
        setter.putHeader(d->y);
        setter.putContinued(continued, d->y);
    };
    d->need(header + kLeastPart);
    setter.putHeader(d->y);
    for (qsizetype at = 0; at < table.rows.size(); ++at) {
        if (at > 0 && table.rows[at].across)
            d->y += kAboveAcross;
        const SetRow row = setter.set(table.rows[at]);
        double wanted = row.height > wholePage ? kLeastPart : row.height;
        if (table.rows[at].keepsNext && at + 1 < table.rows.size())
            wanted += std::min(setter.set(table.rows[at + 1]).height, kLeastPart);
        if (d->y + wanted > paper::kBottom && d->y > paper::kTop + header)
            newPage(table.rows[at].continued);
        QList<int> firsts(row.cells.size(), 0);
        while (!isDone(row, firsts)) {
            const double height = setter.putPart(row, firsts, paper::kBottom - d->y, d->y);
            d->y += height;
            if (!isDone(row, firsts))
                newPage(table.rows[at].continued);
        }
    }
    d->y += kAfter;
}

}  // namespace prohori
