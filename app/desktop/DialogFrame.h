// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace prohori {

/** What dialogs for one deed share: a heading, what they ask, and a foot with Cancel, the deed, and why it cannot be done now. Each function adds
    to the layout in the order in which it is called.

        QVBoxLayout* layout = beginDialog(*this, u"handoverDialog"_s, tr("Hand over"));
        addAsked(*layout, tr("To whom"), *m_to, u"handoverTo"_s);
        endDialog(*layout, *m_ok, *m_why, EnterKey::DoesIt);
        allow(*m_ok, *m_why, tr("Choose an officer."));
*/
struct DialogSpace {
    int margin = 20, between = 8;  ///< at letters of 100 %
};
inline constexpr DialogSpace kCloseSpace{16, 6};  ///< for those that show much

/// The dialog deletes itself when it is closed.
QVBoxLayout* beginDialog(QDialog& dialog, const QString& name, const QString& title,
                         const DialogSpace& space = {});
/// A caption and its field under it, `beside` at the end of its line; an & in the caption is the key that leads to the field.
void addAsked(QVBoxLayout& layout, const QString& caption, QWidget& field, const QString& name,
              QWidget* beside = nullptr);

inline constexpr int kDialogEdge = 24;  ///< of the window, left around a dialog

/// What Enter does while no button has the focus.
enum class EnterKey { DoesIt, IsForTheFields };
void endDialog(QVBoxLayout& layout, QPushButton& ok, QLabel& why, EnterKey enter);
/// Switches the deed on, or off with the reason beside it.
void allow(QPushButton& ok, QLabel& why, const QString& whyNot);

}  // namespace prohori
