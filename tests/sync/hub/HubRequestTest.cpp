// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ChangeDictionary.h"
#include "core/sql/Connection.h"
#include "TestHub.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

using namespace prohori;

/// Requests as a whole: who may ask, what is answered, and what has no effect at all.
class HubRequestTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }
    void init()
    {
        m_hub = std::make_unique<TestHub>();
        m_officer = std::make_unique<Desk>(m_hub->desk(1, u"officer"_s, Role::Recorder, u"41"_s));
        m_other = std::make_unique<Desk>(m_hub->desk(2, u"other"_s, Role::Recorder, u"42"_s));
        m_first = m_officer->save(newCase(u"41"_s));
        m_hub->send(*m_officer, {m_first});
        m_hub->send(*m_other, {m_other->save(newCase(u"42"_s)), m_other->save(newCase(u"42"_s))});
    }

    // SEC-56, REL-22: delivered again, also after more has happened and after a restart, a request gets the same bytes.
    void theSameRequestGetsTheSameAnswer()
    {
        const QByteArray request =
            m_hub->request(*m_officer, {m_officer->save(newCase(u"41"_s))}).encode(m_officer->replicaKey);
        const QByteArray first = *m_hub->hub->handle(request);
        Desk colleague = m_hub->desk(3, u"colleague"_s, Role::Recorder, u"41"_s);
        m_hub->send(colleague, {colleague.save(newCase(u"41"_s))});
        m_hub->clock.advance(std::chrono::hours(5));
        QCOMPARE(*m_hub->hub->handle(request), first);
        m_hub->restart();
        QCOMPARE(*m_hub->hub->handle(request), first);
        QCOMPARE(*m_hub->storage->feedEnd(u"41"_s), quint64(3));
    }

    // Only who says that he has a dictionary gets frames that need it, and the same ones each time.
    void framesUseADictionaryThatTheStationHas()
    {
        Desk colleague = m_hub->desk(3, u"colleague"_s, Role::Recorder, u"41"_s);
        const quint32 ours = changeDictionaries().first();
        const auto asking = [&](const QList<quint32>& known) {
            SyncRequest request = m_hub->request(colleague);
            request.dictionaries = known;
            return request;
        };
        for (const auto& [known, used] :
             {std::pair<QList<quint32>, quint32>{{}, 0}, {{77'777}, 0}, {{77'777, ours}, ours}}) {
            const QByteArray request = asking(known).encode(colleague.replicaKey);
            const SyncAnswer answer = m_hub->answerTo(request);
            QCOMPARE(answer.frames.size(), 1);
            QCOMPARE(answer.frames[0].dictionary, used);
            QCOMPARE(TestHub::received(answer).size(), 1);
            QCOMPARE(answer.dictionaries, known.isEmpty()
                                              ? QList<quint32>()
                                              : QList<quint32>{kFindsParents} + changeDictionaries());
            QCOMPARE(m_hub->answerTo(request).encode(m_hub->key), answer.encode(m_hub->key));
        }
    }

    // Whose line carries the largest answers gets them packed quickly.
    void aLargeAnswerIsPackedQuickly()
    {
        SeededRandom random(testSeed());
        QList<ChangePtr> cases;
        for (int i = 0; i < 60; ++i) {
            ChangeBody body = newCase(u"41"_s, u"41-2026-A-%1"_s.arg(i + 10));
            body.items.append(SetItem{{1, {}, 104}, FieldValue::plain(someWords(random)), {}});
            cases.append(m_officer->save(body));
        }
        m_hub->send(*m_officer, cases);
        Desk colleague = m_hub->desk(3, u"colleague"_s, Role::Recorder, u"41"_s);
        const auto bytesOf = [&](qsizetype mostBytes) {
            SyncRequest request = m_hub->request(colleague);
            request.dictionaries = changeDictionaries();
            request.maxAnswerBytes = mostBytes;
            qsizetype bytes = 0;
            for (const Frame& frame : m_hub->answerTo(request.encode(colleague.replicaKey)).frames)
                bytes += frame.packed.size();
            return bytes;
        };
        const qsizetype usual = bytesOf(1536 * 1024 - 1), quick = bytesOf(1536 * 1024);
        QVERIFY2(usual > 0 && quick > usual, qPrintable(u"%1 and %2"_s.arg(usual).arg(quick)));
    }

    void anUploadWithADictionaryIsTaken()
    {
        const auto change = m_officer->save(newCase(u"41"_s));
        SyncRequest request = m_hub->request(*m_officer);
        packFrame({{change, 0, {}}}, 0, {}, request.frames.emplace_back(), request.writer(),
                  changeDictionaries().first());
        const SyncAnswer answer = m_hub->answerTo(request.encode(m_officer->replicaKey));
        QCOMPARE(answer.error, QString());
        QVERIFY(receiptCovers(answer.receipt, m_hub->id(), {change->id()}, answer.verdicts));
        QVERIFY(m_hub->isHeld(change));
    }

    // The parent is that of another replica, and not the change before.
    void aParentIsFoundByTheFirstBytesOfItsId()
    {
        Desk colleague = m_hub->desk(3, u"colleague"_s, Role::Recorder, u"41"_s);
        const auto creation = colleague.save(newCase(u"41"_s));
        m_hub->send(colleague, {creation});
        const auto change = m_officer->save(edit(creation));
        const QByteArray request = naming({change}).encode(m_officer->replicaKey);
        QVERIFY(request.size()
                < m_hub->request(*m_officer, {change}).encode(m_officer->replicaKey).size() - 20);
        const SyncAnswer answer = m_hub->answerTo(request);
        QCOMPARE(answer.error, QString());
        QVERIFY(receiptCovers(answer.receipt, m_hub->id(), {change->id()}, answer.verdicts));
        QCOMPARE(m_hub->stored(change), Refusal::None);
        QCOMPARE(m_hub->answerTo(request).encode(m_hub->key), answer.encode(m_hub->key));
        m_hub->restart();
        QCOMPARE(m_hub->answerTo(request).encode(m_hub->key), answer.encode(m_hub->key));
        addTwin(creation);
        QCOMPARE(m_hub->answerTo(request).encode(m_hub->key), answer.encode(m_hub->key));
    }

    // A storage that is away is no fault of the frame: a station would spell, and then go plain.
    void whereTheStorageFailsTheHubSaysSo()
    {
        const auto change = laterEdit(m_first);
        const QByteArray request = naming({change}).encode(m_officer->replicaKey);
        auto raw = Connection::open(m_hub->path(), [this] { return m_hub->storageKey().view(); });
        QVERIFY(raw && raw->run(u"ALTER TABLE change RENAME COLUMN record TO record_away"));
        const auto answer = m_hub->hub->handle(request);
        QVERIFY(!answer);
        QVERIFY(raw->run(u"ALTER TABLE change RENAME COLUMN record_away TO record"));
        QCOMPARE(m_hub->answerTo(request).error, QString());
    }

    void whereItIsNotFoundOrNotProvenNothingIsTaken_data()
    {
        QTest::addColumn<std::function<QList<ChangePtr>()>>("make");
        const auto row = [](const char* name, const std::function<QList<ChangePtr>()>& make) {
            QTest::newRow(name) << make;
        };
        row("not here", [this] { return QList<ChangePtr>{laterEdit(m_officer->save(newCase(u"41"_s)))}; });
        row("of another record", [this] {
            (void)laterEdit(m_first);
            ChangeBody body = edit(m_first);
            body.record = RecordId::fromBytes(SodiumRandom().bytes(RecordId::kSize));
            return QList<ChangePtr>{m_officer->save(body)};
        });
        row("two begin so", [this] {
            addTwin(m_first);
            return QList<ChangePtr>{laterEdit(m_first)};
        });
        row("signed otherwise", [this] {
            const auto good = laterEdit(m_first);
            return QList<ChangePtr>{
                std::make_shared<const Change>(Change::make(good->body(), QByteArray(kSignatureBytes, 's')))};
        });
        row("by nobody who is known", [this] {
            Desk stranger = m_hub->desk(3, u"stranger"_s, Role::Recorder, u"41"_s);
            return QList<ChangePtr>{stranger.save(edit(m_first))};
        });
        row("behind a good one", [this] {
            const auto good = laterEdit(m_first);
            return QList<ChangePtr>{good, laterEdit(m_officer->save(newCase(u"41"_s)))};
        });
    }
    void whereItIsNotFoundOrNotProvenNothingIsTaken()
    {
        QFETCH(std::function<QList<ChangePtr>()>, make);
        const QList<ChangePtr> changes = make();
        const SyncAnswer answer = m_hub->answerTo(naming(changes).encode(m_officer->replicaKey));
        QCOMPARE(answer.error, u"bad-frame"_s);
        QVERIFY(answer.verdicts.isEmpty() && answer.receipt.isEmpty());
        for (const ChangePtr& change : changes)
            QVERIFY(!m_hub->isHeld(change));
        QCOMPARE(m_hub->storage->replica(m_officer->replica)->requestCounter, quint64(1));
    }

    // Only the first frame is read where the storage may be asked.
    void aLaterFrameNamesNoParentSo()
    {
        SyncRequest request = m_hub->request(*m_officer, {m_officer->save(newCase(u"41"_s))});
        request.frames += naming({m_officer->save(edit(m_first))}).frames;
        request.requestCounter = m_officer->requests;
        QCOMPARE(m_hub->answerTo(request.encode(m_officer->replicaKey)).error, u"bad-frame"_s);
    }

    void aUsedCounterIsRefusedAndTheNextOneTold()
    {
        m_hub->send(*m_officer);
        const auto change = m_officer->save(newCase(u"41"_s));
        for (const quint64 counter : {1, 2}) {
            SyncRequest request = m_hub->request(*m_officer, {change});
            request.requestCounter = counter;
            const SyncAnswer answer = m_hub->answerTo(request.encode(m_officer->replicaKey));
            QCOMPARE(answer.error, u"replayed"_s);
            QCOMPARE(answer.expectedRequestCounter, quint64(3));
            QVERIFY(answer.verdicts.isEmpty() && answer.receipt.isEmpty() && answer.frames.isEmpty());
            QVERIFY(!m_hub->isHeld(change));
        }
        QCOMPARE(m_hub->hub->counters().replayed.load(), quint64(2));
    }

    void whatIsNotForThisHubOrOfAnotherVersionIsRefused_data()
    {
        QTest::addColumn<std::function<void(SyncRequest&)>>("bend");
        QTest::addColumn<QString>("error");
        const auto row = [](const char* name, const std::function<void(SyncRequest&)>& bend,
                            const QString& error) { QTest::newRow(name) << bend << error; };
        row(
            "another hub", [](SyncRequest& r) { r.hub = HubId::fromBytes(SigningKey::make().publicKey()); },
            u"not-for-this-hub"_s);
        row(
            "a later protocol", [](SyncRequest& r) { r.protocol = kProtocolVersion + 1; }, u"protocol"_s);
        row(
            "a replica nobody knows",
            [](SyncRequest& r) { r.replica = ReplicaId::fromBytes(SodiumRandom().bytes(ReplicaId::kSize)); },
            u"unknown-replica"_s);
        row(
            "another person's name", [this](SyncRequest& r) { r.person = m_other->certificate.id(); },
            u"unknown-replica"_s);
        row(
            "another replica's name", [this](SyncRequest& r) { r.replica = m_other->replica; },
            u"bad-signature"_s);
        row(
            "a frame of noise",
            [](SyncRequest& r) {
                r.frames = {Frame{{}, 0, 0, QByteArray(100, 'n')}};
            },
            u"bad-frame"_s);
        row(
            "a dictionary that is not here", [](SyncRequest& r) { r.frames.first().dictionary = 77'777; },
            u"bad-frame"_s);
        row(
            "a frame of a feed", [](SyncRequest& r) { r.frames.first().feed = u"41"_s; }, u"bad-frame"_s);
    }

    void whatIsNotForThisHubOrOfAnotherVersionIsRefused()
    {
        QFETCH(const std::function<void(SyncRequest&)>, bend);
        QFETCH(const QString, error);
        const auto change = m_officer->save(newCase(u"41"_s));
        SyncRequest request = m_hub->request(*m_officer, {change});
        bend(request);
        const SyncAnswer answer = m_hub->answerTo(request.encode(m_officer->replicaKey));
        QCOMPARE(answer.error, error);
        QVERIFY(answer.receipt.isEmpty() && answer.frames.isEmpty() && answer.statements.isEmpty());
        QVERIFY(!m_hub->isHeld(change));
        // Nothing was used up by it.
        QCOMPARE(m_hub->storage->replica(m_officer->replica)->requestCounter, quint64(1));
        request = m_hub->request(*m_officer, {change});
        QCOMPARE(m_hub->answerTo(request.encode(m_officer->replicaKey)).error, QString());
        QVERIFY(m_hub->isHeld(change));
    }

    // SEC-56: a bit that flips on the way makes another request of it, which is refused.
    void flippedBitsHaveNoEffect()
    {
        SeededRandom random(testSeed());
        const auto change = m_officer->save(newCase(u"41"_s));
        const QByteArray request = m_hub->request(*m_officer, {change}).encode(m_officer->replicaKey);
        for (qsizetype at = 0; at < request.size(); ++at) {
            const QByteArray bent = withFlippedBit(request, at, random.below(8));
            const auto said = m_hub->hub->handle(bent);
            if (said) {
                const auto answer = SyncAnswer::decode(*said, m_hub->id(), blake2b(bent));
                QVERIFY(answer);
                QVERIFY2(!answer->error.isEmpty(), qPrintable(u"byte %1"_s.arg(at)));
            } else {
                QCOMPARE(said.error().code, ErrorCode::Invalid);
            }
        }
        QVERIFY(!m_hub->isHeld(change));
        QCOMPARE(m_hub->storage->replica(m_officer->replica)->requestCounter, quint64(1));
        QCOMPARE(*m_hub->storage->feedEnd(u"41"_s), quint64(1));
        QVERIFY(m_hub->answerTo(request).error.isEmpty());
    }

    void anyPrefixOfARequestIsRefused()
    {
        const QByteArray request =
            m_hub->request(*m_officer, {m_officer->save(newCase(u"41"_s))}).encode(m_officer->replicaKey);
        for (qsizetype size = 0; size < request.size(); ++size) {
            const auto said = m_hub->hub->handle(request.first(size));
            QVERIFY(!said);
            QCOMPARE(said.error().code, ErrorCode::Invalid);
        }
    }

    // SEC-57: an answer fits its request only, and no byte of it may be another.
    void anAnswerIsBoundToItsRequest()
    {
        SeededRandom random(testSeed());
        const QByteArray one = m_hub->request(*m_officer).encode(m_officer->replicaKey);
        const QByteArray two = m_hub->request(*m_officer).encode(m_officer->replicaKey);
        const QByteArray first = *m_hub->hub->handle(one);
        const QByteArray second = *m_hub->hub->handle(two);
        QVERIFY(SyncAnswer::decode(first, m_hub->id(), blake2b(one)));
        QVERIFY(!SyncAnswer::decode(first, m_hub->id(), blake2b(two)));
        QVERIFY(!SyncAnswer::decode(second, m_hub->id(), blake2b(one)));
        QVERIFY(!SyncAnswer::decode(first, HubId::fromBytes(SigningKey::make().publicKey()), blake2b(one)));
        for (qsizetype at = 0; at < first.size(); ++at)
            QVERIFY(
                !SyncAnswer::decode(withFlippedBit(first, at, random.below(8)), m_hub->id(), blake2b(one)));
    }

    // SEC-44: asking for what is not his gives the same as asking for what does not exist.
    void otherScopesAreNeverSent()
    {
        Desk reader = m_hub->desk(5, u"reader"_s, Role::Recorder, u"41"_s);
        m_hub->send(reader);
        QList<qsizetype> sizes;
        for (const Scope& feed : {u"42"_s, u"zz"_s, kNationalScope}) {
            SyncRequest request = m_hub->request(reader);
            request.cursors = {{feed, 0}, {u"41"_s, 1}};
            request.statementCursor = *m_hub->storage->statementEnd();
            const QByteArray bytes = request.encode(reader.replicaKey);
            sizes.append(m_hub->hub->handle(bytes)->size());
            QVERIFY(m_hub->answerTo(bytes).frames.isEmpty());
        }
        QCOMPARE(sizes, QList<qsizetype>(3, sizes[0]));
        SyncRequest all = m_hub->request(reader);
        all.cursors = {{u"42"_s, 0}, {kNationalScope, 0}, {u"41"_s, 0}};
        const SyncAnswer answer = m_hub->answerTo(all.encode(reader.replicaKey));
        QCOMPARE(TestHub::received(answer).size(), 1);
        for (const Frame& frame : answer.frames)
            QCOMPARE(frame.feed, u"41"_s);
        // Naming a foreign record in a change of one's own tells nothing about it, known or not.
        const auto entries = m_hub->storage->feed(u"42"_s, 0, 1, 1, 1 << 20);
        const auto known = reader.save(edit(entries->first().change));
        const SyncAnswer said = m_hub->send(reader, {known});
        QVERIFY(said.verdicts[0].refusal != 0);
        QVERIFY(TestHub::received(said).isEmpty());
    }

    void anAdministratorReadsNoCases()
    {
        Desk admin = m_hub->desk(6, u"admin"_s, Role::Admin, kNationalScope);
        const SyncAnswer answer = m_hub->send(admin);
        QVERIFY(answer.frames.isEmpty());
        QVERIFY(answer.statements.size() >= 6);
    }

    void aLongFeedComesInParts()
    {
        QList<ChangePtr> many;
        for (int i = 0; i < 400; ++i) {
            ChangeBody body = newCase(u"41"_s);
            body.items.append(SetItem{
                {1, {}, 105}, FieldValue::plain(QString::fromLatin1(SodiumRandom().bytes(300).toHex())), {}});
            many.append(m_officer->save(body));
        }
        m_hub->send(*m_officer, many);
        Desk reader = m_hub->desk(7, u"reader"_s, Role::Recorder, u"41"_s);
        QList<ChangeId> got;
        int requests = 0;
        for (bool more = true; more; ++requests) {
            SyncRequest request = m_hub->request(reader);
            request.maxAnswerBytes = 1;  // the hub takes it for its least
            const SyncAnswer answer = m_hub->answerTo(request.encode(reader.replicaKey));
            QVERIFY(answer.error.isEmpty());
            got += TestHub::received(answer);
            for (const Frame& frame : answer.frames)
                reader.cursors = {{frame.feed, frame.through}};
            more = answer.more;
            QVERIFY(requests < 400);
        }
        QVERIFY2(requests > 3, qPrintable(QString::number(requests)));
        QCOMPARE(got.size(), 401);
        QCOMPARE(QSet<ChangeId>(got.begin(), got.end()).size(), 401);
    }

    void ownChangesAreNotSentBack()
    {
        const SyncAnswer answer = m_hub->send(*m_officer, {m_officer->save(newCase(u"41"_s))});
        QVERIFY(TestHub::received(answer).isEmpty());
        QCOMPARE(answer.frames.size(), 1);
        QCOMPARE(answer.frames[0].through, quint64(2));
    }

    // Others read and prove what comes next while something is taken: what is taken, and why not, goes by its order as before.
    void aLongUploadIsTakenInItsOrder()
    {
        QList<ChangePtr> many = someCases();
        const SyncRequest request = inSmallFrames(many);
        const SyncAnswer answer = m_hub->answerTo(request.encode(m_officer->replicaKey));
        QVERIFY2(answer.error.isEmpty(), qPrintable(answer.error));
        QCOMPARE(answer.knownHead, many.last()->id());
        QList<ChangeId> ids;
        for (qsizetype at = 0; at < many.size(); ++at) {
            ids.append(many[at]->id());
            QCOMPARE(m_hub->place(u"41"_s, many[at]), quint64(at + 2));
        }
        QVERIFY(receiptCovers(answer.receipt, m_hub->id(), ids, answer.verdicts));
        // Asked for again it is read again, and gets the same.
        QCOMPARE(m_hub->answerTo(request.encode(m_officer->replicaKey)).receipt, answer.receipt);
    }

    void aForgedChangeAmongManyIsRefused()
    {
        QList<ChangePtr> many = someCases();
        const qsizetype bad = many.size() - 5;
        many[bad] = std::make_shared<const Change>(
            Change::make(many[bad]->body(),
                         SigningKey::make().sign(Context::Change, many[bad]->signedBytes())));
        const SyncAnswer answer = m_hub->answerTo(inSmallFrames(many).encode(m_officer->replicaKey));
        QCOMPARE(answer.verdicts.size(), many.size());
        for (qsizetype at = 0; at < many.size(); ++at) {
            const auto refusal = static_cast<Refusal>(answer.verdicts[at].refusal);
            QCOMPARE(refusal, at < bad    ? Refusal::None
                              : at == bad ? Refusal::BadSignature
                                          : Refusal::MissingParent);
            QCOMPARE(m_hub->isHeld(many[at]), at != bad);
        }
    }

    void aFrameThatDoesNotReadUndoesAllBeforeIt()
    {
        const QList<ChangePtr> many = someCases();
        SyncRequest request = inSmallFrames(many);
        request.frames.last().packed.chop(1);
        const SyncAnswer answer = m_hub->answerTo(request.encode(m_officer->replicaKey));
        QCOMPARE(answer.error, u"bad-frame"_s);
        for (const ChangePtr& change : many)
            QVERIFY(!m_hub->isHeld(change));
        QCOMPARE(*m_hub->storage->feedEnd(u"41"_s), quint64(1));
    }

private:
    static QString someWords(SeededRandom& random)
    {
        QStringList words;
        for (int i = 0; i < 300; ++i)
            words.append(u"witness %1 of the case"_s.arg(random.below(500)));
        return words.join(u", "_s);
    }
    /// An edit whose parent is not the change before it.
    ChangePtr laterEdit(const ChangePtr& parent)
    {
        m_officer->save(newCase(u"41"_s));
        return m_officer->save(edit(parent));
    }
    /// Everything in one frame, with parents named by their first bytes, whether the hub holds them or not.
    SyncRequest naming(const QList<ChangePtr>& changes)
    {
        SyncRequest request = m_hub->request(*m_officer);
        FrameWriter writer = request.writer();
        writer.isHeld = [](const ChangeId&) { return true; };
        QList<FramedChange> framed;
        for (const ChangePtr& change : changes)
            framed.append({change, 0, {}});
        packFrame(framed, 0, {}, request.frames.emplace_back(), writer, changeDictionaries().first());
        return request;
    }
    /// Another change of its record in the storage, whose id begins as its id does.
    void addTwin(const ChangePtr& change)
    {
        auto raw = Connection::open(m_hub->path(), [this] { return m_hub->storageKey().view(); });
        QVERIFY(raw);
        const QByteArray id = change->id().toBytes();
        const QByteArray twin = id.first(kParentStart) + QByteArray(32 - kParentStart, 't');
        QVERIFY(raw->run(u"INSERT INTO change (id, record, replica, counter, is_packed, bytes, signature, "
                         u"received_ms, scope, refusal, "
                         u"link) SELECT ?, record, replica, counter, is_packed, bytes, signature, "
                         u"received_ms, scope, 1, 0 FROM change "
                         u"WHERE id = ?",
                         {twin, id}));
    }
    QList<ChangePtr> someCases()
    {
        QList<ChangePtr> many;
        for (int i = 0; i < 60; ++i)
            many.append(m_officer->save(newCase(u"41"_s, u"41-2026-A-%1"_s.arg(i + 10))));
        return many;
    }
    /// Three changes a frame: many more frames than are read at once.
    SyncRequest inSmallFrames(const QList<ChangePtr>& changes)
    {
        SyncRequest request = m_hub->request(*m_officer);
        for (qsizetype from = 0; from < changes.size(); from += 3) {
            QList<FramedChange> some;
            for (const ChangePtr& change : changes.mid(from, 3))
                some.append({change, 0, {}});
            packFrame(some, 0, {}, request.frames.emplace_back(), request.writer());
        }
        return request;
    }

    std::unique_ptr<TestHub> m_hub;
    std::unique_ptr<Desk> m_officer, m_other;
    ChangePtr m_first;  ///< of the officer, sent
};

QTEST_GUILESS_MAIN(HubRequestTest)
#include "HubRequestTest.moc"
