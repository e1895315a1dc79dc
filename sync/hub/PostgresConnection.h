// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <memory>

struct pg_conn;
struct pg_result;

namespace prohori {

/// A statement: constant text only, so nothing from outside ever becomes SQL.
struct PgText {
    consteval PgText(const char* text) : sql(text) {}
    const char* sql;
};

/// A value on its way to the database, in PostgreSQL's binary form.
class PgValue {
public:
    PgValue(qint64 number);
    PgValue(quint64 number) : PgValue(static_cast<qint64>(number)) {}
    PgValue(int number) : PgValue(static_cast<qint64>(number)) {}
    PgValue(bool flag);
    PgValue(const QByteArray& bytes);
    /// Without U+0000, which PostgreSQL has no place for.
    PgValue(const QString& text);
    PgValue(const QList<qint64>& numbers);
    PgValue(const QList<QByteArray>& all);
    PgValue(const QList<QString>& texts);

    unsigned type() const { return m_type; }
    const QByteArray& bytes() const { return m_bytes; }

private:
    unsigned m_type;
    QByteArray m_bytes;
};
using PgValues = QList<PgValue>;

/// What was asked for; columns and rows count from 0. NULL reads as 0 and as empty.
class PgRows {
public:
    PgRows() = default;
    explicit PgRows(pg_result* result) : m_result(result) {}

    int size() const;
    /// Rows that the statement wrote.
    qint64 written() const;
    /// What the server calls it that was done: "COMMIT", "INSERT 0 1".
    QByteArray done() const;
    qint64 integer(int row, int column) const;
    QByteArray bytes(int row, int column) const;
    QString text(int row, int column) const;
    bool isNull(int row, int column) const;

private:
    struct Clear {
        void operator()(pg_result* result) const;
    };
    std::unique_ptr<pg_result, Clear> m_result;
};

/** One connection to a PostgreSQL server by libpq. Every statement is prepared once, and values and rows travel in binary.

    Statements given to later() are sent without waiting for what comes of them; the next ask(), run() or flush() sends the rest, waits for all, and
    tells the first that failed. For one thread at a time, whichever it is.

    Errors: Offline (hint "database-away") when the server is not reached, ends the connection, is full or waits too long for a lock: worth another try on a
    new connection; Refused (hint "database-refused") for what this role may not do; Conflict for a second one of what there is once; Damaged; Storage
    (hint "disk-full"). No sentence holds a value.
*/
class PostgresConnection {
public:
    enum class Use {
        Serve,    ///< the hub at run time: bounds on every wait
        Migrate,  ///< the owner: may wait, and make tables
    };
    /// @param url postgresql://… or "key=value …", as libpq reads them; what it leaves out comes from the environment, the service file and the
    /// password file.
    static Result<std::unique_ptr<PostgresConnection>> open(const QString& url, Use use);
    ~PostgresConnection();
    Q_DISABLE_COPY_MOVE(PostgresConnection)

    Result<PgRows> ask(PgText statement, const PgValues& values = {});
    Result<> run(PgText statement, const PgValues& values = {});
    Result<> later(PgText statement, const PgValues& values = {});
    Result<> flush();
    /// Several statements without values, as they stand in a migration.
    Result<> script(const QByteArray& sql);
    /// First column of the first row; 0 without one.
    Result<qint64> integer(PgText statement, const PgValues& values = {});

    /// False when it broke, or when the server has hung up since. No round trip.
    bool isAlive();

private:
    struct Sent {
        const char* prepared = nullptr;  ///< the statement that this makes known; nullptr: it is run
    };

    explicit PostgresConnection(pg_conn* connection) : m_connection(connection) {}
    Result<> setUp(Use use);
    Result<> send(PgText statement, const PgValues& values);
    Result<PgRows> settle();
    Result<PgRows> receive(const Sent& sent);
    Error brokenError();
    Error errorOf(const pg_result* result);

    pg_conn* m_connection;
    QHash<const char*, QByteArray> m_prepared;
    int m_names = 0;
    QList<Sent> m_sent;
    qsizetype m_sentBytes = 0;
    bool m_broken = false;
};

}  // namespace prohori
