// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QTableWidget;

namespace prohori {

/// Preview, progress and result of an exchange with the hub: a line per record.
class SyncPage : public QWidget {
    Q_OBJECT
public:
    explicit SyncPage(Session& session, QWidget* parent = nullptr);

signals:
    void caseChosen(const prohori::RecordId& record);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void retell();
    void showProgress(SyncPhase phase, qint64 bytesUp, qint64 bytesDown, int changesLeft);
    void showOutcome(const Result<SyncSummary>& outcome);
    void fillLines(const SyncSummary& summary);

    Session& m_session;
    QLabel* m_state;
    QLabel* m_outcome;
    QProgressBar* m_progress;
    QPushButton* m_start;
    QPushButton* m_cancel;
    QTableWidget* m_lines;
    qint64 m_total = 0;
};

}  // namespace prohori
