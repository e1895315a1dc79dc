// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/SecretBytes.h"
#include "tests/app/desktop/Journey.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTemporaryDir>
#include <QTextStream>

using namespace prohori;
using namespace Qt::StringLiterals;

namespace {

/// The platform without a screen says what it cannot do; that is no news here.
void onlyNews(QtMsgType, const QMessageLogContext&, const QString& text)
{
    if (!text.contains(u"propagateSizeHints"_s) && !text.contains(u"XDG_RUNTIME_DIR"_s)
        && !text.contains(u"OpenType support missing"_s))
        QTextStream(stderr) << text << '\n';
}

}  // namespace

int main(int argc, char** argv)
{
    // The settings of whoever runs this stay as they are.
    const QTemporaryDir configuration;
    qputenv("XDG_CONFIG_HOME", configuration.path().toUtf8());
    qInstallMessageHandler(onlyNews);
    QApplication app(argc, argv);
    QApplication::setApplicationName(u"prohori-journey"_s);
    QApplication::setOrganizationName(u"prohori"_s);
    QCommandLineParser parser;
    parser.addOption({u"folder"_s, u"Deployment that packaging/run made; its hub runs."_s, u"folder"_s});
    parser.addOption({u"screenshots"_s, u"Where the numbered pictures go."_s, u"folder"_s});
    parser.addOption({u"lang"_s, u"en or bn"_s, u"language"_s, u"en"_s});
    parser.addOption({u"theme"_s, u"light or dark"_s, u"theme"_s, u"light"_s});
    parser.addOption({u"text"_s, u"Size of the text in percent."_s, u"percent"_s, u"100"_s});
    parser.addHelpOption();
    parser.process(app);
    if (!parser.isSet(u"folder"_s) || !parser.isSet(u"screenshots"_s)) {
        QTextStream(stderr) << "--folder and --screenshots are needed\n";
        return 2;
    }
    if (!startSecrets())
        return 1;
    LookSettings look;
    look.language = parser.value(u"lang"_s);
    look.theme = parser.value(u"theme"_s);
    look.textPercent = parser.value(u"text"_s).toInt();
    Journey journey(app, parser.value(u"folder"_s), parser.value(u"screenshots"_s), look);
    return journey.play() ? 0 : 1;
}
