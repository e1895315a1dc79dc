// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/CaseJson.h"
#include "app/ctl/OpenedStation.h"

#include "app/station/HandoverDesk.h"
#include "app/station/TaskList.h"

#include <QJsonArray>
#include <QJsonObject>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kDuesAtOnce = 100;

/// A person by login or number.
Result<PersonId> personOf(const Station& station, const QString& word)
{
    const Directory& directory = station.store().directory();
    if (const PersonInfo* known = directory.personByLogin(word))
        return known->person;
    bool isNumber = false;
    const PersonId number = word.toULongLong(&isNumber);
    if (isNumber && directory.person(number))
        return number;
    return Error{ErrorCode::NotFound, u"this station knows nobody with the login '%1'"_s.arg(word)};
}

Result<QList<RecordId>> recordsOf(const Station& station, const QStringList& words)
{
    QList<RecordId> records;
    for (const QString& word : words) {
        const auto record = findRecord(station.store(), word);
        if (!record)
            return record.error();
        if (!records.contains(*record))
            records.append(*record);
    }
    return records;
}

void printCases(const CommandLine& line, const QList<SavedCase>& cases, QJsonObject json)
{
    QJsonArray all;
    for (const SavedCase& saved : cases)
        all.append(savedJson(saved));
    json[u"cases"_s] = all;
    if (line.json()) {
        printJson(json);
        return;
    }
    for (const SavedCase& saved : cases)
        printText(u"%1  %2"_s.arg(saved.record.toString(), saved.localRef));
}

int propose(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"handover propose STORE --case ID … | --all-of LOGIN --to LOGIN [--from LOGIN] "
                     u"[--note TEXT] [--json]"_s);
    for (const QString& name : {u"case"_s, u"all-of"_s, u"to"_s, u"from"_s, u"note"_s})
        line.option(name);
    if (!line.parse(words, 1, 1) || !line.require(u"to"_s))
        return Usage;
    if (line.has(u"case"_s) == line.has(u"all-of"_s))
        return usage(u"give --case or --all-of"_s, line.synopsis());
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    const auto to = personOf(**station, line.value(u"to"_s));
    if (!to)
        return fail(to.error());
    const QString giver = line.has(u"all-of"_s) ? line.value(u"all-of"_s) : line.value(u"from"_s);
    const auto from = giver.isEmpty() ? Result<PersonId>(PersonId(0)) : personOf(**station, giver);
    const auto records = recordsOf(**station, line.values(u"case"_s));
    if (!from || !records)
        return fail(from ? records.error() : from.error());
    HandoverDesk desk(**station);
    const auto given = line.has(u"all-of"_s) ? desk.proposeAll(*from, *to, line.value(u"note"_s))
                                             : desk.propose(*records, *from, *to, line.value(u"note"_s));
    if (!given)
        return fail(given.error());
    printCases(line, given->cases, {{u"without_keys"_s, given->withoutKeys}});
    if (!line.json() && given->withoutKeys > 0)
        printText(
            u"%1 of these the receiver cannot read in full before he is confirmed"_s.arg(given->withoutKeys));
    return Done;
}

/// The cases whose open proposal this person may answer in that way.
Result<QList<RecordId>> allFor(Station& station, HandoverStep step)
{
    const auto open = HandoverDesk(station).proposals();
    if (!open)
        return open.error();
    const PersonId me = station.me().person;
    QList<RecordId> records;
    for (const HandoverView& view : *open) {
        const bool mine = step == HandoverStep::Withdraw ? view.from == me || view.by == me : view.to == me;
        if (mine && !records.contains(view.record))
            records.append(view.record);
    }
    return records;
}

int answer(HandoverStep step, const QStringList& words, const Clock& clock)
{
    CommandLine line(
        u"handover %1 STORE --case ID … | --all [--note TEXT] [--json]"_s.arg(handoverStepName(step)));
    line.option(u"case"_s).option(u"note"_s).flag(u"all"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    if (line.has(u"case"_s) == line.has(u"all"_s))
        return usage(u"give --case or --all"_s, line.synopsis());
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    const auto records =
        line.has(u"all"_s) ? allFor(**station, step) : recordsOf(**station, line.values(u"case"_s));
    if (!records)
        return fail(records.error());
    const auto saved = HandoverDesk(**station).answer(step, *records, line.value(u"note"_s));
    if (!saved)
        return fail(saved.error());
    printCases(line, *saved, {});
    return Done;
}

QJsonObject proposalJson(const Station& station, const HandoverView& view)
{
    const auto person = [&](PersonId id, const QString& name) {
        const PersonInfo* known = station.store().directory().person(id);
        return QJsonObject{{u"login"_s, known ? known->login : QString()}, {u"name"_s, name}};
    };
    return {{u"id"_s, view.record.toString()},
            {u"local_ref"_s, view.localRef},
            {u"proposal"_s, view.proposal.toString()},
            {u"from"_s, person(view.from, view.fromName)},
            {u"to"_s, person(view.to, view.toName)},
            {u"by"_s, person(view.by, view.byName)},
            {u"note"_s, view.note},
            {u"claimed"_s, view.claimed.toIso()}};
}

int listProposals(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"handover list STORE [ID] [--json]   the open proposals"_s);
    if (!line.parse(words, 1, 2))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    RecordId record;
    if (!line.at(1).isEmpty()) {
        const auto found = findRecord((*station)->store(), line.at(1));
        if (!found)
            return fail(found.error());
        record = *found;
    }
    const auto open = HandoverDesk(**station).proposals(record);
    if (!open)
        return fail(open.error());
    QJsonArray all;
    for (const HandoverView& view : *open)
        all.append(proposalJson(**station, view));
    if (line.json()) {
        printJson(all);
        return Done;
    }
    for (const HandoverView& view : *open)
        printText(u"%1  %2 → %3  %4"_s.arg(view.localRef, view.fromName, view.toName, view.note));
    return Done;
}

QJsonObject taskJson(const Task& task)
{
    QJsonObject json{{u"task"_s, taskName(task.kind)},    {u"id"_s, task.row.record.toString()},
                     {u"local_ref"_s, task.row.localRef}, {u"since"_s, task.since.toString(Qt::ISODate)},
                     {u"due_on"_s, QJsonValue()},         {u"days_left"_s, QJsonValue()}};
    if (!task.what.isEmpty())
        json[u"what"_s] = task.what;
    if (task.left) {
        json[u"due_on"_s] = task.due.toString(Qt::ISODate);
        json[u"days_left"_s] = *task.left;
    }
    return json;
}

int listTasks(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"task list STORE [--json]   what waits for you, the most urgent first"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    const Deadlines deadlines(*(*station)->form().package());
    for (;;) {
        const auto done = workOutDues(**station, deadlines, kDuesAtOnce);
        if (!done)
            return fail(done.error());
        if (*done == 0)
            break;
    }
    const auto tasks = TaskList(**station, deadlines).tasks();
    if (!tasks)
        return fail(tasks.error());
    QJsonArray all;
    for (const Task& task : *tasks) {
        all.append(taskJson(task));
        if (!line.json())
            printText(u"%1  %2  %3"_s.arg(task.left ? task.due.toString(Qt::ISODate) : QString(10, u' '),
                                          task.row.localRef,
                                          task.what.isEmpty() ? taskName(task.kind) : task.what));
    }
    if (line.json())
        printJson(all);
    return Done;
}

}  // namespace

int runHandover(const QStringList& words, const Clock& clock)
{
    const QString what = words.value(0);
    if (what == u"list"_s)
        return listProposals(words.mid(1), clock);
    if (what == u"propose"_s)
        return propose(words.mid(1), clock);
    for (const HandoverStep step : {HandoverStep::Accept, HandoverStep::Decline, HandoverStep::Withdraw}) {
        if (what == handoverStepName(step))
            return answer(step, words.mid(1), clock);
    }
    return usage(u"there is no command 'handover %1'"_s.arg(what),
                 u"handover propose | accept | decline | withdraw | list"_s);
}

int runTask(const QStringList& words, const Clock& clock)
{
    if (words.value(0) == u"list"_s)
        return listTasks(words.mid(1), clock);
    return usage(u"there is no command 'task %1'"_s.arg(words.value(0)), u"task list"_s);
}

}  // namespace prohori
