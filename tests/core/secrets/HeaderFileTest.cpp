// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/HeaderFile.h"
#include "core/secrets/Crypto.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// What the next writes to the disk do; they count down to the one that is cut off.
struct Fault {
    int stepsLeft = -1;       ///< -1: none
    std::size_t written = 0;  ///< how much of the cut-off write still arrives
    bool kill = false;        ///< the process dies there; else the call fails with EIO
} fault;

bool cutHere()
{
    return fault.stepsLeft >= 0 && fault.stepsLeft-- == 0;
}

ssize_t faultyWrite(int file, const void* bytes, std::size_t count, off_t offset)
{
    if (!cutHere())
        return ::syscall(SYS_pwrite64, file, bytes, count, offset);
    if (fault.written > 0)
        ::syscall(SYS_pwrite64, file, bytes, std::min(count, fault.written), offset);
    if (fault.kill)
        ::_exit(9);
    errno = EIO;
    return -1;
}

int faultySync(int file)
{
    if (!cutHere())
        return int(::syscall(SYS_fdatasync, file));
    if (fault.kill)
        ::_exit(9);
    errno = EIO;
    return -1;
}

}  // namespace

// These take the place of the C library's, for the whole program.
extern "C" ssize_t pwrite(int file, const void* bytes, size_t count, off_t offset)
{
    return faultyWrite(file, bytes, count, offset);
}

extern "C" ssize_t pwrite64(int file, const void* bytes, size_t count, off_t offset)
{
    return faultyWrite(file, bytes, count, offset);
}

extern "C" int fdatasync(int file)
{
    return faultySync(file);
}

class HeaderFileTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath(u"keys.header"_s);

    /// Runs `work` in a process of its own under `planned`; false when that process came to its end.
    template <typename Work>
    static bool killedDuring(const Fault& planned, Work work)
    {
        const pid_t child = ::fork();
        if (child == 0) {
            fault = planned;
            work();
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        return WEXITSTATUS(status) == 9;
    }

    QByteArray copy(int place) const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll().mid(place * kHeaderCopyBytes, kHeaderCopyBytes)
                                              : QByteArray();
    }

    void overwrite(qsizetype offset, const QByteArray& bytes) const
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(offset) && file.write(bytes) == bytes.size());
    }

private slots:
    void init()
    {
        fault = {};
        QFile::remove(m_path);
        QFile::remove(m_path + u".new"_s);
    }

    void aNewFileIsPrivateAndNeverReplacesAnother()
    {
        const HeaderFile file(m_path);
        QCOMPARE(file.read().error().code, ErrorCode::NotFound);
        QVERIFY(file.create({1, "one"}));
        QCOMPARE(QFileInfo(m_path).permissions() & 0x0fff,
                 QFile::Permissions(QFile::ReadUser | QFile::WriteUser) & 0x0fff);
        QCOMPARE(QFileInfo(m_path).size(), 2 * kHeaderCopyBytes);
        QCOMPARE(file.create({1, "two"}).error().code, ErrorCode::Conflict);
        QCOMPARE(file.read()->body, "one");
        QVERIFY(!QFile::exists(m_path + u".new"_s));
    }

    void linksAreNotFollowed()
    {
        const QString real = m_folder.filePath(u"real"_s);
        QVERIFY(HeaderFile(real).create({1, "one"}));
        QVERIFY(QFile::link(real, m_path));
        QCOMPARE(HeaderFile(m_path).read().error().code, ErrorCode::Storage);
        QCOMPARE(HeaderFile(m_path).replace(1, "two").error().code, ErrorCode::Storage);
        QCOMPARE(HeaderFile(m_path).create({1, "two"}).error().code, ErrorCode::Conflict);
        QCOMPARE(HeaderFile(real).read()->body, "one");
        QFile::remove(real);
    }

    void aReplacementStandsInBothCopies()
    {
        const HeaderFile file(m_path);
        QVERIFY(file.create({1, "one"}));
        for (quint64 before = 1; before < 4; ++before) {
            QVERIFY(file.replace(before, "state"));
            QCOMPARE(copy(0), copy(1));
            QCOMPARE(file.read()->sequence, before + 1);
        }
        QCOMPARE(file.replace(3, "late").error().code, ErrorCode::Conflict);
        QCOMPARE(HeaderFile(m_folder.filePath(u"none"_s)).replace(1, "x").error().code, ErrorCode::NotFound);
        QCOMPARE(file.replace(4, QByteArray(kHeaderCopyBytes, 'x')).error().code, ErrorCode::Refused);
        QCOMPARE(file.read()->body, "state");
    }

    /// REL-18 and SEC-05: each byte counts, also the zeros behind the body.
    void anyChangedByteMakesACopyInvalid()
    {
        const HeaderFile file(m_path);
        QVERIFY(file.create({1, QByteArray(300, 'b')}));
        const QByteArray whole = copy(0);
        for (qsizetype at = 0; at < kHeaderCopyBytes; at += at < 400 || at > kHeaderCopyBytes - 40 ? 1 : 97) {
            const QByteArray bad(1, char(whole[at] ^ (1 << (at % 8))));
            QByteArray damagedCopy = whole;
            damagedCopy[at] = bad[0];
            QCOMPARE(decodeHeaderCopy(damagedCopy).error().code, ErrorCode::Damaged);
            for (const int place : {0, 1}) {
                overwrite(place * kHeaderCopyBytes + at, bad);
                QCOMPARE(file.read()->body, QByteArray(300, 'b'));
                QCOMPARE(copy(place), whole);  // mended by the reading
            }
            overwrite(at, bad);
            overwrite(kHeaderCopyBytes + at, bad);
            QCOMPARE(file.read().error().code, ErrorCode::Damaged);
            overwrite(0, whole + whole);
        }
    }

    void aCutFileIsReadWhileOneCopyIsWhole()
    {
        const HeaderFile file(m_path);
        QVERIFY(file.create({1, "one"}));
        QVERIFY(QFile::resize(m_path, 2 * kHeaderCopyBytes - 1));
        QCOMPARE(file.read()->body, "one");
        QVERIFY(QFile::resize(m_path, kHeaderCopyBytes - 1));
        QCOMPARE(file.read().error().code, ErrorCode::Damaged);
        QVERIFY(QFile::resize(m_path, 0));
        QCOMPARE(file.read().error().code, ErrorCode::Damaged);
    }

    void filesOfLaterVersionsAreLeftAlone()
    {
        const HeaderFile file(m_path);
        QVERIFY(file.create({1, "one"}));
        QByteArray later = copy(1).first(kHeaderCopyBytes - 32);
        later[5] = 2;
        later += blake2b(later);
        overwrite(kHeaderCopyBytes, later);
        QCOMPARE(file.read().error().code, ErrorCode::TooNew);
        QVERIFY(!file.replace(1, "two"));
        QCOMPARE(copy(1), later);
    }

    void aKillAtAnyMomentLeavesTheOldOrTheNewState_data()
    {
        QTest::addColumn<int>("damagedPlace");
        QTest::newRow("both copies whole") << -1;
        QTest::newRow("copy A damaged before") << 0;
        QTest::newRow("copy B damaged before") << 1;
    }

    void aKillAtAnyMomentLeavesTheOldOrTheNewState()
    {
        QFETCH(const int, damagedPlace);
        const HeaderFile file(m_path);
        const std::size_t amounts[] = {
            0, 1, 17, 300, kHeaderCopyBytes / 2, kHeaderCopyBytes - 1, kHeaderCopyBytes};
        int oldStates = 0, newStates = 0;
        for (int step = 0;; ++step) {
            bool killed = false;
            for (const std::size_t amount : amounts) {
                QFile::remove(m_path);
                QVERIFY(file.create({1, "old"}));
                if (damagedPlace >= 0)
                    overwrite(damagedPlace * kHeaderCopyBytes, QByteArray(100, 'x'));
                killed = killedDuring({step, amount, true}, [&] { std::ignore = file.replace(1, "new"); });
                const auto found = file.read();
                QVERIFY(found);
                QVERIFY(found->body == "old" || found->body == "new");
                QCOMPARE(found->sequence, found->body == "old" ? 1u : 2u);
                QCOMPARE(copy(0), copy(1));  // the reading has finished or undone what was cut off
                (found->body == "old" ? oldStates : newStates) += killed ? 1 : 0;
            }
            if (!killed)
                break;
            QVERIFY(step < 20);
        }
        QVERIFY(oldStates > 0 && newStates > 0);
    }

    void aKillWhileTheFileIsMadeLeavesNoneOrAWholeOne()
    {
        const HeaderFile file(m_path);
        for (int step = 0;; ++step) {
            QFile::remove(m_path);
            const bool killed = killedDuring({step, 100, true}, [&] {
                std::ignore = file.create({1, "new"});
            });
            const auto found = file.read();
            QVERIFY(found ? found->body == "new" : found.error().code == ErrorCode::NotFound);
            QVERIFY(found || file.create({1, "again"}));
            if (!killed)
                break;
            QVERIFY(step < 20);
        }
    }

    void aFailedWriteSaysWhatCounts_data()
    {
        QTest::addColumn<int>("step");
        QTest::addColumn<QString>("hint");
        QTest::addColumn<QByteArray>("state");
        QTest::newRow("first write") << 0 << QString() << QByteArray("old");
        QTest::newRow("second write") << 2 << u"one-copy-only"_s << QByteArray("new");
        QTest::newRow("second sync") << 3 << u"one-copy-only"_s << QByteArray("new");
    }

    void aFailedWriteSaysWhatCounts()
    {
        QFETCH(const int, step);
        QFETCH(const QString, hint);
        QFETCH(const QByteArray, state);
        const HeaderFile file(m_path);
        QVERIFY(file.create({1, "old"}));
        fault = {step, 50, false};
        const auto replaced = file.replace(1, "new");
        fault = {};
        QCOMPARE(replaced.error().code, ErrorCode::Storage);
        QCOMPARE(replaced.error().hint, hint);
        QCOMPARE(file.read()->body, state);
    }
};

QTEST_GUILESS_MAIN(HeaderFileTest)
#include "HeaderFileTest.moc"
