// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

class QLabel;

namespace prohori {

/// A line that can show, instead of an answer, why there is none: as a chip, and gone with the first letter.
class StandInLine : public QLineEdit {
    Q_OBJECT
public:
    explicit StandInLine(QWidget* parent);

    void setStandIn(const QString& text);
    QString standIn() const { return m_standIn; }
    /// What stands at the end of the line, pale: how the answer was understood. Not shown where there is no room.
    void setEcho(const QString& text);
    QString echo() const { return m_echo; }
    bool hasRoomForEcho() const;
    /// The text when the line is too narrow for it, else empty.
    QString textBeyondRoom() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QRect inside() const;
    void placeChip();

    QString m_standIn, m_echo;
    QLabel* m_chip;
};

}  // namespace prohori
