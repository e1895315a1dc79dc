// SPDX-License-Identifier: GPL-3.0-or-later
// prohori-load: many stations press Sync at once (REL-41, REL-42). One JSON line at the end, exit 1 on any breach.
#include "LoadStation.h"

#include "core/directory/Districts.h"
#include "core/secrets/Password.h"
#include "tests/harness/RealHub.h"
#include "tests/support/PostgresServer.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>

#include <sys/resource.h>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

struct Settings {
    int stations = 64, changes = 20, districts = 64, sampled = 20, withinMs = 1000;
    quint32 seed = 1;
    double mostSeconds = 0, mostP95Ms = 0, mostMiB = 0;  ///< 0: no bound
    QString hub, authority, passwordFile, storage;
    bool ownPostgres = false;
};

struct Outcome {
    qsizetype made = 0, receipted = 0, lost = 0;
    int unequal = 0, faults = 0, busy = 0, cuts = 0, requests = 0;
    qint64 bytesUp = 0, bytesDown = 0;
    QList<qint64> milliseconds;
    double seconds = 0, hubCpu = 0;
    qint64 hubPeakKiB = 0;
};

[[noreturn]] void fail(const QString& why)
{
    std::fprintf(stderr, "prohori-load: %s\n", qPrintable(why));
    std::exit(1);
}

template <typename T>
T need(Result<T> result)
{
    if (!result)
        fail(result.error().detail);
    return std::move(*result);
}

Settings readSettings(const QStringList& words)
{
    QCommandLineParser line;
    line.setApplicationDescription(u"Lets many stations press Sync at once."_s);
    line.addHelpOption();
    const auto add = [&line](const QString& name, const QString& what, const QString& otherwise = {}) {
        line.addOption(QCommandLineOption(name, what, u"value"_s, otherwise));
    };
    add(u"stations"_s, u"how many"_s, u"64"_s);
    add(u"changes"_s, u"that each of them sends"_s, u"20"_s);
    add(u"districts"_s, u"over which they are spread, 64 at most"_s, u"64"_s);
    add(u"within-ms"_s, u"in which all of them press"_s, u"1000"_s);
    add(u"sampled"_s, u"stations that are compared at the end"_s, u"20"_s);
    add(u"seed"_s, u"of the changes"_s, u"1"_s);
    add(u"most-seconds"_s, u"longer is a breach"_s, u"0"_s);
    add(u"most-p95-ms"_s, u"slower is a breach"_s, u"0"_s);
    add(u"most-mib"_s, u"more memory of the hub is a breach"_s, u"0"_s);
    add(u"database"_s, u"the own hub keeps everything in this migrated PostgreSQL database"_s);
    add(u"hub"_s, u"URL of a running hub, instead of an own one"_s);
    add(u"authority"_s, u"folder of the authority of that hub"_s);
    add(u"password-file"_s, u"with the authority's password"_s);
    line.addOption(QCommandLineOption(u"postgres"_s, u"the same, in a server that goes with this run"_s));
    line.process(words);
    Settings settings;
    settings.stations = line.value(u"stations"_s).toInt();
    settings.changes = line.value(u"changes"_s).toInt();
    settings.districts = std::clamp(line.value(u"districts"_s).toInt(), 1, int(districtCodes().size()));
    settings.withinMs = std::max(1, line.value(u"within-ms"_s).toInt());
    settings.sampled = line.value(u"sampled"_s).toInt();
    settings.seed = line.value(u"seed"_s).toUInt();
    settings.mostSeconds = line.value(u"most-seconds"_s).toDouble();
    settings.mostP95Ms = line.value(u"most-p95-ms"_s).toDouble();
    settings.mostMiB = line.value(u"most-mib"_s).toDouble();
    settings.storage = line.value(u"database"_s);
    settings.ownPostgres = line.isSet(u"postgres"_s);
    settings.hub = line.value(u"hub"_s);
    settings.authority = line.value(u"authority"_s);
    settings.passwordFile = line.value(u"password-file"_s);
    if (settings.stations < 1 || settings.changes < 0)
        fail(u"there must be a station"_s);
    return settings;
}

/// An authority, and its hub: an own one in a folder that goes with it, or one that runs elsewhere.
struct World {
    QTemporaryDir folder;
    std::unique_ptr<PostgresServer> postgres;
    std::unique_ptr<Authority> authority;
    std::unique_ptr<RealHub> own;
    LoadStation::Hub hub;
};

/// A server with a database that has the hub's tables, for this run alone.
QString ownDatabase(World& world)
{
    const QString name = u"load"_s;
    world.postgres = std::make_unique<PostgresServer>();
    world.postgres->makeDatabase(name);
    need(RealHub::run({u"migrate"_s, u"--database"_s, world.postgres->url(name, u"prohori_owner"_s)}));
    return world.postgres->url(name);
}

std::unique_ptr<World> makeWorld(const Settings& settings, const Clock& clock)
{
    auto world = std::make_unique<World>();
    if (settings.hub.isEmpty()) {
        QByteArray typed = "glacier umbrella violin cactus";
        world->authority = need(Authority::create(world->folder.filePath(u"authority"_s), u"Load"_s, false,
                                                  SecretBytes::takeFrom(typed), kLeastPasswordCost, clock));
        world->own = need(RealHub::make(world->folder.filePath(u"hub"_s), *world->authority,
                                        settings.ownPostgres ? ownDatabase(*world) : settings.storage));
        // So many come from one address only here: as behind a proxy, their number has no bound of its own.
        if (const auto started = world->own->start({u"--behind-proxy"_s}); !started)
            fail(started.error().detail);
        const HubCertificate& certificate = world->own->certificate();
        world->hub = {world->own->url(), certificate.tlsPin, certificate.hub};
        return world;
    }
    const SecretBytes password = need(readPasswordFile(settings.passwordFile));
    world->authority = need(Authority::open(settings.authority, password, clock));
    for (const QByteArray& bytes : world->authority->statements()) {
        const auto statement = Statement::decode(bytes);
        if (const auto* hub = statement ? std::get_if<HubCertificate>(&statement->body()) : nullptr)
            world->hub = {QUrl(settings.hub), hub->tlsPin, hub->hub};
    }
    if (world->hub.id.isNull())
        fail(u"this authority has certified no hub"_s);
    return world;
}

using Stations = std::vector<std::unique_ptr<LoadStation>>;

Stations makeStations(World& world, const Settings& settings, const Clock& clock)
{
    const LoadCases cases(clock, settings.seed);
    const QList<Scope> districts = districtCodes();
    SodiumRandom random;
    const QString run = QString::fromLatin1(random.bytes(4).toHex());
    Stations stations;
    for (int i = 0; i < settings.stations; ++i) {
        const auto invitation =
            need(world.authority->invite(Role::Recorder, districts[i % settings.districts], u"Load"_s,
                                         u"load-%1-%2"_s.arg(run).arg(i), world.hub.url.toString(),
                                         world.hub.tlsPin));
        const auto person = need(LoadPerson::join(invitation, clock));
        stations.push_back(std::make_unique<LoadStation>(person, world.hub, clock));
        if (auto made = stations.back()->prepare(settings.changes, cases, settings.seed + quint32(i)); !made)
            fail(made.error().detail);
    }
    return stations;
}

/// All of them press, at moments drawn within the time; until the last has ended.
double pressAll(const QList<LoadStation*>& stations, int withinMs, QRandomGenerator& random)
{
    QElapsedTimer timer;
    timer.start();
    qsizetype left = stations.size();
    for (LoadStation* station : stations) {
        const auto ended = std::make_shared<QMetaObject::Connection>();
        *ended = QObject::connect(station, &LoadStation::ended, station, [&left, ended] {
            QObject::disconnect(*ended);
            if (--left == 0)
                QCoreApplication::quit();
        });
        QTimer::singleShot(random.bounded(withinMs), station, [station] { station->press(); });
    }
    if (left > 0)
        QCoreApplication::exec();
    return double(timer.elapsed()) / 1000;
}

/// What a station holds, folded: the same on stations that hold the same changes.
Result<QByteArray> foldOf(const LoadStation& station, const QSet<ChangeId>& expected, qsizetype& lost)
{
    QMap<RecordId, History> histories;
    QSet<ChangeId> held;
    for (const ChangePtr& change : station.own() + station.received()) {
        held.insert(change->id());
        const RecordId& record = change->body().record;
        auto history = histories.find(record);
        if (history == histories.end())
            history = histories.insert(record, History(record));
        if (const auto added = history->add(change); !added)
            return added.error();
    }
    lost += (expected - held).size();
    QByteArray all;
    for (const History& history : histories)
        all += fold(history).digest();
    return blake2b(all);
}

QList<LoadStation*> sampleOf(const Stations& stations, int count)
{
    // Of each district the first ones, so that there are some to compare.
    QMap<Scope, QList<LoadStation*>> byScope;
    for (const auto& station : stations)
        byScope[station->person().scope].append(station.get());
    QList<LoadStation*> sampled;
    for (const auto& all : byScope) {
        if (sampled.size() + 2 <= count && all.size() > 1)
            sampled << all.first() << all.last();
    }
    return sampled;
}

void compare(const Stations& stations, const QList<LoadStation*>& sampled, Outcome& outcome)
{
    QHash<Scope, QSet<ChangeId>> expected;
    for (const auto& station : stations) {
        for (const ChangePtr& change : station->own())
            expected[station->person().scope].insert(change->id());
    }
    QHash<Scope, QByteArray> folds;
    for (const LoadStation* station : sampled) {
        const Scope& scope = station->person().scope;
        const QByteArray folded = need(foldOf(*station, expected[scope], outcome.lost));
        if (folds.contains(scope) && folds[scope] != folded)
            ++outcome.unequal;
        folds[scope] = folded;
    }
}

Outcome run(const Settings& settings)
{
    SystemClock clock;
    const auto world = makeWorld(settings, clock);
    const Stations stations = makeStations(*world, settings, clock);
    QList<LoadStation*> all;
    for (const auto& station : stations)
        all.append(station.get());
    const QList<LoadStation*> sampled = sampleOf(stations, settings.sampled);
    for (LoadStation* station : sampled)
        station->keepReceived();
    QRandomGenerator random(settings.seed);
    Outcome outcome;
    const double cpuBefore = world->own ? world->own->cpuSeconds() : 0;
    std::fprintf(stderr, "prohori-load: %d stations are ready\n", settings.stations);
    outcome.seconds = pressAll(all, settings.withinMs, random);
    for (const auto& station : stations) {
        outcome.milliseconds.append(station->milliseconds);
        if (!station->fault().isEmpty() && outcome.faults++ < 5)
            std::fprintf(stderr, "prohori-load: %s\n", qPrintable(station->fault()));
    }
    if (world->own) {
        outcome.hubPeakKiB = world->own->peakKiB();
        outcome.hubCpu = world->own->cpuSeconds() - cpuBefore;
    }
    // What came to the hub after they had asked.
    if (!sampled.isEmpty())
        pressAll(sampled, 1, random);
    for (const auto& station : stations) {
        outcome.made += station->own().size();
        outcome.receipted += station->receipted();
        outcome.requests += station->requests;
        outcome.busy += station->busy;
        outcome.cuts += station->cuts;
        outcome.bytesUp += station->bytesUp;
        outcome.bytesDown += station->bytesDown;
    }
    compare(stations, sampled, outcome);
    return outcome;
}

qint64 percentile(const QList<qint64>& sorted, int percent)
{
    return sorted.isEmpty() ? 0
                            : sorted[std::min<qsizetype>(sorted.size() - 1, sorted.size() * percent / 100)];
}

QJsonObject histogramOf(const QList<qint64>& milliseconds)
{
    QJsonObject histogram;
    for (qint64 from = 0, to = 100;; from = to, to *= 2) {
        const auto count = std::count_if(milliseconds.begin(), milliseconds.end(),
                                         [=](qint64 ms) { return ms >= from && ms < to; });
        // Keys sort as the numbers do.
        if (count > 0)
            histogram[u"under %1 ms"_s.arg(to, 7)] = qint64(count);
        if (std::all_of(milliseconds.begin(), milliseconds.end(), [=](qint64 ms) { return ms < to; }))
            return histogram;
    }
}

bool report(const Settings& settings, Outcome outcome)
{
    std::sort(outcome.milliseconds.begin(), outcome.milliseconds.end());
    const double peakMiB = double(outcome.hubPeakKiB) / 1024;
    const qint64 p95 = percentile(outcome.milliseconds, 95);
    const QJsonObject line{
        {u"harness"_s, u"H-LOAD"_s},
        {u"seed"_s, qint64(settings.seed)},
        {u"runs"_s, settings.stations},
        {u"confirmed"_s, qint64(outcome.receipted)},
        {u"lost"_s, qint64(outcome.made - outcome.receipted + outcome.lost)},
        {u"partial"_s, outcome.unequal},
        {u"damaged"_s, outcome.faults},
        {u"seconds"_s, outcome.seconds},
        {u"changes_per_second"_s, qRound(double(outcome.receipted) / std::max(0.001, outcome.seconds))},
        {u"p50_ms"_s, percentile(outcome.milliseconds, 50)},
        {u"p95_ms"_s, p95},
        {u"max_ms"_s, outcome.milliseconds.isEmpty() ? 0 : outcome.milliseconds.last()},
        {u"histogram"_s, histogramOf(outcome.milliseconds)},
        {u"requests"_s, outcome.requests},
        {u"busy"_s, outcome.busy},
        {u"cuts"_s, outcome.cuts},
        {u"bytes_up"_s, outcome.bytesUp},
        {u"bytes_down"_s, outcome.bytesDown},
        {u"hub_peak_mib"_s, qRound(peakMiB)},
        {u"hub_cpu_seconds"_s, outcome.hubCpu},
    };
    std::printf("%s\n", QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    const auto isOver = [](double value, double most) { return most > 0 && value > most; };
    return outcome.receipted == outcome.made && outcome.lost == 0 && outcome.unequal == 0
        && outcome.faults == 0 && !isOver(outcome.seconds, settings.mostSeconds)
        && !isOver(double(p95), settings.mostP95Ms) && !isOver(peakMiB, settings.mostMiB);
}

}  // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    QLoggingCategory::setFilterRules(u"prohori.*.info=false"_s);
    if (!startSecrets())
        fail(u"the cryptographic library does not start"_s);
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    const Settings settings = readSettings(QCoreApplication::arguments());
    return report(settings, run(settings)) ? 0 : 1;
}
