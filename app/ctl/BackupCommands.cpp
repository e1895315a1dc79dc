// SPDX-License-Identifier: GPL-3.0-or-later
// `station backup`, `station backups`, `station restore`.
#include "app/ctl/OpenedStation.h"
#include "app/station/StationBackups.h"

#include <QJsonArray>
#include <QJsonObject>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMegabyte = 1024 * 1024;

/// "2026-11-24T13:05:09.120Z  12 MB  good  <file>"
void printShelf(const QJsonObject& shelf)
{
    printText(shelf[u"folder"_s].toString());
    for (const QJsonValue& one : shelf[u"backups"_s].toArray()) {
        const QString state =
            one[u"good"_s].toBool() ? u"good"_s : u"NOT GOOD: "_s + one[u"fault"_s].toString();
        printText(u"  %1  %2 MB  %3%4  %5"_s.arg(
            one[u"made"_s].toString(),
            QString::number((one[u"bytes"_s].toInteger() + kMegabyte - 1) / kMegabyte), state,
            one[u"before_upgrade"_s].toBool() ? u", before an upgrade"_s : QString(),
            one[u"file"_s].toString()));
    }
}

/// Without --out as the station makes it by itself: for a timer of the system.
int backupByItself(const CommandLine& line, Station& station)
{
    StationBackups backups(station);
    const auto job = backups.begin();
    if (!job)
        return fail(job.error());
    const auto made = job->run();
    if (!made)
        return fail(made.error());
    if (auto noted = backups.note(*made); !noted)
        return fail(noted.error());
    QJsonObject out{{u"out"_s, made->file}, {u"second"_s, made->isAtSecondPlace}};
    if (made->second)
        out[u"second_fault"_s] = made->second->detail;
    return tell(line, out,
                made->second ? made->file + u'\n' + u"not at the second place: "_s + made->second->detail
                             : made->file);
}

}  // namespace

int runBackup(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"station backup STORE [--out FILE]"_s);
    line.option(u"out"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    if (!line.has(u"out"_s))
        return backupByItself(line, **station);
    const auto made = (*station)->backup(line.value(u"out"_s));
    return tell(line, made, {{u"out"_s, line.value(u"out"_s)}});
}

int runBackups(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"station backups STORE [--check] [--second FOLDER | --no-second] [--json]"_s);
    line.flag(u"check"_s).option(u"second"_s).flag(u"no-second"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    StationBackups backups(**station);
    if (line.has(u"second"_s) || line.has(u"no-second"_s)) {
        const QString place = line.has(u"no-second"_s) ? QString() : line.value(u"second"_s);
        if (auto set = backups.setSecondPlace(place); !set)
            return fail(set.error());
    }
    const QJsonObject all = backups.toJson(line.has(u"check"_s));
    if (line.json()) {
        printJson(all);
        return Done;
    }
    printShelf(all);
    if (all.contains(u"second"_s))
        printShelf(all[u"second"_s].toObject());
    else
        printText(u"no second place: name one on a stick or a share with --second"_s);
    return Done;
}

int runRestore(const QStringList& words, const Clock&)
{
    CommandLine line(u"station restore FILE --to STORE"_s);
    line.option(u"to"_s);
    if (!line.parse(words, 1, 1) || !line.require(u"to"_s))
        return Usage;
    const auto restored = restoreBackup(line.at(0), line.value(u"to"_s));
    return tell(line, restored, {{u"store"_s, line.value(u"to"_s)}});
}

}  // namespace prohori
