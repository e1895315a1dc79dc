// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/StandInLine.h"

namespace prohori {

/// A line with the arrow of a list at its end; a click asks for the list.
class ChoiceLine final : public StandInLine {
    Q_OBJECT
public:
    explicit ChoiceLine(QWidget* parent);

signals:
    void listWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
};

}  // namespace prohori
