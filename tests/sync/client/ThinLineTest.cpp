// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/SyncBudget.h"
#include "tests/sync/bundles/Sticks.h"

#include <QEventLoop>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A line of so many bytes a second and one round trip, by a clock that stands still else. It is cut where an exchange takes too long.
class ThinLine final : public QObject, public Transport {
public:
    ThinLine(StickHub& hub, qint64 bytesPerSecond) : m_hub(hub), m_bytesPerSecond(bytesPerSecond) {}

    void post(const QByteArray& body, Progress progress, Done done) override
    {
        QMetaObject::invokeMethod(
            this,
            [this, body, progress = std::move(progress), done = std::move(done)] {
                if (!travels(body.size(), progress, true)) {
                    done(cutOff());
                    return;
                }
                const auto said = m_hub.hub->handle(body);
                if (!said)
                    qFatal("%s", qPrintable(said.error().detail));
                m_hub.clock.advance(kRound);
                largest = std::max({largest, body.size(), said->size()});
                if (!losesAnswers && travels(said->size(), progress, false))
                    done(Reply{200, *said, 0});
                else
                    done(cutOff());
            },
            Qt::QueuedConnection);
    }
    void cancel() override {}

    static constexpr std::chrono::milliseconds kRound = 600ms;
    qsizetype largest = 0;
    bool losesAnswers = false;
    std::chrono::milliseconds cutAfter = 30s;  ///< as the hub's own deadline for a body

private:
    static Error cutOff() { return {ErrorCode::Offline, u"the line is cut"_s}; }
    bool travels(qint64 bytes, const Progress& progress, bool isUp)
    {
        const std::chrono::milliseconds takes(bytes * 1000 / m_bytesPerSecond);
        m_hub.clock.advance(std::min(takes, cutAfter));
        progress(isUp ? bytes : -1, isUp ? 0 : bytes);
        return takes <= cutAfter;
    }

    StickHub& m_hub;
    qint64 m_bytesPerSecond;
};

constexpr qint64 kSlowLine = 50'000 / 8;
constexpr int kCases = 40;

}  // namespace

/// 50 kbit/s and 600 ms, by a clock of the test: how much one exchange carries, and when the first case can be worked with.
class ThinLineTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }
    void init()
    {
        m_hub = std::make_unique<StickHub>();
        m_officer = std::make_unique<StickStation>(*m_hub, 7, u"rahima"_s, Role::Recorder, u"41"_s);
        m_other = std::make_unique<StickStation>(*m_hub, 9, u"shirin"_s, Role::Recorder, u"41"_s);
        for (StickStation* station : {m_officer.get(), m_other.get()}) {
            const QList<Statement> statements = m_officer->who.statements() + m_other->who.statements();
            station->know(statements);
            m_hub->know(statements);
        }
    }

    // The first case can be worked with after five seconds, and no exchange takes longer than the hub waits.
    void theFirstCasesComeSoon()
    {
        createCases();
        QVERIFY(m_officer->sync());
        const Instant begin = m_hub->clock.now();
        std::optional<std::chrono::milliseconds> first;
        const auto done = sync(*m_other, kSlowLine, [&] {
            if (!first && m_other->store->counts().changes > 0)
                first = std::chrono::milliseconds(m_hub->clock.now().msSinceEpoch - begin.msSinceEpoch);
        });
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QCOMPARE(done->received, kCases);
        const auto all = std::chrono::milliseconds(m_hub->clock.now().msSinceEpoch - begin.msSinceEpoch);
        qInfo("first cases after %lld ms, all %d after %lld ms: %lld bytes in %d requests",
              qint64(first->count()), kCases, qint64(all.count()), done->bytesDown, done->requests);
        QVERIFY(*first < 5s);
        QVERIFY(m_largest < 9 * kSlowLine);
        // What the short exchanges cost beside the bytes is a small part.
        QVERIFY(all < std::chrono::milliseconds(done->bytesDown * 1000 / kSlowLine) * 5 / 4);
    }

    // 200 cases, and somebody's own three are the last of them: those can be worked with after five seconds.
    void ownCasesComeFirst_data()
    {
        QTest::addColumn<int>("chance");
        QTest::addColumn<std::chrono::milliseconds>("most");
        // What tests/bench measures of practice cases: some 670 bytes without what is sealed, some 910 with it. A new line needs two
        // round trips more. 30 s is what is aimed at; with what is sealed the bytes alone take that.
        QTest::addRow("nothing sealed") << 547 << 30s - 2 * ThinLine::kRound;
        QTest::addRow("as entered") << 790 << std::chrono::milliseconds(34s);
    }
    void ownCasesComeFirst()
    {
        QFETCH(int, chance);
        QFETCH(std::chrono::milliseconds, most);
        QVERIFY(m_other->store->checkpoint(true));
        const QTemporaryDir folder;
        const QString blank = folder.filePath(u"blank"_s);
        copyFolder(m_other->folder, blank);
        Desk crowd = m_hub->desk(20, u"babul"_s, Role::Recorder, u"41"_s);
        QList<ChangePtr> cases;
        for (int i = 0; i < 197; ++i) {
            ChangeBody body = newCase(u"41"_s, u"41-2026-C-%1"_s.arg(i));
            body.items = {SetItem{{1, {}, 104}, FieldValue::plain(textOf(chance)), {}}};
            cases.append(crowd.save(body));
        }
        QCOMPARE(m_hub->send(crowd, cases).verdicts.size(), 197);
        QList<RecordId> own;
        for (int i = 0; i < 3; ++i)
            own.append(m_other->create(textOf(chance))->body().record);
        QVERIFY(m_other->sync());
        const auto ownAfter = [&](const QString& name, quint64 aheadBeyond) {
            m_hub->hub->sendAheadBeyond(aheadBeyond);
            m_other->store.reset();
            copyFolder(blank, folder.filePath(name));
            m_other->open(folder.filePath(name));
            if (!m_other->remint())
                qFatal("no new replica");
            const Instant begin = m_hub->clock.now();
            const auto now = [&] {
                return std::chrono::milliseconds(m_hub->clock.now().msSinceEpoch - begin.msSinceEpoch);
            };
            std::optional<std::chrono::milliseconds> had;
            const auto done = sync(*m_other, kSlowLine, [&] {
                if (!had && std::all_of(own.begin(), own.end(), [&](const RecordId& one) {
                        return m_other->store->caseRow(one).has_value();
                    }))
                    had = now();
            });
            if (!done || !had || done->received != 200)
                qFatal("not all has come");
            qInfo("own cases after %lld ms, all 200 after %lld ms: %lld bytes in %d requests",
                  qint64(had->count()), qint64(now().count()), done->bytesDown, done->requests);
            return std::pair{*had, now()};
        };
        const auto [plain, allPlain] = ownAfter(u"plain"_s, 1'000);
        const auto [ahead, allAhead] = ownAfter(u"ahead"_s, Hub::kLargeBacklog);
        QVERIFY(plain > 20s);
        QVERIFY(ahead < 5s - 2 * ThinLine::kRound);
        QVERIFY(allAhead < most);
        QVERIFY(allAhead < allPlain * 104 / 100);
    }

    void anUploadFitsIntoTheTimeThatAHubGives()
    {
        createCases();
        const auto done = sync(*m_officer, kSlowLine);
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QCOMPARE(done->sent, kCases);
        QVERIFY(m_officer->store->outbox(1).isEmpty());
        QVERIFY(m_largest < 12 * kSlowLine);
    }

    // What a good line taught does not stand in the way on a bad one: each cut makes the next exchange smaller, and what came is kept.
    void aLineThatBecameThinIsFound()
    {
        QVERIFY(m_officer->store->setSetting(u"sync.line_budget"_s, QString::number(SyncBudget::kMost)));
        createCases();
        int tries = 0;
        while (!m_officer->store->outbox(1).isEmpty()) {
            (void)sync(*m_officer, kSlowLine / 4);
            QVERIFY(++tries < 4);
        }
        QVERIFY(tries > 1);
    }

    // The hub has more than the next upload holds, which is smaller after the cut: that alone makes no copy of this store.
    void aLostAnswerMakesNoNewReplica()
    {
        QVERIFY(m_officer->store->setSetting(u"sync.line_budget"_s, QString::number(SyncBudget::kMost)));
        createCases();
        const ReplicaId before = m_officer->store->replica();
        QCOMPARE(sync(*m_officer, 10'000'000, {}, true).error().code, ErrorCode::Offline);
        QCOMPARE(m_officer->store->outbox(2 * kCases).size(), kCases);
        const auto done = sync(*m_officer, 10'000'000);
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QVERIFY(done->requests > 1);
        QVERIFY(!done->reminted);
        QCOMPARE(m_officer->store->replica(), before);
        QCOMPARE(done->sent, kCases);
        QVERIFY(m_officer->store->outbox(1).isEmpty());
        QVERIFY(m_other->sync());
        QCOMPARE(m_other->store->counts().changes, qint64(kCases));
    }

    // What the hub has and this store has not was made by a copy, or lost with a backup.
    void aStoreThatLacksWhatTheHubHasIsACopy()
    {
        const QTemporaryDir folder;
        const QString copy = folder.filePath(u"copy"_s);
        m_officer->create(caseText());
        QVERIFY(m_officer->sync());
        QVERIFY(m_officer->store->checkpoint(true));
        copyFolder(m_officer->folder, copy);
        m_officer->create(caseText());
        QVERIFY(m_officer->sync());
        m_officer->store.reset();
        m_officer->open(copy);
        const ReplicaId before = m_officer->store->replica();
        const auto done = sync(*m_officer, 10'000'000);
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QVERIFY(done->reminted);
        QVERIFY(m_officer->store->replica() != before);
        QCOMPARE(m_officer->store->counts().changes, qint64(2));
    }

    void aGoodLineCarriesAllInFewExchanges()
    {
        createCases();
        const auto done = sync(*m_officer, 10'000'000);
        QVERIFY(done);
        QVERIFY2(done->requests <= 4, qPrintable(QString::number(done->requests)));
        // It is remembered.
        createCases();
        QVERIFY(m_largest > 60'000);
        QCOMPARE(sync(*m_officer, 10'000'000)->requests, 1);
    }

    void theBudgetFollowsTheLine()
    {
        SyncBudget budget;
        QCOMPARE(budget.bytes(), SyncBudget::kLeast);
        budget.carried(300, 0, 20ms);  // a sync with nothing to do tells nothing
        QCOMPARE(budget.bytes(), SyncBudget::kLeast);
        budget.carried(SyncBudget::kLeast, 0, 0ms);
        QCOMPARE(budget.bytes(), 8 * SyncBudget::kLeast);
        for (int i = 0; i < 5; ++i)
            budget.carried(budget.bytes(), 0, 100ms);
        QCOMPARE(budget.bytes(), SyncBudget::kMost);
        budget.carried(60'000, 0, 10s);
        QCOMPARE(budget.bytes(), 60'000);
        budget.carried(500, 0, 20s);
        QCOMPARE(budget.bytes(), SyncBudget::kLeast);
        budget.cut(100);
        QCOMPARE(budget.bytes(), SyncBudget::kLeast);
        QVERIFY(!budget.isQuickUp());
        budget.carried(300, 0, 0ms);  // as little tells nothing of what a line carries
        QVERIFY(!budget.isQuickUp());
        budget.carried(100'000, 0, 100ms);
        QVERIFY(budget.isQuickUp());
        budget.carried(300, 0, 1s);
        QVERIFY(budget.isQuickUp());
        budget.carried(100'000, 0, 101ms);
        QVERIFY(!budget.isQuickUp());
        budget.carried(100'000, 0, 1ms);
        budget.cut(100'000);
        QVERIFY(!budget.isQuickUp());
        budget = SyncBudget(SyncBudget::kMost);
        QCOMPARE(budget.bytesDown(), SyncBudget::kMostDown - 1);
        budget.carried(100'000, 100'000, 100ms);
        QCOMPARE(budget.bytesDown(), SyncBudget::kMostDown);
        budget.carried(0, 100'000, 101ms);
        QVERIFY(budget.isQuickUp() && !budget.isQuickDown());
        QCOMPARE(budget.bytesDown(), SyncBudget::kMostDown - 1);
        budget = SyncBudget(SyncBudget::kMost);
        budget.cut(400'000);
        QCOMPARE(budget.bytes(), 50'000);
        QCOMPARE(SyncBudget(1'000'000'000).bytes(), SyncBudget::kMost);
    }

private:
    QString textOf(qsizetype chance)
    {
        return QString::fromLatin1(m_officer->random.bytes(chance).toBase64());
    }
    /// A large one: 2.4 KB on the line.
    QString caseText() { return textOf(2'250); }
    void createCases()
    {
        for (int i = 0; i < kCases; ++i)
            m_officer->create(caseText());
    }

    Result<SyncSummary> sync(StickStation& station, qint64 bytesPerSecond,
                             const std::function<void()>& look = {}, bool losesAnswers = false)
    {
        ThinLine line(*m_hub, bytesPerSecond);
        line.losesAnswers = losesAnswers;
        SyncClient client(*station.store, line,
                          {m_hub->id(), station.who.certificate.id(), [&] { return station.remint(); }},
                          m_hub->clock);
        std::optional<Result<SyncSummary>> outcome;
        QEventLoop loop;
        connect(&client, &SyncClient::progressed, &loop, [&] {
            if (look)
                look();
        });
        connect(&client, &SyncClient::finished, &loop, [&](const Result<SyncSummary>& result) {
            outcome = result;
            loop.quit();
        });
        client.start();
        if (!outcome)
            loop.exec();
        m_largest = line.largest;
        return *outcome;
    }

    std::unique_ptr<StickHub> m_hub;
    std::unique_ptr<StickStation> m_officer, m_other;
    qsizetype m_largest = 0;
};

QTEST_GUILESS_MAIN(ThinLineTest)
#include "ThinLineTest.moc"
