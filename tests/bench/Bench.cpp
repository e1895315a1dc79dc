// SPDX-License-Identifier: GPL-3.0-or-later
// One command that measures the whole way of a case beside its floors: prohori-bench [--cases N] [--json] [--postgres] [--forms]. See README.md here.
#include "BenchFloors.h"
#include "Deployment.h"
#include "EntryBench.h"
#include "Figures.h"
#include "FormBench.h"
#include "LoneStation.h"

#include "app/station/CaseDesk.h"
#include "app/station/PracticeCases.h"
#include "app/station/TaskList.h"
#include "core/cases/ImpliedTags.h"
#include "core/secrets/Password.h"
#include "sync/client/SyncClient.h"
#include "tests/support/PostgresServer.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFileInfo>

#include <algorithm>
#include <cstdio>
#include <map>
#include <stdexcept>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr int kDated = 2000;
constexpr int kSome = 1'000;  ///< cases of the first of the two pushes
constexpr int kBatch = 500;

/// Ends the run by way of main(), so that the hub and the folder go too.
[[noreturn]] void stop(const QString& why)
{
    throw std::runtime_error(why.toStdString());
}

template <typename T>
T good(Result<T> result)
{
    if (!result)
        stop(result.error().detail);
    if constexpr (std::is_copy_constructible_v<T>)
        return *result;
    else
        return std::move(*result);
}

double msSince(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// Bytes outside of the boxes that nothing can compress: signature, ids of record and first row, tags that are spelled, sealed record keys.
double randomBytes(const Change& change)
{
    qsizetype bytes = change.signature().size() + RecordId::kSize;
    if (change.body().creation)
        bytes += change.body().creation->sealedKeys.encode().size();
    QList<Item> items = change.body().items;
    implyTags(change.body(), items);
    bool hasRows = false;
    for (const Item& item : std::as_const(items)) {
        if (const auto* set = get_if<SetItem>(&item))
            bytes += set->value.tag().size();
        hasRows = hasRows || holds_alternative<AddRowItem>(item);
        const auto* option = get_if<OptionItem>(&item);
        for (const Cbor& each : option && option->tier != 0 ? option->on + option->off : QList<Cbor>())
            bytes += each.toBytes().size();
    }
    return static_cast<double>(bytes + (hasRows ? RowId::kSize : 0));
}

/// One sync with what it cost on both sides.
struct Measured {
    SyncSummary summary;
    double seconds = 0;
    double stationCpu = 0, hubCpu = 0;        ///< seconds
    double stationBefore = 0, hubBefore = 0;  ///< MB, before it
    double stationPeak = 0, hubPeak = 0;      ///< MB
};

/// The stations of one run, opened in this process; the hub is a process of its own.
class Bench {
public:
    enum class Hub { Sqlite, Postgres };
    Bench(int cases, bool json, Hub hub) : m_cases(cases), m_figures(json)
    {
        if (hub == Hub::Postgres)
            m_server = std::make_unique<PostgresServer>(PostgresServer::Writes::Durably);
    }

    void run()
    {
        prepare();
        const int some = std::min(kSome, m_cases);
        const double empty = storeBytes();
        fill(some);
        m_floors = measureFloors(m_d.path(u"cache"_s), m_bodies, m_open, m_cases);
        disk(u"disk of a case in the store, before a sync"_s, (storeBytes() - empty) / some);
        alone(u"push"_s, u"officer"_s);
        disk(u"disk of a case in the store, after a sync"_s, (storeBytes() - empty) / some);
        noOp(some);
        m_boxBytes = 0;
        m_randomBytes = 0;
        if (m_cases > some) {
            fill(m_cases - some);
            push(m_cases - some);
            noOp(m_cases);
        }
        pull();
        alone(u"pull"_s, u"deputy"_s);
        edit();
        saveLatency();
        lists();
        tasks();
        benchForms(m_figures);
        benchEntry(m_figures);
        m_figures.finish(m_cases);
    }

private:
    void prepare()
    {
        qputenv("PROHORI_NO_KEYCHAIN", "1");
        qputenv("XDG_STATE_HOME", m_d.path(u"state"_s).toUtf8());
        const bool ready = m_d.makeAuthority() && makeHub()
                        && m_d.addStation(u"officer"_s, u"recorder"_s, u"41"_s)
                        && m_d.addStation(u"supervisor"_s, u"district_reviewer"_s, u"41"_s)
                        && m_d.addStation(u"deputy"_s, u"district_reviewer"_s, u"41"_s) && m_d.startHub();
        if (!ready || m_d.sync(u"supervisor"_s).exit != 0 || !m_d.confirm(u"supervisor"_s))
            stop(m_d.lastFailure());
    }

    /// In a file of its folder, or in a database server of this run.
    bool makeHub()
    {
        if (!m_server)
            return m_d.makeHub();
        const QString name = u"bench"_s;
        m_server->makeDatabase(name);
        const Ran made =
            m_d.hubTool({u"migrate"_s, u"--database"_s, m_server->url(name, u"prohori_owner"_s)});
        return made.exit == 0 && m_d.makeHub(u"authority"_s, {u"--storage"_s, m_server->url(name)});
    }

    Station& station(const QString& login)
    {
        std::unique_ptr<Station>& open = m_stations[login];
        if (!open) {
            const SecretBytes password = good(readPasswordFile(m_d.passwordFile(login)));
            const UnlockedKeys keys =
                good(waitFor(unlockKeys(m_d.store(login), login, password, m_keychain, m_clock)));
            open = good(Station::open(m_d.store(login), keys, m_clock));
        }
        return *open;
    }

    SyncSummary sync(const QString& login)
    {
        Station& here = station(login);
        const HubAddress hub = here.hub();
        const auto transport = makeHttpTransport(hub.url, hub.tlsPin);
        const auto client = here.makeSyncClient(*transport);
        QEventLoop loop;
        Result<SyncSummary> outcome = Error{ErrorCode::Cancelled, u"the sync did not end"_s};
        QObject::connect(
            client.get(), &SyncClient::finished, &loop,
            [&](const Result<SyncSummary>& ended) {
                outcome = ended;
                loop.quit();
            },
            Qt::QueuedConnection);
        client->start();
        loop.exec();
        return good(outcome);
    }

    Measured measuredSync(const QString& login)
    {
        (void)station(login);
        const qint64 self = QCoreApplication::applicationPid();
        const double cpu = cpuSeconds(self);
        const double hubCpu = cpuSeconds(m_d.hubPid());
        giveFreeMemoryBack();  // the practice cases were made in this process
        forgetPeak(self);
        forgetPeak(m_d.hubPid());
        QElapsedTimer timer;
        timer.start();
        Measured measured;
        measured.stationBefore = heldMegabytes(self);
        measured.hubBefore = heldMegabytes(m_d.hubPid());
        measured.summary = sync(login);
        measured.seconds = msSince(timer) / 1000;
        measured.stationCpu = cpuSeconds(self) - cpu;
        measured.hubCpu = cpuSeconds(m_d.hubPid()) - hubCpu;
        measured.stationPeak = peakMegabytes(self);
        measured.hubPeak = peakMegabytes(m_d.hubPid());
        return measured;
    }

    PracticeCases& maker()
    {
        Station& officer = station(u"officer"_s);
        if (!m_maker)
            m_maker.emplace(officer.engine(), officer.me().scope, ++m_makers, m_clock.today());
        return *m_maker;
    }

    /// Makes and saves `count` practice cases; only the saving is timed.
    void fill(int count)
    {
        Station& officer = station(u"officer"_s);
        double ms = 0;
        for (int done = 0; done < count; done += kBatch) {
            QList<Answers> answers;
            for (int i = 0; i < std::min(kBatch, count - done); ++i)
                answers.append(maker().next());
            QElapsedTimer timer;
            timer.start();
            const QList<SavedCase> saved = good(CaseDesk(officer).createAll(answers));
            ms += msSince(timer);
            for (const SavedCase& one : saved)
                weigh(one);
        }
        m_fillRate = count * 1000.0 / ms;
    }

    /// Of the officer's store.db, with everything in it.
    double storeBytes()
    {
        (void)good(station(u"officer"_s).store().checkpoint(true));
        return static_cast<double>(QFileInfo(m_d.store(u"officer"_s) + u"/store.db"_s).size());
    }

    void disk(const QString& what, double bytes)
    {
        m_figures.add({what, bytes, 0, u"B"_s, m_floors.storedBytes,
                       u"B: zstd of the bare change with the form's dictionary"_s, false, u"≤ 4,096 B"_s});
    }

    /// Keeps some of the changes for the floors, and counts what does not compress.
    void weigh(const SavedCase& saved)
    {
        const ChangePtr change = good(station(u"officer"_s).store().history(saved.record)).changes().first();
        for (const QByteArray& box : change->body().boxes)
            m_boxBytes += static_cast<double>(box.size());
        m_randomBytes += randomBytes(*change);
        if (m_other.isNull())
            m_other = saved.record;
        if (m_bodies.size() >= kSome)
            return;
        ChangeBody open = change->body();
        open.boxes.clear();
        m_bodies.append(change->signedBytes());
        m_open.append(open.encode());
    }

    void noOp(int cases)
    {
        const Measured measured = measuredSync(u"officer"_s);
        const SyncSummary& s = measured.summary;
        constexpr double kLeast = 64 + 32 + 16;  // a signature, whose, to whom
        m_figures.add({u"no-op sync at %1 cases, up + down"_s.arg(cases),
                       static_cast<double>(s.bytesUp + s.bytesDown), 0, u"B"_s, kLeast,
                       u"B: one signature and two names"_s, false, u"≤ 500 B and flat"_s});
        m_figures.add({u"  requests"_s, static_cast<double>(s.requests), 0, {}, 1, {}, false, u"1"_s});
        m_figures.add({u"  time"_s, measured.seconds * 1000, 1, u"ms"_s, {}, {}, false, {}});
    }

    void addCosts(const QString& way, const Measured& measured, int count)
    {
        const double perCase = 1000.0 / count;
        const double checkMs = 1000 / m_floors.verifiesPerSecond;
        m_figures.add({u"%1, cases a second"_s.arg(way), count / measured.seconds, 0, u"/s"_s,
                       m_floors.takesPerSecond(), u"/s: bare insert and signature check"_s, true,
                       way != u"push" ? u"≥ 4,000/s"_s
                       : m_server     ? u"≥ 3,000/s"_s
                                      : u"≥ 5,000/s"_s});
        m_figures.add({u"  CPU of the station a case"_s,
                       measured.stationCpu * perCase,
                       3,
                       u"ms"_s,
                       way == u"push" ? std::nullopt : std::optional(checkMs),
                       u"ms: one signature check"_s,
                       false,
                       {}});
        m_figures.add({u"  CPU of the hub a case"_s,
                       measured.hubCpu * perCase,
                       3,
                       u"ms"_s,
                       way == u"push" ? std::optional(checkMs) : std::nullopt,
                       u"ms: one signature check"_s,
                       false,
                       {}});
        m_figures.add({u"  peak memory of the station"_s, measured.stationPeak, 0, u"MB"_s,
                       measured.stationBefore, u"MB before it: with form, practice and bench"_s, false,
                       u"≤ 80 MB"_s});
        m_figures.add({u"  peak memory of the hub"_s, measured.hubPeak, 0, u"MB"_s, measured.hubBefore,
                       u"MB before it"_s, false, u"≤ 80 MB"_s});
        m_figures.add(
            {u"  requests"_s, static_cast<double>(measured.summary.requests), 0, {}, {}, {}, false, {}});
    }

    /// The same by a program that holds nothing else.
    void alone(const QString& way, const QString& login)
    {
        if (login == u"officer")
            m_maker.reset();  // it works with the form of that station
        m_stations.erase(login);
        const LoneSync measured = syncAlone(m_d, login);
        const int cases = std::max(measured.sent, measured.received);
        m_figures.add({u"%1 of %2 cases by prohorictl, with its start"_s.arg(way).arg(cases),
                       cases / measured.seconds,
                       0,
                       u"/s"_s,
                       {},
                       {},
                       true,
                       {}});
        m_figures.add(
            {u"  peak memory of that station"_s, measured.peak, 0, u"MB"_s, {}, {}, false, u"≤ 80 MB"_s});
    }

    void push(int count)
    {
        m_figures.add({u"make, seal, sign and save, in batches"_s,
                       m_fillRate,
                       0,
                       u"/s"_s,
                       m_floors.insertsPerSecond,
                       u"/s: bare encrypted inserts"_s,
                       true,
                       {}});
        const Measured measured = measuredSync(u"officer"_s);
        addCosts(u"push"_s, measured, count);
        const double bytes = static_cast<double>(measured.summary.bytesUp) / count;
        m_figures.add({u"  bytes a case"_s,
                       bytes,
                       0,
                       u"B"_s,
                       m_floors.packedBytes,
                       u"B: zstd of the bare changes"_s,
                       false,
                       {}});
        m_figures.add({u"  bytes a case without sealed boxes"_s, bytes - m_boxBytes / count, 0, u"B"_s,
                       m_floors.packedOpenBytes, u"B: the same without boxes"_s, false, u"≤ 770 B"_s});
        m_figures.add({u"    of them random: ids, tags, keys, signature"_s,
                       m_randomBytes / count,
                       0,
                       u"B"_s,
                       {},
                       {},
                       false,
                       {}});
    }

    void pull()
    {
        const Measured measured = measuredSync(u"supervisor"_s);
        addCosts(u"pull"_s, measured, measured.summary.received);
        m_figures.add({u"  bytes a case"_s,
                       static_cast<double>(measured.summary.bytesDown) / measured.summary.received,
                       0,
                       u"B"_s,
                       m_floors.packedBytes,
                       u"B: zstd of the bare changes"_s,
                       false,
                       {}});
    }

    /// Changes one field of a case, and tells what a sync of that carries up.
    struct Edited {
        double bytesUp = 0, over = 0, change = 0, bare = 0;
    };
    Edited editOf(const RecordId& record, const QString& text)
    {
        Station& officer = station(u"officer"_s);
        CaseDesk desk(officer);
        const CaseView view = good(desk.view(record));
        const FieldDefinition* field = officer.form().field(u"case"_s, u"police_station"_s);
        Answers edited = view.answers;
        edited.set({field->group, {}, field->id}, {text, {}, false});
        const SavedCase saved = good(desk.edit(view, edited));
        const ChangePtr change = good(officer.store().history(saved.record)).find(saved.change);
        const SyncSummary one = sync(u"officer"_s);
        const SyncSummary none = sync(u"officer"_s);
        return {double(one.bytesUp), double(one.bytesUp - none.bytesUp), double(change->signedBytes().size()),
                double(change->signature().size() + ChangeId::kSize
                       + edited.value({field->group, {}, field->id}).text.size())};
    }

    /// What was changed last needs not be named: it is what the station's chain goes on from. Any other case is.
    void edit()
    {
        const Edited other = editOf(m_other, u"Kotwali"_s);
        const Edited last = editOf(m_other, u"Gulshan"_s);
        const QString floor = u"B: signature, parent and the value"_s;
        m_figures.add({u"one-field edit, bytes up"_s, other.bytesUp, 0, u"B"_s, {}, {}, false, {}});
        m_figures.add({u"  over a sync with nothing to do"_s, other.over, 0, u"B"_s, other.bare, floor, false,
                       u"≤ 160 B"_s});
        m_figures.add({u"  the same of the case that was saved last"_s, last.over, 0, u"B"_s, last.bare,
                       floor, false, u"≤ 160 B"_s});
        m_figures.add({u"  bytes of the change itself"_s, other.change, 0, u"B"_s, {}, {}, false, {}});
    }

    void saveLatency()
    {
        CaseDesk desk(station(u"officer"_s));
        QList<double> creations;
        QList<double> edits;
        constexpr int kSaves = 100;
        const FieldDefinition* field = officialForm()->field(u"case"_s, u"gd_no"_s);
        for (int i = 0; i < kSaves; ++i) {
            const Answers answers = maker().next();
            QElapsedTimer timer;
            timer.start();
            const SavedCase saved = good(desk.create(answers));
            creations.append(msSince(timer));
            const CaseView view = good(desk.view(saved.record));
            Answers edited = view.answers;
            edited.set({field->group, {}, field->id}, {u"%1/26"_s.arg(i), {}, false});
            timer.restart();
            (void)good(desk.edit(view, edited));
            edits.append(msSince(timer));
        }
        const double commit = 1000 / m_floors.commitsPerSecond;
        const auto report = [&](const QString& what, const QList<double>& times) {
            const Percentiles p = percentiles(times);
            m_figures.add({what + u", median"_s,
                           p.median,
                           2,
                           u"ms"_s,
                           commit,
                           u"ms: one bare durable commit"_s,
                           false,
                           {}});
            m_figures.add({u"  95 of 100 within"_s, p.p95, 2, u"ms"_s, {}, {}, false, {}});
        };
        report(u"save of a new case"_s, creations);
        report(u"save of a one-field edit"_s, edits);
    }

    void lists()
    {
        const Store& store = station(u"officer"_s).store();
        const auto report = [&](const QString& what, const CaseFilter& filter, double floor,
                                const QString& floorIs) {
            QList<double> times;
            constexpr int kRounds = 50;
            qsizetype rows = 0;
            for (int i = 0; i < kRounds; ++i) {
                QElapsedTimer timer;
                timer.start();
                rows = good(store.cases(filter)).size();
                times.append(msSince(timer));
            }
            m_figures.add({what + u" (%1 rows)"_s.arg(rows),
                           percentiles(times).median,
                           2,
                           u"ms"_s,
                           floor,
                           floorIs,
                           false,
                           {}});
        };
        CaseFilter phase;
        phase.phase = RecordPhase::Draft;
        CaseFilter word;
        word.search = u"sadar"_s;
        CaseFilter number;
        number.search = good(store.cases({})).last().localRef;
        report(u"first page of the list"_s, {}, m_floors.pageMs, u"ms: the newest bare rows"_s);
        report(u"first page of one state"_s, phase, m_floors.pageMs, u"ms: the newest bare rows"_s);
        report(u"search for a word"_s, word, m_floors.searchMs, u"ms: a bare full-text table"_s);
        report(u"search for a case number"_s, number, m_floors.searchMs, u"ms: a bare full-text table"_s);
    }

    /// What the first page costs, where one officer holds every case.
    void tasks()
    {
        Station& officer = station(u"officer"_s);
        const Deadlines deadlines(*officer.form().package());
        QElapsedTimer timer;
        timer.start();
        int dated = 0;
        while (dated < kDated) {
            const int some = good(workOutDues(officer, deadlines, 100));
            if (some == 0)
                break;
            dated += some;
        }
        m_figures.add({u"dates of a case worked out, in idle time"_s,
                       msSince(timer) / std::max(1, dated),
                       2,
                       u"ms"_s,
                       {},
                       {},
                       false,
                       {}});
        QList<double> times;
        qsizetype rows = 0;
        for (int i = 0; i < 20; ++i) {
            timer.restart();
            rows = good(TaskList(officer, deadlines).tasks()).size();
            times.append(msSince(timer));
        }
        m_figures.add({u"what waits for an officer (%1 rows)"_s.arg(rows),
                       percentiles(times).median,
                       2,
                       u"ms"_s,
                       {},
                       {},
                       false,
                       {}});
    }

    int m_cases;
    Figures m_figures;
    Floors m_floors;
    double m_fillRate = 0;
    double m_boxBytes = 0;     ///< of the cases of the measured push
    double m_randomBytes = 0;  ///< the same: what else of them is random
    QList<QByteArray> m_bodies, m_open;
    RecordId m_other;  ///< the first of all cases
    std::unique_ptr<PostgresServer> m_server;
    Deployment m_d;
    SystemClock m_clock;
    SystemKeychain m_keychain;
    std::optional<PracticeCases> m_maker;
    quint64 m_makers = 0;
    std::map<QString, std::unique_ptr<Station>> m_stations;
};

}  // namespace

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");  // windows are painted in memory, with a display or without
    QApplication app(argc, argv);
    if (!startSecrets())
        return 1;
    const QStringList words = QCoreApplication::arguments();
    const auto at = words.indexOf(u"--cases"_s);
    const int cases = at >= 0 ? words.value(at + 1).toInt() : 10'000;
    if (cases < 1) {
        std::fputs("--cases takes a whole number\n", stderr);
        return 2;
    }
    try {
        if (words.contains(u"--forms"_s)) {
            Figures figures(words.contains(u"--json"_s));
            benchForms(figures);
            benchEntry(figures);
            figures.finish(0);
            return 0;
        }
        const auto hub = words.contains(u"--postgres"_s) ? Bench::Hub::Postgres : Bench::Hub::Sqlite;
        Bench(cases, words.contains(u"--json"_s), hub).run();
    } catch (const std::runtime_error& failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return 1;
    }
    return 0;
}
