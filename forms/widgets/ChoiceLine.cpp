// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/ChoiceLine.h"

#include <QMouseEvent>
#include <QPainter>

namespace prohori {

namespace {
constexpr int kArrowRoom = 22;
}  // namespace

ChoiceLine::ChoiceLine(QWidget* parent) : StandInLine(parent)
{
    setTextMargins(0, 0, kArrowRoom, 0);
}

void ChoiceLine::paintEvent(QPaintEvent* event)
{
    StandInLine::paintEvent(event);
    if (isReadOnly())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette().color(QPalette::PlaceholderText), 1.6));
    const QPoint middle(width() - kArrowRoom / 2 - 4, height() / 2 + 1);
    painter.drawPolyline(QPolygon({middle + QPoint(-4, -2), middle + QPoint(0, 2), middle + QPoint(4, -2)}));
}

void ChoiceLine::mouseReleaseEvent(QMouseEvent* event)
{
    QLineEdit::mouseReleaseEvent(event);
    if (event->button() == Qt::LeftButton && !isReadOnly())
        emit listWanted();
}

}  // namespace prohori
