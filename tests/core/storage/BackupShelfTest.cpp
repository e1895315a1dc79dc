// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/BackupShelf.h"
#include "core/secrets/KeyHeader.h"
#include "core/sql/Connection.h"
#include "core/storage/BackupWork.h"
#include "core/storage/DiskSpace.h"
#include "SchemaSteps.h"
#include "StoreDesk.h"

#include <QDir>
#include <QFile>
#include <QFuture>
#include <QTest>
#include <QThread>

#include <thread>

#include <sys/stat.h>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMb = 1024 * 1024;
constexpr qint64 kHourMs = 3'600'000;
constexpr qint64 kDayMs = 24 * kHourMs;
/// 26 November 2026, noon in Bangladesh: a Thursday.
constexpr qint64 kNoon = 1'795'672'800'000;

/// A good one of so many days before.
ShelvedBackup ago(double days, qint64 bytes = kMb)
{
    return {u"f"_s, Instant::fromMs(kNoon - qint64(days * double(kDayMs))), bytes, true, false, {}};
}

QString joined(const QList<qsizetype>& places)
{
    QStringList all;
    for (const qsizetype at : places)
        all.append(QString::number(at));
    return all.join(u' ');
}

using Shelf = QList<ShelvedBackup>;

}  // namespace

// Nothing here has to outlast a power cut.
extern "C" int fsync(int)
{
    return 0;
}
extern "C" int fdatasync(int)
{
    return 0;
}

/// Backups that a station makes by itself (REL-15): which are kept, when one is due, and that nothing half made ever counts.
class BackupShelfTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_desk = std::make_unique<StoreDesk>();
        m_desk->create();
        m_desk->addHeader();
        m_first = m_desk->newCase(m_desk->officer);
        PROHORI_GOOD(m_desk->store->save(*m_first));
    }

    void whichAreKept_data()
    {
        QTest::addColumn<Shelf>("all");
        QTest::addColumn<qint64>("freeMb");
        QTest::addColumn<QString>("removed");
        const auto row = [](const char* name, const Shelf& all, qint64 freeMb, const char* removed) {
            QTest::newRow(name) << all << freeMb << QString::fromLatin1(removed);
        };
        row("none", {}, 1000, "");
        row("one", {ago(0)}, 1000, "");
        row("the newest of a day", {ago(0.2), ago(0.1), ago(0)}, 1000, "0 1");
        row("in whatever order", {ago(0), ago(0.1), ago(0.2)}, 1000, "1 2");
        Shelf days;
        for (int day = 0; day < 10; ++day)
            days.append(ago(day));
        // Thursday to Friday of the week before; the eighth is a Thursday and the Sunday of its week is kept already.
        row("seven days", days, 1000, "7 8 9");
        Shelf weeks;
        for (int week = 0; week < 8; ++week)
            weeks.append(ago(7.0 * week));
        // 7 days that have one go back six weeks, whatever lies between: what is there counts, not today.
        row("days that have one", weeks, 1000, "7");
        Shelf months;
        for (int month = 0; month < 16; ++month)
            months.append(ago(30.5 * month));
        row("twelve months", months, 1000, "12 13 14 15");
        Shelf crowded;
        for (int day = 0; day < 60; ++day)
            crowded.append(ago(day));
        // 7 days (0-6), Sundays of two weeks more (11, 18: with 0 and 4 the last four), the last of October (26) and of September (57).
        QStringList gone;
        for (int day = 7; day < 60; ++day) {
            if (day != 11 && day != 18 && day != 26 && day != 57)
                gone.append(QString::number(day));
        }
        row("days, weeks and months", crowded, 10000, gone.join(u' ').toLatin1().constData());
        // (100 + 60) / 4 = 40 MB: three of ten and twenty.
        row("a quarter of the free space",
            {ago(0, 20 * kMb), ago(1, 10 * kMb), ago(2, 10 * kMb), ago(3, 20 * kMb)}, 100, "3");
        row("never the only one", {ago(0, 500 * kMb)}, 1, "");
        row("the newest stays", {ago(5, 500 * kMb), ago(1, 500 * kMb)}, 1, "0");
        ShelvedBackup bad = ago(1);
        bad.isGood = false;
        row("a bad one goes beside a good one", {ago(2), bad}, 1000, "1");
        row("a bad one alone stays", {bad}, 1000, "");
        ShelvedBackup apart = ago(0.1);
        apart.isApart = true;
        row("before an upgrade", {ago(0), apart, ago(0.2)}, 1000, "2");
        row("a clock that was ahead", {ago(-7300), ago(0), ago(1), ago(2)}, 1000, "");
    }
    void whichAreKept()
    {
        QFETCH(const Shelf, all);
        QFETCH(const qint64, freeMb);
        QTEST(joined(backupsToRemove(all, freeMb * kMb)), "removed");
    }

    void whenOneIsDue()
    {
        const Instant now = Instant::fromMs(kNoon);
        QVERIFY(isBackupDue({}, now));
        QVERIFY(!isBackupDue({ago(0.1)}, now));
        QVERIFY(!isBackupDue({ago(19.9 / 24)}, now));
        QVERIFY(isBackupDue({ago(20.1 / 24)}, now));
        QVERIFY2(isBackupDue({ago(-1)}, now), "one of tomorrow is no last one");
        ShelvedBackup bad = ago(0.1);
        bad.isGood = false;
        QVERIFY(isBackupDue({bad, ago(1)}, now));
    }

    void whatIsMadeIsGoodAndForThePersonAlone()
    {
        const auto file = shelf().make(work());
        PROHORI_GOOD(file);
        struct stat found {};
        QCOMPARE(::stat(QFile::encodeName(*file).constData(), &found), 0);
        QCOMPARE(found.st_mode & 0777, mode_t(0600));
        QCOMPARE(::stat(QFile::encodeName(shelf().folder()).constData(), &found), 0);
        QCOMPARE(found.st_mode & 0777, mode_t(0700));
        const auto all = shelf().list();
        QCOMPARE(all.size(), 1);
        QVERIFY(all[0].isGood);
        QCOMPARE(all[0].made, m_desk->clock.now());
        PROHORI_GOOD(BackupShelf::verify(*file));
        QCOMPARE(restoredDigest(*file), *m_desk->store->foldDigest());
        QVERIFY2(BackupShelf(shelf().folder(), StoreId::fromBytes(QByteArray(16, 'x'))).list().isEmpty(),
                 "that of another store is none of this one");
    }

    void whatAKillLeavesIsNoBackupAndGoes()
    {
        PROHORI_GOOD(shelf().make(work()));
        const QByteArray whole = fileBytes(shelf().list()[0].file);
        putBytes(shelf().folder() + u"/20260101T000000Z.backup.part"_s, whole);
        putBytes(shelf().folder() + u"/20260101T000001Z.backup"_s, whole.chopped(1));
        auto all = shelf().list();
        QCOMPARE(all.size(), 2);
        QVERIFY(all[0].isGood);
        QVERIFY(!all[1].isGood);
        QVERIFY(!all[1].fault.isEmpty());
        m_desk->clock.advance(std::chrono::hours(24));
        PROHORI_GOOD(shelf().make(work()));
        all = shelf().list();
        QCOMPARE(all.size(), 2);
        QVERIFY(all[0].isGood && all[1].isGood);
        QCOMPARE(namesIn(shelf().folder()).size(), 2);
    }

    void theStoreIsWrittenToMeanwhile()
    {
        // The work has a connection of its own: saves and the tidying of the log go on, and the copy holds a state that the store had.
        std::atomic<bool> done = false;
        std::atomic<int> good = 0;
        std::thread other([&] {
            for (int i = 0; i < 6; ++i) {
                const auto made = BackupWork(m_desk->folder(), m_desk->dataKey(), Instant::fromMs(kNoon + i))
                                      .run(m_desk->path(u"meanwhile-%1"_s.arg(i)));
                if (made)
                    ++good;
                else
                    qWarning("%s", why(made).constData());
            }
            done = true;
        });
        int saves = 0;
        while (!done || saves == 0) {
            const auto saved = m_desk->store->save(*m_desk->newCase(m_desk->officer));
            const auto tidied = m_desk->store->checkpoint(true);
            if (!saved || !tidied)
                break;
            ++saves;
        }
        other.join();
        QCOMPARE(good.load(), 6);
        QVERIFY(saves > 0);
        QVERIFY(!BackupWork::isRunning(m_desk->folder()));
        QCOMPARE(faultsIn(*m_desk->store), QString());
        for (int i = 0; i < 6; ++i) {
            const QString where = m_desk->path(u"restored-%1"_s.arg(i));
            PROHORI_GOOD(restoreBackup(m_desk->path(u"meanwhile-%1"_s.arg(i)), where));
            const auto store = Store::open(where, m_desk->dataKey(), m_desk->clock);
            QVERIFY2(store, why(store).constData());
            QVERIFY((*store)->history(m_first->body().record));
            QCOMPARE(faultsIn(**store), QString());
        }
    }

    void oneThatWasStoppedLeavesNothing()
    {
        const BackupWork stopped = work();
        stopped.stop();
        const auto made = shelf().make(stopped);
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::Cancelled);
        QVERIFY(namesIn(shelf().folder()).isEmpty());
    }

    void aDamagedStoreTakesTheOldOnesWithIt()
    {
        // A backup of damage is none: the good ones of before stay, and nothing counts as made.
        PROHORI_GOOD(shelf().make(work()));
        {
            auto file = m_desk->insider(m_desk->folder());
            QVERIFY(file);
            PROHORI_GOOD(file->checkpoint(Connection::Checkpoint::Truncate));
        }
        m_desk->store.reset();
        QByteArray bytes = fileBytes(m_desk->folder() + u"/store.db"_s);
        bytes[5 * 4096 + 100] = char(bytes[5 * 4096 + 100] ^ 1);
        putBytes(m_desk->folder() + u"/store.db"_s, bytes);
        const auto made = shelfOf(m_desk->folder()).make(work());
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::Damaged);
        QCOMPARE(namesIn(m_desk->folder() + u"/backups"_s).size(), 1);
    }

    void theSecondPlaceGetsAProvenCopy()
    {
        const auto file = shelf().make(work());
        PROHORI_GOOD(file);
        const StoreId id = m_desk->store->id();
        const BackupShelf away(m_desk->path(u"no stick/prohori"_s), id);
        const auto refused = away.take(shelf().list()[0]);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::NotFound);
        QVERIFY(QDir().mkpath(m_desk->path(u"stick"_s)));
        const BackupShelf stick(m_desk->path(u"stick/prohori"_s), id);
        PROHORI_GOOD(stick.take(shelf().list()[0]));
        PROHORI_GOOD(stick.take(shelf().list()[0]));
        QCOMPARE(stick.list().size(), 1);
        QCOMPARE(fileBytes(stick.list()[0].file), fileBytes(*file));
        // One bit that the list of contents does not show.
        QByteArray bytes = fileBytes(*file);
        bytes[9000] = char(bytes[9000] ^ 1);
        putBytes(*file, bytes);
        QVERIFY(shelf().list()[0].isGood);
        const auto altered = BackupShelf::verify(*file);
        QVERIFY(!altered);
        QCOMPARE(altered.error().code, ErrorCode::Damaged);
        QFile::remove(stick.list()[0].file);
        QVERIFY(!stick.take(shelf().list()[0]));
        QVERIFY(stick.list().isEmpty());
        QVERIFY(namesIn(stick.folder()).isEmpty());
    }

    void aMigrationBacksUpFirst()
    {
        // REL-15, REL-19
        const QByteArray before = *m_desk->store->foldDigest();
        m_desk->store.reset();
        goBack(*m_desk, 1);
        m_desk->reopen();
        const auto all = shelf().list();
        QCOMPARE(all.size(), 1);
        QVERIFY(all[0].isGood);
        QVERIFY(all[0].isApart);
        QCOMPARE(m_desk->store->journalEntries(1).value(0).event, qint64(JournalEvent::BackupMade));
        QCOMPARE(faultsIn(*m_desk->store), QString());
        const QString where = m_desk->path(u"of before"_s);
        PROHORI_GOOD(restoreBackup(all[0].file, where));
        auto file = m_desk->insider(where);
        QVERIFY(file);
        QCOMPARE(*file->integer(u"PRAGMA user_version"), 1);
        // Nothing to do, no backup.
        m_desk->reopen();
        QCOMPARE(shelf().list().size(), 1);
        QCOMPARE(restoredDigest(all[0].file), before);
    }

    void withoutItsBackupAMigrationDoesNotBegin()
    {
        m_desk->store.reset();
        goBack(*m_desk, 1);
        putBytes(m_desk->folder() + u"/backups"_s, "a file in the place of the folder");
        const auto opened = m_desk->tryOpen(m_desk->folder());
        QVERIFY(!opened);
        QVERIFY2(opened.error().detail.contains(u"backed up before"_s), why(opened).constData());
        auto file = m_desk->insider(m_desk->folder());
        QVERIFY(file);
        QCOMPARE(*file->integer(u"PRAGMA user_version"), 1);
    }

    void aDiskIsShort()
    {
        // REL-05: under 500 MB or 2 %.
        constexpr qint64 kGb = 1024 * kMb;
        QVERIFY((DiskSpace{499 * kMb, 10 * kGb}.isShort()));
        QVERIFY((!DiskSpace{500 * kMb, 10 * kGb}.isShort()));
        QVERIFY((DiskSpace{1900 * kMb, 100 * kGb}.isShort()));
        QVERIFY((!DiskSpace{3 * kGb, 100 * kGb}.isShort()));
        const auto here = diskSpaceAt(m_desk->folder());
        QVERIFY(here && here->total >= here->free);
        QVERIFY(!diskSpaceAt(u"/no such place"_s));
        const Error full = diskFull(m_desk->folder(), here->free + 3 * kMb);
        QCOMPARE(full.hint, u"disk-full"_s);
        QVERIFY2(full.detail.startsWith(u"disk full, "_s), qPrintable(full.detail));
    }

private:
    BackupShelf shelf() const { return shelfOf(m_desk->folder()); }
    BackupShelf shelfOf(const QString& folder) const
    {
        const auto header = KeyHeader::load(folder + u"/keys.header"_s);
        return BackupShelf::ofStore(folder, header->storeId());
    }
    BackupWork work() const { return {m_desk->folder(), m_desk->dataKey(), m_desk->clock.now()}; }
    QByteArray restoredDigest(const QString& file)
    {
        const QString where = m_desk->path(u"restored-%1"_s.arg(++m_restored));
        if (const auto restored = restoreBackup(file, where); !restored)
            return why(restored);
        const auto store = Store::open(where, m_desk->dataKey(), m_desk->clock);
        return store ? *(*store)->foldDigest() : why(store);
    }

    std::unique_ptr<StoreDesk> m_desk;
    ChangePtr m_first;
    int m_restored = 0;
};

QTEST_GUILESS_MAIN(BackupShelfTest)
#include "BackupShelfTest.moc"
