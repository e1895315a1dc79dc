// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/JournalPage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QShortcut>
#include <QSignalBlocker>
#include <QStandardPaths>
#include <QTableView>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kTypingPauseMs = 200;
constexpr int kShownFaults = 2;
constexpr int kShortestBox = 12;  ///< letters: longer choices are seen when the box is open
const QString kOwnStation = u"own"_s;

/// "1 Nov 2026, 10:00 – 26 Nov 2026, 9:12".
QString span(const JournalBook& book)
{
    return u"%1 – %2"_s.arg(Words::moment(book.oldest), Words::moment(book.newest));
}

QComboBox* makeBox(const QString& objectName, const QString& accessibleName, QWidget* parent)
{
    auto* box = new QComboBox(parent);
    box->setObjectName(objectName);
    box->setAccessibleName(accessibleName);
    box->setMinimumContentsLength(kShortestBox);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return box;
}

}  // namespace

JournalPage::JournalPage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_desk(session.station()),
      m_model(session.station(), m_desk),
      m_station(makeBox(u"journalStation"_s, tr("Which station"), this)),
      m_person(makeBox(u"journalPerson"_s, tr("Who"), this)),
      m_event(makeBox(u"journalEvent"_s, tr("What was done"), this)),
      m_period(makeBox(u"journalPeriod"_s, tr("When"), this)),
      m_case(new QLineEdit(this)),
      m_table(new QTableView(this)),
      m_chain(makeLabel({}, u"good"_s, this)),
      m_count(makeLabel({}, u"muted"_s, this)),
      m_message(makeLabel({}, u"good"_s, this)),
      m_export(makeButton(tr("Write into a file (Ctrl+Shift+E)"), u"exportJournalButton"_s, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(10);
    m_chain->setObjectName(u"journalChain"_s);
    m_chain->setWordWrap(true);
    layout->addWidget(m_chain);
    layout->addWidget(makeFilters());
    m_table->setObjectName(u"journalTable"_s);
    m_table->setAccessibleName(tr("Lines of the journal, newest first"));
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new RowDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Theme::px(48));
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    for (const auto& [column, width] :
         {std::pair(JournalModel::When, 128), {JournalModel::Where, 104}, {JournalModel::Case, 136}}) {
        m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Fixed);
        m_table->setColumnWidth(column, Theme::px(width));
    }
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    layout->addWidget(m_table, 1);
    m_message->setObjectName(u"journalMessage"_s);
    m_message->setWordWrap(true);
    m_message->hide();
    layout->addWidget(m_message);
    layout->addWidget(makeFoot());
    fillFilters();
    m_typing.setSingleShot(true);
    m_typing.setInterval(kTypingPauseMs);
    connect(&m_typing, &QTimer::timeout, this, &JournalPage::applyFilter);
    connect(&m_session, &Session::syncFinished, this, [this] {
        if (!isVisible())
            return;
        fillFilters();
        applyFilter();
        tellChains();
    });
}

QWidget* JournalPage::makeFilters()
{
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    m_station->setVisible(m_desk.readsAll());
    m_case->setObjectName(u"journalCase"_s);
    m_case->setPlaceholderText(tr("Case"));
    m_case->setAccessibleName(tr("Only lines about this case: its number or its id"));
    m_case->setClearButtonEnabled(true);
    for (QComboBox* box : {m_station, m_person, m_event, m_period}) {
        layout->addWidget(box, 2);
        connect(box, &QComboBox::currentIndexChanged, this, &JournalPage::applyFilter);
    }
    layout->addWidget(m_case, 2);
    connect(m_case, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    m_event->addItem(tr("Everything"), 0);
    for (const JournalEvent event : allJournalEvents())
        m_event->addItem(JournalModel::eventText(event), static_cast<int>(event));
    m_period->addItem(tr("At any time"), 0);
    m_period->addItem(tr("Today"), 1);
    m_period->addItem(tr("In the last 7 days"), 7);
    m_period->addItem(tr("In the last 30 days"), 30);
    m_period->addItem(tr("In the last year"), 365);
    return bar;
}

QWidget* JournalPage::makeFoot()
{
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    m_count->setObjectName(u"journalCount"_s);
    m_count->setWordWrap(true);
    layout->addWidget(m_count, 1);
    layout->addWidget(m_export);
    connect(m_export, &QPushButton::clicked, this, &JournalPage::askWhereToExport);
    connect(new QShortcut(QKeySequence(u"Ctrl+Shift+E"_s), this, nullptr, nullptr,
                          Qt::WidgetWithChildrenShortcut),
            &QShortcut::activated, m_export, &QPushButton::click);
    return bar;
}

/// Stations and people come with a sync: what was chosen stays chosen.
void JournalPage::fillFilters()
{
    const QSignalBlocker stationQuiet(m_station);
    const QSignalBlocker personQuiet(m_person);
    const QVariant station = m_station->currentData();
    const QVariant person = m_person->currentData();
    m_station->clear();
    m_station->addItem(tr("All stations"), QString());
    m_station->addItem(tr("This station"), kOwnStation);
    const auto stations = m_desk.stations();
    for (const ReplicaId& one : stations ? *stations : QList<ReplicaId>())
        m_station->addItem(u"%1 · %2"_s.arg(m_desk.usersOf(one), one.toString().left(JournalModel::kShortId)),
                           one.toString());
    m_person->clear();
    m_person->addItem(tr("Everybody"), 0);
    for (const PersonInfo& one : m_desk.people())
        m_person->addItem(one.name, static_cast<qulonglong>(one.person));
    m_station->setCurrentIndex(std::max(0, m_station->findData(station)));
    m_person->setCurrentIndex(std::max(0, m_person->findData(person)));
}

void JournalPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_message->hide();
    fillFilters();
    applyFilter();
    tellChains();
    m_table->setFocus();
}

Store::Journals JournalPage::whose() const
{
    const bool own = m_station->currentData().toString() == kOwnStation;
    return own ? Store::Journals::Own : m_desk.usual();
}

JournalFilter JournalPage::filter() const
{
    JournalFilter wanted;
    if (const auto replica = ReplicaId::fromString(m_station->currentData().toString()))
        wanted.replica = *replica;
    if (const quint64 person = m_person->currentData().toULongLong())
        wanted.person = person;
    if (const int event = m_event->currentData().toInt())
        wanted.event = journalEventFromNumber(event);
    if (const int days = m_period->currentData().toInt())
        wanted.from = JournalDesk::dayBegins(m_session.station().clock().today().addDays(1 - days));
    const QString about = m_case->text().trimmed();
    if (about.isEmpty())
        return wanted;
    // What names no case, or several, has no lines.
    wanted.record = RecordId::fromBytes(QByteArray(RecordId::kSize, '\xff'));
    if (const auto id = RecordId::fromString(about))
        wanted.record = *id;
    else if (const auto found = m_session.station().store().findByPrefix(about); found && found->size() == 1)
        wanted.record = found->first();
    return wanted;
}

void JournalPage::applyFilter()
{
    m_table->setColumnHidden(JournalModel::Where, whose() == Store::Journals::Own);
    const auto shown = m_model.show(whose(), filter());
    m_count->setText(shown ? tr("%Ln line(s)", nullptr, static_cast<int>(m_model.total()))
                           : Words::error(shown.error()));
    setEnabledOrWhy(*m_export, m_model.total() > 0 ? QString() : tr("There are no lines to be written."));
    if (m_model.rowCount() > 0)
        m_table->selectRow(0);
}

void JournalPage::tellChains()
{
    const auto books = m_desk.books(m_desk.usual());
    const QString faults = books ? faultText(*books) : Words::error(books.error());
    setRole(*m_chain, faults.isEmpty() ? u"good"_s : u"problem"_s);
    m_chain->setText(faults.isEmpty() ? chainText(*books) : faults);
}

QString JournalPage::chainText(const QList<JournalBook>& books) const
{
    if (books.isEmpty())
        return tr("No station has sent lines yet.");
    if (books.size() == 1)
        return tr("The journal is unbroken from line %1 to line %2: %3.")
            .arg(Words::number(qint64(books[0].first)), Words::number(qint64(books[0].last)), span(books[0]));
    qint64 lines = 0;
    for (const JournalBook& book : books)
        lines += book.lines;
    return tr("The journals of %Ln station(s) are unbroken: %1 lines.", nullptr,
              static_cast<int>(books.size()))
        .arg(Words::number(lines));
}

/// Where a journal is broken; empty when none is.
QString JournalPage::faultText(const QList<JournalBook>& books) const
{
    QStringList told;
    for (const JournalBook& book : books) {
        if (book.faults.isEmpty())
            continue;
        const QString where = book.replica.isNull()
                                ? tr("The journal of this station is broken. Call the administrator.")
                                : tr("The journal of station %1 (%2) is broken. Ask there what happened.")
                                      .arg(book.replica.toString().left(JournalModel::kShortId),
                                           m_desk.usersOf(book.replica));
        told.append(where + u'\n'
                    + book.faults.first(std::min<qsizetype>(kShownFaults, book.faults.size())).join(u'\n'));
    }
    if (told.size() > kShownFaults)
        return told.first(kShownFaults).join(u'\n') + u'\n'
             + tr("And %Ln more station(s).", nullptr, static_cast<int>(told.size() - kShownFaults));
    return told.join(u'\n');
}

void JournalPage::askWhereToExport()
{
    if (!m_export->isEnabled())
        return;
    auto* dialog = new QFileDialog(this, tr("Write the journal into a file"));
    dialog->setObjectName(u"journalFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Tables (*.csv)"));
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->selectFile(u"journal-%1.csv"_s.arg(m_session.station().clock().today().toString(Qt::ISODate)));
    connect(dialog, &QFileDialog::fileSelected, this, &JournalPage::exportTo);
    dialog->open();
}

void JournalPage::exportTo(const QString& file)
{
    const auto written = m_desk.exportCsv(whose(), filter(), file);
    applyFilter();
    setRole(*m_message, written ? u"good"_s : u"problem"_s);
    m_message->setText(written ? tr("%Ln line(s) written into %1. This is written into the journal, too.",
                                    nullptr, static_cast<int>(*written))
                                     .arg(QDir::toNativeSeparators(file))
                               : Words::error(written.error()));
    m_message->show();
}

}  // namespace prohori
