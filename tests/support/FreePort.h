// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRandomGenerator>
#include <QTcpServer>

namespace prohori {

/// A port of this machine that nobody listens on now. Below those that the system gives to connections (Linux: from 32768), so that none of these takes
/// it before a hub does, or while a hub is down. 0 when a hundred draws found none.
inline quint16 freePort()
{
    constexpr int kFirst = 20'000, kCount = 12'000;
    for (int draws = 0; draws < 100; ++draws) {
        const auto port = quint16(kFirst + QRandomGenerator::global()->bounded(kCount));
        QTcpServer probe;
        if (probe.listen(QHostAddress::LocalHost, port))
            return port;
    }
    return 0;
}

}  // namespace prohori
