// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FieldEditor.h"

class QLabel;

namespace prohori {

/// A field as it stands in a card: label with the mark of what is needed, editor, hint, and the line that
/// tells its problems.
class FieldBox final : public QWidget {
    Q_OBJECT
public:
    FieldBox(FormModel& model, const AnswerPath& path, QWidget* parent);

    FieldEditor& editor() const { return *m_editor; }
    const AnswerPath& path() const { return m_editor->path(); }
    bool isWide() const { return m_editor->isWide(); }
    void refresh();

private:
    void refreshProblem();

    FormModel& m_model;
    QLabel* m_label;
    FieldEditor* m_editor;
    QLabel* m_hint;
    QLabel* m_problem;
};

}  // namespace prohori
