// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/CipherDriver.h"

#include <QList>
#include <QSqlError>
#include <QSqlResult>

struct sqlite3_stmt;
Q_DECLARE_OPAQUE_POINTER(sqlite3_stmt*)
Q_DECLARE_METATYPE(sqlite3_stmt*)

namespace prohori {

/** One statement of a CipherDriver, and the rows that it gives.

    exec() takes the first step at once, for errors and the rows of RETURNING come with it; that row is kept
    until it is fetched. A statement that gives no rows is done then. Values are bound without a copy: the
    result shares them until it is run again or released. An invalid or typed null QVariant is NULL; a null
    QString is the empty text and a null QByteArray the empty blob. Whole numbers, double, bool, QString and
    QByteArray can be bound, and nothing else.

    Forward-only (setForwardOnly) reads straight from the library and keeps no row. Otherwise each row that
    was fetched is kept, so that one can go back.

    SQLCipher 4.6 hands out a page that fails its check as zeros and tells so only with the next page, which
    there need not be. So a SELECT that is read to its end is checked there once more, and fails then
    (SQLITE_CORRUPT): what its rows said counts only after next() returned false without an error.

    A text with a second statement behind the first, or with a NUL, is refused. A SELECT that was not read to
    its end keeps its snapshot and holds up checkpoints: finish() it.
*/
class CipherResult final : public QSqlResult {
public:
    explicit CipherResult(const CipherDriver* driver);
    ~CipherResult() override;

    QVariant handle() const override;
    /// The prepared statement may change the file. BEGIN IMMEDIATE does, COMMIT and ROLLBACK do not.
    bool writes() const;
    /// The values of all places at once, shared with `values`: bindValue() for each of them without the
    /// copies.
    void bindAll(const QVariantList& values) { boundValues() = values; }
    /// The last run or fetch failed: lastError() says how.
    bool hasFailed() const { return m_hasFailed; }
    /// Ends the run of the statement, drops the bound values and rows, and leaves it prepared.
    void release();

protected:
    bool prepare(const QString& sql) override;
    bool exec() override;
    bool reset(const QString& sql) override;
    bool fetch(int index) override;
    bool fetchNext() override;
    bool fetchFirst() override;
    bool fetchLast() override;
    QVariant data(int column) override;
    bool isNull(int column) override;
    int size() override { return -1; }
    int numRowsAffected() override;
    QVariant lastInsertId() const override;
    QSqlRecord record() const override;
    void detachFromResultSet() override;

private:
    friend class CipherDriver;
    enum class Step { None, Row, Done, Failed };

    const CipherDriver* cipher() const { return static_cast<const CipherDriver*>(driver()); }
    sqlite3* file() const;
    void finalise();
    void rewind();
    bool bind();
    int bindOne(int place, const QVariant& value);
    Step step();
    bool advance();
    bool refuse(int code, const QString& text);
    bool failed();

    sqlite3_stmt* m_statement = nullptr;
    QVariantList m_bound;       ///< owns what the statement points to
    Step m_ahead = Step::None;  ///< the step that exec() took, until it is fetched
    bool m_ended = true;
    bool m_hasFailed = false;
    bool m_isSelect = false;  ///< only reads, and is no pragma
    bool m_holds = false;     ///< the snapshot
    bool m_isFresh = true;    ///< nothing to rewind
    qint64 m_affected = -1;
    QList<QVariantList> m_rows;  ///< all fetched so far, unless forward-only
};

}  // namespace prohori
