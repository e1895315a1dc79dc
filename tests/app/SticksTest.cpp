// SPDX-License-Identifier: GPL-3.0-or-later
#include "Deployment.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

/** A district without any line: everything between its officers, its supervisor and the hub goes on sticks, with the commands that people
    use (SEC-76, SEC-80, SEC-81, REL-31). The hub is never served here but for the digest at the end.
*/
class SticksTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(m_deployment.makeAuthority());
        QVERIFY(m_deployment.makeHub());
        QVERIFY(m_deployment.addStation(u"anika"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_deployment.addStation(u"shirin"_s, u"district_reviewer"_s, u"41"_s));
        QVERIFY(m_deployment.addStation(u"nasima"_s, u"district_reviewer"_s, u"26"_s));
    }

    void theOfficersCasesReachTheHubAndTheReceiptsComeBack()
    {
        const Ran filled = m_deployment.ctl({u"practice"_s, u"fill"_s, m_deployment.store(u"anika"_s),
                                             u"--cases"_s, u"5"_s, u"--seed"_s, u"3"_s, u"--json"_s},
                                            u"anika"_s);
        QVERIFY2(filled.exit == 0, filled.err);
        for (const QJsonValue& one : filled.array())
            m_ids.append(one[u"id"_s].toString());
        // The hub's certificate comes with its first answer; the invitation named the hub.
        const QJsonObject written = write(u"anika"_s, u"hub"_s, u"to-hub.prhb"_s);
        QCOMPARE(written[u"changes"_s].toInt(), 5);
        QCOMPARE(unsent(u"anika"_s), 5);
        const QJsonObject taken = readAtHub(u"to-hub.prhb"_s, u"answer.prhb"_s);
        QCOMPARE(taken[u"accepted"_s].toInt(), 5);
        QCOMPARE(taken[u"from"_s].toString(), u"anika"_s);
        // Written is not sent: only the receipt takes changes out of the queue (REL-24).
        QCOMPARE(unsent(u"anika"_s), 5);
        const QJsonObject read = readAt(u"anika"_s, u"answer.prhb"_s);
        QCOMPARE(read[u"sent"_s].toInt(), 5);
        QCOMPARE(unsent(u"anika"_s), 0);
    }

    void theSameStickTwiceChangesNothing()
    {
        const QString digest = m_deployment.info(u"anika"_s)[u"fold_digest"_s].toString();
        const QJsonObject taken = readAtHub(u"to-hub.prhb"_s, u"answer-again.prhb"_s);
        QCOMPARE(taken[u"changes"_s].toInt(), 5);
        QCOMPARE(taken[u"quarantined"_s].toInt(), 0);
        QCOMPARE(readAt(u"anika"_s, u"answer.prhb"_s)[u"received"_s].toInt(), 0);
        QCOMPARE(readAt(u"anika"_s, u"answer-again.prhb"_s)[u"received"_s].toInt(), 0);
        QCOMPARE(m_deployment.info(u"anika"_s)[u"fold_digest"_s].toString(), digest);
    }

    void theSupervisorReadsTheOfficersStickAndCarriesItOn()
    {
        const Ran edited = m_deployment.ctl({u"case"_s, u"edit"_s, m_deployment.store(u"anika"_s), m_ids[0],
                                             u"--set"_s, u"case.police_station=By stick"_s, u"--json"_s},
                                            u"anika"_s);
        QVERIFY2(edited.exit == 0, edited.err);
        // Neither knows the other yet: who they are goes on the stick, too.
        (void)write(u"shirin"_s, u"hub"_s, u"shirin.prhb"_s);
        (void)readAtHub(u"shirin.prhb"_s, u"shirin-answer.prhb"_s);
        (void)readAt(u"shirin"_s, u"shirin-answer.prhb"_s);
        QCOMPARE(m_deployment.cases(u"shirin"_s).size(), 5);
        (void)writeFromHub(u"anika"_s, u"news.prhb"_s);
        (void)readAt(u"anika"_s, u"news.prhb"_s);
        const QJsonObject written = write(u"anika"_s, u"shirin"_s, u"to-shirin.prhb"_s);
        QCOMPARE(written[u"cases"_s].toInt(), 1);
        const QJsonObject read = readAt(u"shirin"_s, u"to-shirin.prhb"_s);
        QCOMPARE(read[u"received"_s].toInt(), 1);
        QCOMPARE(stationOf(u"shirin"_s), u"By stick"_s);
        QCOMPARE(m_deployment.info(u"shirin"_s)[u"fold_digest"_s].toString(),
                 m_deployment.info(u"anika"_s)[u"fold_digest"_s].toString());
        // She takes it to the hub for him; what he sends himself later is a duplicate.
        QCOMPARE(write(u"shirin"_s, u"hub"_s, u"shirin-2.prhb"_s)[u"changes"_s].toInt(), 1);
        QCOMPARE(readAtHub(u"shirin-2.prhb"_s, u"shirin-answer-2.prhb"_s)[u"accepted"_s].toInt(), 1);
        QCOMPARE(unsent(u"anika"_s), 1);
        (void)write(u"anika"_s, u"hub"_s, u"late.prhb"_s);
        QCOMPARE(readAtHub(u"late.prhb"_s, u"late-answer.prhb"_s)[u"accepted"_s].toInt(), 1);
        (void)readAt(u"anika"_s, u"late-answer.prhb"_s);
        QCOMPARE(unsent(u"anika"_s), 0);
    }

    void aStickIsReadByWhomItIsForOnly_data()
    {
        QTest::addColumn<QString>("login");
        QTest::addColumn<QString>("file");
        QTest::newRow("another district's supervisor") << u"nasima"_s << u"to-shirin.prhb"_s;
        QTest::newRow("the writer herself") << u"anika"_s << u"to-shirin.prhb"_s;
        QTest::newRow("the hub's answer for another") << u"shirin"_s << u"answer.prhb"_s;
        QTest::newRow("what is for the hub") << u"anika"_s << u"to-hub.prhb"_s;
    }
    void aStickIsReadByWhomItIsForOnly()
    {
        QFETCH(const QString, login);
        QFETCH(const QString, file);
        const QString digest = m_deployment.info(login)[u"fold_digest"_s].toString();
        const Ran ran = m_deployment.ctl({u"bundle"_s, u"read"_s, m_deployment.store(login),
                                          m_deployment.path(file), u"--json"_s},
                                         login);
        QCOMPARE(ran.exit, 1);
        QVERIFY2(ran.err.contains("for somebody else"), ran.err);
        QCOMPARE(m_deployment.info(login)[u"fold_digest"_s].toString(), digest);
    }

    void casesOfADistrictGoToNobodyElse()
    {
        const Ran ran = m_deployment.ctl({u"bundle"_s, u"write"_s, m_deployment.store(u"shirin"_s), u"--to"_s,
                                          u"nasima"_s, u"--case"_s, m_ids[1], u"--out"_s,
                                          m_deployment.path(u"wrong.prhb"_s)},
                                         u"shirin"_s);
        QCOMPARE(ran.exit, 1);
        QVERIFY2(ran.err.contains("knows nobody called") || ran.err.contains("belongs to district"), ran.err);
        QVERIFY(!QFile::exists(m_deployment.path(u"wrong.prhb"_s)));
    }

    void aCutStickSaysSo()
    {
        QFile whole(m_deployment.path(u"answer.prhb"_s));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        QFile cut(m_deployment.path(u"cut.prhb"_s));
        QVERIFY(cut.open(QIODevice::WriteOnly));
        QCOMPARE(cut.write(bytes.first(bytes.size() - 40)), bytes.size() - 40);
        cut.close();
        const Ran ran = m_deployment.ctl({u"bundle"_s, u"read"_s, m_deployment.store(u"anika"_s),
                                          m_deployment.path(u"cut.prhb"_s), u"--json"_s},
                                         u"anika"_s);
        QCOMPARE(ran.exit, 1);
        QVERIFY2(ran.err.contains("ends before its end"), ran.err);
    }

    /// SEC-81: ciphertext only, no name of anybody inside or outside.
    /// A paper goes with the case, and counts as sent when the hub's answer says so.
    void aPaperGoesAlongAndItsAnswerComesBack()
    {
        // More than one piece of 128 KiB.
        QByteArray paper;
        for (int line = 0; paper.size() < 300'000; ++line)
            paper += "statement, line " + QByteArray::number(line) + '\n';
        const QString file = m_deployment.writeFile(u"statement.txt"_s, paper);
        done(m_deployment.ctl({u"case"_s, u"attach"_s, m_deployment.store(u"anika"_s), m_ids[0], file,
                               u"--type"_s, u"fir"_s, u"--json"_s},
                              u"anika"_s));
        const QJsonObject written = write(u"anika"_s, u"hub"_s, u"papers.prhb"_s);
        QCOMPARE(written[u"papers"_s].toInt(), 1);
        QCOMPARE(written[u"papers_left"_s].toInt(), 0);
        QCOMPARE(papersAtHub(u"anika"_s), 0);
        QCOMPARE(readAtHub(u"papers.prhb"_s, u"papers-answer.prhb"_s)[u"papers"_s].toInt(), 1);
        QCOMPARE(papersAtHub(u"anika"_s), 0);
        QCOMPARE(readAt(u"anika"_s, u"papers-answer.prhb"_s)[u"papers_sent"_s].toInt(), 1);
        QCOMPARE(papersAtHub(u"anika"_s), 1);
        // The supervisor's stick asks for it, and the answer brings it.
        for (const int came : {0, 1}) {
            write(u"shirin"_s, u"hub"_s, u"asks.prhb"_s);
            readAtHub(u"asks.prhb"_s, u"brings.prhb"_s);
            QCOMPARE(readAt(u"shirin"_s, u"brings.prhb"_s)[u"papers_received"_s].toInt(), came);
        }
        QCOMPARE(papersAtHub(u"shirin"_s), 1);
    }

    void nothingReadableLiesOnTheStick()
    {
        for (const QString& name :
             {u"to-hub.prhb"_s, u"answer.prhb"_s, u"to-shirin.prhb"_s, u"papers.prhb"_s}) {
            QFile file(m_deployment.path(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
            const QByteArray bytes = file.readAll();
            for (const QByteArray& word :
                 {QByteArray("anika"), QByteArray("shirin"), QByteArray("By stick"), QByteArray("statement"),
                  QByteArray("tip-case"), QByteArray("police_station")})
                QVERIFY2(!bytes.contains(word), qPrintable(name + u' ' + QString::fromUtf8(word)));
        }
    }

    void stationsAndHubAreSoundAfterAll()
    {
        for (const QString& login : {u"anika"_s, u"shirin"_s, u"nasima"_s})
            QCOMPARE(m_deployment.ctl({u"station"_s, u"check"_s, m_deployment.store(login)}, login).exit, 0);
        QCOMPARE(m_deployment.hubTool({u"check"_s, m_deployment.path(u"hub"_s)}).exit, 0);
    }

private:
    QJsonObject write(const QString& login, const QString& to, const QString& file)
    {
        return done(m_deployment.ctl({u"bundle"_s, u"write"_s, m_deployment.store(login), u"--to"_s, to,
                                      u"--out"_s, m_deployment.path(file), u"--json"_s},
                                     login));
    }
    QJsonObject readAt(const QString& login, const QString& file)
    {
        return done(m_deployment.ctl({u"bundle"_s, u"read"_s, m_deployment.store(login),
                                      m_deployment.path(file), u"--json"_s},
                                     login));
    }
    QJsonObject readAtHub(const QString& file, const QString& answer)
    {
        return done(m_deployment.hubTool({u"bundle"_s, u"read"_s, m_deployment.path(u"hub"_s),
                                          m_deployment.path(file), u"--answer"_s, m_deployment.path(answer),
                                          u"--json"_s}));
    }
    QJsonObject writeFromHub(const QString& login, const QString& file)
    {
        return done(m_deployment.hubTool({u"bundle"_s, u"write"_s, m_deployment.path(u"hub"_s), u"--to"_s,
                                          login, u"--out"_s, m_deployment.path(file), u"--json"_s}));
    }
    static QJsonObject done(const Ran& ran)
    {
        if (ran.exit != 0)
            QTest::qFail(ran.err.constData(), __FILE__, __LINE__);
        return ran.object();
    }
    int unsent(const QString& login) { return m_deployment.info(login)[u"counts"_s][u"unsent"_s].toInt(); }
    int papersAtHub(const QString& login)
    {
        return done(m_deployment.ctl({u"case"_s, u"papers"_s, m_deployment.store(login), m_ids[0],
                                      u"--json"_s},
                                     login))[u"at_hub"_s]
            .toInt();
    }
    QString stationOf(const QString& login)
    {
        const Ran shown =
            m_deployment.ctl({u"case"_s, u"show"_s, m_deployment.store(login), m_ids[0], u"--json"_s}, login);
        return shown.object()[u"data"_s][u"case"_s][u"police_station"_s].toString();
    }

    Deployment m_deployment;
    QStringList m_ids;
};

QTEST_GUILESS_MAIN(SticksTest)
#include "SticksTest.moc"
