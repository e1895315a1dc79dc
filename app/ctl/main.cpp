// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/CommandLine.h"

#include "core/secrets/ProcessGuard.h"
#include "core/secrets/SecretBytes.h"
#include "sync/wire/Messages.h"

#include <QCoreApplication>
#include <QMap>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

const QString kProgramSynopsis =
    u"authority | station | case | conflict | query | handover | task | journal | sync | bundle | practice | form …  (or --version)"_s;

}  // namespace

int main(int argc, char** argv)
{
    hardenProcess();
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"prohorictl"_s);
    const QStringList words = QCoreApplication::arguments().mid(1);
    if (words.value(0) == u"--version"_s) {
        printText(u"prohorictl %1 protocol %2"_s.arg(QStringLiteral(PROHORI_VERSION)).arg(kProtocolVersion));
        return Done;
    }
    if (!startSecrets())
        return fail({ErrorCode::Storage, u"the cryptography library does not start on this machine"_s});
    const SystemClock clock;
    const QMap<QString, int (*)(const QStringList&, const Clock&)> commands{
        {u"authority"_s, runAuthority}, {u"station"_s, runStation}, {u"case"_s, runCase},
        {u"conflict"_s, runConflict},   {u"query"_s, runQuery},     {u"sync"_s, runSync},
        {u"handover"_s, runHandover},   {u"task"_s, runTask},       {u"bundle"_s, runBundle},
        {u"practice"_s, runPractice},   {u"form"_s, runForm},       {u"journal"_s, runJournal},
    };
    const auto command = commands.value(words.value(0));
    if (!command)
        return usage(words.isEmpty() ? u"no command is given"_s
                                     : u"there is no command '%1'"_s.arg(words.value(0)),
                     kProgramSynopsis);
    return command(words.mid(1), clock);
}
