// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/SyncBackOff.h"
#include "core/base/Result.h"

#include <QObject>
#include <QTimer>

namespace prohori {

class Session;
struct SyncSummary;

/** Syncs by itself when there is a line, for a person who wants that: off until he switches it on, and each person for himself.

    It lives with the session, so only while somebody has unlocked. It never begins while a dialog is open or another exchange runs; a save is one step of the
    event loop, and so never interrupted. Where the system tells of the network it is believed; elsewhere the try itself is the probe,
    as rare as SyncBackOff says.
*/
class SyncAuto : public QObject {
    Q_OBJECT
public:
    SyncAuto(Session& session, RandomSource& random);

    bool isOn() const { return m_on; }
    Result<> setOn(bool on);
    /// When it tries next; nothing while it is off.
    std::optional<Instant> nextTry() const;

signals:
    void changed();

private:
    void takeOutcome(const Result<SyncSummary>& outcome);
    void watchNetwork();
    bool saysNoLine() const;
    bool isInTheWay() const;
    void plan();
    void tryNow();

    Session& m_session;
    SyncBackOff m_backOff;
    QTimer m_timer;
    bool m_on = false;
    bool m_watches = false;
};

}  // namespace prohori
