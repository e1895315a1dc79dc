// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Theme.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QStyledItemDelegate>

class QVBoxLayout;

namespace prohori {

/// Switches a control on, or off with the reason as tooltip and accessible description. No other code disables a control.
void setEnabledOrWhy(QWidget& control, const QString& whyNot);
/// The reason that setEnabledOrWhy gave; empty on an enabled control.
QString whyDisabled(const QWidget& control);

/// The key 1 of a Bangla keyboard; the others follow it.
inline constexpr int kBanglaOne = 0x09e7;
/// Of a row of a table that is chosen from, at letters of 100 %.
inline constexpr int kTableRowHeight = 44;

QLabel* makeLabel(const QString& text, const QString& role, QWidget* parent);
QPushButton* makeButton(const QString& text, const QString& objectName, QWidget* parent,
                        bool primary = false);
/// Changes the role of a label while it is shown, such as "muted" to "problem".
void setRole(QWidget& control, const QString& role);
/// A white card with a heading; the layout is where its content goes.
QVBoxLayout* makeCard(const QString& heading, QVBoxLayout* into, QWidget* parent);

/// Paints rows of two lines with a status chip: DisplayRole is the first line, SecondLine the second, Chip* the chip, OtherChip* one beside it.
class RowDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Roles { SecondLine = Qt::UserRole + 1, ChipText, ChipKind, OtherChipText, OtherChipKind };
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// A state in its colour, as the lists show it; nothing when the text is empty.
class StatusChip : public QLabel {
    Q_OBJECT
public:
    explicit StatusChip(QWidget* parent = nullptr);
    void show(const QString& text, ChipColour colour);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ChipColour m_colour = ChipColour::Grey;
};

/// A large button that counts something: the number, and under it what it counts.
class TileButton : public QPushButton {
    Q_OBJECT
public:
    explicit TileButton(QWidget* parent);
    void tell(qint64 count, const QString& caption);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_figure, m_caption;
    bool m_waits = false;  ///< there is something: the figure stands out
};

/// A button with a number on it: the Sync button with the count of unsent changes.
class BadgeButton : public QPushButton {
    Q_OBJECT
public:
    using QPushButton::QPushButton;
    void setCount(qint64 count);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    qint64 m_count = 0;
};

}  // namespace prohori
