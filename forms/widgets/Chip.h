// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;

namespace prohori {

/// One of several chosen things, with a cross that takes it away. As wide as its text, or as the room allows;
/// then the text wraps.
class Chip final : public QFrame {
    Q_OBJECT
public:
    /// `whyFixed`: why it cannot be taken away; empty when it can.
    Chip(const QString& text, const QString& whyFixed, QWidget* parent);

    QString text() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

signals:
    void takenAway();

private:
    QLabel* m_label;
    QWidget* m_cross;
};

}  // namespace prohori
