// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ChangeDictionary.h"
#include "ScriptedSync.h"

#include "sync/client/SyncBudget.h"
#include "sync/client/UploadQueue.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What waits in the outbox goes up in several requests, the next of which is packed while the hub works on one.
class SyncUploadTest : public QObject, private ScriptedSync {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }
    void init() { begin(); }

    // While the hub works on one request the next one is packed: all goes in its order and once, with what is saved meanwhile.
    void aLongQueueGoesInItsOrderAndOnce()
    {
        constexpr int kCases = UploadQueue::kRead + 40;
        m_hub->news.clear();  // news would have the outbox read anew
        QList<ChangeId> made;
        const auto save = [&] {
            made.append(m_desk->newCase(QString::fromLatin1(SodiumRandom().bytes(3000).toHex()))->id());
        };
        for (int i = 0; i < kCases; ++i)
            save();
        m_hub->beforeReply = [&](const Transport::Progress&) {
            if (m_hub->asked.size() <= 2)
                save();
            turnTheLoop();
        };
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QCOMPARE(m_hub->uploaded, made);
        QCOMPARE(made.size(), kCases + 2);
        QVERIFY(m_desk->queue().isEmpty());
        QVERIFY(m_hub->asked.size() > 2);
        quint64 sent = 0;
        for (const SyncRequest::Decoded& asked : m_hub->asked) {
            QCOMPARE(asked.request.headCounter, sent);
            QCOMPARE(asked.request.head, sent == 0 ? ChangeId() : made[qsizetype(sent) - 1]);
            for (const Frame& frame : asked.request.frames)
                sent += quint64(unpackFrame(frame, asked.request.writer())->size());
        }
        QCOMPARE(sent, quint64(made.size()));
    }

    // Frames that were made ready with a dictionary are of no use to a hub that lost it: they are packed anew, and nothing is sent twice or left out.
    void aRefusedDictionaryThrowsAwayWhatWasPackedAhead()
    {
        const quint32 ours = changeDictionaries().first();
        m_hub->news.clear();
        m_hub->alter = [&](SyncAnswer& answer, const SyncRequest&) { answer.dictionaries = {ours}; };
        QVERIFY(sync());
        QCOMPARE(uploadDictionary(*m_desk->store), ours);
        const QList<ChangeId> made = saveMany();
        m_hub->beforeReply = [](const Transport::Progress&) { turnTheLoop(); };
        m_hub->asked.clear();
        m_hub->uploaded.clear();
        int refused = 0;
        m_hub->alter = [&](SyncAnswer& answer, const SyncRequest& request) {
            const bool isLost = m_hub->asked.size() > 1;
            if (!isLost)
                answer.dictionaries = {ours};
            if (!isLost || request.frames.isEmpty() || request.frames[0].dictionary == 0)
                return;
            for (const Frame& frame : request.frames)
                m_hub->uploaded.resize(m_hub->uploaded.size() - unpackFrame(frame, request.writer())->size());
            refuseFrame(answer);
            ++refused;
        };
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QCOMPARE(refused, 1);
        QCOMPARE(m_hub->uploaded, made);
        QVERIFY(m_desk->queue().isEmpty());
        QVERIFY(m_hub->asked.size() >= 3);
        QCOMPARE(m_hub->asked.last().request.frames[0].dictionary, 0u);
    }

    // Only where the hub has said that it finds it, and holds it.
    void aHeldParentIsNamedByItsFirstBytes()
    {
        const quint32 ours = changeDictionaries().first();
        m_hub->news.clear();
        QList<quint32> named{ours};
        m_hub->alter = [&](SyncAnswer& answer, const SyncRequest&) { answer.dictionaries = named; };
        const ChangePtr first = m_desk->newCase();
        m_desk->newCase();
        QVERIFY(sync());
        const auto uploadOf = [&](const ChangePtr& parent) {
            edit(parent);
            const auto done = sync();
            const QList<Frame> frames = m_hub->asked.last().request.frames;
            return done && frames.size() == 1 ? frames[0] : Frame();
        };
        const Frame spelled = uploadOf(first);
        QVERIFY(unpackFrame(spelled, m_hub->asked.last().request.writer()));
        named.append(kFindsParents);
        QVERIFY(sync());
        QCOMPARE(uploadDictionary(*m_desk->store), ours);
        const Frame found = uploadOf(first);
        QVERIFY(spelled.packed.size() - found.packed.size() > 20);
        QVERIFY(!unpackFrame(found, m_hub->asked.last().request.writer()));
        // In a frame behind the first one the hub finds nothing, either.
        m_hub->asked.clear();
        setBudget(SyncBudget::kMost);
        for (int i = 0; i < 12; ++i)
            m_desk->newCase(QString::fromLatin1(SodiumRandom().bytes(3000).toHex()));
        edit(first);
        QVERIFY(sync());
        QCOMPARE(m_hub->asked.size(), 1);
        QVERIFY(m_hub->asked[0].request.frames.size() > 1);
        QCOMPARE(m_hub->uploaded.size(), 17);
    }

    // A hub that was set back: everything goes once more, with all parents spelled, and with the dictionary.
    void whereItIsNotFoundItIsSpelled()
    {
        const quint32 ours = changeDictionaries().first();
        const ChangePtr first = sentToAHubThatFinds(ours);
        QVERIFY(first);
        for (int round = 0; round < 2; ++round) {
            m_hub->asked.clear();
            m_hub->uploaded.clear();
            const ChangePtr last = edit(first);
            const auto done = sync();
            QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
            QCOMPARE(m_hub->asked.size(), 2);
            QCOMPARE(m_hub->asked.last().request.frames.size(), 1);
            QCOMPARE(m_hub->asked.last().request.frames[0].dictionary, ours);
            QVERIFY(!m_hub->asked.last().request.dictionaries.isEmpty());
            QCOMPARE(m_hub->uploaded, QList<ChangeId>{last->id()});
            m_desk->newCase();
            QVERIFY(sync());
        }
    }

    // A hub of before that has its dictionary no longer: first the parents are spelled, where some were named, then all goes plain.
    void whatIsStillRefusedGoesPlain()
    {
        const quint32 ours = changeDictionaries().first();
        const ChangePtr first = sentToAHubThatFinds(ours);
        QVERIFY(first);
        for (const bool isNamed : {true, false}) {
            m_hub->alter = [&](SyncAnswer& answer, const SyncRequest& request) {
                if (request.frames.isEmpty() || request.frames[0].dictionary == 0) {
                    answer.dictionaries = {kFindsParents, ours};
                    return;
                }
                refuseFrame(answer);
            };
            QVERIFY(sync());
            QVERIFY(uploadDictionary(*m_desk->store) == ours);
            m_hub->asked.clear();
            if (isNamed)
                edit(first);
            else
                m_desk->newCase();
            QVERIFY(sync());
            QCOMPARE(m_hub->asked.size(), isNamed ? 3 : 2);
            QCOMPARE(m_hub->asked.last().request.frames[0].dictionary, 0u);
        }
    }

    // On a line that carries more than a packer packs, frames are packed quickly: from where that was seen.
    void onAQuickLineFramesArePackedQuickly()
    {
        const quint32 ours = changeDictionaries().first();
        m_hub->news.clear();
        m_hub->alter = [&](SyncAnswer& answer, const SyncRequest&) { answer.dictionaries = {ours}; };
        QVERIFY(sync());
        SeededRandom random(testSeed());
        for (int i = 0; i < 600; ++i) {
            QString text;
            for (int word = 0; word < 150; ++word)
                text += u"witness %1 of the case, "_s.arg(random.below(500));
            m_desk->newCase(text);
        }
        m_hub->asked.clear();
        QVERIFY(sync());
        QVERIFY(m_hub->asked.size() > 2);
        const auto effortOf = [&](const SyncRequest& request) -> std::optional<Effort> {
            const auto changes = unpackFrame(request.frames[0], request.writer());
            for (const Effort effort : {Effort::Usual, Effort::Quick}) {
                Frame again;
                packFrame(*changes, 0, {}, again, request.writer(), {ours, kFrameTarget, effort});
                if (again.packed == request.frames[0].packed)
                    return effort;
            }
            return std::nullopt;
        };
        QCOMPARE(effortOf(m_hub->asked.first().request), Effort::Usual);
        QCOMPARE(effortOf(m_hub->asked.last().request), Effort::Quick);
    }

    // What an earlier incarnation left waits before the first change of this one, and is more than is read at once.
    void theHeadIsKnownBehindALongQueue()
    {
        m_hub->news.clear();
        for (int i = 0; i <= UploadQueue::kRead; ++i)
            m_desk->newCase();
        QVERIFY(identity().remint());
        m_desk->person.replica = m_desk->store->replica();
        m_desk->person.counter = 0;
        m_desk->person.head = {};
        const ChangeId first = m_desk->newCase()->id();
        const auto done = sync();
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
        QVERIFY(m_hub->asked.size() > 1);
        QCOMPARE(m_hub->asked.first().request.headCounter, quint64(0));
        QVERIFY(m_hub->asked.first().request.head.isNull());
        QCOMPARE(m_hub->uploaded.size(), UploadQueue::kRead + 2);
        QCOMPARE(m_hub->uploaded.last(), first);
    }

    // Cancelled while frames are ready for the next request: they go with the next sync, all of them, in their order.
    void whatWasPackedAheadOfACancelGoesNextTime()
    {
        m_hub->news.clear();
        const QList<ChangeId> made = saveMany();
        SyncClient client(*m_desk->store, *m_hub, identity(), m_desk->clock);
        std::optional<Result<SyncSummary>> outcome;
        QObject::connect(&client, &SyncClient::finished, &client,
                         [&](const Result<SyncSummary>& result) { outcome = result; });
        m_hub->beforeReply = [&](const Transport::Progress&) {
            turnTheLoop();
            if (m_hub->asked.size() == 2)
                client.cancel();
        };
        client.start();
        QTRY_VERIFY(outcome.has_value());
        QVERIFY(!*outcome);
        QCOMPARE(outcome->error().code, ErrorCode::Cancelled);
        QCOMPARE(m_hub->asked.size(), 2);
        const QList<ChangeId> waits = m_desk->queue();
        QVERIFY(!waits.isEmpty() && waits.size() < made.size());
        QCOMPARE(made.last(waits.size()), waits);
        // What the hub took before the cancel comes once more, which it takes for the same.
        m_hub->beforeReply = {};
        m_hub->uploaded.clear();
        QVERIFY(sync());
        QCOMPARE(m_hub->uploaded, waits);
        QVERIFY(m_desk->queue().isEmpty());
    }

private:
    /// A case that the hub has, which is not the last one; the hub has named what it can. Null where that did not go well.
    ChangePtr sentToAHubThatFinds(quint32 dictionary)
    {
        m_hub->news.clear();
        m_hub->alter = [dictionary](SyncAnswer& answer, const SyncRequest&) {
            answer.dictionaries = {kFindsParents, dictionary};
        };
        const ChangePtr first = m_desk->newCase();
        m_desk->newCase();
        return sync() ? first : nullptr;
    }
    /// As a hub answers that cannot read a frame.
    void refuseFrame(SyncAnswer& answer) const
    {
        SyncAnswer refused;
        refused.hub = m_hub->id();
        refused.requestHash = answer.requestHash;
        refused.hubTime = testStart();
        refused.error = u"bad-frame"_s;
        answer = refused;
    }
    /// An edit whose only parent this is, as the person's next change.
    ChangePtr edit(const ChangePtr& parent)
    {
        ChangeBody body;
        body.record = parent->body().record;
        body.parents = {parent->id()};
        body.items.append(SetItem{{1, {}, 104}, FieldValue::plain(QString::number(++m_edits)), {}});
        const ChangePtr change = m_desk->person.save(body);
        const auto saved = m_desk->store->save(*change);
        if (!saved)
            qFatal("%s", qPrintable(saved.error().detail));
        return change;
    }
    /// So many cases that they need several requests, in their order.
    QList<ChangeId> saveMany()
    {
        QList<ChangeId> made;
        while (made.size() < 100)
            made.append(m_desk->newCase(QString::fromLatin1(SodiumRandom().bytes(3000).toHex()))->id());
        return made;
    }

    /// As often as the loop turns a frame is packed ahead: more often than there are any.
    static void turnTheLoop()
    {
        for (int i = 0; i < 20; ++i) {
            QEventLoop turn;
            QTimer::singleShot(0, &turn, &QEventLoop::quit);
            turn.exec();
        }
    }

    int m_edits = 0;
};

QTEST_GUILESS_MAIN(SyncUploadTest)
#include "SyncUploadTest.moc"
