// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"
#include "app/station/StickDesk.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace prohori {

/** Asks whom a stick is for and where it is: the hub, and the medium that is in, stand there already, so that Enter is all there is to do.

    It asks only; accepted() tells that receiver() and folder() are good. Deletes itself.
*/
class StickDialog : public QDialog {
    Q_OBJECT
public:
    StickDialog(Session& session, const QList<StickReceiver>& receivers, QWidget* parent);

    StickReceiver receiver() const;
    QString folder() const;
    /// Where the last stick was, else a medium that is in; may be empty.
    static QString usualFolder(Session& session);
    static void rememberFolder(Session& session, const QString& folder);

private:
    void chooseFolder();
    void judge();
    QString whatGoes() const;

    Session& m_session;
    QList<StickReceiver> m_receivers;
    QComboBox* m_to;
    QLineEdit* m_folder;
    QLabel *m_what, *m_why;
    QPushButton* m_ok;
};

/// Why a stick could not be written or read, and what to do: sentences for what only sticks meet, else Words::error().
QString stickRefusal(const Error& error);

}  // namespace prohori
