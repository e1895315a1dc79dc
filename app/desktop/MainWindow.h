// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"
#include "app/desktop/SettingsPage.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace prohori {

class BadgeButton;
class CasePage;
class CasesPage;
class ConflictsPage;
class ReviewPage;
class SyncStatusBar;

/** The window of a signed-in person: sidebar, header with who, where, line and the Sync button, and one page at a time.

    An auditor has the journal, the sync and the settings, and no other page. It wires the pages and decides nothing. Keys: Ctrl+1…7 pages, Ctrl+Shift+Q questions,
    Ctrl+N new case, Ctrl+K search, F5 sync, Ctrl+L lock.
*/
class MainWindow : public QWidget {
    Q_OBJECT
public:
    MainWindow(std::unique_ptr<Session> session, const LookSettings& look, QWidget* parent = nullptr);
    ~MainWindow() override;

    enum Page { Home, Cases, Review, Conflicts, Sync, Settings, Case, Journal, Questions };
    void showPage(Page page);
    /// The pages go, the session stays with the caller: for making the window again in another language.
    std::unique_ptr<Session> takeSession();
    /// Keeps unsaved typing as a draft; called before the session ends.
    void prepareLock();

signals:
    void lockRequested();
    void lookChanged(const prohori::LookSettings& settings);

private:
    QWidget* makePracticeBand();
    QWidget* makeSidebar();
    QWidget* makeHeader();
    void makePages(const LookSettings& look);
    void addNav(const QString& text, const QString& icon, const QString& name, Page page, QVBoxLayout* into);
    void addCaseNavs(QVBoxLayout* layout);
    void addKeys();
    bool isAuditor() const;
    /// Its entry in the sidebar; nullptr when this person has none.
    QPushButton* nav(Page page) const;
    QWidget* makeQuestions();
    void joinCase(const ReviewPage& review);
    void openCase(const RecordId& record);
    void newCase();
    void retell();
    QString aboutText() const;

    std::unique_ptr<Session> m_session;
    QStackedWidget* m_stack;
    SyncStatusBar* m_status = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_line = nullptr;
    QLabel* m_whoWhere = nullptr;
    BadgeButton* m_sync = nullptr;
    QPushButton* m_new = nullptr;
    QList<QPushButton*> m_nav;
    CasesPage* m_cases = nullptr;
    CasePage* m_case = nullptr;
    ConflictsPage* m_conflicts = nullptr;
    Page m_before = Home;
    Page m_beforeQuestions = Home;  ///< where Back leads to from there
};

}  // namespace prohori
