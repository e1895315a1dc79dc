// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/HomePage.h"

#include "app/desktop/BackupKeeper.h"
#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/QuestionsLine.h"
#include "app/desktop/QuestionWatch.h"

#include <QFileDialog>
#include <QGridLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 kMostOnTile = 9999;
constexpr int kTilesInARow = 5;
constexpr int kLeftWidth = 150;
}  // namespace

HomePage::HomePage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_greeting(makeLabel({}, u"h1"_s, this)),
      m_safety(makeLabel({}, u"muted"_s, this)),
      m_grid(new QGridLayout),
      m_model(session),
      m_table(new QTableView(this)),
      m_state(makeLabel({}, u"muted"_s, this)),
      m_message(makeLabel({}, u"hint"_s, this)),
      m_open(makeButton(tr("Open (Enter)"), u"openTaskButton"_s, this)),
      m_accept(makeButton(tr("Accept (Ctrl+Shift+A)"), u"acceptOfferButton"_s, this)),
      m_decline(makeButton(tr("Decline (Ctrl+Shift+D)"), u"declineOfferButton"_s, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 12, 20, 12);
    layout->setSpacing(10);
    layout->addWidget(m_greeting);
    m_grid->setSpacing(12);
    layout->addLayout(m_grid);
    addTiles();
    auto* body = new QHBoxLayout;
    body->setSpacing(12);
    body->addWidget(makeTasks(), 4);
    body->addWidget(makeAside(), 1);
    layout->addLayout(body, 1);
    connect(&m_session, &Session::caseSaved, this, &HomePage::retell);
    connect(&m_session, &Session::syncFinished, this, &HomePage::retell);
    connect(&m_session, &Session::datesWorkedOut, this, &HomePage::retellTasks);
    connect(&m_session.questions(), &QuestionWatch::changed, this, [this] {
        if (m_session.questions().isComplete() && m_session.questions().open() > 0)
            retellTasks();
    });
    connect(&m_session.backups(), &BackupKeeper::changed, this, &HomePage::retell);
    connect(new QShortcut(QKeySequence(u"Ctrl+Shift+B"_s), this), &QShortcut::activated, this,
            &HomePage::bringBackup);
}

/// To the second place where it is there; else it is asked for.
void HomePage::bringBackup()
{
    const QString place = m_session.backups().backups().secondPlace();
    if (QFileInfo(place).isDir() && !place.isEmpty()) {
        m_session.backups().makeNow();
        m_message->setText(tr("A backup is being made."));
        return;
    }
    auto* dialog = new QFileDialog(this, tr("A second place for backups: a stick or a share"));
    dialog->setObjectName(u"secondPlaceDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &HomePage::takeSecondPlace);
    dialog->open();
}

void HomePage::takeSecondPlace(const QString& folder)
{
    const auto set = m_session.backups().backups().setSecondPlace(folder);
    if (set)
        m_session.backups().makeNow();
    m_message->setText(set ? tr("A backup is being made.") : Words::error(set.error()));
    retell();
}

QWidget* HomePage::makeTasks()
{
    auto* side = new QWidget(this);
    auto* outer = new QVBoxLayout(side);
    outer->setContentsMargins(0, 0, 0, 0);
    QVBoxLayout* card = makeCard(tr("What waits for me"), outer, side);
    m_questions = new QuestionsLine(m_session, this);
    connect(m_questions, &QuestionsLine::wanted, this, &HomePage::questionsWanted);
    card->addWidget(m_questions);
    m_state->setObjectName(u"taskState"_s);
    // In the place of the table, when there is none.
    m_state->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    card->addWidget(m_state, 1);
    m_state->hide();
    m_table->setObjectName(u"taskTable"_s);
    m_table->setAccessibleName(tr("What waits for me"));
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new RowDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Theme::px(kTableRowHeight));
    m_table->horizontalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setSectionResizeMode(TaskModel::What, QHeaderView::Stretch);
    m_table->setColumnWidth(TaskModel::Left, Theme::px(kLeftWidth));
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    card->addWidget(m_table, 1);
    auto* buttons = new QHBoxLayout;
    for (QPushButton* button : {m_open, m_accept, m_decline})
        buttons->addWidget(button);
    m_message->setObjectName(u"taskMessage"_s);
    buttons->addWidget(m_message, 1);
    card->addLayout(buttons);
    connect(new QShortcut(QKeySequence(u"Ctrl+Shift+A"_s), this), &QShortcut::activated, m_accept,
            &QPushButton::click);
    connect(new QShortcut(QKeySequence(u"Ctrl+Shift+D"_s), this), &QShortcut::activated, m_decline,
            &QPushButton::click);
    connect(m_table, &QTableView::activated, this, &HomePage::openTask);
    connect(m_open, &QPushButton::clicked, this, &HomePage::openTask);
    connect(m_accept, &QPushButton::clicked, this, [this] { answerOffers(HandoverStep::Accept); });
    connect(m_decline, &QPushButton::clicked, this, [this] { answerOffers(HandoverStep::Decline); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HomePage::judgeTask);
    return side;
}

QWidget* HomePage::makeAside()
{
    auto* side = new QWidget(this);
    auto* outer = new QVBoxLayout(side);
    outer->setContentsMargins(0, 0, 0, 0);
    QVBoxLayout* card = makeCard(tr("How safe your work is"), outer, side);
    m_safety->setObjectName(u"safetyText"_s);
    // Large letters may need more room than there is: then it scrolls.
    auto* scroll = new QScrollArea(side);
    scroll->setObjectName(u"safetyScroll"_s);
    scroll->setAccessibleName(tr("How safe your work is"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_safety->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    scroll->setWidget(m_safety);
    card->addWidget(scroll, 1);
    return side;
}

void HomePage::addTiles()
{
    const Role role = m_session.station().me().role;
    const Store& store = m_session.station().store();
    const bool records = permitted(role, Permission::Create, RecordPhase::Draft, true).has_value();
    if (records) {
        addPhaseTile(u"returnedTile"_s, tr("Returned to me"), RecordPhase::Returned, true);
        addPhaseTile(u"draftsTile"_s, tr("My drafts, not submitted"), RecordPhase::Draft, true);
        addTile(
            u"typingTile"_s, tr("Typing that is not saved"),
            [this] { return m_session.station().store().drafts(m_session.station().me().person).size(); },
            [this] { openTyping(); });
    }
    if (isNationalRole(role)) {
        addPhaseTile(u"receivedTile"_s, tr("Received from the districts"), RecordPhase::HqReceived, false);
    } else {
        addTile(
            u"waitingTile"_s,
            role == Role::DistrictReviewer ? tr("Waiting for my review") : tr("Waiting for review"),
            [this] { return countIn(RecordPhase::Submitted, false); }, [this] { emit reviewWanted(); });
    }
    if (role == Role::DistrictReviewer) {
        addPhaseTile(u"returnedTile"_s, tr("Returned to officers"), RecordPhase::Returned, false);
        addPhaseTile(u"approvedTile"_s, tr("Approved, on the way"), RecordPhase::DistrictApproved, false);
    }
    addTile(
        u"unsentTile"_s, tr("Waiting for sync"), [&store] { return store.counts().unsent; },
        [this] { emit syncWanted(); });
}

void HomePage::addPhaseTile(const QString& objectName, const QString& caption, RecordPhase phase,
                            bool onlyMine)
{
    addTile(
        objectName, caption, [this, phase, onlyMine] { return countIn(phase, onlyMine); },
        [this, phase, onlyMine] { emit casesWanted(phase, onlyMine); });
}

void HomePage::addTile(const QString& objectName, const QString& caption, std::function<qint64()> count,
                       std::function<void()> open)
{
    auto* tile = new TileButton(this);
    tile->setObjectName(objectName);
    const int at = static_cast<int>(m_tiles.size());
    m_grid->addWidget(tile, at / kTilesInARow, at % kTilesInARow);
    connect(tile, &QPushButton::clicked, this, std::move(open));
    m_tiles.append({tile, caption, std::move(count)});
}

qint64 HomePage::countIn(RecordPhase phase, bool onlyMine) const
{
    CaseFilter filter;
    filter.phase = phase;
    if (!isNationalRole(m_session.station().me().role))
        filter.home = m_session.station().me().scope;
    if (onlyMine)
        filter.holder = m_session.station().me().person;
    const auto count = m_session.station().store().countCases(filter, kMostOnTile);
    return count ? *count : 0;
}

/// The typing that was kept last: a case, or the new one.
void HomePage::openTyping()
{
    const QList<Draft> drafts = m_session.station().store().drafts(m_session.station().me().person);
    const auto last = std::max_element(drafts.begin(), drafts.end(),
                                       [](const Draft& a, const Draft& b) { return a.saved < b.saved; });
    if (last == drafts.end() || last->record.isNull())
        emit newCaseWanted();
    else
        emit caseWanted(last->record);
}

void HomePage::openTask()
{
    if (const Task* task = m_model.task(m_table->currentIndex()))
        emit caseWanted(task->row.record);
}

QList<RecordId> HomePage::chosenOffers() const
{
    QList<RecordId> records;
    for (const QModelIndex& row : m_table->selectionModel()->selectedRows()) {
        const Task* task = m_model.task(row);
        if (task && task->kind == TaskKind::Handover)
            records.append(task->row.record);
    }
    return records;
}

void HomePage::answerOffers(HandoverStep step)
{
    const QList<RecordId> records = chosenOffers();
    if (records.isEmpty())
        return;
    const auto answered = HandoverDesk(m_session.station()).answer(step, records);
    if (!answered) {
        m_message->setText(Words::error(answered.error()));
        return;
    }
    const auto count = static_cast<int>(answered->size());
    m_message->setText(step == HandoverStep::Accept ? tr("%Ln case(s) taken over.", nullptr, count)
                                                    : tr("%Ln case(s) declined.", nullptr, count));
    m_session.noteSaved(count == 1 ? records.last() : RecordId());  // one look at the lists is enough for all
}

void HomePage::judgeTask()
{
    const bool any = m_model.task(m_table->currentIndex()) != nullptr;
    setEnabledOrWhy(*m_open, any ? QString() : tr("Choose a line first."));
    const Task* task = m_model.task(m_table->currentIndex());
    const QString why = !chosenOffers().isEmpty() ? QString()
                      : task && task->kind == TaskKind::Move
                          ? tr("Open the case: it is accepted into your district or declined there.")
                          : tr("Choose a case that is offered to you.");
    setEnabledOrWhy(*m_accept, why);
    setEnabledOrWhy(*m_decline, why);
}

void HomePage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_message->clear();
    m_questions->look();
    retell();
    m_tiles.first().button->setFocus();
}

void HomePage::retell()
{
    m_greeting->setText(tr("Welcome, %1").arg(m_session.station().me().name));
    for (const Tile& tile : std::as_const(m_tiles))
        static_cast<TileButton*>(tile.button)->tell(tile.count(), tile.caption);
    m_safety->setText(safetyText());
    retellTasks();
}

void HomePage::retellTasks()
{
    // Another page is in front: showEvent() comes back to this.
    if (!isVisible())
        return;
    // What was chosen stays chosen, also where new dates move the rows.
    QList<Task> chosen;
    for (const QModelIndex& row : m_table->selectionModel()->selectedRows())
        chosen.append(*m_model.task(row));
    const int row = m_table->currentIndex().row();
    const Task* current = m_model.task(m_table->currentIndex());
    const Task before = current ? *current : Task();
    m_model.reload();
    const int count = m_model.rowCount();
    if (count > 0) {
        const QModelIndex again = m_model.indexOf(before);
        m_table->selectRow(again.isValid() ? again.row() : std::clamp(row, 0, count - 1));
        for (const Task& one : std::as_const(chosen)) {
            const QModelIndex there = m_model.indexOf(one);
            if (there.isValid())
                m_table->selectionModel()->select(there,
                                                  QItemSelectionModel::Select | QItemSelectionModel::Rows);
        }
    }
    m_state->setText(count == 0 ? tr("Nothing waits for you.") : QString());
    m_state->setVisible(count == 0);
    m_table->setVisible(count > 0);
    judgeTask();
}

QString HomePage::safetyText() const
{
    const StoreCounts counts = m_session.station().store().counts();
    const QString last = m_session.lastSyncText();
    // Where large letters leave room for the first lines only, these are what somebody has to do something about.
    QStringList lines = m_session.backups().sentences();
    if (m_session.backups().asksForSecondPlace())
        lines.append(tr("Backups lie on this computer alone, and would be lost with it. Press Ctrl+Shift+B "
                        "to name a second place, on a stick or a share."));
    lines.append(
        tr("Saved on this computer, encrypted: %Ln case(s).", nullptr, static_cast<int>(counts.cases)));
    lines.append(last.isEmpty() ? tr("This station has not synced with the Ministry yet.")
                                : tr("Last sync with the Ministry: %1.").arg(last));
    lines.append(counts.unsent == 0 ? tr("Nothing waits to be sent.")
                                    : tr("%Ln change(s) exist only on this computer.", nullptr,
                                         static_cast<int>(counts.unsent)));
    if (counts.quarantined > 0)
        lines.append(tr("%Ln change(s) were held back: see the page Sync.", nullptr,
                        static_cast<int>(counts.quarantined)));
    if (m_session.station().deviceSecretKind() != DeviceSecretKind::Keychain)
        lines.append(tr("This computer has no key ring: the station is protected by the password, and weaker "
                        "against a stolen computer."));
    if (!m_session.station().isConfirmed())
        lines.append(tr("The administrator has not confirmed you yet: you can enter and send cases, and open "
                        "the names of cases that you created yourself."));
    return lines.join(u'\n');
}

}  // namespace prohori
