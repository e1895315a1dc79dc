// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/OpenedStation.h"
#include "app/station/CaseWords.h"

#include <QJsonArray>
#include <QJsonObject>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QJsonObject goneJson(const GoneRecord& gone)
{
    return {
        {u"id"_s, gone.record.toString()}, {u"ref"_s, gone.localRef},  {u"national_ref"_s, gone.nationalRef},
        {u"why"_s, removalName(gone.why)}, {u"district"_s, gone.home}, {u"since"_s, gone.since.toIso()}};
}

}  // namespace

int runCaseGone(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"case gone STORE [--json]"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    const auto gone = (*station)->store().goneRecords();
    if (!gone)
        return fail(gone.error());
    QJsonArray all;
    for (const GoneRecord& one : *gone) {
        all.append(goneJson(one));
        if (!line.json())
            printText(u"%1  %2  %3"_s.arg(one.record.toString(), one.localRef, CaseWords::gone(one)));
    }
    if (line.json())
        printJson(all);
    else if (gone->isEmpty())
        printText(u"every case that was ever here still is"_s);
    return Done;
}

}  // namespace prohori
