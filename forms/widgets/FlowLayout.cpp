// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/FlowLayout.h"

#include <QWidget>

#include <algorithm>

namespace prohori {

namespace {
constexpr int kFlowGap = 6;
}  // namespace

FlowLayout::FlowLayout(QWidget* parent) : QLayout(parent)
{
    setContentsMargins({});
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

QSize FlowLayout::minimumSize() const
{
    // What is wider than the line wraps, so no width is asked for.
    int height = 0;
    for (const QLayoutItem* item : m_items)
        height = std::max(height, item->sizeHint().height());
    return {0, height};
}

int FlowLayout::arrange(const QRect& rect, bool move) const
{
    int x = rect.x();
    int y = rect.y();
    int line = 0;
    for (QLayoutItem* item : m_items) {
        if (item->isEmpty())
            continue;  // hidden: it leaves no gap either
        const QSize wanted = item->sizeHint();
        const int width = std::min(wanted.width(), rect.width());
        if (x > rect.x() && x + width > rect.right() + 1) {
            x = rect.x();
            y += line + kFlowGap;
            line = 0;
        }
        const bool wraps = width < wanted.width() && item->hasHeightForWidth();
        const int height = wraps ? item->heightForWidth(width) : wanted.height();
        if (move)
            item->setGeometry(QRect(x, y, width, height));
        x += width + kFlowGap;
        line = std::max(line, height);
    }
    return y + line - rect.y();
}

}  // namespace prohori
