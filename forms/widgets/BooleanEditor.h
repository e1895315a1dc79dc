// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FieldEditor.h"

class QLabel;
class QPushButton;

namespace prohori {

/// Yes or no, or a short list whose appearance asks for it, as buttons beside each other. Keys: the number, of yes or no also the first letter
/// in English or Bangla, which go on at once; Left, Right, Space, which stay; Delete empties.
class BooleanEditor final : public FieldEditor {
    Q_OBJECT
public:
    BooleanEditor(FormModel& model, const AnswerPath& path, QWidget* parent);

    QWidget* control() const override { return m_frame; }
    void refresh() override;
    void commit() override {}
    bool takeKey(const QKeyEvent& key) override;

private:
    void showMissing() override {}
    void choose(const QString& code);
    void step(int by, bool around);

    QWidget* m_frame;
    QList<Choice> m_choices;
    QList<QPushButton*> m_buttons;
    QLabel* m_standIn;
};

}  // namespace prohori
