// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hub/HubCommands.h"
#include "app/hub/HubFolder.h"
#include "core/base/Log.h"
#include "sync/hub/Hub.h"
#include "sync/hub/HubServer.h"
#include "sync/hub/TlsIdentity.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileSystemWatcher>
#include <QSocketNotifier>

#include <csignal>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <thread>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(serveLog, "prohori.hub.serve")

namespace {

const QString kServeSynopsis =
    u"serve HUBDIR --listen ADDR:PORT [--tls-cert FILE --tls-key FILE | "
    u"--insecure-loopback] [--attachment-quota MIB] [--database URL] "
    u"[--requests-an-hour N] [--mib-an-hour N] [--bad-a-minute N] [--behind-proxy]"_s;

/// "127.0.0.1:4711", "[::1]:4711".
bool readListen(const QString& text, HubServer::Options& options)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool number = false;
    options.port = text.mid(colon + 1).toUShort(&number);
    options.address = text.left(std::max<qsizetype>(colon, 0));
    if (options.address.startsWith(u'[') && options.address.endsWith(u']'))
        options.address = options.address.mid(1).chopped(1);
    return colon > 0 && number && !options.address.isEmpty();
}

/// In bytes; 0 without the option: no bound.
bool readQuota(const QCommandLineParser& line, qint64& bytes)
{
    constexpr qint64 kMiB = 1024 * 1024;
    constexpr qint64 kMost = 1'000'000'000;
    if (!line.isSet(u"attachment-quota"_s))
        return true;
    bool number = false;
    const qint64 given = line.value(u"attachment-quota"_s).toLongLong(&number);
    bytes = given * kMiB;
    return number && given > 0 && given <= kMost;
}

/// What one station may ask for: the standard for whoever can be reached from outside, no bound on loopback. Each number can be given.
bool readLimits(const QCommandLineParser& line, const QString& address, HubLimits::Rules& rules)
{
    constexpr qint64 kMiB = 1024 * 1024;
    constexpr int kFileRequests = 20;  ///< of files, for each of records
    constexpr int kMost = 1'000'000;
    if (!address.startsWith(u"127."_s) && address != u"::1"_s)
        rules = HubLimits::standard();
    bool good = true;
    const auto read = [&](const QString& name, int& value) {
        if (line.isSet(name)) {
            bool number = false;
            value = line.value(name).toInt(&number);
            good = good && number && value >= 0 && value <= kMost;
        }
    };
    int mib = static_cast<int>(rules.bytesAnHour / kMiB);
    read(u"requests-an-hour"_s, rules.requestsAnHour);
    read(u"mib-an-hour"_s, mib);
    read(u"bad-a-minute"_s, rules.badAMinute);
    rules.bytesAnHour = mib * kMiB;
    rules.fileRequestsAnHour = good ? kFileRequests * rules.requestsAnHour : 0;
    return good;
}

/// As many connections as the system allows.
void raiseFileLimit()
{
    rlimit files{};
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

/// Certificate and key: those of the command line, else the hub's own. A key that the authority did not certify is fine: the hub vouches for it.
Result<> chooseTls(const QCommandLineParser& line, const HubFolder& folder, HubServer::Options& options)
{
    if (line.isSet(u"insecure-loopback"_s))
        return {};
    options.certificateFile = line.value(u"tls-cert"_s);
    options.keyFile = line.value(u"tls-key"_s);
    if (options.certificateFile.isEmpty()) {
        options.certificateFile = folder.ownCertificate();
        options.keyFile = folder.ownTlsKey();
        if (!QFile::exists(options.keyFile))
            return Error{
                ErrorCode::Refused,
                u"this hub was made with a TLS certificate of its own: give --tls-cert and --tls-key"_s};
    }
    return {};
}

/// What the authority's tool left in the folder, taken in and removed.
Result<> takeNews(Hub& hub, const HubFolder& folder)
{
    const HubFolder::News news = folder.news();
    if (news.files.isEmpty())
        return {};
    const auto taken = hub.takeStatements(news.statements);
    if (!taken)
        return taken.error();
    for (const QString& file : news.files)
        QFile::remove(file);
    LogLine("news.taken"_L1)
        .count("statements"_L1, news.statements.size())
        .count("new"_L1, *taken)
        .write(serveLog());
    return {};
}

/// SIGTERM, SIGINT and SIGHUP as a file handle; blocked before any thread begins, so that none is interrupted by them.
int stopSignals()
{
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
    return signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
}

int serveUntilStopped(Hub& hub, const HubFolder& folder, HubServer& server, int stops)
{
    QFileSystemWatcher watcher({folder.newsFolder()});
    const auto onNews = [&] {
        if (auto taken = takeNews(hub, folder); !taken)
            LogLine("news.failed"_L1).outside("why"_L1, taken.error().detail).write(serveLog());
    };
    QObject::connect(&watcher, &QFileSystemWatcher::directoryChanged, &watcher, onNews);
    QSocketNotifier stopped(stops, QSocketNotifier::Read);
    QObject::connect(&stopped, &QSocketNotifier::activated, &stopped, [&] {
        signalfd_siginfo told{};
        if (::read(stops, &told, sizeof told) != sizeof told)
            return;
        if (told.ssi_signo == SIGHUP) {
            server.reloadTls();
            return;
        }
        stopped.setEnabled(false);
        server.stop();
    });
    printLine(u"listening on %1"_s.arg(server.url()));
    std::thread socket([&] {
        server.run();
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    });
    QCoreApplication::exec();
    server.stop();
    socket.join();
    return Done;
}

}  // namespace

int runServe(const QStringList& words, const Clock& clock)
{
    QCommandLineParser line;
    for (const QString& name : {u"listen"_s, u"tls-cert"_s, u"tls-key"_s, u"attachment-quota"_s,
                                u"database"_s, u"requests-an-hour"_s, u"mib-an-hour"_s, u"bad-a-minute"_s})
        line.addOption(QCommandLineOption(name, {}, u"value"_s));
    for (const QString& name : {u"insecure-loopback"_s, u"behind-proxy"_s})
        line.addOption(QCommandLineOption(name));
    if (!parseWords(line, words, kServeSynopsis))
        return Usage;
    HubServer::Options options;
    if (!readListen(line.value(u"listen"_s), options))
        return usage(u"--listen needs ADDR:PORT"_s, kServeSynopsis);
    if (line.isSet(u"tls-cert"_s) != line.isSet(u"tls-key"_s))
        return usage(u"--tls-cert and --tls-key go together"_s, kServeSynopsis);
    if (line.isSet(u"tls-cert"_s) && line.isSet(u"insecure-loopback"_s))
        return usage(u"--insecure-loopback goes without TLS"_s, kServeSynopsis);
    qint64 quota = 0;
    if (!readQuota(line, quota))
        return usage(u"--attachment-quota is a number of MiB a district may fill with files"_s,
                     kServeSynopsis);
    HubLimits::Rules limits;
    if (!readLimits(line, options.address, limits))
        return usage(u"--requests-an-hour, --mib-an-hour and --bad-a-minute are numbers, 0 for no bound"_s,
                     kServeSynopsis);
    options.isBehindProxy = line.isSet(u"behind-proxy"_s);
    auto folder = HubFolder::open(line.positionalArguments().at(0));
    if (!folder)
        return fail(folder.error());
    folder->useDatabase(line.value(u"database"_s));
    if (auto locked = folder->lock(); !locked)
        return fail(locked.error());
    const auto storage = folder->openAnyStorage();
    if (!storage)
        return fail(storage.error());
    Hub hub(folder->authority(), folder->signingKey(), **storage, clock);
    hub.keepAttachmentsIn(folder->attachmentFolder(), quota);
    hub.limit(limits);
    if (auto started = hub.start(); !started)
        return fail(started.error());
    if (auto taken = takeNews(hub, *folder); !taken)
        return fail(taken.error());
    if (!hub.certificate())
        return fail({ErrorCode::Refused,
                     u"this hub is not certified yet: certify %1 and run 'prohori-hub certify'"_s.arg(
                         folder->requestFile())});
    if (auto chosen = chooseTls(line, *folder, options); !chosen)
        return fail(chosen.error());
    raiseFileLimit();
    const int stops = stopSignals();
    const auto server = HubServer::open(hub, options);
    if (!server)
        return fail(server.error());
    const int outcome = serveUntilStopped(hub, *folder, **server, stops);
    ::close(stops);
    return outcome;
}

}  // namespace prohori
