// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Desktop.h"
#include "core/base/Clock.h"

#include <QLabel>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>

namespace prohori {

/** Sits in front of the real windows of one station as a person does: gives them key events only, and reads what is on the screen.

    Nothing here calls into the program but by keys; a widget counts only while it is visible. Each wait is for a fact, with a limit.
*/
class DesktopDriver {
public:
    DesktopDriver(QApplication& app, const QString& folder, const LookSettings& look = {});
    ~DesktopDriver();

    // --- keys
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    /// How many keys were pressed so far.
    int keys() const { return m_keys; }
    /// Any letters, Bangla too, to whatever has the focus.
    void type(const QString& text);
    /// Types and leaves by Enter, unless the cursor went on by itself before the end of the text.
    void enter(const QString& text = {});
    /// Presses Tab until the control of this name has the focus; false when a whole round does not reach it.
    bool tabTo(const QString& name);
    /// Presses Ctrl+PgDn until the focus is on a control of this name.
    bool pageTo(const QString& name);
    /// Tabs to a button and presses Space.
    bool press(const QString& name);

    // --- eyes
    QWidget* focus() const;
    QString focusName() const;
    /// The visible widget of this name, else nullptr.
    QWidget* seen(const QString& name) const;
    /// What a visible label, button, chip, line, box or table shows; empty when it is not there.
    QString text(const QString& name) const;
    /// Every visible text on the screen, a line each.
    QString everything() const;
    /// First row of a visible table whose text holds all of `words`; -1 when none.
    int rowWith(const QString& table, const QStringList& words) const;
    /// Goes to that row by Down keys and opens it by Enter.
    bool openRow(const QString& table, const QStringList& words);
    bool waitFor(const std::function<bool()>& fact, int limitMs = 60'000);
    bool waitForText(const QString& name, const QString& part, int limitMs = 60'000);
    /// Visible controls that are switched off and do not say why.
    QStringList silentControls() const;
    bool shoot(const QString& file);

    // --- a person's usual moves
    bool unlock(const QString& password);
    void lock();
    /// Presses F5 and waits for the end; the sentence that then stands on the page.
    QString sync();

    QDate today() const { return m_clock.today(); }
    QWidget& window() { return m_desktop->window(); }
    Desktop& desktop() { return *m_desktop; }

private:
    SystemKeychain m_keychain;
    SystemClock m_clock;
    std::unique_ptr<Desktop> m_desktop;
    int m_keys = 0;
};

}  // namespace prohori
