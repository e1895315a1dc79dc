// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/CaseListModel.h"
#include "app/desktop/Session.h"
#include "app/station/ReviewDesk.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QFrame;
class QLabel;
class QPushButton;
class QTableView;
class QTableWidget;
class QVBoxLayout;

namespace prohori {

class CaseReading;
class QuestionsLine;

/** The supervisor's queue: what was submitted and waits, and beside it what was changed in the chosen case since the last decision.

    Works without a line. Keys: Enter or Ctrl+O opens a case for approving or returning; Ctrl+Shift+A approves all in which nothing is open,
    after the points of the checklist that only a person can tell were affirmed. Ctrl+Shift+P reads the chosen case here, its form beside its
    papers, and Alt+Down and Alt+Up go on through the queue meanwhile; the list stays beside them where there is room. Ctrl+Shift+P in the
    papers, or Esc in the form, ends the reading. A line tells how many questions on answers are open, and leads to their list.
*/
class ReviewPage : public QWidget {
    Q_OBJECT
public:
    explicit ReviewPage(Session& session, QWidget* parent = nullptr);

    /// The case `step` places after this one in the queue as it stood when a case was last opened from it; nothing at its ends.
    std::optional<RecordId> neighbour(const RecordId& record, int step) const;

signals:
    void caseChosen(const prohori::RecordId& record);
    void questionsWanted();

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeTop();
    QWidget* makePane();
    void say(const QString& text, const QString& role);
    void addKeys();
    // ReviewReading.cpp: the chosen case read in the queue's own pane
    void read();
    void endReading();
    void step(int by);
    void tellReading(const CaseView* view);
    void arrange();
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
    QLabel *m_state, *m_heading, *m_since, *m_papers, *m_verdict, *m_message;
    QTableView* m_table;
    QTableWidget* m_changes;
    QComboBox* m_order;
    QPushButton* m_together;
    QWidget* m_top = nullptr;
    QuestionsLine* m_questions = nullptr;
    QFrame* m_pane = nullptr;
    QVBoxLayout* m_paneLayout = nullptr;
    CaseReading* m_reading = nullptr;  ///< made when it is first wanted
    bool m_reads = false;
    QTimer m_settle;           ///< reads a case only once the cursor rests on it
    QList<RecordId> m_opened;  ///< the queue when a case was last opened
};

}  // namespace prohori
