// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ChangeDictionary.h"
#include "ScriptedSync.h"

#include <QEventLoop>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

using Answering = std::function<void(SyncAnswer&, const SyncRequest&)>;
using Delivering = std::function<Result<Transport::Reply>(const Transport::Reply&)>;

namespace {

Result<Transport::Reply> offline()
{
    return Error{ErrorCode::Offline, u"the line is cut"_s};
}

}  // namespace

/// The sync as a state machine, on a real store and a hub that answers from a script.
class SyncClientTest : public QObject, private ScriptedSync {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }
    void init() { begin(); }

    // --- what is sent

    void theFirstRequestCarriesStatementsAndChanges()
    {
        const ChangePtr first = m_desk->newCase();
        const ChangePtr second = m_desk->newCase();
        QVERIFY(sync());
        QCOMPARE(m_hub->asked.size(), 1);
        const SyncRequest& request = m_hub->asked[0].request;
        QCOMPARE(request.hub, m_hub->id());
        QCOMPARE(request.replica, m_desk->person.replica);
        QCOMPARE(request.person, m_desk->person.certificate.id());
        QVERIFY(m_hub->asked[0].isSignedBy(m_desk->person.replicaKey.publicKey()));
        QCOMPARE(request.requestCounter, 1);
        QCOMPARE(request.headCounter, 0);
        QCOMPARE(request.statements.size(), 3);
        QCOMPARE(m_hub->uploaded, (QList<ChangeId>{first->id(), second->id()}));
        QVERIFY(m_desk->queue().isEmpty());
        QCOMPARE(m_desk->store->delivery(first->id()), Delivery::Custody);
    }

    // A hub says which dictionaries it has, and the next upload uses one; a hub of before says nothing.
    void anUploadUsesADictionaryThatTheHubHas()
    {
        const quint32 ours = changeDictionaries().first();
        bool isOfBefore = false;
        m_hub->alter = [&](SyncAnswer& answer, const SyncRequest& request) {
            QCOMPARE(request.dictionaries, changeDictionaries());
            if (!isOfBefore)
                answer.dictionaries = {77'777, ours};
        };
        for (const quint32 used : {0u, ours, ours, 0u}) {
            m_desk->newCase();
            isOfBefore = m_hub->asked.size() == 2;
            QVERIFY(sync());
            QCOMPARE(m_hub->asked.last().request.frames[0].dictionary, used);
        }
        QCOMPARE(m_hub->asked.size(), 4);
        QVERIFY(m_desk->queue().isEmpty());
    }

    // A hub that was put back to a program of before cannot read the frames: they go once more, without.
    void aHubThatLostTheDictionaryGetsTheUploadWithout()
    {
        const quint32 ours = changeDictionaries().first();
        m_hub->alter = [&](SyncAnswer& answer, const SyncRequest&) { answer.dictionaries = {ours}; };
        QVERIFY(sync());
        QCOMPARE(uploadDictionary(*m_desk->store), ours);
        m_hub->alter = [](SyncAnswer& answer, const SyncRequest& request) {
            if (!request.frames.isEmpty() && request.frames[0].dictionary != 0) {
                answer = SyncAnswer{};
                answer.error = u"bad-frame"_s;
            }
        };
        keepEnvelope();
        m_desk->newCase();
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QCOMPARE(done->requests, 2);
        QVERIFY(m_desk->queue().isEmpty());
        QCOMPARE(uploadDictionary(*m_desk->store), 0u);
        QVERIFY(m_hub->asked.last().request.dictionaries.isEmpty());
        // A frame that is bad without one stays so: nothing goes round and round.
        m_hub->alter = [](SyncAnswer& answer, const SyncRequest&) {
            answer = SyncAnswer{};
            answer.error = u"bad-frame"_s;
        };
        keepEnvelope();
        m_desk->newCase();
        QCOMPARE(sync().error().hint, u"bad-frame"_s);
    }

    void framesWithADictionaryAreApplied()
    {
        m_hub->put(m_colleague->newCase());
        m_hub->put(m_colleague->newCase());
        quint32 dictionary = changeDictionaries().first();
        m_hub->alter = [&](SyncAnswer& answer, const SyncRequest&) {
            answer.frames.clear();
            packFrame(m_hub->feed, 0, m_hub->feedName, answer.frames.emplace_back(), {},
                      changeDictionaries().first());
            answer.frames[0].dictionary = dictionary;
            answer.more = false;
        };
        // One that is not here: the cursor stays, and why is said.
        dictionary ^= 1;
        QCOMPARE(sync().error().hint, u"dictionary"_s);
        QCOMPARE(m_desk->cursor(), 0);
        dictionary ^= 1;
        const auto done = sync();
        QVERIFY(done);
        QCOMPARE(done->received, 2);
        QCOMPARE(m_desk->cursor(), 2);
    }

    void theNextRequestGoesOnFromThere()
    {
        const ChangePtr first = m_desk->newCase();
        QVERIFY(sync());
        QVERIFY(sync());
        const ChangePtr second = m_desk->newCase();
        QVERIFY(sync());
        QCOMPARE(m_hub->asked.size(), 3);
        const SyncRequest& idle = m_hub->asked[1].request;
        QCOMPARE(idle.requestCounter, 2);
        QCOMPARE(idle.headCounter, 1);
        QCOMPARE(idle.head, first->id());
        QVERIFY(idle.frames.isEmpty() && idle.statements.isEmpty());
        QCOMPARE(idle.statementCursor, quint64(m_hub->news.size()));
        const SyncRequest& third = m_hub->asked[2].request;
        QCOMPARE(third.headCounter, 1);
        QCOMPARE(third.head, first->id());
        QCOMPARE(m_hub->uploaded, (QList<ChangeId>{first->id(), second->id()}));
    }

    void aStationThatKnowsNoHubAsksNobody()
    {
        const auto outcome = syncWith({{}, m_desk->person.certificate.id(), {}});
        QCOMPARE(outcome.error().hint, u"no-hub"_s);
        QVERIFY(m_hub->asked.isEmpty());
    }

    void thePreviewTellsWhatWouldGo()
    {
        m_desk->newCase();
        m_desk->newCase();
        const SyncPreview preview = previewSync(*m_desk->store);
        QCOMPARE(preview.unsent, 2);
        QCOMPARE(preview.records.size(), 2);
        QVERIFY(preview.bytesUp > 100);
    }

    // --- receipts (REL-24)

    void withoutAGoodReceiptAChangeStaysInTheQueue_data()
    {
        QTest::addColumn<Answering>("alter");
        const auto row = [](const char* name, const Answering& alter) { QTest::newRow(name) << alter; };
        row("no receipt", [](SyncAnswer& a, const SyncRequest&) { a.receipt.clear(); });
        row("no verdicts", [](SyncAnswer& a, const SyncRequest&) { a.verdicts.clear(); });
        row("one verdict too few", [](SyncAnswer& a, const SyncRequest&) { a.verdicts.removeLast(); });
        row("one verdict too many", [](SyncAnswer& a, const SyncRequest&) { a.verdicts.append({1, 0}); });
        row("signed by somebody else", [this](SyncAnswer& a, const SyncRequest&) {
            a.receipt = makeReceipt(SigningKey::make(), a.hubTime, m_hub->uploaded, a.verdicts);
        });
        row("over other changes", [this](SyncAnswer& a, const SyncRequest&) {
            a.receipt = makeReceipt(m_hub->key, a.hubTime, {ChangeId(), ChangeId()}, a.verdicts);
        });
        row("over other verdicts", [](SyncAnswer& a, const SyncRequest&) { a.verdicts[0] = {3, 6}; });
        row("a verdict that says nothing", [this](SyncAnswer& a, const SyncRequest&) {
            for (WireVerdict& verdict : a.verdicts)
                verdict.delivery = 0;
            a.receipt = makeReceipt(m_hub->key, a.hubTime, m_hub->uploaded, a.verdicts);
        });
        row("a verdict of no meaning", [this](SyncAnswer& a, const SyncRequest&) {
            for (WireVerdict& verdict : a.verdicts)
                verdict.delivery = 9;
            a.receipt = makeReceipt(m_hub->key, a.hubTime, m_hub->uploaded, a.verdicts);
        });
    }

    void withoutAGoodReceiptAChangeStaysInTheQueue()
    {
        QFETCH(const Answering, alter);
        m_desk->newCase();
        m_desk->newCase();
        const QList<ChangeId> queue = m_desk->queue();
        m_hub->alter = alter;
        const auto outcome = sync();
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().hint, u"bad-receipt"_s);
        QCOMPARE(m_desk->queue(), queue);
        QCOMPARE(m_hub->asked.size(), 1);
        m_hub->alter = {};
        QVERIFY(sync());
        QVERIFY(m_desk->queue().isEmpty());
    }

    void aQuarantinedChangeLeavesTheQueueAndIsTold()
    {
        const ChangePtr change = m_desk->newCase();
        m_hub->alter = [this](SyncAnswer& answer, const SyncRequest&) {
            if (answer.verdicts.isEmpty())
                return;
            answer.verdicts[0] = {3, quint8(Refusal::WrongRole)};
            answer.receipt = makeReceipt(m_hub->key, answer.hubTime, m_hub->uploaded, answer.verdicts);
        };
        const auto outcome = sync();
        QVERIFY(outcome);
        QCOMPARE(outcome->quarantined, QStringList{change->id().toString()});
        QCOMPARE(outcome->records.at(0).reason, refusalName(Refusal::WrongRole));
        QCOMPARE(outcome->sent, 0);
        QVERIFY(m_desk->queue().isEmpty());
        QCOMPARE(m_desk->store->quarantined().size(), 1);
    }

    // --- answers that are none (SEC-57)

    void anAnswerThatIsNotTheHubsIsNotTaken_data()
    {
        QTest::addColumn<Delivering>("deliver");
        const auto row = [](const char* name, const Delivering& deliver) { QTest::newRow(name) << deliver; };
        row("signed by another hub", [this](const Transport::Reply& reply) {
            SyncAnswer forged = *SyncAnswer::decode(reply.body, m_hub->id(), m_hub->asked.last().hash);
            forged.hub = m_hub->id();
            forged.requestHash = m_hub->asked.last().hash;
            return Result<Transport::Reply>({200, forged.encode(SigningKey::make()), 0});
        });
        row("of another request", [this](const Transport::Reply& reply) {
            SyncAnswer other = *SyncAnswer::decode(reply.body, m_hub->id(), m_hub->asked.last().hash);
            other.hub = m_hub->id();
            other.requestHash = blake2b("another request");
            return Result<Transport::Reply>({200, other.encode(m_hub->key), 0});
        });
        row("empty", [](const Transport::Reply&) { return Result<Transport::Reply>({200, {}, 0}); });
        row("a web page", [](const Transport::Reply&) {
            return Result<Transport::Reply>({200, "<html>please log in</html>", 0});
        });
        row("no line", [](const Transport::Reply&) { return offline(); });
        row("not found", [](const Transport::Reply&) { return Result<Transport::Reply>({404, "no", 0}); });
        row("too large", [](const Transport::Reply&) { return Result<Transport::Reply>({413, {}, 0}); });
        row("broken", [](const Transport::Reply&) { return Result<Transport::Reply>({500, {}, 0}); });
        row("come later", [](const Transport::Reply&) { return Result<Transport::Reply>({503, {}, 17}); });
    }

    void anAnswerThatIsNotTheHubsIsNotTaken()
    {
        QFETCH(const Delivering, deliver);
        prepareBothWays(3);
        const QList<ChangeId> queue = m_desk->queue();
        const QByteArray digest = *m_desk->store->foldDigest();
        m_hub->deliver = deliver;
        QVERIFY(!sync());
        QCOMPARE(m_desk->queue(), queue);
        QCOMPARE(m_desk->cursor(), 0);
        QCOMPARE(*m_desk->store->foldDigest(), digest);
        QCOMPARE(m_desk->store->unsentStatements().size(), 3);
        finishes(3, 3);
    }

    void eachPrefixAndEachFlippedByteOfAnAnswerIsRefused()
    {
        prepareBothWays(1);
        const QByteArray digest = *m_desk->store->foldDigest();
        QByteArray whole;
        m_hub->deliver = [&](const Transport::Reply& reply) {
            whole = reply.body;
            return offline();
        };
        QVERIFY(!sync());
        // The answer of the newest request, cut or bent at a place that moves on with each try.
        for (qsizetype at = 0; at < whole.size(); at += 7) {
            m_hub->deliver = [&](const Transport::Reply& reply) {
                const QByteArray bent = at % 2 == 0 ? reply.body.left(at) : withFlippedBit(reply.body, at);
                return Result<Transport::Reply>({200, bent, 0});
            };
            QVERIFY2(!sync(), QByteArray::number(at));
        }
        QCOMPARE(*m_desk->store->foldDigest(), digest);
        QCOMPARE(m_desk->queue().size(), 1);
        finishes(1, 1);
    }

    void aBusyHubIsAskedLater()
    {
        m_desk->newCase();
        m_hub->deliver = [](const Transport::Reply&) { return Result<Transport::Reply>({429, {}, 17}); };
        const auto outcome = sync();
        QCOMPARE(outcome.error().code, ErrorCode::Busy);
        QCOMPARE(outcome.error().hint, u"17"_s);
        QVERIFY(outcome.error().detail.contains(u"1 changes wait"_s));
        QCOMPARE(m_hub->asked.size(), 1);
    }

    // --- cuts and repetition (REL-22, REL-25)

    void aCutAtAnyAnswerKeepsEveryWholeFrame()
    {
        constexpr int kChanges = 7;
        for (int cut = 1; cut <= 4; ++cut) {
            init();
            prepareBothWays(kChanges);
            int answers = 0;
            m_hub->deliver = [&](const Transport::Reply& reply) {
                return ++answers == cut ? offline() : Result<Transport::Reply>(reply);
            };
            const auto outcome = sync();
            QCOMPARE(outcome.error().code, ErrorCode::Offline);
            QCOMPARE(m_desk->cursor(), quint64((cut - 1) * m_hub->perFrame));
            QCOMPARE(m_desk->queue().isEmpty(), cut > 1);
            QCOMPARE(m_desk->store->counts().changes, kChanges + (cut - 1) * m_hub->perFrame);
            const qsizetype asked = m_hub->asked.size();
            finishes(kChanges, kChanges);
            // Goes on behind the last whole frame.
            QCOMPARE(m_hub->asked[asked].request.cursors.isEmpty(), cut == 1);
        }
    }

    void anAnswerThatCameWithoutItsRequestIsAskedForAgainWithoutHarm()
    {
        // The hub took everything in, but the answer was lost: the same changes go up again.
        prepareBothWays(2);
        m_hub->deliver = [](const Transport::Reply&) { return offline(); };
        QVERIFY(!sync());
        QCOMPARE(m_hub->uploaded.size(), 2);
        finishes(2, 2);
        QCOMPARE(m_hub->uploaded.size(), 4);
        QCOMPARE(m_hub->uploaded.mid(0, 2), m_hub->uploaded.mid(2));
    }

    void framesThatComeTwiceHaveNoEffect()
    {
        prepareBothWays(4);
        finishes(4, 4);
        const QByteArray digest = *m_desk->store->foldDigest();
        m_hub->alter = [this](SyncAnswer& answer, const SyncRequest&) {
            Frame old;
            packFrame(m_hub->feed, 0, m_hub->feedName, old);
            answer.frames.prepend(old);
            answer.frames.append(old);
        };
        const auto again = sync();
        QVERIFY(again);
        QCOMPARE(again->received, 0);
        QCOMPARE(*m_desk->store->foldDigest(), digest);
        QCOMPARE(m_desk->cursor(), 4);
        // An old frame does not move the cursor back.
        m_hub->alter = [this](SyncAnswer& answer, const SyncRequest&) {
            Frame old;
            packFrame(m_hub->feed.mid(0, 1), 0, m_hub->feedName, old);
            answer.frames.append(old);
        };
        QVERIFY(sync());
        QCOMPARE(m_desk->cursor(), 4);
    }

    void aCancelAtEachPointLeavesAConsistentStore()
    {
        // Points: 0, 1, 2 … = the n-th sign of progress.
        int points = 0;
        for (int point = 0; point < 40; ++point) {
            init();
            prepareBothWays(5);
            SyncClient client(*m_desk->store, *m_hub, identity(), m_desk->clock);
            std::optional<Result<SyncSummary>> outcome;
            int seen = 0;
            QEventLoop loop;
            connect(&client, &SyncClient::finished, &loop, [&](const Result<SyncSummary>& result) {
                outcome = result;
                loop.quit();
            });
            connect(&client, &SyncClient::progressed, &client, [&] {
                if (seen++ == point)
                    QMetaObject::invokeMethod(
                        &client, [&] { client.cancel(); }, Qt::QueuedConnection);
            });
            m_hub->beforeReply = [](const Transport::Progress& progress) { progress(-1, 10); };
            client.start();
            if (!outcome)
                loop.exec();
            const bool stopped = !*outcome;
            if (stopped) {
                ++points;
                QCOMPARE(outcome->error().code, ErrorCode::Cancelled);
                QCOMPARE(client.phase(), SyncPhase::Cancelled);
                QCOMPARE(m_hub->cancelled, 1);
            }
            QVERIFY(m_desk->store->counts().changes >= 5);
            QCOMPARE(m_desk->store->counts().changes, 5 + qint64(m_desk->cursor()));
            finishes(5, 5);
            if (!stopped)
                break;
        }
        QVERIFY2(points >= 5, QByteArray::number(points));
    }

    // --- what the hub asks of a station

    void aNewReplicaIsMadeOnceWhenTheHubAsksForIt()
    {
        m_desk->newCase();
        m_hub->alter = [](SyncAnswer& answer, const SyncRequest&) { answer.remint = true; };
        const auto outcome = sync();
        QVERIFY(outcome);
        QVERIFY(outcome->reminted);
        QCOMPARE(m_remints, 1);
        QCOMPARE(m_hub->asked.size(), 2);
        QCOMPARE(m_hub->asked[1].request.replica, m_desk->store->replica());
        QVERIFY(m_hub->asked[1].request.replica != m_desk->person.replica);
        QCOMPARE(m_hub->asked[1].request.statements.size(), 1);
        QCOMPARE(m_hub->asked[1].request.headCounter, 0);
    }

    void aCounterThatWasUsedIsPassedOver()
    {
        m_desk->newCase();
        m_hub->alter = [](SyncAnswer& answer, const SyncRequest& request) {
            if (request.requestCounter >= 500)
                return;
            answer = {};
            answer.error = u"replayed"_s;
            answer.expectedRequestCounter = 500;
        };
        keepEnvelope();
        QVERIFY(sync());
        QCOMPARE(m_hub->asked.size(), 2);
        QCOMPARE(m_hub->asked[1].request.requestCounter, 500);
        QVERIFY(m_desk->queue().isEmpty());
    }

    void aHubThatAlwaysSaysReplayedIsGivenUp()
    {
        m_hub->alter = [](SyncAnswer& answer, const SyncRequest& request) {
            answer = {};
            answer.error = u"replayed"_s;
            answer.expectedRequestCounter = request.requestCounter + 1;
        };
        keepEnvelope();
        const auto outcome = sync();
        QCOMPARE(outcome.error().hint, u"replayed"_s);
        QVERIFY(m_hub->asked.size() < 10);
    }

    void whoWasRevokedLearnsIt()
    {
        m_desk->newCase();
        RevocationStatement revoked;
        revoked.person = 1;
        revoked.made = testStart().plus(std::chrono::hours(1));
        const Statement statement = m_authority->sign(revoked);
        m_hub->alter = [&](SyncAnswer& answer, const SyncRequest&) {
            answer = {};
            answer.error = u"revoked"_s;
            answer.statements = {statement.bytes()};
        };
        keepEnvelope();
        const auto outcome = sync();
        QCOMPARE(outcome.error().hint, u"revoked"_s);
        QVERIFY(m_desk->store->directory().person(m_desk->person.certificate.id())->revoked);
        QCOMPARE(m_desk->store->quarantined().size(), 1);
    }

    void aStatementThatIsRefusedStopsNothing()
    {
        const TestAuthority other;
        const TestPerson stranger(other, 9, u"stranger"_s, Role::Recorder, u"41"_s);
        m_hub->news.prepend(stranger.invitation.bytes());
        m_hub->news.append("no statement at all");
        prepareBothWays(2);
        finishes(2, 2);
        QVERIFY(!m_desk->store->directory().person(stranger.certificate.id()));
    }

    void aHubThatWasSetBackIsOfferedEverythingAgain()
    {
        m_desk->newCase();
        m_desk->newCase();
        QVERIFY(sync());
        QVERIFY(m_desk->queue().isEmpty());
        m_hub->uploaded.clear();
        m_hub->heldCounter = 0;
        bool setBack = true;
        m_hub->alter = [&](SyncAnswer& answer, const SyncRequest&) {
            if (std::exchange(setBack, false))
                answer.knownCounter = 0;
        };
        QVERIFY(sync());
        QCOMPARE(m_hub->uploaded.size(), 2);
        QVERIFY(m_desk->queue().isEmpty());
    }

    void aHubThatNeverCountsUpDoesNotKeepTheSyncGoing()
    {
        m_desk->newCase();
        m_hub->alter = [](SyncAnswer& answer, const SyncRequest&) { answer.knownCounter = 0; };
        QVERIFY(sync());
        QVERIFY(m_hub->asked.size() <= 3);
    }

private:
    /// `count` changes here that the hub lacks, and as many at the hub that are not here.
    void prepareBothWays(int count)
    {
        for (int i = 0; i < count; ++i) {
            m_desk->newCase();
            m_hub->put(m_colleague->newCase(u"From there"_s));
        }
    }

    /// With a good line everything is where it should be.
    void finishes(int own, int others)
    {
        m_hub->deliver = {};
        m_hub->beforeReply = {};
        const auto outcome = sync();
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));
        QVERIFY(m_desk->queue().isEmpty());
        QCOMPARE(m_desk->cursor(), quint64(others));
        QCOMPARE(m_desk->store->counts().changes, own + others);
        QCOMPARE(m_desk->store->counts().waiting, 0);
        QCOMPARE(m_desk->store->counts().quarantined, 0);
        QSet<ChangeId> sent(m_hub->uploaded.begin(), m_hub->uploaded.end());
        QCOMPARE(sent.size(), own);
    }

    /// An answer made anew still belongs to its request.
    void keepEnvelope()
    {
        m_hub->alter = [this, inner = m_hub->alter](SyncAnswer& answer, const SyncRequest& request) {
            const QByteArray hash = answer.requestHash;
            inner(answer, request);
            answer.hub = m_hub->id();
            answer.requestHash = hash;
            answer.hubTime = testStart();
        };
    }
};

QTEST_GUILESS_MAIN(SyncClientTest)
#include "SyncClientTest.moc"
