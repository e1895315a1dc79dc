// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/ChoiceEditor.h"

namespace prohori {

/// One of a list, or a reference to a row: the label stands in the line when it is left. What fits nothing
/// stays as typed, and is a problem. In a list of at most nine the number alone chooses and goes on.
class CodeEditor final : public ChoiceEditor {
    Q_OBJECT
public:
    CodeEditor(FormModel& model, const AnswerPath& path, QWidget* parent);

    void refresh() override;
    void commit() override { leave(false); }
    bool takeKey(const QKeyEvent& key) override;
    /// The whole label where the line has no room for it.
    QString echo() const override;

private:
    void pick(const QString& code) override;
    void typed(const QString& text) override;
    void leave(bool byKeyboard) override;
    bool takeQuick(const QString& typed);
};

}  // namespace prohori
