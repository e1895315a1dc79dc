// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Clock.h"

#include <QDateTime>
#include <QTimeZone>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kDhakaOffsetSeconds = 6 * 3600;
}

QString Instant::toIso() const
{
    return QDateTime::fromMSecsSinceEpoch(msSinceEpoch).toUTC().toString(Qt::ISODateWithMs);
}

QDate Clock::today() const
{
    return QDateTime::fromMSecsSinceEpoch(now().msSinceEpoch, QTimeZone(kDhakaOffsetSeconds)).date();
}

Instant SystemClock::now() const
{
    return {QDateTime::currentMSecsSinceEpoch()};
}

std::chrono::milliseconds SystemClock::monotonic() const
{
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since);
}

}  // namespace prohori
