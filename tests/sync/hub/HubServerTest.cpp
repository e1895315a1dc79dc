// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServedHub.h"

#include "sync/wire/Introduction.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QSslKey>
#include <QSslSocket>
#include <QTest>
#include <QUrl>

#include <sys/resource.h>

using namespace prohori;
using namespace std::chrono_literals;

namespace {

/// A request line and headers of exactly `size` bytes in all.
QByteArray headOf(qsizetype size)
{
    const QByteArray start = "GET /healthz HTTP/1.1\r\nHost: hub\r\nX-Much: ";
    const QByteArray end = "\r\n\r\n";
    return start + QByteArray(size - start.size() - end.size(), 'x') + end;
}

}  // namespace

/// The hub's socket from outside: a real one, over TLS.
class HubServerTest : public QObject, private ServedHub {
    Q_OBJECT
private slots:
    void initTestCase() { makeTls(); }
    void init() { makeHub(); }
    void cleanup() { stop(); }

    void aRequestIsAnswered()
    {
        start();
        Client client(m_url);
        QVERIFY(client.isGood());
        QCOMPARE(client.socket().peerCertificate(), m_certificate);
        for (int round = 0; round < 3; ++round) {  // on one connection
            const QByteArray request = m_hub->request(*m_officer).encode(m_officer->replicaKey);
            QCOMPARE(client.ask(post(request)), 200);
            QVERIFY(client.head.contains("Content-Type: application/cbor\r\n"));
            QVERIFY(SyncAnswer::decode(client.body, m_hub->id(), blake2b(request)));
        }
        QCOMPARE(client.ask(get("/healthz")), 200);
        QCOMPARE(client.body, QByteArray("ok\n"));
        QCOMPARE(client.ask(get("/metrics")), 200);
        QVERIFY2(client.body.contains("\nprohori_hub_requests_total 3\n"), client.body);
    }

    void theHubIntroducesItself()
    {
        start();
        Client client(m_url);
        QCOMPARE(client.ask(get("/v1/hub")), 404);
        const Statement certificate = m_hub->authority.sign(
            HubCertificate{m_hub->id(), BoxKey::make().publicKey(), u"Hub"_s, {}, testStart()});
        QCOMPARE(*m_hub->hub->takeStatements({certificate.bytes()}), 1);
        QCOMPARE(client.ask(get("/v1/hub")), 200);
        const auto said = readIntroduction(client.body);
        QVERIFY(said);
        QCOMPARE(said->certificate, certificate.bytes());
        QVERIFY(said->isSignedBy(m_hub->id()));
        QCOMPARE(said->tlsPin.size(), 32);
    }

    void whatIsNoRequestIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("goesOn");
        QTest::newRow("noise") << QByteArray("\x16\x03\x01 what?\r\n\r\n") << 400 << false;
        QTest::newRow("the wrong method") << get("/v1/sync") << 405 << true;
        QTest::newRow("a wrong method with a body")
            << QByteArray(post("xx")).replace("POST", "PUT") << 405 << false;
        QTest::newRow("an unknown path") << get("/v1/cases") << 404 << true;
        QTest::newRow("a path outside") << get("/../hub.key") << 404 << true;
        QTest::newRow("no body") << post({}) << 400 << true;
        QTest::newRow("a body of noise") << post(QByteArray(5000, 'n')) << 400 << true;
        QTest::newRow("no length") << QByteArray("POST /v1/sync HTTP/1.1\r\nHost: hub\r\n\r\n") << 411
                                   << true;
        QTest::newRow("chunks") << QByteArray("POST /v1/sync HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
                                << 411 << false;
        QTest::newRow("two lengths") << QByteArray(
            "POST /v1/sync HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx")
                                     << 400 << false;
        QTest::newRow("a length below zero")
            << QByteArray("POST /v1/sync HTTP/1.1\r\nContent-Length: -1\r\n\r\n") << 400 << false;
        QTest::newRow("a huge length")
            << QByteArray("POST /v1/sync HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n\r\n") << 413
            << false;
        QTest::newRow("a body to be read")
            << QByteArray("GET /healthz HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello") << 413 << false;
    }

    void whatIsNoRequestIsRefused()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const int, status);
        QFETCH(const bool, goesOn);
        start();
        Client client(m_url);
        QCOMPARE(client.ask(bytes), status);
        QCOMPARE(client.head.contains("Connection: keep-alive"), goesOn);
        if (goesOn)
            QCOMPARE(client.ask(get("/healthz")), 200);
        else
            QVERIFY(client.isHungUp());
        Client next(m_url);
        QCOMPARE(next.ask(get("/healthz")), 200);
    }

    // SEC-58: each bound at its limit and one over it.
    void aBodyMayBeSoLargeAndNoLarger()
    {
        start([](HubServer::Options& options) { options.maxBodyBytes = 100'000; });
        Client client(m_url);
        QCOMPARE(client.ask(post(QByteArray(100'000, 'n'))), 400);  // read, and no request
        QCOMPARE(client.ask(post(QByteArray(100'001, 'n'))), 413);
        QVERIFY(client.head.contains("Connection: close"));
        QVERIFY(client.isHungUp());
    }

    void theAnswerReachesWhoSendsMuchTooMuch()
    {
        start([](HubServer::Options& options) { options.maxBodyBytes = 1'000'000; });
        Client client(m_url);
        QCOMPARE(client.ask(post(QByteArray(1'900'000, 'n'))), 413);
    }

    void aHeadMayBeSoLargeAndNoLarger()
    {
        start();
        Client good(m_url);
        QCOMPARE(good.ask(headOf(16 * 1024)), 200);
        Client bad(m_url);
        QCOMPARE(bad.ask(headOf(16 * 1024 + 1)), 431);
        QVERIFY(bad.isHungUp());
    }

    void anAddressMayHaveSoManyConnectionsAtWork()
    {
        start([](HubServer::Options& options) {
            options.maxConnectionsAnAddress = 3;
            options.workers = 8;
        });
        Holder holder(*m_hub->storage);
        std::vector<std::unique_ptr<Client>> atWork;
        for (int i = 0; i < 3; ++i) {
            Desk desk = m_hub->desk(PersonId(10 + i), u"p%1"_s.arg(i), Role::Recorder, u"41"_s);
            atWork.push_back(std::make_unique<Client>(m_url));
            QVERIFY(atWork.back()->isGood());
            atWork.back()->write(post(m_hub->request(desk).encode(desk.replicaKey)));
            waitForWorking(i + 1);
        }
        Client fourth(m_url);
        QVERIFY(!fourth.isGood());
        Client elsewhere(m_url, u"127.0.0.2"_s);
        QCOMPARE(elsewhere.ask(get("/healthz")), 200);
        holder.letGo();
        for (const auto& client : atWork)
            QCOMPARE(client->status(), 200);
    }

    void theOneIdleLongestMakesRoom()
    {
        start([](HubServer::Options& options) { options.maxConnectionsAnAddress = 3; });
        std::vector<std::unique_ptr<Client>> idle;
        for (int i = 0; i < 3; ++i) {
            idle.push_back(std::make_unique<Client>(m_url));
            QCOMPARE(idle.back()->ask(get("/healthz")), 200);
        }
        QCOMPARE(idle[0]->ask(get("/healthz")), 200);  // now the second is the oldest
        Client fourth(m_url);
        QCOMPARE(fourth.ask(get("/healthz")), 200);
        QVERIFY(idle[1]->isHungUp());
        QCOMPARE(idle[0]->ask(get("/healthz")), 200);
        QCOMPARE(idle[2]->ask(get("/healthz")), 200);
    }

    // REL-45, SEC-58: whoever drips is cut when his time is over, however busily he does it.
    void aDrippingClientIsCut_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::newRow("in the head") << QByteArray("POST /v1/sync HTTP/1.1\r\nX: ");
        QTest::newRow("in the body") << QByteArray(
            "POST /v1/sync HTTP/1.1\r\nContent-Length: 100000\r\n\r\n");
    }

    void aDrippingClientIsCut()
    {
        QFETCH(const QByteArray, begin);
        start([](HubServer::Options& options) { options.header = options.body = 300ms; });
        Client client(m_url);
        QVERIFY(client.isGood());
        client.write(begin);
        QElapsedTimer timer;
        timer.start();
        while (client.socket().state() == QAbstractSocket::ConnectedState && timer.elapsed() < kLimitMs) {
            client.write("x");
            client.socket().waitForReadyRead(10);
        }
        QVERIFY(client.socket().state() != QAbstractSocket::ConnectedState);
        QVERIFY(timer.elapsed() >= 250);
    }

    void idleAndUnfinishedConnectionsEnd()
    {
        start([](HubServer::Options& options) { options.handshake = options.idle = 200ms; });
        QTcpSocket silent;
        silent.connectToHost(u"127.0.0.1"_s, quint16(QUrl(m_url).port()));
        QVERIFY(silent.waitForConnected(kLimitMs));
        Client idle(m_url);
        QCOMPARE(idle.ask(get("/healthz")), 200);
        QVERIFY(silent.waitForDisconnected(kLimitMs));
        QVERIFY(idle.isHungUp());
    }

    // REL-45
    void manyIdleAndDrippingConnectionsKeepNobodyWaiting()
    {
        // Both ends of each are in this process.
        rlimit files{};
        QCOMPARE(getrlimit(RLIMIT_NOFILE, &files), 0);
        files.rlim_cur = files.rlim_max;
        QCOMPARE(setrlimit(RLIMIT_NOFILE, &files), 0);
        start();
        const quint16 port = quint16(QUrl(m_url).port());
        std::vector<std::unique_ptr<QTcpSocket>> many;
        for (int i = 0; i < 950; ++i) {
            many.push_back(std::make_unique<QTcpSocket>());
            many.back()->bind(QHostAddress(u"127.0.1.%1"_s.arg(1 + i / 50)));
            many.back()->connectToHost(u"127.0.0.1"_s, port);
            QVERIFY(many.back()->waitForConnected(kLimitMs));
            many.back()->write("\x16\x03\x01");  // the begin of a handshake
            many.back()->waitForBytesWritten(kLimitMs);
        }
        std::vector<std::unique_ptr<Client>> dripping;
        for (int i = 0; i < 50; ++i) {
            dripping.push_back(std::make_unique<Client>(m_url, u"127.0.2.1"_s));
            dripping.back()->write("POST /v1/sync HTTP/1.1\r\nContent-Length: 8000000\r\n\r\n");
        }
        QElapsedTimer timer;
        timer.start();
        Client good(m_url);
        QCOMPARE(good.ask(post(m_hub->request(*m_officer).encode(m_officer->replicaKey))), 200);
        QVERIFY2(timer.elapsed() < 2000, QByteArray::number(timer.elapsed()));
    }

    void stoppingFinishesWhatWasBegun()
    {
        start();
        auto holder = std::make_unique<Holder>(*m_hub->storage);
        Client begun(m_url), idle(m_url), half(m_url);
        QCOMPARE(idle.ask(get("/healthz")), 200);
        const auto change = m_officer->save(newCase(u"41"_s));
        const QByteArray request = m_hub->request(*m_officer, {change}).encode(m_officer->replicaKey);
        begun.write(post(request));
        waitForWorking(1);
        Desk second = m_hub->desk(2, u"second"_s, Role::Recorder, u"41"_s);
        const QByteArray slow = post(m_hub->request(second).encode(second.replicaKey));
        half.write(slow.left(slow.size() / 2));
        Client last(m_url);  // whoever connects after it has been read after it
        QCOMPARE(last.ask(get("/healthz")), 200);
        m_server->stop();
        QVERIFY(idle.isHungUp());
        Client late(m_url);
        QVERIFY(!late.isGood());
        half.write(slow.mid(slow.size() / 2));
        holder->letGo();
        QCOMPARE(begun.status(), 200);
        QVERIFY(begun.head.contains("Connection: close"));
        const auto answer = SyncAnswer::decode(begun.body, m_hub->id(), blake2b(request));
        QVERIFY(answer);
        QVERIFY(receiptCovers(answer->receipt, m_hub->id(), {change->id()}, answer->verdicts));
        QCOMPARE(half.status(), 200);
        m_thread.join();  // run() returns by itself
    }

    void stoppingDoesNotWaitForEver()
    {
        start([](HubServer::Options& options) { options.drain = 200ms; });
        Client dripping(m_url);
        dripping.write("POST /v1/sync HTTP/1.1\r\nContent-Length: 100\r\n\r\n");
        Client last(m_url);
        QCOMPARE(last.ask(get("/healthz")), 200);
        m_server->stop();
        m_thread.join();
        m_server.reset();
        QVERIFY(dripping.isHungUp());
        QCOMPARE(dripping.status(), 0);
    }

    // SEC-52
    void anOlderTlsIsRefused()
    {
        start();
        Client old(m_url, {}, QSsl::TlsV1_2);
        QVERIFY(!old.isGood());
        Client current(m_url);
        QVERIFY(current.isGood());
        QCOMPARE(current.socket().sessionProtocol(), QSsl::TlsV1_3);
    }

    void plainTextGetsNothingAtATlsPort()
    {
        start();
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(QUrl(m_url).port()));
        QVERIFY(socket.waitForConnected(kLimitMs));
        socket.write(get("/healthz"));
        QVERIFY(socket.waitForDisconnected(kLimitMs));
        QVERIFY(!socket.readAll().contains("HTTP"));
    }

    // SEC-55
    void plainHttpIsForLoopbackOnly()
    {
        HubServer::Options options;
        options.address = u"0.0.0.0"_s;
        const auto refused = HubServer::open(*m_hub->hub, options);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Refused);
        start([](HubServer::Options& loopback) {
            loopback.certificateFile.clear();
            loopback.keyFile.clear();
        });
        QVERIFY(m_url.startsWith(u"http://127.0.0.1:"_s));
        Client client(m_url);
        QCOMPARE(client.ask(post(m_hub->request(*m_officer).encode(m_officer->replicaKey))), 200);
    }

    void whatCannotBeOpenedIsTold()
    {
        start();
        HubServer::Options taken = options();
        taken.port = quint16(QUrl(m_url).port());
        QCOMPARE(HubServer::open(*m_hub->hub, taken).error().code, ErrorCode::Storage);
        HubServer::Options noAddress = options();
        noAddress.address = u"nowhere"_s;
        QCOMPARE(HubServer::open(*m_hub->hub, noAddress).error().code, ErrorCode::Invalid);
        HubServer::Options noKey = options();
        noKey.keyFile = m_folder.filePath(u"none"_s);
        QCOMPARE(HubServer::open(*m_hub->hub, noKey).error().code, ErrorCode::Storage);
        const auto another = makeTlsIdentity();
        writeFile(u"another.key"_s, another->key);
        HubServer::Options wrongKey = options();
        wrongKey.keyFile = m_folder.filePath(u"another.key"_s);
        QCOMPARE(HubServer::open(*m_hub->hub, wrongKey).error().code, ErrorCode::Storage);
    }

    void thePinIsThatOfTheKey()
    {
        const auto pin = tlsPinOfFile(m_folder.filePath(u"tls.pem"_s));
        QVERIFY(pin);
        QCOMPARE(*pin,
                 QCryptographicHash::hash(m_certificate.publicKey().toDer(), QCryptographicHash::Sha256));
    }
};

QTEST_GUILESS_MAIN(HubServerTest)
#include "HubServerTest.moc"
