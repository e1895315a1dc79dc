// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/CaseListModel.h"
#include "app/desktop/Session.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace prohori {

/// The supervisor's queue: what was submitted and waits. Enter opens a case for approving or returning.
class ReviewPage : public QWidget {
    Q_OBJECT
public:
    explicit ReviewPage(Session& session, QWidget* parent = nullptr);

signals:
    void caseChosen(const prohori::RecordId& record);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void retell();

    Session& m_session;
    CaseListModel m_model;
    QLabel* m_state;
    QTableView* m_table;
};

}  // namespace prohori
