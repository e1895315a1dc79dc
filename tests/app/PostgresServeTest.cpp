// SPDX-License-Identifier: GPL-3.0-or-later
#include "Deployment.h"
#include "tests/support/FreePort.h"
#include "tests/support/Places.h"
#include "tests/support/PostgresServer.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/// A national hub as an administrator sets it up: a migrated database, two processes that serve one folder over TLS, a dump that is drilled, and a
/// database that goes away.
class PostgresServeTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        m_server.makeDatabase(u"national"_s);
        QVERIFY(m_deployment.makeAuthority());
        const Ran early = m_deployment.hubTool({u"init"_s, m_deployment.path(u"early"_s), u"--authority"_s,
                                                m_deployment.path(u"authority"_s), u"--storage"_s, url()});
        QCOMPARE(early.exit, 1);
        QVERIFY2(early.err.contains("prohori-hub migrate --database"), early.err);
        const Ran migrated = m_deployment.hubTool(
            {u"migrate"_s, u"--database"_s, m_server.url(u"national"_s, u"prohori_owner"_s), u"--json"_s});
        QVERIFY2(migrated.exit == 0, migrated.err);
        QCOMPARE(migrated.object()[u"role"_s].toString(), u"prohori_hub"_s);
        QVERIFY(m_deployment.makeHub(u"authority"_s, {u"--storage"_s, url()}));
        QVERIFY(!QFile::exists(m_deployment.path(u"hub/hub.db"_s)));
        QVERIFY(m_deployment.addStation(u"anika"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_deployment.addStation(u"babul"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_deployment.startHub());
        startSecond();
    }
    void cleanupTestCase()
    {
        m_second.terminate();
        m_second.waitForFinished();
    }

    void whatOneProcessTakesTheOtherGives()
    {
        // Each person comes to the hub by another process, and each is known to both.
        QVERIFY(m_deployment.sync(u"anika"_s).exit == 0);
        QVERIFY2(syncBySecond(u"babul"_s).exit == 0, syncBySecond(u"babul"_s).err);
        QVERIFY(m_deployment.confirm(u"anika"_s));
        QVERIFY(m_deployment.confirm(u"babul"_s));
        const Ran filled = m_deployment.ctl({u"practice"_s, u"fill"_s, m_deployment.store(u"anika"_s),
                                             u"--cases"_s, u"3"_s, u"--seed"_s, u"7"_s, u"--json"_s},
                                            u"anika"_s);
        QVERIFY2(filled.exit == 0, filled.err);
        QVERIFY(m_deployment.sync(u"anika"_s).exit == 0);
        QVERIFY(syncBySecond(u"babul"_s).exit == 0);
        QCOMPARE(m_deployment.cases(u"babul"_s).size(), 3);
        QVERIFY(syncBySecond(u"anika"_s).exit == 0);
        QCOMPARE(m_server.sql(u"national"_s, u"SELECT count(*) > 0 FROM prohori.feed_41"_s), "t");
        const Ran stats = m_deployment.hubTool({u"stats"_s, m_deployment.path(u"hub"_s), u"--json"_s});
        QVERIFY(stats.object()[u"replicas"_s].toArray().size() >= 2);
    }

    // Custody turns into safe on PostgreSQL, too: only by a dump that is kept and came back sound, and only what is in it.
    void onlyWhatIsInASoundDumpIsSafe()
    {
        QVERIFY(m_deployment.sync(u"anika"_s).exit == 0);
        QCOMPARE(safeOf(u"anika"_s), 0);
        const Ran looked = drill({});
        QVERIFY2(looked.exit == 0, looked.err);
        QVERIFY(m_deployment.sync(u"anika"_s).exit == 0);
        QCOMPARE(safeOf(u"anika"_s), 0);
        const Ran kept = drill({u"--dump"_s, m_deployment.path(u"safe.dump"_s)});
        QVERIFY2(kept.exit == 0, kept.err);
        const Ran backup = m_deployment.hubTool({u"stats"_s, m_deployment.path(u"hub"_s), u"--json"_s});
        const qint64 in = backup.object()[u"backup"_s].toObject()[u"changes"_s].toInteger();
        QVERIFY(in > 0);
        QVERIFY2(syncBySecond(u"anika"_s).exit == 0, "by the process that noted nothing itself");
        const int safe = safeOf(u"anika"_s);
        QVERIFY(safe > 0);
        // What comes after it is in custody, until the next dump.
        fill(u"anika"_s, 8);
        QVERIFY(m_deployment.sync(u"anika"_s).exit == 0);
        QCOMPARE(safeOf(u"anika"_s), safe);
    }

    // The drill of packaging/hub/POSTGRES.md, and what it must not let pass.
    void aDumpComesBackAsItWas()
    {
        const QString dump = m_deployment.path(u"national.dump"_s);
        const Ran drilled = drill({u"--dump"_s, dump, u"--scratch"_s, u"drilled"_s, u"--keep"_s});
        QVERIFY2(drilled.exit == 0, drilled.err);
        QVERIFY2(drilled.out.startsWith("the restored database is sound and the same: "), drilled.out);
        QVERIFY(QFile(dump).size() > 0);
        QCOMPARE(QDir(m_deployment.path({})).entryList({u"national.dump*"_s}),
                 QStringList{u"national.dump"_s});
        QCOMPARE(drill({u"--dump"_s, dump}).exit, 1);  // it is there already
        // The restored one serves the hub, too.
        const Ran restored = m_deployment.hubTool({u"stats"_s, m_deployment.path(u"hub"_s), u"--database"_s,
                                                   m_server.url(u"drilled"_s), u"--json"_s});
        QCOMPARE(restored.object()[u"changes"_s],
                 m_deployment.hubTool({u"stats"_s, m_deployment.path(u"hub"_s), u"--json"_s})
                     .object()[u"changes"_s]);
        const Ran same = check(u"drilled"_s), live = check(u"national"_s);
        QCOMPARE(same.exit, 0);
        QCOMPARE(same.object()[u"digest"_s], live.object()[u"digest"_s]);
        // It holds so much, and no more; and the hub's own database is no backup of itself.
        const QString seconds = QString::number(QDateTime::currentSecsSinceEpoch());
        const QString all = QString::number(restored.object()[u"changes"_s].toInteger());
        QCOMPARE(safe(u"drilled"_s, {u"--made"_s, seconds, u"--least"_s, all, u"--look-only"_s}).exit, 0);
        const Ran less = safe(u"drilled"_s, {u"--made"_s, seconds, u"--least"_s, all + u'0'});
        QVERIFY2(less.exit == 5 && less.err.contains("when the backup was begun"), less.err);
        const Ran itself = safe(u"national"_s, {u"--made"_s, seconds});
        QVERIFY2(itself.exit == 1 && itself.err.contains("another database"), itself.err);
        QCOMPARE(safe(u"drilled"_s, {u"--made"_s, seconds + u'0'}).exit, 1);  // a time to come
        QCOMPARE(safe(u"drilled"_s, {}).exit, 2);
        // One byte of one signature, and no drill passes.
        m_server.sql(u"drilled"_s, u"UPDATE prohori.change SET signature = set_byte(signature, 5, "
                                   "get_byte(signature, 5) # 1) WHERE no = 1"_s);
        QCOMPARE(check(u"drilled"_s).exit, 5);
        QCOMPARE(safe(u"drilled"_s, {u"--made"_s, seconds}).exit, 5);
    }

    void aDatabaseThatIsAwayMakesTheHubBusy()
    {
        m_server.stop();
        const Ran busy = m_deployment.sync(u"anika"_s);
        QCOMPARE(busy.exit, 1);
        QVERIFY2(busy.err.contains("busy") || busy.out.contains("busy"), busy.err + busy.out);
        m_server.start();
        QVERIFY2(m_deployment.sync(u"anika"_s).exit == 0, "the hub did not find its database again");
        QVERIFY(syncBySecond(u"babul"_s).exit == 0);
        QCOMPARE(check(u"national"_s).exit, 0);
    }

    // REL-34: after PostgreSQL has brought a dump back, stations read again what they had read beyond it, and offer what it lacks.
    void aDatabaseThatWasSetBackGetsEverythingAgain()
    {
        fill(u"anika"_s, 9);
        QVERIFY(m_deployment.sync(u"anika"_s).exit == 0);
        QVERIFY(syncBySecond(u"babul"_s).exit == 0);
        const Ran running = m_deployment.hubTool({u"restore"_s, m_deployment.path(u"hub"_s)});
        QCOMPARE(running.exit, 3);  // it is served
        stopBoth();
        m_server.sql(u"postgres"_s, u"DROP DATABASE national WITH (FORCE)"_s);
        m_server.makeDatabase(u"national"_s);
        QProcess restore;
        restore.setProcessEnvironment(m_server.environment());
        restore.start(PostgresServer::tool(u"pg_restore"_s),
                      {u"--exit-on-error"_s, u"--single-transaction"_s, u"-d"_s,
                       m_server.url(u"national"_s, u"prohori_owner"_s), m_deployment.path(u"safe.dump"_s)});
        QVERIFY(restore.waitForFinished(60'000));
        QCOMPARE(restore.exitCode(), 0);
        const Ran told = m_deployment.hubTool({u"restore"_s, m_deployment.path(u"hub"_s), u"--json"_s});
        QVERIFY2(told.exit == 0, told.err);
        QVERIFY(m_deployment.startHub());
        startSecond();
        // Who joins now writes into the places that both had read already.
        QVERIFY(m_deployment.addStation(u"chand"_s, u"recorder"_s, u"41"_s));
        fill(u"chand"_s, 10);
        QVERIFY(m_deployment.sync(u"chand"_s).exit == 0);
        const Ran again = m_deployment.sync(u"anika"_s);
        QVERIFY2(again.exit == 0, again.err + again.out);
        QVERIFY(syncBySecond(u"babul"_s).exit == 0);
        QVERIFY(m_deployment.sync(u"chand"_s).exit == 0);
        for (const QString& login : {u"anika"_s, u"babul"_s, u"chand"_s}) {
            QVERIFY(m_deployment.sync(login).exit == 0);
            QCOMPARE(m_deployment.cases(login).size(), 6);
            QCOMPARE(m_deployment.info(login)[u"fold_digest"_s],
                     m_deployment.info(u"anika"_s)[u"fold_digest"_s]);
        }
        QCOMPARE(check(u"national"_s).exit, 0);
    }

    void commandsForTheFileAreRefused()
    {
        const Ran backup = m_deployment.hubTool(
            {u"backup"_s, m_deployment.path(u"hub"_s), u"--to"_s, m_deployment.path(u"backup"_s)});
        QVERIFY(backup.exit != 0);
        QVERIFY2(backup.err.contains("PostgreSQL"), backup.err);
    }

private:
    QString url() const { return m_server.url(u"national"_s); }
    int safeOf(const QString& login) { return m_deployment.info(login)[u"counts"_s][u"safe"_s].toInt(-1); }
    void fill(const QString& login, int seed)
    {
        const Ran ran = m_deployment.ctl({u"practice"_s, u"fill"_s, m_deployment.store(login), u"--cases"_s,
                                          u"1"_s, u"--seed"_s, QString::number(seed), u"--json"_s},
                                         login);
        QVERIFY2(ran.exit == 0, ran.err);
    }
    Ran safe(const QString& restored, const QStringList& more)
    {
        return m_deployment.hubTool(QStringList{u"safe"_s, m_deployment.path(u"hub"_s), u"--restored"_s,
                                                m_server.url(restored), u"--json"_s}
                                    + more);
    }
    void stopBoth()
    {
        m_second.terminate();
        m_second.waitForFinished();
        m_deployment.stopHub();
    }
    Ran check(const QString& database)
    {
        return m_deployment.hubTool(
            {u"check"_s, m_deployment.path(u"hub"_s), u"--database"_s, m_server.url(database), u"--json"_s});
    }
    Ran syncBySecond(const QString& login)
    {
        return m_deployment.ctl({u"sync"_s, m_deployment.store(login), u"--hub"_s, m_secondUrl, u"--json"_s},
                                login);
    }
    Ran drill(const QStringList& more)
    {
        QProcess script;
        QProcessEnvironment all = m_server.environment();
        all.insert(u"PROHORI_HUB"_s, inBin(u"prohori-hub"_s));
        script.setProcessEnvironment(all);
        script.start(inSource(u"packaging/hub/postgres-drill"_s),
                     QStringList{m_deployment.path(u"hub"_s), u"--owner"_s,
                                 m_server.url(u"national"_s, u"prohori_owner"_s)}
                         + more);
        Ran ran;
        if (script.waitForFinished(120'000))
            ran = {script.exitCode(), script.readAllStandardOutput(), script.readAllStandardError()};
        return ran;
    }
    void startSecond()
    {
        // Stations remember where it was.
        const int port = QUrl(m_secondUrl).port(freePort());
        m_second.setProcessEnvironment(m_deployment.environment());
        m_second.start(inBin(u"prohori-hub"_s), {u"serve"_s, m_deployment.path(u"hub"_s), u"--listen"_s,
                                                 u"127.0.0.1:%1"_s.arg(port), u"--database"_s, url()});
        QVERIFY(m_second.waitForReadyRead(60'000));
        const QByteArray said = m_second.readAllStandardOutput();
        QVERIFY2(said.startsWith("listening on "), m_second.readAllStandardError());
        m_secondUrl = QString::fromUtf8(said.mid(13)).trimmed();
    }

    PostgresServer m_server;
    Deployment m_deployment;
    QProcess m_second;
    QString m_secondUrl;
};

QTEST_GUILESS_MAIN(PostgresServeTest)
#include "PostgresServeTest.moc"
