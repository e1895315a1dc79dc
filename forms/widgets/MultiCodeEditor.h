// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/ChoiceEditor.h"

namespace prohori {

/** Several of a list. What is chosen stands as chips above the line, in the order of the list.

    Enter on letters adds what is highlighted, Enter on the empty line goes on; Backspace on the empty line
    takes the last chip away; Down opens the list with ticks, in which Space or Enter ticks.
*/
class MultiCodeEditor final : public ChoiceEditor {
    Q_OBJECT
public:
    MultiCodeEditor(FormModel& model, const AnswerPath& path, QWidget* parent);

    void refresh() override;
    void commit() override { leave(false); }
    bool takeEnter() override;
    bool takeKey(const QKeyEvent& key) override;

private:
    void pick(const QString& code) override;
    void typed(const QString& text) override;
    void leave(bool byKeyboard) override;
    void toggle(const QString& code);
    /// Adds what stands in the line: codes and labels that can be read, else the words as they are.
    void addTyped();
    void store(const QStringList& codes);
    void showChips(const QStringList& codes);
    QStringList chosen() const;

    QWidget* m_chips;
    QStringList m_shown;  ///< labels on the chips
};

}  // namespace prohori
