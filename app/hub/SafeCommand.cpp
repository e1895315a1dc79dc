// SPDX-License-Identifier: GPL-3.0-or-later
// safe, and restore where the hub is in PostgreSQL: what is known of backups that PostgreSQL made.
#include "app/hub/HubCommands.h"
#include "app/hub/HubFolder.h"
#include "sync/hub/PostgresHubStorage.h"
#include "sync/hub/PostgresSchema.h"
#include "sync/hub/RestoredCopy.h"

#include <QJsonObject>

#include <optional>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

Result<std::unique_ptr<PostgresHubStorage>> openDatabase(const HubFolder& folder)
{
    if (folder.databaseUrl().isEmpty())
        return Error{ErrorCode::Refused,
                     u"this hub is not in PostgreSQL: 'prohori-hub backup' makes a backup and checks it"_s};
    return PostgresHubStorage::open(folder.databaseUrl());
}

/// A number that is not negative; nothing for any other text.
std::optional<qint64> numberOf(const QString& text)
{
    bool fine = false;
    const qint64 number = text.toLongLong(&fine);
    return fine && number >= 0 ? std::optional(number) : std::nullopt;
}

int tell(const RestoredCopy& proved, bool isNoted, bool json)
{
    if (json)
        printJson(QJsonObject{{u"made"_s, proved.note.made.toIso()},
                              {u"verified"_s, proved.note.verified.toIso()},
                              {u"changes"_s, proved.note.changes},
                              {u"replicas"_s, proved.replicas},
                              {u"files"_s, proved.files},
                              {u"digest"_s, QString::fromLatin1(proved.note.digest.toHex())},
                              {u"noted"_s, isNoted}});
    else
        printLine(u"sound%1: %2 changes of %3 stations, %4 files"_s.arg(isNoted ? u" and safe"_s : QString())
                      .arg(proved.note.changes)
                      .arg(proved.replicas)
                      .arg(proved.files));
    return Done;
}

}  // namespace

int runSafe(const QStringList& words, const Clock& clock)
{
    const QString synopsis = u"safe HUBDIR --restored URL --made SECONDS [--least CHANGES] [--look-only] "
                             "[--database URL] [--json]"_s;
    QCommandLineParser line;
    for (const QString& name : {u"restored"_s, u"made"_s, u"least"_s, u"database"_s})
        line.addOption(QCommandLineOption(name, {}, u"value"_s));
    for (const QString& name : {u"look-only"_s, u"json"_s})
        line.addOption(QCommandLineOption(name));
    if (!parseWords(line, words, synopsis))
        return Usage;
    if (!isPostgresUrl(line.value(u"restored"_s)))
        return usage(u"--restored needs an address postgresql://…"_s, synopsis);
    constexpr qint64 kMostSeconds = 100'000'000'000;
    const auto made = numberOf(line.value(u"made"_s));
    const auto least = numberOf(line.isSet(u"least"_s) ? line.value(u"least"_s) : u"0"_s);
    if (!made || *made > kMostSeconds || !least)
        return usage(
            u"--made is the time, in seconds since 1970, when the backup was begun, and --least a number"_s,
            synopsis);
    auto folder = HubFolder::open(line.positionalArguments().at(0));
    if (!folder)
        return fail(folder.error());
    folder->useDatabase(line.value(u"database"_s));
    const auto live = openDatabase(*folder);
    if (!live)
        return fail(live.error());
    const auto copy = PostgresHubStorage::open(line.value(u"restored"_s));
    if (!copy)
        return fail(copy.error());
    const bool notes = !line.isSet(u"look-only"_s);
    const auto proved = RestoredCopy::prove(**live, **copy, folder->authority(),
                                            {Instant::fromMs(*made * 1000), *least, notes}, clock);
    return proved ? tell(*proved, notes, line.isSet(u"json"_s)) : fail(proved.error());
}

int noteRestoredDatabase(HubFolder& folder, const Clock& clock, bool json)
{
    if (auto locked = folder.lock(true); !locked)
        return fail(locked.error());
    const auto storage = openDatabase(folder);
    if (!storage)
        return fail(storage.error());
    const auto changes = RestoredCopy::noteSetBack(**storage, folder.authority(), clock);
    if (!changes)
        return fail(changes.error());
    if (json)
        printJson(QJsonObject{{u"changes"_s, *changes}});
    else
        printLine(u"sound, %1 changes: stations will be told that the hub was set back"_s.arg(*changes));
    return Done;
}

}  // namespace prohori
