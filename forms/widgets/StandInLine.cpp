// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/StandInLine.h"

#include "forms/widgets/Look.h"

#include <QLabel>
#include <QPainter>
#include <QStyleOptionFrame>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kCursorRoom = 2;
constexpr int kEchoGap = 16;
}  // namespace

StandInLine::StandInLine(QWidget* parent) : QLineEdit(parent), m_chip(makeRoleLabel({}, u"standIn"_s, this))
{
    m_chip->setWordWrap(false);
    m_chip->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_chip->hide();
    connect(this, &QLineEdit::textChanged, this, [this] { placeChip(); });
}

QRect StandInLine::inside() const
{
    QStyleOptionFrame option;
    initStyleOption(&option);
    return style()
        ->subElementRect(QStyle::SE_LineEditContents, &option, this)
        .marginsRemoved(textMargins())
        .adjusted(kCursorRoom, 0, -kCursorRoom, 0);
}

void StandInLine::placeChip()
{
    m_chip->setVisible(!m_standIn.isEmpty() && text().isEmpty());
    const QRect area = inside();
    const QSize wanted = m_chip->sizeHint();
    m_chip->resize(std::min(wanted.width(), area.width()), std::min(wanted.height(), height() - 4));
    m_chip->move(area.left() + kCursorRoom, (height() - m_chip->height()) / 2);
}

void StandInLine::setStandIn(const QString& text)
{
    if (m_standIn == text)
        return;
    m_standIn = text;
    m_chip->setText(text);
    placeChip();
}

void StandInLine::setEcho(const QString& text)
{
    if (m_echo == text)
        return;
    m_echo = text;
    update();
}

bool StandInLine::hasRoomForEcho() const
{
    return inside().width()
        >= fontMetrics().horizontalAdvance(text()) + kEchoGap + fontMetrics().horizontalAdvance(m_echo);
}

QString StandInLine::textBeyondRoom() const
{
    return fontMetrics().horizontalAdvance(text()) > inside().width() ? text() : QString();
}

void StandInLine::resizeEvent(QResizeEvent* event)
{
    QLineEdit::resizeEvent(event);
    placeChip();
}

void StandInLine::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    if (m_echo.isEmpty() || !hasRoomForEcho())
        return;
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(inside(), Qt::AlignRight | Qt::AlignVCenter, m_echo);
}

}  // namespace prohori
