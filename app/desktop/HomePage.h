// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"
#include "app/desktop/TaskModel.h"
#include "core/cases/Change.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QPushButton;
class QTableView;

namespace prohori {

class QuestionsLine;

/** What waits for this person, and how safe the work is: the first page after unlocking.

    A tile for each sort of my cases, with its number; each opens what it counts. Below it the tasks one by one, the most urgent first: Enter
    opens the case, Ctrl+Shift+A accepts the cases that are offered to me among the chosen rows, Ctrl+Shift+D declines them. Which ones
    there are depends on the role. A line tells how many questions on answers are open, and leads to their list.
*/
class HomePage : public QWidget {
    Q_OBJECT
public:
    explicit HomePage(Session& session, QWidget* parent = nullptr);

signals:
    void newCaseWanted();
    void caseWanted(const prohori::RecordId& record);
    void casesWanted(std::optional<prohori::RecordPhase> phase, bool onlyMine);
    void reviewWanted();
    void questionsWanted();
    void syncWanted();

protected:
    void showEvent(QShowEvent* event) override;

private:
    /// A tile and how its number is found.
    struct Tile {
        QPushButton* button;
        QString caption;
        std::function<qint64()> count;
    };
    void addTile(const QString& objectName, const QString& caption, std::function<qint64()> count,
                 std::function<void()> open);
    void addPhaseTile(const QString& objectName, const QString& caption, RecordPhase phase, bool onlyMine);
    void addTiles();
    qint64 countIn(RecordPhase phase, bool onlyMine) const;
    QWidget* makeTasks();
    QWidget* makeAside();
    void openTyping();
    void openTask();
    void answerOffers(HandoverStep step);
    QList<RecordId> chosenOffers() const;
    void judgeTask();
    void retell();
    void retellTasks();
    QString safetyText() const;
    void bringBackup();
    void takeSecondPlace(const QString& folder);

    Session& m_session;
    QLabel* m_greeting;
    QLabel* m_safety;
    QGridLayout* m_grid;
    TaskModel m_model;
    QTableView* m_table;
    QLabel *m_state, *m_message;
    QPushButton *m_open, *m_accept, *m_decline;
    QList<Tile> m_tiles;
    QuestionsLine* m_questions = nullptr;
};

}  // namespace prohori
