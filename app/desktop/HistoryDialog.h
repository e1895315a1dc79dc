// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/HistoryModel.h"
#include "app/desktop/Session.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QTableView;

namespace prohori {

class AnnexPrint;
struct PrintedAnnex;

/** Who wrote what into a case, when and why. Filters by person, question, day and words; any change can be opened as the case stood right
    after it, and all of it, or what the filters by person, question and day leave, can be printed as a court annex.

    Names stay closed here: sealed values are told as sealed where the reader's role or key does not open them. Keys: Enter shows the case as
    it was, Ctrl+P prints, Esc stops the print that is under way and else closes. A print keeps nobody waiting. Deletes itself; shown
    with open().
*/
class HistoryDialog : public QDialog {
    Q_OBJECT
public:
    HistoryDialog(Session& session, const CaseView& view, const QList<HistoryEntry>& entries,
                  QWidget* parent);

    /// Stops the print that is under way; else closes.
    void reject() override;

private:
    QWidget* makeFilters();
    QWidget* makeWork();
    QWidget* makeButtons();
    void applyFilter();
    void judge();
    void showPast();
    void askWhereToPrint();
    void print(const QString& file);
    void tellPrinted(const Result<PrintedAnnex>& printed);
    HistoryFilter filter() const;

    Session& m_session;
    RecordId m_record;
    QString m_localRef;
    FormEnginePtr m_engine;  ///< of the version that the case is in
    HistoryModel m_model;
    QComboBox *m_person, *m_question, *m_day;
    QLineEdit* m_words;
    QLabel *m_count, *m_message;
    QTableView* m_table;
    QPushButton *m_past, *m_print;
    QWidget* m_work = nullptr;  ///< what is seen of a print under way
    QProgressBar* m_progress = nullptr;
    AnnexPrint* m_printing = nullptr;
};

/// A case as it stood after one change, to look at only. Deletes itself; shown with open().
class PastCaseDialog : public QDialog {
    Q_OBJECT
public:
    PastCaseDialog(const CaseView& then, const QString& caption, QWidget* parent);

private:
    FormEnginePtr m_engine;
    SodiumRandom m_random;
};

}  // namespace prohori
