// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"
#include "app/station/HandoverDesk.h"

#include <QDialog>

#include <optional>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace prohori {

/** Asks what is handed over, to whom, and whether something is to be said with it: one case, or all cases of an officer.

    Keys: Tab moves, letters choose a name, Enter on the button proposes, Esc leaves. Deletes itself; shown with open(). It writes nothing:
    propose() does, when it is accepted.
*/
class HandoverDialog : public QDialog {
    Q_OBJECT
public:
    /// @param chosen the case that the list stands on, where it may be handed over.
    HandoverDialog(Session& session, const std::optional<CaseRow>& chosen, QWidget* parent);

    Result<HandedOver> propose() const;
    QString receiverName() const;

private:
    void fillWhat();
    void judge();

    Session& m_session;
    std::optional<CaseRow> m_chosen;
    QComboBox *m_what, *m_to;
    QPlainTextEdit* m_note;
    QLabel *m_meaning, *m_why;
    QPushButton* m_ok;
};

}  // namespace prohori
