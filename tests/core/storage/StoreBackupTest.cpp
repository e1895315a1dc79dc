// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/HeaderFile.h"
#include "core/secrets/KeyHeader.h"
#include "core/sql/Connection.h"
#include "StoreDesk.h"
#include "tests/support/SeededRandom.h"
#include "tests/support/TestSeed.h"

#include <QDir>
#include <QFile>
#include <QtEndian>
#include <QTest>

#include <sys/stat.h>

using namespace prohori;
using namespace Qt::StringLiterals;

class StoreBackupTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        m_desk.create();
        m_desk.addHeader();
        m_first = m_desk.newCase(m_desk.officer, {set(field::kPoliceStation, "Kotwali")});
        m_second = m_desk.edit(m_desk.officer, {m_first}, {submitItem()});
        PROHORI_GOOD(m_desk.store->saveAll({*m_first, *m_second}));
        const auto theirs = m_desk.newCase(m_desk.colleague);
        PROHORI_GOOD(m_desk.frame({theirs}));
        PROHORI_GOOD(m_desk.store->journal({m_desk.clock.now(), 7, JournalEvent::Unlock, {}, {}}));
        PROHORI_GOOD(
            m_desk.store->saveDraft({QByteArray(16, 'd'), 7, {}, {}, {{u"a"_s, 1}}, m_desk.clock.now()}));
        m_digest = *m_desk.store->foldDigest();
        PROHORI_GOOD(m_desk.store->backupTo(backup()));
    }

    void aBackupIsOneFileForThePersonAlone()
    {
        // SEC-94, SEC-32
        struct stat found {};
        QCOMPARE(::stat(QFile::encodeName(backup()).constData(), &found), 0);
        QCOMPARE(found.st_mode & 0777, mode_t(0600));
        for (const QString& name : namesIn(m_desk.path({})))
            QVERIFY2(!name.contains(u".part"_s), qPrintable(name));
        const QByteArray bytes = fileBytes(backup());
        for (const QByteArray& marker :
             {QByteArray("Kotwali"), QByteArray("SQLite format"), QByteArray("CREATE TABLE")})
            QVERIFY2(!bytes.contains(marker), marker.constData());
    }

    void theStoreGoesOnAsBefore()
    {
        QVERIFY(!m_desk.store->needsRemint());
        QCOMPARE(faultsIn(*m_desk.store), QString());
        QCOMPARE(*m_desk.store->foldDigest(), m_digest);
    }

    void whatIsRestoredIsTheSameAndANewReplica()
    {
        // SEC-94: the state is that of the backup, and nothing is written under the old identity.
        const QString where = m_desk.path(u"restored"_s);
        PROHORI_GOOD(restoreBackup(backup(), where));
        QCOMPARE(namesIn(where), (QStringList{u"keys.header"_s, u"store.db"_s}));
        struct stat found {};
        QCOMPARE(::stat(QFile::encodeName(where).constData(), &found), 0);
        QCOMPARE(found.st_mode & 0777, mode_t(0700));

        const auto header = KeyHeader::load(where + u"/keys.header"_s);
        QVERIFY(header);
        const auto opened = header->open(u"rahima"_s, secretOf("glacier umbrella violin"), {});
        QVERIFY2(opened, why(opened).constData());
        QVERIFY(opened->dataKey.equals(m_desk.dataKey()));
        const auto store = Store::open(where, opened->dataKey, m_desk.clock);
        QVERIFY2(store, why(store).constData());
        QVERIFY((*store)->needsRemint());
        QCOMPARE((*store)->id(), m_desk.store->id());
        QCOMPARE(*(*store)->foldDigest(), m_digest);
        QCOMPARE((*store)->journalEntries(9).size(), 1);
        QCOMPARE((*store)->drafts(7).size(), 1);
        QCOMPARE((*store)->outbox(9).size(), 2);
        QCOMPARE(faultsIn(**store), QString());

        TestPerson& officer = m_desk.officer;
        const auto head = officer.head;
        const auto counter = officer.counter;
        const auto next = m_desk.newCase(officer);
        const auto refused = (*store)->save(*next);
        QVERIFY(!refused);
        QCOMPARE(refused.error().hint, u"remint"_s);
        officer.head = head;
        officer.counter = counter;
        const SigningKey key = SigningKey::make();
        const auto replica = ReplicaId::fromBytes(QByteArray(16, 'r'));
        PROHORI_GOOD((*store)->remint(replica, key));
        QVERIFY(!(*store)->needsRemint());
        QCOMPARE((*store)->lastCounter(), 0);
        QCOMPARE((*store)->outbox(9).size(), 2);
        QCOMPARE(faultsIn(**store), QString());
    }

    void whatCameAfterTheBackupIsTakenFromTheSecondHome()
    {
        // REL-08, REL-16: the store is gone, the files beside it are not.
        StoreDesk desk;
        desk.create();
        desk.addHeader();
        const auto before = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*before));
        PROHORI_GOOD(desk.store->backupTo(desk.path(u"one.backup"_s)));
        const auto after = desk.edit(desk.officer, {before}, {set(field::kFirNo, "12/2026")});
        const auto other = desk.newCase(desk.officer);
        PROHORI_GOOD(desk.store->save(*after));
        PROHORI_GOOD(desk.store->save(*other));
        desk.store.reset();
        const QString where = desk.path(u"again"_s);
        PROHORI_GOOD(restoreBackup(desk.path(u"one.backup"_s), where));
        copyFolder(desk.folder() + u"/unsent"_s, where + u"/unsent"_s);
        PROHORI_GOOD(desk.tryOpen(where));
        QCOMPARE(desk.store->recovery().takenBack, 2);
        QVERIFY(desk.holds(before) && desk.holds(after) && desk.holds(other));
        QVERIFY(desk.store->needsRemint());
        QCOMPARE(faultsIn(*desk.store), QString());
    }

    void aFolderInUseIsRefused()
    {
        const QString used = m_desk.path(u"used"_s);
        QVERIFY(QDir().mkpath(used));
        putBytes(used + u"/.hidden"_s, "x");
        const auto refused = restoreBackup(backup(), used);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Refused);
        QCOMPARE(namesIn(used), QStringList{u".hidden"_s});
        const auto overItself = restoreBackup(backup(), m_desk.folder());
        QVERIFY(!overItself);
        QCOMPARE(overItself.error().code, ErrorCode::Refused);
        QVERIFY(QFile::link(used, m_desk.path(u"link"_s)));
        QVERIFY(!restoreBackup(backup(), m_desk.path(u"link"_s)));
    }

    void anEmptyFolderIsFine()
    {
        const QString empty = m_desk.path(u"empty"_s);
        QVERIFY(QDir().mkpath(empty));
        PROHORI_GOOD(restoreBackup(backup(), empty + u'/'));
        QCOMPARE(namesIn(empty).size(), 2);
    }

    void damageAnywhereIsRefusedAndLeavesNothing()
    {
        SeededRandom random(testSeed());
        const QByteArray whole = fileBytes(backup());
        const QString bad = m_desk.path(u"bad.backup"_s);
        const QString where = m_desk.path(u"nowhere"_s);
        const QStringList before = namesIn(m_desk.path({})) + QStringList{u"bad.backup"_s};
        QList<QByteArray> shapes{{},
                                 whole.left(1),
                                 whole.left(16),
                                 whole.left(whole.size() / 2),
                                 whole.chopped(1),
                                 whole.chopped(16),
                                 whole.mid(1),
                                 whole + '\0',
                                 whole + whole,
                                 QByteArray(whole.size(), '\0')};
        // Each part at each end: the store, the key slots, the manifest, the length, the magic.
        for (const qsizetype back : {1, 16, 17, 20, 21, 90, 200, 400, 500, 600, 30'000, 65'000, 66'500})
            shapes.append(withFlippedBit(whole, whole.size() - back, random.below(8)));
        for (int round = 0; round < 120; ++round) {
            const auto at =
                round % 2 ? random.below(int(whole.size())) : int(whole.size()) - 1 - random.below(1000);
            shapes.append(withFlippedBit(whole, at, random.below(8)));
        }
        for (qsizetype i = 0; i < shapes.size(); ++i) {
            putBytes(bad, shapes[i]);
            const auto restored = restoreBackup(bad, where);
            QVERIFY2(!restored, qPrintable(u"shape %1 was restored"_s.arg(i)));
            QCOMPARE(restored.error().code, ErrorCode::Damaged);
            QVERIFY(!QFileInfo::exists(where));
        }
        QStringList after = namesIn(m_desk.path({}));
        std::sort(after.begin(), after.end());
        QStringList expected = before;
        std::sort(expected.begin(), expected.end());
        QCOMPARE(after, expected);
        const auto missing = restoreBackup(m_desk.path(u"no-such-file"_s), where);
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
    }

    void partsOfTwoBackupsDoNotFitTogether()
    {
        // A list of contents that another key signed, or that tells of another copy, is no list of this one.
        StoreDesk other;
        other.create();
        other.addHeader();
        PROHORI_GOOD(other.store->backupTo(other.path(u"b"_s)));
        const QByteArray ours = fileBytes(backup());
        const QByteArray theirs = fileBytes(other.path(u"b"_s));
        const QString mixed = m_desk.path(u"mixed.backup"_s);
        putBytes(mixed, ours.left(4096) + theirs.mid(4096));
        const auto restored = restoreBackup(mixed, m_desk.path(u"mixed"_s));
        QVERIFY(!restored);
        QCOMPARE(restored.error().code, ErrorCode::Damaged);
        QVERIFY(!QFileInfo::exists(m_desk.path(u"mixed"_s)));
    }

    void theKeySlotsAreThoseOfTheSameMoment()
    {
        // SEC-94: slots of the same store from another day are whole, and yet not what was backed up with this copy.
        constexpr qsizetype kEnd = 20;
        StoreDesk desk;
        desk.create();
        desk.addHeader();
        const auto keySlots = [](const QByteArray& bytes) {
            const auto manifest = qFromBigEndian<quint32>(bytes.constData() + bytes.size() - kEnd);
            return std::pair(bytes.size() - kEnd - qsizetype(manifest) - kHeaderCopyBytes, kHeaderCopyBytes);
        };
        PROHORI_GOOD(desk.store->backupTo(desk.path(u"old"_s)));
        auto header = KeyHeader::load(desk.folder() + u"/keys.header"_s);
        QVERIFY(header);
        PROHORI_GOOD(header->addPerson(u"karim"_s, secretOf("glacier umbrella cactus"), {}, desk.dataKey(),
                                       {desk.colleague.keys, desk.colleague.box}, kLeastPasswordCost));
        PROHORI_GOOD(desk.store->backupTo(desk.path(u"new"_s)));
        const QByteArray old = fileBytes(desk.path(u"old"_s));
        QByteArray mixed = fileBytes(desk.path(u"new"_s));
        const auto [from, count] = keySlots(old);
        QVERIFY(old.mid(from, count).startsWith("PRHK"));
        mixed.replace(keySlots(mixed).first, count, old.mid(from, count));
        putBytes(desk.path(u"mixed"_s), mixed);
        const auto restored = restoreBackup(desk.path(u"mixed"_s), desk.path(u"there"_s));
        QVERIFY(!restored);
        QCOMPARE(restored.error().code, ErrorCode::Damaged);
        QVERIFY(!QFileInfo::exists(desk.path(u"there"_s)));
        PROHORI_GOOD(restoreBackup(desk.path(u"new"_s), desk.path(u"there"_s)));
    }

    void aBackupThatFailsLeavesTheOldOne()
    {
        const QByteArray before = fileBytes(backup());
        m_desk.store->failAfter(1);
        QVERIFY(!m_desk.store->backupTo(backup()));
        m_desk.store->failAfter(0);
        QVERIFY(!m_desk.store->backupTo(m_desk.path(u"no-such-folder/file"_s)));
        QCOMPARE(fileBytes(backup()), before);
        for (const QString& name : namesIn(m_desk.path({})))
            QVERIFY2(!name.contains(u".part"_s), qPrintable(name));
    }

    void aStoreThatIsNotSoundGetsNoBackup()
    {
        // SEC-29: the check comes before, or the good backups would be replaced by damage.
        StoreDesk desk;
        desk.create();
        desk.addHeader();
        PROHORI_GOOD(desk.store->save(*desk.newCase(desk.officer)));
        PROHORI_GOOD(desk.store->checkpoint(true));
        {
            auto file = desk.insider(desk.folder());
            QVERIFY(file);
            PROHORI_GOOD(file->run(u"UPDATE identity SET changes = 5"));
        }
        const auto made = desk.store->backupTo(desk.path(u"b"_s));
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::Damaged);
        QVERIFY(!QFileInfo::exists(desk.path(u"b"_s)));
    }

    void withoutKeySlotsThereIsNoBackup()
    {
        StoreDesk desk;
        desk.create();
        const auto made = desk.store->backupTo(desk.path(u"b"_s));
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::NotFound);
    }

private:
    QString backup() const { return m_desk.path(u"store.backup"_s); }

    StoreDesk m_desk;
    ChangePtr m_first, m_second;
    QByteArray m_digest;
};

QTEST_GUILESS_MAIN(StoreBackupTest)
#include "StoreBackupTest.moc"
