// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/SettingsPage.h"
#include "core/base/Clock.h"
#include "core/secrets/Keychain.h"

#include <QApplication>
#include <QStackedWidget>
#include <QTranslator>

#include <memory>

namespace prohori {

class MainWindow;
class StartWindow;

/// The program around its windows: shows the start window, after unlocking the main one, and goes back when locked.
/// Applies look and language while it runs.
class Desktop : public QObject {
    Q_OBJECT
public:
    Desktop(QApplication& app, const QString& folder, const LookSettings& look, Keychain& keychain,
            const Clock& clock);
    ~Desktop() override;

    /// The one top-level window.
    QWidget& window() { return *m_window; }
    MainWindow* mainWindow() { return m_main; }
    void applyLook(const LookSettings& look);
    void lock();

protected:
    /// Closing the window keeps what was typed.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void takeUp(MainWindow* window);
    void speak(const QString& language);
    void showStart();
    void showMain();
    void rebuildMain();

    QApplication& m_app;
    QString m_folder;
    Keychain& m_keychain;
    const Clock& m_clock;
    LookSettings m_look;
    QTranslator m_translator;
    std::unique_ptr<QStackedWidget> m_window;
    StartWindow* m_start = nullptr;
    MainWindow* m_main = nullptr;
};

}  // namespace prohori
