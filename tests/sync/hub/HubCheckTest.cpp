// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/HubCheck.h"
#include "sync/wire/Compression.h"
#include "sync/wire/Messages.h"
#include "TestHub.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QFile>
#include <QTest>

using namespace prohori;

/// SEC-61: who has the hub's database and its key can change nothing unseen.
class HubCheckTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(startSecrets());
        m_random = std::make_unique<SeededRandom>(testSeed());
        Desk officer = m_hub.desk(1, u"officer"_s, Role::Recorder, u"41"_s);
        Desk reviewer = m_hub.desk(2, u"reviewer"_s, Role::DistrictReviewer, u"41"_s);
        Desk other = m_hub.desk(3, u"other"_s, Role::Recorder, u"42"_s);
        for (int i = 0; i < 12; ++i) {
            const auto draft = officer.save(newCase(u"41"_s));
            const auto submitted = officer.save(act(draft, ActKind::Submit));
            m_hub.send(officer, {draft, submitted});
            if (i % 2 == 0)
                m_hub.send(reviewer, {reviewer.save(approval({draft, submitted}))});
            m_hub.send(other, {other.save(newCase(u"42"_s))});
        }
        m_hub.send(other, {other.save(newCase(u"41"_s))});  // goes into quarantine
        Desk later = m_hub.desk(4, u"later"_s, Role::Recorder, u"41"_s);
        (void)later.save(newCase(u"41"_s));
        m_hub.send(later, {later.save(newCase(u"41"_s))});  // waits for the one before
        m_key = m_hub.storageKey();
        m_authority = m_hub.authority.info;
        m_hub.hub.reset();
        m_hub.storage.reset();
        QVERIFY(QFile::copy(m_hub.path(), copyPath() + u".kept"_s));
    }
    void init()
    {
        for (const QString& part : {QString(), u"-wal"_s, u"-shm"_s})
            QFile::remove(copyPath() + part);
        QVERIFY(QFile::copy(copyPath() + u".kept"_s, copyPath()));
    }

    void whatIsSoundIsFoundSound()
    {
        const HubFindings found = check();
        QVERIFY2(found.faults.isEmpty(), qPrintable(found.faults.join(u'\n')));
        QCOMPARE(found.changes, qint64(44));
        QCOMPARE(found.feeds, qint64(3));
        QVERIFY(found.statements >= 12);
    }

    void everyTamperingIsFound_data()
    {
        QTest::addColumn<QStringList>("sql");
        const QString drop = u"DROP TRIGGER change_is_kept"_s;
        const auto row = [](const char* name, const QStringList& sql) { QTest::newRow(name) << sql; };
        row("a change taken out",
            {u"PRAGMA foreign_keys = OFF"_s, drop, u"DELETE FROM change WHERE no = 5"_s});
        row("the last change taken out",
            {u"PRAGMA foreign_keys = OFF"_s, drop,
             u"DELETE FROM feed WHERE change = (SELECT id FROM change WHERE no = 42)"_s,
             u"DELETE FROM change WHERE no = 42"_s});
        row("bytes of two changes swapped", {u"UPDATE change SET bytes = (SELECT bytes FROM change WHERE no "
                                             u"= 4), is_packed = (SELECT is_packed FROM change "
                                             u"WHERE no = 4) WHERE no = 1"_s});
        row("signatures of two changes swapped",
            {u"UPDATE change SET signature = (SELECT signature FROM change WHERE no = 4) WHERE no = 1"_s});
        row("backdated", {u"UPDATE change SET received_ms = received_ms - 86400000 WHERE no = 1"_s});
        row("quarantine lifted", {u"UPDATE change SET refusal = 0, link = 1 WHERE refusal = 6"_s});
        row("quarantined in secret", {u"UPDATE change SET refusal = 6 WHERE no = 1"_s});
        row("filed under another record",
            {u"UPDATE change SET record = (SELECT record FROM change WHERE no = 4) WHERE no = 1"_s});
        row("filed under another counter", {u"UPDATE change SET counter = 999 WHERE no = 1"_s});
        row("unchained", {u"UPDATE change SET link = 0 WHERE no = 1"_s});
        row("a place of a feed taken out", {u"DELETE FROM feed WHERE feed = '41' AND position = 7"_s});
        row("the end of a feed taken out",
            {u"DELETE FROM feed WHERE feed = '41' AND position = (SELECT max(position) FROM feed WHERE feed = '41')"_s});
        row("two places of a feed swapped",
            {u"UPDATE feed SET position = 1000 WHERE feed = '42' AND position = 1"_s,
             u"UPDATE feed SET position = 1 WHERE feed = '42' AND position = 2"_s,
             u"UPDATE feed SET position = 2 WHERE feed = '42' AND position = 1000"_s});
        row("a chain hash altered",
            {u"UPDATE feed SET chain = zeroblob(32) WHERE feed = 'national' AND position = 3"_s});
        row("a draft put into the national feed",
            {u"INSERT INTO feed (feed, position, change, chain) SELECT 'national', max(position) + 1, "
             u"(SELECT change FROM feed "
             u"WHERE feed = '42' AND position = 1), zeroblob(32) FROM feed WHERE feed = 'national'"_s});
        row("a record moved",
            {u"UPDATE record SET scope = '42' WHERE record = (SELECT record FROM change WHERE no = 1)"_s});
        row("a replica's end altered", {u"UPDATE replica SET counter = counter - 1 WHERE counter > 3"_s});
        row("a statement taken out", {u"DELETE FROM statement WHERE no = 2"_s});
        row("a statement altered",
            {u"UPDATE statement SET bytes = CAST(substr(bytes, 1, 40) || x'00' || substr(bytes, 42) AS BLOB) WHERE no = 2"_s});
        row("all people taken out", {u"DELETE FROM statement"_s});
    }

    void everyTamperingIsFound()
    {
        QFETCH(const QStringList, sql);
        QVERIFY(tamper([&](Connection& file) -> Result<> {
            for (const QString& statement : sql) {
                if (auto done = file.run(statement); !done)
                    return done;
            }
            return {};
        }));
        const HubFindings found = check();
        QVERIFY(!found.faults.isEmpty());
        qInfo("%s", qPrintable(found.faults.first()));
    }

    void everyAlteredByteOfAChangeIsFound()
    {
        int tried = 0;
        for (int no = 1; no <= 44; ++no) {
            for (const QString& column : {u"bytes"_s, u"signature"_s}) {
                QByteArray before;
                QVERIFY(tamper([&](Connection& file) -> Result<> {
                    before = **file.blob(u"SELECT %1 FROM change WHERE no = ?"_s.arg(column), {no});
                    return file.run(u"UPDATE change SET %1 = ? WHERE no = ?"_s.arg(column),
                                    {withOtherContent(before), no});
                }));
                QVERIFY2(!check().faults.isEmpty(), qPrintable(u"%1 of change %2"_s.arg(column).arg(no)));
                QVERIFY(tamper([&](Connection& file) {
                    return file.run(u"UPDATE change SET %1 = ? WHERE no = ?"_s.arg(column), {before, no});
                }));
                ++tried;
            }
        }
        QCOMPARE(tried, 88);
        QVERIFY(check().faults.isEmpty());
    }

    // A change of somebody without the right to it, signed by himself and entered as if it had been accepted, with a feed chain
    // that fits.
    void aForgedEntryIsFound()
    {
        Desk other = m_hub.desk(3, u"other"_s, Role::Recorder, u"42"_s);
        const auto forged = other.save(newCase(u"41"_s));
        {
            const auto storage = SqliteHubStorage::open(copyPath(), m_key, false);
            QVERIFY(storage);
            QVERIFY((*storage)->transaction([&]() -> Result<> {
                (void)(*storage)->keep({forged, testStart(), Refusal::None, ChainLink::Chained, u"41"_s});
                (void)(*storage)->setHomeScope(forged->body().record, u"41"_s);
                (void)(*storage)->setReplica({other.replica, 1, forged->id(), 0, {}, {}, testStart()});
                const auto placed = (*storage)->appendToFeed(u"41"_s, forged->id());
                return placed ? Result<>() : Result<>(placed.error());
            }));
        }
        const HubFindings found = check();
        QVERIFY2(found.faults.join(u' ').contains(u"nobody vouches"_s), qPrintable(found.faults.join(u'\n')));
    }

    // A change that was quarantined, taken up into the feed with all that belongs to it.
    void aLiftedQuarantineIsFound()
    {
        {
            const auto storage = SqliteHubStorage::open(copyPath(), m_key, false);
            QVERIFY(storage);
            HubStorage::StoredChange lifted;
            QVERIFY((*storage)->eachChange([&](const HubStorage::StoredChange& stored) -> Result<> {
                if (stored.refusal == Refusal::WrongScope)
                    lifted = stored;
                return {};
            }));
            QVERIFY((*storage)->transaction([&]() -> Result<> {
                (void)(*storage)->judge(lifted.id, Refusal::None, lifted.link);
                (void)(*storage)->setHomeScope(lifted.record, u"41"_s);
                const auto placed = (*storage)->appendToFeed(u"41"_s, lifted.id);
                return placed ? Result<>() : Result<>(placed.error());
            }));
        }
        const HubFindings found = check();
        QCOMPARE(found.faults.size(), 1);
        QVERIFY2(found.faults[0].contains(u"against the rules (wrong-scope)"_s), qPrintable(found.faults[0]));
    }

private:
    QString copyPath() const { return m_folder.filePath(u"copy.db"_s); }
    /// One bit is another. Packed bytes have some that mean nothing: with those the change reads as before, and nothing is wrong.
    QByteArray withOtherContent(const QByteArray& bytes)
    {
        const auto content = decompressKept(bytes, kMaxBodyBytes);
        for (;;) {
            const int at = m_random->below(static_cast<int>(bytes.size()));
            const QByteArray altered = withFlippedBit(bytes, at, m_random->below(8));
            const auto read = decompressKept(altered, kMaxBodyBytes);
            if (!content || !read || *read != *content)
                return altered;
        }
    }
    bool tamper(const std::function<Result<>(Connection&)>& work)
    {
        auto file = Connection::open(copyPath(), [this] { return m_key.view(); });
        if (!file)
            return false;
        const Connection::MaintenanceScope scope(*file);
        const auto done = work(*file);
        if (!done)
            qWarning("%s", qPrintable(done.error().detail));
        return bool(done);
    }
    HubFindings check()
    {
        const auto storage = SqliteHubStorage::open(copyPath(), m_key, false);
        if (!storage)
            qFatal("%s", qPrintable(storage.error().detail));
        const auto found = checkHub(**storage, m_authority);
        if (!found)
            qFatal("%s", qPrintable(found.error().detail));
        return *found;
    }

    TestHub m_hub;
    QTemporaryDir m_folder;
    SecretBytes m_key;
    AuthorityInfo m_authority;
    std::unique_ptr<SeededRandom> m_random;
};

QTEST_GUILESS_MAIN(HubCheckTest)
#include "HubCheckTest.moc"
