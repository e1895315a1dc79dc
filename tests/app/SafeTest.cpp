// SPDX-License-Identifier: GPL-3.0-or-later
#include "Deployment.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>

using namespace prohori;
using namespace Qt::StringLiterals;

/** The third place of a change, with real programs over real TLS: unsent, sent, safe in a verified backup of the hub; and a hub that is set back to an
    older backup while stations go on (REL-34).
*/
class SafeTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(m_d.makeAuthority() && m_d.makeHub() && m_d.startHub());
        QVERIFY(m_d.addStation(u"anika"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_d.addStation(u"babul"_s, u"recorder"_s, u"41"_s));
        QVERIFY(QDir().mkpath(m_d.path(u"backups"_s)));
        sync(u"anika"_s);
        sync(u"babul"_s);
    }

    void sentBackedUpAndSafe()
    {
        fill(u"anika"_s, 2, 7);
        const int all = count(u"anika"_s, u"unsent"_s);
        QVERIFY(all > 0);
        sync(u"anika"_s);
        QCOMPARE(count(u"anika"_s, u"unsent"_s), 0);
        QCOMPARE(count(u"anika"_s, u"custody"_s), all);
        QCOMPARE(count(u"anika"_s, u"safe"_s), 0);
        m_first = backup();
        // Nobody is told before he asks.
        QCOMPARE(count(u"anika"_s, u"safe"_s), 0);
        sync(u"anika"_s);
        QCOMPARE(count(u"anika"_s, u"safe"_s), all);
        QCOMPARE(count(u"anika"_s, u"custody"_s), 0);
        QCOMPARE(m_d.ctl({u"station"_s, u"check"_s, m_d.store(u"anika"_s)}, u"anika"_s).exit, 0);
        const QJsonObject stats = m_d.hubTool({u"stats"_s, m_d.path(u"hub"_s), u"--json"_s}).object();
        QCOMPARE(stats[u"backup"_s][u"changes"_s].toInt(), all);
        QCOMPARE(stats[u"replicas"_s].toArray().size(), 2);
    }

    void aHubThatWasSetBackGetsEverythingAgain()
    {
        m_safeBefore = count(u"anika"_s, u"safe"_s);
        fill(u"anika"_s, 1, 8);
        sync(u"anika"_s);
        sync(u"babul"_s);
        backup();
        sync(u"anika"_s);
        QVERIFY(count(u"anika"_s, u"safe"_s) > m_safeBefore);
        QCOMPARE(m_d.cases(u"babul"_s).size(), 3);
        const QString before = digest(u"anika"_s);

        const Ran refused = m_d.hubTool({u"restore"_s, m_d.path(u"hub"_s), u"--from"_s, m_first});
        QCOMPARE(refused.exit, 3);  // it runs
        m_d.stopHub();
        const Ran restored =
            m_d.hubTool({u"restore"_s, m_d.path(u"hub"_s), u"--from"_s, m_first, u"--json"_s});
        QVERIFY2(restored.exit == 0, restored.err);
        QCOMPARE(m_d.hubTool({u"check"_s, m_d.path(u"hub"_s)}).exit, 0);
        QVERIFY(m_d.startHub());

        // Somebody who joins now writes into the places that both had read already …
        QVERIFY(m_d.addStation(u"chand"_s, u"recorder"_s, u"41"_s));
        fill(u"chand"_s, 3, 9);
        sync(u"chand"_s);
        // … and the others get it, and the hub gets what it lost.
        sync(u"babul"_s);
        const Ran again = m_d.sync(u"anika"_s);
        QVERIFY2(again.exit == 0, again.err);
        QVERIFY(!again.object()[u"reminted"_s].toBool());
        QCOMPARE(count(u"anika"_s, u"unsent"_s), 0);
        QCOMPARE(count(u"anika"_s, u"safe"_s), m_safeBefore);
        for (const QString& login : {u"babul"_s, u"chand"_s, u"anika"_s})
            sync(login);
        for (const QString& login : {u"anika"_s, u"babul"_s, u"chand"_s})
            QCOMPARE(m_d.cases(login).size(), 6);
        QVERIFY(digest(u"anika"_s) != before);
        QCOMPARE(digest(u"babul"_s), digest(u"anika"_s));
        QCOMPARE(digest(u"chand"_s), digest(u"anika"_s));
        QCOMPARE(m_d.hubTool({u"check"_s, m_d.path(u"hub"_s)}).exit, 0);

        backup();
        for (const QString& login : {u"anika"_s, u"babul"_s, u"chand"_s}) {
            sync(login);
            QCOMPARE(count(login, u"custody"_s), 0);
        }
        QCOMPARE(m_d.ctl({u"station"_s, u"check"_s, m_d.store(u"anika"_s)}, u"anika"_s).exit, 0);
    }

    // REL-34: the hub does not even know the station any more.
    void aStationThatJoinedSinceIntroducesItselfAgain()
    {
        m_d.stopHub();
        const Ran restored = m_d.hubTool({u"restore"_s, m_d.path(u"hub"_s), u"--from"_s, m_first});
        QVERIFY2(restored.exit == 0, restored.err);
        QVERIFY(m_d.startHub());
        sync(u"chand"_s);
        for (const QString& login : {u"anika"_s, u"babul"_s, u"chand"_s})
            sync(login);
        sync(u"babul"_s);
        QCOMPARE(m_d.cases(u"babul"_s).size(), 6);
        QCOMPARE(digest(u"babul"_s), digest(u"chand"_s));
        QCOMPARE(m_d.hubTool({u"check"_s, m_d.path(u"hub"_s)}).exit, 0);
    }

    void aDamagedBackupIsNotRestored()
    {
        m_d.stopHub();
        QFile file(m_first);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(file.size() / 2));
        const QByteArray byte = file.peek(1);
        QVERIFY(file.write(QByteArray(1, char(byte[0] ^ 4))) == 1);
        file.close();
        const QByteArray before = Deployment::folderHash(m_d.path(u"hub"_s));
        QCOMPARE(m_d.hubTool({u"backup"_s, m_d.path(u"hub"_s), u"--verify"_s, m_first}).exit, 5);
        QCOMPARE(m_d.hubTool({u"restore"_s, m_d.path(u"hub"_s), u"--from"_s, m_first}).exit, 5);
        QCOMPARE(Deployment::folderHash(m_d.path(u"hub"_s)), before);
    }

    void theCertificateIsReadAgainOnSighup()
    {
        const QStringList words = m_d.makeCertificate();
        QVERIFY(m_d.startHub(words));
        ::kill(pid_t(m_d.hubPid()), SIGHUP);
        QTRY_VERIFY(log().contains("tls.reloaded key=same"));
        m_d.makeCertificate();
        ::kill(pid_t(m_d.hubPid()), SIGHUP);
        QTRY_VERIFY(log().contains("tls.reloaded key=new"));
        QVERIFY(m_d.hubRuns());
    }

    // SEC-97
    void theLogOfAllThisNamesNoCase()
    {
        const QByteArray text = log();
        QVERIFY(text.contains("request.taken"));
        for (const QJsonValue& one : m_d.cases(u"anika"_s)) {
            const QByteArray reference = one[u"local_ref"_s].toString().toUtf8();
            QVERIFY(!reference.isEmpty());
            QVERIFY2(!text.contains(reference), reference);
        }
        for (const QByteArray& login : {QByteArray("anika"), QByteArray("babul"), QByteArray("chand")})
            QVERIFY2(!text.contains(login), login);
    }

private:
    void sync(const QString& login)
    {
        const Ran ran = m_d.sync(login);
        QVERIFY2(ran.exit == 0, ran.err);
    }
    void fill(const QString& login, int cases, int seed)
    {
        const Ran ran = m_d.ctl({u"practice"_s, u"fill"_s, m_d.store(login), u"--cases"_s,
                                 QString::number(cases), u"--seed"_s, QString::number(seed), u"--json"_s},
                                login);
        QVERIFY2(ran.exit == 0, ran.err);
    }
    int count(const QString& login, const QString& what)
    {
        return m_d.info(login)[u"counts"_s][what].toInt(-1);
    }
    QString digest(const QString& login) { return m_d.info(login)[u"fold_digest"_s].toString(); }
    QString backup()
    {
        const Ran made =
            m_d.hubTool({u"backup"_s, m_d.path(u"hub"_s), u"--to"_s, m_d.path(u"backups"_s), u"--json"_s});
        if (made.exit != 0)
            qWarning("%s", made.err.constData());
        return made.object()[u"file"_s].toString();
    }
    QByteArray log()
    {
        QFile file(m_d.path(u"hub.log"_s));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    Deployment m_d;
    QString m_first;
    int m_safeBefore = 0;
};

QTEST_GUILESS_MAIN(SafeTest)
#include "SafeTest.moc"
