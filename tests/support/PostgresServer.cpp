// SPDX-License-Identifier: GPL-3.0-or-later
#include "PostgresServer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>

#include <algorithm>
#include <csignal>

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLimitMs = 60'000;

/// The user that the server runs as; nullptr: as who we are.
const passwd* serverUser()
{
    if (::geteuid() != 0)
        return nullptr;
    const passwd* found = ::getpwnam("postgres");
    return found ? found : ::getpwnam("nobody");
}

}  // namespace

QString PostgresServer::tool(const QString& name)
{
    const QDir all(u"/usr/lib/postgresql"_s);
    QStringList versions = all.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::sort(versions.begin(), versions.end(),
              [](const QString& left, const QString& right) { return left.toInt() > right.toInt(); });
    for (const QString& version : versions) {
        const QString path = all.filePath(version + u"/bin/"_s + name);
        if (QFile::exists(path))
            return path;
    }
    qFatal("there is no %s: install the package postgresql", qPrintable(name));
}

PostgresServer::PostgresServer(Writes writes) : m_writes(writes)
{
    if (const passwd* user = serverUser()) {
        if (::chown(QFile::encodeName(m_folder.path()).constData(), user->pw_uid, user->pw_gid) != 0)
            qFatal("the folder of the server cannot be given to %s", user->pw_name);
    }
    // The socket is for every user of this machine: a test may run the hub as another one.
    QFile::setPermissions(m_folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner
                                               | QFile::ExeGroup | QFile::ExeOther);
    run(tool(u"initdb"_s),
        {u"-D"_s, m_folder.filePath(u"data"_s), u"-U"_s, u"postgres"_s, u"-A"_s, u"trust"_s, u"-E"_s,
         u"UTF8"_s, u"--locale=C"_s, u"--no-sync"_s, u"--no-instructions"_s});
    start();
    sql(u"postgres"_s, u"CREATE ROLE prohori_owner LOGIN CREATEDB; CREATE ROLE prohori_hub LOGIN"_s);
}

PostgresServer::~PostgresServer()
{
    stop();
}

std::unique_ptr<QProcess> PostgresServer::process() const
{
    auto made = std::make_unique<QProcess>();
    made->setProcessEnvironment(environment());
    made->setWorkingDirectory(m_folder.path());
    const passwd* user = serverUser();
    const uid_t uid = user ? user->pw_uid : ::getuid();
    const gid_t gid = user ? user->pw_gid : ::getgid();
    const bool changes = user != nullptr;
    made->setChildProcessModifier([=] {
        if (changes && (::setgroups(0, nullptr) != 0 || ::setgid(gid) != 0 || ::setuid(uid) != 0))
            ::_exit(1);
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
    });
    return made;
}

void PostgresServer::run(const QString& program, const QStringList& words) const
{
    const auto tool = process();
    tool->start(program, words);
    if (!tool->waitForFinished(kLimitMs) || tool->exitCode() != 0)
        qFatal("%s: %s", qPrintable(program), tool->readAllStandardError().constData());
}

void PostgresServer::start(const QHash<QString, QString>& variables)
{
    m_server = process();
    QProcessEnvironment its = environment();
    for (auto it = variables.begin(); it != variables.end(); ++it)
        its.insert(it.key(), it.value());
    m_server->setProcessEnvironment(its);
    // A file, as nobody empties a pipe.
    m_server->setProcessChannelMode(QProcess::MergedChannels);
    m_server->setStandardOutputFile(m_folder.filePath(u"log"_s), QIODevice::Append);
    QStringList words{u"-D"_s, m_folder.filePath(u"data"_s), u"-k"_s, m_folder.path()};
    QStringList settings{u"listen_addresses="_s, u"unix_socket_permissions=0777"_s, u"max_connections=40"_s,
                         u"autovacuum=off"_s, u"lc_messages=C"_s};
    if (m_writes == Writes::Quickly)
        settings += {u"fsync=off"_s, u"full_page_writes=off"_s};
    for (const QString& setting : std::as_const(settings))
        words += {u"-c"_s, setting};
    m_server->start(tool(u"postgres"_s), words);
    QElapsedTimer waited;
    waited.start();
    for (;;) {
        QProcess asks;
        asks.setProcessEnvironment(environment());
        asks.start(tool(u"pg_isready"_s), {u"-q"_s, u"-d"_s, u"postgres"_s});
        if (asks.waitForFinished(kLimitMs) && asks.exitCode() == 0)
            return;
        if (m_server->waitForFinished(10) || waited.elapsed() > kLimitMs)
            break;
    }
    QFile log(m_folder.filePath(u"log"_s));
    qFatal("the database server did not start: %s",
           log.open(QIODevice::ReadOnly) ? log.readAll().constData() : "it left no log");
}

void PostgresServer::stop()
{
    if (!m_server)
        return;
    // Somebody else may have ended it; 0 would be we.
    if (const qint64 process = m_server->processId(); process > 0)
        ::kill(static_cast<pid_t>(process), SIGQUIT);
    if (m_server->state() != QProcess::NotRunning && !m_server->waitForFinished(kLimitMs))
        m_server->kill();
    m_server.reset();
}

QProcessEnvironment PostgresServer::environment() const
{
    QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
    for (const QString& name : all.keys()) {
        if (name.startsWith(u"PG"_s))
            all.remove(name);
    }
    all.insert(u"PGHOST"_s, m_folder.path());
    all.insert(u"PGUSER"_s, u"prohori_owner"_s);
    all.insert(u"PATH"_s, tool(u"postgres"_s).chopped(9) + u':' + all.value(u"PATH"_s));
    return all;
}

QByteArray PostgresServer::sql(const QString& database, const QString& statements, bool mayFail,
                               const QString& role) const
{
    QProcess psql;
    psql.setProcessEnvironment(environment());
    psql.start(tool(u"psql"_s), {u"-XqAt"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s, u"-U"_s, role, u"-d"_s, database,
                                 u"-c"_s, statements});
    const bool ended = psql.waitForFinished(kLimitMs);
    const QByteArray error = psql.readAllStandardError();
    if (!ended || (psql.exitCode() != 0 && !mayFail))
        qFatal("%s: %s", qPrintable(statements), error.constData());
    return psql.exitCode() == 0 ? psql.readAllStandardOutput().trimmed() : error.trimmed();
}

void PostgresServer::makeDatabase(const QString& name)
{
    sql(u"postgres"_s, u"CREATE DATABASE %1 OWNER prohori_owner"_s.arg(name));
}

QString PostgresServer::url(const QString& database, const QString& role) const
{
    return u"postgresql://%1@/%2?host=%3"_s.arg(role, database, m_folder.path());
}

void PostgresServer::empty(const QString& database) const
{
    sql(database,
        u"SET session_replication_role = replica; SET search_path = prohori; DELETE FROM attachment_piece; "
        "DELETE FROM attachment_name; DELETE FROM attachment; DELETE FROM wait; DELETE FROM feed; "
        "DELETE FROM change; DELETE FROM known_change; DELETE FROM statement; DELETE FROM replica; "
        "DELETE FROM record; DELETE FROM reference_year; DELETE FROM journal; DELETE FROM safe; "
        "DELETE FROM backup; DELETE FROM set_back_feed; DELETE FROM set_back"_s);
}

}  // namespace prohori
