// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/CipherDriver.h"

#include "core/sql/CipherResult.h"
#include "core/sql/SqlFault.h"

#include <QSqlError>
#include <QSqlField>
#include <QSqlIndex>
#include <QSqlQuery>
#include <QSqlRecord>

#include <sqlcipher/sqlite3.h>

#include <algorithm>
#include <utility>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr char kTouchesAPage[] = "SELECT EXISTS (SELECT 1 FROM sqlite_schema)";

/// What a connection may not do outside maintenance.
int authorise(void* maintenance, int action, const char* first, const char* second, const char*, const char*)
{
    if (*static_cast<const int*>(maintenance) > 0)
        return SQLITE_OK;
    if (action == SQLITE_ATTACH || action == SQLITE_DETACH)
        return SQLITE_DENY;
    if (action != SQLITE_PRAGMA)
        return SQLITE_OK;
    const auto isOneOf = [first](const auto& names) {
        return std::any_of(std::begin(names), std::end(names),
                           [first](const char* name) { return qstricmp(first, name) == 0; });
    };
    // Pragmas with an argument that only ask, and pragmas without one that write.
    static const char* const kAsking[] = {"table_info",     "table_xinfo", "index_list",     "index_info",
                                          "wal_checkpoint", "quick_check", "integrity_check"};
    static const char* const kWriting[] = {"optimize", "incremental_vacuum", "cipher_migrate"};
    return (second ? isOneOf(kAsking) : !isOneOf(kWriting)) ? SQLITE_OK : SQLITE_DENY;
}

/// One column of a table.
struct Column {
    QSqlField field;
    int keyPlace;  ///< from 1 in the primary key, 0 outside of it
};

QList<Column> columnsOf(const CipherDriver& driver, const QString& table)
{
    QList<Column> columns;
    QSqlQuery query(driver.createResult());
    query.setForwardOnly(true);
    if (!query.prepare(u"SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?) WHERE hidden <> 1"_s))
        return columns;
    query.bindValue(0, table);
    if (!query.exec())
        return columns;
    while (query.next()) {
        const QString declared = query.value(1).toString();
        QSqlField field(query.value(0).toString(), declaredType(declared), table);
        field.setRequired(query.value(2).toBool());
        // The row number under another name.
        field.setAutoValue(query.value(3).toInt() == 1
                           && declared.compare(u"INTEGER", Qt::CaseInsensitive) == 0);
        columns.append({field, query.value(3).toInt()});
    }
    const auto keys = std::count_if(columns.begin(), columns.end(),
                                    [](const Column& column) { return column.keyPlace > 0; });
    for (Column& column : columns)
        column.field.setAutoValue(column.field.isAutoValue() && keys == 1);
    return columns;
}

/// The SQL that names the tables of a kind.
QString listing(QSql::TableType type)
{
    switch (type) {
    case QSql::Tables:
        return u"SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"_s;
    case QSql::Views: return u"SELECT name FROM sqlite_schema WHERE type = 'view'"_s;
    case QSql::SystemTables:
        return u"SELECT 'sqlite_schema' UNION ALL SELECT name FROM sqlite_schema WHERE type = 'table'"
               " AND substr(name, 1, 7) = 'sqlite_'"_s;
    default:
        return u"SELECT 'sqlite_schema' UNION ALL SELECT name FROM sqlite_schema"
               " WHERE type IN ('table', 'view')"_s;
    }
}

}  // namespace

QMetaType declaredType(const QString& declared)
{
    const auto has = [&](QStringView part) { return declared.contains(part, Qt::CaseInsensitive); };
    if (has(u"INT"))
        return QMetaType(QMetaType::LongLong);
    if (has(u"CHAR") || has(u"CLOB") || has(u"TEXT"))
        return QMetaType(QMetaType::QString);
    if (has(u"BLOB"))
        return QMetaType(QMetaType::QByteArray);
    if (has(u"REAL") || has(u"FLOA") || has(u"DOUB"))
        return QMetaType(QMetaType::Double);
    return QMetaType();
}

CipherDriver::CipherDriver(KeyProvider key, const CipherOptions& options, QObject* parent)
    : QSqlDriver(parent),
      m_key(std::move(key)),
      m_options(options)
{}

CipherDriver::~CipherDriver()
{
    CipherDriver::close();
}

Result<> CipherDriver::openFile(const QString& path)
{
    close();
    if (!m_key)
        return Error{ErrorCode::Invalid, u"a database is opened with a key"_s};
    auto opened = openCipherFile(path, m_key, m_options);
    if (!opened) {
        setOpenError(true);
        return opened.error();
    }
    m_handle = std::move(*opened);
    for (sqlite3_stmt** made : {&m_hold, &m_check}) {
        const int code =
            sqlite3_prepare_v3(m_handle.get(), kTouchesAPage, -1, SQLITE_PREPARE_PERSISTENT, made, nullptr);
        if (code != SQLITE_OK) {
            close();
            setOpenError(true);
            return sqlFault(code, QString::fromUtf8(sqlite3_errstr(code)), path);
        }
    }
    sqlite3_set_authorizer(m_handle.get(), &authorise, &m_maintenance);
    setOpenError(false);
    setOpen(true);
    return {};
}

bool CipherDriver::open(const QString& path, const QString& user, const QString& password,
                        const QString& host, int port, const QString& options)
{
    const auto opened = [&]() -> Result<> {
        if (user.isEmpty() && password.isEmpty() && host.isEmpty() && port == -1 && options.isEmpty())
            return openFile(path);
        close();
        return Error{ErrorCode::Invalid,
                     u"the key comes from a provider: no user, password, host or option"_s};
    }();
    if (opened)
        return true;
    setOpenError(true);
    setLastError(QSqlError(opened.error().detail, opened.error().hint, QSqlError::ConnectionError));
    return false;
}

void CipherDriver::close()
{
    // A statement that is still alive would keep the file open behind our back.
    for (CipherResult* result : std::as_const(m_results))
        result->finalise();
    for (sqlite3_stmt** made : {&m_hold, &m_check})
        sqlite3_finalize(std::exchange(*made, nullptr));
    m_handle.reset();
    m_hasFailedDisk = false;
    setOpen(false);
    setOpenError(false);
}

bool CipherDriver::hasFeature(DriverFeature feature) const
{
    switch (feature) {
    case Transactions:
    case BLOB:
    case Unicode:
    case PreparedQueries:
    case PositionalPlaceholders:  // only these: QSqlResult rewrites named ones, repeated ones too
    case LastInsertId:
    case FinishQuery: return true;
    default: return false;
    }
}

void CipherDriver::setMaintenance(bool on)
{
    m_maintenance += on ? 1 : -1;
    // The authoriser judges when a statement is prepared. Setting it anew has each of them judged again.
    if (m_maintenance == 0 && m_handle)
        sqlite3_set_authorizer(m_handle.get(), &authorise, &m_maintenance);
}

QSqlResult* CipherDriver::createResult() const
{
    return new CipherResult(this);
}
QVariant CipherDriver::handle() const
{
    return QVariant::fromValue(m_handle.get());
}

bool CipherDriver::isInTransaction() const
{
    return m_handle && sqlite3_get_autocommit(m_handle.get()) == 0;
}
qint64 CipherDriver::changes() const
{
    return m_handle ? sqlite3_changes64(m_handle.get()) : 0;
}
qint64 CipherDriver::lastRowId() const
{
    return m_handle ? sqlite3_last_insert_rowid(m_handle.get()) : 0;
}

int CipherDriver::holdSnapshot() const
{
    if (m_holders == 0) {
        if (const int code = sqlite3_step(m_hold); code != SQLITE_ROW) {
            sqlite3_reset(m_hold);
            return code;
        }
    }
    ++m_holders;
    return SQLITE_OK;
}

bool CipherDriver::pagesWereSound() const
{
    const int code = sqlite3_step(m_check);
    sqlite3_reset(m_check);
    return code == SQLITE_ROW;
}

void CipherDriver::dropSnapshot() const
{
    if (--m_holders == 0)
        sqlite3_reset(m_hold);
}

bool CipherDriver::runPlain(const QString& sql, const QString& failure)
{
    if (!isOpen() || isOpenError())
        return false;
    QSqlQuery query(createResult());
    if (query.exec(sql))
        return true;
    const QSqlError error = query.lastError();
    setLastError(
        QSqlError(failure, error.databaseText(), QSqlError::TransactionError, error.nativeErrorCode()));
    return false;
}

bool CipherDriver::beginTransaction()
{
    return runPlain(u"BEGIN IMMEDIATE"_s, u"the transaction does not begin"_s);
}

bool CipherDriver::commitTransaction()
{
    return runPlain(u"COMMIT"_s, u"the transaction was not confirmed"_s);
}
bool CipherDriver::rollbackTransaction()
{
    return runPlain(u"ROLLBACK"_s, u"the transaction was not undone"_s);
}

QStringList CipherDriver::tables(QSql::TableType type) const
{
    QStringList names;
    if (!isOpen())
        return names;
    QSqlQuery query(createResult());
    query.setForwardOnly(true);
    if (!query.exec(listing(type)))
        return names;
    while (query.next())
        names.append(query.value(0).toString());
    return names;
}

QSqlRecord CipherDriver::record(const QString& table) const
{
    QSqlRecord record;
    if (!isOpen())
        return record;
    for (const Column& column : columnsOf(*this, stripDelimiters(table, TableName)))
        record.append(column.field);
    return record;
}

QSqlIndex CipherDriver::primaryIndex(const QString& table) const
{
    QSqlIndex index(table);
    if (!isOpen())
        return index;
    auto columns = columnsOf(*this, stripDelimiters(table, TableName));
    std::sort(columns.begin(), columns.end(),
              [](const Column& left, const Column& right) { return left.keyPlace < right.keyPlace; });
    for (const Column& column : std::as_const(columns)) {
        if (column.keyPlace > 0)
            index.append(column.field);
    }
    return index;
}

QString CipherDriver::formatValue(const QSqlField& field, bool trimStrings) const
{
    if (!field.isNull() && field.metaType().id() == QMetaType::QByteArray)
        return u"X'"_s + QString::fromLatin1(field.value().toByteArray().toHex()) + u'\'';
    return QSqlDriver::formatValue(field, trimStrings);
}

QString CipherDriver::escapeIdentifier(const QString& identifier, IdentifierType type) const
{
    if (identifier.isEmpty() || isIdentifierEscaped(identifier, type))
        return identifier;
    return u'"' + QString(identifier).replace(u'"', u"\"\""_s) + u'"';
}

bool CipherDriver::isIdentifierEscaped(const QString& identifier, IdentifierType) const
{
    if (identifier.size() < 3 || !identifier.startsWith(u'"') || !identifier.endsWith(u'"'))
        return false;
    // A quote inside that is not doubled would end the name early.
    const QString inside = identifier.sliced(1, identifier.size() - 2);
    return !QString(inside).remove(u"\"\""_s).contains(u'"');
}

QString CipherDriver::stripDelimiters(const QString& identifier, IdentifierType type) const
{
    if (!isIdentifierEscaped(identifier, type))
        return identifier;
    return identifier.sliced(1, identifier.size() - 2).replace(u"\"\""_s, u"\""_s);
}

}  // namespace prohori
