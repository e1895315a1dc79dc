// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/sql/CipherFile.h"
#include "core/sql/KeyProvider.h"

#include <QMetaType>
#include <QSqlDriver>

struct sqlite3;
struct sqlite3_stmt;
Q_DECLARE_OPAQUE_POINTER(sqlite3*)
Q_DECLARE_METATYPE(sqlite3*)

namespace prohori {

class CipherResult;

/** Qt Sql over the statically linked SQLCipher (SEC-24): every statement of the program goes through here.

    Use it by QSqlDatabase::addDatabase(new CipherDriver(key), name), setDatabaseName(path), open(); or
    without the registry of names, as Connection does, by openFile() and QSqlQuery(driver.createResult()).

    The key comes from the provider, and never as a user name or password, which Qt would copy: an open() with
    these, a host, a port or options is refused. What a file is refused for, and its settings, is told in
    CipherFile. ATTACH, DETACH and writing pragmas are denied but inside of maintenance (SEC-26).
    beginTransaction() is BEGIN IMMEDIATE. After a failure of the disk no statement that writes is run any
    more: close and open again.

    lastError().nativeErrorCode() is the extended code of SQLite (1299: NOT NULL). Table names are bound as
    values, or quoted as a whole; a dot does not divide them.

    For one thread at a time, whichever it is: the driver has no timers, events or thread of its own. The
    registry of QSqlDatabase, where it is used, insists on the thread that made the driver. close() finalises
    all results, which then fail; none of them keeps the file open.
*/
class CipherDriver final : public QSqlDriver {
    Q_OBJECT

public:
    explicit CipherDriver(KeyProvider key, const CipherOptions& options = {}, QObject* parent = nullptr);
    ~CipherDriver() override;

    /// As open(), with the reason of a refusal as openCipherFile() has it.
    Result<> openFile(const QString& path);
    /// Lets go of the provider; the driver cannot be opened again then.
    void forgetKey() { m_key = {}; }

    /// Each true is undone by a false: ATTACH, DETACH and writing pragmas are allowed in between.
    void setMaintenance(bool on);
    bool hasFailedDisk() const { return m_hasFailedDisk; }
    bool isInTransaction() const;
    qint64 changes() const;
    qint64 lastRowId() const;

    bool open(const QString& path, const QString& user, const QString& password, const QString& host,
              int port, const QString& options) override;
    void close() override;
    bool hasFeature(DriverFeature feature) const override;
    QSqlResult* createResult() const override;
    QVariant handle() const override;

    bool beginTransaction() override;
    bool commitTransaction() override;
    bool rollbackTransaction() override;

    QStringList tables(QSql::TableType type) const override;
    QSqlRecord record(const QString& table) const override;
    QSqlIndex primaryIndex(const QString& table) const override;
    QString formatValue(const QSqlField& field, bool trimStrings) const override;
    QString escapeIdentifier(const QString& identifier, IdentifierType type) const override;
    bool isIdentifierEscaped(const QString& identifier, IdentifierType type) const override;
    QString stripDelimiters(const QString& identifier, IdentifierType type) const override;

private:
    friend class CipherResult;
    bool runPlain(const QString& sql, const QString& failure);
    int holdSnapshot() const;
    bool pagesWereSound() const;
    void dropSnapshot() const;

    KeyProvider m_key;
    CipherOptions m_options;
    CipherHandle m_handle;
    sqlite3_stmt* m_hold = nullptr;   ///< while it runs, the snapshot and a failure of a page stay
    sqlite3_stmt* m_check = nullptr;  ///< fails when a page failed
    mutable int m_holders = 0;
    int m_maintenance = 0;
    mutable bool m_hasFailedDisk = false;    ///< set by results
    mutable QList<CipherResult*> m_results;  ///< all that live; finalised on close
};

/// The type of a column that was declared as `declared`, by the affinity rules of SQLite; invalid when
/// unknown.
QMetaType declaredType(const QString& declared);

}  // namespace prohori
