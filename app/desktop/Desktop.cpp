// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/Desktop.h"

#include "app/desktop/MainWindow.h"
#include "app/desktop/StartWindow.h"
#include "app/desktop/Theme.h"

#include <QLocale>

// Resources of a static library have to be named once.
static void initDesktopResources()
{
    Q_INIT_RESOURCE(desktop);
    Q_INIT_RESOURCE(translations);
}

namespace prohori {

using namespace Qt::StringLiterals;

Desktop::Desktop(QApplication& app, const QString& folder, const LookSettings& look, Keychain& keychain,
                 const Clock& clock)
    : m_app(app),
      m_folder(folder),
      m_keychain(keychain),
      m_clock(clock),
      m_window(std::make_unique<QStackedWidget>())
{
    initDesktopResources();
    m_window->setWindowTitle(u"Prohori"_s);
    m_window->resize(1366, 768);
    m_window->installEventFilter(this);
    applyLook(look);
}

Desktop::~Desktop() = default;

void Desktop::applyLook(const LookSettings& look)
{
    const bool rebuild =
        m_main && (look.language != m_look.language || look.textPercent != m_look.textPercent);
    m_look = look;
    QLocale::setDefault(look.language == u"bn"_s ? QLocale(QLocale::Bengali, QLocale::Bangladesh)
                                                 : QLocale(QLocale::English, QLocale::UnitedKingdom));
    QApplication::removeTranslator(&m_translator);
    // English too: its file holds the plural forms.
    if (m_translator.load(u":/translations/prohori_%1.qm"_s.arg(look.language)))
        QApplication::installTranslator(&m_translator);
    Theme::apply(m_app, look.theme == u"dark"_s ? Theme::Mode::Dark : Theme::Mode::Light, look.textPercent);
    if (rebuild)
        rebuildMain();
    else if (!m_main)
        showStart();
}

void Desktop::showStart()
{
    delete m_start;
    m_start = new StartWindow(m_folder, m_keychain, m_clock, m_window.get());
    connect(m_start, &StartWindow::languageWanted, this, &Desktop::speak, Qt::QueuedConnection);
    connect(m_start, &StartWindow::unlocked, this, &Desktop::showMain, Qt::QueuedConnection);
    m_window->addWidget(m_start);
    m_window->setCurrentWidget(m_start);
}

void Desktop::speak(const QString& language)
{
    LookSettings look = m_look;
    look.language = language;
    look.save();
    applyLook(look);
}

void Desktop::showMain()
{
    auto station = m_start->takeStation();
    if (!station)
        return;
    takeUp(new MainWindow(std::make_unique<Session>(std::move(station)), m_look, m_window.get()));
    delete m_start;
    m_start = nullptr;
}

/// Texts and sizes are taken up when widgets are made, so the window is made again on the same session.
void Desktop::rebuildMain()
{
    m_main->prepareLock();
    MainWindow* before = m_main;
    takeUp(new MainWindow(before->takeSession(), m_look, m_window.get()));
    delete before;
    m_main->showPage(MainWindow::Settings);
}

void Desktop::takeUp(MainWindow* window)
{
    m_main = window;
    connect(window, &MainWindow::lockRequested, this, &Desktop::lock, Qt::QueuedConnection);
    connect(window, &MainWindow::lookChanged, this, &Desktop::applyLook, Qt::QueuedConnection);
    m_window->addWidget(window);
    m_window->setCurrentWidget(window);
}

bool Desktop::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_window.get() && event->type() == QEvent::Close && m_main)
        m_main->prepareLock();
    return QObject::eventFilter(watched, event);
}

void Desktop::lock()
{
    if (!m_main)
        return;
    m_main->prepareLock();
    delete std::exchange(m_main, nullptr);
    showStart();
}

}  // namespace prohori
