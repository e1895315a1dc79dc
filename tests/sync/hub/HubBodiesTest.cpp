// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServedHub.h"

#include "sync/client/HttpTransport.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QTest>
#include <QUrl>

using namespace prohori;
using namespace std::chrono_literals;

namespace {

QByteArray headFor(qsizetype size)
{
    return "POST /v1/sync HTTP/1.1\r\nHost: hub\r\nContent-Length: " + QByteArray::number(size) + "\r\n\r\n";
}

}  // namespace

/// Bodies that the hub has no time or no memory for (REL-41, REL-42, REL-45): who is told, when, and what becomes of the connection.
class HubBodiesTest : public QObject, private ServedHub {
    Q_OBJECT
private slots:
    void initTestCase() { makeTls(); }
    void init() { makeHub(); }
    void cleanup() { stop(); }

    void aFullQueueSaysSoBeforeTheBody()
    {
        start([](HubServer::Options& options) {
            options.workers = 1;
            options.maxQueued = 1;
        });
        Holder holder(*m_hub->storage);
        Desk second = m_hub->desk(2, u"second"_s, Role::Recorder, u"41"_s);
        Client one(m_url), two(m_url), three(m_url);
        one.write(post(m_hub->request(*m_officer).encode(m_officer->replicaKey)));
        waitForWorking(1);
        two.write(post(m_hub->request(second).encode(second.replicaKey)));
        waitForWorking(2);
        QCOMPARE(three.ask("POST /v1/sync HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n"), 503);
        QVERIFY(three.head.contains("\r\nRetry-After: "));
        Client other(m_url);
        QCOMPARE(other.ask(get("/healthz")), 200);
        holder.letGo();
        QCOMPARE(one.status(), 200);
        QCOMPARE(two.status(), 200);
    }

    // REL-41: who reads nothing before he has sent all is told, too, and his connection goes on.
    void aFullQueueIsToldToWhoSendsAllFirst_data()
    {
        QTest::addColumn<qsizetype>("bytes");
        QTest::newRow("small") << qsizetype(1000);
        QTest::newRow("as a station sends") << qsizetype(512 * 1024);
        QTest::newRow("the largest") << qsizetype(kMaxBodyBytes);
    }

    void aFullQueueIsToldToWhoSendsAllFirst()
    {
        QFETCH(const qsizetype, bytes);
        start([](HubServer::Options& options) {
            options.workers = 1;
            options.maxQueued = 0;
        });
        Holder holder(*m_hub->storage);
        Client one(m_url);
        one.write(post(m_hub->request(*m_officer).encode(m_officer->replicaKey)));
        waitForWorking(1);
        const auto station = makeHttpTransport(QUrl(m_url), tlsPinOf(m_certificate));
        for (int round = 0; round < 2; ++round) {
            const auto reply = postOver(*station, QByteArray(bytes, 'n'));
            QVERIFY2(reply, reply ? "" : qPrintable(reply.error().detail));
            QCOMPARE(reply->status, 503);
            QVERIFY(reply->retryAfterSeconds > 0);
        }
        Client asking(m_url, u"127.0.0.9"_s);
        QCOMPARE(asking.ask(get("/metrics")), 200);
        QVERIFY2(asking.body.contains("\nprohori_hub_answers_busy_total 2\n"), asking.body);
        holder.letGo();
        QCOMPARE(one.status(), 200);
        QCOMPARE(postOver(*station, QByteArray(bytes, 'n'))->status,
                 400);  // it was let in, and is no request
    }

    void stoppingDoesNotWaitForABodyThatIsDropped()
    {
        start([](HubServer::Options& options) {
            options.workers = 1;
            options.maxQueued = 0;
        });
        auto holder = std::make_unique<Holder>(*m_hub->storage);
        Client one(m_url), half(m_url);
        one.write(post(m_hub->request(*m_officer).encode(m_officer->replicaKey)));
        waitForWorking(1);
        QCOMPARE(half.ask("POST /v1/sync HTTP/1.1\r\nContent-Length: 1000\r\n\r\nabc"), 503);
        holder.reset();
        QCOMPARE(one.status(), 200);
        QElapsedTimer timer;
        timer.start();
        m_server->stop();
        m_thread.join();
        QVERIFY2(timer.elapsed() < 5000, QByteArray::number(timer.elapsed()));
        QVERIFY(half.isHungUp());
    }

    /// What is stated does not fit beside what others have sent: said before the body. A smaller one fits, and who was let in is answered.
    void aBodyWithoutRoomIsRefusedBeforeItComes()
    {
        start([](HubServer::Options& options) { options.maxHeldBytes = kHeld; });
        const QByteArray request = m_hub->request(*m_officer).encode(m_officer->replicaKey);
        Client first(m_url), second(m_url), small(m_url);
        first.write(headFor(kHeld - request.size()) + QByteArray(kHeld / 2, 'n'));
        waitForMetric("bodies_held_bytes", kHeld / 2);
        QCOMPARE(second.ask(headFor(kHeld / 2 + 1)), 503);
        QVERIFY(second.head.contains("\r\nRetry-After: "));
        QCOMPARE(small.ask(post(request)), 200);
        first.write(QByteArray(kHeld / 2 - request.size(), 'n'));
        QCOMPARE(first.status(), 400);  // it was let in, and is no request
        waitForMetric("bodies_held_bytes", 0);
        // The refused one goes on with its connection, when its body is gone.
        second.write(QByteArray(kHeld / 2 + 1, 'n'));
        QCOMPARE(second.ask(post(request)), 200);
    }

    /// Two were let in, as nothing of either had come; the one that passes the bound is told so in the middle.
    void theOneThatPassesTheBoundIsToldSo()
    {
        start([](HubServer::Options& options) { options.maxHeldBytes = kHeld; });
        const QByteArray request = m_hub->request(*m_officer).encode(m_officer->replicaKey);
        constexpr qsizetype kSize = kHeld - 1000;
        Client first(m_url), second(m_url);
        first.write(headFor(kSize));
        second.write(headFor(kSize));
        Client between(m_url);  // whoever connects after them has been read after them
        QCOMPARE(between.ask(get("/healthz")), 200);
        first.write(QByteArray(kSize / 2, 'n'));
        waitForMetric("bodies_held_bytes", kSize / 2);
        second.write(QByteArray(kSize - 1, 'n'));
        QCOMPARE(second.status(), 503);
        waitForMetric("bodies_held_bytes", kSize / 2);
        waitForMetric("answers_busy_total", 1);
        first.write(QByteArray(kSize - kSize / 2, 'n'));
        QCOMPARE(first.status(), 400);
        second.write("n");
        QCOMPARE(second.ask(post(request)), 200);
    }

    /// A line that goes away gives back what it held.
    void whoGoesAwayHoldsNothing()
    {
        start([](HubServer::Options& options) { options.maxHeldBytes = kHeld; });
        {
            Client gone(m_url);
            gone.write(headFor(kHeld) + QByteArray(kHeld / 2, 'n'));
            waitForMetric("bodies_held_bytes", kHeld / 2);
        }
        waitForMetric("bodies_held_bytes", 0);
    }

    /// What is only announced takes no memory.
    void anAnnouncedBodyTakesNoMemory()
    {
        constexpr int kClients = 12;
        start();
        const qint64 before = dataKiB();
        std::vector<std::unique_ptr<Client>> clients;
        for (int i = 0; i < kClients; ++i) {
            clients.push_back(std::make_unique<Client>(m_url));
            clients.back()->write(headFor(kMaxBodyBytes) + "n");
        }
        waitForMetric("bodies_held_bytes", kClients);
        QVERIFY2(dataKiB() - before < 2 * kMaxBodyBytes / 1024, QByteArray::number(dataKiB() - before));
        // It grows with what comes, to its end.
        const QByteArray whole(kMaxBodyBytes - 1, 'n');
        clients.front()->write(whole);
        QCOMPARE(clients.front()->status(), 400);
    }

    /// The queue fills while a body comes: what was sent over a bad line is not sent for nothing.
    void aBodyThatCameWaitsForItsTurn()
    {
        start([](HubServer::Options& options) {
            options.workers = 1;
            options.maxQueued = 0;
        });
        Desk second = m_hub->desk(2, u"second"_s, Role::Recorder, u"41"_s);
        const QByteArray slow = post(m_hub->request(second).encode(second.replicaKey));
        Client one(m_url), two(m_url), three(m_url);
        two.write(slow.left(slow.size() - 1));
        Client between(m_url);
        QCOMPARE(between.ask(get("/healthz")), 200);
        Holder holder(*m_hub->storage);
        one.write(post(m_hub->request(*m_officer).encode(m_officer->replicaKey)));
        waitForWorking(1);
        QCOMPARE(three.ask(headFor(1000)), 503);
        two.write(slow.right(1));
        waitForMetric("requests_waiting", 1);
        Client four(m_url);
        QCOMPARE(four.ask(headFor(10)), 503);  // nobody overtakes it
        holder.letGo();
        QCOMPARE(one.status(), 200);
        QCOMPARE(two.status(), 200);
    }

private:
    static constexpr qsizetype kHeld = 200'000;

    /// Memory that this process has asked for, whether it uses it or not.
    static qint64 dataKiB()
    {
        QFile file(u"/proc/self/status"_s);
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        for (const QByteArray& line : file.readAll().split('\n')) {
            if (line.startsWith("VmData:"))
                return line.mid(7).trimmed().split(' ').first().toLongLong();
        }
        return 0;
    }

    static Result<Transport::Reply> postOver(Transport& transport, const QByteArray& body)
    {
        std::optional<Result<Transport::Reply>> outcome;
        QEventLoop loop;
        transport.post(
            body, [](qint64, qint64) {},
            [&](const Result<Transport::Reply>& reply) {
                outcome = reply;
                loop.quit();
            });
        if (!outcome)
            loop.exec();
        return *outcome;
    }
};

QTEST_GUILESS_MAIN(HubBodiesTest)
#include "HubBodiesTest.moc"
