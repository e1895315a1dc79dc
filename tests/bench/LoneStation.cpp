// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoneStation.h"

#include "Figures.h"
#include "tests/support/Places.h"

#include <QElapsedTimer>
#include <QJsonDocument>

#include <algorithm>
#include <stdexcept>

namespace prohori {

using namespace Qt::StringLiterals;

LoneSync syncAlone(Deployment& deployment, const QString& login)
{
    QProcess process;
    QProcessEnvironment env = deployment.environment();
    env.insert(u"PROHORI_LOGIN"_s, login);
    env.insert(u"PROHORI_PASSWORD_FILE"_s, deployment.passwordFile(login));
    process.setProcessEnvironment(env);
    process.setStandardInputFile(QProcess::nullDevice());
    QElapsedTimer timer;
    timer.start();
    process.start(inBin(u"prohorictl"_s), {u"sync"_s, deployment.store(login), u"--json"_s});
    constexpr int kGlanceMs = 5;
    // Of 64 that the work of a password takes and gives back, as a quick machine holds some again before it is looked at.
    constexpr double kPasswordMegabytes = 40;
    LoneSync measured;
    bool isUnlocked = false;
    while (!process.waitForFinished(kGlanceMs)) {
        const double peak = peakMegabytes(process.processId());
        if (!isUnlocked && peak - heldMegabytes(process.processId()) > kPasswordMegabytes) {
            forgetPeak(process.processId());
            isUnlocked = true;
        } else if (isUnlocked) {
            measured.peak = std::max(measured.peak, peak);
        }
    }
    measured.seconds = double(timer.nsecsElapsed()) / 1e9;
    const QJsonObject told = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    if (process.exitCode() != 0 || !isUnlocked)
        throw std::runtime_error("a station could not sync by itself: "
                                 + process.readAllStandardError().toStdString());
    measured.received = told.value(u"received"_s).toInt();
    measured.sent = told.value(u"sent"_s).toInt();
    return measured;
}

}  // namespace prohori
