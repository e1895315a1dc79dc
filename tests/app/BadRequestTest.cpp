// SPDX-License-Identifier: GPL-3.0-or-later
#include "RawRequest.h"
#include "StoreContent.h"

#include "app/station/Station.h"

#include <QSslConfiguration>
#include <QSslSocket>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr int kLimitMs = 20'000;

QByteArray request(const QByteArray& line, const QByteArray& body = {}, const QByteArray& headers = {})
{
    return line + " HTTP/1.1\r\nHost: hub\r\n" + headers
         + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

/// Bad input at the hub's socket: it says no or hangs up, keeps nothing of it, and goes on serving others.
class BadRequestTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        QVERIFY(m_d.makeAuthority());
        QVERIFY(m_d.makeHub());
        QVERIFY(m_d.addStation(u"officer"_s, u"recorder"_s, u"41"_s));
        QVERIFY(m_d.startHub());
        const Ran filled = m_d.ctl({u"practice"_s, u"fill"_s, m_d.store(u"officer"_s), u"--cases"_s, u"1"_s,
                                    u"--seed"_s, u"1"_s},
                                   u"officer"_s);
        QVERIFY2(filled.exit == 0, filled.err);
        QVERIFY(m_d.sync(u"officer"_s).exit == 0);
        m_before = stats();
        QCOMPARE(m_before[u"changes"_s].toInt(), 1);
    }

    void isRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QList<int>>("statuses");  // 0: it hangs up
        const auto row = [](const char* name, const QByteArray& bytes, const QList<int>& statuses) {
            QTest::newRow(name) << bytes << statuses;
        };
        QByteArray noise;
        for (int i = 0; i < 2000; ++i)
            noise.append(char(i * 7919 >> 3));
        row("noise", noise + "\r\n\r\n", {0, 400});
        row("no HTTP", "what do you want?\r\n\r\n", {0, 400});
        row("the wrong method", request("GET /v1/sync"), {405});
        row("an unknown path", request("POST /v1/other", "x"), {404});
        row("a file", request("GET /../../etc/passwd"), {400, 404});
        row("no body", request("POST /v1/sync"), {400});
        row("noise as body", request("POST /v1/sync", noise), {400});
        row("CBOR that is no request", request("POST /v1/sync", QByteArray::fromHex("83010203")), {400});
        row("a body that is too large",
            "POST /v1/sync HTTP/1.1\r\nHost: hub\r\nContent-Length: 9000000\r\n\r\n", {413});
        row("a length beyond all numbers",
            "POST /v1/sync HTTP/1.1\r\nHost: hub\r\nContent-Length: 99999999999999999999999\r\n\r\n",
            {0, 400, 413});
        row("a length that is none", "POST /v1/sync HTTP/1.1\r\nHost: hub\r\nContent-Length: -5\r\n\r\n",
            {0, 400, 413});
        row("a head that is too large",
            request("POST /v1/sync", "x", "X-Much: " + QByteArray(64 * 1024, 'x') + "\r\n"),
            {0, 400, 413, 431});
    }

    void isRefused()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QList<int>, statuses);
        const int status = answerTo(bytes);
        QVERIFY2(statuses.contains(status), QByteArray::number(status));
        QVERIFY(isUnharmed());
    }

    void plainTextAtATlsPortIsRefused()
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(QUrl(m_d.hubUrl()).port()));
        QVERIFY(socket.waitForConnected(kLimitMs));
        socket.write(request("POST /v1/sync", "x"));
        QVERIFY(socket.waitForDisconnected(kLimitMs));
        QVERIFY(!socket.readAll().contains("200"));
        QVERIFY(isUnharmed());
    }

    void aRequestThatEndsInTheMiddleIsForgotten()
    {
        QSslSocket socket;
        QVERIFY(connectTo(socket));
        socket.write("POST /v1/sync HTTP/1.1\r\nHost: hub\r\nContent-Length: 5000\r\n\r\nhalf");
        QVERIFY(socket.waitForBytesWritten(kLimitMs));
        socket.abort();
        QVERIFY(isUnharmed());
    }

    void aLookFromOutsideWhileItServesTakesNothingAway()
    {
        (void)stats();
        const Ran filled = m_d.ctl({u"practice"_s, u"fill"_s, m_d.store(u"officer"_s), u"--cases"_s, u"1"_s,
                                    u"--seed"_s, u"2"_s},
                                   u"officer"_s);
        QVERIFY2(filled.exit == 0, filled.err);
        QVERIFY(m_d.sync(u"officer"_s).exit == 0);
        m_before = stats();
        QCOMPARE(m_before[u"changes"_s].toInt(), 2);
        m_d.stopHub(true);
        QVERIFY(m_d.startHub());
        QCOMPARE(stats()[u"changes"_s].toInt(), 2);
    }

    void oneBitOfAChangeIsEnoughToRefuseIt()
    {
        const auto station = Station::open(m_d.store(u"officer"_s),
                                           unlockedKeys(m_d, m_d.store(u"officer"_s), u"officer"_s), m_clock);
        QVERIFY(station);
        Store& store = (*station)->store();
        ChangeBody body;
        body.record = store.cases({})->first().record;
        body.parents = store.state(body.record)->heads;
        body.items.append(SetItem{{1, {}, 104}, FieldValue::plain(u"North Thana"_s), {}});
        const auto good = (*station)->signAndSave(body);
        QVERIFY2(good, good ? "" : qPrintable(good.error().detail));
        QByteArray bytes = good->signedBytes();
        const qsizetype at = bytes.indexOf("North Thana");
        QVERIFY(at > 0);
        bytes[at] = 'M';
        const auto bent = Change::decode(bytes, good->signature());
        QVERIFY(bent);
        const CertificateId me = (*station)->me().certificate;
        const auto verdict = uploadRaw(QUrl(m_d.hubUrl()), store, me, *bent, 1'000'000);
        QVERIFY2(verdict, verdict ? "" : qPrintable(verdict.error().detail));
        QCOMPARE(int(verdict->delivery), int(Delivery::Quarantined));
        QCOMPARE(static_cast<Refusal>(verdict->refusal), Refusal::BadSignature);
        QCOMPARE(stats()[u"changes"_s], m_before[u"changes"_s]);
        // As it was signed, it is taken.
        const auto taken = uploadRaw(QUrl(m_d.hubUrl()), store, me, *good, 1'000'001);
        QVERIFY2(taken, taken ? "" : qPrintable(taken.error().detail));
        QCOMPARE(int(taken->delivery), int(Delivery::Custody));
        QCOMPARE(int(taken->refusal), 0);
    }

private:
    QJsonObject stats() { return m_d.hubTool({u"stats"_s, m_d.path(u"hub"_s), u"--json"_s}).object(); }

    bool connectTo(QSslSocket& socket)
    {
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        const QUrl url(m_d.hubUrl());
        socket.connectToHostEncrypted(url.host(), quint16(url.port()));
        return socket.waitForEncrypted(kLimitMs);
    }

    /// The status of the answer, 0 when the hub hung up without one.
    int answerTo(const QByteArray& bytes)
    {
        QSslSocket socket;
        if (!connectTo(socket))
            return -1;
        socket.write(bytes);
        QByteArray said;
        while (!said.contains("\r\n") && socket.waitForReadyRead(kLimitMs))
            said += socket.readAll();
        if (!said.startsWith("HTTP/1.1 "))
            return said.isEmpty() && socket.state() != QAbstractSocket::ConnectedState ? 0 : -2;
        return said.mid(9, 3).toInt();
    }

    bool isUnharmed()
    {
        return answerTo(request("GET /healthz")) == 200 && m_d.hubRuns() && m_d.sync(u"officer"_s).exit == 0
            && stats()[u"changes"_s] == m_before[u"changes"_s];
    }

    SystemClock m_clock;
    Deployment m_d;
    QJsonObject m_before;
};

QTEST_GUILESS_MAIN(BadRequestTest)
#include "BadRequestTest.moc"
