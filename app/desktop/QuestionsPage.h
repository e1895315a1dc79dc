// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/QuestionModel.h"
#include "app/desktop/Session.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace prohori {

/** Every question on an answer that is open, over all cases: what waits for me first, then the longest asked. Below the list what was said about
    the chosen one, and who has to do what next.

    Works without a line. Keys: Up and Down choose, Enter opens the case at the answer that it is about, Tab leads to the filter and to the
    search by number, Esc goes back. Questions are read while the page is shown already (QuestionWatch).
*/
class QuestionsPage : public QWidget {
    Q_OBJECT
public:
    explicit QuestionsPage(Session& session, QWidget* parent = nullptr);

signals:
    void answerWanted(const prohori::RecordId& record, const prohori::AnswerPath& place);
    void left();

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeTop();
    QWidget* makeDetail();
    QWidget* makeButtons();
    void retell();
    void tellChosen();
    void openChosen();
    QString emptyText() const;
    QString detailText(const CaseQuery& query) const;
    static QString turnSentence(const CaseQuery& query);

    Session& m_session;
    QuestionModel m_model;
    QComboBox* m_which;
    QLineEdit* m_search;
    QLabel *m_state, *m_detail;
    QTableView* m_table;
    QWidget* m_detailCard = nullptr;
    QPushButton *m_open, *m_back;
};

}  // namespace prohori
