// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/sql/CipherSupport.h"

#include <QDate>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace prohori;
using namespace Qt::StringLiterals;

/// What callers of Connection count on.
class ConnectionTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path;
    int m_files = 0;

    static Result<> makeTable(Connection& file)
    {
        return file.run(u"CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT NOT NULL, more BLOB) STRICT");
    }
    /// Asks from another process, for one's own locks do not show.
    bool isLockedForOthers() const
    {
        constexpr int kLocked = 3, kFree = 4;
        const QByteArray path = m_path.toUtf8();
        const pid_t child = ::fork();
        if (child == 0) {
            struct flock whole {};
            whole.l_type = F_WRLCK;
            const int file = ::open(path.constData(), O_RDWR | O_CLOEXEC);
            const bool asked = file >= 0 && ::fcntl(file, F_GETLK, &whole) == 0;
            ::_exit(!asked ? 1 : whole.l_type == F_UNLCK ? kFree : kLocked);
        }
        int status = 0;
        return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status)
            && WEXITSTATUS(status) == kLocked;
    }
    static qint64 count(Connection& file) { return *file.integer(u"SELECT count(*) FROM note"); }

private slots:
    void init() { m_path = m_folder.filePath(u"%1.db"_s.arg(++m_files)); }

    void aFileIsMadeOnlyWhereThatIsAsked()
    {
        const auto missing = Connection::open(m_path, keyOf());
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::Damaged);
        QVERIFY(!QFile::exists(m_path));
        {
            auto file = mustOpen(m_path);
            QVERIFY(makeTable(file));
            QVERIFY(file.run(u"INSERT INTO note (words) VALUES (?)", {u"kept"_s}));
        }
        auto again = mustOpen(m_path, {});
        QCOMPARE(**again.text(u"SELECT words FROM note"), u"kept"_s);
    }

    void anEmptiedOrCutFileIsDamaged()
    {
        for (const int size : {0, 1, 15}) {
            QFile file(m_path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray(size, 'x'));
            file.close();
            const auto opened = Connection::open(m_path, keyOf());
            QVERIFY(!opened);
            QCOMPARE(opened.error().code, ErrorCode::Damaged);
            QCOMPARE(bytesOf(m_path).size(), size);
        }
    }

    void valuesComeBackAsTheyWere()
    {
        auto file = mustOpen(m_path);
        QVERIFY(file.run(u"CREATE TABLE t (a ANY, b ANY, c ANY, d ANY, e ANY, f ANY) STRICT"));
        const QString bangla = u"রহিমা খাতুন, \"গ্রাম\"; ' -- "_s;
        const QByteArray blob("\0\x01\xff'\"\0", 6);
        QVERIFY(file.run(u"INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)",
                         {std::numeric_limits<qint64>::min(), bangla, blob, QVariant(), QString(),
                          QByteArray()}));
        int rows = 0;
        QVERIFY(file.each(u"SELECT * FROM t", {}, [&](const Row& row) -> Result<> {
            ++rows;
            if (row.integer(0) != std::numeric_limits<qint64>::min() || row.text(1) != bangla
                || row.bytes(2) != blob)
                return Error{ErrorCode::Invalid, u"changed"_s};
            if (!row.isNull(3) || row.isNull(4) || row.isNull(5) || row.isNull(0) || !row.text(4).isEmpty())
                return Error{ErrorCode::Invalid, u"NULL is not what it was"_s};
            return {};
        }));
        QCOMPARE(rows, 1);
        // A null QString is the empty text, and a null QByteArray the empty blob.
        QCOMPARE(**file.text(u"SELECT typeof(d) || typeof(e) || typeof(f) FROM t"), u"nulltextblob"_s);
        QVERIFY(!*file.blob(u"SELECT d FROM t"));
        QVERIFY(!*file.text(u"SELECT a FROM t WHERE a = 5"));
        QCOMPARE(file.integer(u"SELECT a FROM t WHERE a = 5").error().code, ErrorCode::NotFound);
    }

    void wrongCallsAreInvalid_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QVariantList>("values");
        QTest::newRow("a value too few") << u"SELECT ?, ?"_s << QVariantList{1};
        QTest::newRow("a value too many") << u"SELECT ?"_s << QVariantList{1, 2};
        QTest::newRow("a date") << u"SELECT ?"_s << QVariantList{QDate(2026, 11, 23)};
        QTest::newRow("two statements") << u"DELETE FROM note; DELETE FROM note"_s << QVariantList{};
        QTest::newRow("a NUL") << u"SELECT 1%1; DELETE FROM note"_s.arg(QChar(0)) << QVariantList{};
        QTest::newRow("no statement") << u"-- nothing"_s << QVariantList{};
        QTest::newRow("no such table") << u"SELECT * FROM nothing"_s << QVariantList{};
        QTest::newRow("a constraint") << u"INSERT INTO note (words) VALUES (NULL)"_s << QVariantList{};
    }

    void wrongCallsAreInvalid()
    {
        QFETCH(const QString, sql);
        QFETCH(const QVariantList, values);
        auto file = mustOpen(m_path);
        QVERIFY(makeTable(file));
        QVERIFY(file.run(u"INSERT INTO note (words) VALUES ('one')"));
        for (int round = 0; round < 2; ++round) {
            const auto refused = file.run(sql, values);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Invalid);
        }
        QCOMPARE(count(file), 1);
    }

    void anExtendedCodeIsTold()
    {
        auto file = mustOpen(m_path);
        QVERIFY(makeTable(file));
        const auto refused = file.run(u"INSERT INTO note (words) VALUES (?)", {QVariant()});
        QVERIFY2(refused.error().detail.contains(u"1299"), qPrintable(refused.error().detail));
    }

    void aTransactionIsWholeOrAbsent()
    {
        auto file = mustOpen(m_path);
        QVERIFY(makeTable(file));
        const auto two = [&]() -> Result<> {
            if (auto one = file.run(u"INSERT INTO note (words) VALUES ('a')"); !one)
                return one;
            return file.run(u"INSERT INTO note (words) VALUES ('b')");
        };
        QVERIFY(file.inTransaction(two));
        QCOMPARE(count(file), 2);
        QCOMPARE(file.lastRowId(), 2);
        QCOMPARE(file.changes(), 1);
        const auto failed = file.inTransaction([&]() -> Result<> {
            if (auto done = two(); !done)
                return done;
            return Error{ErrorCode::Conflict, u"changed my mind"_s};
        });
        QCOMPARE(failed.error().code, ErrorCode::Conflict);
        QVERIFY(!file.isInTransaction());
        QCOMPARE(count(file), 2);
        // Each of its writes fails in its turn: BEGIN, the first, the second, COMMIT; then none.
        for (int write = 1; write <= 5; ++write) {
            file.failAfter(write);
            const auto done = file.inTransaction(two);
            QCOMPARE(bool(done), write == 5);
            if (!done)
                QCOMPARE(done.error().hint, u"planned"_s);
            file.failAfter(0);
            QCOMPARE(count(file), write == 5 ? 4 : 2);
            QVERIFY(!file.isInTransaction());
        }
    }

    void anotherWriterMakesItBusy()
    {
        auto first = mustOpen(m_path), second = mustOpen(m_path);
        QVERIFY(makeTable(first));
        {
            const Connection::MaintenanceScope scope(second);
            QCOMPARE(*second.integer(u"PRAGMA busy_timeout=0"), 0);
        }
        QVERIFY(first.inTransaction([&]() -> Result<> {
            const auto busy = second.run(u"INSERT INTO note (words) VALUES ('x')");
            return !busy && busy.error().code == ErrorCode::Locked && busy.error().hint == u"store-busy"_s
                     ? Result<>()
                     : Error{ErrorCode::Invalid, u"not busy"_s};
        }));
        QVERIFY(second.run(u"INSERT INTO note (words) VALUES ('x')"));
    }

    void aVisitorMayRunTheSameStatementAndManyOthers()
    {
        auto file = mustOpen(m_path);
        QVERIFY(makeTable(file));
        for (const auto& words : {u"a"_s, u"b"_s, u"c"_s})
            QVERIFY(file.run(u"INSERT INTO note (words) VALUES (?)", {words}));
        constexpr QStringView sql = u"SELECT words FROM note WHERE id > ? ORDER BY id";
        QString pairs;
        QVERIFY(file.each(sql, {0}, [&](const Row& outer) {
            // More than are kept, so that the running one is dropped from those.
            for (int other = 0; other < 200; ++other) {
                if (!file.integer(QString::asprintf("SELECT %d", other)))
                    return Result<>(Error{ErrorCode::Invalid, u"lost"_s});
            }
            return file.each(sql, {1}, [&](const Row& inner) {
                pairs += outer.text(0) + inner.text(0) + u' ';
                return Result<>();
            });
        }));
        QCOMPARE(pairs, u"ab ac bb bc cb cc "_s);
    }

    void anUnfinishedVisitLeavesNoSnapshot()
    {
        auto file = mustOpen(m_path);
        QVERIFY(makeTable(file));
        for (int row = 0; row < 10; ++row)
            QVERIFY(file.run(u"INSERT INTO note (words) VALUES ('x')"));
        const auto stopped = file.each(u"SELECT id FROM note", {}, [](const Row&) {
            return Result<>(Error{ErrorCode::Cancelled, {}});
        });
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY(file.checkpoint(Connection::Checkpoint::Truncate));
        QCOMPARE(bytesOf(m_path + u"-wal"_s).size(), 0);
        QVERIFY(bytesOf(m_path).size() > 0);
    }

    void itIsUsedMovedAndClosedInOtherThreads()
    {
        const Warnings warnings;
        std::unique_ptr<Connection> file;
        std::thread([&] { file = std::make_unique<Connection>(mustOpen(m_path)); }).join();
        QVERIFY(makeTable(*file));
        bool written = false;
        std::thread([&] {
            written = bool(file->run(u"INSERT INTO note (words) VALUES (?)", {u"x"_s}));
        }).join();
        QVERIFY(written);
        Connection moved = std::move(*file);
        file.reset();
        QCOMPARE(count(moved), 1);
        std::thread([taken = std::move(moved)]() mutable {
            const Connection last = std::move(taken);
            (void)last.changes();
        }).join();
        auto again = mustOpen(m_path, {});
        QCOMPARE(count(again), 1);
        QCOMPARE(warnings.count(), 0);
    }

    // POSIX drops the locks of a process with any descriptor of the file that it closes.
    void openingAgainDropsNoLockOfTheFirst()
    {
        auto first = mustOpen(m_path);
        QVERIFY(makeTable(first));
        QVERIFY(isLockedForOthers());
        {
            auto second = mustOpen(m_path, {});
            QCOMPARE(count(second), 0);
        }
        QVERIFY(isLockedForOthers());
        QVERIFY(!Connection::open(m_path, keyOf('w')));
        QVERIFY(isLockedForOthers());
    }

    void aCopyOpensUnderTheSameKeyOnly()
    {
        const QString copy = m_path + u".copy"_s;
        {
            auto file = mustOpen(m_path);
            QVERIFY(makeTable(file));
            QVERIFY(file.run(u"INSERT INTO note (words) VALUES ('marker of the copy')"));
            QVERIFY(file.vacuumInto(copy));
        }
        QVERIFY(bytesOf(copy).size() > 1000);
        QVERIFY(!bytesOf(copy).contains("marker of the copy"));
        QVERIFY(!bytesOf(copy).startsWith("SQLite format 3"));
        const auto other = Connection::open(copy, keyOf('o'));
        QVERIFY(!other);
        QCOMPARE(other.error().hint, u"wrong-key"_s);
        auto file = mustOpen(copy, {});
        QCOMPARE(count(file), 1);
    }

    void damageIsFound()
    {
        {
            auto file = mustOpen(m_path);
            QVERIFY(file.integrityFaults(true)->contains(u"the file is empty"_s));
            QVERIFY(makeTable(file));
            QVERIFY(file.run(u"INSERT INTO note (words) VALUES (?)", {QString(50'000, u'x')}));
            QCOMPARE(*file.integrityFaults(true), QStringList());
            QCOMPARE(*file.integrityFaults(false), QStringList());
            QVERIFY(file.checkpoint(Connection::Checkpoint::Truncate));
        }
        QFile raw(m_path);
        QVERIFY(raw.open(QIODevice::ReadWrite));
        QVERIFY(raw.seek(raw.size() - 2000));
        const QByteArray byte = raw.read(1);
        QVERIFY(raw.seek(raw.size() - 2000));
        raw.write(QByteArray(1, char(byte[0] ^ 1)));
        raw.close();
        auto file = mustOpen(m_path, {});
        const auto faults = file.integrityFaults(false);
        QVERIFY(!faults || !faults->isEmpty());
    }

    // SQLCipher gives zeros for a page that fails its check; nobody may get to see them as an answer.
    void aDamagedPageIsAnErrorWhereverItLies()
    {
        constexpr qint64 kPageBytes = 4096;
        QStringList written;
        {
            auto file = mustOpen(m_path);
            QVERIFY(makeTable(file));
            for (int row = 0; row < 12; ++row) {
                written << QString(row * 1500, QChar(u'a' + row));
                QVERIFY(file.run(u"INSERT INTO note (words) VALUES (?)", {written.last()}));
            }
            QVERIFY(file.checkpoint(Connection::Checkpoint::Truncate));
        }
        const QByteArray sound = bytesOf(m_path);
        int failed = 0;
        const auto readAll = [&](Connection& file, bool inTransaction) {
            QStringList read;
            const auto collect = [&](const Row& row) {
                read << row.text(0);
                return Result<>();
            };
            const auto visit = [&] { return file.each(u"SELECT words FROM note ORDER BY id", {}, collect); };
            const auto done = inTransaction ? file.inTransaction(visit) : visit();
            failed += done ? 0 : 1;
            return done ? read == written : done.error().code == ErrorCode::Damaged;
        };
        for (qint64 page = 1; page < sound.size() / kPageBytes; ++page) {
            QByteArray bytes = sound;
            bytes[page * kPageBytes + 100] = char(bytes[page * kPageBytes + 100] ^ 1);
            QFile raw(m_path);
            QVERIFY(raw.open(QIODevice::WriteOnly));
            raw.write(bytes);
            raw.close();
            auto file = mustOpen(m_path, {});
            QVERIFY2(readAll(file, false), qPrintable(QString::number(page)));
            QVERIFY2(readAll(file, true), qPrintable(QString::number(page)));
            for (int row = 0; row < written.size(); ++row) {
                const auto one = file.text(u"SELECT words FROM note WHERE id = ?", {row + 1});
                QVERIFY(one ? **one == written[row] : one.error().code == ErrorCode::Damaged);
            }
        }
        QVERIFY(failed > 20);
    }
};

QTEST_GUILESS_MAIN(ConnectionTest)
#include "ConnectionTest.moc"
