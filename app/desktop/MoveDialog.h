// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"
#include "app/station/MoveDesk.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace prohori {

/** Asks to which district a case is to move, and whether something is to be said with it; and tells what then happens. Districts of which this
    station knows nobody stand in the list and say so.

    Keys: typing searches in both languages, Down goes into the list, Enter there goes on to the note, Esc leaves. Deletes itself; shown with
    open(). It writes nothing.
*/
class MoveDialog : public QDialog {
    Q_OBJECT
public:
    MoveDialog(Session& session, const CaseRow& row, QWidget* parent);

    Scope district() const;
    QString note() const;

private:
    QWidget* makeSearch();
    void find();
    void judge();

    Session& m_session;
    CaseRow m_row;
    QLineEdit* m_search;
    QListWidget* m_found;
    QPlainTextEdit* m_note;
    QLabel *m_meaning, *m_why;
    QPushButton* m_ok;
};

}  // namespace prohori
