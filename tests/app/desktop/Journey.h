// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/desktop/DesktopDriver.h"

#include <QDir>

#include <functional>

namespace prohori {

/** The journey of a case from an officer's desk to headquarters, played through the real windows on a deployment that packaging/run made.

    Each step prints what it saw on the screen, holds it against what has to stand there, and leaves a numbered picture. The first step that is
    not so ends the journey. It makes a new case each time, so it can be played again.

    The folder holds the stations officer, supervisor and headquarters, and the file `password`, or one `WHO.password` each.
*/
class Journey {
public:
    Journey(QApplication& app, const QString& folder, const QString& screenshots, const LookSettings& look);

    bool play();
    /// What the screen called the case.
    const QString& reference() const { return m_reference; }

private:
    // JourneySteps.cpp
    bool newcomerReadsInvitation();
    bool officerLooksAround();
    bool officerRecords();
    bool officerSubmits();
    bool supervisorReturns();
    bool officerCorrects();
    bool supervisorApproves();
    bool headquartersSees();
    bool returnWithReason();
    bool tickAndApprove();
    bool namesStaySealed();
    int walkSections(const std::function<bool(const QString&)>& look);

    QString passwordOf(const QString& who) const;
    bool signIn(const QString& who);
    void signOut();
    bool syncs(const QString& who);
    /// Prints the step; `saw` is read from the screen, `so` whether it is what has to be there.
    bool step(const QString& what, const QString& saw, bool so);
    bool openInQueue();
    DesktopDriver& screen() { return *m_driver; }

    QApplication& m_app;
    QDir m_folder, m_screenshots;
    LookSettings m_look;
    std::unique_ptr<DesktopDriver> m_driver;
    QString m_reference;  ///< local reference of the case, as the screen told it
    QStringList m_names;
    QString m_comment;
    int m_number = 0;
};

}  // namespace prohori
