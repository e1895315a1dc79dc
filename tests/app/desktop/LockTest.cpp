// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/ErrorText.h"
#include "tests/app/desktop/DesktopFixture.h"

#include <QElapsedTimer>
#include <QTextStream>

#include <csignal>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

const QString kStation = u"Sharsha, the northern outpost"_s;
constexpr qint64 kOldEnoughMs = 2000;

/// Types a new case up to the number of the general diary, and leaves the cursor there.
bool typeSome(DesktopDriver& screen)
{
    screen.key(Qt::Key_N, Qt::ControlModifier);
    screen.enter(u"tip"_s);
    if (!screen.pageTo(u"case.gd_no"_s))
        return false;
    screen.type(kStation);
    return true;
}

/// The part that is killed: `LockTest --type FOLDER PASSWORDFILE` types and stays.
int typeAndStay(const QStringList& words)
{
    QFile file(words.value(3));
    if (!startSecrets() || !file.open(QIODevice::ReadOnly))
        return 1;
    DesktopDriver screen(*qApp, words.value(2));
    if (!screen.unlock(QString::fromUtf8(file.readAll()).trimmed()) || !typeSome(screen))
        return 1;
    QTextStream(stdout) << "typed\n" << Qt::flush;
    return QApplication::exec();
}

}  // namespace

/// Nothing that was typed is lost by locking, closing or a kill.
class LockTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY(m_fixture.deployment.makeAuthority() && m_fixture.deployment.makeHub());
        QVERIFY(m_fixture.deployment.addStation(u"officer"_s, u"recorder"_s, u"41"_s));
    }

    void lockingKeepsTyping()
    {
        auto screen = unlocked();
        QVERIFY(typeSome(*screen));
        screen->lock();
        QVERIFY(!screen->seen(u"mainWindow"_s));
        QVERIFY(!screen->everything().contains(kStation));
        QVERIFY(screen->unlock(m_fixture.password(u"officer"_s)));
        comesBack(*screen);
        discard(*screen);
    }

    void closingTheWindowKeepsTyping()
    {
        auto screen = unlocked();
        QVERIFY(typeSome(*screen));
        screen->window().close();
        screen.reset();
        screen = unlocked();
        comesBack(*screen);
        discard(*screen);
    }

    /// REL-04: the process is killed 2 s after the last key, with the cursor still in the field.
    void typingOlderThanTwoSecondsSurvivesAKill()
    {
        QProcess typist;
        typist.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        typist.start(QCoreApplication::applicationFilePath(),
                     {u"--type"_s, m_fixture.deployment.store(u"officer"_s),
                      m_fixture.deployment.passwordFile(u"officer"_s)});
        QByteArray said;
        while (!said.contains("typed") && typist.waitForReadyRead(60'000))
            said += typist.readAllStandardOutput();
        QVERIFY(said.contains("typed"));
        QElapsedTimer age;
        age.start();
        QTRY_VERIFY(age.elapsed() >= kOldEnoughMs);
        QCOMPARE(::kill(static_cast<pid_t>(typist.processId()), SIGKILL), 0);
        QVERIFY(typist.waitForFinished());
        auto screen = unlocked();
        comesBack(*screen);
        discard(*screen);
    }

    void whatIsDiscardedDoesNotComeBack()
    {
        auto screen = unlocked();
        QVERIFY(typeSome(*screen));
        discard(*screen);
        screen->lock();
        QVERIFY(screen->unlock(m_fixture.password(u"officer"_s)));
        QVERIFY(screen->text(u"typingTile"_s).endsWith(u" 0"_s));
    }

private:
    std::unique_ptr<DesktopDriver> unlocked()
    {
        auto screen = m_fixture.start(u"officer"_s);
        if (!screen->unlock(m_fixture.password(u"officer"_s)))
            qFatal("the station does not open");
        return screen;
    }

    static void comesBack(DesktopDriver& screen)
    {
        QVERIFY(screen.text(u"typingTile"_s).endsWith(u" 1"_s));
        QVERIFY(screen.press(u"typingTile"_s));
        QCOMPARE(screen.focusName(), u"case.gd_no"_s);  // where the hand was
        QCOMPARE(screen.text(u"case.gd_no"_s), kStation);
        QVERIFY(screen.seen(u"discardButton"_s)->isEnabled());
    }

    static void discard(DesktopDriver& screen)
    {
        screen.key(Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(screen.seen(u"questionDialog"_s));
        QVERIFY(screen.press(u"okButton"_s));
        QVERIFY(screen.pageTo(u"case.gd_no"_s));
        QVERIFY(screen.text(u"case.gd_no"_s).isEmpty());
    }

    DesktopFixture m_fixture;
};

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    if (QCoreApplication::arguments().value(1) == u"--type"_s)
        return typeAndStay(QCoreApplication::arguments());
    LockTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "LockTest.moc"
