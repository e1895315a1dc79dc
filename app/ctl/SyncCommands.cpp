// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/OpenedStation.h"

#include "app/station/PracticeCases.h"
#include "sync/client/HubIntroduction.h"
#include "sync/client/SyncClient.h"

#include <QEventLoop>
#include <QJsonArray>
#include <QJsonObject>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QJsonObject summaryJson(const SyncSummary& summary)
{
    QJsonArray gone;
    for (const GoneRecord& one : summary.gone)
        gone.append(QJsonObject{{u"id"_s, one.record.toString()},
                                {u"ref"_s, one.localRef},
                                {u"why"_s, removalName(one.why)},
                                {u"district"_s, one.home}});
    return {{u"sent"_s, summary.sent},
            {u"received"_s, summary.received},
            {u"quarantined"_s, QJsonArray::fromStringList(summary.quarantined)},
            {u"conflicts"_s, summary.conflicts},
            {u"bytes_up"_s, summary.bytesUp},
            {u"bytes_down"_s, summary.bytesDown},
            {u"requests"_s, summary.requests},
            {u"reminted"_s, summary.reminted},
            {u"gone"_s, gone}};
}

Result<SyncSummary> syncNow(Station& station, const HubAddress& hub)
{
    const auto transport = makeHttpTransport(hub.url, hub.tlsPin);
    const auto client = station.makeSyncClient(*transport);
    Result<SyncSummary> outcome = Error{ErrorCode::Offline, u"the sync did not end"_s};
    QEventLoop loop;
    QObject::connect(
        client.get(), &SyncClient::finished, &loop,
        [&](const Result<SyncSummary>& result) {
            outcome = result;
            loop.quit();
        },
        Qt::QueuedConnection);
    client->start();
    loop.exec();
    return outcome;
}

/// A hub that this station has not met, or that moved, has to introduce itself before anything is sent to it.
Result<> findHub(Station& station, const QString& address)
{
    const HubAddress known = station.hub();
    const QUrl url = address.isEmpty() ? known.url : QUrl(address, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return Error{ErrorCode::Refused, address.isEmpty()
                                             ? u"this station knows no hub: give --hub URL"_s
                                             : u"'%1' is not an address of a hub"_s.arg(address)};
    if (known.isKnown() && known.url == url)
        return {};
    const auto shown = waitFor(askHubForItself(url));
    if (!shown)
        return shown.error();
    return station.meetHub(url, *shown);
}

}  // namespace

int runSync(const QStringList& words, const Clock& clock)
{
    CommandLine line(u"sync STORE [--hub URL] [--preview] [--json]"_s);
    line.option(u"hub"_s).flag(u"preview"_s);
    if (!line.parse(words, 1, 1))
        return Usage;
    const auto station = openStation(line.at(0), line, clock);
    if (!station)
        return fail(station.error());
    if (line.has(u"preview"_s)) {
        const SyncPreview preview = previewSync((*station)->store());
        return tell(line,
                    {{u"unsent"_s, preview.unsent},
                     {u"bytes_up"_s, preview.bytesUp},
                     {u"records"_s, preview.records.size()}},
                    u"%1 changes of %2 cases wait, %3 bytes"_s.arg(preview.unsent)
                        .arg(preview.records.size())
                        .arg(preview.bytesUp));
    }
    if (auto found = findHub(**station, line.value(u"hub"_s)); !found)
        return fail(found.error());
    auto summary = syncNow(**station, (*station)->hub());
    if (!summary && summary.error().hint == u"wrong-hub"_s) {
        // Its TLS key may be a new one, which the hub itself vouches for.
        const QUrl url = (*station)->hub().url;
        const auto shown = waitFor(askHubForItself(url));
        if (shown && (*station)->meetHub(url, *shown))
            summary = syncNow(**station, (*station)->hub());
    }
    if (!summary)
        return fail(summary.error());
    if (auto taken = (*station)->takeNews(); !taken)
        return fail(taken.error());
    if (line.json())
        printJson(summaryJson(*summary));
    else
        printText(u"sent %1, received %2, conflicts %3, quarantined %4"_s.arg(summary->sent)
                      .arg(summary->received)
                      .arg(summary->conflicts)
                      .arg(summary->quarantined.size()));
    return summary->quarantined.isEmpty() ? Done : Failed;
}

int runPractice(const QStringList& words, const Clock& clock)
{
    const QString synopsis = u"practice fill STORE --cases N --seed S [--json]"_s;
    CommandLine line(synopsis);
    line.option(u"cases"_s).option(u"seed"_s);
    if (!line.parse(words, 2, 2) || !line.require(u"cases"_s) || !line.require(u"seed"_s))
        return Usage;
    bool countRight = false;
    bool seedRight = false;
    const int cases = line.value(u"cases"_s).toInt(&countRight);
    const quint64 seed = line.value(u"seed"_s).toULongLong(&seedRight);
    if (line.at(0) != u"fill"_s || !countRight || !seedRight || cases < 0)
        return usage(u"--cases and --seed take whole numbers"_s, synopsis);
    const auto station = openStation(line.at(1), line, clock);
    if (!station)
        return fail(station.error());
    if (!(*station)->isPractice())
        return fail({ErrorCode::Refused,
                     u"this is a station of a production authority: practice cases are not let in"_s});
    PracticeCases maker((*station)->engine(), (*station)->me().scope, seed, clock.today());
    CaseDesk desk(**station);
    constexpr int kBatch = 200;
    QJsonArray made;
    for (int done = 0; done < cases; done += kBatch) {
        QList<Answers> batch;
        for (int i = done; i < std::min(cases, done + kBatch); ++i)
            batch.append(maker.next());
        const auto saved = desk.createAll(batch);
        if (!saved)
            return fail(saved.error());
        for (const SavedCase& one : *saved)
            made.append(QJsonObject{{u"id"_s, one.record.toString()}, {u"local_ref"_s, one.localRef}});
    }
    if (line.json())
        printJson(made);
    else
        printText(u"%1 practice cases made"_s.arg(made.size()));
    return Done;
}

}  // namespace prohori
