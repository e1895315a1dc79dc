// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FieldEditor.h"

class QLabel;

namespace prohori {

/// A field as it stands in a card: label with the mark of what is needed, editor, how the answer was understood, hint, notes, and the
/// lines that tell what waits: an answer that was carried forward, problems.
class FieldBox final : public QWidget {
    Q_OBJECT
public:
    FieldBox(FormModel& model, const AnswerPath& path, QWidget* parent);

    FieldEditor& editor() const { return *m_editor; }
    const AnswerPath& path() const { return m_editor->path(); }
    /// The appearances w7 to w12 ask for more than half of the width.
    bool isWide() const;
    void refresh();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    static void show(QLabel& line, const QString& text);
    void refreshProblem();
    void refreshMarks();

    FormModel& m_model;
    QLabel* m_label;
    FieldEditor* m_editor;
    QLabel *m_echo, *m_hint, *m_change, *m_note, *m_carried, *m_problem;
};

}  // namespace prohori
