// SPDX-License-Identifier: GPL-3.0-or-later
#include "BothStorages.h"

#include <QTest>

#include <atomic>
#include <new>
#include <thread>

using namespace prohori;

/// What every storage behind the interface must do: each test runs on SQLite and on PostgreSQL.
class HubStorageTest : public QObject, private OnBothStorages {
    Q_OBJECT
private slots:
    void initTestCase_data() { BothStorages::addRows(); }
    void initTestCase() { QVERIFY(startSecrets()); }
    void init() { begin(); }

    void whatWasKeptIsReadAgain()
    {
        const auto one = m_desk.save(newCase(u"41"_s));
        const auto two = m_desk.save(edit(one));
        const Instant received = testStart().plus(std::chrono::minutes(3));
        QVERIFY(write([&] {
            return m_storage->keep({one, received, Refusal::None, ChainLink::Chained, u"41"_s});
        }));
        QVERIFY(write([&] {
            return m_storage->keep({two, received, Refusal::WrongRole, ChainLink::Loose, u"41"_s});
        }));
        makeStorage();
        const auto judged = m_storage->judgement(two->id());
        QVERIFY(judged && *judged);
        QCOMPARE((*judged)->record, two->body().record);
        QCOMPARE((*judged)->replica, m_desk.replica);
        QCOMPARE((*judged)->counter, two->body().counter);
        QCOMPARE((*judged)->refusal, Refusal::WrongRole);
        QCOMPARE((*judged)->link, ChainLink::Loose);
        const auto all = m_storage->recordChanges(one->body().record);
        QVERIFY(all);
        QCOMPARE(all->size(), 2);
        QCOMPARE(all->at(0).change->signedBytes(), one->signedBytes());
        QCOMPARE(all->at(0).change->signature(), one->signature());
        QCOMPARE(all->at(1).received, received);
        const auto idsFrom = [&](const QByteArray& start) {
            const auto ids = m_storage->idsOfRecord(one->body().record, start);
            return ids ? QSet<ChangeId>(ids->begin(), ids->end()) : QSet<ChangeId>{{}};
        };
        QCOMPARE(idsFrom({}), (QSet<ChangeId>{one->id(), two->id()}));
        QCOMPARE(idsFrom(one->id().toBytes().first(8)), QSet<ChangeId>{one->id()});
        QCOMPARE(idsFrom(two->id().toBytes()), QSet<ChangeId>{two->id()});
        QVERIFY(idsFrom(one->id().toBytes().sliced(1, 8)).isEmpty());
        QVERIFY(m_storage->idsOfRecord(RecordId::fromBytes(QByteArray(16, 'r')), {})->isEmpty());
        // Where it is asked while a request is taken: with what that has brought.
        const auto three = m_desk.save(edit(two));
        QVERIFY(write([&]() -> Result<> {
            auto kept = m_storage->keep({three, received, Refusal::None, ChainLink::Loose, u"41"_s});
            const auto ids = m_storage->idsOfRecord(one->body().record, three->id().toBytes().first(4));
            return ids && *ids == QList<ChangeId>{three->id()}
                     ? kept
                     : Result<>(Error{ErrorCode::NotFound, u"not there"_s});
        }));
        QCOMPARE(**m_storage->changeAt(m_desk.replica, one->body().counter), one->id());
        QVERIFY(!*m_storage->changeAt(m_desk.replica, two->body().counter));  // not chained
        QVERIFY(write([&] { return m_storage->judge(two->id(), Refusal::None, ChainLink::Chained); }));
        QCOMPARE(**m_storage->changeAt(m_desk.replica, two->body().counter), two->id());
        QVERIFY(!*m_storage->judgement(ChangeId::fromBytes(QByteArray(32, 'n'))));
    }

    void theRecordsOfAReplica()
    {
        const auto first = m_desk.save(newCase(u"41"_s));
        const auto refused = m_desk.save(newCase(u"41"_s));
        const auto second = m_desk.save(newCase(u"41"_s));
        const auto again = m_desk.save(edit(second));
        const auto branch = m_desk.save(newCase(u"41"_s));
        const auto keep = [&](const ChangePtr& change, Refusal refusal, ChainLink link) {
            QVERIFY(write([&] { return m_storage->keep({change, testStart(), refusal, link, u"41"_s}); }));
        };
        keep(first, Refusal::None, ChainLink::Chained);
        keep(refused, Refusal::WrongRole, ChainLink::Chained);
        keep(second, Refusal::None, ChainLink::Chained);
        keep(again, Refusal::None, ChainLink::Chained);
        keep(branch, Refusal::None, ChainLink::Branch);
        const auto ids = [](const QList<ChangePtr>& changes) {
            QList<RecordId> records;
            for (const ChangePtr& change : changes)
                records.append(change->body().record);
            std::sort(records.begin(), records.end());
            return records;
        };
        QCOMPARE(*m_storage->recordsOf(m_desk.replica, 0), ids({first, second, branch}));
        QCOMPARE(*m_storage->recordsOf(m_desk.replica, first->body().counter), ids({second, branch}));
        QCOMPARE(*m_storage->recordsOf(m_desk.replica, branch->body().counter), QList<RecordId>());
        QCOMPARE(*m_storage->recordsOf(ReplicaId::fromBytes(QByteArray(16, 'x')), 0), QList<RecordId>());
    }

    // What is fetched ahead of a request is answered as if each had been asked for on its own, also after it was changed.
    void whatIsExpectedIsAnsweredTheSame()
    {
        const auto held = m_desk.save(newCase(u"41"_s));
        const auto child = m_desk.save(edit(held));
        const auto other = m_desk.save(newCase(u"26"_s));
        QVERIFY(append(held));
        QVERIFY(write([&] { return m_storage->setHomeScope(held->body().record, u"41"_s); }));
        QVERIFY(write([&]() -> Result<> {
            if (auto ready = m_storage->expect({held, child, other}); !ready)
                return ready;
            const auto known = m_storage->judgement(held->id());
            const bool isSame = known && *known && (*known)->refusal == Refusal::None
                             && (*known)->record == held->body().record && (*known)->replica == m_desk.replica
                             && (*known)->counter == held->body().counter
                             && (*known)->link == ChainLink::Chained;
            const bool isAbsent = !*m_storage->judgement(child->id()) && !*m_storage->judgement(other->id());
            const bool hasHomes = *m_storage->homeScope(held->body().record) == u"41"_s
                               && !*m_storage->homeScope(other->body().record);
            const auto twice = m_storage->keep(this->held(held));
            const bool isRefused = !twice && twice.error().code == ErrorCode::Conflict;
            if (!isSame || !isAbsent || !hasHomes || !isRefused)
                return Error{ErrorCode::Invalid,
                             u"%1 %2 %3 %4"_s.arg(isSame).arg(isAbsent).arg(hasHomes).arg(isRefused)};
            if (auto kept = m_storage->keep(this->held(child)); !kept)
                return kept;
            if (auto set = m_storage->setHomeScope(other->body().record, u"26"_s); !set)
                return set;
            return m_storage->judge(held->id(), Refusal::WrongRole, ChainLink::Chained);
        }));
        QVERIFY(write([&]() -> Result<> {
            if (auto ready = m_storage->expect({held, child}); !ready)
                return ready;
            if (auto judged = m_storage->judge(child->id(), Refusal::QuarantinedParent, ChainLink::Chained);
                !judged)
                return judged;
            const bool isSame = (*m_storage->judgement(held->id()))->refusal == Refusal::WrongRole
                             && (*m_storage->judgement(child->id()))->refusal == Refusal::QuarantinedParent
                             && *m_storage->homeScope(other->body().record) == u"26"_s;
            return isSame ? Result<>() : Result<>(Error{ErrorCode::Invalid, u"another answer"_s});
        }));
    }

    void aLargeChangeComesBackAsItWas()
    {
        ChangeBody body = newCase(u"41"_s);
        for (quint32 field = 105; field < 108; ++field)
            body.items.append(SetItem{{1, {}, field}, FieldValue::plain(QString(60'000, u'a')), {}});
        const auto change = m_desk.save(body);
        QVERIFY(write([&] { return m_storage->keep(held(change)); }));
        QCOMPARE(m_storage->recordChanges(body.record)->first().change->signedBytes(), change->signedBytes());
    }

    void aChangeIsKeptOnce()
    {
        const auto one = m_desk.save(newCase(u"41"_s));
        QVERIFY(write([&] { return m_storage->keep(held(one)); }));
        const auto again = writeResult([&] { return m_storage->keep(held(one)); });
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Conflict);
    }

    void twoChangesCannotHaveOnePlaceInAChain()
    {
        const auto one = m_desk.save(newCase(u"41"_s));
        ChangeBody body = one->body();
        body.record = newCase(u"41"_s).record;
        const auto fork = std::make_shared<const Change>(m_desk.sign(body));
        QVERIFY(write([&] { return m_storage->keep(held(one)); }));
        QVERIFY(!write([&] { return m_storage->keep(held(fork)); }));
        QVERIFY(write([&] {
            return m_storage->keep({fork, testStart(), Refusal::Forked, ChainLink::Loose, u"41"_s});
        }));
    }

    void aFailedTransactionLeavesNothing()
    {
        const auto one = m_desk.save(newCase(u"41"_s));
        const auto failed = writeResult([&]() -> Result<> {
            if (auto kept = m_storage->keep(held(one)); !kept)
                return kept;
            if (auto placed = m_storage->appendToFeed(u"41"_s, one->id()); !placed)
                return placed.error();
            if (auto set = m_storage->setHomeScope(one->body().record, u"41"_s); !set)
                return set;
            if (auto given = m_storage->giveNationalRef(one->body().record, 2026); !given)
                return given.error();
            if (auto kept = m_storage->keepStatement(m_desk.store.id(), m_desk.store.bytes()); !kept)
                return kept;
            if (auto noted = m_storage->waitFor(one->id(), HubStorage::kPeople); !noted)
                return noted;
            // Inside, it is all there.
            if (*m_storage->feedEnd(u"41"_s) != 1 || !*m_storage->judgement(one->id()))
                return Error{ErrorCode::Damaged, u"own writes are not read"_s};
            return Error{ErrorCode::Refused, u"on purpose"_s, u"on-purpose"_s};
        });
        QVERIFY(!failed);
        QCOMPARE(failed.error().hint, u"on-purpose"_s);
        QVERIFY(!*m_storage->judgement(one->id()));
        QCOMPARE(*m_storage->feedEnd(u"41"_s), quint64(0));
        QCOMPARE(*m_storage->statementEnd(), quint64(0));
        QVERIFY(!*m_storage->homeScope(one->body().record));
        QVERIFY(!*m_storage->isAnythingWaiting());
        // The number that was taken is free again.
        QVERIFY(write([&] { return m_storage->setHomeScope(one->body().record, u"41"_s); }));
        QString ref;
        QVERIFY(write([&]() -> Result<> {
            ref = *m_storage->giveNationalRef(one->body().record, 2026);
            return {};
        }));
        QCOMPARE(ref, u"BD-2026-000001"_s);
    }

    void writingOutsideOfATransactionIsRefused()
    {
        const auto one = m_desk.save(newCase(u"41"_s));
        const auto kept = m_storage->keep(held(one));
        QVERIFY(!kept);
        QCOMPARE(kept.error().code, ErrorCode::Invalid);
        QVERIFY(!m_storage->appendToFeed(u"41"_s, one->id()));
        QVERIFY(!m_storage->setReplica({}));
        QVERIFY(!*m_storage->judgement(one->id()));
    }

    /// What a transaction writes it reads, however much of it goes to the tables at once, and nothing of it is left when it fails.
    void aTransactionReadsWhatItWrote()
    {
        constexpr int kMany = 700;
        QList<ChangePtr> changes;
        for (int i = 0; i < kMany; ++i)
            changes.append(m_desk.save(newCase(u"41"_s)));
        const auto work = [&](int from, int to, bool fails) {
            return write([&, from, to, fails]() -> Result<> {
                const Error wrong{ErrorCode::Damaged, u"something else was read"_s};
                for (int at = from; at < to; ++at) {
                    const ChangePtr& change = changes[at];
                    if (*m_storage->judgement(change->id()) || *m_storage->homeScope(change->body().record))
                        return wrong;
                    auto kept = m_storage->keep(held(change));
                    if (kept)
                        kept = m_storage->setHomeScope(change->body().record, at % 2 ? u"41"_s : u"42"_s);
                    if (!kept)
                        return kept;
                    if (*m_storage->appendToFeed(u"41"_s, change->id()) != quint64(at + 1)
                        || *m_storage->appendToFeed(u"41"_s, change->id()) != quint64(at + 1)
                        || m_storage->keep(held(change)))
                        return wrong;
                    if (at % 100 == 50
                        && (m_storage->recordChanges(change->body().record)->size() != 1
                            || *m_storage->feedEnd(u"41"_s) != quint64(at + 1)))
                        return wrong;
                }
                return fails ? Result<>(wrong) : Result<>();
            });
        };
        QVERIFY(work(0, 20, false));
        QVERIFY(!work(20, kMany, true));
        QVERIFY(!*m_storage->judgement(changes[20]->id()));
        QCOMPARE(*m_storage->feedEnd(u"41"_s), quint64(20));
        const auto done = work(20, kMany, false);
        QVERIFY(done);
        const auto read = m_storage->feed(u"41"_s, 0, kMany, kMany, 100 << 20);
        QCOMPARE(read->size(), kMany);
        for (int at = 0; at < kMany; ++at) {
            QCOMPARE(read->at(at).change->id(), changes[at]->id());
            QCOMPARE(**m_storage->homeScope(changes[at]->body().record), at % 2 ? u"41"_s : u"42"_s);
        }
        QCOMPARE(*m_storage->faults(), QStringList());
    }

    // Memory or threads may run out in the midst of it: nothing is kept, and the next transaction knows nothing of it.
    void whatThrowsLeavesNothing()
    {
        const auto lost = m_desk.save(newCase(u"41"_s));
        const auto keep = [&](const ChangePtr& change) {
            if (auto kept =
                    m_storage->keep({change, testStart(), Refusal::None, ChainLink::Chained, u"41"_s});
                !kept)
                return kept;
            const auto placed = m_storage->appendToFeed(u"41"_s, change->id());
            return placed ? Result<>() : Result<>(placed.error());
        };
        bool wasThrown = false;
        try {
            (void)write([&]() -> Result<> {
                (void)keep(lost);
                throw std::bad_alloc();
            });
        } catch (const std::bad_alloc&) {
            wasThrown = true;
        }
        QVERIFY(wasThrown);
        const auto next = m_desk.save(newCase(u"41"_s));
        QVERIFY(write([&] { return keep(next); }));
        QVERIFY(!*m_storage->judgement(lost->id()));
        QCOMPARE(*m_storage->feedEnd(u"41"_s), quint64(1));
        QCOMPARE(m_storage->feed(u"41"_s, 0, 9, 9, 1 << 20)->first().change->id(), next->id());
        QCOMPARE(*m_storage->faults(), QStringList());
    }

    void waitingIsAskedForByWhatIsMissing()
    {
        const auto one = m_desk.save(newCase(u"41"_s));
        const auto two = m_desk.save(edit(one));
        QVERIFY(write([&]() -> Result<> {
            (void)m_storage->keep({two, testStart(), Refusal::MissingParent, ChainLink::Loose, u"41"_s});
            (void)m_storage->waitFor(two->id(), one->id().toBytes());
            (void)m_storage->waitFor(two->id(), one->id().toBytes());
            return m_storage->waitFor(two->id(), HubStorage::kPeople);
        }));
        QVERIFY(*m_storage->isAnythingWaiting());
        QCOMPARE(m_storage->waitingFor(one->id().toBytes())->size(), 1);
        QCOMPARE(m_storage->waitingFor(HubStorage::kPeople)->first().change->id(), two->id());
        QVERIFY(m_storage->waitingFor(two->id().toBytes())->isEmpty());
        QVERIFY(write([&] { return m_storage->stopWaiting(two->id()); }));
        QVERIFY(!*m_storage->isAnythingWaiting());
    }

    void statementsAreNumberedOnce()
    {
        const QList<Statement> all = m_desk.statements();
        for (int round = 0; round < 2; ++round) {
            for (const Statement& statement : all)
                QVERIFY(write([&] { return m_storage->keepStatement(statement.id(), statement.bytes()); }));
        }
        QCOMPARE(*m_storage->statementEnd(), quint64(all.size()));
        QCOMPARE(*m_storage->statements(1, 1), QList<QByteArray>{all[1].bytes()});
        QCOMPARE(m_storage->statements(0, 100)->size(), all.size());
    }

    void replicasAreRemembered()
    {
        QCOMPARE(m_storage->replica(m_desk.replica)->counter, quint64(0));
        const ReplicaStatus status{
            m_desk.replica, 7, ChangeId::fromBytes(QByteArray(32, 'h')), 9, "hash", "plan", testStart()};
        QVERIFY(write([&] { return m_storage->setReplica(status); }));
        QVERIFY(write([&] { return m_storage->setReplica(status); }));
        makeStorage();
        const auto found = m_storage->replica(m_desk.replica);
        QCOMPARE(found->counter, quint64(7));
        QCOMPARE(found->head, status.head);
        QCOMPARE(found->requestCounter, quint64(9));
        QCOMPARE(found->requestHash, QByteArray("hash"));
        QCOMPARE(found->answerPlan, QByteArray("plan"));
        QCOMPARE(found->lastContact, testStart());
        QCOMPARE(m_storage->replicas()->size(), 1);
    }

    void referencesRunByYear()
    {
        QStringList given;
        for (const int year : {2026, 2026, 2027}) {
            const RecordId record = newCase(u"41"_s).record;
            QVERIFY(write([&]() -> Result<> {
                (void)m_storage->setHomeScope(record, u"41"_s);
                given.append(*m_storage->giveNationalRef(record, year));
                given.append(*m_storage->giveNationalRef(record, 2030));  // it keeps the first
                return {};
            }));
            QCOMPARE(*m_storage->nationalRef(record), given.last());
        }
        QCOMPARE(given, (QStringList{u"BD-2026-000001"_s, u"BD-2026-000001"_s, u"BD-2026-000002"_s,
                                     u"BD-2026-000002"_s, u"BD-2027-000001"_s, u"BD-2027-000001"_s}));
    }

    // No reader may ever skip a change that was committed late: what it sees of a feed is 1 … n, and grows.
    void readersBesideAWriterSeeNoHole()
    {
        constexpr int kChanges = 150;
        QList<ChangePtr> changes;
        for (int i = 0; i < kChanges; ++i)
            changes.append(m_desk.save(newCase(u"41"_s)));
        std::atomic<bool> done = false;
        std::atomic<int> faults = 0, looks = 0;
        std::vector<std::thread> readers;
        for (int i = 0; i < 2 * SqliteHubStorage::kReaders; ++i) {
            readers.emplace_back([&] {
                quint64 seen = 0;
                while (!done || looks == 0) {
                    const quint64 end = *m_storage->feedEnd(u"41"_s);
                    const auto entries = m_storage->feed(u"41"_s, seen, end, kChanges, 100 << 20);
                    const bool whole = entries && end >= seen && quint64(entries->size()) == end - seen;
                    for (qsizetype at = 0; whole && at < entries->size(); ++at)
                        faults += entries->at(at).position == ++seen ? 0 : 1;
                    faults += whole ? 0 : 1;
                    ++looks;
                }
            });
        }
        bool written = true;
        for (const ChangePtr& change : changes) {
            written = written && write([&]() -> Result<> {
                          if (auto kept = m_storage->keep(held(change)); !kept)
                              return kept;
                          const auto placed = m_storage->appendToFeed(u"41"_s, change->id());
                          return placed ? Result<>() : Result<>(placed.error());
                      });
        }
        done = true;
        for (std::thread& reader : readers)
            reader.join();
        QVERIFY(written);
        QCOMPARE(faults.load(), 0);
        QVERIFY(looks > 0);
    }

    void aSnapshotIsOfOneMoment()
    {
        QVERIFY(append(m_desk.save(newCase(u"41"_s))));
        const auto looked = m_storage->snapshot([&]() -> Result<> {
            if (*m_storage->feedEnd(u"41"_s) != 1)
                return Error{ErrorCode::Damaged, u"before"_s};
            bool written = false;
            std::thread writer([&] { written = append(m_desk.save(newCase(u"41"_s))); });
            writer.join();
            if (!written)
                return Error{ErrorCode::Damaged, u"no writing beside it"_s};
            return *m_storage->feedEnd(u"41"_s) == 1 ? Result<>() : Error{ErrorCode::Damaged, u"it moved"_s};
        });
        QVERIFY2(looked, looked ? "" : qPrintable(looked.error().detail));
        QCOMPARE(*m_storage->feedEnd(u"41"_s), quint64(2));
    }

    void statsCountByScope()
    {
        QVERIFY(append(m_desk.save(newCase(u"41"_s))));
        const auto one = m_desk.save(newCase(u"41"_s));
        const auto two = m_desk.save(edit(one));
        QVERIFY(write([&] {
            return m_storage->keep({one, testStart(), Refusal::WrongRole, ChainLink::Loose, u"41"_s});
        }));
        QVERIFY(write([&] {
            return m_storage->keep({two, testStart(), Refusal::MissingParent, ChainLink::Loose, u"41"_s});
        }));
        const auto stats = m_storage->stats();
        QCOMPARE(stats->size(), 1);
        QCOMPARE(stats->first().changes, qint64(3));
        QCOMPARE(stats->first().cases, qint64(2));
        QCOMPARE(stats->first().quarantined, qint64(1));
        QCOMPARE(stats->first().waiting, qint64(1));
        QVERIFY(m_storage->faults()->isEmpty());
    }

    // SEC-62: by the key of its file, and in PostgreSQL by the rights of its role.
    void whatLiesThereIsForTheHubAlone()
    {
        QVERIFY(append(m_desk.save(newCase(u"41"_s))));
        if (BothStorages::isPostgres()) {
            const PostgresServer& server = m_storages.server();
            server.sql(u"postgres"_s, u"CREATE ROLE stranger LOGIN"_s);
            QVERIFY(!PostgresHubStorage::open(server.url(u"hub"_s, u"stranger"_s)));
            // Not one table or view, whatever it is asked for.
            QCOMPARE(server.sql(u"hub"_s, u"SELECT count(*) > 140 FROM pg_class WHERE relnamespace = "
                                          "'prohori'::regnamespace AND relkind IN ('r', 'p')"_s),
                     "t");
            QCOMPARE(
                server.sql(u"hub"_s,
                           u"SELECT count(*) FROM pg_class WHERE relnamespace = 'prohori'::regnamespace AND "
                           "relkind IN ('r', 'p', 'v', 'S') AND has_table_privilege('stranger', oid, "
                           "'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')"_s),
                "0");
            const QByteArray said =
                server.sql(u"hub"_s, u"SELECT bytes FROM prohori.change"_s, true, u"stranger"_s);
            QVERIFY2(said.contains("permission denied"), said);
            return;
        }
        m_storage.reset();
        const auto wrong = SqliteHubStorage::open(path(), SecretBytes::random(std::size_t(kKeyBytes)), false);
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, ErrorCode::Locked);
        QVERIFY(!SqliteHubStorage::open(path() + u".none"_s, m_key, false));
    }
};

QTEST_GUILESS_MAIN(HubStorageTest)
#include "HubStorageTest.moc"
