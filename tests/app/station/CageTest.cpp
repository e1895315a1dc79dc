// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/Cage.h"

#include <QTest>

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace prohori {

namespace {

enum Answer { Allowed = 0, Denied = 1, NoCage = 2, OtherError = 3 };

int answerOf(bool done)
{
    return done ? Allowed : errno == EPERM || errno == ENOMEM || errno == EFBIG ? Denied : OtherError;
}

/// What a child in the cage is told when it tries.
int inCage(bool (*close)(), int (*attempt)())
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(close() ? attempt() : NoCage);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int readFile()
{
    return answerOf(::open("/etc/hostname", O_RDONLY) >= 0);
}
int writeFile()
{
    return answerOf(::open("/tmp/prohori-cage-test", O_WRONLY | O_CREAT, 0600) >= 0);
}
int removeFile()
{
    return answerOf(::unlink("/tmp/prohori-cage-none") == 0);
}
int talk()
{
    return answerOf(::socket(AF_INET, SOCK_STREAM, 0) >= 0);
}
int talkHere()
{
    return answerOf(::socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
}
int startProgram()
{
    ::execl("/bin/true", "true", nullptr);
    return answerOf(false);
}
int startProcess()
{
    return answerOf(::fork() >= 0);
}
int hurtOthers()
{
    return answerOf(::kill(::getppid(), 0) == 0);
}
int useMemory()
{
    constexpr std::size_t kMuch = std::size_t(600) * 1024 * 1024;
    return answerOf(::mmap(nullptr, kMuch, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
}

}  // namespace

/// SEC-78, SEC-86: what a decoder of foreign bytes can and cannot do.
class CageTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsLeft_data()
    {
        QTest::addColumn<quintptr>("attempt");
        QTest::addColumn<int>("decoding");
        QTest::addColumn<int>("reading");
        const auto row = [](const char* name, int (*attempt)(), int decoding, int reading) {
            QTest::newRow(name) << quintptr(attempt) << decoding << reading;
        };
        row("read a file", readFile, Denied, Allowed);
        row("write a file", writeFile, Denied, Denied);
        row("remove a file", removeFile, Denied, Denied);
        row("the network", talk, Denied, Denied);
        row("a socket of this computer", talkHere, Denied, Denied);
        row("start a program", startProgram, Denied, Allowed);
        row("start a process", startProcess, Denied, Allowed);
        row("signal others", hurtOthers, Denied, Denied);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        row("600 MiB", useMemory, Denied, Denied);
#endif
    }
    void whatIsLeft()
    {
        QFETCH(quintptr, attempt);
        QFETCH(int, decoding);
        QFETCH(int, reading);
        const auto tried = reinterpret_cast<int (*)()>(attempt);
        const auto open = [] { return true; };
        if (tried != removeFile)
            QCOMPARE(inCage(open, tried), int(Allowed));
        (void)::unlink("/tmp/prohori-cage-test");
        QCOMPARE(inCage([] { return cage::closeForDecoding(20); }, tried), decoding);
        QCOMPARE(inCage([] { return cage::closeForReading(20); }, tried), reading);
    }
};

}  // namespace prohori

QTEST_GUILESS_MAIN(prohori::CageTest)
#include "CageTest.moc"
