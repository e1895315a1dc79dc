// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/EntryBox.h"
#include "forms/widgets/FormModel.h"

class QLabel;
class QPlainTextEdit;

namespace prohori {

/// A note on one question. Enter keeps it, Alt+Enter begins a line, Esc leaves it as it was; emptied it goes. Notes that the record holds
/// already are told above and cannot be changed.
class NoteBox final : public EntryBox {
    Q_OBJECT
public:
    NoteBox(FormModel& model, QWidget* form);

    void openFor(const AnswerPath& path, QWidget* anchor);
    bool takeKey(const QKeyEvent& key) override;
    /// Takes over what is typed, as Enter does.
    void keep() override;

private:
    QWidget* first() override;

    FormModel& m_model;
    AnswerPath m_path;
    QLabel *m_title, *m_earlier, *m_keys;
    QPlainTextEdit* m_text;
};

}  // namespace prohori
