// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/ChoiceEditor.h"

namespace prohori {

/// One of a list, or a reference to a row: the label stands in the line when it is left. What fits nothing
/// stays as typed, and is a problem.
class CodeEditor final : public ChoiceEditor {
    Q_OBJECT
public:
    CodeEditor(FormModel& model, const AnswerPath& path, QWidget* parent);

    void refresh() override;
    void commit() override { leave(false); }

private:
    void pick(const QString& code) override;
    void typed(const QString& text) override;
    void leave(bool byKeyboard) override;
};

}  // namespace prohori
