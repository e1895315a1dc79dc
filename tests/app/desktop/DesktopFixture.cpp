// SPDX-License-Identifier: GPL-3.0-or-later
#include "DesktopFixture.h"

#include "core/secrets/SecretBytes.h"

#include <QFile>

namespace prohori {

DesktopFixture::DesktopFixture()
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

QString DesktopFixture::password(const QString& who)
{
    QFile file(deployment.passwordFile(who));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no password file");
    return QString::fromUtf8(file.readAll()).trimmed();
}

std::unique_ptr<DesktopDriver> DesktopFixture::start(const QString& station, const LookSettings& look)
{
    return std::make_unique<DesktopDriver>(*qApp, deployment.store(station), look);
}

DesktopFixture::~DesktopFixture() = default;

}  // namespace prohori
