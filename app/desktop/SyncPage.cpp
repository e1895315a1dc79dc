// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/SyncPage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/SyncAuto.h"
#include "app/desktop/SyncStatusBar.h"
#include "forms/widgets/FlowLayout.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QProgressBar>
#include <QShortcut>
#include <QTableWidget>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kWhole = 100;  ///< percent
constexpr int kLineHeight = 36;
constexpr int kShownTyped = 3;
}  // namespace

SyncPage::SyncPage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_state(makeLabel({}, u"muted"_s, this)),
      m_outcome(makeLabel({}, u"good"_s, this)),
      m_progress(new QProgressBar(this)),
      m_start(makeButton(tr("Sync &now (F5)"), u"startSyncButton"_s, this, true)),
      m_cancel(makeButton(tr("&Stop (Esc)"), u"cancelSyncButton"_s, this)),
      m_write(makeButton(tr("&Write a stick…"), u"writeStickButton"_s, this)),
      m_read(makeButton(tr("&Read a stick…"), u"readStickButton"_s, this)),
      m_auto(new QCheckBox(tr("Sync by &itself when there is a line"), this)),
      m_receipts(new QComboBox(this)),
      m_open(makeButton(tr("&Open the case"), u"openReceiptCaseButton"_s, this)),
      m_print(makeButton(tr("&Print…"), u"printReceiptButton"_s, this)),
      m_lines(new QTableWidget(0, 3, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    QVBoxLayout* card = makeCard(tr("Sync with the Ministry"), layout, this);
    m_state->setObjectName(u"syncState"_s);
    m_state->setWordWrap(true);
    card->addWidget(m_state);
    m_progress->setObjectName(u"syncProgress"_s);
    m_progress->setAccessibleName(tr("How much is sent"));
    m_progress->setRange(0, kWhole);
    card->addWidget(m_progress);
    makeActions(card);
    m_outcome->setObjectName(u"syncOutcome"_s);
    m_outcome->setWordWrap(true);
    m_outcome->hide();
    layout->addWidget(m_outcome);
    layout->addWidget(makeReceipts());
    makeLines();
    layout->addWidget(m_lines, 1);
    listen();
    fillReceipts();
}

void SyncPage::makeActions(QVBoxLayout* card)
{
    // Wraps where large letters leave no room for one row.
    auto* actions = new QWidget(this);
    auto* row = new FlowLayout(actions);
    for (QPushButton* button : {m_start, m_cancel, m_write, m_read})
        row->addWidget(button);
    card->addWidget(actions);
    m_auto->setObjectName(u"autoSyncBox"_s);
    m_auto->setChecked(m_session.syncAuto().isOn());
    card->addWidget(m_auto);
}

QWidget* SyncPage::makeReceipts()
{
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* caption = makeLabel(tr("Receip&t"), u"muted"_s, bar);
    caption->setBuddy(m_receipts);
    caption->setWordWrap(false);
    m_receipts->setObjectName(u"receiptBox"_s);
    m_receipts->setAccessibleName(tr("The last receipts, newest first"));
    m_receipts->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    layout->addWidget(caption);
    layout->addWidget(m_receipts, 1);
    layout->addWidget(m_open);
    layout->addWidget(m_print);
    return bar;
}

void SyncPage::makeLines()
{
    m_lines->setObjectName(u"syncLines"_s);
    m_lines->setAccessibleName(tr("Result of the sync, a line per case"));
    m_lines->setHorizontalHeaderLabels({tr("Case"), tr("What happened"), tr("What to do")});
    m_lines->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_lines->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    // Long sentences wrap: nothing of what happened is left out.
    m_lines->setWordWrap(true);
    m_lines->setTextElideMode(Qt::ElideNone);
    m_lines->verticalHeader()->setMinimumSectionSize(Theme::px(kLineHeight));
    m_lines->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_lines->setSelectionMode(QAbstractItemView::SingleSelection);
    m_lines->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_lines->horizontalHeader()->setHighlightSections(false);
    m_lines->verticalHeader()->hide();
    m_lines->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_lines->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_lines->setTabKeyNavigation(false);
    m_lines->setShowGrid(false);
}

void SyncPage::listen()
{
    connect(m_start, &QPushButton::clicked, &m_session, &Session::startSync);
    connect(m_cancel, &QPushButton::clicked, &m_session, &Session::cancelSync);
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, &m_session, &Session::cancelSync);
    connect(m_write, &QPushButton::clicked, this, &SyncPage::writeStick);
    connect(m_read, &QPushButton::clicked, this, &SyncPage::readStick);
    connect(m_auto, &QCheckBox::toggled, this, &SyncPage::switchAuto);
    connect(m_receipts, &QComboBox::currentIndexChanged, this, &SyncPage::showReceipt);
    connect(m_open, &QPushButton::clicked, this, &SyncPage::openCase);
    connect(m_print, &QPushButton::clicked, this, &SyncPage::askWhereToPrint);
    connect(m_lines, &QTableWidget::activated, this, &SyncPage::openCase);
    connect(m_lines, &QTableWidget::itemSelectionChanged, this, &SyncPage::retellLine);
    connect(&m_session, &Session::syncStarted, this, [this] {
        const Station& station = m_session.station();
        m_meter.start(syncOutlook(station.store(), station.me().person).bytesUp, station.clock().monotonic());
        m_progress->setValue(0);
        tell({}, true);
        retell();
    });
    connect(&m_session, &Session::syncProgressed, this, &SyncPage::showProgress);
    connect(&m_session, &Session::receiptMade, this, &SyncPage::fillReceipts);
    connect(&m_session, &Session::syncFinished, this, &SyncPage::showOutcome);
    connect(&m_session.syncAuto(), &SyncAuto::changed, this, [this] {
        if (isVisible())
            retell();
    });
}

void SyncPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    fillReceipts();
    retell();
}

void SyncPage::retell()
{
    const bool runs = m_session.isSyncing();
    const auto may = m_session.maySync();
    const QString running = runs ? tr("A sync is running.") : QString();
    setEnabledOrWhy(*m_start, may ? QString() : runs ? running : Words::error(may.error()));
    setEnabledOrWhy(*m_cancel, runs ? QString() : tr("No sync is running."));
    setEnabledOrWhy(*m_write, running);
    setEnabledOrWhy(*m_read, running);
    m_progress->setVisible(runs);
    if (!runs)
        m_state->setText(outlookText());
}

QString SyncPage::outlookText()
{
    const Station& station = m_session.station();
    const SyncOutlook outlook = syncOutlook(station.store(), station.me().person);
    const QString size = SyncReceiptWords::bytes(outlook.bytesUp);
    QStringList lines;
    lines.append(outlook.changes == 0
                     ? tr("To send: nothing waits.")
                     : tr("To send: %1 of %2, %3.")
                           .arg(tr("%Ln change(s)", nullptr, static_cast<int>(outlook.changes)),
                                tr("%Ln case(s)", nullptr, static_cast<int>(outlook.cases)),
                                outlook.isMeasured ? size : tr("about %1").arg(size)));
    lines.first().append(u' '
                         + (outlook.time ? tr("Time for sending: about %1, as the line was last.")
                                               .arg(SyncReceiptWords::duration(*outlook.time))
                                         : tr("Time: not known; this line was not measured yet.")));
    lines.append(lastText());
    QStringList typed = outlook.typedIn.first(std::min<qsizetype>(kShownTyped, outlook.typedIn.size()));
    if (outlook.typedIn.size() > kShownTyped)
        typed.append(u"…"_s);
    if (outlook.isNewCaseTyped)
        typed.append(tr("a new case"));
    if (!typed.isEmpty())
        lines.append(
            tr("Typed and not saved: %1. It is not sent, and may meet what others wrote: save it first.")
                .arg(typed.join(u", "_s)));
    const Whereabouts places = whereabouts(station.store());
    lines.append(whereaboutsMeaning(places));
    if (const auto next = m_session.syncAuto().nextTry())
        lines.append(
            tr("The program tries the line by itself, next at about %1.").arg(Words::timeOfDay(*next)));
    return lines.join(u'\n');
}

QString SyncPage::lastText() const
{
    const QString unknown = tr("To receive: not known before the line is up.");
    for (const SyncReceipt& receipt : m_known) {
        if (receipt.way == SyncReceipt::Line && receipt.end == SyncReceipt::Done)
            return unknown + u' '
                 + tr("The last sync, %1, brought %2 in %3.")
                       .arg(Words::moment(receipt.at), tr("%Ln change(s)", nullptr, receipt.received),
                            SyncReceiptWords::bytes(receipt.bytesDown));
    }
    return unknown + u' ' + tr("There was no sync yet.");
}

void SyncPage::showProgress(SyncPhase phase, qint64 bytesUp, qint64 bytesDown, int)
{
    const auto reading = m_meter.read(phase, bytesUp, m_session.station().clock().monotonic());
    m_progress->setValue(reading.percent);
    const QString what = phase == SyncPhase::Sending  ? tr("Sending")
                       : phase == SyncPhase::Applying ? tr("Taking in")
                                                      : tr("Waiting for the server");
    QStringList lines{tr("%1: %2 sent, %3 received; %4 not sent yet.")
                          .arg(what, SyncReceiptWords::bytes(bytesUp), SyncReceiptWords::bytes(bytesDown),
                               tr("%Ln change(s)", nullptr, static_cast<int>(m_session.unsent())))};
    if (reading.left)
        lines.append(tr("Sending takes about %1 more.").arg(SyncReceiptWords::duration(*reading.left)));
    lines.append(tr("Stop ends it within a second; what has arrived by then is kept, and the next sync goes "
                    "on from there."));
    m_state->setText(lines.join(u'\n'));
}

void SyncPage::showOutcome(const Result<SyncSummary>& outcome)
{
    retell();
    const QString notDone = m_notDone.isEmpty() ? QString() : u'\n' + std::exchange(m_notDone, {});
    if (!outcome) {
        const QString kept = m_shown.sent + m_shown.received > 0 && m_shown.way == SyncReceipt::Line
                               ? u'\n'
                                     + tr("Before that: %1 sent, %2 received.")
                                           .arg(Words::number(m_shown.sent), Words::number(m_shown.received))
                               : QString();
        tell(Words::error(outcome.error()) + kept + notDone, false);
        return;
    }
    tell(tr("Done: %1 sent, %2 received, %3 held back.")
                 .arg(Words::number(outcome->sent), Words::number(outcome->received),
                      Words::number(outcome->quarantined.size()))
             + notDone,
         outcome->quarantined.isEmpty() && notDone.isEmpty());
}

void SyncPage::tell(const QString& text, bool good)
{
    setRole(*m_outcome, good ? u"good"_s : u"problem"_s);
    m_outcome->setText(text);
    m_outcome->setVisible(!text.isEmpty());
}

void SyncPage::switchAuto(bool on)
{
    if (auto kept = m_session.syncAuto().setOn(on); !kept)
        tell(Words::error(kept.error()), false);
    retell();
}

}  // namespace prohori
