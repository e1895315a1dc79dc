// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/SqlFault.h"

#include <sqlcipher/sqlite3.h>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kShownSql = 60;

}  // namespace

Error sqlFault(int code, const QString& message, const QString& path, QStringView sql)
{
    // The index of the log cannot grow: where a disk is full, this is what it says at opening.
    if (code == SQLITE_IOERR_SHMSIZE)
        code = SQLITE_FULL;
    switch (code & kPrimaryCode) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Locked,
                u"another program is writing to %1: try again when it has ended"_s.arg(path),
                u"store-busy"_s};
    case SQLITE_NOTADB:
        return {ErrorCode::Locked, u"%1 does not open with this key"_s.arg(path), u"wrong-key"_s};
    case SQLITE_CORRUPT:
        return {ErrorCode::Damaged,
                u"%1 is damaged (%2): restore a backup, or ask for recovery"_s.arg(path, message)};
    case SQLITE_FULL:
        return {ErrorCode::Storage, u"the disk is full: not confirmed; free some space and save again"_s,
                u"disk-full"_s};
    case SQLITE_READONLY:
        return {ErrorCode::Storage,
                u"%1 cannot be written (read-only): check the folder's owner and rights"_s.arg(path),
                u"read-only"_s};
    case SQLITE_IOERR:
        return {ErrorCode::Storage,
                u"the disk failed (code %1): not confirmed; close the program and check the disk"_s.arg(code),
                u"io"_s};
    case SQLITE_CANTOPEN: return {ErrorCode::Storage, u"%1 cannot be opened (%2)"_s.arg(path, message)};
    case SQLITE_NOMEM: return {ErrorCode::NoMemory, u"not enough memory for the database"_s};
    case SQLITE_AUTH:
        return {ErrorCode::Refused, u"the database does not allow this statement (%1)"_s.arg(message)};
    default: break;
    }
    return {ErrorCode::Invalid,
            u"SQL error %1: %2 (%3)"_s.arg(QString::number(code), message, sql.left(kShownSql).toString())};
}

Error diskFailedBefore()
{
    return {ErrorCode::Storage,
            u"the disk failed before: nothing more is written until the program was started again"_s,
            u"io"_s};
}

}  // namespace prohori
