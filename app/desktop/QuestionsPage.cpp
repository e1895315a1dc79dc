// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/QuestionsPage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/QuestionWatch.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollArea>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kTurnWidth = 170, kSinceWidth = 190;
constexpr int kSearchWidth = 260;
}  // namespace

QuestionsPage::QuestionsPage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_model(session.questions(), isNationalRole(session.station().me().role)),
      m_which(new QComboBox(this)),
      m_search(new QLineEdit(this)),
      m_state(makeLabel({}, u"muted"_s, this)),
      m_detail(makeLabel({}, QString(), this)),
      m_table(new QTableView(this)),
      m_open(makeButton(tr("Open the case at the answer (Enter)"), u"openQuestionButton"_s, this, true)),
      m_back(makeButton(tr("Back (Esc)"), u"leaveQuestionsButton"_s, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->addWidget(makeTop());
    m_state->setObjectName(u"questionsState"_s);
    layout->addWidget(m_state);
    m_table->setObjectName(u"questionTable"_s);
    m_table->setAccessibleName(tr("Questions about answers"));
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new RowDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Theme::px(kTableRowHeight));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setSectionResizeMode(QuestionModel::What, QHeaderView::Stretch);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->setColumnWidth(QuestionModel::Turn, Theme::px(kTurnWidth));
    m_table->setColumnWidth(QuestionModel::Since, Theme::px(kSinceWidth));
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    layout->addWidget(m_table, 5);
    layout->addWidget(makeDetail(), 2);
    layout->addWidget(makeButtons());
    layout->addStretch();
    setTabOrder(m_which, m_search);
    setTabOrder(m_search, m_table);

    connect(m_table, &QTableView::activated, this, &QuestionsPage::openChosen);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &QuestionsPage::tellChosen);
    connect(m_open, &QPushButton::clicked, this, &QuestionsPage::openChosen);
    connect(m_back, &QPushButton::clicked, this, &QuestionsPage::left);
    connect(new QShortcut(QKeySequence(u"Esc"_s), this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut),
            &QShortcut::activated, this, &QuestionsPage::left);
    connect(m_which, &QComboBox::currentIndexChanged, this, &QuestionsPage::retell);
    connect(m_search, &QLineEdit::textChanged, this, &QuestionsPage::retell);
    connect(m_search, &QLineEdit::returnPressed, m_table, qOverload<>(&QWidget::setFocus));
    connect(&session.questions(), &QuestionWatch::changed, this, &QuestionsPage::retell);
}

QWidget* QuestionsPage::makeTop()
{
    auto* top = new QWidget(this);
    auto* layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_which->setObjectName(u"questionFilter"_s);
    m_which->setAccessibleName(tr("Which questions are shown"));
    m_which->addItem(tr("All open questions"), static_cast<int>(QuestionFilter::Open));
    m_which->addItem(tr("Those that wait for me"), static_cast<int>(QuestionFilter::Mine));
    m_which->addItem(tr("Also closed ones of these cases"), static_cast<int>(QuestionFilter::WithClosed));
    m_search->setObjectName(u"questionSearch"_s);
    m_search->setPlaceholderText(tr("Number of the case"));
    m_search->setAccessibleName(tr("Show only cases with this number"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(Theme::px(kSearchWidth));
    layout->addWidget(m_which);
    layout->addWidget(m_search, 1);
    layout->addStretch(1);
    return top;
}

QWidget* QuestionsPage::makeDetail()
{
    auto* card = new QFrame(this);
    card->setProperty("role", u"card"_s);
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(14, 10, 14, 10);
    // What was said may be long: then it scrolls.
    auto* scroll = new QScrollArea(card);
    scroll->setObjectName(u"questionDetailArea"_s);
    scroll->setAccessibleName(tr("What was said about this answer"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_detail->setObjectName(u"questionDetail"_s);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    scroll->setWidget(m_detail);
    inside->addWidget(scroll);
    m_detailCard = card;
    return card;
}

QWidget* QuestionsPage::makeButtons()
{
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addWidget(m_open);
    layout->addWidget(m_back);
    layout->addStretch(1);
    return bar;
}

void QuestionsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_session.questions().want();
    retell();
    if (m_model.rowCount() > 0)
        m_table->setFocus();
    else
        m_which->setFocus();
}

/// The same question stays chosen while others come and go; the next one where it is done.
void QuestionsPage::retell()
{
    if (!isVisible())
        return;
    const CaseQuery* chosen = m_model.query(m_table->currentIndex());
    const CaseQuery before = chosen ? *chosen : CaseQuery();
    const int row = m_table->currentIndex().row();
    m_model.setFilter(static_cast<QuestionFilter>(m_which->currentData().toInt()), m_search->text());
    const int count = m_model.rowCount();
    if (count > 0) {
        const QModelIndex again = m_model.indexOf(before);
        m_table->selectRow(again.isValid() ? again.row() : std::clamp(row, 0, count - 1));
    }
    const QuestionWatch& watch = m_session.questions();
    QStringList parts{
        count == 0 ? emptyText()
                   : tr("%Ln question(s). Yours stand first, then the longest asked.", nullptr, count)};
    if (!watch.isComplete() && count > 0)
        parts.append(tr("More are being looked for."));
    if (watch.unread() > 0)
        parts.append(
            tr("%Ln case(s) with questions cannot be read: see the page Sync.", nullptr, watch.unread()));
    m_state->setText(parts.join(u' '));
    const bool hadFocus = m_table->hasFocus();
    m_table->setVisible(count > 0);
    m_detailCard->setVisible(count > 0);
    if (count == 0 && hadFocus)
        m_which->setFocus();
    tellChosen();
}

QString QuestionsPage::emptyText() const
{
    const QuestionWatch& watch = m_session.questions();
    if (!watch.isComplete())
        return tr("The cases are being read…");
    if (watch.open() == 0)
        return tr("No question is open. In a case Ctrl+Q asks about the answer with the cursor, or answers "
                  "what was asked about it.");
    if (!m_search->text().trimmed().isEmpty())
        return tr("No such question in a case with “%1” in its number.").arg(m_search->text().trimmed());
    return tr("No question waits for you. %Ln open question(s) wait for others.", nullptr, watch.open());
}

QString QuestionsPage::turnSentence(const CaseQuery& query)
{
    switch (query.turn) {
    case QueryTurn::Answer:
        return query.mine ? tr("It waits for you: open the case and answer with Ctrl+Q.")
                          : tr("It waits for the officer who has the case in hand.");
    case QueryTurn::Close:
        return query.mine ? tr("It was answered and waits for you: open the case, read the answer, and close "
                               "the question with Ctrl+Q.")
                          : tr("It was answered. Who asked reads that and closes the question.");
    case QueryTurn::None: break;
    }
    return tr("It is closed.");
}

QString QuestionsPage::detailText(const CaseQuery& query) const
{
    QStringList lines{tr("%1 · %2").arg(m_model.caseName(query), QuestionModel::about(query)),
                      turnSentence(query)};
    for (const QueryView::Line& line : query.query.lines) {
        const QString who = tr("%1, %2").arg(line.who, Words::moment(line.claimed));
        const QString said = QuestionModel::words(line);
        lines.append(said.isEmpty() ? who : tr("%1: %2").arg(who, said));
    }
    return lines.join(u'\n');
}

void QuestionsPage::tellChosen()
{
    const CaseQuery* query = m_model.query(m_table->currentIndex());
    m_detail->setText(query ? detailText(*query) : QString());
    setEnabledOrWhy(*m_open, query                    ? QString()
                             : m_model.rowCount() > 0 ? tr("Choose a line first.")
                                                      : tr("There is no question in the list."));
}

void QuestionsPage::openChosen()
{
    if (const CaseQuery* query = m_model.query(m_table->currentIndex()))
        emit answerWanted(query->record, query->query.path);
}

}  // namespace prohori
