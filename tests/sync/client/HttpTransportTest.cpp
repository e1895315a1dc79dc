// SPDX-License-Identifier: GPL-3.0-or-later
#include "RawHub.h"

#include "core/secrets/SecretBytes.h"
#include "sync/client/HttpTransport.h"
#include "sync/client/HubIntroduction.h"

#include <QFutureWatcher>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kSecret = "CASE-DATA-THAT-ONLY-THE-HUB-MAY-SEE";
constexpr int kLongMs = 20'000;

}  // namespace

/// The line as it is: what leaves the machine, to whom, and what is made of what comes back.
class HttpTransportTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }

    // --- the pin (SEC-52, SEC-53)

    void aWrongPinLetsNoByteOut_data()
    {
        QTest::addColumn<QByteArray>("pin");
        QTest::newRow("of another key") << tlsPinOf(TlsIdentity().certificate);
        QTest::newRow("none") << QByteArray();
        QTest::newRow("cut") << QByteArray("half");
    }

    void aWrongPinLetsNoByteOut()
    {
        QFETCH(const QByteArray, pin);
        RawHub hub{TlsIdentity()};
        const auto outcome = post(hub.url(), pin);
        QCOMPARE(outcome.error().code, ErrorCode::Refused);
        QCOMPARE(outcome.error().hint, u"wrong-hub"_s);
        // Only when the server has seen the end of the connection all that left has arrived.
        QTRY_COMPARE_WITH_TIMEOUT(hub.ended, 1, kLongMs);
        QCOMPARE(hub.connections, 1);
        QCOMPARE(hub.heard, QByteArray());
    }

    void theRightPinIsEnough_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("until");
        QTest::newRow("valid") << -1 << 30;
        QTest::newRow("expired, or our clock is wrong (SEC-54)") << -400 << -40;
        QTest::newRow("not valid yet") << 40 << 400;
    }

    void theRightPinIsEnough()
    {
        QFETCH(const int, from);
        QFETCH(const int, until);
        RawHub hub{TlsIdentity(from, until)};
        const auto outcome = post(hub.url(), tlsPinOf(hub.tls->certificate));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QCOMPARE(outcome->status, 200);
        QCOMPARE(outcome->body, QByteArray("fine"));
        // The counter of the tests above counts: here it has seen the request.
        QVERIFY(hub.heard.startsWith("POST /v1/sync HTTP/1.1\r\n"));
        QVERIFY(hub.heard.endsWith(kSecret));
    }

    void aSecondRequestOnTheSameLineWorksToo()
    {
        RawHub hub{TlsIdentity()};
        HttpTransport transport(hub.url(), tlsPinOf(hub.tls->certificate));
        for (int i = 0; i < 3; ++i) {
            const auto outcome = postOver(transport);
            QVERIFY(outcome);
            QCOMPARE(outcome->body, QByteArray("fine"));
        }
        QCOMPARE(hub.heard.count(kSecret), 3);
    }

    // The hub ends idle lines: a request that met the end is repeated on a new one, and nobody hears of it.
    void aLineThatEndedMeanwhileIsMadeAnew()
    {
        RawHub hub{TlsIdentity()};
        HttpTransport transport(hub.url(), tlsPinOf(hub.tls->certificate));
        QVERIFY(postOver(transport));
        hub.hangUpUnheard = 1;
        const auto outcome = postOver(transport);
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QCOMPARE(outcome->body, QByteArray("fine"));
        QCOMPARE(hub.connections, 2);
        QCOMPARE(hub.hangUpUnheard, 0);
    }

    void anOlderTlsIsRefused()
    {
        RawHub hub{TlsIdentity()};
        hub.protocol = QSsl::TlsV1_2;
        const auto outcome = post(hub.url(), tlsPinOf(hub.tls->certificate));
        QCOMPARE(outcome.error().code, ErrorCode::Offline);
        QTRY_COMPARE_WITH_TIMEOUT(hub.ended, 1, kLongMs);
        QCOMPARE(hub.heard, QByteArray());
    }

    // --- redirects, cookies, credentials, plain http (SEC-55)

    void aRedirectIsNotFollowed_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {301, 302, 303, 307, 308})
            QTest::addRow("%d", status) << status;
    }

    void aRedirectIsNotFollowed()
    {
        QFETCH(const int, status);
        RawHub hub{TlsIdentity()};
        RawHub elsewhere{hub.tls};
        hub.reply = RawHub::http(status, {}, "Location: " + elsewhere.url().toEncoded() + "/v1/sync\r\n");
        const auto outcome = post(hub.url(), tlsPinOf(hub.tls->certificate));
        QVERIFY(outcome);
        QCOMPARE(outcome->status, status);
        QCOMPARE(elsewhere.connections, 0);
        QCOMPARE(hub.heard.count(kSecret), 1);
    }

    void cookiesAndCredentialsAreNotSent()
    {
        RawHub hub{TlsIdentity()};
        hub.reply = RawHub::http(200, "fine", "Set-Cookie: track=officer; Path=/\r\n");
        QUrl url = hub.url();
        url.setUserName(u"officer"_s);
        url.setPassword(u"umbrella"_s);
        HttpTransport transport(url, tlsPinOf(hub.tls->certificate));
        for (int i = 0; i < 2; ++i)
            QVERIFY(postOver(transport));
        const QByteArray heard = hub.heard.toLower();
        QVERIFY(!heard.contains("cookie") && !heard.contains("authorization") && !heard.contains("officer"));
    }

    void plainHttpGoesToThisMachineOnly_data()
    {
        QTest::addColumn<QUrl>("url");
        QTest::newRow("another machine") << QUrl(u"http://192.0.2.1:8443"_s);
        QTest::newRow("a name") << QUrl(u"http://hub.example"_s);
        QTest::newRow("another protocol") << QUrl(u"ftp://127.0.0.1"_s);
        QTest::newRow("a file") << QUrl(u"file:///etc/passwd"_s);
    }

    void plainHttpGoesToThisMachineOnly()
    {
        QFETCH(const QUrl, url);
        const auto outcome = post(url, {});
        QCOMPARE(outcome.error().hint, u"address"_s);
        RawHub here;
        QVERIFY(post(here.url(), {}));
    }

    // --- what comes back

    void whatIsMadeOfAReply_data()
    {
        QTest::addColumn<QByteArray>("reply");
        QTest::addColumn<bool>("hangUp");
        QTest::addColumn<int>("status");  // 0: Offline
        QTest::addColumn<int>("retry");
        QTest::newRow("busy, with a time")
            << RawHub::http(503, "", "Retry-After: 17\r\n") << false << 503 << 17;
        QTest::newRow("busy, without one") << RawHub::http(503, "") << false << 503 << 30;
        QTest::newRow("too many") << RawHub::http(429, "", "Retry-After: 5\r\n") << false << 429 << 5;
        QTest::newRow("no hub behind the proxy") << RawHub::http(502, "<html>") << false << 503 << 30;
        QTest::newRow("a hub too slow for the proxy") << RawHub::http(504, "<html>") << false << 503 << 30;
        QTest::newRow("too large") << RawHub::http(413, "") << false << 413 << 0;
        QTest::newRow("broken") << RawHub::http(500, "oh") << false << 500 << 0;
        QTest::newRow("cut") << RawHub::http(200, "fine").replace("Length: 4", "Length: 400") << true << 0
                             << 0;
        QTest::newRow("no HTTP") << QByteArray("what do you want?\r\n") << true << 0 << 0;
        QTest::newRow("nothing") << QByteArray() << true << 0 << 0;
    }

    void whatIsMadeOfAReply()
    {
        QFETCH(const QByteArray, reply);
        QFETCH(const bool, hangUp);
        QFETCH(const int, status);
        QFETCH(const int, retry);
        RawHub hub{TlsIdentity()};
        hub.reply = reply;
        hub.hangUp = hangUp;
        const auto outcome = post(hub.url(), tlsPinOf(hub.tls->certificate));
        QCOMPARE(bool(outcome), status != 0);
        if (!outcome) {
            QCOMPARE(outcome.error().code, ErrorCode::Offline);
            return;
        }
        QCOMPARE(outcome->status, status);
        QCOMPARE(outcome->retryAfterSeconds, retry);
    }

    void anAnswerWithoutEndIsCutOff()
    {
        RawHub hub{TlsIdentity()};
        hub.reply = "HTTP/1.1 200 OK\r\n\r\n" + QByteArray(kMaxBodyBytes + 1024 * 1024, 'x');
        QVERIFY(!post(hub.url(), tlsPinOf(hub.tls->certificate)));
    }

    void whereNobodyListensTheHubIsNotReached()
    {
        QUrl url;
        {
            RawHub gone{TlsIdentity()};
            url = gone.url();
        }
        QCOMPARE(post(url, QByteArray(32, 'p')).error().code, ErrorCode::Offline);
    }

    void afterACancelNothingIsTold()
    {
        RawHub hub{TlsIdentity()};
        HttpTransport transport(hub.url(), tlsPinOf(hub.tls->certificate));
        bool told = false;
        transport.post(
            kSecret, [](qint64, qint64) {}, [&](const Result<Transport::Reply>&) { told = true; });
        transport.cancel();
        // Another exchange from start to end: had the first one something to tell, it would have.
        QVERIFY(postOver(transport));
        QVERIFY(!told);
    }

    // --- a hub that is not known yet

    void aHubIntroducesItself()
    {
        RawHub hub{TlsIdentity()};
        const QByteArray pin = tlsPinOf(hub.tls->certificate);
        hub.reply = RawHub::http(200, makeIntroduction(SigningKey::make(), "its certificate", pin));
        const auto shown = ask(hub.url());
        QVERIFY2(shown, shown ? "" : qPrintable(shown.error().detail));
        QCOMPARE(shown->said.certificate, QByteArray("its certificate"));
        QCOMPARE(shown->said.tlsPin, pin);
        QCOMPARE(shown->tlsPin, pin);
        QVERIFY(hub.heard.startsWith("GET /v1/hub HTTP/1.1\r\n"));
    }

    void whatDoesNotIntroduceItselfIsRefused()
    {
        RawHub hub{TlsIdentity()};
        hub.reply = RawHub::http(404, "what?");
        QCOMPARE(ask(hub.url()).error().hint, u"no-introduction"_s);
        hub.reply = RawHub::http(200, "a page of some captive portal");
        QCOMPARE(ask(hub.url()).error().hint, u"no-introduction"_s);
        hub.reply = RawHub::http(200, QByteArray(1024 * 1024, 'x'));
        QVERIFY(!ask(hub.url()));
        QCOMPARE(ask(QUrl(u"http://192.0.2.1"_s)).error().hint, u"address"_s);
    }

private:
    static Result<Transport::Reply> postOver(Transport& transport)
    {
        std::optional<Result<Transport::Reply>> outcome;
        QEventLoop loop;
        transport.post(
            kSecret, [](qint64, qint64) {},
            [&](const Result<Transport::Reply>& reply) {
                outcome = reply;
                loop.quit();
            });
        if (!outcome)
            loop.exec();
        return *outcome;
    }

    static Result<Transport::Reply> post(const QUrl& url, const QByteArray& pin)
    {
        const auto transport = makeHttpTransport(url, pin);
        return postOver(*transport);
    }

    static Result<HubIntroduction> ask(const QUrl& url)
    {
        const auto asked = askHubForItself(url);
        QFutureWatcher<Result<HubIntroduction>> watcher;
        QEventLoop loop;
        connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
        watcher.setFuture(asked);
        if (!asked.isFinished())
            loop.exec();
        return asked.result();
    }
};

QTEST_GUILESS_MAIN(HttpTransportTest)
#include "HttpTransportTest.moc"
