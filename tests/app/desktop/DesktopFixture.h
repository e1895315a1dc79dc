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
    DesktopFixture();
    ~DesktopFixture();

    QString password(const QString& who);
    /// The windows of a station, as the program shows them when it starts.
    std::unique_ptr<DesktopDriver> start(const QString& station, const LookSettings& look = {});

    Deployment deployment;
};

}  // namespace prohori
