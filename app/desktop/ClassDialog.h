// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FormModel.h"

#include <QDialog>

class QButtonGroup;
class QGridLayout;
class QLabel;
class QLineEdit;

namespace prohori {

/** Trafficking, smuggling or both: act, means, purpose and border, each with the officer's own answers, whether they show it, and what the
    law says, and the class that the answers point to. Where the case can be edited the officer decides under it: arrows choose, Enter takes.
    A class that is not the suggested one needs a line of reason; both are written into the form. Esc changes nothing.
*/
class ClassDialog : public QDialog {
    Q_OBJECT
public:
    /// `model` must outlive the dialog, which deletes itself.
    ClassDialog(FormModel& model, const QString& language, QWidget* parent);

    /// Writes what was decided; while the line of reason is missing it asks for it and stays.
    void accept() override;

private:
    QString answersTo(const ChecklistItem& point) const;
    QString conclusion() const;
    void addPoint(QGridLayout* grid, int row, const ChecklistItem& point);
    QWidget* makeTable();
    QWidget* makeDecision();
    void judge();
    AnswerPath path(const QString& field) const;
    QString answer(const QString& field) const;
    QString chosen() const;
    bool needsReason() const;
    void write(const QString& field, const QString& text);

    FormModel& m_model;
    QString m_language;
    QButtonGroup* m_classes = nullptr;
    QWidget* m_reasonBox = nullptr;
    QLineEdit* m_reason = nullptr;
    QLabel* m_problem = nullptr;
};

}  // namespace prohori
