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

int printDeclined(const CommandLine& line, Station& station)
{
    const auto declined = MoveDesk(station).declined();
    if (!declined)
        return fail(declined.error());
    QJsonArray all;
    for (const DeclinedView& view : *declined) {
        const PersonInfo* by = station.store().directory().person(view.by);
        all.append(QJsonObject{{u"id"_s, view.record.toString()},
                               {u"local_ref"_s, view.localRef},
                               {u"change"_s, view.change.toString()},
                               {u"district"_s, view.district},
                               {u"by"_s, QJsonObject{{u"login"_s, by ? by->login : QString()},
                                                     {u"name"_s, view.byName}}},
                               {u"reason"_s, view.reason},
                               {u"claimed"_s, view.claimed.toIso()}});
        if (!line.json())
            printText(u"%1  %2  declined by %3: %4"_s.arg(view.localRef, CaseWords::scope(view.district),
                                                          view.byName, view.reason));
    }
    if (line.json())
        printJson(all);
    else if (declined->isEmpty())
        printText(u"no district declined a case of yours that nobody has gone on with"_s);
    return Done;
}

}  // namespace

int runCaseMove(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"case move STORE ID --to DISTRICT [--note TEXT] | --take-back [--json]"_s);
    line.option(u"to"_s).option(u"note"_s).flag(u"take-back"_s);
    if (!line.parse(words, 2, 2))
        return Usage;
    const bool takesBack = line.has(u"take-back"_s);
    if (line.has(u"to"_s) == takesBack || (takesBack && line.has(u"note"_s)))
        return usage(u"give --to or --take-back"_s, line.synopsis());
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    MoveDesk desk(*target->station);
    const auto saved = takesBack ? desk.takeBack(target->record)
                                 : desk.propose(target->record, line.value(u"to"_s), line.value(u"note"_s));
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

int runCaseDeclineMove(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"case decline-move STORE ID --reason TEXT [--json]"_s);
    line.option(u"reason"_s);
    if (!line.parse(words, 2, 2) || !line.require(u"reason"_s))
        return Usage;
    const auto target = openTarget(line, clock);
    if (!target)
        return fail(target.error());
    const auto saved = MoveDesk(*target->station).decline(target->record, line.value(u"reason"_s));
    if (!saved)
        return fail(saved.error());
    printSaved(line, *saved);
    return Done;
}

int runCaseMoves(const QStringList& words, const Clock& clock)
{
    CommandLine line(
        u"case moves STORE [--declined] [--json]   what is proposed to another district, or was declined there"_s);
    line.flag(u"declined"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    if (line.has(u"declined"_s))
        return printDeclined(line, **station);
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
