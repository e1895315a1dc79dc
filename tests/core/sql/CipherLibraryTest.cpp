// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/CipherLibrary.h"
#include "core/sql/CipherDriver.h"
#include "tests/core/sql/CipherSupport.h"

#include <QCoreApplication>
#include <QProcess>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <dlfcn.h>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kMarker = "marker-of-the-row-4711";

/// The version of the SQLite that other code of this process gets; empty when there is none.
QByteArray othersVersion()
{
    void* plugins = dlopen("libsqlite3.so.0", RTLD_LAZY | RTLD_NOLOAD);
    void* found = dlsym(plugins ? plugins : RTLD_DEFAULT, "sqlite3_libversion");
    return found ? reinterpret_cast<const char* (*)()>(found)() : "";
}

bool useOurs(const QString& path)
{
    auto file = Connection::open(path, keyOf(), {.create = true});
    if (!file)
        return false;
    const auto version = file->text(u"SELECT sqlite_version()");
    return version && **version == QLatin1StringView(sqlite3_libversion())
        && file->run(u"CREATE TABLE IF NOT EXISTS t (a TEXT) STRICT")
        && file->run(u"INSERT INTO t VALUES (?)", {QString::fromLatin1(kMarker)})
        && *file->integer(u"SELECT count(*) FROM t WHERE a = ?", {QString::fromLatin1(kMarker)}) > 0
        && file->integrityFaults(true)->isEmpty();
}

/// QSQLITE in the same process, with a file of its own. The version that it runs on, or nothing.
QByteArray usePlugin(const QString& path)
{
    QByteArray version;
    {
        auto base = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"plugin"_s);
        base.setDatabaseName(path);
        QSqlQuery query(base);
        if (base.open() && (query = QSqlQuery(base)).exec(u"CREATE TABLE IF NOT EXISTS t (a TEXT)"_s)
            && query.exec(u"INSERT INTO t VALUES ('%1')"_s.arg(QString::fromLatin1(kMarker)))
            && query.exec(u"SELECT sqlite_version()"_s) && query.next())
            version = query.value(0).toByteArray();
    }
    QSqlDatabase::removeDatabase(u"plugin"_s);
    return version;
}

/// What a child process does, each word in turn: "ours" or "plugin". Then it says which libraries there were.
int child(const QStringList& words, const QString& folder)
{
    QByteArray plugin = "unused";
    for (const QString& word : words) {
        if (word == u"ours"_s && !useOurs(folder + u"/ours.db"_s))
            return 1;
        if (word == u"plugin"_s && (plugin = usePlugin(folder + u"/plain.db"_s)).isEmpty())
            return 2;
        if (word == u"wrong-key"_s && Connection::open(folder + u"/ours.db"_s, keyOf('w')))
            return 3;
    }
    sqlite3_log(SQLITE_WARNING, "nobody reads this");
    printf("%s %s %s\n", sqlite3_libversion(), othersVersion().constData(), plugin.constData());
    return 0;
}

}  // namespace

class CipherLibraryTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    QString newPath() { return m_folder.filePath(u"%1.db"_s.arg(++m_files)); }

private slots:
    // SEC-24
    void theLibraryIsJudgedByWhatItSays_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QStringList>("built");
        QTest::addColumn<bool>("good");
        const QStringList memory{u"ENABLE_FTS5"_s, u"TEMP_STORE=2"_s};
        QTest::newRow("SQLite without a cipher") << QString() << memory << false;
        QTest::newRow("Debian's own") << u"3.4.1"_s << memory << false;
        QTest::newRow("just too old") << u"4.6.0 community"_s << memory << false;
        QTest::newRow("old by number, not by letters") << u"4.10.0 community"_s << memory << true;
        QTest::newRow("the least") << u"4.6.1 community"_s << memory << true;
        QTest::newRow("newer") << u"5.0.0"_s << memory << true;
        QTest::newRow("no number") << u"community"_s << memory << false;
        QTest::newRow("always in memory") << u"4.6.1"_s << QStringList{u"TEMP_STORE=3"_s} << true;
        QTest::newRow("temporary files by default") << u"4.6.1"_s << QStringList{u"TEMP_STORE=1"_s} << false;
        QTest::newRow("temporary files always") << u"4.6.1"_s << QStringList{u"TEMP_STORE=0"_s} << false;
        QTest::newRow("nothing said") << u"4.6.1"_s << QStringList() << false;
    }

    void theLibraryIsJudgedByWhatItSays()
    {
        QFETCH(const QString, version);
        QFETCH(const QStringList, built);
        QFETCH(const bool, good);
        const auto judged = judgeCipherLibrary({version, built});
        QCOMPARE(bool(judged), good);
        if (!good)
            QCOMPARE(judged.error().code, ErrorCode::Damaged);
    }

    // SEC-24
    void theLibraryInHandIsGood()
    {
        QVERIFY(startCipherLibrary());
        const auto report = cipherReport();
        QVERIFY2(judgeCipherLibrary(report), qPrintable(report.cipherVersion));
        QVERIFY(!dlsym(RTLD_DEFAULT, "sqlite3_key_v2"));  // hidden
    }

    // SEC-24
    void noOtherSqliteGetsInTheWay_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<bool>("preload");
        QTest::newRow("alone") << QStringList{u"ours"_s, u"wrong-key"_s} << false;
        QTest::newRow("SQLite preloaded") << QStringList{u"ours"_s, u"wrong-key"_s} << true;
        QTest::newRow("ours before the plugin") << QStringList{u"ours"_s, u"plugin"_s, u"ours"_s} << false;
        QTest::newRow("the plugin before ours") << QStringList{u"plugin"_s, u"ours"_s, u"plugin"_s} << false;
        QTest::newRow("all of it") << QStringList{u"plugin"_s, u"ours"_s, u"wrong-key"_s} << true;
    }

    void noOtherSqliteGetsInTheWay()
    {
        QFETCH(const QStringList, words);
        QFETCH(const bool, preload);
        const QTemporaryDir folder;
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        if (preload)
            environment.insert(u"LD_PRELOAD"_s, u"libsqlite3.so.0"_s);
        // A sanitizer wants to be first in line, which a preloaded library is.
        environment.insert(u"ASAN_OPTIONS"_s, u"verify_asan_link_order=0:detect_leaks=0"_s);
        process.setProcessEnvironment(environment);
        process.start(QCoreApplication::applicationFilePath(),
                      QStringList{u"--child"_s, folder.path()} + words);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
        // SEC-25: a wrong key and the log of the library say nothing on standard error.
        QCOMPARE(process.readAllStandardError(), QByteArray());
        const auto said = process.readAllStandardOutput().trimmed().split(' ');
        const bool hasOther = preload || words.contains(u"plugin"_s);
        QCOMPARE(said.value(0), QByteArray(sqlite3_libversion()));
        QVERIFY(said.value(1).isEmpty() != hasOther);
        if (words.contains(u"plugin"_s)) {
            // Each of the two libraries did its own work; their versions may be the same.
            QCOMPARE(said.value(2), said.value(1));
            QVERIFY(bytesOf(folder.filePath(u"plain.db"_s)).startsWith("SQLite format 3"));
            QVERIFY(bytesOf(folder.filePath(u"plain.db"_s)).contains(kMarker));
        }
        const QByteArray ours = bytesOf(folder.filePath(u"ours.db"_s));
        QVERIFY(ours.size() >= 4096);
        QVERIFY(!ours.startsWith("SQLite format 3"));
        QVERIFY(!ours.contains(kMarker));
    }

    // SEC-24
    void aPlainFileIsRefusedAndNotTouched()
    {
        const QString path = newPath();
        QVERIFY(!usePlugin(path).isEmpty());
        const QByteArray before = bytesOf(path);
        QVERIFY(before.contains(kMarker));
        for (const bool create : {true, false}) {
            const auto refused = Connection::open(path, keyOf(), {.create = create});
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Damaged);
            QCOMPARE(bytesOf(path), before);
            QVERIFY(!QFile::exists(path + u"-wal"_s));
            QVERIFY(!QFile::exists(path + u"-journal"_s));
        }
    }

    // SEC-24
    void aWrongKeyOpensAndChangesNothing()
    {
        const QString path = newPath();
        QVERIFY(useOurs(path));
        const QByteArray before = bytesOf(path);
        for (const bool create : {true, false}) {
            const auto refused = Connection::open(path, keyOf('w'), {.create = create});
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Locked);
            QCOMPARE(refused.error().hint, u"wrong-key"_s);
            QCOMPARE(bytesOf(path), before);
        }
        QVERIFY(useOurs(path));
    }

    // SEC-24
    void theMarkerRowIsNotReadable()
    {
        const QString path = newPath();
        auto file = mustOpen(path);
        QCOMPARE(*file.integer(u"SELECT count(*) FROM sqlite_schema"), 0);  // the proof takes its row away
        QVERIFY(file.run(u"CREATE TABLE t (a TEXT) STRICT"));
        QVERIFY(file.run(u"INSERT INTO t VALUES (?)", {QString::fromLatin1(kMarker)}));
        QVERIFY(bytesOf(path + u"-wal"_s).size() > 4096);
        QVERIFY(!bytesOf(path + u"-wal"_s).contains(kMarker));
        QVERIFY(file.checkpoint(Connection::Checkpoint::Truncate));
        QVERIFY(bytesOf(path).size() >= 4096);
        QVERIFY(!bytesOf(path).contains(kMarker));
        QVERIFY(!bytesOf(path).contains("CREATE TABLE"));
    }

    // SEC-24: the same library without a key writes plain files, and the proof sees that.
    void theProofFailsWhereNothingEncrypts()
    {
        QVERIFY(startCipherLibrary());
        for (const char* journal : {"PRAGMA journal_mode=WAL", "PRAGMA journal_mode=DELETE"}) {
            const QString path = newPath();
            sqlite3* opened = nullptr;
            QCOMPARE(sqlite3_open(path.toUtf8().constData(), &opened), SQLITE_OK);
            const CipherHandle handle(opened);
            QCOMPARE(sqlite3_exec(opened, journal, nullptr, nullptr, nullptr), SQLITE_OK);
            const auto proved = proveEncrypted(opened, path);
            QVERIFY(!proved);
            QCOMPARE(proved.error().code, ErrorCode::Damaged);
        }
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.value(1) == u"--child"_s)
        return child(words.sliced(3), words.value(2));
    CipherLibraryTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "CipherLibraryTest.moc"
