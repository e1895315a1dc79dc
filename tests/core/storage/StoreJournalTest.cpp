// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/Connection.h"
#include "StoreDesk.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// A column and what an insider puts there; `?` is the row.
struct Edit {
    QString table, key, sql;
};

const QList<Edit> kEdits{
    {u"journal"_s, u"no"_s, u"UPDATE journal SET at_ms = at_ms + 1 WHERE no = ?"_s},
    {u"journal"_s, u"no"_s, u"UPDATE journal SET person = person + 1 WHERE no = ?"_s},
    {u"journal"_s, u"no"_s, u"UPDATE journal SET event = 'lock' WHERE no = ?"_s},
    {u"journal"_s, u"no"_s, u"UPDATE journal SET record = randomblob(16) WHERE no = ?"_s},
    {u"journal"_s, u"no"_s, u"UPDATE journal SET reason = reason || 'x' WHERE no = ?"_s},
    {u"journal"_s, u"no"_s, u"UPDATE journal SET hash = randomblob(32) WHERE no = ?"_s},
    {u"journal"_s, u"no"_s, u"DELETE FROM journal WHERE no = ?"_s},
    {u"journal"_s, u"no"_s, u"UPDATE journal SET no = no + 1000 WHERE no = ?"_s},
    {u"journal_link"_s, u"no"_s, u"UPDATE journal_link SET code = code || 'x' WHERE no = ?"_s},
    {u"journal_link"_s, u"no"_s, u"UPDATE journal_link SET event = event + 1 WHERE no = ?"_s},
    {u"journal_link"_s, u"no"_s, u"UPDATE journal_link SET link = randomblob(32) WHERE no = ?"_s},
    {u"journal_link"_s, u"no"_s, u"DELETE FROM journal_link WHERE no = ?"_s},
    {u"audit_batch"_s, u"no"_s, u"UPDATE audit_batch SET replica = randomblob(16) WHERE no = ?"_s},
    {u"audit_batch"_s, u"no"_s, u"UPDATE audit_batch SET before = randomblob(32) WHERE no = ?"_s},
    {u"audit_batch"_s, u"no"_s, u"UPDATE audit_batch SET signature = randomblob(64) WHERE no = ?"_s},
    {u"audit_batch"_s, u"no"_s, u"UPDATE audit_batch SET no = no + 1000 WHERE no = ?"_s},
    {u"audit_batch"_s, u"no"_s, u"DELETE FROM audit_batch WHERE no = ?"_s},
    {u"audit_line"_s, u"key"_s, u"UPDATE audit_line SET at_ms = at_ms + 1 WHERE key = ?"_s},
    {u"audit_line"_s, u"key"_s, u"UPDATE audit_line SET person = person + 1 WHERE key = ?"_s},
    {u"audit_line"_s, u"key"_s, u"UPDATE audit_line SET event = event + 1 WHERE key = ?"_s},
    {u"audit_line"_s, u"key"_s, u"UPDATE audit_line SET record = randomblob(16) WHERE key = ?"_s},
    {u"audit_line"_s, u"key"_s, u"UPDATE audit_line SET code = code || 'x' WHERE key = ?"_s},
    {u"audit_line"_s, u"key"_s, u"UPDATE audit_line SET no = no + 1000 WHERE key = ?"_s},
    {u"audit_line"_s, u"key"_s, u"UPDATE audit_line SET standing = 1 WHERE key = ?"_s},
    {u"audit_line"_s, u"key"_s, u"DELETE FROM audit_line WHERE key = ?"_s},
};
const QStringList kGuards{u"journal_is_not_changed"_s,      u"journal_is_kept"_s,
                          u"journal_link_is_not_changed"_s, u"journal_link_is_kept"_s,
                          u"audit_batch_is_kept"_s,         u"audit_batch_is_not_changed"_s,
                          u"audit_line_is_not_changed"_s,   u"audit_line_is_kept"_s};

}  // namespace

/// The journal of a store: what leaves it, and that no edit stays hidden (SEC-66, SEC-68).
class StoreJournalTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_position = 0;
        m_desk = std::make_unique<StoreDesk>();
        m_desk->create();
    }

    void linesWaitForTheHubInSignedRuns()
    {
        Store& store = *m_desk->store;
        QVERIFY(!*store.unsentJournal());
        write(450);
        quint64 held = 0;
        for (const int expected : {200, 200, 50}) {
            const auto batch = *store.unsentJournal();
            QVERIFY(batch);
            QCOMPARE(batch->lines.size(), expected);
            QCOMPARE(batch->first(), held + 1);
            QCOMPARE(batch->replica, store.replica());
            QVERIFY(batch->isSignedBy(store.replicaKey().publicKey()));
            QCOMPARE(m_links.add(*batch), JournalFit::Continues);
            held = batch->last();
            PROHORI_GOOD(store.noteJournalSent(held));
        }
        QVERIFY(!*store.unsentJournal());
        // It goes on where it was, also after a start; and from where the hub wants it.
        m_desk->reopen();
        QVERIFY(!*m_desk->store->unsentJournal());
        write(1);
        QCOMPARE((*m_desk->store->unsentJournal())->first(), quint64(451));
        QCOMPARE(m_links.add(**m_desk->store->unsentJournal()), JournalFit::Continues);
        PROHORI_GOOD(m_desk->store->noteJournalSent(17));
        QCOMPARE((*m_desk->store->unsentJournal())->first(), quint64(18));
        QCOMPARE(m_links.add(**m_desk->store->unsentJournal()), JournalFit::Known);
    }

    void whatWasTypedStaysHere()
    {
        PROHORI_GOOD(m_desk->store->journal(
            {m_desk->clock.now(), 7, JournalEvent::IdentityOpened, {}, u"Rahima Khatun"_s}));
        PROHORI_GOOD(
            m_desk->store->journal({m_desk->clock.now(), 7, JournalEvent::IdentityOpened, {}, u"court"_s}));
        const auto rows = *m_desk->store->journalRows(Store::Journals::Own, {});
        QCOMPARE(rows[1].reason, u"Rahima Khatun"_s);
        const auto batch = *m_desk->store->unsentJournal();
        QCOMPARE(batch->lines[0].code, u"text"_s);
        QCOMPARE(batch->lines[1].code, u"court"_s);
        QVERIFY(!batch->toCbor().encode().contains("Rahima"));
        QVERIFY(!m_desk->store->journal({m_desk->clock.now(), 7, JournalEvent::Unknown, {}, {}}));
    }

    void linesAreFound()
    {
        write(10);
        m_desk->clock.advance(std::chrono::hours(2));
        PROHORI_GOOD(m_desk->store->journal({m_desk->clock.now(), 8, JournalEvent::Lock, {}, {}}));
        const auto count = [this](const JournalFilter& filter) {
            return *m_desk->store->countJournal(Store::Journals::Own, filter);
        };
        QCOMPARE(count({}), 11);
        JournalFilter filter;
        filter.person = 8;
        QCOMPARE(count(filter), 1);
        filter = {};
        filter.event = JournalEvent::Lock;
        QCOMPARE(count(filter), 1);
        filter = {};
        filter.from = m_desk->clock.now();
        QCOMPARE(count(filter), 1);
        filter = {};
        filter.until = m_desk->clock.now();
        QCOMPARE(count(filter), 10);
        filter = {};
        filter.record = RecordId::fromBytes(QByteArray(16, 'r'));
        filter.limit = 3;
        filter.offset = 8;
        QCOMPARE(m_desk->store->journalRows(Store::Journals::Own, filter)->size(), 2);
    }

    void aStoreOfBeforeGetsItsLinks()
    {
        write(5);
        const auto batch = **m_desk->store->unsentJournal();
        m_desk->store.reset();
        {
            auto file = unguarded(m_desk->folder());
            const auto hash = file->blob(u"SELECT hash FROM journal WHERE no = 5");
            const SecretBytes key = deriveKey(m_desk->dataKey(), Context::Backup, "journal/1");
            const QByteArray end =
                keyedHash(key, Cbor(Cbor::Array{Cbor(u"end"_s), Cbor(5), Cbor(**hash)}).encode());
            PROHORI_GOOD(file->run(u"DELETE FROM journal_link"));
            PROHORI_GOOD(file->run(u"UPDATE identity SET journal_head = ?", {end}));
            PROHORI_GOOD(guard(*file));
        }
        m_desk->reopen();
        QCOMPARE(*m_desk->store->check(), QStringList());
        QCOMPARE((*m_desk->store->unsentJournal())->after(), batch.after());
        QCOMPARE((*m_desk->store->journalBooks(Store::Journals::Own))[0].last, quint64(5));
    }

    void everyEditIsFound()
    {
        // SEC-66: at least 210 edits by chance of the own journal and of those an auditor holds; guards are put back.
        SeededRandom random(testSeed());
        fillBoth();
        m_desk->store.reset();
        int made = 0;
        QSet<qsizetype> kinds;
        for (int round = 0; made < 220; ++round) {
            QVERIFY(round < 1000);
            const qsizetype kind = round < kEdits.size() ? round : random.below(int(kEdits.size()));
            const QString where = m_desk->path(u"edited"_s);
            copyFolder(m_desk->folder(), where);
            if (!edited(where, kEdits[kind], random))
                continue;
            ++made;
            kinds.insert(kind);
            QVERIFY2(isFound(where), qPrintable(u"not found: %1"_s.arg(kEdits[kind].sql)));
        }
        QCOMPARE(kinds.size(), kEdits.size());
    }

    void theLastLineIsMissed()
    {
        fillBoth();
        m_desk->store.reset();
        // Of the own journal, with everything that a number can tell; of what was handed; and all that was handed.
        const QList<QStringList> cuts{
            {u"DELETE FROM journal_link WHERE no = (SELECT max(no) FROM journal)"_s,
             u"DELETE FROM journal WHERE no = (SELECT max(no) FROM journal)"_s,
             u"UPDATE identity SET journal_lines = journal_lines - 1, journal_head = (SELECT hash FROM journal ORDER BY no DESC LIMIT 1)"_s},
            {u"DELETE FROM audit_line WHERE batch = (SELECT max(no) FROM audit_batch)"_s,
             u"DELETE FROM audit_batch WHERE no = (SELECT max(no) FROM audit_batch)"_s},
            {u"DELETE FROM audit_line WHERE key = (SELECT max(key) FROM audit_line)"_s},
            {u"DELETE FROM audit_line"_s, u"DELETE FROM audit_batch"_s},
        };
        for (const QStringList& cut : cuts) {
            const QString where = m_desk->path(u"cut"_s);
            copyFolder(m_desk->folder(), where);
            {
                auto file = unguarded(where);
                for (const QString& sql : cut)
                    PROHORI_GOOD(file->run(sql));
                PROHORI_GOOD(guard(*file));
            }
            QVERIFY2(isFound(where), qPrintable(cut.last()));
        }
    }

    void whoHasTheKeyIsFoundAtTheNextSync()
    {
        // SEC-66: he takes the last line out and makes all marks anew. The store is sound; what it tells the hub is another thing.
        write(5);
        const auto sent = **m_desk->store->unsentJournal();
        QCOMPARE(m_links.add(sent), JournalFit::Continues);
        PROHORI_GOOD(m_desk->store->noteJournalSent(5));
        m_desk->store.reset();
        {
            auto file = unguarded(m_desk->folder());
            PROHORI_GOOD(file->run(u"DELETE FROM journal_link WHERE no = 5"));
            PROHORI_GOOD(file->run(u"DELETE FROM journal WHERE no = 5"));
            const auto hash = file->blob(u"SELECT hash FROM journal WHERE no = 4");
            const SecretBytes key = deriveKey(m_desk->dataKey(), Context::Backup, "journal/1");
            const QByteArray end = keyedHash(
                key, Cbor(Cbor::Array{Cbor(u"end"_s), Cbor(4), Cbor(**hash), Cbor(sent.linkAt(4))}).encode());
            PROHORI_GOOD(file->run(u"UPDATE identity SET journal_lines = 4, journal_head = ?", {end}));
            PROHORI_GOOD(guard(*file));
        }
        m_desk->reopen();
        QCOMPARE(*m_desk->store->check(), QStringList());
        write(1);
        QCOMPARE(m_links.fit(**m_desk->store->unsentJournal()), JournalFit::Fork);
    }

    void handedJournalsAreProvedAndKept()
    {
        const JournalBatch first = batchOf(m_desk->colleague, 1, 3);
        const JournalBatch second = batchOf(m_desk->colleague, 4, 2, first.after());
        hand({first, second});
        QCOMPARE(*m_desk->store->countJournal(Store::Journals::Handed, {}), 5);
        auto books = *m_desk->store->journalBooks(Store::Journals::Handed);
        QCOMPARE(books.size(), 1);
        QVERIFY(books[0].faults.isEmpty() && books[0].first == 1 && books[0].last == 5
                && books[0].lines == 5);
        // Again, and in part: nothing is doubled.
        hand({first, second});
        JournalBatch overlap = second;
        overlap.lines += linesOf(6, 1);
        overlap.sign(m_desk->colleague.replicaKey);
        hand({overlap});
        QCOMPARE(*m_desk->store->countJournal(Store::Journals::Handed, {}), 6);
        QVERIFY((*m_desk->store->journalBooks(Store::Journals::Handed))[0].faults.isEmpty());
        QCOMPARE(*m_desk->store->check(), QStringList());
        // What does not fit is shown, and marked.
        JournalBatch forged = second;
        forged.lines[0].person = 99;
        forged.sign(m_desk->colleague.replicaKey);
        hand({forged});
        books = *m_desk->store->journalBooks(Store::Journals::Handed);
        QVERIFY(books[0].faults.join(u' ').contains(u"told in two ways"_s));
        JournalFilter filter;
        filter.person = 99;
        const auto rows = *m_desk->store->journalRows(Store::Journals::Handed, filter);
        QVERIFY(rows.size() == 1 && rows[0].isOutside);
        JournalBatch unsignedOne = batchOf(m_desk->reviewer, 1, 1);
        unsignedOne.sign(SigningKey::make());
        hand({unsignedOne});
        books = *m_desk->store->journalBooks(Store::Journals::Handed);
        QCOMPARE(books.size(), 2);
        QVERIFY(!m_desk->store->check()->isEmpty());
    }

private:
    void write(int count)
    {
        for (int i = 0; i < count; ++i) {
            m_desk->clock.advance(std::chrono::seconds(3));
            PROHORI_GOOD(m_desk->store->journal({m_desk->clock.now(), 7, JournalEvent::IdentityOpened,
                                                 RecordId::fromBytes(QByteArray(16, 'r')),
                                                 i % 2 ? u"court"_s : u"a reason"_s}));
        }
    }
    QList<JournalLine> linesOf(quint64 first, int count) const
    {
        QList<JournalLine> lines;
        for (int i = 0; i < count; ++i)
            lines.append({first + quint64(i),
                          testStart().plus(std::chrono::seconds(i)),
                          3,
                          qint64(JournalEvent::BackupMade),
                          RecordId::fromBytes(QByteArray(16, 'b')),
                          {}});
        return lines;
    }
    JournalBatch batchOf(const TestPerson& who, quint64 first, int count,
                         const QByteArray& before = firstJournalLink()) const
    {
        JournalBatch batch{who.replica, before, linesOf(first, count), {}};
        batch.sign(who.replicaKey);
        return batch;
    }
    void hand(const QList<JournalBatch>& batches)
    {
        QList<HandedJournal> handed;
        for (const JournalBatch& batch : batches)
            handed.append({++m_position, m_desk->clock.now(), batch});
        // What is known has another place then; the cursor is where the feed ends.
        m_position = std::max(m_position, quint64(handed.last().position));
        PROHORI_GOOD(m_desk->store->takeJournals(handed, m_position));
    }
    void fillBoth()
    {
        write(7);
        const JournalBatch one = batchOf(m_desk->colleague, 1, 4);
        hand({one, batchOf(m_desk->reviewer, 1, 3), batchOf(m_desk->colleague, 5, 3, one.after())});
        QCOMPARE(*m_desk->store->check(), QStringList());
    }
    std::unique_ptr<Connection> unguarded(const QString& where)
    {
        auto file = m_desk->insider(where);
        if (!file)
            qFatal("no insider");
        auto own = std::make_unique<Connection>(std::move(*file));
        m_scope = std::make_unique<Connection::MaintenanceScope>(*own);
        m_guards.clear();
        const auto read =
            own->each(u"SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%journal%' OR "
                      u"type = 'trigger' AND name LIKE 'audit%'",
                      {}, [this](const Row& row) {
                          m_guards.append(row.text(0));
                          return Result<>();
                      });
        if (!read || !own->run(u"PRAGMA foreign_keys = OFF"))
            qFatal("no guards");
        for (const QString& name : kGuards) {
            if (!own->run(u"DROP TRIGGER "_s + name))
                qFatal("a guard is missing");
        }
        return own;
    }
    Result<> guard(Connection& file)
    {
        for (const QString& sql : std::as_const(m_guards)) {
            if (auto made = file.run(sql); !made)
                return made;
        }
        m_scope.reset();
        return file.checkpoint(Connection::Checkpoint::Truncate);
    }
    bool edited(const QString& where, const Edit& edit, SeededRandom& random)
    {
        auto file = unguarded(where);
        const auto rows = file->integer(u"SELECT count(*) FROM "_s + edit.table);
        const auto row =
            file->integer(u"SELECT %1 FROM %2 ORDER BY 1 LIMIT 1 OFFSET %3"_s.arg(edit.key, edit.table)
                              .arg(random.below(int(*rows))));
        const bool done = row && file->run(edit.sql, {*row}) && file->changes() == 1;
        if (auto guarded = guard(*file); !guarded)
            qFatal("guard: %s", qPrintable(guarded.error().detail));
        return done;
    }
    /// At the door, or by the full check.
    bool isFound(const QString& where)
    {
        const auto opened = m_desk->tryOpen(where);
        if (!opened)
            return true;
        const bool found = !m_desk->store->check()->isEmpty();
        m_desk->store.reset();
        return found;
    }

    std::unique_ptr<StoreDesk> m_desk;
    JournalLinks m_links{[](const ReplicaId&) { return ReplicaId(); }};
    std::unique_ptr<Connection::MaintenanceScope> m_scope;
    QStringList m_guards;
    quint64 m_position = 0;
};

QTEST_GUILESS_MAIN(StoreJournalTest)
#include "StoreJournalTest.moc"
