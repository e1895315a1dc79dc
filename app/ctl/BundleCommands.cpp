// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/OpenedStation.h"

#include "sync/client/StationBundles.h"

#include <QFile>
#include <QJsonArray>
#include <QSaveFile>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kBundleSynopsis =
    u"bundle write STORE --to hub|LOGIN --out FILE [--case ID]… [--json] | bundle read STORE FILE [--json]"_s;
const QString kHub = u"hub"_s;

Result<WrittenBundle> writeTo(Station& station, const QString& to, const QList<RecordId>& cases,
                              QIODevice& out)
{
    SodiumRandom random;
    StationBundles bundles = station.makeBundles(random);
    if (to == kHub)
        return bundles.writeToHub(out);
    const PersonInfo* receiver = station.store().directory().personByLogin(to);
    if (!receiver)
        return Error{ErrorCode::NotFound, u"this station knows nobody called '%1'"_s.arg(to)};
    return bundles.writeTo(*receiver, cases, out);
}

int runWrite(const CommandLine& line, Station& station)
{
    const QString to = line.value(u"to"_s);
    if (to == kHub && line.has(u"case"_s))
        return usage(u"to the hub goes everything that it lacks: --case is for a person"_s, kBundleSynopsis);
    QList<RecordId> cases;
    for (const QString& name : line.values(u"case"_s)) {
        const auto record = findRecord(station.store(), name);
        if (!record)
            return fail(record.error());
        cases.append(*record);
    }
    QSaveFile file(line.value(u"out"_s));
    if (!file.open(QIODevice::WriteOnly))
        return fail(
            {ErrorCode::Storage, u"%1 cannot be written: %2"_s.arg(file.fileName(), file.errorString())});
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    const auto written = writeTo(station, to, cases, file);
    if (!written)
        return fail(written.error());
    if (!file.commit())
        return fail(
            {ErrorCode::Storage, u"%1 cannot be written: %2"_s.arg(file.fileName(), file.errorString())});
    return tell(line,
                {{u"file"_s, file.fileName()},
                 {u"to"_s, to},
                 {u"changes"_s, written->changes},
                 {u"cases"_s, written->records},
                 {u"papers"_s, written->papers},
                 {u"papers_left"_s, written->papersLeft},
                 {u"bytes"_s, written->bytes}},
                u"%1 changes of %2 cases and %3 papers are in %4 (%5 bytes), sealed to %6"_s
                    .arg(written->changes)
                    .arg(written->records)
                    .arg(written->papers)
                    .arg(file.fileName())
                    .arg(written->bytes)
                    .arg(to));
}

int runRead(const CommandLine& line, Station& station)
{
    QFile file(line.at(2));
    if (!file.exists())
        return fail({ErrorCode::NotFound, u"there is no file %1"_s.arg(file.fileName())});
    if (!file.open(QIODevice::ReadOnly))
        return fail(
            {ErrorCode::Storage, u"%1 cannot be read: %2"_s.arg(file.fileName(), file.errorString())});
    SodiumRandom random;
    const auto read = station.makeBundles(random).read(file);
    if (!read)
        return fail(read.error());
    if (auto taken = station.takeNews(); !taken)
        return fail(taken.error());
    const SyncSummary& summary = read->summary;
    const int told =
        tell(line,
             {{u"from"_s, read->from},
              {u"made"_s, read->made.toIso()},
              {u"sent"_s, summary.sent},
              {u"received"_s, summary.received},
              {u"quarantined"_s, QJsonArray::fromStringList(summary.quarantined)},
              {u"conflicts"_s, summary.conflicts},
              {u"papers_sent"_s, summary.filesSent},
              {u"papers_received"_s, summary.filesReceived},
              {u"reminted"_s, summary.reminted}},
             u"from %1, written %2: %3 changes received, %4 of this station confirmed, %5 quarantined"_s
                 .arg(read->from, read->made.toIso())
                 .arg(summary.received)
                 .arg(summary.sent)
                 .arg(summary.quarantined.size()));
    return summary.quarantined.isEmpty() ? told : Failed;
}

}  // namespace

int runBundle(const QStringList& words, const Clock& clock)
{
    CommandLine line(kBundleSynopsis);
    line.option(u"to"_s).option(u"out"_s).option(u"case"_s);
    if (!line.parse(words, 2, 3))
        return Usage;
    const bool writes = line.at(0) == u"write"_s;
    if (!writes && line.at(0) != u"read"_s)
        return usage(u"there is no 'bundle %1'"_s.arg(line.at(0)), kBundleSynopsis);
    if (writes ? !line.require(u"to"_s) || !line.require(u"out"_s) : line.at(2).isEmpty())
        return writes ? Usage : usage(u"FILE is missing"_s, kBundleSynopsis);
    const auto station = openStation(line.at(1), line, clock);
    if (!station)
        return fail(station.error());
    return writes ? runWrite(line, **station) : runRead(line, **station);
}

}  // namespace prohori
