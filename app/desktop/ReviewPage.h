// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/CaseListModel.h"
#include "app/desktop/Session.h"
#include "app/station/ReviewDesk.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;
class QTableWidget;

namespace prohori {

/** The supervisor's queue: what was submitted and waits, and beside it what was changed in the chosen case since the last decision.

    Works without a line. Keys: Enter opens a case for approving or returning; Ctrl+Shift+A approves all in which nothing is open, after the
    points of the checklist that only a person can tell were affirmed.
*/
class ReviewPage : public QWidget {
    Q_OBJECT
public:
    explicit ReviewPage(Session& session, QWidget* parent = nullptr);

    /// The case `step` places after this one in the queue as it stood when a case was last opened from it; nothing at its ends.
    std::optional<RecordId> neighbour(const RecordId& record, int step) const;

signals:
    void caseChosen(const prohori::RecordId& record);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makePane();
    void retell();
    void openChosen();
    void tellChosen();
    void tellChanges(const CaseView& view);
    void approveTogether();
    void runTogether(const QList<RecordId>& records);
    QString aloneText(const AloneVerdict& verdict, const CaseRow& row) const;
    QList<RecordId> waiting() const;

    Session& m_session;
    CaseListModel m_model;
    QLabel *m_state, *m_heading, *m_since, *m_verdict, *m_message;
    QTableView* m_table;
    QTableWidget* m_changes;
    QComboBox* m_order;
    QPushButton* m_together;
    QTimer m_settle;           ///< reads a case only once the cursor rests on it
    QList<RecordId> m_opened;  ///< the queue when a case was last opened
};

}  // namespace prohori
