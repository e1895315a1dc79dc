// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/GoneCases.h"

#include <algorithm>

namespace prohori {

namespace {

QString asNumber(const QString& text)
{
    QString number;
    for (const QChar each : text.trimmed())
        number += each.isDigit() ? QChar(u'0' + each.digitValue()) : each.toUpper();
    return number;
}

}  // namespace

Result<QList<ComingCase>> comingByNumber(const Store& store, const QString& typed)
{
    const QString number = asNumber(typed);
    return number.size() < kLeastTyped ? QList<ComingCase>() : store.comingCases(number, kMostComingShown);
}

Result<QList<GoneRecord>> goneByNumber(const Store& store, const QString& typed)
{
    const QString number = asNumber(typed);
    if (number.size() < kLeastTyped)
        return QList<GoneRecord>();
    auto gone = store.goneRecords();
    if (!gone)
        return gone;
    gone->removeIf([&](const GoneRecord& one) {
        return !one.localRef.toUpper().contains(number) && !one.nationalRef.toUpper().contains(number);
    });
    return gone;
}

}  // namespace prohori
