// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/Controls.h"

#include "app/desktop/ErrorText.h"

#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
const char* const kWhy = "whyDisabled";
constexpr int kBadgeMax = 999;
}  // namespace

void setEnabledOrWhy(QWidget& control, const QString& whyNot)
{
    control.setEnabled(whyNot.isEmpty());
    control.setToolTip(whyNot);
    control.setAccessibleDescription(whyNot);
    control.setProperty(kWhy, whyNot);
}

QString whyDisabled(const QWidget& control)
{
    return control.property(kWhy).toString();
}

QLabel* makeLabel(const QString& text, const QString& role, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setProperty("role", role);
    label->setWordWrap(true);
    return label;
}

void setRole(QWidget& control, const QString& role)
{
    if (control.property("role").toString() == role)
        return;
    control.setProperty("role", role);
    control.style()->unpolish(&control);
    control.style()->polish(&control);
}

QPushButton* makeButton(const QString& text, const QString& objectName, QWidget* parent, bool primary)
{
    auto* button = new QPushButton(text, parent);
    button->setObjectName(objectName);
    button->setAutoDefault(false);
    if (primary)
        button->setProperty("role", u"primary"_s);
    return button;
}

QVBoxLayout* makeCard(const QString& heading, QVBoxLayout* into, QWidget* parent)
{
    auto* card = new QFrame(parent);
    card->setObjectName(u"card"_s);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(18, 14, 18, 16);
    layout->setSpacing(8);
    if (!heading.isEmpty())
        layout->addWidget(makeLabel(heading, u"h2"_s, card));
    into->addWidget(card);
    return layout;
}

namespace {

/// @return how wide it became.
int paintChip(QPainter& painter, const QRect& area, const QString& text, ChipColour colour)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::font(12, true));
    const QFontMetrics metrics(painter.font());
    const int width = metrics.horizontalAdvance(text) + Theme::px(18);
    const int height = metrics.height() + Theme::px(4);
    const QRect box(area.left(), area.center().y() - height / 2, std::min(width, area.width()), height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::chipBack(colour));
    painter.drawRoundedRect(box, height / 2.0, height / 2.0);
    painter.setPen(Theme::chipText(colour));
    painter.drawText(box, Qt::AlignCenter,
                     metrics.elidedText(text, Qt::ElideRight, box.width() - Theme::px(10)));
    return box.width();
}

}  // namespace

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const ColourTokens& t = Theme::tokens();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state & QStyle::State_Selected;
    painter->fillRect(option.rect, selected ? t.accentSoft : t.surface);
    painter->setPen(t.border);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());

    QRect area = option.rect.adjusted(Theme::px(12), Theme::px(5), -Theme::px(10), -Theme::px(5));
    const QString chip = index.data(ChipText).toString();
    if (!chip.isEmpty()) {
        const int width =
            paintChip(*painter, area, chip, static_cast<ChipColour>(index.data(ChipKind).toInt()));
        area.setLeft(area.left() + width + Theme::px(6));
        const QString other = index.data(OtherChipText).toString();
        if (!other.isEmpty() && area.width() > Theme::px(30))
            paintChip(*painter, area, other, static_cast<ChipColour>(index.data(OtherChipKind).toInt()));
        painter->restore();
        return;
    }
    const QString second = index.data(SecondLine).toString();
    const QString first = index.data(Qt::DisplayRole).toString();
    // What cannot be chosen is grey, and no heading.
    const bool isGrey = !(index.flags() & Qt::ItemIsEnabled);
    painter->setFont(Theme::font(14, !second.isEmpty() && !isGrey));
    const QFontMetrics metrics(painter->font());
    painter->setPen(!isGrey && (index.column() == 0 || !second.isEmpty()) ? t.text : t.muted);
    const QRect top =
        second.isEmpty() ? area : QRect(area.left(), area.top(), area.width(), area.height() / 2);
    painter->drawText(top, Qt::AlignLeft | Qt::AlignVCenter,
                      metrics.elidedText(first, Qt::ElideRight, area.width()));
    if (!second.isEmpty()) {
        painter->setFont(Theme::font(12));
        painter->setPen(t.muted);
        const QRect bottom(area.left(), area.top() + area.height() / 2, area.width(), area.height() / 2);
        painter->drawText(bottom, Qt::AlignLeft | Qt::AlignVCenter,
                          QFontMetrics(painter->font()).elidedText(second, Qt::ElideRight, area.width()));
    }
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width(), Theme::px(48)};
}

StatusChip::StatusChip(QWidget* parent) : QLabel(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StatusChip::show(const QString& text, ChipColour colour)
{
    m_colour = colour;
    setText(text);
    setVisible(!text.isEmpty());
    updateGeometry();
    update();
}

QSize StatusChip::sizeHint() const
{
    const QFontMetrics metrics(Theme::font(12, true));
    return {metrics.horizontalAdvance(text()) + Theme::px(19), metrics.height() + Theme::px(6)};
}

void StatusChip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintChip(painter, rect(), text(), m_colour);
}

TileButton::TileButton(QWidget* parent) : QPushButton(parent)
{
    setMinimumHeight(Theme::px(96));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TileButton::tell(qint64 count, const QString& caption)
{
    m_figure = Words::number(count);
    m_caption = caption;
    m_waits = count > 0;
    setAccessibleName(u"%1: %2"_s.arg(caption, m_figure));
    update();
}

void TileButton::paintEvent(QPaintEvent* event)
{
    QPushButton::paintEvent(event);
    QPainter painter(this);
    const ColourTokens& t = Theme::tokens();
    const int margin = Theme::px(14);
    const QRect area = rect().adjusted(margin, margin / 2, -margin, -margin / 2);
    painter.setFont(Theme::font(26, true));
    painter.setPen(m_waits ? t.accent : t.muted);
    const int top = QFontMetrics(painter.font()).height();
    painter.drawText(QRect(area.left(), area.top(), area.width(), top), Qt::AlignLeft | Qt::AlignVCenter,
                     m_figure);
    painter.setFont(Theme::font(13));
    painter.setPen(t.text);
    painter.drawText(area.adjusted(0, top, 0, 0), int(Qt::AlignLeft | Qt::AlignTop) | Qt::TextWordWrap,
                     m_caption);
}

void BadgeButton::setCount(qint64 count)
{
    m_count = count;
    setAccessibleDescription(count > 0 ? tr("%Ln change(s) not sent", nullptr, static_cast<int>(count))
                                       : QString());
    update();
}

void BadgeButton::paintEvent(QPaintEvent* event)
{
    QPushButton::paintEvent(event);
    if (m_count <= 0)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QString text = m_count > kBadgeMax ? Words::number(kBadgeMax) + u'+' : Words::number(m_count);
    painter.setFont(Theme::font(11, true));
    const QFontMetrics metrics(painter.font());
    const int height = metrics.height();
    const int width = std::max(height, metrics.horizontalAdvance(text) + Theme::px(8));
    const QRect box(this->width() - width - 2, 1, width, height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::tokens().badge);
    painter.drawRoundedRect(box, height / 2.0, height / 2.0);
    painter.setPen(Qt::white);
    painter.drawText(box, Qt::AlignCenter, text);
}

}  // namespace prohori
