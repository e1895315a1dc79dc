// SPDX-License-Identifier: GPL-3.0-or-later
#include "BadLine.h"
#include "HarnessOptions.h"
#include "RealHub.h"

#include "app/station/CaseDesk.h"
#include "app/station/PracticeCases.h"
#include "core/secrets/Password.h"

#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr int kSessions = 30;  ///< in every build; the full budget is --runs 5000
constexpr int kSessionsARound = 10;
constexpr int kHealingSyncs = 3;
constexpr int kPatienceMs = 60'000;
constexpr int kFoulPercent = 40;

/// Where the line is bad.
enum Where { BelowTls = 1, AboveTls = 2 };

/// The control: what was sent counts as received, whether an answer came or not.
class ForgetfulTransport final : public QObject, public Transport {
public:
    explicit ForgetfulTransport(Store& store, const Clock& clock) : m_store(store), m_clock(clock) {}
    void post(const QByteArray&, Progress, Done done) override
    {
        QList<Verdict> verdicts;
        for (const OutboxEntry& entry : m_store.outbox(1000))
            verdicts.append({entry.change->id(), Delivery::Custody, Refusal::None, m_clock.now(), "sent"});
        if (!m_store.recordVerdicts(verdicts))
            qFatal("the queue cannot be cleared");
        QMetaObject::invokeMethod(
            this,
            [done] {
                done(Error{ErrorCode::Offline, u"the line is cut"_s});
            },
            Qt::QueuedConnection);
    }
    void cancel() override {}

private:
    Store& m_store;
    const Clock& m_clock;
};

}  // namespace

/** Two stations and a hub that is served over TLS, with a line between them that is bad in every way: when it is good again both hold the same,
    nothing is lost, doubled or stuck (REL-21, REL-22, REL-24, REL-25).
*/
class NetTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        qputenv("PROHORI_NO_KEYCHAIN", "1");
        qputenv("XDG_STATE_HOME", m_folder.path().toUtf8());
        QVERIFY(startSecrets());
        QByteArray typed = "glacier umbrella violin cactus";
        m_password = SecretBytes::takeFrom(typed);
        auto authority = Authority::create(m_folder.filePath(u"authority"_s), u"Test"_s, false, m_password,
                                           kLeastPasswordCost, m_clock);
        QVERIFY(authority);
        m_authority = std::move(*authority);
        auto hub = RealHub::make(m_folder.filePath(u"hub"_s), *m_authority);
        QVERIFY2(hub, hub ? "" : qPrintable(hub.error().detail));
        m_hub = std::move(*hub);
        const auto started = m_hub->start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
        m_line = std::make_unique<BadLine>(m_hub->port(), testSeed());
        for (const QString& login : {u"anika"_s, u"babul"_s})
            m_stations.append(join(login));
        // Before anything goes wrong all know each other.
        HarnessResult nothing;
        heal(nothing, Look::AtAll);
        QVERIFY(nothing.isClean());
    }
    void cleanupTestCase()
    {
        m_stations.clear();
        if (m_hub)
            m_hub->stop();
    }

    void nothingIsLostDoubledOrStuck()
    {
        HarnessResult result;
        QElapsedTimer timer;
        timer.start();
        const int sessions = harnessOptions().runsOr(kSessions);
        while (result.runs < sessions) {
            for (int i = 0; i < kSessionsARound && result.runs < sessions; ++i, ++result.runs)
                session(1 + m_random.below(3), result);
            heal(result, Look::AtNews);
        }
        heal(result, Look::AtAll);
        result.confirmed = int(m_changes.size());
        result.milliseconds = timer.elapsed();
        result.print("H-NET");
        QVERIFY(result.isClean());
        QVERIFY2(result.inside * 5 > result.runs, "too few sessions failed");
        QVERIFY(m_faults > 0);
    }

    void theHubIsSound()
    {
        m_hub->stop();
        const auto checked = RealHub::run({u"check"_s, m_folder.filePath(u"hub"_s)});
        QVERIFY2(checked, checked ? "" : qPrintable(checked.error().detail));
        QVERIFY(m_hub->start());
    }

    void controlQueueClearedOnSend()
    {
        HarnessResult result;
        save(m_stations.first());
        ForgetfulTransport line(m_stations.first()->station->store(), m_clock);
        QVERIFY(!sync(*m_stations.first(), line, result));
        heal(result, Look::AtAll);
        result.runs = 1;
        result.confirmed = int(m_changes.size());
        result.print("control: queue cleared on send");
        QVERIFY(result.lost > 0);
    }

private:
    struct Desk {
        std::unique_ptr<Station> station;
        std::unique_ptr<Transport> line;
        QList<Answers> cases;
    };
    struct Made {
        ChangeId change;
        RecordId record;
        int by;  ///< of m_stations
    };

    std::shared_ptr<Desk> join(const QString& login)
    {
        const QString folder = m_folder.filePath(login);
        const QString url = u"https://127.0.0.1:%1"_s.arg(m_line->serverPort());
        const auto invitation = m_authority->invite(Role::Recorder, u"41"_s, u"Test person"_s, login, url,
                                                    m_hub->certificate().tlsPin);
        if (!invitation)
            qFatal("%s", qPrintable(invitation.error().detail));
        SystemKeychain keychain;
        const auto keys =
            waitFor(joinStation({folder, *invitation, m_password, kLeastPasswordCost}, keychain, m_clock));
        if (!keys)
            qFatal("%s", qPrintable(keys.error().detail));
        auto station = Station::open(folder, *keys, m_clock);
        if (!station)
            qFatal("%s", qPrintable(station.error().detail));
        auto desk = std::make_shared<Desk>();
        desk->station = std::move(*station);
        const HubAddress hub = desk->station->hub();
        desk->line = makeHttpTransport(hub.url, hub.tlsPin);
        PracticeCases cases(desk->station->engine(), u"41"_s, testSeed(), m_clock.today());
        for (int i = 0; i < 3; ++i)
            desk->cases.append(cases.next());
        return desk;
    }

    void save(const std::shared_ptr<Desk>& desk)
    {
        QList<Answers> batch;
        for (int i = m_random.below(3); i >= 0; --i)
            batch.append(m_random.oneOf(desk->cases));
        const auto saved = CaseDesk(*desk->station).createAll(batch);
        if (!saved)
            qFatal("%s", qPrintable(saved.error().detail));
        for (const SavedCase& one : *saved)
            m_changes.append({one.change, one.record, int(m_stations.indexOf(desk))});
    }

    void session(int where, HarnessResult& result)
    {
        const auto desk = m_random.oneOf(m_stations);
        if (m_random.chance(80))
            save(desk);
        m_line->set(where & BelowTls ? Toxics::draw(m_random) : Toxics(), m_random.chance(50));
        FoulTransport line(*desk->line, m_overheard, m_random);
        line.percent = where & AboveTls ? kFoulPercent : 0;
        result.inside += sync(*desk, line, result) ? 0 : 1;
        m_faults += line.faults;
    }

    bool sync(Desk& desk, Transport& line, HarnessResult& result)
    {
        const auto client = desk.station->makeSyncClient(line);
        std::optional<Result<SyncSummary>> outcome;
        QEventLoop loop;
        connect(client.get(), &SyncClient::finished, &loop, [&](const Result<SyncSummary>& ended) {
            outcome = ended;
            loop.quit();
        });
        QTimer::singleShot(kPatienceMs, &loop, [&loop] { loop.exit(); });
        client->start();
        if (!outcome)
            loop.exec();
        if (!outcome) {
            qWarning("a sync came to no end");
            ++result.damaged;
            client->cancel();
            return false;
        }
        if (!*outcome)
            m_lastError = outcome->error().detail;
        return bool(*outcome);
    }

    /// What each round looks at: everything would make a night's rounds grow with the square of their number.
    enum class Look { AtNews, AtAll };

    /// The line is good again: a few syncs, and all is as it should be.
    void heal(HarnessResult& result, Look look)
    {
        const QList<Made> seen = look == Look::AtAll ? m_changes : m_changes.mid(m_looked);
        m_looked = m_changes.size();
        m_line->set({}, true);
        for (int i = 0; i < kHealingSyncs; ++i) {
            for (int asking = 1; asking >= 0; --asking) {
                if (!sync(*m_stations[asking], *m_stations[asking]->line, result)) {
                    qWarning("over a good line: %s", qPrintable(m_lastError));
                    ++result.damaged;
                }
                result.lost += withoutChange(seen, 1 - asking, asking);
            }
        }
        for (const auto& desk : std::as_const(m_stations)) {
            const Store& store = desk->station->store();
            const StoreCounts counts = store.counts();
            if (counts.unsent + counts.waiting + counts.quarantined > 0) {
                qWarning("%lld unsent, %lld wait, %lld in quarantine", counts.unsent, counts.waiting,
                         counts.quarantined);
                ++result.damaged;
            }
            for (const auto& [change, record, by] : seen) {
                const auto history = store.history(record);
                if (!history || !history->find(change))
                    ++result.lost;
                else if (history->size() != 1)
                    ++result.partial;
            }
            if (counts.cases != m_changes.size())
                ++result.partial;
        }
        if (look == Look::AtNews)
            return;
        const auto one = m_stations[0]->station->store().foldDigest();
        const auto other = m_stations[1]->station->store().foldDigest();
        if (!one || !other || *one != *other)
            ++result.partial;
    }

    /// Receipts that one station holds for changes which the hub does not have: the other one, who has just asked, did not get them (REL-24). A
    /// station that hears of it offers them again, so this is seen before it asks.
    int withoutChange(const QList<Made>& seen, int holding, int asking) const
    {
        int count = 0;
        for (const Made& one : seen) {
            const Delivery delivery = m_stations[holding]->station->store().delivery(one.change);
            const auto history = m_stations[asking]->station->store().history(one.record);
            const bool isThere = history && history->find(one.change);
            count += one.by == holding && delivery != Delivery::Unsent && !isThere ? 1 : 0;
        }
        return count;
    }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    SecretBytes m_password;
    std::unique_ptr<Authority> m_authority;
    std::unique_ptr<RealHub> m_hub;
    std::unique_ptr<BadLine> m_line;
    QList<std::shared_ptr<Desk>> m_stations;
    QList<Made> m_changes;
    qsizetype m_looked = 0;  ///< so many of them by an earlier round
    Overheard m_overheard;
    SeededRandom m_random{testSeed()};
    QString m_lastError;
    int m_faults = 0;
};

int main(int argc, char** argv)
{
    return harnessMain<NetTest>(argc, argv);
}
#include "NetTest.moc"
