// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/MainWindow.h"

#include "app/desktop/CasePage.h"
#include "app/desktop/CasesPage.h"
#include "app/desktop/ConflictsPage.h"
#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/HomePage.h"
#include "app/desktop/JournalPage.h"
#include "app/desktop/QuestionsPage.h"
#include "app/desktop/ReviewPage.h"
#include "app/desktop/SyncPage.h"
#include "app/desktop/SyncStatusBar.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kSidebarWidth = 208;
constexpr int kHeaderHeight = 56;
constexpr int kPracticeFrame = 4;
constexpr int kShortId = 6;
}  // namespace

MainWindow::MainWindow(std::unique_ptr<Session> session, const LookSettings& look, QWidget* parent)
    : QWidget(parent),
      m_session(std::move(session)),
      m_stack(new QStackedWidget(this))
{
    const bool practice = m_session->station().isPractice();
    setObjectName(u"mainWindow"_s);
    setAttribute(Qt::WA_StyledBackground);
    setProperty("practice", practice);
    auto* outer = new QVBoxLayout(this);
    const int frame = practice ? Theme::px(kPracticeFrame) : 0;
    outer->setContentsMargins(frame, 0, frame, frame);
    outer->setSpacing(0);
    if (practice)
        outer->addWidget(makePracticeBand());
    m_stack->setObjectName(u"pages"_s);
    m_stack->setAttribute(Qt::WA_StyledBackground);
    auto* body = new QHBoxLayout;
    body->setSpacing(0);
    body->addWidget(makeSidebar());
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(makeHeader());
    right->addWidget(m_stack, 1);
    m_status = new SyncStatusBar(*m_session, this);
    right->addWidget(m_status);
    body->addLayout(right, 1);
    outer->addLayout(body, 1);
    makePages(look);
    addKeys();
    connect(m_session.get(), &Session::caseSaved, this, &MainWindow::retell);
    connect(m_session.get(), &Session::syncStarted, this, &MainWindow::retell);
    connect(m_session.get(), &Session::syncFinished, this, &MainWindow::retell);
    showPage(isAuditor() ? Journal : Home);
}

QWidget* MainWindow::makePracticeBand()
{
    auto* band = new QFrame(this);
    band->setObjectName(u"practiceBand"_s);
    auto* inside = new QHBoxLayout(band);
    inside->setContentsMargins(16, 3, 16, 3);
    auto* text =
        new QLabel(tr("PRACTICE: invented cases only. This station cannot reach a real server."), band);
    text->setObjectName(u"practiceText"_s);
    inside->addWidget(text);
    return band;
}

MainWindow::~MainWindow()
{
    // They refer to the session: they go first.
    delete m_stack;
    delete m_status;
}

std::unique_ptr<Session> MainWindow::takeSession()
{
    delete std::exchange(m_stack, nullptr);
    delete std::exchange(m_status, nullptr);
    m_session->disconnect(this);
    return std::move(m_session);
}

QWidget* MainWindow::makeSidebar()
{
    auto* bar = new QWidget(this);
    bar->setObjectName(u"sidebar"_s);
    bar->setAttribute(Qt::WA_StyledBackground);
    bar->setFixedWidth(Theme::px(kSidebarWidth));
    auto* layout = new QVBoxLayout(bar);
    layout->setContentsMargins(12, 14, 12, 12);
    layout->setSpacing(4);
    layout->addWidget(makeLabel(tr("Prohori"), u"h2"_s, bar));
    layout->addSpacing(8);
    if (isAuditor())
        addNav(tr("Journal"), u"journal"_s, u"navJournal"_s, Journal, layout);
    else
        addCaseNavs(layout);
    addNav(tr("Sync"), u"sync"_s, u"navSync"_s, Sync, layout);
    layout->addStretch();
    addNav(tr("Settings"), u"settings"_s, u"navSettings"_s, Settings, layout);
    if (!isAuditor())
        addNav(tr("Journal"), u"journal"_s, u"navJournal"_s, Journal, layout);
    auto* lock = makeButton(tr("Lock (Ctrl+L)"), u"lockButton"_s, bar);
    lock->setProperty("role", u"nav"_s);
    lock->setIcon(lineIcon(u"lock"_s));
    lock->setIconSize(QSize(Theme::px(18), Theme::px(18)));
    connect(lock, &QPushButton::clicked, this, &MainWindow::lockRequested);
    layout->addWidget(lock);
    const PersonInfo& me = m_session->station().me();
    m_whoWhere =
        makeLabel(tr("%1\n%2\n%3 · station %4")
                      .arg(me.name, Words::role(me.role).section(u" ("_s, 0, 0), Words::scope(me.scope),
                           m_session->station().store().replica().toString().left(kShortId)),
                  u"muted"_s, bar);
    m_whoWhere->setObjectName(u"whoWhere"_s);
    layout->addWidget(m_whoWhere);
    return bar;
}

void MainWindow::addCaseNavs(QVBoxLayout* layout)
{
    addNav(tr("Home"), u"home"_s, u"navHome"_s, Home, layout);
    addNav(tr("Cases"), u"cases"_s, u"navCases"_s, Cases, layout);
    addNav(tr("Review"), u"review"_s, u"navReview"_s, Review, layout);
    addNav(tr("Conflicts"), u"conflict"_s, u"navConflicts"_s, Conflicts, layout);
}

bool MainWindow::isAuditor() const
{
    return m_session->station().me().role == Role::Auditor;
}

QPushButton* MainWindow::nav(Page page) const
{
    for (QPushButton* button : m_nav) {
        if (button->property("page").toInt() == page)
            return button;
    }
    return nullptr;
}

void MainWindow::addNav(const QString& text, const QString& icon, const QString& name, Page page,
                        QVBoxLayout* into)
{
    auto* button = makeButton(text, name, this);
    button->setProperty("role", u"nav"_s);
    button->setIcon(lineIcon(icon));
    button->setIconSize(QSize(Theme::px(18), Theme::px(18)));
    button->setCheckable(true);
    button->setAutoExclusive(true);
    button->setProperty("page", static_cast<int>(page));
    connect(button, &QPushButton::clicked, this, [this, page] { showPage(page); });
    into->addWidget(button);
    m_nav.append(button);
}

QWidget* MainWindow::makeHeader()
{
    auto* header = new QWidget(this);
    header->setObjectName(u"header"_s);
    header->setAttribute(Qt::WA_StyledBackground);
    header->setMinimumHeight(Theme::px(kHeaderHeight));
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(20, 6, 16, 6);
    m_title = makeLabel({}, u"h1"_s, header);
    m_title->setObjectName(u"pageTitle"_s);
    m_title->setWordWrap(false);
    m_line = makeLabel({}, u"muted"_s, header);
    m_line->setObjectName(u"lineState"_s);
    m_line->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_sync = new BadgeButton(lineIcon(u"sync"_s), tr("Sync (F5)"), header);
    m_sync->setObjectName(u"syncButton"_s);
    m_sync->setIconSize(QSize(Theme::px(18), Theme::px(18)));
    m_new = makeButton(tr("New case (Ctrl+N)"), u"newCaseButton"_s, header, true);
    m_new->setHidden(isAuditor());
    layout->addWidget(m_title);
    layout->addWidget(m_line, 1);
    layout->addWidget(m_sync);
    layout->addWidget(m_new);
    connect(m_sync, &QPushButton::clicked, this, [this] {
        showPage(Sync);
        m_session->startSync();
    });
    connect(m_new, &QPushButton::clicked, this, &MainWindow::newCase);
    return header;
}

void MainWindow::makePages(const LookSettings& look)
{
    auto* home = new HomePage(*m_session, this);
    m_cases = new CasesPage(*m_session, this);
    auto* review = new ReviewPage(*m_session, this);
    m_conflicts = new ConflictsPage(*m_session, this);
    auto* sync = new SyncPage(*m_session, this);
    auto* settings = new SettingsPage(look, aboutText(), this);
    m_case = new CasePage(*m_session, this);
    m_case->setLanguage(look.language);
    for (QWidget* page :
         std::initializer_list<QWidget*>{home, m_cases, review, m_conflicts, sync, settings, m_case,
                                         new JournalPage(*m_session, this), makeQuestions()})
        m_stack->addWidget(page);
    connect(home, &HomePage::newCaseWanted, this, &MainWindow::newCase);
    connect(home, &HomePage::syncWanted, m_sync, &QPushButton::click);
    connect(home, &HomePage::reviewWanted, this, [this] { showPage(Review); });
    connect(home, &HomePage::questionsWanted, this, [this] { showPage(Questions); });
    connect(home, &HomePage::casesWanted, this, [this](std::optional<RecordPhase> phase, bool onlyMine) {
        showPage(Cases);
        m_cases->showPhase(phase, onlyMine);
    });
    connect(home, &HomePage::caseWanted, this, &MainWindow::openCase);
    connect(m_cases, &CasesPage::caseChosen, this, &MainWindow::openCase);
    connect(review, &ReviewPage::caseChosen, this, &MainWindow::openCase);
    connect(review, &ReviewPage::questionsWanted, this, [this] { showPage(Questions); });
    connect(m_conflicts, &ConflictsPage::caseChosen, this, &MainWindow::openCase);
    connect(sync, &SyncPage::caseChosen, this, [this](const RecordId& record, const AnswerPath& place) {
        openCase(record);
        m_case->goTo(place);
    });
    connect(settings, &SettingsPage::lookChanged, this, &MainWindow::lookChanged);
    joinCase(*review);
}

void MainWindow::joinCase(const ReviewPage& review)
{
    connect(m_case, &CasePage::neighbourWanted, this, [this, &review](const RecordId& record, int step) {
        if (const auto next = m_before == Review ? review.neighbour(record, step) : std::nullopt)
            openCase(*next);
        else
            m_case->tell(step > 0 ? tr("This is the last case of the queue.")
                                  : tr("This is the first case of the queue."),
                         true);
    });
    connect(m_case, &CasePage::closed, this, [this] { showPage(m_before); });
}

/// No entry of the sidebar: it is reached from where questions are told of, and leads back there.
QWidget* MainWindow::makeQuestions()
{
    auto* questions = new QuestionsPage(*m_session, this);
    connect(questions, &QuestionsPage::answerWanted, this,
            [this](const RecordId& record, const AnswerPath& place) {
                openCase(record);
                m_case->goToQuestion(place);
            });
    connect(questions, &QuestionsPage::left, this, [this] { showPage(m_beforeQuestions); });
    return questions;
}

void MainWindow::addKeys()
{
    const auto key = [this](const QString& sequence, auto action) {
        auto* shortcut = new QShortcut(QKeySequence(sequence), this);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    for (int i = 0; i < m_nav.size(); ++i)
        key(u"Ctrl+%1"_s.arg(i + 1), [this, i] { m_nav[i]->click(); });
    key(u"Ctrl+N"_s, [this] { m_new->click(); });
    key(u"F5"_s, [this] { m_sync->click(); });
    key(u"Ctrl+L"_s, [this] { emit lockRequested(); });
    key(u"Ctrl+Shift+Q"_s, [this] {
        if (nav(Cases))
            showPage(Questions);
    });
    key(u"Ctrl+K"_s, [this] {
        if (!nav(Cases))
            return;
        showPage(Cases);
        m_cases->search({});
    });
}

void MainWindow::showPage(Page page)
{
    if (m_stack->currentIndex() == Case && page != Case)
        m_case->keepDraft();
    const QHash<int, QString> titles{{Home, tr("Home")},          {Cases, tr("Cases")},
                                     {Review, tr("Review")},      {Conflicts, tr("Conflicts")},
                                     {Sync, tr("Sync")},          {Settings, tr("Settings")},
                                     {Case, tr("Case")},          {Journal, tr("Journal")},
                                     {Questions, tr("Questions")}};
    m_title->setText(titles.value(page));
    m_stack->setCurrentIndex(page);
    for (QPushButton* button : std::as_const(m_nav)) {
        const bool here = button->property("page").toInt() == page
                       || (page == Case && button->property("page").toInt() == m_before);
        if (here)
            button->setChecked(true);
    }
    if (page == Questions && m_before != Questions)
        m_beforeQuestions = m_before;
    if (page != Case)
        m_before = page;
    retell();
}

void MainWindow::openCase(const RecordId& record)
{
    showPage(Case);
    m_case->open(record);
}

void MainWindow::newCase()
{
    if (!m_new->isEnabled())
        return;
    showPage(Case);
    m_case->startNew();
}

void MainWindow::retell()
{
    const qint64 unsent = m_session->unsent();
    m_sync->setCount(unsent);
    const auto conflicts = static_cast<int>(m_session->station().store().counts().conflicts);
    if (QPushButton* button = nav(Conflicts))
        button->setText(conflicts > 0 ? tr("Conflicts · %1").arg(Words::number(conflicts)) : tr("Conflicts"));
    const auto may = m_session->maySync();
    setEnabledOrWhy(*m_sync, may                      ? QString()
                             : m_session->isSyncing() ? tr("A sync is running.")
                                                      : Words::error(may.error()));
    const auto mayCreate =
        permitted(m_session->station().me().role, Permission::Create, RecordPhase::Draft, true);
    setEnabledOrWhy(*m_new,
                    mayCreate ? QString() : tr("Cases are entered by the recording officers of a district."));
    const QString last = m_session->lastSyncText();
    const QString line = m_session->isSyncing() ? tr("syncing now…")
                       : last.isEmpty()         ? tr("not synced yet")
                                                : tr("last sync %1").arg(last);
    m_line->setText(unsent > 0 ? tr("%1 · %Ln not sent", nullptr, static_cast<int>(unsent)).arg(line) : line);
}

QString MainWindow::aboutText() const
{
    const Station& station = m_session->station();
    return tr("Prohori %1\nStation %2\nAuthority: %3\nServer: %4\nForm version: %5")
        .arg(QStringLiteral(PROHORI_VERSION), station.store().replica().toString().left(8),
             station.store().directory().authority().name,
             station.hub().url.isEmpty() ? tr("not known yet") : station.hub().url.toString(),
             station.form().version());
}

void MainWindow::prepareLock()
{
    if (!m_session)
        return;
    m_case->keepDraft();
    m_session->cancelSync();
}

}  // namespace prohori
