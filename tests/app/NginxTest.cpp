// SPDX-License-Identifier: GPL-3.0-or-later
#include "Deployment.h"
#include "tests/support/FreePort.h"
#include "tests/support/Places.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslSocket>
#include <QStandardPaths>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr int kLimitMs = 30'000;

QString contentOf(const QString& path)
{
    QFile file(inSource(path));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    return QString::fromUtf8(file.readAll());
}

/// What the unit of the hub says behind `serve … --listen …`.
QStringList optionsOfTheUnit()
{
    static const QRegularExpression said(u"\nEnvironment=\"HUB_OPTIONS=([^\"]+)\"\n"_s);
    return said.match(contentOf(u"packaging/hub/prohori-hub.service"_s)).captured(1).split(u' ');
}

}  // namespace

/** The hub as it is installed: a real nginx with the site that we ship, which holds the TLS key, and behind it a hub with the options of its unit. Of the site
    only addresses and file names are changed, each of which must stand there.
*/
class NginxTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        m_d.makeCertificate();
        QVERIFY(m_d.makeAuthority());
        QVERIFY(m_d.makeHub(u"authority"_s, {u"--tls-cert"_s, m_d.path(u"new.crt"_s)}));
        QVERIFY(m_d.addStation(u"anika"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_d.addStation(u"babul"_s, u"recorder"_s, u"41"_s));
        // Stations were told the address of nginx; the hub listens elsewhere.
        m_port = m_d.hubPort();
        m_hubPort = freePort();
        QVERIFY(m_d.startHub(optionsOfTheUnit(), m_hubPort));
        startNginx();
    }
    void cleanupTestCase()
    {
        m_nginx.terminate();
        QVERIFY(m_nginx.waitForFinished(kLimitMs));
    }

    void aCaseAndItsPaperGoThroughIt()
    {
        QVERIFY(synced(u"anika"_s));
        QVERIFY(synced(u"babul"_s));
        const QString record = fill(u"anika"_s, 3);
        // More than one piece of 128 KiB.
        QByteArray paper;
        for (int line = 0; paper.size() < 300'000; ++line)
            paper += "statement, line " + QByteArray::number(line) + '\n';
        m_d.writeFile(u"statement.txt"_s, paper);
        const Ran attached = m_d.ctl({u"case"_s, u"attach"_s, m_d.store(u"anika"_s), record,
                                      m_d.path(u"statement.txt"_s), u"--type"_s, u"fir"_s},
                                     u"anika"_s);
        QVERIFY2(attached.exit == 0, attached.err);
        QVERIFY(synced(u"anika"_s));
        QVERIFY(synced(u"babul"_s));
        QCOMPARE(m_d.cases(u"babul"_s).size(), 3);
        QCOMPARE(m_d.info(u"babul"_s)[u"fold_digest"_s], m_d.info(u"anika"_s)[u"fold_digest"_s]);
        const Ran papers =
            m_d.ctl({u"case"_s, u"papers"_s, m_d.store(u"anika"_s), record, u"--json"_s}, u"anika"_s);
        QCOMPARE(papers.object()[u"at_hub"_s].toInt(), 1);
    }

    // SEC-59: the hub counts by the address that nginx saw, and figures are for this machine alone.
    void whatIsNotForOutside()
    {
        QCOMPARE(get(u"/healthz"_s), 200);
        QCOMPARE(get(u"/v1/hub"_s), 200);
        QCOMPARE(get(u"/metrics"_s), 404);
        QCOMPARE(get(u"/"_s), 404);
        QCOMPARE(get(u"/v1/other"_s), 404);
        // Whatever a client says of himself is replaced: what proves nothing is counted as coming from one address.
        int bad = 0, limited = 0;
        for (int asked = 0; asked < 60; ++asked) {
            const int status = ask(u"/v1/sync"_s, "10.0.0." + QByteArray::number(asked), "no request");
            bad += status == 400 ? 1 : 0;
            limited += status == 429 ? 1 : 0;
        }
        QCOMPARE(bad + limited, 60);
        QVERIFY2(bad >= 20 && limited >= 30, qPrintable(QString::number(limited)));
    }

    // REL-33: behind a proxy a hub that is down looks like a server that answers.
    void aHubThatIsAwayIsBusy()
    {
        fill(u"anika"_s, 1);
        m_d.stopHub();
        const Ran away = m_d.sync(u"anika"_s);
        QCOMPARE(away.exit, 1);
        QVERIFY2(away.err.contains("busy") && away.err.contains("wait here"), away.err);
        QVERIFY(unsent(u"anika"_s) > 0);
        QVERIFY(m_d.startHub(optionsOfTheUnit()));
        QVERIFY(synced(u"anika"_s));
        QCOMPARE(unsent(u"anika"_s), 0);
    }

    // The certificate ends and the key stays: stations trust the key.
    void aRenewedCertificateIsTakenWithoutAPause()
    {
        QProcess openssl;
        openssl.start(u"openssl"_s,
                      {u"req"_s, u"-x509"_s, u"-key"_s, m_d.path(u"new.key"_s), u"-days"_s, u"3"_s,
                       u"-subj"_s, u"/CN=renewed.example"_s, u"-out"_s, m_d.path(u"new.crt"_s)});
        QVERIFY(openssl.waitForFinished() && openssl.exitCode() == 0);
        ::kill(pid_t(m_nginx.processId()), SIGHUP);
        // Asked once more, a process of before the change might still answer, which it does until it has ended.
        QVERIFY(QTest::qWaitFor([this] { return certificateName() == u"renewed.example"_s; }, kLimitMs));
        fill(u"babul"_s, 1);
        QVERIFY(synced(u"babul"_s));
        QCOMPARE(unsent(u"babul"_s), 0);
    }

private:
    QString site() const
    {
        QString text = contentOf(u"packaging/hub/nginx.conf"_s);
        const std::pair<QString, QString> changes[] = {
            {u"server 127.0.0.1:4711;"_s, u"server 127.0.0.1:%1;"_s.arg(m_hubPort)},
            {u"listen 443 ssl;"_s, u"listen 127.0.0.1:%1 ssl;"_s.arg(m_port)},
            {u"listen [::]:443 ssl;"_s, {}},
            {u"/etc/prohori-hub/tls.pem"_s, m_d.path(u"new.crt"_s)},
            {u"/etc/prohori-hub/tls.key"_s, m_d.path(u"new.key"_s)},
        };
        for (const auto& [said, here] : changes) {
            if (text.count(said) != 1)
                qFatal("the site does not say %s once", qPrintable(said));
            text.replace(said, here);
        }
        return text;
    }

    void startNginx()
    {
        const QString program =
            QStandardPaths::findExecutable(u"nginx"_s, {u"/usr/sbin"_s, u"/usr/bin"_s, u"/usr/local/sbin"_s});
        QVERIFY2(!program.isEmpty(), "nginx is not installed");
        m_d.writeFile(u"site.conf"_s, site().toUtf8());
        QString temporary;
        for (const QString& kind : {u"client_body"_s, u"proxy"_s, u"fastcgi"_s, u"uwsgi"_s, u"scgi"_s})
            temporary += u"    %1_temp_path %2;\n"_s.arg(kind, m_d.path(u"tmp/"_s + kind));
        // Workers of a nginx that root starts would be somebody who may not look into our folder.
        const QString user = ::geteuid() == 0 ? u"user root;\n"_s : QString();
        m_d.writeFile(u"nginx.conf"_s,
                      (user
                       + u"daemon off;\npid %1;\nerror_log %2;\nevents {}\nhttp {\n%3    "
                         "include %4;\n}\n"_s.arg(m_d.path(u"nginx.pid"_s), m_d.path(u"nginx.log"_s),
                                                  temporary, m_d.path(u"site.conf"_s)))
                          .toUtf8());
        m_nginx.start(program, {u"-c"_s, m_d.path(u"nginx.conf"_s), u"-e"_s, m_d.path(u"nginx.log"_s)});
        QVERIFY(m_nginx.waitForStarted());
        QTRY_VERIFY2_WITH_TIMEOUT(get(u"/healthz"_s) == 200, m_nginx.readAllStandardError(), kLimitMs);
    }

    /// GETs, or POSTs a body.
    QNetworkReply* asked(const QString& path, const QByteArray& realAddress, const QByteArray& body)
    {
        QNetworkRequest request(QUrl(u"https://127.0.0.1:%1%2"_s.arg(m_port).arg(path)));
        request.setTransferTimeout(kLimitMs);
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/cbor"_s);
        if (!realAddress.isEmpty())
            request.setRawHeader("X-Real-IP", realAddress);
        QNetworkReply* reply = body.isEmpty() ? m_network.get(request) : m_network.post(request, body);
        reply->ignoreSslErrors();
        QSignalSpy finished(reply, &QNetworkReply::finished);
        if (!reply->isFinished())
            finished.wait(kLimitMs);
        reply->deleteLater();
        return reply;
    }
    /// The status, 0 without an answer.
    int ask(const QString& path, const QByteArray& realAddress, const QByteArray& body)
    {
        return asked(path, realAddress, body)->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }
    int get(const QString& path) { return ask(path, {}, {}); }
    QString certificateName() const
    {
        QSslSocket socket;
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        socket.connectToHostEncrypted(u"127.0.0.1"_s, quint16(m_port));
        (void)socket.waitForEncrypted(kLimitMs);
        return socket.peerCertificate().subjectInfo(QSslCertificate::CommonName).value(0);
    }

    bool synced(const QString& login)
    {
        const Ran ran = m_d.sync(login);
        if (ran.exit != 0)
            qWarning("%s: %s", qPrintable(login), ran.err.constData());
        return ran.exit == 0;
    }
    QString fill(const QString& login, int cases)
    {
        const Ran filled =
            m_d.ctl({u"practice"_s, u"fill"_s, m_d.store(login), u"--cases"_s, QString::number(cases),
                     u"--seed"_s, QString::number(++m_seed), u"--json"_s},
                    login);
        if (filled.exit != 0)
            qWarning("%s", filled.err.constData());
        return filled.array()[0][u"id"_s].toString();
    }
    int unsent(const QString& login) { return m_d.info(login)[u"counts"_s][u"unsent"_s].toInt(-1); }

    Deployment m_d;
    QProcess m_nginx;
    QNetworkAccessManager m_network;
    int m_port = 0, m_hubPort = 0, m_seed = 40;
};

QTEST_GUILESS_MAIN(NginxTest)
#include "NginxTest.moc"
