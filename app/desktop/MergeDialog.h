// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"

#include <QDialog>
#include <QTimer>

#include <optional>

class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace prohori {

class AnswerTable;

/** Names the case that goes on in the place of another one: finds it by reference, place or name, shows both beside each other in short, and
    says what the merge does before it is done.

    Keys: letters search, Down goes into the list, Tab to the reason, Enter on the button merges, Esc leaves. Deletes itself; shown with
    open(). A search costs what the list of cases costs.
*/
class MergeDialog : public QDialog {
    Q_OBJECT
public:
    MergeDialog(Session& session, const CaseView& merged, QWidget* parent);

    /// The case that goes on; nothing while none is chosen.
    std::optional<RecordId> target() const;
    QString comment() const;

private:
    QWidget* makeSearch();
    void find();
    void showBoth();
    void judge();

    Session& m_session;
    CaseView m_merged;
    std::optional<CaseView> m_target;
    QLineEdit* m_search;
    QListWidget* m_found;
    AnswerTable* m_both;
    QLabel *m_what, *m_why;
    QPlainTextEdit* m_comment;
    QPushButton* m_ok;
    QTimer m_debounce;
};

}  // namespace prohori
