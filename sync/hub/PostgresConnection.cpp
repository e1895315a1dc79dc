// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/hub/PostgresConnection.h"

#include <QtEndian>

#include <optional>
#include <utility>
#include <vector>

#include <libpq-fe.h>
#include <poll.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr Oid kBool = 16, kBytea = 17, kInt8 = 20, kText = 25, kByteaArray = 1001, kTextArray = 1009,
              kInt8Array = 1016;
constexpr int kMostSent = 256;                     ///< statements on their way before their results are read
constexpr qsizetype kMostSentBytes = 1024 * 1024;  ///< and their bytes

/// Every wait has its end. Merging and hashing are for reports: over the few rows that one request needs they only lose, and read whole partitions.
/// Nor is a table read whole because a request asks for a thousand ids at once, as the planner would have it up to some hundred thousand rows.
constexpr const char* kServe =
    "SET search_path = prohori, pg_temp; SET lock_timeout = '20s';"
    "SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s';"
    "SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off; SET enable_seqscan = off;"
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'";
constexpr const char* kMigrate = "SET search_path = prohori, pg_temp; SET lock_timeout = '60s'";

Error awayError(const QString& why)
{
    return {ErrorCode::Offline, u"the hub's database is not reached: %1"_s.arg(why), u"database-away"_s};
}

QByteArray bigEndian(qint64 number)
{
    QByteArray bytes(sizeof(number), Qt::Uninitialized);
    qToBigEndian(number, bytes.data());
    return bytes;
}

template <typename Number>
void append(QByteArray& to, Number number)
{
    char bytes[sizeof(number)];
    qToBigEndian(number, bytes);
    to.append(bytes, sizeof(number));
}

QByteArray plainUtf8(const QString& text)
{
    return text.toUtf8().replace('\0', QByteArray());
}

/// By the code of the SQL standard: its first two letters name the class.
Error errorFor(const QByteArray& state)
{
    const QString code = QString::fromLatin1(state);
    const QByteArray kind = state.left(2);
    // 08 connection, 40 serialisation and deadlock, 53 resources, 55P03 lock, 57 the operator or a limit of time, 25P03 too long idle.
    if (state == "53100")
        return {ErrorCode::Storage, u"the disk of the hub's database is full"_s, u"disk-full"_s};
    if (kind == "08" || kind == "40" || kind == "53" || kind == "57" || state == "55P03" || state == "25P03"
        || state == "25006")
        return awayError(u"the server says %1"_s.arg(code));
    if (kind == "42" && state == "42501")
        return {ErrorCode::Refused, u"the hub's role may not do that in its database (%1)"_s.arg(code),
                u"database-refused"_s};
    if (state == "23505")
        return {ErrorCode::Conflict, u"the hub's database holds that already"_s};
    if (kind == "XX")
        return {ErrorCode::Damaged, u"the hub's database is damaged (%1): see the server's log"_s.arg(code)};
    return {ErrorCode::Storage, u"the hub's database refuses a statement (%1)"_s.arg(code)};
}

}  // namespace

// ---- values and rows

PgValue::PgValue(qint64 number) : m_type(kInt8), m_bytes(bigEndian(number)) {}
PgValue::PgValue(bool flag) : m_type(kBool), m_bytes(1, flag ? '\1' : '\0') {}
PgValue::PgValue(const QByteArray& bytes) : m_type(kBytea), m_bytes(bytes) {}
PgValue::PgValue(const QString& text) : m_type(kText), m_bytes(plainUtf8(text)) {}

/// Dimensions, no NULL in it, type of each; then length and lower bound of the one dimension. There is room for `bytes` of values behind it.
static QByteArray arrayHead(qsizetype count, Oid type, qsizetype bytes)
{
    constexpr qsizetype kHead = 5 * sizeof(qint32);
    QByteArray head;
    head.reserve(kHead + count * qsizetype(sizeof(qint32)) + bytes);
    append(head, qint32(count == 0 ? 0 : 1));
    append(head, qint32(0));
    append(head, qint32(type));
    if (count > 0) {
        append(head, qint32(count));
        append(head, qint32(1));
    }
    return head;
}

static QByteArray arrayOf(const QList<QByteArray>& all, Oid type)
{
    qsizetype bytes = 0;
    for (const QByteArray& one : all)
        bytes += one.size();
    QByteArray made = arrayHead(all.size(), type, bytes);
    for (const QByteArray& one : all) {
        append(made, qint32(one.size()));
        made.append(one);
    }
    return made;
}

PgValue::PgValue(const QList<qint64>& numbers)
    : m_type(kInt8Array),
      m_bytes(arrayHead(numbers.size(), kInt8, numbers.size() * qsizetype(sizeof(qint64))))
{
    for (const qint64 number : numbers) {
        append(m_bytes, qint32(sizeof(number)));
        append(m_bytes, number);
    }
}

PgValue::PgValue(const QList<QByteArray>& all) : m_type(kByteaArray), m_bytes(arrayOf(all, kBytea)) {}

PgValue::PgValue(const QList<QString>& texts) : m_type(kTextArray)
{
    QList<QByteArray> all;
    for (const QString& text : texts)
        all.append(plainUtf8(text));
    m_bytes = arrayOf(all, kText);
}

void PgRows::Clear::operator()(pg_result* result) const
{
    PQclear(result);
}

int PgRows::size() const
{
    return m_result ? PQntuples(m_result.get()) : 0;
}

qint64 PgRows::written() const
{
    return m_result ? QByteArray(PQcmdTuples(m_result.get())).toLongLong() : 0;
}

QByteArray PgRows::done() const
{
    return m_result ? QByteArray(PQcmdStatus(m_result.get())) : QByteArray();
}

qint64 PgRows::integer(int row, int column) const
{
    const char* value = PQgetvalue(m_result.get(), row, column);
    switch (PQgetlength(m_result.get(), row, column)) {
    case 8: return qFromBigEndian<qint64>(value);
    case 4: return qFromBigEndian<qint32>(value);
    case 2: return qFromBigEndian<qint16>(value);
    case 1: return *value;
    default: return 0;
    }
}

QByteArray PgRows::bytes(int row, int column) const
{
    return {PQgetvalue(m_result.get(), row, column), PQgetlength(m_result.get(), row, column)};
}

QString PgRows::text(int row, int column) const
{
    return QString::fromUtf8(PQgetvalue(m_result.get(), row, column),
                             PQgetlength(m_result.get(), row, column));
}

bool PgRows::isNull(int row, int column) const
{
    return PQgetisnull(m_result.get(), row, column) != 0;
}

// ---- the connection

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const QString& url, Use use)
{
    const QByteArray target = url.toUtf8();
    // What comes before "dbname" gives way to what the address itself says.
    const char* const names[] = {"connect_timeout",  "tcp_user_timeout",     "keepalives_idle",
                                 "keepalives_count", "target_session_attrs", "dbname",
                                 "application_name", "client_encoding",      nullptr};
    const char* const values[] = {"5",           "20000", "20",   "3", "read-write", target.constData(),
                                  "prohori-hub", "UTF8",  nullptr};
    std::unique_ptr<PostgresConnection> made(new PostgresConnection(PQconnectdbParams(names, values, 1)));
    if (PQstatus(made->m_connection) != CONNECTION_OK)
        return awayError(QString::fromLocal8Bit(PQerrorMessage(made->m_connection)).simplified());
    if (auto ready = made->setUp(use); !ready)
        return ready.error();
    return made;
}

PostgresConnection::~PostgresConnection()
{
    PQfinish(m_connection);
}

Result<> PostgresConnection::setUp(Use use)
{
    PQsetNoticeProcessor(
        m_connection, [](void*, const char*) {}, nullptr);
    if (auto set = script(use == Use::Serve ? kServe : kMigrate); !set)
        return set;
    return PQenterPipelineMode(m_connection) == 1 ? Result<>() : Result<>(brokenError());
}

Error PostgresConnection::brokenError()
{
    m_broken = true;
    m_sent.clear();
    return awayError(QString::fromLocal8Bit(PQerrorMessage(m_connection)).simplified());
}

Error PostgresConnection::errorOf(const pg_result* result)
{
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (!state || PQstatus(m_connection) == CONNECTION_BAD)
        return brokenError();
    return errorFor(state);
}

bool PostgresConnection::isAlive()
{
    // A server that ends leaves its last words first, so what comes is not asked for.
    pollfd line{PQsocket(m_connection), POLLIN | POLLRDHUP, 0};
    const bool hasHungUp =
        ::poll(&line, 1, 0) != 0 && (line.revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) != 0;
    m_broken = m_broken || hasHungUp || PQstatus(m_connection) != CONNECTION_OK;
    return !m_broken;
}

Result<> PostgresConnection::send(PgText statement, const PgValues& values)
{
    if (m_broken)
        return awayError(u"the connection has ended"_s);
    const int count = int(values.size());
    if (!m_prepared.contains(statement.sql)) {
        std::vector<Oid> types;
        for (const PgValue& value : values)
            types.push_back(value.type());
        const QByteArray name = 's' + QByteArray::number(++m_names);
        if (PQsendPrepare(m_connection, name.constData(), statement.sql, count, types.data()) != 1)
            return brokenError();
        m_prepared.insert(statement.sql, name);
        m_sent.append(Sent{statement.sql});
    }
    std::vector<const char*> bytes;
    std::vector<int> lengths, formats(values.size(), 1);
    for (const PgValue& value : values) {
        bytes.push_back(value.bytes().constData());
        lengths.push_back(int(value.bytes().size()));
        m_sentBytes += value.bytes().size();
    }
    if (PQsendQueryPrepared(m_connection, m_prepared[statement.sql].constData(), count, bytes.data(),
                            lengths.data(), formats.data(), 1)
        != 1)
        return brokenError();
    m_sent.append(Sent());
    return {};
}

/// What came of one statement. Of those after one that failed nothing came.
Result<PgRows> PostgresConnection::receive(const Sent& sent)
{
    PgRows rows;
    std::optional<Error> failure;
    bool isSkipped = false;
    // Ends with a null; of a connection that broke, there is an error and then nothing.
    while (pg_result* result = PQgetResult(m_connection)) {
        PgRows held(result);
        switch (PQresultStatus(result)) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK: rows = std::move(held); break;
        case PGRES_PIPELINE_ABORTED: isSkipped = true; break;
        default:
            if (!failure)
                failure = errorOf(result);
        }
        if (m_broken)
            break;
    }
    if (sent.prepared && (failure || isSkipped))
        m_prepared.remove(sent.prepared);
    if (failure)
        return *failure;
    return rows;
}

/// Waits for everything that was sent; the rows of the last.
Result<PgRows> PostgresConnection::settle()
{
    PgRows last;
    std::optional<Error> failure;
    if (PQpipelineSync(m_connection) != 1)
        return brokenError();
    const QList<Sent> sent = std::exchange(m_sent, {});
    m_sentBytes = 0;
    for (const Sent& one : sent) {
        auto rows = receive(one);
        if (!rows && !failure)
            failure = rows.error();
        if (m_broken)
            return *failure;
        if (rows)
            last = std::move(*rows);
    }
    const PgRows end(PQgetResult(m_connection));
    if (PQstatus(m_connection) == CONNECTION_BAD)
        return failure ? *failure : brokenError();
    if (failure)
        return *failure;
    return last;
}

Result<PgRows> PostgresConnection::ask(PgText statement, const PgValues& values)
{
    if (auto sent = send(statement, values); !sent)
        return sent.error();
    return settle();
}

Result<> PostgresConnection::run(PgText statement, const PgValues& values)
{
    const auto done = ask(statement, values);
    return done ? Result<>() : Result<>(done.error());
}

Result<> PostgresConnection::later(PgText statement, const PgValues& values)
{
    if (auto sent = send(statement, values); !sent)
        return sent;
    return m_sent.size() >= kMostSent || m_sentBytes >= kMostSentBytes ? flush() : Result<>();
}

Result<> PostgresConnection::flush()
{
    if (m_sent.isEmpty())
        return m_broken ? Result<>(awayError(u"the connection has ended"_s)) : Result<>();
    const auto done = settle();
    return done ? Result<>() : Result<>(done.error());
}

Result<> PostgresConnection::script(const QByteArray& sql)
{
    // Several statements in one message go outside of the pipeline only.
    const bool wasPiped = PQpipelineStatus(m_connection) == PQ_PIPELINE_ON;
    if (wasPiped && PQexitPipelineMode(m_connection) != 1)
        return brokenError();
    pg_result* result = PQexec(m_connection, sql.constData());
    const PgRows held(result);
    const ExecStatusType status = PQresultStatus(result);
    Result<> done;
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        done = errorOf(result);
    if (wasPiped && PQenterPipelineMode(m_connection) != 1)
        return brokenError();
    return done;
}

Result<qint64> PostgresConnection::integer(PgText statement, const PgValues& values)
{
    const auto rows = ask(statement, values);
    if (!rows)
        return rows.error();
    return rows->size() == 0 ? qint64(0) : rows->integer(0, 0);
}

}  // namespace prohori
