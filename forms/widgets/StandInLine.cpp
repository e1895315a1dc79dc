// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/StandInLine.h"

#include <QPainter>
#include <QStyleOptionFrame>

namespace prohori {

void StandInLine::setStandIn(const QString& text)
{
    if (m_standIn == text)
        return;
    m_standIn = text;
    update();
}

void StandInLine::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    if (m_standIn.isEmpty() || !text().isEmpty())
        return;
    constexpr int kCursorRoom = 2;
    QStyleOptionFrame option;
    initStyleOption(&option);
    const QRect inside = style()->subElementRect(QStyle::SE_LineEditContents, &option, this);
    const QRect area = inside.marginsRemoved(textMargins()).adjusted(kCursorRoom, 0, -kCursorRoom, 0);
    QPainter painter(this);
    QFont slanted = font();
    slanted.setItalic(true);
    painter.setFont(slanted);
    painter.setPen(palette().color(QPalette::Text));
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(slanted).elidedText(m_standIn, Qt::ElideRight, area.width()));
}

}  // namespace prohori
