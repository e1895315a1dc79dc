// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FieldEditor.h"

class QLabel;
class QPlainTextEdit;

namespace prohori {

/// Text of several lines over the whole width; it grows with what is in it. Alt+Enter makes a line, Enter
/// goes on.
class LongTextEditor final : public FieldEditor {
    Q_OBJECT
public:
    LongTextEditor(FormModel& model, const AnswerPath& path, QWidget* parent);

    QWidget* control() const override;
    void refresh() override;
    void commit() override;
    bool takeKey(const QKeyEvent& key) override;
    bool isWide() const override { return true; }

private:
    void showMissing() override;
    void put(const QString& text);
    void fit();

    QPlainTextEdit* m_text;
    QLabel* m_chip;  ///< why there is no answer
    bool m_filling = false;
};

}  // namespace prohori
