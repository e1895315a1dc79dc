// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/EntryBox.h"
#include "forms/widgets/FormModel.h"

class QLabel;
class QLineEdit;
class QListWidget;

namespace prohori {

/// Type-ahead over the questions and rows of the form: code, name, or words of the label in either language. Up and Down choose, Enter goes
/// there; what is not asked now says so and stays.
class GoToBox final : public EntryBox {
    Q_OBJECT
public:
    GoToBox(const FormModel& model, QWidget* form);

    void openFrom(const FormPlace& here);
    bool takeKey(const QKeyEvent& key) override;

signals:
    void chosen(const prohori::AnswerPath& path);

private:
    QWidget* first() override;
    void offer(const QString& typed);
    void choose(int index);

    const FormModel& m_model;
    FormPlace m_here;
    QList<QuestionHit> m_hits;
    QLabel* m_title;
    QLineEdit* m_line;
    QListWidget* m_list;
    QLabel* m_told;
};

}  // namespace prohori
