// SPDX-License-Identifier: GPL-3.0-or-later
#include "TestHub.h"

#include "sync/hub/HubBackup.h"
#include "sync/hub/HubCheck.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace prohori;

/// Backups of a hub: what is in one, when stations are told, and what they do when the hub was set back (REL-34, SEC-62).
class HubBackupTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(startSecrets()); }
    void init()
    {
        m_hub = std::make_unique<TestHub>();
        m_folder = std::make_unique<QTemporaryDir>();
        m_officer = std::make_unique<Desk>(m_hub->desk(1, u"officer"_s, Role::Recorder, u"41"_s));
        m_colleague = std::make_unique<Desk>(m_hub->desk(2, u"colleague"_s, Role::Recorder, u"41"_s));
    }

    void nothingIsSafeBeforeABackup()
    {
        const auto first = m_officer->save(newCase(u"41"_s));
        const SyncAnswer answer = m_hub->send(*m_officer, {first});
        QCOMPARE(answer.verdicts.size(), 1);
        QCOMPARE(answer.safeCounter, quint64(0));
        QVERIFY(!*m_hub->storage->lastBackup());
    }

    void aVerifiedBackupMakesSafeWhatItHolds()
    {
        const auto first = m_officer->save(newCase(u"41"_s));
        const auto second = m_officer->save(edit(first));
        m_hub->send(*m_officer, {first, second});
        const auto made = backup();
        QVERIFY2(made, made ? "" : qPrintable(made.error().detail));
        QCOMPARE(made->note.changes, 2);
        QCOMPARE(made->replicas, 1);
        QVERIFY(QFile::exists(made->file) && QFile::exists(made->file + u".manifest"_s));
        QVERIFY(!(QFile(made->file).permissions() & (QFile::ReadGroup | QFile::ReadOther)));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 2);

        // What came after it is not in it; who has sent nothing has nothing safe.
        const SyncAnswer answer = m_hub->send(*m_officer, {m_officer->save(edit(second))});
        QCOMPARE(answer.safeCounter, quint64(2));
        QCOMPARE(answer.knownCounter, quint64(3));
        QCOMPARE(m_hub->send(*m_colleague).safeCounter, quint64(0));
        // The second one takes it in.
        QVERIFY(backup());
        QCOMPARE(m_hub->send(*m_officer).safeCounter, quint64(3));
        QVERIFY(checkHub(*m_hub->storage, m_hub->authority.info)->faults.isEmpty());
    }

    void theSameRequestGetsTheSameAnswerAcrossABackup()
    {
        const auto first = m_officer->save(newCase(u"41"_s));
        const QByteArray request = m_hub->request(*m_officer, {first}).encode(m_officer->replicaKey);
        const QByteArray before = *m_hub->hub->handle(request);
        QVERIFY(backup());
        QCOMPARE(*m_hub->hub->handle(request), before);
    }

    // What is copied wrong is told of by nobody: no backup, no mark.
    void aCopyThatDoesNotHoldIsNoBackup()
    {
        const auto first = m_officer->save(newCase(u"41"_s));
        m_hub->send(*m_officer, {first});
        auto raw = Connection::open(m_hub->path(), provider());
        QVERIFY(raw);
        QVERIFY(raw->run(u"UPDATE change SET received_ms = received_ms + 1"));
        const auto made = backup();
        QCOMPARE(made.error().code, ErrorCode::Damaged);
        QVERIFY2(made.error().detail.contains(u"not sound"_s), qPrintable(made.error().detail));
        QVERIFY(QDir(m_folder->path()).entryList(QDir::Files).isEmpty());
        QVERIFY(!*m_hub->storage->lastBackup());
        QCOMPARE(m_hub->send(*m_officer).safeCounter, quint64(0));
    }

    void aFullDiskOrATakenNameIsNoBackup()
    {
        m_hub->send(*m_officer, {m_officer->save(newCase(u"41"_s))});
        const QString file = m_folder->filePath(u"one.db"_s);
        QVERIFY(tool().make(live(), file, m_hub->clock));
        QCOMPARE(tool().make(live(), file, m_hub->clock).error().code, ErrorCode::Conflict);
        QCOMPARE(tool().make(live(), m_folder->filePath(u"no/such/folder.db"_s), m_hub->clock).error().code,
                 ErrorCode::Storage);
    }

    void anAlteredBackupIsFound()
    {
        m_hub->send(*m_officer, {m_officer->save(newCase(u"41"_s))});
        const QString file = backup()->file;
        QVERIFY(tool().verify(file));
        QVERIFY(!QFile::exists(file + u"-wal"_s));
        for (const QString& name : {file, file + u".manifest"_s}) {
            QFile altered(name);
            QVERIFY(altered.open(QIODevice::ReadWrite));
            const qint64 at = altered.size() / 2;
            QVERIFY(altered.seek(at));
            const QByteArray byte = altered.read(1);
            QVERIFY(altered.seek(at) && altered.write(QByteArray(1, char(byte[0] ^ 1))) == 1);
            altered.close();
            QCOMPARE(tool().verify(file).error().code, ErrorCode::Damaged);
            QCOMPARE(tool().restore(file, m_folder->filePath(u"back"_s), m_hub->clock).error().code,
                     ErrorCode::Damaged);
            QVERIFY(!QFile::exists(m_folder->filePath(u"back"_s)));
            QVERIFY(altered.open(QIODevice::ReadWrite) && altered.seek(at) && altered.write(byte) == 1);
            altered.close();
            QVERIFY(tool().verify(file));
        }
        HubBackup::Source other = source();
        other.hubKey = SigningKey::make();
        QCOMPARE(HubBackup(other).verify(file).error().code, ErrorCode::Refused);
    }

    // A hub set back tells of what it holds, and who had read further reads again from there.
    void aHubSetBackTellsTheTruth()
    {
        const auto first = m_officer->save(newCase(u"41"_s));
        m_hub->send(*m_officer, {first});
        m_hub->send(*m_colleague);
        const QString file = backup()->file;
        const auto second = m_officer->save(edit(first));
        const auto third = m_officer->save(edit(second));
        m_hub->send(*m_officer, {second, third});
        QVERIFY(backup());
        QCOMPARE(m_hub->send(*m_officer).safeCounter, quint64(3));
        QCOMPARE(TestHub::received(m_hub->send(*m_colleague)).size(), 2);

        setBackTo(file);
        const SyncAnswer told = m_hub->send(*m_officer);
        QCOMPARE(told.knownCounter, quint64(1));
        QCOMPARE(told.safeCounter, quint64(1));
        QVERIFY(told.setBack);
        QCOMPARE(told.setBack->cursors.size(), 1);
        QCOMPARE(told.setBack->cursors[0].position, quint64(1));

        // Another story now stands in the places that the colleague has read.
        Desk third_ = m_hub->desk(3, u"third"_s, Role::Recorder, u"41"_s);
        QList<ChangePtr> news;
        for (int i = 0; i < 4; ++i)
            news.append(third_.save(newCase(u"41"_s, u"41-2026-C-000%1"_s.arg(i))));
        m_hub->send(third_, news);
        SyncRequest request = m_hub->request(*m_colleague);
        QCOMPARE(request.cursors[0].position, quint64(3));
        SyncAnswer answer = m_hub->answerTo(request.encode(m_colleague->replicaKey));
        QCOMPARE(TestHub::received(answer).size(), 4);
        QVERIFY(answer.setBack);
        QCOMPARE(answer.setBack->cursors[0].position, quint64(1));
        // Once it says that it knows, it goes on as ever.
        request = m_hub->request(*m_colleague);
        request.cursors = {{u"41"_s, 5}};
        request.setBack = answer.setBack->id;
        answer = m_hub->answerTo(request.encode(m_colleague->replicaKey));
        QVERIFY(!answer.setBack);
        QVERIFY(answer.frames.isEmpty());
    }

    void anIncarnationOfBeforeBecomesSafeToo()
    {
        const auto first = m_officer->save(newCase(u"41"_s));
        m_hub->send(*m_officer, {first});
        QVERIFY(backup());
        Desk again = *m_officer;
        again.replica = ReplicaId::fromBytes(SodiumRandom().bytes(ReplicaId::kSize));
        again.replicaKey = SigningKey::make();
        const Statement joined =
            Statement::make(m_hub->authority.info,
                            ReplicaCertificate{again.certificate.id(), again.replica,
                                               again.replicaKey.publicKey(), m_officer->replica, testStart()},
                            again.keys);
        again.introduced = true;
        again.sent = 0;
        again.sentHead = {};
        SyncRequest request = m_hub->request(again);
        request.statements = {joined.bytes()};
        request.earlier = {m_officer->replica, m_colleague->replica};
        const SyncAnswer answer = m_hub->answerTo(request.encode(again.replicaKey));
        QVERIFY2(answer.error.isEmpty(), qPrintable(answer.error));
        QCOMPARE(answer.earlier.size(), 1);
        QCOMPARE(answer.earlier[0].replica, m_officer->replica);
        QCOMPARE(answer.earlier[0].counter, quint64(1));
        QCOMPARE(answer.earlier[0].head, first->id());
        // Nobody asks about others.
        request = m_hub->request(*m_colleague);
        request.earlier = {m_officer->replica};
        QVERIFY(m_hub->answerTo(request.encode(m_colleague->replicaKey)).earlier.isEmpty());
    }

    void oldBackupsGoAndTheLastStays()
    {
        m_hub->send(*m_officer, {m_officer->save(newCase(u"41"_s))});
        QStringList files;
        for (int day = 0; day < 3; ++day) {
            files.append(backup()->file);
            m_hub->clock.advance(std::chrono::hours(24));
        }
        QCOMPARE(*tool().prune(m_folder->path(), m_hub->clock.now().plus(std::chrono::hours(-36))), 2);
        QVERIFY(!QFile::exists(files[0]) && !QFile::exists(files[1]) && QFile::exists(files[2]));
        QCOMPARE(*tool().prune(m_folder->path(), m_hub->clock.now()), 0);
        QVERIFY(QFile::exists(files[2]));
    }

private:
    SqliteHubStorage& live() const { return dynamic_cast<SqliteHubStorage&>(*m_hub->storage); }
    KeyProvider provider() const
    {
        return [secret = m_hub->storageKey()] { return secret.view(); };
    }
    HubBackup::Source source() const
    {
        return {m_hub->authority.info, m_hub->key, m_hub->storageKey(),
                m_folder->filePath(u"held/attachments"_s)};
    }
    HubBackup tool() const
    {
        QDir().mkpath(m_folder->filePath(u"held"_s));
        return HubBackup(source());
    }
    Result<HubBackup::Facts> backup()
    {
        m_hub->clock.advance(std::chrono::seconds(1));
        return tool().make(live(), m_folder->path(), m_hub->clock);
    }
    void setBackTo(const QString& file)
    {
        const QString fresh = m_folder->filePath(u"fresh"_s);
        const auto restored = tool().restore(file, fresh, m_hub->clock);
        QVERIFY2(restored, restored ? "" : qPrintable(restored.error().detail));
        m_hub->hub.reset();
        m_hub->storage.reset();
        QVERIFY(QFile::remove(m_hub->path()) && QFile::rename(fresh, m_hub->path()));
        m_hub->restart();
    }

    std::unique_ptr<TestHub> m_hub;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Desk> m_officer, m_colleague;
};

QTEST_GUILESS_MAIN(HubBackupTest)
#include "HubBackupTest.moc"
