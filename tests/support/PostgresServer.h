// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace prohori {

/** A PostgreSQL server of this test program alone: its own folder, a socket in it and no port, gone when the program ends, however it ends. No
    cluster of the system is needed or touched. Started by root it runs as `postgres`, or as `nobody` where that user is missing.

    Roles: `postgres` may all; `prohori_owner` owns the databases; `prohori_hub` is the hub at run time. Nobody needs a password.
*/
class PostgresServer {
public:
    /// What a test writes need not outlive the machine; what is measured must be written as in earnest.
    enum class Writes { Quickly, Durably };
    /// Ends the program when there is none to be had.
    explicit PostgresServer(Writes writes = Writes::Quickly);
    ~PostgresServer();
    Q_DISABLE_COPY_MOVE(PostgresServer)

    /// A new database of prohori_owner, without tables.
    void makeDatabase(const QString& name);
    QString url(const QString& database, const QString& role = QStringLiteral("prohori_hub")) const;
    /// Runs statements as psql does, and gives what it prints, a row a line. Ends the program on an error, but with `mayFail`.
    QByteArray sql(const QString& database, const QString& statements, bool mayFail = false,
                   const QString& role = QStringLiteral("postgres")) const;
    /// Empties the hub's tables, past their guards.
    void empty(const QString& database) const;

    /// @param variables for the environment of the server alone.
    void start(const QHash<QString, QString>& variables = {});
    /// As a power cut would. Also takes notice that it is gone already.
    void stop();
    qint64 processId() const { return m_server ? m_server->processId() : 0; }
    /// The environment in which libpq and the tools find this server: PGHOST, PGUSER and the path.
    QProcessEnvironment environment() const;
    /// Where the server keeps its files.
    QString dataFolder() const { return m_folder.filePath(QStringLiteral("data")); }
    /// Where a tool of the server lies.
    static QString tool(const QString& name);

private:
    void run(const QString& program, const QStringList& words) const;
    std::unique_ptr<QProcess> process() const;

    Writes m_writes;
    QTemporaryDir m_folder{QStringLiteral("/tmp/prohori-pg-XXXXXX")};
    std::unique_ptr<QProcess> m_server;
};

}  // namespace prohori
