// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/HubBackup.h"
#include "sync/hub/HubCheck.h"
#include "sync/hub/PostgresHubStorage.h"
#include "sync/hub/PostgresSchema.h"
#include "TestHub.h"
#include "tests/harness/FailingCalls.h"
#include "tests/support/PostgresServer.h"

#include <QFile>
#include <QProcess>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <thread>

using namespace prohori;

namespace {

Result<> append(HubStorage& storage, const ChangePtr& change, const Scope& scope = u"41"_s)
{
    if (auto kept = storage.keep({change, testStart(), Refusal::None, ChainLink::Chained, scope}); !kept)
        return kept;
    const auto placed = storage.appendToFeed(scope, change->id());
    return placed ? Result<>() : Result<>(placed.error());
}

std::unique_ptr<HubStorage> opened(const QString& url)
{
    auto storage = PostgresHubStorage::open(url);
    if (!storage)
        qFatal("%s", qPrintable(storage.error().detail));
    return std::move(*storage);
}

/// The other process: writes, tells so, and commits when it is told to.
int writeLate(const QString& url)
{
    const TestAuthority authority;
    Desk desk(authority, 9, u"late"_s, Role::Recorder, u"41"_s);
    const auto storage = opened(url);
    const auto done = storage->transaction([&]() -> Result<> {
        auto added = append(*storage, desk.save(newCase(u"41"_s)));
        // Sent to the server, and not kept yet.
        if (added && *storage->feedEnd(u"41"_s) == 1)
            std::puts("written");
        std::fflush(stdout);
        (void)std::getchar();
        return added;
    });
    return done ? 0 : 1;
}

/// Has the server of `server` run on a disk that can be filled, as long as it lives.
class FullDisk {
public:
    explicit FullDisk(PostgresServer& server) : m_server(server)
    {
        // The server may run as another user than we.
        for (const QString& name : {m_folder.path(), m_folder.filePath(u"calls.so"_s)}) {
            if (name != m_folder.path())
                QFile::copy(QStringLiteral(PROHORI_FAILING_CALLS), name);
            QFile::setPermissions(name, QFile::Permissions(0x7755));
        }
        const QString file = m_folder.filePath(u"plan"_s);
        plan = useFailurePlan(QFile::encodeName(file).constData());
        if (!plan || !QFile::setPermissions(file, QFile::Permissions(0x6666)))
            qFatal("no plan");
        m_server.stop();
        m_server.start(
            {{u"LD_PRELOAD"_s, m_folder.filePath(u"calls.so"_s)}, {u"PROHORI_FAILURE_PLAN"_s, file}});
    }
    ~FullDisk()
    {
        plan->end();
        m_server.stop();
        m_server.start();
    }
    Q_DISABLE_COPY_MOVE(FullDisk)

    void fill(const QString& folder, bool forEver)
    {
        const QByteArray under = QFile::encodeName(m_server.dataFolder() + u'/' + folder);
        qstrncpy(plan->under, under.constData(), sizeof plan->under);
        plan->begin(FailurePlan::Pwrite, 1, ENOSPC, forEver);
    }

    FailurePlan* plan = nullptr;

private:
    PostgresServer& m_server;
    QTemporaryDir m_folder;
};

}  // namespace

/// What only PostgreSQL can do and fail in: several processes, a role without rights, a server that goes away, tables of another version.
class PostgresHubTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_server.makeDatabase(u"hub"_s);
        const auto made = migrate(u"hub"_s);
        QVERIFY2(made, made ? "" : qPrintable(made.error().detail));
    }
    void init() { m_server.empty(u"hub"_s); }

    // Design 7: no reader of a feed ever skips a change that committed late. Two processes, and the first commits on purpose after the second has begun.
    void whoCommitsLateIsNotSkipped_data()
    {
        QTest::addColumn<bool>("isKilled");
        QTest::newRow("it commits") << false;
        QTest::newRow("it is killed (REL-23)") << true;
    }
    void whoCommitsLateIsNotSkipped()
    {
        QFETCH(const bool, isKilled);
        QProcess late;
        late.start(QCoreApplication::applicationFilePath(), {u"--write-late"_s, m_server.url(u"hub"_s)});
        QVERIFY(late.waitForReadyRead(60'000));
        QCOMPARE(late.readLine().trimmed(), "written");
        const auto storage = opened(m_server.url(u"hub"_s));
        const auto change = m_desk.save(newCase(u"41"_s));
        std::atomic<bool> hasWritten = false, hasEnded = false;
        std::thread writer([&] {
            hasWritten = bool(storage->transaction([&] { return append(*storage, change); }));
            hasEnded = true;
        });
        // It waits for the other one; meanwhile a reader sees neither.
        const QString waiting =
            u"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"_s;
        while (!hasEnded && m_server.sql(u"hub"_s, waiting) != "1") {
        }
        const bool hasWaited = !hasEnded;
        const quint64 meanwhile = *storage->feedEnd(u"41"_s);
        if (isKilled)
            late.kill();
        else
            late.write("\n");
        late.closeWriteChannel();
        late.waitForFinished();
        writer.join();
        QVERIFY(hasWaited);
        QCOMPARE(meanwhile, quint64(0));
        QVERIFY(hasWritten);
        const quint64 place = *storage->feedPosition(u"41"_s, change->id());
        QCOMPARE(place, quint64(isKilled ? 1 : 2));
        const auto entries = storage->feed(u"41"_s, 0, 10, 10, 1 << 20);
        QCOMPARE(quint64(entries->size()), place);
        for (qsizetype at = 0; at < entries->size(); ++at)
            QCOMPARE(entries->at(at).position, quint64(at + 1));
    }

    // Several hubs of one key on one database: what one learns, the other knows, and a request counts once wherever it goes.
    void twoHubsAreOne()
    {
        TestHub one([&] { return opened(m_server.url(u"hub"_s)); });
        const auto second = opened(m_server.url(u"hub"_s));
        Hub two(one.authority.info, one.key, *second, one.clock);
        QVERIFY(two.start());
        Desk anika = one.desk(1, u"anika"_s, Role::Recorder, u"41"_s);
        Desk babul = one.desk(2, u"babul"_s, Role::Recorder, u"41"_s);
        const auto first = anika.save(newCase(u"41"_s));
        const QByteArray request = one.request(anika, {first}).encode(anika.replicaKey);
        const auto answer = one.hub->handle(request);
        QVERIFY(answer);
        // The same request at the other hub: the same answer, and nothing twice.
        const auto again = two.handle(request);
        QVERIFY(again);
        QCOMPARE(SyncAnswer::decode(*again, one.id(), blake2b(request))->verdicts.size(), 1);
        QCOMPARE(*second->feedEnd(u"41"_s), quint64(1));
        // The other hub knows her by now, and the first one the person that comes to the second.
        anika.sent = 1;
        anika.sentHead = first->id();
        const auto next = anika.save(edit(first));
        const auto taken = two.handle(one.request(anika, {next}).encode(anika.replicaKey));
        QVERIFY(taken);
        QVERIFY(two.handle(one.request(babul).encode(babul.replicaKey)));
        const SyncAnswer read = one.send(babul);
        QVERIFY2(read.error.isEmpty(), qPrintable(read.error));
        QCOMPARE(TestHub::received(read), (QList{first->id(), next->id()}));
        const auto found = checkHub(*second, one.authority.info);
        QVERIFY2(found && found->faults.isEmpty(), qPrintable(found->faults.join(u'\n')));
    }

    // Both at once, from many threads: every change has one place, in the order of commits.
    void hubsWorkSideBySide()
    {
        constexpr int kEach = 25;
        TestHub one([&] { return opened(m_server.url(u"hub"_s)); });
        const auto second = opened(m_server.url(u"hub"_s));
        Hub two(one.authority.info, one.key, *second, one.clock);
        QVERIFY(two.start());
        std::atomic<int> refused = 0;
        std::vector<std::thread> stations;
        QList<QList<QByteArray>> requests;
        for (PersonId person = 1; person <= 4; ++person) {
            Desk desk = one.desk(person, u"p%1"_s.arg(person), Role::Recorder, u"41"_s);
            requests.append(QList<QByteArray>());
            for (int i = 0; i < kEach; ++i) {
                const auto change = desk.save(newCase(u"41"_s));
                requests.last().append(one.request(desk, {change}).encode(desk.replicaKey));
                desk.sent = change->body().counter;
                desk.sentHead = change->id();
            }
        }
        for (const QList<QByteArray>& mine : requests) {
            stations.emplace_back([&, mine] {
                for (qsizetype i = 0; i < mine.size(); ++i) {
                    Hub& hub = i % 2 == 0 ? *one.hub : two;
                    const auto answer = hub.handle(mine[i]);
                    const auto read =
                        answer ? SyncAnswer::decode(*answer, one.id(), blake2b(mine[i])) : answer.error();
                    refused += read && read->error.isEmpty() && read->verdicts.size() == 1
                                    && read->verdicts[0].refusal == 0
                                 ? 0
                                 : 1;
                }
            });
        }
        for (std::thread& station : stations)
            station.join();
        QCOMPARE(refused.load(), 0);
        QCOMPARE(*second->feedEnd(u"41"_s), quint64(4 * kEach));
        const auto found = checkHub(*second, one.authority.info);
        QVERIFY2(found && found->faults.isEmpty(), qPrintable(found->faults.join(u'\n')));
    }

    // The database goes away in the midst of a transaction: nothing half done, "busy", and the next request finds it again.
    void aServerThatGoesAwayIsBusy()
    {
        const auto storage = opened(m_server.url(u"hub"_s));
        const auto one = m_desk.save(newCase(u"41"_s));
        const auto cut = storage->transaction([&]() -> Result<> {
            auto added = append(*storage, one);
            m_server.stop();
            return added;
        });
        QVERIFY(!cut);
        QCOMPARE(cut.error().code, ErrorCode::Offline);
        QCOMPARE(cut.error().hint, u"database-away"_s);
        QCOMPARE(storage->feedEnd(u"41"_s).error().code, ErrorCode::Offline);
        QCOMPARE(storage->transaction([] { return Result<>(); }).error().code, ErrorCode::Offline);
        QCOMPARE(PostgresHubStorage::open(m_server.url(u"hub"_s)).error().code, ErrorCode::Offline);
        m_server.start();
        QCOMPARE(*storage->feedEnd(u"41"_s), quint64(0));
        QVERIFY(!*storage->judgement(one->id()));
        QVERIFY(storage->transaction([&] { return append(*storage, one); }));
        QCOMPARE(*storage->feedEnd(u"41"_s), quint64(1));
        // Also between requests: connections that went with the server are not used again.
        m_server.stop();
        m_server.start();
        QCOMPARE(*storage->feedEnd(u"41"_s), quint64(1));
        QVERIFY(storage->transaction([&] { return append(*storage, m_desk.save(newCase(u"41"_s))); }));
    }

    // REL-33, and REL-05 at the hub: the disk of the database is full. Nothing is half taken in, what is there can be read, and when there is room
    // again it goes on. Without room for its log the server itself ends and comes again.
    void aFullDiskRefusesAndGoesOn_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("forEver");
        QTest::newRow("of the tables") << u"base"_s << true;
        QTest::newRow("of the log") << u"pg_wal"_s << false;
    }
    void aFullDiskRefusesAndGoesOn()
    {
        QFETCH(const QString, folder);
        QFETCH(const bool, forEver);
        FullDisk disk(m_server);
        const auto storage = opened(m_server.url(u"hub"_s));
        const auto before = m_desk.save(newCase(u"41"_s));
        QVERIFY(storage->transaction([&] { return append(*storage, before); }));
        ChangeBody large = newCase(u"41"_s);
        large.items.append(SetItem{
            {1, {}, 105}, FieldValue::plain(QString::fromLatin1(SodiumRandom().bytes(30'000).toHex())), {}});
        const auto change = m_desk.save(large);
        disk.fill(folder, forEver);
        const auto refused = storage->transaction([&] { return append(*storage, change); });
        QVERIFY(!refused);
        QVERIFY(disk.plan->failed > 0);
        QCOMPARE(refused.error().hint, u"disk-full"_s);
        if (forEver) {
            QCOMPARE(*storage->feedEnd(u"41"_s), quint64(1));
            QVERIFY(!*storage->judgement(change->id()));
            QVERIFY(!storage->transaction([&] { return append(*storage, change); }));
        }
        disk.plan->end();
        QTRY_VERIFY_WITH_TIMEOUT(storage->feedEnd(u"41"_s), 60'000);
        QCOMPARE(*storage->feedEnd(u"41"_s), quint64(1));
        QVERIFY(!*storage->judgement(change->id()));
        QVERIFY(storage->transaction([&] { return append(*storage, change); }));
        QCOMPARE(*storage->feedEnd(u"41"_s), quint64(2));
        QCOMPARE(*storage->faults(), QStringList());
    }

    void aStatementThatFailedUndoesAll()
    {
        const auto storage = opened(m_server.url(u"hub"_s));
        const auto one = m_desk.save(newCase(u"41"_s));
        ChangeBody body = one->body();
        body.record = newCase(u"41"_s).record;
        const auto fork = std::make_shared<const Change>(m_desk.sign(body));
        const auto done = storage->transaction([&]() -> Result<> {
            (void)append(*storage, one);
            (void)append(*storage, fork);           // a second one with its place in the chain
            (void)storage->feedEnd(u"national"_s);  // the work goes on all the same
            return {};
        });
        QVERIFY(!done);
        QVERIFY(!*storage->judgement(one->id()));
        QVERIFY(storage->transaction([&] { return append(*storage, one); }));
    }

    // A thousand ids at once are looked up one by one, whatever the planner thinks of a table of this size.
    void aRequestReadsNoTableWhole()
    {
        m_server.sql(u"hub"_s,
                     u"INSERT INTO prohori.known_change SELECT n, sha256(n::text::bytea), "
                     u"decode(md5(n::text), 'hex'), "
                     "decode(md5(n::text), 'hex'), n, 1, 1, '41', 0, 0 FROM generate_series(1, 20000) n"_s);
        const auto scans = [this](const QString& kind) {
            return m_server
                .sql(u"hub"_s, u"SELECT coalesce(%1, 0) FROM pg_stat_user_tables WHERE relname = "
                               "'known_change'"_s.arg(kind))
                .toInt();
        };
        const int before = scans(u"seq_scan"_s);
        const int byIndex = scans(u"idx_scan"_s);
        auto storage = opened(m_server.url(u"hub"_s));
        QList<ChangePtr> all;
        while (all.size() < 600)
            all.append(m_desk.save(newCase(u"41"_s)));
        QVERIFY(storage->transaction([&] { return storage->expect(all); }));
        storage.reset();  // its server counts when it goes
        QTRY_VERIFY_WITH_TIMEOUT(scans(u"idx_scan"_s) >= byIndex + 600, 20000);
        QCOMPARE(scans(u"seq_scan"_s), before);
    }

    void changesLieByDistrict()
    {
        const auto storage = opened(m_server.url(u"hub"_s));
        QVERIFY(storage->transaction([&] { return append(*storage, m_desk.save(newCase(u"41"_s))); }));
        QVERIFY(storage->transaction([&] {
            return storage->keep({m_desk.save(newCase(u"?"_s)), testStart(), Refusal::WrongScope,
                                  ChainLink::Chained, QStringLiteral("no\0where")});
        }));
        const QString count = u"SELECT count(*) FROM prohori.%1"_s;
        QCOMPARE(m_server.sql(u"hub"_s, count.arg(u"change_41"_s)), "1");
        QCOMPARE(m_server.sql(u"hub"_s, count.arg(u"feed_41"_s)), "1");
        QCOMPARE(m_server.sql(u"hub"_s, count.arg(u"change_other"_s)), "1");
        QCOMPARE(m_server.sql(u"hub"_s, u"SELECT count(*) FROM pg_inherits WHERE inhparent = "
                                        "'prohori.change'::regclass"_s),
                 "65");
    }

    // A district that the tables do not know yet: as they were made by a program before it came.
    void aNewDistrictGetsItsTables()
    {
        m_server.makeDatabase(u"before"_s);
        QVERIFY(migrate(u"before"_s));
        m_server.sql(u"before"_s, u"DROP TABLE prohori.change_41; DROP TABLE prohori.feed_41"_s);
        const TestAuthority authority;
        const auto count = [&](const QString& table) {
            return m_server.sql(u"before"_s, u"SELECT count(*) FROM prohori.%1"_s.arg(table));
        };
        QList<ChangePtr> all;
        const auto storage = opened(m_server.url(u"before"_s));
        const auto save = [&](const Scope& scope) {
            all.append(m_desk.save(newCase(scope)));
            return storage->transaction([&] { return append(*storage, all.last(), scope); });
        };
        for (const Scope& scope : {u"41"_s, u"41"_s, u"26"_s, u"?"_s})
            QVERIFY(save(scope));
        QCOMPARE(count(u"change_other"_s), "3");
        const auto told = checkHub(*storage, authority.info);
        QVERIFY(told);
        QCOMPARE(told->notes.size(), 1);
        QVERIFY2(told->notes[0].startsWith(u"2 changes and 2 feed entries of districts"_s),
                 qPrintable(told->notes[0]));
        const QByteArray before = hubEnds(*storage)->digest();
        QVERIFY(migrate(u"before"_s));
        QCOMPARE(count(u"change_41"_s), "2");
        QCOMPARE(count(u"feed_41"_s), "2");
        QCOMPARE(count(u"change_other"_s), "1");  // what names no district stays
        QCOMPARE(count(u"feed_other"_s), "1");
        QCOMPARE(hubEnds(*storage)->digest(), before);
        QVERIFY(storage->notes()->isEmpty());
        QVERIFY(storage->faults()->isEmpty());
        // The hub goes on, and what moved is kept as before.
        QVERIFY(save(u"41"_s));
        QCOMPARE(count(u"feed_41"_s), "3");
        QCOMPARE(storage->feed(u"41"_s, 0, 10, 10, 1 << 20)->size(), 3);
        for (const QString& table : {u"change_41"_s, u"change_other"_s, u"feed_41"_s, u"feed_other"_s}) {
            const QByteArray said = m_server.sql(u"before"_s, u"DELETE FROM prohori.%1"_s.arg(table), true);
            QVERIFY2(said.contains("kept as it came"), said);
        }
        const QByteArray rewritten =
            m_server.sql(u"before"_s, u"UPDATE prohori.feed_41 SET position = position + 9"_s, true);
        QVERIFY2(rewritten.contains("kept as it came"), rewritten);
    }

    void theHubsRoleMayNeitherMakeTablesNorUndo_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("make") << u"CREATE TABLE prohori.mine (a int)"_s;
        QTest::newRow("alter") << u"ALTER TABLE prohori.feed ADD a int"_s;
        QTest::newRow("drop") << u"DROP TABLE prohori.feed_41"_s;
        QTest::newRow("partition")
            << u"CREATE TABLE prohori.f PARTITION OF prohori.feed FOR VALUES IN ('x')"_s;
        QTest::newRow("empty") << u"TRUNCATE prohori.feed"_s;
        QTest::newRow("delete") << u"DELETE FROM prohori.known_change"_s;
        QTest::newRow("delete a part") << u"DELETE FROM prohori.change_41"_s;
        QTest::newRow("rewrite") << u"UPDATE prohori.change SET bytes = ''"_s;
        QTest::newRow("move") << u"UPDATE prohori.feed SET position = position + 1"_s;
        QTest::newRow("journal") << u"UPDATE prohori.journal SET fit = 3"_s;
        QTest::newRow("disable") << u"ALTER TABLE prohori.feed DISABLE TRIGGER ALL"_s;
        QTest::newRow("version") << u"INSERT INTO prohori.schema_step (version) VALUES (99)"_s;
    }
    void theHubsRoleMayNeitherMakeTablesNorUndo()
    {
        QFETCH(const QString, sql);
        const QByteArray said = m_server.sql(u"hub"_s, sql, true, u"prohori_hub"_s);
        QVERIFY2(said.contains("permission denied") || said.contains("must be owner"), said);
    }

    void tablesOfAnotherVersionAreRefused()
    {
        const auto expect = [&](const QString& database, const QString& role, ErrorCode code,
                                const QString& hint) {
            const auto storage = PostgresHubStorage::open(m_server.url(database, role));
            return !storage && storage.error().code == code && storage.error().hint == hint;
        };
        m_server.makeDatabase(u"other"_s);
        QVERIFY(expect(u"other"_s, u"prohori_hub"_s, ErrorCode::Refused, u"no-schema"_s));
        QCOMPARE(migratePostgres(m_server.url(u"other"_s, u"prohori_owner"_s), u"nobody_here"_s).error().code,
                 ErrorCode::NotFound);
        QCOMPARE(
            migratePostgres(m_server.url(u"other"_s, u"prohori_owner"_s), u"prohori_owner"_s).error().hint,
            u"owner"_s);
        QVERIFY(!migratePostgres(m_server.url(u"other"_s, u"prohori_hub"_s), u"prohori_hub"_s));
        QVERIFY(expect(u"other"_s, u"prohori_hub"_s, ErrorCode::Refused, u"no-schema"_s));
        QVERIFY(migrate(u"other"_s));
        QVERIFY(migrate(u"other"_s));  // a second time has no effect
        QVERIFY(PostgresHubStorage::open(m_server.url(u"other"_s)));
        QVERIFY(expect(u"other"_s, u"prohori_owner"_s, ErrorCode::Refused, u"owner"_s));
        m_server.sql(u"other"_s, u"INSERT INTO prohori.schema_step (version) VALUES (1000)"_s);
        QVERIFY(expect(u"other"_s, u"prohori_hub"_s, ErrorCode::TooNew, {}));
        QCOMPARE(migrate(u"other"_s).error().code, ErrorCode::TooNew);
        m_server.sql(
            u"other"_s,
            u"DELETE FROM prohori.schema_step; INSERT INTO prohori.schema_step (version) VALUES (0)"_s);
        QVERIFY(expect(u"other"_s, u"prohori_hub"_s, ErrorCode::Refused, u"no-schema"_s));
    }

    // Two administrators at once: one makes each step, the other finds it made.
    void migrationsWaitForEachOther()
    {
        m_server.makeDatabase(u"together"_s);
        std::atomic<int> made = 0;
        std::vector<std::thread> all;
        for (int i = 0; i < 3; ++i)
            all.emplace_back([&] { made += migrate(u"together"_s) ? 1 : 0; });
        for (std::thread& one : all)
            one.join();
        QCOMPARE(made.load(), 3);
        QVERIFY(PostgresHubStorage::open(m_server.url(u"together"_s)));
    }

private:
    Result<int> migrate(const QString& database)
    {
        return migratePostgres(m_server.url(database, u"prohori_owner"_s), u"prohori_hub"_s);
    }

    PostgresServer m_server;
    TestAuthority m_authority;
    Desk m_desk{m_authority, 1, u"officer"_s, Role::Recorder, u"41"_s};
};

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.value(1) == u"--write-late"_s)
        return startSecrets() ? writeLate(words.value(2)) : 1;
    PostgresHubTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "PostgresHubTest.moc"
