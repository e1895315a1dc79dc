// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/CipherResult.h"

#include "core/sql/SqlFault.h"

#include <QSqlField>
#include <QSqlRecord>

#include <sqlcipher/sqlite3.h>

#include <utility>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr QStringView kDamagedPage = u"a page does not decrypt";

bool startsLikeASelect(QStringView sql)
{
    const auto starts = [sql = sql.trimmed()](QStringView word) {
        return sql.startsWith(word, Qt::CaseInsensitive);
    };
    return starts(u"SELECT") || starts(u"WITH") || starts(u"VALUES");
}

QVariant valueOf(sqlite3_stmt* statement, int column)
{
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return QVariant(qlonglong(sqlite3_column_int64(statement, column)));
    case SQLITE_FLOAT: return QVariant(sqlite3_column_double(statement, column));
    case SQLITE_TEXT: {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
        return QVariant(QString::fromUtf8(bytes, sqlite3_column_bytes(statement, column)));
    }
    case SQLITE_BLOB: {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
        return QVariant(QByteArray(bytes, sqlite3_column_bytes(statement, column)));
    }
    default: return QVariant();
    }
}

/// Of a column without a declared type: that of the value that stands there now.
QMetaType typeOf(sqlite3_stmt* statement, int column)
{
    if (const char* declared = sqlite3_column_decltype(statement, column))
        return declaredType(QString::fromUtf8(declared));
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER: return QMetaType(QMetaType::LongLong);
    case SQLITE_FLOAT: return QMetaType(QMetaType::Double);
    case SQLITE_TEXT: return QMetaType(QMetaType::QString);
    case SQLITE_BLOB: return QMetaType(QMetaType::QByteArray);
    default: return QMetaType();
    }
}

}  // namespace

CipherResult::CipherResult(const CipherDriver* driver) : QSqlResult(driver)
{
    driver->m_results.append(this);
}

CipherResult::~CipherResult()
{
    finalise();
    if (cipher())
        cipher()->m_results.removeOne(this);
}

sqlite3* CipherResult::file() const
{
    return cipher() ? cipher()->m_handle.get() : nullptr;
}
QVariant CipherResult::handle() const
{
    return QVariant::fromValue(m_statement);
}
bool CipherResult::writes() const
{
    return m_statement && sqlite3_stmt_readonly(m_statement) == 0;
}

void CipherResult::finalise()
{
    sqlite3_finalize(m_statement);
    m_statement = nullptr;
    m_isFresh = false;
    rewind();
}

void CipherResult::rewind()
{
    setAt(QSql::BeforeFirstRow);
    setActive(false);
    if (m_isFresh)
        return;
    if (m_statement) {
        sqlite3_reset(m_statement);
        sqlite3_clear_bindings(m_statement);
    }
    if (std::exchange(m_holds, false) && cipher())
        cipher()->dropSnapshot();
    m_isFresh = true;
    m_bound.clear();
    m_rows.clear();
    m_ahead = Step::None;
    m_ended = true;
    m_affected = -1;
}

void CipherResult::release()
{
    rewind();
    boundValues().clear();
}

/// Records a failure of the library. Read before the statement is reset, for that forgets it.
bool CipherResult::failed()
{
    const int code = sqlite3_extended_errcode(file());
    const QString text = QString::fromUtf8(sqlite3_errmsg(file()));
    // What a page that does not decrypt gives with the next one. All other errors of this code have a text.
    if (code == SQLITE_ERROR && text == QLatin1StringView(sqlite3_errstr(SQLITE_ERROR)))
        return refuse(SQLITE_CORRUPT, kDamagedPage.toString());
    if ((code & kPrimaryCode) == SQLITE_IOERR)
        cipher()->m_hasFailedDisk = true;
    return refuse(code, text);
}

bool CipherResult::refuse(int code, const QString& text)
{
    rewind();
    m_hasFailed = true;
    setLastError(
        QSqlError(u"the statement was not run"_s, text, QSqlError::StatementError, QString::number(code)));
    return false;
}

bool CipherResult::prepare(const QString& sql)
{
    finalise();
    setSelect(false);
    if (!file())
        return refuse(SQLITE_MISUSE, u"the database is not open"_s);
    const QByteArray utf8 = sql.toUtf8();
    const char* tail = nullptr;
    if (sqlite3_prepare_v3(file(), utf8.constData(), static_cast<int>(utf8.size()), SQLITE_PREPARE_PERSISTENT,
                           &m_statement, &tail)
        != SQLITE_OK)
        return failed();
    const bool isWhole = utf8.sliced(tail - utf8.constData()).trimmed().isEmpty();
    if (m_statement && isWhole) {
        setSelect(sqlite3_column_count(m_statement) > 0);
        m_isSelect = isSelect() && !writes() && startsLikeASelect(sql);
        return true;
    }
    finalise();
    return refuse(SQLITE_MISUSE,
                  isWhole ? u"no SQL statement"_s : u"more than one SQL statement in one call"_s);
}

int CipherResult::bindOne(int place, const QVariant& value)
{
    if (value.isNull())
        return sqlite3_bind_null(m_statement, place);
    switch (value.typeId()) {
    case QMetaType::Bool:
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong: return sqlite3_bind_int64(m_statement, place, value.toLongLong());
    case QMetaType::Double: return sqlite3_bind_double(m_statement, place, value.toDouble());
    case QMetaType::QByteArray: {
        const auto* bytes = static_cast<const QByteArray*>(value.constData());
        return sqlite3_bind_blob64(m_statement, place, bytes->isNull() ? "" : bytes->constData(),
                                   sqlite3_uint64(bytes->size()), SQLITE_STATIC);
    }
    case QMetaType::QString: {
        const auto* text = static_cast<const QString*>(value.constData());
        const auto* units = text->isNull() ? u"" : reinterpret_cast<const char16_t*>(text->constData());
        return sqlite3_bind_text64(m_statement, place, reinterpret_cast<const char*>(units),
                                   sqlite3_uint64(text->size()) * sizeof(char16_t), SQLITE_STATIC,
                                   SQLITE_UTF16);
    }
    default: return SQLITE_MISMATCH;
    }
}

bool CipherResult::bind()
{
    m_isFresh = false;
    m_bound = boundValues();
    const int places = sqlite3_bind_parameter_count(m_statement);
    if (m_bound.size() != places)
        return refuse(SQLITE_RANGE, u"%1 values for %2 places"_s.arg(m_bound.size()).arg(places));
    for (int i = 0; i < places; ++i) {
        const QVariant& value = std::as_const(m_bound)[i];
        switch (bindOne(i + 1, value)) {
        case SQLITE_OK: break;
        case SQLITE_MISMATCH:
            return refuse(SQLITE_MISMATCH,
                          u"a value of type %1 cannot be bound"_s.arg(QString::fromLatin1(value.typeName())));
        default: return failed();
        }
    }
    return true;
}

CipherResult::Step CipherResult::step()
{
    switch (sqlite3_step(m_statement)) {
    case SQLITE_ROW: return Step::Row;
    case SQLITE_DONE:
        m_ended = true;
        if (writes())
            m_affected = sqlite3_changes64(file());
        if (m_isSelect && !cipher()->pagesWereSound()) {
            refuse(SQLITE_CORRUPT, kDamagedPage.toString());
            return Step::Failed;
        }
        if (std::exchange(m_holds, false))
            cipher()->dropSnapshot();
        return Step::Done;
    default: failed(); return Step::Failed;
    }
}

bool CipherResult::exec()
{
    rewind();
    m_hasFailed = false;
    if (!m_statement)
        return refuse(SQLITE_MISUSE, u"no prepared statement"_s);
    if (writes() && cipher()->hasFailedDisk())
        return refuse(SQLITE_IOERR, u"the disk failed before"_s);
    if (!bind())
        return false;
    // A transaction keeps both by itself.
    if (m_isSelect && !cipher()->isInTransaction()) {
        if (cipher()->holdSnapshot() != SQLITE_OK)
            return failed();
        m_holds = true;
    }
    m_ended = false;
    m_ahead = step();
    if (m_ahead == Step::Failed)
        return false;
    if (!isSelect())
        sqlite3_reset(m_statement);
    setActive(true);
    return true;
}

bool CipherResult::reset(const QString& sql)
{
    return prepare(sql) && exec();
}

/// To the next row, which is kept unless forward-only. The position is the caller's matter.
bool CipherResult::advance()
{
    const Step now = m_ahead != Step::None ? m_ahead : m_ended ? Step::Done : step();
    m_ahead = Step::None;
    if (now != Step::Row)
        return false;
    if (!isForwardOnly()) {
        QVariantList row;
        for (int column = 0; column < sqlite3_column_count(m_statement); ++column)
            row.append(valueOf(m_statement, column));
        m_rows.append(row);
    }
    return true;
}

bool CipherResult::fetchNext()
{
    if (!isForwardOnly())
        return fetch(at() + 1);
    if (!advance())
        return false;
    setAt(at() + 1);
    return true;
}

bool CipherResult::fetch(int index)
{
    if (index < 0 || !m_statement)
        return false;
    if (isForwardOnly()) {
        if (at() == QSql::AfterLastRow || index < at())
            return false;
        while (at() < index) {
            if (!fetchNext())
                return false;
        }
        return true;
    }
    while (m_rows.size() <= index) {
        if (!advance())
            return false;
    }
    setAt(index);
    return true;
}

bool CipherResult::fetchFirst()
{
    return fetch(0);
}

bool CipherResult::fetchLast()
{
    if (isForwardOnly())
        return false;  // the last row is known as the last only when it is gone
    while (advance()) {
    }
    return !m_rows.isEmpty() && fetch(static_cast<int>(m_rows.size()) - 1);
}

QVariant CipherResult::data(int column)
{
    if (isForwardOnly())
        return m_statement ? valueOf(m_statement, column) : QVariant();
    return m_rows.value(at()).value(column);
}

bool CipherResult::isNull(int column)
{
    if (isForwardOnly())
        return !m_statement || sqlite3_column_type(m_statement, column) == SQLITE_NULL;
    return m_rows.value(at()).value(column).isNull();
}

int CipherResult::numRowsAffected()
{
    return static_cast<int>(m_affected);
}

QVariant CipherResult::lastInsertId() const
{
    const qint64 row = isActive() && file() ? sqlite3_last_insert_rowid(file()) : 0;
    return row == 0 ? QVariant() : QVariant(qlonglong(row));
}

QSqlRecord CipherResult::record() const
{
    QSqlRecord record;
    if (!m_statement || !isActive() || !isSelect())
        return record;
    for (int column = 0; column < sqlite3_column_count(m_statement); ++column) {
        QSqlField field(QString::fromUtf8(sqlite3_column_name(m_statement, column)),
                        typeOf(m_statement, column),
                        QString::fromUtf8(sqlite3_column_table_name(m_statement, column)));
        record.append(field);
    }
    return record;
}

void CipherResult::detachFromResultSet()
{
    rewind();
}

}  // namespace prohori
