// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/StationBackups.h"

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>

namespace prohori {

/** Makes the backups of a session by itself (REL-15): a minute after unlocking and every hour it looks whether one is due; the work is
    done on another thread. What failed is tried again after ten minutes. Keeps the reserve on the disk (REL-05), too.
*/
class BackupKeeper : public QObject {
    Q_OBJECT
public:
    explicit BackupKeeper(Station& station, QObject* parent = nullptr);
    /// A backup under way ends at its next step, unheard.
    ~BackupKeeper() override;

    StationBackups& backups() { return m_backups; }
    bool isWorking() const { return m_watcher.isRunning(); }
    /// Begins one now, due or not; without effect while one is made.
    void makeNow();
    /// What a person has to know, a sentence each: the last backup, why there is none, a disk that is nearly full, the missing second place.
    QStringList sentences() const;
    /// The second place is asked for today; the question counts as shown then.
    bool asksForSecondPlace();

signals:
    /// Something of what sentences() tells is another.
    void changed();

private:
    void look();
    void take();

    Station& m_station;
    StationBackups m_backups;
    QTimer m_timer;
    QFutureWatcher<Result<BackupOutcome>> m_watcher;
    std::optional<BackupWork> m_work;
    std::optional<Error> m_fault, m_secondFault;
    bool m_asks;
};

}  // namespace prohori
