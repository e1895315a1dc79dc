// SPDX-License-Identifier: GPL-3.0-or-later
#include "Deployment.h"

#include "FreePort.h"
#include "tests/support/Places.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kHubStartMs = 60'000;
}

QJsonValue Ran::json() const
{
    const auto document = QJsonDocument::fromJson('[' + out + ']');
    return document.array().at(0);
}

Deployment::Deployment()
{
    for (const QString& name :
         {u"home"_s, u"state"_s, u"config"_s, u"cache"_s, u"data"_s, u"tmp"_s, u"run"_s}) {
        QDir().mkpath(path(name));
        QFile::setPermissions(path(name), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
}

Deployment::~Deployment()
{
    stopHub();
}

QProcessEnvironment Deployment::environment() const
{
    QProcessEnvironment env = QProcessEnvironment::systemEnvironment();
    env.insert(u"HOME"_s, path(u"home"_s));
    env.insert(u"XDG_STATE_HOME"_s, path(u"state"_s));
    env.insert(u"XDG_CONFIG_HOME"_s, path(u"config"_s));
    env.insert(u"XDG_CACHE_HOME"_s, path(u"cache"_s));
    env.insert(u"XDG_DATA_HOME"_s, path(u"data"_s));
    env.insert(u"XDG_RUNTIME_DIR"_s, path(u"run"_s));
    env.insert(u"TMPDIR"_s, path(u"tmp"_s));
    env.insert(u"PROHORI_NO_KEYCHAIN"_s, u"1"_s);
    env.remove(u"PROHORI_LOGIN"_s);
    env.remove(u"PROHORI_PASSWORD_FILE"_s);
    return env;
}

QString Deployment::writeFile(const QString& name, const QByteArray& content, bool secret)
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
    if (secret)
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return file.fileName();
}

QString Deployment::passwordFile(const QString& who)
{
    const QString name = who + u".password"_s;
    if (!QFile::exists(path(name)))
        writeFile(name,
                  "glacier " + QCryptographicHash::hash(who.toUtf8(), QCryptographicHash::Md5).toHex().left(6)
                      + " umbrella violin cactus\n",
                  true);
    return path(name);
}

Ran Deployment::run(const QString& program, const QStringList& words, const QString& login, int limitMs)
{
    QProcess process;
    QProcessEnvironment env = environment();
    if (!login.isEmpty()) {
        env.insert(u"PROHORI_LOGIN"_s, login);
        env.insert(u"PROHORI_PASSWORD_FILE"_s, passwordFile(login));
    }
    process.setProcessEnvironment(env);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(inBin(program), words);
    Ran ran;
    if (!process.waitForFinished(limitMs)) {
        process.kill();
        process.waitForFinished();
        ran.err = "did not end in time";
        return ran;
    }
    ran.exit = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    ran.out = process.readAllStandardOutput();
    ran.err = process.readAllStandardError();
    return ran;
}

Ran Deployment::ctl(const QStringList& words, const QString& login, int limitMs)
{
    return run(u"prohorictl"_s, words, login, limitMs);
}

Ran Deployment::hubTool(const QStringList& words)
{
    return run(u"prohori-hub"_s, words, u"authority"_s, kHubStartMs);
}

bool Deployment::good(const Ran& ran, const QString& what)
{
    if (ran.exit == 0)
        return true;
    m_failure = u"%1: exit %2, %3"_s.arg(what).arg(ran.exit).arg(QString::fromUtf8(ran.err));
    qWarning("%s", qPrintable(m_failure));
    return false;
}

bool Deployment::makeAuthority(const QString& name, bool production)
{
    QStringList words{u"authority"_s, u"init"_s, path(name), u"--name"_s, u"Test authority"_s};
    if (production)
        words.append(u"--production"_s);
    return good(ctl(words, u"authority"_s), u"authority init"_s);
}

bool Deployment::makeHub(const QString& authority, const QStringList& more)
{
    const QStringList words{u"init"_s, path(u"hub"_s), u"--authority"_s, path(authority)};
    return good(hubTool(words + more), u"hub init"_s);
}

bool Deployment::startHub(const QStringList& more, int port)
{
    if (port != 0)
        m_port = port;
    // The hub keeps it over restarts.
    if (m_port == 0)
        m_port = freePort();
    m_hub = std::make_unique<QProcess>();
    m_hub->setProcessEnvironment(environment());
    m_hub->setStandardErrorFile(path(u"hub.log"_s), QIODevice::Append);
    m_hub->start(inBin(u"prohori-hub"_s),
                 QStringList{u"serve"_s, path(u"hub"_s), u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_port)}
                     + more);
    QByteArray said;
    while (!said.contains('\n') && m_hub->waitForReadyRead(kHubStartMs))
        said += m_hub->readAllStandardOutput();
    if (!said.startsWith("listening on ")) {
        m_failure = u"the hub did not start: "_s + QString::fromUtf8(said);
        qWarning("%s", qPrintable(m_failure));
        return false;
    }
    m_url = QString::fromUtf8(said.mid(13)).trimmed();
    return true;
}

void Deployment::stopHub(bool kill)
{
    if (!m_hub)
        return;
    if (kill)
        m_hub->kill();
    else
        m_hub->terminate();
    if (!m_hub->waitForFinished(30'000)) {
        m_hub->kill();
        m_hub->waitForFinished();
    }
    m_hub.reset();
}

QStringList Deployment::makeCertificate()
{
    const QString certificate = path(u"new.crt"_s), key = path(u"new.key"_s);
    QProcess openssl;
    openssl.start(u"openssl"_s, {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s,
                                 u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s, u"-days"_s, u"2"_s,
                                 u"-subj"_s, u"/CN=127.0.0.1"_s, u"-out"_s, certificate, u"-keyout"_s, key});
    if (!openssl.waitForFinished() || openssl.exitCode() != 0)
        qFatal("openssl made no certificate: %s", openssl.readAllStandardError().constData());
    return {u"--tls-cert"_s, certificate, u"--tls-key"_s, key};
}

bool Deployment::addStation(const QString& login, const QString& role, const QString& scope)
{
    if (m_port == 0)
        m_port = freePort();
    const QString invitation = path(login + u".invitation"_s);
    const QString hub = u"https://127.0.0.1:%1"_s.arg(m_port);
    return good(ctl({u"authority"_s, u"invite"_s, path(u"authority"_s), u"--role"_s, role, u"--scope"_s,
                     scope, u"--name"_s, u"Test "_s + login, u"--login"_s, login, u"--out"_s, invitation,
                     u"--hub"_s, hub},
                    u"authority"_s),
                u"invite "_s + login)
        && good(ctl({u"station"_s, u"join"_s, store(login), u"--invitation"_s, invitation,
                     u"--password-file"_s, passwordFile(login)}),
                u"join "_s + login);
}

bool Deployment::confirm(const QString& login)
{
    return good(ctl({u"authority"_s, u"confirm"_s, path(u"authority"_s), u"--login"_s, login, u"--hub"_s,
                     hubUrl()},
                    u"authority"_s),
                u"confirm "_s + login);
}

QJsonObject Deployment::info(const QString& login)
{
    return ctl({u"station"_s, u"info"_s, store(login), u"--json"_s}, login).object();
}

QJsonArray Deployment::cases(const QString& login, const QString& state)
{
    QStringList words{u"case"_s, u"list"_s, store(login), u"--json"_s};
    if (!state.isEmpty())
        words << u"--state"_s << state;
    return ctl(words, login).array();
}

QByteArray Deployment::folderHash(const QString& folder)
{
    QStringList files;
    QDirIterator walk(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext())
        files.append(walk.next());
    std::sort(files.begin(), files.end());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString& name : files) {
        // It holds the number of the process that opened the store last, and nothing else.
        if (name.endsWith(u"/store.lock"_s))
            continue;
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        hash.addData(name.toUtf8());
        hash.addData(&file);
    }
    return hash.result();
}

}  // namespace prohori
