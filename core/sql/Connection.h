// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/sql/KeyProvider.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QVariantList>

#include <functional>
#include <memory>
#include <optional>

class QSqlQuery;

namespace prohori {

/// One row while it is being visited. Columns count from 0; text and bytes are copied out.
class Row {
public:
    explicit Row(const QSqlQuery& query) : m_query(query) {}
    qint64 integer(int column) const;
    QString text(int column) const;
    QByteArray bytes(int column) const;
    bool isNull(int column) const;

private:
    const QSqlQuery& m_query;
};

/** One connection to an encrypted SQLCipher file, by Qt Sql over CipherDriver, with the settings that every
    file of ours has (SEC-25): WAL, synchronous FULL, temporary data in memory, secure delete, foreign keys,
    untrusted schema off, cell checks, no memory map, defensive, no extensions.

    Refuses before any write: a library that is not SQLCipher 4.6.1 or later or was built to write temporary
    files, an existing file in plain SQLite format. ATTACH, DETACH and writing pragmas are denied but while a
    MaintenanceScope lives. Statements are constant text with bound values; prepared ones are kept, and their
    values dropped after each run. A visitor of each() may run other statements, and the same one. All memory
    of SQLite is wiped when it is freed.

    For one thread at a time, whichever it is: it may be opened in one thread and used, moved and closed in
    others. Waits up to 5 s for another connection's lock. Errors: Locked (hint "wrong-key" | "store-busy"),
    Damaged, Storage (hint "disk-full" | "read-only" | "io"), Refused (denied), Invalid (our own SQL). After a
    failed sync to disk (hint "io") the connection takes no more writes: close, reopen, check.
*/
class Connection {
public:
    struct Options {
        bool create = false;  ///< false: a missing or empty file is Damaged, never made anew
        bool durable = true;  ///< false only as the negative control of harnesses: synchronous=OFF
        int cacheKiB = 8192;
    };
    static Result<Connection> open(const QString& path, const KeyProvider& key, const Options& options);
    static Result<Connection> open(const QString& path, const KeyProvider& key)
    {
        return open(path, key, Options{});
    }

    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    Result<> run(QStringView sql, const QVariantList& values = {});
    Result<> each(QStringView sql, const QVariantList& values,
                  const std::function<Result<>(const Row&)>& visit);
    /// First column of the first row; NotFound without one.
    Result<qint64> integer(QStringView sql, const QVariantList& values = {});
    Result<std::optional<QByteArray>> blob(QStringView sql, const QVariantList& values = {});
    Result<std::optional<QString>> text(QStringView sql, const QVariantList& values = {});
    qint64 changes() const;
    qint64 lastRowId() const;

    /// BEGIN IMMEDIATE … COMMIT around `work`; ROLLBACK when it fails. A commit that fails was not
    /// confirmed: the data are whole or absent afterwards. Never nested.
    Result<> inTransaction(const std::function<Result<>()>& work);
    bool isInTransaction() const;

    enum class Checkpoint { Passive, Truncate };
    Result<> checkpoint(Checkpoint kind);
    /// A copy under the same key.
    Result<> vacuumInto(const QString& path);
    /// What the integrity checks find; empty when sound. Copies the log into the file before. `full`: integrity_check besides
    /// cipher_integrity_check, else quick_check.
    Result<QStringList> integrityFaults(bool full);

    /// While it lives, ATTACH and writing pragmas are allowed: migrations and backups.
    class MaintenanceScope {
    public:
        explicit MaintenanceScope(Connection& connection);
        ~MaintenanceScope();
        MaintenanceScope(const MaintenanceScope&) = delete;
        MaintenanceScope& operator=(const MaintenanceScope&) = delete;

    private:
        Connection& m_connection;
    };

    /// Makes the i-th write from now on fail, for failure sweeps; COMMIT counts as one. 0 switches that off. Harnesses only.
    void failAfter(int statements);

private:
    struct Private;
    explicit Connection(std::unique_ptr<Private> own);
    std::unique_ptr<Private> d;
};

}  // namespace prohori
