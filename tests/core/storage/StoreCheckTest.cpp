// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/Connection.h"
#include "StoreContent.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QFile>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// Everything an edit needs; a failed statement means that the file defended itself, and another edit is
/// tried.
class Insider {
public:
    Insider(Connection& file, SeededRandom& random) : m_file(file), m_random(random) {}

    bool run(const QString& sql, const QVariantList& values = {})
    {
        const auto done = m_file.run(sql, values);
        m_touched = m_file.changes();
        return done.has_value();
    }
    bool changedOne(const QString& sql, const QVariantList& values = {})
    {
        return run(sql, values) && m_touched > 0;
    }
    qint64 number(const QString& sql)
    {
        const auto found = m_file.integer(sql);
        return found ? *found : 0;
    }
    /// Some row of a table, by its own column.
    QVariant some(const QString& column, const QString& table)
    {
        const auto rows = number(u"SELECT count(*) FROM "_s + table);
        QVariant found;
        const auto done = m_file.each(u"SELECT %1 FROM %2 ORDER BY 1 LIMIT 1 OFFSET %3"_s.arg(column, table)
                                          .arg(rows > 0 ? m_random.below(int(rows)) : 0),
                                      {}, [&](const Row& row) {
                                          found = row.integer(0);
                                          return Result<>();
                                      });
        return done ? found : QVariant();
    }
    QByteArray bytes(const QString& sql, const QVariantList& values)
    {
        const auto found = m_file.blob(sql, values);
        return found ? found->value_or(QByteArray()) : QByteArray();
    }
    SeededRandom& random() { return m_random; }

    /// Without the guards, and with them again afterwards, so that they do not tell.
    bool unguarded(const QString& table, const std::function<bool()>& edit)
    {
        QStringList guards;
        const auto read =
            m_file.each(u"SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?",
                        {table}, [&](const Row& row) {
                            guards << row.text(0) << row.text(1);
                            return Result<>();
                        });
        if (!read)
            return false;
        for (qsizetype i = 0; i < guards.size(); i += 2) {
            if (!run(u"DROP TRIGGER "_s + guards[i]))
                return false;
        }
        const bool edited = edit();
        for (qsizetype i = 1; i < guards.size(); i += 2) {
            if (!run(guards[i]))
                return false;
        }
        return edited;
    }

private:
    Connection& m_file;
    SeededRandom& m_random;
    qint64 m_touched = 0;
};

using Edit = std::function<bool(Insider&)>;

struct NamedEdit {
    QString name;
    Edit edit;
};

/// "table: SET …" on one row that is picked by chance.
NamedEdit update(const QString& table, const QString& key, const QString& assignment,
                 const QString& where = u"1"_s)
{
    return {table + u": "_s + assignment, [=](Insider& insider) {
                const QVariant row = insider.some(key, u"%1 WHERE %2"_s.arg(table, where));
                return !row.isNull()
                    && insider.changedOne(u"UPDATE %1 SET %2 WHERE %3 = ?"_s.arg(table, assignment, key),
                                          {row});
            }};
}

NamedEdit flipped(const QString& table, const QString& key, const QString& column)
{
    return {table + u": a bit of "_s + column, [=](Insider& insider) {
                const QVariant row = insider.some(key, u"%1 WHERE %2 IS NOT NULL"_s.arg(table, column));
                const QByteArray old =
                    insider.bytes(u"SELECT %1 FROM %2 WHERE %3 = ?"_s.arg(column, table, key), {row});
                if (old.isEmpty())
                    return false;
                const QByteArray bad =
                    withFlippedBit(old, insider.random().below(int(old.size())), insider.random().below(8));
                return insider.changedOne(u"UPDATE %1 SET %2 = ? WHERE %3 = ?"_s.arg(table, column, key),
                                          {bad, row});
            }};
}

bool closeTheGap(Insider& insider, qint64 no)
{
    return insider.run(u"UPDATE log SET no = -no WHERE no > ?"_s, {no})
        && insider.run(u"UPDATE log SET no = -no - 1 WHERE no < 0"_s)
        && insider.run(u"UPDATE identity SET changes = changes - 1"_s);
}

const QStringList kLogAssignments{
    u"stored_ms = stored_ms + 1"_s,
    u"own = 1 - own"_s,
    u"standing = (standing + 1) % 3"_s,
    u"refusal = refusal + 1"_s,
    u"by_hub = 1 - by_hub"_s,
    u"delivery = (delivery + 1) % 4"_s,
    u"received_ms = coalesce(received_ms, 0) + 1"_s,
    u"feed_position = coalesce(feed_position, 0) + 1"_s,
    u"hub_ms = coalesce(hub_ms, 0) + 1"_s,
    u"receipt = CASE receipt WHEN 1 THEN 2 ELSE 1 END"_s,
    u"person = person + 1"_s,
    u"counter = counter + 100"_s,
    u"record = randomblob(16)"_s,
    u"replica = randomblob(16)"_s,
    u"id = randomblob(32)"_s,
    u"parents = parents || randomblob(32)"_s,
    u"dictionary = 1"_s,
    u"packed = (SELECT packed FROM log AS other WHERE other.no <> log.no ORDER BY random() LIMIT 1)"_s,
    u"record = (SELECT record FROM log AS other WHERE other.record <> log.record ORDER BY random() LIMIT 1)"_s,
    u"no = no + 1000"_s};

const QStringList kRecordAssignments{u"local_ref = local_ref || '1'"_s,
                                     u"national_ref = national_ref || '1'"_s,
                                     u"home_scope = '42'"_s,
                                     u"case_class = case_class || 'x'"_s,
                                     u"district_code = '42'"_s,
                                     u"upazila_geo = '1'"_s,
                                     u"police_station = 'x'"_s,
                                     u"reported_on = '2001-01-01'"_s,
                                     u"risk_level = 'low'"_s,
                                     u"victims = victims + 1"_s,
                                     u"suspects = suspects + 1"_s,
                                     u"phase = phase % 11 + 1"_s,
                                     u"phase_conflict = 1 - phase_conflict"_s,
                                     u"changed_since_approval = 1 - changed_since_approval"_s,
                                     u"approval = randomblob(32)"_s,
                                     u"removed = 1 - removed"_s,
                                     u"conflicts = conflicts + 1"_s,
                                     u"open_queries = open_queries + 1"_s,
                                     u"quarantined = quarantined + 1"_s,
                                     u"unsent = unsent + 1"_s,
                                     u"creator = creator + 1"_s,
                                     u"last_submitter = last_submitter + 1"_s,
                                     u"created_ms = created_ms + 1"_s,
                                     u"updated_ms = updated_ms + 1"_s,
                                     u"phase_since_ms = phase_since_ms + 1"_s,
                                     u"changes = changes + 1"_s,
                                     u"digest = randomblob(32)"_s,
                                     u"id = randomblob(16)"_s,
                                     u"kind = kind + 1"_s};

QList<NamedEdit> logEdits()
{
    QList<NamedEdit> edits;
    for (const QString& assignment : kLogAssignments)
        edits.append(update(u"log"_s, u"no"_s, assignment));
    for (const QString& column : {u"packed"_s, u"signature"_s, u"mac"_s, u"id"_s})
        edits.append(flipped(u"log"_s, u"no"_s, column));
    edits.append(flipped(u"log_piece"_s, u"key"_s, u"bytes"_s));
    edits.append({u"log_piece: one is dropped"_s, [](Insider& insider) {
                      return insider.changedOne(u"DELETE FROM log_piece WHERE key = ?"_s,
                                                {insider.some(u"key"_s, u"log_piece"_s)});
                  }});
    edits.append(
        {u"log_piece: one is put in"_s, [](Insider& insider) {
             return insider.changedOne(
                 u"INSERT INTO log_piece SELECT key + 512 * 90, log + 90, bytes FROM log_piece LIMIT 1"_s);
         }});
    return edits;
}

/// Rows that are dropped, put in, and moved.
QList<NamedEdit> rowEdits()
{
    QList<NamedEdit> edits;
    edits.append({u"log: two rows change places"_s, [](Insider& insider) {
                      const qint64 one =
                          1 + insider.random().below(int(insider.number(u"SELECT count(*) - 1 FROM log"_s)));
                      return insider.run(u"UPDATE log SET no = -1 WHERE no = ?"_s, {one})
                          && insider.run(u"UPDATE log SET no = ? WHERE no = ?"_s, {one, one + 1})
                          && insider.run(u"UPDATE log SET no = ? WHERE no = -1"_s, {one + 1});
                  }});
    edits.append({u"log: a row is dropped"_s, [](Insider& insider) {
                      const QVariant no = insider.some(u"no"_s, u"log"_s);
                      return insider.unguarded(u"log"_s, [&] {
                          return insider.changedOne(u"DELETE FROM log WHERE no = ?"_s, {no});
                      });
                  }});
    edits.append({u"log: a row is dropped and the gap closed"_s, [](Insider& insider) {
                      const QVariant no = insider.some(u"no"_s, u"log"_s);
                      return insider.unguarded(u"log"_s, [&] {
                          return insider.changedOne(u"DELETE FROM log WHERE no = ?"_s, {no});
                      }) && closeTheGap(insider, no.toLongLong());
                  }});
    edits.append(
        {u"log: the last row is dropped with all that was made of it"_s, [](Insider& insider) {
             // The newest foreign case, as if it had never come.
             const QByteArray record = insider.bytes(
                 u"SELECT record FROM log WHERE own = 0 GROUP BY record HAVING count(*) = 1 AND min(standing) = 1"_s,
                 {});
             const qint64 no = insider.number(u"SELECT max(no) FROM log WHERE own = 0 AND standing = 1"_s);
             return !record.isEmpty() && insider.unguarded(u"log"_s, [&] {
                 return insider.changedOne(u"DELETE FROM log WHERE no = ?"_s, {no});
             }) && closeTheGap(insider, no);
         }});
    edits.append({u"log: a row is put in"_s, [](Insider& insider) {
                      return insider.changedOne(
                                 u"INSERT INTO log SELECT (SELECT max(no) + 1 FROM log), randomblob(32), "
                                 u"record, replica, counter + 500, "
                                 u"parents, person, dictionary, packed, signature, stored_ms, own, standing, "
                                 u"refusal, by_hub, delivery, "
                                 u"received_ms, feed_position, hub_ms, receipt, mac FROM log WHERE no = ?"_s,
                                 {insider.some(u"no"_s, u"log"_s)})
                          && insider.run(u"UPDATE identity SET changes = changes + 1"_s);
                  }});
    return edits;
}

QList<NamedEdit> foldEdits()
{
    QList<NamedEdit> edits;
    for (const QString& assignment : kRecordAssignments)
        edits.append(update(u"record"_s, u"key"_s, assignment));
    edits.append(
        update(u"record"_s, u"key"_s,
               u"digest = (SELECT digest FROM record AS other WHERE other.digest <> record.digest LIMIT 1)"_s,
               u"digest IS NOT NULL"_s));
    edits.append(update(u"record"_s, u"key"_s, u"fold = x'01'"_s, u"fold IS NOT NULL"_s));
    edits.append(flipped(u"record"_s, u"key"_s, u"digest"_s));
    edits.append(update(u"report_content"_s, u"record"_s, u"current = randomblob(40)"_s));
    edits.append(update(u"report_content"_s, u"record"_s, u"approved = current"_s, u"approved IS NULL"_s));
    edits.append(update(u"report_content"_s, u"record"_s, u"approved = NULL"_s, u"approved IS NOT NULL"_s));
    edits.append(update(u"report_content"_s, u"record"_s, u"dictionary = 70000"_s));
    edits.append(update(u"conflict"_s, u"record"_s, u"sides = sides + 1"_s));
    edits.append(update(u"conflict"_s, u"record"_s, u"field = field + 1"_s));
    edits.append(update(u"case_words"_s, u"rowid"_s, u"words = words || ' more'"_s));
    for (const auto& [table, key] :
         {std::pair(u"record"_s, u"key"_s), std::pair(u"report_content"_s, u"record"_s),
          std::pair(u"conflict"_s, u"record"_s), std::pair(u"case_words"_s, u"rowid"_s),
          std::pair(u"annotation"_s, u"received_ms"_s), std::pair(u"statement"_s, u"no"_s),
          std::pair(u"receipt"_s, u"no"_s)})
        edits.append({table + u": rows are dropped"_s, [=](Insider& insider) {
                          return insider.changedOne(u"DELETE FROM %1 WHERE %2 = ?"_s.arg(table, key),
                                                    {insider.some(key, table)});
                      }});
    return edits;
}

QList<NamedEdit> otherEdits()
{
    QList<NamedEdit> edits;
    edits.append(update(u"annotation"_s, u"received_ms"_s, u"national_ref = 'BD-2026-999999'"_s));
    edits.append(flipped(u"statement"_s, u"no"_s, u"bytes"_s));
    edits.append({u"case_words: a row is put in"_s, [](Insider& insider) {
                      return insider.changedOne(u"INSERT INTO case_words (rowid, words) VALUES (999, 'x')"_s);
                  }});
    edits.append(
        {u"report_content: those of two records change places"_s, [](Insider& insider) {
             return insider.changedOne(
                 u"UPDATE report_content SET current = (SELECT current FROM report_content AS other WHERE "
                 u"other.current <> report_content.current ORDER BY random() LIMIT 1) WHERE record = ?"_s,
                 {insider.some(u"record"_s, u"report_content"_s)});
         }});
    for (const QString& assignment :
         {u"counter = counter + 1"_s, u"head = randomblob(32)"_s, u"changes = changes + 1"_s,
          u"log_head = randomblob(32)"_s, u"store = randomblob(16)"_s, u"replica_seed = randomblob(32)"_s,
          u"authority = randomblob(32)"_s, u"production = 1 - production"_s,
          u"journal_lines = journal_lines + 1"_s, u"journal_head = randomblob(32)"_s})
        edits.append(update(u"identity"_s, u"one"_s, assignment));
    return edits;
}

QList<NamedEdit> journalEdits()
{
    QList<NamedEdit> edits;
    for (const QString& assignment :
         {u"at_ms = at_ms + 1"_s, u"person = person + 1"_s, u"event = event || 'x'"_s,
          u"record = randomblob(16)"_s, u"record = NULL"_s, u"reason = 'other'"_s,
          u"hash = randomblob(32)"_s}) {
        const NamedEdit plain = update(u"journal"_s, u"no"_s, assignment);
        edits.append({plain.name, [plain](Insider& insider) {
                          return insider.unguarded(u"journal"_s, [&] { return plain.edit(insider); });
                      }});
    }
    edits.append({u"journal: a line is dropped"_s, [](Insider& insider) {
                      return insider.unguarded(u"journal"_s, [&] {
                          return insider.changedOne(u"DELETE FROM journal WHERE no = ?"_s,
                                                    {insider.some(u"no"_s, u"journal"_s)});
                      });
                  }});
    edits.append({u"journal: the last line is dropped, and the end told anew"_s, [](Insider& insider) {
                      return insider.unguarded(u"journal"_s, [&] {
                          return insider.changedOne(
                                     u"DELETE FROM journal WHERE no = (SELECT max(no) FROM journal)"_s)
                              && insider.run(u"UPDATE identity SET journal_lines = journal_lines - 1, "
                                             u"journal_head = (SELECT hash FROM journal "
                                             u"ORDER BY no DESC LIMIT 1)"_s);
                      });
                  }});
    edits.append({u"journal: two lines change places"_s, [](Insider& insider) {
                      return insider.unguarded(u"journal"_s, [&] {
                          const qint64 one = 1 + insider.random().below(5);
                          return insider.run(u"UPDATE journal SET no = -1 WHERE no = ?"_s, {one})
                              && insider.run(u"UPDATE journal SET no = ? WHERE no = ?"_s, {one, one + 1})
                              && insider.run(u"UPDATE journal SET no = ? WHERE no = -1"_s, {one + 1});
                      });
                  }});
    edits.append(
        {u"journal: a line is put in"_s, [](Insider& insider) {
             return insider.changedOne(
                        u"INSERT INTO journal SELECT max(no) + 1, at_ms, person, event, record, reason, hash FROM journal"_s)
                 && insider.run(u"UPDATE identity SET journal_lines = journal_lines + 1"_s);
         }});
    edits.append({u"journal: its guard is gone"_s,
                  [](Insider& insider) { return insider.run(u"DROP TRIGGER journal_is_kept"_s); }});
    edits.append({u"log: its guard is gone"_s,
                  [](Insider& insider) { return insider.run(u"DROP TRIGGER log_is_kept"_s); }});
    edits.append({u"store: a guard of another kind"_s, [](Insider& insider) {
                      return insider.run(
                          u"CREATE TRIGGER other AFTER INSERT ON draft BEGIN DELETE FROM cursor; END"_s);
                  }});
    return edits;
}

}  // namespace

class StoreCheckTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        m_desk.create();
        m_desk.addHeader();
        m_content = std::make_unique<StoreContent>(m_desk);
    }

    void aSoundStoreHasNoFaults()
    {
        // SEC-29
        QCOMPARE(faultsIn(*m_desk.store), QString());
        m_desk.reopen();
        QCOMPARE(faultsIn(*m_desk.store), QString());
        QCOMPARE(m_desk.store->counts().quarantined, 2);
        QCOMPARE(m_desk.store->counts().waiting, 1);
        QVERIFY(m_desk.store->counts().conflicts > 0);
        m_desk.store.reset();
    }

    void everyEditOfAnInsiderIsFound()
    {
        // SEC-66: each kind at least once, then kinds by chance; the file is opened with its key, and all is
        // where it belongs.
        constexpr int kEdits = 210;
        SeededRandom random(testSeed());
        QList<NamedEdit> kinds = logEdits() + rowEdits() + foldEdits() + otherEdits() + journalEdits();
        int made = 0;
        QSet<QString> kindsMade;
        for (int round = 0; made < kEdits; ++round) {
            QVERIFY2(round < 4 * kEdits, "the file refuses nearly everything");
            const NamedEdit& kind = round < kinds.size() ? kinds[round] : random.oneOf(kinds);
            const QString where = m_desk.path(u"edited"_s);
            copyFolder(m_desk.folder(), where);
            if (!editedBy(where, kind.edit, random))
                continue;
            ++made;
            kindsMade.insert(kind.name);
            const QStringList faults = faultsOf(where);
            QVERIFY2(!faults.isEmpty(), qPrintable(u"not found: %1 (edit %2)"_s.arg(kind.name).arg(round)));
        }
        QVERIFY2(kindsMade.size() >= kinds.size() - 6,
                 qPrintable(QString::number(kinds.size() - kindsMade.size())));
        m_desk.store.reset();
    }

    void aFaultNamesTheChangeAndTheRecord()
    {
        SeededRandom random(testSeed());
        const QString where = m_desk.path(u"named"_s);
        copyFolder(m_desk.folder(), where);
        QVERIFY(editedBy(
            where,
            [](Insider& insider) {
                return insider.changedOne(u"UPDATE log SET stored_ms = stored_ms + 1 WHERE no = 2"_s)
                    && insider.changedOne(u"UPDATE record SET victims = 7 WHERE key = 1"_s);
            },
            random));
        const QString all = faultsOf(where).join(u'\n');
        QVERIFY2(all.contains(u"change 2"_s), qPrintable(all));
        QVERIFY2(all.contains(m_content->own[0]->body().record.toString()), qPrintable(all));
        m_desk.store.reset();
    }

    void whatSomebodyForgedIsNoDamage()
    {
        // REL-27: a hub that went bad hands in changes that a colleague never signed, with counters that follow each other and with one that follows a
        // real change. They are in quarantine; the store is sound.
        const QString where = m_desk.path(u"forged"_s);
        copyFolder(m_desk.folder(), where);
        PROHORI_GOOD(m_desk.tryOpen(where));
        const auto real =
            std::find_if(m_content->foreign.begin(), m_content->foreign.end(), [&](const ChangePtr& one) {
                return one->body().replica == m_desk.colleague.replica;
            });
        QVERIFY(real != m_content->foreign.end());
        const auto before = m_desk.store->counts().quarantined;
        QList<ChangePtr> forged;
        for (const quint64 offset : {1, 1000, 1001}) {
            ChangeBody body = (*real)->body();
            body.creation.reset();
            body.parents = {(*real)->id()};
            body.counter += offset;
            body.prev = ChangeId::fromBytes(QByteArray(ChangeId::kSize, 'p'));
            forged.append(
                std::make_shared<const Change>(Change::make(body, QByteArray(kSignatureBytes, 'x'))));
        }
        PROHORI_GOOD(m_desk.frame(forged));
        QCOMPARE(m_desk.store->counts().quarantined, before + 3);
        QCOMPARE(faultsIn(*m_desk.store), QString());
        m_desk.store.reset();
    }

    void anEditBesideTheOpenStoreIsFoundToo()
    {
        const QString where = m_desk.path(u"open"_s);
        copyFolder(m_desk.folder(), where);
        PROHORI_GOOD(m_desk.tryOpen(where));
        // What is remembered of the record must not hide it.
        QVERIFY(m_desk.store->state(m_content->own[0]->body().record));
        {
            auto file = m_desk.insider(where);
            QVERIFY(file);
            PROHORI_GOOD(file->run(
                u"UPDATE record SET digest = (SELECT digest FROM record WHERE key = 2) WHERE key = 1"));
        }
        QVERIFY(!m_desk.store->check()->isEmpty());
        m_desk.store.reset();
    }

    void aSecondHomeThatIsGoneOrStrangeIsFound()
    {
        const QString where = m_desk.path(u"homes"_s);
        copyFolder(m_desk.folder(), where);
        PROHORI_GOOD(m_desk.tryOpen(where));
        const QString unsent = where + u"/unsent/"_s;
        const QStringList homes = namesIn(unsent);
        QVERIFY(!homes.isEmpty());
        const QByteArray bytes = fileBytes(unsent + homes.first());
        putBytes(unsent + homes.first(), withFlippedBit(bytes, bytes.size() / 2));
        QVERIFY(m_desk.store->check()->join(u'\n').contains(homes.first()));
        QVERIFY(QFile::remove(unsent + homes.first()));
        QVERIFY(m_desk.store->check()->join(u'\n').contains(u"no second home"_s));
        putBytes(unsent + homes.first(), bytes);
        QCOMPARE(faultsIn(*m_desk.store), QString());
        m_desk.store.reset();
    }

    void anAnchorThatSaysAnotherThingIsFound()
    {
        const QString where = m_desk.path(u"anchors"_s);
        copyFolder(m_desk.folder(), where);
        PROHORI_GOOD(m_desk.tryOpen(where));
        const QByteArray bytes = fileBytes(where + u"/anchor"_s);
        putBytes(where + u"/anchor"_s, withFlippedBit(bytes, 20));
        QVERIFY(m_desk.store->check()->join(u'\n').contains(u"anchor"_s));
        putBytes(where + u"/anchor"_s, bytes);
        QCOMPARE(faultsIn(*m_desk.store), QString());
        m_desk.store.reset();
    }

    void aKeyHeaderOfAnotherStoreIsFound()
    {
        const QString where = m_desk.path(u"headers"_s);
        copyFolder(m_desk.folder(), where);
        StoreDesk other;
        other.create();
        other.addHeader();
        putBytes(where + u"/keys.header"_s, fileBytes(other.folder() + u"/keys.header"_s));
        PROHORI_GOOD(m_desk.tryOpen(where));
        QVERIFY(m_desk.store->check()->join(u'\n').contains(u"keys.header"_s));
        m_desk.store.reset();
    }

private:
    bool editedBy(const QString& where, const Edit& edit, SeededRandom& random)
    {
        auto file = m_desk.insider(where);
        if (!file)
            qFatal("insider: %s", qPrintable(file.error().detail));
        const Connection::MaintenanceScope scope(*file);
        if (!file->run(u"PRAGMA foreign_keys = OFF"))
            qFatal("no keys off");
        Insider insider(*file, random);
        const auto done = file->inTransaction([&] {
            return edit(insider) ? Result<>() : Result<>(Error{ErrorCode::Cancelled, {}});
        });
        return done && file->checkpoint(Connection::Checkpoint::Truncate);
    }

    /// What an edited store says: at the door, or in the full check.
    QStringList faultsOf(const QString& where)
    {
        const auto opened = m_desk.tryOpen(where);
        if (!opened)
            return {opened.error().detail};
        const auto faults = m_desk.store->check();
        m_desk.store.reset();
        if (!faults)
            qFatal("check: %s", qPrintable(faults.error().detail));
        return *faults;
    }

    StoreDesk m_desk;
    std::unique_ptr<StoreContent> m_content;
};

QTEST_GUILESS_MAIN(StoreCheckTest)
#include "StoreCheckTest.moc"
