// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace prohori {

/// A line that can show, instead of an answer, why there is none: as clear as an answer (a placeholder is too
/// pale), and gone with the first letter.
class StandInLine : public QLineEdit {
    Q_OBJECT
public:
    using QLineEdit::QLineEdit;

    void setStandIn(const QString& text);
    QString standIn() const { return m_standIn; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_standIn;
};

}  // namespace prohori
