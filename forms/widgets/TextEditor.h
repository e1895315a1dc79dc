// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FieldEditor.h"

namespace prohori {

class StandInLine;

/// One line: text, numbers, money, phones, dates. Dates and numbers stand as people read them, and as they
/// are typed while one is in them.
class TextEditor final : public FieldEditor {
    Q_OBJECT
public:
    TextEditor(FormModel& model, const AnswerPath& path, QWidget* parent);

    QWidget* control() const override;
    void refresh() override;
    void commit() override;
    /// How a date or an amount was understood while one types; else what the line has no room for.
    QString echo() const override;

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showMissing() override;
    QString example() const;
    void put(const QString& text);
    QString understood() const;

    StandInLine* m_line;
};

}  // namespace prohori
