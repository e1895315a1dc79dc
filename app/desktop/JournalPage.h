// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/JournalModel.h"
#include "app/desktop/Session.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace prohori {

/** What was done on the station, line by line, and whether the chain of the lines holds; for an auditor of all stations. It only reads.

    Keys: filters by Tab, Ctrl+Shift+E writes the lines that are shown into a file.
*/
class JournalPage : public QWidget {
    Q_OBJECT
public:
    explicit JournalPage(Session& session, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeFilters();
    QWidget* makeFoot();
    void fillFilters();
    JournalFilter filter() const;
    Store::Journals whose() const;
    void applyFilter();
    /// Proves the chains, and tells of them.
    void tellChains();
    QString chainText(const QList<JournalBook>& books) const;
    QString faultText(const QList<JournalBook>& books) const;
    void askWhereToExport();
    void exportTo(const QString& file);

    Session& m_session;
    JournalDesk m_desk;
    JournalModel m_model;
    QComboBox *m_station, *m_person, *m_event, *m_period;
    QLineEdit* m_case;
    QTableView* m_table;
    QLabel *m_chain, *m_count, *m_message;
    QPushButton* m_export;
    QTimer m_typing;
};

}  // namespace prohori
