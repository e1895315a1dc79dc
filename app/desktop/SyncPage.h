// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"
#include "app/station/StickDesk.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableWidget;
class QVBoxLayout;

namespace prohori {

/** An exchange with the hub, by the line or by sticks: what it would do, how far it is, and the receipt with a line per record.

    Keys: F5 syncs, Esc stops, Alt and the underlined letter for the rest; Enter in the receipt opens the case at the field concerned.
*/
class SyncPage : public QWidget {
    Q_OBJECT
public:
    explicit SyncPage(Session& session, QWidget* parent = nullptr);

signals:
    /// `place`: the field that the trouble is at; all zero where there is none.
    void caseChosen(const prohori::RecordId& record, const prohori::AnswerPath& place);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void makeActions(QVBoxLayout* card);
    QWidget* makeReceipts();
    void makeLines();
    void listen();
    void retell();
    QString outlookText();
    QString lastText() const;
    void showProgress(SyncPhase phase, qint64 bytesUp, qint64 bytesDown, int changesLeft);
    void showOutcome(const Result<SyncSummary>& outcome);
    void tell(const QString& text, bool good);
    void switchAuto(bool on);
    // SyncPageReceipts.cpp
    void fillReceipts();
    void showReceipt();
    void fillLines();
    void retellLine();
    void openCase();
    void askWhereToPrint();
    void printTo(const QString& file);
    // SyncPageSticks.cpp
    void writeStick();
    void takeWritten(const StickReceiver& receiver, const QString& folder);
    void readStick();
    void takeRead(const QString& file);
    bool mustWait(const QString& notDone);
    static QString whatCame(const ReadStick& read);

    Session& m_session;
    SodiumRandom m_random;
    QLabel* m_state;
    QLabel* m_outcome;
    QString m_notDone;  ///< what a running sync was in the way of
    QProgressBar* m_progress;
    QPushButton *m_start, *m_cancel, *m_write, *m_read;
    QCheckBox* m_auto;
    QComboBox* m_receipts;
    QPushButton *m_open, *m_print;
    QTableWidget* m_lines;
    QList<SyncReceipt> m_known;  ///< as they stand in the box
    SyncReceipt m_shown;
    SyncMeter m_meter;
};

}  // namespace prohori
