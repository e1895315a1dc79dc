// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/ReviewDesk.h"

#include <QDialog>

class QCheckBox;
class QLabel;

namespace prohori {

class AnswerTable;

/** A case as it was approved beside the case as it is: every answer of both, question by question, what differs marked by a sign and in bold.

    Names stay closed here. Keys: the arrow keys read on, F8 goes to the next difference, Alt+D shows the differences alone, Esc closes.
    Deletes itself; shown with open(). Costs a summary for each row of the case.
*/
class ComparedCaseDialog : public QDialog {
    Q_OBJECT
public:
    /// @param caption who approved it and when.
    ComparedCaseDialog(const CaseView& approved, const CaseView& now, const QString& caption,
                       QWidget* parent);

private:
    AnswerTable* makeTable();
    void fill();
    void addGroup(const GroupDefinition& group, const QString& parentRow);
    void addAnswers(const GroupDefinition& group, const QString& row, const QString& heading);

    CaseView m_then, m_now;
    QList<AnswerDifference> m_differences;
    AnswerTable* m_table;
    QCheckBox* m_only;
    QLabel* m_count;
};

}  // namespace prohori
