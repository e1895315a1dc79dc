// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/hub/HubCommands.h"

#include "core/base/Json.h"
#include "core/secrets/ProcessGuard.h"
#include "core/secrets/SecretBytes.h"
#include "sync/wire/Messages.h"

#include <QCoreApplication>
#include <QMap>
#include <QTextStream>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

int exitFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Locked: return LockedOut;
    case ErrorCode::Offline: return HubNotReached;
    case ErrorCode::Damaged: return DamagedData;
    default: return Failed;
    }
}

}  // namespace

int fail(const Error& error)
{
    QTextStream(stderr) << error.detail << '\n';
    return exitFor(error.code);
}

int usage(const QString& why, const QString& synopsis)
{
    QTextStream(stderr) << why << "\nusage: prohori-hub " << synopsis << '\n';
    return Usage;
}

void printLine(const QString& text)
{
    QTextStream(stdout) << text << Qt::endl;
}

void printJson(const QJsonValue& value)
{
    printLine(QString::fromUtf8(writeJson(value)));
}

bool parseWords(QCommandLineParser& parser, const QStringList& words, const QString& synopsis)
{
    if (!parser.parse(QStringList{u"prohori-hub"_s} + words)) {
        usage(parser.errorText(), synopsis);
        return false;
    }
    const QStringList given = parser.positionalArguments();
    if (given.size() != 1) {
        usage(given.isEmpty() ? u"HUBDIR is missing"_s : u"there is one word too many: '%1'"_s.arg(given[1]),
              synopsis);
        return false;
    }
    return true;
}

static int run(const QStringList& words)
{
    if (words.value(0) == u"--version"_s) {
        printLine(u"prohori-hub %1 protocol %2"_s.arg(QStringLiteral(PROHORI_VERSION)).arg(kProtocolVersion));
        return Done;
    }
    if (!startSecrets())
        return fail({ErrorCode::Storage, u"the cryptography library does not start on this machine"_s});
    const SystemClock clock;
    const QMap<QString, int (*)(const QStringList&, const Clock&)> commands{
        {u"init"_s, runInit},     {u"certify"_s, runCertify}, {u"serve"_s, runServe},
        {u"backup"_s, runBackup}, {u"restore"_s, runRestore}, {u"migrate"_s, runMigrate},
        {u"bundle"_s, runBundle}, {u"check"_s, runCheck},     {u"stats"_s, runStats},
        {u"safe"_s, runSafe}};
    const auto command = commands.value(words.value(0));
    if (!command)
        return usage(
            words.isEmpty() ? u"no command is given"_s : u"there is no command '%1'"_s.arg(words.value(0)),
            u"init | certify | serve | backup | restore | safe | migrate | bundle | check | stats  (or --version)"_s);
    return command(words.mid(1), clock);
}

}  // namespace prohori

int main(int argc, char** argv)
{
    prohori::hardenProcess();
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("prohori-hub"));
    return prohori::run(QCoreApplication::arguments().mid(1));
}
