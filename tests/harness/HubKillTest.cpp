// SPDX-License-Identifier: GPL-3.0-or-later
#include "FaultyStorage.h"
#include "HarnessOptions.h"

#include "app/station/CaseDesk.h"
#include "app/station/PracticeCases.h"
#include "app/station/Station.h"
#include "core/secrets/Password.h"
#include "sync/client/SyncClient.h"
#include "sync/hub/Hub.h"
#include "sync/hub/PostgresHubStorage.h"
#include "sync/hub/PostgresSchema.h"
#include "sync/hub/SqliteHubStorage.h"
#include "tests/support/PostgresServer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QMap>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <sys/wait.h>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRuns = 20;
constexpr int kControlRuns = 3;
constexpr int kCasesARun = 3;
constexpr int kMostSteps = 120;  ///< about twice what a transaction of these requests takes

struct HubKeys {
    SigningKey key = SigningKey::make();
    BoxKey box = BoxKey::make();
    SecretBytes file = SecretBytes::random(kKeyBytes);
    AuthorityInfo authority;
    QString path;
    QString database;  ///< of PostgreSQL; empty: SQLite, in `path`

    Result<std::unique_ptr<HubStorage>> open() const
    {
        if (database.isEmpty())
            return asHub(SqliteHubStorage::open(path, file, true));
        return asHub(PostgresHubStorage::open(database));
    }

private:
    template <typename Opened>
    static Result<std::unique_ptr<HubStorage>> asHub(Opened opened)
    {
        if (!opened)
            return opened.error();
        return std::unique_ptr<HubStorage>(std::move(*opened));
    }
};

/// A hub of which each request is a process of its own, over the same database; it may be killed in the middle.
class ForkedHub final : public QObject, public Transport {
public:
    ForkedHub(const HubKeys& hub, const Clock& clock, const QList<QByteArray>& news)
        : m_hub(hub),
          m_clock(clock),
          m_news(news)
    {}

    int dieAtStep = 0;
    pid_t server = 0;                  ///< dies in the hub's place
    bool answersBeforeCommit = false;  ///< the control: what was committed is undone after the answer
    int killed = 0;

    void post(const QByteArray& body, Progress, Done done) override
    {
        const auto before = answersBeforeCommit ? database() : QMap<QString, QByteArray>();
        const auto reply = ask(body);
        if (answersBeforeCommit)
            putBack(before);
        QMetaObject::invokeMethod(
            this, [done, reply] { done(reply); }, Qt::QueuedConnection);
    }
    void cancel() override {}

private:
    Result<Reply> ask(const QByteArray& body)
    {
        int ends[2];
        if (pipe(ends) != 0)
            qFatal("no pipe");
        const pid_t child = fork();
        if (child == 0) {
            close(ends[0]);
            serve(body, ends[1]);
        }
        close(ends[1]);
        QByteArray said;
        char part[65536];
        for (ssize_t count = 0; (count = read(ends[0], part, sizeof part)) > 0;)
            said.append(part, count);
        close(ends[0]);
        int status = 0;
        waitpid(child, &status, 0);
        killed += WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? 1 : 0;
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            return Error{ErrorCode::Offline, u"the hub is gone"_s};
        return Reply{200, said, 0};
    }

    [[noreturn]] void serve(const QByteArray& body, int out) const
    {
        const auto opened = m_hub.open();
        if (!opened)
            _exit(3);
        FaultyStorage storage(**opened, dieAtStep, server);
        Hub hub(m_hub.authority, m_hub.key, storage, m_clock);
        if (!hub.start())
            _exit(4);
        if (dieAtStep == 0 && !hub.takeStatements(m_news))
            _exit(5);
        const auto answer = hub.handle(body);
        if (!answer)
            _exit(6);
        for (qsizetype at = 0; at < answer->size();) {
            const ssize_t count =
                write(out, answer->constData() + at, static_cast<size_t>(answer->size() - at));
            if (count <= 0)
                _exit(7);
            at += count;
        }
        _exit(0);
    }

    QMap<QString, QByteArray> database() const
    {
        QMap<QString, QByteArray> files;
        for (const QString& end : {u""_s, u"-wal"_s}) {
            QFile file(m_hub.path + end);
            if (file.open(QIODevice::ReadOnly))
                files[end] = file.readAll();
        }
        return files;
    }

    void putBack(const QMap<QString, QByteArray>& files) const
    {
        for (const QString& end : {u""_s, u"-wal"_s, u"-shm"_s}) {
            QFile file(m_hub.path + end);
            file.remove();
            if (!files.contains(end))
                continue;
            if (!file.open(QIODevice::WriteOnly) || file.write(files[end]) != files[end].size())
                qFatal("the hub's database cannot be put back");
        }
    }

    const HubKeys& m_hub;
    const Clock& m_clock;
    QList<QByteArray> m_news;
};

}  // namespace

/// The hub, or the database under it, is killed between receiving and committing: what a station holds a receipt for is there (REL-23, REL-24).
class HubKillTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        qputenv("PROHORI_NO_KEYCHAIN", "1");
        qputenv("XDG_STATE_HOME", m_folder.path().toUtf8());
        QVERIFY(startSecrets());
        m_random.seed(testSeed());
    }

    void noReceiptedChangeIsLost_data()
    {
        QTest::addColumn<bool>("onPostgres");
        QTest::addColumn<bool>("killsServer");
        QTest::newRow("SQLite") << false << false;
        QTest::newRow("PostgreSQL") << true << false;
        QTest::newRow("PostgreSQL, which is killed") << true << true;
    }

    void noReceiptedChangeIsLost()
    {
        QFETCH(const bool, onPostgres);
        QFETCH(const bool, killsServer);
        m_hub.database = onPostgres ? newDatabase() : QString();
        begin();
        HarnessResult result;
        QElapsedTimer timer;
        timer.start();
        for (; result.runs < harnessOptions().runsOr(kRuns); ++result.runs) {
            QVERIFY(save());
            const int before = m_killed;
            QVERIFY(!sync(int(m_random.bounded(1, kMostSteps)), killsServer));
            result.inside += m_killed - before;
            result.lost += lost();
            QVERIFY2(m_station->store().counts().unsent >= kCasesARun, "receipted by a hub that was killed");
            // Every other time the work goes on piling up.
            if (m_random.bounded(2) == 0)
                QVERIFY(sync());
            result.lost += lost();
        }
        QVERIFY(sync());
        result.lost += lost();
        QCOMPARE(m_station->store().counts().unsent, 0);
        const StoreCounts counts = m_station->store().counts();
        result.confirmed = int(counts.custody + counts.safe);
        result.damaged = int(hubFaults().size());
        result.milliseconds = timer.elapsed();
        result.print(killsServer ? "H-KILL database" : onPostgres ? "H-KILL hub, PostgreSQL" : "H-KILL hub");
        QVERIFY(result.isClean());
        QCOMPARE(result.inside, result.runs);
        QCOMPARE(result.confirmed, result.runs * kCasesARun);
    }

    void controlReceiptBeforeCommit()
    {
        m_hub.database.clear();
        begin();
        HarnessResult result;
        for (; result.runs < kControlRuns; ++result.runs) {
            QVERIFY(save());
            QVERIFY(syncBeforeCommit());
            result.lost = lost();
        }
        const StoreCounts counts = m_station->store().counts();
        result.confirmed = int(counts.custody + counts.safe);
        result.print("control: receipt before commit");
        QVERIFY(result.lost > 0);
    }

private:
    QString newDatabase()
    {
        if (!m_server)
            m_server = std::make_unique<PostgresServer>();
        const QString name = u"hub%1"_s.arg(++m_databases);
        m_server->makeDatabase(name);
        const auto made = migratePostgres(m_server->url(name, u"prohori_owner"_s), u"prohori_hub"_s);
        if (!made)
            qFatal("%s", qPrintable(made.error().detail));
        return m_server->url(name);
    }

    /// Authority, hub and station anew.
    void begin()
    {
        m_station.reset();
        m_changes.clear();
        m_batch.clear();
        const QDir folder(m_folder.filePath(QString::number(++m_begun)));
        QVERIFY(QDir().mkpath(folder.path()));
        const QString database = std::exchange(m_hub.database, {});
        m_hub = {};
        m_hub.database = database;
        QByteArray typed = "glacier umbrella violin cactus";
        const SecretBytes password = SecretBytes::takeFrom(typed);
        auto authority = Authority::create(folder.filePath(u"authority"_s), u"Test"_s, false, password,
                                           kLeastPasswordCost, m_clock);
        QVERIFY(authority);
        m_authority = std::move(*authority);
        m_hub.authority = m_authority->info();
        m_hub.path = folder.filePath(u"hub.db"_s);
        QVERIFY(m_authority->certifyHub(makeHubRequest(m_hub.key, m_hub.box, u"Test hub"_s, {})));
        const auto invitation = m_authority->invite(Role::Recorder, u"41"_s, u"Test person"_s, u"officer"_s,
                                                    u"https://127.0.0.1:1"_s, {});
        QVERIFY(invitation);
        SystemKeychain keychain;
        const auto joined =
            waitFor(joinStation({folder.filePath(u"store"_s), *invitation, password, kLeastPasswordCost},
                                keychain, m_clock));
        QVERIFY2(joined, joined ? "" : qPrintable(joined.error().detail));
        auto station = Station::open(folder.filePath(u"store"_s), *joined, m_clock);
        QVERIFY(station);
        m_station = std::move(*station);
        PracticeCases cases(m_station->engine(), u"41"_s, testSeed(), m_clock.today());
        for (int i = 0; i < kCasesARun; ++i)
            m_batch.append(cases.next());
        // Before anybody is killed the hub knows its people.
        QVERIFY(sync());
    }

    bool save()
    {
        const auto saved = CaseDesk(*m_station).createAll(m_batch);
        if (!saved)
            qWarning("%s", qPrintable(saved.error().detail));
        if (!saved)
            return false;
        for (const SavedCase& one : *saved)
            m_changes.append(one.change);
        return true;
    }

    bool sync(int dieAtStep = 0, bool killsServer = false)
    {
        ForkedHub hub(m_hub, m_clock, m_authority->statements());
        hub.dieAtStep = dieAtStep;
        if (!killsServer)
            return sync(hub);
        hub.server = pid_t(m_server->processId());
        const bool synced = sync(hub);
        m_server->stop();
        m_server->start();
        m_killed += synced ? 0 : 1;
        return synced;
    }
    bool syncBeforeCommit()
    {
        ForkedHub hub(m_hub, m_clock, m_authority->statements());
        hub.answersBeforeCommit = true;
        return sync(hub);
    }
    bool sync(ForkedHub& hub)
    {
        const auto client = m_station->makeSyncClient(hub);
        std::optional<Result<SyncSummary>> outcome;
        QEventLoop loop;
        connect(client.get(), &SyncClient::finished, &loop, [&](const Result<SyncSummary>& result) {
            outcome = result;
            loop.quit();
        });
        client->start();
        if (!outcome)
            loop.exec();
        m_killed += hub.killed;
        if (!*outcome && hub.dieAtStep == 0)
            qWarning("%s", qPrintable(outcome->error().detail));
        return bool(*outcome);
    }

    /// Changes for which the station holds a receipt, and which the hub does not have.
    int lost()
    {
        const auto opened = m_hub.open();
        if (!opened)
            return int(m_changes.size());
        int missing = 0;
        for (const ChangeId& change : std::as_const(m_changes)) {
            if (m_station->store().delivery(change) == Delivery::Unsent)
                continue;
            const auto judged = (*opened)->judgement(change);
            missing += judged && *judged ? 0 : 1;
        }
        return missing;
    }

    QStringList hubFaults()
    {
        const auto opened = m_hub.open();
        if (!opened)
            return {opened.error().detail};
        const auto faults = (*opened)->faults();
        return faults ? *faults : QStringList{faults.error().detail};
    }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    QRandomGenerator m_random;
    std::unique_ptr<Authority> m_authority;
    HubKeys m_hub;
    std::unique_ptr<Station> m_station;
    QList<Answers> m_batch;
    QList<ChangeId> m_changes;
    std::unique_ptr<PostgresServer> m_server;
    int m_killed = 0, m_begun = 0, m_databases = 0;
};

int main(int argc, char** argv)
{
    return harnessMain<HubKillTest>(argc, argv);
}
#include "HubKillTest.moc"
