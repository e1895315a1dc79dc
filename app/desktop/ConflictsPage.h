// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QScrollArea;

namespace prohori {

class ConflictCard;

/** Cases in which two people gave different answers, and what to do about it: all conflicts of one case beside each other, decided in one save.

    Works without a line. The value that is not taken stays in the history. Keys: Up and Down choose a case, Enter goes into its first
    conflict, the arrow keys and Space take a column, Ctrl+S saves the decisions, Ctrl+O opens the case.
*/
class ConflictsPage : public QWidget {
    Q_OBJECT
public:
    explicit ConflictsPage(Session& session, QWidget* parent = nullptr);
    /// Shows the conflicts of this case, when it has any.
    void showCase(const RecordId& record);

signals:
    void caseChosen(const prohori::RecordId& record);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeDecision();
    void retell();
    void fillList(const RecordId& keep);
    void showChosen();
    void fillCards();
    void judge();
    void save();
    void tell(const QString& text, bool good);
    std::optional<RecordId> chosen() const;

    Session& m_session;
    std::optional<CaseView> m_view;
    QList<ConflictCard*> m_cards;
    QLabel *m_state, *m_heading, *m_message, *m_why;
    QListWidget* m_list;
    QScrollArea* m_area;
    QLineEdit* m_reason;
    QPushButton *m_save, *m_open;
};

}  // namespace prohori
