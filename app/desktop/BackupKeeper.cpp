// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/BackupKeeper.h"

#include "app/desktop/ErrorText.h"
#include "core/storage/DiskSpace.h"

#include <QtConcurrentRun>

#include <chrono>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

// The first minute belongs to the officer.
constexpr std::chrono::minutes kFirstLook{1}, kAgainAfterFault{10};
constexpr std::chrono::hours kLookEvery{1};
constexpr qint64 kMegabyte = 1024 * 1024;

}  // namespace

BackupKeeper::BackupKeeper(Station& station, QObject* parent)
    : QObject(parent),
      m_station(station),
      m_backups(station),
      m_asks(m_backups.asksForSecondPlace())
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &BackupKeeper::look);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &BackupKeeper::take);
    m_timer.start(kFirstLook);
}

BackupKeeper::~BackupKeeper()
{
    if (m_work)
        m_work->stop();
}

void BackupKeeper::look()
{
    ReserveFile(m_station.folder()).keep();
    m_timer.start(kLookEvery);
    if (m_backups.isDue() || m_fault)
        makeNow();
    else
        emit changed();
}

void BackupKeeper::makeNow()
{
    if (m_work)
        return;
    const auto job = m_backups.begin();
    if (!job) {
        m_fault = job.error();
        m_timer.start(kAgainAfterFault);
        emit changed();
        return;
    }
    m_work = job->work;
    m_watcher.setFuture(QtConcurrent::run([job = *job] { return job.run(); }));
}

void BackupKeeper::take()
{
    m_work.reset();
    const Result<BackupOutcome> outcome = m_watcher.result();
    m_fault.reset();
    if (!outcome) {
        m_fault = outcome.error();
        m_timer.start(kAgainAfterFault);
    } else {
        m_secondFault = outcome->second;
        if (auto noted = m_backups.note(*outcome); !noted)
            m_secondFault = noted.error();
    }
    emit changed();
}

bool BackupKeeper::asksForSecondPlace()
{
    if (!m_asks || !m_backups.secondPlace().isEmpty())
        return false;
    // Failing here asks once more than needed.
    (void)m_backups.noteAsked();
    return true;
}

QStringList BackupKeeper::sentences() const
{
    QStringList all;
    if (const auto last = m_backups.lastGood())
        all.append(tr("Last backup on this computer: %1.").arg(Words::moment(last->made)));
    else
        all.append(tr("There is no backup on this computer yet."));
    if (m_fault && m_fault->hint == u"disk-full"_s)
        all.append(
            tr("The backup was not made: the disk is full. It is tried again by itself; free some space."));
    else if (m_fault && m_fault->hint == u"read-only"_s)
        all.append(tr("The backup was not made: the folder of the backups cannot be written to. Tell the "
                      "administrator; it is tried again by itself."));
    else if (m_fault)
        all.append(tr("The backup was not made, and is tried again by itself: %1").arg(m_fault->detail));
    if (const auto brought = m_backups.lastAtSecondPlace())
        all.append(tr("Last backup at the second place: %1.").arg(Words::moment(*brought)));
    if (m_backups.isSecondPlaceBehind())
        all.append(
            tr("The second place has had no backup for a week: put the stick in, and press Ctrl+Shift+B."));
    else if (m_secondFault && m_secondFault->hint == u"disk-full"_s)
        all.append(tr("The second place for backups is full."));
    const auto space = diskSpaceAt(m_station.folder());
    if (space && space->isShort())
        all.append(tr("The disk of this computer is nearly full: %1 MB are free. Free some space before "
                      "saving is refused.")
                       .arg(Words::number(space->free / kMegabyte)));
    return all;
}

}  // namespace prohori
