// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/HistoryDialog.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/station/AnnexPrint.h"
#include "forms/widgets/FormView.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QShortcut>
#include <QStandardPaths>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr QSize kHistoryRoom(1180, 660);
constexpr int kScriptRoom = 3;     ///< by which a line with Bangla may be higher
constexpr int kFilterLetters = 8;  ///< that show of a choice where the room is narrow
constexpr int kRowRoom = 8;        ///< above and below the lines of a row, together
constexpr QSize kWindowEdge(32, 32);

/// As large as it likes to be, and never larger than the window that it stands in.
QSize roomIn(const QWidget* parent)
{
    const QSize wish(Theme::px(kHistoryRoom.width()), Theme::px(kHistoryRoom.height()));
    return parent ? wish.boundedTo(parent->window()->size() - kWindowEdge) : wish;
}

/// Letters of two scripts in one cell are higher than the view thinks.
class RoomyRows : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const QSize hint = QStyledItemDelegate::sizeHint(option, index);
        const int lines = std::max(1, hint.height() / std::max(1, option.fontMetrics.lineSpacing()));
        return hint + QSize(0, Theme::px(kRowRoom) + lines * Theme::px(kScriptRoom));
    }
};
}  // namespace

HistoryDialog::HistoryDialog(Session& session, const CaseView& view, const QList<HistoryEntry>& entries,
                             QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_record(view.state.record),
      m_localRef(view.state.localRef),
      m_engine(view.engine),
      m_model(*m_engine, view.answers, entries),
      m_person(new QComboBox(this)),
      m_question(new QComboBox(this)),
      m_day(new QComboBox(this)),
      m_words(new QLineEdit(this)),
      m_count(makeLabel({}, u"muted"_s, this)),
      m_message(makeLabel({}, u"good"_s, this)),
      m_table(new QTableView(this)),
      m_past(makeButton(tr("Show the case as it was (Enter)"), u"pastButton"_s, this, true)),
      m_print(makeButton(tr("Print as court annex… (Ctrl+P)"), u"printAnnexButton"_s, this))
{
    setObjectName(u"historyDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("History of %1").arg(view.state.localRef));
    resize(roomIn(parent));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->addWidget(makeLabel(windowTitle(), u"h2"_s, this));
    layout->addWidget(makeFilters());
    m_table->setObjectName(u"historyTable"_s);
    m_table->setAccessibleName(tr("Changes of the case, newest first"));
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new RoomyRows(m_table));
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
    m_message->setObjectName(u"historyMessage"_s);
    m_message->setWordWrap(true);
    m_message->hide();
    layout->addWidget(m_message);
    layout->addWidget(makeWork());
    QLabel* hint =
        makeLabel(tr("Times are those of the computer that wrote; \"server\" tells when the Ministry's "
                     "server received it."),
                  u"hint"_s, this);
    hint->setWordWrap(true);
    layout->addWidget(hint);
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
    m_question->setObjectName(u"historyQuestion"_s);
    m_question->setAccessibleName(tr("Show only this question"));
    for (QComboBox* box : {m_person, m_question, m_day}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(kFilterLetters);
    }
    m_question->addItem(tr("All questions"));
    for (const auto& [question, words] : m_model.questions())
        m_question->addItem(words, QVariant::fromValue(question));
    m_day->setObjectName(u"historyDay"_s);
    m_day->setAccessibleName(tr("Show only this day"));
    m_day->addItem(tr("All days"));
    for (const QDate& day : m_model.days())
        m_day->addItem(QLocale().toString(day, u"d MMM yyyy"_s), day);
    m_count->setObjectName(u"historyCount"_s);
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(m_words, 3);
    layout->addWidget(m_person, 2);
    layout->addWidget(m_question, 3);
    layout->addWidget(m_day, 2);
    layout->addWidget(m_count);
    connect(m_words, &QLineEdit::textChanged, this, &HistoryDialog::applyFilter);
    connect(m_person, &QComboBox::currentIndexChanged, this, &HistoryDialog::applyFilter);
    connect(m_question, &QComboBox::currentIndexChanged, this, &HistoryDialog::applyFilter);
    connect(m_day, &QComboBox::currentIndexChanged, this, &HistoryDialog::applyFilter);
    return bar;
}

QWidget* HistoryDialog::makeWork()
{
    m_work = new QWidget(this);
    auto* layout = new QHBoxLayout(m_work);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    QLabel* what = makeLabel(tr("Testing and printing the stored changes…"), u"muted"_s, m_work);
    what->setWordWrap(false);
    m_progress = new QProgressBar(m_work);
    m_progress->setObjectName(u"annexProgress"_s);
    m_progress->setAccessibleName(what->text());
    m_progress->setTextVisible(false);
    auto* stop = makeButton(tr("Stop printing (Esc)"), u"stopAnnexButton"_s, m_work);
    stop->setAutoDefault(false);
    layout->addWidget(what);
    layout->addWidget(m_progress, 1);
    layout->addWidget(stop);
    connect(stop, &QPushButton::clicked, this, &HistoryDialog::reject);
    m_work->hide();
    return m_work;
}

QWidget* HistoryDialog::makeButtons()
{
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->addStretch(1);
    auto* close = makeButton(tr("Close (Esc)"), u"closeHistoryButton"_s, this);
    m_past->setAutoDefault(false);
    m_print->setAutoDefault(false);
    close->setAutoDefault(false);
    layout->addWidget(close);
    layout->addWidget(m_print);
    layout->addWidget(m_past);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_past, &QPushButton::clicked, this, &HistoryDialog::showPast);
    connect(m_print, &QPushButton::clicked, this, &HistoryDialog::askWhereToPrint);
    connect(new QShortcut(QKeySequence::Print, this), &QShortcut::activated, m_print, &QPushButton::click);
    return bar;
}

HistoryFilter HistoryDialog::filter() const
{
    HistoryFilter filter;
    filter.words = m_words->text();
    if (m_person->currentIndex() > 0)
        filter.person = m_person->currentData().toULongLong();
    if (m_day->currentIndex() > 0)
        filter.day = m_day->currentData().toDate();
    if (m_question->currentIndex() > 0)
        filter.question = m_question->currentData().value<HistoryQuestion>();
    return filter;
}

void HistoryDialog::applyFilter()
{
    m_model.setFilter(filter());
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
    setEnabledOrWhy(*m_print, m_printing ? tr("It is being printed: Esc stops that.")
                              : m_words->text().isEmpty()
                                  ? QString()
                                  : tr("A court annex holds whole changes: take the words out first."));
}

void HistoryDialog::askWhereToPrint()
{
    if (!m_print->isEnabled())
        return;
    auto* dialog = new QFileDialog(this, tr("Print as court annex"));
    dialog->setObjectName(u"annexFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("PDF files (*.pdf)"));
    dialog->setDefaultSuffix(u"pdf"_s);
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->selectFile(u"%1.pdf"_s.arg(m_localRef));
    connect(dialog, &QFileDialog::fileSelected, this, &HistoryDialog::print);
    dialog->open();
}

void HistoryDialog::print(const QString& file)
{
    const HistoryFilter shown = filter();
    // The dialog has asked whether a file that is there may be replaced.
    m_printing = new AnnexPrint(m_session.station(),
                                {m_record, file, {shown.person, shown.day, shown.question}, true}, this);
    connect(m_printing, &AnnexPrint::progressed, this, [this](int done, int of) {
        m_progress->setRange(0, of);
        m_progress->setValue(done);
    });
    connect(m_printing, &AnnexPrint::ended, this, &HistoryDialog::tellPrinted);
    m_progress->reset();
    m_message->hide();
    m_work->show();
    judge();
    m_printing->start();
}

void HistoryDialog::reject()
{
    m_printing ? m_printing->cancel() : QDialog::reject();
}

void HistoryDialog::tellPrinted(const Result<PrintedAnnex>& printed)
{
    std::exchange(m_printing, nullptr)->deleteLater();
    m_work->hide();
    judge();
    const bool stopped = !printed && printed.error().code == ErrorCode::Cancelled;
    const QString written = printed ? tr("Printed into %1: copy %2, pages: %3.")
                                          .arg(QDir::toNativeSeparators(printed->file),
                                               Words::number(printed->copy), Words::number(printed->pages))
                          : stopped ? tr("The print was stopped: no file was written.")
                                    : Words::error(printed.error());
    const bool sound = printed && printed->sound;
    setRole(*m_message, sound ? u"good"_s : u"problem"_s);
    m_message->setText(
        printed && !sound
            ? tr("%1 Faults were found in the stored changes: read the statement at its end, and "
                 "call the administrator.")
                  .arg(written)
            : written);
    m_message->show();
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
    resize(roomIn(parent));
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
