// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/CaseJson.h"
#include "app/ctl/OpenedStation.h"
#include "app/station/DuplicateCheck.h"

namespace prohori {

using namespace Qt::StringLiterals;

int runCaseDuplicates(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"case duplicates STORE ID [--json]"_s);
    if (!line.parse(words, 2, 2))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    const auto record = findRecord((*station)->store(), line.at(1));
    if (!record)
        return fail(record.error());
    const auto state = (*station)->store().state(*record);
    if (!state)
        return fail(state.error());
    const auto found = duplicateCandidates(**station, *state);
    if (!found)
        return fail(found.error());
    QJsonArray all;
    for (const CaseRow& row : *found) {
        all.append(rowJson(row));
        if (!line.json())
            printText(u"%1  %2  %3"_s.arg(row.record.toString(), row.localRef, phaseName(row.phase)));
    }
    if (line.json())
        printJson(all);
    else if (found->isEmpty())
        printText(u"no other case here has this FIR"_s);
    return Done;
}

}  // namespace prohori
