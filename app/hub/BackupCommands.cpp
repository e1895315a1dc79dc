// SPDX-License-Identifier: GPL-3.0-or-later
// backup and restore. A backup is made beside the process that serves; to restore, it is stopped.
#include "app/hub/HubCommands.h"
#include "app/hub/HubFolder.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonObject>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QJsonObject factsJson(const HubBackup::Facts& facts)
{
    return {{u"file"_s, facts.file},
            {u"made"_s, facts.note.made.toIso()},
            {u"verified"_s, facts.note.verified.toIso()},
            {u"bytes"_s, facts.bytes},
            {u"changes"_s, facts.note.changes},
            {u"replicas"_s, facts.replicas},
            {u"files"_s, facts.files},
            {u"digest"_s, QString::fromLatin1(facts.note.digest.toHex())}};
}

int tell(const HubBackup::Facts& facts, const QString& what, bool json)
{
    if (json)
        printJson(factsJson(facts));
    else
        printLine(u"%1 %2: %3 changes of %4 stations, %5 files"_s.arg(what, facts.file)
                      .arg(facts.note.changes)
                      .arg(facts.replicas)
                      .arg(facts.files));
    return Done;
}

/// In days; nothing without the option.
bool readDays(const QCommandLineParser& line, std::optional<int>& days)
{
    constexpr int kMostDays = 36'500;
    if (!line.isSet(u"keep-days"_s))
        return true;
    bool number = false;
    days = line.value(u"keep-days"_s).toInt(&number);
    return number && *days > 0 && *days <= kMostDays;
}

int prune(const HubBackup& backup, const QString& folder, int days, const Clock& clock, bool json)
{
    const auto removed = backup.prune(folder, clock.now().plus(-std::chrono::hours(24) * days));
    if (!removed)
        return fail(removed.error());
    if (!json && *removed > 0)
        printLine(u"%1 older backups removed"_s.arg(*removed));
    return Done;
}

/// What lies in the place of the database is kept aside.
Result<> moveAside(const HubFolder& folder, const Clock& clock)
{
    const QString time =
        QDateTime::fromMSecsSinceEpoch(clock.now().msSinceEpoch, Qt::UTC).toString(u"yyyyMMddTHHmmsszzz"_s);
    for (const QString& part : {QString(), u"-wal"_s, u"-shm"_s}) {
        const QString from = folder.database() + part;
        const QString to = u"%1.before-%2Z%3"_s.arg(folder.database(), time, part);
        if (QFile::exists(from) && !QFile::rename(from, to))
            return Error{ErrorCode::Storage, u"%1 cannot be renamed to %2"_s.arg(from, to)};
    }
    return {};
}

}  // namespace

int runBackup(const QStringList& words, const Clock& clock)
{
    const QString synopsis =
        u"backup HUBDIR --to FILE|FOLDER [--keep-days N] [--json] | backup HUBDIR --verify FILE [--json]"_s;
    QCommandLineParser line;
    for (const QString& name : {u"to"_s, u"verify"_s, u"keep-days"_s})
        line.addOption(QCommandLineOption(name, {}, u"value"_s));
    line.addOption(QCommandLineOption(u"json"_s));
    if (!parseWords(line, words, synopsis))
        return Usage;
    if (line.value(u"to"_s).isEmpty() == line.value(u"verify"_s).isEmpty())
        return usage(u"give either --to or --verify"_s, synopsis);
    std::optional<int> days;
    if (!readDays(line, days) || (days && !QFileInfo(line.value(u"to"_s)).isDir()))
        return usage(u"--keep-days is a number of days, and goes with a folder"_s, synopsis);
    const bool json = line.isSet(u"json"_s);
    const auto folder = HubFolder::open(line.positionalArguments().at(0));
    if (!folder)
        return fail(folder.error());
    const HubBackup backup(folder->backupSource());
    if (line.isSet(u"verify"_s)) {
        const auto facts = backup.verify(line.value(u"verify"_s));
        return facts ? tell(*facts, u"sound:"_s, json) : fail(facts.error());
    }
    const auto storage = folder->openStorage();
    if (!storage)
        return fail(storage.error());
    const auto made = backup.make(**storage, line.value(u"to"_s), clock);
    if (!made)
        return fail(made.error());
    if (days) {
        if (const int ended = prune(backup, line.value(u"to"_s), *days, clock, json); ended != Done)
            return ended;
    }
    return tell(*made, u"made and checked:"_s, json);
}

int runRestore(const QStringList& words, const Clock& clock)
{
    const QString synopsis = u"restore HUBDIR --from FILE [--json]  (in PostgreSQL: restore HUBDIR)"_s;
    QCommandLineParser line;
    line.addOption(QCommandLineOption(u"from"_s, {}, u"value"_s));
    line.addOption(QCommandLineOption(u"json"_s));
    if (!parseWords(line, words, synopsis))
        return Usage;
    auto folder = HubFolder::open(line.positionalArguments().at(0));
    if (!folder)
        return fail(folder.error());
    const bool isInPostgres = !folder->databaseUrl().isEmpty();
    if (isInPostgres && !line.isSet(u"from"_s))
        return noteRestoredDatabase(*folder, clock, line.isSet(u"json"_s));
    if (line.value(u"from"_s).isEmpty() || isInPostgres)
        return usage(isInPostgres ? u"PostgreSQL brings its database back by itself: leave --from out"_s
                                  : u"--from is missing"_s,
                     synopsis);
    if (auto locked = folder->lock(); !locked)
        return fail(locked.error());
    // Made ready beside what is there, so that a backup that does not hold changes nothing.
    const QString fresh = folder->database() + u".restored"_s;
    QFile::remove(fresh);
    const auto facts = HubBackup(folder->backupSource()).restore(line.value(u"from"_s), fresh, clock);
    if (!facts)
        return fail(facts.error());
    if (auto moved = moveAside(*folder, clock); !moved)
        return fail(moved.error());
    if (!QFile::rename(fresh, folder->database()))
        return fail({ErrorCode::Storage, u"%1 cannot be renamed to %2"_s.arg(fresh, folder->database())});
    return tell(*facts, u"restored from"_s, line.isSet(u"json"_s));
}

}  // namespace prohori
