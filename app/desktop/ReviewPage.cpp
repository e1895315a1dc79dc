// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/ReviewPage.h"

#include "app/desktop/CaseReading.h"
#include "app/desktop/CasesPage.h"
#include "app/desktop/Controls.h"
#include "app/desktop/Dialogs.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/QuestionsLine.h"
#include "app/station/AnswerWords.h"

#include <QComboBox>
#include <QHeaderView>
#include <QShortcut>
#include <QTableView>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kLeastPane = 280;  ///< whatever the size of the letters
constexpr int kRestMs = 120;

enum ChangeColumn { Question, Before, Now, ChangeColumns };

/// The first few, in short.
QString referencesOf(const QList<CaseRow>& rows)
{
    constexpr qsizetype kFew = 3;
    QStringList names;
    for (const CaseRow& row : rows.first(std::min(rows.size(), kFew)))
        names.append(row.localRef);
    return names.join(u", "_s) + (rows.size() > kFew ? u" …"_s : QString());
}
}  // namespace

ReviewPage::ReviewPage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_model(session.station().store(), session.station().clock(), CaseListModel::Order::Queue),
      m_state(makeLabel({}, u"muted"_s, this)),
      m_heading(makeLabel({}, u"h2"_s, this)),
      m_since(makeLabel({}, u"muted"_s, this)),
      m_papers(makeLabel({}, u"muted"_s, this)),
      m_verdict(makeLabel({}, u"hint"_s, this)),
      m_message(makeLabel({}, u"good"_s, this)),
      m_table(new QTableView(this)),
      m_changes(new QTableWidget(0, ChangeColumns, this)),
      m_order(new QComboBox(this)),
      m_together(
          makeButton(tr("Approve all with nothing open (Ctrl+Shift+A)"), u"approveTogetherButton"_s, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->addWidget(makeTop());
    m_message->setObjectName(u"reviewMessage"_s);
    layout->addWidget(m_message);
    auto* body = new QHBoxLayout;
    body->setSpacing(12);
    m_table->setObjectName(u"reviewTable"_s);
    m_table->setAccessibleName(tr("Cases waiting for review"));
    dressCaseTable(*m_table, m_model);
    body->addWidget(m_table, 3);
    body->addWidget(makePane(), 2);
    layout->addLayout(body, 1);
    m_model.setDeadlines(session.deadlines());
    m_model.setRiskReader(
        [this](const RecordId& record) { return ReviewDesk(m_session.station()).riskOf(record); });
    connect(m_order, &QComboBox::currentIndexChanged, this, [this] {
        m_model.setQueueOrder(static_cast<CaseListModel::QueueOrder>(m_order->currentData().toInt()));
        retell();
    });
    m_settle.setSingleShot(true);
    m_settle.setInterval(kRestMs);
    connect(&m_settle, &QTimer::timeout, this, &ReviewPage::tellChosen);
    connect(m_table, &QTableView::activated, this, &ReviewPage::openChosen);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { m_settle.start(); });
    connect(m_together, &QPushButton::clicked, this, &ReviewPage::approveTogether);
    addKeys();
    connect(&m_session, &Session::caseSaved, this, &ReviewPage::retell);
    connect(&m_session, &Session::syncFinished, this, &ReviewPage::retell);
    arrange();
}

void ReviewPage::addKeys()
{
    const auto key = [this](const QString& keys, auto action) {
        connect(new QShortcut(QKeySequence(keys), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut),
                &QShortcut::activated, this, action);
    };
    key(u"Ctrl+Shift+A"_s, [this] { m_together->click(); });
    key(u"Ctrl+Shift+P"_s, [this] { read(); });
    key(u"Ctrl+O"_s, [this] { openChosen(); });
    key(u"Alt+Down"_s, [this] { step(1); });
    key(u"Alt+Up"_s, [this] { step(-1); });
}

QWidget* ReviewPage::makeTop()
{
    m_top = new QWidget(this);
    auto* rows = new QVBoxLayout(m_top);
    rows->setContentsMargins(0, 0, 0, 0);
    auto* top = new QHBoxLayout;
    rows->addLayout(top);
    m_questions = new QuestionsLine(m_session, m_top);
    connect(m_questions, &QuestionsLine::wanted, this, &ReviewPage::questionsWanted);
    rows->addWidget(m_questions);
    m_state->setObjectName(u"reviewState"_s);
    m_order->setObjectName(u"reviewOrder"_s);
    m_order->setAccessibleName(tr("What stands first"));
    m_order->addItem(tr("Longest waiting first"), static_cast<int>(CaseListModel::QueueOrder::Waiting));
    m_order->addItem(tr("Nearest deadline first"), static_cast<int>(CaseListModel::QueueOrder::Deadline));
    m_order->addItem(tr("Highest risk first"), static_cast<int>(CaseListModel::QueueOrder::Risk));
    top->addWidget(m_state, 1);
    top->addWidget(m_order);
    top->addWidget(m_together);
    return m_top;
}

void ReviewPage::say(const QString& text, const QString& role)
{
    setRole(*m_message, role);
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
}

QWidget* ReviewPage::makePane()
{
    m_pane = new QFrame(this);
    m_pane->setProperty("role", u"card"_s);
    m_pane->setMinimumWidth(kLeastPane);
    auto* layout = m_paneLayout = new QVBoxLayout(m_pane);
    layout->setContentsMargins(14, 12, 14, 12);
    m_heading->setObjectName(u"reviewHeading"_s);
    m_since->setObjectName(u"reviewSince"_s);
    m_papers->setObjectName(u"reviewPapers"_s);
    m_verdict->setObjectName(u"reviewVerdict"_s);
    layout->addWidget(m_heading);
    layout->addWidget(m_since);
    layout->addWidget(m_papers);
    m_changes->setObjectName(u"reviewChanges"_s);
    m_changes->setAccessibleName(tr("What was changed since the last decision"));
    m_changes->setHorizontalHeaderLabels({tr("Question"), tr("Before"), tr("Now")});
    m_changes->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_changes->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_changes->verticalHeader()->hide();
    m_changes->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_changes->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_changes->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_changes->setTabKeyNavigation(false);
    m_changes->setShowGrid(false);
    m_changes->setWordWrap(true);
    layout->addWidget(m_changes, 1);
    layout->addWidget(m_verdict);
    return m_pane;
}

void ReviewPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    say({}, u"muted"_s);
    m_questions->look();
    retell();
    arrange();
    if (m_reads)
        m_reading->enter();
    else
        m_table->setFocus();
}

QList<RecordId> ReviewPage::waiting() const
{
    QList<RecordId> all;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (const CaseRow* one = m_model.row(m_model.index(row, 0)))
            all.append(one->record);
    }
    return all;
}

std::optional<RecordId> ReviewPage::neighbour(const RecordId& record, int step) const
{
    const qsizetype at = m_opened.indexOf(record);
    const qsizetype to = at + step;
    if (at < 0 || to < 0 || to >= m_opened.size())
        return std::nullopt;
    return m_opened[to];
}

void ReviewPage::openChosen()
{
    if (const CaseRow* row = m_model.row(m_table->currentIndex())) {
        m_opened = waiting();
        emit caseChosen(row->record);
    }
}

void ReviewPage::retell()
{
    if (!isVisible())
        return;
    CaseFilter filter;
    filter.toDecide = true;
    if (!isNationalRole(m_session.station().me().role))
        filter.home = m_session.station().me().scope;
    const int chosen = m_table->currentIndex().row();
    m_model.setFilter(filter);
    const int waiting = m_model.rowCount();
    const bool decides = m_session.station().me().role == Role::DistrictReviewer;
    if (decides)
        m_state->setText(
            waiting == 0
                ? tr("Nothing waits for you. New submissions come with the next sync (F5).")
                : tr("%Ln case(s) wait. Enter opens one; there you approve or return it.", nullptr, waiting));
    else
        m_state->setText(tr("%Ln case(s) of the district wait for the supervisor. You can look at them; only "
                            "the supervisor decides.",
                            nullptr, waiting));
    setEnabledOrWhy(*m_together, !decides       ? tr("Only the supervisor of the district approves.")
                                 : waiting == 0 ? tr("Nothing waits.")
                                                : QString());
    if (m_model.rowCount() > 0)
        m_table->selectRow(std::clamp(chosen, 0, m_model.rowCount() - 1));
    tellChosen();
}

QString ReviewPage::aloneText(const AloneVerdict& verdict, const CaseRow& row) const
{
    switch (verdict.reason) {
    case AloneReason::None: return tr("Nothing is open: it can be approved together with others.");
    case AloneReason::NotAllowed: return Words::whyNot(verdict.error, row.phase);
    case AloneReason::Conflict: return tr("People gave different answers: decide the conflict first.");
    case AloneReason::Query: return tr("A question is open in it: open the case.");
    case AloneReason::Problem: return tr("The form has doubts about an answer: open the case.");
    case AloneReason::Checklist: return tr("A point of the checklist does not hold: open the case.");
    case AloneReason::HeldBack: return tr("Changes of it are held back: see the page Sync.");
    case AloneReason::Duplicate:
        return tr("It has the same FIR as %1 and may be the same case: open it, compare, and merge if so.")
            .arg(referencesOf(verdict.duplicates));
    }
    return {};
}

void ReviewPage::tellChosen()
{
    const CaseRow* row = m_model.row(m_table->currentIndex());
    m_changes->setRowCount(0);
    const auto view = row ? m_session.desk().view(row->record) : Result<CaseView>(Error{});
    m_heading->setText(row ? row->localRef : QString());
    if (!view) {
        m_since->setText(row ? Words::error(view.error()) : QString());
        m_verdict->clear();
        m_changes->setVisible(false);
        tellReading(nullptr);
        return;
    }
    tellChanges(*view);
    tellReading(&*view);
    if (row->phase != RecordPhase::Submitted) {
        m_verdict->setText(row->laterRows > 0
                               ? tr("Later facts wait for a short review: open the case, Ctrl+Shift+L.")
                               : tr("Changed since the approval: the officer has to submit it first."));
        return;
    }
    const auto verdict = ReviewDesk(m_session.station()).mayApproveTogether(row->record);
    m_verdict->setText(verdict ? aloneText(*verdict, *row) : Words::error(verdict.error()));
}

void ReviewPage::tellChanges(const CaseView& view)
{
    const auto since = ReviewDesk(m_session.station()).sinceLastDecision(view.state.record);
    if (!since) {
        m_since->setText(Words::error(since.error()));
        return;
    }
    m_changes->setVisible(since->decision.has_value() && !m_reads);
    if (!since->decision) {
        m_since->setText(tr("Submitted for the first time: all of it is new to you."));
        return;
    }
    m_since->setText(tr("%1 by %2 on %3. Since then:")
                         .arg(Words::act(*since->decision), since->who, Words::moment(since->claimed)));
    const AnswerWords now(*view.engine, view.answers), before(*view.engine, since->before);
    for (const AnswerDifference& difference : since->differences) {
        const int row = m_changes->rowCount();
        m_changes->insertRow(row);
        const bool removed = difference.kind == AnswerDifference::RowRemoved;
        const AnswerWords& words = removed ? before : now;
        const QString place = words.place(difference.path);
        QStringList cells{place.isEmpty() ? words.question(difference.path)
                                          : tr("%1 (%2)").arg(words.question(difference.path), place),
                          before.text(difference.path.field, difference.from),
                          now.text(difference.path.field, difference.to)};
        if (difference.kind == AnswerDifference::RowAdded)
            cells = {cells[0], QString(), tr("entry added")};
        else if (removed)
            cells = {cells[0], tr("entry"), tr("removed")};
        for (int column = 0; column < ChangeColumns; ++column)
            m_changes->setItem(row, column, new QTableWidgetItem(cells[column]));
    }
    if (since->differences.isEmpty())
        m_since->setText(tr("%1 by %2 on %3. No answer was changed since then.")
                             .arg(Words::act(*since->decision), since->who, Words::moment(since->claimed)));
}

void ReviewPage::approveTogether()
{
    QList<RecordId> ready;
    QList<ChecklistItem> points;
    const QList<RecordId> all = waiting();
    for (const RecordId& record : all) {
        const auto verdict = ReviewDesk(m_session.station()).mayApproveTogether(record);
        if (!verdict || verdict->reason != AloneReason::None)
            continue;
        ready.append(record);
        for (const ChecklistItem& point : verdict->toAffirm) {
            const bool known = std::any_of(points.begin(), points.end(),
                                           [&](const ChecklistItem& one) { return one.name == point.name; });
            if (!known)
                points.append(point);
        }
    }
    if (ready.isEmpty()) {
        say(tr("In each of the cases something is open: they are decided one by one. The line under the "
               "chosen case says what."),
            u"muted"_s);
        return;
    }
    auto* dialog =
        new ChecklistDialog(tr("%Ln of the waiting case(s)", nullptr, static_cast<int>(ready.size())), points,
                            this);
    connect(dialog, &QDialog::accepted, this, [this, ready] { runTogether(ready); });
    dialog->open();
}

void ReviewPage::runTogether(const QList<RecordId>& records)
{
    const auto approved = ReviewDesk(m_session.station()).approveTogether(records);
    for (const RecordId& record : approved ? *approved : QList<RecordId>())
        m_session.noteSaved(record);
    if (approved)
        say(tr("%Ln case(s) approved. Saved here; they go out with the next sync.", nullptr,
               static_cast<int>(approved->size())),
            u"good"_s);
    else
        say(Words::error(approved.error()), u"problem"_s);
    retell();
    m_table->setFocus();
}

}  // namespace prohori
