// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/SecretBytes.h"
#include "Deployment.h"
#include "tests/app/desktop/DesktopDriver.h"

#include <QFile>
#include <QTest>

namespace prohori {

/// A deployment whose stations this process opens in its own windows: it looks for keys and settings where the deployment keeps them.
class DesktopFixture {
public:
    DesktopFixture()
    {
        const QProcessEnvironment environment = deployment.environment();
        for (const QString& name :
             {QStringLiteral("HOME"), QStringLiteral("XDG_STATE_HOME"), QStringLiteral("XDG_CONFIG_HOME"),
              QStringLiteral("XDG_CACHE_HOME"), QStringLiteral("XDG_DATA_HOME"),
              QStringLiteral("XDG_RUNTIME_DIR"), QStringLiteral("PROHORI_NO_KEYCHAIN")})
            qputenv(qPrintable(name), environment.value(name).toUtf8());
        if (!startSecrets())
            qFatal("the cryptography library does not start");
    }

    QString password(const QString& who)
    {
        QFile file(deployment.passwordFile(who));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("no password file");
        return QString::fromUtf8(file.readAll()).trimmed();
    }
    /// The windows of a station, as the program shows them when it starts.
    std::unique_ptr<DesktopDriver> start(const QString& station, const LookSettings& look = {})
    {
        return std::make_unique<DesktopDriver>(*qApp, deployment.store(station), look);
    }

    Deployment deployment;
};

}  // namespace prohori
