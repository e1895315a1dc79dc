// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/CipherDriver.h"
#include "core/sql/CipherLibrary.h"
#include "tests/core/sql/CipherSupport.h"

#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

class SettingsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    QString newPath() { return m_folder.filePath(u"%1.db"_s.arg(++m_files)); }

private slots:
    // SEC-25
    void eachSettingReadsBack_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("journal") << u"journal_mode"_s << u"wal"_s;
        QTest::newRow("durable") << u"synchronous"_s << u"2"_s;
        QTest::newRow("temporary data") << u"temp_store"_s << u"2"_s;
        QTest::newRow("deletion") << u"secure_delete"_s << u"1"_s;
        QTest::newRow("foreign keys") << u"foreign_keys"_s << u"1"_s;
        QTest::newRow("schema") << u"trusted_schema"_s << u"0"_s;
        QTest::newRow("cells") << u"cell_size_check"_s << u"1"_s;
        QTest::newRow("journal limit") << u"journal_size_limit"_s << u"67108864"_s;
        QTest::newRow("cache") << u"cache_size"_s << u"-8192"_s;
        QTest::newRow("patience") << u"busy_timeout"_s << u"5000"_s;
    }

    void eachSettingReadsBack()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, value);
        const QString path = newPath();
        for (const bool create : {true, false}) {
            auto file = mustOpen(path, {.create = create});
            QCOMPARE(**file.text(u"PRAGMA "_s + name), value);
        }
    }

    // SEC-25
    void whatHasNoPragmaReadsBack()
    {
        CipherDriver driver(keyOf(), {.create = true});
        QVERIFY(driver.openFile(newPath()));
        auto* handle = driver.handle().value<sqlite3*>();
        const auto state = [&](int which) {
            int now = -1;
            return sqlite3_db_config(handle, which, -1, &now) == SQLITE_OK ? now : -1;
        };
        QCOMPARE(state(SQLITE_DBCONFIG_DEFENSIVE), 1);
        QCOMPARE(state(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION), 0);
        QCOMPARE(state(SQLITE_DBCONFIG_TRUSTED_SCHEMA), 0);
        sqlite3_int64 mapped = -1;
        QCOMPARE(sqlite3_file_control(handle, "main", SQLITE_FCNTL_MMAP_SIZE, &mapped), SQLITE_OK);
        QCOMPARE(mapped, 0);
    }

    // SEC-25
    void noExtensionIsLoadedAndTheSchemaIsNotEdited()
    {
        auto file = mustOpen(newPath());
        QVERIFY(file.run(u"CREATE TABLE t (a TEXT) STRICT"));
        QVERIFY(!file.run(u"SELECT load_extension('/lib/x86_64-linux-gnu/libm.so.6')"));
        const Connection::MaintenanceScope scope(file);
        (void)file.run(u"PRAGMA writable_schema=ON");
        QVERIFY(!file.run(u"UPDATE sqlite_schema SET sql = 'CREATE TABLE t (b TEXT)'"));
    }

    // SEC-25
    void aKeyHas32Bytes_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {0, 1, 16, 31, 33, 64})
            QTest::newRow(qPrintable(QString::number(size))) << size;
    }

    void aKeyHas32Bytes()
    {
        QFETCH(const int, size);
        const QByteArray key(size, 'k');
        const QString path = newPath();
        const auto refused =
            Connection::open(path,
                             [&] {
                                 return std::span(reinterpret_cast<const unsigned char*>(key.constData()),
                                                  std::size_t(key.size()));
                             },
                             {.create = true});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Invalid);
        QVERIFY(bytesOf(path).isEmpty());
    }

    // SEC-25: without derivation, so that the same 64 hexadecimal digits open it by the plain interface.
    void theKeyIsRaw()
    {
        const QString path = newPath();
        {
            auto file = mustOpen(path);
            QVERIFY(file.run(u"CREATE TABLE t (a TEXT) STRICT"));
        }
        sqlite3* handle = nullptr;
        QCOMPARE(sqlite3_open(path.toUtf8().constData(), &handle), SQLITE_OK);
        const QByteArray key = "PRAGMA key=\"x'" + QByteArray(32, 'k').toHex() + "'\"";
        QCOMPARE(sqlite3_exec(handle, key.constData(), nullptr, nullptr, nullptr), SQLITE_OK);
        QCOMPARE(sqlite3_exec(handle, "SELECT count(*) FROM t", nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(handle);
    }

    void onlyAHarnessGivesUpDurability()
    {
        auto file = mustOpen(newPath(), {.create = true, .durable = false});
        QCOMPARE(*file.integer(u"PRAGMA synchronous"), 0);
    }

    // SEC-26
    void outsideOfMaintenanceItIsDenied_data()
    {
        QTest::addColumn<QString>("sql");
        const QString other = m_folder.filePath(u"other.db"_s);
        QTest::newRow("ATTACH") << u"ATTACH '%1' AS other"_s.arg(other);
        QTest::newRow("ATTACH with a key") << u"ATTACH '%1' AS other KEY ''"_s.arg(other);
        QTest::newRow("DETACH") << u"DETACH main"_s;
        QTest::newRow("VACUUM INTO") << u"VACUUM INTO '%1'"_s.arg(other);
        QTest::newRow("VACUUM") << u"VACUUM"_s;
        for (const char* pragma : {"user_version=7",
                                   "journal_mode=DELETE",
                                   "synchronous=OFF",
                                   "temp_store=FILE",
                                   "secure_delete=OFF",
                                   "foreign_keys=OFF",
                                   "trusted_schema=ON",
                                   "cell_size_check=OFF",
                                   "mmap_size=1000000",
                                   "writable_schema=ON",
                                   "key='x'",
                                   "rekey='x'",
                                   "cipher_page_size=512",
                                   "cipher_use_hmac=OFF",
                                   "cipher_log='/dev/stderr'",
                                   "cipher_migrate",
                                   "cipher_memory_security=OFF",
                                   "application_id=1",
                                   "ignore_check_constraints=ON",
                                   "recursive_triggers=ON",
                                   "optimize",
                                   "incremental_vacuum",
                                   "busy_timeout=0",
                                   "cache_size=1",
                                   "auto_vacuum=FULL",
                                   "encoding='UTF-16'"})
            QTest::newRow(pragma) << u"PRAGMA "_s + QString::fromLatin1(pragma);
    }

    void outsideOfMaintenanceItIsDenied()
    {
        QFETCH(const QString, sql);
        auto file = mustOpen(newPath());
        QVERIFY(file.run(u"CREATE TABLE t (a TEXT) STRICT"));
        const auto denied = file.run(sql);
        QVERIFY(!denied);
        // VACUUM is not denied itself; the ATTACH within it is.
        if (!sql.startsWith(u"VACUUM"))
            QCOMPARE(denied.error().code, ErrorCode::Refused);
        QCOMPARE(*file.integer(u"PRAGMA user_version"), 0);
        QCOMPARE(*file.integer(u"PRAGMA foreign_keys"), 1);
        QVERIFY(!QFile::exists(m_folder.filePath(u"other.db"_s)));
    }

    // SEC-26
    void insideOfMaintenanceItIsAllowedAndNotAfterwards()
    {
        const QString other = newPath();
        auto file = mustOpen(newPath());
        {
            const Connection::MaintenanceScope scope(file);
            {
                const Connection::MaintenanceScope inner(file);
                QVERIFY(file.run(u"PRAGMA user_version=7"));
            }
            QVERIFY(file.run(u"ATTACH ? AS other", {other}));
            QVERIFY(file.run(u"DETACH other"));
        }
        QCOMPARE(*file.integer(u"PRAGMA user_version"), 7);
        // The same texts, which are kept prepared.
        QCOMPARE(file.run(u"ATTACH ? AS other", {other}).error().code, ErrorCode::Refused);
        QCOMPARE(file.run(u"PRAGMA user_version=7").error().code, ErrorCode::Refused);
        QCOMPARE(file.run(u"DETACH other").error().code, ErrorCode::Refused);
    }

    // SEC-26: by Qt Sql directly, with a query that was prepared while it was allowed.
    void aPreparedQueryDoesNotKeepTheLeave()
    {
        CipherDriver driver(keyOf(), {.create = true});
        QVERIFY(driver.openFile(newPath()));
        driver.setMaintenance(true);
        QSqlQuery hasRun(driver.createResult()), waits(driver.createResult());
        for (QSqlQuery* query : {&hasRun, &waits})
            QVERIFY(query->prepare(u"PRAGMA user_version=9"_s));
        QVERIFY(hasRun.exec());
        driver.setMaintenance(false);
        QVERIFY(!hasRun.exec());
        QVERIFY(!waits.exec());
    }
};

QTEST_GUILESS_MAIN(SettingsTest)
#include "SettingsTest.moc"
