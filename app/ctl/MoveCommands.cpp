// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/OpenedStation.h"
#include "app/station/CaseWords.h"
#include "app/station/MoveDesk.h"

#include <QJsonArray>
#include <QJsonObject>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QJsonObject moveJson(const Station& station, const MoveView& view)
{
    const PersonInfo* by = station.store().directory().person(view.by);
    return {{u"id"_s, view.record.toString()},
            {u"local_ref"_s, view.localRef},
            {u"proposal"_s, view.proposal.toString()},
            {u"from"_s, view.from},
            {u"to"_s, view.to},
            {u"by"_s, QJsonObject{{u"login"_s, by ? by->login : QString()}, {u"name"_s, view.byName}}},
            {u"note"_s, view.note},
            {u"claimed"_s, view.claimed.toIso()}};
}

}  // namespace

int runCaseMove(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"case move STORE ID --to DISTRICT [--note TEXT] [--json]"_s);
    line.option(u"to"_s).option(u"note"_s);
    if (!line.parse(words, 2, 2) || !line.require(u"to"_s))
        return Usage;
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    const auto saved =
        MoveDesk(*target->station).propose(target->record, line.value(u"to"_s), line.value(u"note"_s));
    if (!saved)
        return fail(saved.error());
    printSaved(line, *saved);
    return Done;
}

int runCaseAcceptMove(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"case accept-move STORE ID [--json]"_s);
    if (!line.parse(words, 2, 2))
        return Usage;
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    const auto saved = MoveDesk(*target->station).accept(target->record);
    if (!saved)
        return fail(saved.error());
    printSaved(line, *saved);
    return Done;
}

int runCaseMoves(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"case moves STORE [--json]   what is proposed to another district"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    const auto moves = MoveDesk(**station).moves();
    if (!moves)
        return fail(moves.error());
    QJsonArray all;
    for (const MoveView& view : *moves) {
        all.append(moveJson(**station, view));
        if (!line.json())
            printText(u"%1  %2 → %3  %4  %5"_s.arg(view.localRef, CaseWords::scope(view.from),
                                                   CaseWords::scope(view.to), view.byName, view.note));
    }
    if (line.json())
        printJson(all);
    else if (moves->isEmpty())
        printText(u"no case is on its way to another district"_s);
    return Done;
}

}  // namespace prohori
