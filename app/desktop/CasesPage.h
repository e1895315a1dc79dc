// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/CaseListModel.h"
#include "app/desktop/Session.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace prohori {

/// The list of cases: search as one types, a filter by state, open with Enter, hand over with Ctrl+Shift+H.
class CasesPage : public QWidget {
    Q_OBJECT
public:
    explicit CasesPage(Session& session, QWidget* parent = nullptr);

    void search(const QString& text);
    /// `onlyMine`: those that this person holds.
    void showPhase(std::optional<RecordPhase> phase, bool onlyMine);

signals:
    void caseChosen(const prohori::RecordId& record);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void applyFilter();
    void openCurrent();
    void countNext();
    QLayout* makeSearchBar();
    QLayout* makeHandovers();
    void handOver();
    void withdraw();
    void judgeRow();
    void tell(const QString& text);
    QList<ComingCase> comingFor(const CaseFilter& filter) const;
    void tellWhereItWent();
    QString whereItWent() const;

    Session& m_session;
    CaseListModel m_model;
    QLineEdit* m_search;
    QComboBox* m_state;
    QCheckBox* m_mine;
    QLabel* m_count;
    QTableView* m_table;
    QPushButton *m_handOver, *m_withdraw;
    QLabel* m_message;
    bool m_tellsGone = false;  ///< the message is of a case that was searched for and is gone
    QTimer m_debounce;
    QTimer m_counting;             ///< while nobody types or scrolls
    QSet<RecordId> m_uncountable;  ///< tried already in this list
};

/// Sets up a table of cases as all pages show it.
void dressCaseTable(QTableView& table, CaseListModel& model);

}  // namespace prohori
