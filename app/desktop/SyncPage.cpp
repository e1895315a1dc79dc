// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/SyncPage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"

#include <QHeaderView>
#include <QLocale>
#include <QProgressBar>
#include <QTableWidget>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
const int kRecordRole = Qt::UserRole;
}

SyncPage::SyncPage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_state(makeLabel({}, u"muted"_s, this)),
      m_outcome(makeLabel({}, u"good"_s, this)),
      m_progress(new QProgressBar(this)),
      m_start(makeButton(tr("Sync now (F5)"), u"startSyncButton"_s, this, true)),
      m_cancel(makeButton(tr("Stop"), u"cancelSyncButton"_s, this)),
      m_lines(new QTableWidget(0, 3, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(12);
    QVBoxLayout* card = makeCard(tr("Sync with the Ministry"), layout, this);
    card->addWidget(m_state);
    auto* row = new QHBoxLayout;
    row->addWidget(m_start);
    row->addWidget(m_cancel);
    row->addWidget(m_progress, 1);
    row->addStretch();
    card->addLayout(row);
    m_outcome->setObjectName(u"syncOutcome"_s);
    layout->addWidget(m_outcome);
    m_state->setObjectName(u"syncState"_s);
    m_lines->setObjectName(u"syncLines"_s);
    m_lines->setAccessibleName(tr("Result of the sync, a line per case"));
    m_lines->setHorizontalHeaderLabels({tr("Case"), tr("What happened"), tr("What to do")});
    m_lines->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_lines->verticalHeader()->setDefaultSectionSize(Theme::px(36));
    m_lines->setSelectionMode(QAbstractItemView::SingleSelection);
    m_lines->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_lines->verticalHeader()->hide();
    m_lines->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_lines->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_lines->setTabKeyNavigation(false);
    m_lines->setShowGrid(false);
    layout->addWidget(m_lines, 1);

    connect(m_start, &QPushButton::clicked, &m_session, &Session::startSync);
    connect(m_cancel, &QPushButton::clicked, &m_session, &Session::cancelSync);
    connect(&m_session, &Session::syncStarted, this, [this] {
        m_total = m_session.unsent();
        m_outcome->clear();
        retell();
    });
    connect(&m_session, &Session::syncProgressed, this, &SyncPage::showProgress);
    connect(&m_session, &Session::syncFinished, this, &SyncPage::showOutcome);
    connect(m_lines, &QTableWidget::activated, this, [this](const QModelIndex& index) {
        const auto record =
            RecordId::fromBytes(m_lines->item(index.row(), 0)->data(kRecordRole).toByteArray());
        emit caseChosen(record);
    });
}

void SyncPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    retell();
}

void SyncPage::retell()
{
    const auto may = m_session.maySync();
    setEnabledOrWhy(*m_start, may                     ? QString()
                              : m_session.isSyncing() ? tr("A sync is running.")
                                                      : Words::error(may.error()));
    setEnabledOrWhy(*m_cancel, m_session.isSyncing() ? QString() : tr("No sync is running."));
    m_progress->setVisible(m_session.isSyncing());
    if (m_session.isSyncing())
        return;
    const SyncPreview preview = previewSync(m_session.station().store());
    const QString last = m_session.lastSyncText();
    QStringList lines;
    lines.append(preview.unsent == 0
                     ? tr("Nothing waits to be sent.")
                     : tr("%1 waiting to be sent, about %2.")
                           .arg(tr("%Ln change(s)", nullptr, static_cast<int>(preview.unsent)),
                                QLocale().formattedDataSize(preview.bytesUp)));
    lines.append(last.isEmpty() ? tr("There was no sync yet.") : tr("Last sync: %1.").arg(last));
    m_state->setText(lines.join(u' '));
}

void SyncPage::showProgress(SyncPhase phase, qint64 bytesUp, qint64 bytesDown, int)
{
    const qint64 left = m_session.unsent();
    m_progress->setRange(0, static_cast<int>(std::max<qint64>(1, m_total)));
    m_progress->setValue(static_cast<int>(std::max<qint64>(0, m_total - left)));
    const QString what = phase == SyncPhase::Sending  ? tr("Sending")
                       : phase == SyncPhase::Applying ? tr("Taking in")
                                                      : tr("Waiting for the server");
    m_state->setText(
        tr("%1: %2 sent, %3 received.")
            .arg(what, QLocale().formattedDataSize(bytesUp), QLocale().formattedDataSize(bytesDown)));
}

void SyncPage::showOutcome(const Result<SyncSummary>& outcome)
{
    retell();
    m_lines->setRowCount(0);
    if (!outcome) {
        setRole(*m_outcome, u"problem"_s);
        m_outcome->setText(Words::error(outcome.error()));
        return;
    }
    setRole(*m_outcome, outcome->quarantined.isEmpty() ? u"good"_s : u"problem"_s);
    m_outcome->setText(tr("Done: %1 sent, %2 received, %3 held back.")
                           .arg(Words::number(outcome->sent), Words::number(outcome->received),
                                Words::number(outcome->quarantined.size())));
    fillLines(*outcome);
}

void SyncPage::fillLines(const SyncSummary& summary)
{
    m_lines->setRowCount(0);
    for (const RecordOutcome& record : summary.records) {
        QStringList what;
        if (record.sent > 0)
            what.append(tr("%Ln change(s) sent", nullptr, record.sent));
        if (record.received > 0)
            what.append(tr("%Ln change(s) received", nullptr, record.received));
        if (record.quarantined > 0)
            what.append(tr("%Ln change(s) held back: %1", nullptr, record.quarantined)
                            .arg(Words::refusal(record.reason)));
        QString todo;
        if (record.conflict)
            todo = tr("Two people changed the same field: open the case and decide.");
        else if (record.quarantined > 0)
            todo = tr("Ask your supervisor; nothing is lost.");
        else
            todo = tr("Nothing to do.");
        const int row = m_lines->rowCount();
        m_lines->insertRow(row);
        auto* name = new QTableWidgetItem(record.localRef.isEmpty() ? record.record.toString().left(8)
                                                                    : record.localRef);
        name->setData(kRecordRole, record.record.toBytes());
        m_lines->setItem(row, 0, name);
        m_lines->setItem(row, 1, new QTableWidgetItem(what.join(u", "_s)));
        m_lines->setItem(row, 2, new QTableWidgetItem(todo));
    }
}

}  // namespace prohori
