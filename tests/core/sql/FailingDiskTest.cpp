// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/CipherDriver.h"
#include "core/sql/CipherLibrary.h"
#include "tests/core/sql/CipherSupport.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// A disk that fails when it is told to: the file system of the library with two of its functions replaced.
namespace disk {

int syncAnswer = SQLITE_OK;
int writeAnswer = SQLITE_OK;
std::map<const sqlite3_io_methods*, sqlite3_io_methods> failing;  ///< by the real ones
int (*realSync)(sqlite3_file*, int);
int (*realWrite)(sqlite3_file*, const void*, int, sqlite3_int64);
int (*realOpen)(sqlite3_vfs*, sqlite3_filename, sqlite3_file*, int, int*);

int sync(sqlite3_file* file, int flags)
{
    return syncAnswer != SQLITE_OK ? syncAnswer : realSync(file, flags);
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at)
{
    return writeAnswer != SQLITE_OK ? writeAnswer : realWrite(file, bytes, size, at);
}

int open(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags, int* outFlags)
{
    const int code = realOpen(vfs, name, file, flags, outFlags);
    if (code == SQLITE_OK) {
        // The kinds of files differ in their locks, and write and sync alike.
        realSync = file->pMethods->xSync;
        realWrite = file->pMethods->xWrite;
        auto& ours = failing[file->pMethods] = *file->pMethods;
        ours.xSync = &sync;
        ours.xWrite = &write;
        file->pMethods = &ours;
    }
    return code;
}

void install()
{
    static sqlite3_vfs vfs = *sqlite3_vfs_find(nullptr);
    realOpen = vfs.xOpen;
    vfs.zName = "failing";
    vfs.xOpen = &open;
    sqlite3_vfs_register(&vfs, 1);
}

}  // namespace disk

}  // namespace

class FailingDiskTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private slots:
    void initTestCase()
    {
        QVERIFY(startCipherLibrary());
        disk::install();
    }

    void cleanup() { disk::syncAnswer = disk::writeAnswer = SQLITE_OK; }

    void afterAFailedSyncNothingIsWritten()
    {
        const QString path = m_folder.filePath(u"sync.db"_s);
        {
            auto file = mustOpen(path);
            QVERIFY(file.run(u"CREATE TABLE t (a INTEGER) STRICT"));
            QVERIFY(file.run(u"INSERT INTO t VALUES (1)"));
            disk::syncAnswer = SQLITE_IOERR_FSYNC;
            const auto failed = file.inTransaction([&] { return file.run(u"INSERT INTO t VALUES (2)"); });
            QVERIFY(!failed);
            QCOMPARE(failed.error().code, ErrorCode::Storage);
            QCOMPARE(failed.error().hint, u"io"_s);
            QVERIFY(!file.isInTransaction());
            // The disk works again, but what it has is not known: reading yes, writing no.
            disk::syncAnswer = SQLITE_OK;
            for (const QStringView sql :
                 {u"INSERT INTO t VALUES (3)", u"BEGIN IMMEDIATE", u"DELETE FROM t"}) {
                const auto refused = file.run(sql);
                QVERIFY(!refused);
                QCOMPARE(refused.error().hint, u"io"_s);
            }
            QVERIFY(file.integer(u"SELECT count(*) FROM t"));
        }
        auto again = mustOpen(path, {});
        QVERIFY(*again.integer(u"SELECT count(*) FROM t WHERE a = 3") == 0);
        QVERIFY(*again.integer(u"SELECT count(*) FROM t WHERE a = 1") == 1);
        QVERIFY(again.run(u"INSERT INTO t VALUES (4)"));
    }

    void aSwallowedFailureIsNotConfirmed()
    {
        auto file = mustOpen(m_folder.filePath(u"swallowed.db"_s), {.create = true, .cacheKiB = 8});
        QVERIFY(file.run(u"CREATE TABLE t (a TEXT) STRICT"));
        const auto done = file.inTransaction([&]() -> Result<> {
            disk::writeAnswer = SQLITE_IOERR_WRITE;
            const auto lost = file.run(u"INSERT INTO t VALUES (?)", {QString(500'000, u'x')});
            disk::writeAnswer = SQLITE_OK;
            return lost ? Error{ErrorCode::Invalid, u"the disk did not fail"_s} : Result<>();
        });
        QVERIFY(!done);
        QCOMPARE(done.error().hint, u"io"_s);
        QVERIFY(!file.isInTransaction());
    }

    void aFullDiskSaysSo()
    {
        auto file = mustOpen(m_folder.filePath(u"full.db"_s));
        QVERIFY(file.run(u"CREATE TABLE t (a INTEGER) STRICT"));
        disk::writeAnswer = SQLITE_FULL;
        const auto full = file.run(u"INSERT INTO t VALUES (1)");
        QVERIFY(!full);
        QCOMPARE(full.error().hint, u"disk-full"_s);
        // Space was made: it goes on.
        disk::writeAnswer = SQLITE_OK;
        QVERIFY(file.run(u"INSERT INTO t VALUES (1)"));
        QCOMPARE(*file.integer(u"SELECT count(*) FROM t"), 1);
    }

    void theDriverItselfRefusesToo()
    {
        {
            auto base = QSqlDatabase::addDatabase(new CipherDriver(keyOf(), {.create = true}), u"disk"_s);
            base.setDatabaseName(m_folder.filePath(u"driver.db"_s));
            QVERIFY(base.open());
            QSqlQuery query(base);
            QVERIFY(query.exec(u"CREATE TABLE t (a INTEGER) STRICT"_s));
            disk::syncAnswer = SQLITE_IOERR_FSYNC;
            QVERIFY(!query.exec(u"INSERT INTO t VALUES (1)"_s));
            QCOMPARE(query.lastError().nativeErrorCode(), QString::number(SQLITE_IOERR_FSYNC));
            disk::syncAnswer = SQLITE_OK;
            QVERIFY(!query.exec(u"INSERT INTO t VALUES (2)"_s));
            QCOMPARE(query.lastError().nativeErrorCode(), QString::number(SQLITE_IOERR));
            QVERIFY(!base.transaction());
            QVERIFY(query.exec(u"SELECT count(*) FROM t"_s));
        }
        QSqlDatabase::removeDatabase(u"disk"_s);
    }
};

QTEST_GUILESS_MAIN(FailingDiskTest)
#include "FailingDiskTest.moc"
