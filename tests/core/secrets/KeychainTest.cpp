// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/Keychain.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <cstdio>

using namespace prohori;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const StoreId kStore = StoreId::fromBytes(QByteArray(16, 'S'));

template <typename T>
QString said(const Result<T>& result, const QString& otherwise)
{
    return result ? otherwise : result.error().hint;
}

QString kindOf(const Result<DeviceSecret>& secret)
{
    if (!secret)
        return secret.error().hint;
    const QString names[] = {u"none"_s, u"keychain"_s, u"file"_s};
    return names[int(secret->kind)] + u":"_s + QString::number(secret->bytes.size());
}

/// A header as it would be after a device secret was made in the keychain; the secret is 32 times 'k'.
KeyHeader headerWithKeychainSecret()
{
    QByteArray bytes(32, 'k');
    return KeyHeader::create(u"unused"_s, kStore, DeviceSecretKind::Keychain, SecretBytes::takeFrom(bytes));
}

/** One call to the keychain, in a process of its own: a program asks for its session bus only once.
    Prints what was said, then how often the event loop came round meanwhile (every 10 ms).
*/
int act(const QStringList& words)
{
    const QString what = words.value(0), entry = u"device/%1"_s.arg(kStore.toString());
    SystemKeychain keychain{std::chrono::milliseconds(words.value(1, u"5000"_s).toInt())};
    int rounds = 0;
    QTimer pulse;
    QObject::connect(&pulse, &QTimer::timeout, &pulse, [&rounds] { ++rounds; });
    pulse.start(10ms);
    QString answer;
    if (what == u"write") {
        answer = said(waitFor(keychain.write(entry, QByteArray(32, 'k'))), u"written"_s);
    } else if (what == u"read") {
        const auto read = waitFor(keychain.read(entry));
        answer = said(read, u"missing"_s);
        if (read && *read)
            answer = **read == QByteArray(32, 'k') ? u"right"_s : u"another"_s;
    } else if (what == u"remove") {
        answer = said(waitFor(keychain.remove(entry)), u"removed"_s);
    } else if (what == u"make") {
        answer = kindOf(waitFor(makeDeviceSecret(keychain, kStore)));
    } else if (what == u"find") {
        answer = kindOf(waitFor(findDeviceSecret(keychain, headerWithKeychainSecret())));
    }
    std::printf("%s %d\n", qPrintable(answer), rounds);
    return 0;
}

}  // namespace

class KeychainTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;

    QProcessEnvironment environment() const
    {
        QProcessEnvironment env;
        env.insert(u"PATH"_s, qEnvironmentVariable("PATH"));
        env.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
        env.insert(u"HOME"_s, m_home.path());
        env.insert(u"XDG_RUNTIME_DIR"_s, m_home.filePath(u"run"_s));
        env.insert(u"SELF"_s, QCoreApplication::applicationFilePath());
        for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LD_LIBRARY_PATH"}) {
            if (qEnvironmentVariableIsSet(name))
                env.insert(QString::fromLatin1(name), qEnvironmentVariable(name));
        }
        return env;
    }

    /// Runs `script` by sh, inside of a session bus of its own when `bus` is set; gives what it printed, line by line.
    QStringList run(const QString& script, bool bus, const QStringList& busOptions = {},
                    const QProcessEnvironment& extra = {}) const
    {
        QProcess process;
        auto env = environment();
        env.insert(extra);
        process.setProcessEnvironment(env);
        const QStringList shell{u"sh"_s, u"-c"_s, script};
        if (bus)
            process.start(u"dbus-run-session"_s, busOptions + QStringList{u"--"_s} + shell);
        else
            process.start(shell[0], shell.mid(1));
        if (!process.waitForFinished(60'000))
            return {u"the script did not end"_s};
        QStringList lines =
            QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
        if (lines.isEmpty())
            lines.append(QString::fromUtf8(process.readAllStandardError()));
        return lines;
    }

    static QStringList answers(const QStringList& lines)
    {
        QStringList first;
        for (const QString& line : lines)
            first.append(line.section(u' ', 0, 0));
        return first;
    }

    /// Sh: goes on when the service has its name on the bus, without making the bus start another one.
    static QString whenThere()
    {
        return u"tries=0\n"
               "until dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus"
               " org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true'\n"
               "do tries=$((tries + 1)); test $tries -lt 5000 || break; done\n"_s;
    }

    /// Starts the service, unlocked, as the process $keyring.
    static QString unlocked(const QString& then)
    {
        return u"printf pw | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 "
               u"& keyring=$!\n"_s
             + whenThere() + then + u"\nkill -KILL $keyring"_s;
    }

    static QString locked(const QString& then)
    {
        return u"gnome-keyring-daemon --foreground --components=secrets >/dev/null 2>&1 & keyring=$!\n"_s
             + whenThere() + then + u"\nkill -KILL $keyring"_s;
    }

    QString secretFile() const
    {
        return m_home.filePath(u".local/state/prohori/device-%1.secret"_s.arg(kStore.toString()));
    }

private slots:
    void initTestCase()
    {
        for (const QString& program : {u"dbus-run-session"_s, u"gnome-keyring-daemon"_s, u"dbus-send"_s})
            QVERIFY2(!QStandardPaths::findExecutable(program).isEmpty(), qPrintable(program));
    }

    void init()
    {
        QDir(m_home.path()).removeRecursively();
        QVERIFY(QDir().mkpath(m_home.filePath(u"run"_s)));
        QVERIFY(QFile::setPermissions(m_home.filePath(u"run"_s),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    }

    // SEC-17, SEC-18
    void withoutABusThereIsAFile()
    {
        const auto lines =
            run(u"$SELF --act write; $SELF --act read; $SELF --act find; $SELF --act make"_s, false);
        QCOMPARE(answers(lines), QStringList({u"keychain-unavailable"_s, u"keychain-unavailable"_s,
                                              u"keychain-unavailable"_s, u"file:32"_s}));
        QCOMPARE(QFileInfo(secretFile()).size(), 32);
        QCOMPARE(QFileInfo(secretFile()).permissions() & 0x0fff,
                 QFile::Permissions(QFile::ReadUser | QFile::WriteUser) & 0x0fff);
        QVERIFY(!(QFileInfo(QFileInfo(secretFile()).path()).permissions()
                  & (QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther)));
    }

    void aBusWithoutServiceIsTheSame()
    {
        const QString config = m_home.filePath(u"bus.conf"_s);
        QFile file(config);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("<!DOCTYPE busconfig PUBLIC '-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN'"
                   " 'busconfig.dtd'>\n"
                   "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>"
                   "<policy context='default'><allow send_destination='*' eavesdrop='true'/>"
                   "<allow eavesdrop='true'/><allow own='*'/></policy></busconfig>");
        file.close();
        const auto lines = run(u"$SELF --act write; $SELF --act read; $SELF --act make"_s, true,
                               {u"--config-file="_s + config});
        QCOMPARE(answers(lines),
                 QStringList({u"keychain-unavailable"_s, u"keychain-unavailable"_s, u"file:32"_s}));
    }

    void anUnlockedKeyringKeepsAndForgets()
    {
        const auto lines =
            run(unlocked(u"$SELF --act read; $SELF --act write; $SELF --act read; $SELF --act find\n"
                         "$SELF --act remove; $SELF --act read; $SELF --act remove\n"
                         "$SELF --act make; $SELF --act find"_s),
                true);
        QCOMPARE(answers(lines),
                 QStringList({u"missing"_s, u"written"_s, u"right"_s, u"keychain:32"_s, u"removed"_s,
                              u"missing"_s, u"removed"_s, u"keychain:32"_s, u"device-secret-wrong"_s}));
        QVERIFY(!QFile::exists(secretFile()));
    }

    void noKeyringYetIsUnavailable()
    {
        const auto lines = run(locked(u"$SELF --act write; $SELF --act read; $SELF --act make"_s), true);
        QCOMPARE(answers(lines), QStringList({u"keychain-unavailable"_s, u"missing"_s, u"file:32"_s}));
    }

    // SEC-17
    void aLockedKeyringNeverMakesASecondSecret()
    {
        QCOMPARE(answers(run(unlocked(u"$SELF --act write"_s), true)), QStringList(u"written"_s));
        const auto lines =
            run(locked(u"$SELF --act read; $SELF --act find; $SELF --act write; $SELF --act find"_s), true);
        QCOMPARE(answers(lines), QStringList({u"missing"_s, u"device-secret-missing"_s, u"keychain-locked"_s,
                                              u"device-secret-missing"_s}));
        QVERIFY(!QFile::exists(secretFile()));
        QCOMPARE(answers(run(unlocked(u"$SELF --act find"_s), true)), QStringList(u"keychain:32"_s));
    }

    // SEC-16
    void aStoppedServiceIsSaidSoInTime()
    {
        QElapsedTimer timer;
        timer.start();
        const auto lines = run(unlocked(u"$SELF --act write; kill -STOP $keyring\n"
                                        "$SELF --act read 5000; $SELF --act write 700; $SELF --act make 700\n"
                                        "kill -CONT $keyring; $SELF --act read"_s),
                               true);
        QCOMPARE(answers(lines), QStringList({u"written"_s, u"keychain-silent"_s, u"keychain-silent"_s,
                                              u"file:32"_s, u"right"_s}));
        QVERIFY2(timer.elapsed() > 5'000 && timer.elapsed() < 30'000,
                 qPrintable(QString::number(timer.elapsed())));
        QVERIFY(lines[1].section(u' ', 1).toInt() > 200);  // the loop came round all the while
    }

    void theFileIsChosenByTheEnvironment()
    {
        QProcessEnvironment env;
        env.insert(u"PROHORI_NO_KEYCHAIN"_s, u"1"_s);
        env.insert(u"XDG_STATE_HOME"_s, m_home.filePath(u"state"_s));
        const auto lines = run(unlocked(u"$SELF --act make"_s), true, {}, env);
        QCOMPARE(answers(lines), QStringList(u"file:32"_s));
        QVERIFY(QFile::exists(m_home.filePath(u"state/prohori/device-%1.secret"_s.arg(kStore.toString()))));
    }

    void theFileIsFoundAndNeverReplaced()
    {
        qputenv("XDG_STATE_HOME", m_home.filePath(u"state"_s).toLocal8Bit());
        qputenv("PROHORI_NO_KEYCHAIN", "1");
        SystemKeychain unused;
        const auto made = waitFor(makeDeviceSecret(unused, kStore));
        QVERIFY(made);
        QCOMPARE(waitFor(makeDeviceSecret(unused, kStore)).error().code, ErrorCode::Storage);
        const auto header = KeyHeader::create(u"unused"_s, kStore, DeviceSecretKind::File, made->bytes);
        QVERIFY(waitFor(findDeviceSecret(unused, header))->bytes.equals(made->bytes));
        const auto other =
            KeyHeader::create(u"unused"_s, kStore, DeviceSecretKind::File, SecretBytes::random(32));
        QCOMPARE(waitFor(findDeviceSecret(unused, other)).error().hint, u"device-secret-wrong"_s);
        const QString path = deviceSecretFile(kStore);
        QVERIFY(QFile::rename(path, path + u".real"_s) && QFile::link(path + u".real"_s, path));
        QCOMPARE(waitFor(findDeviceSecret(unused, header)).error().code, ErrorCode::Storage);
        QVERIFY(QFile::remove(path));
        QCOMPARE(waitFor(findDeviceSecret(unused, header)).error().hint, u"device-secret-missing"_s);
        QVERIFY(!QFile::exists(path));
        const auto none = KeyHeader::create(u"unused"_s, kStore, DeviceSecretKind::None, {});
        QCOMPARE(kindOf(waitFor(findDeviceSecret(unused, none))), u"none:0"_s);
    }
};

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.value(1) == u"--act")
        return act(words.mid(2));
    KeychainTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "KeychainTest.moc"
