// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/Desktop.h"

#include "core/secrets/ProcessGuard.h"
#include "core/secrets/SecretBytes.h"
#include "sync/wire/Messages.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QStandardPaths>
#include <QTextStream>

using namespace prohori;
using namespace Qt::StringLiterals;

int main(int argc, char** argv)
{
    hardenProcess();
    QApplication app(argc, argv);
    QApplication::setApplicationName(u"prohori"_s);
    QApplication::setOrganizationName(u"prohori"_s);
    QCommandLineParser parser;
    parser.addOption({u"store"_s, u"Folder of the station (default: in your data folder)."_s, u"folder"_s});
    parser.addOption(
        {u"lang"_s, u"Language of the windows: en or bn (default: as set before)."_s, u"language"_s});
    parser.addOption({u"version"_s, u"Prints name, version and protocol version."_s});
    parser.addHelpOption();
    parser.process(app);
    if (parser.isSet(u"version"_s)) {
        QTextStream(stdout) << "prohori " << PROHORI_VERSION << " protocol " << kProtocolVersion << '\n';
        return 0;
    }
    if (!startSecrets()) {
        QTextStream(stderr) << "the cryptography library does not start on this machine\n";
        return 1;
    }
    QString folder = parser.value(u"store"_s);
    if (folder.isEmpty())
        folder =
            QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/prohori/station"_s;
    LookSettings look = LookSettings::load();
    if (const QString language = parser.value(u"lang"_s); !language.isEmpty()) {
        if (language != u"en"_s && language != u"bn"_s) {
            QTextStream(stderr) << "there is no language '" << language << "': en or bn\n";
            return 2;
        }
        look.language = language;
    }
    SystemKeychain keychain;
    const SystemClock clock;
    Desktop desktop(app, folder, look, keychain, clock);
    desktop.window().show();
    return QApplication::exec();
}
