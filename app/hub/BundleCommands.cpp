// SPDX-License-Identifier: GPL-3.0-or-later
// What comes and goes on a stick. The hub is not served meanwhile: both write.
#include "app/hub/HubCommands.h"
#include "app/hub/HubFolder.h"
#include "sync/hub/Hub.h"
#include "sync/hub/HubCheck.h"
#include "sync/wire/BundleTaste.h"

#include <QFile>
#include <QJsonObject>
#include <QSaveFile>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kBundleSynopsis =
    u"bundle read HUBDIR FILE --answer FILE [--json] | bundle write HUBDIR --to LOGIN|REPLICA --out FILE [--json]"_s;

Result<> commit(QSaveFile& file)
{
    if (file.commit())
        return {};
    return Error{ErrorCode::Storage, u"%1 cannot be written: %2"_s.arg(file.fileName(), file.errorString())};
}

Result<> openForWriting(QSaveFile& file)
{
    if (!file.open(QIODevice::WriteOnly))
        return Error{ErrorCode::Storage,
                     u"%1 cannot be written: %2"_s.arg(file.fileName(), file.errorString())};
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

int readBundle(Hub& hub, const HubFolder& folder, const QString& path, const QString& answerPath, bool json)
{
    QFile file(path);
    if (!file.exists())
        return fail({ErrorCode::NotFound, u"there is no file %1"_s.arg(path)});
    if (!file.open(QIODevice::ReadOnly))
        return fail({ErrorCode::Storage, u"%1 cannot be read: %2"_s.arg(path, file.errorString())});
    if (auto tasted = tasteBundle(file, {folder.boxKey()}); !tasted)
        return fail(tasted.error());
    QSaveFile answer(answerPath);
    if (auto opened = openForWriting(answer); !opened)
        return fail(opened.error());
    const auto taken = hub.takeBundle(file, folder.boxKey(), answer);
    if (!taken)
        return fail(taken.error());
    if (auto committed = commit(answer); !committed)
        return fail(committed.error());
    if (json)
        printJson(QJsonObject{{u"from"_s, taken->from},
                              {u"made"_s, taken->made.toIso()},
                              {u"changes"_s, taken->changes},
                              {u"accepted"_s, taken->accepted},
                              {u"waiting"_s, taken->waiting},
                              {u"quarantined"_s, taken->quarantined},
                              {u"papers"_s, taken->papers}});
    else
        printLine(
            u"from %1, written %2: %3 changes, %4 accepted, %5 waiting, %6 quarantined, %7 papers; answer in %8"_s
                .arg(taken->from, taken->made.toIso())
                .arg(taken->changes)
                .arg(taken->accepted)
                .arg(taken->waiting)
                .arg(taken->quarantined)
                .arg(taken->papers)
                .arg(answerPath));
    return Done;
}

/// The replica that is named, or the one of that login which was here last.
Result<ReplicaId> stationOf(HubStorage& storage, const AuthorityInfo& authority, const QString& name)
{
    const auto directory = storedDirectory(storage, authority);
    if (!directory)
        return directory.error();
    std::optional<ReplicaStatus> best;
    for (const ReplicaInfo& replica : directory->replicas()) {
        const bool isNamed =
            replica.replica.toString() == name
            || std::any_of(replica.people.begin(), replica.people.end(), [&](const CertificateId& one) {
                   const PersonInfo* person = directory->person(one);
                   return person && person->login == name;
               });
        if (!isNamed)
            continue;
        auto status = storage.replica(replica.replica);
        if (!status)
            return status.error();
        status->replica = replica.replica;
        if (!best || best->lastContact < status->lastContact)
            best = *status;
    }
    if (!best)
        return Error{ErrorCode::NotFound, u"this hub knows no station of '%1'"_s.arg(name)};
    return best->replica;
}

int writeBundle(Hub& hub, const ReplicaId& station, const QString& path, bool json)
{
    QSaveFile file(path);
    if (auto opened = openForWriting(file); !opened)
        return fail(opened.error());
    if (auto written = hub.writeBundle(station, file); !written)
        return fail(written.error());
    const qint64 bytes = file.pos();
    if (auto committed = commit(file); !committed)
        return fail(committed.error());
    if (json)
        printJson(QJsonObject{{u"replica"_s, station.toString()}, {u"file"_s, path}, {u"bytes"_s, bytes}});
    else
        printLine(u"%1 bytes for station %2 are in %3"_s.arg(bytes).arg(station.toString(), path));
    return Done;
}

}  // namespace

int runBundle(const QStringList& words, const Clock& clock)
{
    QCommandLineParser line;
    for (const QString& name : {u"to"_s, u"out"_s, u"answer"_s})
        line.addOption(QCommandLineOption(name, {}, u"value"_s));
    line.addOption(QCommandLineOption(u"json"_s));
    if (!line.parse(QStringList{u"prohori-hub"_s} + words))
        return usage(line.errorText(), kBundleSynopsis);
    const QStringList given = line.positionalArguments();
    const bool reads = given.value(0) == u"read"_s;
    const bool writes = given.value(0) == u"write"_s;
    if ((!reads && !writes) || given.size() != (reads ? 3 : 2))
        return usage(u"'bundle read' takes HUBDIR and FILE, 'bundle write' takes HUBDIR"_s, kBundleSynopsis);
    if (reads ? !line.isSet(u"answer"_s) : !line.isSet(u"to"_s) || !line.isSet(u"out"_s))
        return usage(reads ? u"--answer is missing"_s : u"--to and --out are needed"_s, kBundleSynopsis);
    auto folder = HubFolder::open(given[1]);
    if (!folder)
        return fail(folder.error());
    if (auto locked = folder->lock(); !locked)
        return fail(locked.error());
    const auto storage = folder->openAnyStorage();
    if (!storage)
        return fail(storage.error());
    Hub hub(folder->authority(), folder->signingKey(), **storage, clock);
    if (auto started = hub.start(); !started)
        return fail(started.error());
    hub.keepAttachmentsIn(folder->attachmentFolder());
    const bool json = line.isSet(u"json"_s);
    if (reads)
        return readBundle(hub, *folder, given[2], line.value(u"answer"_s), json);
    const auto station = stationOf(**storage, folder->authority(), line.value(u"to"_s));
    return station ? writeBundle(hub, *station, line.value(u"out"_s), json) : fail(station.error());
}

}  // namespace prohori
