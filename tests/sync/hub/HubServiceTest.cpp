// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServedHub.h"

#include "core/base/Log.h"
#include "sync/hub/HubBackup.h"
#include "sync/hub/HubCheck.h"
#include "tests/harness/FailingCalls.h"
#include "tests/support/Places.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QTest>

#include <mutex>

using namespace prohori;
using namespace std::chrono_literals;

namespace {

/// Everything that is logged while it lives, as it would go to standard error.
class Logged {
public:
    Logged()
    {
        s_lines = this;
        m_before =
            qInstallMessageHandler([](QtMsgType, const QMessageLogContext& context, const QString& text) {
                const std::lock_guard lock(s_lines->m_guard);
                s_lines->m_text += QByteArray(context.category) + ": " + text.toUtf8() + '\n';
            });
    }
    ~Logged() { qInstallMessageHandler(m_before); }
    QByteArray text()
    {
        const std::lock_guard lock(m_guard);
        return m_text;
    }

private:
    static inline Logged* s_lines = nullptr;
    std::mutex m_guard;
    QByteArray m_text;
    QtMessageHandler m_before;
};

QByteArray contentOf(const QString& path)
{
    QFile file(inSource(path));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    return file.readAll();
}

QStringList directivesOf(const QString& unit)
{
    QStringList lines;
    for (const QByteArray& line : contentOf(u"packaging/hub/"_s + unit).split('\n')) {
        if (!line.startsWith('#') && line.contains('='))
            lines.append(QString::fromUtf8(line));
    }
    return lines;
}

}  // namespace

/// The hub as a service: how much it takes from whom, what it tells of itself, its certificate, its unit.
class HubServiceTest : public QObject, private ServedHub {
    Q_OBJECT
private slots:
    void init()
    {
        makeTls();
        makeHub();
    }
    void cleanup() { stop(); }

    // SEC-59
    void aStationHasSoMuchAnHourAndThenWaits()
    {
        FakeClock clock;
        HubLimits limits(clock, HubLimits::standard());
        const auto one = ReplicaId::fromBytes(QByteArray(16, 1)),
                   two = ReplicaId::fromBytes(QByteArray(16, 2));
        const auto person = CertificateId::fromBytes(QByteArray(16, 3));
        for (int i = 0; i < 60; ++i)
            QCOMPARE(limits.admit(one, person, HubLimits::Kind::Records, 1000), 0);
        QCOMPARE(limits.admit(one, person, HubLimits::Kind::Records, 1000), 60);
        // Another station, another person, and files go on.
        QCOMPARE(limits.admit(two, person, HubLimits::Kind::Records, 1000), 0);
        QCOMPARE(limits.admit(one, CertificateId::fromBytes(QByteArray(16, 4)), HubLimits::Kind::Records, 1),
                 0);
        QCOMPARE(limits.admit(one, person, HubLimits::Kind::Files, 1000), 0);
        clock.advance(59s);
        QCOMPARE(limits.admit(one, person, HubLimits::Kind::Records, 1000), 1);
        clock.advance(1s);
        QCOMPARE(limits.admit(one, person, HubLimits::Kind::Records, 1000), 0);
        QCOMPARE(limits.admit(one, person, HubLimits::Kind::Records, 1000), 60);
        clock.advance(2h);
        for (int i = 0; i < 60; ++i)
            QCOMPARE(limits.admit(one, person, HubLimits::Kind::Records, 1000), 0);
        QCOMPARE(limits.admit(one, person, HubLimits::Kind::Records, 1000), 60);
    }

    void bytesCountForRecordsAndFilesTogether()
    {
        FakeClock clock;
        HubLimits limits(clock, HubLimits::standard());
        const auto one = ReplicaId::fromBytes(QByteArray(16, 1));
        const auto person = CertificateId::fromBytes(QByteArray(16, 3));
        constexpr qint64 kMiB = 1024 * 1024;
        for (int i = 0; i < 8; ++i)
            QCOMPARE(limits.admit(one, person, i % 2 == 0 ? HubLimits::Kind::Records : HubLimits::Kind::Files,
                                  8 * kMiB),
                     0);
        const int wait = limits.admit(one, person, HubLimits::Kind::Files, 8 * kMiB);
        QCOMPARE(wait, 3600 / 8);
        clock.advance(std::chrono::seconds(wait));
        QCOMPARE(limits.admit(one, person, HubLimits::Kind::Files, 8 * kMiB), 0);
        // What no allowance would ever let through goes when nothing else did.
        clock.advance(2h);
        QCOMPARE(limits.admit(one, person, HubLimits::Kind::Records, 100 * kMiB), 0);
        QCOMPARE(limits.admit(one, person, HubLimits::Kind::Records, 64 * kMiB), 3600);
    }

    void anAddressMayErrSoOften()
    {
        FakeClock clock;
        HubLimits limits(clock, HubLimits::standard());
        for (int i = 0; i < 20; ++i)
            QCOMPARE(limits.noteBad(u"10.0.0.1"_s), 0);
        QCOMPARE(limits.noteBad(u"10.0.0.1"_s), 3);
        QCOMPARE(limits.noteBad(u"10.0.0.2"_s), 0);
        clock.advance(3s);
        QCOMPARE(limits.noteBad(u"10.0.0.1"_s), 0);
    }

    void beyondItsAllowanceAStationIsToldWhenToComeAgain()
    {
        m_hub->hub->limit({2, 2, 0, 0});
        start();
        Client client(m_url);
        for (int i = 0; i < 2; ++i)
            QCOMPARE(client.ask(post(m_hub->request(*m_officer).encode(m_officer->replicaKey))), 200);
        QCOMPARE(client.ask(post(m_hub->request(*m_officer).encode(m_officer->replicaKey))), 429);
        QVERIFY2(client.head.contains("Retry-After: 1800\r\n"), client.head);
        QVERIFY(client.head.contains("Connection: keep-alive"));
        // Nothing of it was taken, and its neighbour behind the same address is served.
        QCOMPARE(m_hub->storage->replica(m_officer->replica)->requestCounter, quint64(2));
        Desk other = m_hub->desk(2, u"other"_s, Role::Recorder, u"41"_s);
        QCOMPARE(client.ask(post(m_hub->request(other).encode(other.replicaKey))), 200);
        QCOMPARE(client.ask(get("/metrics")), 200);
        QVERIFY(client.body.contains("\nprohori_hub_answers_limited_total 1\n"));
    }

    void nobodyUsesUpTheAllowanceOfAnother()
    {
        m_hub->hub->limit({2, 2, 0, 3});
        QVERIFY(m_hub->send(*m_officer).error.isEmpty());
        start();
        Client client(m_url);
        const QByteArray forged = m_hub->request(*m_officer).encode(SigningKey::make());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(client.ask(post(forged)), 200);  // a signed answer: bad-signature
        QCOMPARE(client.ask(post(forged)), 429);
        QCOMPARE(client.ask(post(QByteArray(100, 'n'))), 429);
        // Who can prove who he is, is served from there all the same.
        QCOMPARE(client.ask(post(m_hub->request(*m_officer).encode(m_officer->replicaKey))), 200);
        Client elsewhere(m_url, u"127.0.0.2"_s);
        QCOMPARE(elsewhere.ask(post(QByteArray(100, 'n'))), 400);
    }

    void behindAProxyItsClientsAreToldApart()
    {
        m_hub->hub->limit({0, 0, 0, 1});
        start([](HubServer::Options& options) { options.isBehindProxy = true; });
        Client proxy(m_url);
        const auto noise = [&](const QByteArray& from) {
            return proxy.ask(post(QByteArray(100, 'n'), "X-Real-IP: " + from + "\r\n"));
        };
        QCOMPARE(noise("203.0.113.1"), 400);
        QCOMPARE(noise("203.0.113.1"), 429);
        QCOMPARE(noise("203.0.113.2"), 400);
        QCOMPARE(proxy.ask("GET /metrics HTTP/1.1\r\nX-Real-IP: 203.0.113.2\r\n\r\n"), 404);
        QCOMPARE(proxy.ask(get("/metrics")), 200);
    }

    void healthIsThatOfTheStorage()
    {
        start();
        Client client(m_url);
        QCOMPARE(client.ask(get("/healthz")), 200);
        QCOMPARE(client.body, QByteArray("ok\n"));
        auto raw = Connection::open(m_hub->path(), [secret = m_hub->storageKey()] { return secret.view(); });
        QVERIFY(raw);
        const Connection::MaintenanceScope maintained(*raw);
        QVERIFY(raw->run(u"ALTER TABLE statement RENAME TO gone"));
        QCOMPARE(client.ask(get("/healthz")), 503);
        QVERIFY(client.head.contains("Retry-After"));
        QVERIFY(raw->run(u"ALTER TABLE gone RENAME TO statement"));
        QCOMPARE(client.ask(get("/healthz")), 200);
    }

    void everyMetricIsOnThePage()
    {
        start();
        Client client(m_url);
        QCOMPARE(client.ask(get("/metrics")), 200);
        const QByteArray page = contentOf(u"packaging/hub/OPERATIONS.md"_s);
        int names = 0;
        for (const QByteArray& line : client.body.split('\n')) {
            if (!line.startsWith("# HELP "))
                continue;
            ++names;
            const QList<QByteArray> words = line.split(' ');
            QVERIFY2(page.contains("| `" + words[2] + "` |"), words[2]);
            QVERIFY2(client.body.contains("\n# TYPE " + words[2] + ' '), words[2]);
        }
        QVERIFY(names > 25);
        QCOMPARE(page.count("| `prohori_hub_"), names);
    }

    void theMetricsTellOfTheLastBackup()
    {
        QTemporaryDir folder;
        m_hub->send(*m_officer, {m_officer->save(newCase(u"41"_s))});
        const HubBackup tool(
            {m_hub->authority.info, m_hub->key, m_hub->storageKey(), folder.filePath(u"a"_s)});
        QVERIFY(tool.make(dynamic_cast<SqliteHubStorage&>(*m_hub->storage), folder.path(), m_hub->clock));
        start();
        Client client(m_url);
        QCOMPARE(client.ask(get("/healthz")), 200);
        QCOMPARE(client.ask(get("/metrics")), 200);
        QVERIFY(client.body.contains("\nprohori_hub_backup_changes 1\n"));
        const QByteArray made = QByteArray::number(double(m_hub->clock.now().msSinceEpoch) / 1000, 'f', 3);
        QVERIFY2(client.body.contains("\nprohori_hub_backup_made_seconds " + made + '\n'), client.body);
    }

    void everyEventOfTheLogIsOnThePage()
    {
        const QByteArray page = contentOf(u"packaging/hub/OPERATIONS.md"_s);
        static const QRegularExpression event(u"LogLine\\(\"([a-z.-]+)\"_L1\\)"_s);
        int events = 0;
        for (const QString& folder : {u"sync/hub"_s, u"app/hub"_s}) {
            const QDir dir(inSource(folder));
            for (const QString& name : dir.entryList({u"*.cpp"_s, u"*.h"_s}, QDir::Files)) {
                auto found = event.globalMatch(QString::fromUtf8(contentOf(folder + u'/' + name)));
                while (found.hasNext()) {
                    ++events;
                    const QString word = found.next().captured(1);
                    QVERIFY2(page.contains("| `" + word.toUtf8() + "` |"), qPrintable(word));
                }
            }
        }
        QVERIFY(events > 10);
    }

    // SEC-97: what people wrote, and what strangers send, never comes into the log.
    void theLogHoldsNothingOfACase()
    {
        const QByteArray marker = "ZQ-Rahima-7731";
        const QString word = QString::fromLatin1(marker);
        Logged logged;
        m_hub->hub->limit({0, 0, 0, 3});
        start();
        Client client(m_url);
        ChangeBody body = newCase(u"41"_s, word);
        body.items.append(SetItem{{1, {}, 105}, FieldValue::plain(word), {}});
        const auto first = m_officer->save(body);
        const auto refused = m_officer->save(newCase(u"42"_s, word));  // not his district
        QCOMPARE(client.ask(post(m_hub->request(*m_officer, {first, refused}).encode(m_officer->replicaKey))),
                 200);
        SyncRequest odd = m_hub->request(*m_officer);
        odd.cursors = {{word, 1}};
        QCOMPARE(client.ask(post(odd.encode(SigningKey::make()))), 200);
        QCOMPARE(client.ask(post(marker + QByteArray(100, 'n'))), 400);
        QCOMPARE(client.ask(get("/v1/cases/" + marker + "?name=" + marker)), 404);
        QCOMPARE(client.ask("GET /healthz HTTP/1.1\r\nX-Name: " + marker + "\r\n\r\n"), 200);
        Client broken(m_url);
        QCOMPARE(broken.ask(marker + " \x01\r\n\r\n"), 400);
        stop();
        const QByteArray text = logged.text();
        QVERIFY2(text.contains("request.taken") && text.contains("request.refused"), text);
        QVERIFY2(!text.contains("ZQ-Rahima"), text);
        // One line an event: a word, then names with values.
        static const QRegularExpression line(
            u"^prohori\\.hub(\\.server)?: [a-z.-]+( [a-z_]+=(\"[^\"]*\"|[^ ]+))*$"_s);
        for (const QByteArray& each : text.trimmed().split('\n'))
            QVERIFY2(line.match(QString::fromUtf8(each)).hasMatch(), each);
    }

    void aNewCertificateIsTakenWithoutACut()
    {
        start();
        Client before(m_url);
        QCOMPARE(before.ask(get("/healthz")), 200);
        const QSslCertificate old = before.socket().peerCertificate();
        // One that does not fit changes nothing, and is told.
        QVERIFY(QFile::remove(m_folder.filePath(u"tls.key"_s)));
        m_server->reloadTls();
        QTRY_VERIFY(metric("tls_reloads_refused_total") == "1");
        QCOMPARE(Client(m_url).socket().peerCertificate(), old);
        makeTls();
        m_server->reloadTls();
        QTRY_VERIFY(metric("tls_reloads_total") == "1");
        Client after(m_url);
        QCOMPARE(after.ask(post(m_hub->request(*m_officer).encode(m_officer->replicaKey))), 200);
        QVERIFY(after.socket().peerCertificate() != old);
        QCOMPARE(after.socket().peerCertificate(), m_certificate);
        // Who was there goes on with what he had.
        QCOMPARE(before.ask(post(m_hub->request(*m_officer).encode(m_officer->replicaKey))), 200);
        QCOMPARE(before.socket().peerCertificate(), old);
    }

    // SEC-62: what systemd-analyze counts; on Debian 12 it gives 1.2 and 0.5.
    void theUnitsAreHardened()
    {
        const QStringList wanted{u"User=prohori-hub"_s,
                                 u"NoNewPrivileges=yes"_s,
                                 u"CapabilityBoundingSet="_s,
                                 u"ProtectSystem=strict"_s,
                                 u"ProtectHome=yes"_s,
                                 u"PrivateTmp=yes"_s,
                                 u"PrivateDevices=yes"_s,
                                 u"PrivateUsers=yes"_s,
                                 u"DevicePolicy=closed"_s,
                                 u"ProtectClock=yes"_s,
                                 u"ProtectControlGroups=yes"_s,
                                 u"ProtectHostname=yes"_s,
                                 u"ProtectKernelLogs=yes"_s,
                                 u"ProtectKernelModules=yes"_s,
                                 u"ProtectKernelTunables=yes"_s,
                                 u"ProtectProc=invisible"_s,
                                 u"ProcSubset=pid"_s,
                                 u"RestrictNamespaces=yes"_s,
                                 u"RestrictRealtime=yes"_s,
                                 u"RestrictSUIDSGID=yes"_s,
                                 u"RemoveIPC=yes"_s,
                                 u"LockPersonality=yes"_s,
                                 u"MemoryDenyWriteExecute=yes"_s,
                                 u"SystemCallArchitectures=native"_s,
                                 u"SystemCallFilter=@system-service"_s,
                                 u"SystemCallFilter=~@privileged @resources"_s,
                                 u"UMask=0077"_s,
                                 u"LimitCORE=0"_s};
        for (const QString& unit : {u"prohori-hub.service"_s, u"prohori-hub-backup.service"_s}) {
            const QStringList lines = directivesOf(unit);
            for (const QString& line : wanted)
                QVERIFY2(lines.contains(line), qPrintable(unit + u": "_s + line));
            QVERIFY(lines.filter(u"ReadWritePaths=/ "_s).isEmpty());
        }
        const QStringList hub = directivesOf(u"prohori-hub.service"_s);
        QVERIFY(hub.contains(u"IPAddressDeny=any"_s) && hub.contains(u"StateDirectoryMode=0700"_s));
        QVERIFY(hub.contains(u"ExecReload=/bin/kill -HUP $MAINPID"_s));
        QVERIFY(!hub.filter(u"--requests-an-hour 60 --mib-an-hour 64 --bad-a-minute 20"_s).isEmpty());
        QVERIFY(directivesOf(u"prohori-hub-backup.service"_s).contains(u"PrivateNetwork=yes"_s));
    }

    // REL-05 at the hub: who asks is told to come again, nothing is half taken in, and it goes on when there is room, without a restart.
    void aFullDiskRefusesAndGoesOn()
    {
        FailurePlan* plan = useFailurePlan(QFile::encodeName(m_folder.filePath(u"plan"_s)).constData());
        QVERIFY(plan);
        qstrncpy(plan->under, QFile::encodeName(m_hub->path()).constData(), sizeof plan->under);
        start();
        const auto before = m_officer->save(newCase(u"41"_s));
        Client client(m_url);
        QCOMPARE(ask(client, {before}), 200);
        const auto change = m_officer->save(newCase(u"41"_s));
        const SyncRequest made = m_hub->request(*m_officer, {change});
        const QByteArray request = made.encode(m_officer->replicaKey);
        Logged logged;
        plan->begin(FailurePlan::Pwrite, 1, ENOSPC, true);
        for (int times = 1; times <= 3; ++times) {
            QCOMPARE(client.ask(post(request)), 503);
            QVERIFY(client.head.contains("\r\nRetry-After: "));
            QCOMPARE(metric("answers_disk_full_total"), QByteArray::number(times));
        }
        QVERIFY(plan->failed > 0);
        QVERIFY2(logged.text().contains("prohori.hub.server: disk.full why="), logged.text());
        // What needs no room is answered meanwhile, and shows nothing of it.
        QCOMPARE(client.ask(get("/healthz")), 200);
        QVERIFY(!*m_hub->storage->judgement(change->id()));
        QCOMPARE(*m_hub->storage->feedEnd(u"41"_s), quint64(1));
        plan->end();
        QCOMPARE(client.ask(post(request)), 200);
        const auto answer = SyncAnswer::decode(client.body, m_hub->id(), blake2b(request));
        QVERIFY(answer && receiptCovers(answer->receipt, m_hub->id(), {change->id()}, answer->verdicts));
        QCOMPARE(*m_hub->storage->feedEnd(u"41"_s), quint64(2));
        QCOMPARE(metric("answers_disk_full_total"), "3");
        stop();
        m_hub->restart();
        const auto found = checkHub(*m_hub->storage, m_hub->authority.info);
        QVERIFY2(found && found->faults.isEmpty(), qPrintable(found->faults.join(u'\n')));
    }

private:
    /// Sends them, and what it was answered; the station counts them as sent.
    int ask(Client& client, const QList<ChangePtr>& changes)
    {
        const int status =
            client.ask(post(m_hub->request(*m_officer, changes).encode(m_officer->replicaKey)));
        m_officer->sent = changes.last()->body().counter;
        m_officer->sentHead = changes.last()->id();
        return status;
    }
    QByteArray metric(const QByteArray& name)
    {
        Client client(m_url, u"127.0.0.9"_s);
        if (client.ask(get("/metrics")) != 200)
            return {};
        const QByteArray start = "\nprohori_hub_" + name + ' ';
        const qsizetype at = client.body.indexOf(start) + start.size();
        return client.body.mid(at, client.body.indexOf('\n', at) - at);
    }
};

QTEST_GUILESS_MAIN(HubServiceTest)
#include "HubServiceTest.moc"
