// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/ConflictsPage.h"

#include "app/desktop/CaseListModel.h"
#include "app/desktop/ConflictCard.h"
#include "app/desktop/Controls.h"
#include "app/desktop/Dialogs.h"
#include "app/desktop/ErrorText.h"

#include <QLineEdit>
#include <QListWidget>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kListWidth = 250;
constexpr int kMostListed = 200;  ///< cases in the list; settled ones make room for the next
const int kConflictRecord = Qt::UserRole;
}  // namespace

ConflictsPage::ConflictsPage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_state(makeLabel({}, u"muted"_s, this)),
      m_heading(makeLabel({}, u"h2"_s, this)),
      m_message(makeLabel({}, u"good"_s, this)),
      m_why(makeLabel({}, u"hint"_s, this)),
      m_list(new QListWidget(this)),
      m_area(new QScrollArea(this)),
      m_reason(new QLineEdit(this)),
      m_save(makeButton(tr("Save decisions (Ctrl+S)"), u"saveDecisionsButton"_s, this, true)),
      m_open(makeButton(tr("Open the case (Ctrl+O)"), u"openConflictCaseButton"_s, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    m_state->setObjectName(u"conflictState"_s);
    layout->addWidget(m_state);
    auto* body = new QHBoxLayout;
    body->setSpacing(12);
    m_list->setObjectName(u"conflictList"_s);
    m_list->setAccessibleName(tr("Cases with conflicts"));
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setMinimumWidth(kListWidth * 4 / 5);
    m_list->setMaximumWidth(Theme::px(kListWidth));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    body->addWidget(m_list, 1);
    auto* right = new QVBoxLayout;
    m_heading->setObjectName(u"conflictHeading"_s);
    right->addWidget(m_heading);
    m_area->setObjectName(u"conflictArea"_s);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    right->addWidget(m_area, 1);
    right->addWidget(makeDecision());
    body->addLayout(right, 4);
    layout->addLayout(body, 1);

    connect(m_list, &QListWidget::currentRowChanged, this, &ConflictsPage::showChosen);
    connect(m_list, &QListWidget::itemActivated, this, [this] {
        if (!m_cards.isEmpty())
            m_cards.first()->focusFirst();
    });
    connect(m_reason, &QLineEdit::textChanged, this, &ConflictsPage::judge);
    connect(m_save, &QPushButton::clicked, this, &ConflictsPage::save);
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const auto record = chosen())
            emit caseChosen(*record);
    });
    for (const auto& [keys, button] : {std::pair(u"Ctrl+S"_s, m_save), std::pair(u"Ctrl+O"_s, m_open)})
        connect(new QShortcut(QKeySequence(keys), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut),
                &QShortcut::activated, button, &QPushButton::click);
    connect(&m_session, &Session::caseSaved, this, &ConflictsPage::retell);
    connect(&m_session, &Session::syncFinished, this, &ConflictsPage::retell);
}

QWidget* ConflictsPage::makeDecision()
{
    auto* bar = new QWidget(this);
    auto* layout = new QVBoxLayout(bar);
    layout->setContentsMargins(0, 6, 0, 0);
    auto* row = new QHBoxLayout;
    m_reason->setObjectName(u"conflictReason"_s);
    m_reason->setMaxLength(500);
    m_reason->setPlaceholderText(tr("Why this is right, such as: the police register says so"));
    m_reason->setAccessibleName(tr("Reason of the decision"));
    row->addWidget(m_reason, 1);
    row->addWidget(m_open);
    row->addWidget(m_save);
    layout->addLayout(row);
    m_why->setObjectName(u"whyNotDecided"_s);
    layout->addWidget(m_why);
    m_message->setObjectName(u"conflictMessage"_s);
    layout->addWidget(m_message);
    return bar;
}

void ConflictsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_message->clear();
    retell();
    m_list->setFocus();
}

std::optional<RecordId> ConflictsPage::chosen() const
{
    const QListWidgetItem* item = m_list->currentItem();
    if (!item)
        return std::nullopt;
    return RecordId::fromBytes(item->data(kConflictRecord).toByteArray());
}

void ConflictsPage::showCase(const RecordId& record)
{
    for (int i = 0; i < m_list->count(); ++i) {
        if (m_list->item(i)->data(kConflictRecord).toByteArray() == record.toBytes())
            m_list->setCurrentRow(i);
    }
}

void ConflictsPage::retell()
{
    if (isVisible())
        fillList(chosen().value_or(RecordId()));
}

void ConflictsPage::fillList(const RecordId& keep)
{
    CaseFilter filter;
    filter.onlyConflicts = true;
    if (!isNationalRole(m_session.station().me().role))
        filter.home = m_session.station().me().scope;
    filter.limit = kMostListed;
    const auto page = m_session.station().store().cases(filter);
    const int before = m_list->currentRow();
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    if (!page) {
        m_state->setText(Words::error(page.error()));
        return;
    }
    int at = std::clamp(before, 0, std::max(0, static_cast<int>(page->size()) - 1));
    for (const CaseRow& row : *page) {
        auto* item = new QListWidgetItem(row.localRef, m_list);
        item->setData(RowDelegate::SecondLine, tr("%Ln conflict(s)", nullptr, row.conflicts));
        item->setData(kConflictRecord, row.record.toBytes());
        if (row.record == keep)
            at = m_list->count() - 1;
    }
    const int count = static_cast<int>(page->size());
    m_state->setText(
        count == 0 ? tr("No conflicts. When two people change the same answer, it is decided here.")
        : count == kMostListed
            ? tr("The %Ln newest case(s) with conflicts. Nothing was lost: choose what is right.", nullptr,
                 count)
            : tr(
                "%Ln case(s) in which people gave different answers. Nothing was lost: choose what is right.",
                nullptr, count));
    m_list->setCurrentRow(count == 0 ? -1 : at);
    showChosen();
}

void ConflictsPage::showChosen()
{
    m_view.reset();
    m_reason->clear();
    if (const auto record = chosen()) {
        auto view = m_session.desk().view(*record);
        if (view)
            m_view = std::move(*view);
        else
            tell(Words::error(view.error()), false);
    }
    m_heading->setText(m_view ? tr("%1 · %2").arg(m_view->state.localRef, statusText(m_view->row))
                              : QString());
    fillCards();
    judge();
}

void ConflictsPage::fillCards()
{
    m_cards.clear();
    auto* content = new QWidget;
    content->setObjectName(u"conflictCards"_s);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, Theme::px(6), 0);
    layout->setSpacing(Theme::px(10));
    for (qsizetype i = 0; m_view && i < m_view->conflicts.size(); ++i) {
        auto* card = new ConflictCard(*m_view->engine, *m_view, m_view->conflicts[i], static_cast<int>(i) + 1,
                                      content);
        connect(card, &ConflictCard::decided, this, &ConflictsPage::judge);
        layout->addWidget(card);
        m_cards.append(card);
    }
    layout->addStretch();
    m_area->setWidget(content);
    const bool some = !m_cards.isEmpty();
    for (QWidget* part : std::initializer_list<QWidget*>{m_reason, m_save, m_open, m_area, m_list})
        part->setVisible(some);
}

void ConflictsPage::judge()
{
    const auto open = std::count_if(m_cards.begin(), m_cards.end(),
                                    [](const ConflictCard* card) { return !card->isDecided(); });
    QString why;
    const auto allowed = m_view
                           ? permitted(m_session.station().me().role, Permission::Settle, m_view->state.phase,
                                       m_session.station().me().scope == m_view->state.homeScope)
                           : Result<>();
    if (!allowed)
        why = Words::whyNot(allowed.error(), m_view->state.phase);
    else if (!m_cards.isEmpty() && open == m_cards.size())
        why = tr("Choose in each conflict which answer is right.");
    else if (m_reason->text().trimmed().size() < kLeastComment)
        why = tr("Write in a few words why.");
    setEnabledOrWhy(*m_save, why);
    m_why->setText(!why.isEmpty() || open == 0 || m_cards.isEmpty()
                       ? why
                       : tr("%Ln conflict(s) stay open for later.", nullptr, static_cast<int>(open)));
}

void ConflictsPage::save()
{
    if (!m_view)
        return;
    QList<CaseDesk::Settlement> settlements;
    for (const ConflictCard* card : std::as_const(m_cards)) {
        if (!card->isDecided())
            continue;
        CaseDesk::Settlement settlement = card->settlement();
        settlement.reason = m_reason->text().trimmed();
        settlements.append(settlement);
    }
    const auto saved = m_session.desk().settle(m_view->state.record, settlements);
    if (!saved) {
        tell(Words::error(saved.error()), false);
        return;
    }
    const QString text =
        tr("%1: %Ln conflict(s) decided and saved here. What was not taken stays in the history.", nullptr,
           static_cast<int>(settlements.size()))
            .arg(saved->localRef);
    m_session.noteSaved(saved->record);
    tell(text, true);
    m_list->setFocus();
}

void ConflictsPage::tell(const QString& text, bool good)
{
    setRole(*m_message, good ? u"good"_s : u"problem"_s);
    m_message->setText(text);
}

}  // namespace prohori
