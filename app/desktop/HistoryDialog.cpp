// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/HistoryDialog.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "forms/widgets/FormView.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr QSize kRoom(1180, 660);
}

HistoryDialog::HistoryDialog(Session& session, const CaseView& view, const QList<HistoryEntry>& entries,
                             QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_record(view.state.record),
      m_engine(view.engine),
      m_model(*m_engine, view.answers, entries),
      m_person(new QComboBox(this)),
      m_day(new QComboBox(this)),
      m_words(new QLineEdit(this)),
      m_count(makeLabel({}, u"muted"_s, this)),
      m_table(new QTableView(this)),
      m_past(makeButton(tr("Show the case as it was (Enter)"), u"pastButton"_s, this, true))
{
    setObjectName(u"historyDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("History of %1").arg(view.state.localRef));
    resize(Theme::px(kRoom.width()), Theme::px(kRoom.height()));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->addWidget(makeLabel(windowTitle(), u"h2"_s, this));
    layout->addWidget(makeFilters());
    m_table->setObjectName(u"historyTable"_s);
    m_table->setAccessibleName(tr("Changes of the case, newest first"));
    m_table->setModel(&m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setWordWrap(true);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    layout->addWidget(m_table, 1);
    layout->addWidget(makeButtons());
    connect(m_table, &QTableView::activated, this, &HistoryDialog::showPast);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &HistoryDialog::judge);
    applyFilter();
    m_table->setFocus();
}

QWidget* HistoryDialog::makeFilters()
{
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_words->setObjectName(u"historySearch"_s);
    m_words->setPlaceholderText(tr("Question, answer or reason"));
    m_words->setAccessibleName(tr("Show only lines with these words"));
    m_words->setClearButtonEnabled(true);
    m_person->setObjectName(u"historyPerson"_s);
    m_person->setAccessibleName(tr("Show only what this person did"));
    m_person->addItem(tr("Everybody"));
    for (const auto& [person, name] : m_model.people())
        m_person->addItem(name, QVariant::fromValue(static_cast<quint64>(person)));
    m_day->setObjectName(u"historyDay"_s);
    m_day->setAccessibleName(tr("Show only this day"));
    m_day->addItem(tr("All days"));
    for (const QDate& day : m_model.days())
        m_day->addItem(QLocale().toString(day, u"d MMM yyyy"_s), day);
    m_count->setObjectName(u"historyCount"_s);
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(m_words, 2);
    layout->addWidget(m_person, 1);
    layout->addWidget(m_day, 1);
    layout->addWidget(m_count, 1);
    connect(m_words, &QLineEdit::textChanged, this, &HistoryDialog::applyFilter);
    connect(m_person, &QComboBox::currentIndexChanged, this, &HistoryDialog::applyFilter);
    connect(m_day, &QComboBox::currentIndexChanged, this, &HistoryDialog::applyFilter);
    return bar;
}

QWidget* HistoryDialog::makeButtons()
{
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addWidget(
        makeLabel(tr("Times are those of the computer that wrote; \"server\" tells when the Ministry's "
                     "server received it."),
                  u"hint"_s, this),
        1);
    auto* close = makeButton(tr("Close (Esc)"), u"closeHistoryButton"_s, this);
    m_past->setAutoDefault(false);
    close->setAutoDefault(false);
    layout->addWidget(close);
    layout->addWidget(m_past);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_past, &QPushButton::clicked, this, &HistoryDialog::showPast);
    return bar;
}

void HistoryDialog::applyFilter()
{
    HistoryFilter filter;
    filter.words = m_words->text();
    if (m_person->currentIndex() > 0)
        filter.person = m_person->currentData().toULongLong();
    if (m_day->currentIndex() > 0)
        filter.day = m_day->currentData().toDate();
    m_model.setFilter(filter);
    m_count->setText(tr("%Ln line(s)", nullptr, m_model.rowCount()));
    if (m_model.rowCount() > 0)
        m_table->selectRow(0);
    judge();
}

void HistoryDialog::judge()
{
    const HistoryEntry* entry = m_model.entry(m_table->currentIndex());
    setEnabledOrWhy(*m_past, !entry               ? tr("No line is chosen.")
                             : entry->quarantined ? tr("This change is held back and never counted.")
                                                  : QString());
}

void HistoryDialog::showPast()
{
    judge();
    const HistoryEntry* entry = m_model.entry(m_table->currentIndex());
    if (!entry || !m_past->isEnabled())
        return;
    const auto then = m_session.desk().viewAt(m_record, {entry->change});
    if (!then) {
        m_count->setText(Words::error(then.error()));
        return;
    }
    const QString caption = tr("%1 as %2 left it, %3 by that computer's clock")
                                .arg(then->state.localRef, entry->who, Words::moment(entry->claimed));
    (new PastCaseDialog(*then, caption, this))->open();
}

PastCaseDialog::PastCaseDialog(const CaseView& then, const QString& caption, QWidget* parent)
    : QDialog(parent),
      m_engine(then.engine)
{
    setObjectName(u"pastCaseDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(caption);
    resize(Theme::px(kRoom.width()), Theme::px(kRoom.height()));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    QLabel* heading = makeLabel(caption, u"h2"_s, this);
    heading->setObjectName(u"pastCaption"_s);
    layout->addWidget(heading);
    auto* form = new FormView(*m_engine, m_random, this);
    form->setLanguage(Words::language());
    form->setAnswers(then.answers);
    form->setReadOnly(true, tr("An earlier state: to look at, not to change. State then: %1.")
                                .arg(Words::phase(then.state.phase)));
    layout->addWidget(form, 1);
    auto* close = makeButton(tr("Close (Esc)"), u"closePastButton"_s, this);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    layout->addWidget(close, 0, Qt::AlignRight);
    form->focusFirst();
}

}  // namespace prohori
